"""The stage: machines of test/cluster with the service and the disks of bin/chaos, and who is who on them."""

import atexit
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "test/cluster"))

import cgroups
from case import configuration  # noqa: E402 (found by the line above)
from machines import Site, demo  # noqa: E402
from oracle import Log  # noqa: E402
from pulse import Pulse  # noqa: E402

LAN = "lan"
STATE_SIZE = "4m"
REST = """\
time {{
  profile {profile}
  status_interval 1s
  auto_recover_time 500ms
  failure_promotion_timeout 2s
}}
service {{
  start_timeout 5s
  stop_timeout 3s
  status_timeout 3s
  promote_timeout 5s
  demote_timeout 3s
}}
"""
ACTIONS = ("start", "stop", "promote", "demote", "status")


class Broken(Exception):
    """Something that has to happen did not: a violation."""


class Stage:
    def __init__(self, options):
        self.options = options
        self.names = [chr(ord("a") + number) for number in range(options.nodes)]
        self.helpers, self.missing = [], ""
        self.cgroup = self.diary = self.pulse = None
        self.site = Site(self.names)
        atexit.register(self.close)
        self.folder = self.site.folder
        self.log = Log(self.folder / "chaos.log")
        self.diary = open(self.folder / "rounds.log", "w", encoding="utf-8")
        root = cgroups.mounted() if options.cgroups == "on" else None
        self.cgroup = root and cgroups.Cgroup(root)
        if self.cgroup:
            self.site.environment["KOI_TEST_CGROUP"] = self.cgroup.name
        self._compile()
        self.pulse = Pulse(self.folder / "pulse", self.folder / "stalls.log")
        addresses = {name: f"10.9.0.{number}" for number, name in enumerate(self.names, 1)}
        for name, address in addresses.items():
            self.site.network.connect(name, LAN, address + "/24")
            self._furnish(self.site[name], addresses)

    def _compile(self):
        service, slow = self.folder / "service", self.folder / "slow_disk.so"
        for words in (["-o", service, HERE / "service.c"],
                      ["-shared", "-fPIC", "-o", slow, HERE / "slow_disk.c"]):
            subprocess.run(["cc", "-std=c11", "-O2", *words], check=True)
        (self.folder / "pulse").symlink_to(service)
        self.site.environment["LD_PRELOAD"] = str(slow)

    def _furnish(self, machine, addresses):
        store = self.options.store
        machine.configure(configuration(
            ", ".join(addresses.values()),
            "runner true" + ("\n  guard off" if self.options.guard == "off" else ""),
            f'electors "{", ".join(self.names)}"' if store else f"quorum {len(self.names) // 2 + 1}",
            REST.format(profile=self.options.profile)))
        folder = machine.folder / "etc/services/1-chaos"
        folder.mkdir()
        for action in ACTIONS:
            (folder / action).symlink_to(self.folder / "service")
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={STATE_SIZE},mode=700", "none",
                        machine.folder / "state"], check=True)

    # Who is who.

    def machine(self, name):
        return self.site[name]

    def processes(self, name):
        """Of this machine: daemon, guard 0, guard 1, launcher, services: role -> pids."""
        found = {"daemon": [], "guard 0": [], "guard 1": [], "launcher": [], "services": []}
        machine = self.site[name]
        for pid in demo.marked(self.folder, name):
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if machine.process is not None and pid == machine.process.pid:
                found["daemon"].append(pid)
            elif len(words) > 3 and words[1] == "guard":
                found[f"guard {words[3]}"].append(pid)
            elif len(words) > 2 and words[1] == "launcher":
                found["launcher"].append(pid)
            elif "/etc/koi/services/" in words[0]:
                found["services"].append(pid)
        return found

    def views(self):
        return {name: self.site[name].status() for name in self.names if not self.site[name].ended()}

    def master(self):
        """The node whose process was heard last; the log decides, not a daemon."""
        return getattr(self, "_master", None) or self.names[0]

    def note_master(self, name):
        self._master = name

    def leader(self):
        return next((view["leader"] for view in self.views().values() if view and view["leader"]), None)

    # What is done to it.

    def say(self, text):
        self.diary.write(f"{time.monotonic_ns()} {text}\n")
        self.diary.flush()

    def signal(self, pids, number):
        for pid in pids:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass

    def start(self, name):
        machine = self.site[name]
        if machine.process is not None:
            machine.process.wait(20)
        machine.start()

    def kill_all_of(self, name):
        """As a power cut does."""
        demo.Node.kill(self.site[name])
        self.log.killed(name, time.monotonic_ns())

    def order(self, name, action, does):
        self.site[name].order(action, does)

    def helper(self, *command, **more):
        """A process of ours that is ended with the fault, or with us."""
        process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL,
                                   start_new_session=True, **more)
        self.helpers.append(process)
        return process

    def end_helpers(self):
        while self.helpers:
            process = self.helpers.pop()
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()

    # How it comes to rest.

    def well(self):
        """The master's name, once all are whole and agree; else None, and `missing` says what lacks."""
        for name in self.names:
            if self.site[name].ended():
                return self._lacks(f"the daemon of {name} has ended")
        master = self.site.settled(list(self.site.machines.values()))
        if master is None:
            return self._lacks("the daemons do not agree that all is well")
        for name in self.names:
            found = self.processes(name)
            guards = [found[f"guard {number}"] for number in (0, 1)]
            if self.options.guard == "on" and not all(len(pids) == 1 for pids in guards):
                return self._lacks(f"{name} has not its two guards")
        if self.options.store and not self._votes():
            return self._lacks("not all are members that vote and have everything")
        return master

    def _lacks(self, what):
        self.missing = what

    def _votes(self):
        answers = [self.site[name].ask("member list", 3) for name in self.names]
        members = next((a["members"]["members"] for a in answers if a and a["members"]), [])
        return sorted((row["name"], row["role"] == "learner", row["behind"]) for row in members) == [
            (name, False, 0) for name in self.names]

    def settle(self, seconds):
        end = time.monotonic() + seconds
        while (master := self.well()) is None:
            dead = next((name for name in self.names if self.site[name].ended()), None)
            if dead is not None:
                raise Broken(f"the daemon of {dead} ended by itself, with {self.site[dead].exit_code()}")
            if time.monotonic() > end:
                raise Broken(f"not well {seconds:.0f} s after everything was healed: {self.missing}")
            time.sleep(0.05)
        self.note_master(master)
        return master

    def promised(self):
        """Seconds until there is a master again, by `koi config check`, when it also led."""
        text = self.site[self.names[0]].koi("config", "check").stdout
        match = re.search(r"it also led: within (\d+)ms", text)
        if match is None:
            raise Broken(f"koi config check says no bound: {text}")
        return int(match[1]) / 1000

    # The end.

    def keep(self):
        """The logs, in a folder that stays."""
        kept = Path(tempfile.mkdtemp(prefix="koi-chaos-logs-"))
        self.diary.flush()
        for file in (self.folder / "chaos.log", self.folder / "rounds.log", self.folder / "stalls.log"):
            shutil.copy(file, kept)
        for name, machine in self.site.machines.items():
            if machine.log.exists():
                shutil.copy(machine.log, kept / f"{name}.log")
            for guard in (machine.folder / "run").glob("guard-*"):
                shutil.copy(guard, kept / f"{name}.{guard.name}")
        return kept

    def close(self):
        """Everything that was begun, by pid; the disks, the namespaces, the folder."""
        atexit.unregister(self.close)
        for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # once is enough
            signal.signal(ending, signal.SIG_IGN)
        self.end_helpers()
        if self.pulse:
            self.pulse.end()
        demo.kill_marked(self.folder)
        if self.diary:
            self.diary.close()
        for machine in self.site.machines.values():
            if os.path.ismount(machine.folder / "state"):
                subprocess.run(["umount", "-l", machine.folder / "state"], check=True)
        self.site.remove()
        if self.cgroup:
            self.cgroup.remove()
