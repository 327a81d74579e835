"""Toggl's detailed report: entries with start, end and duration, in the account's own zone."""

from __future__ import annotations

from datetime import datetime

from gigplanner.interop import moments
from gigplanner.interop.amounts import read_amount
from gigplanner.interop.deskwork.gathering import (
    Gathering,
    chosen_zone,
    first_cell,
    fits,
    is_money,
    labelled_column,
    numbered,
    table_of,
)
from gigplanner.interop.deskwork.tracked import (
    Entry,
    entry_records,
    length_of,
    span_of,
    warn_of_currency,
    warn_of_people,
)
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.table import Row, has_header

REQUIRED = frozenset({"description", "start_date", "start_time", "end_date", "end_time", "duration"})


def recognises(file: SourceFile) -> bool:
    """Whether the header is that of Toggl's detailed report."""
    return has_header(file.text, REQUIRED)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every entry; the times are the account's, which the file does not name."""
    table = table_of(file, REQUIRED, "detailed report of Toggl")
    zone = chosen_zone(context.zone, context.settings.zone)
    column, currency = labelled_column(table.columns, "amount")
    gathering = Gathering(table)
    warn_of_people(table.rows, gathering)
    platforms = PlatformFinder(context.catalogue)
    for row, identity in numbered(table.rows, _key):
        with gathering.part(row.line):
            span = span_of(_wall(fits(row), "start"), _wall(row, "end"), length_of(row["duration"]), zone)
            if span is None:
                gathering.leave_out("entry of no length was", "entries of no length were")
                continue
            amount = read_amount(row[column], currency or context.settings.currency) if column else None
            if is_money(amount):
                warn_of_currency(currency, amount.currency, gathering)
            entry = Entry(
                source=IMPORTER.format,
                identity=identity,
                start=span[0],
                end=span[1],
                zone=zone,
                description=row["description"].strip(),
                project=row["project"].strip(),
                client=row["client"].strip(),
                task=row["task"].strip(),
                tags=row["tags"].strip(),
                amount=amount,
            )
            gathering.records += entry_records(entry, context, platforms, gathering)
    return gathering.reading(IMPORTER.format, f"Toggl's times name no zone: they are taken as {zone}.")


def _key(row: Row) -> tuple[str, ...]:
    """Whose entry, what and since when: project, end and amount may be changed later."""
    since = f"{row['start_date'].strip()} {row['start_time'].strip()}"
    return first_cell(row, "email", "user"), row["description"].strip(), since


def _wall(row: Row, which: str) -> datetime:
    return moments.iso_wall(f"{row[f'{which}_date'].strip()} {row[f'{which}_time'].strip()}")


IMPORTER = Importer(format="toggl", shown="Toggl detailed reports (.csv)", recognises=recognises, read=read)
