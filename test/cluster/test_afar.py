"""Who asks from another machine: `koi -H`, and `koi` where the daemon is down."""

import json
import random
import socket
import subprocess
import sys

from case import ClusterCase, configuration
from machines import PASSWORD, now

# On a machine whose packets can be seen and repeated: all that it sends to port 42012 goes through this.
RELAY = """\
import socket, sys
inside = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
inside.bind(("127.0.0.1", 42012))
outside = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print("ready", flush=True)
import select
caller = None
while True:
    for ready in select.select([inside, outside], [], [])[0]:
        datagram, source = ready.recvfrom(2048)
        if ready is inside:
            caller = source
            outside.sendto(datagram, (sys.argv[1], 42012))
            print(datagram.hex(), flush=True)
        else:
            inside.sendto(datagram, caller)
"""


class AfarTest(ClusterCase):
    """A cluster of a, b and c; x has no daemon and is no node."""

    names = ("a", "b", "c", "x")

    @classmethod
    def build(cls):
        super().build()
        transport = "10.9.0.1, 10.9.0.2, 10.9.0.3"
        for name in cls.names:
            cls.site[name].configure(configuration(transport))
        for number in range(60):
            cls.site["c"].service(f"s{number:02}", "#!/bin/sh\nexit 0\n")

    def settle(self):
        self.site.network.heal()
        for name in "abc":
            if self.site[name].ended():
                self.site[name].start()
        return self.eventually(self.site.settled, "all machines are well")

    def tearDown(self):
        super().tearDown()
        self.obeyed(self.site["x"], "elect", "-H", "10.9.0.1")

    def asked(self, machine, *words):
        """The same with standard output and error apart: (exit code, output, errors)."""
        done = subprocess.run(machine.command("koi", *words), text=True, capture_output=True, cwd="/",
                              env=machine.environment(), check=False, timeout=60)
        return done.returncode, done.stdout, done.stderr

    def test_any_node_answers_from_afar(self):
        master = self.settle()
        for number, name in enumerate("abc", 1):
            host = f"10.9.0.{number}"
            view = json.loads(self.obeyed(self.site["x"], "status", "-H", host, "-o", "json"))
            self.assertEqual(["a", "b", "c"], [node["name"] for node in view["nodes"]])
            self.assertEqual(master, view["groups"][0]["master"])
            self.assertEqual(61, len(view["nodes"][2]["services"]))
            self.assertGreater(len(json.dumps(view)), 5 * 1400)
            local = json.loads(self.obeyed(self.site["x"], "local", "-H", host, "-o", "json"))
            self.assertEqual(name, local["name"])

    def test_promote_from_afar_is_done_when_it_returns(self):
        master = self.settle()
        other = "a" if master != "a" else "b"
        self.obeyed(self.site["x"], "promote", other, "-H", "10.9.0.3")
        self.assertEqual([other], self.site.log.masters())
        self.assertIn("asked from afar by 10.9.0.4: promote " + other, self.site["c"].said())

    def test_the_command_line_says_all_where_there_is_no_configuration(self):
        self.settle()
        x = self.site["x"]
        conf = x.conf.read_text()
        x.conf.unlink()
        try:
            self.assertEqual(2, self.asked(x, "status", "-H", "10.9.0.1")[0])
            code, out, errors = self.asked(x, "status", "-H", "10.9.0.1", "--secret", PASSWORD)
            self.assertEqual((0, ""), (code, errors))
            self.assertTrue(out.startswith("OK"), out)
            for wrong in (["--secret", PASSWORD + "x"], ["--secret", PASSWORD, "--id", "14"]):
                code, out, errors = self.asked(x, "demote", "-H", "10.9.0.1", "-t", "1", *wrong)
                self.assertEqual((3, ""), (code, out), errors)
                self.assertIn("nobody answered in 1.0 s at 10.9.0.1:42012", errors)
        finally:
            x.configure(conf)
        self.assertNotEqual([], self.site.log.masters())

    def test_who_asked_becomes_no_node(self):
        self.settle()
        x = self.site["x"]
        self.obeyed(x, "status", "-H", "10.9.0.1")
        view = json.loads(self.obeyed(x, "status", "-H", "10.9.0.2", "-o", "json"))
        self.assertEqual(3, len(view["nodes"]))

    def test_an_order_is_done_once_though_a_third_is_lost_each_way(self):
        master = self.settle()
        for other in [name for name in "abc" if name != master] + [master]:
            self.site.network.lossy("x", "lan", 30)
            marks, begin = self.site.marks(), now()
            self.obeyed(self.site["x"], "promote", other, "-H", "10.9.0.1")
            self.site.network.heal()
            self.assertEqual([other], self.site.log.masters())
            begun = [line for line in self.site.log.lines(begin)
                     if line.word == "begin" and line.action == "promote"]
            self.assertEqual([other], [line.node for line in begun])
            orders = sum(self.site[name].said(marks.get(name, 0)).count("order promote") for name in "abc")
            self.assertEqual(1, orders)

    def test_a_recorded_order_replayed_demotes_nobody(self):
        """Defect 9 of the original."""
        self.settle()
        x = self.site["x"]
        relay = subprocess.Popen(
            x.command("koi")[:-1] + [sys.executable, "-c", RELAY, "10.9.0.1"],
            stdout=subprocess.PIPE, text=True, env=x.environment())
        try:
            self.assertEqual("ready\n", relay.stdout.readline())
            self.obeyed(x, "demote", "-H", "127.0.0.1")
        finally:
            relay.terminate()
            recorded = [bytes.fromhex(line) for line in relay.communicate()[0].split()]
        self.assertGreaterEqual(len(recorded), 3)
        self.obeyed(x, "elect", "-H", "10.9.0.1")
        begin = now()
        for name in ("x", "b"):
            replay = "import socket, sys\ns = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n" \
                "for line in sys.stdin: s.sendto(bytes.fromhex(line), ('10.9.0.1', 42012))\n"
            shuffled = random.Random(1).sample(recorded * 10, len(recorded) * 10)
            subprocess.run(
                self.site[name].command("koi")[:-1] + [sys.executable, "-c", replay], text=True, check=True,
                input="\n".join(datagram.hex() for datagram in recorded + shuffled),
                env=self.site[name].environment(), timeout=30)
        self.assert_nothing_moves(begin, 2.0)

    def test_the_others_answer_where_the_daemon_is_down(self):
        master = self.settle()
        down = next(name for name in "abc" if name != master)
        self.site[down].kill()
        code, out, errors = self.asked(self.site[down], "status")
        self.assertIn("koinode here is down (no koinode answers on /run/koi/koi.sock", errors)
        self.assertRegex(errors, r"asked [abc] \(10\.9\.0\.\d:42012\)")
        self.eventually(lambda: self.asked(self.site[down], "status")[0] == 4, "its loss is noticed")
        code, out, errors = self.asked(self.site[down], "status")
        self.assertTrue(out.startswith("DEGRADED"), out)
        self.assertEqual(3, self.asked(self.site[down], "local")[0])
        self.assertEqual(1, self.asked(self.site[down], "promote", "nobody")[0])
        self.assertEqual(0, self.asked(self.site[down], "demote")[0])
        self.assertEqual([], self.site.log.masters())
        self.assertEqual(0, self.asked(self.site[down], "elect")[0])
        self.site[down].start()

    def test_nobody_at_all_is_exit_code_3(self):
        self.settle()
        self.site.network.unplug("x", "lan")
        begin = now()
        code, out, errors = self.asked(self.site["x"], "status", "-t", "1")
        self.assertEqual((3, ""), (code, out))
        self.assertIn("nobody answered in 1.0 s at 10.9.0.1:42012, 10.9.0.2:42012, 10.9.0.3:42012", errors)
        self.assertLess(now() - begin, 5)
        self.site.network.heal()
