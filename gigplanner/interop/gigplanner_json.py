"""All records of a planbook as one JSON file, and back: the way to another machine, or to other programs.

The file is an object with

- `format`: `"gigplanner"`, and `version`: 1. A later version adds keys and changes none.
- `exported_at`, `zone` and `currency`: when, and for whom.
- `tables`: an object of lists, one a table: tasks, series, platforms, blocks, shift_events, earnings,
  expenses, trips, set_aside, waits, plans, results, recaps. A list has one record a line.

The keys of a record are the fields of its struct in `gigplanner.model.records` (`Platform` is in
`gigplanner.model.catalogue`, a recap is a `DayNote`); one that has its usual value is left out. `id` is the
record's own: others name it by that (`shift`, `task`, `series`, `block`, `earning`, `trip`, `result`). Money
is `{"amount": "12.50", "currency": "USD"}`, an instant ISO 8601 with its offset, a day `2026-11-22`, the wall
times of a series have no offset, miles are a decimal number in a string.
"""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from gigplanner.interop.moments import FIRST_YEAR, LAST_YEAR
from gigplanner.interop.packing import Spool
from gigplanner.interop.reading import (
    LARGEST_OWN,
    ImportContext,
    Importer,
    Reading,
    Refused,
    SourceFile,
)
from gigplanner.model import BadInput, Block, Money, Record, Series, Settings, Task
from gigplanner.model.kinds import KINDS
from gigplanner.model.money import LARGEST_MINOR
from gigplanner.model.records import (
    DayNote,
    Earning,
    PastWait,
    Plan,
    ShiftEvent,
    Trip,
)
from gigplanner.model.rules import check_rule
from gigplanner.model.text import clean_note, clean_text, quoted
from gigplanner.model.times import zone_of

T = TypeVar("T")

FORMAT, VERSION = "gigplanner", 1
_MARK = f'"format": "{FORMAT}"'
_LOOKED_AT = 200  # characters, for the mark
_PROSE = frozenset({"note", "notes", "text"})  # fields of several lines
_LONGEST_LINE, _LONGEST_ID = 2000, 200
_AGAIN = "export it again"
_LONGEST_BLOCK_DAYS = 31  # as the planbook keeps them


class _File(Struct):
    format: str
    version: int
    tables: dict[str, Raw]  # each is opened when it is its turn


_FILE = msgspec.json.Decoder(_File)
_ENTRIES = msgspec.json.Decoder(list[Raw])


def write_json(tables: Mapping[type[Record], Iterable[Record]], settings: Settings, now: datetime) -> str:
    """Return records by their kind as JSON (ASCII, one record a line), which `read` takes back."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": now.astimezone(zone_of(settings.zone)).isoformat(timespec="seconds"),
        "zone": settings.zone,
        "currency": settings.currency,
    }
    lists = [f'  "{name}": {_list(tables.get(kind, ()))}' for name, kind in KINDS.items()]
    told = "".join(f"{json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
    return "{" + told + '"tables": {\n' + ",\n".join(lists) + "\n}}\n"


def _list(records: Iterable[Record]) -> str:
    lines = [json.dumps(_told(msgspec.to_builtins(record, order="deterministic"))) for record in records]
    return "[\n" + ",\n".join(lines) + "\n  ]" if lines else "[]"


def _told(value: Any) -> Any:
    """Return built-in values with every amount of money as the file writes it."""
    if isinstance(value, dict):
        if value.keys() == {"minor", "currency"}:
            return {
                "amount": str(Money(value["minor"], value["currency"]).amount),
                "currency": value["currency"],
            }
        return {key: _told(part) for key, part in value.items()}
    return [_told(part) for part in value] if isinstance(value, list) else value


def recognises(file: SourceFile) -> bool:
    """Whether the file says that it is one of these."""
    return file.looks_like_json and _MARK in file.beginning[:_LOOKED_AT]


def may_be_own(beginning: bytes) -> bool:
    """Whether bytes are how such a file begins."""
    return _MARK.encode() in beginning[: _LOOKED_AT + 4]


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every record; one that no planbook could hold is refused alone, with its table and number.

    Records keep their ids, for others name them by these.
    """
    records: Spool[Record] = Spool()
    refused: list[Refused] = []
    for name, table in _whole(file).tables.items():
        known: set[str] = set()
        for number, entry in enumerate(_entries(file, table), 1):
            try:
                record = _record(KINDS[name], entry)
                if record.id in known:
                    raise BadInput(f"its id {quoted(record.id)} stands before it already")
            except BadInput as error:
                refused.append(Refused(None, f"Record {number} of {name} was left out: {error}."))
            else:
                known.add(record.id)
                records.append(record)
                context.count_record()
    return Reading(
        format=FORMAT,
        records=records.settled(),
        refused=tuple(refused),
        warnings=(),
        zone_rule="Every time in the file has its own offset.",
    )


def _whole(file: SourceFile) -> _File:
    """Return the file in its parts; BadInput if it is damaged, or of a version that is not known here."""
    found = _decoded(file, lambda: _FILE.decode(_utf_8(file)))
    if found.format != FORMAT or found.version < 1:
        raise BadInput(f"{file.name} is no export of gigplanner: {_AGAIN}.")
    if found.version > VERSION or found.tables.keys() - KINDS.keys():
        raise BadInput(f"{file.name} was written by a newer gigplanner: update this one to import it.")
    return found


def _entries(file: SourceFile, table: Raw) -> list[Raw]:
    return _decoded(file, lambda: _ENTRIES.decode(table))


def _decoded(file: SourceFile, decode: Callable[[], T]) -> T:
    try:
        return decode()
    except msgspec.ValidationError as error:
        raise BadInput(f"{file.name} is no export of gigplanner ({error}): {_AGAIN}.") from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadInput(f"{file.name} is damaged or cut short: {_AGAIN}.") from None


def _utf_8(file: SourceFile) -> memoryview:
    """Return what the file says in UTF-8, without a copy of what is so already."""
    if file.encoding != "utf-8-sig":
        return memoryview(file.text.encode("utf-8", "replace"))
    return memoryview(file.data)[3 if file.data.startswith(codecs.BOM_UTF8) else 0 :]


def _record(kind: type[Record], entry: Raw) -> Record:
    """Return the record of an entry, cleaned and checked; BadInput with what is wrong with it."""
    try:
        record: Record = msgspec.convert(_kept(msgspec.json.decode(entry)), kind, strict=False)
    except msgspec.ValidationError as error:
        raise BadInput(clean_text(str(error), 200).rstrip(".")) from None
    except (ValueError, RecursionError):
        raise BadInput("it holds an absurd number") from None
    record = _cleaned(record, walls=kind is Series)
    if not record.id:
        raise BadInput("it has no id")
    if fault := next(_faults(record), ""):
        raise BadInput(fault)
    return record


def _kept(value: Any) -> Any:
    """Return what a file says with every amount of money in minor units; BadInput for what is no amount."""
    if isinstance(value, dict):
        if value.keys() == {"amount", "currency"}:
            amount, currency = str(value["amount"]), str(value["currency"])
            try:
                money = Money.of(amount, currency)
            except ValueError:
                raise BadInput(f"{quoted(f'{amount} {currency}')} is no amount of money") from None
            if abs(money.minor) > LARGEST_MINOR:
                raise BadInput(f"{quoted(amount)} is more than gigplanner keeps")
            return {"minor": money.minor, "currency": money.currency}
        return {key: _kept(part) for key, part in value.items()}
    return [_kept(part) for part in value] if isinstance(value, list) else value


def _cleaned(record: Any, *, walls: bool) -> Any:
    """Return a record, or a part of one, with harmless text and instants in UTC."""
    changes = {
        name: _clean(name, value, walls=walls)
        for name in record.__struct_fields__
        if isinstance(value := getattr(record, name), str | datetime | float | Decimal | tuple | Struct)
    }
    return replace(record, **changes)


def _clean(name: str, value: Any, *, walls: bool) -> Any:
    if isinstance(value, str):
        return clean_note(value) if name in _PROSE else clean_text(value, _LONGEST_LINE)
    if isinstance(value, datetime):
        return _instant(name, value, walls=walls)
    if isinstance(value, tuple):
        return tuple(_clean(name, part, walls=walls) for part in value)
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        raise BadInput(f"its {name} is no number")
    return _cleaned(value, walls=walls) if isinstance(value, Struct) else value


def _instant(name: str, value: datetime, *, walls: bool) -> datetime:
    if not FIRST_YEAR < value.year < LAST_YEAR:
        raise BadInput(f"its {name} is not between {FIRST_YEAR} and {LAST_YEAR}")
    if walls != (value.tzinfo is None):
        raise BadInput(f"its {name} has {'an' if walls else 'no'} offset from UTC")
    return value if walls else value.astimezone(UTC)


def _faults(record: Record) -> Iterator[str]:
    """Say what no planbook could hold, or no screen could show."""
    if len(record.id) > _LONGEST_ID:
        yield "its id is too long"
    if isinstance(record, Block | Series | ShiftEvent):
        try:
            zone_of(record.zone)
        except BadInput as error:
            yield str(error).rstrip(".")
    if isinstance(record, Series):
        try:
            check_rule(record.rule)
        except BadInput as error:
            yield str(error).rstrip(".")
    if isinstance(record, Block) and not 0 <= (record.end - record.start).days <= _LONGEST_BLOCK_DAYS:
        yield "it ends before it starts, or more than 31 days after"
    if isinstance(record, Plan | DayNote) and record.id != record.date.isoformat():
        yield "its id is not its date"
    if isinstance(record, Task) and not (record.minutes > 0 and record.units > 0 and 0 <= record.odds <= 1):
        yield "its minutes, units or odds are out of range"
    if isinstance(record, PastWait) and record.minutes < 0:
        yield "it is shorter than nothing"
    if isinstance(record, Earning) and _mixes_currencies(record):
        yield "its gross, tip and fee are in different currencies"
    if isinstance(record, Trip) and record.miles < 0:
        yield "its miles are below nothing"


def _mixes_currencies(earning: Earning) -> bool:
    parts = (earning.gross, earning.tip, earning.fee)
    late = [amount for part in earning.late for amount in (part.gross, part.tip, part.fee)]
    return len({amount.currency for amount in (*parts, *late) if amount}) > 1


IMPORTER = Importer(
    format=FORMAT,
    shown="gigplanner's own exports (.json)",
    recognises=recognises,
    read=read,
    largest=LARGEST_OWN,
    piecewise=True,
)
