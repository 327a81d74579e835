"""Prices put to the rooms: each answers with its best filling, and together they prove a bound.

By Lagrangian duality, what the prices cost and what the rooms' best fillings bring beyond them bounds every
plan, at any prices that are not negative.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from copy import copy
from math import fsum, inf

from msgspec import Struct

from gigplanner.scheduler.arranging import settled
from gigplanner.scheduler.options import Access, Choice, Filling
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.schedule import merged
from gigplanner.scheduler.site import Site

Prices = Mapping[Hashable, float]
Amounts = Mapping[tuple[int, int], int]  # by room and job

FIRST_TOLERANCE = 0.002  # of a plan's value, over all rooms: what the first answers may be off
LATER_TOLERANCE = 0.1  # of what is still open between plan and bound
ENOUGH = 0.1  # of the same: what rooms may be off together before one is searched harder
_ROUNDING = 1e-9  # sums of floats may be a little low


class Answers(Struct):
    """What the rooms answered to some prices: a bound on any plan, and a filling for each room."""

    bound: float
    fillings: list[Filling]


class Asking:
    """The rooms of a day and the limits of its rows.

    `wanted` says, by room and job, how much the room has to hold in any case: units, or one chunk of so
    many seconds.

    Keys of rows: ("job", index), ("wanted", number, index), ("cap", platform), ("room", number), "must",
    ("chunks", index) for a job of which fewer rooms can have a chunk than would, and ("ride", number,
    platform) for a platform that is used in a room because an earlier room opened it.
    """

    def __init__(
        self,
        sites: Sequence[Site],
        jobs: Sequence[Job],
        usable: Sequence[int],
        caps: Mapping[str, int],
        *,
        musts: int,
        checked: Callable[[], None],
    ) -> None:
        self.sites, self.jobs, self.caps, self.musts = sites, jobs, caps, musts
        self.checked = checked  # called before each room is asked; may raise
        self.gains = [job.value for job in jobs]
        limits: dict[Hashable, float] = {("room", site.number): 1.0 for site in sites}
        limits |= {("job", job.index): job.share(most) for job, most in zip(jobs, usable, strict=True)}
        limits |= {("cap", platform): float(cap) for platform, cap in caps.items()}
        limits["must"] = float(musts)
        fitting = Counter(option.job.index for site in sites for option in site.options if option.job.split)
        self.counted = {
            index for index, rooms in fitting.items() if jobs[index].supply // jobs[index].shortest < rooms
        }
        limits |= {
            ("chunks", index): float(jobs[index].supply // jobs[index].shortest) for index in self.counted
        }
        self.longest: dict[int, int] = {}
        for option in (option for site in sites for option in site.options):
            self.longest[option.job.index] = max(self.longest.get(option.job.index, 1), option.most)
        self.limits = limits
        self.wanted: Amounts = {}

    def limited(self, most: Amounts, least: Amounts) -> Asking:
        """Return the same with rooms that hold no more than `most` and no less than `least`."""
        upper, lower = _by_room(most), _by_room(least)
        other = copy(self)
        other.sites = [
            site.limited(upper.get(site.number, {}), lower.get(site.number, {})) for site in self.sites
        ]
        other.wanted = least
        other.limits = self.limits | {
            ("wanted", room, index): 1.0 if self.jobs[index].split else float(amount)
            for (room, index), amount in least.items()
        }
        return other

    def limit(self, key: Hashable) -> float:
        """The limit of a row; negative for what is wanted at least."""
        limit = self.limits.get(key, 0.0)
        return -limit if key == "must" or (isinstance(key, tuple) and key[0] == "wanted") else limit

    def units(self, index: int) -> float:
        """How many units of a cap an amount of one of a job uses up at least."""
        job = self.jobs[index]
        return 1 / self.longest.get(index, 1) if job.split else 1.0

    def linear(self, prices: Prices) -> tuple[float, list[float]]:
        """Return what the prices cost, and what an amount of one of each job brings beyond them at most."""
        must = prices.get("must", 0.0)
        total, gains = -must * self.musts, []
        for platform, cap in self.caps.items():
            total += prices.get(("cap", platform), 0.0) * cap
        for job in self.jobs:
            price = prices.get(("job", job.index), 0.0)
            total += price * self.limits["job", job.index]
            gain = job.value - price / job.supply
            if job.task.must:
                gain += must / job.supply
            if job.platform in self.caps:
                gain -= prices.get(("cap", job.platform), 0.0) * self.units(job.index)
            gains.append(gain)
        return total, gains

    def ask(self, prices: Prices, *, bound: float, reached: float) -> Answers:
        """Put prices to the rooms. `bound` and `reached`: what is proven and what a plan is worth so far."""
        must = prices.get("must", 0.0)
        unit_price = {platform: prices.get(("cap", platform), 0.0) for platform in self.caps}
        profits, chunk_price, whole_price = [], [], []
        total = -must * self.musts
        for job in self.jobs:
            price = prices.get(("job", job.index), 0.0)
            total += price * self.limits["job", job.index]
            profit = job.value - price / job.supply
            if job.task.must:
                profit += must / job.supply
            each = unit_price.get(job.platform, 0.0)
            chunk_price.append(each)
            if job.index in self.counted:
                price_of_chunk = prices.get(("chunks", job.index), 0.0)
                total += price_of_chunk * self.limits["chunks", job.index]
                chunk_price[-1] += price_of_chunk
            whole_price.append(price)
            profits.append(profit if job.split else profit - each)
        total += fsum(unit_price[platform] * cap for platform, cap in self.caps.items())
        fillings = []
        open_still = LATER_TOLERANCE * (bound - reached) if bound < inf else FIRST_TOLERANCE * abs(reached)
        tolerance = max(0.0, open_still) / max(1, len(self.sites))
        for key in self.wanted:
            row = ("wanted", *key)
            total -= prices.get(row, 0.0) * self.limits[row]
        for site in self.sites:
            self.checked()
            filling = site.fill(
                *self._wanted_in(site, prices, profits, chunk_price),
                self.access(site, prices),
                whole_price=whole_price,
                forced=site.room.wanted,
                tolerance=tolerance,
            )
            total += filling.bound
            fillings.append(filling)
        total = self._proven(fillings, total, bound, reached)
        return Answers(total + abs(total) * _ROUNDING, fillings)

    def _proven(self, fillings: list[Filling], total: float, bound: float, reached: float) -> float:
        """Prove what is open about fillings, the most first, so far as that may lower the bound on a plan."""
        still = [site.open_still() for site in self.sites]
        for number in sorted(range(len(still)), key=lambda number: (-still[number], number)):
            gap = still[number]
            if gap <= 0:
                break
            rest = fsum([each for each in still if each < inf])
            if gap < inf and (total - rest >= bound or rest <= ENOUGH * (min(total, bound) - reached)):
                break
            self.checked()
            before = fillings[number].bound
            fillings[number] = self.sites[number].prove(fillings[number])
            total += fillings[number].bound - before
            still[number] = 0.0
        return total

    def settle(self, site: Site, choice: Choice) -> None:
        """Make a choice fit to the second."""
        free = site.room.opened | set(choice.rides)
        laid = settled(site.room, choice.picks, free, self.gains)
        choice.picks = merged(laid)
        used = {job.platform for job, _ in choice.picks}
        choice.rides = [name for name in choice.rides if name in used]
        choice.opens = [name for name in choice.opens if name in used]

    def _wanted_in(
        self, site: Site, prices: Prices, profits: list[float], chunk_price: list[float]
    ) -> tuple[list[float], list[float]]:
        """Return profits and the prices of chunks in a room, where some jobs are wanted."""
        for room, index in self.wanted:
            if room == site.number:
                price = prices.get(("wanted", room, index), 0.0)
                if self.jobs[index].split:
                    chunk_price = list(chunk_price)
                    chunk_price[index] -= price
                else:
                    profits = list(profits)
                    profits[index] += price
        return profits, chunk_price

    def access(self, site: Site, prices: Prices) -> Callable[[str], Sequence[Access]]:
        """Return the ways onto each platform in a room."""

        def access(platform: str) -> Sequence[Access]:
            switch = site.switches.get(platform, 0)
            if not switch or platform in site.room.opened:
                return ((0, 0.0, False),)
            reward = fsum(prices.get(("ride", number, platform), 0.0) for number in site.later)
            ways = [(switch, -reward, True)]
            if site.earlier:
                # a ride without a price is told apart from a free platform by its being the cheapest way
                ways.append((0, max(1e-9, prices.get(("ride", site.number, platform), 0.0)), False))
            return ways

        return access


def _by_room(amounts: Amounts) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for (room, index), amount in amounts.items():
        found.setdefault(room, {})[index] = amount
    return found
