"""What the days before a month add up to for insights, kept in the planbook's folder `cache`.

It is kept in three parts, each for exactly what it was made from: of all days until their files change, and
what is told as of a day for that day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import msgspec
from msgspec import Struct

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.digest import DayDigest
from gigplanner.insights.gathering import EverSums, Gathering, LatelySums, PeriodSums
from gigplanner.insights.overview import Period, period_since
from gigplanner.insights.tax.set_aside import aside_period
from gigplanner.model.catalogue import Platform
from gigplanner.model.mileage import RunningMiles, tax_year_start
from gigplanner.model.records import Block, Series, SetAside
from gigplanner.model.times import DAY, Span, days_span
from gigplanner.planbook.answers import AnswerCache
from gigplanner.workday.awaited import awaited_days, awaited_on
from gigplanner.workday.desk import Desk
from gigplanner.workday.program import program
from gigplanner.workday.totals import all_days, digests_between, key_before
from gigplanner.workday.yearmiles import miles_before

A = TypeVar("A", bound=Struct)


class Past(Struct):
    """The days before a month, added up: what of their money is still awaited, and what was put aside."""

    gathering: Gathering
    awaited: tuple[Awaited, ...]
    awaited_days: tuple[date, ...]
    aside: list[SetAside]


class _Ever(Struct):
    sums: EverSums
    awaited_days: tuple[date, ...]


class _Lately(Struct):
    sums: LatelySums
    awaited: tuple[Awaited, ...]
    aside: list[SetAside]


def past_before(desk: Desk, month: date, now: datetime, period: Period) -> Past:
    """Return what the days before `month` add up to as of `now`, for the insights of a period."""
    days = _PastDays(desk, month, now)
    ever = days.ever()
    lately = days.lately(ever.awaited_days)
    gathering = Gathering(ever.sums, lately.sums, days.of_period(period))
    return Past(gathering, lately.awaited, ever.awaited_days, lately.aside)


def lessons_between(desk: Desk, first: date, until: datetime) -> list[Block]:
    """Return the trainings that a rule has begin on the days from `first` on, before `until`."""
    series = [one for one in desk.book.queue(Series) if one.kind == "training" and one.status == "confirmed"]
    start = desk.settings.span_of(first).start
    if not series or until <= start:
        return []
    from gigplanner.scheduler.recurrence import occurrences

    span = Span(start, until)
    return [block for one in series for block in occurrences(one, span) if block.start in span]


def put_aside(desk: Desk, today: date, *, since: date = date.min, before: date = date.max) -> list[SetAside]:
    """Return money put aside on the days that count for the taxes of today, and on the day before them.

    Of those the days from `since` on, and before `before`.
    """
    first, last = aside_period(today, desk.settings)
    first, last = max(first - DAY, since), min(last, before - DAY)
    if first > last:
        return []
    return desk.book.within(SetAside, days_span(first, last, desk.settings.zone, desk.settings.day_ends))


class _PastDays:
    """The days before the first of a month."""

    def __init__(self, desk: Desk, month: date, now: datetime) -> None:
        self._desk, self._month, self._now = desk, month, now
        self._today = desk.settings.day_of(now)
        self._days = all_days(desk)
        self._cache = AnswerCache(desk.book.folder)
        self._key = _key(desk, month)

    def ever(self) -> _Ever:
        """What all of them add up to."""

        def add_up(digests: list[DayDigest]) -> _Ever:
            sums, settings = EverSums(), self._desk.settings
            if digests:
                until = settings.span_of(self._month).start
                sums.expect(lessons_between(self._desk, digests[0].day, until), settings)
            for digest in digests:
                sums.add(digest, settings, self._desk.catalogue)
            return _Ever(sums, awaited_days(digests))

        return self._kept("insights-ever", "", date.min, _Ever, add_up)

    def lately(self, awaited: tuple[date, ...]) -> _Lately:
        """What is told of them as of today; on the days `awaited` money is."""
        sums = LatelySums.as_of(self._today, self._desk.settings)

        def add_up(digests: list[DayDigest]) -> _Lately:
            sums.running = self._miles_before(sums.since)
            for digest in digests:
                sums.add(digest, self._desk.settings)
            owed = awaited_on(self._desk, awaited, self._now)
            return _Lately(sums, owed, put_aside(self._desk, self._today, before=self._month))

        return self._kept("insights-lately", str(self._today), sums.since, _Lately, add_up)

    def of_period(self, period: Period) -> PeriodSums:
        """What those of a period that ends today add up to."""
        since = period_since(period, self._today)

        def add_up(digests: list[DayDigest]) -> PeriodSums:
            sums = PeriodSums(since, self._miles_before(since))
            for digest in digests:
                sums.add(digest, self._desk.settings)
            return sums

        return self._kept(f"insights-{period}", str(since), since, PeriodSums, add_up)

    def _digests(self, since: date) -> list[DayDigest]:
        if self._days is None:
            return []
        return digests_between(self._desk, max(since, self._days[0]), self._month - DAY, self._now)

    def _miles_before(self, day: date) -> RunningMiles:
        """The miles that are driven when the first digest from `day` on is added."""
        if self._days is None:
            return RunningMiles()
        first, settings = max(day, self._days[0]), self._desk.settings
        return RunningMiles(miles_before(self._desk, first, self._now), tax_year_start(first, settings))

    def _kept(
        self, name: str, as_of: str, since: date, kind: type[A], add_up: Callable[[list[DayDigest]], A]
    ) -> A:
        """Return what an earlier run has kept of the days from `since` on, or else add them up.

        That is kept if another run can use it.
        """
        key = f"{self._key} {as_of}" if self._key else ""
        kept = self._cache.get(name, key, kind) if key else None
        if kept is not None:
            return kept
        digests = self._digests(since)
        found = add_up(digests)
        goes_on = any(digest.running for digest in digests)
        if key and not goes_on and self._key == _key(self._desk, self._month):
            self._cache.put(name, key, found)
        return found


def _key(desk: Desk, month: date) -> str:
    """Return all that shapes what is told of the days before `month`; nothing where it is not all on disk."""
    history = key_before(desk, month)
    if not history or not program():
        return ""
    queue = [desk.book.queue(Platform), desk.book.queue(Series)]
    says = msgspec.json.encode([program(), history, month, desk.settings, queue], order="deterministic")
    return hashlib.sha256(says).hexdigest()
