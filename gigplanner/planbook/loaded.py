"""One file of a planbook in memory: documents as the bytes they are on disk, records made when asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Raw, Struct

from gigplanner.model.records import Record
from gigplanner.planbook.errors import DamagedFile
from gigplanner.planbook.lines import Change
from gigplanner.planbook.migrations import Document
from gigplanner.planbook.storage import SEAL, Sealed
from gigplanner.planbook.tables import BY_NAME, Table, document_id

Moment = datetime | date


class _Named(Struct):
    id: str = ""


_RAW_TABLE = msgspec.json.Decoder(dict[str, Raw])
_NAMED_TABLE = msgspec.json.Decoder(dict[str, _Named])


@cache
def _records_of(record: type[Record]) -> msgspec.json.Decoder[dict[str, Record]]:
    return msgspec.json.Decoder(dict[str, record])  # type: ignore[valid-type]


class _OpenTable:
    """The documents of a table by record id, with the numbers that TinyDB knows them by."""

    def __init__(self, raw: Raw | None) -> None:
        documents = _RAW_TABLE.decode(raw) if raw is not None else {}
        named = _NAMED_TABLE.decode(raw) if raw is not None else {}
        self.documents = {named[number].id or number: raw for number, raw in documents.items()}
        self.numbers = {named[number].id or number: number for number in documents}
        self._taken = set(documents)

    def put(self, record_id: str, raw: Raw) -> None:
        if record_id not in self.documents:
            number = document_id(record_id)
            while str(number) in self._taken:
                number += 1
            self.numbers[record_id] = str(number)
            self._taken.add(str(number))
        self.documents[record_id] = raw

    def pop(self, record_id: str) -> None:
        if record_id in self.documents:
            del self.documents[record_id]
            self._taken.discard(self.numbers.pop(record_id))

    def numbered(self) -> dict[str, Raw]:
        return {self.numbers[record_id]: raw for record_id, raw in self.documents.items()}


class _Order:
    """Records in the order of their moments, so that a stretch of time is found without reading the rest."""

    def __init__(self, table: Table, records: Mapping[str, Record]) -> None:
        self._moment = table.moment
        found = [(moment, record) for record in records.values() if (moment := table.moment(record))]
        found.sort(key=lambda pair: (pair[0], pair[1].id))
        self._moments: list[Any] = [moment for moment, _ in found]
        self._records = [record for _, record in found]

    def add(self, record: Record) -> None:
        if moment := self._moment(record):
            place = bisect_left(self._moments, moment)
            end = bisect_right(self._moments, moment, lo=place)
            while place < end and self._records[place].id < record.id:
                place += 1
            self._moments.insert(place, moment)
            self._records.insert(place, record)

    def remove(self, record: Record) -> None:
        if moment := self._moment(record):
            place = bisect_left(self._moments, moment)
            while self._records[place].id != record.id:
                place += 1
            del self._moments[place], self._records[place]

    def between(self, first: Moment, end: Moment) -> list[Record]:
        return self._records[bisect_left(self._moments, first) : bisect_left(self._moments, end)]


class LoadedFile:
    """One file: its tables as bytes, opened to documents or to typed records one table at a time."""

    def __init__(self, path: Path, sealed: Sealed | None) -> None:
        self.path = path
        self.generation = sealed.generation if sealed else 0
        self.misfits: dict[tuple[str, str], str] = {}  # table and id of what is no record here → why
        self._closed: dict[str, Raw] = dict(sealed.tables) if sealed else {}
        self._closed.pop(SEAL, None)
        self._open: dict[str, _OpenTable] = {}
        self._records: dict[str, dict[str, Record]] = {}
        self._orders: dict[str, _Order] = {}

    def holds_anything(self) -> bool:
        """Whether any document is in the file."""
        return bool(self._closed) or any(table.documents for table in self._open.values())

    def open(self, table: str) -> None:
        """Make the documents of a table ready to be changed. Raises DamagedFile."""
        if table not in self._open:
            self._open[table] = self._opened(table)
            self._closed.pop(table, None)

    def document(self, table: str, record_id: str) -> Document | None:
        """Return one document, or None. Raises DamagedFile."""
        self.open(table)
        raw = self._open[table].documents.get(record_id)
        found: Document | None = msgspec.json.decode(raw) if raw is not None else None
        return found

    def documents(self) -> dict[str, dict[str, Document]]:
        """Return all documents by table and id. Raises DamagedFile."""
        for name in list(self._closed):
            self.open(name)
        return {
            name: {record_id: msgspec.json.decode(raw) for record_id, raw in table.documents.items()}
            for name, table in self._open.items()
        }

    def apply(self, change: Change) -> None:
        """Put or remove one document."""
        self.open(change.table)
        self.misfits.pop((change.table, change.id), None)
        if change.after is None:
            self._open[change.table].pop(change.id)
        else:
            self._open[change.table].put(change.id, Raw(msgspec.json.encode(change.after)))
        records = self._records.get(change.table)
        if records is not None:
            self._renew(BY_NAME[change.table], change, records)

    def _renew(self, table: Table, change: Change, records: dict[str, Record]) -> None:
        order = self._orders.get(table.name)
        old = records.pop(change.id, None)
        if old is not None and order is not None:
            order.remove(old)
        if change.after is not None and (new := self._convert(table, change.id, change.after)) is not None:
            records[change.id] = new
            if order is not None:
                order.add(new)

    def records(self, table: Table) -> dict[str, Record]:
        """Return the records of `table` by id, read on first use. Raises DamagedFile."""
        found = self._records.get(table.name)
        if found is None:
            found = self._records[table.name] = self._read_all(table)
        return found

    def between(self, table: Table, first: Moment, end: Moment) -> list[Record]:
        """Return the records whose moment lies from `first` to before `end`, by moment and id.

        Raises DamagedFile.
        """
        order = self._orders.get(table.name)
        if order is None:
            order = self._orders[table.name] = _Order(table, self.records(table))
        return order.between(first, end)

    def tables(self) -> dict[str, Any]:
        """Return the documents as they go to the disk."""
        opened = {name: table.numbered() for name, table in self._open.items() if table.documents}
        return {**self._closed, **opened}

    def _read_all(self, table: Table) -> dict[str, Record]:
        closed = self._closed.get(table.name)
        if closed is not None:
            try:
                return {record.id: record for record in _records_of(table.record).decode(closed).values()}
            except msgspec.ValidationError:
                pass  # some fit, some do not: one by one
        found: dict[str, Record] = {}
        try:
            self.open(table.name)
        except DamagedFile as error:
            self.misfits[table.name, "everything"] = str(error)
            return found
        for record_id, raw in self._open[table.name].documents.items():
            if (record := self._convert(table, record_id, msgspec.json.decode(raw))) is not None:
                found[record_id] = record
        return found

    def _opened(self, table: str) -> _OpenTable:
        try:
            return _OpenTable(self._closed.get(table))
        except msgspec.MsgspecError as error:
            raise DamagedFile(
                f"{self.path} is damaged: its table {table} is none ({error}); it was left as it is."
            ) from error

    def _convert(self, table: Table, record_id: str, document: Document) -> Record | None:
        try:
            return msgspec.convert(document, table.record)
        except msgspec.ValidationError as error:
            self.misfits[table.name, record_id] = str(error)
            return None
