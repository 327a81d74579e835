"""Gaps cut into rooms: by the breaks of the work rhythm, and by what has a fixed place already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, floor

from msgspec import Struct

from gigplanner.scheduler.downtime import Gap
from gigplanner.scheduler.problem import Job, PlanRules, Room, first_second, last_second

Pick = tuple[Job, int]  # a job and the amount of it


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

    @property
    def fixed(self) -> Fixed:
        """The time it takes, as time that is taken."""
        return Fixed(self.gap, self.start, self.end, self.job.task.platform, self.job.switch)


def stretches(gaps: Sequence[Gap], rules: PlanRules) -> list[Room]:
    """Return the gaps in whole seconds, those longer than `work_minutes` cut by breaks of `rest_minutes`."""
    rooms = []
    for index, gap in enumerate(gaps):
        start, end = first_second(gap.start), last_second(gap.end)
        work = end - start if rules.work_minutes is None else floor(rules.work_minutes * 60)
        rest = ceil((rules.rest_minutes or 0) * 60)
        while start < end:
            rooms.append(Room(index, start, min(end, start + work), gap.has))
            start += work + rest
    return rooms


def free_rooms(stretches: Iterable[Room], fixed: Sequence[Fixed]) -> list[Room]:
    """Return what is left of `stretches` when the fixed time, and the switch before each of it, is cut out.

    A platform is open in what follows fixed time on it in the same stretch.
    """
    rooms = []
    for stretch in stretches:
        start, opened = stretch.start, frozenset[str]()
        for taken in _within(stretch, fixed):
            switch = 0 if taken.platform in opened else taken.switch
            if taken.start - switch > start:
                rooms.append(Room(stretch.gap, start, taken.start - switch, stretch.has, opened))
            start, opened = max(start, taken.end), opened | {taken.platform}
        if start < stretch.end:
            rooms.append(Room(stretch.gap, start, stretch.end, stretch.has, opened))
    return rooms


def widest_rooms(stretches: Iterable[Room], fixed: Sequence[Fixed]) -> list[Room]:
    """Return rooms at least as roomy as those of any plan that keeps to the rules: for the bound.

    Only what comes first in a gap surely pays a switch, and none is kept free before fixed time.
    """
    rooms: list[Room] = []
    seen: set[int] = set()
    for stretch in stretches:
        start, all_open = stretch.start, stretch.gap in seen
        seen.add(stretch.gap)
        for taken in _within(stretch, fixed):
            if taken.start > start:
                rooms.append(Room(stretch.gap, start, taken.start, stretch.has, all_open=all_open))
            start, all_open = max(start, taken.end), True
        if start < stretch.end:
            rooms.append(Room(stretch.gap, start, stretch.end, stretch.has, all_open=all_open))
    return rooms


def lay_out(room: Room, picks: Sequence[Pick]) -> list[Laid] | None:
    """Return the picks placed in this order, each as early as it may be; None if one misses its window."""
    time, opened, laid = room.start, set(room.opened), []
    for job, amount in picks:
        platform = job.task.platform
        switch = 0 if room.all_open or platform in opened else job.switch
        start = max(time + switch, job.release)
        end = start + job.length(amount)
        if end > min(room.end, job.due):
            return None
        laid.append(Laid(job, amount, room.gap, int(start), int(end)))
        time = int(end)
        opened.add(platform)
    return laid


def _within(stretch: Room, fixed: Sequence[Fixed]) -> list[Fixed]:
    touching = [taken for taken in fixed if taken.start < stretch.end and taken.end > stretch.start]
    return sorted(touching, key=lambda taken: taken.start)
