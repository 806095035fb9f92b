"""docs/guide.md, line by line: every command that it shows is run, in its order, as a reader would.
So is the tutorial in docs/from-lite-raft.md."""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "dist/demo"))

import cluster as demo  # noqa: E402 (found by the line above)

PROGRAMS = ("bin/", "koi ", "mkdir ", "printf ", "chmod ", "cp ", "ln ", "KOI_SECRET=")

# What a reader has and this machine has not: another machine of the cluster, and root's folders.
HERE = {
    "10.0.0.2": "127.0.0.1",
    " /usr/sbin": " ./sbin",
    "/etc/koi/services": "./sbin/services",
    "-f /etc/koi/koi.conf --daemonize /run/koinode.pid --log file,syslog":
        "-f ./try/c/koi.conf --daemonize ./koinode.pid --log file",
}

# A cluster with a password, at the original's port: test/cluster/test_afar.py has one.
ELSEWHERE = ("KOI_SECRET=devpass",)


def commands(page):
    """The commands of a page with their chapters, without the comments behind them."""
    chapter, found = "", []
    for line in (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            chapter = line.lstrip("# ")
        text = line.removeprefix("    ")
        if text != line and text.startswith(PROGRAMS):
            found.append((chapter, re.sub(r" +# .*", "", text)))
    return found


class GuideCommandsTest(unittest.TestCase):
    def setUp(self):
        # Short, since sockets lie below; with the checkout's own bin, so that the guide's words are ours.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="koi-guide-", dir="/tmp"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "bin").symlink_to(ROOT / "bin")
        (self.folder / "sbin").mkdir()
        self.environment = dict(os.environ, KOI_DEMO=str(self.folder),
                                PATH=f"{ROOT}/bin:{os.environ['PATH']}")
        self.daemons = {}
        self.addCleanup(demo.kill_marked, self.folder)

    def run_it(self, command, folder=None):
        return subprocess.run(["/bin/sh", "-c", command], cwd=folder or self.folder, env=self.environment,
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                              stdin=subprocess.DEVNULL, timeout=120)

    def test_the_tutorial_of_lite_raft_works_in_the_words_of_koi(self):
        page = (ROOT / "docs/from-lite-raft.md").read_text(encoding="utf-8")
        script = re.search(r"```sh\n(.*?)```", page, re.DOTALL)[1]
        for chapter, command in commands("from-lite-raft.md"):
            if chapter.startswith("The tutorial"):
                self.follow(command)
        said = self.succeeds(script)
        self.assertIn("c votes", said)

    def test_every_command_of_the_guide_does_what_it_says(self):
        guide = commands("guide.md")
        self.assertGreater(len(guide), 25)
        for chapter, command in guide:
            with self.subTest(chapter=chapter, command=command):
                if not command.startswith(ELSEWHERE):
                    self.follow(command)

    def follow(self, command):
        for there, here in HERE.items():
            command = command.replace(there, here)
        if command.startswith("koi init"):
            return self.succeeds(command, self.other_folder())
        if "--daemonize" in command:
            self.end(self.daemons.pop("./try/c/koi.conf"))  # it is to run in the background now
            self.succeeds(command)
            pid = int((self.folder / "koinode.pid").read_text(encoding="ascii"))
            return self.assertFalse(demo.is_dead(pid))
        if command.startswith("bin/koinode"):
            conf = command.split()[-1]
            log = open(self.folder / f"{len(self.daemons)}.log", "wb")
            self.addCleanup(log.close)
            daemon = subprocess.Popen(["/bin/sh", "-c", "exec " + command], cwd=self.folder, stdout=log,
                                      stderr=log, stdin=subprocess.DEVNULL, env=self.environment)
            self.daemons[conf] = daemon
            return None
        if command.endswith("status"):
            self.await_ok()
        if "-H" in command:
            shutil.copy(self.folder / "try/b/koi.conf", self.folder / "try/b/admin.conf")
            return self.succeeds(command, self.folder / "try/b")
        return self.succeeds(command)

    def await_ok(self):
        """Promoted within a few seconds, says the guide; on a busy machine a few more."""
        demo.await_that(lambda: self.run_it("bin/koi -f ./try/a/koi.conf status").returncode == 0, 30, "OK")

    def succeeds(self, command, folder=None):
        done = self.run_it(command, folder)
        self.assertEqual(0, done.returncode, done.stdout)
        return done.stdout

    def other_folder(self):
        folder = self.folder / "another machine"
        folder.mkdir()
        return folder

    def end(self, daemon):
        daemon.send_signal(signal.SIGTERM)
        self.assertEqual(0, daemon.wait(30))


if __name__ == "__main__":
    unittest.main()
