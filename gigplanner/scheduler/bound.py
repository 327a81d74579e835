"""An upper bound on the value of any plan, by Lagrangian relaxation.

Give the time of every room a price per second, and every unit on a capped platform a price besides. Then no
plan can be worth more than the rooms' time and the caps at these prices, plus what each task, placed where
time is cheapest, brings beyond them. That holds at any prices; subgradient steps (Polyak's) look for good
ones. Switches are left out and tasks may be cut, which only makes the bound higher.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from gigplanner.scheduler.problem import Job, Room

MOST_STEPS = 80
CLOSE_ENOUGH = 1.001  # of the plan's value: no need to look for better prices
_ROUNDING = 1 + 1e-9  # sums of floats may be a little low


class _Demand(Struct):
    """Tasks that can be placed in the same `rooms` and have no cap: sums over them, best rate first."""

    rooms: list[int]
    rates: list[float]  # negative, so that they ascend
    values: list[float]
    seconds: list[float]


class _Capped(Struct):
    """A task on a capped platform."""

    rooms: list[int]
    platform: int
    value: float
    seconds: float
    units: float
    amount: float


def upper_bound(
    jobs: Sequence[Job], rooms: Sequence[Room], caps: dict[str, int], left: dict[int, int], reached: float
) -> float:
    """Return a value that no placing of `jobs` in `rooms` exceeds. `reached`: the value of a known plan."""
    demands, singles = _demands(jobs, rooms, caps, left)
    if not demands and not singles:
        return 0.0
    problem = _Prices(rooms, [float(caps[name]) for name in sorted(caps)], demands, singles)
    return problem.best(reached) * _ROUNDING


def _demands(
    jobs: Sequence[Job], rooms: Sequence[Room], caps: dict[str, int], left: dict[int, int]
) -> tuple[list[_Demand], list[_Capped]]:
    numbers = {name: number for number, name in enumerate(sorted(caps))}
    by_rooms: dict[tuple[int, ...], list[tuple[Job, float]]] = {}
    singles = []
    for job in jobs:
        if job.value <= 0 or left[job.index] < job.least or caps.get(job.task.platform) == 0:
            continue
        windows = [room.window(job) for room in rooms]
        least = job.length(job.least)
        where = tuple(number for number, window in enumerate(windows) if window >= least)
        amount = min(left[job.index], sum(job.most_in(windows[number]) for number in where))
        if not where:
            continue
        platform = numbers.get(job.task.platform)
        if platform is None:
            by_rooms.setdefault(where, []).append((job, amount))
        else:
            # a chunk uses up one unit whatever its length: only a whole task surely does
            units = 1 / left[job.index] if job.split else 1.0
            singles.append(_Capped(list(where), platform, job.value, job.seconds, units, amount))
    demands = []
    for where, members in by_rooms.items():
        members.sort(key=lambda member: -member[0].rate)
        demands.append(
            _Demand(
                list(where),
                [-job.rate for job, _ in members],
                [0.0, *accumulate(job.value * amount for job, amount in members)],
                [0.0, *accumulate(job.seconds * amount for job, amount in members)],
            )
        )
    return demands, singles


class _Prices:
    """The relaxed problem, and the search for the prices at which it is lowest."""

    def __init__(
        self, rooms: Sequence[Room], caps: list[float], demands: list[_Demand], singles: list[_Capped]
    ) -> None:
        self.lengths = [float(room.length) for room in rooms]
        self.caps, self.demands, self.singles = caps, demands, singles

    def best(self, reached: float) -> float:
        """Return the lowest bound found."""
        times = [self._common_price()] * len(self.lengths)
        units = [0.0] * len(self.caps)
        lowest = float("inf")
        eagerness = 1.0
        since = 0
        for _ in range(MOST_STEPS):
            bound, time_slack, unit_slack = self._at(times, units)
            since = 0 if bound < lowest * 0.9999 else since + 1
            lowest = min(lowest, bound)
            if lowest <= reached * CLOSE_ENOUGH or eagerness < 0.02:
                break
            if since >= 5:
                eagerness, since = eagerness / 2, 0
            # minutes and units are of like size: without this, time would drown the caps
            norm = sum((slack / 60) ** 2 for slack in time_slack) + sum(slack**2 for slack in unit_slack)
            if norm < 1e-12:
                break
            stride = eagerness * max(bound - reached, lowest * 1e-4) / norm
            times = [max(0.0, p - stride * slack / 3600) for p, slack in zip(times, time_slack, strict=True)]
            units = [max(0.0, p - stride * slack) for p, slack in zip(units, unit_slack, strict=True)]
        return lowest

    def _common_price(self) -> float:
        """The price of a second at which all tasks together just fill all rooms together."""
        tasks = [
            (rate, seconds - before)
            for demand in self.demands
            for rate, before, seconds in zip(demand.rates, demand.seconds, demand.seconds[1:], strict=False)
        ]
        tasks += [(-one.value / one.seconds, one.seconds * one.amount) for one in self.singles]
        free = sum(self.lengths)
        for rate, seconds in sorted(tasks):
            free -= seconds
            if free < 0:
                return -rate
        return 0.0

    def _at(self, times: list[float], units: list[float]) -> tuple[float, list[float], list[float]]:
        """Return the bound at these prices, and how much of each room and cap is left over (or overdrawn)."""
        time_slack, unit_slack = list(self.lengths), list(self.caps)
        bound = sum(p * length for p, length in zip(times, self.lengths, strict=True))
        bound += sum(p * cap for p, cap in zip(units, self.caps, strict=True))
        for demand in self.demands:
            price, share = self._cheapest(demand.rooms, times)
            number = bisect_left(demand.rates, -price)
            bound += demand.values[number] - price * demand.seconds[number]
            for room, part in share:
                time_slack[room] -= demand.seconds[number] * part
        for one in self.singles:
            price, share = self._cheapest(one.rooms, times)
            gain = one.value - units[one.platform] * one.units - price * one.seconds
            if gain > 0:
                bound += gain * one.amount
                unit_slack[one.platform] -= one.units * one.amount
                for room, part in share:
                    time_slack[room] -= one.seconds * one.amount * part
        return bound, time_slack, unit_slack

    def _cheapest(self, rooms: list[int], times: list[float]) -> tuple[float, list[tuple[int, float]]]:
        """Return the lowest price among `rooms`, and the rooms that have it with their shares of time."""
        price = min(times[room] for room in rooms)
        cheap = [room for room in rooms if times[room] <= price * (1 + 1e-12)]
        total = sum(self.lengths[room] for room in cheap)
        return price, [(room, self.lengths[room] / total) for room in cheap]
