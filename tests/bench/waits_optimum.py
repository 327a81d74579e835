"""Backward induction over the rest of a wait, by one who knows the law of the waits.

Within one wait, U(w, p) is what is still to be earned having waited w minutes and being logged in to platform
p, times the chance to be there: the greatest of holding for half a minute, and each task's gain and what
follows. A task that is gone from the queue is barred; that a task may be done twice within one wait, and that
there are waits to come, is left out of account, so that this is an upper bound for no one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from waits_worlds import PLATFORMS, SWITCH, Item

STEP = 0.5  # minutes; every length of task is a multiple
REACH = 120.0  # minutes of a wait that are looked at
CELLS = int(REACH / STEP) + 1
TIMES = np.arange(CELLS) * STEP
NOWHERE = len(PLATFORMS)
KEPT = 80  # tasks of a long queue that can matter

Survival = Callable[[float], float]


class Tables:
    """Gains of tasks by minutes waited and platform, under one curve."""

    def __init__(self, items: Sequence[Item], survival: Survival) -> None:
        n = len(items)
        self.alive = np.array([survival(time) for time in TIMES])
        areas = np.concatenate([[0.0], np.cumsum((self.alive[1:] + self.alive[:-1]) / 2 * STEP)])
        platform = np.array([PLATFORMS.index(item.platform) for item in items])
        minutes = np.array([item.minutes for item in items])
        gain = np.array([item.gain for item in items])
        places = np.arange(len(PLATFORMS) + 1)
        switch = np.where(platform[:, None] == places[None, :], 0.0, SWITCH)
        lasting = np.rint((minutes[:, None] + switch) / STEP).astype(int)
        self.ends = np.minimum(np.arange(CELLS)[:, None, None] + lasting, CELLS - 1)
        self.fits = np.arange(CELLS)[:, None, None] + lasting < CELLS
        finish = np.where(self.fits, self.alive[self.ends], 0.0)
        begin = np.minimum(self.ends - np.rint(minutes / STEP).astype(int)[:, None], CELLS - 1)
        worked = (areas[self.ends] - areas[begin]) / minutes[:, None]
        kinds = np.array([item.kind for item in items])
        banked = (kinds == "chunks")[None, :, None]
        self.gains = gain[None, :, None] * np.where(banked, worked, finish)
        self.platform = np.broadcast_to(platform[:, None], (n, len(PLATFORMS) + 1))

    def values(self, barred: np.ndarray) -> np.ndarray:
        """Return U by minutes waited and platform."""
        worth = self.gains - barred[None, :, None]
        value = np.zeros((CELLS, len(PLATFORMS) + 1))
        for cell in range(CELLS - 2, -1, -1):
            best = (worth[cell] + value[self.ends[cell], self.platform]).max(axis=0)
            value[cell] = np.maximum(value[cell + 1], best)
        return value

    def choices(self, barred: np.ndarray, value: np.ndarray, cell: int, place: int) -> np.ndarray:
        """Return what each task would bring, chosen now, and all that follows."""
        worth = self.gains[cell, :, place] - barred
        return worth + value[self.ends[cell, :, place], self.platform[:, place]]


def relevant(items: Sequence[Item], survival: Survival) -> list[int]:
    """Return the places of the tasks that can matter in a long queue: the best at several minutes waited."""
    if len(items) <= KEPT:
        return list(range(len(items)))
    tables = Tables(items, survival)
    chosen: set[int] = set()
    areas = np.concatenate([[0.0], np.cumsum((tables.alive[1:] + tables.alive[:-1]) / 2 * STEP)])
    for cell in (0, 10, 20, 40, 80, 120):
        used = areas[tables.ends[cell, :, NOWHERE]] - areas[cell] + 1e-9
        index = tables.gains[cell, :, NOWHERE] / used
        chosen |= set(np.argsort(-index)[: KEPT // 3].tolist())
    return sorted(chosen)
