"""A day's plan keeps every rule and says in words what it left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from support.plan_checker import broken_rules

from gigplanner.model import BadInput, Money, Task
from gigplanner.scheduler import DayPlan, Gap, Placement, PlanRules, plan_day

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOME = frozenset({"phone", "laptop", "data", "quiet", "hands"})
CAR = frozenset({"phone", "data"})


def minute(number: float) -> datetime:
    return NINE + timedelta(minutes=number)


def gap(start: float, end: float, has: frozenset[str] = HOME) -> Gap:
    return Gap(minute(start), minute(end), "home", has)


def task(name: str, pay: int, minutes: float, currency: str = "USD", **fields: object) -> Task:
    return Task(id=name, title=name, pay=Money(pay, currency), minutes=minutes, **fields)


def pin(name: str, start: float, end: float, pay: int = 100, units: int = 1) -> Placement:
    return Placement(
        task_id=name,
        gap=0,
        start=minute(start),
        end=minute(end),
        units=units,
        minutes=end - start,
        expected=Money(pay, "USD"),
    )


def when(plan: DayPlan) -> dict[str, tuple[float, float]]:
    return {
        each.task_id: ((each.start - NINE).seconds / 60, (each.end - NINE).seconds / 60)
        for each in plan.placements
    }


def reason(plan: DayPlan, name: str) -> str:
    return {left.task_id: left.reason for left in plan.unplaced}[name]


def planned(gaps: list[Gap], tasks: list[Task], rules: PlanRules | None = None, **extra: object) -> DayPlan:
    rules = rules or PlanRules()
    plan = plan_day(gaps, tasks, rules, **extra)
    assert broken_rules(plan.placements, gaps, tasks, rules) == []
    assert {each.task_id for each in plan.placements} | {left.task_id for left in plan.unplaced} == {
        each.id for each in tasks if each.status == "open"
    }
    return plan


def test_the_best_paid_combination_is_chosen_over_the_best_paid_task() -> None:
    tasks = [task("long", 900, 50), task("a", 500, 30), task("b", 500, 30)]
    plan = planned([gap(0, 60)], tasks)
    assert set(when(plan)) == {"a", "b"}
    assert plan.expected == plan.value == Money(1000, "USD")
    assert reason(plan, "long") == "better-paid work took the time"


def test_expected_money_counts_the_odds_of_being_paid() -> None:
    plan = planned([gap(0, 30)], [task("survey", 400, 20, odds=0.6), task("sure", 300, 20)])
    assert set(when(plan)) == {"sure"}
    assert planned([gap(0, 30)], [task("survey", 400, 20, odds=0.6)]).expected == Money(240, "USD")


def test_worth_counts_for_the_choice_but_is_no_money() -> None:
    course = task("course", 0, 30, worth=Money(800, "USD"))
    plan = planned([gap(0, 30)], [course, task("survey", 400, 30)])
    assert set(when(plan)) == {"course"}
    assert (plan.expected, plan.value) == (Money(0, "USD"), Money(800, "USD"))
    assert plan.bound == Money(800, "USD")


def test_the_switch_to_a_platform_is_paid_once_in_a_gap() -> None:
    rules = PlanRules(switch_minutes={"MTurk": 2, "Prolific": 3})
    tasks = [task("a", 100, 10, platform="MTurk"), task("b", 100, 10, platform="MTurk")]
    plan = planned([gap(0, 25)], [*tasks, task("c", 50, 3, platform="Prolific")], rules)
    assert when(plan) == {"a": (2, 12), "b": (12, 22)}
    assert reason(plan, "c") == "better-paid work took the time"


def test_a_batch_is_one_placement_of_as_many_units_as_fit() -> None:
    (placement,) = planned([gap(0, 25)], [task("receipts", 50, 2, units=40)]).placements
    assert (placement.units, placement.minutes, placement.expected) == (12, 24, Money(600, "USD"))


def test_a_batch_goes_on_in_the_next_gap_but_not_beyond_its_units() -> None:
    plan = planned([gap(0, 10), gap(20, 60)], [task("receipts", 50, 2, units=9)])
    assert sum(each.units for each in plan.placements) == 9


def test_a_task_that_can_be_split_is_worked_in_chunks_and_paid_in_proportion() -> None:
    logo = task("logo", 6000, 120, splittable=True, min_chunk=30)
    plan = planned([gap(0, 45), gap(60, 80), gap(90, 125)], [logo])
    assert [each.minutes for each in plan.placements] == [45, 35]
    assert plan.expected == Money(4000, "USD")


@pytest.mark.parametrize(
    ("call", "caps", "essay"),
    [
        ((60, 120), {}, [(0, 60), (120, 180)]),
        ((100, 140), {}, [(0, 90), (140, 170)]),  # a rest of 20 minutes would be too short for a chunk
        ((100, 160), {}, [(0, 100)]),
        ((60, 120), {"Upwork": 1}, [(0, 60)]),
    ],
)
def test_work_in_chunks_goes_on_after_what_has_its_hour(
    call: tuple[int, int], caps: dict[str, int], essay: list[tuple[float, float]]
) -> None:
    begins, ends = call
    tasks = [
        task("call", 9000, ends - begins, not_before=minute(begins), due=minute(ends)),
        task("essay", 6000, 120, platform="Upwork", splittable=True, min_chunk=30),
    ]
    plan = planned([gap(0, 180)], tasks, PlanRules(switch_minutes=0, daily_caps=caps))
    chunks = [each for each in plan.placements if each.task_id == "essay"]
    assert [(each.start, each.end) for each in chunks] == [(minute(a), minute(b)) for a, b in essay]
    assert plan.value == Money(9000 + sum(50 * (end - start) for start, end in essay), "USD")


def test_a_chunk_on_its_way_to_a_fixed_hour_makes_the_switch_for_both() -> None:
    tasks = [
        task("call", 9000, 60, platform="Upwork", not_before=minute(65), due=minute(125)),
        task("essay", 6000, 120, platform="Upwork", splittable=True, min_chunk=30),
    ]
    plan = planned([gap(0, 185)], tasks, PlanRules(switch_minutes=5))
    assert [(each.start, each.end) for each in plan.placements] == [
        (minute(5), minute(65)),
        (minute(65), minute(125)),
        (minute(125), minute(185)),
    ]
    assert plan.within < 1e-6


def test_what_is_shorter_than_a_chunk_is_one_chunk() -> None:
    plan = planned([gap(0, 15), gap(30, 60)], [task("short", 500, 20, splittable=True, min_chunk=30)])
    assert when(plan) == {"short": (30, 50)}


def test_due_times_and_releases_within_a_gap_are_kept() -> None:
    tasks = [
        task("due soon", 100, 20, due=minute(20)),
        task("later", 100, 20, not_before=minute(40)),
        task("any time", 100, 20),
    ]
    plan = planned([gap(0, 60)], tasks)
    assert when(plan) == {"due soon": (0, 20), "any time": (20, 40), "later": (40, 60)}


def test_a_task_goes_where_what_it_needs_is_at_hand() -> None:
    plan = planned([gap(0, 30, CAR), gap(60, 90)], [task("typing", 100, 20, needs=frozenset({"laptop"}))])
    assert when(plan) == {"typing": (60, 80)}


def test_a_daily_cap_takes_the_units_that_are_worth_most() -> None:
    rules = PlanRules(daily_caps={"Prolific": 1})
    tasks = [task("small", 60, 2, platform="Prolific"), task("big", 500, 40, platform="Prolific")]
    plan = planned([gap(0, 60)], tasks, rules)
    assert set(when(plan)) == {"big"}
    assert reason(plan, "small") == "daily cap of Prolific reached"


def test_long_work_is_cut_by_breaks() -> None:
    rules = PlanRules(work_minutes=50, rest_minutes=10)
    plan = planned([gap(0, 120)], [task("receipts", 50, 5, units=40)], rules)
    assert [(each.start, each.end) for each in plan.placements] == [
        (minute(0), minute(50)),
        (minute(60), minute(110)),
    ]


def test_what_must_be_done_comes_before_what_pays() -> None:
    plan = planned([gap(0, 30)], [task("tax form", 0, 20, must=True), task("survey", 900, 25)])
    assert set(when(plan)) == {"tax form"}


def test_all_that_must_be_done_is_placed_where_only_one_way_holds_it() -> None:
    gaps = [gap(0, 60, CAR), gap(90, 120)]
    tasks = [
        task("call", 0, 30, must=True),
        task("form", 0, 30, must=True, needs=frozenset({"laptop"})),
        task("photo", 0, 30, must=True, due=minute(60)),
    ]
    assert set(when(planned(gaps, tasks))) == {"call", "form", "photo"}


def test_what_must_be_done_late_leaves_the_time_before_it_free() -> None:
    tasks = [task("call", 0, 20, must=True, not_before=minute(100)), task("survey", 900, 90)]
    assert when(planned([gap(0, 120)], tasks)) == {"survey": (0, 90), "call": (100, 120)}


def test_a_pin_stays_and_uses_up_its_time_and_units() -> None:
    tasks = [task("receipts", 50, 2, units=10), task("survey", 400, 12)]
    plan = planned([gap(0, 30)], tasks, pins=[pin("receipts", 10, 18, 200, units=4)])
    assert [each for each in plan.placements if each.start == minute(10)] == [
        pin("receipts", 10, 18, 200, units=4)
    ]
    assert sum(each.units for each in plan.placements if each.task_id == "receipts") <= 10
    assert when(plan)["survey"] == (18, 30)


@pytest.mark.parametrize(
    ("pins", "says"),
    [([pin("a", 50, 70)], "“a” lies in no gap"), ([pin("a", 0, 10), pin("b", 5, 15)], "“a” and “b” overlap")],
)
def test_a_pin_that_cannot_stay_is_refused(pins: list[Placement], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        plan_day([gap(0, 60)], [task("a", 100, 10), task("b", 100, 10)], PlanRules(), pins=pins)


@pytest.mark.parametrize(
    ("left_out", "rules", "says"),
    [
        (task("x", 100, 10, needs=frozenset({"laptop"})), {}, "needs a laptop, and no gap today has one"),
        (
            task("x", 100, 10, needs=frozenset({"laptop", "quiet"})),
            {},
            "needs a laptop and quiet, and no gap today has all of that",
        ),
        (task("x", 100, 10, due=minute(-5)), {}, "due before the first free gap"),
        (task("x", 100, 10, not_before=minute(60)), {}, "cannot start before the last free gap ends"),
        (
            task("x", 100, 5, not_before=minute(31), due=minute(39)),
            {},
            "may only be done at a time when there is no free gap",
        ),
        (task("x", 100, 45), {}, "takes 45 min, the longest gap it fits is 30 min"),
        (
            task("x", 100, 30, platform="MTurk"),
            {},
            "takes 30 min and 1 min to switch to it, the longest gap it fits is 30 min",
        ),
        (task("x", 100, 30), {"floor_rate": Money(1200, "USD")}, "below your floor of $12.00 an hour"),
        (task("x", 0, 10), {}, "brings nothing: it has no pay, no odds or no worth"),
        (task("x", 100, 10, platform="MTurk"), {"daily_caps": {"MTurk": 0}}, "daily cap of MTurk reached"),
        (task("x", 100, 0), {}, "takes no time as entered: give it minutes"),
        (task("x", 100, 10, units=0), {}, "no units are left to do"),
        (
            task("x", 100, 10, currency="GBP"),
            {"currency": "USD"},
            "paid in GBP: set a rate to plan it with USD work",
        ),
        (task("x", 100, 10, worth=Money(1, "EUR")), {}, "its worth is in EUR: give it in USD"),
    ],
)
def test_what_is_left_out_gets_the_reason_that_binds(
    left_out: Task, rules: dict[str, object], says: str
) -> None:
    plan = planned([gap(0, 30, CAR), gap(40, 60, CAR)], [left_out], PlanRules(**rules))
    assert reason(plan, "x") == says
    assert plan.placements == ()
    assert plan.within == 0


def test_a_day_without_gaps_says_so() -> None:
    plan = planned([], [task("x", 100, 10)])
    assert reason(plan, "x") == "no free gap is left"
    assert (plan.expected, plan.bound) == (Money(0, "USD"), Money(0, "USD"))


def test_currencies_are_never_added() -> None:
    tasks = [
        task("a", 100, 10),
        task("b", 100, 10, currency="GBP"),
        task("c", 100, 10, currency="GBP"),
    ]
    plan = planned([gap(0, 60)], tasks)
    assert plan.expected == Money(200, "GBP")
    assert reason(plan, "a") == "paid in USD: set a rate to plan it with GBP work"


def test_what_is_done_is_not_planned() -> None:
    assert planned([gap(0, 60)], [task("a", 100, 10, status="done")]).placements == ()


def test_progress_begins_with_a_whole_plan_and_ends_with_the_best() -> None:
    seen: list[DayPlan] = []
    plan = planned([gap(0, 30), gap(40, 60)], [task("a", 100, 10)], on_progress=seen.append)
    assert seen[-1].placements == plan.placements
    assert [each.expected.minor for each in seen] == sorted(each.expected.minor for each in seen)


@pytest.mark.parametrize(
    ("gaps", "tasks", "rules", "says"),
    [
        ([], [task("a", 100, -1)], {}, "“a” must take 0 minutes or more"),
        ([], [task("a", 100, float("nan"))], {}, "“a” must take 0 minutes or more"),
        ([], [task("a", 100, 1, odds=1.5)], {}, "odds between 0 and 1"),
        ([], [task("a", 100, 1, units=-1)], {}, "0 units or more"),
        ([], [task("a", -100, 1)], {}, "must pay 0 or more"),
        ([], [task("a", 100, 1, due=NINE.replace(tzinfo=None))], {}, "without a zone"),
        ([], [task("a", 100, 1), task("a", 100, 1)], {}, "Two tasks have the id"),
        ([gap(10, 0)], [], {}, "ends before it starts"),
        ([gap(0, 20), gap(10, 30)], [], {}, "Two gaps overlap"),
        ([], [], {"switch_minutes": -1.0}, "switch platform"),
        ([], [], {"daily_caps": {"MTurk": -1}}, "daily cap of “MTurk”"),
        ([], [], {"work_minutes": 50.0}, "needs both"),
        ([], [], {"floor_rate": Money(1, "USD"), "currency": "EUR"}, "floor rate is in USD"),
    ],
)
def test_numbers_that_make_no_sense_are_refused_in_words(
    gaps: list[Gap], tasks: list[Task], rules: dict[str, object], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        plan_day(gaps, tasks, PlanRules(**rules))
