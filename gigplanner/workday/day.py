"""What a day, or several, hold: read from the planbook in one go."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from msgspec.structs import replace

from gigplanner.insights.records import DayRecords, days_between, pick_days
from gigplanner.model.mileage import counts_by_year, tax_year_start
from gigplanner.model.records import DayNote, Earning, Expense, Plan, Task, TaskResult, Trip
from gigplanner.model.times import Span
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk
from gigplanner.workday.shifts import shifts_in
from gigplanner.workday.yearmiles import miles_before


def day_records(desk: Desk, day: date, now: datetime) -> DayRecords:
    """Everything the planbook holds about `day`, as of `now`."""
    return days_records(desk, day, day, now)[0]


def week_of(desk: Desk, day: date) -> tuple[date, date]:
    """The first and last day of the week that holds `day`."""
    first = day - timedelta(days=(day.weekday() - desk.settings.week_starts) % 7)
    return first, first + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of the month that holds `day`."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day.replace(day=1), following - timedelta(days=1)


def days_records(desk: Desk, first: date, last: date, now: datetime) -> list[DayRecords]:
    """The records of the days `first` to `last`, one by one, out of one reading."""
    if last < first:
        return []
    span = Span(desk.settings.span_of(first).start, desk.settings.span_of(last).end)
    book = desk.book
    days = pick_days(
        days_between(first, last),
        desk.settings,
        shifts=shifts_in(desk, span, now),
        earnings=book.within(Earning, span),
        expenses=book.within(Expense, span),
        trips=book.within(Trip, span),
        blocks=blocks_in(desk, span),
        plans=book.dated(Plan, first, last),
        tasks=book.within(Task, span),
        results=book.within(TaskResult, span),
        notes=book.dated(DayNote, first, last),
    )
    return _with_miles_before(desk, days, now) if counts_by_year(desk.settings) else days


def _with_miles_before(desk: Desk, days: list[DayRecords], now: datetime) -> list[DayRecords]:
    before = miles_before(desk, days[0].day, now)
    told = []
    for records in days:
        if tax_year_start(records.day, desk.settings) == records.day:
            before = Decimal(0)
        told.append(replace(records, miles_before=before))
        before += sum((trip.miles for trip in records.trips), Decimal(0))
    return told
