"""The made-up person of the demo: preferences, and the words and prices of `data/demo.toml`."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from gigplanner.data import read_data
from gigplanner.model.money import Money

CURRENCY = "USD"
ZONE = "America/Chicago"

CONFIG = """\
# The preferences of the demo's made-up person.
zone = "{zone}"
currency = "USD"
day_ends = "04:00"
week_starts = "monday"

goal_day = "150"
goal_week = "900"
goal_month = "3600"
floor_rate = "5"
set_aside_percent = 15

[places]
home = ["phone", "laptop", "data", "quiet", "hands"]
"café" = ["phone", "laptop", "data"]
car = ["phone", "data"]
out = ["phone", "data"]
"""

Range = tuple[float, float]


class Work(Struct, frozen=True, kw_only=True):
    """Small tasks of one kind. `minutes` are of a unit, `hourly` is dollars."""

    platform: str
    category: str
    titles: tuple[str, ...]
    minutes: Range
    hourly: Range
    units: tuple[int, int]
    odds: float = 1.0
    filler: bool = False


class Piece(Struct, frozen=True, kw_only=True):
    """Larger pieces of work, a gig or a post. `pay` is dollars of the whole."""

    platform: str
    titles: tuple[str, ...]
    minutes: Range
    pay: Range
    category: str = "posts"
    fee_percent: int = 0


class Calendar(Struct, frozen=True, kw_only=True):
    """Titles of blocks, and notes of days."""

    appointments: tuple[str, ...]
    trainings: tuple[str, ...]
    hostings: tuple[str, ...]
    tonight: tuple[str, ...]
    standup: str
    weekly: str
    notes: tuple[str, ...]
    counters: tuple[str, ...]


class Spending(Struct, frozen=True, kw_only=True):
    """Something that is bought now and then; `amount` is dollars."""

    category: str
    amount: Range
    note: str


class DayAndTime(NamedTuple):
    """Days from today, and a time of day."""

    days: int
    clock: str


class Waiting(Struct, frozen=True, kw_only=True):
    """A task that waits in the queue of today. Amounts are dollars."""

    title: str
    minutes: float
    pay: str
    platform: str = ""
    category: str = ""
    units: int = 1
    due: DayAndTime | None = None
    after: DayAndTime | None = None
    needs: frozenset[str] | None = None
    splittable: bool = False
    min_chunk: float | None = None
    resumable: bool = False
    odds: float = 1.0
    worth: str | None = None
    must: bool = False
    tags: tuple[str, ...] = ()
    notes: str = ""
    lane: str = ""


class Texts(Struct, frozen=True, kw_only=True):
    """Everything that `data/demo.toml` holds."""

    work: tuple[Work, ...]
    gig: tuple[Piece, ...]
    post: tuple[Piece, ...]
    calendar: Calendar
    expense: tuple[Spending, ...]
    task: tuple[Waiting, ...]

    @property
    def fillers(self) -> tuple[Work, ...]:
        """The work that is short enough for a wait."""
        return tuple(work for work in self.work if work.filler)


@cache
def texts() -> Texts:
    """The demo's words and prices."""
    raw: dict[str, Any] = read_data("demo.toml")
    return msgspec.convert(raw, Texts)


def dollars(amount: str) -> Money:
    """Return an amount as it is written in `data/demo.toml`."""
    return Money.of(amount, CURRENCY)
