"""Machines with real daemons: each a host name, a network, /etc/koi, /var/lib/koi and /run/koi of its own."""

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "dist/demo"))

import cluster as demo  # noqa: E402 (found by the line above)
from network import Network  # noqa: E402
from scripts_log import ScriptsLog  # noqa: E402

PASSWORD = "correct horse battery"


class Machine(demo.Node):
    """One machine of a site; its daemon runs or not."""

    def __init__(self, site, name):
        super().__init__(site, name, port=None)
        for part in ("etc/services", "run", "state", "scratch"):
            (self.folder / part).mkdir(parents=True, mode=0o700)
        self.conf = self.folder / "etc/koi.conf"
        self.more_files = []

    def configure(self, text):
        self.conf.write_text(text, encoding="ascii")

    def service(self, name, script=None):
        """A service of these tests, or one with only this status script."""
        folder = self.folder / "etc/services" / name
        if script is None:
            shutil.copytree(HERE / "services" / name, folder, symlinks=True)
        else:
            folder.mkdir()
            (folder / "status").write_text(script, encoding="ascii")
            (folder / "status").chmod(0o755)

    def order(self, action, does):
        """What the witness's script does from now on: "takes 0.5", "fails", "hangs", or None."""
        file = self.folder / f"{action}.does"
        if does is None:
            file.unlink(missing_ok=True)
        else:
            file.write_text(does, encoding="ascii")

    def command(self, program, *words):
        return ["ip", "netns", "exec", self.cluster.network.machine(self.name), "unshare", "-m", "-u",
                HERE / "inside", self.name, self.folder, ROOT / "bin" / program, *words]

    def environment(self):
        return dict(os.environ, **self.cluster.environment, KOI_DEMO_NODE=self.name)

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command("koinode", "-C", *self.more_files), stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, env=self.environment(), cwd="/", start_new_session=True)

    def run(self, program, *words, seconds=60):
        """A program on this machine, as a person there would type it."""
        return subprocess.run(self.command(program, *words), text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=self.environment(), cwd="/", check=False,
                              timeout=seconds)

    def koi(self, *words):
        return self.run("koi", *words)

    def kill(self):
        """As a power cut does: the daemon and all that runs for it."""
        super().kill()
        self.cluster.log.killed(self.name)

    def exit_code(self, seconds=20):
        """How the daemon ended; waits until it has."""
        return self.process.wait(seconds)

    def said(self, since=0):
        """The daemon's log, from a place that len(said()) gave."""
        return self.log.read_text(errors="replace")[since:] if self.log.exists() else ""


class Site:
    """Machines, their network, and the log that their scripts write. Removed at exit whatever happens."""

    def __init__(self, names):
        self.folder = Path(tempfile.mkdtemp(prefix="koi-cluster-", dir="/tmp"))  # short: sockets lie below
        self.environment = {"KOI_DEMO": str(self.folder)}
        self.network = None
        atexit.register(self.remove)
        self.network = Network()
        self.log = ScriptsLog(self.folder / "scripts.log")
        self.machines = {name: Machine(self, name) for name in names}

    def __getitem__(self, name):
        return self.machines[name]

    def running(self):
        return [machine for machine in self.machines.values() if not machine.ended()]

    def start(self):
        for machine in self.machines.values():
            if machine.ended():
                machine.start()

    def others(self, *names):
        return [machine for name, machine in self.machines.items() if name not in names]

    def settled(self, among=None):
        """The master's name once all of these agree that all is well and who leads; else None."""
        machines = among or self.running()
        views = [machine.status() for machine in machines]
        if None in views or {view["verdict"] for view in views} != {"OK"}:
            return None
        leaders = {view["leader"] for view in views}
        masters = {group["master"] for view in views for group in view["groups"]}
        heard = all({node["name"] for node in view["nodes"] if node["state"] != "Disconnected"}
                    >= {machine.name for machine in machines} for view in views)
        return masters.pop() if heard and len(leaders) == len(masters) == 1 else None

    def settled_but(self, name):
        """The master once the others agree on it and on a leader, neither the one left out; else None."""
        views = [machine.status() for machine in self.others(name)]
        if None in views:
            return None
        masters = {group["master"] for view in views for group in view["groups"]
                   if group["phase"] == "Promoted"}
        leaders = {view["leader"] for view in views}
        agreed = len(masters) == len(leaders) == 1 and name not in masters | leaders
        return masters.pop() if agreed else None

    def stalls(self, since):
        """Seconds that daemons say they stood still, by places in their logs as marks() gives them."""
        return sum(int(millis) / 1000 for machine in self.machines.values() for millis in re.findall(
            r"this daemon stood still for (\d+) ms", machine.said(since.get(machine.name, 0))))

    def marks(self):
        return {machine.name: len(machine.said()) for machine in self.machines.values()}

    def complaints(self):
        text = [f"--- scripts.log\n{self.log.path.read_text()}"]
        for machine in self.machines.values():
            status = machine.status()
            brief = status and {key: status[key] for key in ("verdict", "leader", "problems", "groups")}
            text.append(f"--- {machine.name}: {json.dumps(brief)}\n" + "\n".join(machine.tail(40)))
        return "\n".join(text)

    def remove(self):
        """Ends what runs here, by pid, and removes namespaces and folder."""
        atexit.unregister(self.remove)
        demo.kill_marked(self.folder)
        for machine in getattr(self, "machines", {}).values():
            if machine.process is not None:
                machine.process.wait()
        if self.network is not None:
            self.network.remove()
        shutil.rmtree(self.folder)


def now():
    """The scripts' clock."""
    return time.monotonic()
