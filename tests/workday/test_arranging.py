"""Placements under the person's hands: moved, swapped, fitted in, made longer; and what makes room."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import (
    a_block,
    a_desk,
    a_placement,
    a_task,
    clock,
    keep_plan,
    task_called,
    usd,
    whole_sunday,
)

from gigplanner.model import GigError, Plan
from gigplanner.workday import arranging, blocks, planning, queue, reshaping
from gigplanner.workday.desk import Desk

SUNDAY = date(2026, 11, 22)
MORNING = clock("07:30")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Free at home from 8 to 10, in the car from 14 to 14:45, at home again from 16:00."""
    desk = a_desk(tmp_path)
    for block in (
        a_block("Breakfast", "07:00", "08:00", kind="personal"),
        a_block("DoorDash", "10:00", "14:00", kind="shift", place="car"),
        a_block("Dentist", "14:45", "16:00", kind="appointment", place="out", after=0),
        a_block("Party", "17:30", "22:00", kind="personal"),
    ):
        blocks.add_block(desk, block, MORNING)
    for task in (
        a_task("Survey", "4.00", 20, platform="Prolific", due=clock("17:00")),
        a_task("Receipts", "0.50", 5, units=12, platform="MTurk", needs=frozenset({"laptop"})),
        a_task("Photos", "1.00", 10, units=3, platform="Clickworker"),
        a_task("Logo", "30.00", 60, platform="Fiverr", splittable=True, min_chunk=20),
    ):
        queue.add_task(desk, task, MORNING)
    return desk


@pytest.fixture
def quick(desk: Desk) -> Desk:
    """The same desk, where to switch platforms takes no time."""
    return desk.with_settings(replace(desk.settings, switch_minutes=0.0))


def saved(desk: Desk) -> Plan:
    plan = planning.saved_plan(desk, SUNDAY)
    assert plan is not None
    assert all(one.end <= two.start for one, two in pairwise(plan.placements)), "placements overlap"
    return plan


def lies(desk: Desk) -> list[tuple[str, str]]:
    """What the plan holds, as titles and wall times; ◆ for what is pinned."""
    return [
        (f"{'◆ ' if one.pinned else ''}{one.title}", f"{desk.settings.wall(one.start):%H:%M}")
        for one in saved(desk).placements
    ]


def test_what_has_left_the_queue_makes_way_for_what_is_moved_over_it(quick: Desk) -> None:
    survey, photos = a_placement(quick, "Survey", "08:00", 20), a_placement(quick, "Photos", "08:20", 10)
    keep_plan(quick, survey, photos, now=MORNING)
    with quick.book.action("another device took it out of the queue", now=MORNING) as action:
        action.remove(task_called(quick, "Photos"))
    done = arranging.step(quick, SUNDAY, survey, 5, MORNING)
    assert done.words == "Survey: 08:05–08:25 now; Photos made way"
    assert lies(quick) == [("◆ Survey", "08:05")]


def test_five_minutes_later_the_neighbour_makes_room_and_only_the_moved_one_is_pinned(quick: Desk) -> None:
    survey, photos = a_placement(quick, "Survey", "08:00", 20), a_placement(quick, "Photos", "08:20", 10)
    keep_plan(quick, survey, photos, now=MORNING, within=0.001)
    done = arranging.step(quick, SUNDAY, survey, 5, MORNING)
    assert done.words == "Survey: 08:05–08:25 now"
    assert lies(quick) == [("◆ Survey", "08:05"), ("Photos", "08:25")]
    assert saved(quick).within is None  # nobody has proven anything about the new plan
    assert saved(quick).expected == usd("5.00")
    quick.book.undo(MORNING)
    assert lies(quick) == [("Survey", "08:00"), ("Photos", "08:20")]


def test_a_step_ends_at_the_edge_of_the_gap_and_one_more_is_refused(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Survey", "09:37", 20), now=MORNING, within=0.001)
    arranging.step(desk, SUNDAY, saved(desk).placements[0], 5, MORNING)
    assert lies(desk) == [("◆ Survey", "09:40")]
    with pytest.raises(GigError, match="“Survey” is at the end of its gap already"):
        arranging.step(desk, SUNDAY, saved(desk).placements[0], 5, MORNING)


def test_what_is_pinned_or_under_way_is_never_moved_by_another(desk: Desk) -> None:
    survey, photos = (
        a_placement(desk, "Survey", "08:00", 20),
        a_placement(desk, "Photos", "08:20", 10, pinned=True),
    )
    keep_plan(desk, survey, photos, now=MORNING, within=0.001)
    with pytest.raises(GigError, match="“Photos” is pinned from 08:20 to 08:30: it stays"):
        arranging.step(desk, SUNDAY, survey, 5, MORNING)
    with pytest.raises(GigError, match="“Survey” has begun: it stays where it is"):
        arranging.step(desk, SUNDAY, survey, 5, clock("08:10"))
    with pytest.raises(GigError, match="“Survey” is under way from 08:00 to 08:20"):
        arranging.move(desk, SUNDAY, photos, clock("08:15"), clock("08:10"))


def test_another_gap_takes_a_task_only_with_what_it_needs_and_before_it_is_due(quick: Desk) -> None:
    receipts = a_placement(quick, "Receipts", "09:00", 60, units=12)
    survey = a_placement(quick, "Survey", "08:00", 20)
    keep_plan(quick, survey, receipts, now=MORNING, within=0.001)
    arranging.move_to_gap(quick, SUNDAY, survey, 1, MORNING)
    assert ("◆ Survey", "14:00") in lies(quick)
    arranging.move_to_gap(quick, SUNDAY, receipts, 1, MORNING)  # the car has no laptop: on to the next
    assert lies(quick) == [("◆ Survey", "14:00"), ("◆ Receipts", "16:00")]
    with pytest.raises(GigError, match="There is no gap after this one"):
        arranging.move_to_gap(quick, SUNDAY, saved(quick).placements[1], 1, MORNING)
    with pytest.raises(GigError, match="“Receipts” needs a laptop, which is missing here"):
        arranging.move(quick, SUNDAY, saved(quick).placements[1], clock("14:20"), MORNING)
    with pytest.raises(GigError, match=r"“Survey” would end at 17:05, past its due \(Sun 22 Nov, 17:00\)"):
        arranging.move(quick, SUNDAY, saved(quick).placements[0], clock("16:45"), MORNING)
    with pytest.raises(GigError, match="There is no free time at 11:00"):
        arranging.move(quick, SUNDAY, saved(quick).placements[0], clock("11:00"), MORNING)
    with pytest.raises(GigError, match="“Survey” takes 20 min: from 14:30 only 15 min are free"):
        arranging.move(quick, SUNDAY, saved(quick).placements[0], clock("14:30"), MORNING)


def test_two_placements_change_places_within_a_gap_and_across(quick: Desk) -> None:
    survey, photos = a_placement(quick, "Survey", "08:00", 20), a_placement(quick, "Photos", "08:20", 10)
    keep_plan(quick, survey, photos, now=MORNING, within=0.001)
    assert arranging.swap(quick, SUNDAY, photos, survey, MORNING).words == "Swapped Photos and Survey"
    assert lies(quick) == [("◆ Photos", "08:00"), ("◆ Survey", "08:10")]

    survey, late = a_placement(quick, "Survey", "08:00", 20), a_placement(quick, "Photos", "16:00", 10)
    keep_plan(quick, survey, late, now=MORNING, within=0.001)
    arranging.swap(quick, SUNDAY, survey, late, MORNING)
    assert lies(quick) == [("◆ Photos", "08:00"), ("◆ Survey", "16:00")]


def test_a_placement_dragged_onto_another_takes_its_turn(quick: Desk) -> None:
    survey, photos = a_placement(quick, "Survey", "08:00", 20), a_placement(quick, "Photos", "08:20", 10)
    keep_plan(quick, survey, photos, now=MORNING, within=0.001)
    arranging.move_beside(quick, SUNDAY, survey, photos, MORNING)
    assert lies(quick) == [("Photos", "08:00"), ("◆ Survey", "08:10")]


def test_a_placement_dragged_onto_a_pinned_one_goes_right_beside_it(quick: Desk) -> None:
    pinned, logo = (
        a_placement(quick, "Survey", "08:00", 20, pinned=True),
        a_placement(quick, "Photos", "16:00", 10),
    )
    keep_plan(quick, pinned, logo, now=MORNING, within=0.001)
    arranging.move_beside(quick, SUNDAY, logo, pinned, MORNING)  # before it there is no free time
    assert lies(quick) == [("◆ Survey", "08:00"), ("◆ Photos", "08:20")]


def test_a_task_put_into_a_gap_gets_as_many_units_as_fit_after_the_time_to_switch(desk: Desk) -> None:
    keep_plan(
        desk,
        a_placement(desk, "Survey", "08:00", 20),
        a_placement(desk, "Photos", "09:00", 10),
        now=MORNING,
        within=0.001,
    )
    receipts = task_called(desk, "Receipts")
    done = arranging.place_task(desk, SUNDAY, receipts.id, clock("08:20"), MORNING)
    assert done.words == "Placed Receipts at 08:21"
    placed = saved(desk).placements[1]
    assert (placed.units, placed.minutes, placed.expected) == (7, 35, usd("3.50"))
    arranging.place_task(desk, SUNDAY, receipts.id, clock("09:10"), MORNING)
    assert [one.units for one in saved(desk).placements if one.title == "Receipts"] == [7, 5]
    with pytest.raises(GigError, match="“Receipts” is in the plan already, as much as there is of it"):
        arranging.place_task(desk, SUNDAY, receipts.id, clock("16:00"), MORNING)


def test_a_task_put_into_an_empty_day_begins_a_plan(desk: Desk) -> None:
    logo = task_called(desk, "Logo")
    arranging.place_task(desk, SUNDAY, logo.id, clock("14:00"), MORNING)
    assert lies(desk) == [("◆ Logo", "14:01")]
    placed = saved(desk).placements[0]
    assert (placed.minutes, placed.expected) == (44, usd("22.00"))  # a part, paid in proportion
    assert saved(desk).accepted_at is None
    desk.book.undo(MORNING)
    assert planning.saved_plan(desk, SUNDAY) is None


def test_what_does_not_fit_into_the_gap_is_refused_with_its_figures(desk: Desk) -> None:
    keep_plan(
        desk,
        a_placement(desk, "Logo", "14:00", 30),
        a_placement(desk, "Photos", "14:30", 10),
        now=MORNING,
        within=0.001,
    )
    survey = task_called(desk, "Survey")
    with pytest.raises(GigError, match="“Survey” takes 20 min at least: here 4 min are free"):
        arranging.place_task(desk, SUNDAY, survey.id, clock("14:00"), MORNING)
    with pytest.raises(GigError, match="There is no free time at 12:00"):
        arranging.place_task(desk, SUNDAY, survey.id, clock("12:00"), MORNING)
    queue.remove_tasks(desk, [survey.id], MORNING)
    with pytest.raises(GigError, match="not in the queue any more"):
        arranging.place_task(desk, SUNDAY, survey.id, clock("14:00"), MORNING)


def test_a_batch_grows_and_shrinks_by_units_and_divided_work_by_five_minutes(desk: Desk) -> None:
    keep_plan(
        desk,
        a_placement(desk, "Receipts", "08:00", 50, units=10),
        a_placement(desk, "Logo", "16:00", 20),
        now=MORNING,
        within=0.001,
    )
    for by, units in ((1, 11), (1, 12)):
        arranging.resize(desk, SUNDAY, saved(desk).placements[0], by, MORNING)
        assert saved(desk).placements[0].units == units
    assert saved(desk).placements[0].expected == usd("6.00")
    with pytest.raises(GigError, match="“Receipts” stays as long as it is: there is no more of it to do"):
        arranging.resize(desk, SUNDAY, saved(desk).placements[0], 1, MORNING)
    arranging.resize(desk, SUNDAY, saved(desk).placements[1], 1, MORNING)
    assert saved(desk).placements[1].expected == usd("12.50")
    arranging.resize(desk, SUNDAY, saved(desk).placements[1], -1, MORNING)
    with pytest.raises(GigError, match="less of it cannot be done at once"):
        arranging.resize(desk, SUNDAY, saved(desk).placements[1], -1, MORNING)


def test_what_finds_no_room_any_more_leaves_the_plan_and_is_named(desk: Desk) -> None:
    survey = a_placement(desk, "Survey", "16:00", 20)
    keep_plan(desk, a_placement(desk, "Photos", "14:00", 30, units=3), survey, now=MORNING, within=0.001)
    done = arranging.move(desk, SUNDAY, survey, clock("14:10"), MORNING)
    assert done.words == "Survey: 14:10–14:30 now; Photos made way"
    assert lies(desk) == [("◆ Survey", "14:10")]


def test_a_proposal_changed_by_hand_is_kept_by_that(desk: Desk) -> None:
    proposal = planning.propose(desk, SUNDAY, MORNING).plan
    survey = next(one for one in proposal.placements if one.title == "Survey")
    arranging.pin(desk, SUNDAY, survey, MORNING, plan=proposal)
    kept = saved(desk)
    assert kept.accepted_at is None and kept.within == proposal.within
    assert [one.title for one in kept.placements if one.pinned] == ["Survey"]
    again = planning.propose(desk, SUNDAY, MORNING).plan
    assert next(one for one in again.placements if one.title == "Survey").start == survey.start


def test_a_plan_that_another_window_changed_is_not_overwritten(desk: Desk) -> None:
    survey = a_placement(desk, "Survey", "08:00", 20)
    keep_plan(desk, survey, now=MORNING, within=0.001)
    arranging.drop(desk, SUNDAY, survey, MORNING)
    for change in (
        lambda: arranging.step(desk, SUNDAY, survey, 5, MORNING),
        lambda: arranging.move(desk, SUNDAY, survey, clock("09:00"), MORNING),
        lambda: arranging.resize(desk, SUNDAY, survey, 1, MORNING),
    ):
        with pytest.raises(GigError, match="The plan has changed meanwhile: look again"):
            change()


def test_the_time_to_switch_is_kept_before_what_is_moved_and_before_what_follows(desk: Desk) -> None:
    survey, photos = a_placement(desk, "Survey", "08:01", 20), a_placement(desk, "Photos", "08:22", 10)
    keep_plan(desk, survey, photos, now=MORNING)
    arranging.swap(desk, SUNDAY, survey, photos, MORNING)
    assert lies(desk) == [("◆ Photos", "08:01"), ("◆ Survey", "08:12")]
    with pytest.raises(GigError, match="“Photos” is at the beginning of its gap already"):
        arranging.step(desk, SUNDAY, saved(desk).placements[0], -5, MORNING)
    done = arranging.move(desk, SUNDAY, saved(desk).placements[1], clock("14:00"), MORNING)
    assert done.words == "Survey: 14:01–14:21 now"
    done = arranging.move_beside(desk, SUNDAY, *saved(desk).placements, MORNING)
    assert done.words == "Photos: 14:22–14:32 now"


def test_between_two_parts_of_a_platforms_work_nothing_is_switched(desk: Desk) -> None:
    first, second = (a_placement(desk, "Photos", start, 10) for start in ("08:01", "08:11"))
    keep_plan(desk, first, second, now=MORNING)
    arranging.move(desk, SUNDAY, second, clock("08:15"), MORNING)
    arranging.move_to_gap(desk, SUNDAY, first, 1, MORNING)
    assert lies(desk) == [("◆ Photos", "08:15"), ("◆ Photos", "14:01")]


def test_what_is_pinned_keeps_the_time_to_switch_to_it(desk: Desk) -> None:
    survey = a_placement(desk, "Survey", "09:00", 20)
    photos = a_placement(desk, "Photos", "08:22", 10, pinned=True)
    keep_plan(desk, survey, photos, now=MORNING)
    needs = "“Photos” is pinned from 08:22 to 08:32 and needs 1 min to switch to Clickworker before it"
    with pytest.raises(GigError, match=needs):
        arranging.move(desk, SUNDAY, survey, clock("08:02"), MORNING)
    arranging.move(desk, SUNDAY, survey, clock("08:01"), MORNING)
    assert lies(desk) == [("◆ Survey", "08:01"), ("◆ Photos", "08:22")]


def test_no_more_of_a_platform_is_placed_by_hand_than_its_daily_cap_allows(desk: Desk) -> None:
    capped = desk.with_settings(replace(desk.settings, daily_caps={"mturk": 3, "Clickworker": 1}))
    arranging.place_task(capped, SUNDAY, task_called(desk, "Receipts").id, clock("08:00"), MORNING)
    assert [one.units for one in saved(capped).placements] == [3]
    with pytest.raises(GigError, match="The daily cap of MTurk, 3, is reached"):
        arranging.resize(capped, SUNDAY, saved(capped).placements[0], 1, MORNING)
    with pytest.raises(GigError, match="The daily cap of MTurk, 3, is reached"):
        arranging.place_task(capped, SUNDAY, task_called(desk, "Receipts").id, clock("16:00"), MORNING)
    planned = planning.propose(capped, SUNDAY, MORNING).plan.placements
    assert sum(one.units for one in planned if one.title == "Receipts") == 3
    assert sum(one.units for one in planned if one.title == "Photos") == 1


def test_what_would_stay_where_it_is_says_so_and_nothing_is_written(desk: Desk) -> None:
    survey = a_placement(desk, "Survey", "08:01", 20, pinned=True)
    photos = a_placement(desk, "Photos", "08:22", 10, pinned=True)
    keep_plan(desk, survey, photos, now=MORNING)
    actions = desk.book.seq
    for to in (
        lambda: arranging.move_beside(desk, SUNDAY, photos, survey, MORNING),
        lambda: arranging.move(desk, SUNDAY, survey, clock("08:00"), MORNING),
    ):
        with pytest.raises(GigError, match="is there already"):
            to()
    assert desk.book.seq == actions


def test_a_gap_that_begins_later_leaves_the_time_to_switch(desk: Desk) -> None:
    keep_plan(desk, a_placement(desk, "Survey", "16:20", 20), now=MORNING)
    dentist = next(one for one in blocks.blocks_in(desk, whole_sunday()) if one.title == "Dentist")
    reshaping.move_edge(desk, SUNDAY, dentist, "end", 20, MORNING)
    assert lies(desk) == [("Survey", "16:21")]
    arranging.pin(desk, SUNDAY, saved(desk).placements[0], MORNING)
    later = replace(dentist, end=clock("16:20"))
    with pytest.raises(
        GigError, match="needs 1 min to switch to Prolific before it: its gap begins at 16:21"
    ):
        reshaping.move_edge(desk, SUNDAY, later, "end", 1, MORNING)
