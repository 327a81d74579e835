"""What a day's tasks and forecasts come to in a digest: small rows, one a result."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from msgspec import Struct

from gigplanner.model.records import Outcome, ShiftEvent, TaskResult
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.times import Span


class ResultRow(Struct, frozen=True, array_like=True):
    """A task's result. Minutes are per unit."""

    platform: str
    category: str
    outcome: Outcome
    in_wait: bool
    units: int
    stated: float
    minutes: float  # as it was; 0 if nobody timed it
    currency: str  # of what it earned; empty if it earned nothing
    earned: int  # minor units


class ForecastRow(Struct, frozen=True, array_like=True):
    """A filler begun with a chance to finish it before the order, and whether it was finished."""

    chance: float
    finished: bool


def result_rows(results: Iterable[TaskResult]) -> tuple[ResultRow, ...]:
    """Return a day's results, earliest first."""
    return tuple(
        ResultRow(
            platform=result.platform,
            category=result.category,
            outcome=result.outcome,
            in_wait=result.in_wait,
            units=result.units,
            stated=result.stated_minutes,
            minutes=result.minutes or 0.0,
            currency=result.earned.currency if result.earned else "",
            earned=result.earned.minor if result.earned else 0,
        )
        for result in sorted(results, key=lambda one: (one.at, one.id))
    )


def forecast_rows(
    shifts: Iterable[ShiftLog], span: Span, results: Iterable[TaskResult] = ()
) -> tuple[ForecastRow, ...]:
    """Return what was forecast of the fillers begun inside `span`, and what became of them.

    A filler is finished if it was done, and not if an order came first. What the person put down of their
    own accord says nothing about the wait and is left out, as is what still goes on, and what screened them
    out by the day's `results`.
    """
    screened_out = {result.id for result in results if result.outcome == "screened_out"}
    rows = []
    for log in shifts:
        for number, event in enumerate(log.events):
            if event.kind == "filler_started" and event.chance is not None and event.at in span:
                finished = _finished(log.events[number + 1 :], screened_out)
                if finished is not None:
                    rows.append(ForecastRow(event.chance, finished))
    return tuple(rows)


def put_down_by_order(event: ShiftEvent, following: Sequence[ShiftEvent]) -> bool:
    """Whether an order put a filler down: it is logged right behind, at the same instant."""
    return bool(following) and following[0].kind == "order" and following[0].at == event.at


def _finished(following: Sequence[ShiftEvent], screened_out: Container[str]) -> bool | None:
    for number, event in enumerate(following):
        if event.kind == "filler_done":
            return None if event.result in screened_out else True
        if event.kind == "order":
            return False
        if event.kind == "filler_interrupted":
            return False if put_down_by_order(event, following[number + 1 :]) else None
        if event.kind in ("filler_started", "stopped", "break"):
            return None
    return None
