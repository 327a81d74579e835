"""The day that a held key comes to next, worked out while the one on show is looked at."""

from __future__ import annotations

from datetime import date, datetime

from gigplanner.insights.recap import Recap
from gigplanner.workday import recap as work
from gigplanner.workday.desk import Desk


class DayAhead:
    """Keeps the recap of one day that is over, until it is asked for or anything changes."""

    def __init__(self) -> None:
        self._kept: tuple[object, Recap] | None = None

    def recap(self, desk: Desk, day: date, now: datetime) -> Recap:
        """Return the recap of a day: the one kept if it is that, as of the same minute."""
        if self._kept is not None and self._kept[0] == _made_of(desk, day, now):
            return self._kept[1]
        return work.recap_day(desk, day, now)

    def prepare(self, desk: Desk, day: date, now: datetime) -> None:
        """Work a day out, if it is over: what goes on is worked out when it is looked at."""
        if day < desk.settings.day_of(now):
            self._kept = _made_of(desk, day, now), work.recap_day(desk, day, now)


def _made_of(desk: Desk, day: date, now: datetime) -> object:
    return day, desk.book.seq, desk.book.damaged, desk.settings, now.replace(second=0, microsecond=0)
