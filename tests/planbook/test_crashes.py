"""Processes killed, and processes acting at once: nothing acknowledged is lost, nothing is half."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Iterator
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.planbooks import (
    NOW,
    OCTOBER,
    a_task,
    an_earning,
    beside,
    complete,
    holdings,
    on_disk,
    plain_documents,
    put,
    temporaries,
)

from gigplanner.model import Earning, Task
from gigplanner.planbook import Planbook, PlanbookBusy
from gigplanner.planbook.lock import exclusive

TRIALS = 40


def work_until_killed(connection: Connection, folder: Path) -> None:
    """Finish a task, log its pay and take the next one, over and over; say the number of each action done."""
    book = Planbook(folder)
    for number in count(len(list(book.every(Earning)))):
        with book.action(f"Action {number}", now=NOW) as transaction:
            if number:
                complete(transaction, f"task {number - 1}")
            transaction.put(a_task(f"task {number}"))
            transaction.put(an_earning(f"pay {number}", at=OCTOBER if number % 2 else NOW))
        connection.send_bytes(b"%d" % number)
        if number % 3 == 0:
            book.checkpoint()
        if number % 20 == 19:
            book.forget_history()


def log_earnings(connection: Connection, folder: Path, name: str, amount: int) -> None:
    """Log so many earnings, each in an action of its own, once told to begin."""
    book = Planbook(folder, by=name)
    connection.recv_bytes()
    for number in range(amount):
        put(book, an_earning(f"{name} {number}"), words=f"{name} {number}")
        if number % 25 == 24:
            book.checkpoint()
    connection.send_bytes(b"done")


def hold_the_lock(connection: Connection, folder: Path) -> None:
    """Begin an action and never end it."""
    with Planbook(folder).action("Stuck", now=NOW) as transaction:
        transaction.put(a_task("stuck"))
        connection.send_bytes(b"held")
        signal.pause()


def said(connection: Connection) -> Iterator[int]:
    """What the process said before it died."""
    while True:
        try:
            yield int(connection.recv_bytes())
        except EOFError:
            return


def test_a_process_killed_at_any_instant_loses_nothing_it_acknowledged(tmp_path: Path):
    choose = random.Random(os.urandom(8))
    acknowledged = -1
    for _ in range(TRIALS):
        process, connection = beside(work_until_killed, tmp_path)
        acknowledged = max(acknowledged, int(connection.recv_bytes()))
        process.join(choose.uniform(0, 0.05))  # let it run for a moment that nobody chose
        process.kill()
        process.join()
        acknowledged = max([acknowledged, *said(connection)])
        found = on_disk(tmp_path)
        last = sum(isinstance(record, Earning) for record in found.values()) - 1
        assert last in (acknowledged, acknowledged + 1)
        closed = {f"task {number}": "done" for number in range(last)}
        assert {one.id: one.status for one in found.values() if isinstance(one, Task)} == {
            **closed,
            f"task {last}": "open",
        }
        assert {f"pay {number}" for number in range(last + 1)} < set(found)
    with Planbook(tmp_path) as book:
        put(book, a_task("after"))
    assert len(plain_documents(tmp_path)["earnings"]) == last + 1
    assert temporaries(tmp_path) == []


def test_two_processes_acting_at_once_lose_nothing_of_each_other(tmp_path: Path):
    both = {name: beside(log_earnings, tmp_path, name, 100) for name in ("app", "command")}
    for _, connection in both.values():
        connection.send_bytes(b"go")
    for process, connection in both.values():
        assert connection.recv_bytes() == b"done"
        process.join()
    book = Planbook(tmp_path)
    expected = {f"{name} {number}" for name in both for number in range(100)}
    assert set(holdings(book)) == expected
    history = book.history(1000)
    assert {item.words for item in history} == expected
    assert [item.seq for item in history] == list(range(200, 0, -1))
    for name in both:
        assert [item.words for item in reversed(history) if item.by == name] == [
            f"{name} {n}" for n in range(100)
        ]


def test_a_process_killed_while_it_holds_the_lock_blocks_nobody(tmp_path: Path):
    put(Planbook(tmp_path), a_task("survey"))
    process, connection = beside(hold_the_lock, tmp_path)
    assert connection.recv_bytes() == b"held"
    assert set(on_disk(tmp_path)) == {"survey"}  # and it blocks no reader while it lives
    process.kill()
    process.join()
    put(Planbook(tmp_path), a_task("next"))
    assert set(on_disk(tmp_path)) == {"survey", "next"}


def test_a_process_that_never_lets_go_is_named_as_the_reason(tmp_path: Path, monkeypatch):
    process, connection = beside(hold_the_lock, tmp_path)
    assert connection.recv_bytes() == b"held"
    monkeypatch.setattr(exclusive.__wrapped__, "__defaults__", (0.0,))
    with pytest.raises(PlanbookBusy, match="another gigplanner has been writing"):
        put(Planbook(tmp_path), a_task("next"))
    process.kill()
    process.join()
    assert on_disk(tmp_path) == {}


def test_a_lock_file_taken_away_lets_nobody_in_beside_the_one_who_holds_it_anew(tmp_path: Path, monkeypatch):
    lock = tmp_path / "lock"
    first = exclusive(lock)
    first.__enter__()
    waits = 0

    def wait(_: float) -> None:  # while a second one waits for the lock, its file is replaced
        nonlocal waits
        waits += 1
        lock.unlink(missing_ok=True)
        first.__exit__(None, None, None)

    monkeypatch.setattr("gigplanner.planbook.lock.time.sleep", wait)
    with exclusive(lock):
        assert waits == 1
        with pytest.raises(PlanbookBusy), exclusive(lock, 0.0):
            pass


def test_a_killed_writers_temporary_files_are_swept_away(tmp_path: Path):
    with Planbook(tmp_path) as book:
        put(book, an_earning("tip"))
    for name in (".queue.json.77.tmp", ".journal.log.77.tmp", "months/.2026-11.json.77.tmp"):
        (tmp_path / name).write_text("half")
    (tmp_path / "mine.tmp").write_text("not ours")
    with Planbook(tmp_path) as book:
        put(book, replace(an_earning("tip"), note="changed"))
    assert temporaries(tmp_path) == [tmp_path / "mine.tmp"]
