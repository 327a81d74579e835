"""The search for the charge on a room's time that proves the lowest bound on what the room can hold."""

from __future__ import annotations

from math import ceil, inf
from typing import TYPE_CHECKING

from msgspec import Struct

from gigplanner.scheduler.knapsack import Way, knapsack
from gigplanner.scheduler.offered import Offered
from gigplanner.scheduler.rooms import Pick

if TYPE_CHECKING:
    from gigplanner.scheduler.site import Site

MOST_CHARGES = 5
MOST_CUTS = 3  # looks for a filling that is not too long
TOLERANCE = 3e-4  # of a room's bound: what is not worth another look


class Try(Struct):
    """A filling at some charge on time, the bound that the charge proves, and the seconds left free."""

    charge: float
    bound: float
    profit: float
    spare: int
    picks: list[Pick]
    ways: list[tuple[str, Way]]


class ChargeSearch:
    """The search for the charge on time that proves the lowest bound on a site's profit.

    The bound is convex in the charge: two fillings, one too short and one too long, say where to look. Jobs
    that cost more than `slack` against the ceiling are left out, so no bound falls below that.
    """

    def __init__(
        self, site: Site, offered: Offered, price: float, ceiling: float, slack: float, tolerance: float
    ) -> None:
        self.tolerance = max(tolerance, ceiling * TOLERANCE)
        self.tried: list[Try] = []
        self.site, self.offered = site, offered
        self.price, self.ceiling, self.slack = price, ceiling, slack
        self.bound = ceiling

    def run(self) -> Try | None:
        """Return the best filling seen; None if there is none."""
        exact = self.site.exact
        charge = 0.0 if exact else self.price
        best: Try | None = None
        short: Try | None = None
        long: Try | None = None
        reached, lowest = 0.0, inf
        for _ in range(MOST_CHARGES):
            found = self._at(charge)
            if found is None:
                return None
            self.tried.append(found)
            lowest = min(lowest, found.bound)
            self.bound = min(self.bound, max(lowest, self.ceiling - self.slack))
            worth = found.profit + self.price * min(0, found.spare)
            if best is None or worth > reached:
                best, reached = found, worth
            if self.bound - reached <= self.tolerance:
                break
            if self.ceiling - self.slack >= lowest * (1 + 1e-9):
                self.slack = min(self.ceiling - reached, self.slack * 5 + (self.ceiling - lowest)) + 1e-9
                lowest, short, long = inf, None, None
                continue
            if exact:
                break
            if found.spare >= 0:
                short = found
            else:
                long = found
            if short is None or long is None:
                if found.spare >= 0 and not charge:
                    break
                charge = 0.0 if found.spare >= 0 else max(charge, self.price) * 1.3
                continue
            crossing = (long.profit - short.profit) / max(1e-9, short.spare - long.spare)
            if crossing <= 0 or short.profit + crossing * short.spare >= lowest - self.tolerance:
                break
            charge = crossing
        return best

    def fitting(self, long: Try) -> Try | None:
        """Return a filling that is not too long, as `long` is, or None: found with less time given out."""
        found: Try | None = long
        less = 0
        for _ in range(MOST_CUTS):
            if found is None or found.spare >= 0:
                return found
            less += ceil(-found.spare / self.site.step)
            found = self._at(long.charge, less)
        return found if found and found.spare >= 0 else None

    def _at(self, charge: float, less: int = 0) -> Try | None:
        """Return the best filling where each second costs `charge` and what is free earns it."""
        site, offered = self.site, self.offered
        if less >= site.steps:
            return None
        choice = knapsack(site.steps - less, offered.groups(self.price, self.slack, charge))
        if choice.value == -inf:
            return None
        bound = choice.value + (offered.spare() if site.exact else charge * site.room.length)
        bound += offered.walled
        picks = site.amounts(choice.picks, offered)
        profit, used = 0.0, 0
        for job, amount in picks:
            profit += offered.profit[job.index] * amount
            if job.split:
                profit -= offered.chunk_price[job.index]
            used += job.length(amount)
        for platform, way in choice.ways:
            if platform:
                used += way.seconds
                profit -= way.price - charge * way.seconds
        return Try(charge, bound, profit, site.room.length - used, picks, choice.ways)
