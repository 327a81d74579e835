"""Numbers that vary: their quartiles, and whether they rise or fall. Small samples say so."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from math import sqrt

from msgspec import Struct

FEW = 5  # observations: with fewer there are no quartiles to speak of
SURE = 2.0  # standard errors: a smaller change may be chance


class Spread(Struct, frozen=True):
    """Where the middle half of some observations lies. In the unit of the observations."""

    low: float
    """A quarter of the weight lies below."""
    middle: float
    high: float
    """A quarter of the weight lies above."""
    count: int

    @property
    def few(self) -> bool:
        """Whether so few observations stand behind it that it says little."""
        return self.count < FEW


class Trend(Struct, frozen=True):
    """A change from earlier to later observations."""

    before: float
    after: float
    error: float
    """The standard error of the difference."""

    @property
    def share(self) -> float | None:
        """The change as a part of what was before: 0.1 is ten per cent more. None from nothing."""
        return self.after / self.before - 1 if self.before > 0 else None

    @property
    def sure(self) -> bool:
        """Whether the change is larger than chance explains: two standard errors."""
        return abs(self.after - self.before) > SURE * self.error


def spread_of(observations: Sequence[tuple[float, float]]) -> Spread | None:
    """Return the weighted quartiles of `(value, weight)` pairs; None without any weight.

    The quartile is the smallest value up to which a quarter (a half, three quarters) of the weight lies.
    """
    counted = sorted((value, weight) for value, weight in observations if weight > 0)
    if not counted:
        return None
    reached = list(accumulate(weight for _, weight in counted))
    low, middle, high = (counted[_place(reached, part / 4)][0] for part in (1, 2, 3))
    return Spread(low, middle, high, len(counted))


def trend_of(before: Sequence[tuple[float, float]], after: Sequence[tuple[float, float]]) -> Trend | None:
    """Return the change of the weighted mean from earlier to later `(value, weight)` pairs.

    None with fewer than three observations on either side: no error can be told.
    """
    one, other = _mean_and_variance(before), _mean_and_variance(after)
    if one is None or other is None:
        return None
    return Trend(one[0], other[0], sqrt(one[1] + other[1]))


def _place(reached: Sequence[float], part: float) -> int:
    """The first place up to which `part` of the weight lies; sums of floats may be a hair too small."""
    return min(bisect_left(reached, part * reached[-1] * (1 - 1e-12)), len(reached) - 1)


def _mean_and_variance(observations: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """The weighted mean, and the variance of that mean for independent observations of such weights."""
    counted = [(value, weight) for value, weight in observations if weight > 0]
    if len(counted) < 3:
        return None
    whole = sum(weight for _, weight in counted)
    mean = sum(value * weight for value, weight in counted) / whole
    spread = sum(weight * weight * (value - mean) ** 2 for value, weight in counted) / (whole * whole)
    return mean, spread * len(counted) / (len(counted) - 1)
