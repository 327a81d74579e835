"""The records of a working day, put together for the functions that say something about it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from gigplanner.model.records import Block, DayNote, Earning, Expense, Plan, Task, TaskResult, Trip
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog, read_log
from gigplanner.model.times import DAY, Span

T = TypeVar("T")


class DayRecords(Struct, frozen=True, kw_only=True):
    """Everything a person wrote down about one working day.

    Money, trips, results and closed tasks belong to the day that holds their instant. A shift or block that
    reaches over the end of a day belongs to both days whole; who counts its time clips it to the day.
    """

    day: date
    shifts: tuple[ShiftLog, ...] = ()
    earnings: tuple[Earning, ...] = ()
    expenses: tuple[Expense, ...] = ()
    trips: tuple[Trip, ...] = ()
    blocks: tuple[Block, ...] = ()
    plan: Plan | None = None
    tasks_done: tuple[Task, ...] = ()
    results: tuple[TaskResult, ...] = ()
    note: DayNote | None = None
    miles_before: Decimal = Decimal(0)
    """Of the tax year, up to this day. Told only where a mile's rate depends on them, as in the UK."""

    def shifts_at(self, now: datetime) -> tuple[ShiftLog, ...]:
        """The shifts, with one that still runs read again as of `now`."""
        return tuple(
            read_log(log.events, now) if log.end is None and log.now != now else log for log in self.shifts
        )


def days_between(first: date, last: date) -> list[date]:
    """Return the days from `first` to `last`, both included."""
    return [first + number * DAY for number in range((last - first).days + 1)]


def pick_days(
    days: Sequence[date],
    settings: Settings,
    *,
    shifts: Iterable[ShiftLog] = (),
    earnings: Iterable[Earning] = (),
    expenses: Iterable[Expense] = (),
    trips: Iterable[Trip] = (),
    blocks: Iterable[Block] = (),
    plans: Iterable[Plan] = (),
    tasks: Iterable[Task] = (),
    results: Iterable[TaskResult] = (),
    notes: Iterable[DayNote] = (),
) -> list[DayRecords]:
    """Return the records of each of `days` (in order, without repeats) out of larger piles.

    What belongs to none of the days is left out. Of `tasks` those count that were done on the day.
    """
    finder = _DayFinder(days, settings)
    shifts_of: dict[date, list[ShiftLog]] = defaultdict(list)
    for log in shifts:
        for day in finder.days_of(Span(log.start, log.end or max(log.now, log.start))):
            shifts_of[day].append(log)
    blocks_of: dict[date, list[Block]] = defaultdict(list)
    for block in blocks:
        for day in finder.days_of(block.span):
            blocks_of[day].append(block)
    earnings_of = finder.by_day((earning.at, earning) for earning in earnings)
    expenses_of = finder.by_day((expense.at, expense) for expense in expenses)
    trips_of = finder.by_day((trip.at, trip) for trip in trips)
    results_of = finder.by_day((result.at, result) for result in results)
    done_of = finder.by_day(
        (task.closed_at, task) for task in tasks if task.status == "done" and task.closed_at
    )
    plan_of = {plan.date: plan for plan in plans}
    note_of = {note.date: note for note in notes}
    return [
        DayRecords(
            day=day,
            shifts=tuple(shifts_of[day]),
            earnings=tuple(earnings_of[day]),
            expenses=tuple(expenses_of[day]),
            trips=tuple(trips_of[day]),
            blocks=tuple(blocks_of[day]),
            plan=plan_of.get(day),
            tasks_done=tuple(done_of[day]),
            results=tuple(results_of[day]),
            note=note_of.get(day),
        )
        for day in days
    ]


class _DayFinder:
    """Finds the day an instant belongs to by bisection: ten years of records are sorted in one pass."""

    def __init__(self, days: Sequence[date], settings: Settings) -> None:
        self._days = list(days)
        self._spans = [settings.span_of(day) for day in days]
        self._starts = [span.start for span in self._spans]

    def by_day(self, dated: Iterable[tuple[datetime, T]]) -> dict[date, list[T]]:
        found: dict[date, list[T]] = defaultdict(list)
        for at, record in dated:
            place = bisect_right(self._starts, at) - 1
            if place >= 0 and at in self._spans[place]:
                found[self._days[place]].append(record)
        return found

    def days_of(self, span: Span) -> list[date]:
        place = max(0, bisect_right(self._starts, span.start) - 1)
        touched = []
        while place < len(self._days) and self._starts[place] <= span.end:
            if self._spans[place].overlaps(span) or span.start in self._spans[place]:
                touched.append(self._days[place])
            place += 1
        return touched
