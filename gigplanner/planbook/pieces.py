"""The changes of a large action: in a file of their own, written and read piece by piece.

A piece is one line, a JSON list of changes of one file. The action's line in the journal names the pieces
with their sizes and checksums, and is written when they are on the disk: so the action is done with its line,
all of it, however many pieces it has, and what has no line was never done.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Raw

from gigplanner.planbook.durable import FILE_MODE, let_go, sync, sync_folder, write_all
from gigplanner.planbook.errors import DamagedFile, MissingChanges, reason
from gigplanner.planbook.lines import Change, Piece, parse_changes

HELD = 2**19  # bytes of changes that are in memory at a time; no piece is larger than that and one change

_ENCODER = msgspec.json.Encoder()


class Draft:
    """The changes of one action until its line is written: few of them in memory, more in a temporary file.

    Either `keep` or `discard` ends it.
    """

    def __init__(self, journal: Path) -> None:
        self.pieces: list[Piece] = []
        self._temporary = journal.with_name(f".{journal.stem}-draft{journal.suffix}.{os.getpid()}.tmp")
        self._handle: int | None = None
        self._names: dict[str, None] = {}
        self._held: dict[str, list[bytes]] = {}
        self._size = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The files that the changes are in."""
        return tuple(self._names)

    def add(self, change: Change) -> None:
        """Take one change more. Raises OSError."""
        text = _ENCODER.encode(change)
        self._names[change.file] = None
        self._held.setdefault(change.file, []).append(text)
        self._size += len(text) + 1
        if self._size > HELD:
            self._write_held()

    def inline(self, most: int) -> Raw | None:
        """Return the changes as they stand in a line of the journal, if they take `most` bytes or less."""
        if self.pieces or self._size > most:
            return None
        return Raw(_list(text for texts in self._held.values() for text in texts))

    def keep(self, path: Path) -> None:
        """Have all pieces on the disk as the file at `path`. Raises OSError."""
        self._write_held()
        handle, self._handle = self._handle, None
        if handle is not None:
            try:
                sync(handle)
            finally:
                let_go(handle)
        os.replace(self._temporary, path)  # noqa: PTH105 (the tests make this very call fail)
        sync_folder(path.parent)

    def discard(self) -> None:
        """Leave nothing behind; what was kept stays."""
        if self._handle is not None:
            let_go(self._handle)
            self._handle = None
        with suppress(OSError):  # what stays is swept away later
            self._temporary.unlink(missing_ok=True)

    def _write_held(self) -> None:
        if self._handle is None:
            self._handle = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
        for name, texts in self._held.items():
            line = _list(texts) + b"\n"
            write_all(self._handle, line)
            self.pieces.append(Piece(name, len(line), hashlib.sha256(line).hexdigest()))
        self._held.clear()
        self._size = 0


def _list(texts: Iterator[bytes] | Sequence[bytes]) -> bytes:
    return b"[" + b",".join(texts) + b"]"


def read_pieces(
    path: Path, pieces: Sequence[Piece], format_: int, *, only: str = "", backwards: bool = False
) -> Iterator[tuple[Change, ...]]:
    """Yield the changes in a file of pieces, one piece at a time; `only` those of one of the files changed.

    Raises MissingChanges if the file cannot be read, and DamagedFile if a piece is not what was written.
    """
    places: list[tuple[int, Piece]] = []
    place = 0
    for piece in pieces:
        if only in ("", piece.file):
            places.append((place, piece))
        place += piece.size
    if not places:
        return
    try:
        with path.open("rb") as file:
            for start, piece in reversed(places) if backwards else places:
                yield parse_changes(_whole_piece(file, start, piece, path), format_)
    except OSError as error:
        raise MissingChanges(f"Cannot read {path}: {reason(error)}.") from error


def _whole_piece(file: BinaryIO, start: int, piece: Piece, path: Path) -> bytes:
    file.seek(start)
    line = file.read(piece.size)
    if len(line) != piece.size or hashlib.sha256(line).hexdigest() != piece.checksum:
        raise damaged_changes(path)
    return line


def damaged_changes(path: Path) -> DamagedFile:
    """Return the error for a file of changes that is not what was written."""
    return DamagedFile(f"{path} is damaged: it was left as it is; gigplanner doctor says what can be done.")
