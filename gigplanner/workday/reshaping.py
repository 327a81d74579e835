"""Changing the gaps of a day: their length, by the blocks beside them, and their place.

The plan follows in the same action: what does not fit any more moves within its gap or leaves the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from msgspec.structs import replace

from gigplanner.model.errors import GigError
from gigplanner.model.records import Block, PlacedTask
from gigplanner.model.showing import show_clock, show_clocks
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import MINUTE, show_minutes
from gigplanner.planbook import Transaction
from gigplanner.scheduler.downtime import Gap, gaps_of_day
from gigplanner.workday import laying
from gigplanner.workday.arranging import ground_of
from gigplanner.workday.blocks import blocks_in, checked, put_changed
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.planning import expected_of, saved_plan

Edge = Literal["start", "end"]
SHORTEST = 5  # minutes that a block keeps


def move_edge(desk: Desk, day: date, block: Block, edge: Edge, minutes: int, now: datetime) -> Done:
    """Let a block begin or end some minutes later (earlier, if negative); the plan makes room."""
    with desk.book.action("", now=now) as action:
        changed = put_changed(desk, action, _with_edge(block, edge, minutes), now)
        blocks = _blocks(desk, day, instead_of=block, now_is=changed)
        hours = show_clocks(desk.settings.wall(changed.start), desk.settings.wall(changed.end))
        action.words = f"{changed.title}: {hours} now{_put_mended(desk, action, day, blocks, now)}"
    return Done(action.words, changed)


def stretch_gap(desk: Desk, day: date, gap: Gap, minutes: int, now: datetime) -> Done:
    """Make a gap longer, or shorter if `minutes` is negative, by moving the edge of the block beside it.

    That is the block after it, else the one before it. Raises GigError where only the working window ends it.
    """
    block, edge = _beside(blocks_in(desk, desk.settings.span_of(day)), gap)
    return move_edge(desk, day, block, edge, minutes if edge == "start" else -minutes, now)


def set_place(desk: Desk, day: date, gap: Gap, place: str, now: datetime) -> Done:
    """Say where the person is in a gap: kept as a block that takes no time."""
    place = clean_text(place, 40)
    if not place:
        raise GigError("A gap needs a place: choose one.")
    with desk.book.action("", now=now) as action:
        there = next((block for block in _blocks(desk, day) if _says_where(block, gap)), None)
        if there is not None:
            said = put_changed(desk, action, replace(there, title=place, place=place), now)
            blocks = _blocks(desk, day, instead_of=there, now_is=said)
        else:
            said = checked(_new_place(desk, gap, place, now))
            action.put(said)
            blocks = [*_blocks(desk, day), said]
        hours = f"{show_clock(desk.settings.wall(gap.start))} to {show_clock(desk.settings.wall(gap.end))}"
        action.words = f"At {place} from {hours}{_put_mended(desk, action, day, blocks, now)}"
    return Done(action.words, said)


def _with_edge(block: Block, edge: Edge, minutes: int) -> Block:
    if block.all_day:
        raise GigError(f"{quoted(block.title)} lasts all day: it has no edge to move.")
    moved = minutes * MINUTE
    start = block.start + moved if edge == "start" else block.start
    end = block.end + moved if edge == "end" else block.end
    if end - start < SHORTEST * MINUTE:
        raise GigError(
            f"{quoted(block.title)} would last less than {show_minutes(SHORTEST)}: delete it instead."
        )
    return replace(block, start=start, end=end)


def _beside(blocks: Sequence[Block], gap: Gap) -> tuple[Block, Edge]:
    """Return the block whose edge is the gap's end, or else its start."""
    there = [block for block in blocks if block.status != "cancelled" and not block.all_day]
    for block in there:
        if (block.busy.start if block.busy else block.start) == gap.end:
            return block, "start"
    for block in there:
        if (block.busy.end if block.busy else block.end) == gap.start:
            return block, "end"
    raise GigError("This gap ends with the working window: only the preferences change that.")


def _says_where(block: Block, gap: Gap) -> bool:
    """Whether `block` was made to say where the person is in this gap (or in what was left of it then)."""
    return block.transparent and not block.all_day and block.end == gap.end and block.start <= gap.start


def _new_place(desk: Desk, gap: Gap, place: str, now: datetime) -> Block:
    return Block(
        id=desk.book.new_id(now),
        title=place,
        start=gap.start,
        end=gap.end,
        zone=desk.settings.zone,
        kind="personal",
        place=place,
        transparent=True,
    )


def _blocks(
    desk: Desk, day: date, *, instead_of: Block | None = None, now_is: Block | None = None
) -> list[Block]:
    found = blocks_in(desk, desk.settings.span_of(day))
    return [now_is if now_is is not None and block == instead_of else block for block in found]


def _put_mended(desk: Desk, action: Transaction, day: date, blocks: Sequence[Block], now: datetime) -> str:
    """Put the day's plan as it fits `blocks`; return the end of a sentence that names what left it."""
    plan = saved_plan(desk, day)
    if plan is None:
        return ""
    gaps = gaps_of_day(blocks, day, desk.settings, now=now)
    ground = replace(ground_of(desk, day, now), gaps=gaps)
    placements = tuple(laying.mended(plan.placements, ground))
    if placements != plan.placements:
        changed = replace(plan, placements=placements, within=None)
        action.put(replace(changed, expected=expected_of(changed)))
    gone = dict.fromkeys(one.title for one in plan.placements if not _has(placements, one))
    return f"; {', '.join(gone)} made way" if gone else ""


def _has(placements: Sequence[PlacedTask], one: PlacedTask) -> bool:
    return any(other.task == one.task for other in placements)
