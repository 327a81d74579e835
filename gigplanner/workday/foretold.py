"""What a year's days were foretold, month by month: kept once days are over, for what it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import msgspec
from msgspec import Struct

from gigplanner.insights.forecasts import LEARNED, DayPay, OwnMinutes, day_pay, own_minutes_of
from gigplanner.insights.planned import plan_outcome
from gigplanner.insights.records import DayRecords
from gigplanner.model.records import Series, TaskResult
from gigplanner.model.times import DAY, Span
from gigplanner.planbook.answers import AnswerCache
from gigplanner.workday.at_rest import collector_at_rest
from gigplanner.workday.day import days_records, month_of
from gigplanner.workday.desk import Desk
from gigplanner.workday.program import program
from gigplanner.workday.totals import stamps_around, year_of

REACH = 4  # months before one whose results its estimates are made of, and some to spare


class Foretold(Struct, frozen=True):
    """The person's own minutes, and the pay of days with a plan or planned shifts, against the truth."""

    minutes: OwnMinutes = OwnMinutes()
    pay: tuple[DayPay, ...] = ()

    def __add__(self, later: Foretold) -> Foretold:
        return Foretold(self.minutes + later.minutes, self.pay + later.pay)


def results_before(desk: Desk, day: date) -> list[TaskResult]:
    """Return the results that the estimates on the morning of `day` were made of."""
    morning = desk.settings.span_of(day).start
    return list(desk.book.within(TaskResult, Span(morning - LEARNED, morning)))


def foretold_in_year(desk: Desk, day: date, now: datetime) -> Foretold:
    """Return what was foretold of the days, up to now, of the year that holds `day`."""
    first, last = year_of(day)
    today, held = desk.settings.day_of(now), set(desk.book.files())
    whole = Foretold()
    with collector_at_rest():
        while first <= min(last, today):
            if f"{first:%Y-%m}" in held or f"{first - DAY:%Y-%m}" in held:
                whole += _month(desk, first, today, now)
            first = (first + 32 * DAY).replace(day=1)
    return whole


def _month(desk: Desk, first: date, today: date, now: datetime) -> Foretold:
    _, last = month_of(first)
    whole = _over(desk, first, min(last, today - DAY), now) if first < today else Foretold()
    if last < today:
        return whole
    days = days_records(desk, max(first, today), last, now)
    return whole + _told_of(desk, days, now)


def _over(desk: Desk, first: date, last: date, now: datetime) -> Foretold:
    """What was foretold of days of a month that are over: kept if nothing of them goes on."""
    cache, name, key = AnswerCache(desk.book.folder), f"foretold-{first:%Y-%m}", _key(desk, first, last)
    kept = cache.get(name, key, Foretold) if key else None
    if kept is not None:
        return kept
    days = days_records(desk, first, last, now)
    found = _told_of(desk, days, now)
    if key and key == _key(desk, first, last) and not any(_goes_on(day, now) for day in days):
        cache.put(name, key, found)
    return found


def _told_of(desk: Desk, days: Sequence[DayRecords], now: datetime) -> Foretold:
    """What was foretold of days that follow each other."""
    outcomes = [plan_outcome(day, now, desk.settings) for day in days]
    pays = [day_pay(day, plan, desk.settings, now) for day, plan in zip(days, outcomes, strict=True)]
    earlier = results_before(desk, days[0].day) if any(day.results for day in days) else []
    return Foretold(
        own_minutes_of(days, earlier, desk.settings),
        tuple(one for one in pays if one is not None),
    )


def _goes_on(day: DayRecords, now: datetime) -> bool:
    """Whether something that began on a day is not over yet: a night's shift, planned or worked."""
    placements = day.plan.placements if day.plan else ()
    return (
        any(log.end is None for log in day.shifts)
        or any(block.end > now for block in day.blocks)
        or any(placed.end > now for placed in placements)
    )


def _key(desk: Desk, first: date, last: date) -> str:
    """Return all that shapes what is found of days that are over; nothing where it is not all on disk."""
    stamps = stamps_around(desk, first, before=REACH, after=1)
    if stamps is None or not program():
        return ""
    shapes = [program(), stamps, last, desk.settings, desk.book.queue(Series)]
    says = msgspec.json.encode(shapes, order="deterministic")
    return hashlib.sha256(says).hexdigest()
