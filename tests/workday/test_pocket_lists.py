"""The pocket list of a day's shifts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.desks import a_block, a_desk, a_task, clock, usd

from gigplanner.workday import blocks, planning, queue, shift
from gigplanner.workday.desk import Desk
from gigplanner.workday.pocket import PocketList, pocket_lists

SUNDAY = date(2026, 11, 22)
MORNING = clock("07:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Sunday with two shifts in the car; photos to tag on the phone, and receipts that need the laptop."""
    desk = a_desk(tmp_path)
    for block in (
        a_block("DoorDash lunch", "11:00", "14:00", kind="shift", platform="DoorDash"),
        a_block("Uber Eats dinner", "17:00", "21:00", kind="shift", platform="Uber Eats", place="car"),
        a_block("Dentist", "15:00", "16:00", kind="appointment"),
    ):
        blocks.add_block(desk, block, MORNING)
    for task in (
        a_task("Receipts", "2.00", 2, units=40, platform="MTurk", needs=frozenset({"laptop"})),
        a_task("Tag photos", "0.30", 2, units=40, platform="Clickworker", needs=frozenset({"phone"})),
        a_task("Check maps", "0.20", 2, units=200, platform="Clickworker", needs=frozenset({"phone"})),
    ):
        queue.add_task(desk, task, MORNING)
    return desk


def named(pocket: PocketList) -> dict[str, int]:
    return {task.title: task.units for task in pocket.tasks}


def test_each_shift_still_to_come_has_its_list_of_what_the_car_allows(desk: Desk) -> None:
    lunch, dinner = pocket_lists(desk, SUNDAY, MORNING)
    assert (lunch.shift, lunch.start) == ("DoorDash lunch", clock("11:00"))
    assert (dinner.shift, dinner.end) == ("Uber Eats dinner", clock("21:00"))
    assert set(named(lunch)) == {"Tag photos", "Check maps"}
    assert lunch.based_on == 0 and "typical for drivers" in lunch.tasks[0].why
    assert 0 < lunch.expected_wait_minutes < dinner.expected_wait_minutes < 120
    assert 4 < lunch.expected_waits < dinner.expected_waits < 10


def test_no_unit_is_offered_twice_on_a_day(desk: Desk) -> None:
    lunch, dinner = pocket_lists(desk, SUNDAY, MORNING)
    assert named(lunch)["Tag photos"] + named(dinner).get("Tag photos", 0) <= 40
    plan = planning.propose(desk, SUNDAY, MORNING).plan
    planning.accept_plan(desk, SUNDAY, MORNING, plan)
    for title in ("Tag photos", "Check maps"):
        planned = sum(placed.units for placed in plan.placements if placed.title == title)
        pocketed = sum(named(one).get(title, 0) for one in pocket_lists(desk, SUNDAY, MORNING))
        left = next(task.units for task in queue.open_tasks(desk) if task.title == title)
        assert planned + pocketed <= left


def test_of_a_shift_that_is_on_only_the_rest_counts_and_one_that_is_over_has_no_list(desk: Desk) -> None:
    whole, _ = pocket_lists(desk, SUNDAY, MORNING)
    rest, _ = pocket_lists(desk, SUNDAY, clock("13:00"))
    assert rest.start == clock("11:00")
    assert rest.expected_wait_minutes < whole.expected_wait_minutes / 2
    assert [one.shift for one in pocket_lists(desk, SUNDAY, clock("14:00"))] == ["Uber Eats dinner"]
    assert pocket_lists(desk, date(2026, 11, 23), MORNING) == []


def test_shifts_of_long_orders_and_short_waits_have_less_waiting_to_fill(desk: Desk) -> None:
    before, _ = pocket_lists(desk, SUNDAY, MORNING)
    shift.start_shift(desk, clock("2026-11-20 09:00"))
    for hour in range(9, 19):
        shift.shift_event(desk, "order", clock(f"2026-11-20 {hour:02}:01"))
        shift.shift_event(desk, "delivered", clock(f"2026-11-20 {hour + 1:02}:00"))
    shift.shift_event(desk, "stopped", clock("2026-11-20 19:30"))
    after, _ = pocket_lists(desk, SUNDAY, MORNING)
    assert after.based_on == 11
    assert after.expected_wait_minutes < before.expected_wait_minutes


def test_what_the_waits_are_expected_to_bring_is_money_of_the_day(desk: Desk) -> None:
    lunch, _ = pocket_lists(desk, SUNDAY, MORNING)
    assert usd("2") < sum((task.expected for task in lunch.tasks), usd("0")) < usd("12")
