"""The checker of plans finds every rule that is broken on purpose, and accepts what is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from support.plan_checker import (
    broken_promises,
    broken_rules,
    outdone_by,
    value_of,
    wholly_placed_musts,
)
from support.plan_days import FAMILIES, make_day

from gigplanner.model import Money, Task
from gigplanner.scheduler import DayPlan, Gap, Placement, PlanRules, Unplaced

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)


def minute(number: float) -> datetime:
    return NINE + timedelta(minutes=number)


def task(name: str, pay: int, minutes: float, **fields: object) -> Task:
    return Task(id=name, title=name, pay=Money(pay, "USD"), minutes=minutes, **fields)


def placed(
    name: str, start: float, end: float, expected: int, *, units: int = 1, gap: int = 0, **fields: object
) -> Placement:
    return Placement(
        task_id=name,
        gap=gap,
        start=minute(start),
        end=minute(end),
        units=units,
        minutes=fields.pop("minutes", end - start),
        expected=Money(expected, fields.pop("currency", "USD")),
    )


GAPS = [
    Gap(minute(0), minute(70), "home", frozenset({"phone", "laptop"})),
    Gap(minute(100), minute(130), "car", frozenset({"phone"})),
]
RECEIPTS = task("receipts", 10, 2, platform="MTurk", units=12)
SURVEY = task("survey", 300, 13, platform="Prolific", odds=0.7, needs=frozenset({"laptop"}))
LOGO = task("logo", 6000, 120, splittable=True, min_chunk=10, not_before=minute(20), due=minute(125))
COURSE = task("course", 0, 10, worth=Money(80, "USD"), must=True)
LEFT = task("left", 5, 30)
TASKS = [RECEIPTS, SURVEY, LOGO, COURSE, LEFT]
RULES = PlanRules(
    switch_minutes={"MTurk": 1, "Prolific": 2},
    daily_caps={"MTurk": 10},
    floor_rate=Money(60, "USD"),
    work_minutes=50,
    rest_minutes=10,
)
GOOD = (
    placed("receipts", 1, 17, 80, units=8),
    placed("survey", 19, 32, 210),
    placed("logo", 32, 50, 900),
    placed("course", 60, 70, 0),
    placed("logo", 100, 120, 1000, gap=1),
    placed("receipts", 121, 125, 20, units=2, gap=1),
)
VALUE = 2210 + 80 - (20 + 13 + 38 + 10)  # the pay, the course's worth, a cent a minute for the floor


def plan(placements: Sequence[Placement] = GOOD, **fields: object) -> DayPlan:
    made = DayPlan(
        placements=tuple(placements),
        expected=Money(2210, "USD"),
        value=Money(VALUE, "USD"),
        bound=Money(2300, "USD"),
        within=2300 / VALUE - 1,
        seconds=0.1,
        unplaced=(Unplaced("left", "better-paid work took the time"),),
    )
    return replace(made, **fields)


def changed(number: int, **fields: object) -> list[Placement]:
    """The good plan with one placement changed."""
    return [replace(each, **fields) if at == number else each for at, each in enumerate(GOOD)]


def moved(number: int, start: float, end: float, **fields: object) -> list[Placement]:
    """The good plan with one placement at other minutes."""
    return changed(number, start=minute(start), end=minute(end), minutes=end - start, **fields)


def test_a_plan_that_keeps_all_rules_is_accepted() -> None:
    assert broken_rules(GOOD, GAPS, TASKS, RULES) == []
    assert broken_promises(plan(), GAPS, TASKS, RULES) == []
    assert value_of(GOOD, TASKS, RULES) == VALUE


@pytest.mark.parametrize(
    ("placements", "says"),
    [
        (moved(1, 18.5, 31.5), "survey at 09:18:30: no time before it"),
        (moved(0, 0, 16), "receipts at 09:00:00: no time to switch before it"),
        (moved(5, 119, 123), "receipts at 10:59:00: no time before it"),
        (moved(2, 31, 49), "logo at 09:31:00: no time before it"),
        (moved(2, 33, 51), "logo at 09:33:00: in a break"),
        (moved(3, 59, 69), "course at 09:59:00: in a break"),
        (moved(3, 61, 71), "course at 10:01:00: outside its gap"),
        (moved(4, 99, 119), "logo at 10:39:00: outside its gap"),
        (changed(1, gap=1), "survey at 09:19:00: outside its gap"),
        (changed(1, gap=1), "survey at 09:19:00: the gap lacks what it needs"),
        (changed(1, gap=7), "survey: no such task or gap"),
        (changed(1, gap=-1), "survey: no such task or gap"),
        (changed(1, task_id="?"), "?: no such task or gap"),
        (moved(2, 17, 35), "logo at 09:17:00: too early"),
        (moved(4, 106, 126), "logo at 10:46:00: too late"),
        (changed(3, minutes=11), "course at 10:00:00: its minutes are not its length"),
        (moved(3, 60 + 1e-4, 70), "course at 10:00:00: not whole seconds"),
        (moved(3, 70, 60), "course at 10:10:00: not whole seconds"),
        (moved(2, 41, 50), "logo at 09:41:00: chunk too short"),
        (changed(2, units=2), "logo at 09:32:00: a chunk counts as one unit"),
        (moved(3, 60, 69), "course at 10:00:00: not the time that its units take"),
        (moved(1, 19, 32 + 1 / 60), "survey at 09:19:00: not the time that its units take"),
        (changed(0, units=9), "receipts at 09:01:00: not the time that its units take"),
        (changed(1, units=0), "survey at 09:19:00: not one unit"),
        (changed(1, units=2), "survey: more units than there are"),
        (moved(5, 121, 129, units=4), "MTurk: over its cap"),
        (moved(0, 1, 23, units=11)[:1], "MTurk: over its cap"),
        ([*GOOD, placed("course", 50, 60, 0)], "course: more units than there are"),
    ],
)
def test_each_rule_that_a_placement_breaks_is_named(placements: list[Placement], says: str) -> None:
    assert says in broken_rules(placements, GAPS, TASKS, RULES)


def test_more_minutes_than_a_split_task_has_are_found() -> None:
    tasks = [replace(each, minutes=37.0) if each.id == "logo" else each for each in TASKS]
    assert "logo: more minutes than there are" in broken_rules(GOOD, GAPS, tasks, RULES)


def test_what_is_not_open_may_not_be_placed() -> None:
    tasks = [replace(each, status="done") if each.id == "course" else each for each in TASKS]
    assert broken_rules(GOOD, GAPS, tasks, RULES) == ["course at 10:00:00: is not open"]


def test_a_switch_may_not_be_made_in_a_break() -> None:
    rules = replace(RULES, daily_caps={})
    after_the_break = [placed("survey", 60, 73, 210)]
    assert broken_rules(after_the_break, GAPS, TASKS, rules)[-1].endswith("no time to switch before it")
    opened_before = [placed("receipts", 46, 48, 10), placed("receipts", 60, 62, 10)]
    assert broken_rules(opened_before, GAPS, TASKS, rules) == []


def test_breaks_count_from_the_first_whole_second_of_a_gap() -> None:
    rules = PlanRules(work_minutes=50, rest_minutes=10)
    late = [Gap(minute(0) - timedelta(milliseconds=300), minute(70), "home")]
    assert broken_rules([placed("course", 40, 50, 0)], late, TASKS, rules) == []
    assert broken_rules([placed("course", 50, 60, 0)], late, TASKS, rules) == [
        "course at 09:50:00: in a break"
    ]


def test_one_switch_opens_a_platform_for_its_gap_only() -> None:
    back_to_it = [placed("receipts", 1, 3, 10), placed("course", 3, 13, 0), placed("receipts", 13, 15, 10)]
    assert broken_rules(back_to_it, GAPS, TASKS, RULES) == []
    next_gap = [back_to_it[0], placed("receipts", 100, 102, 10, gap=1)]
    assert broken_rules(next_gap, GAPS, TASKS, RULES) == ["receipts at 10:40:00: no time to switch before it"]


def test_an_overlap_is_found_behind_a_short_placement_too() -> None:
    inside = [placed("logo", 20, 50, 1500), placed("receipts", 30, 32, 10), placed("course", 40, 50, 0)]
    assert "course at 09:40:00: no time before it" in broken_rules(inside, GAPS, TASKS, RULES)


def test_pins_are_taken_as_they_are_but_leave_less_for_the_rest() -> None:
    pin = placed("receipts", 1, 15, 70, units=7)  # too few minutes before it, were it chosen
    odd = [replace(pin, start=minute(0.5), end=minute(14.5))]
    assert broken_rules(odd, GAPS, TASKS, RULES, pins=odd) == []
    assert broken_rules([], GAPS, TASKS, RULES, pins=odd) == ["receipts: its pin is gone"]
    more = [*odd, placed("receipts", 15, 23, 40, units=4)]
    assert broken_rules(more, GAPS, TASKS, RULES, pins=odd) == ["MTurk: over its cap"]
    before = [placed("course", 20, 30, 0), placed("survey", 31, 44, 210)]
    assert broken_rules(before, GAPS, TASKS, RULES, pins=before[1:]) == [
        "survey at 09:31:00: no time before it"
    ]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (plan(changed(1, expected=Money(211, "USD"))), "survey at 09:19:00: expects $2.11, not 210.0"),
        (plan(changed(1, expected=Money(210, "EUR"))), "money of several currencies"),
        (plan(expected=Money(2211, "USD")), "the expected money is not that of its placements"),
        (plan(value=Money(VALUE + 4, "USD")), f"states a value of {VALUE + 4}, has {float(VALUE)}"),
        (
            plan(bound=Money(VALUE - 1, "USD"), within=0.0),
            f"its bound {VALUE - 1} is below its own value {float(VALUE)}",
        ),
        (plan(within=0.0), f"is within 0.0, but 2300 bounds {float(VALUE)}"),
        (plan(unplaced=()), "what is left out is not what is not placed"),
        (plan(unplaced=(Unplaced("left", ""),)), "left: left out without a reason"),
        (plan(moved(1, 18, 31)), "survey at 09:18:00: no time before it"),
    ],
)
def test_each_promise_that_a_plan_does_not_hold_is_named(wrong: DayPlan, says: str) -> None:
    assert says in broken_promises(wrong, GAPS, TASKS, RULES)


def test_a_bound_below_another_feasible_plan_is_found() -> None:
    shorter = plan(GOOD[1:], bound=Money(VALUE - 1, "USD"))
    assert outdone_by(shorter, GOOD, GAPS, TASKS, RULES) == [
        f"its bound {VALUE - 1} is below a feasible {float(VALUE)}"
    ]
    assert outdone_by(plan(), GOOD, GAPS, TASKS, RULES) == []


def test_what_must_be_done_and_could_be_is_found() -> None:
    without = plan([each for each in GOOD if each.task_id != "course"])
    assert outdone_by(without, GOOD, GAPS, TASKS, RULES) == ["['course'] must be done and could be"]


def test_what_breaks_a_rule_shows_nothing_about_other_plans() -> None:
    with pytest.raises(ValueError, match="not feasible"):
        outdone_by(plan(), moved(1, 18, 31), GAPS, TASKS, RULES)


def test_a_must_counts_as_done_with_its_last_unit_or_second() -> None:
    must = [task("some", 10, 2, units=3, must=True), task("long", 100, 40, splittable=True, must=True)]
    parts = [placed("some", 0, 4, 20, units=2), placed("long", 10, 30, 50)]
    assert wholly_placed_musts(parts, must) == set()
    rest = [placed("some", 4, 6, 10), placed("long", 30, 50, 50)]
    assert wholly_placed_musts([*parts, *rest], must) == {"some", "long"}


def test_a_third_of_a_minute_is_whole_seconds() -> None:
    thirds = task("thirds", 1, 1 / 3, units=200)
    hundred = [placed("thirds", 0, 100 / 3, 100, units=100)]
    assert broken_rules(hundred, GAPS, [thirds], PlanRules()) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_a_made_up_day_is_the_same_for_the_same_seed_only(family: str) -> None:
    one, same, other = make_day(family, 30, 1), make_day(family, 30, 1), make_day(family, 30, 2)
    assert one == same != other
    assert len(one.tasks) == 30
    assert all(gap.start < gap.end for gap in one.gaps)
    assert all(earlier.end < later.start for earlier, later in zip(one.gaps, one.gaps[1:], strict=False))


def test_made_up_days_have_all_that_makes_planning_hard() -> None:
    days = [make_day(family, 200, number) for family in FAMILIES for number in range(4)]
    tasks = [task for day in days for task in day.tasks]
    some: list[Callable[[Task], object]] = [
        lambda task: task.units > 300,
        lambda task: task.splittable and (task.min_chunk or 0) > 20,
        lambda task: task.due and task.not_before,
        lambda task: task.worth,
        lambda task: task.must,
        lambda task: task.odds < 0.7,
        lambda task: "quiet" in task.needs,
    ]
    assert all(any(of_kind(task) for task in tasks) for of_kind in some)
    assert any(day.rules.work_minutes for day in days)
    assert any(day.rules.floor_rate for day in days)
    assert any(day.rules.daily_caps for day in days)
    assert all(not task.due or not task.not_before or task.not_before < task.due for task in tasks)
