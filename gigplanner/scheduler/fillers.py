"""What to start while waiting for an order that may come any second.

Tasks are ranked by `rating`: expected earnings over expected minutes of the wait used, less what starting a
task now takes from the waits to come. A task that cannot be put down earns only if it is finished before the
order.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from heapq import nlargest
from math import inf, sqrt
from typing import Literal

from msgspec import Struct

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import Task
from gigplanner.model.showing import show_number, show_percent
from gigplanner.model.times import show_minutes
from gigplanner.scheduler.problem import PlanRules
from gigplanner.scheduler.rating import STUDIED, WAITS_AHEAD, Candidate, Rated, ranked, rated
from gigplanner.scheduler.survival import Rest
from gigplanner.scheduler.waits import WaitModel

LATER_LOOKED_AT = 80  # tasks of a long queue that a hold is thought of for
HOLDS = (1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 18.0, 30.0)  # minutes that one may hold before starting something
SURVEYS = frozenset({"survey", "surveys", "study"})  # categories that must be handed in within a maximum time
MEDIAN_ORDER = 21.0  # minutes from accepting a delivery to its drop-off, measured


class Option(Struct, frozen=True, kw_only=True):
    """A task to start now, and what to expect of it.

    `expected` is pay × odds × the chance to earn it before the order; `per_hour` is the index: that and the
    task's worth, an hour of waiting time used. A batch is started with its next unit, its index counts as
    many as are worth doing in a row.
    """

    task_id: str
    units: int
    minutes: float
    odds_to_finish: float
    expected: Money
    per_hour: Money
    why: str


class Advice(Struct, frozen=True):
    """Start one of the options; hold, in `hold_minutes` they will be worth starting; or rest."""

    kind: Literal["start", "hold", "rest"]
    options: tuple[Option, ...]
    hold_minutes: float = 0.0


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
    logged_in: str = "",
    waits_ahead: float = WAITS_AHEAD,
) -> Advice:
    """Return what to start now, having waited `waited` minutes where one has `has`.

    Only open tasks count that need no more than `has`, may be done now, can be finished by their due (a chunk
    of them, if they are split), pay in the one currency that is planned with, and whose platform's cap
    is not 0. `recent` are the minutes of this shift's earlier waits, latest last; `logged_in` is the platform
    one is at already, where no time is lost to switch; `waits_ahead` how many more waits the shift is
    expected to bring.

    It is `hold` when nothing is worth starting yet but something would be after a few more minutes: because
    nothing reaches the floor rate yet, or because a study that an order broke would be gone, and has the
    better chance in a wait that has turned out long. It is `rest` when there is nothing of the kind. Raises
    BadInput for minutes or waits below 0.
    """
    if limit < 1:
        raise BadInput("Ask for 1 option or more.")
    if not 0 <= waits_ahead < inf:
        raise BadInput("The waits still to come must be 0 or more.")
    currency = rules.currency_for(tasks)
    floor = rules.floor_rate.minor / 60 if rules.floor_rate else 0.0

    def may_start(task: Task, then: datetime) -> bool:
        return _may_start(task, has, then, rules, currency, logged_in)

    possible = [task for task in tasks if may_start(task, now)]
    fresh = model.next_wait(at=now)
    for hold in (0.0, *HOLDS):
        if hold == HOLDS[0]:  # what comes to be worth starting pays well by the minute
            possible = nlargest(LATER_LOOKED_AT, possible, key=partial(_pay_rate, rules=rules))
        then = now + timedelta(minutes=hold)
        rest = model.rest(waited=waited + hold, at=then, recent=recent)
        startable = [task for task in possible if not hold or may_start(task, then)]
        shortlist = _shortlist(startable, rest, then, rules, logged_in)
        best = ranked([each for each in shortlist if each.index >= floor], rest, fresh, waits_ahead)
        if best and (not best[0].held or hold == HOLDS[-1]):
            options = tuple(_option(each, rest, hold, model.personal) for each in best[:limit])
            return Advice("hold" if hold else "start", options, hold)
    return Advice("rest", ())


def _pay_rate(task: Task, rules: PlanRules) -> float:
    """Return what a minute of it is worth if nothing comes between."""
    return _gain(task) / (task.minutes + (rules.switch_for(task.platform) if task.units == 1 else 0.0))


def _gain(task: Task) -> float:
    """Return what a unit is worth on average, in minor units."""
    return task.pay.minor * task.odds + (task.worth.minor if task.worth else 0)


def _shortlist(
    tasks: Sequence[Task], rest: Rest, now: datetime, rules: PlanRules, logged_in: str
) -> list[Rated]:
    """Return the tasks with the best index, best first.

    Most of a long queue is ruled out unlooked at: no index is above the gain over the minutes, nor, where
    all is lost with the order, above the gain times the chance over the mean of a little less time.
    """
    ceilings, step = rest.ceilings, rest.ceiling_step
    bounds = []
    for order, task in enumerate(tasks):
        gain = _gain(task)
        if task.units == 1 and not (task.splittable or task.resumable):
            cell = int((task.minutes + _switch(task, rules, logged_in)) / step)
            bounds.append((-gain * ceilings[min(cell, len(ceilings) - 1)], order))
        else:
            bounds.append((-gain / task.minutes, order))
    bounds.sort()
    best: list[Rated] = []
    for bound, order in bounds:
        if bound >= 0 or (len(best) >= STUDIED and best[STUDIED - 1].index >= -bound):
            break
        found = rated(_candidate(order, tasks[order], now, rules, logged_in), rest)
        if found.index > 0:
            insort(best, found, key=lambda each: (-each.index, each.candidate.order))
    return best[:STUDIED]


def _may_start(
    task: Task, has: frozenset[str], now: datetime, rules: PlanRules, currency: str, logged_in: str
) -> bool:
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
    if task.not_before is None and task.due is None:
        return True
    switch = _switch(task, rules, logged_in)
    if task.not_before and task.not_before > now + timedelta(minutes=switch):
        return False
    if task.due is None:
        return True
    chunk = min(task.min_chunk or 1.0, task.minutes) if task.splittable else task.minutes
    return now + timedelta(minutes=switch + chunk) <= task.due


def _switch(task: Task, rules: PlanRules, logged_in: str) -> float:
    return 0.0 if task.platform == logged_in else rules.switch_for(task.platform)


def _candidate(order: int, task: Task, now: datetime, rules: PlanRules, logged_in: str) -> Candidate:
    """Return the task in numbers, of a split one as much as there is time for before its due."""
    switch = _switch(task, rules, logged_in)
    gain, minutes, units = _gain(task), task.minutes, task.units
    if task.due:
        left = (task.due - now).total_seconds() / 60 - switch
        if task.splittable and left < minutes:
            gain, minutes = gain * left / minutes, left
        units = max(1, min(units, int(left / minutes)))
    units = min(units, rules.daily_caps.get(task.platform, units))
    kept = task.splittable or task.resumable
    # a batch of which one unit is left to do in time is no study: an order that breaks it leaves it there
    return Candidate(order, task, minutes, switch, gain, units, kept, not kept and task.units == 1)


def _option(each: Rated, rest: Rest, hold: float, personal: bool) -> Option:
    candidate = each.candidate
    task = candidate.task
    odds = rest.chance(candidate.length)
    per_hour = Money(round(each.index * 60), task.pay.currency)
    pay = task.pay.minor * task.odds * each.share
    if task.splittable:
        pay *= candidate.minutes / task.minutes
    after = f"after {show_number(hold)} min more: " if hold else ""
    source = "" if personal else ", by waits typical for drivers"
    return Option(
        task_id=task.id,
        units=1,
        minutes=candidate.minutes,
        odds_to_finish=odds,
        expected=Money(round(pay), task.pay.currency),
        per_hour=per_hour,
        why=f"{after}{_finish_words(each, odds)}; about {show_money(per_hour)} an hour of waiting{source}",
    )


def _finish_words(each: Rated, odds: float) -> str:
    """Return the chance to finish in words, and what an order would break."""
    candidate = each.candidate
    chance = "under 1 %" if odds < 0.01 else show_percent(odds)
    if candidate.kept:
        return f"can be put down when an order comes ({chance} chance to finish before one)"
    words = f"{chance} chance to finish before an order"
    allowed = longest_allowed(candidate.minutes)
    limited = candidate.task.category in SURVEYS and allowed < candidate.minutes + MEDIAN_ORDER
    if odds < 0.5:
        words = f"only {words}, which would more likely than not break it"
    elif limited:
        words += ", which would break it"
    if limited:
        words += f": at most {show_minutes(allowed)} are allowed"
    return f"better kept for a wait that turns out long: {words}" if each.held else words


def longest_allowed(minutes: float) -> float:
    """Return the most minutes a study of so many may take: 2 + X + 2·√X, by an older page of Prolific's."""
    return 2 + minutes + 2 * sqrt(minutes)
