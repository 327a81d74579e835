"""Where the gaps of a day are: what no block takes of the working window, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise

from msgspec import Struct

from gigplanner.model.records import Block
from gigplanner.model.settings import Settings
from gigplanner.model.times import MINUTE, Span, without

# an all-day shift, training or break says what the day is about, not that every hour of it is taken
_TAKES_WHOLE_DAYS = frozenset({"event", "personal", "appointment"})


class Gap(Struct, frozen=True):
    """A stretch of downtime between blocks, with its place and what the person has there."""

    start: datetime
    end: datetime
    place: str = "home"
    has: frozenset[str] = frozenset()

    @property
    def span(self) -> Span:
        """From its start to its end."""
        return Span(self.start, self.end)

    @property
    def minutes(self) -> float:
        """Its length in minutes."""
        return self.span.minutes


def gaps_of_day(
    blocks: Iterable[Block], day: date, settings: Settings, *, now: datetime | None = None
) -> list[Gap]:
    """Return the gaps of the working window of `day`, in order.

    A gap is at the place of the transparent block that covers it (it is split at such a block's edges);
    else, up to `go_home_minutes` after a block, where that block was; else at home. What is shorter than
    `shortest_gap` is no gap. With `now`, nothing begins before the next whole minute.
    """
    there = [block for block in blocks if block.status != "cancelled"]
    window = settings.window_of(day)
    taken = [block.busy for block in there if block.busy and _takes_time(block)]
    placed = [block for block in there if block.transparent and block.place]
    from_now = _whole_minute(now) if now else window.start
    gaps = []
    for free in without(window, taken):
        for piece in _split(free, placed):
            start = max(piece.start, from_now)
            if piece.end - start < max(1, settings.shortest_gap) * MINUTE:
                continue
            place = _place(piece, there, placed, settings)
            gaps.append(Gap(start, piece.end, place, settings.has(place)))
    return gaps


def _takes_time(block: Block) -> bool:
    return not block.all_day or (block.kind in _TAKES_WHOLE_DAYS and block.status == "confirmed")


def _whole_minute(instant: datetime) -> datetime:
    """Return the first whole minute that is not before `instant`."""
    floor = instant.replace(second=0, microsecond=0)
    return floor if floor == instant else floor + MINUTE


def _split(free: Span, placed: list[Block]) -> list[Span]:
    edges = {edge for block in placed for edge in (block.start, block.end) if free.start < edge < free.end}
    cuts = [free.start, *sorted(edges), free.end]
    return [Span(start, end) for start, end in pairwise(cuts)]


def _place(piece: Span, there: list[Block], placed: list[Block], settings: Settings) -> str:
    covering = [block for block in placed if block.start <= piece.start and piece.end <= block.end]
    if covering:
        return settings.place_named(max(covering, key=lambda block: (block.start, block.id)).place)
    earlier = [
        block
        for block in there
        if not block.all_day and _left(block) <= piece.start and (block.place or not block.transparent)
    ]
    if not earlier:
        return "home"
    before = max(earlier, key=lambda block: (_left(block), block.id))
    if piece.end - _left(before) > settings.go_home_minutes * MINUTE:
        return "home"
    if before.place:
        return settings.place_named(before.place)
    return "car" if before.kind == "shift" else "home"


def _left(block: Block) -> datetime:
    """When the block lets go of the person, travel included."""
    return block.busy.end if block.busy else block.end
