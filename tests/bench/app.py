"""How quick and how light the app is, beside a bare Textual app in the same run, each in a real terminal.

Run `python tests/bench/app.py [PART …] [--planbook FOLDER] [--runs N] [--keys N] [--seconds N]`, with the
`python` of an environment that gigplanner was installed into (not in editable mode), so that what is timed is
what people start. Parts, all unless some are named:

start   From the start of the process to the first frame of the real day: the day's name over its timeline,
        the queue's count, the earnings and the last row's keys have all come out. The bare app shows one
        line, and is timed to that line. Ten years of data; in turn; two rounds warm up. At most 1.6.
memory  PSS two seconds after that frame, beside the bare app's. At most 1.6.
keys    From writing a key to the end of the first synchronised frame that shows what it does: moving in the
        queue, typing into the filter, going from screen to screen, opening and closing quick add. With 10,000
        tasks: at most 30 ms at the 99th percentile over all kinds, and 1.2 times a planbook with three tasks.
idle    CPU of the app at rest beside a bare app with one clock, both ticking once a second. At most 1.

`monkey.py` beside this file sends a million random events; `meter.py` measures a running shift.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from meter import BARE as BARE_CLOCK
from subjects import Subject, as_installed, drain, running

from gigplanner.model import Money
from gigplanner.model.records import Task
from gigplanner.planbook import Planbook

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("a bare frame")
Bare().run()
"""
BARE_WORDS = ("a bare frame",)
NOW = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)
DAY_WORDS = ("Sunday 22", "Queue · ", "net ", "palette")
EMPTY_DAY_WORDS = ("Sunday 22", "Queue · ", "palette")
WARM_UPS = 2
SETTLED = 2.0  # seconds after the first frame until what follows it is done
IDLE_FROM = 8.0
MANY, FEW = 10_000, 3
TITLES = ("tea", "a shelf of shoes", "five clips", "map searches", "voicemail snippets")
QUIET = 0.08  # seconds without output after which a key has done all it does
DOWN, UP, PAGE_DOWN, PAGE_UP, ESCAPE = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[5~", b"\x1b[27u"
MOVES = (DOWN, DOWN, UP, UP, PAGE_DOWN, PAGE_UP, DOWN, UP)  # each from another row to another
UNTIMED = "to the first row"  # where it may be already: nothing is painted then
GIGPLANNER = (sys.executable, "-m", "gigplanner")
BARS = {"start": 1.6, "memory": 1.6, "idle": 1.0}


class Taken(NamedTuple):
    """What something took: seconds on the wall, and of the processor."""

    wall: float
    cpu: float


class Key(NamedTuple):
    """A key of some kind, and the words that its effect writes."""

    kind: str
    keys: bytes
    words: tuple[str, ...]


# --- the first frame, and memory -----------------------------------------------------------------------


def first_frame(command: Sequence[str], words: Sequence[str], environment: dict[str, str]) -> Taken:
    """What `command` takes until it has written all of `words`."""
    with running(command[-1], command, environment) as subject:
        shown = subject.wait_for(*words)
        return Taken(shown - subject.began, subject.cpu_seconds)


def memory_kb(command: Sequence[str], words: Sequence[str], environment: dict[str, str]) -> int:
    """What `command` holds some seconds after it has written `words`."""
    with running(command[-1], command, environment) as subject:
        subject.wait_for(*words)
        drain([subject], SETTLED)
        return subject.memory_kb


def bench_start(environment: dict[str, str], runs: int) -> None:
    """Print what a start takes, beside the bare app's."""
    bare = (sys.executable, "-c", BARE)
    pairs = [
        (first_frame(bare, BARE_WORDS, environment), first_frame(GIGPLANNER, DAY_WORDS, environment))
        for _ in range(WARM_UPS + runs)
    ][WARM_UPS:]
    for what in Taken._fields:
        theirs = [getattr(pair[0], what) * 1000 for pair in pairs]
        ours = [getattr(pair[1], what) * 1000 for pair in pairs]
        say_pairs(f"first frame, {what}", theirs, ours, "ms", BARS["start"])


def bench_memory(environment: dict[str, str], runs: int) -> None:
    """Print what the app holds after a start, beside the bare app."""
    bare = (sys.executable, "-c", BARE)
    pairs = [
        (memory_kb(bare, BARE_WORDS, environment), memory_kb(GIGPLANNER, DAY_WORDS, environment))
        for _ in range(runs)
    ]
    theirs, ours = ([pair[side] / 1024 for pair in pairs] for side in (0, 1))
    say_pairs("memory", theirs, ours, "MiB", BARS["memory"])


def say_pairs(what: str, theirs: Sequence[float], ours: Sequence[float], unit: str, bar: float) -> None:
    """Print medians, median and range of the ratios of what ran in turn, and the ratio of the best two.

    The best of many runs is what a busy machine disturbed least.
    """
    ratios = [our / their for their, our in zip(theirs, ours, strict=True)]
    beside = " ".join(
        f"{name} {statistics.median(side):6.1f} {unit}  "
        for name, side in (("bare", theirs), ("gigplanner", ours))
    )
    print(
        f"{what:<18} {beside} ratio {statistics.median(ratios):5.2f}"
        f"  ({min(ratios):.2f} to {max(ratios):.2f}), of the best {min(ours) / min(theirs):.2f}  (bar {bar})",
        flush=True,
    )


# --- keys ----------------------------------------------------------------------------------------------


def write_queue(folder: Path, count: int) -> None:
    """Write a planbook with `count` tasks and nothing else."""
    chance = random.Random(8)
    with Planbook(folder, by="bench") as book:
        with book.action("fill the queue", now=NOW) as action:
            for number in range(count):
                action.put(
                    Task(
                        id=book.new_id(NOW + timedelta(milliseconds=number)),
                        title=f"Survey on {TITLES[number % len(TITLES)]} {number}",
                        pay=Money(chance.randint(50, 4000), "USD"),
                        minutes=chance.choice((5.0, 12.0, 30.0, 45.0)),
                        platform=chance.choice(("Prolific", "Fiverr", "Microworkers", "")),
                        due=NOW + timedelta(hours=chance.randint(2, 400)) if number % 2 else None,
                    )
                )
        book.checkpoint()
    (folder / "config.toml").write_text('zone = "Etc/UTC"\ncurrency = "USD"\n', encoding="ascii")


def rounds(count: int) -> Iterator[Key]:
    """Keys of all kinds, `count` or a few more; each round ends where it began."""
    chance, given = random.Random(8), 0
    while given < count:
        typed = chance.choice(("survey", "shelf", "map se", "tea 12"))[: chance.randint(2, 6)]
        keys = [
            Key("to the queue", b"/", ("words, #tag",)),
            *(
                Key("filter", letter.encode(), () if letter == " " else ("/" + typed[: at + 1],))
                for at, letter in enumerate(typed)
            ),
            Key("close the filter", ESCAPE, ("Queue · ",)),
            Key(UNTIMED, b"\x1b[H", ()),
            *(Key("move", key, ()) for key in MOVES),
            Key("open quick add", b"a", ("enter add",)),
            Key("close quick add", ESCAPE, ()),
            Key("switch screen", b"2", ("Shift ─",)),
            Key("switch screen", b"3", ("other days",)),
            Key("switch screen", b"4", ("w shows",)),
            Key("switch screen", b"1", ("Queue · ",)),
        ]
        given += len(keys)
        yield from keys


def key_to_paint(subject: Subject, key: Key, chance: random.Random) -> Taken:
    """What a key takes until the frame that shows its effect is whole."""
    subject.settle(QUIET)
    time.sleep(chance.random() / 60)  # somewhere between two frames
    if key.kind == UNTIMED:
        subject.send(key.keys)
        return Taken(0.0, 0.0)
    before, cpu = len(subject.written), subject.cpu_seconds
    sent = time.perf_counter()
    subject.send(key.keys)
    shown = subject.wait_for(*key.words, since=before, frame=True)
    return Taken(shown - sent, subject.cpu_seconds - cpu)


def keys_taken(folder: Path, environment: dict[str, str], count: int) -> dict[str, list[Taken]]:
    """What keys of each kind take on the planbook in `folder`."""
    taken: dict[str, list[Taken]] = {}
    chance = random.Random(8)
    with running(folder.name, GIGPLANNER, {**environment, "GIGPLANNER_DATA": str(folder)}) as subject:
        subject.wait_for(*EMPTY_DAY_WORDS)
        drain([subject], SETTLED)
        for _ in range(2):  # every screen and dialog is there already
            for key in rounds(1):
                key_to_paint(subject, key, chance)
        for key in rounds(count):
            taken.setdefault(key.kind, []).append(key_to_paint(subject, key, chance))
    taken.pop(UNTIMED)
    return taken


def bench_keys(environment: dict[str, str], home: Path, count: int) -> None:
    """Print how long keys take with many tasks and with few."""
    both = {}
    for tasks in (FEW, MANY):
        folder = home / f"{tasks} tasks"
        write_queue(folder, tasks)
        both[tasks] = keys_taken(folder, environment, count)
    few, many = both[FEW], both[MANY]
    print(
        f"{'key to paint, ms':<18} {'keys':>5}   "
        f"{FEW} tasks: median, 99th (CPU)   {MANY} tasks: median, 99th (CPU)"
    )
    for kind in many:
        say_keys(kind, few[kind], many[kind])
    all_few, all_many = ([taken for one in side.values() for taken in one] for side in (few, many))
    say_keys("all", all_few, all_many)
    slow_few, slow_many = (late([one.wall for one in side]) * 1000 for side in (all_few, all_many))
    print(f"{'':<18} 99th {slow_many:.1f} ms (bar 30), ratio {slow_many / slow_few:.2f} (bar 1.2)")


def say_keys(kind: str, few: Sequence[Taken], many: Sequence[Taken]) -> None:
    """Print a kind's medians and 99th percentiles."""
    cells = []
    for side in (few, many):
        for what in Taken._fields:
            taken = [getattr(one, what) * 1000 for one in side]
            cells.append(f"{statistics.median(taken):6.1f} {late(taken):6.1f}")
    print(
        f"{kind:<18} {len(many):5}   {cells[0]}  ({cells[1]})   {cells[2]}  ({cells[3]})",
        flush=True,
    )


def late(taken: Sequence[float]) -> float:
    """The 99th percentile: no more than one in a hundred is slower."""
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * 0.99))]


# --- at rest -------------------------------------------------------------------------------------------


def bench_idle(environment: dict[str, str], seconds: float) -> None:
    """Print what the app takes at rest, beside a bare app with one clock, side by side."""
    with (
        running("bare", (sys.executable, "-c", BARE_CLOCK), environment) as bare,
        running("gigplanner", GIGPLANNER, environment) as ours,
    ):
        ours.wait_for(*DAY_WORDS)
        drain([bare, ours], IDLE_FROM)
        before = bare.cpu_seconds, ours.cpu_seconds
        drain([bare, ours], seconds)
        theirs, own = bare.cpu_seconds - before[0], ours.cpu_seconds - before[1]
    print(
        f"{'idle':<18} bare with a clock {theirs / seconds * 100:.2f} % of a core   gigplanner "
        f"{own / seconds * 100:.2f} %   ratio {own / theirs:5.2f}  ({seconds:.0f} s; bar {BARS['idle']})",
        flush=True,
    )


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", choices=["start", "memory", "keys", "idle", []])
    parser.add_argument(
        "--planbook", type=Path, help="of ten years, seen at this bench's clock; else one is made"
    )
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--keys", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    parts = given.parts or ["start", "memory", "keys", "idle"]
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        named = as_installed(
            HOME=name,
            TERM="xterm-256color",
            GIGPLANNER_CLOCK=NOW.isoformat(),
            GIGPLANNER_DATA=str(home / "ten years"),
        )
        if given.planbook:
            shutil.copytree(given.planbook, home / "ten years")
        elif parts != ["keys"]:
            words = ("demo", "--into", named["GIGPLANNER_DATA"], "--years", "10")
            subprocess.run([*GIGPLANNER, *words], check=True, env=named, cwd=name)
        if "start" in parts:
            bench_start(named, given.runs)
        if "memory" in parts:
            bench_memory(named, max(3, given.runs // 3))
        if "keys" in parts:
            bench_keys(named, home, given.keys)
        if "idle" in parts:
            bench_idle(named, given.seconds)


if __name__ == "__main__":
    main()
