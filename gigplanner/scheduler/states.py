"""States of a sweep over the fillings of a room: which are kept, and what may still be hoped for.

A *state* is the seconds taken, what is left of the ceiling, and how it was reached; of two in a group, one
that takes no more seconds for no less profit is enough. Where states are too many, close ones are joined into
one that is as good as each: the bound stays true.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from operator import itemgetter

from gigplanner.scheduler.growing import Growing
from gigplanner.scheduler.platforms import Element, Platform
from gigplanner.scheduler.reading import Link

LEAST_STATES = 8  # in a group
ANY_TIME = 1e9  # seconds, where how many may still be put in is not known
MOST_GROUPS = 40

State = tuple[float, float, Link]
Groups = dict[
    tuple[int, int], list[State]
]  # by platforms entered before their turn (bits), and what may grow

SECONDS = itemgetter(0)


class States:
    """The rules by which states are kept: those that may come to more than `least`."""

    def __init__(
        self,
        platforms: Sequence[Platform],
        near: Sequence[Sequence[Element]],
        *,
        price: float,
        length: float,
        least: float,
        most: int,
    ) -> None:
        self.platforms, self.price, self.length, self.least, self.most = platforms, price, length, least, most
        self.joined = False
        self.growing = Growing([each for elements in near for each in elements if each.chunk], price)
        self.hopes = [fsum([max(0.0, each.best) for each in elements]) for elements in near]
        self.outside = [
            platform.worth_with(None, hope) for platform, hope in zip(platforms, self.hopes, strict=True)
        ]

    def hope(self, mask: int) -> float:
        """What platforms whose turn is still to come may bring, those of the mask being entered."""
        total = fsum(self.outside)
        number = 0
        while mask:
            if mask & 1:
                platform = self.platforms[number]
                total += platform.gain + self.hopes[number] - self.outside[number]
            mask >>= 1
            number += 1
        return total

    def settle(self, number: int, element: Element) -> None:
        """Count an element out of what is hoped for."""
        self.hopes[number] -= max(0.0, element.best)
        self.outside[number] = self.platforms[number].worth_with(None, self.hopes[number])

    def begin(self, number: int) -> float:
        """Count a platform out, whose turn has come; return what its elements may bring."""
        hope, self.hopes[number], self.outside[number] = self.hopes[number], 0.0, 0.0
        return hope

    def lead(self, key: tuple[int, int]) -> float:
        """What is still to come at most, for a group."""
        return self.hope(key[0]) + self.growing.bonus(key[1])

    def kept(self, groups: Groups, addable: float, hope: float = 0.0) -> Groups:
        """Return the states that no other makes needless, not too many of them.

        `addable`: the seconds that may still be put in; `hope`: what else may come than `lead` says.
        """
        found: Groups = {}
        for key, states in groups.items():
            if states:
                more = addable + self.growing.seconds(key[1])
                kept = self._pareto(states, self.least - hope - self.lead(key), more)
                if kept:
                    found[key] = kept
        total = sum([len(states) for states in found.values()])
        if total > self.most:
            for key, states in found.items():
                found[key] = self._fewer(states, max(LEAST_STATES, len(states) * self.most // total))
        return self._joined_groups(found) if len(found) > MOST_GROUPS else found

    def _pareto(self, states: list[State], least: float, addable: float) -> list[State]:
        price = self.price
        most = least + price * (self.length - addable)  # what is left free beyond that stays so
        kept: list[State] = []
        states = [state for state in states if state[1] > least]
        states.sort(key=SECONDS)
        for state in states:
            profit = state[1] + price * state[0]
            if profit > most:
                kept.append(state)
                most = profit + 1e-9
        return kept

    def _fewer(self, states: list[State], many: int) -> list[State]:
        """Return one state for each of many spans of time, as early and as good as any in the span."""
        if len(states) <= many:
            return states
        self.joined = True
        price = self.price
        span, wide = 1.0, (states[-1][0] - states[0][0]) / many
        while span < wide:  # spans of few lengths, from fixed beginnings: what was joined stays where it is
            span *= 2
        kept: list[State] = []
        at: float | None = None
        for t, q, link in states:
            here = t // span
            if here != at:
                kept.append((t, q, link))
                at = here
            else:  # of more profit, since nothing makes it needless
                began = kept[-1][0]
                kept[-1] = (began, q + price * (t - began), link)
        return kept

    def _joined_groups(self, groups: Groups) -> Groups:
        """Return the most promising groups, and all others as one in which no platform counts as entered."""
        self.joined = True
        ordered = sorted(groups, key=lambda key: -self.lead(key) - max([q for _, q, _ in groups[key]]))
        found = {key: groups[key] for key in ordered[: MOST_GROUPS // 2]}
        rest = (0, self.growing.all)
        others = found.pop(rest, [])
        for key in ordered[MOST_GROUPS // 2 :]:
            others = others + self.not_entered(groups[key], key[0])
        others = self._pareto(others, self.least - self.lead(rest), ANY_TIME)
        if others:
            found[rest] = self._fewer(others, self.most // 4)
        return found

    def not_entered(self, states: list[State], mask: int) -> list[State]:
        """Return states that get back what they paid for the platforms of the mask."""
        ways = [platform.ways for number, platform in enumerate(self.platforms) if mask >> number & 1]
        seconds = fsum([max([way[0] for way in each]) for each in ways])
        cost = fsum([max(0.0, *[way[0] * self.price + way[1] for way in each]) for each in ways])
        return [(t - seconds, q + cost, link) for t, q, link in states] if mask else states
