"""Insights into all records there are: read as digests, so that ten years cost what their sums cost."""

from __future__ import annotations

from datetime import date, datetime
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_sums import hour_rates_of
from gigplanner.insights.overview import Insights, Period, insights_of
from gigplanner.insights.rates import HourRates, next_hour
from gigplanner.insights.tax.quarters import next_due
from gigplanner.insights.tax.set_aside import aside_days
from gigplanner.model.records import Block, Series, SetAside
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY, Span
from gigplanner.planbook import Planbook
from gigplanner.scheduler.recurrence import occurrences
from gigplanner.workday.desk import Desk
from gigplanner.workday.metering import HISTORY
from gigplanner.workday.totals import all_digests


class _Read(Struct):
    """What was read from a planbook in a certain state, on a certain day, by certain preferences."""

    state: tuple[int, frozenset[str], date, Settings]
    digests: list[DayDigest]
    aside: list[SetAside]
    lessons: list[Block]
    rates: HourRates
    found: dict[Period, Insights]


_read: WeakKeyDictionary[Planbook, _Read] = WeakKeyDictionary()


def insights(desk: Desk, now: datetime, *, period: Period = "year") -> Insights:
    """Return the insights of a period as of `now`, worked out anew after the planbook or the day changed.

    A running shift counts as it stood then; the next hour is that from `now`.
    """
    today = desk.settings.day_of(now)
    known = _read.get(desk.book)
    if known is None or known.state != (desk.book.seq, desk.book.damaged, today, desk.settings):
        known = _read[desk.book] = _anew(desk, now, today)
    if period not in known.found:
        known.found[period] = insights_of(
            known.digests,
            desk.settings,
            today,
            desk.catalogue,
            period=period,
            aside=known.aside,
            lessons=known.lessons,
        )
    return replace(known.found[period], next_hour=next_hour(known.rates, now, desk.settings))


def _anew(desk: Desk, now: datetime, today: date) -> _Read:
    digests = all_digests(desk, now)
    first, last = aside_days(next_due(today).year)
    span = Span(desk.settings.span_of(first).start - DAY, desk.settings.span_of(last).end)
    aside = desk.book.within(SetAside, span)
    lessons = _lessons(desk, digests[0].day, now) if digests else []
    lately = (digest for digest in digests if today - HISTORY <= digest.day < today)  # as the meter does
    rates = hour_rates_of(lately, desk.settings)
    # damage may have come to light in reading
    state = (desk.book.seq, desk.book.damaged, today, desk.settings)
    return _Read(state, digests, aside, lessons, rates, {})


def _lessons(desk: Desk, first: date, now: datetime) -> list[Block]:
    """The trainings that a rule has put on the calendar, from `first` to `now`."""
    span = Span(min(desk.settings.span_of(first).start, now), now)
    return [
        block
        for series in desk.book.queue(Series)
        if series.kind == "training" and series.status == "confirmed"
        for block in occurrences(series, span)
        if block.start < now
    ]
