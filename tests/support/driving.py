"""Reading the synthetic exports of drivers and couriers, and sorting what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from support.importing import FIXTURES, context

from gigplanner.interop.registry import Reading, read_file
from gigplanner.model import Record

Kind = TypeVar("Kind", bound=Record)


def read_driving(path: str, zone: str | None = None) -> Reading:
    """Read a file of tests/fixtures/driving under a name that tells nothing."""
    return read_file("download (3)", (FIXTURES / "driving" / path).read_bytes(), context(zone))


def all_of(reading: Reading, kind: type[Kind]) -> list[Kind]:
    """The records of one kind, earliest first."""
    found = [record for record in reading.records if isinstance(record, kind)]
    return sorted(found, key=_moment)


def _moment(record: Record) -> datetime:
    moment: datetime = getattr(record, "at", None) or getattr(record, "start")  # noqa: B009
    return moment


def identities(reading: Reading) -> set[tuple[str, str]]:
    """What the records are called in their source, by kind."""
    return {(type(record).__name__, record.source_id) for record in reading.records}
