"""Toggl's detailed report: entries with start, end and duration, in the account's own zone."""

from __future__ import annotations

from gigplanner.interop import moments
from gigplanner.interop.amounts import is_money, read_amount
from gigplanner.interop.deskwork.tracked import (
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
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import cell, fits, labelled_column, table_of
from gigplanner.interop.table import Row, has_header

OLDER = frozenset({"description", "start_date", "start_time", "end_date", "end_time", "duration"})
NEWER = frozenset({"description", "start_date", "start_time", "stop_date", "stop_time"})
_RUNNING = LeftOut("running entry", "running entries")
_PARTS = ("date", "time")


def recognises(file: SourceFile) -> bool:
    """Whether the header is that of Toggl's detailed report, in one of its generations."""
    return has_header(file.text, OLDER) or has_header(file.text, NEWER)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every entry; the times are the account's, which the file does not name."""
    is_newer = has_header(file.text, NEWER)
    table = table_of(file, [NEWER if is_newer else OLDER], "Toggl's detailed reports")
    zone = context.wall_zone
    column, currency = labelled_column(table.columns, "amount")
    gathering = Gathering(IMPORTER.format, table)
    warn_of_people(table.rows, gathering)
    platforms = PlatformFinder(context.catalogue)
    for row, identity in numbered(table.rows, _key):
        with gathering.part(row.line):
            end_date, end_time = (
                _cell(fits(row), f"{'stop' if is_newer else 'end'}_{part}") for part in _PARTS
            )
            if not end_date:
                gathering.leave_out(_RUNNING)
                continue
            start = moments.iso_wall(f"{_cell(row, 'start_date')} {_cell(row, 'start_time')}")
            end = moments.iso_wall(f"{end_date} {end_time}")
            span = span_of(start, end, length_of(_cell(row, "duration")), zone)
            if span is None:
                gathering.leave_out(NO_LENGTH)
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
                description=_cell(row, "description"),
                project=_cell(row, "project"),
                client=_cell(row, "client"),
                task=_cell(row, "task"),
                tags=_cell(row, "tags"),
                amount=amount,
            )
            gathering.records += entry_records(entry, context, platforms, gathering)
    return gathering.reading(f"Toggl's times name no zone: they are taken as {zone}.")


def _key(row: Row) -> tuple[str, ...]:
    """Whose entry, what and since when: project, end and amount may be changed later."""
    since = f"{_cell(row, 'start_date')} {_cell(row, 'start_time')}"
    return cell(row, "email", "user", "member"), _cell(row, "description"), since


def _cell(row: Row, column: str) -> str:
    """Return a cell; the newer report writes a hyphen into empty ones."""
    text = row[column].strip()
    return "" if text == "-" else text


IMPORTER = Importer(format="toggl", shown="Toggl detailed reports (.csv)", recognises=recognises, read=read)
