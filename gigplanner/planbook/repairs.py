"""Repairing records: each kind of finding in one action, which undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace

from gigplanner.model.money import total
from gigplanner.model.records import Block, Plan, Record, ShiftEvent, Task
from gigplanner.model.times import DAY
from gigplanner.planbook.backups import short_name
from gigplanner.planbook.book import Planbook, Transaction
from gigplanner.planbook.checkup import read_document
from gigplanner.planbook.findings import MENDS_RECORDS, Finding
from gigplanner.planbook.lines import Change
from gigplanner.planbook.storage import SEAL, read_sealed
from gigplanner.planbook.tables import BY_NAME, QUEUE

_WORDS = {
    "duplicate": "records that were there twice",
    "misplaced": "records in the wrong file",
    "dangling": "names of records that are gone",
    "impossible-time": "blocks that ended before they started",
    "shift-without-start": "shifts without a start",
    "shift-without-end": "shifts without an end",
}


def repair_records(book: Planbook, findings: Sequence[Finding], now: datetime) -> list[str]:
    """Repair what is wrong with records; return the words of each action. Raises PlanbookError."""
    said: list[str] = []
    for kind, words in _WORDS.items():
        chosen = [one for one in findings if one.kind == kind and one.can_repair]
        if not chosen or kind not in MENDS_RECORDS:
            continue
        words = f"Repaired {len(chosen)} {words}"
        with book.action(words, now=now) as action:
            for finding in chosen:
                _REPAIRS[kind](book, action, finding, now)
        said.append(words)
    return said


def _dangling(book: Planbook, action: Transaction, finding: Finding, _now: datetime) -> None:
    record = _current(action, finding)
    if isinstance(record, Plan):
        placements = tuple(one for one in record.placements if one.task != finding.about)
        currency = record.expected.currency
        counted = [one.expected for one in placements if one.end > record.made_at]
        expected = total((one for one in counted if one.currency == currency), currency)
        action.put(replace(record, placements=placements, expected=expected, within=None))
    else:
        action.put(replace(record, **{finding.field: ""}))


def _misplaced(book: Planbook, action: Transaction, finding: Finding, _now: datetime) -> None:
    """Move a document as it stands, so that what a newer version put into it moves along."""
    name = short_name(finding.file)
    document = book.documents(name)[finding.table][finding.record]
    record = read_document(BY_NAME[finding.table], document)
    if isinstance(record, Record):
        goal = BY_NAME[finding.table].file_of(record)
        action.change(Change(name, finding.table, finding.record, document, None))
        action.change(Change(goal, finding.table, finding.record, None, document))


def _duplicate(book: Planbook, action: Transaction, finding: Finding, now: datetime) -> None:
    name = short_name(finding.file)
    if finding.field == "here":
        _duplicate_here(book, action, finding, name, now)
        return
    table = BY_NAME[finding.table]
    documents = {file: book.documents(file)[finding.table][finding.record] for file in (finding.about, name)}
    records = {file: read_document(table, document) for file, document in documents.items()}
    best = max(documents, key=lambda file: _standing(file, records[file]))
    for file, document in documents.items():
        if file != best:
            action.change(Change(file, finding.table, finding.record, document, None))


def _standing(file: str, record: Record | str) -> tuple[bool, bool, str]:
    """What makes one of two versions of a record the better one: its own file, its end, the later file."""
    is_home = isinstance(record, Record) and BY_NAME[_table_of(record)].file_of(record) == file
    is_closed = isinstance(record, Task) and record.closed_at is not None
    return is_home, is_closed, "" if file == QUEUE else file


def _table_of(record: Record) -> str:
    return next(name for name, table in BY_NAME.items() if table.record is type(record))


def _duplicate_here(book: Planbook, action: Transaction, finding: Finding, name: str, now: datetime) -> None:
    """Write the table anew with the version in use; others that differ go on under ids of their own."""
    used = book.documents(name)[finding.table][finding.record]
    action.change(Change(name, finding.table, finding.record, used, used))
    for other in _versions(book, name, finding):
        if other != used:
            new_id = book.new_id(now)
            action.change(Change(name, finding.table, new_id, None, {**other, "id": new_id}))


def _versions(book: Planbook, name: str, finding: Finding) -> list[dict[str, Any]]:
    import msgspec

    sealed = read_sealed(book.path_of(name))
    raw = sealed.tables.get(finding.table) if sealed and finding.table != SEAL else None
    documents: dict[str, dict[str, Any]] = msgspec.json.decode(raw) if raw is not None else {}
    return [document for document in documents.values() if document.get("id") == finding.record]


def _impossible_time(book: Planbook, action: Transaction, finding: Finding, _now: datetime) -> None:
    block = _current(action, finding)
    if isinstance(block, Block):
        action.put(replace(block, start=block.end, end=block.start), replaces=block)


def _without_start(book: Planbook, action: Transaction, finding: Finding, now: datetime) -> None:
    first = _current(action, finding)
    if isinstance(first, ShiftEvent):
        started = replace(
            first,
            id=book.new_id(now),
            kind="started",
            seq=first.seq - 1,
            task="",
            units=0,
            note="",
            source="",
            source_id="",
        )
        action.put(started)


def _without_end(book: Planbook, action: Transaction, finding: Finding, now: datetime) -> None:
    """End a shift where it was planned to end, if it was; else with the last thing that is known of it."""
    last = _current(action, finding)
    if not isinstance(last, ShiftEvent):
        return
    events = [event for event in book.every(ShiftEvent) if event.shift == last.shift]
    at = last.at
    for block_id in {event.block for event in events if event.block}:
        block = book.find(Block, block_id, near=last.at)
        if block is not None and last.at < block.end <= min(last.at + DAY, now):
            at = block.end
    stopped = replace(
        last, id=book.new_id(now), kind="stopped", at=at, seq=last.seq + 1, task="", units=0, note=""
    )
    action.put(stopped)


def _current(action: Transaction, finding: Finding) -> Record:
    name = short_name(finding.file)
    near = None if name == QUEUE else date(int(name[:4]), int(name[5:]), 15)
    return action.get(BY_NAME[finding.table].record, finding.record, near=near)


_REPAIRS: dict[str, Callable[[Planbook, Transaction, Finding, datetime], None]] = {
    "duplicate": _duplicate,
    "misplaced": _misplaced,
    "dangling": _dangling,
    "impossible-time": _impossible_time,
    "shift-without-start": _without_start,
    "shift-without-end": _without_end,
}
