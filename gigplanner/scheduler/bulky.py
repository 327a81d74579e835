"""The best filling of a room that few large jobs fill: each choice of them is searched at its own price.

What large jobs leave of a room is worth more or less by the second than the room as a whole: at one price for
all choices the ceiling is far above what any of them reaches. So what is large is settled first, and each
choice is bounded at the best of several prices (a Lagrangian bound; cores of knapsacks: Pisinger 1997).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from math import fsum, inf
from operator import sub
from typing import TYPE_CHECKING

from gigplanner.scheduler.cases import Taken, fits_windows, lost_to_windows, make_case
from gigplanner.scheduler.platforms import Element, Piece, Platform

if TYPE_CHECKING:
    from gigplanner.scheduler.packing import Packing

LARGE = 6  # what takes more than such a part of a room is settled first
PRICES = (0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.93, 1.0, 1.07, 1.15, 1.25, 1.4, 1.7)  # in the room's own
GROWTH = 3  # of what is lost against the ceiling, from try to try
MOST_NODES = 1500  # of a search for choices
MOST_CASES = 24  # choices that are found
MOST_ELEMENTS = 200  # that are chosen from


def settle_large(packing: Packing) -> None:
    """Lower the bound of a room by a search of each choice of large jobs, at its own price.

    Any filling makes one of the choices. Those that may come to more than is looked for are searched for
    what small jobs add to them; no other exceeds the bound that is set.
    """
    if packing.near:
        return
    large = packing.length / LARGE
    platforms = packing.offered.platforms(packing.price, large)
    if not any(platform.elements for platform in platforms.values()):
        return
    at: dict[float, Packing] = {}
    work, slack = 0, packing.tolerance
    while not packing.near and slack < packing.ceiling - packing.best:
        slack *= GROWTH
        base = max(0.0, packing.ceiling - slack)
        choices = _Choices(packing, platforms, max(base, packing.best + packing.tolerance))
        choices.find()
        floor = choices.left_out
        for potential, price, taken in choices.found:
            least = max(base, packing.best + packing.tolerance)
            if potential <= least:
                break
            if work > packing.most_work:
                floor = max(floor, potential)
                break
            if price not in at:
                at[price] = packing.at_price(price, large)
            own = at[price]
            case = make_case(packing.room, platforms, price, potential, taken)
            own.settle(case, best=packing.best, least=least)
            packing.best = max(packing.best, own.best)
            packing.found += own.found
            work, floor = work + own.work, max(floor, own.floor)
        packing.bound = min(packing.bound, max(packing.best + packing.tolerance, floor, base))
        if floor > max(base, packing.best + packing.tolerance):
            return


class _Choices:
    """The choices of large jobs in a room that may come to more than `least`.

    `left_out` is what no choice exceeds that was not looked at.
    """

    def __init__(self, packing: Packing, platforms: dict[str, Platform], least: float) -> None:
        self.room, self.least = packing.room, least
        self.prices = [packing.price * factor for factor in PRICES]
        self.platforms = platforms
        slack = packing.ceiling - least
        elements = [each for platform in platforms.values() for each in platform.near(slack)]
        elements.sort(key=lambda each: (-each.best, each.option.job.index))
        self.elements = elements
        self.found: list[tuple[float, float, list[Taken]]] = []  # potential, price, what is taken
        self.left_out = -inf
        self.nodes = 0
        self.taken: list[Taken] = []
        self.lost = [0.0] * len(self.prices)  # by chunks of what is taken that windows keep from growing
        self.free = float(packing.room.length)
        self.bests = [[_bests(piece, self.prices) for piece in each.pieces] for each in elements]
        self.hopes = [[max(0.0, *nets) for nets in zip(*bests, strict=True)] for bests in self.bests]
        self.entries = {name: self._entry(platform) for name, platform in platforms.items()}
        self.entered: dict[str, int] = {}

    def _entry(self, platform: Platform) -> list[float]:
        """What a platform's small jobs bring at each price, less the way onto it."""
        curve = platform.curve()
        found = []
        for price in self.prices:
            end = bisect_left(curve.rates, -price)
            entry = min([way[0] * price + way[1] for way in platform.ways])
            found.append(curve.values[end] - price * curve.seconds[end] - entry)
        return found

    def find(self) -> None:
        """Find the choices, the most promising first."""
        pots = [price * self.room.length for price in self.prices]
        for name, gains in self.entries.items():
            forced = self.platforms[name].forced
            pots = [pot + (gain if forced else max(0.0, gain)) for pot, gain in zip(pots, gains, strict=True)]
        for hopes in self.hopes:
            pots = [pot + hope for pot, hope in zip(pots, hopes, strict=True)]
        if len(self.elements) > MOST_ELEMENTS:
            self.left_out = min(pots)
            return
        self._visit(0, pots)
        self.found.sort(key=lambda choice: -choice[0])

    def _visit(self, number: int, pots: list[float]) -> None:
        """Settle the elements from `number` on."""
        potential = min(pots)
        if potential <= self.least:
            return
        self.nodes += 1
        if self.nodes > MOST_NODES or len(self.found) >= MOST_CASES:
            self.left_out = max(self.left_out, potential)
            return
        if number == len(self.elements):
            self.found.append((potential, self.prices[pots.index(potential)], list(self.taken)))
            return
        element = self.elements[number]
        rest = [pot - hope for pot, hope in zip(pots, self.hopes[number], strict=True)]
        for piece, bests in zip(element.pieces, self.bests[number], strict=True):
            if piece.least_seconds > self.free:
                continue
            self.taken.append((element, piece))
            if not element.bound_by_window or fits_windows(self.room, self.taken, self.platforms):
                lost = self.lost
                if element.bound_by_window:
                    self.lost = lost_to_windows(self.room, self.platforms, self.prices, self.taken)
                more = map(sub, lost, self.lost)
                self.free -= piece.least_seconds
                self._take(number, element, list(map(fsum, zip(rest, bests, more, strict=True))))
                self.free += piece.least_seconds
                self.lost = lost
            self.taken.pop()
        self._visit(number + 1, rest)

    def _take(self, number: int, element: Element, pots: list[float]) -> None:
        """Settle what comes after an element that is taken."""
        name = element.option.job.platform
        if not self.entered.get(name) and not self.platforms[name].forced:
            # the way there is paid, whether or not small jobs make up for it
            pots = [pot + min(0.0, gain) for pot, gain in zip(pots, self.entries[name], strict=True)]
        self.entered[name] = self.entered.get(name, 0) + 1
        self._visit(number + 1, pots)
        self.entered[name] -= 1


def _bests(piece: Piece, prices: Sequence[float]) -> list[float]:
    """Return what the best amount of a piece brings beyond its time, at each price."""
    gain, seconds, rate, longer = (
        piece.base + piece.rate * piece.least,
        piece.least_seconds,
        piece.rate,
        piece.most - piece.least,
    )
    if not longer:
        return [gain - price * seconds for price in prices]
    return [gain - price * seconds + (max(0.0, rate - price) * longer) for price in prices]
