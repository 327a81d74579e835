"""Closing the day: gathering what it held, and the person's note."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from weakref import WeakKeyDictionary

from msgspec import Struct

from gigplanner.insights.digest_recap import YearRecap, year_recap_of
from gigplanner.insights.digest_sums import Sums, sums_of
from gigplanner.insights.recap import DayRow, Recap, day_row, recap_of, recap_of_days
from gigplanner.insights.records import days_between
from gigplanner.insights.report.months import with_months
from gigplanner.insights.report.page import Page
from gigplanner.insights.report.sections import recap_page
from gigplanner.insights.tomorrow import Tip, tip_for
from gigplanner.model.records import DayNote
from gigplanner.model.showing import show_day
from gigplanner.model.text import clean_note
from gigplanner.model.times import DAY
from gigplanner.planbook import Planbook
from gigplanner.workday.awaited import awaited_of
from gigplanner.workday.day import day_records, days_records
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.foretold import Foretold, foretold_in_year, results_before
from gigplanner.workday.reports import save_report
from gigplanner.workday.totals import digests_between, year_of
from gigplanner.workday.yearmiles import miles_before_first

COMPARED = timedelta(days=28)  # before a day, that it is compared with

_rows: WeakKeyDictionary[Planbook, tuple[object, dict[date, DayRow]]] = WeakKeyDictionary()


class Standing(Struct, frozen=True, kw_only=True):
    """The sums of a day's month and year, and whether these are still going on."""

    month: Sums
    year: Sums
    month_runs: bool
    year_runs: bool


def recap_day(desk: Desk, day: date, now: datetime) -> Recap:
    """The recap of one day, compared with the four weeks before it."""
    return recap_of(
        day_records(desk, day, now),
        desk.settings,
        now,
        history=_rows_before(desk, day, now),
        catalogue=desk.catalogue,
        earlier=results_before(desk, day),
    )


def _rows_before(desk: Desk, day: date, now: datetime) -> list[DayRow]:
    """The days that `day` is compared with, in short.

    They are remembered while nothing changes: who flips through days has one more of them counted at a time.
    """
    state = (desk.book.seq, desk.book.damaged, desk.settings)
    known = _rows.get(desk.book)
    if known is None or known[0] != state:
        known = _rows[desk.book] = (state, {})
    rows = known[1]
    wanted = days_between(day - COMPARED, day - DAY)
    missing = [one for one in wanted if one not in rows]
    running: dict[date, DayRow] = {}
    if missing:
        for records in days_records(desk, missing[0], missing[-1], now):
            goes_on = any(log.end is None for log in records.shifts)
            (running if goes_on else rows)[records.day] = day_row(records, desk.settings)
    return [rows.get(one) or running[one] for one in wanted]


def recap_days(desk: Desk, first: date, last: date, now: datetime) -> Recap:
    """The recap of several days together."""
    return recap_of_days(
        days_records(desk, first, last, now),
        desk.settings,
        now,
        catalogue=desk.catalogue,
        earlier=results_before(desk, first),
    )


def recap_year(desk: Desk, day: date, now: datetime, foretold: Foretold | None = None) -> YearRecap:
    """The recap of the year that holds `day`, out of digests.

    `foretold` is what was foretold of its days; without it that is read, which takes a moment the first time.
    """
    first, last = year_of(day)
    digests = digests_between(desk, first, last, now)
    before = miles_before_first(desk, digests, now)
    foretold = foretold or foretold_in_year(desk, day, now)
    return year_recap_of(
        digests,
        first,
        last,
        desk.settings,
        now,
        catalogue=desk.catalogue,
        before=before,
        awaited=awaited_of(desk, digests, now),
        minutes=foretold.minutes,
        pay=foretold.pay,
    )


def wants_tip(desk: Desk, recap: Recap, now: datetime) -> bool:
    """Whether a recap is of one day that somebody may still act on: today or yesterday."""
    today = desk.settings.day_of(now)
    return recap.first == recap.last and today - DAY <= recap.last <= today


def tip_of(desk: Desk, recap: Recap, now: datetime) -> Tip | None:
    """The one thing to try on the day after `recap`, if that is today's or yesterday's; None otherwise.

    It needs the insights into all records: the first time they take a moment.
    """
    if not wants_tip(desk, recap, now):
        return None
    from gigplanner.workday.insights import found

    known = found(desk, now)
    return tip_for(recap, known.insights, known.awaited, recap.last + DAY)


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
    words = f"{'Closed' if close else 'Noted'} {show_day(day)}"
    with desk.book.action(words, now=now) as action:
        before = day_note(desk, day)
        closed_at = now if close else (before.closed_at if before else None)
        note = DayNote(id=day.isoformat(), date=day, text=clean_note(text), closed_at=closed_at)
        action.put(note)
    return Done(words, note)


def day_note(desk: Desk, day: date) -> DayNote | None:
    """What was written about `day`, and whether it was closed; None if neither."""
    return next(iter(desk.book.dated(DayNote, day, day)), None)


def save_recap(desk: Desk, first: date, last: date, now: datetime, *, tip: Tip | None = None) -> Done:
    """Write the recap of the days `first` to `last` as Markdown and as an HTML page; say where.

    Both go into the planbook's folder `exports`, for their owner's eyes only, and replace older ones of the
    same days. Raises GigError.
    """
    from gigplanner.insights.report.html import page_html
    from gigplanner.insights.report.markdown import page_markdown

    until = "" if first == last else f"-to-{last.isoformat()}"
    name = f"recap-{first.isoformat()}{until}"
    page = _page(desk, first, last, now, tip)
    done = save_report(desk, f"{name}.md", page_markdown(page))
    save_report(desk, f"{name}.html", page_html(page))
    return Done(f"{done.words} and, as a page for the browser, {name}.html")


def recap_markdown(desk: Desk, first: date, last: date, now: datetime) -> str:
    """Return the recap of the days `first` to `last` as Markdown."""
    from gigplanner.insights.report.markdown import page_markdown

    return page_markdown(_page(desk, first, last, now, None))


def _page(desk: Desk, first: date, last: date, now: datetime, tip: Tip | None) -> Page:
    if first == last:
        return recap_page(recap_day(desk, first, now), tip=tip)
    if (first, last) == year_of(first):
        year = recap_year(desk, first, now)
        return with_months(recap_page(year.recap, days=year.days), year.months)
    return recap_page(recap_days(desk, first, last, now))
