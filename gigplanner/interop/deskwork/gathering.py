"""What the readers of this package share: records gathered row by row, refusals and what was left out."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TypeGuard

from gigplanner.interop import moments
from gigplanner.interop.fields import LONGEST_MINUTES
from gigplanner.interop.reading import Reading, Refused, SourceFile, counted
from gigplanner.interop.table import Row, Table, read_table
from gigplanner.model import BadInput, Money, Record
from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.text import quoted
from gigplanner.model.times import zone_of

_MOST_WARNINGS = 20  # of one kind
_CURRENCY = re.compile(r"\((?P<code>[a-z]{3,4})\)")
_CURRENCY_WORDS = {"euro": "EUR"}  # Clockify's own name for it


class Gathering:
    """Gathers what a file holds. Each part is read alone: one that cannot be is refused with its line."""

    def __init__(self, table: Table | None = None, *, lines_added: int = 0) -> None:
        """Begin with what cannot be read of `table`, which has `lines_added` more lines than the file."""
        self.records: list[Record] = []
        self.refused = [
            Refused(entry.line and entry.line - lines_added, entry.reason)
            for entry in (table.refused if table else ())
        ]
        self.warnings: list[str] = []
        self._left_out: Counter[tuple[str, str]] = Counter()
        self._assumed: Counter[float] = Counter()

    @contextmanager
    def part(self, line: int | None, what: str = "") -> Iterator[None]:
        """Read one part of the file inside: a BadInput refuses it alone. `what` begins its reason."""
        try:
            yield
        except BadInput as error:
            self.refused.append(Refused(line, f"{what}: {error}" if what else str(error)))

    def leave_out(self, one: str, many: str) -> tuple[Record, ...]:
        """Count a part that is none of the person's records: `("returned study was", "… studies were")`."""
        self._left_out[one, many] += 1
        return ()

    def minutes(self, stated: float | None, assumed: float, *, is_open: bool = True) -> float:
        """Return the stated minutes of a task, or the assumed ones: of an open one counted for the warnings.

        BadInput for more than a year.
        """
        if stated and stated > LONGEST_MINUTES:
            raise BadInput("This task takes longer than a year.")
        if stated:
            return stated
        self._assumed[assumed] += is_open
        return assumed

    def warn(self, sentence: str) -> None:
        """Say something about one part of the file; after twenty such sentences no more."""
        if len(self.warnings) < _MOST_WARNINGS and sentence not in self.warnings:
            self.warnings.append(sentence)

    def reading(self, source: str, zone_rule: str) -> Reading:
        """Return all of it as the answer of an importer."""
        left_out = [
            f"{counted(number, *words)} left out." for words, number in sorted(self._left_out.items())
        ]
        assumed = [
            f"{counted(number, 'task does', 'tasks do')} not say how long it takes: "
            f"{minutes:g} minutes were assumed."
            for minutes, number in sorted(self._assumed.items())
            if number
        ]
        return Reading(
            format=source,
            records=tuple(self.records),
            refused=tuple(sorted(self.refused, key=lambda entry: entry.line or 0)),
            warnings=(*left_out, *assumed, *self.warnings),
            zone_rule=zone_rule,
        )


def table_of(file: SourceFile, required: frozenset[str], what: str, *, text: str | None = None) -> Table:
    """Return the file's table; BadInput, naming `what` it should be, if it has no such header."""
    table = read_table(file.text if text is None else text, required)
    if table is None:
        names = ", ".join(sorted(required))
        raise BadInput(f"{file.name} is no {what}: its header must name the columns {names}.")
    return table


def numbered(rows: Iterable[Row], key: Callable[[Row], tuple[str, ...]]) -> Iterator[tuple[Row, str]]:
    """Yield each row with its identity: its key, numbered among equal keys by all that the rows say.

    The identities do not depend on the order of the rows, and genuine duplicates keep one each. The rows are
    gone through twice, and not kept.
    """
    named = identities((key(row), row) for row in rows)
    yield from zip(rows, named, strict=True)


def identities(parts: Iterable[tuple[tuple[str, ...], Row]]) -> list[str]:
    """Return the identities of parts that are known by a key and told by a row, as `numbered` does."""
    marks = [(_digest(*key), _digest(*map(str, sorted(row.cells.items())))) for key, row in parts]
    named = [""] * len(marks)
    seen: Counter[str] = Counter()
    for place in sorted(range(len(marks)), key=marks.__getitem__):
        digest = marks[place][0]
        seen[digest] += 1
        named[place] = f"{digest}-{seen[digest]}"
    return named


def _digest(*texts: str) -> str:
    return hashlib.blake2b("\x1f".join(texts).encode("utf-8", "replace"), digest_size=12).hexdigest()


def chosen_zone(asked: str | None, own: str) -> str:
    """Return the zone of a file's wall times: the one asked for, else the person's own."""
    zone = asked or own
    zone_of(zone)
    return zone


def noon(day: date, zone: str) -> datetime:
    """Return the moment for what is only dated: noon, which lies in that working day wherever it ends."""
    return moments.local(datetime.combine(day, time(12)), zone)


def end_of_day(day: date, zone: str) -> datetime:
    """Return until when something due on a day may be done: its last minute."""
    return moments.local(datetime.combine(day, time(23, 59)), zone)


def due_at(wall: datetime, *, has_clock: bool, zone: str) -> datetime:
    """Return the deadline of a date with or without a time of day."""
    return moments.local(wall, zone) if has_clock else end_of_day(wall.date(), zone)


def labelled_column(columns: Iterable[str], name: str) -> tuple[str, str]:
    """Return the column `name`, such as `amount_(eur)`, and the currency it names; else nothing."""
    for column in columns:
        if column == name:
            return column, ""
        match = _CURRENCY.fullmatch(column.removeprefix(name).lstrip("_"))
        if column.startswith(name) and match:
            code = _CURRENCY_WORDS.get(match["code"], match["code"].upper())
            return column, code if code in CURRENCIES else ""
    return "", ""


def first_cell(row: Row, *columns: str) -> str:
    """Return the first of these columns that says something in this row."""
    return next((row[column].strip() for column in columns if row[column].strip()), "")


def fits(row: Row) -> Row:
    """Return the row; BadInput if it has more cells than the header has columns."""
    if row.beyond:
        raise BadInput("This row has more cells than there are columns: was it edited by hand?")
    return row


def flag(text: str, column: str) -> bool:
    """Return a yes or no cell; an empty one is a no; BadInput for anything else."""
    word = text.strip().casefold()
    if word not in {"", "yes", "no", "true", "false", "1", "0"}:
        raise BadInput(f"{column} {quoted(text)} is neither yes nor no.")
    return word in {"yes", "true", "1"}


def joined(*parts: str, by: str = " · ") -> str:
    """Return the parts that say something, each once."""
    return by.join(dict.fromkeys(filter(None, parts)))


def is_money(amount: Money | None) -> TypeGuard[Money]:
    """Whether there is an amount, and it is not nothing."""
    return amount is not None and amount.minor != 0
