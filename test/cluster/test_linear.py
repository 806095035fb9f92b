"""The judge of the store's histories is judged itself."""

import unittest

from linear import UNANSWERED, Operation, is_linearizable


def put(new, begin, end=UNANSWERED):
    return Operation("set", begin, end, new=new)


def get(old, begin, end):
    return Operation("get", begin, end, old=old)


def swap(old, new, begin, end=UNANSWERED, held=True):
    return Operation("if", begin, end, old, new, held if end < UNANSWERED else None)


def unset(begin, end=UNANSWERED, held=True):
    return Operation("unset", begin, end, held=held if end < UNANSWERED else None)


class LinearTest(unittest.TestCase):
    GOOD = {
        "nothing": [],
        "no key in the beginning": [get(None, 0, 1)],
        "one after the other": [put("1", 0, 1), get("1", 2, 3), put("2", 4, 5), get("2", 6, 7)],
        "a read beside a write sees either": [put("1", 0, 1), put("2", 2, 9), get("1", 3, 4), get("2", 5, 6)],
        "an unanswered write may be late": [put("1", 0), get(None, 2, 3), get("1", 4, 5)],
        "an unanswered write may never be": [put("1", 0), get(None, 2, 3), get(None, 4, 5)],
        "a condition that holds": [put("1", 0, 1), swap("1", "2", 2, 3), get("2", 4, 5)],
        "a condition that does not": [put("1", 0, 1), swap("x", "2", 2, 3, held=False), get("1", 4, 5)],
        "an unanswered condition that must have held": [put("1", 0, 1), swap("1", "2", 2), get("2", 4, 5)],
        "removed": [put("1", 0, 1), unset(2, 3), get(None, 4, 5), unset(6, 7, held=False)],
        "removed, perhaps": [put("1", 0, 1), unset(2), get("1", 4, 5), get(None, 6, 7)],
        "removed what nobody saw": [put("1", 0), unset(2, 3), get(None, 4, 5)],
        "a condition fails by what nobody saw": [
            put("1", 0, 1), get("1", 1, 2), put("2", 3), swap("1", "3", 4, 5, held=False), get("1", 0, 9)],
        "two at once in either order": [put("1", 0, 9), put("2", 0, 9), get("1", 10, 11)],
    }
    BAD = {
        "an acknowledged write is lost": [put("1", 0, 1), get(None, 2, 3)],
        "an acknowledged write is lost later": [
            put("1", 0, 1), put("2", 2, 3), get("2", 4, 5), get("1", 6, 7)],
        "a value that nobody wrote": [put("1", 0, 1), get("9", 2, 3)],
        "read before it was asked for": [get("1", 0, 1), put("1", 2, 3)],
        "seen, and then not yet": [put("1", 0, 1), put("2", 2, 9), get("2", 3, 4), get("1", 5, 6)],
        "an unanswered write seen and gone": [put("1", 0), get("1", 2, 3), get(None, 4, 5)],
        "two take the same": [put("1", 0, 1), swap("1", "2", 2, 9), swap("1", "3", 2, 9), get("3", 10, 11)],
        "a condition that held in vain": [put("1", 0, 1), swap("x", "2", 2, 3)],
        "a condition that should have held": [put("1", 0, 1), swap("1", "2", 2, 3, held=False)],
        "written twice": [put("1", 0, 1), put("2", 2, 3), get("2", 4, 5), get("1", 6, 7), get("2", 8, 9)],
        "removed what was not there": [unset(0, 1)],
        "removed twice what was written once": [put("1", 0), unset(2, 3), unset(4, 5)],
        "removed before it was asked for": [unset(0, 1), put("1", 2)],
    }

    def test_histories_that_can_be_are_let_pass(self):
        for name, history in self.GOOD.items():
            with self.subTest(name):
                self.assertTrue(is_linearizable(history))

    def test_histories_that_cannot_be_are_found(self):
        for name, history in self.BAD.items():
            with self.subTest(name):
                self.assertFalse(is_linearizable(history))

    def test_a_lost_write_is_found_among_thousands_that_overlap(self):
        def history(lost):
            yield from (put(f"never seen {number}", 5) for number in range(50))
            for number in range(2000):
                # The next two writes begin meanwhile; the third one before was over when this began.
                yield put(str(number), 10 * number, 10 * number + 25)
                yield get(str(number - 3 if number == lost else number), 10 * number + 26, 10 * number + 29)
        self.assertTrue(is_linearizable(list(history(None))))
        self.assertFalse(is_linearizable(list(history(1000))))
