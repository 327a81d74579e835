"""Prices put to the rooms: each answers with its best filling, and together they prove a bound.

By Lagrangian duality, what the prices cost and what the rooms' best fillings bring beyond them bounds every
plan, at any prices that are not negative.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from math import inf

from msgspec import Struct

from gigplanner.scheduler.arranging import settled
from gigplanner.scheduler.options import Access, Choice, Filling
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.schedule import merged
from gigplanner.scheduler.site import Site

Prices = Mapping[Hashable, float]

FIRST_TOLERANCE = 0.002  # of a plan's value, over all rooms: what the first answers may be off
LATER_TOLERANCE = 0.1  # of what is still open between plan and bound
_ROUNDING = 1e-9  # sums of floats may be a little low


class Answers(Struct):
    """What the rooms answered to some prices: a bound on any plan, and a filling for each room."""

    bound: float
    fillings: list[Filling]


class Asking:
    """The rooms of a day and the limits of its rows.

    Keys of rows: ("job", index), ("cap", platform), ("room", number), "must", and ("ride", number, platform)
    for a platform that is used in a room because an earlier room opened it.
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
        self.limits = limits

    def limit(self, key: Hashable) -> float:
        """The limit of a row; negative for what is wanted at least."""
        return -self.limits["must"] if key == "must" else self.limits.get(key, 0.0)

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
            whole_price.append(price)
            profits.append(profit if job.split else profit - each)
        total += sum(unit_price[platform] * cap for platform, cap in self.caps.items())
        fillings = []
        open_still = LATER_TOLERANCE * (bound - reached) if bound < inf else FIRST_TOLERANCE * abs(reached)
        tolerance = max(0.0, open_still) / max(1, len(self.sites))
        for site in self.sites:
            self.checked()
            filling = site.fill(
                profits,
                chunk_price,
                self._access(site, prices),
                whole_price=whole_price,
                forced=site.room.wanted,
                tolerance=tolerance,
            )
            total += filling.bound
            fillings.append(filling)
        return Answers(total + abs(total) * _ROUNDING, fillings)

    def settle(self, site: Site, choice: Choice) -> None:
        """Make a choice fit to the second."""
        free = site.room.opened | set(choice.rides)
        laid = settled(site.room, choice.picks, free, self.gains)
        choice.picks = merged(laid)
        used = {job.platform for job, _ in choice.picks}
        choice.rides = [name for name in choice.rides if name in used]
        choice.opens = [name for name in choice.opens if name in used]

    def _access(self, site: Site, prices: Prices) -> Callable[[str], Sequence[Access]]:
        def access(platform: str) -> Sequence[Access]:
            switch = site.switches.get(platform, 0)
            if not switch or platform in site.room.opened:
                return ((0, 0.0, False),)
            reward = sum(prices.get(("ride", number, platform), 0.0) for number in site.later)
            ways = [(switch, -reward, True)]
            if site.earlier:
                # a ride without a price is told apart from a free platform by its being the cheapest way
                ways.append((0, max(1e-9, prices.get(("ride", site.number, platform), 0.0)), False))
            return ways

        return access
