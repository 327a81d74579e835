"""Damaged exports of drivers and couriers end in a reading or in a sentence, like any other file."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from support.importing import FIXTURES, context

from gigplanner.interop import registry
from gigplanner.interop.driving.importers import IMPORTERS
from gigplanner.interop.harvest import LONGEST_RIDE
from gigplanner.interop.reading import SourceFile
from gigplanner.interop.registry import Reading, read_file
from gigplanner.model import BadInput, Block, PastWait, Trip

FILES = [path for path in sorted((FIXTURES / "driving").rglob("*.csv")) if path.stat().st_size]
HOSTILE = (
    b"\x00",
    b"9" * 30,
    b"\n",
    b'"',
    b",",
    b";",
    b"-",
    b"\xff\xfe",
    b"=1+1",
    b"\x1b[2J",
    b"1e999",
    b"Z",
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes after a few accidents: overwritten, cut out, doubled, cut short."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) + 1)
        upto = at + chance.choice((1, 2, 8, 60))
        accident = chance.randrange(10)
        if accident < 5:
            changed[at:upto] = chance.choice(HOSTILE)
        elif accident < 7:
            del changed[at:upto]
        elif accident < 9:
            changed[at:at] = changed[at:upto]
        elif chance.random() < 0.3:
            del changed[at:]
    return bytes(changed)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_damaged_export_is_read_or_refused_in_a_sentence(path: Path) -> None:
    chance = random.Random(path.name)
    for _ in range(25):
        try:
            reading = read_file(path.name, damaged(path.read_bytes(), chance), context())
        except BadInput as error:
            assert "\n" not in str(error)
        else:
            assert_sane(reading)


def assert_sane(reading: Reading) -> None:
    """No record is absurd, nameless or twice there, and none carries what a terminal would obey."""
    names = [(type(record), record.source_id) for record in reading.records]
    assert all(source_id for _, source_id in names)
    assert len(set(names)) == len(names)
    assert "\\x1b" not in repr(reading)
    assert "\\x00" not in repr(reading)
    for record in reading.records:
        if isinstance(record, Block):
            assert timedelta(0) <= record.end - record.start <= LONGEST_RIDE
        elif isinstance(record, Trip):
            assert record.miles > 0
        elif isinstance(record, PastWait):
            assert 0 < record.minutes <= 24 * 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_other_format_lays_claim_to_an_export(path: Path) -> None:
    file = SourceFile("download", path.read_bytes())
    claiming = [importer.format for importer in registry.IMPORTERS if importer.recognises(file)]
    assert len(claiming) == 1


@pytest.mark.parametrize("format_", [importer.format for importer in IMPORTERS])
def test_a_file_of_something_else_asked_for_by_name_is_refused_in_a_sentence(format_: str) -> None:
    with pytest.raises(BadInput, match=r"other\.csv"):
        read_file("other.csv", b"Colour,Size\nred,3\n", context(), as_format=format_)
