"""What there is on a platform in a room, at a price of time, and what of it the search may change."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from math import inf
from operator import itemgetter

from msgspec import Struct

from gigplanner.scheduler.options import Access, Option

Change = tuple[float, float, tuple[Option, int]]  # what it costs, its seconds, and units more of an option
Member = tuple[float, float, int, Option]  # what a unit brings, its seconds, the most units


class Curve(Struct):
    """Something to do, the best rate first: sums of the first so many."""

    rates: list[float]  # negative, so that they ascend
    seconds: list[float]
    values: list[float]


def curve_of(members: Iterable[tuple[float, float]]) -> Curve:
    """Return the curve of what is done at a rate for some seconds."""
    ordered = sorted(members, reverse=True)
    return Curve(
        [-rate for rate, _ in ordered],
        [0.0, *accumulate([seconds for _, seconds in ordered])],
        [0.0, *accumulate([rate * seconds for rate, seconds in ordered])],
    )


class Piece(Struct, frozen=True):
    """From `least` to `most` of a job (seconds of a chunk, or units: then both are the same).

    It brings `base` and `rate` for each of these amounts.
    """

    least: int
    most: int
    rate: float
    base: float
    least_seconds: float

    @property
    def most_seconds(self) -> float:
        """The seconds of the most."""
        return self.least_seconds + self.most - self.least

    def net(self, price: float) -> float:
        """What the least brings beyond its time."""
        return self.base + self.rate * self.least - price * self.least_seconds

    def best(self, price: float) -> float:
        """What the best amount brings beyond its time."""
        return self.net(price) + max(0.0, self.rate - price) * (self.most - self.least)


class Element(Struct):
    """A chunk, or units that a window binds: none of it is taken, or one of its pieces."""

    option: Option
    pieces: list[Piece]
    best: float  # of the pieces, beyond its time
    chunk: bool
    bound_by_window: bool


class Platform(Struct):
    """What there is on a platform, at a price of time."""

    name: str
    price: float  # of time
    ways: list[Access]  # the cheapest first
    entry: float
    forced: bool
    least_switch: float
    members: list[Member] = []  # each at its net
    elements: list[Element] = []
    gain: float = 0.0  # of the members that are worth their time
    seconds: float = 0.0  # which they take
    gains: bool = False  # whether there are any
    hope: float = 0.0  # of the elements that are worth their time
    least_loss: float = inf  # by one member
    worth: float = 0.0
    _curve: Curve | None = None

    def curve(self) -> Curve:
        """Return what its members bring where they may be cut, whether worth their time or not."""
        if self._curve is None:
            members = [(net / seconds + self.price, seconds * most) for net, seconds, most, _ in self.members]
            self._curve = curve_of(members)
        return self._curve

    def worth_with(self, sure: float | None, hope: float) -> float:
        """The most it can bring, with elements taken that bring `sure` and others open that bring `hope`."""
        total = self.gain + hope - self.entry
        if sure is not None:
            return total + sure
        if self.forced:
            return total
        if self.entry < 0 and not self.gains and hope <= 0:
            total -= self.least_loss  # somebody has to do something there
        return max(0.0, total)

    def near(self, slack: float) -> list[Element]:
        """Return the elements that a filling can hold which loses less than `slack` against the ceiling.

        Where opening the platform pays, that may make up for a part of what an element loses.
        """
        return [each for each in self.elements if each.best + max(0.0, -self.entry) > -slack]

    def changes(self, slack: float) -> list[Change]:
        """Return the changes to its members that cost at most `slack`, in parts of 1, 2, 4, … units."""
        found: list[Change] = []
        for net, seconds, most, option in [each for each in self.members if -slack <= each[0] <= slack]:
            cost = abs(net)
            units = most if cost * most <= slack else int(slack / cost)
            sign, part = (-1 if net >= 0 else 1), 1
            while units > 0:
                part = min(part, units)
                found.append((cost * part, sign * seconds * part, (option, sign * part)))
                units -= part
                part *= 2
        found.sort(key=itemgetter(0))
        return found

    def openings(self, *, entered: bool) -> list[tuple[float, Opening]]:
        """Return the ways onto it with what each brings, the best first; `entered`: elements are at work."""
        found = []
        for way in self.ways:
            entry = way[0] * self.price + way[1]
            if way[1] < 0 and not (entered or self.forced or self.gains):
                # it pays to open it, but only for somebody who does something there
                found += [(net - entry, Opening(self, way, option)) for net, _, _, option in self.members]
            else:
                found.append((self.gain - entry, Opening(self, way)))
        found.sort(key=lambda each: -each[0])
        return found or [(-inf, Opening(self, self.ways[0]))]


class Opening(Struct, frozen=True, eq=False):
    """A platform entered by a way, with what is worth it there, or for one job that is not."""

    platform: Platform
    way: Access
    only: Option | None = None

    @property
    def seconds(self) -> float:
        """The seconds of the way and of all that is done."""
        seconds = self.way[0] + self.platform.seconds
        return seconds + self.only.job.length(1) if self.only else seconds
