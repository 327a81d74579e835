"""How long until the next order: a survival curve learned from the person's own waits.

A wait is taken as Weibull, P(longer than t) = exp(−β·tᵏ), for its hazard falls: measured shape 0.81, scale
7.5–7.7 minutes (9,001 waits of one US driver, 1,401 of a second). Both numbers are uncertain: k lies on a
grid, and β, given k, has a Gamma distribution centred on that curve. Gamma is conjugate, so that a wait
that an order ended adds 1 to its first parameter, and any wait, ended or broken off, adds tᵏ to its second.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from math import exp, isfinite, lgamma, log

from msgspec import Struct

from gigplanner.model.errors import BadInput
from gigplanner.model.shiftlog import Wait

__all__ = ["Wait", "WaitModel"]

TYPICAL_SHAPE = 0.81
TYPICAL_SCALE = 7.6  # minutes
PRIOR_WAITS = 6.0  # how many waits the typical curve weighs as much as
PERSONAL_FROM = 3  # waits, before a figure may be called the person's own
SHAPES = tuple(round(0.5 + 0.05 * step, 2) for step in range(19))  # 0.5 … 1.4; above 1 the hazard rises
SHAPE_SPREAD = 0.2  # standard deviation of log k
SHIFT_WAITS = 15.0  # how many waits all history weighs as much as, beside this shift's own last ones
HOUR_WAITS = 20.0  # how many waits it takes for an hour to speak for itself by half
HOUR_SPREAD = 1.5  # hours on either side that say something about an hour
SHORTEST = 1 / 60  # minutes
LONGEST = 7 * 24 * 60.0


class _Curve(Struct, frozen=True):
    """One shape's part of the model: its weight (a logarithm) and the Gamma distribution of its rate."""

    shape: float
    weight: float
    a: float
    b: float


class WaitModel(Struct, frozen=True):
    """What is known of the person's waits. Made by `prior` or `learn`."""

    curves: tuple[_Curve, ...]
    based_on: int  # waits
    hours: tuple[float, ...] = ()  # by hour in UTC: orders come so many times as often as on the whole

    @classmethod
    def prior(cls) -> WaitModel:
        """Return the model of a person of whom nothing is known: the typical curve, median 4.8 minutes."""
        return cls.learn(())

    @classmethod
    def learn(cls, waits: Iterable[Wait]) -> WaitModel:
        """Return the model after `waits`; one that no order ended counts as longer than it was.

        Raises BadInput for a wait of negative or endless length.
        """
        known = [(wait, max(SHORTEST, wait.minutes)) for wait in waits]
        if not all(isfinite(minutes) and wait.minutes >= 0 for wait, minutes in known):
            raise BadInput("A wait must last 0 minutes or more.")
        orders = sum(wait.ended_by_order for wait, _ in known)
        logs = sum(log(minutes) for wait, minutes in known if wait.ended_by_order)
        curves = []
        for shape in SHAPES:
            a, b = PRIOR_WAITS, _prior_b(shape)
            later_a, later_b = a + orders, b + sum(minutes**shape for _, minutes in known)
            evidence = orders * log(shape) + (shape - 1) * logs
            evidence += a * log(b) - later_a * log(later_b) + lgamma(later_a) - lgamma(a)
            doubt = -0.5 * (log(shape / TYPICAL_SHAPE) / SHAPE_SPREAD) ** 2
            curves.append(_Curve(shape, doubt + evidence, later_a, later_b))
        hours = _hours(curves, [wait for wait, _ in known]) if known else ()
        return cls(tuple(curves), len(known), hours)

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
        if not (isfinite(waited) and waited >= 0):
            raise BadInput("The minutes waited must be 0 or more.")
        pace = self._pace(at)
        curves = [_after_recent(curve, recent) for curve in self.curves]
        at_now = [_log_survival(curve, waited, pace) for curve in curves]
        highest = max(curve.weight + level for curve, level in zip(curves, at_now, strict=True))
        weights = [exp(curve.weight + level - highest) for curve, level in zip(curves, at_now, strict=True)]
        parts = [
            (curve, level, weight / sum(weights))
            for curve, level, weight in zip(curves, at_now, weights, strict=True)
            if weight > 1e-6 * sum(weights)
        ]
        whole = sum(weight for _, _, weight in parts)
        return [
            sum(
                weight * exp(_log_survival(curve, waited + max(0.0, length), pace) - level)
                for curve, level, weight in parts
            )
            / whole
            for length in lengths
        ]

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
        low, high = 0.0, 1.0
        while high < LONGEST and self.survival(high, waited=waited, at=at, recent=recent) > 1 - p:
            low, high = high, high * 2
        while high - low > 1e-3:
            middle = (low + high) / 2
            if self.survival(middle, waited=waited, at=at, recent=recent) > 1 - p:
                low = middle
            else:
                high = middle
        return min(high, LONGEST) if p else 0.0

    def _pace(self, at: datetime | None) -> float:
        return self.hours[at.astimezone(UTC).hour] if at and self.hours else 1.0


def _prior_b(shape: float) -> float:
    """Return b such that, at any shape, half of the waits are over by the typical curve's median."""
    median = TYPICAL_SCALE * log(2) ** (1 / TYPICAL_SHAPE)
    return float(median**shape / (2 ** (1 / PRIOR_WAITS) - 1))


def _log_survival(curve: _Curve, minutes: float, pace: float) -> float:
    """Return log P(longer than `minutes`) under one shape: exp(−β·tᵏ) averaged over its Gamma."""
    return -curve.a * log(1 + pace * float(minutes**curve.shape) / curve.b)


def _after_recent(curve: _Curve, recent: Sequence[float]) -> _Curve:
    """Return the curve moved towards this shift's last waits; older shifts then count less.

    The waits of one shift resemble each other (lag-1 correlation of log waits 0.1–0.4).
    """
    if not recent:
        return curve
    lasting = min(1.0, SHIFT_WAITS / curve.a)
    gone_by = sum(max(SHORTEST, minutes) ** curve.shape for minutes in recent)
    return _Curve(curve.shape, curve.weight, curve.a * lasting + len(recent), curve.b * lasting + gone_by)


def _hours(curves: Sequence[_Curve], waits: Sequence[Wait]) -> tuple[float, ...]:
    """Return, by hour in UTC, orders that came over orders to be expected in the time waited, held near 1."""
    curve = max(curves, key=lambda curve: curve.weight)
    came, expected = [0.0] * 24, [0.0] * 24
    for wait in waits:
        hour = wait.start.astimezone(UTC).hour
        came[hour] += wait.ended_by_order
        expected[hour] += curve.a / curve.b * max(SHORTEST, wait.minutes) ** curve.shape
    near = [exp(-0.5 * (min(step, 24 - step) / HOUR_SPREAD) ** 2) for step in range(24)]
    return tuple(
        (HOUR_WAITS + sum(came[other] * near[other - hour] for other in range(24)))
        / (HOUR_WAITS + sum(expected[other] * near[other - hour] for other in range(24)))
        for hour in range(24)
    )
