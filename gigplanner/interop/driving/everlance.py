"""What both of Everlance's exports share: a banner above the header, words with HTML entities, work only."""

from __future__ import annotations

from datetime import datetime
from html import unescape

from gigplanner.interop.driving.harvest import NOON, Harvest, LeftOut, cell
from gigplanner.interop.moments import clock_time, iso_wall
from gigplanner.interop.table import Row
from gigplanner.model import BadInput

PERSONAL = LeftOut("personal entry", "personal entries")


def words(row: Row, *columns: str) -> str:
    """Return the first cell that holds anything, with `&amp;` and the like as what they stand for."""
    return unescape(cell(row, *columns))


def is_work(row: Row) -> bool:
    """Whether the entry is marked as work; one without a mark is."""
    return cell(row, "purpose").casefold() not in ("personal", "personal use")


def platform_of(row: Row, harvest: Harvest) -> str:
    """Return the platform that the business line names."""
    return harvest.context.catalogue.canonical(words(row, "business_line", "income_source"))


def moment_of(row: Row, harvest: Harvest, clock: str = "") -> datetime:
    """Return when the entry was: on its date at the time in the column `clock`, at noon if that is blank."""
    if not cell(row, "date"):
        raise BadInput("This entry has no date.")
    at = clock_time(cell(row, clock)) if clock and cell(row, clock) else NOON
    return harvest.at(datetime.combine(iso_wall(cell(row, "date")).date(), at))
