"""HIT Database Mk.II: its backup (JSON), and its query results, which are TAB-separated under a .csv name."""

from __future__ import annotations

from gigplanner.interop.deskwork.json_parts import entries, part, root_of, words
from gigplanner.interop.deskwork.mturk_hits import Hit, hit_day, hit_records, hits_reading
from gigplanner.interop.gathering import Gathering
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import fits, table_of
from gigplanner.interop.table import Row, has_header
from gigplanner.model import BadInput

MOST_HITS = 200_000
RESULTS = frozenset({"hitid", "requestername", "pay", "bonus", "status"})
DAILY = frozenset({"date", "submitted", "approved", "rejected", "pending", "earnings"})


def recognises(file: SourceFile) -> bool:
    """Whether the file is a backup, a query's results, or the overview of days."""
    if file.looks_like_json:
        return {"HIT", "STATS"} <= root_of(file).keys()
    return has_header(file.text, RESULTS) or has_header(file.text, DAILY)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every HIT; an overview of days, which would count them once more, is refused."""
    if file.looks_like_json:
        return _backup(file, context)
    if not has_header(file.text, RESULTS) and has_header(file.text, DAILY):
        raise BadInput(
            f"{file.name} holds only the totals of days: import the query results or the backup of "
            "HIT Database, which hold the HITs themselves."
        )
    table = table_of(file, [RESULTS], "HIT Database's query results", text=_quoted(file.text))
    gathering = Gathering(IMPORTER.format, table)
    for row in table.rows:
        with gathering.part(row.line):
            gathering.records += hit_records(_from_row(fits(row)), context, gathering)
    return hits_reading(gathering)


def _backup(file: SourceFile, context: ImportContext) -> Reading:
    gathering = Gathering(IMPORTER.format)
    for number, entry in enumerate(entries(root_of(file).get("HIT"), file, "HITs", MOST_HITS), 1):
        with gathering.part(None, f"HIT {number}"):
            gathering.records += hit_records(_from_json(entry), context, gathering)
    return hits_reading(gathering)


def _from_row(row: Row) -> Hit:
    return Hit(
        hit_id=row["hitid"].strip(),
        day=hit_day(row["date"]),
        state=row["status"],
        reward=row["pay"],
        bonus=row["bonus"],
        title=row["title"],
        requester=row["requestername"],
    )


def _from_json(entry: object) -> Hit:
    both = part(entry, "reward")  # later versions keep pay and bonus in it
    return Hit(
        hit_id=words(entry, "hitId"),
        day=hit_day(words(entry, "date")),
        state=words(entry, "status"),
        reward=words(both, "pay") if both else words(entry, "reward"),
        bonus=words(both, "bonus") if both else words(entry, "bonus"),
        title=words(entry, "title"),
        requester=words(entry, "requesterName"),
    )


def _quoted(text: str) -> str:
    """Return TAB-separated text whose quotation marks mean nothing, as the csv module would write it."""
    if '"' not in text:
        return text
    return "\n".join("\t".join(map(_cell, line.split("\t"))) for line in text.splitlines())


def _cell(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if '"' in cell else cell


IMPORTER = Importer(
    format="hitdb",
    shown="HIT Database backups (.json) and query results (.csv)",
    recognises=recognises,
    read=read,
)
