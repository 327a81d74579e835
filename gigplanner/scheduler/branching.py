"""Proof where prices alone leave a gap: the day is split by how much of a job goes to one room or to others.

Either a room holds at most so much of the job, or the other rooms hold at most the rest of it less one: every
plan does one of the two (Land & Doig 1960). Each part has a relaxation of its own, the one that promises most
is split next (branch and price, Barnhart et al. 1998).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from heapq import heappop, heappush
from math import floor, fsum

from msgspec import Struct

from gigplanner.scheduler.asking import Amounts
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.relaxation import Relaxation

MOST_NODES = 400
ROUNDS = 8  # to lower the bound of a part before it is split
SLOW = 0.2  # of what prices could prove at most: a round that proves less leads nowhere
CLEAR = 1e-3  # of an amount: what is as good as decided
_TINY = 1e-4

Held = dict[tuple[int, int], tuple[Job, list[tuple[float, int]]]]
_Split = tuple[tuple[int, Job], int]  # a room and a job, and how much it holds there at most, or more


class Part(Struct):
    """Plans that keep to limits: what none of them exceeds, and the prices that prove it."""

    bound: float
    most: Amounts
    least: Amounts
    prices: dict[Hashable, float]


class Branching:
    """The search. `bound` holds for all plans; it falls step by step."""

    def __init__(self, root: Relaxation, bound: float) -> None:
        self.root, self.bound = root, bound
        self.relaxation = root  # of the part looked at last
        self.done = 0.0  # what no plan of the parts that are done with exceeds
        self.open: list[tuple[float, int, Part]] = []
        self.nodes = self.made = 0
        if not self._split(root, Part(bound, {}, {}, root.center)):
            self.done = bound

    @property
    def ended(self) -> bool:
        """Whether nothing is left to split."""
        return not self.open or self.nodes >= MOST_NODES

    def step(self, reached: Callable[[], float], close: float) -> None:
        """Look at the most promising part; it is done with if it promises hardly more than is `reached`."""
        _, _, part = heappop(self.open)
        self.nodes += 1
        if part.bound <= reached() * (1 + close):
            self.done = max(self.done, part.bound)
            self._settle()
            return
        relaxation = self.relaxation = self.root.limited(
            part.most, part.least, part.prices, bound=part.bound, reached=reached()
        )
        self._ask(relaxation, reached, close)
        self.root.take_over(relaxation)
        part.bound, part.prices = min(part.bound, relaxation.bound), relaxation.center
        if part.bound <= reached() * (1 + close):
            self._keep(part)  # until more is asked for
        elif not self._split(relaxation, part):
            self.done = max(self.done, part.bound)
        self._settle()

    def _ask(self, relaxation: Relaxation, reached: Callable[[], float], close: float) -> None:
        """Lower the bound of a part until it is enough, or until no prices of the part can do that."""
        for number in range(ROUNDS):
            relaxation.reached, before = reached(), relaxation.bound
            enough = relaxation.reached * (1 + close)
            relaxation.round()
            if relaxation.bound <= enough or relaxation.stuck:
                break
            provable = relaxation.bound - relaxation.value
            slow = number > 0 and before - relaxation.bound < SLOW * provable
            if relaxation.value > enough and (slow or provable < relaxation.value - enough):
                break
            relaxation.closely = relaxation.closely or slow

    def _settle(self) -> None:
        self.bound = min(self.bound, max(self.done, -self.open[0][0] if self.open else self.done))

    def _split(self, relaxation: Relaxation, part: Part) -> bool:
        """Split a part where the program is most undecided about a job in a room; False if it is nowhere."""
        held = _held(relaxation)
        found = undecided(held) or _apart(held, {site.number: site.price for site in relaxation.sites})
        if found is None:
            return False
        (room, job), here = found
        least = max(job.shortest, here + 1)
        others = [site.number for site in relaxation.sites if site.number != room]
        self._open(part, {(room, job.index): here}, {})
        elsewhere = {(number, job.index): job.supply - least for number in others}
        self._open(part, elsewhere, {(room, job.index): least})
        return True

    def _open(self, part: Part, most: Amounts, least: Amounts) -> None:
        limits = dict(part.most)
        for key, amount in most.items():
            limits[key] = min(amount, limits.get(key, amount))
        self._keep(Part(part.bound, limits, {**part.least, **least}, part.prices))

    def _keep(self, part: Part) -> None:
        self.made += 1
        heappush(self.open, (-part.bound, -self.made, part))


def _held(relaxation: Relaxation) -> Held:
    """Return, by room and job, how much the program's fillings hold: the job, and extents with amounts."""
    found: Held = {}
    for number, extent in relaxation.master.taken.items():
        room, picks = relaxation.fillings[number]
        for job, amount in picks if room >= 0 else ():
            found.setdefault((room, job.index), (job, []))[1].append((extent, amount))
    return found


def undecided(held: Held) -> _Split | None:
    """Return where the program is most undecided between whole units, or between a chunk and none.

    Its limits are a little off, each by a part of its own, which adds up where units are many.
    """
    best, most = None, 0.0
    for (room, _), (job, fillings) in held.items():
        units = fsum([extent * (1 if job.split else amount) for extent, amount in fillings])
        worth = fsum([extent * amount for extent, amount in fillings]) * job.value
        whole = floor(units)
        between = min(units - whole, whole + 1 - units)
        weight = between / units * worth
        if between > _TINY * max(1.0, units) and weight > most:
            best, most = ((room, job), whole), weight
    return best


def _apart(held: Held, prices: Mapping[int, float]) -> _Split | None:
    """Return where the fillings differ most in how much they hold, by what that brings beyond its time.

    What is whole on average may be a mixture: of fillings with all of a job, and with none.
    """
    best, most = None, _TINY
    for (room, _), (job, fillings) in held.items():
        mean = fsum([extent * amount for extent, amount in fillings])
        none = max(0.0, 1 - fsum([extent for extent, _ in fillings]))
        apart = fsum([extent * abs(amount - mean) for extent, amount in fillings]) + none * mean
        differs = apart * abs(job.value - prices[room] * job.seconds)
        if apart > CLEAR * mean and differs > most:
            best, most = ((room, job), floor(mean + _TINY)), differs
    return best
