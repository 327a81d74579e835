"""What a second of each room and a unit under each cap are worth: a first bound, by Lagrangian relaxation.

At any prices no plan can be worth more than the rooms' time and the caps cost, plus what each task, placed
where time is cheapest, brings beyond that. Subgradient steps look for prices at which this is low: Polyak's,
aimed at a level that rises as steps lead nowhere (Goffin & Kiwiel 1999). Switches are left out and tasks may
be cut, which only makes the bound higher.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from math import fsum

from msgspec import Struct

from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Room, first_openers, least_switch

STEPS = 60
FIRST_HOPE = 0.2  # of the lowest bound so far: how far below it steps aim at first
LESS_HOPE = 0.35  # of that, after PATIENCE steps that led nowhere
PATIENCE = 5
LEAST_HOPE = 1e-3
NEWEST = 0.4  # the weight of the last step in their running direction
_ROUNDING = 1e-9  # sums of floats may be a little low


class Reach(Struct):
    """A job, the rooms it fits, the most that could be done of it, and the units it takes of a cap."""

    job: Job
    rooms: tuple[int, ...]
    windows: Sequence[float]  # by room: the seconds in which it could be worked there
    amount: int
    units: float  # an amount of one surely takes of its platform's cap


class Prices(Struct):
    """Prices of a second by room, of a unit by capped platform, and the bound they prove."""

    times: list[float]
    units: dict[str, float]
    bound: float

    def nets(self, reach: Reach) -> list[float]:
        """What an amount of one of the job brings, in each room it fits, beyond what it takes there."""
        job, times = reach.job, self.times
        left, seconds = job.value - self.units.get(job.platform, 0.0) * reach.units, job.seconds
        return [left - times[room] * seconds for room in reach.rooms]


class _Point(Struct):
    """Prices, their bound, and how much of each room and cap is left over at them (or overdrawn)."""

    times: list[float]
    units: list[float]
    bound: float
    time_slack: list[float]
    unit_slack: list[float]


class _Demand(Struct):
    """Jobs that fit the same rooms and have no cap: sums over them, best rate first."""

    rooms: tuple[int, ...]
    rates: list[float]  # negative, so that they ascend
    values: list[float]
    seconds: list[float]


def reaches(
    jobs: Sequence[Job],
    rooms: Sequence[Room],
    caps: Mapping[str, int],
    within: Mapping[int, Collection[int]] | None = None,
) -> list[Reach]:
    """Return the jobs that fit some room, each with those rooms; if given, of those `within` names by job."""
    jobs = [job for job in jobs if caps.get(job.platform) != 0]
    openers = first_openers(jobs, rooms)
    windows: dict[tuple[object, ...], list[float]] = {}
    found = []
    for job in jobs:
        cap = caps.get(job.platform)
        key = (job.task.needs, job.platform, job.release, job.due)
        known = windows.get(key)
        if known is None:
            known = windows[key] = [
                room.window(job, least_switch(rooms, number, job, openers))
                for number, room in enumerate(rooms)
            ]
        least = job.length(job.shortest)
        there = within[job.index] if within else range(len(rooms))
        where = tuple([number for number in there if known[number] >= least])
        if where:
            amount = job.supply if cap is None or job.split else min(job.supply, cap)
            most = min(amount, sum([job.most_in(known[number]) for number in where]))
            longest = max([known[number] for number in where])
            units = 1 / min(job.supply, max(1, job.most_in(longest))) if job.split else 1.0
            found.append(Reach(job, where, known, most, units))
    return found


def find_prices(
    reach: Sequence[Reach], rooms: Sequence[Room], caps: Mapping[str, int], *, forced: bool
) -> Prices:
    """Return prices with a low bound. If `forced`, whatever must be done is done, whatever it brings."""
    return _Search(reach, rooms, caps, forced=forced).run()


class _Search:
    def __init__(
        self, reach: Sequence[Reach], rooms: Sequence[Room], caps: Mapping[str, int], *, forced: bool
    ) -> None:
        self.lengths = [float(room.length) for room in rooms]
        used = {each.job.platform for each in reach}
        self.names = sorted(name for name in caps if name in used)
        self.caps = [float(caps[name]) for name in self.names]
        numbers = {name: number for number, name in enumerate(self.names)}
        by_rooms: dict[tuple[int, ...], list[Reach]] = {}
        self.singles: list[tuple[tuple[int, ...], int, float, float, float, int, bool]] = []
        for each in reach:
            job = each.job
            must = forced and job.task.must
            if job.value <= 0 and not must:
                continue
            if must or job.platform in numbers:
                cap = numbers.get(job.platform, -1)
                amount = job.supply if must else each.amount
                self.singles.append((each.rooms, cap, job.value, job.seconds, each.units, amount, must))
            else:
                by_rooms.setdefault(each.rooms, []).append(each)
        self.demands = []
        for where, members in by_rooms.items():
            members.sort(key=lambda member: -member.job.rate)
            self.demands.append(
                _Demand(
                    where,
                    [-member.job.rate for member in members],
                    [0.0, *accumulate(member.job.value * member.amount for member in members)],
                    [0.0, *accumulate(member.job.seconds * member.amount for member in members)],
                )
            )

    def run(self) -> Prices:
        """Take the subgradient steps; return the best prices seen."""
        times, units = [self._common_price()] * len(self.lengths), [0.0] * len(self.caps)
        best = self._at(times, units)
        here, drift = best, (best.time_slack, best.unit_slack)
        hoped, since = FIRST_HOPE, 0
        for _ in range(STEPS):
            times, units = self._stepped(here, drift, best.bound * (1 - hoped))
            here = self._at(times, units)
            since = 0 if here.bound < best.bound * (1 - 0.1 * hoped) else since + 1
            if here.bound < best.bound:
                best = here
            if since < PATIENCE:
                drift = _mixed(here.time_slack, drift[0]), _mixed(here.unit_slack, drift[1])
                continue
            # so much lower it is not: hope for less, from the best prices on
            hoped, since = hoped * LESS_HOPE, 0
            here, drift = best, (best.time_slack, best.unit_slack)
            if hoped < LEAST_HOPE:
                break
        bound = best.bound + abs(best.bound) * _ROUNDING
        return Prices(best.times, dict(zip(self.names, best.units, strict=True)), bound)

    def _stepped(
        self, here: _Point, drift: tuple[list[float], list[float]], aim: float
    ) -> tuple[list[float], list[float]]:
        """Return prices stepped against what was left over, so far as would lead down to `aim`."""
        # minutes and units are of like size: without this, time would drown the caps
        times = [0.0 if p <= 0 < slack else slack / 60 for p, slack in zip(here.times, drift[0], strict=True)]
        units = [0.0 if p <= 0 < slack else slack for p, slack in zip(here.units, drift[1], strict=True)]
        norm = fsum([slack * slack for slack in times]) + fsum([slack * slack for slack in units])
        stride = (here.bound - aim) / norm if norm > 1e-12 else 0.0
        return (
            [max(0.0, p - stride * slack / 60) for p, slack in zip(here.times, times, strict=True)],
            [max(0.0, p - stride * slack) for p, slack in zip(here.units, units, strict=True)],
        )

    def _common_price(self) -> float:
        """The price of a second at which all tasks together just fill all rooms together."""
        tasks = [
            (rate, seconds - before)
            for demand in self.demands
            for rate, before, seconds in zip(demand.rates, demand.seconds, demand.seconds[1:], strict=False)
        ]
        tasks += [(-value / seconds, seconds * amount) for _, _, value, seconds, _, amount, _ in self.singles]
        free = sum(self.lengths)
        for rate, seconds in sorted(tasks):
            free -= seconds
            if free < 0:
                return max(0.0, -rate)
        return 0.0

    def _at(self, times: list[float], units: list[float]) -> _Point:
        """Return the bound at these prices, and how much of each room and cap is left over (or overdrawn)."""
        time_slack, unit_slack = list(self.lengths), list(self.caps)
        bound = fsum(p * length for p, length in zip(times, self.lengths, strict=True))
        bound += fsum(p * cap for p, cap in zip(units, self.caps, strict=True))
        cheapest: dict[tuple[int, ...], tuple[float, list[tuple[int, float]]]] = {}
        for demand in self.demands:
            price, share = cheapest[demand.rooms] = self._cheapest(demand.rooms, times)
            number = bisect_left(demand.rates, -price)
            bound += demand.values[number] - price * demand.seconds[number]
            for room, part in share:
                time_slack[room] -= demand.seconds[number] * part
        for where, cap, value, seconds, each, amount, must in self.singles:
            if where not in cheapest:
                cheapest[where] = self._cheapest(where, times)
            price, share = cheapest[where]
            gain = value - price * seconds - (units[cap] * each if cap >= 0 else 0.0)
            if gain > 0 or must:
                bound += gain * amount
                if cap >= 0:
                    unit_slack[cap] -= each * amount
                for room, part in share:
                    time_slack[room] -= seconds * amount * part
        return _Point(times, units, bound, time_slack, unit_slack)

    def _cheapest(self, where: Sequence[int], times: list[float]) -> tuple[float, list[tuple[int, float]]]:
        """Return the lowest price among rooms, and the rooms that have it with their shares of time."""
        price = min([times[room] for room in where])
        cheap = [room for room in where if times[room] <= price * (1 + 1e-12)]
        total = sum([self.lengths[room] for room in cheap])
        return price, [(room, self.lengths[room] / total) for room in cheap]


def _mixed(new: Sequence[float], before: Sequence[float]) -> list[float]:
    return [NEWEST * a + (1 - NEWEST) * b for a, b in zip(new, before, strict=True)]
