"""The judge itself: a log with two masters must not pass."""

import math
import unittest

from scripts_log import epochs_that_do_not_grow, overlaps, parse, tenures


def log(*lines):
    return parse("\n".join(lines))


class CheckerTest(unittest.TestCase):
    def test_two_who_are_promoted_at_once_overlap(self):
        found = overlaps(log(
            "1 1000000000 begin a promote", "1 1100000000 end a promote",
            "2 3000000000 begin b promote",
            "1 3200000000 begin a demote", "1 3500000000 end a demote"))
        self.assertEqual([("a", "b")], [(each.first.node, each.second.node) for each in found])
        self.assertAlmostEqual(0.5, found[0].seconds)

    def test_a_promotion_that_begins_while_demote_runs_overlaps(self):
        self.assertTrue(overlaps(log(
            "1 1000 begin a promote", "1 2000 begin a demote",
            "2 2500 begin b promote", "1 3000 end a demote")))

    def test_a_promotion_that_never_ended_overlaps_every_later_one(self):
        self.assertTrue(overlaps(log(
            "1 1000 begin a promote", "1 2000 begin a demote", "1 2500 fail a demote",
            "2 9000000000 begin b promote")))

    def test_a_hand_over_does_not_overlap(self):
        self.assertEqual([], overlaps(log(
            "1 1000 begin a promote", "1 2000 end a demote", "2 2500 begin b promote",
            "2 3000 end b stop", "3 3500 begin a promote")))

    def test_stop_ends_a_promotion_that_demote_did_not(self):
        self.assertEqual([], overlaps(log(
            "1 1000 begin a promote", "1 2000 fail a demote", "1 2100 end a stop",
            "2 2500 begin b promote")))

    def test_a_killed_node_is_promoted_until_it_was_killed(self):
        self.assertEqual([], overlaps(log(
            "1 1000 begin a promote", "- 2000 killed a -", "2 2500 begin b promote")))
        self.assertTrue(overlaps(log(
            "1 1000 begin a promote", "2 1500 begin b promote", "- 2000 killed a -")))

    def test_a_script_that_hangs_is_promoted_until_its_last_word(self):
        hanging = ["1 1000 begin a promote", "1 2000 begin a demote", "1 2020 alive a demote"]
        self.assertEqual([], overlaps(log(*hanging, "2 2500 begin b promote")))
        self.assertTrue(overlaps(log(*hanging, "2 2500 begin b promote", "1 2600 alive a demote")))

    def test_the_order_of_lines_is_that_of_their_moments(self):
        self.assertTrue(overlaps(log(
            "1 3000 end a demote", "2 2500 begin b promote", "1 1000 begin a promote")))

    def test_a_tenure_that_goes_on_has_no_end(self):
        self.assertEqual([math.inf], [each.end for each in tenures(log("1 1000 begin a promote"))])

    def test_an_epoch_that_is_used_again_is_found(self):
        lines = log("2 1000 begin a promote", "2 2000 end a demote", "2 3000 begin b promote")
        self.assertEqual(1, len(epochs_that_do_not_grow(lines)))

    def test_a_line_of_another_shape_is_refused(self):
        with self.assertRaises(ValueError):
            parse("1 1000 begin a")


if __name__ == "__main__":
    unittest.main()
