"""Chunks that may still grow when all else of a filling is settled, in classes so few that states compare."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from gigplanner.scheduler.offered import Element
from gigplanner.scheduler.reading import Taken, growth_of

CLASSES = 3  # of like rates


class Growing:
    """What may grow, by number: none; one chunk that no window binds, of a class; any that a window binds.

    The last number stands for all of it. A class has the best of its chunks: no bound is too low for it.
    """

    def __init__(self, chunks: Sequence[Element], price: float) -> None:
        self.price = price
        self.classes: dict[int, int] = {}  # by job
        free = sorted((each for each in chunks if not each.bound_by_window), key=_best_rate)
        self.parts: list[tuple[tuple[float, float], ...]] = [()]  # rate and seconds, the best rate first
        for number in range(CLASSES):
            members = free[len(free) * number // CLASSES : len(free) * (number + 1) // CLASSES]
            if members:
                for each in members:
                    self.classes[each.option.job.index] = len(self.parts)
                self.parts.append(((_best_rate(members[-1]), float(max(map(_growth, members)))),))
        self.without_windows = len(self.parts)
        bound = [each for each in chunks if each.bound_by_window]
        if bound:
            any_of_them = max(map(_best_rate, bound)), fsum(map(_growth, bound))
            self.parts += [tuple(sorted([*parts, any_of_them], reverse=True)) for parts in self.parts]
        every = [part for parts in self.parts for part in parts]
        rate = max([rate for rate, _ in every], default=0.0)
        self.all = len(self.parts)
        self.parts.append(((rate, fsum([seconds for _, seconds in every])),))

    def with_(self, grows: int, taken: Taken) -> int | None:
        """Return the number once `taken` is there too; None if it may not grow besides."""
        if not taken.grows or grows == self.all:
            return grows
        if taken.element.bound_by_window:
            return grows if grows >= self.without_windows else grows + self.without_windows
        if grows % self.without_windows:
            return None
        return grows + self.classes[taken.element.option.job.index]

    def bonus(self, grows: int) -> float:
        """What growth may bring beside its time."""
        return fsum([max(0.0, rate - self.price) * seconds for rate, seconds in self.parts[grows]])

    def seconds(self, grows: int) -> float:
        """The most seconds of growth."""
        return fsum([seconds for _, seconds in self.parts[grows]])

    def gain(self, grows: int, free: float) -> float:
        """What growth into free seconds brings."""
        gain = 0.0
        for rate, seconds in self.parts[grows]:
            gain += rate * min(seconds, free)
            free -= min(seconds, free)
        return gain


def _growth(element: Element) -> int:
    return max([growth_of(piece, bound_by_window=element.bound_by_window) for piece in element.pieces])


def _best_rate(element: Element) -> float:
    return max([piece.rate for piece in element.pieces])
