"""koinode as a daemon: in the background, its log, its signals, and every reason not to start."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from case import ClusterCase, configuration
from machines import ROOT, demo

FAST = "time {\n  profile fast\n}\n"


def alone(node="runner true", cluster="quorum 1", rest=FAST):
    return configuration("10.9.0.1", node=node, cluster=cluster, rest=rest)


class AloneCase(ClusterCase):
    """One machine, which is a cluster of its own; each test begins and ends its daemon."""

    names = ("a",)

    @classmethod
    def build(cls):
        cls.site.network.connect("a", "lan", "10.9.0.1/24")
        cls.site["a"].service("1-witness")

    def setUp(self):
        self.machine = self.site["a"]
        self.machine.configure(alone())
        self.addCleanup(self.end)

    def end(self):
        """Ends what the test has begun, in good order."""
        if not self.machine.ended():
            self.machine.terminate()
            self.assertEqual(0, self.machine.exit_code())
        self.machine.process = None
        self.machine.more_files = []
        pid = self.pid()
        if pid is not None and not demo.is_dead(pid):
            os.kill(pid, signal.SIGTERM)
            self.eventually(lambda: demo.is_dead(pid), "the daemon ends")
        for name in ("pid", "a.log", "a.log.1", "other.log"):
            (self.machine.folder / "run" / name).unlink(missing_ok=True)

    def pid(self):
        try:
            return int((self.machine.folder / "run/pid").read_text())
        except (FileNotFoundError, ValueError):
            return None

    def foreground(self, *options):
        self.machine.more_files = list(options)
        self.machine.start()
        self.eventually(self.answers, "it answers")

    def daemonize(self, *options):
        """What the caller saw: the finished process. It ends when nobody holds our pipe any more."""
        return self.machine.run("koinode", "--daemonize", "/run/koi/pid", *options, seconds=30)

    def answers(self):
        return self.machine.ask("local") is not None

    def text(self, name):
        try:
            return (self.machine.folder / "run" / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""


class DaemonizeTest(AloneCase):
    def test_it_returns_when_the_daemon_runs(self):
        done = self.daemonize()
        self.assertEqual(0, done.returncode, done.stdout)
        self.assertTrue(self.answers(), "at once, without waiting")
        status = Path("/proc", str(self.pid()), "status").read_text()
        self.assertIn("NSsid:\t" + str(self.pid()), status, "a session of its own")
        for number in range(3):
            self.assertEqual("/dev/null", os.readlink(f"/proc/{self.pid()}/fd/{number}"))

    def test_the_pid_file_is_removed_at_the_end(self):
        self.assertEqual(0, self.daemonize().returncode)
        pid = self.pid()
        os.kill(pid, signal.SIGTERM)
        self.eventually(lambda: demo.is_dead(pid), "the daemon ends")
        self.assertIsNone(self.pid())

    def test_sighup_is_ignored_as_under_nohup(self):
        self.assertEqual(0, self.daemonize().returncode)
        os.kill(self.pid(), signal.SIGHUP)
        self.assert_lives(self.pid())

    def assert_lives(self, pid):
        """It would have ended within this time: a stop takes less than a second here."""
        end = time.monotonic() + 2
        while time.monotonic() < end:
            self.assertFalse(demo.is_dead(pid))
            self.assertTrue(self.answers())

    def test_a_pid_file_of_a_process_that_is_gone_is_replaced(self):
        gone = subprocess.Popen(["true"])
        gone.wait()
        (self.machine.folder / "run/pid").write_text(f"{gone.pid}\n")
        done = self.daemonize()
        self.assertEqual(0, done.returncode, done.stdout)
        self.assertNotEqual(gone.pid, self.pid())

    def test_a_pid_file_whose_number_another_process_has_by_now_is_replaced(self):
        file = self.machine.folder / "run/pid"
        file.write_text(f"{os.getpid()}\n")
        os.utime(file, (1_000_000_000, 1_000_000_000))
        self.assertEqual(0, self.daemonize().returncode)
        self.assertNotEqual(os.getpid(), self.pid())

    def test_a_pid_file_of_a_living_process_is_refused_and_left_alone(self):
        other = subprocess.Popen(["sleep", "60"])
        self.addCleanup(other.wait)
        self.addCleanup(other.kill)
        (self.machine.folder / "run/pid").write_text(f"{other.pid}\n")
        done = self.daemonize()
        self.assertEqual(1, done.returncode)
        self.assertIn(f"process {other.pid}", done.stdout)
        self.assertEqual(other.pid, self.pid())
        self.assertFalse(self.answers())
        (self.machine.folder / "run/pid").unlink()

    def test_a_second_one_with_the_same_pid_file_is_refused(self):
        self.assertEqual(0, self.daemonize().returncode)
        pid = self.pid()
        done = self.daemonize()
        self.assertEqual(1, done.returncode)
        self.assertIn("pid file", done.stdout)
        self.assertEqual(pid, self.pid())
        self.assertTrue(self.answers())

    def test_the_caller_is_told_why_it_does_not_run(self):
        self.machine.configure(alone(node="port many"))
        done = self.daemonize()
        self.assertEqual(1, done.returncode)
        self.assertIn("node.port", done.stdout)
        self.assertIsNone(self.pid())

    def test_a_pid_file_that_cannot_be_written_is_told(self):
        done = self.machine.run("koinode", "--daemonize", "/nowhere/pid", seconds=30)
        self.assertEqual(1, done.returncode)
        self.assertIn("/nowhere/pid", done.stdout)
        self.assertFalse(self.answers())


class HangUpTest(AloneCase):
    """Defect 15, the part about SIGHUP: "SIGHUP ends it even under nohup"."""

    def test_defect_15_sighup_ends_it_in_good_order(self):
        self.foreground()
        os.kill(self.machine.process.pid, signal.SIGHUP)
        self.assertEqual(0, self.machine.exit_code())

    def test_ctrl_c_ends_it_in_good_order(self):
        self.foreground()
        os.kill(self.machine.process.pid, signal.SIGINT)
        self.assertEqual(0, self.machine.exit_code())

    def test_defect_15_under_nohup_sighup_is_ignored(self):
        before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what nohup does, and children inherit
        try:
            self.foreground()
        finally:
            signal.signal(signal.SIGHUP, before)
        os.kill(self.machine.process.pid, signal.SIGHUP)
        DaemonizeTest.assert_lives(self, self.machine.process.pid)


class LogTest(AloneCase):
    def setUp(self):
        super().setUp()
        self.machine.configure(alone(node='runner true\n  logfile "/run/koi/a.log"'))

    def say_something(self):
        """A reload is a line or two."""
        self.machine.ask("reconfigure", timeout=10)

    def test_a_file_that_was_renamed_is_begun_anew_by_the_next_line(self):
        self.foreground("--log", "file")
        self.say_something()
        (self.machine.folder / "run/a.log").rename(self.machine.folder / "run/a.log.1")
        before = self.text("a.log.1").count("read again")
        self.say_something()
        self.eventually(lambda: "read again" in self.text("a.log"), "a new file is there")
        total = self.text("a.log.1").count("read again") + self.text("a.log").count("read again")
        self.assertEqual(before + 1, total, "nothing is lost or said twice")

    def test_a_file_that_was_copied_and_truncated_goes_on_from_its_start(self):
        self.foreground("--log", "file")
        self.say_something()
        self.eventually(lambda: "read again" in self.text("a.log"), "it is written")
        os.truncate(self.machine.folder / "run/a.log", 0)
        self.say_something()
        self.eventually(lambda: "read again" in self.text("a.log"), "it goes on")
        self.assertNotIn("\0", self.text("a.log"))

    def test_several_places_get_the_same_lines(self):
        self.foreground("--log", "console,file")
        self.eventually(lambda: "a begins" in self.text("a.log"), "the file has it")
        self.eventually(lambda: "a begins" in self.machine.said(), "the console has it")

    def test_minus_d_logs_more(self):
        self.foreground()
        self.say_something()
        self.assertNotIn(" TRACE ", self.machine.said())
        self.end()
        mark = len(self.machine.said())
        self.foreground("-d")
        self.eventually(lambda: " TRACE " in self.machine.said(mark), "it says more")

    def test_another_log_file_is_taken_up_in_place(self):
        self.foreground("--log", "file")
        self.machine.configure(alone(node='runner true\n  logfile "/run/koi/other.log"'))
        self.assertIn("node.logfile: in place", self.machine.koi("reconfigure").stdout)
        self.say_something()
        self.eventually(lambda: "read again" in self.text("other.log"), "it is there")

    def test_syslog_gets_the_lines_with_their_severity(self):
        place = self.machine.folder / "syslog"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as syslogd:
            syslogd.bind(str(place))
            self.addCleanup(place.unlink)
            syslogd.settimeout(20)
            done = self.daemonize()  # whose log is syslog unless --log says otherwise
            self.assertEqual(0, done.returncode, done.stdout)
            line = syslogd.recv(10_000).decode()
            while "a begins" not in line:
                line = syslogd.recv(10_000).decode()
            self.assertRegex(line, rf"^<30>\w\w\w [ \d]\d \d\d:\d\d:\d\d koinode\[{self.pid()}\]: a begins")
            self.machine.configure("node {\n  runner true\n}\n")
            self.say_something()
            line = syslogd.recv(10_000).decode()
            while not line.startswith("<27>"):
                line = syslogd.recv(10_000).decode()
            self.assertIn("cluster.password or cluster.keyfile is missing", line)

    def test_a_missing_syslog_is_said_once_and_nothing_ends(self):
        self.foreground("--log", "syslog")
        self.say_something()
        self.say_something()
        self.eventually(lambda: "/dev/log" in self.machine.said(), "it is said")
        self.assertEqual(1, self.machine.said().count("/dev/log"))
        self.assertTrue(self.answers())


class RefusalTest(AloneCase):
    """Each reason not to start: exit code 1, words that name it, no stack trace, nothing left running."""

    def refused(self, *words, options=(), code=1):
        done = self.machine.run("koinode", *options, seconds=30)
        self.assertEqual(code, done.returncode, done.stdout)
        for word in words:
            self.assertIn(word, done.stdout)
        for trace in ("Exception", "\tat "):
            self.assertNotIn(trace, done.stdout)
        self.assertFalse(self.answers())
        return done.stdout

    def elsewhere(self, root):
        """The koinode of another installation, on this machine."""
        words = self.machine.command("koinode")
        words[words.index(ROOT / "bin/koinode")] = root / "bin/koinode"
        return words

    def test_defect_11_a_missing_configuration_names_where_it_was_looked_for(self):
        self.machine.conf.unlink()
        self.refused("./koi.conf", "/etc/koi/koi.conf")

    def test_defect_11_every_mistake_is_told_with_its_key_and_nothing_becomes_a_default(self):
        self.machine.configure(
            "node {\n  port 99999\n  runner perhaps\n}\n"
            "cluster {\n  quorum most\n}\ntime {\n  status_interval soon\n}\n")
        self.refused("node.port", "node.runner", "cluster.quorum", "time.status_interval", "koi.conf:2:")

    def test_defect_11_a_malformed_file_is_refused(self):
        self.machine.configure("node {\n  port 42012\n")
        self.refused("koi.conf:")

    def test_defect_11_the_well_known_password_is_refused(self):
        self.machine.configure(alone().replace("correct horse battery", "secret"))
        self.refused("cluster.password")

    def test_a_port_that_is_taken(self):
        holder = subprocess.Popen(self.machine.command("../test/cluster/hold-port", "42012"),
                                  stdout=subprocess.PIPE, env=self.machine.environment(), cwd="/")
        self.addCleanup(holder.stdout.close)
        self.addCleanup(holder.wait)
        self.addCleanup(holder.kill)
        self.assertEqual(b"held\n", holder.stdout.readline())
        self.refused("42012")

    def test_folders_that_are_files(self):
        for key in ("state_dir", "run_dir"):
            with self.subTest(key=key):
                self.machine.configure(alone(node=f"{key} /etc/koi/koi.conf"))
                self.refused("/etc/koi/koi.conf")

    def test_a_log_file_that_cannot_be_written(self):
        self.machine.configure(alone(node="logfile /proc/nowhere/a.log"))
        self.refused("/proc/nowhere/a.log", options=("--log", "file"))

    def test_a_key_file_that_is_missing_or_shared_or_none(self):
        key = self.machine.folder / "etc/key"
        self.machine.configure(
            'cluster {\n  quorum 1\n  transport 10.9.0.1\n  keyfile /etc/koi/key\n}\n')
        self.refused("/etc/koi/key", "koi key new")
        key.write_text("one AAAA\n")
        key.chmod(0o644)
        self.refused("/etc/koi/key", "chmod 600")
        key.chmod(0o600)
        self.refused("/etc/koi/key", "line 1")
        key.unlink()

    def test_a_damaged_state(self):
        state = self.machine.folder / "state/state"
        kept = state.read_bytes() if state.exists() else None
        state.write_bytes(b"this is no state")
        try:
            self.refused("damaged")
        finally:
            state.unlink() if kept is None else state.write_bytes(kept)

    def test_a_host_name_that_is_no_node_name(self):
        done = self.machine.run("../test/cluster/named", "a b", ROOT / "bin/koinode", seconds=30)
        self.assertEqual(1, done.returncode, done.stdout)
        self.assertIn("the host name a b is no node name: write node.name", done.stdout)

    def test_a_guard_that_is_missing_or_may_not_run(self):
        root = self.machine.folder / "copy"
        shutil.copytree(ROOT / "build/launch", root / "build/launch")
        (root / "bin").mkdir()
        shutil.copy(ROOT / "bin/koinode", root / "bin/koinode")
        launch = (root / "build/launch/koinode").read_text()
        (root / "build/lib").symlink_to(ROOT / "build/lib")
        for guard, word in (("/nowhere/koi-guard", "bin/build"), (str(self.machine.conf), "chmod 755")):
            text = launch.replace('-Dkoi.guard="$lib/koi-guard"', f"-Dkoi.guard={guard}")
            self.assertNotEqual(launch, text)
            (root / "build/launch/koinode").write_text(text)
            done = subprocess.run(self.elsewhere(root), text=True, check=False, timeout=30, cwd="/",
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  env=self.machine.environment())
            self.assertEqual(1, done.returncode, done.stdout)
            self.assertIn(word, done.stdout)

    def test_a_jdk_that_is_too_old_or_gone(self):
        root = self.machine.folder / "old"
        (root / "bin").mkdir(parents=True)
        (root / "build/launch").mkdir(parents=True)
        (root / "jdk/bin").mkdir(parents=True)
        (root / "jdk/release").write_text('IMPLEMENTOR="x"\nJAVA_VERSION="17.0.2"\n')
        (root / "jdk/bin/java").symlink_to("/bin/false")
        shutil.copy(ROOT / "bin/koinode", root / "bin/koinode")
        launch = (ROOT / "build/launch/koinode").read_text()
        home = launch.split("/bin/java", 1)[0].rsplit('"', 1)[1]
        (root / "build/launch/koinode").write_text(launch.replace(home, str(root / "jdk")))
        done = subprocess.run(self.elsewhere(root), text=True, check=False, timeout=30, cwd="/",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=self.machine.environment())
        self.assertEqual(1, done.returncode, done.stdout)
        self.assertIn("JDK 25", done.stdout)

    def test_an_unresolvable_address_and_a_missing_services_folder_are_warnings(self):
        self.machine.configure(configuration(
            "10.9.0.1, nowhere.invalid", cluster="quorum 1",
            rest=FAST + 'service {\n  folder /etc/koi/later\n}\n'))
        self.foreground()
        self.eventually(lambda: "nowhere.invalid" in self.machine.said(), "the name is said")
        self.eventually(lambda: "/etc/koi/later" in self.machine.said(), "the folder is said")
        self.assertTrue(self.answers())

    def test_wrong_options_end_with_2_and_name_the_closest(self):
        for options, word in (
                (("--daemonise", "x"), "--daemonize"), (("--log", "sislog"), "syslog"),
                (("-n",), "needs a value"), (("-n", "a b"), "no node name"), (("--version=1",), "no value"),
                (("start",), "no option"),
                (("--daemonize", "x", "--log", "console"), "--log console")):
            with self.subTest(options=options):
                said = self.refused(word, options=options, code=2)
                self.assertEqual(1, len(said.splitlines()), said)

    def test_help_and_version_end_with_0(self):
        self.refused("--daemonize PIDFILE", options=("--help",), code=0)
        self.refused("koinode ", options=("--version",), code=0)
