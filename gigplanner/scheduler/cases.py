"""What the search in a room settles first: chunks, whose length varies, and jobs bound by a window there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fsum, inf

from msgspec import Struct

from gigplanner.scheduler.platforms import Element, Piece, Platform
from gigplanner.scheduler.problem import Job
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
    growth: list[int]  # the most seconds by which each of these may grow, the better ones having grown
    gains: list[float]  # what a second of that brings, beside its time

    @property
    def room(self) -> int:
        """The seconds by which chunks may grow."""
        return sum(self.growth)

    def hope(self, free: float) -> float:
        """Return what growing into `free` seconds brings beside its time."""
        gain = 0.0
        for each, growth in zip(self.gains, self.growth, strict=True):
            if free <= 0:
                break
            gain += each * min(free, growth)
            free -= growth
        return gain

    def stretched(self, free: float) -> float:
        """Return what chunks bring when they grow by `free` seconds, as far as they may."""
        gain = 0.0
        for (_, piece), growth in zip(self.chunks, self.growth, strict=True):
            more = min(free, growth)
            gain += more * piece.rate
            free -= more
            if free <= 0:
                break
        return gain

    def lengths(self, free: float) -> list[Pick]:
        """Return the chunks grown by `free` seconds."""
        picks = []
        for (element, piece), growth in zip(self.chunks, self.growth, strict=True):
            more = max(0, min(int(free + 1e-6), growth))
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
        self.lost = 0.0  # by chunks of what is taken that windows keep from growing
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
            self.cases.append(make_case(self.room, self.platforms, self.price, potential, self.taken))
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
        lost = self.lost
        for after, at in choices:
            if at == len(element.pieces):
                self.visit(number + 1, after)
                continue
            self.taken.append((element, element.pieces[at]))
            if not element.bound_by_window or fits_windows(self.room, self.taken, self.platforms):
                if element.bound_by_window:
                    self.lost = lost_to_windows(self.room, self.platforms, [self.price], self.taken)[0]
                self.sure[name] = (sure or 0.0) + element.pieces[at].best(self.price)
                self.visit(number + 1, after + lost - self.lost)
                self.lost = lost
                if sure is None:
                    del self.sure[name]
                else:
                    self.sure[name] = sure
            self.taken.pop()
        self.hope[name] = hope + max(0.0, element.best)


def make_case(
    room: Room, platforms: Mapping[str, Platform], price: float, potential: float, taken: Sequence[Taken]
) -> Case:
    """Return a choice of elements as a case; its chunks grow no further than their windows allow."""
    chunks = _chunks(taken)
    growth = _growths(room, platforms, taken, chunks)
    gains = [max(0.0, piece.rate - price) for _, piece in chunks]
    bonus = fsum([gain * most for gain, most in zip(gains, growth, strict=True)])
    return Case(
        potential,
        fsum([piece.net(price) for _, piece in taken]) + bonus,
        bonus,
        fsum([piece.least_seconds for _, piece in taken]),
        list(taken),
        frozenset([element.option.job.platform for element, _ in taken]),
        chunks,
        growth,
        gains,
    )


def lost_to_windows(
    room: Room, platforms: Mapping[str, Platform], prices: Sequence[float], taken: Sequence[Taken]
) -> list[float]:
    """Return, by price, what chunks could bring by growing if it were not for windows."""
    if not any(element.chunk and element.bound_by_window for element, _ in taken):
        return [0.0] * len(prices)
    chunks = _chunks(taken)
    growth = _growths(room, platforms, taken, chunks)
    cut = [
        (piece.rate, piece.most - piece.least - most)
        for (_, piece), most in zip(chunks, growth, strict=True)
        if most < piece.most - piece.least
    ]
    return [fsum([max(0.0, rate - price) * seconds for rate, seconds in cut]) for price in prices]


def _chunks(taken: Sequence[Taken]) -> list[Taken]:
    return sorted([each for each in taken if each[0].chunk], key=lambda each: -each[1].rate)


def _growths(
    room: Room, platforms: Mapping[str, Platform], taken: Sequence[Taken], chunks: Sequence[Taken]
) -> list[int]:
    """Return by how many seconds each chunk may grow, the best first, so that all could be done in time.

    What is due by some time has to fit before it, and what is released at some time after it. Either limits
    are nested, so taking the best first is best; of the two, those count that leave less to grow.
    """
    before, after = _free_before(room, taken, platforms), _free_after(room, taken)
    by_due = _grown(chunks, before, lambda job, due: job.due <= due)
    if not after:
        return by_due
    by_release = _grown(chunks, after, lambda job, release: job.release >= release)
    return min(by_due, by_release, key=lambda growth: _brought(chunks, growth))


def _grown(
    chunks: Sequence[Taken], free: dict[float, float], counts: Callable[[Job, float], bool]
) -> list[int]:
    """Return the growth of each chunk within the seconds that are free by the times at which it counts."""
    growth = []
    for element, piece in chunks:
        limits = [at for at in free if element.bound_by_window and counts(element.option.job, at)]
        most = max(0, int(min([piece.most - piece.least, *[free[at] + 1e-6 for at in limits]])))
        for at in limits:
            free[at] -= most
        growth.append(most)
    return growth


def _brought(chunks: Sequence[Taken], growth: Sequence[int]) -> float:
    return fsum([piece.rate * most for (_, piece), most in zip(chunks, growth, strict=True)])


def _free_before(room: Room, taken: Sequence[Taken], platforms: Mapping[str, Platform]) -> dict[float, float]:
    """Return, by due time that binds, the seconds that are free before it."""
    bound = _bound_by_windows(taken)
    free = {}
    for due in {job.due for job, _ in bound if job.due < room.end}:
        before = [(job, seconds) for job, seconds in bound if job.due <= due]
        switches = {job.platform: platforms[job.platform].least_switch for job, _ in before}
        free[due] = due - room.start - fsum([seconds for _, seconds in before]) - fsum(switches.values())
    return free


def _free_after(room: Room, taken: Sequence[Taken]) -> dict[float, float]:
    """Return, by release that binds, the seconds that are free after it; the way there may lie before it."""
    bound = _bound_by_windows(taken)
    return {
        release: room.end - release - fsum([seconds for job, seconds in bound if job.release >= release])
        for release in {job.release for job, _ in bound if job.release > room.start}
    }


def _bound_by_windows(taken: Sequence[Taken]) -> list[tuple[Job, float]]:
    """Return what is taken that a window binds, with its least seconds."""
    return [(element.option.job, piece.least_seconds) for element, piece in taken if element.bound_by_window]


def fits_windows(room: Room, taken: Sequence[Taken], platforms: Mapping[str, Platform]) -> bool:
    """Whether what is due early could be done in time, and what is released late from then on."""
    before, after = _free_before(room, taken, platforms), _free_after(room, taken)
    return min([*before.values(), *after.values()], default=0.0) >= -1e-6
