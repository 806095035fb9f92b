"""The tutorial of docs/from-lite-raft.md, as it is written there, in a network of its own."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from case import lacking

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/from-lite-raft.md"

# The page's own commands; its koinodes get a process each, ended by id when the tutorial is over.
AROUND = """\
set -e
ip link set lo up
{init}
{nodes}
trap 'kill $nodes; wait' EXIT
sh -e tutorial.sh
"""


def parts():
    """What is typed before, and the script."""
    text = PAGE.read_text(encoding="utf-8")
    tutorial = text[text.index("## The tutorial"):text.index("## A lock")]
    script, = re.findall(r"```sh\n(.*?)```", tutorial, re.DOTALL)
    return re.findall(r"^    (bin/.*)$", tutorial, re.MULTILINE), script


@unittest.skipIf(lacking(), lacking())
class TutorialTest(unittest.TestCase):
    def test_every_command_of_the_tutorial_does_what_the_page_says(self):
        (init, *nodes), script = parts()
        self.assertEqual(3, len(nodes))
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            (place / "bin").symlink_to(ROOT / "bin")
            (place / "tutorial.sh").write_text(script, encoding="utf-8")
            started = "\n".join(f'{node} > {number}.log 2>&1 & nodes="$nodes $!"'
                                for number, node in enumerate(nodes))
            done = subprocess.run(
                ["unshare", "--net", "sh", "-c", AROUND.format(init=init, nodes=started)], cwd=place,
                env={**os.environ, "TMPDIR": folder}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                text=True, timeout=120, check=False)
            logs = "".join(log.read_text(encoding="utf-8") for log in sorted(place.glob("*.log")))
            self.assertEqual(0, done.returncode, done.stdout + logs)
            lines = done.stdout.splitlines()
            for line in ("X", "site/", "c is no member any more", "c votes"):
                self.assertIn(line, lines)
