"""What could be done in a room, and what is chosen of it."""

from __future__ import annotations

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
    """What is best in a room at some profits, the best first, of profit `reached`; none exceeds `bound`."""

    bound: float
    choices: list[Choice]
    reached: float


class Option(Struct):
    """A job that fits a room, `most` of it; with a window that binds there it comes early or late.

    `least` is the shortest chunk of interest, where that is more than the shortest that the rules allow.
    """

    job: Job
    most: int
    early: bool
    late: bool
    least: int = 0
