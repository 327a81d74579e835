"""A requester's batch results of Mechanical Turk, for one worker: when each assignment was worked on.

The file also holds the questions and answers, which are left where they are.
"""

from __future__ import annotations

from datetime import datetime

from gigplanner.interop import moments
from gigplanner.interop.deskwork.mturk_hits import PACIFIC, PLATFORM, SOURCE, Hit, hit_records
from gigplanner.interop.gathering import Gathering, LeftOut
from gigplanner.interop.identities import numbered
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import table_of
from gigplanner.interop.table import Row, Table, has_header
from gigplanner.model import BadInput, Block, Record
from gigplanner.model.text import clean_text
from gigplanner.model.times import wall_time

REQUIRED = frozenset({"workerid", "assignmentstatus", "accepttime", "submittime"})
_NO_LENGTH = LeftOut("assignment of no length", "assignments of no length")
ZONE_RULE = "The times name their own zone (PDT, PST)."


def recognises(file: SourceFile) -> bool:
    """Whether the header is that of batch results."""
    return has_header(file.text, REQUIRED)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read when each assignment was worked on, and its reward where the file has one."""
    table = table_of(file, [REQUIRED], "Mechanical Turk's batch results")
    workers = {row["workerid"].strip() for row in table.rows}
    if len(workers) > 1:
        raise BadInput(
            f"{file.name} holds the work of {len(workers)} workers: "
            "keep only the rows with your own WorkerId."
        )
    gathering = Gathering(IMPORTER.format, table)
    for row, identity in numbered(table.rows, _key):
        with gathering.part(row.line):
            gathering.records += _records(row, identity, table, context, gathering)
    return gathering.reading(ZONE_RULE)


def _key(row: Row) -> tuple[str, ...]:
    assignment = row["assignmentid"].strip()
    return (assignment,) if assignment else (row["accepttime"].strip(), row["submittime"].strip())


def _records(
    row: Row, identity: str, table: Table, context: ImportContext, gathering: Gathering
) -> tuple[Record, ...]:
    accepted, submitted = moments.unix_instant(row["accepttime"]), moments.unix_instant(row["submittime"])
    if submitted < accepted:
        raise BadInput("This assignment was submitted before it was accepted.")
    money: tuple[Record, ...] = ()
    if {"reward", "hitid"} <= set(table.columns):
        hit = Hit(
            hit_id=row["hitid"].strip(),
            day=wall_time(submitted, PACIFIC).date(),
            state=row["assignmentstatus"],
            reward=row["reward"],
            title=row["title"],
        )
        money = hit_records(hit, context, gathering)
    if submitted == accepted:
        if not money:
            gathering.leave_out(_NO_LENGTH)
        return money
    return (*money, _block(row, identity, accepted, submitted, context))


def _block(row: Row, identity: str, accepted: datetime, submitted: datetime, context: ImportContext) -> Block:
    return Block(
        id=context.make_id(),
        source=SOURCE,
        source_id=identity,
        title=clean_text(row["title"]) or "HIT",
        start=accepted,
        end=submitted,
        zone=PACIFIC,
        kind="event",
        platform=PLATFORM,
    )


IMPORTER = Importer(
    format="mturk-results",
    shown="Mechanical Turk batch results of one worker (.csv)",
    recognises=recognises,
    read=read,
)
