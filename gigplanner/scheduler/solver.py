"""The search for a day's plan: a first one at once, then better ones and a proven bound, by turns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import inf
from random import Random

from msgspec import Struct

from gigplanner.scheduler.asking import Asking
from gigplanner.scheduler.branching import Branching
from gigplanner.scheduler.ceilings import Ceilings
from gigplanner.scheduler.improve import Filler
from gigplanner.scheduler.near import nearby
from gigplanner.scheduler.plans import Plans
from gigplanner.scheduler.prices import Prices, find_prices, reaches
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.relaxation import Relaxation
from gigplanner.scheduler.rooms import Laid, Pick, Room
from gigplanner.scheduler.schedule import Schedule
from gigplanner.scheduler.starting import starting_prices
from gigplanner.scheduler.unbroken import Unbroken, without_breaks

NEAR = 0.01  # of the first bound: what a plan may lose by one job before the job is left aside
CLOSE = 5e-4  # within this of the bound a plan is good enough
LESS_CLOSE = ((6, 1e-3), (14, 2e-3), (25, 4e-3))  # after so many rounds, within so much is good enough
SPLIT_CLOSE = (4.8e-3, 4e-3)  # the same, where only splitting the day would prove more: at first, and then
FEW = 100  # of so few jobs none is left aside
MANY = 250  # of more jobs, prices are found by rooms filled to fractions first
MOST_ROUNDS = 120
DESCENTS = 3
REFINEMENTS = 2
LITTLE = 0.1  # of what is open between plan and bound: more is not asked of rooms filled to fractions
LAGGING = 0.6  # the plan lags if it misses so many times as much of the program's value as the bound
MOSTLY = 0.3  # a filling that the program takes to this extent goes into a plan
MOST_MOVES = 600
MOVES_OUTDONE = 3  # for each round, where less is proven than prices could
FIRST_MOVES = 60  # before the day is split
FIRST_ROUNDS = 8  # the same, where prices alone cannot prove enough
FIRST_TOGETHER, THEN_TOGETHER = 1, 8  # in so many first rounds, then in every eighth
FIRST_HEARD, HEARD = 8, 2  # answers of an easier day that are heard before this one's, then for each of them
WORTH_HEARING = 0.3  # of what is open here: what has to be open there


class _Over(Exception):
    """The time for the search is over."""


class Answer(Struct):
    """The best plan so far, job by job in its place, and the bound so far; both without pins."""

    laid: list[Laid]
    value: float
    bound: float


class Solver:
    """One problem: what is left of jobs, rooms and caps beside the pins."""

    def __init__(
        self,
        jobs: Sequence[Job],
        rooms: Sequence[Room],
        caps: Mapping[str, int],
        over: Callable[[], bool],
        where: Mapping[int, Collection[int]] | None = None,
    ) -> None:
        """If given, `where` says by job in which rooms it may be done, beside all other rules."""
        self.over = over
        self.rooms, self.caps = rooms, dict(caps)
        # what brings nothing may still open a platform early, if a gap is cut into rooms
        cut = len({room.gap for room in rooms}) < len(rooms)
        useful = [job for job in jobs if where or job.value > 0 or job.task.must or (cut and job.switch)]
        self.reach = reaches(useful, rooms, caps, where)
        self.musts = sum(1 for each in self.reach if each.job.task.must)
        self.bound, self.floor = inf, -inf
        self.center: dict[Hashable, float] = {}
        self.chance = Random(20)
        self.combined: frozenset[int] = frozenset()

    def run(self) -> Iterator[Answer]:
        """Yield ever better answers: a better plan or a lower bound, down to the end of the search."""
        prices = self._begin(forced=self.musts > 0)
        if self.plans.held < self.musts:
            # not all that must be done is known to fit: the bound may not count on it
            prices = self._begin(forced=False)
        yield self._answer()
        try:
            if self.floor > self.plans.value:
                self._widen(prices)
                yield self._answer()
            # a bound on plans that hold all that must be done is none on others
            holds_all = self.plans.held == self.musts
            yield from self._improve_beside(without_breaks(self.reach, self.rooms) if holds_all else None)
        except _Over:
            yield self._answer()

    def _improve_beside(self, day: Unbroken | None) -> Iterator[Answer]:
        """Improve plan and bound; by turns those of the day without its breaks, whose bound holds here."""
        if day is None:
            yield from self._improve()
            return
        easier = Solver(day.jobs, day.rooms, self.caps, self.over, day.where)
        answers = easier.run()
        self._hear(islice(answers, FIRST_HEARD))
        yield self._answer()
        self._cut(day, easier)
        yield self._answer()
        for better in self._improve():
            yield better
            if easier.bound - easier.plans.value > WORTH_HEARING * (self.bound - self.plans.value):
                self._hear(islice(answers, HEARD))

    def _hear(self, answers: Iterable[Answer]) -> None:
        self.bound = min([self.bound, *(answer.bound for answer in answers)])

    def _cut(self, day: Unbroken, easier: Solver) -> None:
        """Lay a plan of the day without breaks out between them, and fill what they leave free."""
        done = day.cut(easier.plans.best.laid, {job.task.id: job for job in self.jobs})
        trial = self.plans.combined(done)
        self.plans.better(trial)
        self.plans.better(self.plans.refilled(trial))

    def _begin(self, *, forced: bool) -> Prices:
        prices = find_prices(self.reach, self.rooms, self.caps, forced=forced)
        self.bound = prices.bound
        self._set_near(prices, NEAR * abs(prices.bound) if len(self.reach) > FEW else inf)
        self.plans.best = self.plans.first()
        if self.plans.held < self.musts:
            self.plans.better(self.plans.with_musts())
        return prices

    def _improve(self) -> Iterator[Answer]:
        asking = Asking(
            self.sites,
            self.jobs,
            self.usable,
            self.caps,
            musts=self.plans.held,
            checked=self._check,
        )
        yield from self._outline(asking)
        relaxation = self.relaxation
        relaxation.add_laid(self.plans.best.laid)
        moves = rounds = refined = 0
        asks = True
        while self.gap() > _close(rounds) and (asks or moves < MOST_MOVES):
            # where less is proven already than prices here could prove, they only serve to find plans
            outdone = rounds >= FIRST_ROUNDS and self.bound < relaxation.value
            asks = rounds < MOST_ROUNDS
            if asks and not relaxation.stuck and not (outdone and moves % MOVES_OUTDONE):
                rounds += 1
                self._round(rounds)
                yield self._answer()
            bound_first = asks and not (outdone or relaxation.stuck or self._plan_lags())
            if not bound_first:
                moves += 1
                self._check()
                if self.gap() > _close(rounds) and self._move():
                    yield self._answer()
            if relaxation.stuck and refined < REFINEMENTS:
                refined += 1
                relaxation.go_on()
                for site in self.sites:
                    site.refine()
            if relaxation.stuck and moves >= FIRST_MOVES:
                break
            if rounds >= FIRST_ROUNDS and not outdone and self._prices_cannot():
                break
        yield from self._branch()

    def _outline(self, asking: Asking) -> Iterator[Answer]:
        """Lower the bound as far as rooms filled to fractions prove, and divide the jobs as they do."""
        self.relaxation = Relaxation(asking, self.center, bound=self.bound)
        if len(self.jobs) <= MANY:
            return
        ceilings = Ceilings(asking, self.center, bound=self.bound)
        for open_still in ceilings.run():
            self.bound = min(self.bound, max(ceilings.bound, self.floor))
            if self.gap() <= CLOSE or open_still <= LITTLE * (self.bound - self.plans.value):
                break
        self.bound = min(self.bound, max(ceilings.bound, self.floor))
        for site, price in zip(self.sites, ceilings.times, strict=True):
            site.price = price
        self._charge(ceilings.center)
        yield self._answer()
        if self.gap() > CLOSE:
            self._add(self.plans.divided(ceilings.parts()))
        if self.plans.held == asking.musts:
            ceilings.drop(ceilings.bound - self.plans.value)
        self.center = ceilings.center
        self.relaxation.start(self.center)

    def _charge(self, prices: Mapping[Hashable, float]) -> None:
        """Have rooms filled at these prices."""
        filler = self.plans.filler
        filler.worth = [prices.get(("job", job.index), 0.0) / job.supply for job in self.jobs]
        filler.unit_prices = {name: prices.get(("cap", name), 0.0) for name in self.caps}

    def _branch(self) -> Iterator[Answer]:
        """Split the day where prices alone leave a gap."""
        if self.gap() <= SPLIT_CLOSE[-1]:
            return
        root = self.relaxation
        branching = Branching(root, root.bound)
        moves = 0
        for close in SPLIT_CLOSE:
            while self.gap() > close and not (branching.ended and moves >= MOST_MOVES):
                self._check()
                if not branching.ended:
                    branching.step(lambda: self.plans.value, close)
                    self.relaxation = branching.relaxation
                    if self.relaxation.value > self.plans.value:
                        self._combine()
                    self.bound = min(self.bound, max(branching.bound, self.floor))
                    yield self._answer()
                moves += 1
                self._check()
                if self.gap() > close and self._move():
                    yield self._answer()

    def _round(self, number: int) -> None:
        """Lower the bound, and combine what the rooms answered into a plan."""
        relaxation = self.relaxation
        relaxation.reached = self.plans.value
        if number <= DESCENTS:
            relaxation.descend()
            if number == DESCENTS:
                relaxation.master.solve()
        else:
            relaxation.round()
        bound = max(relaxation.bound, self.floor)
        if bound < self.bound:
            self.bound = bound
            if self.plans.held == relaxation.musts:
                for site in self.sites:
                    site.drop(relaxation.last - self.plans.value)
        self._charge(relaxation.center)
        if number <= FIRST_TOGETHER or number % THEN_TOGETHER == 0:
            self._add(self.plans.together(self.chance))
        taken = frozenset(number for number, extent in relaxation.master.taken.items() if extent >= MOSTLY)
        if taken != self.combined and number >= DESCENTS and (number == DESCENTS or self._plan_lags()):
            self.combined = taken
            if self._combine():
                relaxation.add_laid(self.plans.best.laid)

    def _prices_cannot(self) -> bool:
        """Whether the program is worth too much for any prices to prove the plan good enough."""
        most_proven = self.relaxation.value
        return most_proven - self.plans.value * (1 + SPLIT_CLOSE[0]) > self.bound - most_proven

    def _plan_lags(self) -> bool:
        """Whether the plan is farther from the program's value than the bound is."""
        mixed, value = self.relaxation.value, self.plans.value
        return mixed - value > LAGGING * (self.bound - max(mixed, value))

    def _check(self) -> None:
        if self.over():
            raise _Over

    def _set_near(self, prices: Prices, aside: float) -> None:
        near = nearby(self.reach, self.rooms, prices, aside)
        self.jobs, self.usable, self.sites = near.jobs, near.usable, near.sites
        self.center = starting_prices(near, prices)
        self.floor = prices.bound - aside  # what a plan with a job left aside cannot exceed
        worth = [self.center.get(("job", job.index), 0.0) / job.supply for job in self.jobs]
        filler = Filler([job.platform for job in self.jobs], worth, prices.units)
        self.plans = Plans(self.jobs, self.sites, self.caps, filler, bonus=2 * prices.bound + 100)

    def gap(self) -> float:
        value = self.plans.value
        if self.bound <= value + 1e-6:
            return 0.0
        return self.bound / value - 1 if value > 0 else inf

    def _answer(self) -> Answer:
        laid = [each for room in self.plans.best.laid for each in room]
        value = self.plans.value
        return Answer(laid, value, max(self.bound, value))

    def _widen(self, prices: Prices) -> None:
        """Take in all jobs that a better plan than the one found could hold."""
        found = self.plans
        self._set_near(prices, (prices.bound - found.value) * 1.02)
        self.plans.best = self.plans.again(found.best.laid)

    def _add(self, schedule: Schedule) -> None:
        """Let the program know a plan's fillings, and keep it if it is better."""
        self.relaxation.add_laid(schedule.laid)
        self.plans.better(schedule)

    def _move(self) -> bool:
        trial, numbers = self.plans.moved(self.chance)
        self.relaxation.add_laid(trial.laid, numbers)
        return self.plans.better(trial)

    def _combine(self) -> bool:
        """Take the program's fillings, the fullest first, then fill what is left."""
        taken = ((extent, number) for number, extent in self.relaxation.master.taken.items())
        done: dict[int, list[Pick]] = {}
        for extent, number in sorted(taken, reverse=True):
            room, picks = self.relaxation.fillings[number]
            if room >= 0 and room not in done and (extent >= MOSTLY or not done):
                done[room] = picks
        trial = self.plans.combined(done)
        changed = self.plans.better(trial)
        return self.plans.better(self.plans.refilled(trial)) or changed


def _close(rounds: int) -> float:
    """Return within how much of the bound a plan is good enough after so many rounds."""
    return max([CLOSE, *(close for after, close in LESS_CLOSE if rounds >= after)])
