"""A daemon that is played: a shell that begins guards and launcher on request; the cells are in our hands."""

import contextlib
import os
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import native
from board import (CONFIRMED, MILLI, Board, Frames, boot, command, datagram, epoch_body, frame, words)

PATIENCE = 20.0  # bounded, not awaited: how long something may take on a machine that does much else
GROUP = "shop"
EPOCH = 7
SOFT, HARD, CUT, W = 500 * MILLI, 700 * MILLI, 4700 * MILLI, 1000 * MILLI  # a busy machine's scripts
SOON = HARD + 500 * MILLI  # for Lcut, where a test waits for it
FAR = 3600 * 1000 * MILLI


class Daemon:
    """The shell does what it reads; its children's parent is what the guards watch."""

    def __init__(self, folder, environment):
        self.folder = folder
        self.process = subprocess.Popen(["/bin/sh"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        env=environment, cwd=folder, start_new_session=True)
        self.pid = self.process.pid

    def begin(self, name, binary, *arguments):
        """Returns its pid."""
        line = " ".join(map(str, (binary, *arguments)))
        self.process.stdin.write(f"{line} <{name}.in >{name}.out 2>>{name}.log & echo $!\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class GuardCase(unittest.TestCase):
    cgroup = "auto"
    sanitized = True

    @classmethod
    def setUpClass(cls):
        if native.compiler() is None:
            raise unittest.SkipTest("no C compiler")
        if cls.sanitized:
            with tempfile.TemporaryDirectory(prefix="koi-") as folder:
                if not native.has_sanitizers(Path(folder)):
                    raise unittest.SkipTest("no sanitizers beside the compiler")
        cls.binary = native.compiled(cls.sanitized)

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="koi-guard-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.node = self.folder.name
        self.board = Board(self.folder, self.node)
        self.board.set("k", 500 * MILLI)
        self.cell = self.board.cell(1)
        self.pipes, self.frames, self.pids = {}, {}, {}
        for name in ("guard0", "guard1", "launcher"):
            self.make_pipes(name)
        self.environment = {**os.environ, "KOI_CGROUP": self.cgroup}
        self.daemon = self.new_daemon()
        self.addCleanup(self.kill_all)
        self.udp = self.receiver(socket.AF_INET, "127.0.0.1")

    def make_pipes(self, name):
        for end in ("in", "out"):
            path = self.folder / f"{name}.{end}"
            os.mkfifo(path)
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_NONBLOCK), "r+b", buffering=0)
            self.addCleanup(file.close)
            self.pipes[f"{name}.{end}"] = file
        self.frames[name] = Frames(self.pipes[f"{name}.out"])

    def new_daemon(self):
        daemon = Daemon(self.folder, self.environment)
        self.addCleanup(daemon.kill)
        self.board.set("daemon", daemon.pid)
        return daemon

    def receiver(self, family, address):
        udp = socket.socket(family, socket.SOCK_DGRAM)
        self.addCleanup(udp.close)
        udp.bind((address, 0))
        udp.setblocking(False)
        return udp

    def kill_all(self):
        """All that names our folder in its command line or environment; then its cgroups are removed."""
        for pid in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):  # it has ended meanwhile
                said = Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()
                if self.node.encode() in said and int(pid) != os.getpid():
                    os.kill(int(pid), signal.SIGKILL)
        trees = self.trees() if self.board.get("mode") == 1 else None
        for base in (trees, trees.with_name(trees.name + "-guard")) if trees else ():
            self.eventually(lambda base=base: remove_cgroup(base), f"{base} is removed")

    def trees(self):
        text = self.board.text(256, 1024)
        return Path(text) if text else None

    def tearDown(self):
        for name in self.frames:
            log = self.folder / f"{name}.log"
            said = log.read_text(encoding="utf-8") if log.exists() else ""
            self.assertNotIn("ERROR: AddressSanitizer", said)
            self.assertNotIn("runtime error", said)

    # ---- What happens ----

    def eventually(self, condition, what, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while True:
            found = condition()
            if found:
                return found
            if time.monotonic() > end:
                seen = {name: frames.read() for name, frames in self.frames.items()}
                states = {name: lives(pid) for name, pid in self.pids.items()}
                said = [path.read_text(encoding="utf-8") for path in self.folder.glob("*.log")]
                self.fail(f"not within {seconds} s: {what}; {self.log()}, {seen}, {states}, {said}")
            time.sleep(0.002)

    def beats_after(self, moment, *guards):
        """Awaits that the guards looked at their cells after that moment: twice, one may be under way."""
        for _ in range(2):
            for guard in guards or (0, 1):
                self.eventually(lambda g=guard: self.board.get(f"beat{g}") > moment, "it beats")
            moment = boot()

    def said(self, name, kind, number=None):
        return [body for k, n, body in self.frames[name].read() if k == kind and number in (None, n)]

    def received(self, udp=None):
        got = []
        try:
            while True:
                got.append((udp or self.udp).recv(2048))
        except BlockingIOError:
            return got

    def send(self, name, *frames):
        for each in frames:
            self.pipes[f"{name}.in"].write(each)

    # ---- What we do ----

    def begin_guard(self, number, *arguments):
        name = f"guard{number}"
        hellos = len(self.said(name, "H"))
        self.pids[name] = self.daemon.begin(name, self.binary, "guard", self.folder, number, *arguments)
        self.eventually(lambda: len(self.said(name, "H")) > hellos, "it says hello")

    def begin(self, *arguments):
        """Both guards, then the launcher."""
        for number in (0, 1):
            self.begin_guard(number, *arguments)
        self.pids["launcher"] = self.daemon.begin("launcher", self.binary, "launcher", self.folder)

    def signal(self, name, number):
        os.kill(self.pids[name], number)

    def script(self, name, text="exit 0"):
        """Each writes its name and the time of day to the log before it does anything."""
        path = self.folder / name
        log = f"read up rest </proc/uptime\necho {name} $up >>{self.folder}/log"
        path.write_text(f"#!/bin/sh\n{log}\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def log(self):
        path = self.folder / "log"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        return [line.split() for line in text.splitlines()]

    def names(self):
        return [name for name, *_ in self.log()]

    def order(self, kind, name, text="exit 0", service=0, **how):
        return command(kind, service, words(self.folder, self.script(name, text)), **how)

    def tickets(self, *contents, kind="R"):
        return [datagram(kind, self.udp.getsockname()[1], content) for content in contents]

    def hand_over(self, *records, number=1):
        fresh = self.folder / "arm.fresh"
        fresh.write_bytes(b"".join(records))
        fresh.rename(self.folder / f"arm.{number}")

    def service(self, *, status="exit 91", stop="exit 0", demote="exit 0"):
        """What one service hands over, with tickets of both kinds."""
        return [self.order("D", "demote", demote), self.order("S", "stop", stop),
                self.order("T", "status", status), *self.tickets(b"released"),
                *self.tickets(b"unconfirmed", kind="U")]

    def arm(self, *records, epoch=EPOCH, guards=(0, 1), **filled):
        self.hand_over(*(records or self.service()))
        self.cell.fill(GROUP, epoch, **{"soft": SOFT, "hard": HARD, "cut": CUT, "w": W, "class": 1,
                                        "retry": FAR, **filled})
        for guard in guards:
            answers = len(self.said(f"guard{guard}", "A"))
            self.cell.renew()
            self.send(f"guard{guard}", frame("A", 1, epoch_body(epoch)))
            self.eventually(lambda g=guard, n=answers: len(self.said(f"guard{g}", "A")) > n, "it is armed")
        return self.cell.renew()

    def refused(self, epoch=EPOCH):
        """Why guard 0 does not arm."""
        before = len(self.said("guard0", "N"))
        self.send("guard0", frame("A", 1, epoch_body(epoch)))
        self.eventually(lambda: len(self.said("guard0", "N")) > before, "it refuses")
        return self.said("guard0", "N")[-1][8:].decode()

    def disarm(self, epoch=EPOCH):
        for guard in (0, 1):
            self.send(f"guard{guard}", frame("D", 1, epoch_body(epoch)))
            self.eventually(lambda g=guard: self.said(f"guard{g}", "D", 1), "it is disarmed")

    def launch(self, number, tree, n, *arguments):
        where = struct.pack(">IIQ", 1, tree, n)
        self.send("launcher", frame("J", number, where + words(self.folder, *arguments)))

    def ending(self, number):
        body = self.eventually(lambda: self.said("launcher", "E", number), "it ended")[0]
        return struct.unpack(">II", body[:8]) + (body[8:].decode(),)

    def begun(self, number):
        body = self.eventually(lambda: self.said("launcher", "B", number), "it began")[0]
        return struct.unpack(">I", body)[0]

    def running(self, number, tree, n, text="exec sleep 1000"):
        """A script that runs. Returns its pid. Renews before."""
        self.cell.renew()
        name = f"run-{number}"
        self.launch(number, tree, n, self.script(name, text))
        pid = self.begun(number)
        self.eventually(lambda: name in self.names() or self.said("launcher", "E", number), "it runs")
        self.assertIn(name, self.names(), self.said("launcher", "E", number))
        return pid

    def anyone_left(self, n=0, kill=False):
        before = len(self.said("launcher", "X"))
        self.send("launcher", frame("X", 9, struct.pack(">IIQ", 1, int(kill), n)))
        self.eventually(lambda: len(self.said("launcher", "X")) > before, "it answers")
        return self.said("launcher", "X")[-1] == b"\0\0\0\1"

    def confirmed(self):
        self.eventually(lambda: self.cell.get("phase") == CONFIRMED, "the demotion is confirmed")


class Armed(GuardCase):
    """Both guards and the launcher run."""

    def setUp(self):
        super().setUp()
        self.begin()


def uptime(nanos):
    return nanos / 1e9


def lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def remove_cgroup(folder):
    if not folder.exists():
        return True
    for inner in [path for path in folder.rglob("*") if path.is_dir()][::-1] + [folder]:
        with contextlib.suppress(OSError):  # not empty yet: whoever asks asks again
            (inner / "cgroup.kill").write_text("1", encoding="ascii")
            inner.rmdir()
    return not folder.exists()
