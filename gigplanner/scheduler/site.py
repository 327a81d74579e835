"""A room and what could be done in it: its best filling at given profits, and a proven bound on that.

Lengths are counted in steps. Where all lengths are whole steps the knapsack is exact; elsewhere lengths are
rounded down, and what that leaves out is charged at the price of time, so that the bound holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from math import ceil, gcd, inf

from gigplanner.scheduler.charging import ChargeSearch, Try
from gigplanner.scheduler.offered import Offered
from gigplanner.scheduler.options import Access, Choice, Filling, Option, Wall
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Pick, Room

FINE_STEPS = 400  # up to so many steps an exact grid is worth its time
COARSE_STEPS = 160
FINEST = 1000
MOST_OVER = 0.05
_ROUNDING = 1 + 1e-9  # sums of floats may be a little low


class Site:
    """A room with its options."""

    def __init__(
        self,
        number: int,
        room: Room,
        options: Sequence[Option],
        earlier: Sequence[int] = (),
        later: Sequence[int] = (),
    ) -> None:
        self.number, self.room = number, room
        self.earlier, self.later = earlier, later  # the numbers of the other rooms of its gap
        self.options = sorted(options, key=lambda option: (option.job.platform, option.job.index))
        self.by_rate = sorted(options, key=lambda option: (-option.job.rate, option.job.index))
        self.switches = {option.job.platform: option.job.switch for option in options}
        if room.wanted:
            self.switches[room.wanted] = room.wanted_switch
        self.price = 0.0  # of a second, as last found
        dues = sorted({option.job.due for option in options if option.early})
        releases = sorted({option.job.release for option in options if option.late})
        # what is due by a time fits before it, what is released after a time fits behind it
        self.walls = [Wall(due, room.start, due - room.start) for due in dues]
        self.walls += [Wall(inf, release, room.end - release) for release in releases]
        self.loss = 0.0  # what switches and leftovers cost, as last found
        self.offered: Offered | None = None  # what was asked last, and the bound on its profit
        self.asked = 0.0
        self._set_grid()

    def _set_grid(self) -> None:
        length = self.room.length
        lengths = [option.job.seconds for option in self.options if not option.job.split]
        lengths += [option.job.switch for option in self.options]
        whole = all(float(seconds).is_integer() for seconds in lengths)
        step = reduce(gcd, map(int, lengths), 0) if whole else 1
        if not step:
            step = max(1, length // FINE_STEPS)
        self.exact = whole and length <= step * FINE_STEPS
        self.step = step if self.exact else max(1, ceil(length / COARSE_STEPS))
        self.steps = length // self.step

    def learn(self, picks: Sequence[Pick], short: float) -> None:
        """Step the prices of the walls: the picks are worth `short` more than what of them fits in time."""
        if not self.walls:
            return
        over = [sum(job.length(n) for job, n in picks if wall.holds(job)) - wall.space for wall in self.walls]
        steps = [v if v > 0 or wall.price > 0 else 0.0 for v, wall in zip(over, self.walls, strict=True)]
        norm = sum(step * step for step in steps)
        if norm <= 0 or short <= 0:
            return
        for step, wall in zip(steps, self.walls, strict=True):
            wall.price = max(0.0, wall.price + 0.7 * short * step / norm)

    def refine(self) -> None:
        """Count in finer steps from now on."""
        if not self.exact and self.step > 1 and self.steps < FINEST:
            self.step = max(1, self.step // 2)
            self.steps = self.room.length // self.step

    def fill(
        self,
        profit: Sequence[float],
        chunk_price: Sequence[float],
        access: Callable[[str], Sequence[Access]],
        *,
        whole_price: Sequence[float] = (),
        left: Sequence[int] | None = None,
        forced: str = "",
        tolerance: float = 0.0,
    ) -> Filling:
        """Return the filling of most profit, each job having `profit` by its index for an amount of one.

        A chunk costs its job's `chunk_price` besides; `left` limits the amounts; the `forced` platform
        is to be opened in any case.
        """
        offered = Offered(self, profit, chunk_price, whole_price, access, left, forced)
        price = offered.best_price(self.price)
        self.price = price
        ceiling = offered.ceiling(price)
        search = ChargeSearch(
            self, offered, price, ceiling, max(self.loss * 1.2, ceiling * 0.004, 1e-9), tolerance
        )
        best = search.run()
        if best is None:
            return Filling(0.0, [], None, 0.0)
        bound = search.bound
        self.loss = max(0.0, ceiling - bound)
        self.offered, self.asked = offered, max(0.0, bound)
        most_over = MOST_OVER * self.room.length  # what is longer loses too much when it is cut to fit
        tries = [best, *(each for each in search.tried if each is not best and each.spare >= -most_over)]
        if best.spare < 0 and (shorter := search.fitting(best)):
            tries.append(shorter)
        choices = [_taken(each) for each in tries]
        fitting = [number for number, each in enumerate(tries) if each.spare >= 0]
        fit = max(fitting, key=lambda number: tries[number].profit, default=-1)
        return Filling(
            max(0.0, bound) * _ROUNDING,
            choices,
            choices[fit] if fitting else None,
            tries[fit].profit if fitting else 0.0,
        )

    def drop(self, most_lost: float) -> None:
        """Drop the options without which nothing is lost: any filling with one loses more than `most_lost`.

        Against the bound of the last filling, at its profits.
        """
        if self.offered is None:
            return
        offered, price = self.offered, self.price
        slack = offered.ceiling(price) - self.asked + most_lost
        kept = offered.within(price, slack)
        self.options = [option for option in self.options if option.job.index in kept]
        self.by_rate = [option for option in self.by_rate if option.job.index in kept]

    def amounts(self, picks: Sequence[tuple[Job, int, int]], offered: Offered) -> list[Pick]:
        found: dict[int, tuple[Job, int]] = {}
        for job, amount, steps in picks:
            if not amount:
                amount = max(job.least, min(steps * self.step, offered.most[job.index]))
            found[job.index] = (job, amount + (found[job.index][1] if job.index in found else 0))
        return list(found.values())


def _taken(found: Try) -> Choice:
    opens = [platform for platform, way in found.ways if way.opens]
    rides = [platform for platform, way in found.ways if way.rides]
    return Choice(found.picks, opens, rides)
