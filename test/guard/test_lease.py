"""What the guards do while the daemon renews, stops renewing, or is gone."""

import os
import signal
import socket

from board import ARMED, BASE, ORDERLY, PROMOTED, boot, command, datagram, epoch_body, frame, words
from case import CUT, EPOCH, FAR, GROUP, HARD, SOFT, W, Armed, lives, remove_cgroup, uptime


class RenewalTest(Armed):
    def test_while_it_is_renewed_nothing_happens(self):
        end = self.arm() + 2 * HARD
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
        state = f"cut -d' ' -f3 /proc/$(cat {self.folder}/base)/stat 2>/dev/null"
        lives_on = f"case $({state}) in ''|Z|X) ;; *) echo base-lives >>{self.folder}/log;; esac"
        self.arm(*self.service(demote=lives_on))
        pids = [self.running(1, BASE, EPOCH), self.running(2, PROMOTED, EPOCH)]
        (self.folder / "base").write_text(str(pids[0]), encoding="ascii")
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
        self.beats_after(begin + 2 * HARD)
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

    def test_its_launcher_may_have_taken_the_trees_away(self):
        self.arm(soft=FAR, hard=FAR, cut=FAR)
        trees = self.trees() if self.board.get("mode") == 1 else self.folder / "none"
        self.eventually(lambda: remove_cgroup(trees), "it does when nothing is in them")
        self.daemon.kill()
        self.confirmed()
        self.assertEqual(["demote", "status"], self.names())

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
