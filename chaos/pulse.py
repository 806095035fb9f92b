"""How long the machine itself made processes wait: without a processor no script ends in time."""

import subprocess


class Pulse:
    """A process that sleeps 5 ms again and again, and writes down when that took much longer."""

    def __init__(self, program, path):
        self.path = path
        with open(path, "wb") as file:
            self.process = subprocess.Popen([program], stdin=subprocess.DEVNULL, stdout=file,
                                            start_new_session=True)

    def stalls(self):
        """(begin, seconds) of each."""
        text = self.path.read_text(encoding="ascii")
        lines = text[: text.rfind("\n") + 1].splitlines()
        return [tuple(int(number) / 1e9 for number in line.split(" ")) for line in lines]

    def within(self, begin, end):
        """Seconds of that time in which it waited."""
        return sum(max(0.0, min(end, start + length) - max(begin, start)) for start, length in self.stalls())

    def end(self):
        self.process.kill()
        self.process.wait()
