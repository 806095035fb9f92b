"""Disks that lie, and disks that are full."""

import atexit
import os
import shutil
import subprocess

from case import ClusterCase, configuration
from machines import demo
from store_case import FAST, StoreCase

# It measures time, or needs all of the machine: see test/side_by_side.py.
ALONE = True


class FlippedBitTest(ClusterCase):
    """One elector, which is a store of its own, with a snapshot, a base and segments behind it."""

    names = ("a",)

    @classmethod
    def build(cls):
        cls.site.network.connect("a", "lan", "10.9.0.1/24")
        cls.site["a"].configure(configuration(
            "10.9.0.1", "runner false", 'electors "a"', FAST + "store {\n  snapshot_period 20\n}\n"))

    def fill(self, machine):
        """A journal of some entries behind a snapshot; its files."""
        machine.start()
        self.eventually(lambda: (machine.status() or {}).get("leader") == "a", "it leads")
        for number in range(30):
            answer = machine.ask(
                "kv set", 5, kv={"key": f"k/{number}", "value": "x" * 50}, timeoutMillis=4000)
            self.assertEqual(0, answer["code"], answer)
        machine.terminate()
        self.assertEqual(0, machine.exit_code())
        files = [path for path in (machine.folder / "state/store").iterdir() if path.suffix]
        self.assertEqual({".base", ".snapshot"}, {path.suffix for path in files})
        return files

    def test_a_flipped_bit_anywhere_ends_the_start_and_is_named_with_file_and_place(self):
        machine = self.site["a"]
        for path in self.fill(machine):
            whole = path.read_bytes()
            for place in (0, 12, 21, 26, len(whole) // 2, len(whole) - 3, len(whole) - 1):
                with self.subTest(file=path.name, place=place):
                    path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1:])
                    self.assert_refused(machine, path.name)
            with self.subTest(file=path.name, gone=True):
                path.unlink()
                self.assert_refused(machine, None)
            path.write_bytes(whole)
        machine.start()
        self.eventually(lambda: (machine.status() or {}).get("leader") == "a", "mended, it leads again")

    def assert_refused(self, machine, name):
        mark = len(machine.said())
        machine.start()
        code = machine.exit_code()
        said = machine.said(mark)
        self.assertEqual(1, code, said)
        self.assertIn("the store of this node is damaged", said)
        self.assertIn("next: ", said)
        if name is not None:
            self.assertRegex(said, rf"/store/{name} at byte \d+: ")
        self.assertNotIn("Exception", said)


class FullDiskTest(StoreCase):
    """Each machine's state lies on a small file system of its own."""

    @classmethod
    def build(cls):
        super().build()
        for machine in cls.site.machines.values():
            state = machine.folder / "state"
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "none", state], check=True)
            atexit.register(cls.unmount, state)  # before the site is removed, whatever happens
            cls.addClassCleanup(cls.unmount, state)

    @staticmethod
    def unmount(state):
        if os.path.ismount(state):
            demo.kill_marked(state.parents[1])
            subprocess.run(["umount", "-l", state], check=True)

    def stuff(self, machine):
        """Fills its disk to the last byte."""
        with open(machine.folder / "state/filler", "wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"\1" * 4096)
            except OSError:
                pass

    def clear(self, machine):
        (machine.folder / "state/filler").unlink()

    def write_until_it_notices(self, machine, through):
        """It has some room left in the pages that it began."""
        mark = len(machine.said())

        def noticed():
            self.set(through, "filler", os.urandom(2000).hex())
            return "the disk of the store is full" in machine.said(mark)
        self.eventually(noticed, f"{machine.name} notices")

    def test_a_leader_whose_disk_is_full_stands_back_and_votes_on_once_there_is_room(self):
        self.settle()
        before = self.ids()
        full = self.site[self.leader()]
        other = self.site.others(full.name)[0]
        self.stuff(full)
        self.write_until_it_notices(full, other)
        self.eventually(lambda: self.leader() not in (None, full.name), "another leads")
        last = self.set(other, "kept", "so")
        self.eventually(lambda: any(f'"node": "{full.name}"' in each and "takes no part in the store" in each
                                    for each in self.problems(other)), "status says so")
        mark = len(full.said())
        self.clear(full)
        self.eventually(lambda: "there is room" in full.said(mark), "it looks again")
        self.assertEqual(before, self.whole(self.electors), "as the voter that it was")
        self.assertEqual("so", self.value(full, "kept", stale=True))
        self.assertGreater(self.set(full, "more", "of it"), last)
        self.site.others(full.name)[0].kill()
        self.set(full, "more", "with its vote")

    def test_when_all_are_full_nothing_is_written_and_nothing_is_lost(self):
        self.settle()
        before = self.ids()
        for machine in self.site.machines.values():
            self.stuff(machine)
        written, code = -1, 0
        while code == 0:
            written += 1
            answer = self.ask(self.site["a"], "kv set", 3.0, key="count", value=str(written) + "x" * 1000)
            code = answer["code"]
        self.assertEqual(3, code, answer)
        self.assertIn("may be done yet", answer["message"])
        for machine in self.site.machines.values():
            self.clear(machine)
        self.assertEqual(before, self.whole(self.electors))
        self.assertIn(int(self.value(self.site["b"], "count").rstrip("x")), (written - 1, written))
        self.eventually(self.site.settled, "all is well")
        shutil.rmtree(self.site["a"].folder / "scratch", ignore_errors=True)
