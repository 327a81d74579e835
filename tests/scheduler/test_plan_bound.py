"""On random days: no rule is ever broken, and no plan at all is better than the bound."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st
from support.plan_checker import broken_rules, value_of, wholly_placed_musts

from gigplanner.model import Money, Task
from gigplanner.scheduler import DayPlan, Gap, Placement, PlanRules, plan_day

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
HAS = (frozenset({"phone", "laptop", "quiet"}), frozenset({"phone"}))
AMPLE = 600.0  # seconds: the work done ends the search, not the clock
LOOKS = 60  # at whether to stop
PLATFORMS = ("", "MTurk", "Prolific")


def planned(
    gaps: list[Gap], tasks: list[Task], rules: PlanRules, pins: list[Placement] | None = None
) -> DayPlan:
    """The plan that so much work finds, however fast the machine is."""
    looks = count()
    return plan_day(
        gaps, tasks, rules, pins=pins or [], budget=AMPLE, should_stop=lambda: next(looks) > LOOKS
    )


def minute(number: float) -> datetime:
    return NINE + timedelta(minutes=number)


@st.composite
def days(
    draw: st.DrawFn, longest: int, most_tasks: int, halves: bool
) -> tuple[list[Gap], list[Task], PlanRules]:
    gaps, at = [], 0
    for _ in range(draw(st.integers(1, 3))):
        start = at + draw(st.integers(0, 5))
        at = start + draw(st.integers(5, longest))
        gaps.append(Gap(minute(start), minute(at), "x", draw(st.sampled_from(HAS))))
    some_minute = st.none() | st.integers(0, at).map(minute)
    tasks = []
    for number in range(draw(st.integers(1, most_tasks))):
        split = draw(st.booleans()) and draw(st.booleans())
        task = Task(
            id=f"t{number}",
            title=f"t{number}",
            platform=draw(st.sampled_from(PLATFORMS)),
            pay=Money(draw(st.integers(0, 400)), "USD"),
            minutes=draw(st.integers(1, 12)) / (2 if halves else 1),
            units=1 if split else draw(st.sampled_from((1, 1, 2, 3))),
            due=draw(some_minute),
            not_before=draw(some_minute),
            needs=draw(st.sampled_from((frozenset[str](), frozenset({"laptop"})))),
            splittable=split,
            min_chunk=float(draw(st.integers(2, 6))) if split else None,
            odds=draw(st.sampled_from((1.0, 0.7))),
            worth=draw(st.none() | st.integers(0, 200).map(lambda minor: Money(minor, "USD"))),
            must=draw(st.integers(0, 5)) == 0,
        )
        tasks.append(task)
    caps = draw(st.dictionaries(st.sampled_from(PLATFORMS[1:]), st.integers(0, 3), max_size=2))
    work = draw(st.none() | st.integers(6, 20))
    rules = PlanRules(
        switch_minutes=draw(st.sampled_from((0.0, 1.0, 2.0))),
        daily_caps=caps,
        floor_rate=draw(st.none() | st.integers(0, 1500).map(lambda minor: Money(minor, "USD"))),
        work_minutes=work,
        rest_minutes=None if work is None else draw(st.integers(1, 4)),
    )
    return gaps, tasks, rules


@settings(max_examples=80, deadline=None)
@given(days(longest=90, most_tasks=25, halves=True))
def test_no_rule_is_ever_broken(day: tuple[list[Gap], list[Task], PlanRules]) -> None:
    gaps, tasks, rules = day
    plan = planned(gaps, tasks, rules)
    assert broken_rules(plan.placements, gaps, tasks, rules) == []
    placed = {each.task_id for each in plan.placements}
    assert {left.task_id for left in plan.unplaced} == {task.id for task in tasks} - placed
    assert all(left.reason for left in plan.unplaced)
    assert abs(value_of(plan.placements, tasks, rules) - plan.value.minor) <= 1 + len(plan.placements) / 2
    assert plan.bound.minor >= plan.value.minor
    assert planned(gaps, tasks, rules).placements == plan.placements


@settings(max_examples=60, deadline=None)
@given(days(longest=90, most_tasks=12, halves=True), st.data())
def test_pins_stay_and_everything_else_plans_around_them(
    day: tuple[list[Gap], list[Task], PlanRules], data: st.DataObject
) -> None:
    gaps, tasks, rules = day
    first = planned(gaps, tasks, rules).placements
    pins = [each for each in first if data.draw(st.booleans())]
    again = planned(gaps, tasks, rules, pins)
    assert set(pins) <= set(again.placements)
    assert broken_rules(again.placements, gaps, tasks, rules, pins) == []


@settings(max_examples=60, deadline=None)
@given(days(longest=12, most_tasks=4, halves=False))
def test_no_plan_at_all_is_better_than_the_bound(day: tuple[list[Gap], list[Task], PlanRules]) -> None:
    gaps, tasks, rules = day
    plan = planned(gaps, tasks, rules)
    held, best = best_of_all(gaps, tasks, rules)
    assert len(wholly_placed_musts(plan.placements, tasks)) == held
    value = value_of(plan.placements, tasks, rules)
    assert value <= best + 1e-6 <= plan.bound.minor + 2e-6
    if plan.within == 0:
        assert value >= best - 1e-6


def best_of_all(gaps: list[Gap], tasks: list[Task], rules: PlanRules) -> tuple[int, float]:
    """The most that must be done and can be, and the value of the best plan that holds so much of it.

    Both in whole minutes, found by trying every order of everything.
    """
    pieces = list(_pieces(gaps, rules))
    gains = [float(value_of([_one(task)], tasks, rules)) for task in tasks]

    @cache
    def go(
        piece: int, now: int, opened: frozenset[str], left: tuple[int, ...], caps: tuple[tuple[str, int], ...]
    ) -> tuple[int, float]:
        if piece == len(pieces):
            return sum(task.must and not rest for task, rest in zip(tasks, left, strict=True)), 0.0
        gap, _, end = pieces[piece]
        following = pieces[piece + 1] if piece + 1 < len(pieces) else None
        stays = following is not None and following[0] == gap
        best = go(piece + 1, following[1] if following else 0, opened if stays else frozenset(), left, caps)
        for number, task in enumerate(tasks):
            capped = dict(caps)
            if not task.needs <= gaps[gap].has or capped.get(task.platform, 1) < 1:
                continue
            switch = rules.switch_minutes if task.platform and task.platform not in opened else 0
            start = max(now + int(switch), _minutes(task.not_before) if task.not_before else 0)
            limit = min(end, _minutes(task.due) if task.due else end)
            for amount in _amounts(task, left[number], capped.get(task.platform, 99)):
                finish = start + amount * (1 if task.splittable else int(task.minutes))
                if finish > limit:
                    break
                share = amount / task.minutes if task.splittable else amount
                rest = (*left[:number], left[number] - amount, *left[number + 1 :])
                if task.platform in capped:
                    used = 1 if task.splittable else amount
                    capped = {**dict(caps), task.platform: dict(caps)[task.platform] - used}
                held, onward = go(piece, finish, opened | {task.platform}, rest, tuple(capped.items()))
                best = max(best, (held, gains[number] * share + onward))
        return best

    supply = tuple(int(task.minutes) if task.splittable else task.units for task in tasks)
    return go(0, pieces[0][1], frozenset(), supply, tuple(rules.daily_caps.items()))


def _amounts(task: Task, left: int, cap: int) -> range:
    if not task.splittable:
        return range(1, min(left, cap) + 1)
    least = int(min(task.min_chunk or 1, task.minutes))
    return range(least, left + 1)


def _pieces(gaps: list[Gap], rules: PlanRules):
    for number, gap in enumerate(gaps):
        start, end = _minutes(gap.start), _minutes(gap.end)
        while start < end:
            work = int(rules.work_minutes or end)
            yield number, start, min(end, start + work)
            start += work + int(rules.rest_minutes or 0)


def _minutes(at: datetime) -> int:
    return round((at - NINE).total_seconds() / 60)


def _one(task: Task):
    return SimpleNamespace(task_id=task.id, units=1, minutes=task.minutes)
