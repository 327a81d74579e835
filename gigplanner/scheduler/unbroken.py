"""A day without its breaks: a problem that is easier to prove, and whose bound holds for the day as it is.

Where breaks cut a gap into rooms, fractions of a switch that other rooms ride on make bounds of rooms loose.
Put together, the rooms have one switch; only what a break would cut in two may now lie where it could not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.scheduler.prices import Reach
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Laid, Pick, Room


class Unbroken(Struct):
    """The day: rooms put together, jobs with windows in the time that is left, and where each may be done."""

    jobs: list[Job]
    rooms: list[Room]
    where: dict[int, list[int]]  # by job: the rooms of which it fits a part
    parts: list[
        list[tuple[int, int, int]]
    ]  # of each room: the number of a room of the day, its start and end

    def cut(self, laid: Sequence[Sequence[Laid]], jobs: Mapping[str, Job]) -> dict[int, list[Pick]]:
        """Return, by room of the day, what a plan of this day does in it without a break coming between.

        `jobs` are those that count in the day, by task.
        """
        return {
            number: [
                (jobs[each.job.task.id], amount)
                for each in there
                if each.job.task.id in jobs and (amount := _between(each, start, end))
            ]
            for there, parts in zip(laid, self.parts, strict=True)
            for number, start, end in parts
        }


def _between(laid: Laid, start: int, end: int) -> int:
    """Return how much of a job is done from a start to an end; nothing if it is too little to place."""
    job, begin, stop = laid.job, max(start, laid.start), min(end, laid.end)
    if job.split:
        amount = stop - begin
    else:
        amount = job.most_in(stop - laid.start) - ceil((begin - laid.start) / job.seconds - 1e-9)
    amount = min(amount, laid.amount)
    return amount if amount >= job.least else 0


def without_breaks(reach: Sequence[Reach], rooms: Sequence[Room]) -> Unbroken | None:
    """Return the day without the breaks between rooms; None if there are none.

    Every plan of the day is one of this day too: what is done keeps its length and order, and its window.
    """
    runs = _runs(rooms)
    if len(runs) == len(rooms):
        return None
    joined = [
        replace(
            rooms[run[0]],
            end=rooms[run[0]].start + sum([rooms[number].length for number in run]),
            wanted=rooms[run[-1]].wanted,
            wanted_switch=rooms[run[-1]].wanted_switch,
        )
        for run in runs
    ]
    begins = [
        accumulate([rooms[number].length for number in run], initial=rooms[run[0]].start) for run in runs
    ]
    parts = [
        [(number, start, start + rooms[number].length) for number, start in zip(run, begin, strict=False)]
        for run, begin in zip(runs, begins, strict=True)
    ]
    part_of = {number: at for at, run in enumerate(runs) for number in run}
    time = _Time([[rooms[number] for number in run] for run in runs])
    return Unbroken(
        [
            replace(each.job, release=time.left(each.job.release), due=time.left(each.job.due))
            for each in reach
        ],
        joined,
        {each.job.index: sorted({part_of[number] for number in each.rooms}) for each in reach},
        parts,
    )


def _runs(rooms: Sequence[Room]) -> list[list[int]]:
    """Return the numbers of rooms between which there is nothing but breaks."""
    runs: list[list[int]] = []
    for number, room in enumerate(rooms):
        before = rooms[number - 1] if number else None
        if before and before.gap == room.gap and not before.wanted and before.opened == room.opened:
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


class _Time:
    """When an instant comes in a day whose rooms follow each other without breaks."""

    def __init__(self, runs: Sequence[Sequence[Room]]) -> None:
        self.runs = [
            (run, list(accumulate([room.length for room in run], initial=run[0].start))) for run in runs
        ]

    def left(self, at: float) -> float:
        """Return when it comes; of an instant in a break, when the work before it ends."""
        for run, begins in self.runs:
            if run[0].start < at < run[-1].end:
                return max(
                    begin + min(at - room.start, room.length)
                    for room, begin in zip(run, begins, strict=False)
                    if room.start <= at
                )
        return at
