"""A suggestion in words, as both faces say it: what, why, what to wait for, and what the waits have shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from gigplanner.model.records import Task
from gigplanner.model.text import quoted
from gigplanner.model.times import show_minutes

if TYPE_CHECKING:
    from gigplanner.scheduler.fillers import Advice
    from gigplanner.scheduler.waits import WaitModel

UNUSUAL = 1.2  # times longer or shorter than usual, from which on a wait is said to be so
_CHANCE_ALONE = re.compile(r"(under )?\d+ % chance to finish before an order")
_CHANCE_BESIDE = re.compile(r" \((under )?\d+ % chance to finish before one\)")
_HOLD = "Wait a moment longer: an order is likely soon, and nothing here is worth starting yet."
REST = "Rest: nothing in the queue is worth this wait. Take the minutes for yourself."


def titled(task: Task, units: int) -> str:
    """Return a task's title, with how many of a batch: `Receipts ×3`."""
    return f"{task.title} ×{units}" if units > 1 else task.title


def advised(advice: Advice, tasks: Mapping[str, Task]) -> str:
    """Return what there is to say before the options: to rest, or to wait for an order, and for how long."""
    return {"hold": hold_words(advice, tasks), "rest": REST}.get(advice.kind, "")


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
