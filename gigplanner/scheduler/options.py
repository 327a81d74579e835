"""What could be done in a room, and what is chosen of it."""

from __future__ import annotations

from math import inf

from msgspec import Struct

from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Pick

Access = tuple[int, float, bool]  # a way onto a platform: seconds, price, whether it opens it for later rooms


class Choice(Struct):
    """Picks for a room, and the platforms that they open there or use because an earlier room opened them."""

    picks: list[Pick]
    opens: list[str]
    rides: list[str]


class Filling(Struct):
    """What is best in a room at some profits, the best first. No choice has more profit than `bound`.

    `fit` is the best of those that are not too long, of profit `reached`.
    """

    bound: float
    choices: list[Choice]
    fit: Choice | None
    reached: float


class Option(Struct):
    """A job that fits a room, `most` of it; with a window that binds there it comes early or late."""

    job: Job
    most: int
    early: bool
    late: bool


class Wall(Struct):
    """What is due by `due` and released at `release` or later has `space` seconds, at a price for each."""

    due: float
    release: float
    space: float
    price: float = 0.0

    def holds(self, job: Job) -> bool:
        """Whether the job has to be done within this wall."""
        return job.due <= self.due and job.release >= self.release if self.due == inf else job.due <= self.due
