"""Identities of rows that bring none, whatever the order in which they stand."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from gigplanner.interop.table import Row

_ROOM = 2**24  # bits: of 100,000 different numbers one in three hundred seems to come again


def numbered(rows: Iterable[Row], key: Callable[[Row], tuple[str, ...]]) -> Iterator[tuple[Row, str]]:
    """Yield each row with its identity: its key, numbered among equal keys by all that the rows say.

    The identities do not depend on the order of the rows, and genuine duplicates keep one each. The rows are
    gone through two or three times, and not kept.
    """
    shared = repeated(mark(key(row)) for row in rows)
    parts = ((key(row), row) for row in rows) if shared else iter(())
    named = iter(identities((names, row) for names, row in parts if mark(names) in shared))
    for row in rows:
        names = key(row)
        yield row, next(named) if mark(names) in shared else f"{_digest(*names)}-1"


def repeated(marks: Iterable[int]) -> frozenset[int]:
    """Return the numbers that come more than once, and some more: it remembers them in little room."""
    met = bytearray(_ROOM // 8)
    several: set[int] = set()
    for one in marks:
        place, bit = divmod(one % _ROOM, 8)
        if met[place] >> bit & 1:
            several.add(one)
        met[place] |= 1 << bit
    return frozenset(several)


def mark(names: tuple[str, ...]) -> int:
    """Return eight bytes of a key: where two keys share them, more of both is compared."""
    return int.from_bytes(hashlib.blake2b(_joined(names), digest_size=8).digest(), "big")


def identities(parts: Iterable[tuple[tuple[str, ...], Row]]) -> list[str]:
    """Return the identities of parts that are known by a key and told by a row, as `numbered` does."""
    marks = [(_digest(*key), _digest(*map(str, sorted(row.cells.items())))) for key, row in parts]
    named = [""] * len(marks)
    seen: Counter[str] = Counter()
    for place in sorted(range(len(marks)), key=marks.__getitem__):
        digest = marks[place][0]
        seen[digest] += 1
        named[place] = f"{digest}-{seen[digest]}"
    return named


def _digest(*texts: str) -> str:
    return hashlib.blake2b(_joined(texts), digest_size=12).hexdigest()


def _joined(texts: tuple[str, ...]) -> bytes:
    return "\x1f".join(texts).encode("utf-8", "replace")
