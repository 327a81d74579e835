"""Who is tortured: a planbook doing real actions, plain TinyDB, which must fail, and SQLite, which must not.

A subject does actions numbered from 1 on a folder, and tells from a folder which of them are there: all of an
action's records, or only some.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Protocol

from support.planbooks import holdings, plain_documents, temporaries
from tinydb import TinyDB

from gigplanner.model import DayNote, Earning, Money, Plan, Record, Settings, Task, TaskResult, Trip
from gigplanner.model.errors import GigError
from gigplanner.planbook import Planbook
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import import_files
from gigplanner.workday.ledger import earn
from gigplanner.workday.queue import add_task, complete_task, open_tasks
from gigplanner.workday.shift import OrderPay, log_order, start_shift

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAY = Money(850, "USD")
SEEDED = "seeded"
IMPORTED = 40  # tasks of one import: enough for a file of their own beside the journal
KINDS = ("add", "finish", "tip", "order", "plan", "add", "finish", "import", "tip", "order")
SIZES = {"add": 1, "finish": 3, "tip": 1, "order": 2, "plan": 2, "import": IMPORTED}


class Unreadable(Exception):
    """What is on disk cannot be opened, or holds what nobody did."""


@dataclass(frozen=True)
class Found:
    """The actions that are there whole, and those of which only a part is."""

    whole: frozenset[int]
    half: frozenset[int]


class Window(Protocol):
    """A folder that is open."""

    def act(self, number: int) -> None:
        """Do the action numbered so; when this returns it is acknowledged."""

    def settle(self) -> None:
        """Bring the files up to date."""


class Subject(Protocol):
    """Whoever keeps records in a folder."""

    def prepare(self, folder: Path, documents: int) -> None:
        """Begin a folder that holds so many documents."""

    def open(self, folder: Path) -> Window:
        """Open a folder."""

    def look(self, folder: Path) -> Found:
        """What another process finds. Raises Unreadable."""

    def check(self, folder: Path) -> None:
        """After the next start and end: plain TinyDB finds the same. Raises Unreadable."""


def kind_of(number: int) -> str:
    """What the action of this number does."""
    return KINDS[(number - 1) % len(KINDS)]


_TO_IMPORT = tempfile.TemporaryDirectory(prefix="gigplanner-torture-")


@cache
def file_to_import(number: int) -> Path:
    """The tasks that the action of this number imports; made once, and by whoever comes first."""
    path = Path(_TO_IMPORT.name) / f"import {number}.csv"
    rows = "".join(f"import {number} row {row},1.50,{row + 1}\n" for row in range(IMPORTED))
    made = path.with_name(f"{path.name}.{os.getpid()}")
    made.write_text("title,pay,minutes\n" + rows)
    return made.replace(path)


class GigWindow:
    """A planbook in the hands of a gig worker."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(Planbook(folder, by="torture"), Settings())

    def act(self, number: int) -> None:
        now = NOW + timedelta(seconds=number)
        self.desk.book.refresh()  # as the app does every second
        match kind_of(number):
            case "add":
                task = Task(id=self.desk.book.new_id(now), title=f"task {number}", pay=PAY, minutes=13.0)
                add_task(self.desk, task, now)
            case "finish":
                task = next(one for one in open_tasks(self.desk) if one.title == f"task {number - 1}")
                complete_task(self.desk, task.id, now, minutes=float(number))
            case "tip":
                earn(self.desk, Earning(id="", at=now, gross=PAY, tip=PAY, note=f"action {number}"), now)
            case "order":
                log_order(self.desk, OrderPay(PAY, PAY, Decimal(number)), now, platform=f"Platform {number}")
            case "plan":
                self._plan(number, now)
            case "import":
                self._import(number, now)

    def _plan(self, number: int, now: datetime) -> None:
        day = date(2027, 1, 1) + timedelta(days=number % 300)
        plan = Plan(id=f"plan {number}", date=day, made_at=now, expected=PAY, bound=PAY)
        with self.desk.book.action("Accepted", now=now) as action:
            action.put(plan)
            action.put(DayNote(id=f"note {number}", date=NOW.date(), text="kept"))

    def _import(self, number: int, now: datetime) -> None:
        report = import_files(self.desk, [file_to_import(number)], now)
        for _, sentence in report.failed:
            raise GigError(sentence)

    def settle(self) -> None:
        self.desk.book.checkpoint()


class Gigplanner:
    """gigplanner's planbook."""

    def prepare(self, folder: Path, documents: int) -> None:
        with Planbook(folder) as book:
            start_shift(Desk(book, Settings()), NOW)
            with book.action("The past", now=NOW) as action:
                for number in range(documents):
                    at = NOW - timedelta(minutes=number)
                    action.put(Earning(id=f"{SEEDED} {number}", at=at, gross=PAY, note=SEEDED))
            book.forget_history()

    def open(self, folder: Path) -> GigWindow:
        return GigWindow(folder)

    def look(self, folder: Path) -> Found:
        book = Planbook(folder)
        try:
            held = holdings(book)
        except AssertionError as error:
            raise Unreadable(str(error)) from error
        if book.problems:
            raise Unreadable(next(iter(book.problems.values())))
        return found_in(held)

    def check(self, folder: Path) -> None:
        with Planbook(folder) as book:
            held = holdings(book)
            book.forget_history()
        documents = plain_documents(folder)
        ids = Counter(one["id"] for name, ones in documents.items() for one in ones if name[0] != "_")
        if ids != Counter(held.keys()):
            raise Unreadable(f"plain TinyDB finds {ids.total()} documents, the planbook {len(held)}")
        if left := [path for path in temporaries(folder) if "backups" not in path.parts]:
            raise Unreadable(f"{left[0].name} was left behind")


def found_in(held: dict[str, Record]) -> Found:
    """Tell the actions from the records they leave."""
    parts = Counter(number for record in held.values() for number in _numbers(record))
    whole = {number for number, count in parts.items() if count == SIZES[kind_of(number)]}
    return Found(frozenset(whole), frozenset(parts) - whole)


def _numbers(record: Record) -> Iterator[int]:
    """The action, or for a finished task the two, that a record comes from."""
    with suppress(ValueError):
        match record:
            case Task():
                words = record.title.split()
                yield int(words[1])
                if record.status == "done":
                    yield int(words[1]) + 1
            case TaskResult():
                yield int(record.minutes or 0)
            case Earning(note=note) if note.startswith("task "):
                yield int(note.split()[1]) + 1
            case Earning(note=note) if note.startswith("action "):
                yield int(note.split()[1])
            case Earning() | Trip() if record.platform.startswith("Platform "):
                yield int(record.platform.split()[1])
            case Plan() | DayNote():
                yield int(record.id.split()[1])


class PlainWindow:
    """Two TinyDB files with their own JSONStorage."""

    def __init__(self, folder: Path) -> None:
        self.files = [TinyDB(folder / name) for name in ("queue.json", "month.json")]

    def act(self, number: int) -> None:
        for file in self.files:
            file.insert({"action": number, "text": "x" * 500})

    def settle(self) -> None:
        """There is nothing to bring up to date."""


class PlainTinyDB:
    """TinyDB as it comes: a mutant, to show that the tests find what it loses."""

    def prepare(self, folder: Path, documents: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for file in PlainWindow(folder).files:
            file.insert_multiple({"action": 0, "text": "x" * 60} for _ in range(documents))
            file.close()

    def open(self, folder: Path) -> PlainWindow:
        return PlainWindow(folder)

    def look(self, folder: Path) -> Found:
        parts: Counter[int] = Counter()
        try:
            for file in PlainWindow(folder).files:
                parts.update(document["action"] for document in file.all() if document["action"])
                file.close()
        except (ValueError, TypeError, KeyError, AttributeError, OSError) as error:
            raise Unreadable(repr(error)) from error
        whole = {number for number, count in parts.items() if count == 2}
        return Found(frozenset(whole), frozenset(parts) - whole)

    def check(self, folder: Path) -> None:
        self.look(folder)


class SQLiteWindow:
    """SQLite as careful as it can be: a write-ahead log, synced at every transaction."""

    def __init__(self, folder: Path) -> None:
        self.database = sqlite3.connect(folder / "actions.db", isolation_level=None)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")

    def act(self, number: int) -> None:
        self.database.executescript(
            f"BEGIN; INSERT INTO queue VALUES ({number}); INSERT INTO month VALUES ({number}); COMMIT"
        )

    def settle(self) -> None:
        self.database.execute("PRAGMA wal_checkpoint")


class SQLite:
    """A control, to show that a test does not find losses where there are none."""

    def prepare(self, folder: Path, documents: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        database = SQLiteWindow(folder).database
        database.executescript("CREATE TABLE queue (action); CREATE TABLE month (action)")
        for table in ("queue", "month"):
            database.executemany(f"INSERT INTO {table} VALUES (?)", [(0,)] * min(documents, 20))
        database.close()

    def open(self, folder: Path) -> SQLiteWindow:
        return SQLiteWindow(folder)

    def look(self, folder: Path) -> Found:
        try:
            window = SQLiteWindow(folder)
            parts = Counter(
                number
                for table in ("queue", "month")
                for (number,) in window.database.execute(f"SELECT action FROM {table} WHERE action")
            )
            window.database.close()
        except sqlite3.Error as error:
            raise Unreadable(repr(error)) from error
        whole = {number for number, count in parts.items() if count == 2}
        return Found(frozenset(whole), frozenset(parts) - whole)

    def check(self, folder: Path) -> None:
        self.look(folder)


@dataclass(frozen=True)
class Verdict:
    """What is wrong with a folder, if anything, and the last action in it."""

    wrong: str | None
    last: int = 0


def judge(subject: Subject, folder: Path, acknowledged: int, *, under_way: bool = True) -> Verdict:
    """Say what is wrong if not exactly the acknowledged actions are there, and perhaps the one under way."""
    try:
        found = subject.look(folder)
    except Exception as error:  # whatever it is, a person cannot open their planbook
        return Verdict(f"cannot be opened: {error!r}")
    must = set(range(1, acknowledged + 1))
    may = must | {acknowledged + 1} if under_way else must
    if found.half:
        return Verdict(f"action {min(found.half)} is there in half")
    if missing := must - found.whole:
        return Verdict(f"action {min(missing)} of {acknowledged} acknowledged ones is lost")
    if more := found.whole - may:
        return Verdict(f"action {min(more)} is there though it failed or was never begun")
    return Verdict(None, max(found.whole, default=0))


def ends_well(subject: Subject, folder: Path) -> str | None:
    """What is wrong with the files once they were opened and closed; None if nothing is."""
    try:
        subject.check(folder)
    except Exception as error:  # whatever it is, it is a loss
        return repr(error)
    return None
