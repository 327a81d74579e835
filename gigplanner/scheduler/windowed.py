"""What can be done in time in a room where windows bind: the most urgent first (Lawler & Moore 1969)."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum

from gigplanner.scheduler.platforms import Element
from gigplanner.scheduler.reading import Behind, Entered, choices_of
from gigplanner.scheduler.rooms import Room
from gigplanner.scheduler.states import ANY_TIME, Groups, States


class Windowed:
    """States with elements that a window binds: what is due early, and what is released late.

    An element bound on both sides is held to the narrower one alone: the bound stays true.
    """

    def __init__(self, states: States, room: Room) -> None:
        self.states, self.room, self.price = states, room, states.price

    def run(self, elements: Sequence[tuple[int, Element]]) -> Groups:
        """Return all that may be done of the elements, given with the numbers of their platforms."""
        start, end = self.room.start, self.room.end
        early: list[tuple[float, int, Element]] = []
        late: list[tuple[float, int, Element]] = []
        for number, element in elements:
            job = element.option.job
            due, release = min(job.due, end) - start, end - max(job.release, start)
            (early if due <= release else late).append((min(due, release), number, element))
        nothing: Groups = {(0, 0): [(0.0, self.price * self.room.length, ())]}
        first = last = nothing
        for limit, number, element in sorted(early, key=_urgency):
            self.states.settle(number, element)
            first = self._in_time(first, number, element, limit)
        hope = fsum([max(0.0, element.best) for _, _, element in early])
        for limit, number, element in sorted(late, key=_urgency):
            self.states.settle(number, element)
            last = self._in_time(last, number, element, limit, hope=hope, from_behind=True)
        return self._together(first, last) if early and late else last if late else first

    def _in_time(
        self,
        groups: Groups,
        number: int,
        element: Element,
        limit: float,
        *,
        hope: float = 0.0,
        from_behind: bool = False,
    ) -> Groups:
        """Return states with the element too, where it ends in time.

        Counted `from_behind`, the switch may have been made before its window opens.
        """
        platform, bit = self.states.platforms[number], 1 << number
        ways = [Entered(platform, way, -way[0] * self.price - way[1], way[0]) for way in platform.ways]
        choices = choices_of(element, self.price)
        found: Groups = {key: list(states) for key, states in groups.items()}
        for (mask, grows), states in groups.items():
            limit_here = limit + 1e-6 + (self._switches(mask | bit) if from_behind else 0.0)
            for taken in choices:
                growing = self.states.growing.with_(grows, taken)
                if growing is None:
                    continue
                there = found.setdefault((mask | bit, growing), [])
                for way in [None] if mask & bit else ways:
                    seconds = taken.seconds + (way.seconds if way else 0.0)
                    net = taken.net + (way.net if way else 0.0)
                    most = limit_here - seconds
                    there.extend(
                        [
                            (t + seconds, q + net, (taken, (way, link) if way else link))
                            for t, q, link in states
                            if t <= most
                        ]
                    )
        return self.states.kept(found, ANY_TIME, hope)

    def _switches(self, mask: int) -> float:
        """The most seconds that the switches to the platforms of a mask can take."""
        return fsum(
            [
                max([way[0] for way in each.ways])
                for number, each in enumerate(self.states.platforms)
                if mask >> number & 1
            ]
        )

    def _together(self, first: Groups, last: Groups) -> Groups:
        """Return what is done early and late together; a switch that both count is waived for one."""
        found: Groups = {}
        floor = self.price * self.room.length
        for (mask, grows), states in first.items():
            for (other, growing), others in last.items():
                both = [p for n, p in enumerate(self.states.platforms) if mask & other & (1 << n)]
                seconds = fsum([max([way[0] for way in platform.ways]) for platform in both])
                fees = fsum(
                    [max(0.0, *[w[0] * self.price + w[1] for w in platform.ways]) for platform in both]
                )
                key = (mask | other, max(grows, growing))  # of what windows bind, if any
                least = self.states.least - self.states.lead(key) - fees + floor
                there = found.setdefault(key, [])
                ordered = sorted(others, key=lambda state: -state[1])
                for t, q, link in states:
                    for further, more, behind in ordered:
                        if q + more <= least:
                            break
                        there.append((t + further - seconds, q + more - floor + fees, (Behind(behind), link)))
        return self.states.kept(found, ANY_TIME)


def _urgency(each: tuple[float, int, Element]) -> tuple[float, int]:
    return each[0], each[2].option.job.index
