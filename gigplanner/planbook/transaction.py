"""One action in the making."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar, cast

from gigplanner.model.errors import GigError
from gigplanner.model.records import Record
from gigplanner.planbook.lines import Change
from gigplanner.planbook.tables import BY_RECORD, QUEUE, Table, to_document

if TYPE_CHECKING:
    from gigplanner.planbook.book import Planbook
    from gigplanner.planbook.store import Store

R = TypeVar("R", bound=Record)


class Transaction:
    """What one action puts and removes. Nothing of it is seen by anyone before the action ends."""

    def __init__(self, book: Planbook, store: Store, words: str) -> None:
        self.words = words
        self._book = book
        self._store = store
        self._puts: dict[tuple[str, str], Record | None] = {}
        self._tables: dict[str, Table] = {}
        self._old: dict[tuple[str, str], Record | None] = {}
        self._documents: list[Change] = []
        self._streams: list[Iterable[tuple[Record, Record | None]]] = []

    def get(self, kind: type[R], record_id: str, *, near: datetime | date | None = None) -> R:
        """Return the record as it is now, under the lock; GigError if it is gone."""
        table = BY_RECORD[kind]
        if (table.name, record_id) in self._puts:
            record = self._puts[table.name, record_id]
        else:
            record = self._book.find(kind, record_id, near=near)
            if record is not None:
                self._old.setdefault((table.name, record_id), record)
        if record is None:
            raise GigError(f"That {_WORDS.get(table.name, 'entry')} is not there any more.")
        return cast(R, record)

    def put(self, record: Record, *, replaces: Record | None = None) -> None:
        """Keep `record`, new or in the place of the one with its id.

        `replaces` is that one, if the caller did not `get` it here: needed where the record's moment, and so
        perhaps its month, has changed.
        """
        table = BY_RECORD[type(record)]
        self._tables[table.name] = table
        self._puts[table.name, record.id] = record
        if replaces is not None:
            self._old.setdefault((table.name, record.id), replaces)

    def remove(self, record: Record) -> None:
        """Remove `record`."""
        table = BY_RECORD[type(record)]
        self._tables[table.name] = table
        self._puts[table.name, record.id] = None
        self._old.setdefault((table.name, record.id), record)

    def change(self, change: Change) -> None:
        """Change one document of one file as it stands there: for what is put back, and for repairs."""
        self._documents.append(change)

    def put_all(self, pairs: Iterable[tuple[Record, Record | None]]) -> None:
        """Keep very many records, each once and with the one it replaces, if any.

        They are gone through when the action ends, and not held: the faster the more records of one file,
        such as a month, stand together (`tables.file_of`).
        """
        self._streams.append(pairs)

    def changes(self) -> Iterator[Change]:
        """Yield the documents this action changes, before and after; nothing for what stays the same."""
        yield from self._documents
        for (name, record_id), record in self._puts.items():
            yield from self._changed(self._tables[name], record_id, record, self._old.get((name, record_id)))
        for pairs in self._streams:
            for record, old in pairs:
                yield from self._changed(BY_RECORD[type(record)], record.id, record, old)

    def _changed(
        self, table: Table, record_id: str, record: Record | None, old: Record | None
    ) -> Iterator[Change]:
        likely = [QUEUE, *(table.file_of(kept) for kept in (old, record) if kept is not None)]
        before = self._store.document(table, record_id, list(dict.fromkeys(likely)), known=old is not None)
        after = to_document(record, before[1] if before else None) if record is not None else None
        goal = table.file_of(record) if record is not None else None
        if before and before[0] != goal:
            yield Change(before[0], table.name, record_id, before[1], None)
            before = None
        if goal and after != (before[1] if before else None):
            yield Change(goal, table.name, record_id, before[1] if before else None, after)


_WORDS = {
    "tasks": "task",
    "blocks": "block",
    "earnings": "earning",
    "expenses": "expense",
    "trips": "trip",
    "shift_events": "shift event",
    "plans": "plan",
    "series": "series",
}
