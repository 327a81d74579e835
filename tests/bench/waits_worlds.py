"""Made-up workers: how long they wait, what is in their queue, what they logged so far.

Every worker has a median of their own, 3–8 minutes, as measured. The regime of the two-regime law lasts from
wait to wait with a chance of 0.85; the hours of the hourly one see orders from 0.45 to 2.2 times as often.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from math import erfc, exp, log, sqrt

from gigplanner.scheduler.waits import Wait

LAWS = ("exponential", "weibull", "log-normal", "two-regime", "hourly")
SIZES = (5, 12, 30, 60, 250, 2000)  # tasks
SIZE_WEIGHTS = (5, 5, 5, 5, 4, 1)
WAITS = 8  # in a shift
PLATFORMS = ("Prolific", "MTurk", "Clickworker")
SWITCH = 1.0  # minutes
CHUNK = 5.0  # minutes of resumable work, after which one chooses anew
MEAN_PER_MEDIAN = 1.6  # of waits, roughly, over the laws
STAY = 0.85  # chance that a regime lasts into the next wait
SLOW = 4.0  # times as long are the waits of the slow regime
MIDNIGHT = datetime(2026, 11, 2, tzinfo=UTC)
PACES = (0.6, 0.6, 0.8, 1.2, 2.2, 1.8, 0.9, 0.5, 0.45, 0.5, 1.0, 1.8, 2.2, 1.4, 0.8)  # from 8:00


@dataclass(frozen=True)
class Law:
    """How long a worker's waits last. `regime` is the chance to be in the slow one, where there are two."""

    kind: str
    median: float

    def survival(self, minutes: float, *, hour: int = 8, slow: float = 0.5) -> float:
        """Return the chance that a wait lasts longer than `minutes`."""
        share = minutes / self.median
        if self.kind == "exponential":
            return exp(-log(2) * share)
        if self.kind == "weibull":
            return exp(-log(2) * share**0.8)
        if self.kind == "log-normal":
            return erfc(log(share) / 1.1 / sqrt(2)) / 2 if share > 0 else 1.0
        if self.kind == "hourly":
            return exp(-log(2) * pace(hour) * share**0.9)
        return slow * exp(-share * self._busy / SLOW) + (1 - slow) * exp(-share * self._busy)

    @cached_property
    def _busy(self) -> float:
        """The busy regime's rate in medians: half of all waits, over both regimes, end within one."""
        low, high = 0.1, 10.0
        while high - low > 1e-9:
            rate = (low + high) / 2
            if exp(-rate / SLOW) + exp(-rate) > 1:
                low = rate
            else:
                high = rate
        return low

    def draw(self, chance: random.Random, *, hour: int, slow: bool) -> float:
        """Return a wait's minutes."""
        drawn = chance.random()
        low, high = 0.0, 1.0
        while self.survival(high, hour=hour, slow=slow) > drawn and high < 1e5:
            low, high = high, high * 2
        for _ in range(30):
            middle = (low + high) / 2
            if self.survival(middle, hour=hour, slow=slow) > drawn:
                low = middle
            else:
                high = middle
        return high

    def slow_after(self, slow: float, minutes: float) -> float:
        """Return the chance of the slow regime in the next wait, after one of `minutes`."""
        if self.kind != "two-regime":
            return slow
        rates = (self._busy / SLOW / self.median, self._busy / self.median)
        seen = [rate * exp(-rate * minutes) for rate in rates]
        now = slow * seen[0] / (slow * seen[0] + (1 - slow) * seen[1])
        return STAY * now + (1 - STAY) * (1 - now)


def pace(hour: int) -> float:
    """Return how often an hour sees orders."""
    return PACES[hour - 8] if 8 <= hour < 8 + len(PACES) else 0.8


@dataclass(frozen=True)
class Item:
    """A task of the queue: minutes and gain (pay × odds, in cents) of a unit.

    A survey that is broken off is gone, a batch's unit is still there, of chunks even the progress stays.
    """

    name: str
    kind: str
    platform: str
    minutes: float
    gain: float
    units: int

    def less(self, units: float) -> Item | None:
        """Return what is left."""
        left = self.units - units
        return replace(self, units=left) if left > 1e-9 else None


@dataclass(frozen=True)
class Shift:
    """The waits that come, and when each starts."""

    waits: tuple[float, ...]
    starts: tuple[datetime, ...]


@dataclass(frozen=True)
class World:
    """A worker, a queue, a history, and shifts to come."""

    law: Law
    queue: tuple[Item, ...]
    history: tuple[Wait, ...]
    shifts: tuple[Shift, ...]


def make_world(kind: str, seed: int, shifts: int, *, size: int | None = None) -> World:
    """Return a world; the same for the same seed."""
    chance = random.Random(f"{kind} {seed}")
    law = Law(kind, exp(chance.uniform(log(3), log(8))))
    size = size or chance.choices(SIZES, SIZE_WEIGHTS)[0]
    queue = tuple(make_item(chance, number) for number in range(size))
    history: list[Wait] = []
    offline = chance.uniform(0.1, 0.5)
    while len(history) < 100:
        day = len(history) // WAITS
        shift = make_shift(law, chance, day)
        for start, minutes in zip(shift.starts, shift.waits, strict=True):
            # how long one would have stayed online knows nothing of the order: the share is about `offline`
            stayed = chance.expovariate(offline / (1 - offline) / (MEAN_PER_MEDIAN * law.median))
            history.append(Wait(start, min(minutes, stayed), minutes <= stayed))
    coming = tuple(make_shift(law, chance, 30 + number) for number in range(shifts))
    return World(law, queue, tuple(history[:100]), coming)


def make_shift(law: Law, chance: random.Random, day: int) -> Shift:
    """Return a shift that starts between 8 and 16; orders take 10 to 30 minutes."""
    at = MIDNIGHT + timedelta(days=day, minutes=chance.uniform(8 * 60, 16 * 60))
    slow = chance.random() < 0.5
    waits, starts = [], []
    for _ in range(WAITS):
        starts.append(at)
        waits.append(law.draw(chance, hour=at.hour, slow=slow))
        at += timedelta(minutes=waits[-1] + chance.uniform(10, 30))
        slow = slow if chance.random() < STAY else not slow
    return Shift(tuple(waits), tuple(starts))


def make_item(chance: random.Random, number: int) -> Item:
    """Return a task: six in ten are surveys, a quarter batches of small tasks, the rest work in chunks."""
    kind = chance.choices(("survey", "batch", "chunks"), (60, 25, 15))[0]
    middle, spread, hourly, rates, least, most = {
        "survey": (7.0, 0.7, 900, 0.5, 1.0, 45.0),
        "batch": (1.5, 0.6, 500, 0.5, 0.5, 5.0),
        "chunks": (CHUNK, 0.0, 600, 0.4, CHUNK, CHUNK),
    }[kind]
    minutes = min(most, max(least, round(2 * middle * exp(chance.gauss(0, spread))) / 2))
    rate = hourly * exp(chance.gauss(0, rates))
    units = {"survey": 1, "batch": chance.randint(2, 40), "chunks": chance.randint(2, 12)}[kind]
    odds = chance.uniform(0.75, 1)
    return Item(
        f"{kind} {number}", kind, chance.choice(PLATFORMS), minutes, rate * minutes / 60 * odds, units
    )
