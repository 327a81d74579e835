"""What a sweep over the fillings of a room chooses, and a filling read from the chain of choices."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from gigplanner.scheduler.options import Access, Option
from gigplanner.scheduler.packing import Found
from gigplanner.scheduler.platforms import Element, Piece, Platform
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Pick

Link = tuple[Any, ...]  # what was chosen last, and the link before; empty at the beginning
STEPS = 20  # of the length of a chunk that a window binds


class Taken(Struct, frozen=True):
    """An amount of an element, or up to `grows` seconds more; `net`: what it brings beyond its time."""

    element: Element
    piece: Piece
    amount: int
    net: float
    seconds: float
    grows: int = 0


class Entered(Struct, frozen=True, eq=False):
    """A platform entered by a way; `only` at work: one job that does not pay, besides what does."""

    platform: Platform
    way: Access
    net: float
    seconds: float
    at_work: bool = False  # with all that pays there
    only: Option | None = None


class Behind(Struct, frozen=True, eq=False):
    """A link beside the one that it stands in."""

    link: Link


def choices_of(element: Element, price: float) -> list[Taken]:
    """Return what may be taken of an element.

    At most one chunk of a best filling that no window binds is neither as short nor as long as may be.
    """
    found = []
    for piece in element.pieces:
        net, longer = piece.net(price), piece.most - piece.least
        if longer:
            found += _longer(element, piece, price)
            full = net + (piece.rate - price) * longer
            found.append(Taken(element, piece, piece.most, full, piece.most_seconds))
        found.append(Taken(element, piece, piece.least, net, piece.least_seconds))
    return found


def _longer(element: Element, piece: Piece, price: float) -> list[Taken]:
    """Return a chunk that may grow; one that a window binds, in steps: others come after it in time."""
    part = growth_of(piece, bound_by_window=element.bound_by_window)
    return [
        Taken(
            element,
            piece,
            piece.least + more,
            piece.net(price) + (piece.rate - price) * more,
            piece.least_seconds + more,
            part,
        )
        for more in range(0, piece.most - piece.least, part)
    ]


def growth_of(piece: Piece, *, bound_by_window: bool) -> int:
    """Return by how many seconds a choice of a piece may grow."""
    return -(-(piece.most - piece.least) // (STEPS if bound_by_window else 1))


def read_filling(link: Link, *, price: float, length: float) -> Found | None:
    """Return the filling that a link tells of; None if it is none: too long, or nobody at work."""
    reading = _Reading(price * length)
    reading.follow(link)
    free = length - reading.seconds
    if free < -1e-6 or not reading.members.keys() <= reading.ways.keys():
        return None
    profit = reading.left - price * free
    for taken in sorted(reading.growing, key=lambda taken: -taken.piece.rate):
        more = max(0, min(int(free + 1e-6), taken.grows, taken.piece.most - taken.amount))
        free -= more
        profit += taken.piece.rate * more
        reading.add(taken.element.option.job, taken.amount + more)
    picks = reading.picks()
    at_work = {job.platform for job, _ in picks}
    if any(way[1] < 0 and name not in at_work for name, way in reading.ways.items()):
        return None
    return Found(profit, picks, reading.ways)


class _Reading:
    """What a link tells, from its end to its beginning."""

    def __init__(self, left: float) -> None:
        self.left, self.seconds = left, 0.0
        self.ways: dict[str, Access] = {}
        self.growing: list[Taken] = []
        self.amounts: dict[int, Pick] = {}
        self.members: dict[str, Platform] = {}
        self.changed: dict[int, int] = {}

    def follow(self, link: Link) -> None:
        """Take in all that the link tells."""
        while link:
            what, link = link
            if isinstance(what, Behind):
                self.follow(what.link)
            elif isinstance(what, Taken):
                self._count(what.net, what.seconds)
                if what.grows:
                    self.growing.append(what)
                else:
                    self.add(what.element.option.job, what.amount)
            elif isinstance(what, Entered):
                if what.platform.name in self.ways:
                    continue  # counted early and late
                self._count(what.net, what.seconds)
                self.ways[what.platform.name] = what.way
                if what.at_work:
                    self.members[what.platform.name] = what.platform
                if what.only:
                    self.changed[what.only.job.index] = self.changed.get(what.only.job.index, 0) + 1
            elif isinstance(what, Platform):
                self._count(what.gain, what.seconds)
                self.members[what.name] = what
            else:
                cost, seconds, (option, units) = what
                self._count(-cost, seconds)
                self.changed[option.job.index] = self.changed.get(option.job.index, 0) + units

    def _count(self, net: float, seconds: float) -> None:
        self.left += net
        self.seconds += seconds

    def add(self, job: Job, amount: int) -> None:
        """Add an amount of a job."""
        before = self.amounts[job.index][1] if job.index in self.amounts else 0
        self.amounts[job.index] = (job, max(job.least, before + amount))

    def picks(self) -> list[Pick]:
        """Return all that is done."""
        for platform in self.members.values():
            for net, _, most, option in platform.members:
                amount = (most if net >= 0 else 0) + self.changed.get(option.job.index, 0)
                if amount > 0:
                    self.add(option.job, min(most, amount))
        return list(self.amounts.values())
