"""Better plans from a given one: rooms are emptied and filled again, in other orders and at other prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from gigplanner.scheduler.options import Access
from gigplanner.scheduler.schedule import Schedule
from gigplanner.scheduler.site import Site


class Filler:
    """Fills rooms of schedules. `worth` is what an amount of one of each job is worth elsewhere."""

    def __init__(
        self, platforms: Sequence[str], worth: Sequence[float], unit_prices: Mapping[str, float]
    ) -> None:
        self.platforms = platforms  # of each job, by its index
        self.worth, self.unit_prices = worth, unit_prices

    def refill(self, schedule: Schedule, numbers: Sequence[int], shares: Sequence[float]) -> None:
        """Empty rooms and fill them in this order, jobs counting for their gain less a share of worth."""
        for number in numbers:
            schedule.clear(number)
        for number, share in zip(numbers, shares, strict=True):
            self.fill(schedule, number, share)

    def fill(
        self, schedule: Schedule, number: int, share: float, kept: Mapping[int, int] | None = None
    ) -> None:
        """Fill an empty room; of some jobs, by index, an amount is kept for other rooms."""
        site = schedule.sites[number]
        gains, stock = schedule.gains, schedule.stock
        profit = (
            [gain - share * worth for gain, worth in zip(gains, self.worth, strict=True)]
            if share
            else list(gains)
        )
        left = list(stock.left)
        for index, amount in kept.items() if kept else ():
            left[index] = max(0, left[index] - amount)
        charged = {name: price for name, price in self.unit_prices.items() if price}
        for option in site.options:
            job = option.job
            cap = stock.caps.get(job.platform)
            if cap is not None:
                left[job.index] = min(left[job.index], stock.of(job))
                if not job.split and job.platform in charged:
                    profit[job.index] -= charged[job.platform]
        opened, relied = schedule.opened(site), schedule.relied_on(site)

        def access(platform: str) -> Sequence[Access]:
            switch = site.switches.get(platform, 0)
            if not switch or platform in opened:
                return ((0, 0.0, False),)
            return ((switch, -switch * site.price if platform in relied else 0.0, False),)

        price, effort = site.price, site.effort
        site.effort = 1
        forced = site.room.wanted if site.room.wanted not in opened else ""
        per_chunk = [charged.get(name, 0.0) for name in self.platforms]
        filling = site.fill(
            profit, per_chunk, access, left=left, forced=forced, tolerance=2e-3 * price * site.room.length
        )
        site.price, site.effort = price, effort
        if filling.choices:
            schedule.put(number, filling.choices[0].picks)


def neighbours(sites: Sequence[Site], chance: Random) -> tuple[list[int], list[float]]:
    """Return rooms to fill anew, in order, and the share of other uses that counts in each but the last."""
    if chance.random() < 0.3:
        start = chance.choice(sites)
        numbers = sorted([*start.earlier, start.number, *start.later])
        share = chance.choice((0.0, 0.5, 0.9, 0.97))
        if len(numbers) > 1:
            return numbers, [share] * (len(numbers) - 1) + [0.0]
    many = min(len(sites), chance.choice((1, 2, 2, 2, 3, 3, 4)))
    numbers = chance.sample(range(len(sites)), many)
    shares = [chance.choice((0.0, 0.5, 0.9, 0.97, 1.0)) for _ in numbers]
    shares[-1] = chance.choice((0.0, 0.0, 0.0, 0.9))
    return numbers, shares
