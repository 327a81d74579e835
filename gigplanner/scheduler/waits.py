"""How long until the next order: typical at first, then learned from the person's own waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from math import exp, inf, isfinite, log
from operator import attrgetter

from msgspec import Struct

from gigplanner.model.errors import BadInput
from gigplanner.model.shiftlog import Wait
from gigplanner.scheduler.learning import NO_HOURS, binned, fitted, paces
from gigplanner.scheduler.regime import TYPICAL_TIE, next_score, tie_of
from gigplanner.scheduler.survival import SHORTEST, Curve, Rest, fresh_rest, log_tail, normal_score, shifted

__all__ = ["Wait", "WaitModel"]

PERSONAL_FROM = 3  # waits, before a figure may be called the person's own
TIED_WAITS = 2000  # the last ones, that say how far the waits of one shift resemble each other


class WaitModel(Struct, frozen=True):
    """What is known of the person's waits. Made by `prior` or `learn`."""

    curve: Curve
    based_on: int  # waits
    hours: tuple[float, ...] = NO_HOURS  # by hour in UTC: orders come so many times as often as on the whole
    tie: float = TYPICAL_TIE  # correlation of a wait with the next one of its shift

    @classmethod
    def prior(cls) -> WaitModel:
        """Return the model of a person of whom nothing is known: the typical curve, median 4.8 minutes."""
        return _typical()

    @classmethod
    def learn(cls, waits: Iterable[Wait]) -> WaitModel:
        """Return the model after `waits`, in any order; one that no order ended counts as longer than it was.

        Raises BadInput for a wait of negative or endless length.
        """
        known = sorted(waits, key=attrgetter("start"))
        if not known:
            return _typical()
        if not all(0 <= wait.minutes < inf for wait in known):
            raise BadInput("A wait must last 0 minutes or more.")
        bins = binned(known)
        hours = paces(bins, fitted(bins, NO_HOURS))
        curve = fitted(bins, hours)
        last = known[-TIED_WAITS:]
        tie = tie_of(last, [_score(curve, _pace(hours, wait.start), wait) for wait in last])
        return cls(curve, len(known), hours, tie)

    @property
    def personal(self) -> bool:
        """Whether it rests on enough waits to be called the person's own."""
        return self.based_on >= PERSONAL_FROM

    def survival(
        self,
        minutes: float,
        *,
        waited: float = 0.0,
        at: datetime | None = None,
        recent: Sequence[float] = (),
    ) -> float:
        """Return the chance to be still waiting `minutes` from now, having waited `waited` minutes.

        `at` is the time of day it is asked for; `recent` are this shift's last waits in minutes, latest last.
        """
        return self.remaining([minutes], waited=waited, at=at, recent=recent)[0]

    def remaining(
        self,
        lengths: Sequence[float],
        *,
        waited: float = 0.0,
        at: datetime | None = None,
        recent: Sequence[float] = (),
    ) -> list[float]:
        """Return `survival` for each of `lengths`, for little more than the price of one."""
        curve = self.curve_for(waited, at, recent)
        now = curve.hazard(waited)
        return [exp(min(0.0, now - curve.hazard(waited + max(0.0, length)))) for length in lengths]

    def quantile(
        self,
        p: float,
        *,
        waited: float = 0.0,
        at: datetime | None = None,
        recent: Sequence[float] = (),
    ) -> float:
        """Return the minutes from now within which the wait ends with probability `p`; a week at most."""
        if not 0 <= p < 1:
            raise BadInput("A quantile must be at least 0 and below 1.")
        curve = self.curve_for(waited, at, recent)
        return max(0.0, curve.time_of(curve.hazard(waited) - log(1 - p)) - waited) if p else 0.0

    def rest(self, *, waited: float, at: datetime | None = None, recent: Sequence[float] = ()) -> Rest:
        """Return the rest of the wait as tables, for many questions about it."""
        return Rest(self.curve_for(waited, at, recent), waited)

    def next_wait(self, *, at: datetime | None = None) -> Rest:
        """Return a wait still to come as tables; this shift's regime will have faded by then."""
        return fresh_rest(self.curve_for(0.0, at, ()))

    def curve_for(self, waited: float, at: datetime | None, recent: Sequence[float]) -> Curve:
        """Return the curve of the whole wait, its first minutes included, in this hour of this shift."""
        if not (isfinite(waited) and waited >= 0):
            raise BadInput("The minutes waited must be 0 or more.")
        curve = self.curve.faster(_pace(self.hours, at) if at else 1.0)
        if not recent or not self.tie:
            return curve
        scores = [normal_score(curve.hazard(max(SHORTEST, minutes))) for minutes in recent]
        return shifted(curve, *next_score(scores, self.tie))


@cache
def _typical() -> WaitModel:
    return WaitModel(fitted([], NO_HOURS), 0)


def _pace(hours: Sequence[float], at: datetime) -> float:
    return hours[at.astimezone(UTC).hour]


def _score(curve: Curve, pace: float, wait: Wait) -> float:
    """Return a wait's normal score; the mean of all longer ones if it was broken off."""
    score = normal_score(pace * curve.hazard(max(SHORTEST, wait.minutes)))
    if wait.ended_by_order:
        return score
    return exp(-score * score / 2 - log_tail(score)) / 2.5066282746310002  # √2π: the inverse of Mills' ratio
