"""Planning a day: from the queue into the gaps, and what the person makes of it."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import CHICAGO, a_block, a_desk, a_placement, a_task, clock, keep_plan, usd

from gigplanner.model import GigError, PlacedTask, Plan, Task
from gigplanner.model.times import show_minutes
from gigplanner.tui.screens.plan_view import plan_note
from gigplanner.workday import arranging, blocks, planning, queue
from gigplanner.workday.desk import Desk, Done

SUNDAY = date(2026, 11, 22)
MORNING = clock("07:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Sunday with a shift over midday and an appointment; the evening is taken."""
    desk = a_desk(tmp_path)
    for block in (
        a_block("DoorDash lunch", "10:00", "14:00", kind="shift", platform="DoorDash", place="car"),
        a_block("Dentist", "15:00", "16:00", kind="appointment", place="out"),
        a_block("Party", "18:00", "23:00", kind="personal"),
    ):
        blocks.add_block(desk, block, MORNING)
    for task in (
        a_task("Receipts", "0.50", 2, units=40, platform="MTurk", needs=frozenset({"laptop"})),
        a_task("Commuting survey", "4.10", 13, platform="Prolific", due=clock("17:00")),
        a_task("Tag photos", "0.30", 3, units=50, platform="Clickworker", needs=frozenset({"phone"})),
        a_task("Logo", "30.00", 90, platform="Fiverr", splittable=True, min_chunk=20),
    ):
        queue.add_task(desk, task, MORNING)
    return desk


def saved(desk: Desk) -> Plan:
    plan = planning.saved_plan(desk, SUNDAY)
    assert plan is not None
    return plan


def make_plan(desk: Desk, day: date, now: datetime) -> Done:
    """Plan a day and take what comes."""
    return planning.accept_plan(desk, day, now, planning.propose(desk, day, now).plan)


def placed(plan: Plan, title: str) -> PlacedTask:
    return next(one for one in plan.placements if one.title == title)


def assert_lies_in_gaps(desk: Desk, plan: Plan) -> None:
    free = planning.gaps(desk, SUNDAY)
    for one in plan.placements:
        assert any(gap.start <= one.start and one.end <= gap.end for gap in free), one
    in_order = sorted(plan.placements, key=lambda one: one.start)
    assert all(one.end <= two.start for one, two in pairwise(in_order))


def test_a_day_is_planned_accepted_pinned_thinned_and_all_of_it_undone(desk: Desk) -> None:
    made = make_plan(desk, SUNDAY, MORNING)
    plan = saved(desk)
    assert made.words.startswith(f"Accepted the plan of Sun 22 Nov: {len(plan.placements)} tasks, $")
    assert plan.accepted_at == plan.made_at == MORNING
    assert_lies_in_gaps(desk, plan)
    assert placed(plan, "Commuting survey").end <= clock("17:00")
    assert usd("45") < plan.expected <= plan.bound

    planning.accept_plan(desk, SUNDAY, clock("07:05"))
    assert saved(desk).accepted_at == clock("07:05")

    survey = placed(saved(desk), "Commuting survey")
    assert arranging.pin(desk, SUNDAY, survey, clock("07:06")).words == "Pinned Commuting survey"
    assert placed(saved(desk), "Commuting survey").pinned

    logo = placed(saved(desk), "Logo")
    before = saved(desk)
    dropped = arranging.drop(desk, SUNDAY, logo, clock("07:07"))
    assert dropped.words == "Dropped Logo from the plan"
    assert logo not in saved(desk).placements
    assert saved(desk).expected == before.expected - logo.expected
    assert "Logo" in [task.title for task in queue.open_tasks(desk)]

    assert desk.book.undo(clock("07:08")) == "Dropped Logo from the plan"
    assert saved(desk) == before
    for _ in range(3):
        desk.book.undo(clock("07:09"))
    assert planning.saved_plan(desk, SUNDAY) is None


def test_a_pin_is_let_go_by_the_same_key(desk: Desk) -> None:
    make_plan(desk, SUNDAY, MORNING)
    survey = placed(saved(desk), "Commuting survey")
    arranging.pin(desk, SUNDAY, survey, MORNING)
    words = arranging.pin(desk, SUNDAY, replace(survey, pinned=True), MORNING).words
    assert words == "Unpinned Commuting survey"
    assert not placed(saved(desk), "Commuting survey").pinned


def test_a_placement_that_somebody_else_moved_is_not_changed_blindly(desk: Desk) -> None:
    make_plan(desk, SUNDAY, MORNING)
    survey = placed(saved(desk), "Commuting survey")
    arranging.drop(desk, SUNDAY, survey, MORNING)
    with pytest.raises(GigError, match="The plan has changed meanwhile: look again"):
        arranging.pin(desk, SUNDAY, survey, MORNING)


def test_what_was_over_before_the_plan_counts_neither_as_task_nor_as_money(desk: Desk) -> None:
    make_plan(desk, SUNDAY, MORNING)
    later = make_plan(desk, SUNDAY, clock("14:00"))
    plan = saved(desk)
    ahead = [one for one in plan.placements if one.end > clock("14:00")]
    assert 0 < len(ahead) < len(plan.placements)
    assert f"{len(ahead)} task{'s' if len(ahead) > 1 else ''}, {plan.expected}" in later.words
    note = plan_note(plan, (), clock("14:00"))
    assert note.headline.startswith(show_minutes(round(sum(one.minutes for one in ahead))))
    assert note.money == f"{plan.expected} expected"


def test_planning_again_at_noon_keeps_what_has_begun_and_what_is_pinned(desk: Desk) -> None:
    early = a_placement(desk, "Receipts", "08:00", 20, units=10)
    fixed = a_placement(desk, "Tag photos", "16:30", 15, units=5, pinned=True)
    loose = a_placement(desk, "Commuting survey", "16:05", 13)
    keep_plan(desk, early, loose, fixed, now=MORNING)
    plan = planning.propose(desk, SUNDAY, clock("12:00")).plan
    assert early in plan.placements and fixed in plan.placements
    assert all(one.start >= clock("12:00") for one in plan.placements if one != early)
    assert_lies_in_gaps(desk, plan)


def test_nothing_is_placed_over_what_is_being_worked_on(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Logo", "14:00", 40), now=MORNING)
    plan = planning.propose(desk, SUNDAY, clock("14:10")).plan
    running = next(one for one in plan.placements if one.start == clock("14:00"))
    assert running.end == clock("14:40") and not running.pinned
    others = [one for one in plan.placements if one is not running]
    assert others and all(one.start >= clock("14:40") for one in others)


def test_what_is_being_worked_on_uses_up_its_units_and_the_rest_may_be_planned(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Receipts", "14:00", 30, units=35), now=MORNING)
    plan = planning.propose(desk, SUNDAY, clock("14:10")).plan
    receipts = [one for one in plan.placements if one.title == "Receipts"]
    assert receipts[0].units == 35
    assert sum(one.units for one in receipts) <= 40


def test_a_pinned_part_of_a_task_stays_while_another_part_is_being_worked_on(desk: Desk) -> None:
    now_on = a_placement(desk, "Receipts", "14:00", 20, units=10)
    later = a_placement(desk, "Receipts", "17:00", 20, units=10, pinned=True)
    keep_plan(desk, now_on, later, now=MORNING)
    plan = planning.propose(desk, SUNDAY, clock("14:10")).plan
    assert now_on in plan.placements and later in plan.placements


def test_a_placement_whose_task_is_done_already_takes_no_more_time(desk: Desk) -> None:
    survey = a_placement(desk, "Commuting survey", "14:05", 13)
    keep_plan(desk, survey, now=MORNING)
    queue.complete_tasks(desk, [survey.task], clock("14:08"))
    plan = planning.propose(desk, SUNDAY, clock("14:08")).plan
    done, next_one, *_ = plan.placements
    assert (done.task, done.end) == (survey.task, clock("14:08"))
    assert clock("14:08") <= next_one.start < survey.end


def test_expected_money_is_that_of_the_time_still_ahead_and_a_pin_does_not_change_it(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Receipts", "08:00", 20, units=10), now=MORNING)
    make_plan(desk, SUNDAY, clock("12:00"))
    before = saved(desk)
    ahead = [one for one in before.placements if one.start >= clock("12:00")]
    assert before.expected == sum((one.expected for one in ahead), usd("0"))
    arranging.pin(desk, SUNDAY, ahead[0], clock("12:01"))
    assert saved(desk).expected == before.expected


def test_a_floor_rate_leaves_out_what_pays_less_and_the_bound_stays_above_the_plan(desk: Desk) -> None:
    choosy = desk.with_settings(replace(CHICAGO, floor_rate=usd("9.00")))
    plan = planning.propose(choosy, SUNDAY, MORNING).plan
    assert "Tag photos" not in [one.title for one in plan.placements]
    assert plan.expected <= plan.bound


def test_a_full_day_and_an_empty_queue_are_refused_in_words(tmp_path: Path, desk: Desk) -> None:
    with pytest.raises(GigError, match="no free gap"):
        planning.propose(desk, SUNDAY, clock("18:30"))
    with pytest.raises(GigError, match="working window is over"):
        planning.propose(desk, SUNDAY, clock("22:30"))
    with pytest.raises(GigError, match="The queue is empty: add a task first"):
        planning.propose(a_desk(tmp_path / "other"), SUNDAY, MORNING)
    with pytest.raises(GigError, match="not there any more"):
        planning.accept_plan(desk, SUNDAY, MORNING)


def test_a_persons_rhythm_cuts_what_is_planned_by_breaks(desk: Desk) -> None:
    steady = desk.with_settings(replace(desk.settings, work_minutes=50, rest_minutes=10))
    placements = planning.propose(steady, SUNDAY, MORNING).plan.placements
    morning = [one for one in placements if one.end <= clock("10:00")]
    breaks = [(clock("07:50"), clock("08:00")), (clock("08:50"), clock("09:00"))]
    assert sum(one.minutes for one in morning) > 100
    for one in morning:
        assert all(one.end <= start or one.start >= end for start, end in breaks)


def test_every_day_has_a_plan_of_its_own(desk: Desk) -> None:
    monday = date(2026, 11, 23)
    make_plan(desk, SUNDAY, MORNING)
    make_plan(desk, monday, MORNING)
    tomorrow = planning.saved_plan(desk, monday)
    assert tomorrow is not None and saved(desk).date == SUNDAY
    assert all(one.start >= clock("2026-11-23 07:00") for one in tomorrow.placements)
    assert planning.saved_plan(desk, date(2026, 11, 24)) is None


def test_a_plan_says_how_much_downtime_it_fills(desk: Desk) -> None:
    task = queue.open_tasks(desk)[0]
    assert isinstance(task, Task)
    keep_plan(
        desk,
        a_placement(desk, "Receipts", "08:00", 20),
        a_placement(desk, "Tag photos", "09:00", 15),
        now=MORNING,
    )
    assert planning.filled_minutes(saved(desk)) == 35
