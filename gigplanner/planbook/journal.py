"""The journal: one line an action, on disk before the action counts as done.

It is at once what a crash is recovered from, what other processes follow, and what undo, redo and history
read. The changes of a large action, such as an import, stand in a file of their own, `journal-NUMBER.log`,
in pieces (`pieces`); it is on disk before its line: the journal stays as short as its number of lines.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from gigplanner.planbook.durable import FILE_MODE, let_go, replace_file, sync, sync_folder, write_all
from gigplanner.planbook.errors import DamagedFile, MissingChanges, reason, unsure
from gigplanner.planbook.lines import (
    Change,
    Entry,
    LargeEntry,
    Line,
    Mark,
    PiecedEntry,
    Says,
    damaged_journal,
    good_lines,
    line_of,
    parse_changes,
    parse_lines,
)
from gigplanner.planbook.migrations import current_format
from gigplanner.planbook.pieces import Draft, damaged_changes, read_pieces

KEEP = 400  # actions that can still be undone when the journal was cut; the promise is 200
CUT_AT = 1000  # lines
LARGE = 16 * 2**10  # bytes of changes from which they have a file of their own
Signature = tuple[int, int, int] | None

_PROBE = 64  # bytes of a line that tell it from any other: its checksum, its length, its number


class HistoryItem(Struct, frozen=True):
    """An action as history shows it."""

    seq: int
    at: datetime
    words: str
    by: str
    undone: bool


class Journal:
    """The journal file of one planbook. Writing methods must be called under the planbook's lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: list[Line] = []
        self._end = 0  # offset behind the last good line
        self._durable = False  # whether all of it, and its name, is known to be on the disk
        self._followed = False  # whether it was looked for before
        self._kept = 0  # lines left by the last cut
        self.damage = ""  # the sentence that says why nothing may be written, while there is a reason
        self._damaged: Signature = None  # what the file was then

    def follow(self) -> tuple[list[Says], bool]:
        """Read what was added since the last call.

        Returns the new lines, and whether the file is no longer the one read before (begun, cut, removed, or
        its last line withdrawn by a writer whose disk failed): then they are all of its lines. Of a journal
        in which a line is damaged those that are whole are read, and `damage` says so. Raises OSError, and
        NewerFormat for a line of a newer version.
        """
        signature = self._signature()
        if self.damage:
            if signature == self._damaged:
                return [], False
            self.forget()
        try:
            return self._read_on()
        except DamagedFile:
            with suppress(DamagedFile):
                # a reader holds no lock: it may have looked just while a writer cut off what a dead one left
                return self._read_on()
        return self._read_despite(signature)

    def _read_despite(self, signature: Signature) -> tuple[list[Says], bool]:
        """Read the whole lines of a journal in which others are damaged: as the doctor would leave it."""
        data = self.path.read_bytes()
        self.forget()
        try:
            self._lines = parse_lines(data, self.path, 0)
        except DamagedFile as error:
            self._lines = parse_lines(b"".join(good_lines(data)[0]), self.path, 0)
            self.damage, self._damaged = str(error), signature
        self._followed = True
        return [line.says for line in self._lines], True

    def refuse_if_unreadable(self) -> None:
        """Of a planbook in which much was done: a journal without one good line is not one just begun."""
        if not self._lines and not self.damage and (signature := self._signature()) and signature[1]:
            self.damage = str(damaged_journal(self.path, "holds nothing that can be read"))
            self._damaged = signature

    def _signature(self) -> Signature:
        """What tells the file from the one that is put in its place."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_ino, status.st_size, status.st_mtime_ns

    def _read_on(self) -> tuple[list[Says], bool]:
        known = self._lines[-1].data if self._lines else b""
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            self.forget()
            self._followed = True
            return [], bool(known)
        with file:
            file.seek(self._end - len(known))
            size = os.fstat(file.fileno()).st_size
            replaced = size < self._end or file.read(min(_PROBE, len(known))) != known[:_PROBE]
            if size == self._end and not replaced:
                return [], False
            file.seek(0 if replaced else self._end)
            data = file.read()
        lines = parse_lines(data, self.path, 0 if replaced else len(self._lines))
        if replaced:
            self.forget()
        if lines and not known:
            replaced = replaced or self._followed  # its beginning may have been cut before we saw any of it
        self._followed = True
        if lines:
            self._durable = False  # whoever wrote them may have died before they were on the disk
        self._lines += lines
        self._end += sum(len(line.data) for line in lines)
        return [line.says for line in lines], replaced

    def forget(self) -> None:
        """Read it all anew at the next look."""
        self._lines, self._end, self._durable, self.damage = [], 0, False, ""

    def record(self, entry: Entry, draft: Draft) -> Entry:
        """Write an action with the changes in `draft`, wait until it is on the disk, and return it.

        Raises OSError, with the journal as it was before, or Unsure if it could not be put back so.
        """
        entry = msgspec.structs.replace(entry, format=current_format(), names=draft.names)
        inline = draft.inline(LARGE)
        if inline is not None:
            entry = msgspec.structs.replace(entry, changes=inline)
            self.append(entry)
            return entry
        draft.keep(self._beside(entry))
        fields = {name: getattr(entry, name) for name in entry.__struct_fields__}
        entry = PiecedEntry(**fields, pieces=tuple(draft.pieces))
        try:
            self.append(entry)
        except OSError:
            with suppress(OSError):  # what stays is swept away later
                self._beside(entry).unlink()
            raise
        return entry

    def changes_of(self, entry: Entry, only: str = "") -> Iterator[Change]:
        """Yield what an action changed; `only` what it changed in one file.

        Raises DamagedFile if its own file is not what was written.
        """
        for changes in self._pieces_of(entry, only, backwards=False):
            yield from (change for change in changes if only in ("", change.file))

    def inverse_of(self, entry: Entry) -> Iterator[Change]:
        """Yield what takes an action back, the last change first. Raises DamagedFile like `changes_of`."""
        for changes in self._pieces_of(entry, "", backwards=True):
            yield from (change.inverse() for change in reversed(changes))

    def _pieces_of(self, entry: Entry, only: str, *, backwards: bool) -> Iterator[tuple[Change, ...]]:
        if isinstance(entry, PiecedEntry):
            path = self._beside(entry)
            yield from read_pieces(path, entry.pieces, entry.format, only=only, backwards=backwards)
        elif isinstance(entry, LargeEntry):
            yield parse_changes(self._whole(entry), entry.format)
        else:
            yield parse_changes(entry.changes, entry.format)

    def _whole(self, entry: LargeEntry) -> bytes:
        path = self._beside(entry)
        try:
            text = path.read_bytes()
        except OSError as error:
            raise MissingChanges(f"Cannot read {path}: {reason(error)}.") from error
        if len(text) != entry.size or hashlib.sha256(text).hexdigest() != entry.checksum:
            raise damaged_changes(path)
        return text

    def _beside(self, entry: Entry) -> Path:
        return self.path.with_name(f"{self.path.stem}-{entry.seq}{self.path.suffix}")

    def sweep_beside(self) -> None:
        """Remove the files of large actions that no line names: cut, or never done. Raises OSError."""
        named = {
            self._beside(entry).name
            for entry in self.entries()
            if isinstance(entry, PiecedEntry | LargeEntry)
        }
        for path in self.path.parent.glob(f"{self.path.stem}-*{self.path.suffix}"):
            if path.name not in named:
                path.unlink(missing_ok=True)

    def append(self, says: Says) -> None:
        """Write one line and wait until it is on the disk.

        Raises OSError, with the journal as it was before, or Unsure if it could not be put back so.
        """
        data = line_of(says)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, FILE_MODE)
        try:
            if not self._durable:
                self._make_durable(handle)
            os.ftruncate(handle, self._end)  # what a writer that died left behind was never acknowledged
            os.lseek(handle, self._end, os.SEEK_SET)
            try:
                write_all(handle, data)
                sync(handle)
            except BaseException as error:
                self._withdraw(handle, error)
                raise
        finally:
            let_go(handle)
        self._lines.append(Line(data, says))
        self._end += len(data)

    def _make_durable(self, handle: int) -> None:
        sync(handle)
        sync_folder(self.path.parent)
        if not self._lines:
            sync_folder(self.path.parent.parent)
        self._durable = True

    def _withdraw(self, handle: int, error: BaseException) -> None:
        try:
            os.ftruncate(handle, self._end)
        except OSError as second:
            raise unsure(self.path, second) from error
        with suppress(OSError):  # the next line is written behind the same cut, and synced with it
            sync(handle)

    def is_long(self) -> bool:
        """Whether it is time to cut."""
        return len(self._lines) > max(CUT_AT, 2 * self._kept)

    def cut(self, keep: int = KEEP) -> None:
        """Drop what stands before the last mark, save for what undoing the last `keep` actions needs.

        Raises OSError.
        """
        last_mark = max(
            (number for number, line in enumerate(self._lines) if isinstance(line.says, Mark)), default=0
        )
        oldest = self._oldest_kept(keep)
        kept = [
            line
            for number, line in enumerate(self._lines)
            if number >= last_mark or (isinstance(line.says, Entry) and line.says.seq >= oldest)
        ]
        if not kept:
            return
        self._durable = False
        replace_file(self.path, b"".join(line.data for line in kept))
        self._lines, self._end = kept, sum(len(line.data) for line in kept)
        self._kept = len(kept)
        self._durable = True
        self.sweep_beside()

    def _oldest_kept(self, keep: int) -> float:
        """The number of the first action that stays if `keep` shall stay that can be undone."""
        if not keep:
            return math.inf
        entries = self.entries()
        done, _ = undo_stacks(entries)
        return done[-keep].seq if len(done) > keep else 0

    def entries(self) -> list[Entry]:
        """Every action the journal still holds, oldest first."""
        return [line.says for line in self._lines if isinstance(line.says, Entry)]


def undo_stacks(entries: list[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Return the actions that can be undone and those that can be redone, each with the next one last."""
    by_seq = {entry.seq: entry for entry in entries if entry.kind == "do"}
    done: list[Entry] = []
    undone: list[Entry] = []
    for entry in entries:
        if entry.kind == "do":
            done.append(entry)
            undone.clear()
        elif (target := by_seq.get(entry.of)) is not None:
            source, goal = (done, undone) if entry.kind == "undo" else (undone, done)
            if target in source:
                source.remove(target)
            goal.append(target)
    return done, undone
