"""A plan that holds what must be done: a search over the rooms that each such task could go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from gigplanner.scheduler.arranging import arranged
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Pick, Room

MOST_TRIES = 3_000


Way = tuple[tuple[int, int], ...]  # rooms, and how much of a task goes to each


def place_musts(rooms: Sequence[Room], musts: Sequence[Job], caps: Mapping[str, int]) -> list[list[Pick]]:
    """Return, room by room, as many of `musts` as the search finds room for, each as a whole.

    All ways to give the tasks to rooms are tried, the most constrained task first, until one holds them
    all or `MOST_TRIES` are used up. What may be split goes to one room, else to two, else
    to as few as can be.
    """
    ways = {job.index: _ways(rooms, job) for job in musts}
    ordered = sorted(
        (job for job in musts if ways[job.index]),
        key=lambda job: (len(ways[job.index]), job.due, -job.length(job.supply), job.index),
    )
    return _Search(rooms, ordered, ways, caps).run()


def _ways(rooms: Sequence[Room], job: Job) -> list[Way]:
    """Return the ways to do all of a job, those in one room first."""
    longest = [job.most_in(room.window(job, room.switch_to(job))) for room in rooms]
    ways: list[Way] = [((room, job.supply),) for room, most in enumerate(longest) if most >= job.supply]
    if job.split:
        for first, second in combinations(range(len(rooms)), 2):
            most, least = min(job.supply - job.least, longest[first]), job.supply - longest[second]
            ways += [
                ((first, amount), (second, job.supply - amount))
                for amount in dict.fromkeys((most, max(job.least, least)))
                if max(job.least, least) <= amount <= most
            ]
    if job.split and not ways:
        ways += _over_many(longest, job)
    return ways


def _over_many(longest: Sequence[int], job: Job) -> list[Way]:
    """Return a way over as few rooms as can be, the longest first; none if all together are too short."""
    way: list[tuple[int, int]] = []
    left = job.supply
    for room in sorted(range(len(longest)), key=lambda room: (-longest[room], room)):
        most = min(longest[room], left)
        if 0 < left - most < job.least:
            most = left - job.least  # so that what is left is a chunk
        if most < job.least:
            return []
        way.append((room, most))
        left -= most
        if not left:
            return [tuple(way)]
    return []


class _Search:
    """A depth-first search that keeps the best it has seen."""

    def __init__(
        self,
        rooms: Sequence[Room],
        musts: Sequence[Job],
        ways: Mapping[int, Sequence[Way]],
        caps: Mapping[str, int],
    ) -> None:
        self.rooms, self.musts, self.ways, self.caps = rooms, musts, ways, dict(caps)
        self.picks: list[list[Pick]] = [[] for _ in rooms]
        self.best = [list(room) for room in self.picks]
        self.most = self.tries = 0

    def run(self) -> list[list[Pick]]:
        """Return the picks of the most tasks, room by room."""
        self._go_on(0, 0)
        return self.best

    def _go_on(self, number: int, placed: int) -> None:
        if placed > self.most:
            self.most, self.best = placed, [list(room) for room in self.picks]
        hopeless = placed + len(self.musts) - number <= self.most
        if number == len(self.musts) or hopeless or self.tries >= MOST_TRIES:
            return
        job = self.musts[number]
        capped = job.platform in self.caps
        for way in self.ways[job.index]:
            units = sum([job.units(amount) for _, amount in way])
            if capped and self.caps[job.platform] < units:
                continue
            self.tries += 1
            together = {room: [*self.picks[room], (job, amount)] for room, amount in way}
            if not all(self._fits(room, picks) for room, picks in together.items()):
                continue
            before = {room: self.picks[room] for room in together}
            for room, picks in together.items():
                self.picks[room] = picks
            if capped:
                self.caps[job.platform] -= units
            self._go_on(number + 1, placed + 1)
            if capped:
                self.caps[job.platform] += units
            for room, picks in before.items():
                self.picks[room] = picks
        self._go_on(number + 1, placed)

    def _fits(self, number: int, picks: Sequence[Pick]) -> bool:
        room = self.rooms[number]
        return arranged(room, picks, room.opened)[0] is not None
