"""Cables that can be cut: a network namespace for each machine, and one that holds the switches.

Names of namespaces are koi-PID-SERIAL-WHO: what a run left behind can be told by its pid.
"""

import itertools
import os
import subprocess

serials = itertools.count(1)


def run(*command, given=None):
    done = subprocess.run([str(word) for word in command], input=given, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stdout}")
    return done.stdout


class Network:
    def __init__(self):
        self.prefix = f"koi-{os.getpid()}-{next(serials)}-"
        self.namespaces, self.switches = [], {}
        self.middle = self._namespace("switch")

    def _namespace(self, who):
        name = self.prefix + who
        run("ip", "netns", "add", name)
        self.namespaces.append(name)
        run("ip", "-n", name, "link", "set", "lo", "up")
        return name

    def machine(self, who):
        """The namespace of this machine; made when it is new."""
        name = self.prefix + who
        return name if name in self.namespaces else self._namespace(who)

    def connect(self, who, switch, address):
        """A cable from the machine to a switch, which is made when it is new."""
        if switch not in self.switches:
            run("ip", "-n", self.middle, "link", "add", switch, "type", "bridge", "mcast_snooping", 0)
            run("ip", "-n", self.middle, "link", "set", switch, "up")
            self.switches[switch] = []
        namespace, port = self.machine(who), self._port(who, switch)
        run("ip", "-n", self.middle, "link", "add", port, "type", "veth",
            "peer", "name", switch, "netns", namespace)
        run("ip", "-n", self.middle, "link", "set", port, "master", switch, "up")
        # No duplicate address detection: an IPv6 address would not be usable for a second.
        nodad = ["nodad"] if ":" in address else []
        run("ip", "-n", namespace, "address", "add", address, "dev", switch, *nodad)
        run("ip", "-n", namespace, "link", "set", switch, "up")
        self.switches[switch].append(port)

    @staticmethod
    def _port(who, switch):
        return f"{who}-{switch}"

    def readdress(self, who, switch, old, new):
        """Another address on the same cable."""
        run("ip", "-n", self.machine(who), "address", "delete", old, "dev", switch)
        run("ip", "-n", self.machine(who), "address", "add", new, "dev", switch)

    def disable(self, who, switch):
        """The machine's own end is switched off; of IPv6 it loses the addresses too."""
        run("ip", "-n", self.machine(who), "link", "set", switch, "down")

    def enable(self, who, switch):
        run("ip", "-n", self.machine(who), "link", "set", switch, "up")

    def disconnect(self, who, switch):
        """The cable and both its ends are gone."""
        port = self._port(who, switch)
        self.switches[switch].remove(port)
        run("ip", "-n", self.middle, "link", "delete", port)

    def unplug(self, who, switch):
        run("ip", "-n", self.middle, "link", "set", self._port(who, switch), "down")

    def mute(self, who, switch):
        """What the machine sends is lost; it hears everything. It cannot notice: the switch drops."""
        self._drop("iifname", self._port(who, switch))

    def deafen(self, who, switch):
        """What is sent to the machine is lost; everybody hears it."""
        self._drop("oifname", self._port(who, switch))

    def lossy(self, who, switch, percent):
        """So many of the datagrams to and from the machine are lost."""
        port, lost = self._port(who, switch), f"numgen random mod 100 < {percent} drop"
        self._nft(f"""table bridge cut {{
  chain forward {{
    type filter hook forward priority 0
    meta protocol ip iifname "{port}" {lost}
    meta protocol ip oifname "{port}" {lost}
  }}
}}
""")

    def part(self, who, other, switch):
        """What these two send to each other is lost; everybody else hears both."""
        one, two = self._port(who, switch), self._port(other, switch)
        self._drop("iifname", one, f'oifname "{two}"')
        self._drop("iifname", two, f'oifname "{one}"')

    def relayed(self, switch):
        """The switch carries no datagram any more: somebody else does (chaos/relay.py)."""
        for port in self.switches[switch]:
            self._drop("iifname", port, "ether type ip ip protocol udp")

    def _drop(self, direction, port, further=""):
        self._nft(f"""table bridge cut {{
  chain forward {{
    type filter hook forward priority 0
    {direction} "{port}" {further} drop
  }}
}}
""")

    def heal(self):
        """Every cable plugged in, nothing dropped."""
        self._nft("table bridge cut {\n}\ndelete table bridge cut\n")
        for ports in self.switches.values():
            for port in ports:
                run("ip", "-n", self.middle, "link", "set", port, "up")

    def _nft(self, text):
        run("ip", "netns", "exec", self.middle, "nft", "-f", "-", given=text)

    def remove(self):
        while self.namespaces:
            run("ip", "netns", "delete", self.namespaces.pop())
