#!/usr/bin/env python3
"""relay.py --delay MS --jitter MS --double PERCENT PORT...: carries datagrams between ports of a switch.

Run where the switch is, which itself drops them (nftables) while this runs. Each is late by delay and up
to jitter, so that they also overtake each other; some come twice. There is no `tc netem` to do it.
"""

import argparse
import heapq
import itertools
import os
import random
import select
import signal
import socket
import struct
import sys
import time

ETH_P_ALL, ETH_P_IP, UDP = 3, 0x0800, 17
HEADER = 14
# A UDP checksum may be missing in IPv4; that of a packet which never left the machine was not computed yet.
UDP_CHECKSUM = 6


def datagram(frame):
    """The frame as it may be sent on; None if it holds no UDP datagram."""
    if len(frame) < HEADER + 28 or struct.unpack_from("!H", frame, 12)[0] != ETH_P_IP:
        return None
    size = (frame[HEADER] & 15) * 4
    if frame[HEADER + 9] != UDP:
        return None
    if struct.unpack_from("!H", frame, HEADER + 6)[0] & 0x1FFF:
        return frame  # a later fragment has no UDP header
    place = HEADER + size + UDP_CHECKSUM
    return frame[:place] + b"\0\0" + frame[place + 2:]


class Relay:
    def __init__(self, ports, options):
        self.options, self.dice = options, random.Random(options.seed)
        self.sockets = {}
        for port in ports:
            link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
            link.bind((port, 0))
            link.setblocking(False)
            self.sockets[link] = port
        self.where, self.waiting, self.serials = {}, [], itertools.count()

    def run(self):
        while True:
            rest = max(0.0, self.waiting[0][0] - time.monotonic()) if self.waiting else 1.0
            readable, _, _ = select.select(list(self.sockets), [], [], rest)
            for link in readable:
                self.take(link)
            while self.waiting and self.waiting[0][0] <= time.monotonic():
                _, _, origin, frame = heapq.heappop(self.waiting)
                self.give(origin, frame)

    def take(self, link):
        while True:
            try:
                frame, address = link.recvfrom(65536)
            except BlockingIOError:
                return
            if address[2] == socket.PACKET_OUTGOING:
                continue  # what the switch sends to that port, or we
            sendable = datagram(frame)
            if sendable is not None:
                self.where[frame[6:12]] = link
                for _ in range(2 if self.dice.random() * 100 < self.options.double else 1):
                    late = self.options.delay + self.dice.random() * self.options.jitter
                    due = time.monotonic() + late / 1000
                    heapq.heappush(self.waiting, (due, next(self.serials), link, sendable))

    def give(self, origin, frame):
        known = self.where.get(frame[:6])
        for link in [known] if known else self.sockets:
            if link is not origin:
                try:
                    link.send(frame)
                except OSError:
                    pass  # a full queue or a port that is down: lost, as datagrams may be


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("delay", "jitter", "double", "seed"):
        parser.add_argument(f"--{name}", type=int, default=0)
    parser.add_argument("ports", nargs="+")
    options = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:  # as late as it is told to be, not as late as a busy machine makes it
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except PermissionError:
        pass
    relay = Relay(options.ports, options)
    print("ready", flush=True)
    relay.run()


if __name__ == "__main__":
    sys.exit(main())
