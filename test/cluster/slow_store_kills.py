"""Members are killed at random while clients read and write on any node: no answer was a lie."""

import os
import random
import sys
import threading
import time

from linear import UNANSWERED, Operation, is_linearizable
from store_case import StoreCase

# It measures time, or needs all of the machine: see test/side_by_side.py.
ALONE = True

KILLS = int(os.environ.get("KOI_KILLS", "20"))
CLIENTS = 6
KEYS = 3
# As many operations on one key as the judge looks at in one go.
CHAPTER = 600

# The clients must not hold up the killer for as long as they like: what it kills is noted when all is dead.
sys.setswitchinterval(0.0005)


class Client(threading.Thread):
    """Asks any node, one thing after the other, and keeps what it asked, when, and what it was told."""

    def __init__(self, case, number):
        super().__init__(daemon=True)
        self.case, self.number, self.random = case, number, random.Random(number)
        self.histories, self.surprises, self.seen, self.count = {}, [], {}, 0

    def run(self):
        while not self.case.over.is_set():
            machine = self.random.choice(list(self.case.site.machines.values()))
            began = time.monotonic()
            self.operate(machine, self.case.key(self.random))
            if time.monotonic() - began < 0.002:
                self.case.over.wait(0.02)  # nobody is there: that took no time

    def operate(self, machine, key):
        act = self.random.choice(("set", "set", "get", "get", "get", "if", "if", "unset"))
        self.count += 1
        new = f"{self.number}.{self.count}" if act in ("set", "if") else None
        old = self.seen.get(key, "none yet") if act == "if" else None
        words = {"set": {"value": new}, "if": {"operator": "=", "operand": old, "value": new}}.get(act, {})
        begin = time.monotonic()
        answer = self.case.ask(machine, f"kv {act}", 3.0, key=key, **words)
        end = time.monotonic()
        code = 3 if answer is None else answer["code"]
        if code == 3:
            if act != "get":
                self.keep(key, Operation(act, begin, UNANSWERED, old, new))
        elif act == "get" and code in (0, 9):
            value = answer["kv"]["value"] if code == 0 else None
            self.keep(key, Operation(act, begin, end, value))
            self.seen[key] = value or "none now"
        elif act == "set" and code == 0:
            self.keep(key, Operation(act, begin, end, old, new))
        elif act == "if" and code in (0, 6, 7) or act == "unset" and code in (0, 9):
            self.keep(key, Operation(act, begin, end, old, new, code == 0))
        else:
            self.surprises.append((act, machine.name, answer))

    def keep(self, key, operation):
        self.histories.setdefault(key, []).append(operation)


class KillsTest(StoreCase):
    def key(self, dice):
        self.asked += 1
        return f"k/{self.asked // (CHAPTER * KEYS)}-{dice.randrange(KEYS)}"

    def test_what_clients_were_told_holds_whoever_is_killed(self):
        seed = random.randrange(1 << 32)
        dice = random.Random(seed)
        self.settle()
        self.over, self.asked, self.killed = threading.Event(), 0, 0
        begin = time.monotonic()
        clients = [Client(self, number) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        try:
            for _ in range(KILLS):
                self.strike(dice)
        finally:
            self.over.set()
        for client in clients:
            client.join()
        seconds = time.monotonic() - begin
        self.settle()
        self.assertEqual([], [surprise for client in clients for surprise in client.surprises])
        answered = self.assert_linearizable(clients, f"seed {seed}")
        print(f"{self.killed} daemons killed in {seconds:.0f} s, {answered} operations answered, "
              f"{self.writes(clients)} of them writes", file=sys.stderr)
        self.assertGreater(answered, 20 * KILLS, "few were answered: this shows nothing")

    @staticmethod
    def writes(clients):
        """Answered, and the key was written."""
        operations = (each for client in clients for kept in client.histories.values() for each in kept)
        return sum(each.is_answered and each.act != "get" and each.held is not False for each in operations)

    def strike(self, dice):
        """One goes, now and then two, at any moment, also in the middle of a start."""
        machines = dice.sample(list(self.site.machines.values()), dice.choice((1, 1, 1, 2)))
        self.over.wait(dice.uniform(0.1, 1.2))
        for machine in machines:
            machine.kill()
            self.killed += 1
        self.over.wait(dice.uniform(0, 0.4))
        for machine in machines:
            machine.start()

    def assert_linearizable(self, clients, where):
        answered = 0
        for key in sorted({key for client in clients for key in client.histories}):
            history = [each for client in clients for each in client.histories.get(key, [])]
            answered += sum(each.is_answered for each in history)
            begin = time.monotonic()
            history.append(Operation("get", begin, begin, self.value(self.site["a"], key)))
            with self.subTest(key=key):
                text = "\n".join(map(str, sorted(history, key=lambda each: each.begin)))
                self.assertTrue(is_linearizable(history), f"{where}: these cannot have been:\n{text}")
        return answered
