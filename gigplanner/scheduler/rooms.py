"""Gaps cut into rooms, by the breaks of the work rhythm and by pins; and jobs laid out in a room."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from math import ceil, floor

from msgspec import Struct

from gigplanner.scheduler.downtime import Gap
from gigplanner.scheduler.problem import Job, PlanRules, first_second, last_second

Pick = tuple[Job, int]  # a job and the amount of it


class Room(Struct, frozen=True, eq=False):
    """A free stretch of a gap. Platforms in `opened` need no switch, since a pin before it is on them.

    `wanted` is the platform of the pin that follows at once: the room has to hold the switch to it, unless
    something before is on that platform.
    """

    gap: int
    start: int
    end: int
    has: frozenset[str]
    opened: frozenset[str] = frozenset()
    wanted: str = ""
    wanted_switch: int = 0

    @property
    def length(self) -> int:
        """Its seconds."""
        return self.end - self.start

    def window(self, job: Job, switch: int) -> float:
        """The seconds in which `job` could be worked after `switch` seconds; negative if it could not."""
        if not job.task.needs <= self.has:
            return -1
        return min(self.end, job.due) - max(self.start + switch, job.release)

    def switch_to(self, job: Job) -> int:
        """The seconds of a switch to the job, if nothing but a pin has made it before."""
        return 0 if job.platform in self.opened else job.switch


class Fixed(Struct, frozen=True):
    """Time of a gap that is taken, on a platform; `switch` are the seconds before it to get there."""

    gap: int
    start: int
    end: int
    platform: str
    switch: int = 0


class Laid(Struct, frozen=True):
    """A job in its place."""

    job: Job
    amount: int
    gap: int
    start: int
    end: int


def stretches(gaps: Sequence[Gap], rules: PlanRules) -> list[Room]:
    """Return the gaps in whole seconds, those longer than `work_minutes` cut by breaks of `rest_minutes`."""
    rooms = []
    for index, gap in enumerate(gaps):
        start, end = first_second(gap.start), last_second(gap.end)
        work = max(1, end - start) if rules.work_minutes is None else floor(rules.work_minutes * 60)
        rest = ceil((rules.rest_minutes or 0) * 60)
        while start < end:
            rooms.append(Room(index, start, min(end, start + work), gap.has))
            start += work + rest
    return rooms


def free_rooms(cut: Iterable[Room], fixed: Sequence[Fixed]) -> list[Room]:
    """Return what is left of the stretches in `cut` when the fixed time is taken out."""
    rooms: list[Room] = []
    ordered = sorted(fixed, key=lambda taken: taken.start)
    for stretch in cut:
        here = [taken for taken in ordered if taken.gap == stretch.gap]
        start = stretch.start
        for taken in here:
            if taken.start < stretch.end and taken.end > stretch.start:
                if taken.start > start:
                    rooms.append(_before(stretch, start, taken, here))
                start = max(start, taken.end)
        opened = _opened(here, start)
        # a pin behind the break may need its switch before the break
        behind = [taken for taken in here if taken.start >= stretch.end and taken.platform not in opened]
        end = min([stretch.end, *(taken.start - taken.switch for taken in behind)])
        if start < end:
            rooms.append(Room(stretch.gap, start, end, stretch.has, opened))
    return rooms


def _before(stretch: Room, start: int, taken: Fixed, here: Iterable[Fixed]) -> Room:
    """Return the room that ends where `taken` starts, which wants the switch to it unless that is made."""
    opened = _opened(here, start)
    owed = taken.switch > 0 and taken.platform not in opened
    wanted, switch = (taken.platform, taken.switch) if owed else ("", 0)
    return Room(stretch.gap, start, taken.start, stretch.has, opened, wanted, switch)


def _opened(here: Iterable[Fixed], start: int) -> frozenset[str]:
    return frozenset(taken.platform for taken in here if taken.end <= start)


def first_openers(jobs: Iterable[Job], rooms: Sequence[Room]) -> dict[tuple[int, str], int]:
    """Return, by gap and platform, the number of the first room that holds the switch and a job there.

    Only behind that room can a job there do without the switch.
    """
    by_gap = [list(same) for _, same in groupby(range(len(rooms)), key=lambda number: rooms[number].gap)]
    cut = [numbers for numbers in by_gap if len(numbers) > 1]
    found: dict[tuple[int, str], int] = {}
    for job in jobs if cut else ():
        least = job.length(job.shortest)
        for numbers in cut:
            key = (rooms[numbers[0]].gap, job.platform)
            for number in range(numbers[0], found.get(key, numbers[-1] + 1)):
                if rooms[number].window(job, rooms[number].switch_to(job)) >= least:
                    found[key] = number
                    break
    return found


def least_switch(rooms: Sequence[Room], number: int, job: Job, openers: Mapping[tuple[int, str], int]) -> int:
    """Return the seconds that a switch to the job surely takes in a room; `openers`: see `first_openers`."""
    room = rooms[number]
    return 0 if openers.get((room.gap, job.platform), number) < number else room.switch_to(job)


def lay_out(
    room: Room, picks: Sequence[Pick], opened: Collection[str], wanted: str = ""
) -> list[Laid] | None:
    """Return the picks placed in this order, each as early as it may be; None if one misses its window.

    `opened` platforms need no switch. If the pin that follows is on `wanted`, time for its switch is kept.
    """
    time, there, laid = room.start, set(opened), []
    for job, amount in picks:
        switch = 0 if job.platform in there else job.switch
        start = max(time + switch, job.release)
        end = start + job.length(amount)
        if end > room.end or end > job.due:
            return None
        time = int(end)
        laid.append(Laid(job, amount, room.gap, int(start), time))
        there.add(job.platform)
    if wanted and wanted not in there and time + room.wanted_switch > room.end:
        return None
    return laid
