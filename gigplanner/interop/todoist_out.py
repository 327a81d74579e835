"""Tasks as Todoist's CSV, for Project → Import from CSV; `deskwork.todoist` reads it back.

A platform is a section, tags and needs are labels, a task that must be done has priority 1. Todoist knows no
pay: that stands in the description, with the link and the notes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from gigplanner.interop.spreadsheet import csv_text
from gigplanner.interop.task_words import about
from gigplanner.model import Settings, Task

COLUMNS = (
    "TYPE", "CONTENT", "DESCRIPTION", "PRIORITY", "INDENT", "AUTHOR", "RESPONSIBLE", "DATE", "DATE_LANG",
    "TIMEZONE", "DURATION", "DURATION_UNIT",
)  # fmt: skip
_EMPTY = ("",) * len(COLUMNS)
_PRIORITIES = {"p1": "1", "p2": "2", "p3": "3"}  # tags, as such priorities are read
_NO_PRIORITY = "4"  # an empty one is read as the highest


def write_todoist(tasks: Iterable[Task], settings: Settings) -> str:
    """Return open tasks as one Todoist project, by platform; those without one come first."""
    ordered = sorted(tasks, key=lambda task: task.platform.casefold())
    return csv_text(COLUMNS, _rows(ordered, settings))


def _rows(tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[str, ...]]:
    section = ""
    for task in tasks:
        if task.platform.casefold() != section.casefold():
            section = task.platform
            yield "section", section, *_EMPTY[2:]
        yield (
            "task",
            _content(task),
            about(task),
            "1"
            if task.must
            else next((_PRIORITIES[tag] for tag in task.tags if tag in _PRIORITIES), _NO_PRIORITY),
            "1",
            "",
            "",
            _date(task, settings),
            "en",
            settings.zone,
            str(max(1, math.ceil(task.whole_minutes))),
            "minute",
        )
        yield _EMPTY


def _content(task: Task) -> str:
    """Return the title with labels behind it, which cannot hold spaces."""
    tags = [tag for tag in (*task.tags, *sorted(task.needs - set(task.tags))) if tag not in _PRIORITIES]
    labels = [f"@{'_'.join(tag.replace('@', ' ').replace(',', ' ').split())}" for tag in tags]
    return " ".join((task.title, *(label for label in labels if label != "@")))


def _date(task: Task, settings: Settings) -> str:
    """Return the deadline by the person's clock; the last minute of a day is the day."""
    if task.due is None:
        return ""
    wall = settings.wall(task.due)
    is_whole_day = (wall.hour, wall.minute) == (23, 59)
    return f"{wall:%Y-%m-%d}" if is_whole_day else f"{wall:%Y-%m-%d %H:%M}"
