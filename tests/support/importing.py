"""Reading fixtures and made-up files as an import would, for a person in London unless said otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import msgspec

from gigplanner.interop.registry import ImportContext, Reading, read_file
from gigplanner.model import Record, Settings

FIXTURES = Path(__file__).parent.parent / "fixtures"
NOW = datetime(2026, 11, 22, 8, 14, tzinfo=UTC)


def context(zone: str | None = None, home: str = "Europe/London") -> ImportContext:
    """What an import knows; ids are id0, id1, …"""
    numbers = count()
    return ImportContext(Settings(zone=home), zone, NOW, lambda: f"id{next(numbers)}")


def fixture(name: str) -> bytes:
    """The bytes of a synthetic file."""
    return (FIXTURES / name).read_bytes()


def read_text(text: str, name: str = "file", zone: str | None = None) -> Reading:
    """Read a file that holds `text`."""
    return read_file(name, text.encode(), context(zone))


def titled(reading: Reading, title: str) -> Record:
    """The one record with that title."""
    (found,) = [record for record in reading.records if getattr(record, "title", "") == title]
    return found


def without_ids(reading: Reading) -> list[Record]:
    """The records as the file alone makes them: fresh ids taken away."""
    bare = []
    for record in reading.records:
        changes = {"id": ""} | ({"series": "x"} if getattr(record, "series", "") else {})
        bare.append(msgspec.structs.replace(record, **changes))
    return bare
