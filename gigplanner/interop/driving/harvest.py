"""What the readers of drivers' exports share: rows gone through, what is left out counted, records made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import takewhile

from msgspec import Struct

from gigplanner.interop.moments import iso_utc, iso_wall, local, slashed_wall
from gigplanner.interop.reading import ImportContext, Reading, Refused, SourceFile, counted
from gigplanner.interop.table import Row, Table, has_header, read_table
from gigplanner.model import BadInput, Block, Earning, Record, Trip
from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import zone_of

Header = frozenset[str]
NOON = time(12)  # of a day without a time: at midnight it would count for the day before
LONGEST_RIDE = timedelta(hours=24)
_HUNDREDTH = Decimal("0.01")
_NULLS = frozenset({"\\N", "NULL", "null", "NaN"})  # as databases write an empty cell
_ISO_DAY = re.compile(r"\d{4}-", re.ASCII)
_WORD = re.compile(r"[a-z0-9]+")


class LeftOut(Struct, frozen=True):
    """A kind of row that brings no record: in words, with the reason where that is not plain."""

    one: str
    many: str
    why: str = ""


class Harvest:
    """What the rows of one file bring, and what of it was refused or left out."""

    def __init__(self, format_: str, context: ImportContext) -> None:
        self.format = format_
        self.context = context
        self.zone = context.zone or context.settings.zone
        zone_of(self.zone)
        self.records: list[Record] = []
        self.late: list[Earning] = []
        self._refused: list[Refused] = []
        self._left_out: Counter[LeftOut] = Counter()

    def gather(
        self, table: Table, take: Callable[[Row], None], ends: Callable[[Row], bool] | None = None
    ) -> None:
        """Give each row to `take`, up to the one that `ends` the table; a bad row is refused alone."""
        rows: Iterable[Row] = table.rows
        for row in takewhile(lambda row: not ends(row), rows) if ends else rows:
            try:
                if row.beyond:
                    raise BadInput(
                        "This row has more cells than there are columns: look whether a comma is missing its "
                        "quotation marks."
                    )
                take(row)
            except BadInput as error:
                self._refused.append(Refused(row.line, str(error)))
        self._refused += table.refused

    def leave_out(self, kind: LeftOut) -> None:
        """Count a row that is understood, and is nothing to keep."""
        self._left_out[kind] += 1

    def block(
        self,
        source_id: str,
        title: str,
        begin: datetime,
        end: datetime,
        *,
        platform: str,
        notes: str = "",
        zone: str = "",
    ) -> None:
        """Keep the work from `begin` to `end`; BadInput if that is no length of a ride or delivery.

        Its `zone` is the person's, unless the file says where it was.
        """
        if not begin <= end <= begin + LONGEST_RIDE:
            raise BadInput("This row ends before it begins, or more than a day later.")
        self.records.append(
            Block(
                id=self.context.make_id(),
                source=self.format,
                source_id=source_id,
                title=title,
                start=begin,
                end=end,
                zone=zone or self.zone,
                kind="shift",
                platform=platform,
                notes=notes,
            )
        )

    def trip(
        self,
        source_id: str,
        at: datetime,
        miles: Decimal,
        *,
        platform: str,
        purpose: str = "",
        origin: str = "",
        destination: str = "",
        note: str = "",
    ) -> None:
        """Keep the miles, to a hundredth, unless that is nothing; texts are cleaned here."""
        rounded = miles.quantize(_HUNDREDTH, ROUND_HALF_UP)
        if not rounded:
            return
        self.records.append(
            Trip(
                id=self.context.make_id(),
                source=self.format,
                source_id=source_id,
                at=at,
                miles=rounded,
                platform=platform,
                origin=clean_text(origin, 200),
                destination=clean_text(destination, 200),
                purpose=clean_text(purpose, 200),
                note=clean_text(note),
            )
        )

    def category_of(self, platform: str) -> str:
        """The category of money that comes from `platform`, such as rides or delivery."""
        found = self.context.catalogue.find(platform)
        return found.kind if found else ""

    def at(self, wall: datetime, after: datetime | None = None) -> datetime:
        """Return the instant at which the person's clock shows `wall`.

        An hour that is there twice, because the clocks were set back, is the later one if that is `after`.
        """
        instant = local(wall, self.zone)
        return local(wall.replace(fold=1), self.zone) if after and instant < after else instant

    def instant(
        self, row: Row, shown: str, in_utc: str = "", *, after: datetime | None = None
    ) -> datetime | None:
        """The instant in a row's column `in_utc`, else by the clock in the column `shown`; None if blank.

        A `Z` behind a local time is not true and not looked at.
        """
        if stated := cell(row, in_utc):
            return iso_utc(stated)
        wall = cell(row, shown)
        return self.at(iso_wall(wall), after) if wall else None

    def reading(self, zone_rule: str, *warnings: str) -> Reading:
        """What was gathered."""
        return Reading(
            format=self.format,
            records=tuple(self.records),
            refused=tuple(sorted(self._refused, key=lambda refused: refused.line or 0)),
            warnings=(*warnings, *(_sentence(kind, number) for kind, number in self._left_out.items())),
            zone_rule=zone_rule,
            late=tuple(self.late),
        )


def _sentence(kind: LeftOut, number: int) -> str:
    said = f"{counted(number, f'{kind.one} was', f'{kind.many} were')} left out"
    return f"{said}: {kind.why}." if kind.why else f"{said}."


def has_any(file: SourceFile, headers: Iterable[Header]) -> bool:
    """Whether one of the first rows names all columns of one of `headers`."""
    return any(has_header(file.text, header) for header in headers)


def table_of(file: SourceFile, headers: Iterable[Header], shown: str) -> Table:
    """Return the table whose header names all columns of one of `headers`; BadInput if there is none."""
    for header in headers:
        table = read_table(file.text, header)
        if table is not None:
            return table
    raise BadInput(f"{file.name} is not one of {shown}: its columns are missing.")


def cell(row: Row, *columns: str) -> str:
    """Return the first of some cells that holds anything, without the spaces around it."""
    for column in columns:
        text = row[column].strip()
        if text and text not in _NULLS:
            return text
    return ""


def currency_of(row: Row, column: str, otherwise: str) -> str:
    """Return the currency that a row names, or the one to use if its cell is blank; BadInput if unknown."""
    code = cell(row, column).upper()
    if code and code not in CURRENCIES:
        raise BadInput(
            f"The currency {quoted(code)} is unknown: it should be a code such as USD, EUR or GBP."
        )
    return code or otherwise


def zone_in(row: Row, column: str) -> str:
    """Return the IANA zone that a row names; "" if it names none that there is."""
    name = cell(row, column)
    try:
        return zone_of(name).key if name else ""
    except BadInput:
        return ""


def wall_in(text: str, *, day_first: bool) -> datetime:
    """Return the wall time of `1/2/2016 21:11` or `2016-01-02 21:11`; a bare date is its midnight."""
    return iso_wall(text) if _ISO_DAY.match(text) else slashed_wall(text, day_first=day_first)


@lru_cache(maxsize=1000)
def words_of(*texts: str) -> frozenset[str]:
    """Return the words in names such as `transport.fare.ufp_adj`."""
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))
