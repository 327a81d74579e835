"""Digests of months, kept so that history need not be read again: `cache/2026-11.json` and its like.

Each opens with plain TinyDB as every file does, and states the key of what it was made from and a checksum
of both. A digest is used only under exactly that key; one of any other key, and one that is damaged or
missing, is made anew and written over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from gigplanner.planbook.cache_folder import CacheFolder

D = TypeVar("D", bound=Struct)


class _Head(Struct):
    key: str
    sha256: str  # of the key and of the digests as they stand in the file


class _File(Struct):
    made_from: dict[str, _Head]
    digests: Raw


_FILE = msgspec.json.Decoder(_File)


class DigestCache:
    """The digests in the folder of a planbook.

    What was read or kept once stays in memory, where nobody can damage it.
    """

    def __init__(self, planbook: Path) -> None:
        self._folder = CacheFolder(planbook)
        self._held: dict[str, tuple[str, list[Any]]] = {}

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
        data = self._folder.read(f"{name}.json")
        if data is None:
            return None
        try:
            file = _FILE.decode(data)
            head = file.made_from["1"]
            if head.key != key or head.sha256 != _checksum(key, file.digests):
                return None
            return list(_table_of(kind).decode(file.digests).values())
        except (msgspec.MsgspecError, UnicodeDecodeError, KeyError):
            return None

    def put(self, name: str, key: str, digests: Sequence[Struct]) -> None:
        """Keep `digests` under `name` for `key`, over any before."""
        self._held[name] = (key, list(digests))
        table = Raw(msgspec.json.encode({str(number): one for number, one in enumerate(digests, 1)}))
        data = msgspec.json.encode(_File({"1": _Head(key, _checksum(key, table))}, table)) + b"\n"
        self._folder.write(f"{name}.json", data)


@cache
def _table_of(kind: type[D]) -> msgspec.json.Decoder[dict[str, D]]:
    return msgspec.json.Decoder(dict[str, kind])  # type: ignore[valid-type]


def _checksum(key: str, table: Raw) -> str:
    digest = hashlib.sha256(key.encode())
    digest.update(table)
    return digest.hexdigest()
