"""The files of a planbook: plain TinyDB JSON, each with a small table that says what the rest must be.

A file begins with the table `_gigplanner`, whose one document holds the format, the generation (the number of
the last action whose changes the file contains) and the SHA-256 of both and of every byte behind that table.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from tinydb.storages import Storage

from gigplanner.planbook.durable import replace_file
from gigplanner.planbook.errors import DamagedFile, NewerFormat, PlanbookError, reason

FORMAT = 1
SEAL = "_gigplanner"

Tables = dict[str, dict[str, dict[str, Any]]]


class Sealed(NamedTuple):
    """A file that is what was written: its generation, and its tables as the bytes they are."""

    generation: int
    tables: dict[str, msgspec.Raw]


_RAW = msgspec.json.Decoder(dict[str, msgspec.Raw])
_OPENING = re.compile(
    rb'\{"_gigplanner": \{"1": '
    rb'\{"format": (\d{1,9}), "generation": (\d{1,18}), "sha256": "([0-9a-f]{64})"\}\}'
)


class AtomicStorage(Storage):
    """A TinyDB storage that replaces its file whole, and opens only what it wrote."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def read(self) -> Tables | None:
        """Return the tables, the seal included; None if there is no file. Raises PlanbookError."""
        data = _bytes_of(self.path)
        return None if data is None else unseal(data, self.path)

    def write(self, data: Tables) -> None:
        """Replace the file; its generation is the one in the seal of `data`, or 0. Raises OSError."""
        generation = data.get(SEAL, {}).get("1", {}).get("generation", 0)
        replace_file(self.path, seal(data, generation))


def read_sealed(path: Path) -> Sealed | None:
    """Return what the file at `path` holds, its tables still closed; None if there is none.

    Raises PlanbookError.
    """
    data = _bytes_of(path)
    if data is None:
        return None
    generation = _checked(data, path)
    return Sealed(generation, _RAW.decode(data))


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PlanbookError(f"Cannot read {path}: {reason(error)}.") from error


def seal(tables: Mapping[str, Any], generation: int) -> bytes:
    """Return the bytes of a file that holds `tables` as of the action numbered `generation`."""
    body = {name: documents for name, documents in tables.items() if name != SEAL}
    text = msgspec.json.encode(body)
    rest = (b", " + text[1:] if body else b"}") + b"\n"
    digest = _digest(FORMAT, generation, rest)
    head = f'{{"{SEAL}": {{"1": {{"format": {FORMAT}, "generation": {generation}, "sha256": "{digest}"}}}}'
    return head.encode() + rest


def unseal(data: bytes, path: Path) -> Tables:
    """Return the tables in the bytes of the file at `path`; raises DamagedFile or NewerFormat."""
    _checked(data, path)
    tables: Tables = msgspec.json.decode(data)
    return tables


def _checked(data: bytes, path: Path) -> int:
    """Return the generation of a file's bytes; raises DamagedFile or NewerFormat."""
    if not data:
        raise _damaged(path, "is empty")
    opening = _OPENING.match(data)
    if opening is None:
        raise _damaged(path, "does not begin as a planbook file does")
    if int(opening[1]) > FORMAT:
        raise NewerFormat(
            f"{path} was written by a newer gigplanner (format {int(opening[1])}, this one reads {FORMAT}): "
            "update gigplanner to open it."
        )
    rest = memoryview(data)[opening.end() :]
    if _digest(int(opening[1]), int(opening[2]), rest) != opening[3].decode():
        raise _damaged(path, "is not what gigplanner wrote (its checksum differs)")
    return int(opening[2])


def _digest(format_: int, generation: int, rest: bytes | memoryview) -> str:
    digest = hashlib.sha256(b"%d %d\n" % (format_, generation))
    digest.update(rest)
    return digest.hexdigest()


def peek_generation(path: Path) -> int:
    """Return the generation a file states, without reading the rest of it; 0 if it states none."""
    try:
        with path.open("rb") as file:
            opening = _OPENING.match(file.read(256))
    except OSError:
        return 0
    return int(opening[2]) if opening else 0


def _damaged(path: Path, what: str) -> DamagedFile:
    return DamagedFile(f"{path} {what}: it was left as it is; gigplanner doctor says what can be done.")
