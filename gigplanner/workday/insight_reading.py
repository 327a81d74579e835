"""Insights worked out beside the screen: ten years of records take a moment when they are first read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from threading import Thread

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.overview import Insights, Period
from gigplanner.model.errors import GigError
from gigplanner.model.settings import Settings
from gigplanner.planbook import Planbook
from gigplanner.workday.at_rest import take_short_turns
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
    """Works out insights on a thread, on a planbook of its own: it shares nothing but the files.

    `tell` is called on that thread with what was found. Of several asked for meanwhile, the latest is told.
    """

    def __init__(self, folder: Path, tell: Callable[[Told], object]) -> None:
        self._folder = folder
        self._tell = tell
        self._book: Planbook | None = None
        self._wanted: tuple[Period, datetime, Settings] | None = None
        self._thread: Thread | None = None

    @property
    def is_reading(self) -> bool:
        """Whether it is at work."""
        return self._thread is not None and self._thread.is_alive()

    def read(self, period: Period, now: datetime, settings: Settings) -> None:
        """Work out the insights of `period` as of `now`, by these preferences."""
        self._wanted = (period, now, settings)
        if not self.is_reading:
            take_short_turns()
            self._thread = Thread(target=self._work, name="insights", daemon=True)
            self._thread.start()

    def wait(self, patience: float | None = None) -> None:
        """Wait until what was asked for is told, `patience` seconds at most."""
        if self._thread is not None:
            self._thread.join(patience)

    def _work(self) -> None:
        while (wanted := self._wanted) is not None:
            told = self._told(*wanted)
            if self._wanted is wanted:
                self._wanted = None
                self._tell(told)

    def _told(self, period: Period, now: datetime, settings: Settings) -> Told:
        try:
            if self._book is None:
                self._book = Planbook(self._folder, by="app")
            self._book.refresh()
            desk = Desk(self._book, settings)
            one = found(desk, now, period=period)
            return Told(one.insights, one.awaited, one.awaited_days)
        except GigError as error:
            return Told(None, refusal=error)
