"""A week under daily caps: each day has its own, where the solver knows one cap for all that it plans.

The week is planned as one with the caps of its days added up: that asks no more of it than the days' own caps
do, so its bound holds for them, and where no day of it is over its cap it is the plan. Else its days are
planned one after another, each with what the days before and the pins leave it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import inf
from time import perf_counter

from msgspec.structs import replace

from gigplanner.model.records import Task
from gigplanner.scheduler.downtime import Gap
from gigplanner.scheduler.plan import DayPlan, Placement, PlanRules, Unplaced, plan_day

Stop = Callable[[], bool] | None


def plan_capped(
    days: Sequence[Sequence[Gap]],
    tasks: Mapping[str, Task],
    rules: PlanRules,
    *,
    pins: Sequence[Placement],
    budget: float,
    should_stop: Stop,
) -> tuple[DayPlan, bool]:
    """Return a plan of the gaps of all `days`, and whether its days had to be planned one after another.

    `pins` and the plan's placements count the gaps of the days one after the other.
    """
    began = perf_counter()
    gaps = [gap for day in days for gap in day]
    starts = [sum(len(day) for day in days[:number]) for number in range(len(days))]

    def on_day(number: int, placements: Sequence[Placement]) -> list[Placement]:
        inside = range(starts[number], starts[number] + len(days[number]))
        return [placed for placed in placements if placed.gap in inside]

    def used(placements: Sequence[Placement]) -> Counter[str]:
        return _units(placements, tasks)

    pinned = [used(on_day(number, pins)) for number in range(len(days))]
    caps = {name: sum(max(cap, there[name]) for there in pinned) for name, cap in rules.daily_caps.items()}
    together = plan_day(
        gaps,
        list(tasks.values()),
        replace(rules, daily_caps=caps),
        pins=pins,
        budget=budget / 2,
        should_stop=should_stop,
    )
    if all(
        used(on_day(number, together.placements))[name] <= max(cap, there[name])
        for number, there in enumerate(pinned)
        for name, cap in rules.daily_caps.items()
    ):
        return together, False

    held = list(pins)
    for number, day in enumerate(days):
        mine = on_day(number, held)
        elsewhere = [placed for placed in held if placed not in mine]
        taken = used(elsewhere)
        solved = plan_day(
            # what lies on other days is pinned in gaps of its own: it uses up units, and no time
            [*day, *(Gap(placed.start, placed.end) for placed in elsewhere)],
            list(tasks.values()),
            replace(rules, daily_caps={name: cap + taken[name] for name, cap in rules.daily_caps.items()}),
            pins=[
                *(replace(placed, gap=placed.gap - starts[number]) for placed in mine),
                *(replace(placed, gap=len(day) + index) for index, placed in enumerate(elsewhere)),
            ],
            budget=budget / 2 / len(days),
            should_stop=should_stop,
        )
        today = [
            replace(placed, gap=placed.gap + starts[number])
            for placed in solved.placements
            if placed.gap < len(day)
        ]
        held = [*elsewhere, *today]
    return _told(solved, held, together, tasks, rules, perf_counter() - began), True


def _told(
    last: DayPlan,
    held: Sequence[Placement],
    together: DayPlan,
    tasks: Mapping[str, Task],
    rules: PlanRules,
    seconds: float,
) -> DayPlan:
    """The plan whose days were planned one after another; `last` is that of the last, which knows all."""
    reasons = {left.task_id: left.reason for left in together.unplaced}
    bound = max(together.bound, last.value)
    return DayPlan(
        placements=tuple(sorted(held, key=lambda placed: placed.start)),
        expected=last.expected,
        value=last.value,
        bound=bound,
        within=bound.minor / last.value.minor - 1 if last.value.minor > 0 else inf if bound.minor else 0.0,
        seconds=seconds,
        unplaced=tuple(
            Unplaced(left.task_id, reasons.get(left.task_id) or _reason(tasks[left.task_id], rules))
            for left in last.unplaced
        ),
    )


def _reason(task: Task, rules: PlanRules) -> str:
    capped = task.platform in rules.daily_caps
    return f"daily cap of {task.platform} reached" if capped else "better-paid work took the time"


def _units(placements: Sequence[Placement], tasks: Mapping[str, Task]) -> Counter[str]:
    """How many units of each platform are placed."""
    units = Counter[str]()
    for placed in placements:
        units[tasks[placed.task_id].platform] += placed.units
    return units
