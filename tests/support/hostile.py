"""Accidents that happen to files: cut short, bits flipped, parts swapped, cells and values replaced."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

_CELLS = (
    *(b"", b"-1", b"9" * 30, b"1e999", b"NaN", b"=1+1", b"$", b"--5", b"null", b"true", b"x" * 5000),
    *(b"0001-01-01", b"9999-12-31 23:59:59", b"2026-02-30", b"25:61"),
    *(b"\xff\xfe", b"\x00", b'"', b"'", b"<b>", b"\xe2\x80\xae"),
)
_LARGEST = 2_000_000  # bytes


def mutants(folder: Path, chance: random.Random, each: int) -> Iterator[tuple[str, bytes]]:
    """Yield `each` damaged versions of every file in `folder`."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= _LARGEST and "planbook" not in path.parts[-2]:
            data = path.read_bytes()
            for _ in range(each):
                yield path.name, damaged(data, chance)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes after one to five accidents."""
    for _ in range(chance.randint(1, 5)):
        data = chance.choice(_ACCIDENTS)(data, chance)
    return data


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randint(0, len(data))] if chance.random() < 0.3 else data


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(min(len(changed), chance.randint(1, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _swap_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    for _ in range(3 if len(lines) > 1 else 0):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _drop_and_double(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if lines:
        del lines[chance.randrange(len(lines))]
    if lines:
        at = chance.randrange(len(lines))
        lines[at:at] = [lines[at]] * 3
    return b"".join(lines)


def _replace_cells(data: bytes, chance: random.Random) -> bytes:
    for mark in (b",", b";", b"\t", b":", b'"'):
        parts = data.split(mark)
        for _ in range(4 if len(parts) > 3 else 0):
            parts[chance.randrange(1, len(parts))] = chance.choice(_CELLS)
        if chance.random() < 0.5:
            data = mark.join(parts)
    return data


def _other_encoding(data: bytes, chance: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-8-sig", "cp1252", "utf-16-le")), "replace")


_ACCIDENTS = (_cut, _flip, _swap_lines, _drop_and_double, _replace_cells, _other_encoding)
