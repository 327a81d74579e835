"""Chance with a seed: the same seed gives the same person, ids included."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

from gigplanner.model.ids import make_id
from gigplanner.model.money import Money
from gigplanner.workday.demo.person import CURRENCY

T = TypeVar("T")


class Dice:
    """Draws of one seed, in order."""

    def __init__(self, *seed: object) -> None:
        self._random = Random("|".join(map(str, seed)))
        self.chance = self._random.random

    def new_id(self, at: datetime) -> str:
        """An id of a record made at `at`."""
        return make_id(at, self._random.getrandbits(35))

    def happens(self, odds: float) -> bool:
        """Whether what has these odds comes true."""
        return self.chance() < odds

    def pick(self, among: Sequence[T]) -> T:
        """One of several."""
        return among[int(self.chance() * len(among))]

    def between(self, low: float, high: float) -> float:
        """A number, each as likely as the other."""
        return low + (high - low) * self.chance()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.chance() * (high - low + 1))

    def about(self, low: float, high: float, usual: float) -> float:
        """A number between `low` and `high`, mostly near `usual`."""
        return self._random.triangular(low, high, usual)

    def spread(self, median: float, sigma: float) -> float:
        """A positive number around `median`, log-normal."""
        return median * math.exp(self._random.gauss(0, sigma))

    def weibull(self, scale: float, shape: float) -> float:
        """A waiting time."""
        return self._random.weibullvariate(scale, shape)

    def money(self, low: float, high: float, usual: float | None = None) -> Money:
        """An amount in dollars and cents."""
        usual = (low + high) / 2 if usual is None else usual
        return Money(round(self.about(low, high, usual) * 100), CURRENCY)

    def minutes(self, low: float, high: float) -> timedelta:
        """A stretch of time, in whole seconds."""
        return timedelta(seconds=round(self.between(low, high) * 60))
