"""The person's own minutes and odds, for the queue, for planning and for suggestions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.records import Task
from gigplanner.model.showing import show_number
from gigplanner.model.times import Span
from gigplanner.planbook import Planbook
from gigplanner.workday.desk import Desk
from gigplanner.workday.own_results import results_within

if TYPE_CHECKING:
    from gigplanner.scheduler.estimates import Estimates

LEARNED_DAYS = timedelta(days=90)  # of results; what is older says little about how one works today


class _Learned(Struct, frozen=True):
    """What was learned from a planbook in a certain state, on a certain day."""

    state: tuple[int, frozenset[str], date]
    estimates: Estimates


_learned: WeakKeyDictionary[Planbook, _Learned] = WeakKeyDictionary()


def own_estimates(desk: Desk, now: datetime) -> Estimates:
    """What the results of the last 90 days teach, read anew only after the planbook or the day changed."""
    from gigplanner.scheduler.estimates import Estimates

    today = desk.settings.day_of(now)
    known = _learned.get(desk.book)
    if known is None or known.state != (desk.book.seq, desk.book.damaged, today):
        end = desk.settings.span_of(today).end
        span = Span(end - LEARNED_DAYS, end)
        own = results_within(desk, span, now)
        estimates = Estimates.learn(own.results, own.earnings)
        state = (desk.book.seq, desk.book.damaged, today)  # damage may have come to light in reading
        known = _learned[desk.book] = _Learned(state, estimates)
    return known.estimates


def own_minutes_words(own: float, stated: float) -> str:
    """How long a unit takes the person, beside what is stated; empty where the two look the same."""
    mine, theirs = short_minutes(own), short_minutes(stated)
    return f"you: {mine} min, stated: {theirs}" if mine != theirs else ""


def short_minutes(minutes: float) -> str:
    """Minutes as short as can be said: `0.8`, `9`, `9.5`, `13`."""
    return show_number(round(minutes, 1)) if minutes < 10 else f"{minutes:.0f}"


def estimated(desk: Desk, tasks: Iterable[Task], now: datetime) -> list[Task]:
    """The tasks with the person's own minutes and odds in the place of the stated ones."""
    estimates = own_estimates(desk, now)
    return [estimates.apply(task) for task in tasks]


def left_to_plan(desk: Desk, tasks: Iterable[Task], now: datetime) -> list[Task]:
    """The same tasks as they are left to be worked: shorter by the minutes already spent on their next unit.

    Of several units each is shorter by its share, so that together they take what they will take.
    """
    return [_less_banked(task) for task in estimated(desk, tasks, now)]


def _less_banked(task: Task) -> Task:
    if not 0 < task.banked < task.minutes:
        return task
    return replace(task, minutes=task.minutes - task.banked / task.units)
