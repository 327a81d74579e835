"""The search for a plan: at once, ever better, stopped at will, the same again; and reasons that are true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support.plan_checker import broken_promises, broken_rules
from support.plan_days import Day, Stretch, make_day, stretches_of

from gigplanner.model import Money, Task
from gigplanner.scheduler import DayPlan, Gap, Placement, PlanRules, plan_day
from gigplanner.scheduler.master import Master

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
AMPLE = 600.0  # seconds: the work done ends the search, not the clock
FAMILIES = ("random", "tiny", "batches", "tight", "thirty gaps", "laptop", "platforms", "split", "musts")


class Stopped(Exception):
    """Raised by somebody who has seen enough."""


@pytest.mark.parametrize("family", FAMILIES)
def test_every_promise_is_kept_on_made_up_days(family: str) -> None:
    for size in (10, 60):
        day = make_day(family, size, seed=3)
        plan = plan_day(day.gaps, day.tasks, day.rules, budget=0.3)
        assert broken_promises(plan, day.gaps, day.tasks, day.rules) == []


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(FAMILIES), st.integers(0, 10_000))
def test_pins_of_any_plan_keep_every_promise(family: str, seed: int) -> None:
    day = make_day(family, 25, seed=seed)
    first = plan_day(day.gaps, day.tasks, day.rules, budget=0.05)
    pins = first.placements[::2]
    plan = plan_day(day.gaps, day.tasks, day.rules, pins=pins, budget=0.1)
    assert broken_promises(plan, day.gaps, day.tasks, day.rules, pins) == []


def test_the_same_day_gives_the_same_plan() -> None:
    day = make_day("random", 20, seed=5)
    plans = [plan_day(day.gaps, day.tasks, day.rules, budget=AMPLE) for _ in range(2)]
    assert plans[0].placements == plans[1].placements
    assert plans[0].bound == plans[1].bound


def test_whole_plans_come_at_once_and_only_ever_better() -> None:
    day = make_day("random", 300, number=3, seed=1)
    seen: list[DayPlan] = []
    last = plan_day(
        day.gaps,
        day.tasks,
        day.rules,
        budget=AMPLE,
        should_stop=lambda: len(seen) > 3,
        on_progress=seen.append,
    )
    assert len(seen) > 3
    assert [broken_rules(plan.placements, day.gaps, day.tasks, day.rules) for plan in seen] == [[]] * len(
        seen
    )
    assert [plan.value for plan in seen] == sorted(plan.value for plan in seen)
    assert [plan.bound for plan in seen] == sorted((plan.bound for plan in seen), reverse=True)
    assert seen[-1].placements == last.placements


def test_no_time_at_all_still_gives_a_whole_plan() -> None:
    day = make_day("random", 300, number=3, seed=1)
    plan = plan_day(day.gaps, day.tasks, day.rules, budget=0)
    assert plan.placements
    assert broken_promises(plan, day.gaps, day.tasks, day.rules) == []


def test_who_asks_it_to_stop_gets_the_best_plan_so_far() -> None:
    day = make_day("random", 300, number=3, seed=1)
    asked = 0

    def should_stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 10

    plan = plan_day(day.gaps, day.tasks, day.rules, budget=AMPLE, should_stop=should_stop)
    assert asked == 11
    assert broken_promises(plan, day.gaps, day.tasks, day.rules) == []


def test_what_the_listener_raises_ends_the_search() -> None:
    day = make_day("random", 100, seed=1)

    def listen(plan: DayPlan) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        plan_day(day.gaps, day.tasks, day.rules, budget=AMPLE, on_progress=listen)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_more_room_never_costs_more_than_what_was_left_open(seed: int) -> None:
    day = make_day("random", 15, seed=seed)
    # by a rhythm a longer gap would be cut in other places, and a must may now fit that pays little
    rules = replace(day.rules, work_minutes=None, rest_minutes=None)
    gaps, tasks = day.gaps, [replace(task, must=False) for task in day.tasks]
    plan = plan_day(gaps, tasks, rules, budget=0.2)
    longer = [*gaps[:-1], Gap(gaps[-1].start, gaps[-1].end + timedelta(minutes=30), "", gaps[-1].has)]
    bound = plan_day(longer, tasks, rules, budget=0.2).bound
    # a bound is proven to the fraction, and each line of a plan is rounded to the cent
    assert bound.minor + len(plan.placements) / 2 >= plan.value.minor


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_reason_is_true_since_the_task_enters_without_it(seed: int) -> None:
    day = make_day("random", 12, seed=seed)
    tasks = [replace(task, pay=Money(task.pay.minor + 1, "USD")) for task in day.tasks]
    plan = plan_day(day.gaps, tasks, day.rules, budget=0.1)
    for left in plan.unplaced:
        alone = replace(next(task for task in tasks if task.id == left.task_id), must=True)
        gaps, rules = day.gaps, day.rules
        if "needs" in left.reason:
            gaps = [Gap(gap.start, gap.end, gap.place, gap.has | alone.needs) for gap in gaps]
            alone = replace(alone, due=None, not_before=None)
        elif "the longest gap it fits" in left.reason:
            more = timedelta(hours=10)
            gaps = [Gap(gaps[-1].start, gaps[-1].end + more, "", gaps[-1].has | alone.needs)]
            alone, rules = replace(alone, due=None, not_before=None), PlanRules()
        elif "cap" in left.reason:
            rules = replace(rules, daily_caps={})
        elif "floor" in left.reason:
            rules = replace(rules, floor_rate=None)
        elif "due" in left.reason or "start before" in left.reason or "at a time" in left.reason:
            alone = replace(alone, due=None, not_before=None)
        alone = replace(alone, units=1)
        if alone.minutes * 60 > max(each.end - each.start for each in stretches_of_gaps(gaps, rules)) - 300:
            continue  # rhythm or switch may keep the whole of it out
        entered = plan_day(gaps, [alone], rules, budget=0.1)
        assert [each.task_id for each in entered.placements][:1] == [left.task_id], left.reason


def stretches_of_gaps(gaps: list[Gap], rules: PlanRules) -> list[Stretch]:
    return stretches_of(Day("", gaps, [], rules))


def test_hours_that_the_clock_goes_through_twice_count_as_hours() -> None:
    zone = ZoneInfo("America/New_York")
    start, end = (datetime(2026, 11, 1, hour, 30, tzinfo=zone).astimezone(UTC) for hour in (0, 2))
    gap = Gap(start, end, "home", frozenset())  # two hours by the wall clock, three by any other
    tasks = [Task(id=name, title=name, pay=Money(500, "USD"), minutes=60) for name in "abcd"]
    plan = plan_day([gap], tasks, PlanRules())
    assert len(plan.placements) == 3


def test_a_gap_across_midnight_is_one_gap() -> None:
    gap = Gap(NINE.replace(hour=23), NINE.replace(hour=23) + timedelta(hours=2), "home", frozenset())
    (placement,) = plan_day(
        [gap], [Task(id="a", title="a", pay=Money(500, "USD"), minutes=110)], PlanRules()
    ).placements
    assert placement.start.date() != placement.end.date()


def test_where_everything_is_pinned_nothing_is_left_to_gain() -> None:
    gap = Gap(NINE, NINE + timedelta(minutes=30), "home", frozenset())
    tasks = [Task(id="a", title="a", pay=Money(500, "USD"), minutes=30)]
    pin = Placement(
        task_id="a", gap=0, start=gap.start, end=gap.end, units=1, minutes=30, expected=Money(500, "USD")
    )
    plan = plan_day([gap], tasks, PlanRules(), pins=[pin])
    assert (plan.placements, plan.value, plan.bound, plan.within) == ((pin,), pin.expected, pin.expected, 0)


def test_ten_thousand_tasks_are_planned_with_a_bound() -> None:
    day = make_day("random", 10_000, number=1, seed=2)
    plan = plan_day(day.gaps, day.tasks, day.rules, budget=0.5)
    assert plan.placements
    assert broken_promises(plan, day.gaps, day.tasks, day.rules) == []


def test_what_must_be_done_is_done_in_two_gaps_where_none_holds_it_whole() -> None:
    gaps = [
        Gap(NINE, NINE + timedelta(minutes=5), "home"),
        Gap(NINE + timedelta(minutes=5), NINE + timedelta(minutes=10), "home"),
    ]
    must = Task(
        id="must",
        title="must",
        pay=Money(0, "USD"),
        minutes=4.0,
        splittable=True,
        min_chunk=2.0,
        not_before=NINE + timedelta(minutes=2),
        due=NINE + timedelta(minutes=7),
        must=True,
    )
    rival = Task(id="rival", title="rival", pay=Money(900, "USD"), minutes=3.0)
    for tasks in ([must], [must, rival]):
        plan = plan_day(gaps, tasks, PlanRules(switch_minutes=0.0))
        assert sum(placement.minutes for placement in plan.placements if placement.task_id == "must") == 4
        assert broken_promises(plan, gaps, tasks, PlanRules(switch_minutes=0.0)) == []


def test_a_switch_made_before_a_break_counts_behind_it() -> None:
    gap = Gap(NINE, NINE + timedelta(minutes=70), "home", frozenset())
    tasks = [
        Task(id=name, title=name, pay=Money(500, "USD"), minutes=minutes, platform="MTurk")
        for name, minutes in (("a", 28.0), ("b", 30.0))
    ]
    rules = PlanRules(switch_minutes=2.0, work_minutes=30, rest_minutes=10)
    plan = plan_day([gap], tasks, rules)
    assert {each.task_id: each.start for each in plan.placements} == {
        "a": NINE + timedelta(minutes=2),
        "b": NINE + timedelta(minutes=40),
    }
    assert broken_promises(plan, [gap], tasks, rules) == []


def test_behind_a_break_a_job_needs_its_switch_where_nothing_before_can_have_made_it() -> None:
    gap = Gap(NINE, NINE + timedelta(minutes=70), "home", frozenset())
    long = Task(id="a", title="a", pay=Money(500, "USD"), minutes=30.0, platform="MTurk")
    short = Task(id="b", title="b", pay=Money(10, "USD"), minutes=5.0, platform="MTurk")
    rules = PlanRules(switch_minutes=2.0, work_minutes=30, rest_minutes=10)
    alone = plan_day([gap], [long], rules)
    assert (alone.placements, alone.bound) == ((), Money(0, "USD"))
    said = "takes 30 min and 2 min to switch to it, the longest gap it fits is 30 min"
    assert [each.reason for each in alone.unplaced] == [said]
    both = plan_day([gap], [long, short], rules)
    assert [each.task_id for each in both.placements] == ["b", "a"]
    assert broken_promises(both, [gap], [long, short], rules) == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 20), st.lists(st.integers(0, 3), min_size=1, max_size=3, unique=True)),
        min_size=1,
        max_size=8,
    )
)
def test_the_linear_program_agrees_with_its_own_prices(columns: list[tuple[int, list[int]]]) -> None:
    master = Master(dict.fromkeys(range(4), 1.0))
    for value, rows in columns:
        master.add(float(value), dict.fromkeys(rows, 1.0))
    master.solve()
    prices, taken = master.prices, master.taken
    worth = sum(columns[number][0] * extent for number, extent in taken.items())
    assert sum(prices.values()) == pytest.approx(worth, abs=1e-3)
    for value, rows in columns:
        assert sum(prices[row] for row in rows) >= value - 1e-6
    for row in prices:
        used = sum(extent for number, extent in taken.items() if row in columns[number][1])
        assert used <= 1 + 1e-4
