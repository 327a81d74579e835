"""Planning a day: its gaps, the plan that fills them, and what the person makes of it."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING

import msgspec

from gigplanner.model.errors import GigError
from gigplanner.model.money import Money, show_money, total
from gigplanner.model.records import Block, PlacedTask, Plan, Task
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_day, show_number
from gigplanner.scheduler.downtime import Gap, gaps_of_day
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.estimating import left_to_plan
from gigplanner.workday.happened import blocks_of_day, standing
from gigplanner.workday.queue import open_tasks

if TYPE_CHECKING:  # the solver is imported when something is solved
    from gigplanner.scheduler.plan import DayPlan, Placement, PlanRules


BUDGET = 1.0  # seconds of solving, unless said


def plan_rules(desk: Desk) -> PlanRules:
    """The rules of planning that follow from the person's preferences."""
    from gigplanner.scheduler.problem import PlanRules

    return PlanRules(
        switch_minutes=desk.settings.switch_minutes,
        daily_caps=daily_caps(desk),
        work_minutes=desk.settings.work_minutes,
        rest_minutes=desk.settings.rest_minutes,
        floor_rate=desk.settings.floor_rate,
    )


def daily_caps(desk: Desk) -> dict[str, int]:
    """How many units of a platform a day's plan may hold, by the platform's proper name."""
    return {desk.catalogue.canonical(name): cap for name, cap in desk.settings.daily_caps.items()}


def gaps(desk: Desk, day: date, now: datetime | None = None) -> list[Gap]:
    """The free gaps of `day`; given `now`, only what is left of them."""
    return gaps_of_day(blocks_of_day(desk, day, now), day, desk.settings, now=now)


def saved_plan(desk: Desk, day: date) -> Plan | None:
    """The plan of `day` as it was last saved, accepted or not."""
    return next(iter(desk.book.dated(Plan, day, day)), None)


@dataclass(frozen=True)
class Problem:
    """All that a plan of a day is made of, read from the planbook: solving it needs nothing else."""

    day: date
    now: datetime
    gaps: tuple[Gap, ...]  # those ahead, and one for what is being worked on
    free_minutes: int
    tasks: Mapping[str, Task]
    rules: PlanRules
    stays: tuple[PlacedTask, ...] = ()  # what is pinned or has begun
    pins: tuple[Placement, ...] = ()  # what of it the solver has to know

    def solve(
        self,
        *,
        budget: float = BUDGET,
        on_progress: Callable[[Proposal], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Proposal:
        """Return the best plan found in `budget` seconds, or until `should_stop`; `on_progress` gets each."""
        from gigplanner.scheduler.plan import plan_day

        solved = plan_day(
            self.gaps,
            list(self.tasks.values()),
            self.rules,
            pins=self.pins,
            budget=budget,
            on_progress=(lambda found: on_progress(self.proposal_of(found))) if on_progress else None,
            should_stop=should_stop,
        )
        return self.proposal_of(solved)

    def without(self, task_ids: Container[str]) -> Problem:
        """The same without some tasks, except for those that stay in the plan anyway."""
        staying = {pin.task_id for pin in self.pins}
        left = {key: task for key, task in self.tasks.items() if key in staying or key not in task_ids}
        return replace(self, tasks=left)

    def proposal_of(self, solved: DayPlan) -> Proposal:
        """What the solver found, as a plan of the day beside what stays of it."""
        staying = {(pin.task_id, pin.start) for pin in self.pins}
        pinned = {(kept.task, kept.start) for kept in self.stays if kept.pinned}
        placed = [_placed(found, self.tasks, self.gaps, pinned) for found in solved.placements]
        begun = [
            kept for kept in self.stays if kept.start <= self.now and (kept.task, kept.start) not in staying
        ]
        plan = Plan(
            id=self.day.isoformat(),
            date=self.day,
            made_at=self.now,
            placements=tuple(sorted([*begun, *placed], key=lambda one: one.start)),
            expected=solved.expected,
            # the bound is on value, worth and floor included: what it leaves open is what could be gained
            bound=solved.expected + (solved.bound - solved.value),
            within=solved.within if isfinite(solved.within) else None,
            downtime_minutes=self.free_minutes,
        )
        return Proposal(self.gaps, solved, plan)


@dataclass(frozen=True)
class Proposal:
    """A plan worked out but not saved: the gaps, what the solver found, and the same as records."""

    gaps: tuple[Gap, ...]
    solved: DayPlan
    plan: Plan


def problem_of(desk: Desk, day: date, now: datetime) -> Problem:
    """Read what there is to plan on `day`: the gaps still ahead, the queue, what stays where it is.

    Pinned and begun placements of the saved plan stay. Raises GigError when there is nothing to fill, or no
    task.
    """
    if desk.settings.window_of(day).end <= now:
        raise GigError("That day's working window is over: choose a later day.")
    old = saved_plan(desk, day)
    tasks = {task.id: task for task in left_to_plan(desk, open_tasks(desk), now)}
    stays = standing(desk, old, tasks, now)
    running = [placed for placed in stays if placed.start <= now < placed.end and placed.task in tasks]
    blocks = [*blocks_of_day(desk, day, now), *map(_as_block, running)]
    free = gaps_of_day(blocks, day, desk.settings, now=now)
    if not free:
        raise GigError("There is no free gap of five minutes or more in that day's working window.")
    if not tasks:
        raise GigError("The queue is empty: add a task first.")
    # what is being worked on has a gap of its own: so it uses up its units, and nothing goes beside it
    rooms = sorted(
        [*free, *(_as_gap(placed, desk.settings) for placed in running)], key=lambda gap: gap.start
    )
    return Problem(
        day=day,
        now=now,
        gaps=tuple(rooms),
        free_minutes=round(sum(gap.minutes for gap in free)),
        tasks=tasks,
        rules=plan_rules(desk),
        stays=stays,
        pins=tuple(_pins(stays, rooms, tasks)),
    )


def propose(desk: Desk, day: date, now: datetime, *, budget: float = BUDGET) -> Proposal:
    """Fill the gaps of `day` that are still ahead. Pinned and begun placements stay where they are.

    `budget` is the solver's time in seconds. Raises GigError when there is nothing to fill, or no task.
    """
    return problem_of(desk, day, now).solve(budget=budget)


def accept_plan(desk: Desk, day: date, now: datetime, plan: Plan | None = None) -> Done:
    """Accept the saved plan of `day`, or the one given."""
    with desk.book.action("", now=now) as action:
        plan = plan or action.get(Plan, day.isoformat(), near=day)
        plan = msgspec.structs.replace(plan, accepted_at=now)
        action.put(plan)
        action.words = f"Accepted the plan of {day_words(day)}: {_summary(plan)}"
    return Done(action.words, plan)


def filled_minutes(plan: Plan) -> int:
    """How much downtime the plan fills, in minutes."""
    return round(sum(placed.minutes for placed in plan.placements))


def nearness(plan: Plan) -> str:
    """How far a plan can be from the best possible, as the end of a sentence; "" where nobody knows."""
    return nearness_words(plan.within)


def nearness_words(within: float | None) -> str:
    """The same of any share that the best possible may be worth more; "" where it is not known."""
    if within is None or not isfinite(within):
        return ""
    if within < 0.0005:
        return ", the best possible"
    return f", within {show_number(within * 100, 1)} % of the best possible"


def gain(plan: Plan, proposal: Proposal, now: datetime) -> Money | None:
    """How much more a proposal brings from `now` on than `plan` as it stands; None if it is no better."""
    ahead = [one.expected for one in plan.placements if one.end > now]
    currency = proposal.plan.expected.currency
    more = proposal.plan.expected - total((one for one in ahead if one.currency == currency), currency)
    return more if more.minor > 0 else None


def _pins(stays: Sequence[PlacedTask], rooms: Sequence[Gap], still_open: Container[str]) -> list[Placement]:
    """Placements that stay and still lie inside a gap, for tasks that are still open."""
    from gigplanner.scheduler.plan import Placement

    found = []
    for placed in stays:
        if placed.task not in still_open:
            continue
        for index, gap in enumerate(rooms):
            if gap.start <= placed.start and placed.end <= gap.end:
                found.append(
                    Placement(
                        task_id=placed.task,
                        gap=index,
                        start=placed.start,
                        end=placed.end,
                        units=placed.units,
                        minutes=placed.minutes,
                        expected=placed.expected,
                    )
                )
    return found


def expected_of(plan: Plan) -> Money:
    """What the placements are expected to bring from the time the plan was made; it counts nothing before."""
    currency = plan.expected.currency
    return total((one.expected for one in plan.ahead if one.expected.currency == currency), currency)


def _as_block(placed: PlacedTask) -> Block:
    """What is being worked on at the moment, as time that is taken."""
    return Block(id="", title=placed.title, start=placed.start, end=placed.end, place=placed.place)


def _as_gap(placed: PlacedTask, settings: Settings) -> Gap:
    """The same time as a gap that holds nothing else."""
    return Gap(placed.start, placed.end, placed.place, settings.has(placed.place))


def _placed(
    found: Placement, tasks: Mapping[str, Task], rooms: Sequence[Gap], pinned: set[tuple[str, datetime]]
) -> PlacedTask:
    task = tasks[found.task_id]
    return PlacedTask(
        task=task.id,
        title=task.title,
        start=found.start,
        end=found.end,
        units=found.units,
        minutes=found.minutes,
        expected=found.expected,
        platform=task.platform,
        place=rooms[found.gap].place,
        pinned=(found.task_id, found.start) in pinned,
    )


def _summary(plan: Plan) -> str:
    count = len(plan.ahead)
    tasks = "1 task" if count == 1 else f"{count} tasks"
    return f"{tasks}, {show_money(plan.expected)} expected"


def day_words(day: date) -> str:
    """A day's name, such as `Sun 22 Nov`."""
    return show_day(day)
