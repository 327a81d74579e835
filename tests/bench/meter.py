"""What the live meter costs: CPU of the app during a shift beside a bare Textual app with one clock.

Run `python tests/bench/meter.py [--seconds N] [--years N]`. A bare app whose only widget is a clock of large
digits, the app waiting for an order with its suggestions, on an order, and working on a filler run side by
side for N seconds, each in a real terminal of 120×36, each ticking once a second. Only the time after the
start counts: user and system CPU of the whole process. The bar is a ratio of at most 2.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from subjects import Subject, as_installed, drain, running

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
STANDS = "Queue"  # what the plan says, with which the app opens
SHIFT_SCREEN = (b"2", "Log")  # its key, and a word of it
STATES = {  # the keys that lead there, and the words that only then stand on the screen
    "waiting": (b"w", "While you wait"),
    "on an order": (b"wo", "on an order"),
    "on a filler": (b"wf", "Working on"),
}
BAR = 2.0


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
        named = as_installed(HOME=home, TERM="xterm-256color", GIGPLANNER_CLOCK=CLOCK)
        with ExitStack() as ends:

            def start(name: str, command: list[str], own: dict[str, str]) -> Subject:
                subjects.append(ends.enter_context(running(name, command, own)))
                return subjects[-1]

            start("bare, one clock", [sys.executable, "-c", BARE], named)
            for number, (name, (keys, words)) in enumerate(STATES.items()):
                own = planbook(Path(home) / f"planbook-{number}", years, named)
                subject = start(name, [sys.executable, "-m", "gigplanner"], own)
                subject.wait_for(STANDS)
                subject.send(SHIFT_SCREEN[0])
                subject.wait_for(SHIFT_SCREEN[1])
                drain(subjects, 1.0)
                for byte in keys:
                    subject.send(bytes([byte]))
                    drain(subjects, 1.0)
                subject.wait_for(words)
            drain(subjects, SETTLED)
            before = [subject.cpu_seconds for subject in subjects]
            written = drain(subjects, seconds)
            took = [subject.cpu_seconds - earlier for subject, earlier in zip(subjects, before, strict=True)]
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
