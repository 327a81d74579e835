"""Closing the day: gathering what it held, and the person's note."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gigplanner.insights.recap import Recap, recap_of, recap_of_days
from gigplanner.insights.report import as_markdown
from gigplanner.model.errors import GigError
from gigplanner.model.records import DayNote
from gigplanner.model.text import clean_note
from gigplanner.planbook.durable import make_folder, replace_file
from gigplanner.planbook.errors import reason
from gigplanner.workday.day import day_records, days_records
from gigplanner.workday.desk import Desk, Done

EXPORTS = "exports"
COMPARED = timedelta(days=28)  # before a day, that it is compared with


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
    recap = recap_day(desk, first, now) if first == last else recap_days(desk, first, last, now)
    until = "" if first == last else f"-to-{last.isoformat()}"
    path = desk.book.folder / EXPORTS / f"recap-{first.isoformat()}{until}.md"
    try:
        make_folder(path.parent)
        replace_file(path, as_markdown(recap).encode())
    except OSError as error:
        raise GigError(f"Cannot write {path}: {reason(error)}.") from error
    return Done(f"Saved {path}")
