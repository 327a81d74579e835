"""The kinds of records there are, each by the name of its list: in the planbook's files and in exports."""

from __future__ import annotations

from gigplanner.model.catalogue import Platform
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

KINDS: dict[str, type[Record]] = {
    "tasks": Task,
    "series": Series,
    "platforms": Platform,
    "blocks": Block,
    "shift_events": ShiftEvent,
    "earnings": Earning,
    "expenses": Expense,
    "trips": Trip,
    "set_aside": SetAside,
    "waits": PastWait,
    "plans": Plan,
    "results": TaskResult,
    "recaps": DayNote,
}
