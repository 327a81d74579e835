"""A task of a calendar (VTODO) as an entry of the queue."""

from __future__ import annotations

from datetime import datetime, timedelta

from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.ical_events import title_of
from gigplanner.interop.ical_lines import Component
from gigplanner.interop.ical_times import Moment, moment_of, read_duration
from gigplanner.interop.ical_zones import ZoneBook
from gigplanner.interop.privacy import web_link, without_secrets
from gigplanner.interop.reading import ImportContext
from gigplanner.model import BadInput, Money, Task
from gigplanner.model.records import TaskStatus
from gigplanner.model.text import clean_text
from gigplanner.model.times import DAY, MINUTE

ASSUMED_MINUTES = 30.0


def read_task(
    todo: Component, source_id: str, context: ImportContext, zones: ZoneBook, platforms: PlatformFinder
) -> tuple[Task, bool]:
    """Return a task, and whether the file says how long it takes. BadInput says what is wrong with it."""
    start = moment_of(todo, "DTSTART", zones)
    due = moment_of(todo, "DUE", zones)
    estimate = todo.first("ESTIMATED-DURATION") or todo.first("DURATION")
    length = read_duration(estimate) if estimate else timedelta(0)
    title = title_of(todo)
    platform = platforms.first(title, todo.text("CATEGORIES"))
    completed = moment_of(todo, "COMPLETED", zones)
    deadline = _end_of(due) if due else None
    not_before = start.instant if start else None
    if deadline and not_before and deadline < not_before:
        raise BadInput("it is due before it begins")
    task = Task(
        id=context.make_id(),
        source="ics",
        source_id=source_id,
        title=title,
        pay=Money.zero(context.settings.currency),
        minutes=length / MINUTE if length else ASSUMED_MINUTES,
        platform=platform.name if platform else "",
        due=deadline,
        not_before=not_before,
        tags=tuple(filter(None, (clean_text(tag, 60) for tag in todo.text("CATEGORIES").split(",")[:50]))),
        url=web_link(todo.text("URL"), todo.text("LOCATION"), todo.text("DESCRIPTION")),
        notes=without_secrets(todo.text("DESCRIPTION")),
        status=_status(todo),
        closed_at=completed.instant if completed else None,
    )
    return task, bool(length)


def _end_of(due: Moment) -> datetime:
    """A task that is due on a day may be done until its last minute."""
    return due.zone.instant(due.wall + DAY - MINUTE) if due.kind == "day" else due.instant


def _status(todo: Component) -> TaskStatus:
    status = todo.text("STATUS").strip().upper()
    if status == "CANCELLED":
        return "dropped"
    finished = todo.first("COMPLETED") is not None or todo.text("PERCENT-COMPLETE").strip() == "100"
    return "done" if status == "COMPLETED" or finished else "open"
