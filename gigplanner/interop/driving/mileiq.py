"""The mileage log of MileIQ, also handed on as "My Uber Drives": business miles, parking and tolls.

Cells such as `=ROUND(PRODUCT(F12, C1), 2)` hold the miles' worth as a formula. None is looked at: what a mile
is worth is worked out from the miles.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from gigplanner.interop.amounts import read_amount, read_miles
from gigplanner.interop.date_order import read_wall
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.moments import is_day_first
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import Header, cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Expense
from gigplanner.model.text import clean_text

FORMAT = "mileiq"


class _Layout(Struct, frozen=True):
    """The columns of one of its logs."""

    date: str
    category: str
    start: str
    stop: str
    miles: str
    notes: str
    kilometres: bool = False

    @property
    def header(self) -> Header:
        """The columns by which the log is known."""
        return frozenset({self.date, self.category, self.start, self.stop, self.miles})


_LAYOUTS = (
    _Layout("start_date", "category", "start", "stop", "miles", "notes"),
    _Layout("drive_date", "classification", "start_location", "end_location", "distance_(mi)", "note"),
    _Layout(
        "drive_date",
        "classification",
        "start_location",
        "end_location",
        "distance_(km)",
        "note",
        kilometres=True,
    ),
)
_HEADERS = tuple(layout.header for layout in _LAYOUTS)
_EXPENSES = ("parking", "tolls")
_OTHER_DRIVES = {
    "personal": LeftOut("personal drive", "personal drives"),
    "commute": LeftOut("drive to or from work", "drives to or from work"),
    "": LeftOut("drive without a category", "drives without a category"),
}
_NOT_BUSINESS = LeftOut("drive that is not business", "drives that are not business")


def recognises(file: SourceFile) -> bool:
    """Whether one of the first rows is the header of the drives; some forty rows may stand before it."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every business drive above the totals."""
    table = table_of(file, _HEADERS, "MileIQ's mileage logs")
    layout = next(layout for layout in _LAYOUTS if layout.header <= set(table.columns))
    day_first = is_day_first(row[layout.date] for row in table.rows) or False
    reader = _DriveReader(layout, Harvest(FORMAT, context), day_first)
    reader.harvest.gather(table, reader.take, ends=reader.is_total)
    order = "day" if day_first else "month"
    return reader.harvest.reading(
        f"Times are taken as {reader.harvest.zone}, and dates as beginning with the {order}."
    )


class _DriveReader:
    """Reads rows into trips and expenses."""

    def __init__(self, layout: _Layout, harvest: Harvest, day_first: bool) -> None:
        self.layout = layout
        self.harvest = harvest
        self.day_first = day_first
        self._platforms = PlatformFinder(harvest.context.catalogue)
        self._ids = OrdinalIds()

    def is_total(self, row: Row) -> bool:
        """Whether the drives end here."""
        return cell(row, self.layout.date).casefold().startswith("total")

    def take(self, row: Row) -> None:
        """Keep the drive of a row if it is business, with what was paid on the way."""
        layout = self.layout
        wall = read_wall(cell(row, layout.date), day_first=self.day_first)
        source_id = self._ids.next(wall.isoformat(), cell(row, layout.start), cell(row, layout.stop))
        category = cell(row, layout.category).casefold()
        if category != "business":
            self.harvest.leave_out(_OTHER_DRIVES.get(category, _NOT_BUSINESS))
            return
        at = self.harvest.at(wall)
        miles = read_miles(cell(row, layout.miles), kilometres=layout.kilometres)
        if not miles:
            raise BadInput("This drive has no miles.")
        purpose, notes = cell(row, "purpose"), cell(row, layout.notes)
        platform = self._platforms.first(purpose, notes)
        name = platform.name if platform else ""
        spent = [
            expense for column in _EXPENSES if (expense := self._expense(row, column, source_id, at, name))
        ]
        self.harvest.trip(
            source_id,
            at,
            miles,
            platform=name,
            purpose=purpose,
            origin=cell(row, layout.start),
            destination=cell(row, layout.stop),
            note=notes,
        )
        self.harvest.records += spent

    def _expense(self, row: Row, column: str, source_id: str, at: datetime, platform: str) -> Expense | None:
        amount = read_amount(cell(row, column), self.harvest.context.settings.currency)
        if not amount:
            return None
        return Expense(
            id=self.harvest.context.make_id(),
            source=FORMAT,
            source_id=f"{source_id}|{column}",
            at=at,
            amount=amount,
            category=column,
            platform=platform,
            note=clean_text(cell(row, "purpose"), 200),
        )


IMPORTER = Importer(format=FORMAT, shown="MileIQ mileage logs (.csv)", recognises=recognises, read=read)
