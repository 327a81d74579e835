"""The options of a room at given profits: what no filling exceeds, and what to offer to the knapsack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, floor, inf
from typing import TYPE_CHECKING

from gigplanner.scheduler.knapsack import Group, Offer, Way
from gigplanner.scheduler.options import Access, Option

if TYPE_CHECKING:
    from gigplanner.scheduler.site import Site

HALVINGS = 8  # in the search for a room's price of time


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
    ) -> None:
        self.site, self.forced, self.profit = site, forced, profit
        self.by_platform: dict[str, list[tuple[float, float, float, Option]]] = {}
        self.most: dict[int, int] = {}
        walls = [wall for wall in site.walls if wall.price > 0]
        self.walled = sum(wall.price * wall.space for wall in walls)
        self.fees: dict[int, float] = {}  # of a second of a job, for the walls around it
        # where opening a platform pays, for the sake of later rooms, a job may be taken at a loss to open it
        self.paid = {name for name in site.switches if _pays(access(name))} if site.later else set()
        self.paid.discard(forced)
        for option in site.options:
            job = option.job
            gain = profit[job.index]
            if walls and (option.early or option.late):
                fee = sum([wall.price for wall in walls if wall.holds(job)])
                self.fees[job.index] = fee
                gain -= fee * job.seconds
            opens = job.platform in self.paid
            if gain <= 0 and not opens:
                continue
            most = option.most if left is None else min(option.most, left[job.index])
            base = -chunk_price[job.index] if job.split else 0.0
            if most < job.shortest or (gain * most + base <= 0 and not opens):
                continue
            if gain <= 0:
                most = job.shortest
            self.most[job.index] = most
            self.by_platform.setdefault(job.platform, []).append(
                (gain * most + base, job.seconds * most, gain, option)
            )
        if forced:
            self.by_platform.setdefault(forced, [])
        self.chunk_price, self.whole_price = chunk_price, whole_price
        self.access = {platform: access(platform) for platform in self.by_platform}

    def _entry(self, platform: str, price: float) -> float:
        return min(seconds * price + fee for seconds, fee, _ in self.access[platform])

    def ceiling(self, price: float) -> float:
        """Return what no filling exceeds: the room's time at `price`, and what brings more than its time."""
        total = price * self.site.room.length + self.walled
        for platform, members in self.by_platform.items():
            gain = sum([v - price * s for v, s, _, _ in members if v > price * s])
            gain -= self._entry(platform, price)
            if gain > 0 or platform == self.forced:
                total += gain
        return total

    def best_price(self, guess: float) -> float:
        """Return a price of time at which the ceiling is about lowest."""
        rates = [v / s for members in self.by_platform.values() for v, s, _, _ in members]
        low, high = 0.0, max(rates, default=0.0)
        if high <= 0:
            return 0.0
        if guess and self._overfull(guess * 0.93):
            low = guess * 0.93
        if guess and low < guess * 1.07 < high and not self._overfull(guess * 1.07):
            high = guess * 1.07
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if self._overfull(middle):
                low = middle
            else:
                high = middle
        return high if self.ceiling(high) <= self.ceiling(low) else low

    def _overfull(self, price: float) -> bool:
        """Whether what is worth its time at `price` takes more than the room has."""
        free = float(self.site.room.length)
        for platform, members in self.by_platform.items():
            entry, seconds = min((s * price + fee, s) for s, fee, _ in self.access[platform])
            gain = sum([v - price * s for v, s, _, _ in members if v > price * s])
            if gain > entry or platform == self.forced:
                free -= seconds + sum([s for v, s, _, _ in members if v > price * s])
        return free < 0

    def spare(self) -> float:
        """What chunks could earn, at most, in the seconds beyond the last whole step."""
        over = self.site.room.length % self.site.step
        rates = [
            g for members in self.by_platform.values() for _, _, g, option in members if option.job.split
        ]
        return over * max(0.0, max(rates, default=0.0))

    def groups(self, price: float, slack: float, charged: float) -> list[Group]:
        """Return the offers that can be in a filling which loses at most `slack` against the ceiling."""
        site = self.site
        early: list[Offer] = []
        late: list[Offer] = []
        groups = []
        for platform, members in self.by_platform.items():
            entry = self._entry(platform, price)
            gain = sum([v - price * s for v, s, _, _ in members if v > price * s])
            missing = 0.0 if platform == self.forced else max(0.0, entry - gain)
            if missing > slack:
                continue
            ways = [
                Way(seconds // site.step, fee + charged * seconds, opens, seconds)
                for seconds, fee, opens in self.access[platform]
            ]
            free = all(seconds == 0 and not fee for seconds, fee, _ in self.access[platform])
            offers: list[Offer] = []
            for _, _, rate, option in members:
                job = option.job
                least = job.shortest if job.split else 1
                if (price * job.seconds - rate) * least + missing > slack:
                    continue
                found = self._parts(option, rate, charged)
                if free and option.early != option.late:
                    (early if option.early else late).extend(found)
                else:
                    for offer in [*found, *(one.instead for one in found if one.instead)]:
                        offer.release, offer.due = 0, site.steps
                    offers += found
            if offers or platform == self.forced:
                groups.append(Group(platform, ways, offers, platform == self.forced, platform in self.paid))
        early.sort(key=lambda offer: (offer.job.due, offer.job.index))
        late.sort(key=lambda offer: (offer.job.release, offer.job.index))
        here = (Way(0, 0.0, False, 0),)
        return [
            *([Group("", here, early, forced=True)] if early else []),
            *groups,
            *([Group("", here, late, forced=True)] if late else []),
        ]

    def within(self, price: float, slack: float) -> set[int]:
        """Return the indices of the jobs that can be in a filling which loses at most `slack`."""
        missing: dict[str, float] = {}
        for platform, members in self.by_platform.items():
            gain = sum([v - price * s for v, s, _, _ in members if v > price * s])
            missing[platform] = max(0.0, self._entry(platform, price) - gain)
        missing[self.forced] = 0.0
        kept = set()
        for option in self.site.options:
            job = option.job
            least = job.shortest if job.split else 1
            lost = ((price + self.fees.get(job.index, 0.0)) * job.seconds - self.profit[job.index]) * least
            if job.split:
                lost += self.chunk_price[job.index]
            if lost + missing.get(job.platform, 0.0) <= slack:
                kept.add(job.index)
        return kept

    def _parts(self, option: Option, rate: float, charged: float) -> list[Offer]:
        """Return the parts that a job is offered in: 1, 2, 4, … units, of which any number can be made."""
        site, job = self.site, option.job
        step, start = site.step, site.room.start
        release = floor((job.release - start) / step) if job.release > start else 0
        due = site.steps if job.due == inf else min(site.steps, floor((job.due - start) / step))
        most, gain = self.most[job.index], rate - charged * job.seconds
        if job.split:
            base = -self.chunk_price[job.index]
            base += max(0.0, gain) * (step - 1) if not site.exact else 0.0
            least, longest = job.shortest // step, ceil(most / step)
            due = site.steps if job.due == inf else min(site.steps, ceil((job.due - start) / step))
            longest = min(longest, site.steps)
            short = Offer(job, 0, least, longest, gain * step, base, release, due)
            price = self.whole_price[job.index] if self.whole_price else 0.0
            bound = job.supply - job.shortest  # a longer chunk leaves less than a chunk
            if price <= 0 or bound >= most:
                return [short]
            rate = gain + price / job.supply
            extra = 0.0 if site.exact else max(0.0, rate) * (step - 1) - max(0.0, gain) * (step - 1)
            least = max(least, (bound + 1) // step)
            rest = Offer(job, 0, least, longest, rate * step, base - price + extra, release, due)
            if bound < job.shortest:
                return [rest]
            short.most = min(longest, ceil(bound / step))
            short.instead = rest
            return [short]
        offers, part = [], 1
        while most > 0:
            part = min(part, most)
            steps = floor(job.seconds * part / step + 1e-9)
            offers.append(Offer(job, part, steps, steps, gain * part, 0.0, release, due))
            most, part = most - part, part * 2
        return offers


def _pays(ways: Sequence[Access]) -> bool:
    """Whether a way onto a platform brings something by itself."""
    return any(fee < 0 for _, fee, _ in ways)
