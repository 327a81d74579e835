"""Proof where prices alone leave a gap: the day is split by how much of a job goes to one room or to others.

Either a room holds at most so much of the job, or the other rooms hold at most the rest of it less one: every
plan does one of the two (Land & Doig 1960). Each part has a relaxation of its own, the one that promises most
is split next (branch and price, Barnhart et al. 1998).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from heapq import heappop, heappush
from math import floor

from msgspec import Struct

from gigplanner.scheduler.asking import Amounts
from gigplanner.scheduler.relaxation import Relaxation

MOST_NODES = 40
ROUNDS = 8  # to lower the bound of a part before it is split
_TINY = 1e-4


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
        enough = reached() * (1 + close)
        if part.bound <= enough:
            self.done = max(self.done, part.bound)
            self._settle()
            return
        relaxation = self.relaxation = self.root.limited(
            part.most, part.least, part.prices, bound=part.bound, reached=reached()
        )
        for _ in range(ROUNDS):
            relaxation.reached = reached()
            relaxation.round()
            if relaxation.bound <= enough or relaxation.stuck:
                break
            if relaxation.value > enough and relaxation.bound - relaxation.value < relaxation.value - enough:
                break
        part.bound, part.prices = min(part.bound, relaxation.bound), relaxation.center
        if part.bound <= enough or not self._split(relaxation, part):
            self.done = max(self.done, part.bound)
        self._settle()

    def _settle(self) -> None:
        self.bound = min(self.bound, max(self.done, -self.open[0][0] if self.open else self.done))

    def _split(self, relaxation: Relaxation, part: Part) -> bool:
        """Split a part where the program is most undecided about a job in a room; False if it is nowhere."""
        jobs = relaxation.asking.jobs
        found: dict[tuple[int, int], list[float]] = {}
        for number, extent in relaxation.master.taken.items():
            room, picks = relaxation.fillings[number]
            for job, amount in picks if room >= 0 else ():
                sums = found.setdefault((room, job.index), [0.0, 0.0])
                sums[0] += extent if job.split else extent * amount
                sums[1] += extent * amount * job.value
        best, most, here = (-1, -1), 0.0, 0
        for key, (held, worth) in found.items():
            whole = floor(held + _TINY)
            undecided = min(held - whole, whole + 1 - held) / held * worth
            if held - whole > _TINY and undecided > most:
                best, most, here = key, undecided, whole
        if most <= 0:
            return False
        room, index = best
        job = jobs[index]
        rest = job.supply - (job.shortest if job.split else here + 1)
        elsewhere = {(site.number, index): rest for site in relaxation.sites if site.number != room}
        self._open(part, {best: here}, {})
        self._open(part, elsewhere, {best: here + 1})
        return True

    def _open(self, part: Part, most: Amounts, least: Amounts) -> None:
        limits = dict(part.most)
        for key, amount in most.items():
            limits[key] = min(amount, limits.get(key, amount))
        self.made += 1
        smaller = Part(part.bound, limits, {**part.least, **least}, part.prices)
        heappush(self.open, (-part.bound, -self.made, smaller))
