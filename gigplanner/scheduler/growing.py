"""Chunks that may still grow when all else of a filling is settled, in classes so few that states compare."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from itertools import pairwise
from math import fsum

from gigplanner.scheduler.platforms import Element, Piece
from gigplanner.scheduler.reading import Taken, growth_of

CLASSES = 6  # of like rates

_Growth = tuple[tuple[float, float], ...]  # of some chunks together: rate and seconds, the best rate first


class Growing:
    """What may grow, by number: none; one chunk that no window binds, of a class; any that a window binds.

    The last number stands for all of it. A class has what any of its chunks has: no bound is too low for it.
    """

    def __init__(self, chunks: Sequence[Element], price: float) -> None:
        self.price = price
        self.classes: dict[tuple[int, int], int] = {}  # by job and shortest length
        free = [
            (each.option.job.index, piece)
            for each in chunks
            if not each.bound_by_window
            for piece in each.pieces
        ]
        self.ways: list[list[_Growth]] = [[()]]  # by number, each of which it may be
        for members in _alike(free):
            for index, piece in members:
                self.classes[index, piece.least] = len(self.ways)
            growths = [(piece.rate, float(growth_of(piece, bound_by_window=False))) for _, piece in members]
            self.ways.append(_outlined(growths))
        self.without_windows = len(self.ways)
        bound = [_at_most(each) for each in chunks if each.bound_by_window]
        if bound:
            self.ways += [[_best_first(*way, *bound) for way in ways] for ways in self.ways]
        every = [growth for ways in self.ways for way in ways for growth in way]
        rate = max([rate for rate, _ in every], default=0.0)
        self.all = len(self.ways)
        self.ways.append([((rate, fsum([seconds for _, seconds in every])),)])

    def with_(self, grows: int, taken: Taken) -> int | None:
        """Return the number once `taken` is there too; None if it may not grow besides."""
        if not taken.grows or grows == self.all:
            return grows
        if taken.element.bound_by_window:
            return grows if grows >= self.without_windows else grows + self.without_windows
        if grows % self.without_windows:
            return None
        return grows + self.classes[taken.element.option.job.index, taken.piece.least]

    def bonus(self, grows: int) -> float:
        """What growth may bring beside its time."""
        return max(
            [
                fsum([max(0.0, rate - self.price) * seconds for rate, seconds in way])
                for way in self.ways[grows]
            ]
        )

    def seconds(self, grows: int) -> float:
        """The most seconds of growth."""
        return max([fsum([seconds for _, seconds in way]) for way in self.ways[grows]])

    def gain(self, grows: int, free: float) -> float:
        """What growth into free seconds brings."""
        return max([_gain(way, free) for way in self.ways[grows]])


def _alike(pieces: list[tuple[int, Piece]]) -> list[list[tuple[int, Piece]]]:
    """Return pieces by like rates: cut where these differ most."""
    ordered = sorted(pieces, key=lambda each: (each[1].rate, each[0]))
    steps = [
        (after[1].rate - before[1].rate, at) for at, (before, after) in enumerate(pairwise(ordered), start=1)
    ]
    cuts = sorted([at for _, at in nlargest(CLASSES - 1, steps)])
    return [ordered[begin:end] for begin, end in pairwise([0, *cuts, len(ordered)]) if begin < end]


def _gain(way: _Growth, free: float) -> float:
    gain = 0.0
    for rate, seconds in way:
        gain += rate * min(seconds, free)
        free -= min(seconds, free)
    return gain


def _at_most(element: Element) -> tuple[float, float]:
    """Return at what rate, and by how many seconds, a choice of a chunk that a window binds may grow."""
    longest = max([growth_of(piece, bound_by_window=True) for piece in element.pieces])
    return max([piece.rate for piece in element.pieces]), float(longest)


def _outlined(growths: list[tuple[float, float]]) -> list[_Growth]:
    """Return those of which none is both faster and longer."""
    kept: list[_Growth] = []
    longest = -1.0
    for rate, seconds in sorted(growths, reverse=True):
        if seconds > longest:
            kept.append(((rate, seconds),))
            longest = seconds
    return kept


def _best_first(*growths: tuple[float, float]) -> _Growth:
    return tuple(sorted(growths, reverse=True))
