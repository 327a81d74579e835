"""Tables that no importer knows, read as they are guessed, or as a test says."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

from msgspec.structs import replace
from support.importing import FIXTURES

from gigplanner.interop.mapping.guess import guess_mapping
from gigplanner.interop.mapping.mapped import read_mapped
from gigplanner.interop.mapping.rules import Mapping, name_from
from gigplanner.interop.reading import ImportContext, Reading, SourceFile
from gigplanner.interop.table import guess_table
from gigplanner.model import Settings
from gigplanner.model.catalogue import built_in

MAPPED = FIXTURES / "mapped"
NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)


def source_of(name: str) -> SourceFile:
    """The fixture `name`."""
    return SourceFile(name, (MAPPED / name).read_bytes())


def guess_of(file: SourceFile) -> Mapping:
    """What the columns of a table are guessed to be."""
    table = guess_table(file.text)
    assert table is not None
    return guess_mapping(file.text, table, name=name_from(file.name), file=file.name, catalogue=built_in())


def read_as(file: SourceFile, mapping: Mapping, zone: str | None = None) -> Reading:
    """What a mapping makes of a table, for somebody in Chicago."""
    numbers = count()
    context = ImportContext(
        settings=Settings(zone="America/Chicago"),
        zone=zone,
        now=NOW,
        make_id=lambda: f"id-{next(numbers):06}",
    )
    return read_mapped(file, mapping, context)


def as_guessed(name: str, **corrected: Any) -> Reading:
    """The fixture `name`, read as it is guessed but for what is `corrected`."""
    file = source_of(name)
    return read_as(file, replace(guess_of(file), **corrected))
