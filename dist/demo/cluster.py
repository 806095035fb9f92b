"""A cluster of real daemons on loopback, in a folder of its own. Shared by bin/demo and bench/failover.

Whatever runs for a node, daemon or script, carries two variables in its environment: KOI_DEMO, the
folder, and KOI_DEMO_NODE. That is how everything of a node is found and killed, and nothing else.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "koi-demo-"

CONFIGURATION = """\
node {{
  name {name}
  runner true
  port {port}
  state_dir "{folder}/state"
  run_dir "{folder}/run"
}}
cluster {{
  quorum 2
  password "{password}"
  transport "{transport}"
}}
service {{
  folder "{services}"
  workingdir "{services}"
}}
time {{
  profile fast
}}
"""


class Failure(Exception):
    """Something that should have happened did not."""


class Node:
    """One daemon: its files, its process, its answers."""

    def __init__(self, cluster, name, port):
        self.cluster, self.name, self.port = cluster, name, port
        self.folder = cluster.folder / name
        self.conf = self.folder / "koi.conf"
        self.log = self.folder / "koinode.log"
        self.process = None

    def start(self):
        # A session of its own: Ctrl-C in the terminal is for us, who then end the daemons.
        environment = dict(os.environ, **self.cluster.environment, KOI_DEMO_NODE=self.name)
        command = [ROOT / "bin/koinode", "-f", self.conf, "-C", "--log", "console"]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment,
                cwd=self.folder, start_new_session=True)

    def kill(self):
        """Ends everything of the node at one blow. Returns how many processes that were."""
        killed = kill_marked(self.cluster.folder, self.name)
        self.process.wait()
        return len(killed)

    def kill_daemon(self):
        """The daemon, and nothing that it began. Returns how many processes that were."""
        self.process.kill()
        self.process.wait()
        return 1

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def ended(self):
        return self.process is None or self.process.poll() is not None

    def ask(self, command, timeout=1.0, **words):
        """What the daemon answers on its socket: a dictionary, or None if nobody answers."""
        request = {"version": 1, "command": command, "node": None, "group": None, "reason": None,
                   "force": False, "noWait": False, "timeoutMillis": 0, **words}
        try:
            with socket.socket(socket.AF_UNIX) as link:
                link.settimeout(timeout)
                link.connect(str(self.folder / "run/koi.sock"))
                link.sendall(json.dumps(request).encode() + b"\n")
                with link.makefile("rb") as answer:
                    return json.loads(answer.readline())
        except (OSError, ValueError):
            return None

    def status(self):
        answer = self.ask("status")
        return answer and answer.get("status")

    def sees(self):
        """Verdict, leader and master of the default group in this node's view; None if it is silent."""
        status = self.status()
        if status is None:
            return None
        master = next((g["master"] for g in status["groups"] if g["phase"] == "Promoted"), None)
        return {"verdict": status["verdict"], "leader": status["leader"], "master": master}

    def tail(self, lines=15):
        try:
            return self.log.read_text(errors="replace").splitlines()[-lines:]
        except FileNotFoundError:
            return []


class Cluster:
    """Several nodes, and the log that their scripts write."""

    def __init__(self, names, services, python=sys.executable):
        base = tempfile.gettempdir()
        if len(base) > 50:
            base = "/tmp"  # a unix socket's path has at most 107 bytes
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
        self.environment = {"KOI_DEMO": str(self.folder), "KOI_DEMO_PYTHON": python}
        self.scripts_log = self.folder / "scripts.log"
        self.scripts_log.touch()
        ports = free_ports(socket.SOCK_DGRAM, len(names))
        self.nodes = {name: Node(self, name, port) for name, port in zip(names, ports)}
        # The original's way to lay out services: one folder, the same on every machine.
        shutil.copytree(services, self.folder / "services")
        password = secrets.token_hex(16)
        transport = ", ".join(f"127.0.0.1:{port}" for port in ports)
        for node in self.nodes.values():
            node.folder.mkdir()
            node.conf.write_text(CONFIGURATION.format(
                name=node.name, port=node.port, folder=node.folder, password=password,
                transport=transport, services=self.folder / "services"))

    def start(self):
        for node in self.nodes.values():
            node.start()

    def others(self, node):
        return [other for other in self.nodes.values() if other is not node]

    def koi(self, node, *words):
        """Runs the command koi as a person would; returns the finished process."""
        return subprocess.run([ROOT / "bin/koi", "-f", node.conf, *words], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def settled(self):
        """The master, once every node runs, sees all the others and agrees that all is well; else None."""
        views = [node.status() for node in self.nodes.values()]
        masters = set()
        for view in views:
            if view is None or view["verdict"] != "OK":
                return None
            states = {n["name"]: n["state"] for n in view["nodes"]}
            if len(states) != len(self.nodes) or not set(states.values()) <= {"Master", "Slave"}:
                return None
            masters |= {name for name, state in states.items() if state == "Master"}
        return self.nodes[masters.pop()] if len(masters) == 1 else None

    def stop(self, seconds=5.0):
        """Asks all daemons to end, then removes every trace, also of those that did not."""
        running = [node for node in self.nodes.values() if not node.ended()]
        for node in running:
            node.terminate()
        try:
            await_that(lambda: all(node.ended() for node in running), seconds, "the daemons end")
            return True
        except Failure:
            return False
        finally:
            self.remove()

    def remove(self):
        remove(self.folder)
        for node in self.nodes.values():
            if node.process is not None:
                node.process.wait()

    def complaints(self):
        """What the daemons said last: for a report of what went wrong."""
        lines = []
        for node in self.nodes.values():
            lines += [f"--- {node.name}: {node.log}"] + node.tail()
        return "\n".join(lines)


class ScriptsLog:
    """What the services' scripts wrote: (seconds, node, service, word, epoch) for each line."""

    def __init__(self, path):
        self.path, self.read = path, 0

    def new(self):
        with open(self.path, "rb") as log:
            log.seek(self.read)
            data = log.read()
        complete = data[: data.rfind(b"\n") + 1]
        self.read += len(complete)
        events = []
        for line in complete.decode().splitlines():
            seconds, node, service, word, epoch = line.split(" ")
            events.append((float(seconds), node, service, word, epoch))
        return events


def await_that(condition, seconds, what):
    """Returns the condition's first true value; raises Failure when time is over."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"waited {seconds:g} s in vain until {what}")
        time.sleep(0.01)


def free_ports(kind, count):
    """Ports of loopback that nobody uses; all held until all are known, so that they differ."""
    holders = [socket.socket(socket.AF_INET, kind) for _ in range(count)]
    try:
        for holder in holders:
            holder.bind(("127.0.0.1", 0))
        return [holder.getsockname()[1] for holder in holders]
    finally:
        for holder in holders:
            holder.close()


def marked(folder, node=None):
    """The processes of this folder (and node), known by their environment."""
    wanted = {f"KOI_DEMO={folder}".encode()}
    if node is not None:
        wanted.add(f"KOI_DEMO_NODE={node}".encode())
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                environment = Path("/proc", entry, "environ").read_bytes()
            except OSError:
                continue  # it ended meanwhile, or it is another user's
            if wanted <= set(environment.split(b"\0")):
                found.append(int(entry))
    return found


def kill_marked(folder, node=None):
    """Kills them, again until none is left: one that was killed may just have begun another."""
    killed = set()
    end = time.monotonic() + 5
    while pids := [pid for pid in marked(folder, node) if not is_dead(pid)]:
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
                killed.add(pid)
            except ProcessLookupError:
                pass
        if time.monotonic() > end:
            raise Failure(f"processes {pids} do not end")
    return killed


def is_dead(pid):
    """Killed, and only waits for its parent to notice."""
    try:
        return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def remove(folder):
    """Kills what runs there and removes the folder."""
    kill_marked(folder)
    shutil.rmtree(folder, ignore_errors=True)


def is_ours(folder):
    """Whether this is a folder that a Cluster made: nothing else is ever killed or removed."""
    return folder.name.startswith(PREFIX) and (folder / "scripts.log").is_file()
