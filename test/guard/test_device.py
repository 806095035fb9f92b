"""What happens when a demotion cannot be confirmed, and how the watchdog device is fed."""

import os
import signal

from board import CONFIRMED, MILLI, UNCONFIRMED, boot, epoch_body, frame
from case import EPOCH, HARD, SOON, GuardCase, lives


class UnconfirmedTest(GuardCase):
    def fails(self, *arguments, **filled):
        self.begin(*arguments)
        self.flag = self.folder / "mended"
        records = self.service(stop=f"test -e {self.flag}", status="exit 90")
        self.begin_at = self.arm(*records, **{"cut": SOON, **filled})
        self.eventually(lambda: self.cell.get("phase") == UNCONFIRMED, "it is unconfirmed")
        self.assertGreaterEqual(boot(), self.begin_at + SOON)

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
        end = self.arm() + 2 * HARD
        while boot() < end:
            self.cell.renew()
            self.is_fed()

    def test_it_starves_from_lhard_on_unless_the_demotion_is_confirmed(self):
        begin = self.arm(*self.service(stop="exit 1", status="exit 90"), cut=SOON)
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
