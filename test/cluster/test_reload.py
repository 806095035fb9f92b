"""The configuration is read again: SIGUSR1, `koi reconfigure`, what changes in place and what does not."""

import os
import signal
import socket

from case import ClusterCase, configuration
from machines import demo, now
from scripts_log import overlaps
from test_daemon import FAST, AloneCase, alone


class ReloadCase(AloneCase):
    def said_since(self, mark, text):
        self.eventually(lambda: text in self.machine.said(mark), f"'{text}' is said")

    def reconfigure(self, text, code=0):
        self.machine.configure(text)
        done = self.machine.koi("reconfigure")
        self.assertEqual(code, done.returncode, done.stdout)
        return done.stdout

    def serving(self):
        return (self.machine.sees() or {}).get("master") == "a"

    def begin(self):
        self.foreground()
        self.eventually(self.serving, "it is master")
        return self.machine.process.pid

    def assert_is(self, pid):
        self.assertEqual(pid, self.machine.process.pid)
        self.assertFalse(self.machine.ended())
        self.eventually(self.serving, "it is master")


class ReloadTest(ReloadCase):
    def test_sigusr1_reads_the_file_again(self):
        pid = self.begin()
        mark = len(self.machine.said())
        self.machine.configure(alone(node="runner true\n  loglevel trace"))
        os.kill(pid, signal.SIGUSR1)
        self.said_since(mark, "node.loglevel: in place")
        self.eventually(lambda: " TRACE " in self.machine.said(mark), "it says more from now on")

    def test_what_is_changed_in_place_moves_nothing(self):
        pid, begin = self.begin(), now()
        said = self.reconfigure(alone(
            node="runner true\n  priority 7", cluster="quorum 1",
            rest="time {\n  profile fast\n  status_interval 3s\n  lease_hard 500ms\n"
                 "  failure_promotion_timeout 5s\n}\nservice {\n  demote_timeout 7s\n}\n"))
        for line in ("node.priority: in place", "time.status_interval: in place",
                     "time.lease_hard: from the next grant on", "service.demote_timeout: in place",
                     "time.failure_promotion_timeout: in place"):
            self.assertIn(line, said)
        self.assertNotIn("restarted", said)
        self.assert_is(pid)
        self.assertEqual([], self.site.log.moves(begin))

    def test_the_same_file_changes_nothing(self):
        pid, begin = self.begin(), now()
        self.assertIn("says what it said before", self.reconfigure(alone()))
        self.assert_is(pid)
        self.assertEqual([], self.site.log.moves(begin))

    def test_mistakes_are_all_told_and_nothing_changes(self):
        pid, begin = self.begin(), now()
        mark = len(self.machine.said())
        said = self.reconfigure(
            alone(node="runner perhaps\n  priority 7", cluster="quorum most"), code=1)
        for key in ("node.runner", "cluster.quorum"):
            self.assertIn(key, said)
            self.said_since(mark, key)
        self.assert_is(pid)
        self.assertEqual([], self.site.log.moves(begin))
        self.assertIn("node.priority: in place", self.reconfigure(alone(node="runner true\n  priority 7")))

    def test_a_port_restarts_the_inside_in_the_same_process(self):
        pid, begin = self.begin(), now()
        said = self.reconfigure(alone(node="runner true\n  port 42013"))
        self.assertIn("node.port: restarted the inside", said)
        self.assertEqual(42013, self.machine.ask("local")["local"]["port"])
        self.assert_is(pid)
        self.assertIsNotNone(self.site.log.first("end", "demote", "a", begin), "in good order")

    def test_whether_it_runs_services_and_whom_it_reaches_restart_the_inside(self):
        pid, begin = self.begin(), now()
        said = self.reconfigure(configuration(
            "10.9.0.1, 10.9.0.2", node="runner false", cluster="quorum 1", rest=FAST))
        for line in ("node.runner: restarted the inside", "cluster.transport: restarted the inside"):
            self.assertIn(line, said)
        self.assertEqual(pid, self.machine.process.pid)
        self.assertIsNotNone(self.site.log.first("end", "stop", "a", begin), "it runs no services now")
        self.assertEqual("Elector", self.machine.ask("local")["local"]["state"])

    def test_the_socket_moves_with_a_restart_of_the_inside(self):
        pid = self.begin()
        self.assertIn("node.run_dir: restarted the inside",
                      self.reconfigure_from_before(alone(node="runner true\n  run_dir /run/koi/other")))
        self.assertFalse(self.answers(), "nobody is where it was")
        self.assertEqual(0, self.machine.koi("local").returncode)
        self.assertIn("node.run_dir: restarted the inside", self.reconfigure_from_before(alone(), "other/"))
        self.assert_is(pid)

    def reconfigure_from_before(self, text, where=""):
        """The file is changed; who asks still looks where the socket was."""
        self.machine.configure(text)
        before = self.machine.folder / "run" / where / "koi.sock"
        with socket.socket(socket.AF_UNIX) as link:
            link.settimeout(30)
            link.connect(str(before))
            link.sendall(b'{"version":1,"command":"reconfigure","node":null,"group":null,"reason":null,'
                         b'"force":false,"noWait":false,"timeoutMillis":0}\n')
            with link.makefile("r") as answer:
                return answer.readline()

    def test_a_restart_that_fails_leaves_the_node_as_it_was(self):
        pid = self.begin()
        said = self.reconfigure(alone(node="runner true\n  state_dir /etc/koi/koi.conf"), code=1)
        self.assertIn("/etc/koi/koi.conf", said)
        self.assertIn("the one before goes on", said)
        self.assert_is(pid)
        self.assertIn("says what it said before", self.reconfigure(alone()))

    def test_force_restart_always_restarts_the_inside(self):
        forced = alone(node="runner true\n  force_restart true")
        pid = self.begin()
        self.reconfigure(forced)
        self.assert_is(pid)
        begin = now()
        self.assertIn("restarted the inside", self.reconfigure(forced))
        self.assert_is(pid)
        self.assertIsNotNone(self.site.log.first("end", "demote", "a", begin))

    def test_maintenance_in_the_file_means_nothing_to_a_node_that_runs(self):
        pid, begin = self.begin(), now()
        said = self.reconfigure(alone(node="runner true\n  maintenance true"))
        self.assertIn("node.maintenance: counts only when a daemon starts", said)
        self.assert_is(pid)
        self.assertEqual([], self.site.log.moves(begin))

    def test_the_services_folder_moves_in_place(self):
        self.begin()
        other = self.machine.folder / "etc/elsewhere/2-new"
        other.mkdir(parents=True)
        said = self.reconfigure(alone(rest=FAST + "service {\n  folder /etc/koi/elsewhere\n}\n"))
        self.assertIn("service.folder: in place", said)
        self.eventually(lambda: "new" in [s["name"] for s in self.machine.status()["nodes"][0]["services"]],
                        "the other folder is read")

    def test_a_key_that_is_added_behind_the_first_counts_in_place(self):
        key = self.machine.folder / "etc/key"
        self.machine.koi("key", "new", "/etc/koi/key", "--id", "one")
        self.addCleanup(key.unlink)
        keyed = ("node {\n  runner true\n}\ncluster {\n  quorum 1\n  transport 10.9.0.1\n"
                 "  keyfile /etc/koi/key\n}\n" + FAST)
        self.machine.configure(keyed)
        pid, begin = self.begin(), now()
        first = key.read_text()
        second = self.machine.koi("key", "new", "--id", "two").stdout.splitlines()[-1] + "\n"
        key.write_text(first + second)
        self.assertIn("cluster.keyfile: in place", self.reconfigure(keyed))
        self.assertEqual([], self.site.log.moves(begin))
        key.write_text(second + first)
        self.assertIn("cluster.keyfile: restarted the inside", self.reconfigure(keyed))
        self.assert_is(pid)

    def test_the_pid_file_stays_through_a_restart_of_the_inside(self):
        self.assertEqual(0, self.daemonize().returncode)
        pid = self.pid()
        said = self.reconfigure(alone(node="runner true\n  port 42014"))
        self.assertIn("node.port: restarted the inside", said)
        self.assertEqual(pid, self.pid())
        self.assertFalse(demo.is_dead(pid))

    def test_a_stop_while_the_inside_begins_anew_ends_the_process(self):
        self.machine.order("demote", "takes 0.5")
        self.addCleanup(self.machine.order, "demote", None)
        self.begin()
        mark = len(self.machine.said())
        self.machine.configure(alone(node="runner true\n  port 42015"))
        os.kill(self.machine.process.pid, signal.SIGUSR1)
        self.said_since(mark, "stopping")
        self.machine.terminate()
        self.assertEqual(0, self.machine.exit_code())


class NewStateTest(ReloadCase):
    """Nothing is remembered there: alone in its cluster, not even the epoch."""

    def judge(self):
        self.assertEqual([], overlaps(self.site.log.lines()))

    def test_another_state_dir_is_another_node(self):
        pid = self.begin()
        before = self.machine.ask("local")["local"]["uuid"]
        said = self.reconfigure(alone(node="runner true\n  state_dir /run/koi/state"))
        self.assertIn("node.state_dir: restarted the inside", said)
        self.assert_is(pid)
        self.assertNotEqual(before, self.machine.ask("local")["local"]["uuid"])


class ReloadInAClusterTest(ClusterCase):
    rest = FAST

    def texts(self, **keys):
        return configuration("10.9.0.1, 10.9.0.2, 10.9.0.3", rest=self.rest, **keys)

    def setUp(self):
        for machine in self.site.machines.values():
            machine.configure(self.texts())

    def test_keys_that_change_in_place_move_nobody(self):
        self.settle()
        begin = now()
        changed = configuration(
            "10.9.0.1, 10.9.0.2, 10.9.0.3", node="runner true\n  loglevel trace",
            cluster="quorum 3",
            rest="time {\n  profile fast\n  status_interval 2s\n  lease_soft 360ms\n  lease_hard 500ms\n"
                 "  heartbeat_interval 35ms\n  auto_recover_time 2s\n}\n")
        for machine in self.site.machines.values():
            machine.configure(changed)
            said = self.obeyed(machine, "reconfigure")
            self.assertNotIn("restarted", said)
            for key in ("cluster.quorum", "time.heartbeat_interval"):
                self.assertIn(f"{key}: in place", said)
        self.assert_nothing_moves(begin, 3)
        for machine in self.site.machines.values():
            machine.configure(self.texts())
            self.obeyed(machine, "reconfigure")
        self.assert_nothing_moves(begin, 1)

    def test_a_node_is_named_from_another(self):
        master = self.settle()
        other, third = self.site.others(master)
        third.configure(self.texts(node="runner true\n  priority 3"))
        said = self.obeyed(other, "reconfigure", third.name)
        self.assertIn(f"{third.name}: the configuration is reloaded", said)
        self.assertIn("node.priority: in place", said)
        third.configure(self.texts(node="runner yes"))
        done = other.koi("reconfigure", third.name)
        self.assertEqual(1, done.returncode, done.stdout)
        self.assertIn("node.runner", done.stdout)
        self.assertEqual(1, other.koi("reconfigure", "nobody").returncode)

    def test_a_master_whose_inside_restarts_hands_over(self):
        master = self.settle()
        machine, begin = self.site[master], now()
        pid = machine.process.pid
        machine.configure(self.texts(node="runner true\n  increment_port true"))
        other = self.site.others(master)[0]
        said = self.obeyed(other, "reconfigure", master)
        self.assertIn("node.increment_port: restarted the inside", said)
        self.promoted(begin, other_than=master)
        self.assertEqual(pid, machine.process.pid)
        machine.configure(self.texts())
        self.obeyed(machine, "reconfigure")
        self.settle()
