"""Insights into all records there are: read as digests, so that ten years cost what their sums cost.

What the months before the last one add up to is kept in the folder `cache` besides, for exactly what it was
made from. Only the days since then are read and counted anew: by the next command, after an action, while a
shift runs.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from weakref import WeakKeyDictionary

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from gigplanner.insights.awaited import Awaited, awaited_together
from gigplanner.insights.gathering import Gathering
from gigplanner.insights.overview import Insights, Period, gathering_for, insights_from
from gigplanner.insights.rates import HourRates, next_hour
from gigplanner.insights.tax.set_aside import aside_period
from gigplanner.model.catalogue import Platform
from gigplanner.model.records import Block, Series, SetAside
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY, Span, days_span
from gigplanner.planbook import Planbook
from gigplanner.planbook.answers import AnswerCache
from gigplanner.workday.at_rest import collector_at_rest
from gigplanner.workday.awaited import awaited_days, awaited_of
from gigplanner.workday.desk import Desk
from gigplanner.workday.program import program
from gigplanner.workday.totals import all_days, digests_between, key_before

_State = tuple[int, frozenset[str], date, Settings]


class Found(Struct, frozen=True, kw_only=True):
    """What was worked out as of a day: the insights of a period, and what every platform still owes."""

    insights: Insights
    awaited: tuple[Awaited, ...]
    awaited_days: tuple[date, ...]
    """The days whose money that is."""
    rates: HourRates
    """What the hours of the week have paid lately, of which the next hour's pay is told."""


class _Past(Struct):
    """The days before a month, added up, what of their money is still awaited, and what was put aside."""

    gathering: Gathering
    awaited: tuple[Awaited, ...]
    awaited_days: tuple[date, ...]
    aside: list[SetAside]


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
        past, days = _past(desk, now, today, period, month), all_days(desk)
        digests = digests_between(desk, month, days[1], now) if days else []
        gathering = past.gathering
        first = gathering.first_ever or (digests[0].day if digests else today)
        gathering.expect(_lessons(desk, max(first, month), now), settings)
        for digest in digests:
            gathering.add(digest, settings, catalogue)
        aside = [*past.aside, *_aside(desk, today, since=month)]
        return Found(
            insights=insights_from(gathering, period, settings, catalogue, aside=aside),
            awaited=awaited_together((*past.awaited, *awaited_of(desk, digests, now))),
            awaited_days=(*past.awaited_days, *awaited_days(digests)),
            rates=gathering.hours.rates(settings.currency),
        )


def _past(desk: Desk, now: datetime, today: date, period: Period, month: date) -> _Past:
    """Return what an earlier run has kept of the days before `month`, or add them up, and keep that."""
    cache, name, key = AnswerCache(desk.book.folder), f"insights-{period}", _key(desk, today, month)
    kept = cache.get(name, key, _Past) if key else None
    if kept is not None:
        return kept
    gathering, days = gathering_for(period, today, desk.settings), all_days(desk)
    digests = digests_between(desk, days[0], month - DAY, now) if days else []
    if digests:
        until = desk.settings.span_of(month).start
        gathering.expect(_lessons(desk, digests[0].day, until), desk.settings)
    for digest in digests:
        gathering.add(digest, desk.settings, desk.catalogue)
    past = _Past(
        gathering=gathering,
        awaited=awaited_of(desk, digests, now),
        awaited_days=awaited_days(digests),
        aside=_aside(desk, today, before=month),
    )
    if key and not any(digest.running for digest in digests) and key == _key(desk, today, month):
        cache.put(name, key, past)
    return past


def _month_before(today: date) -> date:
    """The first day of the month before that of `today`: what is older seldom changes.

    An action of this month leaves the files as they are that the months before that one are read from.
    """
    return (today.replace(day=1) - DAY).replace(day=1)


def _key(desk: Desk, today: date, month: date) -> str:
    """Return all that shapes what is told of the days before `month`; nothing where it is not all on disk."""
    history = key_before(desk, month)
    if not history or not program():
        return ""
    queue = [desk.book.queue(Platform), desk.book.queue(Series)]
    says = msgspec.json.encode([program(), history, today, desk.settings, queue], order="deterministic")
    return hashlib.sha256(says).hexdigest()


def _aside(desk: Desk, today: date, *, since: date = date.min, before: date = date.max) -> list[SetAside]:
    """Money put aside on the days that count for the taxes of today, and on the day before them.

    Of those the days from `since` on, and before `before`.
    """
    first, last = aside_period(today, desk.settings)
    first, last = max(first - DAY, since), min(last, before - DAY)
    if first > last:
        return []
    return desk.book.within(SetAside, days_span(first, last, desk.settings.zone, desk.settings.day_ends))


def _lessons(desk: Desk, first: date, until: datetime) -> list[Block]:
    """The trainings that a rule has begin on the days from `first` on, before `until`."""
    series = [one for one in desk.book.queue(Series) if one.kind == "training" and one.status == "confirmed"]
    start = desk.settings.span_of(first).start
    if not series or until <= start:
        return []
    from gigplanner.scheduler.recurrence import occurrences

    span = Span(start, until)
    return [block for one in series for block in occurrences(one, span) if block.start in span]
