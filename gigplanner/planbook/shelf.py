"""The loaded files of a planbook: documents as they are on disk, records as the program uses them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from gigplanner.model.records import Record
from gigplanner.planbook.errors import PlanbookError, reason
from gigplanner.planbook.journal import Change, Document, Entry
from gigplanner.planbook.storage import SEAL, AtomicStorage, Tables, generation_of, peek_generation
from gigplanner.planbook.tables import BY_NAME, QUEUE, Table, document_id

Signature = tuple[int, int, int] | None


class LoadedFile:
    """One file in memory: its documents by table and record id, and their typed records."""

    def __init__(self, tables: Tables | None) -> None:
        tables = tables or {}
        self.generation = generation_of(tables) if tables else 0
        self.documents: dict[str, dict[str, Document]] = {
            name: {str(document.get("id", number)): document for number, document in documents.items()}
            for name, documents in tables.items()
            if name != SEAL
        }
        self.misfits: dict[tuple[str, str], str] = {}  # table and id of what is no record here → why
        self._records: dict[str, dict[str, Record]] = {}

    def apply(self, change: Change) -> None:
        """Put or remove one document."""
        documents = self.documents.setdefault(change.table, {})
        records = self._records.get(change.table)
        self.misfits.pop((change.table, change.id), None)
        if change.after is None:
            documents.pop(change.id, None)
            if records is not None:
                records.pop(change.id, None)
            return
        documents[change.id] = change.after
        if records is not None and (table := BY_NAME.get(change.table)):
            self._read(table, change.id, change.after, records)

    def records(self, table: Table) -> dict[str, Record]:
        """Return the records of `table` by id, read on first use."""
        found = self._records.get(table.name)
        if found is None:
            documents = self.documents.get(table.name, {})
            try:
                records = msgspec.convert(list(documents.values()), list[table.record])  # type: ignore[name-defined]
                found = dict(zip(documents, records, strict=True))
            except msgspec.ValidationError:
                found = {}
                for record_id, document in documents.items():
                    self._read(table, record_id, document, found)
            self._records[table.name] = found
        return found

    def _read(self, table: Table, record_id: str, document: Document, into: dict[str, Record]) -> None:
        try:
            into[record_id] = msgspec.convert(document, table.record)
        except msgspec.ValidationError as error:
            into.pop(record_id, None)
            self.misfits[table.name, record_id] = str(error)

    def tables(self) -> Tables:
        """Return the documents as TinyDB keeps them."""
        found: Tables = {}
        for name, documents in self.documents.items():
            numbered: dict[str, Document] = {}
            for record_id, document in documents.items():
                number = document_id(record_id) if "id" in document else int(record_id)
                while str(number) in numbered:
                    number += 1
                numbered[str(number)] = document
            if numbered:
                found[name] = numbered
        return found


class Shelf:
    """The files of a folder, loaded when asked for, with the journal's newer actions laid over them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: dict[str, LoadedFile] = {}
        self._entries: list[Entry] = []  # every action the journal holds
        self._settled = 0  # the files on disk hold every action up to this one
        self._lagging: set[str] = set()  # files put back from an older copy: they lack settled actions
        self._newest = 0  # the highest generation met when loading
        self._unreadable: dict[str, tuple[Signature, str]] = {}

    @property
    def problems(self) -> dict[str, str]:
        """What could not be read, by the name of the file: a sentence each."""
        found = {name: sentence for name, (_, sentence) in self._unreadable.items()}
        for name, loaded in self._loaded.items():
            if loaded.misfits:
                (table, record_id), why = next(iter(loaded.misfits.items()))
                found[name] = (
                    f"{self.path_of(name)}: {len(loaded.misfits)} of its records cannot be read, such as "
                    f"{record_id} of {table} ({why}); they stay as they are: update gigplanner."
                )
        return found

    def path_of(self, name: str) -> Path:
        """Where the file called `name` is."""
        return self.folder / "queue.json" if name == QUEUE else self.folder / "months" / f"{name}.json"

    def months(self) -> list[str]:
        """The months that hold anything, oldest first. Raises PlanbookError."""
        try:
            names = os.listdir(self.folder / "months")  # noqa: PTH208 (half the time of Path.iterdir)
        except (FileNotFoundError, NotADirectoryError):
            names = []
        except OSError as error:
            raise PlanbookError(f"Cannot read {self.folder / 'months'}: {reason(error)}.") from error
        found = {name[:-5] for name in names if name.endswith(".json") and name[0].isdigit()}
        found.update(name for name, file in self._loaded.items() if any(file.documents.values()))
        found.update(change.file for entry in self._pending() for change in entry.changes)
        return sorted(found - {QUEUE})

    def file(self, name: str) -> LoadedFile:
        """Return the file called `name`, loaded; empty if it does not exist. Raises PlanbookError."""
        loaded = self._loaded.get(name)
        if loaded is None:
            loaded = LoadedFile(AtomicStorage(self.path_of(name)).read())
            self._newest = max(self._newest, loaded.generation)
            for entry in self._entries:
                if entry.seq > loaded.generation:
                    for change in entry.changes:
                        if change.file == name:
                            loaded.apply(change)
                            if entry.seq <= self._settled:
                                self._lagging.add(name)
            self._loaded[name] = loaded
            self._unreadable.pop(name, None)
        return loaded

    def readable(self, name: str) -> LoadedFile:
        """Return the file like `file`, but an empty one, with the problem noted, where it is damaged."""
        known = self._unreadable.get(name)
        if known and known[0] == self._signature(name):
            return LoadedFile(None)
        signature = self._signature(name) if name not in self._loaded else None
        try:
            loaded = self.file(name)
        except PlanbookError as error:
            self._unreadable[name] = (signature, str(error))
            return LoadedFile(None)
        for table_name in loaded.documents:
            if table := BY_NAME.get(table_name):
                loaded.records(table)
        return loaded

    def damaged(self) -> frozenset[str]:
        """The names of the files that could not be read at all."""
        return frozenset(self._unreadable)

    def _signature(self, name: str) -> Signature:
        """What tells a file from the one that is put in its place."""
        try:
            status = self.path_of(name).stat()
        except OSError:
            return None
        return status.st_ino, status.st_size, status.st_mtime_ns

    def apply(self, entry: Entry) -> None:
        """Take a new action into the loaded files."""
        self._entries.append(entry)
        for change in entry.changes:
            loaded = self._loaded.get(change.file)
            if loaded is not None and loaded.generation < entry.seq:
                loaded.apply(change)

    def settled(self, upto: int) -> None:
        """Note that the files on disk hold every action up to `upto`."""
        self._settled = max(self._settled, upto)

    def written(self, name: str, generation: int) -> None:
        """Note that the file called `name` is on disk as it is in memory."""
        self._loaded[name].generation = generation
        self._lagging.discard(name)

    def is_behind(self) -> bool:
        """Whether some file may lag behind the journal."""
        return bool(self._lagging) or next(self._pending(), None) is not None

    def behind(self) -> list[str]:
        """The files that lag behind the journal, oldest month first."""
        found = set(self._lagging)
        for entry in self._pending():
            for change in entry.changes:
                loaded = self._loaded.get(change.file)
                if loaded is None or loaded.generation < entry.seq:
                    found.add(change.file)
        return sorted(found)

    def _pending(self) -> Iterator[Entry]:
        for entry in reversed(self._entries):
            if entry.seq <= self._settled:
                return
            yield entry

    def ahead_of(self, seq: int) -> bool:
        """Whether a file loaded since the last such question holds actions after `seq`."""
        newest, self._newest = self._newest, 0
        return newest > seq

    def forget(self) -> None:
        """Drop what is loaded, to read it anew."""
        self._loaded.clear()
        self._entries.clear()
        self._lagging.clear()
        self._unreadable.clear()
        self._settled = 0

    def newest_generation(self) -> int:
        """The highest generation of any file: for a planbook whose journal was taken away."""
        return max(peek_generation(self.path_of(name)) for name in (QUEUE, *self.months()))
