"""Working in the waits: what to start, and how it went."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.money import show_money
from gigplanner.model.records import Outcome, ShiftEvent, Task
from gigplanner.model.shiftlog import ShiftLog, check_event
from gigplanner.model.text import quoted
from gigplanner.model.times import show_minutes
from gigplanner.planbook import Transaction
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.estimating import estimated
from gigplanner.workday.queue import open_tasks, put_result
from gigplanner.workday.shifts import by_its_clock, current_shift, new_event
from gigplanner.workday.waits import learned_waits, waits_ahead

if TYPE_CHECKING:  # logging an event must not wait for what only a suggestion needs
    from gigplanner.scheduler.fillers import Advice
    from gigplanner.scheduler.waits import WaitModel

LONGEST_UNIT = 24 * 60  # minutes


def start_filler(
    desk: Desk, task_id: str, now: datetime, *, units: int = 1, chance: float | None = None
) -> Done:
    """Start working on a task while waiting.

    `chance` is what was said of finishing it before the order: it is kept, to be held against what happens.
    """
    now = now.replace(microsecond=0)
    with desk.book.action("", now=now) as action:
        log = current_shift(desk, now)
        at = by_its_clock(log, now)
        check_event(log, "filler_started", at)
        assert log is not None  # check_event refuses a filler without a shift
        task = action.get(Task, task_id)
        if task.status != "open":
            raise GigError(f"{quoted(task.title)} is closed already: choose another one.")
        units = min(max(1, units), task.units)
        event = new_event(desk, log, "filler_started", at, now, task=task_id, units=units)
        action.put(replace(event, chance=chance))
        action.words = f"Started {task.title} while waiting"
    return Done(action.words)


def finish_filler(
    desk: Desk,
    now: datetime,
    *,
    done: bool = True,
    outcome: Outcome | None = None,
    units: int | None = None,
    minutes: float | None = None,
) -> Done:
    """Finish the running filler, and record how it went for the estimates.

    `outcome` is done (with its earning), screened_out, rejected or interrupted (put down); `done` says the
    first or the last of these. `units` are those that it was, if not as many as were started. `minutes` is
    what a unit really took, where the filler's own timer does not tell: it took longer, on an order too, or
    was started late. Put down, a resumable task keeps the minutes spent on it; of any other they are lost.
    """
    outcome = outcome or ("done" if done else "interrupted")
    if minutes is not None and not 0 < minutes <= LONGEST_UNIT:
        raise BadInput("A unit takes more than 0 and at most 1,440 minutes.")
    now = now.replace(microsecond=0)
    with desk.book.action("", now=now) as action:
        log = current_shift(desk, now)
        at = by_its_clock(log, now)
        check_event(log, "filler_interrupted" if outcome == "interrupted" else "filler_done", at)
        assert log is not None and log.open_filler is not None  # check_event refuses both
        if outcome == "interrupted":
            action.words = close_filler(desk, action, log, at, now).words
            return Done(action.words)
        filler = log.open_filler
        task = action.get(Task, filler.task)
        count = min(max(1, units or filler.units), task.units)
        if minutes is None:
            minutes = _timed(filler, task, at, count)
        result = put_result(
            desk,
            action,
            replace(task, banked=0.0),
            at,
            units=count,
            minutes=minutes,
            outcome=outcome,
            in_wait=True,
            shift=log.shift,
        )
        event = new_event(desk, log, "filler_done", at, now, task=task.id, units=count)
        action.put(replace(event, result=result.result, earning=result.earning))
        longer = ", longer than it said" if _took_longer(task, minutes, outcome) else ""
        action.words = {
            "done": f"Finished {task.title}" + (f": {show_money(task.pay.times(count))}" if task.pay else ""),
            "screened_out": f"Screened out of {task.title} after {show_minutes(minutes * count)}",
            "rejected": f"Rejected: {task.title}",
        }[outcome] + longer
    return Done(action.words)


class PutDown(Struct, frozen=True):
    """A filler put down: the event, and what becomes of the work, `Survey is returned`."""

    event: ShiftEvent
    words: str


def close_filler(desk: Desk, action: Transaction, log: ShiftLog, at: datetime, now: datetime) -> PutDown:
    """Put the running filler down in `action`.

    The minutes go to the task if it is resumable: it goes on from there. Else it is returned as it was, and
    the result says how many were lost.
    """
    filler = log.open_filler
    assert filler is not None  # callers ask only when one is open
    event = new_event(desk, log, "filler_interrupted", at, now, task=filler.task, units=filler.units)
    task = desk.book.find(Task, filler.task)
    if task is None or task.status != "open":
        action.put(event)
        return PutDown(event, "A task that is gone was put down")
    units = min(max(1, filler.units), task.units)
    spent = (at - filler.at).total_seconds() / 60
    result = put_result(
        desk,
        action,
        task,
        at,
        units=units,
        minutes=round(spent / units, 2),
        outcome="interrupted",
        in_wait=True,
        shift=log.shift,
    )
    event = replace(event, result=result.result)
    action.put(event)
    if not (task.resumable and spent):
        return PutDown(event, _returned_words(task, log))
    whole = task.minutes - 1 / 60  # somebody was still at it: it is never done before it is said to be
    action.put(replace(task, banked=round(max(task.banked, min(task.banked + spent, whole)), 2)))
    return PutDown(event, f"{task.title} is put down, {show_minutes(spent)} banked")


def _returned_words(task: Task, log: ShiftLog) -> str:
    """What becomes of a task that does not keep minutes; units of a batch done in this wait stay done."""
    done = sum(
        event.units
        for event in log.events
        if event.kind == "filler_done" and event.task == task.id and event.at >= log.since
    )
    if done:
        return f"{task.title} is put down, {done} of {done + task.units} units banked"
    return f"{task.title} is returned"


def _timed(filler: ShiftEvent, task: Task, at: datetime, units: int) -> float:
    """The minutes a unit took, by the filler's timer and what was banked before."""
    return round(((at - filler.at).total_seconds() / 60 + task.banked) / units, 2)


def _took_longer(task: Task, minutes: float, outcome: Outcome) -> bool:
    return outcome == "done" and minutes > task.minutes * 1.5 and minutes - task.minutes >= 1


def suggestion(
    desk: Desk,
    now: datetime,
    *,
    waited: float | None = None,
    place: str | None = None,
    model: WaitModel | None = None,
) -> tuple[Advice, WaitModel]:
    """What to start now, and the waiting times it is judged by: nothing at all while on an order.

    `waited` (minutes) and `place` are those of the running shift unless given; `model` is `learned_waits`.
    """
    from gigplanner.scheduler.fillers import Advice, suggest
    from gigplanner.scheduler.rating import WAITS_AHEAD
    from gigplanner.workday.planning import plan_rules

    log = current_shift(desk, now)
    model = model or learned_waits(desk, now)
    if waited is None and log is not None and log.state == "order":
        return Advice("rest", ()), model
    recent = [wait.minutes for wait in log.waits()] if log else []
    if log and log.state == "waiting":
        going_on = recent.pop()
        waited = going_on if waited is None else waited
    place = place or (log.place if log else "car")
    ahead = waits_ahead(desk, log, model, now) if log else None
    advice = suggest(
        [_as_left(task) for task in estimated(desk, open_tasks(desk), now)],
        model,
        waited=waited or 0.0,
        has=desk.settings.has(place),
        now=now,
        rules=plan_rules(desk),
        recent=recent,
        logged_in=_logged_in(desk, log) if log and log.state == "waiting" else "",
        waits_ahead=WAITS_AHEAD if ahead is None else ahead,
    )
    return advice, model


def _logged_in(desk: Desk, log: ShiftLog) -> str:
    """The platform of the last filler of this wait: one is still there, and need not switch to it."""
    for task_id, span in log.fillers[-1:]:
        if span.start >= log.since and (task := desk.book.find(Task, task_id, near=span.end)):
            return task.platform
    return ""


def _as_left(task: Task) -> Task:
    """The task with the minutes that its next unit still takes."""
    return replace(task, minutes=task.minutes - task.banked) if 0 < task.banked < task.minutes else task
