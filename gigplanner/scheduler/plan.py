"""The plan of a day: which tasks go into its gaps, for the most expected money.

What the person gave is checked and made ready for the solver, and what the solver finds is told as a plan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, fsum, inf
from time import perf_counter

from msgspec.structs import replace

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, total
from gigplanner.model.records import Task
from gigplanner.model.text import quoted
from gigplanner.scheduler.downtime import Gap
from gigplanner.scheduler.problem import (
    DayPlan,
    Job,
    Placement,
    PlanRules,
    Unplaced,
    check_problem,
    first_second,
    instant,
    last_second,
    make_job,
    pay_of,
)
from gigplanner.scheduler.reasons import Leftover, reason_of
from gigplanner.scheduler.rooms import Fixed, Laid, first_openers, free_rooms, stretches
from gigplanner.scheduler.solver import Answer, Solver

__all__ = ["DayPlan", "Placement", "PlanRules", "Unplaced", "plan_day"]


def plan_day(
    gaps: Sequence[Gap],
    tasks: Sequence[Task],
    rules: PlanRules,
    *,
    pins: Sequence[Placement] = (),
    budget: float = 1.0,
    on_progress: Callable[[DayPlan], object] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> DayPlan:
    """Return a plan of great value for `gaps`, made of the open tasks among `tasks`.

    `pins` stay where they are; what they use of a gap, a task or a cap is gone. One currency is planned with
    (`PlanRules.currency_for`); a task paid in another is left out, and says so.

    A first plan is made in any case. Then the search goes on until a plan is proven near enough to the best,
    at most for `budget` seconds, or until `should_stop`, asked every few milliseconds, says so; the best plan
    so far is returned. `on_progress` is called with the first plan and with each that is better, or
    proven nearer to the best; what it raises ends the search and is passed on. The same input
    gives the same plan wherever neither budget nor `should_stop` cuts the search short.

    Raises BadInput for numbers and times that make no sense, and for pins that overlap or lie in no gap.
    """
    began = perf_counter()
    check_problem(gaps, tasks, rules)
    day = _Day(gaps, tasks, rules, pins)

    is_over = False

    def over() -> bool:
        nonlocal is_over
        is_over = is_over or perf_counter() - began > budget or (should_stop is not None and should_stop())
        return is_over

    best = Answer([], 0.0, 0.0)
    for number, answer in enumerate(Solver(day.jobs, day.rooms, day.caps, over).run()):
        told = number == 0 or answer.value > best.value or answer.bound < best.bound
        best = answer
        if told and on_progress:
            on_progress(day.plan(best, perf_counter() - began))
    return day.plan(best, perf_counter() - began)


class _Day:
    """One problem, made ready: jobs, rooms and caps, and what the pins leave of them."""

    def __init__(
        self, gaps: Sequence[Gap], tasks: Sequence[Task], rules: PlanRules, pins: Sequence[Placement]
    ) -> None:
        self.rules = rules
        self.tasks = [task for task in tasks if task.status == "open"]
        self.currency = rules.currency_for(self.tasks)
        self.pins = list(pins)
        self.named = {task.id: task for task in tasks}
        fixed = _fixed(gaps, self.pins, self.named, rules, self.currency)
        self.by_task = {
            task.id: _left_of(number, task, rules, self.pins)
            for number, task in enumerate(self.tasks)
            if task.pay.currency == self.currency
            and (task.worth is None or task.worth.currency == self.currency)
        }
        ready = [job for job in self.by_task.values() if job]
        self.jobs = sorted(ready, key=lambda job: (-job.rate, job.index))
        used: dict[str, int] = {}
        for pin in self.pins:
            platform = _platform(pin, self.named)
            used[platform] = used.get(platform, 0) + pin.units
        self.caps = {name: max(0, cap - used.get(name, 0)) for name, cap in rules.daily_caps.items()}
        self.rooms = free_rooms(stretches(gaps, rules), fixed)
        self.openers = first_openers(self.jobs, self.rooms)
        self.pinned_value = fsum(_value_of(pin, self.named.get(pin.task_id), rules) for pin in self.pins)
        self.reasons: dict[str, str] = {}
        self.in_money_alone = not rules.floor_rate and not any(task.worth for task in tasks)
        self._told: tuple[list[Laid], DayPlan] | None = None

    def plan(self, answer: Answer, seconds: float) -> DayPlan:
        """Return the answer and the pins as a plan, with a reason for every task it leaves out."""
        if self._told and self._told[0] == answer.laid:
            plan = self._told[1]  # nearer to the best than was known
        else:
            plan = self._laid_out(answer.laid)
            self._told = answer.laid, plan
        value = self.pinned_value + fsum(_gain_of(each, self.rules) for each in answer.laid)
        proven = max(self.pinned_value + answer.bound, value)
        bound = Money(ceil(proven - 1e-6), self.currency)
        return replace(
            plan,
            value=plan.expected if self.in_money_alone else Money(round(value), self.currency),
            # each line of the plan is rounded: their sum may be a cent above what was proven to the fraction
            bound=max(bound, plan.expected) if self.in_money_alone else bound,
            within=_within(value, proven),
            seconds=seconds,
        )

    def _laid_out(self, laid: list[Laid]) -> DayPlan:
        """Return what is laid and the pins as a plan of which nothing is proven."""
        chosen = [_placement(each) for each in laid]
        placements = tuple(sorted([*self.pins, *chosen], key=lambda placement: placement.start))
        placed = {placement.task_id for placement in placements}
        expected = total((placement.expected for placement in placements), self.currency)
        leftover = Leftover(
            self.rooms, self.openers, laid, self.caps, self.rules, self.currency, self.reasons
        )
        return DayPlan(
            placements=placements,
            expected=expected,
            value=expected,
            bound=expected,
            within=inf,
            seconds=0.0,
            unplaced=tuple(
                Unplaced(task.id, reason_of(task, self.by_task.get(task.id), leftover))
                for task in self.tasks
                if task.id not in placed
            ),
        )


def _within(value: float, bound: float) -> float:
    """Return bound ÷ value − 1."""
    if bound <= value + 1e-6:
        return 0.0
    return bound / value - 1 if value > 0 else inf


def _gain_of(laid: Laid, rules: PlanRules) -> float:
    """Return what a placement adds to the plan's value, in minor units."""
    task = laid.job.task
    share = laid.amount / (task.minutes * 60) if laid.job.split else float(laid.amount)
    gain = task.pay.minor * task.odds + (task.worth.minor if task.worth else 0)
    if rules.floor_rate:
        gain -= rules.floor_rate.minor * task.minutes / 60
    return gain * share


def _placement(laid: Laid) -> Placement:
    job = laid.job
    share = Fraction(laid.amount) / (Fraction(job.task.minutes) * 60) if job.split else laid.amount
    return Placement(
        task_id=job.task.id,
        gap=laid.gap,
        start=instant(laid.start),
        end=instant(laid.end),
        units=1 if job.split else laid.amount,
        minutes=(laid.end - laid.start) / 60,
        expected=pay_of(job.task, share),
    )


def _platform(pin: Placement, named: dict[str, Task]) -> str:
    task = named.get(pin.task_id)
    return task.platform if task else ""


def _left_of(index: int, task: Task, rules: PlanRules, pins: Sequence[Placement]) -> Job | None:
    own = [pin for pin in pins if pin.task_id == task.id]
    seconds = ceil(sum(pin.minutes for pin in own) * 60)
    return make_job(index, task, rules, sum(pin.units for pin in own), seconds)


def _fixed(
    gaps: Sequence[Gap], pins: list[Placement], named: dict[str, Task], rules: PlanRules, currency: str
) -> list[Fixed]:
    """Return the time that pins take; BadInput for a pin that cannot stay."""
    ordered = sorted(pins, key=lambda pin: pin.start)

    def title(pin: Placement) -> str:
        task = named.get(pin.task_id)
        return quoted(task.title if task else pin.task_id)

    for pin, following in pairwise(ordered):
        if following.start < pin.end:
            raise BadInput(f"The pinned {title(pin)} and {title(following)} overlap: move one of them.")
    fixed = []
    for pin in ordered:
        inside = next(
            (number for number, gap in enumerate(gaps) if gap.start <= pin.start and pin.end <= gap.end), None
        )
        if inside is None or pin.end < pin.start:
            raise BadInput(f"The pinned {title(pin)} lies in no gap any more: move it or unpin it.")
        if pin.expected.currency != currency:
            raise BadInput(
                f"The pinned {title(pin)} is paid in {pin.expected.currency}, the plan is in {currency}:"
                " unpin it."
            )
        platform = _platform(pin, named)
        switch = ceil(rules.switch_for(platform) * 60)
        fixed.append(Fixed(inside, last_second(pin.start), first_second(pin.end), platform, switch))
    return fixed


def _value_of(pin: Placement, task: Task | None, rules: PlanRules) -> float:
    """Return a pin's part of the plan's value, in minor units."""
    value = float(pin.expected.minor)
    if task and task.worth and task.minutes:
        value += task.worth.minor * (pin.minutes / task.minutes if task.splittable else pin.units)
    if rules.floor_rate:
        value -= rules.floor_rate.minor * pin.minutes / 60
    return value
