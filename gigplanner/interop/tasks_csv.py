"""The program's own task list as CSV: written by `export csv`, made in a spreadsheet, read back in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from gigplanner.interop.packing import Spool
from gigplanner.interop.privacy import web_link
from gigplanner.interop.reading import (
    ImportContext,
    Importer,
    OrdinalIds,
    Reading,
    Refused,
    SourceFile,
    some_of,
)
from gigplanner.interop.rows import currency_of, fits
from gigplanner.interop.spreadsheet import Cell, bare_cell, csv_text
from gigplanner.interop.table import Row, has_header, read_table
from gigplanner.model import BadInput, Money, Settings, Task, parse_money
from gigplanner.model.settings import NEEDS
from gigplanner.model.text import clean_note, clean_text, quoted
from gigplanner.model.times import instant_of, zone_of

COLUMNS = (
    "title", "platform", "category", "pay", "currency", "minutes", "units", "due", "not_before", "needs",
    "splittable", "min_chunk", "resumable", "odds", "worth", "must", "tags", "url", "notes", "id",
)  # fmt: skip
REQUIRED = frozenset({"title", "minutes"})
_YES, _NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0", ""})
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,20})?|\.\d{1,20}", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_WHEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<time>\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(?P<offset>Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII,
)
_LONGEST_MINUTES = 366 * 24 * 60
_MOST_UNITS = 1_000_000
_FIRST_YEAR, _LAST_YEAR = 1970, 2100


def recognises(file: SourceFile) -> bool:
    """Whether one of the first rows names the columns title and minutes."""
    return has_header(file.text, REQUIRED)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every row; a bad one is refused alone, with its line."""
    table = read_table(file.text, REQUIRED)
    if table is None:
        raise BadInput(f"{file.name} is no task list: its first row must name the columns title and minutes.")
    zone = context.wall_zone
    reader = _RowReader(context, zone)
    tasks: Spool[Task] = Spool()
    known: set[str] = set()
    refused: list[Refused] = []
    for row in table.rows:
        try:
            task = reader.task(row)
            if task.source_id in known:
                raise BadInput(
                    f"The id {quoted(task.source_id)} stands in an earlier row: each task needs its own."
                )
        except BadInput as error:
            refused.append(Refused(row.line, str(error)))
        else:
            known.add(task.source_id)
            tasks.append(task)
    return Reading(
        format="tasks-csv",
        records=tasks.settled(),
        refused=tuple(sorted((*refused, *table.refused), key=lambda entry: entry.line or 0)),
        warnings=tuple(_warnings(table.columns, table.repeated)),
        zone_rule=f"Times without an offset are taken as {zone}.",
    )


def write_tasks_csv(tasks: Iterable[Task], settings: Settings) -> str:
    """Return `tasks` as CSV that `read` takes back, and in which no spreadsheet finds a formula."""
    return csv_text(COLUMNS, (_cells(task, settings) for task in tasks))


def _cells(task: Task, settings: Settings) -> list[Cell]:
    return [
        task.title,
        task.platform,
        task.category,
        task.pay.amount,
        task.pay.currency,
        _number(task.minutes),
        str(task.units),
        _when(task.due, settings.zone),
        _when(task.not_before, settings.zone),
        "|".join(need for need in NEEDS if need in task.needs),
        "yes" if task.splittable else "no",
        _number(task.min_chunk),
        "yes" if task.resumable else "no",
        _number(task.odds),
        _worth(task),
        "yes" if task.must else "no",
        "|".join(tag.replace("|", "/") for tag in task.tags),
        task.url,
        task.notes,
        task.id,
    ]


class _RowReader:
    """Reads rows into tasks. Each error names the column and what it wants."""

    def __init__(self, context: ImportContext, zone: str) -> None:
        self.context = context
        self.zone = zone
        self._ids = OrdinalIds()

    def task(self, row: Row) -> Task:
        """Return the task of a row, or raise BadInput."""
        # counted before anything is refused, so that a mended row does not renumber its twins
        fallback_id = self._ids.next(
            *(f"{column}={row[column].strip()}" for column in COLUMNS if row[column].strip())
        )
        title = clean_text(_text(fits(row), "title"))
        if not title:
            raise BadInput("This row has no title.")
        currency = currency_of(row, "currency", self.context.settings.currency)
        minutes = _decimal(row, "minutes", _LONGEST_MINUTES)
        if not minutes:
            raise BadInput("This row has no minutes: say how long the task takes, such as 12 or 7.5.")
        due, not_before = self._instant(row, "due"), self._instant(row, "not_before")
        if due and not_before and due < not_before:
            raise BadInput("This task is due before its not_before.")
        worth = row["worth"].strip()
        return Task(
            id=self.context.make_id(),
            source="tasks-csv",
            source_id=clean_text(_text(row, "id"), 200) or fallback_id,
            title=title,
            pay=_amount(row, "pay", currency),
            minutes=minutes,
            platform=self.context.catalogue.canonical(clean_text(_text(row, "platform"), 100)),
            category=clean_text(_text(row, "category"), 100),
            units=_units(row),
            due=due,
            not_before=not_before,
            needs=_needs(row),
            splittable=_truth(row, "splittable"),
            min_chunk=_decimal(row, "min_chunk", _LONGEST_MINUTES),
            resumable=_truth(row, "resumable"),
            odds=_odds(row),
            worth=_amount(row, "worth", currency) if worth else None,
            must=_truth(row, "must"),
            tags=tuple(filter(None, (clean_text(tag, 60) for tag in _text(row, "tags").split("|")))),
            url=web_link(_text(row, "url")),
            notes=clean_note(_text(row, "notes")),
        )

    def _instant(self, row: Row, column: Literal["due", "not_before"]) -> datetime | None:
        """Read a local or ISO time; a bare day is due until its last minute, and begins at midnight."""
        text = row[column].strip()
        if not text:
            return None
        match = _WHEN.fullmatch(text)
        try:
            if match is None:
                raise ValueError(text)
            clock = match["time"] or ("23:59" if column == "due" else "00:00")
            when = datetime.fromisoformat(f"{match['day']}T{clock}{match['offset'] or ''}")
            if not _FIRST_YEAR <= when.year <= _LAST_YEAR:
                raise ValueError(text)
        except ValueError:
            raise BadInput(
                f"The {column} {quoted(text)} is not a time: write it like 2026-11-27 17:00 or 2026-11-27."
            ) from None
        return instant_of(when, self.zone) if when.tzinfo is None else when.astimezone(UTC)


def _text(row: Row, column: str) -> str:
    """Return a text cell without the one mark that keeps a spreadsheet from running it."""
    return bare_cell(row[column])


def _decimal(row: Row, column: str, largest: int) -> float | None:
    """Read a number above zero, with a decimal point or comma; None for an empty cell."""
    text = row[column].strip()
    if not text:
        return None
    bare = text.replace(",", ".")
    number = float(bare) if _NUMBER.fullmatch(bare) else 0.0
    if not 0 < number <= largest:
        raise BadInput(f"The {column} {quoted(text)} is not a number of minutes: write it like 12 or 7.5.")
    return number


def _amount(row: Row, column: str, currency: str) -> Money:
    text = row[column].strip()
    if not text:
        return Money.zero(currency)
    try:
        money = parse_money(text, currency)
    except BadInput as error:
        raise BadInput(f"In {column}: {error}") from None
    if money.minor < 0:
        raise BadInput(f"The {column} {quoted(text)} is below zero: what a task pays cannot be.")
    if column == "pay" and row["currency"].strip() and money.currency != currency:
        raise BadInput(
            f"The {column} {quoted(text)} is in {money.currency}, but the row's currency is {currency}."
        )
    return money


def _units(row: Row) -> int:
    text = row["units"].strip()
    if not text:
        return 1
    units = int(text) if _COUNT.fullmatch(text) else 0
    if not 1 <= units <= _MOST_UNITS:
        raise BadInput(f"The units {quoted(text)} are not a whole number from 1 up.")
    return units


def _odds(row: Row) -> float:
    text = row["odds"].strip()
    if not text:
        return 1.0
    bare = text.removesuffix("%").strip().replace(",", ".")
    number = Decimal(bare) if _NUMBER.fullmatch(bare) else Decimal(-1)
    odds = number / 100 if text.endswith("%") else number
    if not 0 <= odds <= 1:
        raise BadInput(f"The odds {quoted(text)} are not a chance: write it like 0.8 or 80%.")
    return float(odds)


def _truth(row: Row, column: str) -> bool:
    text = row[column].strip().casefold()
    if text not in _YES | _NO:
        raise BadInput(f"The {column} {quoted(row[column])} is neither yes nor no.")
    return text in _YES


def _needs(row: Row) -> frozenset[str]:
    needs = {need.strip().casefold() for need in _text(row, "needs").split("|")} - {""}
    strange = sorted(needs - set(NEEDS))
    if strange:
        known = ", ".join(NEEDS)
        raise BadInput(f"The need {quoted(strange[0])} is unknown: there are {known}, with | between them.")
    return frozenset(needs)


def _warnings(columns: tuple[str, ...], repeated: tuple[str, ...]) -> list[str]:
    warnings = []
    unknown = [quoted(column) for column in columns if column not in COLUMNS]
    if unknown:
        warnings.append(f"Columns that gigplanner does not know were left out: {some_of(unknown)}.")
    if repeated:
        names = some_of([quoted(column) for column in repeated])
        warnings.append(f"Columns that come twice count once, the first time: {names}.")
    return warnings


def _number(number: float | None) -> str:
    """Return every digit of a number, without an exponent."""
    return "" if number is None else format(Decimal(repr(float(number))).normalize(), "f")


def _worth(task: Task) -> Cell:
    if task.worth is None:
        return ""
    amount = task.worth.amount
    return amount if task.worth.currency == task.pay.currency else f"{task.worth.currency} {amount}"


def _when(instant: datetime | None, zone: str) -> str:
    """Return an instant as a local time with its offset, which reads the same everywhere."""
    if instant is None:
        return ""
    local = instant.astimezone(zone_of(zone))
    return local.isoformat(sep=" ", timespec="auto" if local.second or local.microsecond else "minutes")


IMPORTER = Importer(format="tasks-csv", shown="task lists (.csv)", recognises=recognises, read=read)
