"""What to try tomorrow, and what is late, as the recap screen comes to know them: read beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from gigplanner.insights.recap import Recap
from gigplanner.insights.tomorrow import Tip, tip_for
from gigplanner.model.times import DAY
from gigplanner.workday import recap as work
from gigplanner.workday.desk import Desk
from gigplanner.workday.insight_reading import InsightReading, Told


class TipReading:
    """Keeps the insights that a tip is made of. `tell` is called on a thread when newer ones are there."""

    def __init__(self, tell: Callable[[Told], object]) -> None:
        self._tell = tell
        self._told: Told | None = None
        self._read_of: object = None
        self._is_due = False
        self._waiting: Callable[[tuple[date, ...]], object] | None = None
        self.reading: InsightReading | None = None

    def take(self, told: Told) -> None:
        """Use these insights from now on; those that could not be worked out leave the older ones."""
        self._is_due = False
        if told.insights is not None:
            self._told = told
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting(told.awaited_days)

    def with_awaited_days(
        self, desk: Desk, now: datetime, then: Callable[[tuple[date, ...]], object]
    ) -> None:
        """Call `then` with the days whose money is still awaited: now, or as soon as they are known."""
        self._ask(desk, now)
        if self._is_due:
            self._waiting = then
        else:
            then(self._told.awaited_days if self._told else ())

    def tip(self, desk: Desk, recap: Recap, now: datetime) -> Tip | None:
        """Return the tip of `recap`, by what is known so far; newer insights are asked for where needed."""
        if not work.wants_tip(desk, recap, now):
            return None
        self._ask(desk, now)
        if self._told is None or self._told.insights is None:
            return None
        return tip_for(recap, self._told.insights, self._told.awaited, recap.last + DAY)

    def _ask(self, desk: Desk, now: datetime) -> None:
        """Have the insights read again if anything changed since they were."""
        state = (desk.book.seq, desk.settings, desk.settings.day_of(now))
        if state != self._read_of:
            self._read_of, self._is_due = state, True
            if self.reading is None:
                self.reading = InsightReading(desk.book.folder, self._tell)
            self.reading.read("year", now, desk.settings)
