"""A few studies and eight waits, worked out exactly: what the rule earns of the true optimum.

A study that an order breaks is gone, no time is lost to log in, waits are alike and independent. The optimum
is found by backward induction over waits to come, minutes waited and every subset of the studies left.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from math import exp, log

import numpy as np
from waits_policies import NOTHING, RULES, as_task
from waits_worlds import MIDNIGHT, WAITS, Item, Law, make_item

from gigplanner.scheduler import WaitModel, suggest
from gigplanner.scheduler.survival import TIMES, Curve

STEP = 0.5  # minutes
CELLS = 181
HOLD = -1
# by waits still to come and minutes waited (in steps): what to start in each subset of the studies
Choices = Callable[[int, int], np.ndarray]
EACH = 2  # cells for which the suggestion is asked once


class Studies:
    """A queue of one-off studies under a law."""

    def __init__(self, law: Law, count: int, chance: random.Random) -> None:
        self.items = []
        while len(self.items) < count:
            item = make_item(chance, len(self.items))
            if item.kind == "survey":
                self.items.append(Item(item.name, "survey", "", item.minutes, item.gain, 1))
        self.alive = np.array([law.survival(cell * STEP) for cell in range(CELLS)])
        self.alive[-1] = 0.0
        self.steps = [round(item.minutes / STEP) for item in self.items]
        self.subsets = np.arange(1 << count)
        hazards = tuple(-log(max(1e-250, law.survival(time))) for time in TIMES)
        self.model = WaitModel(Curve(hazards), 10**6, tie=0.0)

    def worth(self, choices: Choices | None) -> float:
        """Return what all waits together are expected to earn: by `choices`, or at best."""
        later = np.zeros(len(self.subsets))
        for ahead in range(WAITS):
            value = np.zeros((CELLS, len(self.subsets)))
            for cell in range(CELLS - 2, -1, -1):
                value[cell] = self._at(cell, value, later, choices(ahead, cell) if choices else None)
            later = value[0]
        return float(later[-1])

    def _at(self, cell: int, value: np.ndarray, later: np.ndarray, chosen: np.ndarray | None) -> np.ndarray:
        """Return the worth of each subset after so long a wait, times the chance of that."""
        alive = self.alive
        best = value[cell + 1] + (alive[cell] - alive[cell + 1]) * later
        for number, item in enumerate(self.items):
            there = (self.subsets >> number & 1) == 1
            without = self.subsets & ~(1 << number)
            end = min(CELLS - 1, cell + self.steps[number])
            started = (
                alive[end] * item.gain + value[end][without] + (alive[cell] - alive[end]) * later[without]
            )
            start = there & (started > best) if chosen is None else chosen == number
            best = np.where(start, started, best)
        return best

    def suggested(self) -> Choices:
        """What the program suggests, knowing the law and how many waits are to come."""
        tasks = [as_task(item) for item in self.items]
        known: dict[tuple[int, int], np.ndarray] = {}

        def choose(ahead: int, cell: int) -> np.ndarray:
            key = (ahead, cell - cell % EACH)
            if key not in known:
                known[key] = np.array([self._first(tasks, subset, *key) for subset in self.subsets])
            return known[key]

        return choose

    def _first(self, tasks: list, subset: int, ahead: int, cell: int) -> int:
        left = [task for number, task in enumerate(tasks) if subset >> number & 1]
        advice = suggest(
            left,
            self.model,
            waited=cell * STEP,
            has=NOTHING,
            now=MIDNIGHT,
            rules=RULES,
            limit=1,
            waits_ahead=ahead,
        )
        if advice.kind != "start":
            return HOLD
        return next(n for n, task in enumerate(tasks) if task.id == advice.options[0].task_id)

    def by_index(self) -> Choices:
        """The plain rate index, which never holds."""
        areas = np.concatenate([[0.0], np.cumsum((self.alive[1:] + self.alive[:-1]) / 2 * STEP)])

        def choose(_: int, cell: int) -> np.ndarray:
            highest = np.zeros(len(self.subsets))
            chosen = np.full(len(self.subsets), HOLD)
            for number, item in enumerate(self.items):
                end = min(CELLS - 1, cell + self.steps[number])
                index = item.gain * self.alive[end] / max(1e-12, areas[end] - areas[cell])
                better = ((self.subsets >> number & 1) == 1) & (index > highest)
                highest[better], chosen[better] = index, number
            return chosen

        return choose


def shares(kind: str, count: int, queues: int) -> tuple[float, float]:
    """Return what the suggestion and the plain index earn of the optimum, on average over some queues."""
    ours = plain = 0.0
    for seed in range(queues):
        chance = random.Random(f"{kind} {count} {seed}")
        studies = Studies(Law(kind, exp(chance.uniform(log(3), log(8)))), count, chance)
        best = studies.worth(None)
        ours += studies.worth(studies.suggested()) / best / queues
        plain += studies.worth(studies.by_index()) / best / queues
    return ours, plain
