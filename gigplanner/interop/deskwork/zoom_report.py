"""Zoom's report of a meeting's participants: the meeting as a past block, and nothing about who came."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from gigplanner.interop import moments
from gigplanner.interop.date_order import order_of, read_date
from gigplanner.interop.gathering import Gathering
from gigplanner.interop.identities import numbered
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import cell, table_of
from gigplanner.interop.table import Row, column_name, has_header
from gigplanner.model import BadInput, Block
from gigplanner.model.text import clean_text

SOURCE, PLATFORM = "zoom-report", "Zoom"
MEETINGS = (
    frozenset({"meeting_id", "topic", "start_time", "end_time"}),
    frozenset({"id", "topic", "host", "start_time", "end_time"}),
)  # of two generations
PARTICIPANTS = frozenset({"join_time", "leave_time", "guest"})


def recognises(file: SourceFile) -> bool:
    """Whether the file is a full report, or the list of participants alone."""
    return any(has_header(file.text, header) for header in (*MEETINGS, PARTICIPANTS))


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read the meeting from its own row or, in a list of participants, from when they came and went."""
    zone = context.wall_zone
    meeting = next((header for header in MEETINGS if has_header(file.text, header)), None)
    if meeting:
        return _meetings(file, meeting, context, zone)
    table = table_of(file, [PARTICIPANTS], "Zoom's reports")
    gathering = Gathering(SOURCE, table)
    day_first = order_of(row[name] for row in table.rows for name in ("join_time", "leave_time"))
    joins: list[datetime] = []
    leaves: list[datetime] = []
    for row in table.rows:
        with gathering.part(row.line):
            came = _wall(row["join_time"], bool(day_first))
            left = _wall(row["leave_time"], bool(day_first))
            joins.append(came)
            leaves.append(left)
    if joins:
        with gathering.part(None):
            start, end = min(joins), max(leaves)
            identity = f"meeting {start.isoformat(timespec='minutes')}"
            gathering.records.append(_block("Zoom meeting", identity, start, end, context, zone))
    return gathering.reading(_rule(zone))


def _meetings(file: SourceFile, header: frozenset[str], context: ImportContext, zone: str) -> Reading:
    table = table_of(file, [header], "Zoom's reports")
    gathering = Gathering(SOURCE)  # what cannot be read below is about other people
    rows = list(takewhile(_is_above_participants, table.rows))
    day_first = bool(order_of(row[name] for row in rows for name in ("start_time", "end_time")))
    for row, identity in numbered(rows, _key):
        with gathering.part(row.line):
            start, end = _wall(row["start_time"], day_first), _wall(row["end_time"], day_first)
            title = clean_text(row["topic"]) or "Zoom meeting"
            gathering.records.append(_block(title, identity, start, end, context, zone))
    return gathering.reading(_rule(zone))


def _is_above_participants(row: Row) -> bool:
    """Whether a row stands above the participants, who have a header of their own."""
    return not {"name_(original_name)", "join_time"} & set(map(column_name, row.cells.values()))


def _key(row: Row) -> tuple[str, ...]:
    return "".join(filter(str.isdigit, cell(row, "meeting_id", "id"))), row["start_time"].strip()


def _block(
    title: str, identity: str, start: datetime, end: datetime, context: ImportContext, zone: str
) -> Block:
    if end <= start:
        raise BadInput("The meeting ends before it begins.")
    return Block(
        id=context.make_id(),
        source=SOURCE,
        source_id=identity,
        title=title,
        start=moments.local(start, zone),
        end=moments.local(end, zone),
        zone=zone,
        kind="event",
        platform=PLATFORM,
    )


def _wall(text: str, day_first: bool) -> datetime:
    if text.strip()[:1].isalpha():
        return moments.named_wall(text)
    day, _, clock = text.strip().partition(" ")
    return datetime.combine(read_date(day.rstrip(","), day_first=day_first), moments.clock_time(clock))


def _rule(zone: str) -> str:
    return f"Zoom's times are the host's, month first, and name no zone: they are taken as {zone}."


IMPORTER = Importer(format=SOURCE, shown="Zoom meeting reports (.csv)", recognises=recognises, read=read)
