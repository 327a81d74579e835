"""What a choice of platforms brings at most, each at its own price of time.

At the room's price what is worth its seconds on some platforms takes more or less time than there is. What
fills or frees the difference costs something: the bound of a choice is its best filling where jobs may be
cut (Dantzig 1957), and at the price of time of that filling a search has the least to look through.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from math import inf

from msgspec import Struct

from gigplanner.scheduler.cases import Case
from gigplanner.scheduler.options import Option
from gigplanner.scheduler.platforms import Curve, Opening, Platform, curve_of

STEP = 0.04  # of the room's price of time: how far from it that of a choice is looked for first
LEAST_PRICE = 1e-3  # of a second, in minor units: where the room's is none
MOST_TANGENTS = 8  # in that search
NEAR = 0.01  # of a minor unit: what is not worth another

_Point = tuple[float, float, float]  # a bound, the price of time, and the seconds left at it


class Choice(Struct):
    """Platforms that are opened, all others are not."""

    bound: float  # what no filling on them exceeds
    price: float  # of time, at which that is so
    here: float  # what none exceeds at the price of the room
    opened: list[Opening]


class Choosing:
    """The choices of a room's platforms, given at a price of time; so many of a case at most."""

    def __init__(
        self, platforms: Mapping[str, Platform], length: float, price: float, most_choices: int
    ) -> None:
        self.platforms, self.length, self.price = platforms, length, price
        self.most_choices = most_choices

    def promising(self, case: Case, least: float, *, bounded: bool) -> tuple[list[Choice], float]:
        """Return the choices that may bring more than `least`, the best first, and what no other exceeds.

        If `bounded`, each at its own price of time.
        """
        potential = self.price * self.length + case.worth
        choices: list[list[tuple[float, Opening | None]]] = []
        for name, platform in self.platforms.items():
            ways: list[tuple[float, Opening | None]] = [*platform.openings(entered=name in case.entered)]
            if name not in case.entered and not platform.forced:
                ways.append((0.0, None))
            ways.sort(key=lambda way: -way[0])
            potential += ways[0][0]
            choices.append([(ways[0][0] - net, opening) for net, opening in ways])
        slack = potential - least
        choices = [[way for way in ways if way[0] <= slack] for ways in choices]
        if not all(choices):
            return [], -inf
        choices.sort(key=lambda ways: -(ways[1][0] if len(ways) > 1 else inf))
        found: list[tuple[float, list[Opening]]] = []
        left_out = _combine(choices, 0, 0.0, [], slack, found, self.most_choices)
        promising = []
        for cost, opened in found:
            bound, price = self._most(case, opened, least) if bounded else (inf, self.price)
            here = potential - cost
            if min(bound, here) > least:
                promising.append(Choice(min(bound, here), price, here, opened))
        promising.sort(key=lambda choice: -choice.bound)
        return promising, potential - left_out

    def _most(self, case: Case, opened: Sequence[Opening], enough: float) -> tuple[float, float]:
        """Return what no filling of a case on the opened platforms exceeds, and at which price of time.

        What is not above `enough` is not looked at further.
        """
        price = self.price
        fixed = case.worth - case.bonus + price * case.seconds
        busy = case.seconds
        curves = []
        for opening in opened:
            fixed -= opening.way[1]
            busy += opening.way[0]
            if opening.only:
                seconds = opening.only.job.length(1)
                fixed += _net(opening.platform, opening.only) + price * seconds
                busy += seconds
            curves.append(opening.platform.curve())
        if case.chunks:
            curves.append(
                curve_of(
                    [(piece.rate, most) for (_, piece), most in zip(case.chunks, case.growth, strict=True)]
                )
            )
        most, at = _filled(curves, self.length - busy, price, enough - fixed)
        return fixed + most, at


def reopened(platform: Platform, opening: Opening) -> tuple[float, Opening]:
    """Return an opening of the platform at another price of time, and what it brings."""
    entry = opening.way[0] * platform.price + opening.way[1]
    if opening.only is None or platform.gains:
        return platform.gain - entry, Opening(platform, opening.way)
    return platform.gain + _net(platform, opening.only) - entry, Opening(platform, opening.way, opening.only)


def _net(platform: Platform, option: Option) -> float:
    """Return what a unit of a member brings beyond its time."""
    return max([net for net, _, _, each in platform.members if each is option])


def _filled(curves: Sequence[Curve], free: float, guess: float, enough: float) -> tuple[float, float]:
    """Return what fills the free seconds best where jobs may be cut, and the price of time at which it does.

    At any price of time there is a bound; the lowest is where what is worth its time just fills them. Of two
    prices about it, the next is where the tangents at both meet (Kelley 1960).
    """
    if free < 0:
        return -inf, guess

    def bound(price: float) -> _Point:
        value, spare = 0.0, free
        for each in curves:
            end = bisect_left(each.rates, -price)
            value += each.values[end]
            spare -= each.seconds[end]
        return value + price * spare, price, spare

    low = high = bound(guess)
    step = STEP
    while high[2] < 0 and high[0] > enough:
        low, high = high, bound(max(high[1], LEAST_PRICE) * (1 + step))
        step *= 2
    while low[2] >= 0 and low[1] > 0 and low[0] > enough:
        low, high = bound(max(0.0, low[1] * (1 - step))), low
        step *= 2
    best = min(low, high)
    for _ in range(MOST_TANGENTS):
        if best[0] <= enough or low[2] >= 0 or high[2] <= 0:
            break
        price = (high[0] - high[2] * high[1] - low[0] + low[2] * low[1]) / (low[2] - high[2])
        if low[0] + low[2] * (price - low[1]) >= best[0] - NEAR:
            break
        here = bound(price)
        low, high = (here, high) if here[2] < 0 else (low, here)
        best = min(best, here)
    return best[0], best[1]


def _combine(
    choices: Sequence[Sequence[tuple[float, Opening | None]]],
    number: int,
    cost: float,
    opened: list[Opening],
    slack: float,
    found: list[tuple[float, list[Opening]]],
    most: int,
) -> float:
    """Find the choices of platforms that cost at most `slack`; return what the cheapest left out costs."""
    if cost > slack:
        return inf
    if len(found) >= most:
        return cost
    if number == len(choices):
        found.append((cost, opened))
        return inf
    left_out = inf
    for more, opening in choices[number]:
        further = [*opened, opening] if opening else opened
        left_out = min(left_out, _combine(choices, number + 1, cost + more, further, slack, found, most))
    return left_out
