"""A monkey at the keyboard: random keys, clicks, pastes, bytes and window sizes, in a real terminal.

Run `python tests/bench/monkey.py [EVENTS] [SEEDS] [FIRST] [--ledger FILE]`: 20,000 events over ten seeds from
1 on unless told otherwise. Each seed has its own made-up planbook. The app must take every event, answer,
end when it is asked to, and leave a planbook that opens whole; what does not is said with the seed, the last
events and the app's words. A ledger keeps what every seed came to, one line each: seeds that stand in it are
not run again, so that a million events (`1000000 100 --ledger FILE`) can be sent in many sittings.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import random
import re
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

from gigplanner.model import Record
from gigplanner.planbook import Planbook
from gigplanner.planbook.tables import TABLES
from gigplanner.workday.demo import write_demo

NOW = datetime(2026, 11, 22, 12, 14, tzinfo=UTC)
CLOCK = f"{NOW.isoformat()} x20"
DAYS = 10  # of the made-up past
PATIENCE = 30.0  # seconds without an answer after which the app counts as hung
LOOK_EVERY = 300  # events after which the app must still answer
STANDS = b"Insights"  # of the first row, in the first frame
PACE = 0.002  # seconds that the app gets for an event at least
SIZES = ((120, 36), (80, 24), (40, 20), (200, 60), (20, 6), (1, 1), (300, 100), (3, 50), (64, 9))
KEYS = (
    *"1231233abcdefghijklmnopstuwxyABDEHSTU[]/?+- ",
    *("\r", "\r", "\t", "\x1b[Z", "\x7f", "\x1b[3~", "\x1b", "\x1b\x1b", "\x10", "\x12", "\x13", "\x11"),
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~"),
    *("\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[1;5C", "\x1b[1;2B", "\x01", "\x05", "\x0b"),
)
LINES = (
    "survey Prolific 12m $3.20 due fri 5pm",
    "block DoorDash 15-18",
    "earned $7.50 tip 2 Uber Eats",
    "drove 6.2mi",
    "spent $38 gas",
    "8.50 tip 2 4.1mi",
    "[/] [@click=app.quit]x[/] [b]",
    "日本語 🚗👩‍👩‍👧 é \u202eabc",
    "9" * 400,
)
NOISE = (
    b"\xe9",
    b"\xff",
    b"\xc3",
    b"\x00",
    b"\x9b",
    b"\xf0\x9f",
    b"\x1b[",
    b"\x1b[999999999;1H",
    b"\x1b[9;9u",
)
Size = tuple[int, int]


class Monkey:
    """The app in a terminal that nobody reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: deque[bytes] = deque(maxlen=400)
        self.starts = self.looks = self.heard = 0
        self.start()

    def start(self) -> None:
        """Start the app on the planbook, and wait until it draws."""
        self.starts += 1
        self.said.clear()
        self.leader, follower = pty.openpty()
        self.resize(120, 36)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gigplanner"],
            stdin=follower,
            stdout=follower,
            stderr=follower,
            start_new_session=True,
            cwd=self.folder.parent,
            env=environment(self.folder),
        )
        os.close(follower)
        os.set_blocking(self.leader, False)
        while STANDS not in b"".join(self.said):  # what is sent to an app that only starts may come too late
            self._await_output()
        self._drain(0.3)

    def send(self, event: bytes | Size) -> None:
        """Let one event happen; where it has ended the app as asked, start the app again."""
        if isinstance(event, tuple):
            self.resize(*event)
            self._drain(PACE)
        give_up = time.monotonic() + PATIENCE
        while isinstance(event, bytes) and event and self.process.poll() is None:
            self._drain(PACE)
            try:
                event = event[os.write(self.leader, event) :]
            except BlockingIOError:
                assert time.monotonic() < give_up, "it reads no more"
        self._drain(PACE)
        if self.process.poll() is not None:
            assert self.process.returncode == 0, f"it ended with status {self.process.returncode}"
            os.close(self.leader)
            self.start()

    def look(self) -> None:
        """See whether the app still answers: a size that it did not have must be drawn."""
        self._drain(0.05)
        heard = self.heard
        self.resize(20, 5)
        self.looks += 1
        self.send((90 + self.looks % 2, 30))  # two changes in one breath are one, to what was there before
        if self.heard == heard:
            self._await_output()

    def end(self) -> None:
        """End the app as a closing session does; it must go by itself."""
        self.process.send_signal(signal.SIGTERM)
        give_up = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < give_up, "it does not end"
            self._drain(0.05)
        as_asked = (0, 128 + signal.SIGTERM)  # by a key of before, or by the signal
        assert self.process.returncode in as_asked, f"it ended with status {self.process.returncode}"
        os.close(self.leader)

    def kill(self) -> None:
        """End it in any case."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size."""
        fcntl.ioctl(self.leader, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def _await_output(self) -> None:
        assert select.select([self.leader], [], [], PATIENCE)[0], "it answers no more"
        assert not self.process.poll(), f"it ended with status {self.process.returncode}"  # None or as asked
        self._drain(PACE)

    def _drain(self, seconds: float) -> None:
        """Take what the app writes until it is quiet for `seconds`."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and select.select([self.leader], [], [], seconds)[0]:
            try:
                self.said.append(os.read(self.leader, 65536))
                self.heard += 1
            except OSError:  # the app has closed its terminal
                return


def environment(folder: Path) -> dict[str, str]:
    """The variables of an app that keeps everything in `folder` and says where it failed."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIGPLANNER")},
        "HOME": str(folder.parent),
        "GIGPLANNER_DATA": str(folder),
        "GIGPLANNER_CLOCK": CLOCK,
        "GIGPLANNER_DEBUG": "1",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "TEXTUAL_ANIMATIONS": "none",
    }


def some_event(chance: random.Random) -> bytes | Size:
    """One event: bytes that a terminal sends, or another size of the window."""
    kind = chance.random()
    if kind < 0.76:
        return chance.choice(KEYS).encode()
    if kind < 0.90:
        button = chance.choice((0, 0, 0, 1, 2, 32, 35, 64, 65))
        at = f"{button};{chance.randint(1, 121)};{chance.randint(1, 37)}"
        return f"\x1b[<{at}M".encode() + (f"\x1b[<{at}m".encode() if button < 3 else b"")
    if kind < 0.94:
        return chance.choice(LINES).encode() + b"\r" * chance.randrange(2)
    if kind < 0.96:
        return b"\x1b[200~" + chance.choice(LINES).encode() * chance.randint(1, 3) + b"\x1b[201~"
    return chance.choice(NOISE) if kind < 0.98 else chance.choice(SIZES)


def holdings_of(folder: Path) -> dict[tuple[str, str], Record]:
    """What the planbook in `folder` holds, by table and id. Raises AssertionError where it is damaged."""
    found: dict[tuple[str, str], Record] = {}
    with Planbook(folder, by="monkey") as book:
        for table in TABLES:
            for record in book.every(table.record):
                name = (table.name, record.id)
                assert name not in found, f"{name} is there twice"
                found[name] = record
        assert not book.problems, f"the planbook is damaged: {book.problems}"
    return found


def rage(folder: Path, seed: int, events: int) -> str:
    """Let the monkey loose on the planbook in `folder`; return how it went. Raises AssertionError."""
    chance = random.Random(seed)
    last: deque[bytes | Size] = deque(maxlen=25)
    monkey = Monkey(folder)
    try:
        for number in range(events):
            last.append(some_event(chance))
            monkey.send(last[-1])
            if number % LOOK_EVERY == LOOK_EVERY - 1:
                monkey.look()
        monkey.look()
        monkey.end()
        return f"{events} events, {monkey.starts} starts, {len(holdings_of(folder))} records"
    except AssertionError as error:
        words = re.sub(r"\x1b\[[\d;?<>]*[a-zA-Z]", " ", b"".join(monkey.said).decode(errors="replace"))[
            -4000:
        ]
        raise AssertionError(f"seed {seed}: {error}\nlast events: {list(last)}\nit wrote: {words}") from None
    finally:
        monkey.kill()


def main(events: int, seeds: int, first: int, ledger: Path | None) -> int:
    """Rage with every seed that the ledger does not hold; return how many failed, of all in the ledger."""
    known = ledger.read_text("utf-8").splitlines() if ledger and ledger.exists() else []
    entries = {entry["seed"]: entry for entry in map(json.loads, known)}
    for seed in range(first, first + seeds):
        if seed in entries:
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "planbook"
            write_demo(folder, NOW, days=DAYS, seed=seed, zone="UTC")
            begun = time.monotonic()
            try:
                said, failed = rage(folder, seed, events // seeds), False
            except AssertionError as error:
                said, failed = str(error), True
        seconds = time.monotonic() - begun
        entry = {"seed": seed, "events": events // seeds, "seconds": seconds, "failed": failed, "said": said}
        entries[seed] = entry
        if ledger:
            with ledger.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry) + "\n")
        print(f"{'FAILED ' if failed else ''}seed {seed}: {said}, {seconds:.0f} s", flush=True)
    sent, took = (sum(entry[what] for entry in entries.values()) for what in ("events", "seconds"))
    failures = sum(entry["failed"] for entry in entries.values())
    print(f"{sent} events over {len(entries)} seeds, {sent / took:.0f} a second, {failures} seeds failed")
    return failures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for number, usual in (("events", 20_000), ("seeds", 10), ("first", 1)):
        parser.add_argument(number, type=int, nargs="?", default=usual)
    parser.add_argument("--ledger", type=Path)
    sys.exit(1 if main(**vars(parser.parse_args())) else 0)
