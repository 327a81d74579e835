"""MTurk Engine's backup (`mturk-engine-backup-3-12-2019.json`): the HITs of its database as money.

The backup is the extension's browser storage. Its HIT database is Transit JSON, mostly as a text within the
JSON: `["~#iM", ["3A…", ["^ ", "id", "3A…", "date", "03122019", …], …]]`. Days are `MMDDYYYY`, Pacific.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from gigplanner.interop.deskwork.json_parts import part, root_of, words
from gigplanner.interop.deskwork.mturk_hits import Hit, hit_records, hits_reading
from gigplanner.interop.deskwork.transit import Tagged, from_transit
from gigplanner.interop.gathering import Gathering
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.model import BadInput
from gigplanner.model.text import quoted

MOST_HITS = 200_000
_DATABASE = "reduxPersist:hitDatabase"
_MAPS = ("iM", "iOM")  # what Immutable's maps, plain and ordered, are written as
_AWAITING_PAYMENT = "pending payment"  # is approved: pending approval is not
_DAY = re.compile(r"(\d\d)(\d\d)(\d{4})", re.ASCII)


def recognises(file: SourceFile) -> bool:
    """Whether the file is the extension's storage, with its HIT database."""
    return _DATABASE in root_of(file)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every HIT of the database."""
    gathering = Gathering(IMPORTER.format)
    for number, (hit_id, entry) in enumerate(_database(file).items(), 1):
        with gathering.part(None, f"HIT {number}"):
            gathering.records += hit_records(_hit(hit_id, entry), context, gathering)
    return hits_reading(gathering)


def _database(file: SourceFile) -> Mapping[str, object]:
    unreadable = BadInput(f"The HIT database in {file.name} cannot be read: export it again in MTurk Engine.")
    stored = root_of(file).get(_DATABASE)
    try:
        found = from_transit(msgspec.json.decode(stored) if isinstance(stored, str) else stored)
    except (msgspec.DecodeError, BadInput, RecursionError):
        raise unreadable from None
    if not isinstance(found, Tagged) or found.tag not in _MAPS or not isinstance(found.value, list):
        raise unreadable
    hits = dict(zip(map(str, found.value[::2]), found.value[1::2], strict=False))
    if len(hits) > MOST_HITS:
        raise BadInput(f"{file.name} holds more than {MOST_HITS:,} HITs: gigplanner reads no more at once.")
    return hits


def _hit(hit_id: str, entry: object) -> Hit:
    state = words(entry, "status")
    return Hit(
        hit_id=words(entry, "id") or hit_id,
        day=_day(words(entry, "date")),
        state="approved" if state.strip().casefold() == _AWAITING_PAYMENT else state,
        reward=words(entry, "reward"),
        bonus=words(entry, "bonus"),
        title=words(entry, "title"),
        requester=words(part(entry, "requester"), "name"),
    )


def _day(text: str) -> date:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[1]), int(found[2])) if found else date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{quoted(text)} is not a day such as 03122019.") from None


IMPORTER = Importer(
    format="mturk-engine",
    shown="MTurk Engine backups (.json)",
    recognises=recognises,
    read=read,
)
