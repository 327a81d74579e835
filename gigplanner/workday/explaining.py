"""Why this task, why not that one: what it earns, what binds, what forcing it in would cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from gigplanner.model.errors import GigError
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import PlacedTask, Task
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock, show_percent
from gigplanner.model.text import quoted
from gigplanner.model.times import show_minutes
from gigplanner.workday.planning import Problem, Proposal

if TYPE_CHECKING:
    from gigplanner.workday.solving import Search

PATIENCE = 2.0  # seconds of solving for each of the two plans that are compared


@dataclass(frozen=True)
class Case:
    """Why a task is in the plan or not, sentence by sentence."""

    title: str
    sentences: tuple[str, ...]


def explain(
    problem: Problem, task_id: str, settings: Settings, *, search: Search[Case] | None = None
) -> Case:
    """Say why the best plan of `problem` has a task, or leaves it out.

    That plan is compared with another, without the task or with it forced in; `search`, if any, is told what
    is known before. Raises GigError for a task that is not to be planned.
    """
    task = problem.tasks.get(task_id)
    if task is None:
        raise GigError("That task is not in the queue any more.")
    should_stop = search.should_stop if search else None
    best = problem.solve(budget=PATIENCE, should_stop=should_stop)
    parts = [one for one in best.plan.placements if one.task == task_id and one.end > problem.now]
    said = _placed_here(task, parts, settings) if parts else _left_out(task, best, problem.tasks)
    if search:
        search.report(Case(task.title, tuple(said)))
    if any(part.start <= problem.now for part in parts):
        return Case(task.title, (*said, "It has begun: it stays."))
    if any(part.pinned for part in parts):
        free = _unpinned(problem, task_id).solve(budget=PATIENCE, should_stop=should_stop)
        return Case(task.title, (*said, _cost_of_pinning(best, free)))
    return Case(task.title, (*said, _compared(problem, best, task_id, should_stop)))


def _placed_here(task: Task, parts: list[PlacedTask], settings: Settings) -> list[str]:
    said = []
    for part in parts:
        hours = f"{show_clock(settings.wall(part.start))} to {show_clock(settings.wall(part.end))}"
        where = f" ({part.place})" if part.place else ""
        units = f"{part.units} of {task.units} units, " if task.units > 1 else ""
        pinned = " You pinned it there." if part.pinned else ""
        pay = show_money(part.expected)
        said.append(f"From {hours}{where}: {units}{pay} in {show_minutes(part.minutes)}.{pinned}")
    if task.odds < 1:
        said.append(f"The chance of being paid, {show_percent(task.odds)}, is counted in.")
    return said


def _left_out(task: Task, best: Proposal, tasks: Mapping[str, Task]) -> list[str]:
    """What the task pays, beside the least that the plan takes for its money alone."""
    said = [f"It brings {_pay_words(task.pay.times(Fraction(task.odds)), task.minutes)}."]
    rates = [
        (one.expected.minor / one.minutes, one)
        for one in best.plan.ahead
        if one.minutes
        and not one.pinned
        and one.expected.currency == task.pay.currency
        and not (tasks[one.task].must or tasks[one.task].worth)
    ]
    if rates:
        _, least = min(rates, key=lambda pair: (pair[0], pair[1].task))
        pay = _pay_words(least.expected, least.minutes)
        said.append(f"The least paid in the plan is {quoted(least.title)}: {pay}.")
    return said


def _compared(problem: Problem, best: Proposal, task_id: str, should_stop: Callable[[], bool] | None) -> str:
    from gigplanner.scheduler.explaining import explain as compare

    found = compare(
        best.solved,
        task_id,
        problem.gaps,
        list(problem.tasks.values()),
        problem.rules,
        pins=problem.pins,
        budget=PATIENCE,
        should_stop=should_stop,
    )
    return f"{'It' if found.placed else 'Left out:'} {found.words}."


def _unpinned(problem: Problem, task_id: str) -> Problem:
    return replace(
        problem,
        stays=tuple(one for one in problem.stays if one.task != task_id),
        pins=tuple(one for one in problem.pins if one.task_id != task_id),
    )


def _cost_of_pinning(best: Proposal, free: Proposal) -> str:
    more = free.solved.value - best.solved.value
    if more.minor <= 0:
        return "Pinning it costs nothing: free to move, the plan would be no better."
    return f"Free to move, the plan could bring {show_money(more)} more."


def _pay_words(pay: Money, minutes: float) -> str:
    rate = pay.per_hour(round(minutes * 60))
    an_hour = f", {show_money(rate)} an hour" if rate else ""
    return f"{show_money(pay)} in {show_minutes(minutes)}{an_hour}"
