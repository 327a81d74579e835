"""Programs in terminals of their own, for the benches: started, read, typed to and weighed while they run."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

if os.name == "posix":
    import fcntl

COLUMNS, ROWS = 120, 36
PATIENCE = 20.0  # seconds for an app to open, or to draw a screen, on a busy machine
FRAMES_ASKED = b"\x1b[?2026$p"  # does the terminal know synchronised frames?
FRAMES_KNOWN = b"\x1b[?2026;2$y"
FRAME_END = b"\x1b[?2026l"
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")


def as_installed(**named: str) -> dict[str, str]:
    """The environment of an installed program, whose byte-code is kept, with what is `named`."""
    return {**{key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}, **named}


def words_of(written: bytes) -> str:
    """What is written, without the colours and moves between the words."""
    return _ESCAPES.sub(b"", written).decode(errors="replace")


class Subject:
    """A program in a terminal of 120×36, which says that it knows synchronised frames."""

    def __init__(self, name: str, command: Sequence[str], environment: dict[str, str]) -> None:
        self.name = name
        self.written = bytearray()
        self.leader, follower = pty.openpty()
        fcntl.ioctl(self.leader, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=environment,
            cwd=environment["HOME"],  # not the source tree: what is timed is what pip installed, compiled
            start_new_session=True,
        )
        os.close(follower)
        self._has_answered = False

    @property
    def cpu_seconds(self) -> float:
        """What all its threads have taken so far, ended ones too, to the nanosecond.

        By the clock that clock_getcpuclockid(3) names; /proc/PID/stat counts hundredths of a second.
        """
        return time.clock_gettime(~self.process.pid << 3 | 2)

    @property
    def memory_kb(self) -> int:
        """Its memory (PSS): its own, and its share of what processes have in common."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text("ascii")
        return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))

    def send(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.leader, keys)

    def read(self, seconds: float) -> bool:
        """Read what is there within `seconds`; return whether there was anything."""
        if not select.select([self.leader], [], [], seconds)[0]:
            return False
        try:
            self.written += os.read(self.leader, 65536)
        except OSError as error:
            raise RuntimeError(f"{self.name} has ended: {words_of(self.written)[-500:]}") from error
        if not self._has_answered and FRAMES_ASKED in self.written:
            self._has_answered = True
            self.send(FRAMES_KNOWN)
        return True

    def wait_for(self, *words: str, since: int = 0, frame: bool = False) -> float:
        """Read until all of `words` are written since byte `since`, and with `frame` their frame is whole.

        Return the instant of `time.perf_counter` then. Raises RuntimeError if that never comes.
        """
        give_up = time.perf_counter() + PATIENCE
        while True:
            at = time.perf_counter()
            end = self.written.rfind(FRAME_END) if frame else len(self.written)
            if end > since:
                said = words_of(bytes(self.written[since:end]))
                if all(word in said for word in words):
                    return at
            if at > give_up:
                raise RuntimeError(f"{self.name} never wrote {words}: {words_of(self.written)[-300:]}")
            self.read(0.5)

    def settle(self, quiet: float) -> None:
        """Read until nothing has been written for `quiet` seconds."""
        give_up = time.perf_counter() + PATIENCE
        while self.read(quiet):
            if time.perf_counter() > give_up:
                raise RuntimeError(f"{self.name} writes on and on")

    def end(self) -> None:
        """End it at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.leader)


@contextmanager
def running(name: str, command: Sequence[str], environment: dict[str, str]) -> Iterator[Subject]:
    """Start a program, and end it in any case."""
    subject = Subject(name, command, environment)
    try:
        yield subject
    finally:
        subject.end()


def drain(subjects: Sequence[Subject], seconds: float) -> int:
    """Read what all of them write for some seconds, and return how many bytes it was."""
    end = time.monotonic() + seconds
    before = sum(len(subject.written) for subject in subjects)
    by_leader = {subject.leader: subject for subject in subjects}
    while (left := end - time.monotonic()) > 0:
        for leader in select.select(list(by_leader), [], [], left)[0]:
            by_leader[leader].read(0)
    return sum(len(subject.written) for subject in subjects) - before
