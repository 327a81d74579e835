"""What a year's days were foretold, month by month: kept once a month is over, for what it was made from."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import msgspec
from msgspec import Struct

from gigplanner.insights.forecasts import LEARNED, DayPay, OwnMinutes, day_pay, own_minutes_of
from gigplanner.insights.planned import plan_outcome
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


def results_before(desk: Desk, day: date) -> list[TaskResult]:
    """Return the results that the estimates on the morning of `day` were made of."""
    morning = desk.settings.span_of(day).start
    return list(desk.book.within(TaskResult, Span(morning - LEARNED, morning)))


def foretold_in_year(desk: Desk, day: date, now: datetime) -> Foretold:
    """Return what was foretold of the days, up to now, of the year that holds `day`."""
    first, last = year_of(day)
    today, held = desk.settings.day_of(now), set(desk.book.files())
    minutes, pay = OwnMinutes(), list[DayPay]()
    with collector_at_rest():
        while first <= min(last, today):
            if f"{first:%Y-%m}" in held or f"{first - DAY:%Y-%m}" in held:
                found = _month(desk, first, now)
                minutes += found.minutes
                pay += found.pay
            first = (first + 32 * DAY).replace(day=1)
    return Foretold(minutes, tuple(pay))


def _month(desk: Desk, first: date, now: datetime) -> Foretold:
    _, last = month_of(first)
    cache, name = AnswerCache(desk.book.folder), f"foretold-{first:%Y-%m}"
    is_over = desk.settings.span_of(last).end <= now
    key = _key(desk, first) if is_over else ""
    kept = cache.get(name, key, Foretold) if key else None
    if kept is not None:
        return kept
    days = days_records(desk, first, last, now)
    outcomes = [plan_outcome(day, now, desk.settings) for day in days]
    pays = [day_pay(day, plan, desk.settings, now) for day, plan in zip(days, outcomes, strict=True)]
    found = Foretold(
        own_minutes_of(days, results_before(desk, first), desk.settings),
        tuple(one for one in pays if one is not None),
    )
    if key and key == _key(desk, first) and all(log.end for day in days for log in day.shifts):
        cache.put(name, key, found)
    return found


def _key(desk: Desk, first: date) -> str:
    """Return all that shapes what is found of a month that is over; nothing where it is not all on disk."""
    stamps = stamps_around(desk, first, before=REACH, after=1)
    if stamps is None or not program():
        return ""
    shapes = [program(), stamps, desk.settings, desk.book.queue(Series)]
    says = msgspec.json.encode(shapes, order="deterministic")
    return hashlib.sha256(says).hexdigest()
