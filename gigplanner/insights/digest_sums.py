"""Totals of any days out of their digests, counted as `takings` and `worked` count them from the records.

What is rounded is rounded day by day, as there: the cost of miles, the set-aside, whole seconds. So the total
of any days is the sum of their totals, however they are cut up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from gigplanner.insights.digest import NO_SLOT, DayDigest, MoneyRow
from gigplanner.insights.hours import HourBar
from gigplanner.insights.rates import HourRate, HourRates
from gigplanner.insights.recap import Part
from gigplanner.insights.takings import Takings, Tally
from gigplanner.insights.worked import Worked
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.mileage import RunningMiles, tax_year_start
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
    money, time, costs = _MoneySums(settings.currency), _TimeSums(), _CostSums(settings, miles_before)
    for digest in digests:
        costs.add(digest, after_fees=sum(map(money.add, digest.money)))
        time.add(digest)
    money.finish()
    nothing = Tally.nothing(settings.currency)
    return Sums(
        takings=costs.takings(money),
        worked=time.worked(),
        online=money.online.tally(settings.currency),
        platforms=_parts(money.tallies(money.platforms), time.platforms, nothing),
        categories=_parts(money.tallies(money.categories), {}, nothing),
        hours=_hours(money, time, settings),
    )


def miles_before(
    digests: Sequence[DayDigest], day: date, settings: Settings, *, before: Decimal = Decimal(0)
) -> Decimal:
    """Return the miles of the tax year that holds `day` before it, out of digests in order.

    `before` are those of the tax year before the first of `digests`.
    """
    start = tax_year_start(day, settings)
    if not digests or tax_year_start(digests[0].day, settings) != start:
        before = Decimal(0)
    earlier = (digest for digest in digests if start <= digest.day < day)
    return sum((row.miles for digest in earlier for row in digest.miles), before)


def hour_rates_of(digests: Iterable[DayDigest], settings: Settings) -> HourRates:
    """Return what each hour of the week has paid, as `rates.hour_rates` counts it from the records.

    Where shifts begin and end at fractions of a second, that rounds every stretch and this only the sum.
    """
    minor: dict[int, int] = defaultdict(int)
    seconds: dict[int, int] = defaultdict(int)
    for digest in digests:
        for time in digest.time:
            if time.online:
                seconds[time.slot] += time.online
        for row in digest.money:
            if row.made != NO_SLOT and row.status != "rejected":
                own = row.currency == settings.currency
                minor[row.made] += row.gross + row.tip if own else 0
    cells = {
        divmod(slot, 24): HourRate(minor.get(slot, 0), seconds.get(slot, 0) // SECOND)
        for slot in {*minor, *seconds}
    }
    return HourRates(currency=settings.currency, cells=cells)


class _Counts:
    """A tally while it is counted."""

    __slots__ = ("count", "fees", "gross", "pending", "pending_count", "tips")

    def __init__(self) -> None:
        self.gross = self.tips = self.fees = self.pending = self.count = self.pending_count = 0

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


class _MoneySums:
    """The money of digests, added up by everything it is shown by."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self._groups: dict[tuple[str, str, int, bool], _Counts] = defaultdict(_Counts)
        self.all, self.online = _Counts(), _Counts()
        self.platforms: dict[str, _Counts] = defaultdict(_Counts)
        self.categories: dict[str, _Counts] = defaultdict(_Counts)
        self.hours: dict[int, _Counts] = defaultdict(_Counts)
        self.others: dict[str, int] = defaultdict(int)
        self.others_pending: dict[str, int] = defaultdict(int)
        self.others_spent: dict[str, int] = defaultdict(int)

    def add(self, row: MoneyRow) -> int:
        """Count a row; return what it adds to the day's money in hand, after fees, in the own currency."""
        in_hand = row.status in MONEY_IN_HAND
        if row.currency == self.currency:
            self._groups[row.platform, row.category, row.slot % 24, row.online].add(row)
            return row.gross + row.tip - row.fee if in_hand else 0
        if in_hand:
            self.others[row.currency] += row.gross + row.tip
            self.others_spent[row.currency] += row.fee
        elif row.status in MONEY_AWAITED:
            self.others_pending[row.currency] += row.gross + row.tip
        return 0

    def finish(self) -> None:
        """Share out what was counted: ten years of rows fall into few groups."""
        for (platform, category, hour, online), counts in self._groups.items():
            for goal in (self.all, self.platforms[platform], self.categories[category], self.hours[hour]):
                goal.plus(counts)
            if online:
                self.online.plus(counts)

    def tallies(self, counts: dict[str, _Counts]) -> dict[str, Tally]:
        """The tallies by name, without those of nothing."""
        nothing = Tally.nothing(self.currency)
        tallies = {name: one.tally(self.currency) for name, one in counts.items()}
        return {name: tally for name, tally in tallies.items() if tally != nothing}


class _TimeSums:
    """The time of digests, in whole seconds of each day."""

    def __init__(self) -> None:
        self.online = self.active = self.on_break = self.filler = self.shifts = self.orders = 0
        self.platforms: dict[str, int] = defaultdict(int)
        self.hours: dict[int, int] = defaultdict(int)

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
            self.hours[hour] += time // SECOND
        platforms: dict[str, int] = defaultdict(int)
        for part in digest.platforms:
            platforms[part.platform] += part.online
        for platform, time in platforms.items():
            if time >= SECOND:
                self.platforms[platform] += time // SECOND

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


class _CostSums:
    """What digests say was driven and spent, and what is to be set aside, reckoned day by day."""

    def __init__(self, settings: Settings, miles_before: Decimal) -> None:
        self.settings = settings
        self.running = RunningMiles(settings, miles_before)
        self.miles = self.unpriced_miles = Decimal(0)
        self.miles_cost = self.expenses = self.set_aside = 0
        self.others_spent: dict[str, int] = defaultdict(int)

    def add(self, digest: DayDigest, after_fees: int) -> None:
        """Count the costs of a day on which so much was in hand after fees."""
        left = after_fees
        if digest.miles:
            miles = sum((row.miles for row in digest.miles), Decimal(0))
            cost = self.running.cost(miles, digest.day)
            self.miles += miles
            if cost is None:
                self.unpriced_miles += miles
            else:
                self.miles_cost += cost.minor
                left -= cost.minor
        for row in digest.spent:
            if row.currency == self.settings.currency:
                self.expenses += row.amount
            else:
                self.others_spent[row.currency] += row.amount
        if left > 0 and self.settings.set_aside_percent:
            share = self.settings.set_aside_percent / 100
            self.set_aside += Money(left, self.settings.currency).times(share).minor

    def takings(self, money: _MoneySums) -> Takings:
        """The takings of all days whose money is `money`."""
        currency = self.settings.currency
        spent = [*self.others_spent.items(), *money.others_spent.items()]
        return Takings(
            tally=money.all.tally(currency),
            miles=self.miles,
            miles_cost=Money(self.miles_cost, currency),
            unpriced_miles=self.unpriced_miles,
            expenses=Money(self.expenses, currency),
            set_aside=Money(self.set_aside, currency),
            others=_apart(money.others.items()),
            others_pending=_apart(money.others_pending.items()),
            others_spent=_apart(spent),
        )


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


def _hours(money: _MoneySums, time: _TimeSums, settings: Settings) -> tuple[HourBar, ...]:
    bars = []
    for number in range(24):
        hour = (settings.day_ends.hour + number) % 24
        tally = money.hours[hour].tally(settings.currency)
        online = time.hours.get(hour, 0)
        bars.append(HourBar(hour=hour, earned=tally.earned, pending=tally.pending, online_seconds=online))
    return tuple(bars)
