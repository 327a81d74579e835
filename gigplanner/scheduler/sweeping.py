"""The best filling of a room and a bound on it, where changing what costs least leads nowhere: by a sweep.

What a window binds comes first (`windowed`), then platform after platform, from all that is worth its time
there, with the chunks and the changes that lose little against the ceiling (`states`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from heapq import nlargest
from math import fsum, inf
from typing import TYPE_CHECKING

from gigplanner.scheduler.offered import Offered
from gigplanner.scheduler.packing import MOST_FOUND, Found
from gigplanner.scheduler.platforms import Change, Element
from gigplanner.scheduler.reading import Entered, Link, choices_of, read_filling
from gigplanner.scheduler.states import ANY_TIME, SECONDS, Groups, States
from gigplanner.scheduler.windowed import Windowed

if TYPE_CHECKING:
    from gigplanner.scheduler.site import Site

MOST_STATES = 800  # at a time, in all groups together
MOST_TRIES = 6  # with ever more slack
FIRST_SLACK = 2  # tolerances
GROWTH = 4  # of the slack, from try to try
MOST_READ = 6  # states that are read to find a filling


class Sweep:
    """The search. `bound` and `found`, the best first, are its result."""

    def __init__(
        self, site: Site, offered: Offered, price: float, tolerance: float, slack: float = 0.0
    ) -> None:
        """What loses up to `slack` against the ceiling is searched at once."""
        self.room, self.length = site.room, site.room.length
        self.price, self.tolerance, self.slack = price, tolerance, slack
        self.platforms = list(offered.platforms(price).values())
        self.ceiling = price * self.length + fsum([platform.worth for platform in self.platforms])
        self.best, self.bound = -inf, self.ceiling
        self.found: list[Found] = []

    def run(self) -> None:
        """Search what loses little against the ceiling, then more, until the bound is near."""
        slack = max(self.slack, self.tolerance * FIRST_SLACK)
        for _ in range(MOST_TRIES):
            if self.bound <= self.best + self.tolerance:
                break
            all_of_it = self.ceiling - max(0.0, self.best)
            slack = min(slack, all_of_it) + 1e-9
            bound = self.bound
            self._search(slack)
            if slack >= all_of_it or (self.states.joined and (self.best > -inf or self.bound >= bound)):
                break
            slack *= GROWTH
        self.found.sort(key=lambda found: -found.profit)
        del self.found[MOST_FOUND:]

    def _search(self, slack: float) -> None:
        """Look at all fillings that lose less than `slack` against the ceiling."""
        base = self.top = self.ceiling - slack
        near = [platform.near(slack) for platform in self.platforms]
        self.changes = [platform.changes(slack) for platform in self.platforms]
        self.states = States(
            self.platforms,
            near,
            price=self.price,
            length=self.length,
            least=max(base, self.best + self.tolerance),
            most=MOST_STATES,
        )
        groups = self._bound_by_windows(near, slack)
        entered = {number for mask, _ in groups for number in range(mask.bit_length()) if mask >> number & 1}
        order = sorted(
            range(len(self.platforms)),
            key=lambda number: (number not in entered, len(self.changes[number]), number),
        )
        free = [[each for each in elements if not each.bound_by_window] for elements in near]
        ahead = fsum([self._most_seconds(number, free[number]) for number in order])
        for number in order:
            ahead -= self._most_seconds(number, free[number])
            groups = self._on_platform(groups, number, free[number], ahead)
        self._take(groups)
        self.bound = min(self.bound, max(self.best + self.tolerance, self.top))

    def _bound_by_windows(self, near: Sequence[Sequence[Element]], slack: float) -> Groups:
        """Return what may be done of all that a window binds.

        A platform that no filling of interest leaves out counts as entered in its turn only.
        """
        elements = [
            (number, each) for number, every in enumerate(near) for each in every if each.bound_by_window
        ]
        if not elements:
            return {(0, 0): [(0.0, self.price * self.length, ())]}
        sure = 0
        for number, platform in enumerate(self.platforms):
            if len(platform.ways) == 1 and platform.gain - platform.entry > slack:
                sure |= 1 << number
        found: Groups = {}
        for (mask, grows), states in Windowed(self.states, self.room).run(elements).items():
            found.setdefault((mask & ~sure, grows), []).extend(self.states.not_entered(states, mask & sure))
        return self.states.kept(found, ANY_TIME)

    def _most_seconds(self, number: int, elements: Iterable[Element]) -> float:
        """The most seconds that could still be taken on a platform."""
        platform = self.platforms[number]
        most = platform.seconds + max([way[0] for way in platform.ways])
        most += fsum([_longest(each) for each in elements])
        most += max([option.job.length(1) for _, _, _, option in platform.members], default=0)
        return most + fsum([dt for _, dt, _ in self.changes[number] if dt > 0])

    def _on_platform(self, groups: Groups, number: int, elements: Sequence[Element], ahead: float) -> Groups:
        """Return states with what is done on a platform; `ahead`: seconds that others may take after it."""
        changes = self.changes[number]
        hope = self.states.begin(number)
        removable = fsum([-dt for _, dt, _ in changes if dt < 0])
        addable = ahead + fsum([dt for _, dt, _ in changes if dt > 0])
        addable += fsum([_longest(element) for element in elements])
        inside, beside = self._enter(groups, number, removable, with_elements=bool(elements))
        inside = self.states.kept(inside, addable, hope)
        for element in elements:
            hope -= max(0.0, element.best)
            addable -= _longest(element)
            found = {key: list(states) for key, states in inside.items()}
            for taken in choices_of(element, self.price):
                seconds, net = taken.seconds, taken.net
                limit = self.length + removable - seconds + 1e-6
                for (mask, grows), states in inside.items():
                    growing = self.states.growing.with_(grows, taken)
                    if growing is None:
                        continue
                    found.setdefault((mask, growing), []).extend(
                        [(t + seconds, q + net, (taken, link)) for t, q, link in states if t <= limit]
                    )
            inside = self.states.kept(found, addable, hope)
        for change in changes:
            if change[1] < 0:
                removable += change[1]
            else:
                addable -= change[1]
            inside = self._changed(inside, change, removable, addable)
        if not beside:
            return inside
        for key, states in beside.items():
            inside[key] = inside.get(key, []) + states
        return self.states.kept(inside, ahead)

    def _enter(
        self, groups: Groups, number: int, removable: float, *, with_elements: bool
    ) -> tuple[Groups, Groups]:
        """Return states with a platform entered and all at work that pays, and those that leave it out."""
        platform, bit = self.platforms[number], 1 << number
        ways = platform.openings(entered=False)
        if with_elements:
            ways += platform.openings(entered=True)
        entered = [
            Entered(platform, way.way, net, way.seconds, at_work=True, only=way.only)
            for net, way in ways
            if net > -inf
        ]
        inside: Groups = {}
        beside: Groups = {}
        for (mask, grows), states in groups.items():
            key = (mask & ~bit, grows)
            there = inside.setdefault(key, [])
            if mask & bit:
                seconds, gain = platform.seconds, platform.gain
                there.extend([(t + seconds, q + gain, (platform, link)) for t, q, link in states])
                continue
            if not platform.forced:
                beside.setdefault(key, []).extend(states)
            for way in entered:
                seconds, net = way.seconds, way.net
                limit = self.length + removable - seconds + 1e-6
                there.extend([(t + seconds, q + net, (way, link)) for t, q, link in states if t <= limit])
        return inside, beside

    def _changed(self, groups: Groups, change: Change, removable: float, addable: float) -> Groups:
        cost, dt, _ = change
        limit = self.length + removable - dt + 1e-6
        changed = False
        found: Groups = {}
        for key, states in groups.items():
            least = self.states.least - self.states.lead(key) + cost
            new = [(t + dt, q - cost, (change, link)) for t, q, link in states if q > least and t <= limit]
            changed = changed or bool(new)
            found[key] = states + new if new else states
        return self.states.kept(found, addable) if changed else groups

    def _take(self, groups: Groups) -> None:
        """Take note of the best of the states."""
        length, told = self.length, list[tuple[float, Link]]()
        for (_, grows), states in groups.items():
            for t, q, link in states[: bisect_right(states, length + 1e-6, key=SECONDS)]:
                free = max(0.0, length - t)
                value = q - self.price * free + self.states.growing.gain(grows, free)
                if value > self.states.least:
                    told.append((value, link))
        if not told:
            return
        best = nlargest(MOST_READ, told, key=SECONDS)
        self.top = max(self.top, best[0][0])
        for value, link in best:
            if value > self.best + 1e-9:
                found = read_filling(link, price=self.price, length=length)
                if found is not None and found.profit > self.best + 1e-9:
                    self.best = found.profit
                    self.found.append(found)


def _longest(element: Element) -> float:
    """The most seconds that an element may take."""
    return max([piece.most_seconds for piece in element.pieces])
