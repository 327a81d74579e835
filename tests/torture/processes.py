"""Two, four, eight processes writing to one planbook, one of them killed every second.

Every other one is like the app (it stays open, looks every so often, brings the files up to date), the rest
are like commands (they open, act once, and close).
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from support.planbooks import an_earning, beside, holdings
from tinydb import TinyDB

from gigplanner.model import Earning
from gigplanner.planbook import Planbook

from .mutants import Patch, patched
from .subjects import NOW, Gigplanner, ends_well
from .tally import Tally

KILL_EVERY = 1.0  # seconds
APART = timedelta(minutes=30)  # between two earnings, so that no month grows beyond what a person earns in it
Worker = Callable[[Connection, Path, str], None]


def like_the_app(connection: Connection, folder: Path, name: str) -> None:
    """One planbook, open all the time."""
    book = Planbook(folder, by=name)
    for number in count():
        began = time.perf_counter()
        with book.action("Earned", now=NOW) as action:
            action.put(an_earning(f"{name}-{number}", at=NOW - book.seq * APART))
        connection.send((f"{name}-{number}", time.perf_counter() - began))
        if number % 10 == 9:
            book.checkpoint()
        book.refresh()


def like_a_command(connection: Connection, folder: Path, name: str) -> None:
    """A planbook opened and closed for each action."""
    for number in count():
        began = time.perf_counter()
        with Planbook(folder, by=name) as book, book.action("Earned", now=NOW) as action:
            action.put(an_earning(f"{name}-{number}", at=NOW - book.seq * APART))
        connection.send((f"{name}-{number}", time.perf_counter() - began))


def with_plain_tinydb(connection: Connection, folder: Path, name: str) -> None:
    """A mutant: TinyDB as it comes."""
    database = TinyDB(folder / "plain.json")
    for number in count():
        database.insert({"id": f"{name}-{number}"})
        connection.send((f"{name}-{number}", 0.0))


def in_silence(worker: Worker) -> Worker:
    """The worker without the traceback with which a mutant dies."""

    def work(connection: Connection, folder: Path, name: str) -> None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        worker(connection, folder, name)

    return work


def run(
    seconds: float,
    *,
    crowds: tuple[int, ...] = (2, 4, 8),
    patches: tuple[Patch, ...] = (),
    plain: bool = False,
) -> Tally:
    """Let each crowd write for so many seconds; a trial is an acknowledged action."""
    tally = Tally()
    notes = []
    for size in crowds:
        with tempfile.TemporaryDirectory() as scratch, patched(*patches):
            folder = Path(scratch)
            workers = [with_plain_tinydb] if plain else [like_the_app, like_a_command]
            if not plain:
                Gigplanner().prepare(folder, 20)
            if plain or patches:
                workers = [in_silence(worker) for worker in workers]
            crowd = write(folder, workers, size, seconds)
            judge_all(tally, folder, crowd, plain=plain)
        if len(crowd.acknowledged) > 1:
            slowest = statistics.quantiles(crowd.acknowledged.values(), n=100)[98]
            notes.append(f"{size} processes: {len(crowd.acknowledged)} actions, p99 {slowest * 1000:.0f} ms")
    tally.note = "; ".join(notes)
    return tally


@dataclass
class Crowd:
    """Processes that write, and what they said."""

    acknowledged: dict[str, float] = field(default_factory=dict)  # with the seconds that each action took
    killed: int = 0
    died: int = 0  # by themselves
    running: dict[Connection, BaseProcess] = field(default_factory=dict)

    def hear(self, patience: float) -> None:
        """Take in what is said within so many seconds."""
        for connection in wait(list(self.running), patience):
            assert isinstance(connection, Connection)
            try:
                self.acknowledged.update([connection.recv()])
            except EOFError:
                self.running.pop(connection).join()
                self.died += 1

    def kill(self, connection: Connection) -> None:
        """Kill one, and take in what it said before."""
        process = self.running.pop(connection)
        process.kill()
        process.join()
        self.killed += 1
        self.acknowledged.update(_rest(connection))


def write(folder: Path, workers: list[Worker], size: int, seconds: float) -> Crowd:
    """Let so many processes write for so many seconds, and kill one now and then."""
    choose = random.Random(os.urandom(8))
    names = (f"p{number}" for number in count())
    crowd = Crowd()

    def begin(worker: Worker) -> None:
        process, connection = beside(worker, folder, next(names))
        crowd.running[connection] = process

    for number in range(size):
        begin(workers[number % len(workers)])
    end = time.monotonic() + seconds
    next_kill = time.monotonic() + min(KILL_EVERY, seconds / 3)
    while time.monotonic() < end and crowd.running:
        crowd.hear(0.05)
        if time.monotonic() > next_kill and crowd.running:
            next_kill += min(KILL_EVERY, seconds / 3)
            crowd.kill(choose.choice(list(crowd.running)))
            begin(choose.choice(workers))
    for connection in list(crowd.running):
        crowd.kill(connection)
    return crowd


def _rest(connection: Connection) -> Iterator[tuple[str, float]]:
    while True:
        try:
            yield connection.recv()
        except (EOFError, OSError):
            return


def judge_all(tally: Tally, folder: Path, crowd: Crowd, *, plain: bool) -> None:
    """Count every acknowledged action, and as one trial more whether the whole is sound."""
    try:
        ids = _plain_ids(folder) if plain else _ids(folder)
    except Exception as error:  # whatever it is, nothing can be read
        ids = Counter()
        tally.count(f"cannot be opened: {error!r}")
    for name in crowd.acknowledged:
        tally.count(None if ids[name] == 1 else f"{name} is there {ids[name]} times")
    unasked = set(ids) - set(crowd.acknowledged)
    too_many = f"{len(unasked)} actions that nobody acknowledged, {crowd.killed} processes killed"
    tally.count(too_many if len(unasked) > crowd.killed else None)
    tally.count(f"{crowd.died} processes ended by themselves" if crowd.died else None)
    if not plain:
        tally.count(ends_well(Gigplanner(), folder))


def _ids(folder: Path) -> Counter[str]:
    book = Planbook(folder)
    held = holdings(book)
    assert not book.problems, book.problems
    return Counter(one.id for one in held.values() if isinstance(one, Earning) and one.id.startswith("p"))


def _plain_ids(folder: Path) -> Counter[str]:
    with TinyDB(folder / "plain.json") as database:
        return Counter(one["id"] for one in database.all())
