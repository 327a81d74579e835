"""Whatever is done to placements by hand, in whichever order, the plan stays one that can be worked."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from support.desks import CHICAGO, a_task, clock

from gigplanner.model import GigError, PlacedTask
from gigplanner.scheduler import Gap
from gigplanner.workday import laying
from gigplanner.workday.ground import Ground

LAPTOP = frozenset({"laptop"})
NOW = clock("08:30")
MINUTE = timedelta(minutes=1)


def a_ground(chance: random.Random) -> Ground:
    gaps = [
        Gap(clock(start), clock(end), place, CHICAGO.has(place))
        for start, end, place in (
            ("08:30", "09:30", "home"),
            ("10:00", "10:45", "car"),
            ("13:00", "16:00", "home"),
        )
    ]
    tasks = [
        a_task(
            f"Task {number}",
            "1.00",
            chance.choice((5, 10, 25)),
            units=chance.choice((1, 4)),
            platform=chance.choice(("", "MTurk", "Prolific")),
        )
        for number in range(5)
    ]
    tasks.append(a_task("Laptop work", "2.00", 15, needs=LAPTOP, due=clock("15:00")))
    tasks.append(a_task("Logo", "30.00", 60, splittable=True, min_chunk=20, not_before=clock("10:10")))
    return Ground(gaps=gaps, tasks={task.id: task for task in tasks}, settings=CHICAGO, now=NOW)


def some_edit(chance: random.Random, laid: list[PlacedTask], ground: Ground) -> list[PlacedTask]:
    """One thing that a person may do."""
    at = clock("08:00") + chance.randrange(0, 96) * 5 * MINUTE
    kind = chance.choice(("fit", "fit", "step", "gap", "move", "swap", "beside", "resize", "unpin"))
    if kind == "fit" or len(laid) < 2:
        return laying.fitted(chance.choice(list(ground.tasks.values())), at, laid, ground)
    one, two = chance.sample(laid, 2)
    others = [each for each in laid if each is not one]
    by = chance.choice((-1, 1))
    if kind == "step":
        return laying.stepped(one, 5 * by, others, ground)
    if kind == "gap":
        return laying.moved_to_gap(one, by, others, ground)
    if kind == "move":
        return laying.moved(one, at, others, ground)
    if kind == "swap":
        return laying.swapped(one, two, [each for each in others if each is not two], ground)
    if kind == "beside":
        return laying.beside(one, two, others, ground)
    if kind == "resize":
        return laying.resized(one, by, others, ground)
    return laying.mended([one if one.start <= NOW else replace_pin(one), *others], ground)


def replace_pin(placed: PlacedTask) -> PlacedTask:
    return PlacedTask(
        **{name: getattr(placed, name) for name in placed.__struct_fields__} | {"pinned": False}
    )


def broken_rule(laid: list[PlacedTask], ground: Ground) -> str:
    """What is wrong with the placements, recounted from scratch; "" for nothing."""
    ordered: list[PlacedTask] = sorted(laid, key=lambda one: one.start)
    if any(after.start < before.end for before, after in pairwise(ordered)):
        return "two overlap"
    units: Counter[str] = Counter()
    latest = datetime.max.replace(tzinfo=NOW.tzinfo)
    for one in laid:
        task = ground.tasks[one.task]
        gap = next((gap for gap in ground.gaps if gap.start <= one.start and one.end <= gap.end), None)
        if one.start <= NOW:
            continue
        if gap is None or not task.needs <= gap.has or gap.place != one.place:
            return f"{one.title} lies where it cannot be done"
        if one.end > (task.due or latest) or one.start < (task.not_before or one.start):
            return f"{one.title} lies outside its window"
        units[one.task] += round(one.minutes * 100) if task.splittable else one.units
    for gap in ground.gaps:
        opened: set[str] = {""}
        before = (gap.start, False)
        for one in (one for one in ordered if one.start in gap.span):
            needs = timedelta() if one.platform in opened else MINUTE
            if one.start - needs < before[0] and not (before[1] and one.pinned):
                return f"{one.title} has no time to switch to {one.platform}"
            opened.add(one.platform)
            before = (one.end, one.pinned)
    for task_id, used in units.items():
        task = ground.tasks[task_id]
        if used > (round(task.minutes * 100) if task.splittable else task.units):
            return f"more of {task.title} is planned than there is"
    return ""


@pytest.mark.parametrize("seed", range(12))
def test_no_series_of_edits_breaks_the_plan_or_moves_what_is_under_way(seed: int) -> None:
    chance = random.Random(seed)
    ground = a_ground(chance)
    first = next(iter(ground.tasks.values()))
    begun = PlacedTask(
        task=first.id,
        title=first.title,
        start=NOW - 5 * MINUTE,
        end=NOW + 5 * MINUTE,
        units=1,
        minutes=10,
        expected=first.pay,
        place="home",
    )
    laid = [begun]
    done = 0
    for _ in range(150):
        try:
            laid = some_edit(chance, laid, ground)
        except GigError as refusal:
            assert str(refusal).endswith((".", ")"))
            continue
        done += 1
        assert broken_rule(laid, ground) == ""
        assert begun in laid
    assert done > 20
