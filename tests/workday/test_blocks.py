"""The calendar: blocks put on it and changed, series of which one occurrence is moved or left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import CHICAGO, a_block, a_desk, clock, whole_sunday

from gigplanner.model import BadInput, Block, GigError, Series, Span
from gigplanner.workday import blocks
from gigplanner.workday.desk import Desk

NINE = clock("09:00")
WEEKS = Span(clock("2026-11-20 00:00"), clock("2026-12-12 00:00"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


@pytest.fixture
def trivia(desk: Desk) -> Series:
    """Every Tuesday at 19:00 for an hour and a half, since the beginning of November."""
    series = Series(
        id="trivia",
        title="Trivia night",
        first=datetime.fromisoformat("2026-11-03T19:00"),
        minutes=90,
        rule="FREQ=WEEKLY",
        zone=CHICAGO.zone,
        platform="Zoom",
    )
    with desk.book.action("Added a series", now=NINE) as action:
        action.put(series)
    return series


def starts(desk: Desk, span: Span = WEEKS) -> list[str]:
    return [f"{CHICAGO.wall(block.start):%d %b %H:%M}" for block in blocks.blocks_in(desk, span)]


def test_a_block_is_added_moved_and_deleted_and_each_step_undone(desk: Desk) -> None:
    dentist = a_block("Dentist", "15:00", "16:00", kind="appointment")
    said = blocks.add_block(desk, dentist, NINE).words
    assert said == "Added Dentist, Sun 22 Nov 15:00 to the calendar"
    moved = replace(dentist, start=clock("2026-12-01 08:00"), end=clock("2026-12-01 09:00"))
    assert blocks.edit_block(desk, moved, NINE).words == "Changed Dentist, Tue 1 Dec 08:00"
    assert list(desk.book.every(Block)) == [moved]
    blocks.remove_block(desk, moved, NINE)
    assert list(desk.book.every(Block)) == []
    for left in ([moved], [dentist], []):
        desk.book.undo(NINE)
        assert list(desk.book.every(Block)) == left


def test_one_occurrence_of_a_series_is_moved_and_the_others_stay(desk: Desk, trivia: Series) -> None:
    assert starts(desk) == ["24 Nov 19:00", "01 Dec 19:00", "08 Dec 19:00"]
    first = blocks.blocks_in(desk, WEEKS)[0]
    later = replace(first, start=first.start + timedelta(hours=1), end=first.end + timedelta(hours=1))
    edited = blocks.edit_block(desk, later, NINE).record
    assert starts(desk) == ["24 Nov 20:00", "01 Dec 19:00", "08 Dec 19:00"]

    assert isinstance(edited, Block) and edited.series == trivia.id
    blocks.edit_block(desk, replace(edited, title="Trivia final"), NINE)  # now a block like any other
    assert next(block.title for block in blocks.blocks_in(desk, WEEKS)) == "Trivia final"
    assert len(starts(desk)) == 3

    desk.book.undo(NINE)
    assert desk.book.undo(NINE) == "Changed Trivia night, Tue 24 Nov 20:00"
    assert starts(desk) == ["24 Nov 19:00", "01 Dec 19:00", "08 Dec 19:00"]


def test_one_occurrence_of_a_series_is_deleted_and_the_others_stay(desk: Desk, trivia: Series) -> None:
    second = blocks.blocks_in(desk, WEEKS)[1]
    assert blocks.remove_block(desk, second, NINE).words == "Deleted Trivia night, Tue 1 Dec 19:00"
    assert starts(desk) == ["24 Nov 19:00", "08 Dec 19:00"]
    moved = blocks.edit_block(desk, replace(blocks.blocks_in(desk, WEEKS)[0], title="Final"), NINE).record
    assert isinstance(moved, Block)
    blocks.remove_block(desk, moved, NINE)
    assert starts(desk) == ["08 Dec 19:00"]
    assert len(list(desk.book.every(Series))) == 1


def test_an_occurrence_keeps_its_wall_time_when_the_clock_changes(desk: Desk, trivia: Series) -> None:
    with desk.book.action("Moved", now=NINE) as action:
        action.put(replace(trivia, first=datetime.fromisoformat("2026-10-27T19:00")))
    october = Span(clock("2026-10-26 00:00"), clock("2026-11-05 00:00"))
    assert starts(desk, october) == ["27 Oct 19:00", "03 Nov 19:00"]


def test_blocks_of_the_day_come_in_order_and_those_over_midnight_belong_to_both(desk: Desk) -> None:
    for block in (
        a_block("Night drive", "2026-11-21 22:00", "2026-11-22 06:00", kind="shift"),
        a_block("Lunch", "12:00", "14:00", kind="shift"),
        a_block("Coffee", "09:00", "09:30", kind="break"),
        a_block("Monday", "2026-11-23 09:00", "2026-11-23 10:00"),
    ):
        blocks.add_block(desk, block, NINE)
    found = blocks.blocks_in(desk, whole_sunday())
    assert [block.title for block in found] == ["Night drive", "Coffee", "Lunch"]


def test_what_no_block_can_be_is_refused_in_words(desk: Desk) -> None:
    for block, words in (
        (a_block(" ", "09:00", "10:00"), "needs a title"),
        (a_block("Lunch", "10:00", "10:00"), "ends after it starts"),
        (a_block("Trek", "2026-11-01 09:00", "2026-12-09 09:00"), "at most 31 days"),
    ):
        with pytest.raises(BadInput, match=words):
            blocks.add_block(desk, block, NINE)
    assert desk.book.is_empty


def test_a_block_that_is_gone_cannot_be_changed(desk: Desk, trivia: Series) -> None:
    occurrence = blocks.blocks_in(desk, WEEKS)[0]
    with desk.book.action("Removed the series", now=NINE) as action:
        action.remove(trivia)
    for act in (blocks.edit_block, blocks.remove_block):
        with pytest.raises(GigError, match="That series is not there any more"):
            act(desk, occurrence, NINE)
        with pytest.raises(GigError, match="That block is not there any more"):
            act(desk, a_block("Never added", "09:00", "10:00"), NINE)
