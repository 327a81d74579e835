"""Prices near the best before any room is searched: a program over rooms that are filled to fractions.

Where jobs may be cut, the best filling of a room is read off its price of time: all that is worth more than
its seconds is done, what is just worth them fills the rest. That is far quicker than a search to the second,
and exceeds it by little. The bound holds for every plan, since cutting only adds to what rooms can hold.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import accumulate
from math import fsum, inf
from operator import itemgetter

from msgspec import Struct

from gigplanner.scheduler.asking import Asking
from gigplanner.scheduler.master import Master
from gigplanner.scheduler.options import Access
from gigplanner.scheduler.site import Site

MOST_ROUNDS = 24
MOST_PIVOTS = 30  # in a round: where many fillings are worth the same, the last of them change little
NEAR = 1e-3  # of the bound: how near to the program's value it is good enough
LESS_TRUST = 0.8  # of it, after prices that led nowhere
TRUST, FIRST_TRUST, LEAST_TRUST = 0.6, 0.8, 0.2  # in the best prices so far, against the program's
PENALTY = 4.0  # what a must left undone costs, in bounds
SHARE = 0.97  # of the prices that counts when rooms are filled one after the other
ORDERS = 4  # of the rooms, in which that is done
HALVINGS = 12  # in the search for a room's price of time
AROUND = 0.03  # of a room's last price of time: where the next is looked for first

_Member = tuple[float, float, int, float]  # of what is worth its seconds: rate, seconds, job and amount
_Entered = list[tuple[str, Access, list[_Member]]]  # a platform, the way onto it, and what is done there
_RATE = itemgetter(0)


class _Worth(Struct):
    """What is worth more than its seconds on a platform, the best rate first; sums of the first so many."""

    members: list[_Member]
    rates: list[float]  # negative, so that they ascend
    seconds: list[float]
    values: list[float]


class Cut(Struct):
    """The best filling of a room where jobs may be cut: what it brings at the prices, and what it holds."""

    ceiling: float
    price: float
    amounts: dict[int, float]  # by job
    ways: dict[str, dict[Access, float]]  # by platform


class Cutting:
    """A room's options in columns, for many answers."""

    def __init__(self, site: Site) -> None:
        self.site, self.length, self.price = site, float(site.room.length), site.price
        columns: dict[str, tuple[list[int], list[float], list[int]]] = {}
        for option in site.options:
            index, seconds, most = columns.setdefault(option.job.platform, ([], [], []))
            index.append(option.job.index)
            seconds.append(option.job.seconds)
            most.append(option.most)
        self.columns = columns
        if site.room.wanted:
            columns.setdefault(site.room.wanted, ([], [], []))

    def answer(
        self, gains: Sequence[float], ways: dict[str, Sequence[Access]], left: Sequence[float] = ()
    ) -> Cut:
        """Return the best filling, each job bringing its gain for an amount of one.

        If given, `left` is how much there is of each job.
        """
        low, high = self.price * (1 - AROUND), self.price * (1 + AROUND)
        worth = self._worth(gains, left, low)
        if low <= 0 or not self._full(worth, ways, low):
            low, worth = 0.0, self._worth(gains, left, 0.0)
        top = max([-each.rates[0] for each in worth.values() if each.rates], default=0.0) * (1 + 1e-9)
        if not low < high < top or self._full(worth, ways, high):
            low, high = (high, top) if low < high < top else (low, top)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if self._full(worth, ways, middle):
                low = middle
            else:
                high = middle
        self.price = high
        return self._between(worth, ways, low, high)

    def within(
        self, gains: Sequence[float], access: Callable[[str], Sequence[Access]], price: float, slack: float
    ) -> set[int]:
        """Return the jobs that can be in a filling which loses at most `slack` against the ceiling."""
        missing = {}
        for platform, (index, seconds, most) in self.columns.items():
            nets = [(gains[i] - price * s) * m for i, s, m in zip(index, seconds, most, strict=True)]
            gain = fsum([net for net in nets if net > 0])
            missing[platform] = max(0.0, min([way[0] * price + way[1] for way in access(platform)]) - gain)
        missing[self.site.room.wanted] = 0.0
        kept = set()
        for option in self.site.options:
            job = option.job
            lost = (price * job.seconds - gains[job.index]) * (job.shortest if job.split else 1)
            if lost + missing[job.platform] <= slack:
                kept.add(job.index)
        return kept

    def _worth(self, gains: Sequence[float], left: Sequence[float], price: float) -> dict[str, _Worth]:
        """Return what is worth more than its seconds at a price, by platform."""
        found = {}
        for platform, (index, seconds, most) in self.columns.items():
            members: list[_Member] = [
                (gains[i] / s, s * m, i, m)
                for i, s, m in zip(index, seconds, most, strict=True)
                if gains[i] > price * s
            ]
            if left:
                members = [(rate, s * min(1.0, left[i] / m), i, min(m, left[i])) for rate, s, i, m in members]
            members.sort(key=_RATE, reverse=True)
            found[platform] = _Worth(
                members,
                [-rate for rate, _, _, _ in members],
                [0.0, *accumulate([s for _, s, _, _ in members])],
                [0.0, *accumulate([rate * s for rate, s, _, _ in members])],
            )
        return found

    def _entered(
        self,
        worth: dict[str, _Worth],
        ways: dict[str, Sequence[Access]],
        price: float,
    ) -> tuple[float, float, _Entered]:
        """Return gain beyond the time, seconds, and what is entered and done at a price of time."""
        total, busy = 0.0, 0.0
        entered: _Entered = []
        for platform, each in worth.items():
            way = min(ways[platform], key=lambda way: way[0] * price + way[1])
            end = bisect_left(each.rates, -price)
            seconds = each.seconds[end]
            gain = each.values[end] - price * seconds - (way[0] * price + way[1])
            if gain > 0 or platform == self.site.room.wanted:
                total += gain
                busy += way[0] + seconds
                entered.append((platform, way, each.members[:end]))
        return total, busy, entered

    def _full(
        self,
        worth: dict[str, _Worth],
        ways: dict[str, Sequence[Access]],
        price: float,
    ) -> bool:
        """Whether what is worth its time at a price takes more than the room has."""
        busy = 0.0
        for platform, each in worth.items():
            end = bisect_left(each.rates, -price)
            seconds = each.seconds[end]
            entry, switch = min([(way[0] * price + way[1], way[0]) for way in ways[platform]])
            if each.values[end] - price * seconds > entry or platform == self.site.room.wanted:
                busy += switch + seconds
        return busy > self.length

    def _between(
        self,
        worth: dict[str, _Worth],
        ways: dict[str, Sequence[Access]],
        low: float,
        high: float,
    ) -> Cut:
        """Return the mixture of the fillings at two prices that just fills the room."""
        gain, less, loose = self._entered(worth, ways, high)
        _, more, tight = self._entered(worth, ways, low)
        part = min(1.0, (self.length - less) / (more - less)) if more > max(less, self.length) else 0.0
        cut = Cut(gain + high * self.length, high, {}, {})
        for share, entered in ((1 - part, loose), (part, tight)):
            if share <= 0:
                continue
            for platform, way, members in entered:
                mixed = cut.ways.setdefault(platform, {})
                mixed[way] = mixed.get(way, 0.0) + share
                for _, _, index, most in members:
                    cut.amounts[index] = cut.amounts.get(index, 0.0) + share * most
        return cut


class Ceilings:
    """The program over fractions, and the lowest bound and its prices so far."""

    def __init__(self, asking: Asking, prices: dict[Hashable, float], *, bound: float) -> None:
        self.asking, self.center, self.bound = asking, prices, inf
        self.cuttings = [Cutting(site) for site in asking.sites]
        self.times = [site.price for site in asking.sites]  # of a second by room, at the best prices
        self.master = Master(asking.limits)
        self.fillings: list[tuple[int, dict[int, float]]] = []
        self.trust = FIRST_TRUST
        if asking.musts:
            self.master.demand("must", PENALTY * max(1.0, abs(bound)))
            self.fillings.append((-1, {}))

    def run(self) -> Iterator[float]:
        """Yield how far the bound is above the program's value: ask and solve by turns, until it is near."""
        prices = self.center
        improved = self._ask(prices)
        self._together()
        for _ in range(MOST_ROUNDS):
            self.master.solve(MOST_PIVOTS)
            own = self.master.prices
            open_still = self.bound - fsum([price * self.asking.limit(key) for key, price in own.items()])
            if open_still <= NEAR * abs(self.bound):
                break
            yield open_still
            self.trust = TRUST if improved else max(LEAST_TRUST, self.trust * LESS_TRUST)
            trust, center = self.trust, self.center
            prices = {
                key: trust * center.get(key, 0.0) + (1 - trust) * own.get(key, 0.0)
                for key in {**center, **own}
            }
            improved = self._ask(prices)

    def _ask(self, prices: dict[Hashable, float]) -> bool:
        """Put prices to the rooms, take in what they answer; return whether the bound is lower."""
        asking = self.asking
        asking.checked()
        total, gains = asking.linear(prices)
        for cutting in self.cuttings:
            site = cutting.site
            access = asking.access(site, prices)
            cut = cutting.answer(gains, {platform: access(platform) for platform in cutting.columns})
            total += max(0.0, cut.ceiling)
            self._add(site, cut)
        total += abs(total) * 1e-9
        if total < self.bound:
            self.bound, self.center = total, prices
            self.times = [cutting.price for cutting in self.cuttings]
            return True
        return False

    def _together(self) -> None:
        """Add fillings that go together: rooms filled one after the other from what is left."""
        asking = self.asking
        _, gains = asking.linear({key: SHARE * price for key, price in self.center.items()})
        count = len(self.cuttings)
        for turn in range(ORDERS):
            left = [asking.limits["job", job.index] * job.supply for job in asking.jobs]
            order = [(number + turn // 2 * count // 2) % count for number in range(count)]
            for number in order if turn % 2 else reversed(order):
                cutting = self.cuttings[number]
                access = asking.access(cutting.site, self.center)
                price = cutting.price
                cut = cutting.answer(gains, {name: access(name) for name in cutting.columns}, left)
                cutting.price = price
                for index, amount in cut.amounts.items():
                    left[index] = max(0.0, left[index] - amount)
                self._add(cutting.site, cut)

    def drop(self, most_lost: float) -> None:
        """Drop from every room what no plan holds that loses at most `most_lost` against the bound."""
        _, gains = self.asking.linear(self.center)
        for cutting, price in zip(self.cuttings, self.times, strict=True):
            access = self.asking.access(cutting.site, self.center)
            cutting.site.keep(cutting.within(gains, access, price, most_lost))

    def _add(self, site: Site, cut: Cut) -> None:
        """Take a filling into the program as a column."""
        asking, value, musts = self.asking, 0.0, 0.0
        terms: dict[Hashable, float] = {("room", site.number): 1.0}
        for index, amount in cut.amounts.items():
            job = asking.jobs[index]
            value += job.value * amount
            terms["job", index] = amount / job.supply
            if job.platform in asking.caps:
                cap = ("cap", job.platform)
                terms[cap] = terms.get(cap, 0.0) + asking.units(index) * amount
            if job.task.must:
                musts += amount / job.supply
        if musts and asking.musts:
            terms["must"] = -musts
        for platform, ways in cut.ways.items():
            for (seconds, fee, opens), share in ways.items():
                if opens:
                    for number in site.later:
                        key = ("ride", number, platform)
                        terms[key] = terms.get(key, 0.0) - share
                elif fee > 0 and not seconds:
                    terms["ride", site.number, platform] = share
        self.master.add(value, terms)
        self.fillings.append((site.number, cut.amounts))

    def parts(self) -> dict[tuple[int, int], float]:
        """Return how much of each job the program does in each room."""
        found: dict[tuple[int, int], float] = {}
        for number, extent in self.master.taken.items():
            room, amounts = self.fillings[number]
            for index, amount in amounts.items():
                found[room, index] = found.get((room, index), 0.0) + extent * amount
        return found
