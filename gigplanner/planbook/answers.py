"""Answers that all of history goes into, kept for exactly what they were made from: `cache/insights-year`.

A file is the checksum of the key and of the answer, and the answer as MessagePack. One of another key, and
one that is damaged, is none.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from gigplanner.planbook.cache_folder import CacheFolder

A = TypeVar("A", bound=Struct)


class AnswerCache:
    """The answers in the folder of a planbook."""

    def __init__(self, planbook: Path) -> None:
        self._folder = CacheFolder(planbook)

    def get(self, name: str, key: str, kind: type[A]) -> A | None:
        """Return what was kept under `name` for exactly `key`; None if nothing was, or it is no good."""
        data = self._folder.read(name)
        if data is None or data[:32] != _checksum(key, data[32:]):
            return None
        try:
            answer: A = _decoder_of(kind).decode(data[32:])
        except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
            return None
        return answer

    def put(self, name: str, key: str, answer: Struct) -> None:
        """Keep `answer` under `name` for `key`, over any before; numbers beyond 64 bits are not kept."""
        with suppress(OverflowError):
            data = msgspec.msgpack.encode(answer)
            self._folder.write(name, _checksum(key, data) + data)


@cache
def _decoder_of(kind: type[A]) -> msgspec.msgpack.Decoder[A]:
    return msgspec.msgpack.Decoder(kind)


def _checksum(key: str, data: bytes) -> bytes:
    digest = hashlib.sha256(f"{len(key)} {key}".encode())
    digest.update(data)
    return digest.digest()
