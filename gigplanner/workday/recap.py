"""Closing the day: gathering what it held, and the person's note."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gigplanner.insights.meter import Meter, read_meter
from gigplanner.insights.recap import Recap, recap_of, recap_of_days
from gigplanner.insights.records import DayRecords
from gigplanner.model.records import DayNote, Earning, Expense, Task, TaskResult, Trip
from gigplanner.model.text import clean_note
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.planning import saved_plan
from gigplanner.workday.shift import shifts_in


def day_records(desk: Desk, day: date, now: datetime) -> DayRecords:
    """Everything the planbook holds about `day`, as of `now`."""
    span = desk.settings.span_of(day)
    book = desk.book
    results = tuple(book.within(TaskResult, span))
    done = {result.task for result in results if result.outcome == "done"}
    return DayRecords(
        day=day,
        shifts=tuple(shifts_in(desk, span, now)),
        earnings=tuple(book.within(Earning, span)),
        expenses=tuple(book.within(Expense, span)),
        trips=tuple(book.within(Trip, span)),
        blocks=tuple(blocks_in(desk, span)),
        plan=saved_plan(desk, day),
        tasks_done=tuple(task for task in book.within(Task, span) if task.id in done),
        results=results,
        note=book.find(DayNote, day.isoformat(), near=day),
    )


def week_of(desk: Desk, day: date) -> tuple[date, date]:
    """The first and last day of the week that holds `day`."""
    first = day - timedelta(days=(day.weekday() - desk.settings.week_starts) % 7)
    return first, first + timedelta(days=6)


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of the month that holds `day`."""
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day.replace(day=1), following - timedelta(days=1)


def days_records(desk: Desk, first: date, last: date, now: datetime) -> list[DayRecords]:
    """The records of the days `first` to `last`, one by one."""
    return [day_records(desk, first + timedelta(days=ahead), now) for ahead in range((last - first).days + 1)]


def recap_day(desk: Desk, day: date, now: datetime) -> Recap:
    """The recap of one day."""
    return recap_of(day_records(desk, day, now), desk.settings, now)


def recap_days(desk: Desk, first: date, last: date, now: datetime) -> Recap:
    """The recap of several days together."""
    return recap_of_days(days_records(desk, first, last, now), desk.settings, now)


def meter(desk: Desk, now: datetime) -> Meter:
    """Today's earnings meter."""
    return read_meter(day_records(desk, desk.settings.day_of(now), now), now, desk.settings)


def write_note(desk: Desk, day: date, text: str, now: datetime, *, close: bool = False) -> Done:
    """Keep the note of `day`; with `close`, mark the day as closed."""
    note = DayNote(id=day.isoformat(), date=day, text=clean_note(text), closed_at=now if close else None)
    words = f"{'Closed' if close else 'Noted'} {day:%a} {day.day} {day:%b}"
    with desk.book.action(words, now=now) as action:
        action.put(note)
    return Done(words, note)
