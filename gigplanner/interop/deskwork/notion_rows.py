"""The rows of a Notion database: what each column holds, and what becomes of a row."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime

from gigplanner.interop import moments
from gigplanner.interop.date_order import order_of
from gigplanner.interop.deskwork.lengths import TaskGathering
from gigplanner.interop.deskwork.notion_dates import Dated, read_dated
from gigplanner.interop.fields import field_minutes, field_pay, names_platform
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.hints import PlatformFinder, minutes_in, pay_in
from gigplanner.interop.privacy import web_link, without_secrets
from gigplanner.interop.reading import ImportContext, Reading, counted, some_of
from gigplanner.interop.table import Row, Table
from gigplanner.model import BadInput, Block, Money, Task
from gigplanner.model.records import TaskStatus
from gigplanner.model.settings import NEEDS
from gigplanner.model.text import clean_text, quoted

SOURCE = "notion"
RELATION = re.compile(r" \((?:[^()\s]*[/%])?[^()\s]*\.(?:md|csv)\)")
ASSUMED_MINUTES = 30.0
_UNTITLED = LeftOut("row without a title", "rows without a title")
_DUE = ("due", "due_date", "deadline", "date", "when", "do_date", "publish_date", "event_time", "day")
_SLASHED = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d")
_NOT_DUE = re.compile(r"creat|edit|complet|updat|log|birth")
_MADE, _FINISHED = ("created", "created_time"), ("completed_on", "completed", "done_on", "date_completed")
_STATUS = ("status", "state", "stage", "progress")
_CHECKED = ("done", "completed", "complete", "finished", "checked")
_TAGS = frozenset({"tags", "tag", "labels", "label", "category", "categories", "priority", "area"})
_PEOPLE = re.compile(r"assign|person|people|owner|edited_by|created_by|email|phone")
_FINISHED_WORDS = frozenset({"done", "complete", "completed", "finished", "closed", "published", "shipped"})
_DROPPED_WORDS = frozenset({"cancelled", "canceled", "archived", "dropped", "won't do"})


class NotionReader:
    """Reads the rows of one database."""

    def __init__(self, table: Table, title: str, names: dict[str, str], context: ImportContext) -> None:
        self.context = context
        self.gathering = TaskGathering(SOURCE, table)
        self.zone = context.wall_zone
        self.platforms = PlatformFinder(context.catalogue)
        self._title = title
        self._names = {name: shown for name, shown in names.items() if name != title}
        self._order = _orders(table, list(self._names))
        self._due = self._due_column(table)
        self._status = next((name for name in _STATUS if name in self._names), "")
        self._checked = next(
            (name for name in _CHECKED if name in self._names and _is_checkbox(table, name)), ""
        )
        self._unread: Counter[str] = Counter()

    def take(self, row: Row, identity: str) -> None:
        """Read a row into a task or a block; one that only holds unticked boxes is empty."""
        title = clean_text(RELATION.sub("", row[self._title]).lstrip("@"))
        if not title:
            self.gathering.leave_out(_UNTITLED)
            return
        text = row[self._due].strip() if self._due else ""
        dated = self._dated(self._due, text) if text else read_dated(title, day_first=None)
        if text and dated is None:
            self._unread[clean_text(text, 40)] += 1
        if dated and dated.end and dated.is_meeting:
            self.gathering.records.append(self._block(row, identity, title, dated.start, dated.end))
        else:
            self.gathering.records.append(self._task(row, identity, title, dated))

    def reading(self) -> Reading:
        """Return what the rows held."""
        if self._unread:
            texts = some_of([quoted(text) for text in sorted(self._unread)])
            dates = counted(self._unread.total(), "date", "dates")
            self.gathering.warn(f"{dates} could not be understood and stayed in the notes: {texts}.")
        return self.gathering.reading(
            f"Notion's dates name no zone: they are taken as {self.zone}; a bare day lasts until its end.",
        )

    def _due_column(self, table: Table) -> str:
        """Return the column that says when: by its name, else the only one that holds dates."""
        named = next((name for name in _DUE if name in self._names), "")
        if named:
            return named
        left = {name for name in self._names if not _NOT_DUE.search(name)}
        dated: set[str] = set()
        for row in table.rows:
            dated |= {name for name in left - dated if self._dated(name, row[name])}
        return dated.pop() if len(dated) == 1 else ""

    def _dated(self, column: str, text: str) -> Dated | None:
        return read_dated(text, day_first=self._order[column]) if text.strip() else None

    def _block(self, row: Row, identity: str, title: str, start: datetime, end: datetime) -> Block:
        platform = self._platform(row, title)
        return Block(
            id=self.context.make_id(),
            source=SOURCE,
            source_id=identity,
            title=title,
            start=moments.local(start, self.zone),
            end=moments.local(end, self.zone),
            zone=self.zone,
            kind="event",
            platform=platform,
            url=web_link(*(row[name] for name in self._names)),
            notes=self._notes(row),
        )

    def _task(self, row: Row, identity: str, title: str, dated: Dated | None) -> Task:
        currency = self.context.settings.currency
        cells = [(shown, row[name].strip()) for name, shown in self._names.items() if row[name].strip()]
        minutes = next(filter(None, (field_minutes(*cell) for cell in cells)), None) or minutes_in(title)
        pay = next(filter(None, (field_pay(shown, cell, currency) for shown, cell in cells)), None)
        tags = self._tags(row)
        status = self._standing(row)
        return Task(
            id=self.context.make_id(),
            source=SOURCE,
            source_id=identity,
            title=title,
            pay=pay or pay_in(title, currency) or Money.zero(currency),
            minutes=self.gathering.minutes(minutes, ASSUMED_MINUTES, is_open=status == "open"),
            platform=self._platform(row, title),
            due=dated.deadline(self.zone) if dated else None,
            not_before=moments.local(dated.start, self.zone) if dated and dated.end else None,
            needs=frozenset(tag.casefold() for tag in tags) & frozenset(NEEDS),
            tags=tags,
            url=web_link(*(cell for _, cell in cells)),
            notes=self._notes(row),
            lane=clean_text(row[self._status], 100) if self._status else "",
            status=status,
            closed_at=self._moment(row, _FINISHED) if status != "open" else None,
            created_at=self._moment(row, _MADE),
        )

    def _standing(self, row: Row) -> TaskStatus:
        word = row[self._status].strip().casefold() if self._status else ""
        if word in _DROPPED_WORDS:
            return "dropped"
        ticked = bool(self._checked) and row[self._checked].strip().casefold() == "yes"
        return "done" if ticked or word in _FINISHED_WORDS else "open"

    def _moment(self, row: Row, columns: tuple[str, ...]) -> datetime | None:
        """Return the instant in the first of these columns that holds one."""
        for name in columns:
            dated = self._dated(name, row[name]) if name in self._names else None
            if dated:
                return moments.local(dated.start, self.zone)
        return None

    def _platform(self, row: Row, title: str) -> str:
        named = [row[name] for name, shown in self._names.items() if names_platform(shown)]
        platform = self.platforms.first(*named, title, *self._tags(row))
        return platform.name if platform else ""

    def _tags(self, row: Row) -> tuple[str, ...]:
        """The choices of the columns that hold tags: a multi-select is a list with commas in one cell."""
        cells = (row[name] for name in self._names if name in _TAGS)
        tags = (clean_text(RELATION.sub("", tag), 60) for cell in cells for tag in cell.split(","))
        return tuple(dict.fromkeys(filter(None, tags)))

    def _notes(self, row: Row) -> str:
        """What the other columns say, a line each; not who is assigned, nor boxes left unticked."""
        lines = []
        for name, shown in self._names.items():
            cell = relations_as_words(row[name].strip())
            if name in _TAGS or name in (self._status, self._checked) or _PEOPLE.search(name):
                continue
            if name == self._due and self._dated(name, row[name]):
                continue
            if cell and cell.casefold() != "no":
                lines.append(f"{clean_text(shown, 60)}: {cell}")
        return without_secrets("\n".join(lines))


def relations_as_words(cell: str) -> str:
    """Return `Site (path.md), Garden, north (path.md)` as `Site; Garden, north`."""
    if not RELATION.search(cell):
        return cell
    parts = re.split(rf"{RELATION.pattern}(?:, )?", cell)
    return "; ".join(part.strip() for part in parts if part.strip())


def _orders(table: Table, names: list[str]) -> dict[str, bool | None]:
    """Whether each column's slashed dates begin with the day; None for one whose dates do not tell."""
    slashed: dict[str, list[str]] = {name: [] for name in names}
    for row in table.rows:
        for name in names:
            cell = row[name].strip().lstrip("@")
            if _SLASHED.match(cell):
                slashed[name].append(cell)
    return {name: _order(cells) for name, cells in slashed.items()}


def _order(cells: list[str]) -> bool | None:
    try:
        return order_of(cells)
    except BadInput:
        return None


def _is_checkbox(table: Table, name: str) -> bool:
    return all(row[name].strip().casefold() in ("yes", "no", "") for row in table.rows)
