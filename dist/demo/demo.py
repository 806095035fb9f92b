"""bin/demo: three real nodes, two masters that are killed, and what happens then, in milliseconds."""

import argparse
import os
import re
import signal
import socket
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

from cluster import ROOT, Cluster, Failure, ScriptsLog, await_that, free_ports, is_ours, remove

ASK_EVERY = 0.010
# Sources are read one after the other; lines wait this long so that they come out in the order of time.
SORTING = 0.040


class Paint:
    """Colours, when someone looks."""

    def __init__(self, stream):
        self.on = stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"

    def _in(self, code, text):
        return f"\033[{code}m{text}\033[0m" if self.on else text

    def title(self, text):
        return self._in("1", text)

    def faint(self, text):
        return self._in("2", text)

    def good(self, text):
        return self._in("32", text)

    def bad(self, text):
        return self._in("31", text)

    def node(self, text):
        return self._in("36", text)


class Client(threading.Thread):
    """Asks the service every 10 ms, each time anew, and remembers who answered."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.answers, self.told, self.last = port, [], 0, None
        self.over = threading.Event()

    def run(self):
        due = time.monotonic()
        while not self.over.is_set():
            who = self.ask()
            self.answers.append((time.time(), who))
            due = max(due + ASK_EVERY, time.monotonic())
            self.over.wait(due - time.monotonic())

    def ask(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=0.25) as link:
                link.sendall(b"GET / HTTP/1.1\r\nHost: demo\r\n\r\n")
                answer = b""
                while data := link.recv(4096):
                    answer += data
            return answer.rpartition(b"\r\n\r\n")[2].split()[0].decode()
        except (OSError, IndexError):
            return None

    def since(self, seconds):
        return [who for when, who in list(self.answers) if when >= seconds]

    def news(self, paint):
        """When the answers changed: lines for the timeline."""
        lines, fresh = [], self.answers[self.told:]
        self.told += len(fresh)
        for when, who in fresh:
            if who != self.last:
                text = paint.good(f"answered by {who}") if who else paint.bad("request lost")
                lines.append((when, "client", text))
                self.last = who
        return lines


class Reasons:
    """What the daemons decide and why, out of their own logs."""

    LINE = re.compile(r"(\d\d:\d\d:\d\d\.\d{3}) [A-Z]+ +(.*)")
    TOLD = re.compile(r"lost leader|leading:|following|\w+: epoch|.* is demoted and stopped first")

    def __init__(self, nodes):
        self.read = {node: 0 for node in nodes}

    def news(self, paint):
        lines = []
        for node, read in self.read.items():
            with open(node.log, "rb") as log:
                log.seek(read)
                data = log.read()
            complete = data[: data.rfind(b"\n") + 1]
            self.read[node] = read + len(complete)
            for line in complete.decode(errors="replace").splitlines():
                found = self.LINE.fullmatch(line)
                if found and self.TOLD.match(found[2]):
                    lines.append((self.instant(found[1]), node.name, paint.faint(found[2])))
        return lines

    @staticmethod
    def instant(clock):
        """The log has no date, but it is of the last minute: midnight may lie between."""
        now = datetime.now()
        when = datetime.combine(now.date(), datetime.strptime(clock, "%H:%M:%S.%f").time())
        return (when - timedelta(days=1) if when > now + timedelta(hours=1) else when).timestamp()


class Story:
    """The demo's run: prints as it goes."""

    def __init__(self):
        self.paint = Paint(sys.stdout)
        self.cluster = Cluster(["a", "b", "c"], Path(__file__).parent / "services")
        port = free_ports(socket.SOCK_STREAM, 1)[0]
        (self.cluster.folder / "http.port").write_text(f"{port}\n")
        self.client = Client(port)
        self.scripts = ScriptsLog(self.cluster.scripts_log)
        self.reasons = Reasons([])
        self.events = []
        self.blows = []  # (seconds, node): whatever ran there has ended

    def tell(self):
        folder = self.cluster.folder
        self.say(self.paint.title("koi: three nodes on this machine, at most one master"))
        self.say(f"The folder is {folder}; the service answers at http://127.0.0.1:{self.client.port}")
        self.start()
        self.show_status(self.cluster.nodes["a"])
        self.come_back(self.fail_over(whole=False))
        self.show_status(self.cluster.nodes["a"])
        self.come_back(self.fail_over(whole=True))
        self.show_status(self.cluster.nodes["a"])

    def start(self):
        self.chapter("Start a, b and c: none knows more than the addresses and the password")
        zero = time.time()
        self.cluster.start()
        self.reasons = Reasons(self.cluster.nodes.values())
        self.client.start()
        self.follow(zero, lambda: self.client.last, 15, "the service answers")
        await_that(self.cluster.settled, 10, "every node is well")

    def show_status(self, node):
        self.say()
        self.say(self.paint.faint(f"$ bin/koi -f {node.conf} status"))
        done = self.cluster.koi(node, "status")
        self.say(done.stdout.rstrip("\n"))
        if done.returncode != 0:
            raise Failure(f"koi status ended with {done.returncode}")

    def fail_over(self, whole):
        """Kills the master's daemon, or the whole node: guards, and all that its services run, too."""
        master = self.cluster.settled()
        if master is None:
            raise Failure("the cluster did not stay settled")
        was_leader = master.sees()["leader"] == master.name
        role = "the master, which also leads" if was_leader else "the master"
        what = ("all its processes at one blow, as if the machine were lost" if whole
                else "the daemon alone, with SIGKILL; its services live on, and its guards see to them")
        self.chapter(f"Kill {master.name}, {role}: {what}")
        zero = time.time()
        count = master.kill() if whole else master.kill_daemon()
        if whole:
            self.blows.append((zero, master.name))
        processes = f"{count} processes" if count > 1 else "one process"
        self.events.append((zero, master.name, self.paint.bad(f"{processes} killed")))
        self.follow(zero, lambda: self.client.last not in (None, master.name), 10, "another node serves")
        await_that(lambda: len(self.client.since(zero)) > 20 and None not in self.client.answers[-5:], 5,
                   "the client is content")
        self.sum_up(zero, master)
        return master

    def sum_up(self, zero, master):
        served = next(t for t, node, _, word, _ in self.history if word == "serves" and t > zero)
        answers = self.client.since(zero)
        lost = answers.count(None)
        again = next(t for t, who in self.client.answers if t > zero and who not in (None, master.name))
        self.check_history()
        self.say()
        self.say(f"  Master again after {self.paint.title(f'{1000 * (served - zero):.0f} ms')}. "
                 f"A client that asks every {1000 * ASK_EVERY:.0f} ms lost {lost} requests "
                 f"in {1000 * (again - zero):.0f} ms.")
        self.say("  By the scripts' own log there were never two masters.")

    def check_history(self):
        """Never two who serve: each had ended, or was killed, before the next began."""
        serving = None
        blows = [(when, node, "", "ends", "") for when, node in self.blows]
        for _, node, _, word, _ in sorted(self.history + blows):
            if word == "serves":
                if serving is not None:
                    raise Failure(f"two masters: {serving} still served when {node} began")
                serving = node
            elif word == "ends" and serving == node:
                serving = None

    def come_back(self, node):
        self.chapter(f"Start {node.name} again: it cleans up after its last run, and moves nobody")
        zero = time.time()
        node.start()
        self.follow(zero, self.cluster.settled, 15, f"{node.name} is back")

    @property
    def history(self):
        return ScriptsLog(self.cluster.scripts_log).new()

    def follow(self, zero, condition, seconds, what):
        """Tells what happens, in order, until the condition holds and a moment longer."""
        end = time.monotonic() + seconds
        while True:
            held = condition()
            late = time.monotonic() > end
            self.collect()
            if held or late:
                until = time.monotonic() + 2 * SORTING
                while time.monotonic() < until:
                    self.collect()
                    time.sleep(0.005)
                self.print_until(zero, time.time())
            if held:
                return
            if late:
                raise Failure(f"waited {seconds} s in vain until {what}")
            self.print_until(zero, time.time() - SORTING)
            time.sleep(0.005)

    def collect(self):
        for when, node, service, word, epoch in self.scripts.new():
            known = f" (epoch {epoch})" if word in ("promote", "serves") and epoch != "-" else ""
            self.events.append((when, node, f"{service}: {word}{known}"))
        self.events += self.client.news(self.paint)
        self.events += self.reasons.news(self.paint)

    def print_until(self, zero, limit):
        self.events.sort(key=lambda event: event[0])
        while self.events and self.events[0][0] <= limit:
            when, who, text = self.events.pop(0)
            if when >= zero - 0.001:  # earlier: between two chapters
                name = self.paint.node(f"{who:<8}")
                self.say(f"  {max(0, 1000 * (when - zero)):6.0f} ms  {name}{text}")

    def chapter(self, text):
        self.say()
        self.say(self.paint.title(text))

    def say(self, text=""):
        print(text, flush=True)


def keep(story):
    folder, master = story.cluster.folder, story.client.last
    other = next(name for name in story.cluster.nodes if name != master)
    shown = os.path.relpath(ROOT / "bin")
    story.say(f"""
It goes on running. To look, and to move the master:
  {shown}/koi -f {folder}/a/koi.conf status
  {shown}/koi -f {folder}/a/koi.conf promote {other}
  curl http://127.0.0.1:{story.client.port}
  tail -f {folder}/a/koinode.log {folder}/scripts.log
To stop it and remove everything:
  {shown}/demo --stop {folder}""")


def stop(folder):
    folder = folder.resolve()
    if not is_ours(folder):
        print(f"bin/demo: {folder} is not the folder of a demo", file=sys.stderr)
        return 1
    remove(folder)
    print(f"Stopped; {folder} is removed.")
    return 0


def interrupt(number, _frame):
    raise KeyboardInterrupt(signal.Signals(number).name)


def run(kept):
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    story = Story()
    leave = False
    try:
        story.tell()
        if kept:
            keep(story)
            leave = True
        else:
            clean = story.cluster.stop()
            if not clean:
                raise Failure("a daemon did not end when asked")
            story.say("\nStopped; nothing is left.")
        return 0
    except Failure as failure:
        print(f"\nbin/demo: {failure}\n{story.cluster.complaints()}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nbin/demo: interrupted; stopping and removing everything", file=sys.stderr)
        return 130
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        story.client.over.set()
        if not leave:
            story.cluster.remove()


def main():
    parser = argparse.ArgumentParser(
        prog="bin/demo",
        description="Three nodes on this machine, two killed masters, the failovers in milliseconds.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--keep", action="store_true", help="leave the nodes running, say how to look")
    choice.add_argument("--stop", metavar="FOLDER", type=Path, help="end what --keep left running")
    arguments = parser.parse_args()
    return stop(arguments.stop) if arguments.stop else run(arguments.keep)


if __name__ == "__main__":
    sys.exit(main())
