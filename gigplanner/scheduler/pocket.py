"""The tasks to have at hand for the waits of a shift that is still to come.

The waits of a shift are taken to follow one another at their mean lengths: a wait, whose mean is the area
under its survival curve at that hour up to the shift's end, then an order of `order_minutes`, and so on;
the last one counts as the part of it that the shift leaves room for. (A renewal process by its means: the
minutes of waiting come within a tenth of shifts drawn at random, of shifts of an hour within a sixth.)

Tasks are ranked by the rate index, what they are expected to earn over the minutes of waiting they are
expected to use, averaged over these waits; of a batch, that of as many units in a row as make it greatest.
The best get the minutes of waiting that there are, none more than `LARGEST_SHARE` of them while there is
other work: whoever lives on one batch waits idly when it runs out. What comes behind is a reserve for
longer waits.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from math import ceil

from msgspec import Struct

from gigplanner.model.money import Money, show_money
from gigplanner.model.records import Task
from gigplanner.model.showing import show_percent
from gigplanner.model.times import Span
from gigplanner.scheduler.problem import PlanRules
from gigplanner.scheduler.waits import WaitModel

TYPICAL_ORDER = 21.0  # minutes from accepting to dropping off: the median delivery
LARGEST_SHARE = 1 / 3  # of the minutes of waiting, for one task
RESERVE = 1.5  # times the expected minutes of waiting that there should be tasks for
MOST_TASKS = 8
_TINY = 1e-9
SHORTEST_ROUND = 1.0  # minutes: no wait and order together are shorter
_TIMES = (0.0, *(0.25 * 1.15**step for step in range(48)))  # minutes: 0 … 178
_IN_A_ROW = (1, 2, 3, 5, 8, 13, 21, 34)  # units of a batch


class PocketTask(Struct, frozen=True, kw_only=True):
    """A task to have at hand, with as many units as there is waiting for.

    `expected` is pay × odds of what gets done in the waits to be expected; zero of a reserve.
    """

    task_id: str
    title: str
    units: int
    expected: Money
    why: str


class Pocket(Struct, frozen=True, kw_only=True):
    """What to have at hand for a shift: the best first. `waits` and `wait_minutes` are means."""

    tasks: tuple[PocketTask, ...]
    waits: float
    wait_minutes: float


class _Wait(Struct, frozen=True):
    """A wait to come: the chance that it lasts each of `_TIMES`, the shift not being over by then."""

    start: datetime
    weight: float  # how much of it the shift leaves room for
    chances: tuple[float, ...]


class _Waits:
    """Some waits of the shift, averaged: their survival and the area under it."""

    def __init__(self, waits: Sequence[_Wait]) -> None:
        self.count = sum(wait.weight for wait in waits)
        self.chances = [
            sum(wait.weight * wait.chances[place] for wait in waits) / self.count
            for place in range(len(_TIMES))
        ]
        steps = zip(pairwise(_TIMES), pairwise(self.chances), strict=True)
        self.areas = [
            0.0,
            *accumulate((end - start) * (before + after) / 2 for (start, end), (before, after) in steps),
        ]

    @property
    def minutes(self) -> float:
        """The minutes of waiting in all."""
        return self.count * self.areas[-1]

    def look_up(self, minutes: float) -> tuple[float, float]:
        """Return the chance that a wait lasts `minutes`, and the mean of min(minutes, wait)."""
        place = bisect_left(_TIMES, minutes)
        if place == 0:
            return self.chances[0], 0.0
        if place == len(_TIMES):
            return 0.0, self.areas[-1]
        part = (minutes - _TIMES[place - 1]) / (_TIMES[place] - _TIMES[place - 1])
        return (
            self.chances[place - 1] + part * (self.chances[place] - self.chances[place - 1]),
            self.areas[place - 1] + part * (self.areas[place] - self.areas[place - 1]),
        )


class _Rated(Struct, frozen=True):
    """A task, and what it makes of the waits."""

    task: Task
    units: int  # that are left of it
    gain: float  # of a unit, in minor units
    each: float  # minutes of waiting that a finished unit uses
    done: float  # the part of a unit that gets done, if there is only one and it cannot be put down; else 1
    fits: float  # the share of the waits that one unit fits into
    minutes: float  # of waiting in which it may be worked

    @property
    def kept(self) -> bool:
        """Whether an order takes nothing of it away."""
        return self.task.splittable or self.task.resumable

    @property
    def index(self) -> float:
        """What it earns in a minute of waiting."""
        return self.gain / self.each


def pocket(
    shift: Span,
    tasks: Sequence[Task],
    model: WaitModel,
    *,
    has: frozenset[str],
    rules: PlanRules,
    order_minutes: float = TYPICAL_ORDER,
    held: Mapping[str, int] | None = None,
    limit: int = MOST_TASKS,
) -> Pocket:
    """Return what of `tasks` to have at hand for the waits of `shift`, where one has `has`.

    `held` are units that are meant for something else already, by task id. Left out is what needs more than
    there is, cannot be done during the shift, is paid in a currency that is not planned with, or earns less
    than the floor rate.
    """
    waits = _waits_of(shift, model, order_minutes)
    if not waits:
        return Pocket(tasks=(), waits=0.0, wait_minutes=0.0)
    whole = _Waits(waits)
    currency = rules.currency_for(tasks)
    floor = rules.floor_rate.minor / 60 if rules.floor_rate else 0.0
    some: dict[tuple[int, int], _Waits] = {(0, len(waits)): whole}
    rated = []
    for task in tasks:
        units = task.units - (held or {}).get(task.id, 0)
        if _may_be_worked(task, units, has, rules, currency):
            first, last = _window(task, waits, rules.switch_for(task.platform))
            if first < last:
                if (first, last) not in some:
                    some[first, last] = _Waits(waits[first:last])
                found = _rate(task, units, some[first, last], rules.switch_for(task.platform))
                if found and found.index > 0 and found.index >= floor:
                    rated.append(found)
    rated.sort(key=lambda each: -each.index)
    return Pocket(
        tasks=tuple(_fill(rated, whole, limit, model.personal)),
        waits=whole.count,
        wait_minutes=whole.minutes,
    )


def _waits_of(shift: Span, model: WaitModel, order_minutes: float) -> list[_Wait]:
    waits = []
    start = shift.start
    while start < shift.end:
        left = (shift.end - start).total_seconds() / 60
        chances = model.remaining(_TIMES, at=start)
        mean = _area(chances, _TIMES[-1])
        inside = _area(chances, left)
        cut = tuple(chance if time <= left else 0.0 for time, chance in zip(_TIMES, chances, strict=True))
        waits.append(_Wait(start, inside / mean, cut))
        start += timedelta(minutes=max(SHORTEST_ROUND, mean + order_minutes))
    return waits


def _area(chances: Sequence[float], until: float) -> float:
    area = 0.0
    for (start, end), (before, after) in zip(pairwise(_TIMES), pairwise(chances), strict=True):
        if end > until:
            part = (until - start) / (end - start)
            return area + (until - start) * (before + part * (after - before) / 2 + before) / 2
        area += (end - start) * (before + after) / 2
    return area


def _may_be_worked(task: Task, units: int, has: frozenset[str], rules: PlanRules, currency: str) -> bool:
    return (
        task.status == "open"
        and units >= 1
        and task.minutes > 0
        and task.needs <= has
        and task.pay.currency == currency
        and (task.worth is None or task.worth.currency == currency)
        and rules.daily_caps.get(task.platform, 1) > 0
    )


def _window(task: Task, waits: Sequence[_Wait], switch: float) -> tuple[int, int]:
    """Return which of the waits begin when the task may be begun and can still be finished by its due."""
    first, last = 0, len(waits)
    if task.not_before:
        first = sum(wait.start < task.not_before for wait in waits)
    if task.due:
        least = min(task.min_chunk or 1.0, task.minutes) if task.splittable else task.minutes
        latest = task.due - timedelta(minutes=switch + least)
        last = sum(wait.start <= latest for wait in waits)
    return first, last


def _rate(task: Task, units: int, waits: _Waits, switch: float) -> _Rated | None:
    gain = task.pay.minor * task.odds + (task.worth.minor if task.worth else 0)
    minutes = task.minutes
    fits, used = waits.look_up(switch + minutes)
    kept = task.splittable or task.resumable
    alone = units == 1 and not kept
    if kept:
        begun = waits.look_up(switch)[1]
        all_used = waits.areas[-1]
        each = minutes * all_used / (all_used - begun) if all_used > begun else 0.0
    elif alone:
        each = used / fits if fits > 0 else 0.0
    else:
        each = min(
            (
                waits.look_up(switch + count * minutes)[1] / finished
                for count in _IN_A_ROW
                if count <= units and (finished := _finished(waits, switch, minutes, count)) > 0
            ),
            default=0.0,
        )
    if each <= 0:
        return None
    return _Rated(task, units, gain, each, fits if alone else 1.0, fits, waits.minutes)


def _finished(waits: _Waits, switch: float, minutes: float, count: int) -> float:
    """Return how many units in a row are finished before an order, of at most `count`."""
    return sum(waits.look_up(switch + unit * minutes)[0] for unit in range(1, count + 1))


def _fill(rated: Sequence[_Rated], waits: _Waits, limit: int, personal: bool) -> list[PocketTask]:
    """Return the tasks that get minutes of waiting, best first, and what they bring."""
    chosen: list[tuple[float, PocketTask]] = []
    covered = 0.0
    for each, done in _shared_out(rated, waits):
        uses = done * each.each
        counted = max(0.0, min(1.0, (waits.minutes - covered) / uses))
        covered += uses
        brings = done * counted * each.task.pay.minor * each.task.odds
        chosen.append((brings, _pocket_task(each, ceil(done - _TINY), brings, counted > 0, personal)))
    best = sorted(range(len(chosen)), key=lambda place: (-chosen[place][0], place))[:limit]
    return [chosen[place][1] for place in sorted(best)]


def _shared_out(rated: Sequence[_Rated], waits: _Waits) -> list[tuple[_Rated, float]]:
    """Return the tasks that get minutes of waiting, each with how many units get done, fractions included."""
    given: dict[int, float] = {}
    free = RESERVE * waits.minutes
    for largest in (LARGEST_SHARE, RESERVE):  # one task gets more only if nothing else is left
        for place, each in enumerate(rated):
            had = given.get(place, 0.0)
            room = min(free, min(largest * waits.minutes, RESERVE * each.minutes) - had * each.each)
            more = min(each.units * each.done - had, room / each.each)
            if more > _TINY:
                given[place] = had + more
                free -= more * each.each
    return [(rated[place], done) for place, done in sorted(given.items())]


def _pocket_task(each: _Rated, units: int, brings: float, counts: bool, personal: bool) -> PocketTask:
    if each.kept:
        finish = "can be put down when an order comes"
    else:
        share = "under 1 %" if each.fits < 0.01 else show_percent(each.fits)
        finish = f"{'a unit' if each.task.units > 1 else 'it'} fits into {share} of the waits"
    currency = each.task.pay.currency
    per_hour = show_money(Money(round(each.index * 60), currency))
    worth = "worth" if each.task.worth else "about"
    reserve = "" if counts else "in reserve for longer waits: "
    source = "" if personal else ", by waits typical for drivers"
    return PocketTask(
        task_id=each.task.id,
        title=each.task.title,
        units=units,
        expected=Money(round(brings), currency),
        why=f"{reserve}{finish}; {worth} {per_hour} an hour of waiting{source}",
    )
