"""Scripts that misbehave, under a real daemon: much output, many services, folders that go away."""

import os
import shutil
import sys
from pathlib import Path

from machines import demo, now
from test_daemon import FAST, AloneCase, alone

# It needs all of the machine: see test/side_by_side.py.
ALONE = True

MANY = 500
OFTEN = FAST + "service {\n  stop_timeout 3s\n}\n"


class ScriptsCase(AloneCase):
    def setUp(self):
        super().setUp()
        self.machine.configure(alone(rest=OFTEN))
        self.services = self.machine.folder / "etc/services"
        self.addCleanup(self.remove_services)

    def remove_services(self):
        for folder in self.services.iterdir():
            if folder.name != "1-witness":
                shutil.rmtree(folder)

    def script(self, service, action, text):
        file = self.services / service / action
        file.parent.mkdir(exist_ok=True)
        fresh = file.with_name("fresh~")
        fresh.write_text("#!/bin/sh\n" + text, encoding="utf-8")
        fresh.chmod(0o755)
        fresh.rename(file)

    def states(self):
        status = self.machine.status()
        nodes = status["nodes"] if status else []
        return {each["name"]: each for node in nodes for each in node["services"]}

    def is_master(self):
        return (self.machine.sees() or {}).get("master") == "a"

    def launcher(self):
        return next(pid for pid in demo.marked(self.site.folder, "a")
                    if "koi-guard" in Path(f"/proc/{pid}/comm").read_text(encoding="ascii"))

    def children(self):
        """Of the launcher, whose children all scripts are; zombies too."""
        pid = self.launcher()
        return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()

    def handles(self):
        """Open descriptors of the daemon and of its launcher."""
        return [len(os.listdir(f"/proc/{pid}/fd")) for pid in (self.machine.process.pid, self.launcher())]

    def resident(self):
        """Megabytes of the daemon."""
        text = Path(f"/proc/{self.machine.process.pid}/status").read_text(encoding="ascii")
        return int(next(line for line in text.splitlines() if line.startswith("VmRSS")).split()[1]) // 1024

    def begin(self):
        """A master with nothing but its witness. Returns its handles."""
        self.foreground()
        self.eventually(self.is_master, "it is master")
        self.eventually(lambda: not self.children(), "no script runs")
        return self.handles()

    def assert_leaves_nothing(self, before):
        self.remove_services()
        self.eventually(lambda: set(self.states()) == {"witness"}, "they are gone")
        self.eventually(lambda: not self.children(), "nothing runs, and nothing is a zombie")
        self.eventually(lambda: self.handles() == before, f"as many descriptors as before, {before}")
        self.assertTrue(self.is_master())


class OutputTest(ScriptsCase):
    def test_a_hundred_megabytes_that_are_no_text_are_read_and_only_the_end_is_kept(self):
        before = self.begin()
        small = self.resident()
        self.script("loud", "start", "head -c 100000000 /dev/urandom\nprintf '\\nthe \\377 end\\n'\n")
        self.eventually(lambda: self.states().get("loud", {}).get("state") == "Promoted", "it has started")
        self.assertEqual("the \ufffd end", self.states()["loud"]["message"])
        self.assertLess(self.resident() - small, 30, "megabytes more")
        self.assert_leaves_nothing(before)


class HarmTest(ScriptsCase):
    def test_each_does_what_the_guide_says_and_leaves_nothing(self):
        before = self.begin()
        self.script("interpreter", "start", "")
        (self.services / "interpreter/start").write_text("#!/no/such/program\n", encoding="ascii")
        self.fails("interpreter", "No such file")
        self.script("signal", "start", "kill -KILL $$\n")
        self.fails("signal", "killed by signal 9")
        self.script("grandchildren", "stop", "sleep 1000 & sleep 1000\n")
        self.eventually(lambda: self.states().get("grandchildren", {}).get("state") == "Promoted", "it runs")
        shutil.rmtree(self.services / "grandchildren")  # its stop goes with it, so it is not begun
        self.eventually(lambda: "grandchildren" not in self.states(), "it is gone")
        self.script("bit", "start", "exit 1\n")
        (self.services / "bit/start").chmod(0o644)
        self.eventually(lambda: self.states().get("bit", {}).get("state") == "Promoted",
                        "without the bit it is absent")
        self.assert_leaves_nothing(before)

    def fails(self, service, cause):
        """The group fails because of it, says why, and comes back without it."""
        self.eventually(lambda: cause in (self.states().get(service, {}).get("message") or ""), cause)
        shutil.rmtree(self.services / service)
        self.obeyed(self.machine, "recover")
        self.eventually(self.is_master, "it is master again")

    def test_a_folder_that_is_removed_while_its_script_runs(self):
        before = self.begin()
        self.script("slow", "start", "sleep 1000 & sleep 1000\n")
        self.eventually(lambda: self.states().get("slow", {}).get("action") == "start", "it starts")
        self.eventually(lambda: len(demo.marked(self.site.folder, "a")) >= 4, "and its processes run")
        shutil.rmtree(self.services / "slow")
        self.eventually(lambda: "slow" not in self.states(), "it is forgotten")
        self.assert_leaves_nothing(before)


class ManyTest(ScriptsCase):
    def setUp(self):
        """With profile fast each status would run every second, which alone would keep the machine busy."""
        super().setUp()
        self.machine.configure(alone(rest=OFTEN + "service.status_interval 10s\n"))

    def are_promoted(self):
        states = self.states().values()
        return len(states) == MANY + 1 and all(each["state"] == "Promoted" for each in states)

    def write_many(self):
        for number in range(MANY):
            for action in ("start", "stop", "promote", "demote", "status"):
                self.script(f"many-{number}", action, "exit 0\n")

    def stop_and_remove(self):
        """In this order: of what may be promoted nobody may take the demote away."""
        self.obeyed(self.machine, "stop")
        self.remove_services()
        self.obeyed(self.machine, "start")
        self.eventually(self.is_master, "it is master again")

    def test_five_hundred_services_start_stop_and_leave_nothing(self):
        before, begin = self.begin(), now()
        self.write_many()
        self.eventually(self.are_promoted, "all are promoted", seconds=120)
        print(f"{MANY} services: promoted after {now() - begin:.1f} s", file=sys.stderr)
        self.assertTrue(self.is_master(), "and it was never lost on the way")
        self.assertEqual([], self.site.log.moves(begin))
        self.stop_and_remove()
        self.assert_leaves_nothing(before)

    def test_five_hundred_services_that_are_there_when_the_daemon_starts(self):
        self.write_many()
        begin = now()
        self.foreground()
        self.eventually(self.are_promoted, "all are promoted", seconds=120)
        print(f"{MANY} services: promoted {now() - begin:.1f} s after the start", file=sys.stderr)
        self.stop_and_remove()
        self.eventually(lambda: not self.children(), "nothing runs, and nothing is a zombie")
