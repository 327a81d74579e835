"""The files of a planbook: plain TinyDB JSON, each with a small table that says what the rest must be.

A file begins with the table `_gigplanner`, whose one document holds the format, the generation (the number of
the last action whose changes the file contains) and the SHA-256 of both and of every byte behind that table:
so it is in every format. Tables of an older format are turned into today's here, while they are read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from gigplanner.planbook.errors import DamagedFile, NewerFormat, PlanbookError, reason
from gigplanner.planbook.migrations import current_format, is_older, modern_tables

SEAL = "_gigplanner"

Tables = dict[str, dict[str, dict[str, Any]]]


class Head(NamedTuple):
    """What a file states of itself; of a file that states nothing, zeros."""

    format: int = 0
    generation: int = 0


class Sealed(NamedTuple):
    """A file that is what was written: its generation, and its tables, of today's format, as bytes."""

    generation: int
    tables: dict[str, msgspec.Raw]


class Checked(NamedTuple):
    """The bytes of a file that is what was written, and what it states of itself."""

    data: bytes
    head: Head
    sha256: str

    def opened(self) -> Sealed:
        """Return its tables, in today's format."""
        tables = _RAW.decode(self.data)
        if is_older(self.head.format):
            tables.pop(SEAL)
            opened = {name: msgspec.json.decode(raw) for name, raw in tables.items()}
            modern = modern_tables(opened, self.head.format)
            tables = {name: msgspec.Raw(msgspec.json.encode(table)) for name, table in modern.items()}
        return Sealed(self.head.generation, tables)


_ENCODER = msgspec.json.Encoder()
_RAW = msgspec.json.Decoder(dict[str, msgspec.Raw])
_OPENING = re.compile(
    rb'\{"_gigplanner": \{"1": '
    rb'\{"format": ([1-9]\d{0,8}), "generation": (\d{1,18}), "sha256": "([0-9a-f]{64})"\}\}'
)


def read_sealed(path: Path) -> Sealed | None:
    """Return what the file at `path` holds, its tables still closed; None if there is none.

    Raises PlanbookError.
    """
    checked = read_checked(path)
    return checked.opened() if checked else None


def read_checked(path: Path) -> Checked | None:
    """Return the file at `path`, checked but not opened; None if there is none. Raises PlanbookError."""
    data = bytes_of(path)
    return None if data is None else _checked(data, path)


def bytes_of(path: Path) -> bytes | None:
    """Return what the file at `path` holds; None if there is none. Raises PlanbookError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PlanbookError(f"Cannot read {path}: {reason(error)}.") from error


def seal(tables: Mapping[str, Any], generation: int) -> bytearray:
    """Return the bytes of a file that holds `tables` as of the action numbered `generation`."""
    body = {name: documents for name, documents in tables.items() if name != SEAL}
    format_ = current_format()
    sealed = bytearray(_head_of(format_, generation, "0" * 64))
    end = len(sealed)
    sealed += b","
    _ENCODER.encode_into(body, sealed, len(sealed))  # in place: a copy of a long queue is long, too
    sealed[end + 1 : end + 2] = b" "
    if not body:
        del sealed[end : end + 2]
    sealed += b"\n"
    with memoryview(sealed) as whole:
        digest = _digest(format_, generation, whole[end:])
    sealed[:end] = _head_of(format_, generation, digest)
    return sealed


def _head_of(format_: int, generation: int, digest: str) -> bytes:
    head = f'{{"{SEAL}": {{"1": {{"format": {format_}, "generation": {generation}, "sha256": "{digest}"}}}}'
    return head.encode()


def unseal(data: bytes, path: Path) -> Tables:
    """Return the tables in the bytes of the file at `path`, in today's format, the seal as it is.

    Raises DamagedFile or NewerFormat.
    """
    head = _checked(data, path).head
    tables: Tables = msgspec.json.decode(data)
    if is_older(head.format):
        tables = {SEAL: tables.pop(SEAL), **modern_tables(tables, head.format)}
    return tables


def _checked(data: bytes, path: Path) -> Checked:
    """Return a file's bytes with what they state; raises DamagedFile or NewerFormat."""
    if not data:
        raise _damaged(path, "is empty")
    opening = _OPENING.match(data)
    if opening is None:
        raise _damaged(path, "does not begin as a planbook file does")
    head = _head(opening)
    rest, wanted = memoryview(data)[opening.end() :], opening[3].decode()
    if head.format > current_format():
        if any(_digest(known, head.generation, rest) == wanted for known in range(1, current_format() + 1)):
            raise _damaged(path, "is not what gigplanner wrote (the number of its format was changed)")
        raise NewerFormat(
            f"{path} was written by a newer gigplanner (format {head.format}, this one reads "
            f"{current_format()}): update gigplanner to open it."
        )
    if _digest(head.format, head.generation, rest) != wanted:
        raise _damaged(path, "is not what gigplanner wrote (its checksum differs)")
    return Checked(data, head, wanted)


def _head(opening: re.Match[bytes]) -> Head:
    return Head(int(opening[1]), int(opening[2]))


def _digest(format_: int, generation: int, rest: bytes | memoryview) -> str:
    digest = hashlib.sha256(b"%d %d\n" % (format_, generation))
    digest.update(rest)
    return digest.hexdigest()


def peek(path: Path) -> Head:
    """Return what the file at `path` states of itself, without reading the rest of it."""
    try:
        with path.open("rb") as file:
            opening = _OPENING.match(file.read(256))
    except OSError:
        return Head()
    return _head(opening) if opening else Head()


def _damaged(path: Path, what: str) -> DamagedFile:
    return DamagedFile(f"{path} {what}: it was left as it is; gigplanner doctor says what can be done.")
