"""The journal: one line an action, on disk before the action counts as done.

A line is `checksum length json`: CRC-32 of the JSON in eight hex digits, its length in bytes, the JSON.
An action line holds the documents it changed as they were before and as they are after, so the journal is at
once what a crash is recovered from, what other processes follow, and what undo, redo and history read. A mark
line says that the files hold every action up to a number.
"""

from __future__ import annotations

import os
import zlib
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct

from gigplanner.planbook.durable import FILE_MODE, replace_file, sync_folder, write_all
from gigplanner.planbook.errors import DamagedFile

KEEP = 400  # actions that stay when the journal is cut; history and undo promise at least 200
CUT_AT = 1000  # lines

Document = dict[str, Any]
Kind = Literal["do", "undo", "redo"]


class Change(Struct, frozen=True, array_like=True):
    """One document before and after: None where it did not exist."""

    file: str
    table: str
    id: str
    before: Document | None
    after: Document | None

    def inverse(self) -> Change:
        """The change that takes this one back."""
        return Change(self.file, self.table, self.id, self.after, self.before)


class Entry(Struct, frozen=True, kw_only=True, tag="action", tag_field="line"):
    """One action, or the taking back or repeating of the action numbered `of`."""

    seq: int
    at: datetime
    words: str
    by: str = ""
    kind: Kind = "do"
    of: int = 0
    changes: tuple[Change, ...] = ()


class Mark(Struct, frozen=True, tag="mark", tag_field="line"):
    """The files hold every action up to the one numbered `upto`."""

    upto: int


class HistoryItem(Struct, frozen=True):
    """An action as history shows it."""

    seq: int
    at: datetime
    words: str
    by: str
    undone: bool


_DECODER = msgspec.json.Decoder(Entry | Mark)
_MARK_START = b'{"line":"mark"'


class Journal:
    """The journal file of one planbook. Writing methods must be called under the planbook's lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: list[bytes] = []  # the JSON of every good line, in order
        self._decoded: dict[int, Entry] = {}
        self._end = 0  # offset behind the last good line
        self._identity: tuple[int, int] | None = None  # of the file that was read

    def follow(self) -> tuple[list[Entry | Mark], bool]:
        """Read what was added since the last call.

        Returns the new lines and whether the file was replaced by another, in which case the lines are all
        of its lines. Raises DamagedFile if a line in the middle is not whole.
        """
        try:
            status = self.path.stat()
        except FileNotFoundError:
            replaced = self._identity is not None
            self._forget()
            return [], replaced
        identity = (status.st_dev, status.st_ino)
        replaced = self._identity is not None and identity != self._identity
        if identity != self._identity:
            self._forget()
            self._identity = identity
        if status.st_size <= self._end:
            return [], replaced
        with self.path.open("rb") as file:
            file.seek(self._end)
            data = file.read()
        first_new = len(self._lines)
        self._take(data)
        return [_DECODER.decode(line) for line in self._lines[first_new:]], replaced

    def _forget(self) -> None:
        self._lines, self._decoded, self._end, self._identity = [], {}, 0, None

    def _take(self, data: bytes) -> None:
        """Keep the good lines of `data`; stop at a last line that was not written to its end."""
        position = 0
        while position < len(data):
            newline = data.find(b"\n", position)
            line = _checked(data[position:newline]) if newline >= 0 else None
            if line is None:
                if any(_checked(later) for later in data[position:].split(b"\n")[1:]):
                    raise DamagedFile(
                        f"{self.path} is damaged at line {len(self._lines) + 1}: it was left as it is; "
                        "put back a copy of it, or move it away."
                    )
                return
            self._lines.append(line)
            position = newline + 1
            self._end += len(line) + len(_head(line)) + 1

    def append(self, line: Entry | Mark, *, durable: bool = True) -> None:
        """Write one line, and wait until it is on the disk unless `durable` is False.

        Raises OSError, with the journal as it was before.
        """
        text = msgspec.json.encode(line)
        data = _head(text) + text + b"\n"
        is_new = not self.path.exists()
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, FILE_MODE)
        try:
            os.ftruncate(handle, self._end)  # what a writer that died left behind was never acknowledged
            os.lseek(handle, self._end, os.SEEK_SET)
            try:
                write_all(handle, data)
                if durable:
                    os.fsync(handle)
            except BaseException:
                os.ftruncate(handle, self._end)
                raise
            status = os.fstat(handle)
        finally:
            os.close(handle)
        if is_new:
            sync_folder(self.path.parent)
        self._identity = (status.st_dev, status.st_ino)
        self._lines.append(text)
        self._end += len(data)

    def is_long(self) -> bool:
        """Whether it is time to cut."""
        return len(self._lines) > CUT_AT

    def cut(self, keep: int = KEEP) -> None:
        """Drop all but the last `keep` actions. Only when the last line is a mark."""
        if not self._lines:
            return
        actions = [line for line in self._lines if not line.startswith(_MARK_START)]
        kept = [*actions[max(0, len(actions) - keep) :], self._lines[-1]]
        data = b"".join(_head(line) + line + b"\n" for line in kept)
        replace_file(self.path, data)
        status = self.path.stat()
        self._forget()
        self._lines, self._end = kept, len(data)
        self._identity = (status.st_dev, status.st_ino)

    def entries(self) -> list[Entry]:
        """Every action the journal still holds, oldest first."""
        found = []
        for index, line in enumerate(self._lines):
            if line.startswith(_MARK_START):
                continue
            if index not in self._decoded:
                self._decoded[index] = _DECODER.decode(line)
            found.append(self._decoded[index])
        return found


def _head(line: bytes) -> bytes:
    return b"%08x %d " % (zlib.crc32(line), len(line))


def _checked(line: bytes) -> bytes | None:
    """Return the JSON of a whole line, or None if it is not what was written."""
    checksum, _, rest = line.partition(b" ")
    length, _, text = rest.partition(b" ")
    if len(checksum) != 8 or not length.isdigit() or int(length[:12]) != len(text):
        return None
    return text if checksum == b"%08x" % zlib.crc32(text) else None


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
