"""The options of a room at given profits: what no filling exceeds, and what there is on each platform."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import fsum, inf
from typing import TYPE_CHECKING

from msgspec import Struct

from gigplanner.scheduler.options import Access, Option
from gigplanner.scheduler.platforms import Element, Member, Piece, Platform

if TYPE_CHECKING:
    from gigplanner.scheduler.site import Site

Unit = tuple[int, float, float, int, Option]  # a job's index, seconds of a unit, of one alone, the most units
_Whole = tuple[Option, float, int]  # profit of an amount of one, the most

HALVINGS = 8  # in the search for a room's price of time, at most
SPREADS = (-0.02, 0.02, -0.07, 0.07)  # from the last price, of it: where the next one is looked for first
NEAR = 7e-4  # of the last price: how near the next one is found


class Column(Struct):
    """The options on a platform: those counted by the unit, and those that come in chunks."""

    plain: list[Unit]
    chunks: list[Option]


class Offered:
    """The options of a site at given profits."""

    def __init__(
        self,
        site: Site,
        profit: Sequence[float],
        chunk_price: Sequence[float],
        whole_price: Sequence[float],
        access: Callable[[str], Sequence[Access]],
        left: Sequence[int] | None,
        forced: str,
        most_lost: float = inf,
    ) -> None:
        """Options that lose more than `most_lost` at the site's `low` price of time are left out."""
        self.site, self.forced, self.profit, self.most_lost = site, forced, profit, most_lost
        self.left, self._ways = left, access
        self.chunk_price, self.whole_price = chunk_price, whole_price
        # where opening a platform pays, for the sake of later rooms, a job may be taken at a loss to open it
        self.paid = {name for name in site.switches if _pays(access(name))} if site.later else set()
        self.paid.discard(forced)
        self.access = {platform: access(platform) for platform in {*site.switches, forced}}
        self.by_platform: dict[str, list[tuple[float, float]]] = {}  # what the most of each brings, and takes
        self._units: dict[str, list[Member]] = {}
        self._chunks: dict[str, list[_Whole]] = {}
        for platform, column in site.columns.items():
            longest = site.room.length - min([way[0] for way in self.access[platform]])
            units = self._units_of(platform, column.plain, longest)
            chunks = [each for option in column.chunks for each in self._chunk(option, longest)]
            if units or chunks:
                self._units[platform], self._chunks[platform] = units, chunks
                self.by_platform[platform] = [
                    *[(gain * most, seconds * most) for gain, seconds, most, _ in units],
                    *[
                        (gain * most - chunk_price[o.job.index], o.job.seconds * most)
                        for o, gain, most in chunks
                    ],
                ]
        if forced:
            for each in (self.by_platform, self._units, self._chunks):
                each.setdefault(forced, [])
        self._parts: dict[tuple[float, int], tuple[dict[str, list[Member]], dict[str, list[_Whole]]]] = {}

    def _units_of(self, platform: str, plain: Sequence[Unit], longest: float) -> list[Member]:
        """Return what is worth something by the unit, and may be done after a switch."""
        profit, left, opens = self.profit, self.left, platform in self.paid
        if self.most_lost < inf:
            price, most_lost = self.site.low, self._most_lost_on(platform)
            plain = [each for each in plain if profit[each[0]] > price * each[1] - most_lost]
        units = [
            (profit[i], seconds if most > 1 else length, most, option)
            for i, seconds, length, most, option in plain
            if length <= longest and (opens or profit[i] > 0)
        ]
        if left is None and not opens:
            return units
        found = []
        for gain, seconds, most, option in units:
            job = option.job
            limit = most if left is None else min(most, left[job.index])
            if limit < 1:
                continue
            limit = limit if gain > 0 else 1
            found.append((gain, seconds if limit > 1 else float(job.length(1)), limit, option))
        return found

    def _chunk(self, option: Option, longest: float) -> list[_Whole]:
        """Return what is offered of a job that comes in chunks; empty if nothing is."""
        job = option.job
        gain, base = self.profit[job.index], -self.chunk_price[job.index]
        opens = job.platform in self.paid
        if self.most_lost < inf:
            lost = _least_lost(option, self.site.low, gain, -base)
            if lost >= self._most_lost_on(job.platform):
                return []
        most = option.most if self.left is None else min(option.most, self.left[job.index])
        if job.shortest > longest or most < job.shortest:
            return []
        most = most if gain > 0 else job.shortest
        return [(option, gain, most)] if gain * most + base > 0 or opens else []

    def _most_lost_on(self, platform: str) -> float:
        """What may be lost there: what a way onto the platform pays may make up for a part."""
        return self.most_lost - min(0.0, *[fee for _, fee, _ in self.access[platform]])

    def losing(self, most_lost: float) -> Offered:
        """Return the same with the options that lose up to `most_lost`."""
        prices = self.profit, self.chunk_price, self.whole_price
        return Offered(self.site, *prices, self._ways, self.left, self.forced, most_lost)

    def left_out(self, price: float) -> float:
        """What no filling exceeds that holds an option left out; at no price below the site's `low`."""
        return -inf if self.most_lost == inf else self.ceiling(price) - self.most_lost

    def _entry(self, platform: str, price: float) -> float:
        return min(seconds * price + fee for seconds, fee, _ in self.access[platform])

    def ceiling(self, price: float) -> float:
        """Return what no filling exceeds: the room's time at `price`, and what brings more than its time."""
        total = price * self.site.room.length
        for platform, members in self.by_platform.items():
            gain = fsum([v - price * s for v, s in members if v > price * s])
            gain -= self._entry(platform, price)
            if gain > 0 or platform == self.forced:
                total += gain
        return total

    def best_price(self, guess: float) -> float:
        """Return a price of time at which the ceiling is about lowest."""
        rates = [v / s for members in self.by_platform.values() for v, s in members]
        low, high = 0.0, max(rates, default=0.0)
        if high <= 0:
            return 0.0
        tried = iter([guess * (1 + spread) for spread in SPREADS] if guess else [])
        for _ in range(HALVINGS + len(SPREADS)):
            if high - low <= NEAR * guess:
                break
            middle = next((price for price in tried if low < price < high), (low + high) / 2)
            if self._overfull(middle):
                low = middle
            else:
                high = middle
        return high if self.ceiling(high) <= self.ceiling(low) else low

    def _overfull(self, price: float) -> bool:
        """Whether what is worth its time at `price` takes more than the room has."""
        free = float(self.site.room.length)
        for platform, members in self.by_platform.items():
            entry, seconds = min([(s * price + fee, s) for s, fee, _ in self.access[platform]])
            worth = [each for each in members if each[0] > price * each[1]]
            busy = fsum([s for _, s in worth])
            if fsum([v for v, _ in worth]) - price * busy > entry or platform == self.forced:
                free -= seconds + busy
        return free < 0

    def platforms(
        self, price: float, large: float = inf, *, whole: bool = True, names: Collection[str] = ()
    ) -> dict[str, Platform]:
        """Return what there is on each platform at a price of time.

        What takes `large` seconds or more is an element, to be settled first; elements are told if `whole`.
        If given, only platforms of these `names`.
        """
        found = {}
        plain, first = self._parted(large)
        for name in names or self.by_platform:
            ways = sorted(self.access[name], key=lambda way: way[0] * price + way[1])
            entry = ways[0][0] * price + ways[0][1]
            platform = Platform(name, price, ways, entry, name == self.forced, min(way[0] for way in ways))
            members = [
                (rate - price * seconds, seconds, most, option) for rate, seconds, most, option in plain[name]
            ]
            worth = [(net * most, seconds * most) for net, seconds, most, _ in members if net >= 0]
            elements = [
                each
                for option, rate, most in (first[name] if whole else ())
                for each in self._elements(option, rate, most, price)
            ]
            platform.members, platform.elements = members, elements
            platform.gain, platform.seconds = fsum([net for net, _ in worth]), fsum([s for _, s in worth])
            platform.gains = bool(worth)
            platform.hope = fsum([max(0.0, element.best) for element in elements])
            nets = [member[0] for member in members]
            platform.least_loss = -max([*nets, *[element.best for element in elements]], default=-inf)
            platform.worth = platform.worth_with(None, platform.hope)
            found[name] = platform
        return found

    def _parted(self, large: float) -> tuple[dict[str, list[Member]], dict[str, list[_Whole]]]:
        """Return, by platform, what counts by the unit, and what is settled first."""
        binding = self.site.binding
        key = (large, len(binding))  # what binds is only ever added to
        if key not in self._parts:
            plain, first = dict(self._units), {name: list(each) for name, each in self._chunks.items()}
            for name, units in self._units.items() if large < inf or binding else ():
                plain[name] = [each for each in units if each[1] < large and each[3].job.index not in binding]
                first[name] += [
                    (option, rate, most)
                    for rate, seconds, most, option in units
                    if seconds >= large or option.job.index in binding
                ]
            self._parts[key] = plain, first
        return self._parts[key]

    def _elements(self, option: Option, rate: float, most: int, price: float) -> list[Element]:
        """Return a chunk, or the units of a job that a window binds, in parts of 1, 2, 4, …"""
        job = option.job
        binds = job.index in self.site.binding
        if not job.split:
            found, part = [], 1
            while most > 0:
                part = min(part, most)
                seconds = job.seconds * part if option.most > 1 else job.length(1)
                piece = Piece(part, part, rate, 0.0, seconds)
                found.append(Element(option, [piece], piece.best(price), False, binds))
                most, part = most - part, part * 2
            return found
        base = -self.chunk_price[job.index]
        whole = self.whole_price[job.index] if self.whole_price else 0.0
        short = job.supply - job.shortest  # a longer chunk leaves less than a chunk
        least = max(job.shortest, option.least)
        if whole <= 0 or short >= most:
            spans = [(least, most, rate, base)]
        else:
            longer = rate + whole / job.supply
            spans = [(least, short, rate, base), (max(least, short + 1), most, longer, base - whole)]
        pieces = [Piece(low, high, each, paid, low) for low, high, each, paid in spans if low <= high]
        if not pieces:
            return []
        return [Element(option, pieces, max([piece.best(price) for piece in pieces]), True, binds)]

    def within(self, price: float, slack: float) -> set[int]:
        """Return the indices of the jobs that can be in a filling which loses at most `slack`."""
        missing: dict[str, float] = {}
        for platform, members in self.by_platform.items():
            gain = fsum([v - price * s for v, s in members if v > price * s])
            missing[platform] = max(0.0, self._entry(platform, price) - gain)
        missing[self.forced] = 0.0
        kept = set()
        for option in self.site.options:
            job = option.job
            lost = _least_lost(option, price, self.profit[job.index], self.chunk_price[job.index])
            if lost + missing.get(job.platform, 0.0) <= slack:
                kept.add(job.index)
        return kept


def _least_lost(option: Option, price: float, profit: float, chunk_price: float) -> float:
    """What an option loses at least against its time: a long chunk may make up for its price."""
    job = option.job
    lost = price * job.seconds - profit
    if not job.split:
        return lost
    return lost * (job.shortest if lost > 0 else option.most) + chunk_price


def _pays(ways: Sequence[Access]) -> bool:
    """Whether a way onto a platform brings something by itself."""
    return any(fee < 0 for _, fee, _ in ways)
