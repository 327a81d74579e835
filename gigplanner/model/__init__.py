"""What a gig day is made of: frozen records, money, spans of time. Pure: no clock, no files, no screen."""

from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.money import Money, parse_money, show_money, total, totals
from gigplanner.model.records import (
    Block,
    DayNote,
    Earning,
    Expense,
    LatePart,
    PastWait,
    PlacedTask,
    Plan,
    Record,
    Series,
    SetAside,
    ShiftEvent,
    Task,
    TaskResult,
    Trip,
)
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog, Wait
from gigplanner.model.times import Span

__all__ = [
    "BadInput",
    "Block",
    "DayNote",
    "Earning",
    "Expense",
    "GigError",
    "LatePart",
    "Money",
    "PastWait",
    "PlacedTask",
    "Plan",
    "Record",
    "Series",
    "SetAside",
    "Settings",
    "ShiftEvent",
    "ShiftLog",
    "Span",
    "Task",
    "TaskResult",
    "Trip",
    "Wait",
    "parse_money",
    "show_money",
    "total",
    "totals",
]
