"""Whatever file a person gives: it is read, or one clear sentence says why not."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from support.importing import context, fixture, without_ids

from gigplanner.interop.reading import LARGEST_FILE
from gigplanner.interop.registry import Reading, formats, read_file
from gigplanner.model import BadInput

FORMATS = {"calendar_quirks.ics": "ics", "trello_quirks.json": "trello", "tasks_quirks.csv": "tasks-csv"}
FILES = tuple(FORMATS)
HOSTILE = (b"\x00", b"9" * 30, b"\n", b'"', b";", b":", b"-", b"\xff\xfe", b"END:VEVENT\n", b"{}", b"null")


@pytest.mark.parametrize("name", FILES)
def test_reading_the_same_bytes_twice_gives_the_same_identities_and_content(name: str) -> None:
    first, second = (read_file(name, fixture(name), context()) for _ in range(2))
    assert without_ids(first) == without_ids(second)
    assert (first.refused, first.warnings, first.zone_rule) == (
        second.refused,
        second.warnings,
        second.zone_rule,
    )
    identities = [(type(record), record.source, record.source_id) for record in first.records]
    assert all(source_id for _, _, source_id in identities)
    assert len(set(identities)) == len(identities)


@pytest.mark.parametrize(("name", "format_"), FORMATS.items())
def test_a_file_is_known_by_what_it_holds(name: str, format_: str) -> None:
    assert read_file("download (3)", fixture(name), context()).format == format_


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (
            "notes.pdf",
            b"%PDF-1.7 \x00\xff\x81",
            "notes.pdf is a PDF document, not an export: ask the platform for a CSV export instead.",
        ),
        (
            "page.csv",
            b"\n<!doctype HTML><title>Sign in</title>",
            "page.csv is a web page, not an export: look for an export or download on that page.",
        ),
        (
            "poem.txt",
            b"Roses are red\nviolets are blue\n",
            "poem.txt is not a file gigplanner can read: it is neither an export it knows nor a table "
            "with rows below a row of column names.",
        ),
        (
            "shop.csv",
            b"Order;Price;Buyer\n1;2,50;Ann\n2;3,50;Bob\n",
            "shop.csv is a table that gigplanner does not know, with “Order”, “Price”, “Buyer”: say once "
            "what its columns are, in the app's import screen, or with --guess and --map.",
        ),
        ("a.ics", b"", "a.ics is empty: there is nothing to read in it."),
        ("a.ics", b"\r\n \x00", "a.ics is empty: there is nothing to read in it."),
        ("folder/", b"x", "folder/ is a folder: name the files in it."),
        (
            "big.ics",
            b"BEGIN:VCALENDAR\n" + b" " * (21 * 2**20),
            "big.ics is too large (21 MB): gigplanner reads such files up to 20 MB. Export less.",
        ),
        (
            "huge",
            bytes(LARGEST_FILE + 1),
            "huge is too large (64 MB): gigplanner reads such files up to 64 MB. Export less.",
        ),
    ],
    ids=["pdf", "page", "poem", "table", "empty", "blank", "folder", "big", "huge"],
)
def test_what_cannot_be_read_gets_one_sentence(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_file(name, data, context())
    assert str(raised.value) == sentence


def test_an_unknown_format_is_told_those_that_exist() -> None:
    with pytest.raises(BadInput) as raised:
        read_file("a", b"x", context(), as_format="excel")
    assert str(raised.value).startswith("“excel” is not a format: there are ics, ")


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        (name, format_)
        for name in FILES
        for format_ in formats()
        if FORMATS[name] != format_ and (format_, name[-4:]) != ("notion", ".csv")  # has any columns
    ],
)
def test_a_file_of_another_format_than_the_one_asked_for_is_refused(name: str, format_: str) -> None:
    with pytest.raises(BadInput, match=name):
        read_file(name, fixture(name), context(), as_format=format_)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", FILES)
def test_damaged_files_end_in_a_reading_or_in_a_sentence(name: str, seed: int) -> None:
    chance = random.Random(f"{name} {seed}")
    for _ in range(40):
        try:
            reading = read_file(name, damaged(fixture(name), chance), context())
        except BadInput as error:
            assert "\n" not in str(error)
        else:
            assert isinstance(reading, Reading)
            assert all(record.id and record.source_id for record in reading.records)


@pytest.mark.parametrize("seed", range(4))
def test_a_board_with_wrong_values_anywhere_is_read_or_refused_in_a_sentence(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        board = json.loads(fixture("trello_quirks.json"))
        for _ in range(chance.randint(1, 6)):
            spoil(board, chance)
        try:
            reading = read_file("board.json", json.dumps(board).encode(), context())
        except BadInput as error:
            assert str(error).startswith("board.json ")
        else:
            assert all(record.id and record.source_id for record in reading.records)


def spoil(value: Any, chance: random.Random) -> None:
    """Put a value of the wrong kind somewhere inside `value`."""
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    if not keys:
        return
    key = chance.choice(keys)
    if isinstance(value[key], (dict, list)) and chance.random() < 0.9:
        spoil(value[key], chance)
    else:
        value[key] = chance.choice([None, True, -1, 10**30, 1.5, "", "x" * 999, [], {}, [None], {"id": []}])


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes after one to five accidents: flipped, cut out, doubled, swapped, cut short."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        if not changed:
            break
        at = chance.randrange(len(changed))
        upto = min(len(changed), at + chance.choice((1, 2, 8, 60, 400)))
        accident = chance.randrange(6)
        if accident == 0:
            changed[at] = chance.randrange(256)
        elif accident == 1:
            del changed[at:upto]
        elif accident == 2:
            changed[at:at] = changed[at:upto]
        elif accident == 3:
            hostile = (
                b"\x00",
                b"9" * 30,
                b"\n",
                b'"',
                b";",
                b":",
                b"-",
                b"\xff\xfe",
                b"END:VEVENT\n",
                b"{}",
                b"null",
            )
            changed[at:upto] = chance.choice(hostile)
        elif accident == 4:
            changed[at:upto] = bytes(reversed(changed[at:upto]))
        elif chance.random() < 0.3:
            del changed[at:]
    return bytes(changed)
