"""Planning a week: seven days that share one queue, solved as one problem.

The gaps of all days go to the solver together, so that a task's units are used once over the week, what is
due decides on which day it is done, and what must be done is placed on a day that has room for it. The bound
is that of the week: no plan of its days together is worth more.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import inf
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gigplanner.model.errors import GigError
from gigplanner.model.money import Money, show_money, total
from gigplanner.model.showing import show_day
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.planning import Problem, Proposal, nearness_words, problem_of
from gigplanner.workday.queue import open_tasks

if TYPE_CHECKING:  # the solver is imported when something is solved
    from gigplanner.scheduler.plan import DayPlan, Placement, Unplaced

WEEK = 7  # days
WEEK_BUDGET = 3.0  # seconds of solving, unless said


@dataclass(frozen=True)
class WeekPlan:
    """A week worked out but not saved. Its bound and `within` are proven of the days together.

    The plan of a day says how much it could still gain, the other days staying as they are: no more than the
    whole week could.
    """

    first: date
    days: tuple[Proposal, ...]  # those that have a gap, earliest first
    expected: Money
    value: Money
    bound: Money
    within: float
    seconds: float
    unplaced: tuple[Unplaced, ...]
    is_day_by_day: bool = False  # its days were planned one after another, for a daily cap's sake


@dataclass(frozen=True)
class WeekProblem:
    """All that the plan of a week is made of, read from the planbook: solving it needs nothing else."""

    first: date
    days: tuple[Problem, ...]

    def solve(
        self,
        *,
        budget: float = WEEK_BUDGET,
        on_progress: Callable[[WeekPlan], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> WeekPlan:
        """Return the best week found in `budget` seconds, or until `should_stop`; `on_progress` gets each.

        Under daily caps there is one, in the end.
        """
        from gigplanner.scheduler.plan import plan_day

        tasks, rules = self.days[0].tasks, self.days[0].rules
        pins = [
            replace(pin, gap=start + pin.gap)
            for day, start in zip(self.days, self._starts(), strict=True)
            for pin in day.pins
        ]
        if rules.daily_caps:
            from gigplanner.workday.week_caps import plan_capped

            gaps = [day.gaps for day in self.days]
            capped, is_day_by_day = plan_capped(
                gaps, tasks, rules, pins=pins, budget=budget, should_stop=should_stop
            )
            return dataclasses.replace(self._week_of(capped), is_day_by_day=is_day_by_day)
        solved = plan_day(
            [gap for day in self.days for gap in day.gaps],
            list(tasks.values()),
            rules,
            pins=pins,
            budget=budget,
            on_progress=(lambda found: on_progress(self._week_of(found))) if on_progress else None,
            should_stop=should_stop,
        )
        return self._week_of(solved)

    def _starts(self) -> list[int]:
        """The number that the first gap of each day has among the gaps of the week."""
        return [sum(len(day.gaps) for day in self.days[:place]) for place in range(len(self.days))]

    def _week_of(self, solved: DayPlan) -> WeekPlan:
        days = []
        for day, start in zip(self.days, self._starts(), strict=True):
            inside = range(start, start + len(day.gaps))
            own = [
                replace(found, gap=found.gap - start) for found in solved.placements if found.gap in inside
            ]
            days.append(day.proposal_of(_day_plan(day, own, solved)))
        return WeekPlan(
            first=self.first,
            days=tuple(days),
            expected=solved.expected,
            value=solved.value,
            bound=solved.bound,
            within=solved.within,
            seconds=solved.seconds,
            unplaced=tuple(
                replace(left, reason=left.reason.replace("no gap today", "no gap of the week"))
                for left in solved.unplaced
            ),
        )


def week_problem(desk: Desk, first_day: date, now: datetime) -> WeekProblem:
    """Read what there is to plan in the seven days from `first_day`; days that are over are left out.

    Raises GigError when there is no gap in any of them, or no task.
    """
    if not open_tasks(desk):
        raise GigError("The queue is empty: add a task first.")
    today = desk.settings.day_of(now)
    days = []
    for number in range(WEEK):
        day = first_day + timedelta(days=number)
        problem = _problem_if_any(desk, day, now) if day >= today else None
        if problem:
            days.append(problem)
    if not days:
        raise GigError(
            "There is no free gap of five minutes or more in the working windows of those seven days."
        )
    return WeekProblem(first_day, tuple(days))


def propose_week(desk: Desk, first_day: date, now: datetime, *, budget: float = WEEK_BUDGET) -> WeekPlan:
    """Fill the gaps of the seven days from `first_day` that are still ahead, out of one queue.

    Pinned and begun placements stay where they are. `budget` is the solver's time in seconds. Raises GigError
    when there is nothing to fill, or no task. A day of it is accepted by `planning.accept_plan`, all of it by
    `accept_week`.
    """
    return week_problem(desk, first_day, now).solve(budget=budget)


def week_nearness(week: WeekPlan) -> str:
    """How far a week can be from the best possible, and how it was planned, as the end of a sentence."""
    for_caps = "; planned day after day, so that none is over a daily cap" if week.is_day_by_day else ""
    return nearness_words(week.within) + for_caps


def accept_week(desk: Desk, week: WeekPlan, now: datetime, *, days: Collection[date] | None = None) -> Done:
    """Save and accept the plans of all days of the week, or of those named, in one action."""
    plans = [day.plan for day in week.days if days is None or day.plan.date in days]
    if not plans:
        raise GigError("None of those days is in the week's plan.")
    tasks = sum(len(plan.ahead) for plan in plans)
    expected = total((plan.expected for plan in plans), week.expected.currency)
    words = (
        f"Accepted the plans of {len(plans)} {'day' if len(plans) == 1 else 'days'}"
        f" from {show_day(plans[0].date)}:"
        f" {tasks} {'task' if tasks == 1 else 'tasks'}, {show_money(expected)} expected"
    )
    with desk.book.action(words, now=now) as action:
        for plan in plans:
            action.put(replace(plan, accepted_at=now))
    return Done(words)


def _problem_if_any(desk: Desk, day: date, now: datetime) -> Problem | None:
    try:
        return problem_of(desk, day, now)
    except GigError:
        return None  # no gap on that day: the queue is not empty


def _day_plan(day: Problem, placements: list[Placement], week: DayPlan) -> DayPlan:
    """One day of a solved week, with what the week could gain as the bound of what it could."""
    from gigplanner.scheduler.plan import DayPlan

    expected = total((found.expected for found in placements), week.expected.currency)
    value = expected + _beside_money(day, placements, week.expected.currency)
    slack = week.bound - week.value
    reachable = slack.minor / value.minor if value.minor > 0 else inf
    return DayPlan(
        placements=tuple(placements),
        expected=expected,
        value=value,
        bound=value + slack,
        within=reachable if slack else 0.0,
        seconds=week.seconds,
        unplaced=(),
    )


def _beside_money(day: Problem, placements: list[Placement], currency: str) -> Money:
    """The worth of what is done, less the floor rate for its minutes."""
    minor = Fraction(0)
    for found in placements:
        task = day.tasks[found.task_id]
        if task.worth:
            share = Fraction(found.minutes) / Fraction(task.minutes) if task.splittable else found.units
            minor += task.worth.minor * share
        if day.rules.floor_rate:
            minor -= day.rules.floor_rate.minor * Fraction(found.minutes) / 60
    return Money(round(minor), currency)
