"""The loaded files of a planbook: documents as they are on disk, records as the program uses them."""

from __future__ import annotations

from pathlib import Path

import msgspec

from gigplanner.model.records import Record
from gigplanner.planbook.errors import PlanbookError
from gigplanner.planbook.journal import Change, Document, Entry
from gigplanner.planbook.storage import SEAL, AtomicStorage, Tables, generation_of, peek_generation
from gigplanner.planbook.tables import BY_NAME, QUEUE, Table, document_id


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
        self._records: dict[str, dict[str, Record]] = {}

    def apply(self, change: Change) -> None:
        """Put or remove one document."""
        documents = self.documents.setdefault(change.table, {})
        records = self._records.get(change.table)
        if change.after is None:
            documents.pop(change.id, None)
            if records is not None:
                records.pop(change.id, None)
            return
        documents[change.id] = change.after
        if records is not None and (table := BY_NAME.get(change.table)):
            records[change.id] = msgspec.convert(change.after, table.record)

    def records(self, table: Table) -> dict[str, Record]:
        """Return the records of `table` by id, read on first use."""
        found = self._records.get(table.name)
        if found is None:
            documents = self.documents.get(table.name, {})
            try:
                found = {
                    name: msgspec.convert(document, table.record) for name, document in documents.items()
                }
            except msgspec.ValidationError as error:
                raise PlanbookError(f"a record of {table.name} is not what it should be: {error}") from error
            self._records[table.name] = found
        return found

    def tables(self) -> Tables:
        """Return the documents as TinyDB keeps them."""
        return {
            name: {document_id(record_id): document for record_id, document in documents.items()}
            for name, documents in self.documents.items()
            if documents
        }


class Shelf:
    """The files of a folder, loaded when asked for, with the journal's newer actions laid over them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: dict[str, LoadedFile] = {}
        self._pending: list[Entry] = []  # actions that the files on disk may not hold yet
        self.problems: dict[str, str] = {}  # file name → why it cannot be read

    def path_of(self, name: str) -> Path:
        """Where the file called `name` is."""
        return self.folder / "queue.json" if name == QUEUE else self.folder / "months" / f"{name}.json"

    def months(self) -> list[str]:
        """The months that hold anything, oldest first."""
        on_disk = {path.stem for path in self.folder.glob("months/[0-9]*.json")}
        in_memory = {name for name, file in self._loaded.items() if any(file.documents.values())}
        pending = {change.file for entry in self._pending for change in entry.changes}
        return sorted((on_disk | in_memory | pending) - {QUEUE})

    def file(self, name: str) -> LoadedFile:
        """Return the file called `name`, loaded; empty if it does not exist. Raises PlanbookError."""
        loaded = self._loaded.get(name)
        if loaded is None:
            loaded = LoadedFile(AtomicStorage(self.path_of(name)).read())
            for entry in self._pending:
                if entry.seq > loaded.generation:
                    for change in entry.changes:
                        if change.file == name:
                            loaded.apply(change)
            self._loaded[name] = loaded
        return loaded

    def readable(self, name: str) -> LoadedFile:
        """Return the file like `file`, but an empty one, with the problem noted, where it is damaged."""
        if name in self.problems:
            return LoadedFile(None)
        try:
            loaded = self.file(name)
            for table in BY_NAME.values():
                if table.name in loaded.documents:
                    loaded.records(table)
        except PlanbookError as error:
            self.problems[name] = str(error)
            return LoadedFile(None)
        return loaded

    def apply(self, entry: Entry) -> None:
        """Take a new action into the loaded files."""
        self._pending.append(entry)
        for change in entry.changes:
            if (loaded := self._loaded.get(change.file)) is not None:
                loaded.apply(change)

    def settled(self, upto: int) -> None:
        """Note that the files on disk hold every action up to `upto`."""
        self._pending = [entry for entry in self._pending if entry.seq > upto]

    def behind(self) -> list[str]:
        """The files that lag behind the journal, oldest month first."""
        return sorted({change.file for entry in self._pending for change in entry.changes})

    def forget(self) -> None:
        """Drop what is loaded, to read it anew."""
        self._loaded.clear()
        self._pending.clear()
        self.problems.clear()

    def newest_generation(self) -> int:
        """The highest generation of any file: for a planbook whose journal was taken away."""
        return max(peek_generation(self.path_of(name)) for name in (QUEUE, *self.months()))
