"""How a survival curve is learned from waits of which some were broken off.

First a Weibull, P(longer than t) = exp(−β·tᵏ), for the hazard of waits falls: measured shape 0.81, scale
7.5–7.7 minutes (9,001 waits of one US driver, 1,401 of a second). Both numbers are uncertain: k lies on a
grid, and β, given k, has a Gamma distribution centred on that curve. Gamma is conjugate: a wait that an order
ended adds 1 to its first parameter, and any wait, ended or broken off, adds tᵏ to its second.

That curve is then the centre of a Beta–Stacy process (Walker & Muliere 1997): in each stretch of time it
counts as so many waits still going on, beside the person's own, so that where theirs are many they speak for
themselves, whatever their shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC
from itertools import accumulate, pairwise
from math import exp, lgamma, log

from msgspec import Struct

from gigplanner.model.shiftlog import Wait
from gigplanner.scheduler.survival import SHORTEST, TIMES, Curve, cell_of

TYPICAL_SHAPE = 0.81
TYPICAL_SCALE = 7.6  # minutes
PRIOR_WAITS = 6.0  # how many waits the typical curve weighs as much as
CENTRE_WAITS = 30.0  # how many waits the Weibull weighs as much as, beside the person's own
SHAPES = tuple(round(0.5 + 0.05 * step, 2) for step in range(19))  # 0.5 … 1.4; above 1 the hazard rises
SHAPE_SPREAD = 0.2  # standard deviation of log k
HOUR_VARIANCE = 0.1  # of the pace between hours; the hour explains 3–13 % of the variance of log waits
HOUR_PRIOR = 150.0  # it weighs as much as about four orders in each of ten hours: Σ orders²
HOUR_SPREAD = 1.2  # hours on either side that say something about an hour
NO_HOURS = (1.0,) * 24
_TYPICAL_MEDIAN = TYPICAL_SCALE * log(2) ** (1 / TYPICAL_SHAPE)


class Bin(Struct):
    """Waits of much the same length and the same end, taken together; of one hour (UTC), to begin with."""

    hour: int
    cell: int
    ended: bool
    count: int = 0
    minutes: float = 0.0  # of all of them
    pace: float = 0.0  # of all of them: how often their hours see orders

    @property
    def mean(self) -> float:
        """Their mean length in minutes."""
        return self.minutes / self.count


def binned(waits: Iterable[Wait]) -> list[Bin]:
    """Return the waits as far fewer bins: ten years of them must be learned from at once."""
    bins: dict[tuple[int, int, bool], Bin] = {}
    for wait in waits:
        minutes = max(SHORTEST, wait.minutes)
        key = (wait.start.astimezone(UTC).hour, cell_of(minutes), wait.ended_by_order)
        found = bins.get(key)
        if found is None:
            found = bins[key] = Bin(*key)
        found.count += 1
        found.minutes += minutes
    return list(bins.values())


def fitted(bins: Sequence[Bin], pace: Sequence[float]) -> Curve:
    """Return the curve of an hour of pace 1, where hour h sees orders `pace[h]` times as often."""
    whole_day: dict[tuple[int, bool], Bin] = {}
    for one in bins:
        found = whole_day.setdefault((one.cell, one.ended), Bin(0, one.cell, one.ended))
        found.count += one.count
        found.minutes += one.minutes
        found.pace += one.count * pace[one.hour]
    centre = weibull(list(whole_day.values()))
    return departed(centre, list(whole_day.values())) if bins else centre


def weibull(bins: Sequence[Bin]) -> Curve:
    """Return the expected curve under the posterior of shape and rate."""
    orders = sum(one.count for one in bins if one.ended)
    logs = sum(one.count * log(one.mean) for one in bins if one.ended)
    parts = []
    for shape in SHAPES:
        # at any shape, half of the waits are over by the typical curve's median
        a, b = PRIOR_WAITS, _TYPICAL_MEDIAN**shape / (2 ** (1 / PRIOR_WAITS) - 1)
        later_a = a + orders
        later_b = b + sum(one.pace * one.mean**shape for one in bins)
        weight = orders * log(shape) + (shape - 1) * logs
        weight += a * log(b) - later_a * log(later_b) + lgamma(later_a) - lgamma(a)
        weight -= 0.5 * (log(shape / TYPICAL_SHAPE) / SHAPE_SPREAD) ** 2
        parts.append((weight, shape, later_a, later_b))
    likeliest = max(weight for weight, *_ in parts)
    parts = [(weight - likeliest, *rest) for weight, *rest in parts if weight > likeliest - 12]
    whole = log(sum(exp(weight) for weight, *_ in parts))
    hazards = [0.0]
    for time in TIMES[1:]:
        levels = [weight - whole - a * log(1 + time**shape / b) for weight, shape, a, b in parts]
        highest = max(levels)
        hazards.append(-highest - log(sum(exp(level - highest) for level in levels)))
    return Curve(tuple(accumulate(hazards, max)))


def departed(centre: Curve, bins: Sequence[Bin]) -> Curve:
    """Return `centre` moved, stretch by stretch of time, to the waits that went on and ended there."""
    cells = len(TIMES) - 1
    orders, inside, beyond = [0.0] * cells, [0.0] * cells, [0.0] * cells
    for one in bins:
        cell = min(one.cell, cells - 1)
        start, end = TIMES[cell], TIMES[cell + 1]
        orders[cell] += one.count * one.ended
        inside[cell] += one.pace * min(1.0, (one.mean - start) / (end - start))
        beyond[cell] += one.pace
    hazards = [0.0]
    going_on = sum(beyond)
    for cell, (before, after) in enumerate(pairwise(centre.hazards)):
        going_on -= beyond[cell]
        of_centre = CENTRE_WAITS * exp(-before)
        at_risk = of_centre + max(0.0, going_on) + inside[cell]
        rise = after - before
        step = (of_centre * rise + orders[cell]) / at_risk if at_risk > 1e-9 else rise
        hazards.append(hazards[-1] + step)
    return Curve(tuple(hazards))


def paces(bins: Sequence[Bin], curve: Curve) -> tuple[float, ...]:
    """Return, by hour in UTC, orders that came over orders to be expected in the time waited, held near 1.

    They are held the nearer the less hours have been seen to differ.
    """
    came, expected = [0.0] * 24, [0.0] * 24
    for one in bins:
        came[one.hour] += one.count * one.ended
        expected[one.hour] += one.count * curve.hazard(one.mean)
    near = [exp(-0.5 * (min(step, 24 - step) / HOUR_SPREAD) ** 2) for step in range(24)]
    held = 1 / _variance_between(came, expected)
    return tuple(
        (held + sum(came[other] * near[other - hour] for other in range(24)))
        / (held + sum(expected[other] * near[other - hour] for other in range(24)))
        for hour in range(24)
    )


def _variance_between(came: Sequence[float], expected: Sequence[float]) -> float:
    """Return how far hours differ in pace: what orders vary between them beyond chance (Poisson)."""
    beyond = sum((orders - due) ** 2 - due for orders, due in zip(came, expected, strict=True))
    variance = (HOUR_PRIOR * HOUR_VARIANCE + beyond) / (HOUR_PRIOR + sum(due * due for due in expected))
    return min(1.0, max(0.01, variance))
