"""The pocket list of each shift of a day: what to have at hand for its waits."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from gigplanner.model.records import Block, Plan
from gigplanner.model.times import Span
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk
from gigplanner.workday.estimating import left_to_plan
from gigplanner.workday.planning import plan_rules, saved_plan
from gigplanner.workday.queue import open_tasks
from gigplanner.workday.waits import learned_waits, order_minutes

if TYPE_CHECKING:
    from gigplanner.scheduler.pocket import PocketTask


class PocketList(Struct, frozen=True, kw_only=True):
    """A shift on the calendar, and what to have at hand for its waits, the best first."""

    shift: str  # its title
    block: str  # its id
    start: datetime
    end: datetime
    tasks: tuple[PocketTask, ...]
    expected_waits: float
    expected_wait_minutes: float
    based_on: int  # past waits


def pocket_lists(desk: Desk, day: date, now: datetime, *, plan: Plan | None = None) -> list[PocketList]:
    """The pocket list of each shift of `day` that is on or still to come, earliest first.

    What has its place in the day's plan, the one given or the one saved, is left out; so is for a shift what
    an earlier one is to use up.
    """
    shifts = [
        block for block in blocks_in(desk, desk.settings.span_of(day)) if _is_ahead(desk, block, day, now)
    ]
    if not shifts:
        return []
    from gigplanner.scheduler.pocket import pocket

    plan = plan or saved_plan(desk, day)
    held = Counter[str]()
    for placed in plan.placements if plan else ():
        if placed.end > now:
            held[placed.task] += placed.units
    model = learned_waits(desk, now)
    tasks = left_to_plan(desk, open_tasks(desk), now)
    lists = []
    for block in shifts:
        found = pocket(
            Span(max(block.start, now), block.end),
            tasks,
            model,
            has=desk.settings.has(desk.settings.place_named(block.place) if block.place else "car"),
            rules=plan_rules(desk),
            order_minutes=order_minutes(desk, now),
            held=held,
        )
        held.update({task.task_id: task.units for task in found.tasks})
        lists.append(
            PocketList(
                shift=block.title,
                block=block.id,
                start=block.start,
                end=block.end,
                tasks=found.tasks,
                expected_waits=found.waits,
                expected_wait_minutes=found.wait_minutes,
                based_on=model.based_on,
            )
        )
    return lists


def _is_ahead(desk: Desk, block: Block, day: date, now: datetime) -> bool:
    planned = block.kind == "shift" and block.status != "cancelled" and not block.all_day
    return planned and desk.settings.day_of(block.start) == day and block.end > now
