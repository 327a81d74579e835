"""What ten years of records cost: the same actions on an empty planbook and on a full one, in one run.

Run `python tests/bench/planbook.py [--years N] [--rounds N]`. Both planbooks get the same actions in turn, in
one process as the app does them and as commands; beside them stand a bare write + fsync of the same bytes and
an insert with TinyDB's own JSONStorage. It prints medians and ratios; the bar is 1.5 for an action and 1.3
for memory at start.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import pty
import resource
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from subjects import as_installed
from tinydb import TinyDB

from gigplanner.model import Earning, Money, Task
from gigplanner.planbook.places import find_places
from gigplanner.workday.desk import Desk, open_desk
from gigplanner.workday.ledger import earn
from gigplanner.workday.queue import add_task, complete_task
from gigplanner.workday.shift import OrderPay, current_shift, shift_event, start_shift

NOW = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)
CLOCK = NOW.isoformat()
Times = dict[tuple[str, str], list[float]]


def milliseconds(work: Callable[[], Any]) -> float:
    """How long `work` takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def make_planbooks(folder: Path, years: int) -> dict[str, Path]:
    """An empty planbook and one with so many years, both with the same preferences."""
    full, empty = folder / "full", folder / "empty"
    gigplanner("demo", "--into", str(full), "--years", str(years))
    empty.mkdir(mode=0o700)
    shutil.copy(full / "config.toml", empty)
    return {"empty": empty, "full": full}


def gigplanner(*arguments: str, at: datetime = NOW) -> None:
    """Run a command of the program at the bench's own time."""
    subprocess.run(
        [sys.executable, "-m", "gigplanner", *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        env=as_installed(GIGPLANNER_CLOCK=at.isoformat()),
    )


def documents_in(folder: Path) -> int:
    """The number of documents of all files, by plain TinyDB's JSON."""
    found = 0
    for path in [folder / "queue.json", *(folder / "months").glob("*.json")]:
        tables = json.loads(path.read_bytes()) if path.exists() else {}
        found += sum(len(documents) for name, documents in tables.items() if name[0] != "_")
    return found


def measure_actions(desks: dict[str, Desk], rounds: int) -> Times:
    """The same day on every desk, in turn: a shift, its orders, and a task done."""
    times: Times = defaultdict(list)
    for desk in desks.values():
        if current_shift(desk, NOW) is None:
            start_shift(desk, NOW)
        shift_event(desk, "waiting", NOW)
    for number in range(rounds):
        for name, desk in desks.items():
            for words, cost in one_round(desk, NOW + number * timedelta(seconds=5)):
                times[words, name].append(cost)
    return times


def one_round(desk: Desk, now: datetime) -> Iterator[tuple[str, float]]:
    """An order, its wait and a task: what each cost, in milliseconds."""
    task = Task(id=desk.book.new_id(now), title="Commuting survey", pay=Money(410, "USD"), minutes=13.0)
    yield "accept an order", milliseconds(lambda: shift_event(desk, "order", now))
    yield "deliver it, with its pay", milliseconds(lambda: shift_event(desk, "delivered", now, order=PAY))
    yield "start a wait", milliseconds(lambda: shift_event(desk, "waiting", now))
    yield "add a task", milliseconds(lambda: add_task(desk, task, now))
    yield "complete a task", milliseconds(lambda: complete_task(desk, task.id, now, minutes=13.0))
    yield "(the files follow, later)", milliseconds(desk.book.checkpoint)


SETTLED = 4.0  # seconds after which the first screen has read all it reads
COMMANDS = ("shift order", "shift delivered --pay 8.50", "shift wait", "earn 8.50", "undo", "status")
PAY = OrderPay(pay=Money(850, "USD"), tip=Money(200, "USD"))


def measure_commands(folders: dict[str, Path], rounds: int) -> Times:
    """Each as a process of its own, files brought up to date included."""
    times: Times = defaultdict(list)
    clock = count(1)
    for _ in range(rounds):
        for arguments in COMMANDS:
            at = NOW + timedelta(hours=1, minutes=2 * next(clock))
            for name, folder in folders.items():
                ran = partial(gigplanner, "--data", str(folder), *arguments.split(), at=at)
                times[f"gigplanner {arguments}", name].append(milliseconds(ran))
    return times


def resident(folder: Path) -> float:
    """The MiB of the app once it stands in a terminal and has read what its first screen shows."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    named = as_installed(TERM="xterm-256color", GIGPLANNER_CLOCK=CLOCK)
    command = [sys.executable, "-m", "gigplanner", "--data", str(folder)]
    app = subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=named, start_new_session=True
    )
    os.close(follower)
    end = time.monotonic() + SETTLED
    while (left := end - time.monotonic()) > 0:
        if select.select([leader], [], [], left)[0]:
            os.read(leader, 65536)
    pages = int(Path(f"/proc/{app.pid}/statm").read_text().split()[1])
    os.killpg(app.pid, signal.SIGKILL)
    app.wait()
    os.close(leader)
    return pages * resource.getpagesize() / 2**20


def beside(folder: Path, rounds: int, size: int, documents: int) -> dict[str, float]:
    """A bare write + fsync of `size` bytes, and an insert into plain TinyDB holding so many documents."""
    path = folder / "bare.log"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    data = b"x" * size

    def write() -> None:
        os.write(handle, data)
        os.fsync(handle)

    bare = statistics.median(milliseconds(write) for _ in range(rounds))
    os.close(handle)
    with TinyDB(folder / "plain.json") as database:
        database.insert_multiple(
            {"at": CLOCK, "gross": {"minor": 850, "currency": "USD"}, "n": n} for n in range(documents)
        )
        plain = statistics.median(milliseconds(lambda: database.insert({"at": CLOCK})) for _ in range(3))
    return {
        f"bare write + fsync of {size} bytes": bare,
        f"TinyDB's JSONStorage, {documents:,} documents": plain,
    }


def show(title: str, times: Times) -> None:
    """Print a table of medians and their ratio."""
    print(f"\n{title:<44}{'empty':>11}{'full':>11}{'ratio':>8}")
    for words in dict.fromkeys(words for words, _ in times):
        empty, full = (statistics.median(times[words, name]) for name in ("empty", "full"))
        print(f"{words:<44}{empty:>8.2f} ms{full:>8.2f} ms{full / empty:>8.2f}")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--years", type=int, default=10)
    asked.add_argument("--rounds", type=int, default=40)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        folders = make_planbooks(folder, wanted.years)
        documents = documents_in(folders["full"])
        months = len(list((folders["full"] / "months").iterdir()))
        print(f"{wanted.years} years: {documents:,} documents in {months} months")
        gigplanner("--data", str(folders["empty"]), "earn", "8.50")  # or the app would show its welcome
        memory = {name: resident(path) for name, path in folders.items()}
        desks = {name: open_desk(find_places(path), by="app") for name, path in folders.items()}
        for desk in desks.values():  # what the first action of a day reads is not what an action costs
            earn(desk, Earning(id="", at=NOW, gross=Money(850, "USD")), NOW)
            desk.book.checkpoint()
        before = (folders["full"] / "journal.log").stat().st_size
        times = measure_actions(desks, wanted.rounds)
        size = ((folders["full"] / "journal.log").stat().st_size - before) // (wanted.rounds * 5)
        show("in the app's process", times)
        show("as a command", measure_commands(folders, max(3, wanted.rounds // 5)))
        print()
        for words, cost in beside(folder, wanted.rounds, size, documents).items():
            print(f"{words:<52}{cost:>8.2f} ms")
        ratio = memory["full"] / memory["empty"]
        print(f"the app at start: {memory['empty']:.1f} and {memory['full']:.1f} MiB, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
