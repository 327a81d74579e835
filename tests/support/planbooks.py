"""For tests of planbooks: records to put, what a folder holds, what plain TinyDB sees, processes beside."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any
from unittest.mock import patch

from msgspec.structs import replace
from tinydb import TinyDB

from gigplanner.model import Earning, Money, Record, Task
from gigplanner.planbook import Planbook, Transaction
from gigplanner.planbook.migrations import STEPS
from gigplanner.planbook.tables import TABLES
from gigplanner.planbook.tinydb_storage import AtomicStorage

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 31, 23, tzinfo=UTC)
DAY = timedelta(days=1)


def a_task(name: str, **fields: Any) -> Task:
    """An open task that pays 4.10 for 13 minutes."""
    given: dict[str, Any] = {"title": f"Task {name}", "pay": Money(410, "USD"), "minutes": 13.0}
    return Task(id=name, **(given | fields))


def an_earning(name: str, **fields: Any) -> Earning:
    """8.50 earned at NOW."""
    given: dict[str, Any] = {"at": NOW, "gross": Money(850, "USD")}
    return Earning(id=name, **(given | fields))


def put(book: Planbook, *records: Record, words: str = "Put") -> None:
    """Put records in one action."""
    with book.action(words, now=NOW) as transaction:
        for record in records:
            transaction.put(record)


def complete(transaction: Transaction, name: str) -> None:
    """Close the task called `name`: it leaves the queue file for the file of its month."""
    task = transaction.get(Task, name)
    transaction.put(replace(task, status="done", closed_at=NOW))


def holdings(book: Planbook) -> dict[str, Record]:
    """Everything a planbook holds, by id; a record that is there twice fails."""
    found: dict[str, Record] = {}
    for table in TABLES:
        for record in book.every(table.record):
            assert record.id not in found, f"{record.id} is there twice"
            found[record.id] = record
    return found


def on_disk(folder: Path) -> dict[str, Record]:
    """What another process would find now, taken from files and journal."""
    return holdings(Planbook(folder))


def plain_documents(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Every document of every file, as plain TinyDB reads it, by table."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in [folder / "queue.json", *sorted((folder / "months").glob("*.json"))]:
        if path.exists():
            with TinyDB(path) as database:
                for name in sorted(database.tables()):
                    found.setdefault(name, []).extend(dict(one) for one in database.table(name).all())
    return found


def write_in_a_newer_format(path: Path) -> bytes:
    """Put what is in a file in the place of it, as the next version might write it; return its bytes."""
    with patch("gigplanner.planbook.migrations.STEPS", (*STEPS, lambda table, document: document)):
        storage = AtomicStorage(path)
        storage.write(storage.read() or {})
    return path.read_bytes()


def temporaries(folder: Path) -> list[Path]:
    """The temporary files lying about."""
    return list(folder.rglob("*.tmp"))


def beside(work: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Connection]:
    """Run `work(connection, *arguments)` in a process of its own; return it and our end of the connection."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, *arguments), daemon=True)
    process.start()
    theirs.close()
    return process, ours
