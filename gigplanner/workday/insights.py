"""Insights into all records there are: read as digests, so that ten years cost what their sums cost.

What was worked out is kept in the planbook's folder `cache` too, for exactly what it was made from: a command
that asks again reads neither the records nor their digests.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_sums import hour_rates_of
from gigplanner.insights.overview import Insights, Period, insights_of
from gigplanner.insights.rates import HourRates, next_hour
from gigplanner.insights.tax.set_aside import aside_period
from gigplanner.model.catalogue import Platform
from gigplanner.model.records import Block, Series, SetAside
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY, Span
from gigplanner.planbook import Planbook
from gigplanner.planbook.answers import AnswerCache
from gigplanner.workday.at_rest import collector_at_rest
from gigplanner.workday.awaited import awaited_days, awaited_of
from gigplanner.workday.desk import Desk
from gigplanner.workday.metering import HISTORY
from gigplanner.workday.program import program
from gigplanner.workday.totals import all_digests, key_of_all

_State = tuple[int, frozenset[str], date, Settings]


class Found(Struct, frozen=True, kw_only=True):
    """What was worked out as of a day: the insights of a period, and what every platform still owes."""

    insights: Insights
    awaited: tuple[Awaited, ...]
    awaited_days: tuple[date, ...]
    """The days whose money that is."""
    rates: HourRates
    """What the hours of the week have paid lately, of which the next hour's pay is told."""


class _History(Struct, kw_only=True):
    """All that insights are worked out from, of whatever period."""

    made_from: tuple[str, int]
    digests: list[DayDigest]
    aside: list[SetAside]
    lessons: list[Block]
    rates: HourRates
    awaited: tuple[Awaited, ...]


class _Read(Struct):
    """What was read from a planbook in a certain state, on a certain day, by certain preferences."""

    state: _State
    found: dict[Period, Found]
    history: _History | None = None

    def stands_at(self, state: _State) -> None:
        """Note what came to light in reading: other processes' actions, and damage."""
        if state != self.state:
            self.found.clear()
            self.state = state


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
    """Return what an earlier run has kept, or work it out, and keep it if another run can use it."""
    cache, name, key = AnswerCache(desk.book.folder), f"insights-{period}", _key(desk, now, today)
    kept = cache.get(name, key, Found) if key else None
    if kept is not None:
        known.stands_at(_state(desk, today))
        return kept
    with collector_at_rest():
        history = known.history
        if history is None or history.made_from != (key, desk.book.seq):
            history = known.history = _read_history(desk, now, today, key)
        known.stands_at(_state(desk, today))
        found = _worked_out(history, desk, today, period)
    if key and not any(digest.running for digest in history.digests) and key == _key(desk, now, today):
        cache.put(name, key, found)
    return found


def _key(desk: Desk, now: datetime, today: date) -> str:
    """Return all that shapes what is found; nothing where it is not all on disk, or changes by the minute."""
    history = key_of_all(desk)
    if not history or not program():
        return ""
    queue = [desk.book.queue(Platform), desk.book.queue(Series), _lessons(desk, today, now)]
    says = msgspec.json.encode([program(), history, today, desk.settings, queue], order="deterministic")
    return hashlib.sha256(says).hexdigest()


def _read_history(desk: Desk, now: datetime, today: date, key: str) -> _History:
    digests = all_digests(desk, now)
    first, last = aside_period(today, desk.settings)
    span = Span(desk.settings.span_of(first).start - DAY, desk.settings.span_of(last).end)
    lately = (digest for digest in digests if today - HISTORY <= digest.day < today)  # as the meter does
    return _History(
        made_from=(key, desk.book.seq),
        digests=digests,
        aside=desk.book.within(SetAside, span),
        lessons=_lessons(desk, digests[0].day, now) if digests else [],
        rates=hour_rates_of(lately, desk.settings),
        awaited=awaited_of(desk, digests, now),
    )


def _worked_out(history: _History, desk: Desk, today: date, period: Period) -> Found:
    return Found(
        insights=insights_of(
            history.digests,
            desk.settings,
            today,
            desk.catalogue,
            period=period,
            aside=history.aside,
            lessons=history.lessons,
        ),
        awaited=history.awaited,
        awaited_days=awaited_days(history.digests),
        rates=history.rates,
    )


def _lessons(desk: Desk, first: date, now: datetime) -> list[Block]:
    """The trainings that a rule has put on the calendar, from `first` to `now`."""
    series = [one for one in desk.book.queue(Series) if one.kind == "training" and one.status == "confirmed"]
    if not series:
        return []
    from gigplanner.scheduler.recurrence import occurrences

    span = Span(min(desk.settings.span_of(first).start, now), now)
    return [block for one in series for block in occurrences(one, span) if block.start < now]
