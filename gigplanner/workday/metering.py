"""The live meter: what only a change of the planbook can change is read once, a tick costs arithmetic."""

from __future__ import annotations

from datetime import date, datetime

from gigplanner.insights.meter import Meter, gross_before, read_meter
from gigplanner.insights.rates import LATELY, HourRates
from gigplanner.insights.records import DayRecords
from gigplanner.model.money import Money
from gigplanner.model.records import Earning, Expense, Trip
from gigplanner.model.times import DAY, Span
from gigplanner.workday.day import day_records, week_of
from gigplanner.workday.desk import Desk
from gigplanner.workday.shifts import shifts_in


def glance(desk: Desk, now: datetime) -> Meter:
    """The meter as of `now` without the forecast, for one line: only what its money and time need is read."""
    day = desk.settings.day_of(now)
    span = desk.settings.span_of(day)
    week = Span(desk.settings.span_of(week_of(desk, day)[0]).start, span.end)
    earnings = desk.book.within(Earning, week)
    records = DayRecords(
        day=day,
        shifts=tuple(shifts_in(desk, span, now)),
        earnings=tuple(earning for earning in earnings if earning.at in span),
        expenses=tuple(desk.book.within(Expense, span)),
        trips=tuple(desk.book.within(Trip, span)),
    )
    return read_meter(records, now, desk.settings, week_before=gross_before(earnings, day, desk.settings))


class LiveMeter:
    """Reads the meter of the working day that `now` lies in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._read_at: tuple[int, frozenset[str], date] | None = None
        self._records: DayRecords | None = None
        self._week_before: Money | None = None
        self._rates: HourRates | None = None
        self._learned_on: date | None = None

    def records(self, now: datetime) -> DayRecords:
        """Today's records, read again only after the planbook or the day has changed."""
        day = self._desk.settings.day_of(now)
        state = (self._desk.book.seq, self._desk.book.damaged, day)
        if self._records is None or state != self._read_at:
            self._records = day_records(self._desk, day, now)
            settings = self._desk.settings
            earlier = Span(settings.span_of(week_of(self._desk, day)[0]).start, settings.span_of(day).start)
            self._week_before = gross_before(self._desk.book.within(Earning, earlier), day, settings)
            self._read_at = state
        return self._records

    def read(self, now: datetime) -> Meter:
        """The meter as of `now`; the next hour is forecast once `learn` was called on this day."""
        records = self.records(now)
        rates = self._rates if self._learned_on == records.day else None
        return read_meter(records, now, self._desk.settings, week_before=self._week_before, rates=rates)

    def learn(self, now: datetime) -> None:
        """Read eight weeks of history for the forecast of the next hour, once a day."""
        day = self._desk.settings.day_of(now)
        if self._learned_on != day:
            from gigplanner.workday.own_rates import own_rates

            self._rates = own_rates(self._desk, day - LATELY, day - DAY, now)
            self._learned_on = day
