"""Busy and slow shifts: what this shift's last waits say of its next one.

Waits are compared by their normal scores: 0 is a median wait, 1 one that only a sixth exceed. A score is
taken as the shift's regime plus chance; the regime fades from wait to wait. Over all shifts the scores keep
mean 0 and spread 1, so that knowing nothing of the shift leaves the curve of all waits as it is. (A Gaussian
copula, filtered after Kalman, 1960.)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from math import sqrt

from gigplanner.model.shiftlog import Wait

TYPICAL_TIE = 0.2  # correlation of a wait's score with the next one's; measured 0.09–0.39
PRIOR_PAIRS = 40.0  # pairs of waits that this weighs as much as
STRONGEST_TIE = 0.7
LASTING = 0.85  # of the regime from one wait to the next
SAME_SHIFT = timedelta(hours=3)  # between the end of a wait and the next one's start: an order, or a break
REMEMBERED = 12  # waits; 0.85¹² is a seventh


def tie_of(waits: Sequence[Wait], scores: Sequence[float]) -> float:
    """Return how far waits of one shift resemble each other; `waits` by their start, with their scores."""
    together = alone = 0.0
    for (wait, score), (after, score_after) in pairwise(zip(waits, scores, strict=True)):
        if after.start - wait.start - timedelta(minutes=wait.minutes) <= SAME_SHIFT:
            together += score * score_after
            alone += (score * score + score_after * score_after) / 2
    tie = (PRIOR_PAIRS * TYPICAL_TIE + together) / (PRIOR_PAIRS + alone)
    return min(STRONGEST_TIE, max(0.0, tie))


def next_score(scores: Sequence[float], tie: float) -> tuple[float, float]:
    """Return mean and spread of the next wait's score after those of this shift, latest last."""
    variance = tie / LASTING  # of the regime; the rest is chance
    mean, doubt = 0.0, variance
    for score in scores[-REMEMBERED:]:
        gain = doubt / (doubt + 1 - variance)
        mean = LASTING * (mean + gain * (score - mean))
        doubt = LASTING**2 * doubt * (1 - gain) + (1 - LASTING**2) * variance
    return mean, sqrt(doubt + 1 - variance)
