"""Closing the day: gathering what it held, and the person's note."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gigplanner.insights.recap import Recap, recap_of, recap_of_days
from gigplanner.insights.records import DayRecords, days_between, pick_days
from gigplanner.model.records import DayNote, Earning, Expense, Plan, Task, TaskResult, Trip
from gigplanner.model.text import clean_note
from gigplanner.model.times import Span
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.shift import shifts_in

COMPARED = timedelta(days=28)  # before a day, that it is compared with


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
    return pick_days(
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


def recap_day(desk: Desk, day: date, now: datetime) -> Recap:
    """The recap of one day, compared with the four weeks before it."""
    history = days_records(desk, day - COMPARED, day - timedelta(days=1), now)
    return recap_of(
        day_records(desk, day, now), desk.settings, now, history=history, catalogue=desk.catalogue
    )


def recap_days(desk: Desk, first: date, last: date, now: datetime) -> Recap:
    """The recap of several days together."""
    return recap_of_days(days_records(desk, first, last, now), desk.settings, now, catalogue=desk.catalogue)


def write_note(desk: Desk, day: date, text: str, now: datetime, *, close: bool = False) -> Done:
    """Keep the note of `day`; with `close`, mark the day as closed."""
    note = DayNote(id=day.isoformat(), date=day, text=clean_note(text), closed_at=now if close else None)
    words = f"{'Closed' if close else 'Noted'} {day:%a} {day.day} {day:%b}"
    with desk.book.action(words, now=now) as action:
        action.put(note)
    return Done(words, note)
