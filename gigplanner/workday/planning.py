"""Planning a day: its gaps, the plan that fills them, and what the person makes of it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING

import msgspec

from gigplanner.model.errors import GigError
from gigplanner.model.money import Money, show_money, total
from gigplanner.model.records import Block, PlacedTask, Plan, Task
from gigplanner.model.settings import Settings
from gigplanner.scheduler.downtime import Gap, gaps_of_day
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.estimating import estimated
from gigplanner.workday.queue import open_tasks

if TYPE_CHECKING:  # the solver is imported when something is solved
    from gigplanner.scheduler.plan import DayPlan, Placement, PlanRules


def plan_rules(settings: Settings) -> PlanRules:
    """The rules of planning that follow from the person's preferences."""
    from gigplanner.scheduler.plan import PlanRules

    return PlanRules(switch_minutes=settings.switch_minutes, floor_rate=settings.floor_rate)


def gaps(desk: Desk, day: date, now: datetime | None = None) -> list[Gap]:
    """The free gaps of `day`; given `now`, only what is left of them."""
    blocks = blocks_in(desk, desk.settings.span_of(day))
    return gaps_of_day(blocks, day, desk.settings, now=now)


def saved_plan(desk: Desk, day: date) -> Plan | None:
    """The plan of `day` as it was last saved, accepted or not."""
    return next(iter(desk.book.dated(Plan, day, day)), None)


@dataclass(frozen=True)
class Proposal:
    """A plan worked out but not saved: the gaps, what the solver found, and the same as records."""

    gaps: tuple[Gap, ...]
    solved: DayPlan
    plan: Plan


def propose(desk: Desk, day: date, now: datetime, *, budget: float = 1.0) -> Proposal:
    """Fill the gaps of `day` that are still ahead. Pinned and begun placements stay where they are.

    `budget` is the solver's time in seconds. Raises GigError when there is nothing to fill, or no task.
    """
    from gigplanner.scheduler.plan import plan_day

    old = saved_plan(desk, day)
    stays = [placed for placed in (old.placements if old else ()) if placed.pinned or placed.start <= now]
    by_id = {task.id: task for task in estimated(desk, open_tasks(desk), now)}
    running = [placed for placed in stays if placed.start <= now < placed.end and placed.task in by_id]
    blocks = [*blocks_in(desk, desk.settings.span_of(day)), *map(_as_block, running)]
    free = gaps_of_day(blocks, day, desk.settings, now=now)
    if not free:
        raise GigError("There is no free gap of five minutes or more in that day's working window.")
    if not by_id:
        raise GigError("The queue is empty: add a task first.")
    # what is being worked on has a gap of its own: so it uses up its units, and nothing goes beside it
    rooms = sorted(
        [*free, *(_as_gap(placed, desk.settings) for placed in running)], key=lambda gap: gap.start
    )
    pins = _pins(stays, rooms, by_id)
    solved = plan_day(rooms, list(by_id.values()), plan_rules(desk.settings), pins=pins, budget=budget)
    staying = {(pin.task_id, pin.start) for pin in pins}
    pinned = {(kept.task, kept.start) for kept in stays if kept.pinned}
    placed = [_placed(found, by_id, rooms, pinned) for found in solved.placements]
    begun = [kept for kept in stays if kept.start <= now and (kept.task, kept.start) not in staying]
    plan = Plan(
        id=day.isoformat(),
        date=day,
        made_at=now,
        placements=tuple(sorted([*begun, *placed], key=lambda one: one.start)),
        expected=solved.expected,
        # the bound is on value, worth and floor rate included: what it leaves open is what could be gained
        bound=solved.expected + (solved.bound - solved.value),
        within=solved.within if isfinite(solved.within) else None,
        downtime_minutes=round(sum(gap.minutes for gap in free)),
    )
    return Proposal(tuple(rooms), solved, plan)


def make_plan(desk: Desk, day: date, now: datetime) -> Done:
    """Fill the gaps of `day` and save the plan, for the person to accept or change."""
    plan = propose(desk, day, now).plan
    words = f"Planned {_day(day)}: {_summary(plan)}"
    with desk.book.action(words, now=now) as action:
        action.put(plan)
    return Done(words, plan)


def accept_plan(desk: Desk, day: date, now: datetime, plan: Plan | None = None) -> Done:
    """Accept the saved plan of `day`, or the one given."""
    with desk.book.action("", now=now) as action:
        plan = plan or action.get(Plan, day.isoformat(), near=day)
        plan = msgspec.structs.replace(plan, accepted_at=now)
        action.put(plan)
        action.words = f"Accepted the plan of {_day(day)}: {_summary(plan)}"
    return Done(action.words, plan)


def pin(desk: Desk, day: date, placement: PlacedTask, now: datetime) -> Done:
    """Fix a placement, or let it go again: planning anew leaves pinned ones where they are."""
    flipped = msgspec.structs.replace(placement, pinned=not placement.pinned)
    word = "Pinned" if flipped.pinned else "Unpinned"
    return _change_plan(desk, day, placement, flipped, f"{word} {placement.title}", now)


def drop(desk: Desk, day: date, placement: PlacedTask, now: datetime) -> Done:
    """Take a placement out of the plan; the task stays in the queue."""
    return _change_plan(desk, day, placement, None, f"Dropped {placement.title} from the plan", now)


def _change_plan(
    desk: Desk, day: date, placement: PlacedTask, becomes: PlacedTask | None, words: str, now: datetime
) -> Done:
    with desk.book.action(words, now=now) as action:
        plan = action.get(Plan, day.isoformat(), near=day)
        if placement not in plan.placements:
            raise GigError("The plan has changed meanwhile: look again.")
        kept = [becomes if one == placement else one for one in plan.placements]
        placements = tuple(one for one in kept if one is not None)
        within = plan.within if becomes else None
        plan = msgspec.structs.replace(plan, placements=placements, within=within)
        plan = msgspec.structs.replace(plan, expected=_expected(plan))
        action.put(plan)
    return Done(words, plan)


def filled_minutes(plan: Plan) -> int:
    """How much downtime the plan fills, in minutes."""
    return round(sum(placed.minutes for placed in plan.placements))


def nearness(plan: Plan) -> str:
    """How far a plan can be from the best possible, as the end of a sentence; "" where nobody knows."""
    if plan.within is None:
        return ""
    if plan.within < 0.0005:
        return ", the best possible"
    return f", within {plan.within * 100:.1f} % of the best possible"


def _pins(stays: Sequence[PlacedTask], rooms: Sequence[Gap], still_open: Container[str]) -> list[Placement]:
    """Placements that stay and still lie inside a gap, for tasks that are still open."""
    from gigplanner.scheduler.plan import Placement

    found = []
    for placed in stays:
        if placed.task not in still_open:
            continue
        for index, gap in enumerate(rooms):
            if gap.start <= placed.start and placed.end <= gap.end:
                found.append(
                    Placement(
                        task_id=placed.task,
                        gap=index,
                        start=placed.start,
                        end=placed.end,
                        units=placed.units,
                        minutes=placed.minutes,
                        expected=placed.expected,
                    )
                )
    return found


def _expected(plan: Plan) -> Money:
    """What the placements are expected to bring from the time the plan was made; it counts nothing before."""
    currency = plan.expected.currency
    return total((one.expected for one in plan.ahead if one.expected.currency == currency), currency)


def _as_block(placed: PlacedTask) -> Block:
    """What is being worked on at the moment, as time that is taken."""
    return Block(id="", title=placed.title, start=placed.start, end=placed.end, place=placed.place)


def _as_gap(placed: PlacedTask, settings: Settings) -> Gap:
    """The same time as a gap that holds nothing else."""
    return Gap(placed.start, placed.end, placed.place, settings.has(placed.place))


def _placed(
    found: Placement, tasks: dict[str, Task], rooms: Sequence[Gap], pinned: set[tuple[str, datetime]]
) -> PlacedTask:
    task = tasks[found.task_id]
    return PlacedTask(
        task=task.id,
        title=task.title,
        start=found.start,
        end=found.end,
        units=found.units,
        minutes=found.minutes,
        expected=found.expected,
        platform=task.platform,
        place=rooms[found.gap].place,
        pinned=(found.task_id, found.start) in pinned,
    )


def _summary(plan: Plan) -> str:
    count = len(plan.ahead)
    tasks = "1 task" if count == 1 else f"{count} tasks"
    return f"{tasks}, {show_money(plan.expected)} expected"


def _day(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
