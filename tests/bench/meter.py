"""What the live meter costs: CPU of the app during a shift beside a bare Textual app with one clock.

Run `python tests/bench/meter.py [--seconds N] [--years N]`. A bare app whose only widget is a clock of large
digits, the app waiting for an order with its suggestions, on an order, and working on a filler run side by
side for N seconds, each in a real terminal of 120×36, each ticking once a second. Only the time after the
start counts: user and system CPU of the whole process. The bar is a ratio of at most 2.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import NamedTuple

if sys.platform != "win32":
    import fcntl

BARE = """
from datetime import datetime
from textual.app import App
from textual.widgets import Digits
class Clock(App):
    def compose(self):
        yield Digits("")
    def on_mount(self):
        self.tick()
        self.set_interval(1, self.tick)
    def tick(self):
        self.query_one(Digits).update(f"{datetime.now():%H:%M:%S}")
Clock().run()
"""
CLOCK = "2026-11-22T11:42:30-06:00"
SETTLED = 6.0  # seconds after the start from which on only the ticks are left
STANDS = b"Queue"  # what the plan says, with which the app opens
SHIFT_SCREEN = (b"2", b"Log")  # its key, and a word of it
PATIENCE = 60.0  # seconds for an app to open, or to draw a screen, on a busy machine
STATES = {  # the keys that lead there, and the words that only then stand on the screen
    "waiting": (b"w", b"While you wait"),
    "on an order": (b"wo", b"on an order"),
    "on a filler": (b"wf", b"Working on"),
}
BAR = 2.0


class Subject(NamedTuple):
    """A program in its terminal."""

    name: str
    process: subprocess.Popen[bytes]
    leader: int
    written: bytearray

    @property
    def cpu_seconds(self) -> float:
        """What all its threads have taken so far, to the nanosecond: /proc/PID/stat counts hundredths."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text("ascii").split()[0]) for thread in threads) / 1e9


def started(name: str, command: list[str], environment: dict[str, str]) -> Subject:
    """Start `command` in a terminal of its own."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    process = subprocess.Popen(
        command,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
        cwd=environment["HOME"],
        start_new_session=True,
    )
    os.close(follower)
    return Subject(name, process, leader, bytearray())


def drain(subjects: list[Subject], seconds: float) -> int:
    """Read what all of them write for some seconds, and return how many bytes it was."""
    end = time.monotonic() + seconds
    before = sum(len(subject.written) for subject in subjects)
    by_leader = {subject.leader: subject for subject in subjects}
    while (left := end - time.monotonic()) > 0:
        for leader in select.select(list(by_leader), [], [], left)[0]:
            by_leader[leader].written.extend(os.read(leader, 65536))
    return sum(len(subject.written) for subject in subjects) - before


def wait_for(word: bytes, subject: Subject, subjects: list[Subject]) -> None:
    """Read what all of them write until `subject` has written `word`; RuntimeError if it never does."""
    give_up = time.monotonic() + PATIENCE
    while word not in subject.written:
        if time.monotonic() > give_up:
            raise RuntimeError(f"the app never came to say {word.decode()} ({subject.name})")
        drain(subjects, 0.1)


def planbook(folder: Path, years: int, environment: dict[str, str]) -> dict[str, str]:
    """Write a demo planbook with its running shift; return the environment that names it."""
    named = {**environment, "GIGPLANNER_DATA": str(folder)}
    words = ["demo", "--into", str(folder), *(["--years", str(years)] if years else [])]
    subprocess.run([sys.executable, "-m", "gigplanner", *words], check=True, env=named, cwd=named["HOME"])
    return named


def main(seconds: float, years: int) -> None:
    """Run all of them side by side, and print what each took and how it compares with the bare one."""
    subjects: list[Subject] = []
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "HOME": home,
            "TERM": "xterm-256color",
            "GIGPLANNER_CLOCK": CLOCK,
        }
        try:
            subjects.append(started("bare, one clock", [sys.executable, "-c", BARE], environment))
            for number, (name, (keys, words)) in enumerate(STATES.items()):
                own = planbook(Path(home) / f"planbook-{number}", years, environment)
                subject = started(name, [sys.executable, "-m", "gigplanner"], own)
                subjects.append(subject)
                wait_for(STANDS, subject, subjects)
                os.write(subject.leader, SHIFT_SCREEN[0])
                wait_for(SHIFT_SCREEN[1], subject, subjects)
                drain(subjects, 1.0)
                for byte in keys:
                    os.write(subject.leader, bytes([byte]))
                    drain(subjects, 1.0)
                wait_for(words, subject, subjects)
            drain(subjects, SETTLED)
            before = [subject.cpu_seconds for subject in subjects]
            written = drain(subjects, seconds)
            took = [subject.cpu_seconds - earlier for subject, earlier in zip(subjects, before, strict=True)]
        finally:
            for subject in subjects:
                os.killpg(subject.process.pid, signal.SIGKILL)
                subject.process.wait()
                os.close(subject.leader)
    bare = took[0]
    print(
        f"{seconds:.0f} s at one tick a second, {written / seconds / len(subjects):.0f} bytes/s to a terminal"
    )
    for subject, cpu in zip(subjects, took, strict=True):
        share = f"{cpu / seconds * 100:5.2f} % of a core, {cpu / seconds * 8 * 3600:5.0f} s in eight hours"
        print(f"{subject.name:<16} {cpu:6.2f} s CPU  {share}  ratio {cpu / bare:5.2f}")
    worst = max(took[1:]) / bare
    print(f"worst ratio      {worst:6.2f}  (bar: {BAR:.0f})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--years", type=int, default=0, help="of history in the planbook; else sixty days")
    given = parser.parse_args()
    main(given.seconds, given.years)
