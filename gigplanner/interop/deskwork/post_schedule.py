"""Schedules of social media posts: Hootsuite's bulk file, Buffer's, GoHighLevel's and Ayrshare's, as tasks.

Hootsuite's has three columns and no header: it is known by what stands in them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime

import msgspec

from gigplanner.interop import moments
from gigplanner.interop.date_order import order_of, read_date
from gigplanner.interop.deskwork.lengths import TaskGathering
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.identities import numbered
from gigplanner.interop.privacy import web_link, without_secrets
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import cell, fits, table_of
from gigplanner.interop.table import Row, has_header
from gigplanner.model import BadInput, Money, Task
from gigplanner.model.text import clean_text

SOURCE, CATEGORY = "posts", "social media"
ASSUMED_MINUTES = 5.0
_OVER = LeftOut("post whose time is over", "posts whose time is over")
_LOOKED_AT, _ROWS_LOOKED_AT = 50_000, 20  # characters and rows, when recognising
_TITLE_LENGTH = 60  # characters of a message
_WHEN = re.compile(r"\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d(?::\d\d)?(?:\s?[ap]m)?", re.ASCII | re.IGNORECASE)
_UTC = re.compile(r"Z|[+-]\d\d:?\d\d$")


class Schedule(msgspec.Struct, frozen=True):
    """One program's columns."""

    required: frozenset[str]
    when: str
    message: str
    links: tuple[str, ...] = ()
    platforms: str = ""


SCHEDULES = (
    Schedule(frozenset({"post", "platforms", "scheduledate"}), "scheduledate", "post", platforms="platforms"),
    Schedule(
        frozenset({"postatspecifictime", "content"}),
        "postatspecifictime",
        "content",
        links=("link",),
    ),
    Schedule(frozenset({"text", "image_url", "posting_time"}), "posting_time", "text"),
)  # of Ayrshare, GoHighLevel and Buffer
HOOTSUITE_COLUMNS = ("when", "message", "link")
HOOTSUITE = Schedule(frozenset(HOOTSUITE_COLUMNS), "when", "message", links=("link",))


def recognises(file: SourceFile) -> bool:
    """Whether the header is a schedule's, or the first rows are times and messages without a header."""
    return any(has_header(file.text, schedule.required) for schedule in SCHEDULES) or _is_headerless(
        file.text
    )


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every post that is still to come as a task that is due when it is to appear."""
    schedule = next((one for one in SCHEDULES if has_header(file.text, one.required)), None)
    if schedule is None:
        if not _is_headerless(file.text):
            raise BadInput(f"{file.name} is no post schedule: its rows must hold a time and a message.")
        schedule = HOOTSUITE
    header = f"{','.join(HOOTSUITE_COLUMNS)}\n" if schedule is HOOTSUITE else ""
    table = table_of(file, [schedule.required], "the post schedules", text=header + file.text)
    lines = header.count("\n")  # that the file does not have
    zone = context.wall_zone
    gathering = TaskGathering(SOURCE, table, lines_added=lines)
    if header:
        gathering.warn("The file has no header: it was taken for a bulk schedule of Hootsuite.")
    day_first = bool(
        order_of(row[schedule.when] for row in table.rows if not _UTC.search(row[schedule.when]))
    )

    def instant(text: str) -> datetime:
        return _instant(text, zone, day_first)

    for row, identity in numbered(
        table.rows, lambda row: (row[schedule.message].strip(), row[schedule.when].strip())
    ):
        with gathering.part(row.line - lines):
            task = _task(fits(row), identity, schedule, context, instant)
            if task.due and task.due <= context.now:
                gathering.leave_out(_OVER)
            else:
                gathering.minutes(None, ASSUMED_MINUTES)
                gathering.records.append(task)
    slashed = any("/" in row[schedule.when] for row in table.rows)
    order = f", dates with the {'day' if day_first else 'month'} first" if slashed else ""
    return gathering.reading(f"Times without an offset are taken as {zone}{order}.")


def _is_headerless(text: str) -> bool:
    """Whether each of the first rows is a time, a message and perhaps a link."""
    try:
        rows = [row for row in csv.reader(io.StringIO(text[:_LOOKED_AT], newline="")) if any(row)]
    except csv.Error:
        return False
    if len(text) > _LOOKED_AT:
        rows.pop()  # it may be cut off
    looked_at = rows[:_ROWS_LOOKED_AT]
    return bool(looked_at) and all(
        2 <= len(row) <= 3
        and _WHEN.fullmatch(row[0].strip()) is not None
        and bool(row[1].strip())
        and (len(row) < 3 or not row[2].strip() or bool(web_link(row[2])))
        for row in looked_at
    )


def _instant(text: str, zone: str, day_first: bool) -> datetime:
    bare = text.strip()
    if _UTC.search(bare):
        return moments.iso_utc(bare)
    day, _, clock = bare.partition("T" if "T" in bare[:11] else " ")
    wall = datetime.combine(read_date(day, day_first=day_first), moments.clock_time(clock))
    return moments.local(wall, zone)


def _task(
    row: Row, identity: str, schedule: Schedule, context: ImportContext, instant: Callable[[str], datetime]
) -> Task:
    message = row[schedule.message].strip()
    if not message:
        raise BadInput("This post has no message.")
    due = instant(row[schedule.when])
    named = (
        [clean_text(name, 60) for name in row[schedule.platforms].split(",")] if schedule.platforms else []
    )
    found = [platform.name for name in named if (platform := context.catalogue.find(name))]
    return Task(
        id=context.make_id(),
        source=SOURCE,
        source_id=identity,
        title=f"Post: {clean_text(message.splitlines()[0], _TITLE_LENGTH)}",
        pay=Money.zero(context.settings.currency),
        minutes=ASSUMED_MINUTES,
        platform=found[0] if found else "",
        category=CATEGORY,
        due=due,
        tags=tuple(dict.fromkeys(filter(None, named))),
        url=web_link(cell(row, *schedule.links), message),
        notes=without_secrets(message),
    )


IMPORTER = Importer(
    format=SOURCE,
    shown="post schedules of Hootsuite, Buffer and others (.csv)",
    recognises=recognises,
    read=read,
)
