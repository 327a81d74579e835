"""The doctor's look at records: what stands twice, names what is gone, or says what cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from gigplanner.model.records import (
    Block,
    Earning,
    Plan,
    Record,
    ShiftEvent,
    Task,
    TaskResult,
    Trip,
)
from gigplanner.model.shiftlog import in_order
from gigplanner.planbook.backups import path_within
from gigplanner.planbook.book import Planbook
from gigplanner.planbook.findings import Finding
from gigplanner.planbook.migrations import Document
from gigplanner.planbook.tables import BY_NAME, Table

FORGOTTEN = timedelta(hours=24)  # a shift whose last event is older has no end any more
NO_WORK_BEFORE = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)  # what has happened cannot lie farther ahead: a clock may have been wrong by hours
CALENDAR = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC))  # as calendars are imported
_HAPPENED = ("shift_events", "earnings", "expenses", "trips", "results")
_ARE_TASKS = "tasks"
_ARE_SERIES = "series"
_ARE_SHIFTS = "shift"


def examine_records(book: Planbook, now: datetime) -> list[Finding]:
    """Return what is wrong with the records of a planbook as of `now`.

    As long as a file or the journal is damaged nobody can say which records are gone, and what names them is
    not looked at.
    """
    checkup = _Checkup(now)
    for name in book.files():
        checkup.take_in(name, book.documents(name))
    return checkup.single if book.damaged or book.is_read_only else [*checkup.single, *checkup.between()]


def read_document(table: Table, document: Document) -> Record | str:
    """Return the record that a document is, or the reason why it is none."""
    try:
        return msgspec.convert(document, table.record)
    except msgspec.ValidationError as error:
        return str(error)


class _Checkup:
    """Goes through the files once, and keeps only what must be known of all of them together."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.single: list[Finding] = []
        self._where: dict[tuple[str, str], str] = {}  # table and id → file
        self._names: list[tuple[str, str, str, str, str, str]] = []  # file, table, id, field, kind, target
        self._shifts: dict[str, list[tuple[str, ShiftEvent]]] = defaultdict(list)

    def take_in(self, name: str, tables: dict[str, dict[str, Document]]) -> None:
        """Look at the documents of one file."""
        for table_name, documents in tables.items():
            table = BY_NAME.get(table_name)
            for record_id, document in documents.items() if table else ():
                record = read_document(table, document) if table else ""
                if isinstance(record, Record):
                    self._look_at(name, table_name, record)
                else:
                    self._where.setdefault((table_name, record_id), name)
                    self.single.append(_unreadable(name, table_name, record_id, str(record)))

    def between(self) -> Iterator[Finding]:
        """What is wrong between records."""
        yield from self._dangling()
        for events in self._shifts.values():
            yield from self._shift(events)

    def _look_at(self, name: str, table: str, record: Record) -> None:
        first = self._where.setdefault((table, record.id), name)
        if first != name:
            self.single.append(_doubled(first, name, table, record))
            return
        belongs = BY_NAME[table].file_of(record)
        if belongs != name:
            self.single.append(_misplaced(name, belongs, table, record))
        self.single += _times(name, table, record, self._now)
        for field, kind, target in _targets(record):
            self._names.append((name, table, record.id, field, kind, target))
        if isinstance(record, ShiftEvent):
            self._shifts[record.shift].append((name, record))

    def _dangling(self) -> Iterator[Finding]:
        for name, table, record_id, field, kind, target in self._names:
            known = target in self._shifts if kind == _ARE_SHIFTS else (kind, target) in self._where
            if not known:
                word = kind.rstrip("s") if kind != _ARE_SERIES else kind
                yield Finding(
                    "dangling",
                    path_within(name),
                    f"The {words_of(table)} {record_id} in {path_within(name)} names the {word} {target}, "
                    "which is not there.",
                    "Repairing drops the placement from the plan."
                    if field == "placements"
                    else "Repairing takes that name out of it, and leaves the rest.",
                    table=table,
                    record=record_id,
                    field=field,
                    about=target,
                )

    def _shift(self, events: list[tuple[str, ShiftEvent]]) -> Iterator[Finding]:
        ordered = in_order(event for _, event in events)
        file_of = {event.id: name for name, event in events}
        first, last = ordered[0], ordered[-1]
        if not any(event.kind == "started" for event in ordered):
            yield Finding(
                "shift-without-start",
                path_within(file_of[first.id]),
                f"The shift {first.shift} in {path_within(file_of[first.id])} has no start: its log begins "
                f"with {first.kind} at {first.at:%Y-%m-%d %H:%M} UTC.",
                "Repairing starts it at that moment.",
                table="shift_events",
                record=first.id,
                about=first.shift,
            )
        is_open = not any(event.kind == "stopped" for event in ordered)
        if is_open and last.at < self._now - FORGOTTEN:
            yield Finding(
                "shift-without-end",
                path_within(file_of[last.id]),
                f"The shift {last.shift} that began on {first.at:%Y-%m-%d} has no end: its last event is "
                f"{last.kind} at {last.at:%Y-%m-%d %H:%M} UTC.",
                "Repairing ends it there, or at the end of the block it was planned as.",
                table="shift_events",
                record=last.id,
                about=last.shift,
            )


def words_of(table: str) -> str:
    """What a record of that table is called."""
    special = {"shift_events": "shift event", "results": "result", "recaps": "note of the day"}
    return special.get(table, BY_NAME[table].record.__name__.lower())


def _targets(record: Record) -> Iterator[tuple[str, str, str]]:
    """The records that a record names: field, what kind they are, id."""
    match record:
        case Earning():
            named: list[tuple[str, str, str]] = [
                ("task", _ARE_TASKS, record.task),
                ("shift", _ARE_SHIFTS, record.shift),
            ]
        case Trip():
            named = [("shift", _ARE_SHIFTS, record.shift)]
        case TaskResult():
            named = [("task", _ARE_TASKS, record.task)]
        case ShiftEvent():
            named = [("task", _ARE_TASKS, record.task)]
        case Block():
            named = [("series", _ARE_SERIES, record.series)]
        case Plan():
            named = [("placements", _ARE_TASKS, placed.task) for placed in record.placements]
        case _:
            named = []
    return (one for one in named if one[2])


def _unreadable(name: str, table: str, record_id: str, why: str) -> Finding:
    return Finding(
        "unreadable-record",
        path_within(name),
        f"The {words_of(table)} {record_id} in {path_within(name)} cannot be read: {why}.",
        "It stays in the file as it is: update gigplanner if a newer one wrote it.",
        can_repair=False,
        table=table,
        record=record_id,
    )


def _doubled(first: str, name: str, table: str, record: Record) -> Finding:
    return Finding(
        "duplicate",
        path_within(name),
        f"The {words_of(table)} {record.id} is in {path_within(first)} and in {path_within(name)}.",
        "Repairing keeps the one that is further along, in the file it belongs to.",
        table=table,
        record=record.id,
        field="elsewhere",
        about=first,
    )


def _misplaced(name: str, belongs: str, table: str, record: Record) -> Finding:
    return Finding(
        "misplaced",
        path_within(name),
        f"The {words_of(table)} {record.id} is in {path_within(name)} but belongs to {path_within(belongs)}.",
        "Repairing moves it there.",
        table=table,
        record=record.id,
    )


def _times(name: str, table: str, record: Record, now: datetime) -> Iterator[Finding]:
    what = f"The {words_of(table)} {record.id} in {path_within(name)}"
    about: dict[str, Any] = {"table": table, "record": record.id}
    if isinstance(record, Block) and record.end < record.start:
        yield Finding(
            "impossible-time",
            path_within(name),
            f"{what} ends before it starts.",
            "Repairing exchanges the two.",
            field="end",
            **about,
        )
    if isinstance(record, Plan) and any(placed.end < placed.start for placed in record.placements):
        yield Finding(
            "impossible-time",
            path_within(name),
            f"{what} has a placement that ends before it starts.",
            "Plan that day again.",
            can_repair=False,
            **about,
        )
    moment = BY_NAME[table].moment(record)
    if moment is None:
        return
    instant = moment if isinstance(moment, datetime) else _noon(moment)
    has_happened = table in _HAPPENED or isinstance(record, Task)
    earliest, latest = (NO_WORK_BEFORE, now + AHEAD) if has_happened else CALENDAR
    if not earliest <= instant <= latest:
        yield Finding(
            "impossible-time",
            path_within(name),
            f"{what} is of {instant:%Y-%m-%d %H:%M} UTC, which cannot be.",
            "Nobody but you knows when it was: edit or delete it in the app, or undo what made it.",
            can_repair=False,
            **about,
        )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
