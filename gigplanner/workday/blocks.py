"""The calendar: blocks of a stretch of time, recurring ones included, and changing them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from gigplanner.model.errors import BadInput
from gigplanner.model.records import Block, Series
from gigplanner.model.showing import show_moment
from gigplanner.model.text import clean_note, clean_text
from gigplanner.model.times import DAY, Span
from gigplanner.planbook import Transaction
from gigplanner.workday.desk import Desk, Done

_AHEAD = timedelta(days=366)  # how far recurring blocks are worked out where no day is named


def blocks_in(desk: Desk, span: Span) -> list[Block]:
    """The blocks that overlap `span`, those of recurring series worked out, earliest first."""
    from gigplanner.scheduler.recurrence import occurrences

    found = list(desk.book.within(Block, span))
    for series in desk.book.queue(Series):
        found += occurrences(series, span)
    return sorted(found, key=lambda block: (block.start, block.end, block.title))


def calendar_span(desk: Desk, now: datetime) -> Span:
    """Return from the first block on the calendar to the last, recurring ones up to a year from now."""
    first, last = now, now + _AHEAD
    for block in desk.book.every(Block):
        first, last = min(first, block.start), max(last, block.end)
    for series in desk.book.queue(Series):
        first = min(first, series.first.replace(tzinfo=UTC) - DAY)
    return Span(first, last)


def add_block(desk: Desk, block: Block, now: datetime) -> Done:
    """Put a new block on the calendar."""
    block = checked(msgspec.structs.replace(block, id=block.id or desk.book.new_id(now)))
    words = f"Added {_name(desk, block)} to the calendar"
    with desk.book.action(words, now=now) as action:
        action.put(block)
    return Done(words, block)


def edit_block(desk: Desk, block: Block, now: datetime) -> Done:
    """Keep a changed block. An occurrence of a series becomes a block of its own, the rest stays."""
    words = f"Changed {_name(desk, checked(block))}"
    with desk.book.action(words, now=now) as action:
        block = put_changed(desk, action, block, now)
    return Done(words, block)


def put_changed(desk: Desk, action: Transaction, block: Block, now: datetime) -> Block:
    """Put a changed block into `action`, and return it as it is kept. Raises BadInput and GigError."""
    block = checked(block)
    if is_computed(block):
        action.put(_without(action.get(Series, block.series), block))
        block = msgspec.structs.replace(block, id=desk.book.new_id(now), source="", source_id="")
    else:
        action.get(Block, block.id, near=block.start)
    action.put(block)
    return block


def remove_block(desk: Desk, block: Block, now: datetime) -> Done:
    """Take a block off the calendar; of a series only this occurrence."""
    words = f"Deleted {_name(desk, block)}"
    with desk.book.action(words, now=now) as action:
        if is_computed(block):
            action.put(_without(action.get(Series, block.series), block))
        else:
            action.remove(action.get(Block, block.id, near=block.start))
    return Done(words)


def checked(block: Block) -> Block:
    """Return `block` with its text cleaned. Raises BadInput for what no block can be."""
    title = clean_text(block.title)
    if not title:
        raise BadInput("A block needs a title.")
    if block.end <= block.start:
        raise BadInput("A block ends after it starts.")
    if (block.end - block.start).days > 31:
        raise BadInput("A block is at most 31 days long.")
    return msgspec.structs.replace(
        block,
        title=title,
        platform=clean_text(block.platform, 80),
        place=clean_text(block.place, 40),
        notes=clean_note(block.notes),
    )


def is_computed(block: Block) -> bool:
    """Whether it is an occurrence of a series, and so no record of its own."""
    return bool(block.series) and block.id.startswith(f"{block.series}@")


def _without(series: Series, block: Block) -> Series:
    """The series without the occurrence that `block` is."""
    wall = datetime.fromisoformat(block.occurrence)
    return msgspec.structs.replace(series, left_out=(*series.left_out, wall))


def _name(desk: Desk, block: Block) -> str:
    wall = desk.settings.wall(block.start)
    return f"{block.title}, {show_moment(wall)}"
