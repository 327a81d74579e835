"""MTurk Suite's backup of its HIT tracker (`HIT_Tracker_Backup_20190312.json`): HITs as money.

The file's `days` are totals of the same HITs: they are looked at only to say which days lack their HITs.
"""

from __future__ import annotations

from gigplanner.interop.deskwork.json_parts import entries, part, root_of, words
from gigplanner.interop.deskwork.mturk_hits import Hit, hit_day, hit_records, hits_reading
from gigplanner.interop.gathering import Gathering
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile, counted
from gigplanner.model import BadInput

MOST_HITS = 200_000


def recognises(file: SourceFile) -> bool:
    """Whether the file holds the tracker's HITs and days."""
    return {"hits", "days"} <= root_of(file).keys()


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every HIT of the tracker."""
    root = root_of(file)
    gathering = Gathering(IMPORTER.format)
    hits = entries(root.get("hits"), file, "HITs", MOST_HITS)
    for number, hit in enumerate(hits, 1):
        with gathering.part(None, f"HIT {number}"):
            gathering.records += hit_records(_hit(hit), context, gathering)
    told = {words(hit, "date") for hit in hits}
    only_totals = [day for day in entries(root.get("days"), file, "days", MOST_HITS) if _is_untold(day, told)]
    if only_totals:
        days = counted(len(only_totals), "day is", "days are")
        gathering.warn(f"{days} in the file only as a total, without HITs: left out. Sync the tracker first.")
    return hits_reading(gathering)


def _hit(entry: object) -> Hit:
    reward = part(entry, "reward")
    currency = words(reward, "currency_code")
    if currency not in ("", "USD"):
        raise BadInput("Its reward is not in US dollars.")
    return Hit(
        hit_id=words(entry, "hit_id"),
        day=hit_day(words(entry, "date")),
        state=words(entry, "state"),
        reward=words(reward, "amount_in_dollars"),
        title=words(entry, "title"),
        requester=words(entry, "requester_name"),
    )


def _is_untold(day: object, told: set[str]) -> bool:
    earned = words(day, "earnings").lstrip("$").strip("0.")
    return bool(earned) and words(day, "date") not in told


IMPORTER = Importer(
    format="mturk-suite",
    shown="MTurk Suite backups (.json)",
    recognises=recognises,
    read=read,
)
