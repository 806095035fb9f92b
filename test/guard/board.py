"""What the daemon and the guards share (guard/README.md): cells, what is handed over, frames."""

import mmap
import struct
import time

WORDS = {"daemon": 8, "k": 16, "end": 24, "handover": 32, "feed": 40, "timeout": 48, "launcher": 56,
         "mode": 128, "pid0": 64, "beat0": 72, "late0": 80, "pid1": 96, "beat1": 104, "late1": 112}
CELL_WORDS = {name: 8 * i for i, name in enumerate(
    ("epoch", "t0_boot", "t0_raw", "soft", "hard", "cut", "w", "class", "retry", "latch", "phase", "owner",
     "armed0", "armed1"))}
SIZE = 4096 + 256 * 256
MILLI = 1_000_000
ARMED, ORDERLY, CUTTING, CONFIRMED, UNCONFIRMED = range(1, 6)
BASE, PROMOTED, EMERGENCY = range(3)
ANY = 0xffffffff


def boot():
    return time.clock_gettime_ns(time.CLOCK_BOOTTIME)


def raw():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC_RAW)


class Board:
    """The file `cells`. Words are read and written as a whole, by struct on aligned places."""

    def __init__(self, folder, node):
        self.path = folder / "cells"
        content = bytearray(SIZE)
        content[0:8] = b"KOICELL1"
        content[192:192 + len(node)] = node.encode()
        self.path.write_bytes(content)
        with self.path.open("r+b") as file:
            self.memory = mmap.mmap(file.fileno(), SIZE)

    def get(self, word):
        return struct.unpack_from("=Q", self.memory, WORDS[word])[0]

    def set(self, word, value):
        struct.pack_into("=Q", self.memory, WORDS[word], value)

    def text(self, offset, size):
        return self.memory[offset:offset + size].split(b"\0")[0].decode()

    def cell(self, number):
        return Cell(self.memory, 4096 + 256 * number)


class Cell:
    def __init__(self, memory, offset):
        self.memory, self.offset = memory, offset

    def get(self, word):
        return struct.unpack_from("=Q", self.memory, self.offset + CELL_WORDS[word])[0]

    def set(self, word, value):
        struct.pack_into("=Q", self.memory, self.offset + CELL_WORDS[word], value)

    def fill(self, group, epoch, **words):
        for word, value in {"owner": 0, "phase": ARMED, "epoch": epoch, **words}.items():
            self.set(word, value)
        self.memory[self.offset + 128:self.offset + 256] = group.encode().ljust(128, b"\0")

    def renew(self):
        """As if a nonce had been answered that left now. Returns its moment on CLOCK_BOOTTIME."""
        moment = boot()
        self.set("t0_boot", moment)
        self.set("t0_raw", raw())
        return moment


def frame(kind, number, body=b""):
    return struct.pack(">c3xIQ", kind.encode(), len(body), number) + body


def epoch_body(epoch):
    return struct.pack(">Q", epoch)


def words(folder, *command, **variables):
    texts = [str(folder), *map(str, command), *(f"{name}={value}" for name, value in variables.items())]
    return struct.pack(">I", len(command)) + b"".join(text.encode() + b"\0" for text in texts)


def command(kind, service, launched, rank=0, millis=60_000, user=ANY, program=(0, 0)):
    """program: device and inode."""
    return frame(kind, service, struct.pack(">IIIIQQ", rank, millis, user, user, *program) + launched)


def datagram(kind, port, content, family=4):
    address = b"\x7f\0\0\1".ljust(16, b"\0") if family == 4 else bytes(15) + b"\1"
    return frame(kind, 0, struct.pack(">BxHI", family, port, 0) + address + content)


class Frames:
    """Frames that arrive on a pipe, opened by us for reading and writing, so that it never ends."""

    def __init__(self, file):
        self.file, self.rest, self.seen = file, b"", []

    def read(self):
        try:
            while chunk := self.file.read(65536):
                self.rest += chunk
        except BlockingIOError:
            pass
        while len(self.rest) >= 16:
            kind, length, number = struct.unpack_from(">c3xIQ", self.rest)
            if len(self.rest) < 16 + length:
                break
            self.seen.append((kind.decode(), number, self.rest[16:16 + length]))
            self.rest = self.rest[16 + length:]
        return self.seen
