"""What the person makes of a plan: every change is an action, and what was touched is pinned.

Each function takes the plan that the person sees, where that is not the saved one: a proposal that is
changed by hand is kept by that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from gigplanner.model.errors import GigError
from gigplanner.model.money import Money
from gigplanner.model.records import PlacedTask, Plan, Task
from gigplanner.model.showing import show_day
from gigplanner.model.text import quoted
from gigplanner.planbook import Transaction
from gigplanner.workday import laying
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.estimating import left_to_plan
from gigplanner.workday.ground import Ground
from gigplanner.workday.planning import daily_caps, expected_of, gaps, saved_plan
from gigplanner.workday.queue import open_tasks

Placements = list[PlacedTask]
Change = Callable[[Placements, Ground], Placements]


def ground_of(desk: Desk, day: date, now: datetime) -> Ground:
    """What placements of `day` are laid on."""
    return Ground(
        gaps=gaps(desk, day, now),
        tasks={task.id: task for task in left_to_plan(desk, open_tasks(desk), now)},
        settings=desk.settings,
        now=now,
        caps=daily_caps(desk),
    )


# --- placements ----------------------------------------------------------------------------------------


def pin(desk: Desk, day: date, placement: PlacedTask, now: datetime, *, plan: Plan | None = None) -> Done:
    """Fix a placement, or let it go again: planning anew leaves pinned ones where they are."""
    flipped = replace(placement, pinned=not placement.pinned)
    word = "Pinned" if flipped.pinned else "Unpinned"
    with desk.book.action(f"{word} {placement.title}", now=now) as action:
        seen = _seen(action, day, plan)
        _without(seen, placement)
        placements = tuple(flipped if one == placement else one for one in seen.placements)
        changed = replace(seen, placements=placements)
        action.put(changed)
    return Done(action.words, changed)


def drop(desk: Desk, day: date, placement: PlacedTask, now: datetime, *, plan: Plan | None = None) -> Done:
    """Take a placement out of the plan; the task stays in the queue."""
    words = f"Dropped {placement.title} from the plan"
    with desk.book.action(words, now=now) as action:
        seen = _seen(action, day, plan)
        changed = _with(seen, _without(seen, placement))
        action.put(changed)
    return Done(words, changed)


def step(
    desk: Desk, day: date, placement: PlacedTask, minutes: int, now: datetime, *, plan: Plan | None = None
) -> Done:
    """Move a placement by some minutes within its gap."""
    return _change(
        desk,
        day,
        now,
        plan,
        placement,
        lambda others, ground: laying.stepped(placement, minutes, others, ground),
    )


def move(
    desk: Desk, day: date, placement: PlacedTask, start: datetime, now: datetime, *, plan: Plan | None = None
) -> Done:
    """Move a placement so that it begins at `start`."""
    return _change(
        desk, day, now, plan, placement, lambda others, ground: laying.moved(placement, start, others, ground)
    )


def move_beside(
    desk: Desk,
    day: date,
    placement: PlacedTask,
    other: PlacedTask,
    now: datetime,
    *,
    plan: Plan | None = None,
) -> Done:
    """Move a placement to where another one is: before it, or after it when coming from above."""
    return _change(
        desk,
        day,
        now,
        plan,
        placement,
        lambda others, ground: laying.beside(placement, other, others, ground),
    )


def move_to_gap(
    desk: Desk, day: date, placement: PlacedTask, by: int, now: datetime, *, plan: Plan | None = None
) -> Done:
    """Move a placement to the next gap that takes it, after (`by` 1) or before (-1)."""
    return _change(
        desk,
        day,
        now,
        plan,
        placement,
        lambda others, ground: laying.moved_to_gap(placement, by, others, ground),
    )


def resize(
    desk: Desk, day: date, placement: PlacedTask, by: int, now: datetime, *, plan: Plan | None = None
) -> Done:
    """Do one unit more of a task in its place (`by` 1) or one less (-1); five minutes, if it can be split."""
    return _change(
        desk, day, now, plan, placement, lambda others, ground: laying.resized(placement, by, others, ground)
    )


def swap(
    desk: Desk, day: date, one: PlacedTask, two: PlacedTask, now: datetime, *, plan: Plan | None = None
) -> Done:
    """Put two placements in each other's place."""
    words = f"Swapped {one.title} and {two.title}"
    with desk.book.action(words, now=now) as action:
        seen = _seen(action, day, plan)
        others = [each for each in _without(seen, one) if each != two]
        _without(seen, two)
        changed = _with(seen, laying.swapped(one, two, others, ground_of(desk, day, now)))
        action.put(changed)
    return Done(words, changed)


def place_task(
    desk: Desk, day: date, task_id: str, at: datetime, now: datetime, *, plan: Plan | None = None
) -> Done:
    """Put as much of a task as fits into the free time at `at`; without a plan, begin one with it."""
    with desk.book.action("", now=now) as action:
        ground = ground_of(desk, day, now)
        task = ground.tasks.get(task_id)
        if task is None:
            raise GigError("That task is not in the queue any more.")
        seen = plan or saved_plan(desk, day) or _bare(desk, day, now)
        laid = laying.fitted(task, at, seen.placements, ground)
        changed = _with(seen, laid)
        action.put(changed)
        new = next(one for one in laid if one.task == task_id and one not in seen.placements)
        action.words = f"Placed {new.title} at {ground.clock(new.start)}{_made_way(seen, laid)}"
    return Done(action.words, changed)


def carry_over(desk: Desk, day: date, placement: PlacedTask, to: date, now: datetime) -> Done:
    """Put a task of `day`'s plan into the first gap of the day `to` that takes it.

    What is still ahead of its old placement leaves the plan of `day`. Raises GigError where no gap takes it.
    """
    with desk.book.action("", now=now) as action:
        ground = ground_of(desk, to, now)
        task = ground.tasks.get(placement.task)
        if task is None:
            raise GigError("That task is not in the queue any more.")
        seen = saved_plan(desk, to) or _bare(desk, to, now)
        laid = _in_first_gap(task, seen.placements, ground)
        changed = _with(seen, laid)
        action.put(changed)
        old = saved_plan(desk, day)
        if old and placement in old.placements and placement.end > now:
            action.put(_with(old, _without(old, placement)))
        new = next(one for one in laid if one.task == task.id and one not in seen.placements)
        action.words = f"Carried {new.title} over to {show_day(to)} {ground.clock(new.start)}"
    return Done(action.words, changed)


def _in_first_gap(task: Task, others: Sequence[PlacedTask], ground: Ground) -> Placements:
    refusal = GigError(f"No gap of that day takes {quoted(task.title)}: there is none.")
    for gap in ground.gaps:
        try:
            return laying.fitted(task, gap.start, others, ground)
        except GigError as error:
            refusal = error
    raise refusal


def _change(
    desk: Desk, day: date, now: datetime, plan: Plan | None, placement: PlacedTask, change: Change
) -> Done:
    with desk.book.action("", now=now) as action:
        seen = _seen(action, day, plan)
        ground = ground_of(desk, day, now)
        laid = change(_without(seen, placement), ground)
        changed = _with(seen, laid)
        action.put(changed)
        new = next((one for one in laid if one.task == placement.task and one not in seen.placements), None)
        if new is None:
            raise GigError(f"{quoted(placement.title)} is there already.")
        hours = f"{ground.clock(new.start)}–{ground.clock(new.end)}"
        action.words = f"{placement.title}: {hours} now{_made_way(seen, laid)}"
    return Done(action.words, changed)


def _seen(action: Transaction, day: date, plan: Plan | None) -> Plan:
    return plan or action.get(Plan, day.isoformat(), near=day)


def _without(plan: Plan, placement: PlacedTask) -> Placements:
    if placement not in plan.placements:
        raise GigError("The plan has changed meanwhile: look again.")
    return [one for one in plan.placements if one != placement]


def _with(plan: Plan, placements: Placements) -> Plan:
    """The plan with other placements: how far it is from the best possible is not known any more."""
    changed = replace(plan, placements=tuple(placements), within=None)
    return replace(changed, expected=expected_of(changed))


def _made_way(plan: Plan, laid: Placements) -> str:
    """The end of a sentence that names what is not in the plan any more."""
    still = {one.task for one in laid}
    gone = dict.fromkeys(one.title for one in plan.placements if one.task not in still)
    return f"; {', '.join(gone)} made way" if gone else ""


def _bare(desk: Desk, day: date, now: datetime) -> Plan:
    nothing = Money(0, desk.settings.currency)
    free = round(sum(gap.minutes for gap in gaps(desk, day, now)))
    return Plan(
        id=day.isoformat(), date=day, made_at=now, expected=nothing, bound=nothing, downtime_minutes=free
    )
