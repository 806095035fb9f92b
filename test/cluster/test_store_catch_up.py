"""An elector that lost its store gets a large one, and nobody else notices."""

import shutil

from machines import now
from store_case import StoreCase

# It measures time: see test/side_by_side.py.
ALONE = True

PAGES, KEYS, BYTES = 100, 50, 1024


class CatchUpTest(StoreCase):
    def fill(self):
        for page in range(PAGES):
            values = {f"bulk/{page}/{key}": "x" * BYTES for key in range(KEYS)}
            answer = self.ask(self.site["a"], "kv import", 10.0, values=values)
            self.assertEqual(0, answer["code"], answer)

    def test_it_has_everything_soon_and_neither_leader_nor_master_changes(self):
        self.settle()
        self.fill()
        leader = self.leads()
        master = self.site.settled()
        machine = next(m for m in self.site.machines.values() if m.name not in (leader, master))
        term, before = self.site[leader].status()["term"], self.ids()
        machine.kill()
        shutil.rmtree(self.store(machine))
        begin = now()
        machine.start()
        self.eventually(lambda: self.ids().get(machine.name) not in (None, before[machine.name]), "a new id")
        self.whole(self.electors)
        self.assertEqual((leader, term), (self.leader(), self.site[leader].status()["term"]))
        others = [line for line in self.site.log.moves(begin) if line.node != machine.name]
        self.assertEqual([], others, "nobody else moves")
