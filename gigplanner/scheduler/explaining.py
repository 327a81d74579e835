"""Why this task and not that one: what a placed task brings the plan, what one left out would cost it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import Task
from gigplanner.model.text import quoted
from gigplanner.scheduler.downtime import Gap
from gigplanner.scheduler.plan import plan_day
from gigplanner.scheduler.problem import DayPlan, Placement, PlanRules


class Explanation(Struct, frozen=True, kw_only=True):
    """Why a task is in a plan, or is not.

    `others` are the tasks that would come in its stead if it is placed, that would have to give way if it is
    not. `loss` is what the plan's value would lose by the change, None where no plan can hold the task.
    """

    task_id: str
    placed: bool
    words: str
    per_hour: Money | None = None  # what it is expected to earn an hour where it lies
    loss: Money | None = None
    others: tuple[str, ...] = ()


def explain(
    plan: DayPlan,
    task_id: str,
    gaps: Sequence[Gap],
    tasks: Sequence[Task],
    rules: PlanRules,
    *,
    pins: Sequence[Placement] = (),
    budget: float = 0.5,
    should_stop: Callable[[], bool] | None = None,
) -> Explanation:
    """Return why the task is in `plan`, made of the same gaps, tasks, rules and pins, or why it is not.

    The day is planned once more, for at most `budget` seconds or until `should_stop` says so: without the
    task, or with it as something that must be done. Raises BadInput for a task that the plan does not know.
    """
    named = {task.id: task for task in tasks}
    here = [placement for placement in plan.placements if placement.task_id == task_id]
    reasons = {left.task_id: left.reason for left in plan.unplaced}
    if task_id not in named or not (here or task_id in reasons):
        raise BadInput(f"The plan has no task {quoted(task_id)}: choose one that is open.")
    if here:
        return _why(plan, here, named, gaps, tasks, rules, pins, budget, should_stop)
    forced = [replace(task, must=True) if task.id == task_id else task for task in tasks]
    other = plan_day(gaps, forced, rules, pins=pins, budget=budget, should_stop=should_stop)
    if not any(placement.task_id == task_id for placement in other.placements):
        return Explanation(task_id=task_id, placed=False, words=reasons[task_id])
    gone = _less_of(plan, other)
    loss = _lost(plan, other)
    words = f"{reasons[task_id]}: to do it all would cost the plan {show_money(loss)}"
    if gone:
        words += f", and {_listed(gone, named)} would give way"
    return Explanation(task_id=task_id, placed=False, words=words, loss=loss, others=gone)


def _why(
    plan: DayPlan,
    here: Sequence[Placement],
    named: dict[str, Task],
    gaps: Sequence[Gap],
    tasks: Sequence[Task],
    rules: PlanRules,
    pins: Sequence[Placement],
    budget: float,
    should_stop: Callable[[], bool] | None,
) -> Explanation:
    task_id = here[0].task_id
    seconds = round(sum(placement.minutes for placement in here) * 60)
    earned = sum((placement.expected for placement in here), Money.zero(plan.expected.currency))
    per_hour = earned.per_hour(seconds)
    rate = f"earns {show_money(per_hour)} an hour here" if per_hour else "takes no time"
    if any(pin.task_id == task_id for pin in pins):
        return Explanation(task_id=task_id, placed=True, words=f"you pinned it; it {rate}", per_hour=per_hour)
    without = [task for task in tasks if task.id != task_id]
    other = plan_day(
        gaps, without, _same_currency(rules, plan), pins=pins, budget=budget, should_stop=should_stop
    )
    came = _less_of(other, plan)
    loss = _lost(plan, other)
    words = f"{rate}; without it the plan would lose {show_money(loss)}"
    if named[task_id].must:
        words = f"must be done; it {rate}"
    if came:
        words += f", and {_listed(came, named)} would take its place"
    return Explanation(task_id=task_id, placed=True, words=words, per_hour=per_hour, loss=loss, others=came)


def _same_currency(rules: PlanRules, plan: DayPlan) -> PlanRules:
    """Return rules that keep to the plan's currency when the task that settled it is taken away."""
    return replace(rules, currency=plan.expected.currency)


def _less_of(before: DayPlan, after: DayPlan) -> tuple[str, ...]:
    """Return the tasks of which `after` holds less time than `before`, the most time first."""
    lost = _minutes(before)
    for task_id, minutes in _minutes(after).items():
        if task_id in lost:
            lost[task_id] -= minutes
    fewer = sorted((-minutes, task_id) for task_id, minutes in lost.items() if minutes > 1e-6)
    return tuple(task_id for _, task_id in fewer)


def _minutes(plan: DayPlan) -> dict[str, float]:
    minutes: dict[str, float] = {}
    for placement in plan.placements:
        minutes[placement.task_id] = minutes.get(placement.task_id, 0.0) + placement.minutes
    return minutes


def _lost(plan: DayPlan, other: DayPlan) -> Money:
    """Return what `other` is worth less than `plan`; nothing if the search found it to be worth more."""
    return max(plan.value - other.value, Money.zero(plan.value.currency))


def _listed(task_ids: Sequence[str], named: dict[str, Task]) -> str:
    titles = [quoted(named[task_id].title) for task_id in task_ids[:2]]
    more = len(task_ids) - len(titles)
    if more:
        return f"{', '.join(titles)} and {more} more"
    return " and ".join(titles)
