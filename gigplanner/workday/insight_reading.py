"""Insights worked out beside the screen: ten years of records take a moment when they are first read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.overview import Insights, Period
from gigplanner.model.errors import GigError
from gigplanner.model.settings import Settings
from gigplanner.workday.beside import BesideReading
from gigplanner.workday.desk import Desk
from gigplanner.workday.insights import found


@dataclass(frozen=True)
class Told:
    """What was worked out, or why it could not be."""

    insights: Insights | None
    awaited: tuple[Awaited, ...] = ()
    awaited_days: tuple[date, ...] = ()
    refusal: GigError | None = None


class InsightReading:
    """Works out insights on a thread. `tell` is called there with the latest that were asked for."""

    def __init__(self, folder: Path, tell: Callable[[Told], object]) -> None:
        def told(one: Told | GigError) -> None:
            tell(Told(None, refusal=one) if isinstance(one, GigError) else one)

        self._reading = BesideReading[Told](folder, told)

    def read(self, period: Period, now: datetime, settings: Settings) -> None:
        """Work out the insights of `period` as of `now`, by these preferences."""

        def work_out(desk: Desk) -> Told:
            one = found(desk, now, period=period)
            return Told(one.insights, one.awaited, one.awaited_days)

        self._reading.ask(work_out, settings)

    def wait(self, patience: float | None = None) -> None:
        """Wait until what was asked for is told, `patience` seconds at most."""
        self._reading.wait(patience)
