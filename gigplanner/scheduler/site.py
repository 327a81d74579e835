"""A room and what could be done in it: its best filling at given profits, and a proven bound on that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import fsum, inf

from msgspec.structs import replace

from gigplanner.scheduler.arranging import arranged, binds, settled
from gigplanner.scheduler.offered import Column, Offered
from gigplanner.scheduler.options import Access, Choice, Filling, Option
from gigplanner.scheduler.packing import MOST_FOUND, Found, Packing
from gigplanner.scheduler.rooms import Room
from gigplanner.scheduler.sweeping import Sweep

HARDER = 4  # times the work, where a room's bound is not near
FEW_OPTIONS = 100  # of so few none is left out at first
LOST = 0.015  # of what a room's time is worth: what loses more is left out at first
MORE_LOST = 5  # times that, where a filling with it could still be the best; then nothing is left out
TOLERANCES = 10  # that what is left out loses at least
LOWER = 0.85  # of a room's last price of time: the next is hardly below
CLOSE = 1e-4  # of a room's ceiling: what is not worth another look
MORE = 1.1  # than the last filling lost: what the next is expected to lose
MOST_RETRIES = 4  # of a search whose best filling misses a window that was made light of
_ROUNDING = 1 + 1e-9  # sums of floats may be a little low


class Site:
    """A room with its options."""

    def __init__(
        self,
        number: int,
        room: Room,
        options: Sequence[Option],
        earlier: Sequence[int] = (),
        later: Sequence[int] = (),
    ) -> None:
        self.number, self.room = number, room
        self.earlier, self.later = earlier, later  # the numbers of the other rooms of its gap
        self.options = sorted(options, key=lambda option: (option.job.platform, option.job.index))
        self.columns = _columns(self.options)
        self.by_rate = sorted(options, key=lambda option: (-option.job.rate, option.job.index))
        self.switches = {option.job.platform: option.job.switch for option in options}
        if room.wanted:
            self.switches[room.wanted] = room.wanted_switch
        self.price = 0.0  # of a second, as last found
        self.packing: Packing | None = None  # of what was asked last, and the bound on its profit
        self.asked = 0.0
        self.effort = 1  # how hard it is searched
        self.sweeps = False  # whether a sweep has proven what the first search had not
        self.loss = 0.0  # against the ceiling: what the best filling is expected to lose, if it sweeps
        self.binding: set[int] = set()  # jobs whose windows have been found to matter here

    def fill(
        self,
        profit: Sequence[float],
        chunk_price: Sequence[float],
        access: Callable[[str], Sequence[Access]],
        *,
        whole_price: Sequence[float] = (),
        left: Sequence[int] | None = None,
        forced: str = "",
        tolerance: float = 0.0,
    ) -> Filling:
        """Return the filling of most profit, each job having `profit` by its index for an amount of one.

        A chunk costs its job's `chunk_price` besides; `left` limits the amounts; the `forced` platform
        is to be opened in any case. The bound may be `tolerance` higher than need be.

        Windows are made light of until a best filling misses one that matters: the search without them is
        far quicker, and leaving a rule out only makes the bound higher.
        """
        guess, lost = self.price, inf
        if len(self.options) > FEW_OPTIONS:
            loss = self.loss if left is None else 0.0
            lost = max(LOST * guess * self.room.length, TOLERANCES * tolerance, loss) or inf
        while True:
            offered = Offered(self, profit, chunk_price, whole_price, access, left, forced, lost)
            price = offered.best_price(guess)
            if lost < inf and price < self.low:
                lost = inf
                continue
            packing = self._packed(offered, price, max(tolerance, offered.ceiling(price) * CLOSE, 1e-9))
            if left is not None or offered.left_out(price) <= packing.bound:
                break
            lost = lost * MORE_LOST if lost < LOST * MORE_LOST * guess * self.room.length else inf
        self.price = price
        packing.bound = max(packing.bound, offered.left_out(price))
        self.packing = packing
        return self._filling(packing)

    @property
    def low(self) -> float:
        """A price of time that the next to be found is hardly below."""
        return self.price * LOWER

    def _packed(self, offered: Offered, price: float, tolerance: float) -> Packing:
        packing = self._searched(offered, price, tolerance)
        for _ in range(MOST_RETRIES):
            late = self._late(packing, offered.profit, tolerance)
            if late <= self.binding:
                break
            self.binding |= late
            packing = self._searched(offered, price, tolerance)
        return packing

    def _searched(self, offered: Offered, price: float, tolerance: float) -> Packing:
        packing = Packing(self, offered, price, tolerance)
        if self.sweeps and offered.left is None:
            self._sweep(packing, offered, price)
            self._note(packing, sweeps=packing.near)
        if not packing.near:
            packing.run()
        return packing

    def _sweep(self, packing: Packing, offered: Offered, price: float) -> None:
        """Take over what a sweep finds and proves."""
        sweep = Sweep(self, offered, price, packing.tolerance, self.loss)
        if not packing.near:
            sweep.best, sweep.bound = packing.best, packing.bound
        sweep.run()
        packing.bound = max(min(packing.bound, sweep.bound), offered.left_out(price))
        packing.best = sweep.best
        packing.found = sorted([*sweep.found, *packing.found], key=lambda found: -found.profit)[:MOST_FOUND]

    def _note(self, packing: Packing, *, sweeps: bool) -> None:
        """Note whether the next search had better begin with a sweep, and how much that will have to lose."""
        self.sweeps = sweeps
        self.loss = MORE * (packing.ceiling - packing.best) if sweeps else 0.0

    def _late(self, packing: Packing, profit: Sequence[float], tolerance: float) -> set[int]:
        """Return the jobs of the best filling that miss their windows, if that takes much from it."""
        if not packing.found:
            return set()
        best = max(packing.found, key=lambda found: found.profit)
        windowed = {job.index for job, _ in best.picks if binds(self.room, job)}
        if windowed <= self.binding:
            return set()
        opened = self.room.opened | {name for name, way in best.ways.items() if not way[0]}
        if arranged(self.room, best.picks, opened)[0] is not None:
            return set()
        left = {job.index: amount for job, amount in best.picks}
        for each in settled(self.room, best.picks, opened, profit):
            left[each.job.index] -= each.amount
        if fsum([profit[index] * amount for index, amount in left.items()]) <= tolerance:
            return set()
        late = {index for index in windowed if left[index] > 0}
        return late if not late <= self.binding else windowed

    def _filling(self, packing: Packing) -> Filling:
        """Return what is known of the best filling."""
        bound = self.asked = max(0.0, packing.bound)
        choices = [_choice(found) for found in packing.found]
        return Filling(bound * _ROUNDING, choices, packing.best if choices else 0.0)

    def open_still(self) -> float:
        """How far the last bound is above its filling: 0 if near, infinite if windows were made light of."""
        packing = self.packing
        if packing is None:
            return 0.0
        if packing.near:
            return inf if self.effort > 1 and _windows_matter(packing) else 0.0
        return packing.bound - max(0.0, packing.best)

    def prove(self, filling: Filling) -> Filling:
        """Return the last filling with a lower bound, and with better choices if there are."""
        packing = self.packing
        if packing is None:
            return filling
        offered, price = packing.offered, packing.price
        if offered.left_out(price) > packing.best + packing.tolerance:
            offered = offered.losing(offered.ceiling(price) - packing.best)
        near = packing.near
        self._sweep(packing, offered, price)
        self._note(packing, sweeps=not near and packing.near)
        return self._filling(packing)

    def limited(self, most: Mapping[int, int], least: Mapping[int, int]) -> Site:
        """Return the room with no more of some jobs, by index, than `most`, and no chunk below `least`.

        It is searched as at first.
        """
        options = []
        for option in self.options:
            job = option.job
            limit = min(option.most, most.get(job.index, option.most))
            shortest = max(option.least, least.get(job.index, 0)) if job.split else 0
            if limit == option.most and shortest == option.least:
                options.append(option)
            elif limit >= max(shortest, job.shortest):
                options.append(replace(option, most=limit, least=shortest))
        twin = Site(self.number, self.room, options, self.earlier, self.later)
        twin.price, twin.binding = self.price, set(self.binding)
        return twin

    def refine(self) -> None:
        """Search harder from now on."""
        self.effort *= HARDER

    def drop(self, most_lost: float) -> None:
        """Drop the options without which nothing is lost: any filling with one loses more than `most_lost`.

        Against the bound of the last filling, at its profits.
        """
        if self.packing is None:
            return
        offered, price = self.packing.offered, self.price
        slack = offered.ceiling(price) - self.asked + most_lost
        self.keep(offered.within(price, slack))

    def keep(self, kept: Collection[int]) -> None:
        """Keep the options of these jobs only."""
        self.options = [option for option in self.options if option.job.index in kept]
        self.columns = _columns(self.options)
        self.by_rate = [option for option in self.by_rate if option.job.index in kept]


def _columns(options: Iterable[Option]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for option in options:
        job = option.job
        column = columns.get(job.platform) or columns.setdefault(job.platform, Column([], []))
        if job.split:
            column.chunks.append(option)
        else:
            column.plain.append((job.index, job.seconds, float(job.length(1)), option.most, option))
    return columns


def _windows_matter(packing: Packing) -> bool:
    """Whether a filling about as good as the best may hold something that a window binds."""
    slack = packing.ceiling - packing.best + packing.tolerance
    return any(
        each.bound_by_window for platform in packing.platforms.values() for each in platform.near(slack)
    )


def _choice(found: Found) -> Choice:
    entered = found.ways.items()
    opens = [platform for platform, (_, _, opens) in entered if opens]
    rides = [platform for platform, (seconds, fee, opens) in entered if fee > 0 and not opens and not seconds]
    return Choice(found.picks, opens, rides)
