"""What a plan may not do, checked from the problem statement alone: shares nothing with the solver.

All sums are of fractions; a microsecond is forgiven, since a third of a minute has no exact number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from gigplanner.model import Task
from gigplanner.scheduler import DayPlan, Gap, Placement, PlanRules

FORGIVEN = Fraction(1, 10**6)  # seconds
HALF = Fraction(1, 2)


def value_of(placements: Iterable[Placement], tasks: Iterable[Task], rules: PlanRules) -> Fraction:
    """The objective in minor units: Σ pay × odds + worth − floor, pro rata for a task that is split."""
    named = {task.id: task for task in tasks}
    return sum((_value(each, named[each.task_id], rules) for each in placements), Fraction())


def broken_rules(
    placements: Sequence[Placement],
    gaps: Sequence[Gap],
    tasks: Sequence[Task],
    rules: PlanRules,
    pins: Sequence[Placement] = (),
) -> list[str]:
    """Every rule that the placements break, in words; empty for a feasible plan.

    What the person pinned is taken as it is: it only leaves less for the rest.
    """
    named = {task.id: task for task in tasks}
    broken = [f"{pin.task_id}: its pin is gone" for pin in pins if pin not in placements]
    chosen = [each for each in placements if each not in pins]
    known = [each for each in chosen if each.task_id in named and 0 <= each.gap < len(gaps)]
    broken += [f"{each.task_id}: no such task or gap" for each in chosen if each not in known]
    for each in known:
        broken += [f"{_where(each)}: {words}" for words in _misplaced(each, named[each.task_id], gaps)]
    broken += _overdone(known, pins, named, rules)
    for number, gap in enumerate(gaps):
        inside = [each for each in (*known, *pins) if each.gap == number]
        broken += _crowded(sorted(inside, key=lambda each: each.start), gap, named, rules, pins)
    return broken


def broken_promises(
    plan: DayPlan,
    gaps: Sequence[Gap],
    tasks: Sequence[Task],
    rules: PlanRules,
    pins: Sequence[Placement] = (),
) -> list[str]:
    """Everything that a plan breaks or misstates: its rules, its money, its bound, what it left out."""
    broken = broken_rules(plan.placements, gaps, tasks, rules, pins)
    named = {task.id: task for task in tasks}
    money = {plan.expected.currency, plan.value.currency, plan.bound.currency}
    if len(money | {each.expected.currency for each in plan.placements}) > 1:
        broken.append("money of several currencies")
    value = Fraction()
    for each in plan.placements:
        task = named[each.task_id]
        if each in pins:  # its pay is as the person accepted it
            value += each.expected.minor + _value(each, task, rules) - _expected(each, task)
            continue
        value += _value(each, task, rules)
        if abs(each.expected.minor - _expected(each, task)) > HALF + FORGIVEN:
            broken.append(f"{_where(each)}: expects {each.expected}, not {float(_expected(each, task))}")
    if plan.expected.minor != sum(each.expected.minor for each in plan.placements):
        broken.append("the expected money is not that of its placements")
    rounding = HALF * (1 + len(plan.placements))
    if abs(plan.value.minor - value) > rounding:
        broken.append(f"states a value of {plan.value.minor}, has {float(value)}")
    if plan.bound.minor < max(value - FORGIVEN, plan.value.minor):
        broken.append(f"its bound {plan.bound.minor} is below its own value {float(value)}")
    if value > 0 and abs((1 + Fraction(plan.within)) * value - plan.bound.minor) > 1 + rounding:
        broken.append(f"is within {plan.within}, but {plan.bound.minor} bounds {float(value)}")
    left_out = sorted(left.task_id for left in plan.unplaced)
    done = {each.task_id for each in plan.placements}
    if left_out != sorted(task.id for task in tasks if task.status == "open" and task.id not in done):
        broken.append("what is left out is not what is not placed")
    broken += [f"{left.task_id}: left out without a reason" for left in plan.unplaced if not left.reason]
    return broken


def outdone_by(
    plan: DayPlan,
    other: Sequence[Placement],
    gaps: Sequence[Gap],
    tasks: Sequence[Task],
    rules: PlanRules,
) -> list[str]:
    """What another feasible plan of the same day, made without pins by any method, shows to be untrue."""
    if broken_rules(other, gaps, tasks, rules):
        raise ValueError("the other plan is not feasible: it shows nothing")
    held, could = (wholly_placed_musts(placed, tasks) for placed in (plan.placements, other))
    if len(could) > len(held):
        return [f"{sorted(could - held)} must be done and could be"]
    value = value_of(other, tasks, rules)
    if len(could) == len(held) and plan.bound.minor < value - FORGIVEN:
        return [f"its bound {plan.bound.minor} is below a feasible {float(value)}"]
    return []


def wholly_placed_musts(placements: Iterable[Placement], tasks: Iterable[Task]) -> set[str]:
    """The ids of the tasks that must be done and are, to the last unit or second."""
    units: dict[str, int] = defaultdict(int)
    seconds: dict[str, Fraction] = defaultdict(Fraction)
    for each in placements:
        units[each.task_id] += each.units
        seconds[each.task_id] += _seconds(each)
    return {
        task.id
        for task in tasks
        if task.must
        and task.id in units
        and (
            seconds[task.id] > _exact(task.minutes) * 60 - 1
            if task.splittable
            else units[task.id] >= task.units
        )
    }


def _misplaced(each: Placement, task: Task, gaps: Sequence[Gap]) -> Iterable[str]:
    gap, seconds = gaps[each.gap], _seconds(each)
    if each.start.microsecond or each.end.microsecond or seconds <= 0:
        yield "not whole seconds"
    if abs(seconds - _exact(each.minutes) * 60) > FORGIVEN:
        yield "its minutes are not its length"
    if each.start < gap.start or each.end > gap.end:
        yield "outside its gap"
    if not task.needs <= gap.has:
        yield "the gap lacks what it needs"
    if task.not_before and each.start < task.not_before:
        yield "too early"
    if task.due and each.end > task.due:
        yield "too late"
    if task.status != "open":
        yield "is not open"
    if task.splittable:
        whole = _exact(task.minutes) * 60
        if each.units != 1:
            yield "a chunk counts as one unit"
        if seconds < min(_exact(task.min_chunk or 0) * 60, whole) - FORGIVEN:
            yield "chunk too short"
    elif each.units < 1:
        yield "not one unit"
    elif seconds != ceil(each.units * _exact(task.minutes) * 60 - FORGIVEN):
        yield "not the time that its units take"


def _overdone(
    chosen: Sequence[Placement], pins: Sequence[Placement], named: dict[str, Task], rules: PlanRules
) -> Iterable[str]:
    """Units, minutes and caps used up, where a placement that was chosen has a part in it."""
    units: dict[str, int] = defaultdict(int)
    seconds: dict[str, Fraction] = defaultdict(Fraction)
    capped: dict[str, int] = defaultdict(int)
    for each in (*chosen, *pins):
        units[each.task_id] += each.units
        seconds[each.task_id] += _seconds(each)
        if each.task_id in named:
            capped[named[each.task_id].platform] += each.units
    for task in {each.task_id: named[each.task_id] for each in chosen}.values():
        if not task.splittable and units[task.id] > task.units:
            yield f"{task.id}: more units than there are"
        if task.splittable and seconds[task.id] > ceil(_exact(task.minutes) * 60 - FORGIVEN):
            yield f"{task.id}: more minutes than there are"
    for platform in {named[each.task_id].platform for each in chosen} & rules.daily_caps.keys():
        if capped[platform] > rules.daily_caps[platform]:
            yield f"{platform}: over its cap"


def _crowded(
    inside: Sequence[Placement],
    gap: Gap,
    named: dict[str, Task],
    rules: PlanRules,
    pins: Sequence[Placement],
) -> Iterable[str]:
    """Overlaps in a gap, switches without free time right before their placement, and work in breaks."""
    taken, opened = [], set()
    for each in inside:
        platform = named[each.task_id].platform if each.task_id in named else ""
        switch = timedelta() if platform in opened else _switch(rules, platform)
        opened.add(platform)
        taken.append((each.start - switch, each))
    rests = _rests(gap, rules)
    for begins, each in taken:
        if each in pins:
            continue
        if begins < gap.start or any(begins < end and start < each.start for start, end in rests):
            yield f"{_where(each)}: no time to switch before it"
        if any(each.start < end and start < each.end for start, end in rests):
            yield f"{_where(each)}: in a break"
    latest = None
    for (_, one), (begins, following) in pairwise(taken):
        latest = one if latest is None or one.end > latest.end else latest
        if begins < latest.end and not (latest in pins and following in pins):
            yield f"{_where(following)}: no time before it"


def _rests(gap: Gap, rules: PlanRules) -> list[tuple[datetime, datetime]]:
    """The breaks that cut a gap longer than the minutes of work, from its first whole second on."""
    rests = []
    if rules.work_minutes and rules.rest_minutes:
        work = timedelta(seconds=floor(_exact(rules.work_minutes) * 60 + FORGIVEN))
        rest = timedelta(seconds=ceil(_exact(rules.rest_minutes) * 60 - FORGIVEN))
        start = gap.start + (-gap.start.microsecond % 1_000_000) * timedelta(microseconds=1) + work
        while start < gap.end:
            rests.append((start, start + rest))
            start += rest + work
    return rests


def _switch(rules: PlanRules, platform: str) -> timedelta:
    """The time to switch to `platform`, up to a whole second."""
    minutes = rules.switch_minutes
    if isinstance(minutes, dict):
        minutes = minutes.get(platform, 0)
    return timedelta(seconds=ceil(_exact(minutes) * 60 - FORGIVEN)) if platform else timedelta()


def _expected(each: Placement, task: Task) -> Fraction:
    return _share(each, task) * task.pay.minor * _exact(task.odds)


def _value(each: Placement, task: Task, rules: PlanRules) -> Fraction:
    gain = task.pay.minor * _exact(task.odds) + (task.worth.minor if task.worth else 0)
    if rules.floor_rate:
        gain -= rules.floor_rate.minor * _exact(task.minutes) / 60
    return _share(each, task) * gain


def _share(each: Placement, task: Task) -> Fraction:
    """How many times the task's pay a placement earns; the rest of a last second earns nothing."""
    if not task.splittable:
        return Fraction(each.units)
    return min(Fraction(1), _exact(each.minutes) / _exact(task.minutes))


def _seconds(each: Placement) -> Fraction:
    return Fraction((each.end - each.start) // timedelta(microseconds=1), 10**6)


def _exact(number: float) -> Fraction:
    """The figure as a person wrote it: 0.1 is a tenth."""
    return Fraction(str(number))


def _where(each: Placement) -> str:
    return f"{each.task_id} at {each.start:%H:%M:%S}"
