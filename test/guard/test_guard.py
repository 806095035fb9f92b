"""The guards: what they do when the daemon renews, dies, stops, or says so."""

import os
import signal
import socket
import struct

from board import (ARMED, BASE, CONFIRMED, EMERGENCY, MILLI, ORDERLY, PROMOTED, UNCONFIRMED, boot, command,
                   datagram, epoch_body, frame, words)
from case import CUT, EPOCH, FAR, GROUP, HARD, SOFT, W, GuardCase, lives


def uptime(nanos):
    return nanos / 1e9


class Armed(GuardCase):
    """Both guards and the launcher run."""

    def setUp(self):
        super().setUp()
        self.begin()


class RenewalTest(Armed):
    def test_while_it_is_renewed_nothing_happens(self):
        end = self.arm() + CUT
        while boot() < end:
            self.beats_after(self.cell.renew())
        self.assertEqual((ARMED, 0), (self.cell.get("phase"), self.cell.get("latch")))
        self.assertEqual(([], []), (self.names(), self.received()))

    def test_the_moment_never_goes_back_nor_into_the_future(self):
        begin = self.arm()
        self.beats_after(boot())
        for wrong in (0, boot() + FAR):
            self.cell.set("t0_boot", wrong)
            self.cell.set("t0_raw", wrong)
            self.beats_after(boot())
            self.assertEqual(ARMED, self.cell.get("phase"))
        self.confirmed()
        self.assertGreaterEqual(float(self.log()[0][1]) + 0.02, uptime(begin + HARD))

    def test_not_renewed_it_is_cut_at_lhard_and_not_before(self):
        self.arm()
        pids = [self.running(1, BASE, EPOCH), self.running(2, PROMOTED, EPOCH)]
        begin = self.cell.renew()
        self.beats_after(begin + SOFT)
        self.assertTrue(all(map(lives, pids)))
        self.confirmed()
        self.assertFalse(any(map(lives, pids)))
        self.assertEqual(["demote", "stop"], self.names()[2:])
        self.assertGreaterEqual(float(self.log()[2][1]) + 0.02, uptime(begin + HARD))
        self.assertEqual(EPOCH, self.cell.get("latch"))
        self.eventually(lambda: b"released" in self.received(), "its ticket is sent")

    def test_told_to_cut_it_cuts_at_once(self):
        self.arm(soft=FAR, hard=FAR, cut=FAR + CUT - HARD)
        pid = self.running(1, PROMOTED, EPOCH)
        self.send("guard0", frame("C", 1, epoch_body(EPOCH - 1)))
        self.beats_after(boot())
        self.assertTrue(lives(pid))
        self.send("guard0", frame("C", 1, epoch_body(EPOCH)))
        self.confirmed()
        self.assertFalse(lives(pid))

    def test_of_a_run_before_it_is_cut_at_once(self):
        self.cell.set("t0_boot", 0)
        self.hand_over(*self.service())
        self.cell.fill(GROUP, EPOCH, soft=SOFT, hard=HARD, cut=CUT, w=W, retry=FAR, **{"class": 1})
        self.send("guard0", frame("A", 1, epoch_body(EPOCH)))
        self.confirmed()
        self.assertEqual(["demote", "stop"], self.names())

    def test_disarmed_it_does_nothing(self):
        begin = self.arm()
        self.disarm()
        self.beats_after(begin + CUT)
        self.daemon.kill()
        self.beats_after(boot())
        self.assertEqual(([], [], 0), (self.names(), self.received(), self.cell.get("latch")))


class DaemonGoneTest(Armed):
    def test_killed_it_is_demoted_in_order_and_its_base_lives(self):
        records = self.tickets(b"released")
        for i in (0, 1):
            records += [self.order("D", f"demote-{i}", service=i, rank=i),
                        self.order("T", f"status-{i}", "exit 91", service=i, rank=i)]
        self.arm(*records, soft=FAR, hard=FAR, cut=FAR)
        base, promoted = self.running(1, BASE, EPOCH), self.running(2, PROMOTED, EPOCH)
        self.daemon.kill()
        self.confirmed()
        self.assertEqual(["demote-0", "status-0", "demote-1", "status-1"], self.names()[2:])
        self.assertEqual((True, False, EPOCH), (lives(base), lives(promoted), self.cell.get("latch")))

    def test_its_ticket_waits_for_the_demotion_and_is_repeated(self):
        os.mkfifo(self.folder / "gate")
        self.arm(*self.service(demote=f"read x <{self.folder}/gate"), soft=FAR, hard=FAR, cut=FAR)
        self.daemon.kill()
        self.eventually(lambda: self.names() == ["demote"], "it is being demoted")
        self.beats_after(boot())
        self.assertEqual(([], 0, ORDERLY), (self.received(), self.cell.get("latch"), self.cell.get("phase")))
        (self.folder / "gate").write_text("go\n", encoding="ascii")
        got = []
        self.eventually(lambda: got.extend(self.received()) or len(got) > 5, "tickets")
        self.assertEqual(({b"released"}, EPOCH), (set(got), self.cell.get("latch")))

    def test_stopped_it_is_cut(self):
        self.arm()
        pid = self.running(1, PROMOTED, EPOCH)
        os.kill(self.daemon.pid, signal.SIGSTOP)
        self.confirmed()
        self.assertFalse(lives(pid))

    def test_a_demote_that_hangs_is_cut_at_lhard(self):
        begin = self.arm(*self.service(demote="exec sleep 1000"))
        self.daemon.kill()
        self.confirmed()
        self.assertEqual(["demote", "demote", "stop"], self.names())
        self.assertGreaterEqual(float(self.log()[1][1]) + 0.02, uptime(begin + HARD))

    def test_a_demote_that_fails_is_followed_by_stop_and_status(self):
        self.arm(*self.service(demote="exit 1", status="exit 0"), soft=FAR, hard=FAR, cut=FAR)
        self.daemon.kill()
        self.confirmed()
        self.assertEqual(["demote", "stop", "status"], self.names())

    def test_still_promoted_after_both_it_is_cut(self):
        self.arm(*self.service(status="exit 90"), soft=FAR, hard=FAR, cut=FAR + CUT)
        base = self.running(1, BASE, EPOCH)
        self.daemon.kill()
        self.confirmed()
        self.assertEqual(["demote", "status", "stop", "status", "demote", "stop"], self.names()[1:])
        self.assertFalse(lives(base))

    def test_one_that_was_replaced_is_not_run(self):
        made = self.script("demote")
        program = (made.stat().st_dev, made.stat().st_ino)
        demote = command("D", 0, words(self.folder, made), program=(program[0], program[1] + 1))
        same = command("S", 0, words(self.folder, self.script("stop")),
                       program=((self.folder / "stop").stat().st_dev, (self.folder / "stop").stat().st_ino))
        self.arm(demote, same, soft=FAR, hard=FAR, cut=FAR)
        self.daemon.kill()
        self.confirmed()
        self.assertEqual(["stop"], self.names())

    def test_crash_only_runs_nothing(self):
        self.arm(soft=FAR, hard=FAR, cut=FAR, **{"class": 0})
        pids = [self.running(1, BASE, EPOCH), self.running(2, PROMOTED, EPOCH)]
        self.daemon.kill()
        self.eventually(lambda: b"released" in self.received(), "its ticket")
        self.assertFalse(any(map(lives, pids)))
        self.assertEqual(["run-1", "run-2"], self.names())

    def test_leftovers_are_removed_before_it_is_confirmed(self):
        leftover = self.order("L", "leftover", service=9)
        self.arm(*self.service(), leftover, soft=FAR, hard=FAR, cut=FAR)
        self.daemon.kill()
        self.confirmed()
        self.assertEqual(["demote", "status", "leftover"], self.names())

    def test_environment_user_and_time_out_are_handed_over(self):
        if os.geteuid() != 0:
            self.skipTest("not root")
        self.folder.chmod(0o777)
        (self.folder / "log").touch(mode=0o666)
        (self.folder / "log").chmod(0o666)
        text = f"echo $KOI_EPOCH $(id -u) $PWD >>{self.folder}/log; exec sleep 1000"
        order = words(self.folder, self.script("demote", text), KOI_EPOCH=7)
        demote = command("D", 0, order, user=65534, millis=300)
        self.arm(demote, self.order("S", "stop"), soft=FAR, hard=FAR, cut=FAR)
        self.daemon.kill()
        self.confirmed()
        self.assertEqual([["7", "65534", str(self.folder)], ["stop"]], [self.log()[1], self.log()[2][:1]])

    def test_handed_over_it_is_demoted_at_lsoft_and_the_gone_are_not_told(self):
        begin = self.arm()
        self.board.set("handover", 1)
        self.daemon.kill()
        self.confirmed()
        self.assertGreaterEqual(float(self.log()[0][1]) + 0.02, uptime(begin + SOFT))
        self.assertEqual(["demote", "status"], self.names())

    def test_handed_over_to_a_daemon_that_renews_it_goes_on(self):
        self.arm(soft=60 * SOFT, hard=60 * HARD, cut=60 * CUT)
        self.board.set("handover", 1)
        old = [self.board.get("pid0"), self.board.get("pid1")]
        self.daemon.kill()
        self.daemon = self.new_daemon()
        for guard in (0, 1):
            self.begin_guard(guard)
            self.eventually(lambda g=guard: len(self.said(f"guard{g}", "A")) == 2, "it armed by itself")
        self.cell.renew()
        self.board.set("handover", 0)
        self.beats_after(boot())
        self.eventually(lambda: not any(map(lives, old)), "those before are gone")
        self.assertEqual(([], ARMED), (self.names(), self.cell.get("phase")))

    def test_that_it_is_gone_is_told(self):
        six = self.receiver(socket.AF_INET6, "::1") if socket.has_ipv6 else self.udp
        family = 6 if socket.has_ipv6 else 4
        self.hand_over(datagram("G", six.getsockname()[1], b"gone", family), number=0)
        self.board.cell(0).fill("", EPOCH, w=W)
        self.send("guard0", frame("A", 0, epoch_body(EPOCH)))
        self.eventually(lambda: self.said("guard0", "A", 0), "it is armed")
        self.beats_after(boot())
        self.assertEqual([], self.received(six))
        self.daemon.kill()
        self.eventually(lambda: b"gone" in self.received(six), "it is told")


class UnconfirmedTest(GuardCase):
    def fails(self, *arguments, **filled):
        self.begin(*arguments)
        self.flag = self.folder / "mended"
        self.begin_at = self.arm(*self.service(stop=f"test -e {self.flag}", status="exit 90"), **filled)
        self.eventually(lambda: self.cell.get("phase") == UNCONFIRMED, "it is unconfirmed")
        self.assertGreaterEqual(boot(), self.begin_at + CUT)

    def test_it_is_told_and_nothing_is_released_until_a_later_try_succeeds(self):
        self.fails(retry=200 * MILLI)
        got = []
        self.eventually(lambda: got.extend(self.received()) or len(got) > 5, "it is told, and again")
        self.assertEqual({b"unconfirmed"}, set(got))
        self.assertFalse((self.folder / "rebooted").exists())
        self.flag.touch()
        self.confirmed()
        self.eventually(lambda: b"released" in self.received(), "its ticket")

    def test_told_to_it_tries_again(self):
        self.fails()
        self.flag.touch()
        self.eventually(lambda: [self.send(f"guard{g}", frame("R", 1, epoch_body(EPOCH))) for g in (0, 1)]
                        and self.cell.get("phase") == CONFIRMED, "it is confirmed")

    def test_as_the_last_resort_it_reboots_if_asked_to(self):
        self.fails("reboot")
        self.eventually((self.folder / "rebooted").exists, "it reboots")


class DeviceTest(GuardCase):
    def setUp(self):
        super().setUp()
        self.device = self.folder / "device"
        os.mkfifo(self.device)
        self.reader = os.open(self.device, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, self.reader)
        self.board.set("feed", 20 * MILLI)
        self.begin("device", self.device)

    def fed(self):
        try:
            return len(os.read(self.reader, 65536))
        except BlockingIOError:
            return 0

    def is_fed(self):
        self.fed()
        self.eventually(self.fed, "it is fed")

    def test_it_is_fed_while_nothing_is_armed_and_while_it_is_renewed(self):
        self.is_fed()
        end = self.arm() + CUT
        while boot() < end:
            self.cell.renew()
            self.is_fed()

    def test_it_starves_from_lhard_on_unless_the_demotion_is_confirmed(self):
        begin = self.arm(*self.service(stop="exit 1", status="exit 90"))
        self.beats_after(begin + HARD)
        self.fed()
        self.beats_after(boot())
        self.eventually(lambda: self.cell.get("phase") == UNCONFIRMED, "it is unconfirmed")
        self.assertEqual(0, self.fed())
        self.disarm()
        self.is_fed()

    def test_confirmed_it_is_fed(self):
        self.arm()
        self.confirmed()
        self.is_fed()

    def test_it_is_fed_by_the_other_when_its_guard_is_killed(self):
        self.signal("guard0", signal.SIGKILL)
        self.eventually(lambda: not lives(self.pids["guard0"]), "it is killed")
        self.is_fed()

    def test_at_a_clean_end_it_is_fed_on_until_the_next_daemon_ends_it(self):
        self.board.set("end", 1)
        self.eventually(lambda: self.board.get("pid1") == 0, "the other ends")
        self.daemon.kill()
        self.is_fed()
        self.board.set("end", 2)
        self.eventually(lambda: self.board.get("pid0") == 0, "it ends")


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
        begin = self.arm(hard=FAR, cut=FAR)
        self.running(1, PROMOTED, EPOCH)
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


class RefusalTest(Armed):
    def test_an_epoch_that_ended_is_not_armed_again(self):
        self.arm()
        self.confirmed()
        self.disarm()
        self.assertEqual("this epoch or a later one has ended here", self.refused())
        self.arm(epoch=EPOCH + 1)

    def test_what_makes_no_sense_is_not_armed(self):
        self.hand_over(*self.service())
        self.cell.fill(GROUP, EPOCH, soft=2, hard=1)
        self.assertEqual("its deadlines are out of order", self.refused())
        self.assertEqual("the cell says another epoch", self.refused(EPOCH + 1))
        self.cell.fill("../x", EPOCH, hard=FAR, cut=FAR)
        self.assertEqual("the group's name is none", self.refused())
        self.cell.fill(GROUP, EPOCH)
        whole = b"".join(self.service())
        other = whole.replace(b"D\0\0\0", b"?\0\0\0")
        for wrong in (whole[:-1], whole + b"\0", other, b"D", os.urandom(4096)):
            self.hand_over(wrong)
            self.assertEqual("what is handed over makes no sense", self.refused())
        (self.folder / "arm.1").unlink()
        self.assertEqual("nothing is handed over", self.refused())

    def test_of_a_daemon_that_talks_nonsense_it_still_is_the_guard(self):
        self.arm(soft=FAR, hard=FAR, cut=FAR)
        self.send("guard0", frame("?", 1))
        self.send("guard1", frame("A", 999, epoch_body(EPOCH)))
        self.beats_after(boot())
        self.daemon.kill()
        self.confirmed()

    def test_what_is_missing_is_said(self):
        missing = self.said("guard0", "H")[0].decode()
        self.assertEqual(self.board.get("mode") == 2, "cgroup v2: " in missing, missing)

    def test_another_daemons_child_does_not_guard(self):
        self.board.set("daemon", 1)
        pid = self.daemon.begin("guard0", self.binary, "guard", self.folder, 0)
        self.eventually(lambda: not lives(pid), "it ends")
        said = (self.folder / "guard0.log").read_text(encoding="utf-8")
        self.assertIn("cannot guard another's daemon", said)

    def test_told_to_end_they_end_and_leave_no_tree(self):
        self.arm(soft=FAR, hard=FAR, cut=FAR)
        self.disarm()
        self.board.set("end", 1)
        self.eventually(lambda: self.board.get("pid0") == self.board.get("pid1") == 0, "they end")
        self.assertEqual([], [path for path in [self.trees()] if path and path.exists()])
