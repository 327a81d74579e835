"""Seven days planned as one: what is done once, when, and how it is accepted."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import CHICAGO, a_block, a_desk, a_task, clock, usd

from gigplanner.model import GigError, Plan
from gigplanner.workday import blocks, planning, queue
from gigplanner.workday.desk import Desk
from gigplanner.workday.week import WeekPlan, accept_week, propose_week, week_problem

MONDAY = date(2026, 11, 23)
EVENING_BEFORE = clock("20:00")
ONE_HOUR_A_DAY = [f"2026-11-{day} " for day in range(23, 30)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A week whose every day is taken but for the hour from 12 to 13."""
    desk = a_desk(tmp_path, replace(CHICAGO, switch_minutes=0.0))
    for day in ONE_HOUR_A_DAY:
        blocks.add_block(
            desk, a_block("Office", f"{day}07:00", f"{day}12:00", kind="personal"), EVENING_BEFORE
        )
        blocks.add_block(
            desk, a_block("Studies", f"{day}13:00", f"{day}22:00", kind="personal"), EVENING_BEFORE
        )
    return desk


def add(desk: Desk, *tasks: object) -> None:
    for task in tasks:
        queue.add_task(desk, task, EVENING_BEFORE)  # type: ignore[arg-type]


def week_of(desk: Desk) -> WeekPlan:
    return propose_week(desk, MONDAY, EVENING_BEFORE)


def titles(week: WeekPlan) -> dict[str, list[str]]:
    """What is done on each day, by its weekday."""
    return {f"{day.plan.date:%a}": [one.title for one in day.plan.placements] for day in week.days}


def test_a_batch_is_spread_over_the_week_and_no_unit_is_done_twice(desk: Desk) -> None:
    add(desk, a_task("Receipts", "0.50", 10, units=20))
    week = week_of(desk)
    units = Counter[date]()
    for day in week.days:
        for placed in day.plan.placements:
            assert placed.start >= clock(f"{day.plan.date} 12:00")
            assert placed.end <= clock(f"{day.plan.date} 13:00")
            units[day.plan.date] += placed.units
    assert sum(units.values()) == 20 and max(units.values()) == 6
    assert week.expected == usd("10.00")
    assert week.unplaced == ()


def test_what_is_due_sooner_is_done_sooner_and_what_may_not_begin_waits(desk: Desk) -> None:
    add(
        desk,
        a_task("Due Tuesday", "6", 60, due=clock("2026-11-24 18:00")),
        a_task("Due Monday", "5", 60, due=clock("2026-11-23 18:00")),
        a_task("From Sunday", "9", 60, not_before=clock("2026-11-29 08:00")),
    )
    done = titles(week_of(desk))
    assert (done["Mon"], done["Tue"], done["Sun"]) == (["Due Monday"], ["Due Tuesday"], ["From Sunday"])


def test_what_must_be_done_is_done_though_everything_else_pays_better(desk: Desk) -> None:
    add(desk, *(a_task(f"Gig {number}", "50", 60) for number in range(9)))
    add(desk, a_task("Tax form", "0", 30, must=True))
    assert "Tax form" in [title for day in titles(week_of(desk)).values() for title in day]


def test_days_planned_one_by_one_would_offer_the_same_task_each_day_but_the_week_does_not(desk: Desk) -> None:
    add(desk, a_task("Survey", "4", 20))
    alone = [planning.propose(desk, MONDAY + timedelta(days=n), EVENING_BEFORE).plan for n in range(7)]
    assert [len(plan.placements) for plan in alone] == [1] * 7
    assert sum(len(day) for day in titles(week_of(desk)).values()) == 1


def test_the_week_brings_what_its_days_bring_and_its_bound_is_that_of_all_together(desk: Desk) -> None:
    add(desk, *(a_task(f"Task {n}", f"{3 + n % 5}", 7 + 5 * n % 31, units=1 + n % 3) for n in range(40)))
    week = week_of(desk)
    assert week.expected == sum((day.plan.expected for day in week.days), usd("0"))
    assert week.expected <= week.bound
    slack = week.bound - week.value
    for day in week.days:
        assert day.plan.bound - day.plan.expected == slack
        for one, two in pairwise(sorted(day.plan.placements, key=lambda one: one.start)):
            assert one.end <= two.start


def test_worth_and_floor_count_in_the_value_of_a_day_as_in_that_of_the_week(desk: Desk) -> None:
    choosy = desk.with_settings(replace(desk.settings, floor_rate=usd("6")))
    add(
        desk,
        a_task("Course", "0", 45, worth=usd("30")),
        a_task("Poor", "1", 30),
        a_task("Good", "9", 20, units=7),
    )
    week = week_of(choosy)
    assert "Poor" not in [title for day in titles(week).values() for title in day]
    values = [day.solved.value.minor for day in week.days]
    assert abs(sum(values) - week.value.minor) <= len(values)


def test_a_pin_on_one_day_stays_and_uses_up_its_units(desk: Desk) -> None:
    add(desk, a_task("Receipts", "0.50", 10, units=6), a_task("Survey", "4", 20))
    plan = planning.propose(desk, MONDAY, EVENING_BEFORE).plan
    [receipts] = [one for one in plan.placements if one.title == "Receipts"]
    wednesday = MONDAY + timedelta(days=2)
    fixed = replace(
        receipts,
        start=clock("2026-11-25 12:10"),
        end=clock("2026-11-25 12:30"),
        units=2,
        minutes=20,
        pinned=True,
    )
    pinned = replace(plan, id=wednesday.isoformat(), date=wednesday, placements=(fixed,))
    planning.accept_plan(desk, wednesday, EVENING_BEFORE, pinned)
    week = week_of(desk)
    placed = [one for day in week.days for one in day.plan.placements if one.title == "Receipts"]
    assert fixed.start in [one.start for one in placed if one.pinned]
    assert sum(one.units for one in placed) == 6


def test_a_week_is_accepted_in_one_action_and_undone_in_one(desk: Desk) -> None:
    add(desk, a_task("Receipts", "0.50", 10, units=30))
    week = week_of(desk)
    assert list(desk.book.every(Plan)) == []
    done = accept_week(desk, week, EVENING_BEFORE)
    assert done.words.startswith("Accepted the plans of 7 days from Mon 23 Nov: ")
    assert done.words.endswith("$15.00 expected")
    kept = {plan.date: plan for plan in desk.book.every(Plan)}
    assert set(kept) == {MONDAY + timedelta(days=number) for number in range(7)}
    assert all(plan.accepted_at == EVENING_BEFORE for plan in kept.values())
    desk.book.undo(EVENING_BEFORE)
    assert list(desk.book.every(Plan)) == []


def test_a_day_of_the_week_is_accepted_on_its_own(desk: Desk) -> None:
    add(desk, a_task("Receipts", "0.50", 10, units=30))
    week = week_of(desk)
    tuesday = MONDAY + timedelta(days=1)
    done = accept_week(desk, week, EVENING_BEFORE, days=[tuesday])
    assert done.words.startswith("Accepted the plans of 1 day from Tue 24 Nov: 1 task, ")
    assert [plan.date for plan in desk.book.every(Plan)] == [tuesday]
    planning.accept_plan(desk, MONDAY, EVENING_BEFORE, week.days[0].plan)
    assert {plan.date for plan in desk.book.every(Plan)} == {MONDAY, tuesday}
    with pytest.raises(GigError, match="None of those days"):
        accept_week(desk, week, EVENING_BEFORE, days=[date(2026, 12, 24)])


def test_the_first_week_found_is_told_at_once_and_better_ones_after_it(desk: Desk) -> None:
    add(desk, *(a_task(f"Task {n}", f"{3 + n % 5}", 7 + 5 * n % 31, units=1 + n % 3) for n in range(40)))
    told: list[WeekPlan] = []
    week = week_problem(desk, MONDAY, EVENING_BEFORE).solve(on_progress=told.append)
    assert told and told[-1].expected <= week.expected <= week.bound
    assert [one.value for one in told] == sorted(one.value for one in told)
    stopped = week_problem(desk, MONDAY, EVENING_BEFORE).solve(should_stop=lambda: True)
    assert stopped.expected <= week.expected and stopped.days


def test_days_that_are_over_are_left_out_and_today_is_planned_from_now(desk: Desk) -> None:
    add(desk, a_task("Receipts", "0.50", 10, units=90))
    week = propose_week(desk, MONDAY, clock("2026-11-25 12:30"))
    assert [day.plan.date.day for day in week.days] == [25, 26, 27, 28, 29]
    assert week.days[0].plan.placements[0].start == clock("2026-11-25 12:30")


def test_a_week_without_gaps_or_tasks_is_refused_in_words(desk: Desk) -> None:
    with pytest.raises(GigError, match="The queue is empty"):
        week_of(desk)
    add(desk, a_task("Survey", "4", 20))
    with pytest.raises(GigError, match="no free gap of five minutes"):
        propose_week(desk, MONDAY, clock("2026-12-24 12:30"))


def test_a_task_left_out_says_so_for_the_week(desk: Desk) -> None:
    bare = desk.with_settings(replace(desk.settings, places={"home": ("phone",)}))
    add(desk, a_task("Survey", "4", 20), a_task("Code", "90", 30, needs=frozenset({"laptop"})))
    [left] = week_of(bare).unplaced
    assert left.reason == "needs a laptop, and no gap of the week has one"
