"""What became of the day so far: what of its calendar and its plan still stands when it is planned anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from msgspec.structs import replace

from gigplanner.model.records import Block, PlacedTask, Plan, Task, TaskResult
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.times import SECOND, Span
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk
from gigplanner.workday.shift import shifts_in


def blocks_of_day(desk: Desk, day: date, now: datetime | None = None) -> list[Block]:
    """The blocks that overlap `day`; given `now`, a shift that was stopped early ends at its stop."""
    span = desk.settings.span_of(day)
    blocks = blocks_in(desk, span)
    return as_worked(blocks, shifts_in(desk, span, now)) if now else blocks


def as_worked(blocks: Iterable[Block], shifts: Sequence[ShiftLog]) -> list[Block]:
    """`blocks`, those of `shifts` that were stopped before their end cut short at the last stop."""
    running = {log.events[0].block for log in shifts if log.end is None}
    stops: dict[str, datetime] = {}
    for log in shifts:
        if log.end:
            block = log.events[0].block
            stops[block] = max(log.end, stops.get(block, log.end))
    return [
        replace(block, end=stops[block.id])
        if block.id in stops and block.id not in running and block.start < stops[block.id] < block.end
        else block
        for block in blocks
    ]


def standing(
    desk: Desk, plan: Plan | None, tasks: Mapping[str, Task], now: datetime
) -> tuple[PlacedTask, ...]:
    """The placements of `plan` that stay when the day is planned anew: the pinned, and those begun by `now`.

    One under way whose units are done ends when they were; of one half done only the rest is left to do. No
    placement ahead has more units than are left of its task among the open `tasks`.
    """
    kept = [placed for placed in (plan.placements if plan else ()) if placed.pinned or placed.start <= now]
    on = [placed.start for placed in kept if placed.start <= now < placed.end]
    results = desk.book.within(TaskResult, Span(min(on), now + SECOND)) if on else []
    left = {task.id: task.units for task in tasks.values() if not task.splittable}
    stays = []
    for placed in sorted(kept, key=lambda placed: placed.start):
        if placed.start <= now < placed.end:
            placed = _as_done(placed, results)
        if placed.end > now and placed.task in left:
            units = min(placed.units, left[placed.task])
            if not units:
                continue  # other placements use up all there is
            left[placed.task] -= units
            placed = _with_units(placed, units)
        stays.append(placed)
    return tuple(stays)


def _as_done(placed: PlacedTask, results: Iterable[TaskResult]) -> PlacedTask:
    """A placement under way, less what was done of it since its start."""
    own = [
        result
        for result in results
        if result.task == placed.task and result.at > placed.start and result.outcome != "interrupted"
    ]
    done = sum(result.units for result in own)
    if done < placed.units:
        return _with_units(placed, placed.units - done)
    last = max(result.at for result in own)
    return replace(placed, end=last, minutes=Span(placed.start, last).minutes)


def _with_units(placed: PlacedTask, units: int) -> PlacedTask:
    """A placement of so many units; its time stays."""
    if units == placed.units:
        return placed
    return replace(placed, units=units, expected=placed.expected.times(Fraction(units, placed.units)))
