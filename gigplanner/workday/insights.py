"""Insights into all records there are: read as digests, so that ten years cost what their sums cost.

What the months before the last one add up to is kept in the folder `cache` besides, for exactly what it was
made from. Only the days since then are read and counted anew: by the next command, after an action, while a
shift runs.
"""

from __future__ import annotations

from datetime import date, datetime
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.insights.awaited import Awaited, awaited_together
from gigplanner.insights.overview import Insights, Period, insights_from
from gigplanner.insights.rates import HourRates, next_hour
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY
from gigplanner.planbook import Planbook
from gigplanner.workday.at_rest import collector_at_rest
from gigplanner.workday.awaited import awaited_days, awaited_of
from gigplanner.workday.desk import Desk
from gigplanner.workday.past_sums import lessons_between, past_before, put_aside
from gigplanner.workday.totals import all_days, digests_between

_State = tuple[int, frozenset[str], date, Settings]


class Found(Struct, frozen=True, kw_only=True):
    """What was worked out as of a day: the insights of a period, and what every platform still owes."""

    insights: Insights
    awaited: tuple[Awaited, ...]
    awaited_days: tuple[date, ...]
    """The days whose money that is."""
    rates: HourRates
    """What the hours of the week have paid lately, of which the next hour's pay is told."""


class _Read(Struct):
    """What was read from a planbook in a certain state, on a certain day, by certain preferences."""

    state: _State
    found: dict[Period, Found]


_read: WeakKeyDictionary[Planbook, _Read] = WeakKeyDictionary()


def insights(desk: Desk, now: datetime, *, period: Period = "year") -> Insights:
    """Return the insights of a period as of `now`, worked out anew after the planbook or the day changed.

    A running shift counts as it stood then; the next hour is that from `now`.
    """
    return found(desk, now, period=period).insights


def found(desk: Desk, now: datetime, *, period: Period = "year") -> Found:
    """Return the insights of a period like `insights`, and what is awaited as of that day."""
    today = desk.settings.day_of(now)
    known = _read.get(desk.book)
    if known is None or known.state != _state(desk, today):
        known = _read[desk.book] = _Read(_state(desk, today), {})
    if period not in known.found:
        known.found[period] = _find(desk, known, now, today, period)
    one = known.found[period]
    return replace(one, insights=replace(one.insights, next_hour=next_hour(one.rates, now, desk.settings)))


def _state(desk: Desk, today: date) -> _State:
    return desk.book.seq, desk.book.damaged, today, desk.settings


def _find(desk: Desk, known: _Read, now: datetime, today: date, period: Period) -> Found:
    """Work it out, again if reading brought to light what another process did, or damage."""
    while True:
        found = _worked_out(desk, now, today, period)
        state = _state(desk, today)
        if state == known.state:
            return found
        known.found.clear()
        known.state = state


def _worked_out(desk: Desk, now: datetime, today: date, period: Period) -> Found:
    settings, catalogue = desk.settings, desk.catalogue
    month = _month_before(today)
    with collector_at_rest():
        past, days = past_before(desk, month, now, period), all_days(desk)
        digests = digests_between(desk, month, days[1], now) if days else []
        gathering = past.gathering
        first = gathering.ever.first or (digests[0].day if digests else today)
        gathering.ever.expect(lessons_between(desk, max(first, month), now), settings)
        for digest in digests:
            gathering.add(digest, settings, catalogue)
        aside = [*past.aside, *put_aside(desk, today, since=month)]
        return Found(
            insights=insights_from(gathering, period, settings, catalogue, aside=aside),
            awaited=awaited_together((*past.awaited, *awaited_of(desk, digests, now))),
            awaited_days=(*past.awaited_days, *awaited_days(digests)),
            rates=gathering.lately.hours.rates(settings.currency),
        )


def _month_before(today: date) -> date:
    """The first day of the month before that of `today`: what is older seldom changes.

    An action of this month leaves the files as they are that the months before that one are read from.
    """
    return (today.replace(day=1) - DAY).replace(day=1)
