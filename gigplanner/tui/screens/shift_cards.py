"""The suggestion card in words: pure functions from tasks, advice and waits to what the card shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from gigplanner.model.money import show_money
from gigplanner.model.records import ShiftEvent, Task
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.times import show_minutes
from gigplanner.tui.screens.shift_view import clock_words
from gigplanner.tui.widgets.suggestion_card import CardKey, CardView, FillerView, OptionView
from gigplanner.workday.advice_words import advised, reason_words, titled

if TYPE_CHECKING:
    from gigplanner.scheduler.fillers import Advice

OPTION_KEYS = ("f", "f3", "f4")
_NO_QUEUE = "The queue is empty. a adds a task such as “survey Prolific 12m $3.20”, and it is suggested here."
_ON_ORDER = "On an order. No suggestions while you drive: they come back with the next wait."
_BREAK = "On a break. b ends it; then the waits are filled again."
_OFF = "While you wait for orders, this card says which task to start, and how likely you finish it."
_OFF_KEYS = (
    "`s` starts, `o` takes an order, `d` delivers it, `w` waits, `b` breaks, `S` stops, `v` weighs an offer."
)


def count_words(count: int) -> str:
    """Return how many tasks the queue holds: `34 in the queue`."""
    return f"{count} in the queue"


def idle_card(log: ShiftLog | None, count: int) -> CardView:
    """Return the card while there is nothing to suggest: no shift, an order, a break."""
    if log is None:
        return CardView("Waits", _OFF, note=_OFF_KEYS, queue=count_words(count))
    words = {"order": _ON_ORDER, "break": _BREAK}.get(log.state, _OFF)
    return CardView("Waits", words, queue=count_words(count))


def filler_card(task: Task | None, event: ShiftEvent, now: datetime, count: int) -> CardView:
    """Return the card of the filler that `event` started; `task` is None if it is gone from the queue."""
    elapsed = max(0.0, (now - event.at).total_seconds())
    units = max(1, event.units)
    stated = task.minutes * (min(units, task.units)) if task else 0.0
    filler = FillerView(
        title=titled(task, units) if task else "a task that is gone",
        platform=task.platform if task else "",
        elapsed=clock_words(elapsed),
        stated=f" of about {show_minutes(stated)}" if stated else "",
        share=elapsed / 60 / stated if stated else 0.0,
        on_order=order_comes_words(task) if task else "",
        keys=filler_keys(task, units),
    )
    return CardView("Working on", filler=filler, queue=count_words(count))


def order_comes_words(task: Task) -> str:
    """Return what becomes of a filler when an order comes."""
    if task.resumable:
        banked = f"{show_minutes(task.banked)} are banked; " if task.banked else ""
        return f"{banked}an order puts it down, and its minutes are kept for later"
    if task.units > 1:
        return f"an order gives this one back; {task.units} are left, and those done stay done"
    return "an order that comes before it is done returns it, its minutes lost"


def filler_keys(task: Task | None, units: int) -> tuple[CardKey, ...]:
    """Return the keys that end a filler; of a batch the next one can begin at once."""
    more = task is not None and task.units > units
    return (
        CardKey("enter", "done", "filler_done"),
        *([CardKey("n", "done, next one", "filler_next")] if more else []),
        CardKey("L", "took longer", "filler_longer"),
        CardKey("x", "screened out", "screened_out"),
        CardKey("r", "rejected", "rejected"),
        CardKey("escape", "put down", "filler_stop"),
        CardKey("o", "an order came", "order"),
    )


def advice_card(
    advice: Advice, tasks: Mapping[str, Task], colours: Mapping[str, str], note: str, count: int
) -> CardView:
    """Return the card while waiting; `colours` are the platforms' own, `note` says what it rests on."""
    if not count:
        return CardView("While you wait", _NO_QUEUE, note=note, queue=count_words(count))
    options = tuple(
        OptionView(
            key=key,
            title=titled(tasks[option.task_id], option.units),
            platform=tasks[option.task_id].platform,
            minutes=show_minutes(option.minutes),
            odds=option.odds_to_finish,
            expected=f"{show_money(option.expected)} expected" if option.expected else "for its worth",
            per_hour=f"{show_money(option.per_hour)}/h",
            why=reason_words(option.why, tasks[option.task_id]),
            colour=colours.get(tasks[option.task_id].platform, ""),
        )
        for key, option in zip(OPTION_KEYS, advice.options, strict=False)
        if option.task_id in tasks
    )
    return CardView("While you wait", advised(advice, tasks), options, note=note, queue=count_words(count))
