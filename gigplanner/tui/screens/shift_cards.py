"""The suggestion card in words: pure functions from tasks, advice and waits to what the card shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from gigplanner.model.money import show_money
from gigplanner.model.records import ShiftEvent, Task
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.text import quoted
from gigplanner.model.times import show_minutes
from gigplanner.tui.screens.shift_view import clock_words
from gigplanner.tui.widgets.suggestion_card import CardKey, CardView, FillerView, OptionView

if TYPE_CHECKING:
    from gigplanner.scheduler.fillers import Advice
    from gigplanner.scheduler.waits import WaitModel

_CHANCE_ALONE = re.compile(r"(under )?\d+ % chance to finish before an order")
_CHANCE_BESIDE = re.compile(r" \((under )?\d+ % chance to finish before one\)")
OPTION_KEYS = ("f", "f3", "f4")
UNUSUAL = 1.2  # times longer or shorter than usual, from which on a wait is said to be so
_HOLD = "Wait a moment longer: an order is likely soon, and nothing here is worth starting yet."
_REST = "Rest: nothing in the queue is worth this wait. Take the minutes for yourself."
_NO_QUEUE = (
    "The queue is empty. a adds a task such as “survey 3.20 12min Prolific”, and it is suggested here."
)
_ON_ORDER = "On an order. No suggestions while you drive: they come back with the next wait."
_BREAK = "On a break. b ends it; then the waits are filled again."
_OFF = "While you wait for orders, this card says which task to start, and how likely you finish it."
_OFF_KEYS = "s starts, o takes an order, d delivers it, w waits, b breaks, S stops, v weighs an offer."


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
        title=_titled(task, units) if task else "a task that is gone",
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
            title=_titled(tasks[option.task_id], option.units),
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
    words = {"hold": hold_words(advice, tasks), "rest": _REST}.get(advice.kind, "")
    return CardView("While you wait", words, options, note=note, queue=count_words(count))


def reason_words(why: str, task: Task) -> str:
    """Return the reason for a task without the figures that stand beside it: its rate and its chance."""
    reason = _CHANCE_BESIDE.sub("", why.partition(";")[0])
    if not _CHANCE_ALONE.fullmatch(reason):
        return reason
    if task.units > 1:
        return "one at a time: an order costs no more than the one at hand"
    return "short enough for this wait; an order that comes before it is done returns it"


def hold_words(advice: Advice, tasks: Mapping[str, Task]) -> str:
    """Return why to wait a moment longer, and for what."""
    first = tasks.get(advice.options[0].task_id) if advice.options else None
    if first is None or not advice.hold_minutes:
        return _HOLD
    title = quoted(first.title)
    return f"Wait a moment longer: if no order comes in {show_minutes(advice.hold_minutes)}, start {title}."


def evidence_words(
    model: WaitModel, waited: float, *, at: datetime | None = None, recent: Sequence[float] = ()
) -> str:
    """Return what the chances rest on, and what this hour and this shift's waits say of the next order.

    `waited` are the minutes of this wait gone by, `recent` those of the shift's earlier waits.
    """
    half = show_minutes(model.quantile(0.5, waited=waited, at=at, recent=recent))
    whose = f"From {model.based_on} of your waits" if model.personal else "Typical for drivers"
    said = [f"{whose}: an even chance of an order within {half}."]
    said += [words for words in (_shift_words(model, at, recent), _hour_words(model, at)) if words]
    return " ".join(said)


def _shift_words(model: WaitModel, at: datetime | None, recent: Sequence[float]) -> str:
    """How this shift's waits compare with those of other shifts at this hour."""
    if not recent:
        return ""
    usual = model.quantile(0.5, at=at)
    today = model.quantile(0.5, at=at, recent=recent)
    if (how := _compared(today, usual)) == "":
        return ""
    return f"Waits are {how} than usual today: median {show_minutes(today)}, else {show_minutes(usual)}."


def _hour_words(model: WaitModel, at: datetime | None) -> str:
    """How this hour compares with the others."""
    if at is None or not model.personal:
        return ""
    how = _compared(model.quantile(0.5, at=at), model.quantile(0.5))
    return {"shorter": "A busy hour for you.", "longer": "A slow hour for you."}.get(how, "")


def _compared(minutes: float, usual: float) -> str:
    if minutes * UNUSUAL <= usual:
        return "shorter"
    return "longer" if minutes >= usual * UNUSUAL else ""


def _titled(task: Task, units: int) -> str:
    return f"{task.title} ×{units}" if units > 1 else task.title
