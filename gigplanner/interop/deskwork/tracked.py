"""An entry of a time tracker: a past block and, if it was billable, money that is expected for it.

What a tracker bills is not yet paid: it comes in as expected, or as pending once it is on an invoice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from gigplanner.interop import moments
from gigplanner.interop.amounts import is_money
from gigplanner.interop.gathering import Gathering, LeftOut
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.privacy import without_secrets
from gigplanner.interop.reading import ImportContext
from gigplanner.interop.rows import cell, joined
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Block, Earning, Money, Record
from gigplanner.model.text import clean_text, quoted

MOST_APART = timedelta(hours=3)  # of an entry's length by its clock times and as told: summer time, rounding
NO_LENGTH = LeftOut("entry of no length", "entries of no length")
EXPECTED = (
    "Billable amounts came in as expected money (pending once invoiced): mark them paid when the client pays."
)
_LENGTH = re.compile(r"(?P<hours>\d{1,4}):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d))?", re.ASCII)


class Entry(Struct, frozen=True, kw_only=True):
    """One entry, in the tracker's own words."""

    source: str
    identity: str
    start: datetime
    end: datetime
    zone: str
    description: str
    project: str
    client: str
    task: str = ""
    tags: str = ""  # with commas between
    amount: Money | None = None
    invoiced: bool = False
    whole_day: str = ""  # the length, of an entry that has a day but no times


def entry_records(
    entry: Entry, context: ImportContext, platforms: PlatformFinder, gathering: Gathering
) -> tuple[Record, ...]:
    """Return the entry's block, and its money if it has any.

    An entry without times stands on its day as a transparent block: it takes no time that nobody told.
    """
    title = clean_text(joined(entry.description, entry.task) or entry.project or entry.client)
    platform = platforms.first(entry.client, entry.project, entry.tags)
    found = platform.name if platform else ""
    block = Block(
        id=context.make_id(),
        source=entry.source,
        source_id=entry.identity,
        title=joined(title or "Tracked time", entry.whole_day),
        start=entry.start,
        end=entry.end,
        zone=entry.zone,
        kind="event",
        platform=found,
        transparent=bool(entry.whole_day),
        all_day=bool(entry.whole_day),
        notes=without_secrets(joined(entry.client, entry.project, entry.tags)),
    )
    if not is_money(entry.amount):
        return (block,)
    if entry.amount.minor < 0:
        raise BadInput("The billable amount is below zero.")
    gathering.warn(EXPECTED)
    earning = Earning(
        id=context.make_id(),
        source=entry.source,
        source_id=entry.identity,
        at=entry.start + (entry.end - entry.start) / 2 if entry.whole_day else entry.end,
        gross=entry.amount,
        platform=found,
        category=clean_text(entry.project, 100),
        status="pending" if entry.invoiced else "expected",
        note=clean_text(joined(entry.client, title)),
    )
    return block, earning


def length_of(text: str) -> timedelta | None:
    """Return the length of `07:00:00` or `0:13`; None for an empty cell; BadInput for anything else."""
    bare = text.strip()
    match = _LENGTH.fullmatch(bare)
    if match:
        hours, minutes, seconds = (int(match[unit] or 0) for unit in ("hours", "minutes", "seconds"))
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if bare:
        raise BadInput(f"{quoted(text)} is not a length of time: write it like 07:30:00.")
    return None


def span_of(
    start: datetime, end: datetime, length: timedelta | None, zone: str
) -> tuple[datetime, datetime] | None:
    """Return the instants of an entry by its wall times, or None for one of no length.

    The told length goes before the end's clock time: on the nights when clocks change only it is right.
    """
    told = end - start
    if abs(told - length) > MOST_APART if length is not None else told < timedelta(0):
        raise BadInput("The start, the end and the duration of this entry do not fit together.")
    begin = moments.local(start, zone)
    finish = begin + length if length is not None else moments.local(end, zone)
    return (begin, finish) if finish > begin else None


def warn_of_people(rows: Iterable[Row], gathering: Gathering) -> None:
    """Say so if the entries belong to several people: the file does not tell which of them imports it."""
    people = {
        person.casefold() for row in rows if (person := cell(row, "email", "user", "member", "last_name"))
    }
    if len(people) > 1:
        gathering.warn(
            f"The file holds the time of {len(people)} people, and all of it is read as yours: "
            "export only your own."
        )


def warn_of_currency(currency: str, taken: str, gathering: Gathering) -> None:
    """Say so if amounts are read in the person's own currency because the file names none."""
    if not currency:
        gathering.warn(f"The file does not name the currency of its amounts: {taken} was taken.")
