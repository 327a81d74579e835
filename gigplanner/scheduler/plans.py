"""Making plans of jobs: filling rooms one after the other, again and otherwise, and keeping the best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from random import Random

from gigplanner.scheduler.improve import Filler, neighbours
from gigplanner.scheduler.musts import place_musts
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Laid, Pick
from gigplanner.scheduler.schedule import Schedule, Stock, amounts_of, merged
from gigplanner.scheduler.site import Site

TOGETHER = 0.97  # the share of other uses that counts when rooms are filled one after the other
FIRST = 0.95  # the same, in the first plan
LEFT = 0.9  # the same, for the rooms that a program leaves open


class Plans:
    """Plans of some jobs in some rooms; `best` is the best that was put to `better`."""

    def __init__(
        self,
        jobs: Sequence[Job],
        sites: Sequence[Site],
        caps: Mapping[str, int],
        filler: Filler,
        bonus: float,
    ) -> None:
        """`bonus` is what a plan gains by a job that must be done, besides its value."""
        self.jobs, self.sites, self.caps, self.filler = jobs, sites, dict(caps), filler
        self.gains = [job.value + (bonus / job.supply if job.task.must else 0.0) for job in jobs]
        self.musts = [job for job in jobs if job.task.must]
        self.best = self.empty()

    # --- judging ---------------------------------------------------------------------------------------

    @property
    def value(self) -> float:
        """What the best plan brings."""
        return fsum(each.job.value * each.amount for room in self.best.laid for each in room)

    @property
    def held(self) -> int:
        """How many of those that must be done the best plan holds, wholly."""
        return self._held(self.best)

    def better(self, schedule: Schedule) -> bool:
        """Keep a plan if it is better than the best: if it holds more that must be done, or brings more."""
        held, best = self._held(schedule), self.held
        if held > best or (held == best and schedule.value > self.best.value + 1e-6):
            self.best = schedule
            return True
        return False

    def _held(self, schedule: Schedule) -> int:
        if not self.musts:
            return 0
        amounts = amounts_of(schedule.laid)
        return sum(1 for job in self.musts if amounts.get(job.index, 0) == job.supply)

    # --- making ----------------------------------------------------------------------------------------

    def empty(self) -> Schedule:
        """Return a plan with nothing in it."""
        return Schedule(self.sites, self.gains, Stock([job.supply for job in self.jobs], dict(self.caps)))

    def first(self) -> Schedule:
        """Return a plan at once: the rooms that can take the least first."""
        schedule = self.empty()
        order = sorted(self.sites, key=lambda site: (len(site.room.has), site.room.length))
        for site in order[:-1]:
            self.filler.fill(schedule, site.number, FIRST)
        if order:
            self.filler.fill(schedule, order[-1].number, 0.0)
        return schedule

    def with_musts(self) -> Schedule:
        """Return a plan around what must be done, placed by a search of its own."""
        schedule = self.empty()
        rooms = [site.room for site in self.sites]
        for number, picks in enumerate(place_musts(rooms, self.musts, self.caps)):
            if picks:
                schedule.put(number, picks, more=False)
        for number, laid in enumerate(schedule.laid):
            picks = merged(laid)
            schedule.clear(number)
            schedule.put(number, picks)
            if not picks:
                self.filler.fill(schedule, number, 0.0)
        return schedule

    def again(self, laid: Iterable[Sequence[Laid]]) -> Schedule:
        """Return a plan that was made of fewer of the jobs."""
        jobs = {job.task.id: job for job in self.jobs}
        schedule = self.empty()
        for number, room in enumerate(laid):
            schedule.put(number, [(jobs[job.task.id], amount) for job, amount in merged(room)])
        return schedule

    def together(self, chance: Random) -> Schedule:
        """Return rooms filled one after the other, in any order, from what is left."""
        trial = self.empty()
        order = list(range(len(self.sites)))
        chance.shuffle(order)
        for number in order:
            self.filler.fill(trial, number, TOGETHER)
        return trial

    def divided(self, parts: Mapping[tuple[int, int], float]) -> Schedule:
        """Return rooms filled as a program divides the jobs among them: amounts by room and job."""
        kept: list[dict[int, int]] = [{} for _ in self.sites]
        ahead: dict[int, int] = {}
        for (room, index), amount in parts.items():
            if room >= 0 and amount >= 1:
                kept[room][index] = int(amount + 1e-6)
                ahead[index] = ahead.get(index, 0) + kept[room][index]
        trial = self.empty()
        for site in self.sites:
            for index, amount in kept[site.number].items():
                ahead[index] -= amount
            self.filler.fill(trial, site.number, 0.0, ahead)
        return trial

    def moved(self, chance: Random) -> tuple[Schedule, Sequence[int]]:
        """Return the best plan with a few neighbouring rooms filled anew, and which they are."""
        numbers, shares = neighbours(self.sites, chance)
        trial = self.best.copy()
        self.filler.refill(trial, numbers, shares)
        return trial, numbers

    def combined(self, fillings: Mapping[int, list[Pick]]) -> Schedule:
        """Return a plan with these fillings, by room, and the other rooms filled from what they leave."""
        trial = self.empty()
        for room in sorted(fillings):
            trial.put(room, fillings[room], more=False)
        for site in self.sites:
            if site.number not in fillings:
                self.filler.fill(trial, site.number, LEFT)
        return trial

    def refilled(self, schedule: Schedule) -> Schedule:
        """Return a plan with room after room filled anew, the one that brings the least first."""
        again = schedule.copy()
        for site in sorted(self.sites, key=lambda site: again.values[site.number]):
            again.clear(site.number)
            self.filler.fill(again, site.number, 0.0)
        return again
