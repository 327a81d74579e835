"""What can still be read of a damaged file, and what is said to be wrong with it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from support.planbooks import a_task, an_earning, put

from gigplanner.planbook import Planbook
from gigplanner.planbook.lines import good_lines, parse_lines
from gigplanner.planbook.salvage import salvage, shape_of

COUNT = 12


@pytest.fixture
def data(tmp_path: Path) -> bytes:
    """A file with twelve tasks and, behind them, twelve earnings."""
    with Planbook(tmp_path) as book:
        put(book, *[a_task(f"t{number}", notes='späte Quittung ✓ {"1": {}}') for number in range(COUNT)])
        put(book, *[an_earning(f"e{number}") for number in range(COUNT)])
    tasks = json.loads((tmp_path / "queue.json").read_bytes())["tasks"]
    earnings = json.loads((tmp_path / "months" / "2026-11.json").read_bytes())["earnings"]
    seal = {"1": {"format": 1, "generation": 2, "sha256": "0" * 64}}
    return json.dumps(
        {"_gigplanner": seal, "tasks": tasks, "earnings": earnings}, ensure_ascii=False
    ).encode()


def ids(data: bytes) -> list[str]:
    return [one["id"] for documents in salvage(data).tables.values() for one in documents.values()]


def test_every_whole_record_in_front_of_a_break_is_saved_wherever_it_breaks(data: bytes):
    whole = ids(data)
    assert len(whole) == 2 * COUNT
    ends = [data.index(f'"id": "{one}"'.encode()) for one in whole]
    for length in range(0, len(data), 7):
        saved = ids(data[:length])
        assert saved == whole[: len(saved)]
        assert len(saved) >= sum(end < length for end in ends) - 1


def test_one_broken_record_in_the_middle_costs_itself_alone(data: bytes):
    choose = random.Random(5)
    start = data.index(b'"tasks"')
    for _ in range(150):
        position = choose.randrange(start + 30, len(data) - 2)
        broken = data[:position] + bytes([data[position] ^ 0x80]) + data[position + 1 :]
        found = salvage(broken)
        assert found.records >= 2 * COUNT - 1
        assert set(found.tables) == {"tasks", "earnings"}


def test_a_record_with_bytes_that_are_no_text_or_a_number_that_is_no_json_is_not_kept(data: bytes):
    assert len(ids(data.replace(b"Task t3", b"Task \xff3", 1))) == 2 * COUNT - 1
    assert len(ids(data.replace(b'"minutes": 13.0', b'"minutes": NaN', 1))) == 2 * COUNT - 1
    assert len(ids(data.replace(b'"minutes": 13.0', b'"minutes": "long"', 1))) == 2 * COUNT - 1


def test_tables_of_another_program_and_noise_are_nothing(data: bytes):
    for noise in (
        b"",
        b"null",
        bytes(500),
        b"[" * 100_000,
        b'{"_default": {"1": {"name": "x"}}}',
        b'{"1": {}}',
    ):
        assert salvage(noise).is_empty


def test_a_file_saved_by_an_editor_as_utf_16_or_with_a_mark_is_read(data: bytes):
    assert len(ids(data.decode().encode("utf-16"))) == 2 * COUNT
    assert len(ids(b"\xef\xbb\xbf" + data)) == 2 * COUNT


def test_what_is_wrong_is_said_in_plain_words(data: bytes):
    assert shape_of(b"") == "is empty"
    assert shape_of(bytes(9)) == "holds nothing but zeros"
    assert shape_of(data[:-40]) == "breaks off in the middle"
    assert shape_of(data + b"x") == "is not whole JSON"
    assert shape_of(b"[1]") == shape_of(b'{"tasks": 1}') == "is JSON, but no tables of records"
    assert shape_of(b'{"_default": {}}') == "was written by another program"
    assert shape_of(b"[" * 100_000) == "is nested without end"
    assert "checksum differs" in shape_of(data)


def test_all_lines_of_a_journal_but_the_damaged_one_are_saved(tmp_path: Path):
    for number in range(6):
        put(Planbook(tmp_path), a_task(f"n{number}"))
    path = tmp_path / "journal.log"
    data = path.read_bytes()
    lines = data.splitlines(keepends=True)
    assert good_lines(data) == (lines, 0)
    position = len(lines[0]) + len(lines[1]) // 2
    broken = data[:position] + b"\x00" + data[position + 1 :]
    assert good_lines(broken) == ([lines[0], *lines[2:]], 1)
    joined = data.replace(b"\n", b" ", 2)
    assert good_lines(joined) == (lines, 2)
    assert good_lines(b"junk\n" + data[:-3]) == (lines[:-1], 2)
    assert len(parse_lines(b"".join(good_lines(joined)[0]), path, 0)) == len(lines)
