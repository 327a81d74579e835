"""Closing the day: gathering what it held, and the person's note."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from gigplanner.insights.digest_recap import YearRecap, year_recap_of
from gigplanner.insights.digest_sums import Sums, sums_of
from gigplanner.insights.recap import Recap, recap_of, recap_of_days
from gigplanner.insights.report import as_markdown
from gigplanner.insights.report.months import months_markdown
from gigplanner.model.records import DayNote
from gigplanner.model.text import clean_note
from gigplanner.workday.day import day_records, days_records
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.reports import save_report
from gigplanner.workday.totals import digests_between, year_of
from gigplanner.workday.yearmiles import miles_before_first

COMPARED = timedelta(days=28)  # before a day, that it is compared with


class Standing(Struct, frozen=True, kw_only=True):
    """The sums of a day's month and year, and whether these are still going on."""

    month: Sums
    year: Sums
    month_runs: bool
    year_runs: bool


def recap_day(desk: Desk, day: date, now: datetime) -> Recap:
    """The recap of one day, compared with the four weeks before it."""
    history = days_records(desk, day - COMPARED, day - timedelta(days=1), now)
    return recap_of(
        day_records(desk, day, now), desk.settings, now, history=history, catalogue=desk.catalogue
    )


def recap_days(desk: Desk, first: date, last: date, now: datetime) -> Recap:
    """The recap of several days together."""
    return recap_of_days(days_records(desk, first, last, now), desk.settings, now, catalogue=desk.catalogue)


def recap_year(desk: Desk, day: date, now: datetime) -> YearRecap:
    """The recap of the year that holds `day`, out of digests."""
    first, last = year_of(day)
    digests = digests_between(desk, first, last, now)
    before = miles_before_first(desk, digests, now)
    return year_recap_of(digests, first, last, desk.settings, now, catalogue=desk.catalogue, before=before)


def standing_of(desk: Desk, day: date, now: datetime) -> Standing:
    """What the month and the year that hold `day` have come to by `now`, out of digests."""
    first, last = year_of(day)
    year = digests_between(desk, first, last, now)
    month = [digest for digest in year if digest.day.month == day.month]
    today = desk.settings.day_of(now)
    return Standing(
        month=sums_of(month, desk.settings, miles_before=miles_before_first(desk, month, now)),
        year=sums_of(year, desk.settings, miles_before=miles_before_first(desk, year, now)),
        month_runs=(today.year, today.month) == (day.year, day.month),
        year_runs=today.year == day.year,
    )


def write_note(desk: Desk, day: date, text: str, now: datetime, *, close: bool = False) -> Done:
    """Keep the note of `day`; with `close`, mark the day as closed. A day once closed stays so."""
    words = f"{'Closed' if close else 'Noted'} {day:%a} {day.day} {day:%b}"
    with desk.book.action(words, now=now) as action:
        before = day_note(desk, day)
        closed_at = now if close else (before.closed_at if before else None)
        note = DayNote(id=day.isoformat(), date=day, text=clean_note(text), closed_at=closed_at)
        action.put(note)
    return Done(words, note)


def day_note(desk: Desk, day: date) -> DayNote | None:
    """What was written about `day`, and whether it was closed; None if neither."""
    return desk.book.find(DayNote, day.isoformat(), near=day)


def save_markdown(desk: Desk, first: date, last: date, now: datetime) -> Done:
    """Write the recap of the days `first` to `last` into the planbook's folder `exports`; say where.

    The file is for its owner's eyes only and replaces an older one of the same days. Raises GigError.
    """
    until = "" if first == last else f"-to-{last.isoformat()}"
    return save_report(desk, f"recap-{first.isoformat()}{until}.md", recap_markdown(desk, first, last, now))


def recap_markdown(desk: Desk, first: date, last: date, now: datetime) -> str:
    """Return the recap of the days `first` to `last` as Markdown."""
    if first == last:
        return as_markdown(recap_day(desk, first, now))
    if (first, last) == year_of(first):
        year = recap_year(desk, first, now)
        return as_markdown(year.recap) + months_markdown(year.months)
    return as_markdown(recap_days(desk, first, last, now))
