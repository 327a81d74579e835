"""What an hour online has paid the person, by weekday and hour of the wall clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction

from msgspec import Struct

from gigplanner.insights.hours import cut_by_hour
from gigplanner.insights.records import DayRecords
from gigplanner.insights.words import WEEKDAYS
from gigplanner.insights.worked import online_spans
from gigplanner.model.money import Money, round_half_up
from gigplanner.model.records import Earning
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.showing import show_number
from gigplanner.model.times import SECOND, Span

ENOUGH_HOURS = 3  # online behind a rate: with fewer, one good order decides the figure
HOUR = timedelta(hours=1)
LATELY = timedelta(days=56)  # eight weeks before a day: every weekday's hours eight times


class HourRate(Struct, frozen=True):
    """What came in during some hours online, and how long they were."""

    minor: int = 0  # of the person's currency
    seconds: int = 0

    @property
    def hours(self) -> float:
        """Hours online behind it."""
        return self.seconds / 3600

    @property
    def enough(self) -> bool:
        """Whether enough hours stand behind it to be shown as a rate."""
        return self.seconds >= ENOUGH_HOURS * 3600

    def plus(self, minor: int = 0, seconds: int = 0) -> HourRate:
        """Return the rate with more money or time behind it."""
        return HourRate(self.minor + minor, self.seconds + seconds)


class HourRates(Struct, frozen=True, kw_only=True):
    """A person's own pay by weekday and hour, and by hour of any weekday."""

    currency: str
    cells: dict[tuple[int, int], HourRate]  # weekday (Monday is 0) and hour of the wall clock

    def of(self, weekday: int, hour: int) -> HourRate:
        """The rate of an hour of a weekday; an empty one where nothing was worked."""
        return self.cells.get((weekday, hour), HourRate())

    def of_any_day(self, hour: int) -> HourRate:
        """The rate of an hour, all weekdays together."""
        cells = [self.of(weekday, hour) for weekday in range(7)]
        return HourRate(sum(cell.minor for cell in cells), sum(cell.seconds for cell in cells))

    def per_hour(self, weekday: int, hour: int) -> Money | None:
        """What an hour online pays on average, or None with less than `ENOUGH_HOURS` online behind it."""
        cell = self.of(weekday, hour)
        return Money(cell.minor, self.currency).per_hour(cell.seconds) if cell.enough else None


class NextHour(Struct, frozen=True, kw_only=True):
    """What the next sixty minutes online are expected to pay, before fees and costs."""

    expected: Money | None
    """The person's own mean at this time of the week; None with too little behind it."""
    hours: float
    """Hours online that stand behind it, or that there are so far."""
    basis: str
    """Which hours these are: `Fridays at this time`, `any day at this time`."""

    @property
    def sentence(self) -> str:
        """The figure and what it rests on, as one plain sentence."""
        hours = show_number(self.hours, 1)
        if self.expected is None:
            return f"No forecast for the next hour yet: {hours} h online behind {self.basis}."
        return f"The next hour pays about {self.expected}, from {hours} h online: {self.basis}."


def hour_rates(history: Iterable[DayRecords], settings: Settings) -> HourRates:
    """Return what each hour of the week has paid: money made in shifts over time online, both summed.

    Money counts in the hour in which it was made, tips included, before fees, whether in hand or awaited
    (rejected money and other currencies do not). What was logged after its shift stopped counts at its end.
    Money of no shift counts nowhere. A mean of sums, not of days: long hours weigh more than short ones.
    """
    cells: dict[tuple[int, int], HourRate] = defaultdict(HourRate)
    for day in history:
        day_span = settings.span_of(day.day)
        for span in online_spans(day_span, day.shifts):
            for piece in cut_by_hour(span, settings):
                key = (piece.weekday, piece.hour)
                cells[key] = cells[key].plus(seconds=piece.span.seconds)
        for earning in day.earnings:
            at = _made_at(earning, day.shifts)
            if at and earning.status != "rejected":
                wall = settings.wall(at)
                amounts = [part for part in (earning.gross, earning.tip) if part]
                minor = sum(part.minor for part in amounts if part.currency == settings.currency)
                key = (wall.weekday(), wall.hour)
                cells[key] = cells[key].plus(minor=minor)
    return HourRates(currency=settings.currency, cells=dict(cells))


def next_hour(rates: HourRates, now: datetime, settings: Settings) -> NextHour:
    """Return what the sixty minutes from `now` are expected to pay.

    Each of the two clock hours they touch counts by its minutes, at its own weekday's rate if enough hours
    are behind that, else at the rate of that hour on any day. Without enough for both there is no figure.
    """
    expected = Fraction(0)
    behind = 0
    known = same_weekday = True
    for piece in cut_by_hour(Span(now, now + HOUR), settings):
        cell = rates.of(piece.weekday, piece.hour)
        if not cell.enough:
            same_weekday = False
            cell = rates.of_any_day(piece.hour)
        known = known and cell.enough
        behind += cell.seconds
        if cell.seconds:
            expected += Fraction(cell.minor * piece.span.seconds, cell.seconds)
    weekday = WEEKDAYS[settings.wall(now).weekday()]
    return NextHour(
        expected=Money(round_half_up(expected), rates.currency) if known else None,
        hours=behind / 3600,
        basis=f"{weekday}s at this time" if same_weekday else "any day at this time",
    )


def _made_at(earning: Earning, shifts: Iterable[ShiftLog]) -> datetime | None:
    """When in a shift the money was made; None if in none."""
    for log in shifts:
        end = log.end or log.now
        if earning.shift == log.shift or (not earning.shift and log.start <= earning.at <= end):
            return max(log.start, min(earning.at, end - SECOND))
    return None
