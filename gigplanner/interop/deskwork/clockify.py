"""Clockify's detailed report. Dates are written as each user set them: day or month first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from gigplanner.interop.amounts import is_money, read_amount, read_number, writes_decimal_commas
from gigplanner.interop.date_order import order_of, read_date, undecided, with_orders
from gigplanner.interop.deskwork.tracked import (
    MOST_APART,
    NO_LENGTH,
    Entry,
    entry_records,
    length_of,
    span_of,
    warn_of_currency,
    warn_of_people,
)
from gigplanner.interop.gathering import Gathering, LeftOut
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.identities import numbered
from gigplanner.interop.moments import clock_time
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import cell, fits, labelled_column, table_of
from gigplanner.interop.table import Row, has_header
from gigplanner.model import BadInput

SOURCE = "clockify"
_BREAK = LeftOut("break", "breaks")
REQUIRED = frozenset({"start_date", "start_time", "end_date", "end_time", "duration_(h)"})


def recognises(file: SourceFile) -> bool:
    """Whether the header is that of Clockify's detailed report."""
    return has_header(file.text, REQUIRED)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every entry, if its dates tell their order."""
    return read_ordered(file, context, None)


def read_ordered(file: SourceFile, context: ImportContext, day_first: bool | None) -> Reading:
    """Read every entry. Without an order given the dates and durations tell it; BadInput if they do not."""
    table = table_of(file, [REQUIRED], "Clockify's detailed reports")
    zone = context.wall_zone
    order = _order(table.rows) if day_first is None else day_first
    if order is None:
        day_first = order = context.day_first
    if order is None:
        raise undecided(file, SOURCE, table.rows[0]["start_date"].strip())
    column, currency = labelled_column(table.columns, "billable_amount")
    commas = writes_decimal_commas(row[column] for row in table.rows)
    gathering = Gathering(SOURCE, table)
    warn_of_people(table.rows, gathering)
    platforms = PlatformFinder(context.catalogue)
    for row, identity in numbered(table.rows, lambda row: _key(row, order)):
        with gathering.part(row.line):
            start, end = _walls(fits(row), order)
            span = span_of(start, end, length_of(row["duration_(h)"]), zone)
            if span is None:
                gathering.leave_out(NO_LENGTH)
                continue
            if row["type"].strip().casefold() == "break":
                gathering.leave_out(_BREAK)
                continue
            own = currency or context.settings.currency
            amount = read_amount(row[column], own, decimal_comma=commas)
            if is_money(amount):
                warn_of_currency(currency, amount.currency, gathering)
            entry = Entry(
                source=SOURCE,
                identity=identity,
                start=span[0],
                end=span[1],
                zone=zone,
                description=row["description"].strip(),
                project=row["project"].strip(),
                client=row["client"].strip(),
                task=cell(row, "task", "activity"),
                tags=row["tags"].strip(),
                amount=amount,
                invoiced=row["invoiced"].strip().casefold() == "yes" or bool(row["invoice_id"].strip()),
            )
            gathering.records += entry_records(entry, context, platforms, gathering)
    said = "" if day_first is None else ", as asked"
    first = "day" if order else "month"
    return gathering.reading(
        f"Clockify's times name no zone: they are taken as {zone}; dates begin with the {first}{said}.",
    )


def _order(rows: Iterable[Row]) -> bool | None:
    """Whether dates begin with the day: the dates tell, else an entry over midnight and its duration."""
    order = order_of(row[name] for row in rows for name in ("start_date", "end_date", "date_of_creation"))
    if order is not None:
        return order
    misfits = {order: sum(not _agrees(row, order) for row in rows) for order in (True, False)}
    if misfits[True] == misfits[False] or 0 not in misfits.values():
        return None
    return misfits[True] == 0


def _agrees(row: Row, day_first: bool) -> bool:
    """Whether an entry's start, end and decimal duration fit together when its dates are read so."""
    try:
        start, end = _walls(row, day_first)
        hours = read_number(row["duration_(decimal)"])
        length = length_of(row["duration_(h)"]) if hours is None else timedelta(hours=float(hours))
    except BadInput:
        return False
    return end >= start and (length is None or abs(end - start - length) <= MOST_APART)


def _walls(row: Row, day_first: bool) -> tuple[datetime, datetime]:
    start, end = (
        datetime.combine(
            read_date(row[f"{which}_date"], day_first=day_first), clock_time(row[f"{which}_time"])
        )
        for which in ("start", "end")
    )
    return start, end


def _key(row: Row, day_first: bool) -> tuple[str, ...]:
    """Whose entry, what and since which minute: however dates are written, and with seconds or without."""
    try:
        since = _walls(row, day_first)[0].isoformat(timespec="minutes")
    except BadInput:
        since = f"{row['start_date']} {row['start_time']}"
    return cell(row, "email", "user"), row["description"].strip(), since


IMPORTER = Importer(format=SOURCE, shown="Clockify detailed reports (.csv)", recognises=recognises, read=read)
DAY_FIRST, MONTH_FIRST = with_orders(IMPORTER, read_ordered)
