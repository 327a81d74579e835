"""Filling one room: a knapsack over time, in which each platform costs a switch once.

Dynamic programming: `best[t]` is the best value that can be had in the first t steps of the room. Tasks come
in a fixed order (by due, then platform by platform, then by release), so windows can be kept on the
way. Lengths are rounded up to steps; what that leaves free is filled afterwards, to the second.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import groupby
from math import ceil, floor, inf

from msgspec import Struct

from gigplanner.scheduler.problem import Job, Room
from gigplanner.scheduler.rooms import Laid, Pick, lay_out

MOST_STEPS = 240  # of a room with lengths that are no whole minutes: a step is at least 15 seconds
MORE_THAN_FITS = 1.5  # how many times the room's time is offered to the knapsack
FEWEST_OFFERED = 16


class _Offer(Struct):
    """A part of a job that may be taken, `least` to `most` steps long, within `release` and `due`.

    Only a chunk's length may vary; its `value` is per step, that of units is of the whole part.
    """

    job: Job
    amount: int
    least: int
    most: int
    value: float
    release: int
    due: int


class _Layer(Struct):
    """What an offer changed: the values before it and, for a chunk, the step from which each was reached."""

    before: list[float]
    offer: _Offer
    came_from: list[int]


class _Group(Struct):
    """Layers that share one switch, between the best values without the group and with it."""

    without: list[float]
    switch: int
    layers: list[_Layer]
    inside: list[float]


class Stock(Struct):
    """What may still be placed: of each job, by its index, and in units on each capped platform."""

    left: dict[int, int]
    caps: dict[str, int]

    def of(self, job: Job) -> int:
        """The largest amount of the job that may still be placed."""
        left, cap = self.left[job.index], self.caps.get(job.task.platform)
        if job.split:
            return 0 if left < job.least or (cap is not None and cap < 1) else left
        return left if cap is None else min(left, cap)

    def after(self, laid: Iterable[Laid]) -> Stock:
        """Return what is left when the placements are taken out."""
        left, caps = dict(self.left), dict(self.caps)
        for each in laid:
            left[each.job.index] -= each.amount
            if each.job.task.platform in caps:
                caps[each.job.task.platform] -= each.job.units(each.amount)
        return Stock(left, caps)


def fill(room: Room, jobs: Sequence[Job], stock: Stock) -> list[Laid]:
    """Return placements of great value in `room`. `jobs` are such as it takes, best rate first."""
    fitting = [job for job in jobs if stock.of(job) >= job.least]
    if not fitting:
        return []
    offered = _worth_offering(room, fitting, stock)
    step = _step(room, offered)
    picks = _knapsack(room, offered, step)
    laid = lay_out(room, picks)
    assert laid is not None  # lengths were rounded up, and a switch is paid at most as often
    return _topped_up(room, laid, fitting, stock)


def _worth_offering(room: Room, jobs: Sequence[Job], stock: Stock) -> list[Pick]:
    """Return the jobs, best first, that could have a part in a good filling, each with the most of it."""
    chosen: list[Pick] = []
    seconds, price = 0.0, 0.0
    for job in jobs:
        amount = min(stock.of(job), job.most_in(room.window(job)))
        seconds += amount * job.seconds
        if seconds > room.length and not price:
            price = job.rate
        chosen.append((job, amount))
        if seconds > MORE_THAN_FITS * room.length and len(chosen) >= FEWEST_OFFERED:
            break
    return _under_caps(chosen, stock, price)


def _under_caps(picks: list[Pick], stock: Stock, price: float) -> list[Pick]:
    """Return the picks with no more units of a platform than its cap: those worth most beyond their time."""
    if not any(job.task.platform in stock.caps for job, _ in picks):
        return picks
    caps = dict(stock.caps)
    kept: dict[int, int] = {}
    for job, amount in sorted(
        picks, key=lambda pick: (price - pick[0].rate) * pick[0].seconds * pick[0].least
    ):
        cap = caps.get(job.task.platform)
        if cap is not None:
            amount = (amount if cap else 0) if job.split else min(amount, cap)
            caps[job.task.platform] = cap - (job.units(amount) if amount else 0)
        kept[job.index] = amount
    return [(job, kept[job.index]) for job, _ in picks if kept[job.index] >= job.least]


def _step(room: Room, picks: Sequence[Pick]) -> int:
    if all(job.seconds % 60 == 0 or job.split for job, _ in picks) and all(
        job.switch % 60 == 0 for job, _ in picks
    ):
        return 60
    return min(60, 15 * ceil(room.length / (15 * MOST_STEPS)))


def _knapsack(room: Room, offered: Sequence[Pick], step: int) -> list[Pick]:
    """Return the best picks, in the order in which they are to be worked."""
    steps = room.length // step
    best = [0.0] * (steps + 1)
    groups = []
    for picks in _groups(room, offered):
        switch = min(ceil(room.switch(picks[0][0]) / step), steps + 1)
        inside = [-inf] * switch + best[: steps + 1 - switch]
        layers = []
        for offer in (offer for job, amount in picks for offer in _offers(room, job, amount, step)):
            after, came_from = _with_chunk(inside, offer) if offer.job.split else (_with(inside, offer), [])
            layers.append(_Layer(inside, offer, came_from))
            inside = after
        groups.append(_Group(best, switch, layers, inside))
        best = [a if a >= b else b for a, b in zip(best, inside, strict=True)]
    return _read_back(groups, steps, step)


def _groups(room: Room, offered: Sequence[Pick]) -> list[list[Pick]]:
    """Return the picks in working order, those that share a switch together.

    What is due within the room comes first, what is released within it last, each with a switch of its own.
    """
    due = [pick for pick in offered if pick[0].due < room.end]
    late = [pick for pick in offered if pick[0].due >= room.end and pick[0].release > room.start]
    free = [pick for pick in offered if pick[0].due >= room.end and pick[0].release <= room.start]
    due.sort(key=lambda pick: (pick[0].due, pick[0].index))
    late.sort(key=lambda pick: (pick[0].release, pick[0].index))
    free.sort(key=lambda pick: (pick[0].task.platform, pick[0].due, pick[0].index))
    platforms = [list(same) for _, same in groupby(free, key=lambda pick: pick[0].task.platform)]
    return [*([pick] for pick in due), *platforms, *([pick] for pick in late)]


def _offers(room: Room, job: Job, amount: int, step: int) -> list[_Offer]:
    """Return the parts that `amount` is offered in: 1, 2, 4, … units, of which any number can be made."""
    release = max(0, ceil((job.release - room.start) / step)) if job.release > room.start else 0
    due = floor((min(job.due, room.end) - room.start) / step)
    if job.split:
        least, most = ceil(job.least / step), min(amount // step, due)
        return [_Offer(job, 0, least, most, job.value * step, release, due)] if least <= most else []
    offers, part = [], 1
    while amount > 0:
        part = min(part, amount)
        steps = ceil(job.length(part) / step)
        offers.append(_Offer(job, part, steps, steps, job.value * part, release, due))
        amount, part = amount - part, part * 2
    return offers


def _with(before: list[float], offer: _Offer) -> list[float]:
    """Return the best values when the offer may be taken, wholly."""
    first, last = offer.release + offer.least, min(offer.due, len(before) - 1)
    if first > last:
        return before
    value = offer.value
    after = before[:first]
    after += [
        a if a >= (b := c + value) else b
        for a, c in zip(before[first : last + 1], before[offer.release : last + 1 - offer.least], strict=True)
    ]
    if last + 1 < len(before):
        late = before[last - offer.least] + value
        after += [a if a >= late else late for a in before[last + 1 :]]
    return after


def _with_chunk(before: list[float], offer: _Offer) -> tuple[list[float], list[int]]:
    """Return the best values when a chunk may be taken, and from which step each was reached.

    The best start for an end is a maximum over a window that slides with it: kept in a queue.
    """
    after, came_from = list(before), list(range(len(before)))
    starts: deque[int] = deque()
    for end in range(offer.release + offer.least, min(offer.due, len(before) - 1) + 1):
        start = end - offer.least
        level = before[start] - offer.value * start
        while starts and before[starts[-1]] - offer.value * starts[-1] < level:
            starts.pop()
        starts.append(start)
        if starts[0] < end - offer.most:
            starts.popleft()
        came_from[end] = starts[0]
        reached = before[starts[0]] + offer.value * (end - starts[0])
        after[end] = max(after[end], reached)
    for end in range(offer.due + 1, len(before)):
        after[end] = max(after[end], after[offer.due])
    return after, came_from


def _read_back(groups: Sequence[_Group], time: int, step: int) -> list[Pick]:
    """Follow the best value back through the layers to the picks that gave it."""
    picks: list[Pick] = []
    for group in reversed(groups):
        if group.without[time] >= group.inside[time]:
            continue
        after = group.inside
        for layer in reversed(group.layers):
            offer = layer.offer
            if after[time] != layer.before[time]:
                end = min(time, offer.due)
                time = layer.came_from[end] if offer.job.split else end - offer.least
                picks.append((offer.job, (end - time) * step if offer.job.split else offer.amount))
            after = layer.before
        time -= group.switch
    return _joined(reversed(picks))


def _joined(picks: Iterable[Pick]) -> list[Pick]:
    """Return the picks with the parts of a job, which follow one another, as one."""
    return [
        (parts[0][0], sum(amount for _, amount in parts))
        for parts in (list(same) for _, same in groupby(picks, key=lambda pick: pick[0].index))
    ]


def _topped_up(room: Room, laid: list[Laid], jobs: Sequence[Job], stock: Stock) -> list[Laid]:
    """Return the placements with whatever else fits behind them, best value per second first."""
    rest = stock.after(laid)
    for job in jobs:
        finish = laid[-1].end if laid else room.start
        taken = next((each.amount for each in laid if each.job is job), 0)
        least = 1 if taken else job.least
        if room.end - finish < job.seconds * least - 1:
            continue
        switch = 0 if any(each.job.task.platform == job.task.platform for each in laid) else room.switch(job)
        start = max(finish + switch, job.release)
        left = rest.left[job.index] if taken and job.split else rest.of(job)
        more = min(left, job.most_in(min(room.end, job.due) - start))
        if more < least:
            continue
        longer = _inserted(room, [(each.job, each.amount) for each in laid], (job, taken + more))
        if longer:
            laid, rest = longer, stock.after(longer)
    return laid


def _inserted(room: Room, picks: list[Pick], pick: Pick) -> list[Laid] | None:
    """Return the layout with `pick` in place of its job's old one, else beside its platform, else last."""
    job = pick[0]
    others = [(other, pick[1] if other is job else amount) for other, amount in picks]
    if any(other is job for other, _ in picks):
        return lay_out(room, others)
    beside = [place + 1 for place, (other, _) in enumerate(picks) if other.task.platform == job.task.platform]
    for place in (*beside[-1:], len(picks)):
        laid = lay_out(room, [*picks[:place], pick, *picks[place:]])
        if laid:
            return laid
    return None
