"""Which record lives in which table of which file.

The queue file holds what is open or small: open tasks, series, the person's own platforms. Everything that
happened or will happen at a time lives in the file of its month (UTC), so that a write never touches history.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from msgspec import Struct

from gigplanner.model.catalogue import Platform
from gigplanner.model.kinds import KINDS
from gigplanner.model.records import (
    Block,
    DayNote,
    Earning,
    Expense,
    PastWait,
    Plan,
    Record,
    Series,
    SetAside,
    ShiftEvent,
    Task,
    TaskResult,
    Trip,
)

QUEUE = "queue"


class Table(Struct, frozen=True):
    """A table: its name in the files, its records, and the moment that decides their month, if any."""

    name: str
    record: type[Record]
    moment: Callable[[Any], datetime | date | None]

    def file_of(self, record: Record) -> str:
        """Return the file that holds `record`: the queue, or a month such as `2026-11`."""
        moment = self.moment(record)
        return month_of(moment) if moment else QUEUE


_MOMENTS: dict[type[Record], Callable[[Any], datetime | date | None]] = {
    Task: lambda task: task.closed_at,
    Series: lambda _: None,
    Platform: lambda _: None,
    Block: lambda block: block.start,
    ShiftEvent: lambda event: event.at,
    Earning: lambda earning: earning.at,
    Expense: lambda expense: expense.at,
    Trip: lambda trip: trip.at,
    SetAside: lambda aside: aside.at,
    PastWait: lambda wait: wait.start,
    Plan: lambda plan: plan.date,
    TaskResult: lambda result: result.at,
    DayNote: lambda note: note.date,
}
TABLES = tuple(Table(name, kind, _MOMENTS[kind]) for name, kind in KINDS.items())
BY_RECORD: dict[type[Record], Table] = {table.record: table for table in TABLES}
BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}


def file_of(record: Record) -> str:
    """Return the file that holds `record`."""
    return BY_RECORD[type(record)].file_of(record)


def month_of(moment: datetime | date) -> str:
    """Return the month file of an instant (by UTC) or of a date."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC)
    return f"{moment.year:04}-{moment.month:02}"


def to_document(record: Record, before: dict[str, Any] | None) -> dict[str, Any]:
    """Return `record` as TinyDB keeps it; fields of a newer version found in `before` are kept.

    Raises ValueError for a naive instant (a series has wall times instead) and for a number that is not
    finite.
    """
    for name in record.__struct_fields__:
        _check(getattr(record, name), f"{type(record).__name__}.{name}", isinstance(record, Series))
    document: dict[str, Any] = msgspec.to_builtins(record, order="deterministic")
    known = set(record.__struct_fields__)
    newer = {name: value for name, value in (before or {}).items() if name not in known}
    return {**newer, **document}


def _check(value: Any, where: str, may_be_naive: bool) -> None:
    if isinstance(value, datetime):
        if value.tzinfo is None and not may_be_naive:
            raise ValueError(f"{where} needs a time zone")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{where} is not a finite number")
    elif isinstance(value, tuple):
        for item in value:
            _check(item, where, may_be_naive)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            _check(getattr(value, name), f"{where}.{name}", may_be_naive)


def document_id(record_id: str) -> int:
    """Return the TinyDB document id of a record: an integer made from its own id, never used again."""
    return int.from_bytes(hashlib.blake2b(record_id.encode(), digest_size=7).digest(), "big") >> 3
