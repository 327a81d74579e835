"""The recap of a year: the same figures as of a day or a week, out of digests, and month by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct, field

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.calibration import calibration_of
from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_sums import DaySums, sums_of
from gigplanner.insights.driven import Driven, driven_on
from gigplanner.insights.fillers import suggestions_of
from gigplanner.insights.forecasts import DayPay, Forecasts, OwnMinutes, expected_pay
from gigplanner.insights.headline import headline_of, remarks_of
from gigplanner.insights.planned import Downtime
from gigplanner.insights.recap import DayRow, Recap
from gigplanner.insights.takings import Takings
from gigplanner.insights.worked import Worked
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.mileage import RunningMiles, mileage_rate
from gigplanner.model.settings import Settings

NO_MINUTES = OwnMinutes()


class MonthRow(Struct, frozen=True, kw_only=True):
    """One month of the person's calendar, in short."""

    first: date
    takings: Takings
    worked: Worked


class YearRecap(Struct, frozen=True, kw_only=True):
    """What a year came to. Plans, blocks, notes and days are left to the recaps of its weeks and months."""

    recap: Recap
    months: tuple[MonthRow, ...]
    """Those with anything in them, in order."""
    days: tuple[DayRow, ...] = ()
    """The same of its days."""


def year_recap_of(
    digests: Sequence[DayDigest],
    first: date,
    last: date,
    settings: Settings,
    now: datetime,
    *,
    catalogue: Catalogue,
    before: Decimal = Decimal(0),
    awaited: tuple[Awaited, ...] = (),
    minutes: OwnMinutes = NO_MINUTES,
    pay: Iterable[DayPay] = (),
) -> YearRecap:
    """Return the recap of the days `first` to `last` out of their digests, which are in order.

    `before` are the miles of the tax year before the first digest, where a mile's rate depends on them;
    `awaited` is what of the year's money is not in hand yet, `minutes` how true the person's own minutes were
    and `pay` what its days were expected to pay, which digests do not tell.
    """
    suggestions = suggestions_of((digest.fillers for digest in digests), settings)
    sums = sums_of(digests, settings, miles_before=before)
    takings, worked = sums.takings, sums.worked
    running = now < settings.span_of(last).end
    recap = Recap(
        first=first,
        last=last,
        currency=settings.currency,
        zone=settings.zone,
        running=running,
        headline=headline_of(takings, worked, sums.online, running=running, several=True),
        takings=takings,
        worked=worked,
        online=sums.online,
        platforms=sums.platforms,
        kinds=sums.kinds(catalogue),
        categories=sums.categories,
        hours=sums.hours,
        plans=(),
        blocks=(),
        unplanned_seconds=0,
        downtime=Downtime(
            waiting_seconds=worked.waiting_seconds,
            filler_seconds=worked.filler_seconds,
            filler_money=suggestions.earned,
        ),
        days=(),
        notes=(),
        compared=None,
        remarks=(*_remarks(digests, takings, settings), *remarks_of(takings, worked, (), settings)),
        suggestions=suggestions,
        forecasts=Forecasts(
            chances=calibration_of(row for digest in digests for row in digest.forecasts),
            minutes=minutes,
            pay=expected_pay(pay, settings.currency),
        ),
        awaited=awaited,
        week_starts=settings.week_starts,
    )
    return YearRecap(
        recap=recap,
        months=months_of(digests, settings, before=before),
        days=days_of(digests, settings, before=before),
    )


def months_of(
    digests: Sequence[DayDigest], settings: Settings, *, before: Decimal = Decimal(0)
) -> tuple[MonthRow, ...]:
    """Return what each month came to; the digests are in order, a month without any is left out."""
    sums, running = MonthSums(), RunningMiles(before)
    for digest in digests:
        sums.add(digest, driven_on(digest, running, settings), settings)
    return sums.rows(settings)


class MonthSums(Struct):
    """What `months_of` adds up: the months that are over, and the one whose days come in."""

    over: list[MonthRow] = []
    first: date | None = None
    """The first day of the month whose days come in."""
    days: DaySums = field(default_factory=DaySums)

    def add(self, digest: DayDigest, driven: Driven, settings: Settings) -> None:
        """Count a day, later than those before it."""
        first = digest.day.replace(day=1)
        if first != self.first:
            self.over, self.days, self.first = list(self.rows(settings)), DaySums(), first
        self.days.add(digest, driven, settings)

    def rows(self, settings: Settings) -> tuple[MonthRow, ...]:
        """What each month came to, of the days so far."""
        if self.first is None:
            return ()
        takings = self.days.takings(settings.currency)
        return (*self.over, MonthRow(first=self.first, takings=takings, worked=self.days.worked()))


def days_of(
    digests: Sequence[DayDigest], settings: Settings, *, before: Decimal = Decimal(0)
) -> tuple[DayRow, ...]:
    """Return what each day came to; the digests are in order, a day without one is left out."""
    rows, running = [], RunningMiles(before)
    for digest in digests:
        day = DaySums()
        day.add(digest, driven_on(digest, running, settings), settings)
        rows.append(DayRow(day=digest.day, takings=day.takings(settings.currency), worked=day.worked()))
    return tuple(rows)


def _remarks(digests: Sequence[DayDigest], takings: Takings, settings: Settings) -> Iterable[str]:
    """What `headline.remarks_of` says of single days."""
    if any(digest.running for digest in digests):
        yield "A shift is still running: its time counts up to now."
    if takings.miles and not takings.unpriced_miles and settings.mileage_rate is None:
        notes = {mileage_rate(digest.day).note for digest in digests if digest.miles}
        yield from (f"Cost of miles: {note}." for note in sorted(notes) if note)
