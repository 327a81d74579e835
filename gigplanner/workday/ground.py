"""What placements are laid on: the gaps left of a day, the open tasks, and the time that switching takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from math import ceil

from msgspec import Struct

from gigplanner.model.errors import GigError
from gigplanner.model.records import PlacedTask, Task
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock
from gigplanner.model.text import quoted
from gigplanner.model.times import Span, without
from gigplanner.scheduler.downtime import Gap

TINY = 1e-6


class Ground(Struct, frozen=True, kw_only=True):
    """The gaps that are left of a day, and the open tasks."""

    gaps: Sequence[Gap]
    tasks: Mapping[str, Task]
    settings: Settings
    now: datetime
    caps: Mapping[str, int] = {}  # units of a platform that the day may hold

    def gap_at(self, instant: datetime) -> Gap | None:
        """The gap in which `instant` lies."""
        return next((gap for gap in self.gaps if instant in gap.span), None)

    def gap_of(self, placed: PlacedTask) -> Gap:
        """The gap in which `placed` begins. Raises GigError if there is none."""
        gap = self.gap_at(placed.start)
        if gap is None:
            raise GigError(f"{quoted(placed.title)} lies in no gap any more: move it to another, or drop it.")
        return gap

    def is_fixed(self, placed: PlacedTask) -> bool:
        """Whether nothing else may move it: it is pinned, or has begun."""
        return placed.pinned or placed.start <= self.now

    def task_of(self, placed: PlacedTask) -> Task:
        """The task that is placed. Raises GigError if it is not open any more, or has begun."""
        task = self.tasks.get(placed.task)
        if task is None:
            raise GigError(f"{quoted(placed.title)} is not in the queue any more.")
        if placed.start <= self.now:
            raise GigError(f"{quoted(placed.title)} has begun: it stays where it is.")
        return task

    def clock(self, instant: datetime) -> str:
        """The wall time of `instant` in words."""
        return show_clock(self.settings.wall(instant))

    def cap_left(self, task: Task, others: Iterable[PlacedTask]) -> int:
        """How many units of `task` may be placed. Raises GigError if its platform's daily cap is reached."""
        if task.platform not in self.caps:
            return task.units
        cap = self.caps[task.platform]
        left = cap - sum(one.units for one in others if one.platform == task.platform)
        if left < 1:
            raise GigError(f"The daily cap of {task.platform}, {cap}, is reached.")
        return left

    # --- switching -------------------------------------------------------------------------------------

    def switch(self, platform: str) -> timedelta:
        """The time to log in to `platform`, up to a whole second; none without a platform."""
        return timedelta(seconds=ceil(self.settings.switch_minutes * 60 - TINY)) if platform else timedelta()

    def switch_at(self, platform: str, start: datetime, others: Iterable[PlacedTask]) -> timedelta:
        """The time to switch before something of `platform` at `start`: none if its gap saw it before."""
        gap = self.gap_at(start)
        if gap is None:
            return timedelta()
        there = (one for one in others if one.platform == platform and gap.start <= one.start < start)
        return timedelta() if any(there) else self.switch(platform)

    def taken(self, placed: PlacedTask, others: Iterable[PlacedTask]) -> Span:
        """The time that a placement takes of its gap, that to switch included.

        Where the gap begins no earlier (it is what is left of one now), one may be switching already.
        """
        gap = self.gap_at(placed.start)
        lead = self.switch_at(placed.platform, placed.start, others)
        return Span(max(gap.start, placed.start - lead) if gap else placed.start, placed.end)

    def free(self, gap: Gap, others: Sequence[PlacedTask], *, since: datetime | None = None) -> list[Span]:
        """What the placements leave of `gap`, in order; with `since` only what lies after it."""
        inside = Span(max(gap.start, since) if since else gap.start, gap.end)
        return without(inside, [self.taken(other, others) for other in others])
