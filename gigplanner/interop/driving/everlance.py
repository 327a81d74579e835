"""What both of Everlance's exports share: a banner above the header, words with HTML entities, work only."""

from __future__ import annotations

from datetime import datetime
from html import unescape

from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.moments import NOON, clock_time, iso_wall
from gigplanner.interop.rows import cell
from gigplanner.interop.table import Row
from gigplanner.model import BadInput
from gigplanner.model.text import clean_text

_LINES = ("business_line", "income_source")  # whom one drove for, now and in 2017
_WORK = frozenset({"work", "business"})
_PRIVATE = frozenset({"personal", "commute", "medical", "charity", "moving"})
_PERSONAL = LeftOut("personal entry", "personal entries")
_UNSORTED = LeftOut("entry not marked as work", "entries not marked as work")


def words(row: Row, *columns: str) -> str:
    """Return the first cell that holds anything, with `&amp;` and the like as what they stand for."""
    return unescape(cell(row, *columns))


def not_work(row: Row) -> LeftOut | None:
    """Return why an entry is none of the work; None if its purpose, or a business line, says that it is."""
    purpose = cell(row, "purpose").casefold()
    if purpose in _PRIVATE:
        return _PERSONAL
    return None if purpose in _WORK or words(row, *_LINES) else _UNSORTED


def platform_of(row: Row, harvest: Harvest) -> str:
    """Return the platform that the business line names."""
    return clean_text(harvest.context.catalogue.canonical(words(row, *_LINES)), 100)


def moment_of(row: Row, harvest: Harvest, clock: str = "") -> datetime:
    """Return when the entry was: on its date at the time in the column `clock`, at noon if that is blank."""
    if not cell(row, "date"):
        raise BadInput("This entry has no date.")
    at = clock_time(cell(row, clock)) if clock and cell(row, clock) else NOON
    return harvest.at(datetime.combine(iso_wall(cell(row, "date")).date(), at))
