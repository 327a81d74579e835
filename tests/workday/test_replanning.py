"""Planning anew at noon, from what really happened."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from support.desks import a_block, a_desk, a_placement, a_task, clock, keep_plan, task_called, usd

from gigplanner.model import PlacedTask
from gigplanner.workday import blocks, planning, queue, shift
from gigplanner.workday.desk import Desk

SUNDAY = date(2026, 11, 22)
MORNING = clock("07:00")
SOME_TIME = timedelta(minutes=1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A Sunday with a shift over midday, and two tasks for the rest of it."""
    desk = a_desk(tmp_path)
    lunch = a_block("DoorDash lunch", "10:00", "14:00", kind="shift", platform="DoorDash", place="car")
    blocks.add_block(desk, lunch, MORNING)
    for task in (
        a_task("Receipts", "0.50", 2, units=40),
        a_task("Commuting survey", "4.10", 13),
    ):
        queue.add_task(desk, task, MORNING)
    return desk


def planned(desk: Desk, now: str, title: str) -> list[PlacedTask]:
    plan = planning.propose(desk, SUNDAY, clock(now)).plan
    return [one for one in plan.placements if one.title == title]


def test_units_done_ahead_of_time_end_their_placement_and_the_time_after_is_free(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Receipts", "14:00", 40, units=20), now=MORNING)
    queue.complete_task(desk, task_called(desk, "Receipts").id, clock("14:15"), units=20)
    first, *rest = planned(desk, "14:15", "Receipts")
    assert (first.start, first.end, first.units) == (clock("14:00"), clock("14:15"), 20)
    assert sum(one.units for one in rest) == 20
    assert planning.propose(desk, SUNDAY, clock("14:15")).gaps[0].start == clock("14:15")


def test_of_a_placement_half_done_only_the_rest_is_left_to_do_in_its_time(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Receipts", "14:00", 80, units=40), now=MORNING)
    queue.complete_task(desk, task_called(desk, "Receipts").id, clock("14:20"), units=15)
    [receipts] = planned(desk, "14:20", "Receipts")
    assert (receipts.start, receipts.end, receipts.units) == (clock("14:00"), clock("15:20"), 25)
    assert receipts.expected == usd("12.50")


def test_units_done_before_the_placement_began_were_not_its_own(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Receipts", "14:00", 40, units=20), now=MORNING)
    queue.complete_task(desk, task_called(desk, "Receipts").id, clock("13:30"), units=10)
    first, *rest = planned(desk, "14:15", "Receipts")
    assert (first.end, first.units) == (clock("14:40"), 20)
    assert sum(one.units for one in rest) == 10


def test_a_pin_ahead_never_holds_more_units_than_are_left(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Receipts", "17:00", 60, units=30, pinned=True), now=MORNING)
    queue.complete_task(desk, task_called(desk, "Receipts").id, clock("12:00"), units=35)
    [receipts] = planned(desk, "14:30", "Receipts")
    assert (receipts.start, receipts.units, receipts.pinned) == (clock("17:00"), 5, True)
    assert receipts.expected == usd("2.50")


def test_what_was_worked_on_since_morning_uses_up_what_a_later_pin_would_have_done(desk: Desk) -> None:
    keep_plan(
        desk,
        a_placement(desk, "Receipts", "14:00", 80, units=40),
        a_placement(desk, "Receipts", "17:00", 20, units=10, pinned=True),
        now=MORNING,
    )
    assert [one.units for one in planned(desk, "14:10", "Receipts")] == [40]


def test_what_was_missed_is_planned_again(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Commuting survey", "08:00", 13), now=MORNING)
    missed, again = planned(desk, "14:30", "Commuting survey")
    assert (missed.start, missed.end) == (clock("08:00"), clock("08:13"))
    assert again.start >= clock("14:30")


def test_what_was_done_in_the_morning_is_not_planned_again(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Commuting survey", "08:00", 13), now=MORNING)
    queue.complete_tasks(desk, [task_called(desk, "Commuting survey").id], clock("08:12"))
    assert len(planned(desk, "14:30", "Commuting survey")) == 1


def test_a_shift_stopped_early_leaves_the_rest_of_its_time_free(desk: Desk) -> None:
    noon = clock("12:10")
    assert planning.gaps(desk, SUNDAY, noon)[0].start == clock("14:00")
    shift.start_shift(desk, clock("10:00"))
    assert planning.gaps(desk, SUNDAY, noon)[0].start == clock("14:00")
    shift.shift_event(desk, "stopped", clock("12:00"))
    first = planning.gaps(desk, SUNDAY, noon)[0]
    assert (first.start, first.end) == (noon, clock("22:00"))
    assert planned(desk, "12:10", "Commuting survey")[0].start < clock("14:00")


def test_a_shift_taken_up_again_takes_its_time_once_more(desk: Desk) -> None:
    shift.start_shift(desk, clock("10:00"))
    shift.shift_event(desk, "stopped", clock("11:00"))
    shift.start_shift(desk, clock("11:30"))
    assert planning.gaps(desk, SUNDAY, clock("12:00"))[0].start == clock("14:00")
    shift.shift_event(desk, "stopped", clock("13:00"))
    assert planning.gaps(desk, SUNDAY, clock("13:10"))[0].start == clock("13:10")
