"""A survival curve as a table: how many orders are to be expected by when, and what that says of a wait.

A curve is its cumulative hazard H at fixed `TIMES`, straight between them: P(longer than t) = exp(−H(t)).
The times lie close together where waits end and reach to a week.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from math import erfc, exp, expm1, inf, log, pi, sqrt
from statistics import NormalDist

from msgspec import Struct

SHORTEST = 1 / 60  # minutes
LONGEST = 7 * 24 * 60.0
_FINEST = 0.05  # minutes
_STEP = 1.08
TIMES = (0.0, *(_FINEST * _STEP**step for step in range(160)))  # 0 … 10,300 minutes
_LOG_STEP = log(_STEP)
_FAR_OUT = 600.0  # beyond this hazard exp(−H) nears the smallest float


class Curve(Struct, frozen=True):
    """The cumulative hazard at each of `TIMES`, never falling."""

    hazards: tuple[float, ...]

    def hazard(self, minutes: float) -> float:
        """Return H at `minutes`; beyond the table it goes on as steeply as it ended."""
        cell = min(cell_of(minutes), len(TIMES) - 2)
        start, end = TIMES[cell], TIMES[cell + 1]
        before, after = self.hazards[cell], self.hazards[cell + 1]
        return before + (after - before) * (minutes - start) / (end - start)

    def time_of(self, hazard: float) -> float:
        """Return the minutes by which H has reached `hazard`; a week at most."""
        place = bisect_left(self.hazards, hazard)
        if place == 0:
            return 0.0
        if place == len(TIMES):
            return LONGEST
        before, after = self.hazards[place - 1], self.hazards[place]
        part = (hazard - before) / (after - before)
        return min(LONGEST, TIMES[place - 1] + part * (TIMES[place] - TIMES[place - 1]))

    def faster(self, pace: float) -> Curve:
        """Return the curve with orders coming `pace` times as often."""
        return self if pace == 1 else Curve(tuple(pace * hazard for hazard in self.hazards))


@lru_cache(maxsize=16)
def shifted(curve: Curve, mean: float, spread: float) -> Curve:
    """Return the curve of waits whose normal scores have this mean and spread, and not 0 and 1.

    The curves of a few waits are remembered: within one, a choice is made every few minutes.
    """
    moved = [log_tail((normal_score(hazard) - mean) / spread) for hazard in curve.hazards[1:]]
    return Curve((0.0, *accumulate((max(0.0, -tail) for tail in moved), max)))


class Rest:
    """The rest of a wait that has gone on for a while: its survival and its mean, as tables from now on."""

    ceiling_step = 0.5  # minutes
    # minutes from now; the first cells are those of a short task, the last of half a day
    times = (0.0, *(0.1 * 1.06**step for step in range(150)))

    def __init__(self, curve: Curve, waited: float) -> None:
        self._curve, self._waited = curve, waited
        self.chances = [self.chance(time) for time in self.times]
        steps = zip(pairwise(self.times), pairwise(self.chances), strict=True)
        areas = ((end - start) * (before + after) / 2 for (start, end), (before, after) in steps)
        self.means = [0.0, *accumulate(areas)]

    @cached_property
    def ceilings(self) -> list[float]:
        """By minutes in steps of `ceiling_step`: chance over mean, a rate that no longer task has."""
        looked_up = (self.look_up(cell * self.ceiling_step) for cell in range(1, 120))
        rates = [chance / mean for chance, mean in looked_up]
        return [inf, *accumulate(rates, min)]

    def chance(self, minutes: float) -> float:
        """Return the chance that the wait lasts `minutes` more, not rounded to the tables."""
        past = self._curve.hazard(self._waited)
        return exp(min(0.0, past - self._curve.hazard(self._waited + minutes)))

    def look_up(self, minutes: float) -> tuple[float, float]:
        """Return the chance that the wait lasts `minutes` more, and the mean of min(minutes, rest of it)."""
        times, chances, means = self.times, self.chances, self.means
        place = min(bisect_left(times, minutes), len(times) - 1)
        if place == 0:
            return 1.0, 0.0
        part = min(1.0, (minutes - times[place - 1]) / (times[place] - times[place - 1]))
        return (
            chances[place - 1] + part * (chances[place] - chances[place - 1]),
            means[place - 1] + part * (means[place] - means[place - 1]),
        )


@lru_cache(maxsize=16)
def fresh_rest(curve: Curve) -> Rest:
    """Return a whole wait as tables, from its first moment on."""
    return Rest(curve, 0.0)


def cell_of(minutes: float) -> int:
    """Return the number of the cell of `TIMES` that `minutes` lies in."""
    return 0 if minutes < _FINEST else int(log(minutes / _FINEST) / _LOG_STEP + 1e-9) + 1


def normal_score(hazard: float) -> float:
    """Return z such that a standard normal exceeds it as often as a wait exceeds the hazard."""
    if hazard <= 0:
        return -_FAR_OUT
    if hazard < _FAR_OUT:
        ended = -expm1(-hazard)
        return _NORMAL.inv_cdf(ended) if ended < 0.5 else -_NORMAL.inv_cdf(exp(-hazard))
    score = sqrt(2 * hazard)
    for _ in range(3):  # Mills' ratio: the tail beyond z is exp(−z²/2) ÷ (z·√2π)
        score = sqrt(2 * hazard - log(2 * pi) - 2 * log(score))
    return score


def log_tail(score: float) -> float:
    """Return the logarithm of the chance that a standard normal exceeds `score`."""
    if score > 30:
        return -score * score / 2 - log(score * sqrt(2 * pi))
    return log(erfc(score / sqrt(2)) / 2) if score > -6 else -erfc(-score / sqrt(2)) / 2


_NORMAL = NormalDist()
