"""The lines of a journal: what they say, and how a whole one is told from one that is torn or damaged.

A line is `checksum length json`: CRC-32 of the JSON in eight hex digits, its length in bytes, the JSON. It is
an action, with the documents it changed as they were before and as they are after; or a mark, which says that
the files hold every action up to a number. Every line is synced before the next is written, so that at most
the last one can be torn.
"""

from __future__ import annotations

import re
import zlib
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Raw, Struct

from gigplanner.planbook.errors import DamagedFile, NewerFormat
from gigplanner.planbook.migrations import Document, current_format, is_older, modern_document

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

    def modern(self, format_: int) -> Change:
        """What this change, written in that format, is today."""
        before, after = (
            image and modern_document(self.table, image, format_) for image in (self.before, self.after)
        )
        return Change(self.file, self.table, self.id, before, after)


class Entry(Struct, frozen=True, kw_only=True, tag="action", tag_field="line"):
    """One action, or the taking back or repeating of the action numbered `of`. Its changes stay bytes."""

    seq: int
    at: datetime
    words: str
    by: str = ""
    kind: Kind = "do"
    of: int = 0
    format: int = 1  # of the documents it changes
    names: tuple[str, ...] = ()  # of the files it changes; journals of the first weeks do not say them
    changes: Raw = Raw(b"[]")

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files it changes."""
        return self.names or tuple({change.file: None for change in _CHANGES.decode(self.changes)})


class Piece(Struct, frozen=True, array_like=True):
    """Changes of one file that stand together: a line in the file of a large action's changes."""

    file: str
    size: int  # bytes, its line break included
    checksum: str  # SHA-256


class PiecedEntry(Entry, frozen=True, kw_only=True, tag="action in pieces", tag_field="line"):
    """An action whose changes stand in a file of their own, in pieces."""

    pieces: tuple[Piece, ...]


class LargeEntry(Entry, frozen=True, kw_only=True, tag="large action", tag_field="line"):
    """An action whose changes stand in a file of their own, all in one: older journals have them."""

    checksum: str  # SHA-256 of that file
    size: int


class Mark(Struct, frozen=True, tag="mark", tag_field="line"):
    """The files hold every action up to the one numbered `upto`."""

    upto: int


class Line(Struct, frozen=True):
    """A line as it stands in the file, its line break included, and what it says."""

    data: bytes
    says: Says


Says = Entry | PiecedEntry | LargeEntry | Mark

_DECODER = msgspec.json.Decoder(Entry | PiecedEntry | LargeEntry | Mark)
_CHANGES = msgspec.json.Decoder(tuple[Change, ...])
_LONGEST = 2**20  # bytes; large actions have files of their own, and lines of a few kilobytes
_LINE = re.compile(rb"([0-9a-f]{8}) (\d{1,12}) ")


def line_of(says: Says) -> bytes:
    """Return the line that says this, its line break included."""
    text = msgspec.json.encode(says)
    return b"%08x %d %b\n" % (zlib.crc32(text), len(text), text)


def parse_changes(text: bytes | Raw, format_: int) -> tuple[Change, ...]:
    """Return the changes of an action whose documents are of that format, as they are today."""
    changes = _CHANGES.decode(text)
    return tuple(change.modern(format_) for change in changes) if is_older(format_) else changes


def parse_lines(data: bytes, path: Path, before: int) -> list[Line]:
    """Return the good lines of `data`, which stands in the file at `path` behind `before` others.

    A last line that was not written to its end is left out. Raises DamagedFile and NewerFormat.
    """
    found: list[Line] = []
    position = 0
    while position < len(data):
        behind = data.find(b"\n", position) + 1 or len(data)
        line = data[position:behind]
        number = before + len(found) + 1
        text = _checked(line)
        if text is None:
            if _is_no_torn_tail(data[position:]):
                raise damaged_journal(path, f"is damaged at line {number}")
            return found
        found.append(Line(line, _said(text, path, number)))
        position = behind
    return found


def _said(text: bytes, path: Path, number: int) -> Says:
    """Return what the JSON of a whole line says. Raises NewerFormat."""
    newer = NewerFormat(
        f"{path} was written by a newer gigplanner (line {number}): update gigplanner to open it."
    )
    try:
        says: Says = _DECODER.decode(text)
    except msgspec.MsgspecError as error:
        raise newer from error
    if isinstance(says, Entry) and says.format > current_format():
        raise newer
    return says


def _checked(line: bytes) -> bytes | None:
    """Return the JSON of a whole line, or None if it is not what was written."""
    checksum, _, rest = line.partition(b" ")
    length, _, text = rest.partition(b" ")
    if len(checksum) != 8 or not length.isdigit() or int(length[:12]) + 1 != len(text):
        return None
    body = text[:-1]
    return body if text.endswith(b"\n") and checksum == b"%08x" % zlib.crc32(body) else None


def damaged_journal(path: Path, what: str) -> DamagedFile:
    """Return the error for a journal of which a part cannot be read."""
    return DamagedFile(
        f"{path} {what}: it was left as it is; what can be read is shown, and nothing can be changed until "
        "gigplanner doctor --repair has mended it."
    )


def _is_no_torn_tail(tail: bytes) -> bool:
    """Whether a bad line cannot be the last one, torn: a part of a line, perhaps with zeros for the rest."""
    if b"\n" in tail[:-1] or len(tail) > _LONGEST:
        return True
    if tail.endswith(b"\n") and b"\0\0" not in tail:
        return True  # it was written to its end
    checksum, _, rest = tail.partition(b" ")
    length, _, text = rest.partition(b" ")
    if length.isdigit() and (size := int(length[:12])) < len(text):
        is_whole = checksum == b"%08x" % zlib.crc32(text[:size])
        return is_whole and bool(text[size:].strip(b"\0"))  # it lost its break, which may have room of zeros
    return False


def good_lines(data: bytes) -> tuple[list[bytes], int]:
    """Return the whole lines of a damaged journal, and how many stretches between them are not whole."""
    found: list[bytes] = []
    position = bad = 0
    while position < len(data):
        line = _line_at(data, position)
        if line is not None:
            found.append(line)
            position += len(line)
            bad += data[position - 1 : position] != b"\n"
            continue
        bad += 1
        following = (
            match.start()
            for match in _LINE.finditer(data, position + 1)
            if _line_at(data, match.start()) is not None
        )
        position = next(following, len(data))
    return found, bad


def _line_at(data: bytes, position: int) -> bytes | None:
    match = _LINE.match(data, position)
    if match is None:
        return None
    text = data[match.end() : match.end() + int(match[2])]
    end = match.end() + len(text)
    is_whole = len(text) == int(match[2]) and match[1] == b"%08x" % zlib.crc32(text)
    return data[position:end] + b"\n" if is_whole and end < len(data) else None  # a torn one never counted
