"""Gaps made longer, shorter, or put somewhere else; the plan follows in the same action."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import CHICAGO, a_block, a_desk, a_placement, a_task, clock, keep_plan, usd, whole_sunday

from gigplanner.model import Block, GigError, Series
from gigplanner.scheduler import Gap
from gigplanner.workday import blocks, planning, queue, reshaping
from gigplanner.workday.desk import Desk

SUNDAY = date(2026, 11, 22)
MORNING = clock("07:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Free at home from 7 to 10, in the car from 14:00 to 14:45, at home from 16:00 to 22:00."""
    desk = a_desk(tmp_path)
    for block in (
        a_block("DoorDash", "10:00", "14:00", kind="shift", place="car"),
        a_block("Dentist", "14:45", "16:00", kind="appointment", place="out"),
    ):
        blocks.add_block(desk, block, MORNING)
    queue.add_task(desk, a_task("Survey", "4.00", 20), MORNING)
    queue.add_task(desk, a_task("Receipts", "2.00", 20, needs=frozenset({"laptop"})), MORNING)
    return desk


def placed_at(desk: Desk) -> list[str]:
    plan = planning.saved_plan(desk, SUNDAY)
    return [f"{CHICAGO.wall(one.start):%H:%M}" for one in plan.placements] if plan else []


def block(desk: Desk, title: str) -> Block:
    return next(one for one in blocks.blocks_in(desk, whole_sunday()) if one.title == title)


def gap_from(desk: Desk, when: str) -> Gap:
    return next(gap for gap in planning.gaps(desk, SUNDAY) if gap.start == clock(when))


def test_a_block_ends_later_and_what_was_planned_then_moves_within_the_gap(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Survey", "16:00", 20), now=MORNING)
    done = reshaping.move_edge(desk, SUNDAY, block(desk, "Dentist"), "end", 10, MORNING)
    assert done.words == "Dentist: 14:45–16:10 now"
    assert placed_at(desk) == ["16:10"]
    desk.book.undo(MORNING)  # both at once
    assert placed_at(desk) == ["16:00"]
    assert block(desk, "Dentist").end == clock("16:00")


def test_a_gap_grows_at_its_end_where_a_block_is_else_at_its_beginning(desk: Desk) -> None:
    reshaping.stretch_gap(desk, SUNDAY, gap_from(desk, "14:00"), 15, MORNING)
    assert block(desk, "Dentist").start == clock("15:00")
    reshaping.stretch_gap(desk, SUNDAY, gap_from(desk, "16:00"), 5, MORNING)  # its end is the window's
    assert block(desk, "Dentist").end == clock("15:55")
    reshaping.stretch_gap(desk, SUNDAY, gap_from(desk, "07:00"), -30, MORNING)
    assert block(desk, "DoorDash").start == clock("09:30")


def test_the_working_window_is_no_edge_that_a_gap_can_move(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    with pytest.raises(GigError, match="This gap ends with the working window"):
        reshaping.stretch_gap(desk, SUNDAY, gap_from(desk, "07:00"), 5, MORNING)


def test_travel_moves_with_the_block_it_belongs_to(desk: Desk) -> None:
    blocks.edit_block(desk, replace(block(desk, "Dentist"), before=10), MORNING)
    gap = gap_from(desk, "14:00")
    assert gap.end == clock("14:35")
    reshaping.stretch_gap(desk, SUNDAY, gap, 5, MORNING)
    assert gap_from(desk, "14:00").end == clock("14:40")


def test_a_shorter_gap_puts_out_what_no_longer_fits_but_never_what_is_pinned(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Survey", "14:20", 20), now=MORNING)
    done = reshaping.stretch_gap(desk, SUNDAY, gap_from(desk, "14:00"), -30, MORNING)
    assert done.words == "Dentist: 14:15–16:00 now; Survey made way"
    assert placed_at(desk) == []
    desk.book.undo(MORNING)
    keep_plan(desk, a_placement(desk, "Survey", "14:20", 20, pinned=True), now=MORNING)
    with pytest.raises(GigError, match=r"only 15 min are free\. It is pinned: unpin or move it first"):
        reshaping.stretch_gap(desk, SUNDAY, gap_from(desk, "14:00"), -10, MORNING)
    assert block(desk, "Dentist").start == clock("14:45")


def test_a_block_keeps_five_minutes_and_an_all_day_one_has_no_edges(desk: Desk) -> None:
    with pytest.raises(GigError, match="“Dentist” would last less than 5 min: delete it instead"):
        reshaping.move_edge(desk, SUNDAY, block(desk, "Dentist"), "end", -75, MORNING)
    fair = a_block("Fair", "00:00", "23:00", all_day=True)
    with pytest.raises(GigError, match="“Fair” lasts all day"):
        reshaping.move_edge(desk, SUNDAY, fair, "end", 5, MORNING)


def test_of_a_series_only_this_day_changes(desk: Desk) -> None:
    with desk.book.action("", now=MORNING) as action:
        first = CHICAGO.wall(clock("2026-11-15 18:00"))
        action.put(
            Series(id="s", title="Choir", first=first, minutes=60, rule="FREQ=WEEKLY", zone=CHICAGO.zone)
        )
    reshaping.move_edge(desk, SUNDAY, block(desk, "Choir"), "end", -15, MORNING)
    assert block(desk, "Choir").end == clock("18:45")
    next_week = CHICAGO.span_of(date(2026, 11, 29))
    assert [one.end for one in blocks.blocks_in(desk, next_week)] == [clock("2026-11-29 19:00")]


def test_a_gap_spent_at_the_cafe_is_there_and_only_there(desk: Desk) -> None:
    done = reshaping.set_place(desk, SUNDAY, gap_from(desk, "14:00"), "café", MORNING)
    assert done.words == "At café from 14:00 to 14:45"
    assert [gap.place for gap in planning.gaps(desk, SUNDAY)] == ["home", "café", "home"]
    assert "laptop" in gap_from(desk, "14:00").has


def test_the_place_of_a_gap_is_changed_not_piled_up(desk: Desk) -> None:
    for place in ("café", "out", "car"):
        reshaping.set_place(desk, SUNDAY, gap_from(desk, "14:00"), place, MORNING)
    said = [one for one in blocks.blocks_in(desk, whole_sunday()) if one.transparent]
    assert [one.place for one in said] == ["car"]
    assert gap_from(desk, "14:00").place == "car"


def test_what_needs_more_than_the_new_place_has_leaves_the_plan_unless_it_is_pinned(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Receipts", "16:30", 20), now=MORNING)
    done = reshaping.set_place(desk, SUNDAY, gap_from(desk, "16:00"), "car", MORNING)
    assert done.words.endswith("; Receipts made way")
    desk.book.undo(MORNING)
    keep_plan(desk, a_placement(desk, "Receipts", "16:30", 20, pinned=True), now=MORNING)
    with pytest.raises(GigError, match=r"“Receipts” needs a laptop, which is missing here \(car\)"):
        reshaping.set_place(desk, SUNDAY, gap_from(desk, "16:00"), "car", MORNING)


def test_money_expected_follows(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Survey", "14:20", 20), now=MORNING)
    reshaping.stretch_gap(desk, SUNDAY, gap_from(desk, "14:00"), -30, MORNING)
    plan = planning.saved_plan(desk, SUNDAY)
    assert plan is not None and plan.expected == usd("0") and plan.within is None
