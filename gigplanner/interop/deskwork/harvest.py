"""Harvest's detailed time report: a date and hours for each entry, and no times of day."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import Decimal

from gigplanner.interop import moments
from gigplanner.interop.amounts import read_amount, read_number, writes_decimal_commas
from gigplanner.interop.date_order import order_of, read_date, undecided, with_orders
from gigplanner.interop.deskwork.tracked import NO_LENGTH, Entry, entry_records, warn_of_people
from gigplanner.interop.gathering import Gathering
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.identities import numbered
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import fits, table_of
from gigplanner.interop.table import Row, has_header
from gigplanner.model import BadInput
from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.text import quoted

SOURCE = "harvest"
REQUIRED = frozenset({"date", "client", "project", "task", "notes", "hours"})
_CURRENCY = re.compile(r"(?:.*[-–]\s*)?(?P<code>[A-Z]{3})", re.ASCII)
_STABLE = ("first_name", "last_name", "client", "project", "task", "notes")


def recognises(file: SourceFile) -> bool:
    """Whether the header is that of Harvest's detailed time report."""
    return has_header(file.text, REQUIRED)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every entry, if its dates tell their order."""
    return read_ordered(file, context, None)


def read_ordered(file: SourceFile, context: ImportContext, day_first: bool | None) -> Reading:
    """Read every entry. Without an order given the dates tell it; BadInput if they do not."""
    table = table_of(file, [REQUIRED], "Harvest's detailed time reports")
    zone = context.wall_zone
    order = order_of(row["date"] for row in table.rows) if day_first is None else day_first
    if order is None:
        day_first = order = context.day_first
    if order is None:
        raise undecided(file, SOURCE, table.rows[0]["date"].strip())
    commas = writes_decimal_commas(row[name] for row in table.rows for name in ("hours", "billable_amount"))
    gathering = Gathering(SOURCE, table)
    warn_of_people(table.rows, gathering)
    platforms = PlatformFinder(context.catalogue)
    for row, identity in numbered(table.rows, lambda row: _key(row, order)):
        with gathering.part(row.line):
            entry = _entry(fits(row), identity, context, zone, day_first=order, commas=commas)
            if entry is None:
                gathering.leave_out(NO_LENGTH)
            else:
                gathering.records += entry_records(entry, context, platforms, gathering)
    return gathering.reading(
        f"Harvest tells days without times: each entry stands on its day in {zone} and blocks no time.",
    )


def _entry(
    row: Row, identity: str, context: ImportContext, zone: str, *, day_first: bool, commas: bool
) -> Entry | None:
    hours = read_number(row["hours"], decimal_comma=commas)
    if hours is not None and hours < 0:
        raise BadInput("The hours are below zero.")
    if not hours:
        return None
    midnight = datetime.combine(read_date(row["date"], day_first=day_first), time())
    return Entry(
        source=SOURCE,
        identity=identity,
        start=moments.local(midnight, zone),
        end=moments.local(midnight + timedelta(days=1), zone),
        zone=zone,
        description=row["notes"].strip(),
        project=row["project"].strip(),
        client=row["client"].strip(),
        task=row["task"].strip(),
        amount=read_amount(row["billable_amount"], _currency(row, context), decimal_comma=commas),
        invoiced=row["invoiced?"].strip().casefold() == "yes",
        whole_day=f"{_plain(hours)} h",
    )


def _currency(row: Row, context: ImportContext) -> str:
    """Return the code of `Euro - EUR`; the person's own currency if the row names none."""
    text = row["currency"].strip()
    match = _CURRENCY.fullmatch(text)
    if text and (match is None or match["code"] not in CURRENCIES):
        raise BadInput(f"The currency {quoted(text)} is unknown: use a code such as USD, EUR or GBP.")
    return match["code"] if match else context.settings.currency


def _key(row: Row, day_first: bool) -> tuple[str, ...]:
    """Whose entry, when and what: hours and money may be corrected later."""
    try:
        day = read_date(row["date"], day_first=day_first).isoformat()
    except BadInput:
        day = row["date"].strip()
    return day, *(row[column].strip() for column in _STABLE)


def _plain(hours: Decimal) -> str:
    return format(hours.normalize(), "f")


IMPORTER = Importer(
    format=SOURCE, shown="Harvest detailed time reports (.csv)", recognises=recognises, read=read
)
DAY_FIRST, MONTH_FIRST = with_orders(IMPORTER, read_ordered)
