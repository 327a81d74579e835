"""A plan that holds what must be done: a search over the rooms that each such task could go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gigplanner.scheduler.arranging import arranged
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Pick, Room

MOST_TRIES = 3_000


def place_musts(rooms: Sequence[Room], musts: Sequence[Job], caps: Mapping[str, int]) -> list[list[Pick]]:
    """Return, room by room, as many of `musts` as the search finds room for, each whole in one room.

    All ways to give the tasks to rooms are tried, the most constrained task first, until one holds them
    all or `MOST_TRIES` are used up.
    """
    choices = {
        job.index: [
            number
            for number, room in enumerate(rooms)
            if room.window(job, room.least_switch(job, first=True)) >= job.length(job.supply)
        ]
        for job in musts
    }
    ordered = sorted(
        (job for job in musts if choices[job.index]),
        key=lambda job: (len(choices[job.index]), job.due, -job.length(job.supply), job.index),
    )
    return _Search(rooms, ordered, choices, caps).run()


class _Search:
    """A depth-first search that keeps the best it has seen."""

    def __init__(
        self,
        rooms: Sequence[Room],
        musts: Sequence[Job],
        choices: Mapping[int, Sequence[int]],
        caps: Mapping[str, int],
    ) -> None:
        self.rooms, self.musts, self.choices, self.caps = rooms, musts, choices, dict(caps)
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
        units = job.units(job.supply)
        capped = job.platform in self.caps
        if not capped or self.caps[job.platform] >= units:
            for choice in self.choices[job.index]:
                self.tries += 1
                room, before = self.rooms[choice], self.picks[choice]
                together = [*before, (job, job.supply)]
                laid, _ = arranged(room, together, room.opened)
                if laid is None:
                    continue
                self.picks[choice] = together
                if capped:
                    self.caps[job.platform] -= units
                self._go_on(number + 1, placed + 1)
                if capped:
                    self.caps[job.platform] += units
                self.picks[choice] = before
        self._go_on(number + 1, placed)
