"""Todoist's project template or backup (CSV): open tasks with their sections, notes, labels and durations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct, field

from gigplanner.interop.deskwork.lengths import TaskGathering
from gigplanner.interop.deskwork.typed_dates import typed_deadline
from gigplanner.interop.hints import PlatformFinder, minutes_in, pay_in
from gigplanner.interop.ical_zones import known_zone
from gigplanner.interop.identities import identities
from gigplanner.interop.privacy import web_link, without_secrets
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile, counted, some_of
from gigplanner.interop.rows import fits, joined, table_of
from gigplanner.interop.table import Row, has_header
from gigplanner.model import BadInput, Money, Task
from gigplanner.model.settings import NEEDS
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import wall_time

REQUIRED = frozenset({"type", "content", "priority", "indent"})
ASSUMED_MINUTES = 30.0
DAY_OF_WORK = 8 * 60.0  # minutes of a task whose duration is told in days
_LABEL = re.compile(r"(?<!\S)@([^\s@,]+)")
_LINK = re.compile(r"\[([^\]\n]{1,500})\]\((https?://[^\s)]{1,2000})\)")
_FILE_ID = re.compile(r"\s*(?:\[[0-9A-Za-z]{8,32}\]|\(\d{1,3}\))$")
_COUNT = re.compile(r"\d{1,5}", re.ASCII)


class _Draft(Struct):
    """A task's row with what stands around it."""

    row: Row
    title: str
    section: str
    parents: tuple[str, ...]
    notes: list[str] = field(default_factory=list)


def recognises(file: SourceFile) -> bool:
    """Whether the header is one of Todoist's; TickTick's, which looks alike, names no TYPE."""
    return has_header(file.text, REQUIRED)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every task with the notes below it. Completed tasks are not in such a file."""
    table = table_of(file, [REQUIRED], "Todoist's exports")
    gathering = TaskGathering(IMPORTER.format, table)
    project = _project(file.name)
    drafts = _drafts(table.rows, gathering)
    keys = [
        ((project.casefold(), *draft.parents, draft.row["content"].strip()), draft.row) for draft in drafts
    ]
    reader = _TaskReader(context, gathering, project)
    for draft, identity in zip(drafts, identities(keys), strict=True):
        with gathering.part(draft.row.line):
            gathering.records.append(reader.task(draft, identity))
    reader.warn()
    return gathering.reading(
        f"Times are those of each task's own zone, else of {reader.zone}; a bare day lasts until its end.",
    )


def _project(name: str) -> str:
    """Return the project that a file is named after: `Name [6Crg8jQ886Wh4P5g].csv` is Name."""
    bare = re.sub(r"\.(?:csv|txt)$", "", name.rsplit("/", 1)[-1], flags=re.IGNORECASE)
    return clean_text(_FILE_ID.sub("", bare), 100)


def _drafts(rows: Iterable[Row], gathering: TaskGathering) -> list[_Draft]:
    """Return the tasks, each with the section and the tasks it stands under, and the notes below it."""
    drafts: list[_Draft] = []
    section = ""
    above: list[str] = []
    for row in rows:
        kind = row["type"].strip().casefold()
        with gathering.part(row.line):
            if kind == "task":
                depth = _indent(fits(row))
                del above[depth - 1 :]
                draft = _Draft(row, _title(row), section, tuple(above))
                above.append(row["content"].strip())
                drafts.append(draft)
            elif kind == "section":
                section, above = clean_text(row["content"], 100), []
            elif kind == "note":
                if not drafts:
                    raise BadInput("This note belongs to no task: there is none above it.")
                drafts[-1].notes.append(row["content"])
            elif kind != "meta":
                raise BadInput(f"The type {quoted(row['type'])} is unknown.")
    return drafts


def _title(row: Row) -> str:
    """Return a task's content without its labels and with its links as words."""
    title = clean_text(_LABEL.sub("", _LINK.sub(r"\1", row["content"])))
    if not title:
        raise BadInput("This task has no content.")
    return " ".join(title.split())


def _indent(row: Row) -> int:
    text = row["indent"].strip()
    return max(1, min(20, int(text))) if _COUNT.fullmatch(text) else 1


class _TaskReader:
    """Makes tasks of drafts, and remembers what could not be understood."""

    def __init__(self, context: ImportContext, gathering: TaskGathering, project: str) -> None:
        self.context = context
        self.gathering = gathering
        self.project = project
        self.zone = context.wall_zone
        self.today: date = wall_time(context.now, self.zone).date()
        self.platforms = PlatformFinder(context.catalogue)
        self._typed: Counter[str] = Counter()
        self._days = 0

    def task(self, draft: _Draft, identity: str) -> Task:
        """Return the task of a draft."""
        row, title = draft.row, draft.title
        content = row["content"]
        labels = tuple(clean_text(label, 60) for label in _LABEL.findall(content))
        priority = row["priority"].strip() or "1"  # as Todoist reads an empty one
        currency = self.context.settings.currency
        platform = self.platforms.first(title, *labels, draft.section, self.project)
        due, typed = self._due(row)
        return Task(
            id=self.context.make_id(),
            source=IMPORTER.format,
            source_id=identity,
            title=title,
            pay=pay_in(title, currency) or Money.zero(currency),
            minutes=self.gathering.minutes(self._minutes(row) or minutes_in(title), ASSUMED_MINUTES),
            platform=platform.name if platform else "",
            due=due,
            needs=frozenset(label.casefold() for label in labels) & frozenset(NEEDS),
            tags=tuple(dict.fromkeys((*labels, *((f"p{priority}",) if priority in "123" else ())))),
            url=web_link(content, row["description"]),
            notes=without_secrets(
                joined(_under(draft.parents), typed, row["description"].strip(), *draft.notes, by="\n")
            ),
            lane=draft.section or self.project,
        )

    def _due(self, row: Row) -> tuple[datetime | None, str]:
        """Return the deadline, or else the date, and the words that tell a date but not which."""
        zone = self.context.zone or known_zone(row["timezone"]) or self.zone
        found: list[datetime] = []
        kept: list[str] = []
        for name in ("deadline", "date"):
            text = row[name].strip()
            due = typed_deadline(text, row[f"{name}_lang"], zone, self.today) if text else None
            if due and not found:
                found.append(due)
            elif text:
                kept.append(f"{name.capitalize()}: {clean_text(text, 200)}")
            if text and due is None:
                self._typed[clean_text(text, 40)] += 1
        return (found[0] if found else None), "\n".join(kept)

    def _minutes(self, row: Row) -> float | None:
        text, unit = row["duration"].strip(), row["duration_unit"].strip().casefold()
        if not text:
            return None
        if not _COUNT.fullmatch(text) or unit not in ("", "minute", "minutes", "day", "days"):
            raise BadInput(f"The duration {quoted(f'{text} {unit}')} is not a number of minutes or days.")
        if unit.startswith("day"):
            self._days += 1
            return int(text) * DAY_OF_WORK
        return float(text)

    def warn(self) -> None:
        """Say what was not understood, and what was taken for granted."""
        if self._days:
            tasks = counted(self._days, "task tells its", "tasks tell their")
            self.gathering.warn(f"{tasks} duration in days: a day was taken as 8 hours.")
        if self._typed:
            words = some_of([quoted(text) for text in sorted(self._typed)])
            dates = counted(self._typed.total(), "date was", "dates were")
            self.gathering.warn(
                f"{dates} kept only as typed, in the notes, for no one day is meant: {words}."
            )


def _under(parents: tuple[str, ...]) -> str:
    return (
        f"Part of {' › '.join(clean_text(_LABEL.sub('', parent), 100) for parent in parents)}"
        if parents
        else ""
    )


IMPORTER = Importer(format="todoist", shown="Todoist projects (.csv)", recognises=recognises, read=read)
