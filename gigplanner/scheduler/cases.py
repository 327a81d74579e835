"""What the search in a room settles first: chunks, whose length varies, and jobs bound by a window there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum, inf

from msgspec import Struct

from gigplanner.scheduler.offered import Element, Piece, Platform
from gigplanner.scheduler.rooms import Pick, Room

MOST_CASES = 48
MOST_NODES = 600

Taken = tuple[Element, Piece]


class Case(Struct):
    """Elements that are taken, all others are not. No filling of the case exceeds `potential`.

    Chunks count with their shortest length; `bonus` is what their growing could bring, beside its time.
    """

    potential: float
    worth: float  # of what is taken, at its best and beside its time
    bonus: float
    seconds: float
    taken: list[Taken]
    entered: frozenset[str]
    chunks: list[Taken]  # the best rate first

    @property
    def room(self) -> int:
        """The seconds by which chunks may grow."""
        return sum([piece.most - piece.least for _, piece in self.chunks])

    def stretched(self, free: float) -> float:
        """Return what chunks bring when they grow by `free` seconds, as far as they may."""
        gain = 0.0
        for _, piece in self.chunks:
            more = min(free, piece.most - piece.least)
            gain += more * piece.rate
            free -= more
            if free <= 0:
                break
        return gain

    def lengths(self, free: float) -> list[Pick]:
        """Return the chunks grown by `free` seconds."""
        picks = []
        for element, piece in self.chunks:
            more = max(0, min(int(free + 1e-6), piece.most - piece.least))
            free -= more
            job = element.option.job
            picks.append((job, min(max(job.least, piece.least + more), max(piece.most, job.least))))
        return picks


def cases_of(
    room: Room, platforms: Mapping[str, Platform], price: float, ceiling: float, slack: float, effort: int
) -> tuple[list[Case], float]:
    """Return the cases that lose at most `slack` against the ceiling, and what no case left out exceeds."""
    search = _Search(room, platforms, price, ceiling, slack)
    search.most_cases, search.most_nodes = MOST_CASES * effort, MOST_NODES * effort
    search.visit(0, ceiling)
    search.cases.sort(key=lambda case: -case.potential)
    return search.cases, search.left_out


class _Search:
    """A depth-first search over the elements, the more promising choice first."""

    def __init__(
        self, room: Room, platforms: Mapping[str, Platform], price: float, ceiling: float, slack: float
    ) -> None:
        self.room, self.platforms, self.price, self.least = room, platforms, price, ceiling - slack
        self.elements = [each for platform in platforms.values() for each in platform.near(slack)]
        self.elements.sort(key=lambda each: (-abs(each.best), each.option.job.index))
        self.hope = {name: platform.hope for name, platform in platforms.items()}
        self.sure: dict[str, float] = {}  # of the platforms of what is taken
        self.taken: list[Taken] = []
        self.cases: list[Case] = []
        self.left_out = -inf
        self.nodes = 0
        self.most_cases, self.most_nodes = MOST_CASES, MOST_NODES

    def visit(self, number: int, potential: float) -> None:
        """Settle the elements from `number` on."""
        if potential <= self.least:
            return
        self.nodes += 1
        if self.nodes > self.most_nodes or len(self.cases) >= self.most_cases:
            self.left_out = max(self.left_out, potential)
            return
        if number == len(self.elements):
            self.cases.append(self._case(potential))
            return
        element = self.elements[number]
        name = element.option.job.platform
        platform, hope, sure = self.platforms[name], self.hope[name], self.sure.get(name)
        before = platform.worth_with(sure, hope)
        self.hope[name] = hope = hope - max(0.0, element.best)
        choices: list[tuple[float, int]] = []
        for at, piece in enumerate(element.pieces):
            after = platform.worth_with((sure or 0.0) + piece.best(self.price), hope)
            choices.append((potential - before + after, at))
        choices.append((potential - before + platform.worth_with(sure, hope), len(element.pieces)))
        choices.sort(key=lambda choice: -choice[0])
        for after, at in choices:
            if at == len(element.pieces):
                self.visit(number + 1, after)
                continue
            self.taken.append((element, element.pieces[at]))
            if not element.bound_by_window or fits_windows(self.room, self.taken, self.platforms):
                self.sure[name] = (sure or 0.0) + element.pieces[at].best(self.price)
                self.visit(number + 1, after)
                if sure is None:
                    del self.sure[name]
                else:
                    self.sure[name] = sure
            self.taken.pop()
        self.hope[name] = hope + max(0.0, element.best)

    def _case(self, potential: float) -> Case:
        taken = list(self.taken)
        chunks = [each for each in taken if each[0].chunk]
        chunks.sort(key=lambda each: -each[1].rate)
        return Case(
            potential,
            fsum([piece.best(self.price) for _, piece in taken]),
            fsum([piece.best(self.price) - piece.net(self.price) for _, piece in chunks]),
            fsum([piece.least_seconds for _, piece in taken]),
            taken,
            frozenset(self.sure),
            chunks,
        )


def fits_windows(room: Room, taken: Sequence[Taken], platforms: Mapping[str, Platform]) -> bool:
    """Whether what is due early could be done in time, and what is released late from then on."""
    bound = [(element.option.job, piece.least_seconds) for element, piece in taken if element.bound_by_window]
    for due in {job.due for job, _ in bound if job.due < room.end}:
        before = [(job, seconds) for job, seconds in bound if job.due <= due]
        switches = {job.platform: platforms[job.platform].least_switch for job, _ in before}
        if fsum([seconds for _, seconds in before]) + fsum(switches.values()) > due - room.start + 1e-6:
            return False
    for release in {job.release for job, _ in bound if job.release > room.start}:
        if fsum([seconds for job, seconds in bound if job.release >= release]) > room.end - release + 1e-6:
            return False
    return True
