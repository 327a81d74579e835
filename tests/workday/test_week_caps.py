"""A week under daily caps: no day over its own, no unit done twice, and a bound that holds."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support.desks import a_task, clock
from support.plan_checker import broken_rules, value_of

from gigplanner.model import Task
from gigplanner.scheduler import Gap, Placement, PlanRules, plan_day
from gigplanner.workday.planning import Problem
from gigplanner.workday.week import WeekProblem

MONDAY = date(2026, 11, 23)
HOME = frozenset({"phone", "laptop"})
NOW = clock("20:00")


def a_week(
    minutes: list[int], tasks: list[Task], rules: PlanRules, *, pin_on: int | None = None
) -> WeekProblem:
    """A day for each of `minutes`, all of it one gap from noon on; the first task may be pinned on one."""
    days = []
    for number, length in enumerate(minutes):
        noon = clock(f"{MONDAY + timedelta(days=number)} 12:00")
        gaps = (Gap(noon, noon + timedelta(minutes=length), "home", HOME),)
        pins = (a_pin(tasks[0], gaps[0]),) if number == pin_on else ()
        days.append(
            Problem(
                day=MONDAY + timedelta(days=number),
                now=NOW,
                gaps=gaps,
                free_minutes=length,
                tasks={task.id: task for task in tasks},
                rules=rules,
                pins=pins,
            )
        )
    return WeekProblem(MONDAY, tuple(days))


def a_pin(task: Task, gap: Gap) -> Placement:
    start = gap.start + timedelta(minutes=2)
    end = start + timedelta(minutes=task.minutes)
    return Placement(
        task_id=task.id, gap=0, start=start, end=end, units=1, minutes=task.minutes, expected=task.pay
    )


def test_a_week_whose_best_plan_keeps_each_days_cap_is_that_plan() -> None:
    surveys = a_task("Surveys", "2.00", 10, units=6, platform="Prolific")
    week = a_week([60, 60, 60], [surveys], PlanRules(switch_minutes=0, daily_caps={"Prolific": 6})).solve()
    assert not week.is_day_by_day
    assert week.expected == surveys.pay.times(6) and week.within < 1e-6


def test_days_are_planned_one_after_another_where_a_cap_binds_and_the_bound_still_holds() -> None:
    surveys = a_task("Surveys", "2.00", 10, units=20, platform="Prolific")
    tags = a_task("Tags", "0.50", 10, units=20, platform="MTurk")
    rules = PlanRules(switch_minutes=0, daily_caps={"Prolific": 2})
    week = a_week([60, 0, 30], [surveys, tags], rules).solve()
    assert week.is_day_by_day
    done = [(one.title, one.units) for day in week.days for one in day.plan.placements]
    assert sorted(done) == [("Surveys", 2), ("Surveys", 2), ("Tags", 1), ("Tags", 4)]
    assert week.expected.minor == 4 * 200 + 5 * 50 <= week.bound.minor


def test_a_pin_uses_up_the_cap_of_its_own_day_alone() -> None:
    surveys = a_task("Surveys", "2.00", 10, units=9, platform="Prolific")
    rules = PlanRules(switch_minutes=0, daily_caps={"Prolific": 1})
    week = a_week([60, 60, 60], [surveys], rules, pin_on=1).solve()
    assert [sum(one.units for one in day.plan.placements) for day in week.days] == [1, 1, 1]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from([20, 45, 90]), min_size=2, max_size=4),
    st.lists(
        st.tuples(
            st.integers(1, 9),
            st.integers(2, 20),
            st.integers(1, 6),
            st.sampled_from(["Prolific", "MTurk", ""]),
        ),
        min_size=1,
        max_size=7,
    ),
    st.integers(0, 3),
)
def test_no_day_breaks_a_rule_and_no_other_week_is_worth_more_than_the_bound(
    minutes: list[int], pieces: list[tuple[int, int, int, str]], cap: int
) -> None:
    tasks = [
        a_task(f"Task {pay}", f"{pay}.00", length, units=units, platform=platform)
        for pay, length, units, platform in pieces
    ]
    rules = PlanRules(switch_minutes=1.0, daily_caps={"Prolific": cap, "MTurk": 2})
    week = a_week(minutes, tasks, rules).solve(budget=0.4)
    for day in week.days:
        assert broken_rules(day.solved.placements, day.gaps, tasks, rules) == []
    placements = [one for day in week.days for one in day.solved.placements]
    for task in tasks:
        assert sum(one.units for one in placements if one.task_id == task.id) <= task.units
    assert abs(value_of(placements, tasks, rules) - week.value.minor) <= len(placements)
    assert week.value <= week.bound
    backwards = week_by_hand(minutes, tasks, rules)
    assert value_of(backwards, tasks, rules) <= week.bound.minor


def week_by_hand(minutes: list[int], tasks: list[Task], rules: PlanRules) -> list[Placement]:
    """Another week that keeps all caps: its days planned from the last to the first."""
    left = {task.id: task for task in tasks}
    found: list[Placement] = []
    for day in reversed(a_week(minutes, tasks, rules).days):
        plan = plan_day(day.gaps, list(left.values()), rules, budget=0.1)
        found += plan.placements
        for one in plan.placements:
            left[one.task_id] = replace(left[one.task_id], units=left[one.task_id].units - one.units)
        left = {key: task for key, task in left.items() if task.units}
    return found
