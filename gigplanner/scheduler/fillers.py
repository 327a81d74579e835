"""What to start while waiting for an order that may come any second.

Tasks are ranked by a rate index, expected earnings over expected minutes of the wait used:
E[pay earned] ÷ E[min(task, rest of the wait)], both given how long the wait has gone on (a Gittins-type
index). A task that cannot be put down earns only if it is finished before the order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from heapq import nsmallest
from itertools import accumulate, pairwise
from typing import Literal

from msgspec import Struct

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import Task
from gigplanner.scheduler.problem import PlanRules
from gigplanner.scheduler.waits import WaitModel

HOLDS = (1.0, 2.0, 3.0, 5.0)  # minutes that one may hold before starting something
_TIMES = (0.0, *(0.1 * 1.06**step for step in range(160)))  # minutes: 0 … 1,060, dense where waits end


class Option(Struct, frozen=True, kw_only=True):
    """A task to start now, and what to expect of it.

    `expected` is pay × odds × the chance to earn it before the order; `per_hour` is the index: that and the
    task's worth, an hour of waiting time used.
    """

    task_id: str
    units: int
    minutes: float
    odds_to_finish: float
    expected: Money
    per_hour: Money
    why: str


class Advice(Struct, frozen=True):
    """Start one of the options; hold, a moment later they will be worth starting; or rest."""

    kind: Literal["start", "hold", "rest"]
    options: tuple[Option, ...]


class _Rated(Struct, frozen=True):
    index: float  # minor units per minute of waiting time used
    order: int
    task: Task
    minutes: float
    switch: float
    share: float  # the part of its pay to be expected before the order


class _Rest:
    """The rest of the wait: its survival curve and the mean of min(t, rest), as tables."""

    def __init__(
        self, model: WaitModel, waited: float, at: datetime, recent: Sequence[float], within: float
    ) -> None:
        self.times = _TIMES[: bisect_left(_TIMES, within) + 2]
        self.chances = model.remaining(self.times, waited=waited, at=at, recent=recent)
        steps = zip(pairwise(self.times), pairwise(self.chances), strict=True)
        areas = ((end - start) * (before + after) / 2 for (start, end), (before, after) in steps)
        self.means = [0.0, *accumulate(areas)]

    def look_up(self, minutes: float) -> tuple[float, float]:
        """Return the chance that the wait lasts `minutes` more, and the mean of min(minutes, rest of it)."""
        times = self.times
        place = min(bisect_left(times, minutes), len(times) - 1)
        if place == 0:
            return self.chances[0], 0.0
        part = min(1.0, (minutes - times[place - 1]) / (times[place] - times[place - 1]))
        chances, means = self.chances, self.means
        return (
            chances[place - 1] + part * (chances[place] - chances[place - 1]),
            means[place - 1] + part * (means[place] - means[place - 1]),
        )


def suggest(
    tasks: Sequence[Task],
    model: WaitModel,
    *,
    waited: float,
    has: frozenset[str],
    now: datetime,
    rules: PlanRules,
    recent: Sequence[float] = (),
    limit: int = 3,
) -> Advice:
    """Return what to start now, having waited `waited` minutes where one has `has`.

    Only open tasks count that need no more than `has`, may be done now, can be finished by their due (a chunk
    of them, if they are split), pay in the one currency that is planned with, and whose platform's cap
    is not 0. Without a floor rate something is always worth starting, since idle waiting earns nothing;
    with one, it is `hold` when nothing reaches the floor yet but would after a few more minutes of waiting
    (waits that have gone on tend to go on), and `rest` when nothing would. Raises BadInput for minutes
    below 0.
    """
    if limit < 1:
        raise BadInput("Ask for 1 option or more.")
    currency = rules.currency_for(tasks)
    floor = rules.floor_rate.minor / 60 if rules.floor_rate else 0.0
    possible = [task for task in tasks if _may_start(task, has, now, rules, currency)]
    best = _best(possible, model, waited, now, rules, recent, limit)
    if not best:
        return Advice("rest", ())
    if best[0].index >= floor:
        worth_it = [rated for rated in best if rated.index >= floor]
        return Advice("start", tuple(_option(rated, model, waited, now, recent) for rated in worth_it))
    for hold in HOLDS:
        later = now + timedelta(minutes=hold)
        still = [task for task in possible if _may_start(task, has, later, rules, currency)]
        then = _best(still, model, waited + hold, later, rules, recent, limit)
        if then and then[0].index >= floor:
            worth_it = [rated for rated in then if rated.index >= floor]
            options = (
                _option(rated, model, waited + hold, later, recent, after=f"after {hold:g} min more: ")
                for rated in worth_it
            )
            return Advice("hold", tuple(options))
    return Advice("rest", ())


def _may_start(task: Task, has: frozenset[str], now: datetime, rules: PlanRules, currency: str) -> bool:
    """Whether the hard rules let the task be started at `now`."""
    if (
        task.status != "open"
        or task.units < 1
        or task.minutes <= 0
        or not task.needs <= has
        or task.pay.currency != currency
        or (task.worth is not None and task.worth.currency != currency)
        or rules.daily_caps.get(task.platform, 1) < 1
    ):
        return False
    switch = rules.switch_for(task.platform)
    if task.not_before and task.not_before > now + timedelta(minutes=switch):
        return False
    if task.due is None:
        return True
    chunk = min(task.min_chunk or 1.0, task.minutes) if task.splittable else task.minutes
    return now + timedelta(minutes=switch + chunk) <= task.due


def _best(
    tasks: Iterable[Task],
    model: WaitModel,
    waited: float,
    now: datetime,
    rules: PlanRules,
    recent: Sequence[float],
    limit: int,
) -> list[_Rated]:
    """Return up to `limit` tasks with an index above 0, best first."""
    candidates = [(task, rules.switch_for(task.platform)) for task in tasks]
    longest = max((task.minutes + switch for task, switch in candidates), default=0.0)
    rest = _Rest(model, waited, now, recent, longest)
    rated = []
    for order, (task, switch) in enumerate(candidates):
        minutes = _minutes_until_due(task, now, switch)
        chance, used = rest.look_up(switch + minutes)
        if task.splittable or task.resumable:
            share = (used - rest.look_up(switch)[1]) / task.minutes
        else:
            share = chance
        gain = task.pay.minor * task.odds + (task.worth.minor if task.worth else 0)
        if gain > 0 and used > 0:
            rated.append(_Rated(share * gain / used, order, task, minutes, switch, share))
    return nsmallest(limit, rated, key=lambda each: (-each.index, each.order))


def _minutes_until_due(task: Task, now: datetime, switch: float) -> float:
    """Return the minutes of one unit, or as many of a task that is split as there are until its due."""
    if not (task.splittable and task.due):
        return task.minutes
    return min(task.minutes, (task.due - now).total_seconds() / 60 - switch)


def _option(
    rated: _Rated, model: WaitModel, waited: float, now: datetime, recent: Sequence[float], after: str = ""
) -> Option:
    task = rated.task
    odds = model.survival(rated.switch + rated.minutes, waited=waited, at=now, recent=recent)
    per_hour = Money(round(rated.index * 60), task.pay.currency)
    chance = "under 1 %" if odds < 0.01 else f"{odds:.0%}".replace("%", " %")
    if task.splittable or task.resumable:
        finish = f"can be put down when an order comes ({chance} chance to finish before one)"
    elif odds < 0.5:
        finish = f"only {chance} chance to finish before an order, which would more likely than not break it"
    else:
        finish = f"{chance} chance to finish before an order"
    source = "" if model.personal else ", by waits typical for drivers"
    return Option(
        task_id=task.id,
        units=1,
        minutes=rated.minutes,
        odds_to_finish=odds,
        expected=Money(round(task.pay.minor * task.odds * rated.share), task.pay.currency),
        per_hour=per_hour,
        why=f"{after}{finish}; about {show_money(per_hour)} an hour of waiting{source}",
    )
