"""Placing what must be done, before anything else: a search over the rooms each such task could go to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, permutations

from gigplanner.scheduler.fill import Stock
from gigplanner.scheduler.problem import Job, Room
from gigplanner.scheduler.rooms import Laid, Pick, lay_out

MOST_TRIES = 3_000
MOST_ORDERS = 120  # of the tasks in one room


def place_musts(rooms: Sequence[Room], musts: Sequence[Job], stock: Stock) -> list[Laid]:
    """Return placements of as many of `musts` as the search finds room for, whole where that can be.

    All ways to give the tasks to rooms are tried, the most constrained task first, until one holds them
    all or `MOST_TRIES` are used up. What then has no room as a whole is placed in parts.
    """
    wholes = [(job, stock.of(job)) for job in musts if stock.of(job) >= job.least]
    choices = {
        job.index: [number for number, room in enumerate(rooms) if room.window(job) >= job.length(amount)]
        for job, amount in wholes
    }
    wholes.sort(key=lambda pick: (len(choices[pick[0].index]), pick[0].due, -pick[0].length(pick[1])))
    search = _Search(rooms, [pick for pick in wholes if choices[pick[0].index]], choices, stock)
    laid = search.run()
    done = {each.job.index for room in laid for each in room}
    for job in musts:
        if job.index not in done:
            _place_in_parts(rooms, laid, job, stock)
    return [each for room in laid for each in room]


class _Search:
    """A depth-first search that keeps the best it has seen."""

    def __init__(
        self, rooms: Sequence[Room], picks: list[Pick], choices: dict[int, list[int]], stock: Stock
    ) -> None:
        self.rooms, self.picks, self.choices = rooms, picks, choices
        self.caps = dict(stock.caps)
        self.laid: list[list[Laid]] = [[] for _ in rooms]
        self.best = [list(room) for room in self.laid]
        self.most = 0
        self.tries = 0

    def run(self) -> list[list[Laid]]:
        """Return, room by room, the placements of the most tasks."""
        self._go_on(0, 0)
        return self.best

    def _go_on(self, number: int, placed: int) -> None:
        if placed > self.most:
            self.most, self.best = placed, [list(room) for room in self.laid]
        hopeless = placed + len(self.picks) - number <= self.most
        if number == len(self.picks) or hopeless or self.tries >= MOST_TRIES:
            return
        job, amount = self.picks[number]
        platform, units = job.task.platform, job.units(amount)
        if self.caps.get(platform, units) >= units:
            for choice in self.choices[job.index]:
                self.tries += 1
                before = self.laid[choice]
                together = _ordered(self.rooms[choice], [*before, (job, amount)])
                if together is None:
                    continue
                self.laid[choice] = together
                self.caps[platform] = self.caps.get(platform, units) - units
                self._go_on(number + 1, placed + 1)
                self.caps[platform] += units
                self.laid[choice] = before
        self._go_on(number + 1, placed)


def _ordered(room: Room, items: Sequence[Laid | Pick]) -> list[Laid] | None:
    """Return the items laid out in an order in which all keep their windows; None if none is found."""
    picks = [(item.job, item.amount) if isinstance(item, Laid) else item for item in items]
    by_due = sorted(picks, key=lambda pick: (pick[0].due, pick[0].release, pick[0].task.platform))
    by_release = sorted(picks, key=lambda pick: (pick[0].release, pick[0].due, pick[0].task.platform))
    if not any(job.due < room.end or job.release > room.start for job, _ in picks):
        return lay_out(room, sorted(picks, key=lambda pick: pick[0].task.platform))
    for order in (by_due, by_release, *islice(permutations(by_due), MOST_ORDERS)):
        laid = lay_out(room, order)
        if laid:
            return laid
    return None


def _place_in_parts(rooms: Sequence[Room], laid: list[list[Laid]], job: Job, stock: Stock) -> None:
    """Add as much of `job` as each room can still take."""
    for number, room in enumerate(rooms):
        left = stock.after(each for placed in laid for each in placed).of(job)
        amount = min(left, job.most_in(room.window(job)))
        while amount >= job.least:
            together = _ordered(room, [*laid[number], (job, amount)])
            if together:
                laid[number] = together
                break
            amount = amount // 2 if amount // 2 >= job.least or amount == job.least else job.least
