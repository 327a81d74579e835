"""The best filling of a span of time, in which each platform costs a switch once.

Dynamic programming: `best[t]` is the best value that can be had in the first t steps. Offers come in a
fixed order, group after group; the switch that a group needs is paid between the values without the group
and with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from math import inf

from msgspec import Struct

from gigplanner.scheduler.problem import Job


class Offer(Struct):
    """A part of a job that may be taken, `least` to `most` steps long, within `release` and `due` in steps.

    Only a chunk's length varies: its `value` is per step, with `base` once. That of units is of the whole.
    """

    job: Job
    amount: int
    least: int
    most: int
    value: float
    base: float
    release: int
    due: int
    instead: Offer | None = None  # another chunk of the same job, of which only one may be taken


class Way(Struct, frozen=True):
    """A way to get onto a platform: so many steps, at a price. `opens`: later rooms of the gap profit."""

    steps: int
    price: float
    opens: bool
    seconds: int

    @property
    def rides(self) -> bool:
        """Whether an earlier room of the gap has to have opened it."""
        return self.price > 0 and not self.opens and not self.seconds


class Group(Struct):
    """Offers on a platform. `forced`: one gets onto the platform even without taking any.

    `paid`: getting onto it may bring something by itself, so that at least one offer has to be taken.
    """

    platform: str
    ways: Sequence[Way]
    offers: list[Offer]
    forced: bool = False
    paid: bool = False


class Choice(Struct):
    """What the knapsack takes: picks in working order, and how it gets onto each platform it uses."""

    value: float
    picks: list[tuple[Job, int, int]]  # a job, the amount (0 for a chunk), its steps
    ways: list[tuple[str, Way]]


class _Layers(Struct):
    group: Group
    without: list[float]
    entered: list[float]  # the values on the platform, before anything is done there
    befores: list[list[float]]  # the values before each offer; in a paid group, with an earlier one taken
    chunks: dict[int, list[int]]  # for a chunk, the step from which each was reached
    inside: list[float]


def knapsack(steps: int, groups: Iterable[Group]) -> Choice:
    """Return the choice of greatest value in `steps`; of value -inf if a forced group has no room."""
    best = [0.0] * (steps + 1)
    layered = []
    for group in groups:
        entered = _entered(best, group.ways)
        inside = [-inf] * len(best) if group.paid else entered
        befores, chunks = [], {}
        for number, offer in enumerate(group.offers):
            befores.append(inside)
            source = list(map(max, inside, entered)) if group.paid else inside
            if offer.amount:
                inside = _with(inside, offer, source)
            else:
                inside, chunks[number] = _with_chunk(inside, offer, source)
                if offer.instead:
                    inside, chunks[number] = _either(
                        inside, chunks[number], *_with_chunk(befores[-1], offer.instead, source)
                    )
        layered.append(_Layers(group, best, entered, befores, chunks, inside))
        best = inside if group.forced else list(map(max, best, inside))
    return _read_back(layered, steps, best[steps])


def _entered(best: list[float], ways: Sequence[Way]) -> list[float]:
    """Return the values with the platform open, by the best way for each step."""
    size = len(best)
    entered: list[float] | None = None
    for way in ways:
        shift = min(way.steps, size)
        price = way.price
        after = (
            best if not shift and not price else [-inf] * shift + [a - price for a in best[: size - shift]]
        )
        entered = after if entered is None else list(map(max, entered, after))
    return entered if entered is not None else [-inf] * size


def _with(before: list[float], offer: Offer, source: list[float]) -> list[float]:
    """Return the best values when the offer may be taken, wholly: it is added to those in `source`."""
    first, last = offer.release + offer.least, min(offer.due, len(before) - 1)
    if first > last:
        return before
    value = offer.value
    if first == offer.least and last == len(before) - 1:
        return before[:first] + [
            a if a >= (b := c + value) else b for a, c in zip(before[first:], source, strict=False)
        ]
    after = before[:first]
    after += [
        a if a >= (b := c + value) else b
        for a, c in zip(before[first : last + 1], source[offer.release :], strict=False)
    ]
    if last + 1 < len(before):
        late = source[last - offer.least] + value
        after += [a if a >= late else late for a in before[last + 1 :]]
    return after


def _with_chunk(before: list[float], offer: Offer, source: list[float]) -> tuple[list[float], list[int]]:
    """Return the best values when a chunk may be taken, and from which step each was reached.

    The best start for an end is a maximum over a window that slides with it: kept in a queue.
    """
    after, came_from = list(before), list(range(len(before)))
    value, base = offer.value, offer.base
    starts: deque[tuple[int, float]] = deque()
    last = min(offer.due, len(before) - 1)
    for end in range(offer.release + offer.least, last + 1):
        start = end - offer.least
        level = source[start] - value * start
        while starts and starts[-1][1] < level:
            starts.pop()
        starts.append((start, level))
        if starts[0][0] < end - offer.most:
            starts.popleft()
        reached = starts[0][1] + value * end + base
        if reached > after[end]:
            after[end] = reached
            came_from[end] = starts[0][0]
    if last < len(before) - 1 and last >= 0:
        late, start = after[last], came_from[last]
        for end in range(last + 1, len(before)):
            if late > after[end]:
                after[end], came_from[end] = late, start
    return after, came_from


def _either(
    one: list[float], one_from: list[int], other: list[float], other_from: list[int]
) -> tuple[list[float], list[int]]:
    came_from = [f if a >= b else g for a, b, f, g in zip(one, other, one_from, other_from, strict=True)]
    return list(map(max, one, other)), came_from


def _read_back(layered: Sequence[_Layers], time: int, value: float) -> Choice:
    """Follow the best value back through the layers to the offers that gave it."""
    picks: list[tuple[Job, int, int]] = []
    ways: list[tuple[str, Way]] = []
    if value == -inf:
        return Choice(value, [], [])
    for layers in reversed(layered):
        group = layers.group
        if not group.forced and layers.without[time] >= layers.inside[time]:
            continue
        after = layers.inside
        for number in range(len(group.offers) - 1, -1, -1):
            before = layers.befores[number]
            if after[time] != before[time]:
                offer = group.offers[number]
                end = min(time, offer.due)
                if offer.amount:
                    time = end - offer.least
                    picks.append((offer.job, offer.amount, offer.least))
                else:
                    came_from = layers.chunks[number][time]
                    picks.append((offer.job, 0, end - came_from))
                    time = came_from
                if group.paid and layers.entered[time] > before[time]:
                    break
            after = before
        way = _way_taken(layers, time)
        time -= way.steps
        ways.append((group.platform, way))
    return Choice(value, picks[::-1], ways)


def _way_taken(layers: _Layers, time: int) -> Way:
    for way in layers.group.ways:
        if way.steps <= time and layers.without[time - way.steps] - way.price == layers.entered[time]:
            return way
    raise AssertionError("the values of a group come from one of its ways")
