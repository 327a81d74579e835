"""The queue: adding, editing, completing and removing tasks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import Struct

from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.money import show_money
from gigplanner.model.records import Earning, MoneyStatus, Outcome, Task, TaskResult
from gigplanner.model.settings import NEEDS
from gigplanner.model.text import clean_note, clean_text, quoted
from gigplanner.planbook import Transaction
from gigplanner.workday.desk import Desk, Done


class Logged(Struct, frozen=True):
    """The ids of what a result made: the result's own, and its earning's if it has one."""

    result: str
    earning: str = ""


def open_tasks(desk: Desk) -> list[Task]:
    """The tasks of the queue, in the order in which they came."""
    return [task for task in desk.book.queue(Task) if task.status == "open"]


def add_task(desk: Desk, task: Task, now: datetime) -> Done:
    """Put a new task into the queue."""
    task = checked(msgspec.structs.replace(task, id=task.id or desk.book.new_id(now)))
    words = f"Added {task_name(task)} to the queue"
    with desk.book.action(words, now=now) as action:
        action.put(task)
    return Done(words, task)


def edit_task(desk: Desk, task: Task, now: datetime) -> Done:
    """Keep a changed task."""
    task = checked(task)
    words = f"Changed {task_name(task)}"
    with desk.book.action(words, now=now) as action:
        action.get(Task, task.id)
        action.put(task)
    return Done(words, task)


def remove_tasks(desk: Desk, task_ids: Iterable[str], now: datetime) -> Done:
    """Take tasks out of the planbook."""
    with desk.book.action("", now=now) as action:
        removed = [action.get(Task, task_id) for task_id in dict.fromkeys(task_ids)]
        for task in removed:
            action.remove(task)
        action.words = f"Deleted {_several(removed)}"
    return Done(action.words)


def complete_tasks(desk: Desk, task_ids: Iterable[str], now: datetime) -> Done:
    """Mark whole tasks as done, each with its earning and result."""
    with desk.book.action("", now=now) as action:
        done = [action.get(Task, task_id) for task_id in dict.fromkeys(task_ids)]
        for task in done:
            put_result(desk, action, task, now, units=task.units)
        action.words = f"Completed {_several(done)}"
    return Done(action.words)


def complete_task(
    desk: Desk,
    task_id: str,
    now: datetime,
    *,
    units: int | None = None,
    minutes: float | None = None,
    outcome: Outcome = "done",
    in_wait: bool = False,
) -> Done:
    """Record how `units` of a task (all, unless said) went; what is left of it stays in the queue.

    `minutes` is what a unit really took. Done units make an earning in the platform's first state of money.
    """
    with desk.book.action("", now=now) as action:
        task = action.get(Task, task_id)
        count = task.units if units is None else units
        put_result(desk, action, task, now, units=count, minutes=minutes, outcome=outcome, in_wait=in_wait)
        action.words = _result_words(task, count, outcome)
    return Done(action.words, task)


def put_result(
    desk: Desk,
    action: Transaction,
    task: Task,
    now: datetime,
    *,
    units: int,
    minutes: float | None = None,
    outcome: Outcome = "done",
    in_wait: bool = False,
    shift: str = "",
) -> Logged:
    """Put into `action` all that follows from how a task went: its result, its earning, what is left.

    Raises GigError for a task that is closed: nothing is earned twice.
    """
    if task.status != "open":
        raise GigError(f"{quoted(task.title)} is closed already: undo that first, or add it anew.")
    if not 1 <= units <= task.units:
        raise BadInput(f"{quoted(task.title)} has {task.units} units left: give a number from 1 to that.")
    earned = task.pay.times(units) if outcome == "done" else None
    logged = Logged(desk.book.new_id(now), desk.book.new_id(now) if earned else "")
    action.put(
        TaskResult(
            id=logged.result,
            at=now,
            task=task.id,
            outcome=outcome,
            units=units,
            platform=task.platform,
            category=task.category,
            stated_minutes=task.minutes,
            minutes=minutes,
            earned=earned,
            in_wait=in_wait,
            banked=outcome == "interrupted" and task.resumable,
        )
    )
    if earned:
        status: MoneyStatus = desk.first_status(task.platform)
        action.put(
            Earning(
                id=logged.earning,
                at=now,
                gross=earned,
                platform=task.platform,
                category=task.category,
                status=status,
                task=task.id,
                shift=shift,
                note=task.title,
            )
        )
    if outcome == "interrupted":
        return logged
    if units < task.units:
        action.put(msgspec.structs.replace(task, units=task.units - units))
    else:
        closed = "done" if outcome == "done" else "dropped"
        action.put(msgspec.structs.replace(task, status=closed, closed_at=now))
    return logged


def checked(task: Task) -> Task:
    """Return `task` with its text cleaned. Raises BadInput for what no task can be."""
    title = clean_text(task.title)
    if not title:
        raise BadInput("A task needs a title.")
    if not 0 < task.minutes <= 24 * 60:
        raise BadInput("A task takes more than 0 and at most 1,440 minutes a unit.")
    if not 1 <= task.units <= 100_000:
        raise BadInput("A task has from 1 to 100,000 units.")
    if task.pay.minor < 0:
        raise BadInput("A task's pay is zero or more.")
    if task.worth and task.worth.minor < 0:
        raise BadInput("What a task is worth besides its pay is zero or more.")
    if not 0 < task.odds <= 1:
        raise BadInput("The chance of being paid lies above 0 and up to 100 %.")
    if unknown := sorted(task.needs - set(NEEDS)):
        raise BadInput(f"{quoted(unknown[0])} is not something to have: use {', '.join(NEEDS)}.")
    if task.due and task.not_before and task.due <= task.not_before:
        raise BadInput("It is due before it may start: mend one of the two times.")
    return msgspec.structs.replace(
        task,
        title=title,
        platform=clean_text(task.platform, 80),
        category=clean_text(task.category, 80),
        tags=tuple(clean_text(tag, 40) for tag in task.tags if tag.strip()),
        url=clean_text(task.url, 500),
        notes=clean_note(task.notes),
    )


def task_name(task: Task) -> str:
    """The task's title with its units: `Receipts ×14`."""
    return f"{task.title} ×{task.units}" if task.units > 1 else task.title


def _several(tasks: list[Task]) -> str:
    return task_name(tasks[0]) if len(tasks) == 1 else f"{len(tasks)} tasks"


def _result_words(task: Task, units: int, outcome: Outcome) -> str:
    name = f"{task.title} ×{units}" if task.units > 1 else task.title
    if outcome == "done":
        return f"Completed {name}: {show_money(task.pay.times(units))}"
    said = {"screened_out": "Screened out of", "rejected": "Rejected:", "interrupted": "Interrupted:"}
    return f"{said[outcome]} {name}"
