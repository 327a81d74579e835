"""Totals of any days out of their digests, counted as `takings` and `worked` count them from the records.

What is rounded is rounded day by day, as there: the cost of miles, the set-aside, whole seconds. So the total
of any days is the sum of their totals, however they are cut up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct, field

from gigplanner.insights.digest import NO_SLOT, DayDigest, MoneyRow
from gigplanner.insights.driven import Driven, driven_on
from gigplanner.insights.hours import HourBar
from gigplanner.insights.rates import HourRate, HourRates
from gigplanner.insights.recap import Part
from gigplanner.insights.takings import Takings, Tally
from gigplanner.insights.worked import Worked
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.mileage import RunningMiles
from gigplanner.model.money import Money
from gigplanner.model.records import MONEY_AWAITED, MONEY_IN_HAND
from gigplanner.model.settings import Settings

SECOND = 10**6  # microseconds


class Sums(Struct, frozen=True, kw_only=True):
    """What some days came to."""

    takings: Takings
    """As `takings.takings_of`, day by day; currencies that come to nothing are left out."""
    worked: Worked
    """As `worked.worked_in`, day by day."""
    online: Tally
    """As `takings.online_money`, day by day."""
    platforms: tuple[Part, ...]
    """Largest first."""
    categories: tuple[Part, ...]
    """Largest first."""
    hours: tuple[HourBar, ...]
    """24, beginning with the hour in which a day ends."""

    def kinds(self, catalogue: Catalogue) -> tuple[Part, ...]:
        """The money by the catalogue's kind of its platform, largest first."""
        nothing = Tally.nothing(self.takings.earned.currency)
        kinds: dict[str, Tally] = {}
        for part in self.platforms:
            platform = catalogue.find(part.name)
            kind = platform.kind if platform else ""
            kinds[kind] = kinds.get(kind, nothing) + part.tally
        return _parts({kind: tally for kind, tally in kinds.items() if tally != nothing}, {}, nothing)


def sums_of(digests: Iterable[DayDigest], settings: Settings, *, miles_before: Decimal = Decimal(0)) -> Sums:
    """Add up `digests`, earliest first, in the person's currency.

    `miles_before` are those of the tax year before the first digest, where the rate depends on them.
    """
    sums, running = DaySums(), RunningMiles(miles_before)
    for digest in digests:
        sums.add(digest, driven_on(digest, running, settings), settings)
    return sums.sums(settings)


def hour_rates_of(digests: Iterable[DayDigest], settings: Settings) -> HourRates:
    """Return what each hour of the week has paid, as `rates.hour_rates` counts it from the records.

    Where shifts begin and end at fractions of a second, that rounds every stretch and this only the sum.
    """
    sums = HourSums()
    for digest in digests:
        sums.add(digest, settings.currency)
    return sums.rates(settings.currency)


class HourSums(Struct):
    """What `hour_rates_of` adds up, by slot."""

    minor: dict[int, int] = {}
    online: dict[int, int] = {}  # microseconds

    def add(self, digest: DayDigest, currency: str) -> None:
        """Count a day."""
        for time in digest.time:
            if time.online:
                self.online[time.slot] = self.online.get(time.slot, 0) + time.online
        for row in digest.money:
            if row.made != NO_SLOT and row.status != "rejected":
                amount = row.gross + row.tip if row.currency == currency else 0
                self.minor[row.made] = self.minor.get(row.made, 0) + amount

    def rates(self, currency: str) -> HourRates:
        """What each hour of the week has paid on the days so far."""
        cells = {
            divmod(slot, 24): HourRate(self.minor.get(slot, 0), self.online.get(slot, 0) // SECOND)
            for slot in {*self.minor, *self.online}
        }
        return HourRates(currency=currency, cells=cells)


class _Counts(Struct, array_like=True):
    """A tally while it is counted."""

    gross: int = 0
    tips: int = 0
    fees: int = 0
    pending: int = 0
    count: int = 0
    pending_count: int = 0

    def add(self, row: MoneyRow) -> None:
        if row.status in MONEY_IN_HAND:
            self.gross += row.gross
            self.tips += row.tip
            self.fees += row.fee
            self.count += row.count
        elif row.status in MONEY_AWAITED:
            self.pending += row.gross + row.tip
            self.pending_count += row.count

    def plus(self, other: _Counts) -> None:
        self.gross += other.gross
        self.tips += other.tips
        self.fees += other.fees
        self.count += other.count
        self.pending += other.pending
        self.pending_count += other.pending_count

    def tally(self, currency: str) -> Tally:
        return Tally(
            gross=Money(self.gross, currency),
            tips=Money(self.tips, currency),
            fees=Money(self.fees, currency),
            pending=Money(self.pending, currency),
            count=self.count,
            pending_count=self.pending_count,
        )


class _Shares:
    """The money of digests by everything it is shown by."""

    def __init__(self) -> None:
        self.online = _Counts()
        self.platforms: dict[str, _Counts] = defaultdict(_Counts)
        self.categories: dict[str, _Counts] = defaultdict(_Counts)
        self.hours: dict[int, _Counts] = defaultdict(_Counts)


class _MoneySums(Struct):
    """The money of digests: ten years of rows fall into few groups."""

    groups: dict[tuple[str, str, int, bool], _Counts] = {}
    """By platform, category, hour, and whether it was made online: in the person's currency."""
    others: dict[str, int] = {}
    others_pending: dict[str, int] = {}
    others_spent: dict[str, int] = {}

    def add(self, rows: Iterable[MoneyRow], currency: str) -> int:
        """Count the money of a day; return what of it was in hand, after fees, in the person's currency."""
        after_fees, groups = 0, self.groups
        for row in rows:
            if row.currency != currency:
                self._add_other(row)
                continue
            group = row.platform, row.category, row.slot % 24, row.online
            counts = groups.get(group)
            if counts is None:
                counts = groups[group] = _Counts()
            counts.add(row)
            if row.status in MONEY_IN_HAND:
                after_fees += row.gross + row.tip - row.fee
        return after_fees

    def _add_other(self, row: MoneyRow) -> None:
        if row.status in MONEY_IN_HAND:
            _count(self.others, row.currency, row.gross + row.tip)
            _count(self.others_spent, row.currency, row.fee)
        elif row.status in MONEY_AWAITED:
            _count(self.others_pending, row.currency, row.gross + row.tip)

    def shared_out(self) -> _Shares:
        """The money so far, by everything it is shown by."""
        shares = _Shares()
        for (platform, category, hour, online), counts in self.groups.items():
            for share in (shares.platforms[platform], shares.categories[category], shares.hours[hour]):
                share.plus(counts)
            if online:
                shares.online.plus(counts)
        return shares


class _TimeSums(Struct):
    """The time of digests, in whole seconds of each day."""

    online: int = 0
    active: int = 0
    on_break: int = 0
    filler: int = 0
    shifts: int = 0
    orders: int = 0
    platforms: dict[str, int] = {}
    hours: dict[int, int] = {}

    def add(self, digest: DayDigest) -> None:
        """Count the time of a day."""
        self.shifts += digest.shifts
        self.orders += digest.orders
        online = active = on_break = filler = 0
        hours: dict[int, int] = defaultdict(int)
        for row in digest.time:
            online += row.online
            active += row.active
            on_break += row.on_break
            filler += row.filler
            hours[row.slot % 24] += row.online
        self.online += online // SECOND
        self.active += active // SECOND
        self.on_break += on_break // SECOND
        self.filler += filler // SECOND
        for hour, time in hours.items():
            self.hours[hour] = self.hours.get(hour, 0) + time // SECOND
        platforms: dict[str, int] = defaultdict(int)
        for part in digest.platforms:
            platforms[part.platform] += part.online
        for platform, time in platforms.items():
            if time >= SECOND:
                _count(self.platforms, platform, time // SECOND)

    def worked(self) -> Worked:
        """The sum of all days."""
        return Worked(
            online_seconds=self.online,
            active_seconds=self.active,
            break_seconds=self.on_break,
            filler_seconds=self.filler,
            shifts=self.shifts,
            orders=self.orders,
        )


class _CostSums(Struct):
    """What digests say was driven and spent, and what is to be set aside, reckoned day by day."""

    miles: Decimal = Decimal(0)
    unpriced_miles: Decimal = Decimal(0)
    miles_cost: int = 0
    expenses: int = 0
    set_aside: int = 0
    others_spent: dict[str, int] = {}

    def add(self, digest: DayDigest, driven: Driven, after_fees: int, settings: Settings) -> None:
        """Count the costs of a day on which so much was in hand after fees."""
        left = after_fees
        if driven.miles:
            self.miles += driven.miles
            if driven.cost is None:
                self.unpriced_miles += driven.miles
            else:
                self.miles_cost += driven.cost.minor
                left -= driven.cost.minor
        for row in digest.spent:
            if row.currency == settings.currency:
                self.expenses += row.amount
            else:
                _count(self.others_spent, row.currency, row.amount)
        if left > 0 and settings.set_aside_percent:
            share = settings.set_aside_percent / 100
            self.set_aside += Money(left, settings.currency).times(share).minor

    def takings(self, money: _MoneySums, tally: Tally, currency: str) -> Takings:
        """The takings of all days whose money is `money`, in the person's currency `tally`."""
        return Takings(
            tally=tally,
            miles=self.miles,
            miles_cost=Money(self.miles_cost, currency),
            unpriced_miles=self.unpriced_miles,
            expenses=Money(self.expenses, currency),
            set_aside=Money(self.set_aside, currency),
            others=_apart(money.others.items()),
            others_pending=_apart(money.others_pending.items()),
            others_spent=_apart([*self.others_spent.items(), *money.others_spent.items()]),
        )


class DaySums(Struct):
    """What `sums_of` adds up, day by day."""

    money: _MoneySums = field(default_factory=_MoneySums)
    time: _TimeSums = field(default_factory=_TimeSums)
    costs: _CostSums = field(default_factory=_CostSums)

    def add(self, digest: DayDigest, driven: Driven, settings: Settings) -> None:
        """Count a day, later than those before it."""
        after_fees = self.money.add(digest.money, settings.currency)
        self.costs.add(digest, driven, after_fees, settings)
        self.time.add(digest)

    def takings(self, currency: str) -> Takings:
        """The takings of the days so far."""
        whole = _Counts()
        for counts in self.money.groups.values():
            whole.plus(counts)
        return self.costs.takings(self.money, whole.tally(currency), currency)

    def worked(self) -> Worked:
        """The time of the days so far."""
        return self.time.worked()

    def sums(self, settings: Settings) -> Sums:
        """What the days so far came to."""
        currency, time = settings.currency, self.time
        money = self.money.shared_out()
        nothing = Tally.nothing(currency)
        return Sums(
            takings=self.takings(currency),
            worked=self.worked(),
            online=money.online.tally(currency),
            platforms=_parts(_tallies(money.platforms, currency), time.platforms, nothing),
            categories=_parts(_tallies(money.categories, currency), {}, nothing),
            hours=_hours(money.hours, time.hours, settings),
        )


def _count(sums: dict[str, int], name: str, amount: int) -> None:
    sums[name] = sums.get(name, 0) + amount


def _tallies(counts: dict[str, _Counts], currency: str) -> dict[str, Tally]:
    """The tallies by name, without those of nothing."""
    nothing = Tally.nothing(currency)
    tallies = {name: one.tally(currency) for name, one in counts.items()}
    return {name: tally for name, tally in tallies.items() if tally != nothing}


def _apart(amounts: Iterable[tuple[str, int]]) -> dict[str, Money]:
    sums: dict[str, int] = defaultdict(int)
    for currency, minor in amounts:
        sums[currency] += minor
    return {currency: Money(minor, currency) for currency, minor in sorted(sums.items()) if minor}


def _parts(tallies: dict[str, Tally], online: dict[str, int], nothing: Tally) -> tuple[Part, ...]:
    parts = [
        Part(name=name, tally=tallies.get(name, nothing), online_seconds=online.get(name, 0))
        for name in {**tallies, **online}
    ]
    return tuple(sorted(parts, key=_largest_first))


def _largest_first(part: Part) -> tuple[int, int, str]:
    return -part.tally.earned.minor, -part.tally.pending.minor, part.name.casefold()


def _hours(money: dict[int, _Counts], online: dict[int, int], settings: Settings) -> tuple[HourBar, ...]:
    bars = []
    for number in range(24):
        hour = (settings.day_ends.hour + number) % 24
        tally = money[hour].tally(settings.currency)
        bars.append(
            HourBar(hour=hour, earned=tally.earned, pending=tally.pending, online_seconds=online.get(hour, 0))
        )
    return tuple(bars)
