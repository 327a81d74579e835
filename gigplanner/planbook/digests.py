"""Digests of months, kept so that history need not be read again: `cache/2026-11.json` and its like.

Each opens with plain TinyDB as every file does, and states the key of what it was made from and a checksum
of both. A digest is used only under exactly that key; one of any other key, and one that is damaged or
missing, is made anew and written over. Nothing here is ever the only copy of anything: the folder can be
deleted at any time, no backup holds it, and whoever cannot write there goes on without.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from gigplanner.planbook.durable import FILE_MODE, FOLDER_MODE, let_go, sweep, write_all

FOLDER = "cache"

D = TypeVar("D", bound=Struct)


class _Head(Struct):
    key: str
    sha256: str  # of the key and of the digests as they stand in the file


class _File(Struct):
    made_from: dict[str, _Head]
    digests: Raw


_FILE = msgspec.json.Decoder(_File)


class DigestCache:
    """The digests in the folder of a planbook. Several processes may use it at once.

    What was read or kept once stays in memory, where nobody can damage it.
    """

    def __init__(self, planbook: Path) -> None:
        self.folder = planbook / FOLDER
        self._held: dict[str, tuple[str, list[Any]]] = {}
        self._swept = False

    def get(self, name: str, key: str, kind: type[D]) -> list[D] | None:
        """Return what was kept under `name` for exactly `key`; None if nothing was, or it is no good."""
        held = self._held.get(name)
        if held and held[0] == key:
            return list(held[1])
        found = self._read(name, key, kind)
        if found is not None:
            self._held[name] = (key, list(found))
        return found

    def _read(self, name: str, key: str, kind: type[D]) -> list[D] | None:
        try:
            file = _FILE.decode(self._path(name).read_bytes())
            head = file.made_from["1"]
            if head.key != key or head.sha256 != _checksum(key, file.digests):
                return None
            return list(_table_of(kind).decode(file.digests).values())
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, KeyError):
            return None

    def put(self, name: str, key: str, digests: Sequence[Struct]) -> None:
        """Keep `digests` under `name` for `key`, over any before; a disk that refuses is let be."""
        self._held[name] = (key, list(digests))
        table = Raw(msgspec.json.encode({str(number): one for number, one in enumerate(digests, 1)}))
        data = msgspec.json.encode(_File({"1": _Head(key, _checksum(key, table))}, table)) + b"\n"
        with suppress(OSError):
            self.folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
            if not self._swept:
                sweep(self.folder, ".*.tmp")
                self._swept = True
            _replace(self._path(name), data)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"


@cache
def _table_of(kind: type[D]) -> msgspec.json.Decoder[dict[str, D]]:
    return msgspec.json.Decoder(dict[str, kind])  # type: ignore[valid-type]


def _checksum(key: str, table: Raw) -> str:
    digest = hashlib.sha256(key.encode())
    digest.update(table)
    return digest.hexdigest()


def _replace(path: Path, data: bytes) -> None:
    """Replace a file whole, without waiting for the disk: after a power cut its checksum tells.

    Raises OSError.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
        try:
            write_all(handle, data)
        finally:
            let_go(handle)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
