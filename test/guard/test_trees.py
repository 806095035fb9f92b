"""What the launcher refuses, and who is killed; two guards that watch each other."""

import os
import signal
import struct
import subprocess

from board import BASE, CONFIRMED, EMERGENCY, MILLI, PROMOTED, boot, frame, words
from case import CUT, EPOCH, FAR, SOFT, Armed, lives


class EachOtherTest(Armed):
    def test_either_alone_demotes(self):
        for dead in (0, 1):
            with self.subTest(dead=dead):
                self.arm(soft=FAR, hard=FAR, cut=FAR, epoch=EPOCH + dead)
                self.signal(f"guard{dead}", signal.SIGKILL)
                self.daemon.kill()
                self.confirmed()
                self.assertEqual(2 - dead, self.cell.get("owner"))
            self.kill_all()
            self.board.memory[256:1280] = bytes(1024)
            for word in ("mode", "pid0", "pid1", "launcher"):
                self.board.set(word, 0)
            self.cell.set("armed0", 0)
            self.cell.set("armed1", 0)
            self.daemon = self.new_daemon()
            self.begin()

    def test_one_that_is_stopped_does_not_hold_up_the_cut(self):
        self.arm()
        pid = self.running(1, PROMOTED, EPOCH)
        self.signal("guard0", signal.SIGSTOP)
        self.confirmed()
        self.assertFalse(lives(pid))
        self.signal("guard0", signal.SIGCONT)
        self.beats_after(boot())
        self.assertEqual((CONFIRMED, ["run-1", "demote", "stop"]), (self.cell.get("phase"), self.names()))

    def test_killed_in_the_middle_the_other_demotes_from_the_beginning(self):
        first = self.folder / "first"
        self.arm(*self.service(demote=f"test -e {first} || {{ touch {first}; exec sleep 1000; }}"),
                 soft=FAR, hard=FAR, cut=FAR)
        self.daemon.kill()
        self.eventually(first.exists, "it is being demoted")
        self.signal(f"guard{self.cell.get('owner') - 1}", signal.SIGKILL)
        self.confirmed()
        self.assertEqual(["demote", "demote", "status"], self.names())

    def test_begun_again_it_arms_by_itself(self):
        self.arm(soft=FAR, hard=FAR, cut=FAR)
        self.signal("guard1", signal.SIGKILL)
        self.cell.set("armed1", 0)
        self.begin_guard(1)
        self.eventually(lambda: self.cell.get("armed1") == EPOCH, "it is armed")

    def test_begun_again_in_the_middle_of_a_cut_it_has_the_time_that_is_left(self):
        first = self.folder / "first"
        self.arm(*self.service(stop=f"test -e {first} || {{ touch {first}; exec sleep 1000; }}"),
                 soft=40_000 * MILLI, hard=40_000 * MILLI, cut=60_000 * MILLI)
        self.send("guard0", frame("C", 1, struct.pack(">Q", EPOCH)))
        self.eventually(first.exists, "it is being cut")
        for guard in (0, 1):
            self.signal(f"guard{guard}", signal.SIGKILL)
        self.begin_guard(1)
        self.confirmed()
        phases = [struct.unpack(">QQ", body)[1] for body in self.said("guard1", "P")]
        self.assertEqual([CONFIRMED], phases)

    def test_how_late_it_is_is_told(self):
        self.signal("guard0", signal.SIGSTOP)
        begin = boot()
        self.beats_after(begin + 400 * MILLI, 1)
        self.signal("guard0", signal.SIGCONT)
        self.eventually(lambda: self.board.get("late0") > 200 * MILLI, "it says that it was late")


class LauncherTest(Armed):
    def assert_refused(self, number, tree, n, why):
        self.launch(number, tree, n, self.script(f"late-{number}"))
        how, error, text = self.ending(number)
        self.assertEqual((2, why), (how, text.split(":")[0]), os.strerror(error))
        self.assertNotIn(f"late-{number}", self.names())

    def test_what_promotes_is_refused_past_lsoft_and_of_another_epoch(self):
        self.arm(hard=FAR, cut=FAR)
        self.running(1, PROMOTED, EPOCH)
        begin = self.cell.renew()
        self.assert_refused(2, PROMOTED, EPOCH + 1, "cannot begin what was cut off")
        self.beats_after(begin + SOFT)
        self.assert_refused(3, PROMOTED, EPOCH, "cannot begin what promotes")
        self.running(4, BASE, EPOCH)

    def test_what_promotes_is_refused_without_both_guards(self):
        self.board.set("k", 200 * MILLI)
        self.arm(guards=(0,), soft=FAR, hard=FAR, cut=FAR)
        self.assert_refused(1, PROMOTED, EPOCH, "cannot begin what promotes")
        self.arm(guards=(1,), soft=FAR, hard=FAR, cut=FAR)
        self.running(2, PROMOTED, EPOCH)
        for guard in (0, 1):
            self.signal(f"guard{guard}", signal.SIGKILL)
        self.eventually(lambda: boot() - self.board.get("beat0") > 300 * MILLI, "their beats are old")
        self.assert_refused(3, PROMOTED, EPOCH, "cannot begin what promotes")

    def test_latched_all_but_emergency_scripts_are_refused(self):
        self.arm()
        self.confirmed()
        self.assert_refused(1, PROMOTED, EPOCH, "cannot begin what was cut off")
        self.assert_refused(2, BASE, EPOCH, "cannot begin what was cut off")
        self.running(3, EMERGENCY, EPOCH)
        self.running(4, BASE, EPOCH + 1)

    def test_who_is_left_of_a_tree(self):
        self.arm(soft=FAR, hard=FAR, cut=FAR)
        self.assertFalse(self.anyone_left())
        pids = [self.running(1, BASE, EPOCH), self.running(2, PROMOTED, EPOCH)]
        self.assertTrue(self.anyone_left(EPOCH))
        self.anyone_left(EPOCH, kill=True)
        self.eventually(lambda: not self.anyone_left(EPOCH), "nobody is left of the epoch's")
        self.assertEqual([True, False], list(map(lives, pids)))
        self.anyone_left(kill=True)
        self.eventually(lambda: not self.anyone_left(), "nobody is left")

    def escapes(self, number, how):
        child = self.folder / f"child-{number}"
        self.running(number, PROMOTED, EPOCH, f"{how} sh -c 'echo $$ >{child}; exec sleep 1000' & exit 0")
        self.eventually(lambda: child.exists() and child.read_text(encoding="ascii"), "it runs")
        self.assertEqual(0, self.ending(number)[0])
        return int(child.read_text(encoding="ascii"))

    def test_who_forked_twice_dies_too(self):
        self.arm(soft=FAR, hard=FAR, cut=FAR + CUT)
        pids = [self.escapes(1, "setsid"), self.escapes(2, "setsid setsid"), self.escapes(3, "env -i setsid")]
        self.daemon.kill()
        self.confirmed()
        self.assertFalse(any(map(lives, pids)))

    def test_an_epochs_tree_is_emptied_without_harm_to_those_who_begin_elsewhere(self):
        """Also while they are in the middle of an exec, and say nothing of where they belong."""
        self.arm(soft=FAR, hard=FAR, cut=FAR)
        pid, path, numbers = self.escapes(1, "env -i setsid"), self.script("begins"), range(2, 102)
        for number in numbers:
            self.launch(number, BASE, EPOCH, path)
            self.send("launcher", frame("X", 9, struct.pack(">IIQ", 1, 1, EPOCH)))
        self.assertEqual({(0, 0)}, {self.ending(number)[:2] for number in numbers})
        self.assertFalse(lives(pid))

    def test_strangers_with_the_number_of_a_launcher_that_died_are_left_alone(self):
        stranger = subprocess.Popen(["/bin/sh", "-c", "sleep 1000 & echo $!; wait"],
                                    stdout=subprocess.PIPE, text=True, start_new_session=True)
        self.addCleanup(stranger.stdout.close)
        self.addCleanup(stranger.wait)
        self.addCleanup(os.killpg, stranger.pid, signal.SIGKILL)
        child = int(stranger.stdout.readline())
        self.arm()
        self.running(1, BASE, EPOCH)
        self.board.set("launcher", stranger.pid)
        self.confirmed()
        self.assertTrue(lives(child))

    def test_other_groups_are_left_alone(self):
        self.arm()
        other = self.board.cell(2)
        other.fill("other", 1)
        path = self.script("other")
        path.write_text(path.read_text(encoding="utf-8") + "exec sleep 1000\n", encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace("exit 0\n", ""), encoding="utf-8")
        self.send("launcher", frame("J", 5, struct.pack(">IIQ", 2, BASE, 1) + words(self.folder, path)))
        pid = self.begun(5)
        self.eventually(lambda: "other" in self.names(), "it runs")
        self.confirmed()
        self.assertTrue(lives(pid))
