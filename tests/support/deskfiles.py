"""Reading the fixtures of work at a desk (`tests/fixtures/desk`), whole or changed line by line."""

from __future__ import annotations

import random
from typing import TypeVar

from support.importing import FIXTURES, context

from gigplanner.interop.registry import Reading, read_file
from gigplanner.model import Block, Earning, Record, Task

R = TypeVar("R", bound=Record)
FOLDER = FIXTURES / "desk"


def desk_file(name: str, *, zone: str | None = None, as_format: str | None = None) -> Reading:
    """Read a fixture as a person in London would."""
    return read_file(name, (FOLDER / name).read_bytes(), context(zone), as_format)


def with_lines(name: str, *, keep: int, seed: int) -> Reading:
    """Read a fixture whose lines below the first `keep` stand in another order."""
    lines = (FOLDER / name).read_bytes().splitlines(keepends=True)
    rows = lines[keep:]
    random.Random(seed).shuffle(rows)
    return read_file(name, b"".join(lines[:keep] + rows), context())


def only(reading: Reading, kind: type[R]) -> list[R]:
    """The records of one kind."""
    return [record for record in reading.records if isinstance(record, kind)]


def earnings(reading: Reading) -> dict[str, Earning]:
    """The earnings by the beginning of their notes."""
    return {earning.note.split(" · ")[0]: earning for earning in only(reading, Earning)}


def tasks(reading: Reading) -> dict[str, Task]:
    """The tasks by title."""
    return {task.title: task for task in only(reading, Task)}


def blocks(reading: Reading) -> dict[str, Block]:
    """The blocks by title."""
    return {block.title: block for block in only(reading, Block)}


def identities(reading: Reading) -> list[tuple[str, str, str]]:
    """What every record is known by, sorted."""
    return sorted((type(one).__name__, one.source, one.source_id) for one in reading.records)


def reasons(reading: Reading) -> list[tuple[int | None, str]]:
    """Lines and reasons of what was refused."""
    return [(refused.line, refused.reason) for refused in reading.refused]
