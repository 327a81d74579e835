"""Damaged lists of transactions end in a reading or in a sentence; what is read still adds up."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from support.importing import FIXTURES, context

from gigplanner.interop import registry
from gigplanner.interop.money.importers import IMPORTERS
from gigplanner.interop.reading import SourceFile
from gigplanner.interop.registry import read_file
from gigplanner.model import BadInput, Earning, Expense

FILES = sorted((FIXTURES / "money").glob("*.csv"))
HOSTILE = (
    b"\x00",
    b"9" * 30,
    b"\n",
    b'"',
    b",",
    b"-",
    b".",
    b"\xff\xfe",
    b"=1+1",
    b"\x1b[2J",
    b"1e999",
    b"0",
)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes after a few accidents: overwritten, cut out, doubled."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed))
        upto = at + chance.choice((1, 3, 12, 80))
        accident = chance.choice(("overwrite", "cut", "double"))
        if accident == "overwrite":
            changed[at:upto] = chance.choice(HOSTILE)
        elif accident == "cut":
            del changed[at:upto]
        else:
            changed[at:at] = changed[at:upto]
    return bytes(changed)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_damaged_file_is_read_or_refused_in_a_sentence(path: Path) -> None:
    chance = random.Random(path.name)
    for _ in range(40):
        try:
            reading = read_file(path.name, damaged(path.read_bytes(), chance), context())
        except BadInput as error:
            assert str(error).endswith((".", "?"))
            continue
        assert all(refused.reason.endswith(".") for refused in reading.refused)
        for record in (*reading.records, *reading.late):
            assert isinstance(record, Earning | Expense)
            assert record.source_id
            if isinstance(record, Earning) and record in reading.records:
                assert record.fee is None or record.fee.minor > 0


def test_a_file_cut_short_keeps_the_rows_before_the_cut() -> None:
    data = (FIXTURES / "money" / "stripe.csv").read_bytes()
    whole = [record.source_id for record in read_file("s.csv", data, context()).records]
    for end in range(data.index(b"txn_2"), len(data), 37):
        read = [record.source_id for record in read_file("s.csv", data[:end], context()).records]
        assert read == whole[: len(read)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_other_format_lays_claim_to_a_list_of_transactions(path: Path) -> None:
    file = SourceFile("download", path.read_bytes())
    assert len([importer.format for importer in registry.IMPORTERS if importer.recognises(file)]) == 1


@pytest.mark.parametrize("format_", [importer.format for importer in IMPORTERS])
def test_a_file_of_something_else_asked_for_by_name_is_refused_in_a_sentence(format_: str) -> None:
    with pytest.raises(BadInput, match=r"other\.csv"):
        read_file("other.csv", b"Colour,Size\nred,3\n", context(), as_format=format_)
