"""The plan of a day: which tasks go into its gaps, for the most expected money.

What must be done is placed first. Then gap after gap is filled by a knapsack, in a few orders of the gaps,
and the best result is kept beside a proven bound on what any plan could reach.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil, inf
from time import perf_counter

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, total
from gigplanner.model.records import Task
from gigplanner.model.text import quoted
from gigplanner.scheduler.bound import upper_bound
from gigplanner.scheduler.downtime import Gap
from gigplanner.scheduler.fill import Stock, fill
from gigplanner.scheduler.musts import place_musts
from gigplanner.scheduler.problem import (
    DayPlan,
    Job,
    Placement,
    PlanRules,
    Room,
    Unplaced,
    check_problem,
    first_second,
    instant,
    last_second,
    make_job,
    pay_of,
)
from gigplanner.scheduler.reasons import reason_of
from gigplanner.scheduler.rooms import Fixed, Laid, free_rooms, stretches, widest_rooms

__all__ = ["DayPlan", "Placement", "PlanRules", "Unplaced", "plan_day"]

GOOD_ENOUGH = 0.001  # within this of the bound no other order of the gaps is tried


def plan_day(
    gaps: Sequence[Gap],
    tasks: Sequence[Task],
    rules: PlanRules,
    *,
    pins: Sequence[Placement] = (),
    budget: float = 1.0,
    on_progress: Callable[[DayPlan], object] | None = None,
) -> DayPlan:
    """Return a plan of great value for `gaps`, made of the open tasks among `tasks`.

    `pins` stay where they are; what they use of a gap, a task or a cap is gone. One currency is planned with
    (`PlanRules.currency_for`); a task paid in another is left out, and says so. After `budget` seconds
    no further improvement is begun. `on_progress` is called with the first plan and each better one. The
    same input gives the same plan. Raises BadInput for numbers and times that make no sense, and for
    pins that overlap or lie in no gap.
    """
    began = perf_counter()
    check_problem(gaps, tasks, rules)
    day = _Day(gaps, tasks, rules, pins)
    best: list[Laid] | None = None
    for order in day.orders():
        if best is not None and (day.within(best) <= GOOD_ENOUGH or perf_counter() - began > budget):
            break
        laid = [*day.musts, *day.filled(order)]
        if best is None or day.value(laid) > day.value(best):
            if best is None:
                day.prove(laid)
            best = laid
            if on_progress:
                on_progress(day.plan(best, perf_counter() - began))
    return day.plan(best or day.musts, perf_counter() - began)


class _Day:
    """One problem, made ready: jobs, rooms, and what the pins leave of them."""

    def __init__(
        self, gaps: Sequence[Gap], tasks: Sequence[Task], rules: PlanRules, pins: Sequence[Placement]
    ) -> None:
        self.rules = rules
        self.tasks = [task for task in tasks if task.status == "open"]
        self.currency = rules.currency_for(self.tasks)
        self.pins = list(pins)
        named = {task.id: task for task in tasks}
        fixed = _fixed(gaps, self.pins, named, rules, self.currency)
        self.by_task = {
            task.id: _left_of(number, task, rules, self.pins)
            for number, task in enumerate(self.tasks)
            if task.pay.currency == self.currency
            and (task.worth is None or task.worth.currency == self.currency)
        }
        ready = [job for job in self.by_task.values() if job]
        self.jobs = sorted(ready, key=lambda job: (-job.rate, job.index))
        caps = {
            platform: max(0, cap - sum(pin.units for pin in self.pins if _platform(pin, named) == platform))
            for platform, cap in rules.daily_caps.items()
        }
        self.stock = Stock({job.index: job.supply for job in ready}, caps)
        cut = stretches(gaps, rules)
        self.beside_pins = free_rooms(cut, fixed)
        self.widest = widest_rooms(cut, fixed)
        must = [job for job in self.jobs if job.task.must]
        self.musts = place_musts(self.beside_pins, must, self.stock) if must else []
        self.stock_beside_musts = self.stock.after(self.musts)
        self.rooms = free_rooms(cut, [*fixed, *(each.fixed for each in self.musts)])
        gainful = [job for job in self.jobs if job.value > 0]
        self.taken_by = {room.start: [job for job in gainful if room.takes(job)] for room in self.rooms}
        self.pinned_value = sum(_pinned_value(pin, named.get(pin.task_id), rules) for pin in self.pins)
        self.in_money_alone = not rules.floor_rate and not any(task.worth for task in tasks)
        self.bound = inf

    def orders(self) -> list[list[Room]]:
        """Return the rooms in the orders in which filling them is tried, the most promising first.

        A room that few tasks suit, being short or ill equipped, had better choose before the others.
        """
        shortest = sorted(self.rooms, key=lambda room: (room.length, room.start))
        scarcest = sorted(shortest, key=lambda room: len(room.has))
        orders: list[list[Room]] = []
        for order in (scarcest, shortest, shortest[::-1]):
            if order not in orders:
                orders.append(order)
        return orders

    def filled(self, rooms: Iterable[Room]) -> list[Laid]:
        """Fill room after room, each with the best of what the rooms before it left over."""
        stock = self.stock_beside_musts
        laid: list[Laid] = []
        for room in rooms:
            filling = fill(room, self.taken_by[room.start], stock)
            stock = stock.after(filling)
            laid += filling
        return laid

    def value(self, laid: Iterable[Laid]) -> float:
        """Return what the problem statement maximises, in minor units, pins included."""
        return self.pinned_value + sum(each.job.value * each.amount for each in laid)

    def prove(self, laid: Iterable[Laid]) -> None:
        """Find the bound, given that a plan reaches the value of `laid`."""
        reached = self.value(laid) - self.pinned_value
        found = upper_bound(self.jobs, self.widest, self.stock.caps, self.stock.left, reached)
        self.bound = self.pinned_value + found

    def within(self, laid: Iterable[Laid]) -> float:
        """Return bound ÷ value − 1."""
        value = self.value(laid)
        if self.bound <= value + 1e-6:
            return 0.0
        return self.bound / value - 1 if value > 0 else inf

    def plan(self, laid: Sequence[Laid], seconds: float) -> DayPlan:
        """Return `laid` and the pins as a plan, with a reason for every task it leaves out."""
        made = [*self.pins, *(_placement(each) for each in laid)]
        placements = tuple(sorted(made, key=lambda placement: placement.start))
        placed = {placement.task_id for placement in placements}
        over = self.stock.after(laid)
        expected = total((placement.expected for placement in placements), self.currency)
        value = self.value(laid)
        bound = Money(ceil(max(self.bound, value) - 1e-6), self.currency)
        return DayPlan(
            placements=placements,
            expected=expected,
            value=expected if self.in_money_alone else Money(round(value), self.currency),
            # each line of the plan is rounded: their sum may be a cent above what was proven to the fraction
            bound=max(bound, expected) if self.in_money_alone else bound,
            within=self.within(laid),
            seconds=seconds,
            unplaced=tuple(
                Unplaced(task.id, self._reason(task, over)) for task in self.tasks if task.id not in placed
            ),
        )

    def _reason(self, task: Task, over: Stock) -> str:
        job = self.by_task.get(task.id)
        return reason_of(task, job, self.beside_pins, over, self.rules, self.currency)


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


def _pinned_value(pin: Placement, task: Task | None, rules: PlanRules) -> float:
    """Return a pin's part of the plan's value, in minor units."""
    value = float(pin.expected.minor)
    if task and task.worth and task.minutes:
        value += task.worth.minor * (pin.minutes / task.minutes if task.splittable else pin.units)
    if rules.floor_rate:
        value -= rules.floor_rate.minor * pin.minutes / 60
    return value
