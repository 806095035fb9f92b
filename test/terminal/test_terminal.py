"""koi as it behaves in a terminal and in shells: -w in a pseudo terminal, completion in bash and zsh."""

import fcntl
import json
import os
import pathlib
import pty
import select
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import termios
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
KOI = ROOT / "bin" / "koi"
PATIENCE = 20.0


def node(name, state):
    return {"name": name, "id": f"0{name}", "elector": True, "runner": True, "state": state,
            "address": "10.0.0.1:42012", "heardMillis": 1, "uptimeSeconds": 3600, "version": "0.1.0",
             "services": []}


STATUS = {"version": 1, "cluster": 13, "observer": "alpha", "verdict": "OK", "leader": "alpha", "term": 4,
          "electors": {"known": 2, "heard": 2}, "maintenance": False, "problems": [], "groups": [],
          "nodes": [node("alpha", "Slave"), node("beta", "Master")]}
LOCAL = {"version": 1, "uuid": "0alpha", "name": "alpha", "port": 42012, "maintenance": False, "runner": True,
         "elector": True, "started": "2026-11-20T10:00:00Z", "program": "0.1.0",
          "state": "Slave", "cluster": 13,
         "leader": "alpha", "quorum": 2, "seen": 2, "nodes": ["alpha", "beta"]}


class Daemon:
    """The socket of a daemon that always gives the same answers."""

    def __init__(self, folder):
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(folder / "koi.sock"))
        self.listening.listen()
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rw") as lines:
                command = json.loads(lines.readline())["command"]
                answer = {"version": 1, "code": 0, "message": None, "refusal": None, "more": False,
                          "status": STATUS if command == "status" else None,
                          "local": LOCAL if command == "local" else None}
                lines.write(json.dumps(answer) + "\n")

    def close(self):
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()


class TerminalTest(unittest.TestCase):

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="koi-terminal-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.conf = self.folder / "koi.conf"
        self.conf.write_text(f"node {{\n  run_dir {self.folder}\n}}\n")
        self.daemon = Daemon(self.folder)
        self.addCleanup(self.daemon.close)

    def in_terminal(self, *words, rows=24, columns=80):
        pid, master = pty.fork()
        if pid == 0:
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.environ.pop("COLUMNS", None)
            os.environ["TERM"] = "xterm"
            os.execv(KOI, [str(KOI), *words, "-f", str(self.conf)])
        self.addCleanup(os.close, master)
        return pid, master

    def read_until(self, master, wanted):
        seen = b""
        end = time.monotonic() + PATIENCE
        while wanted not in seen:
            left = end - time.monotonic()
            self.assertGreater(left, 0, f"{wanted!r} was not seen in {seen!r}")
            if select.select([master], [], [], left)[0]:
                seen += os.read(master, 65536)
        return seen

    def test_watch_redraws_follows_the_size_and_leaves_the_terminal_as_it_was(self):
        pid, master = self.in_terminal("status", "-w")
        self.read_until(master, b"\x1b[?1049h\x1b[?25l")
        self.read_until(master, b"beta")
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 3, 100, 0, 0))
        self.read_until(master, b"more lines")
        os.write(master, b"\x03")
        self.read_until(master, b"\x1b[?25h\x1b[?1049l")
        self.assertEqual(130, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

    def test_tables_know_how_broad_the_terminal_is(self):
        view = STATUS["problems"]
        view.append({"text": "word " * 60, "node": None, "since": None, "next": None})
        self.addCleanup(view.clear)
        for columns in (60, 150):
            pid, master = self.in_terminal("status", columns=columns)
            text = self.read_until(master, b"word\r\n").decode()
            os.waitpid(pid, 0)
            longest = max(len(line) for line in text.splitlines() if "\x1b" not in line)
            self.assertLessEqual(longest, columns)
            self.assertGreater(longest, columns - 10)

    def bash(self, line):
        """What bash would offer for this line, typed up to its end."""
        words = line.split(" ")
        script = (f"source {ROOT}/dist/completion/koi.bash; COMP_WORDS=({' '.join(repr(w) for w in words)});"
                  f"COMP_CWORD={len(words) - 1}; _koi; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
        done = subprocess.run(
            ["bash", "-c", script], capture_output=True, text=True, check=True, cwd=self.folder)
        self.assertEqual("", done.stderr)
        return done.stdout.split()

    def test_bash_completes_what_there_is(self):
        self.assertEqual(["status", "start", "stop"], self.bash("koi st"))
        self.assertIn("promote", self.bash("koi "))
        self.assertEqual(["check", "get", "list", "set"], sorted(self.bash("koi config ")))
        self.assertEqual(["--watch"], self.bash("koi status --wa"))
        self.assertEqual([], self.bash("koi promote --wa"))
        self.assertEqual(["text", "wide", "json"], self.bash("koi status -o "))
        self.assertEqual(["json"], self.bash("koi status --output = j"))
        self.assertEqual(["node.port"], self.bash("koi config get node.po"))
        self.assertEqual([], self.bash("koi config set node.port "))
        self.assertEqual(["koi.conf"], self.bash("koi config check -f koi.c"))

    def test_bash_knows_the_nodes_of_the_cluster(self):
        line = f"{KOI} -f {self.conf} promote "
        self.assertEqual(["alpha", "beta"], self.bash(line))
        self.assertEqual(["beta"], self.bash(line + "b"))

    @unittest.skipIf(shutil.which("zsh") is None, "zsh is not installed")
    def test_zsh_completes_what_there_is(self):
        pid, master = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.environ["PS1"] = "% "
            os.execvp("zsh", ["zsh", "-f", "-i"])
        self.addCleanup(os.close, master)
        self.addCleanup(os.waitpid, pid, 0)
        self.addCleanup(os.kill, pid, signal.SIGKILL)
        os.write(master, f"fpath=({ROOT}/dist/completion $fpath); autoload -Uz compinit; "
                         f"compinit -D; PATH={ROOT}/bin:$PATH; echo rea'dy'\n".encode())
        self.read_until(master, b"ready")
        os.write(master, b"koi config get node.po\t")
        self.read_until(master, b"node.port")
        os.write(master, b"\x15koi stat\t")
        self.read_until(master, b"status")

    def test_scripts_are_clean_for_their_shells(self):
        subprocess.run(["bash", "-n", ROOT / "dist/completion/koi.bash"], check=True)
        if shutil.which("zsh"):
            subprocess.run(["zsh", "-n", ROOT / "dist/completion/_koi"], check=True)


if __name__ == "__main__":
    unittest.main()
