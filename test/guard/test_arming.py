"""What is not armed; a daemon that talks nonsense; how the guards end."""

import os
import random

from board import MILLI, boot, epoch_body, frame
from case import EPOCH, FAR, GROUP, Armed, lives


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

    def answers(self):
        return self.said("guard0", "A") + self.said("guard0", "N")

    def test_flipped_bytes_in_what_is_handed_over_are_refused_or_harmless(self):
        dice = random.Random(5)
        whole = b"".join(self.service())
        self.cell.fill(GROUP, EPOCH, soft=FAR, hard=FAR, cut=FAR)
        for _ in range(300):
            wrong = bytearray(whole)
            for _ in range(dice.randint(1, 4)):
                wrong[dice.randrange(len(wrong))] = dice.choice((0, 1, 4, 127, 255))
            self.hand_over(bytes(wrong[:dice.choice((len(wrong), dice.randrange(len(wrong))))]))
            self.cell.renew()
            answers = len(self.answers())
            self.send("guard0", frame("A", 1, epoch_body(EPOCH)))
            self.eventually(lambda n=answers: len(self.answers()) > n, "it answers")
        self.disarm()

    def test_cells_of_any_content_end_no_guard(self):
        dice = random.Random(5)
        self.hand_over(*self.service())
        self.board.set("k", 40 * MILLI)
        for _ in range(100):
            values = {word: dice.choice((0, 1, 2, EPOCH, boot(), 1 << 63, (1 << 64) - 1)) for word in (
                "t0_boot", "t0_raw", "soft", "hard", "cut", "w", "class", "retry", "latch", "phase", "owner")}
            self.cell.fill(GROUP, EPOCH, **values)
            for guard in (0, 1):
                self.send(f"guard{guard}", frame("A", 1, epoch_body(EPOCH)), frame("D", 1, epoch_body(EPOCH)))
                self.send(f"guard{guard}", frame("A", 1, epoch_body(EPOCH)))
            self.beats_after(boot())
            for guard in (0, 1):
                self.send(f"guard{guard}", frame("D", 1, epoch_body(EPOCH)))
        self.beats_after(boot())

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
