"""TickTick's backup (CSV), which begins with lines about itself: tasks with ids, lists and deadlines."""

from __future__ import annotations

from datetime import datetime

from gigplanner.interop import moments
from gigplanner.interop.deskwork.lengths import TaskGathering
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.hints import PlatformFinder, minutes_in, pay_in
from gigplanner.interop.ical_zones import known_zone
from gigplanner.interop.identities import numbered
from gigplanner.interop.moments import end_of_day
from gigplanner.interop.privacy import web_link, without_secrets
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import fits, flag, joined, table_of
from gigplanner.interop.table import Row, has_header
from gigplanner.model import BadInput, Money, Task
from gigplanner.model.records import TaskStatus
from gigplanner.model.settings import NEEDS
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import MINUTE, wall_time

_NOTE = LeftOut("note", "notes")
REQUIRED = frozenset({"list_name", "title", "due_date", "status", "timezone", "is_all_day"})
ASSUMED_MINUTES = 30.0
_STATUS: dict[str, TaskStatus] = {"0": "open", "1": "done", "2": "done", "-1": "dropped"}
_PRIORITY = {"5": "p1", "3": "p2", "1": "p3"}


def recognises(file: SourceFile) -> bool:
    """Whether the header below the first lines is TickTick's."""
    return has_header(file.text, REQUIRED)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every task; notes are no tasks, and are left out."""
    table = table_of(file, [REQUIRED], "TickTick's backups")
    zone = context.wall_zone
    gathering = TaskGathering(IMPORTER.format, table)
    platforms = PlatformFinder(context.catalogue)
    titles = {row["taskid"].strip(): clean_text(row["title"], 100) for row in table.rows}
    for row, identity in numbered(table.rows, _key):
        with gathering.part(row.line):
            if fits(row)["kind"].strip().casefold() == "note":
                gathering.leave_out(_NOTE)
                continue
            parent = titles.get(row["parentid"].strip(), "") if row["parentid"].strip() else ""
            gathering.records.append(_task(row, identity, parent, context, zone, platforms, gathering))
    return gathering.reading(
        f"Times are in UTC; a bare day lasts until its end in the task's zone, else in {zone}.",
    )


def _key(row: Row) -> tuple[str, ...]:
    own = row["taskid"].strip()
    return (own,) if own else (row["list_name"].strip(), row["title"].strip(), row["created_time"].strip())


def _task(
    row: Row,
    identity: str,
    parent: str,
    context: ImportContext,
    zone: str,
    platforms: PlatformFinder,
    gathering: TaskGathering,
) -> Task:
    title = clean_text(row["title"])
    status = _STATUS.get(row["status"].strip() or "0")
    if not title:
        raise BadInput("This task has no title.")
    if status is None:
        raise BadInput(f"The status {quoted(row['status'])} is unknown.")
    lane = joined(clean_text(row["folder_name"], 60), clean_text(row["list_name"], 60), by=" / ")
    tags = [clean_text(tag, 60) for tag in row["tags"].replace(";", ",").split(",")]
    platform = platforms.first(title, *tags, lane)
    own_zone = context.zone or known_zone(row["timezone"]) or zone
    all_day = flag(row["is_all_day"], "Is All Day")
    due, start = _instant(row["due_date"]), _instant(row["start_date"])
    minutes = minutes_in(title)
    if due and start and not all_day and start < due:
        minutes = minutes or (due - start) / MINUTE
    repeats = clean_text(row["repeat"], 200)
    return Task(
        id=context.make_id(),
        source=IMPORTER.format,
        source_id=identity,
        title=title,
        pay=pay_in(title, context.settings.currency) or Money.zero(context.settings.currency),
        minutes=gathering.minutes(minutes, ASSUMED_MINUTES, is_open=status == "open"),
        platform=platform.name if platform else "",
        due=end_of_day(wall_time(due, own_zone).date(), own_zone) if due and all_day else due,
        not_before=start if due and start and start < due else None,
        needs=frozenset(tag.casefold() for tag in tags) & frozenset(NEEDS),
        tags=tuple(dict.fromkeys(filter(None, (*tags, _PRIORITY.get(row["priority"].strip(), ""))))),
        url=web_link(row["content"]),
        notes=without_secrets(
            joined(
                f"Part of {parent}" if parent else "",
                f"Repeats: {repeats}" if repeats else "",
                row["content"].strip(),
                by="\n",
            )
        ),
        lane=lane,
        status=status,
        closed_at=_instant(row["completed_time"]) if status != "open" else None,
        created_at=_instant(row["created_time"]),
    )


def _instant(text: str) -> datetime | None:
    return moments.iso_utc(text) if text.strip() else None


IMPORTER = Importer(format="ticktick", shown="TickTick backups (.csv)", recognises=recognises, read=read)
