"""Identities of rows that bring none, whatever the order in which they stand."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from gigplanner.interop.table import Row


def numbered(rows: Iterable[Row], key: Callable[[Row], tuple[str, ...]]) -> Iterator[tuple[Row, str]]:
    """Yield each row with its identity: its key, numbered among equal keys by all that the rows say.

    The identities do not depend on the order of the rows, and genuine duplicates keep one each. The rows are
    gone through twice, and not kept.
    """
    named = identities((key(row), row) for row in rows)
    yield from zip(rows, named, strict=True)


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
    return hashlib.blake2b("\x1f".join(texts).encode("utf-8", "replace"), digest_size=12).hexdigest()
