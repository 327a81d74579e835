"""The search for a day's plan: a first one at once, then better ones and a proven bound, by turns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from math import inf
from random import Random

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.scheduler.improve import Filler, neighbours
from gigplanner.scheduler.musts import place_musts
from gigplanner.scheduler.options import Option
from gigplanner.scheduler.prices import Prices, find_prices, reaches
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.relaxation import Relaxation
from gigplanner.scheduler.rooms import Laid, Pick, Room
from gigplanner.scheduler.schedule import Schedule, Stock, amounts_of, merged
from gigplanner.scheduler.site import Site

NEAR = 0.04  # of the first bound: what a plan may lose by one job before the job is left aside
CLOSE = 5e-4  # within this of the bound a plan is good enough
LESS_CLOSE = ((6, 1e-3), (14, 2e-3), (25, 4e-3))  # after so many rounds, within so much is good enough
FEW = 100  # of so few jobs none is left aside
MOST_ROUNDS = 120
DESCENTS = 3
REFINEMENTS = 2
MOVES_A_ROUND = 3
MOST_MOVES = 600


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
    ) -> None:
        self.over = over
        self.rooms, self.caps = rooms, dict(caps)
        self.reach = reaches([job for job in jobs if job.value > 0 or job.task.must], rooms, caps)
        self.musts = sum(1 for each in self.reach if each.job.task.must)
        self.bound = inf

    def run(self) -> Iterator[Answer]:
        """Yield ever better answers: a better plan or a lower bound, down to the end of the search."""
        prices = self._begin(forced=self.musts > 0)
        if self.held(self.best) < self.musts:
            # not all that must be done is known to fit: the bound may not count on it
            prices = self._begin(forced=False)
        yield self._answer()
        try:
            if self.floor > self.value(self.best):
                first = self.best
                self._set_near(prices, (prices.bound - self.value(first)) * 1.02)
                yield self._answer()
            yield from self._improve()
        except _Over:
            yield self._answer()

    def _begin(self, *, forced: bool) -> Prices:
        prices = find_prices(self.reach, self.rooms, self.caps, forced=forced)
        self.bound = prices.bound
        self._set_near(prices, NEAR * prices.bound if len(self.reach) > FEW else inf)
        return prices

    def _improve(self) -> Iterator[Answer]:
        self.relaxation = relaxation = Relaxation(
            self.sites,
            self.jobs,
            self.usable,
            self.caps,
            self.center,
            musts=self.held(self.best),
            bound=self.bound,
            checked=self._check,
        )
        relaxation.add_laid(self.best.laid)
        chance = Random(20)
        moves = rounds = refined = 0
        while self.gap() > _close(rounds) and (rounds < MOST_ROUNDS or moves < MOST_MOVES):
            if not relaxation.stuck and rounds < MOST_ROUNDS:
                rounds += 1
                self._round(rounds)
                yield self._answer()
            for _ in range(MOVES_A_ROUND):
                moves += 1
                self._check()
                if self.gap() > _close(rounds) and self.move(chance):
                    yield self._answer()
            if relaxation.stuck and refined < REFINEMENTS:
                refined += 1
                relaxation.stuck, relaxation.trust = False, 0.3
                for site in self.sites:
                    site.refine()
            if relaxation.stuck and moves >= MOST_MOVES:
                break

    def _round(self, number: int) -> None:
        """Lower the bound, and combine what the rooms answered into a plan."""
        relaxation = self.relaxation
        relaxation.reached = self.value(self.best)
        if number <= DESCENTS:
            relaxation.descend()
            if number == DESCENTS:
                relaxation.master.solve()
        else:
            relaxation.round()
        bound = max(relaxation.bound, self.floor)
        if bound < self.bound:
            self.bound = bound
            if self.held(self.best) == relaxation.musts:
                for site in self.sites:
                    site.drop(relaxation.last - self.value(self.best))
        center = relaxation.center
        self.filler.worth = [center.get(("job", job.index), 0.0) / job.supply for job in self.jobs]
        self.filler.unit_prices = {name: center.get(("cap", name), 0.0) for name in self.caps}
        if number >= DESCENTS and self.combine():
            relaxation.add_laid(self.best.laid)

    def _check(self) -> None:
        if self.over():
            raise _Over

    def _set_near(self, prices: Prices, aside: float) -> None:
        self.jobs, self.sites = self._near(prices, aside)
        self.gains = self._gains(prices.bound)
        self.center = self._start(prices)
        self.floor = prices.bound - aside  # what a plan with a job left aside cannot exceed
        worth = [self.center.get(("job", job.index), 0.0) / job.supply for job in self.jobs]
        self.filler = Filler([job.platform for job in self.jobs], worth, prices.units)
        self.best = self._first()
        if self.held(self.best) < self.musts:
            self._better(self._with_musts())

    def gap(self) -> float:
        value = self.value(self.best)
        if self.bound <= value + 1e-6:
            return 0.0
        return self.bound / value - 1 if value > 0 else inf

    def value(self, schedule: Schedule) -> float:
        return sum(each.job.value * each.amount for room in schedule.laid for each in room)

    def held(self, schedule: Schedule) -> int:
        """How many of those that must be done are held, wholly."""
        if not self.musts:
            return 0
        amounts = amounts_of(schedule.laid)
        return sum(1 for job in self.jobs if job.task.must and amounts.get(job.index, 0) == job.supply)

    def _answer(self) -> Answer:
        laid = [each for room in self.best.laid for each in room]
        value = self.value(self.best)
        return Answer(laid, value, max(self.bound, value))

    def _near(self, prices: Prices, aside: float) -> tuple[list[Job], list[Site]]:
        jobs: list[Job] = []
        self.usable: list[int] = []
        options: list[list[Option]] = [[] for _ in self.rooms]
        first = [all(o.gap != room.gap for o in self.rooms[:n]) for n, room in enumerate(self.rooms)]
        times = prices.times
        for each in self.reach:
            job, must = each.job, each.job.task.must
            base = job.value - prices.units.get(job.platform, 0.0) * each.units
            seconds = job.seconds
            nets = [base - times[room] * seconds for room in each.rooms]
            top = max(nets)
            if not must:
                top = max(0.0, top)
            limit = top - aside / job.shortest
            near = None
            for net, number in zip(nets, each.rooms, strict=True):
                if net >= limit or must:
                    if near is None:
                        near = replace(job, index=len(jobs))
                        jobs.append(near)
                        self.usable.append(each.amount)
                    room = self.rooms[number]
                    window = room.window(job, room.least_switch(job, first=first[number]))
                    most = min(each.amount, job.most_in(window))
                    options[number].append(Option(near, most, job.due < room.end, job.release > room.start))
        by_gap: dict[int, list[int]] = {}
        for number, room in enumerate(self.rooms):
            by_gap.setdefault(room.gap, []).append(number)
        sites = []
        for number, room in enumerate(self.rooms):
            same = by_gap[room.gap]
            at = same.index(number)
            sites.append(Site(number, room, options[number], same[:at], same[at + 1 :]))
            sites[-1].price = times[number]
        return jobs, sites

    def _gains(self, bound: float) -> list[float]:
        bonus = 2 * bound + 100
        return [job.value + (bonus / job.supply if job.task.must else 0.0) for job in self.jobs]

    def _start(self, prices: Prices) -> dict[Hashable, float]:
        start: dict[Hashable, float] = {}
        best = [-inf] * len(self.jobs)
        longest = [1] * len(self.jobs)
        for site in self.sites:
            for option in site.options:
                longest[option.job.index] = max(longest[option.job.index], option.most)
        for site in self.sites:
            price = prices.times[site.number]
            for option in site.options:
                job = option.job
                units = 1 / min(job.supply, longest[job.index]) if job.split else 1.0
                net = job.value - prices.units.get(job.platform, 0.0) * units - price * job.seconds
                best[job.index] = max(best[job.index], net)
        kept = self._kept_beside_switches(best, prices)
        for platform in {job.platform for job in self.jobs}:
            for site in self.sites:
                if site.earlier and platform in site.switches and platform not in site.room.opened:
                    many = 1 + len(site.earlier) + len(site.later)
                    fee = site.switches[platform] * prices.times[site.number] / many
                    if fee > 0:
                        start["ride", site.number, platform] = fee
        must = 0.0
        for job in self.jobs:
            if best[job.index] > 0:
                best[job.index] *= kept.get(job.platform, 1.0)
        for job in self.jobs:
            if job.task.must:
                must = max(must, -best[job.index] * job.supply)
        for job in self.jobs:
            net = best[job.index] * job.supply + (must if job.task.must else 0.0)
            if net > 0:
                start["job", job.index] = net
        for name, price in prices.units.items():
            if price:
                start["cap", name] = price
        if must:
            start["must"] = must
        return start

    def _kept_beside_switches(self, best: Sequence[float], prices: Prices) -> dict[str, float]:
        """Return, by platform, what share of its jobs' gains is left when rooms charge the switch to it.

        No more is taken from the jobs than the best of them that fit one room would owe there.
        """
        kept: dict[str, float] = {}
        for site in self.sites:
            price, many = prices.times[site.number], 1 + len(site.earlier) + len(site.later)
            groups: dict[str, list[tuple[float, float]]] = {}
            for option in site.options:
                job = option.job
                if job.switch and best[job.index] > 0 and job.platform not in site.room.opened:
                    groups.setdefault(job.platform, []).append(
                        (best[job.index] / job.seconds, job.seconds * option.most)
                    )
            for platform, members in groups.items():
                members.sort(reverse=True)
                free, gain = float(site.room.length), 0.0
                for rate, seconds in members:
                    seconds = min(seconds, free)
                    gain += rate * seconds
                    free -= seconds
                    if free <= 0:
                        break
                owed = min(1.0, price * site.switches[platform] / many / gain) if gain > 0 else 1.0
                kept[platform] = max(kept.get(platform, 0.0), 1 - owed)
        return kept

    def _first(self) -> Schedule:
        stock = Stock([job.supply for job in self.jobs], dict(self.caps))
        schedule = Schedule(self.sites, self.gains, stock)
        order = sorted(self.sites, key=lambda site: (len(site.room.has), site.room.length))
        for site in order[:-1]:
            self.filler.fill(schedule, site.number, 0.95)
        if order:
            self.filler.fill(schedule, order[-1].number, 0.0)
        return schedule

    def _with_musts(self) -> Schedule:
        """Return a plan around what must be done, placed by a search of its own."""
        stock = Stock([job.supply for job in self.jobs], dict(self.caps))
        schedule = Schedule(self.sites, self.gains, stock)
        musts = [job for job in self.jobs if job.task.must]
        for number, picks in enumerate(place_musts(self.rooms, musts, self.caps)):
            if picks:
                schedule.put(number, picks, more=False)
        for number, laid in enumerate(schedule.laid):
            picks = merged(laid)
            schedule.clear(number)
            schedule.put(number, picks)
            if not picks:
                self.filler.fill(schedule, number, 0.0)
        return schedule

    def _better(self, schedule: Schedule) -> bool:
        held, best = self.held(schedule), self.held(self.best)
        if held > best or (held == best and schedule.value > self.best.value + 1e-6):
            self.best = schedule
            return True
        return False

    def move(self, chance: Random) -> bool:
        numbers, shares = neighbours(self.sites, chance)
        trial = self.best.copy()
        self.filler.refill(trial, numbers, shares)
        self.relaxation.add_laid(trial.laid, numbers)
        return self._better(trial)

    def combine(self) -> bool:
        """Take the program's fillings, the fullest first, then fill what is left."""
        taken = sorted(
            ((extent, number) for number, extent in self.relaxation.master.taken.items()), reverse=True
        )
        stock = Stock([job.supply for job in self.jobs], dict(self.caps))
        trial = Schedule(self.sites, self.gains, stock)
        done: dict[int, list[Pick]] = {}
        for extent, number in taken:
            room, picks = self.relaxation.fillings[number]
            if room >= 0 and room not in done and (extent >= 0.3 or not done):
                done[room] = picks
        for room in sorted(done):
            trial.put(room, done[room], more=False)
        for site in self.sites:
            if site.number not in done:
                self.filler.fill(trial, site.number, 0.9)
        changed = self._better(trial)
        second = trial.copy()
        order = sorted(self.sites, key=lambda site: second.values[site.number])
        for site in order:
            second.clear(site.number)
            self.filler.fill(second, site.number, 0.0)
        return self._better(second) or changed


def _close(rounds: int) -> float:
    """Return within how much of the bound a plan is good enough after so many rounds."""
    return max([CLOSE, *(close for after, close in LESS_CLOSE if rounds >= after)])
