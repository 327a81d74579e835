"""The best filling of a room at given profits, to the second, and a bound that no filling exceeds.

At a price of time each job is worth more than its seconds, or less. The search starts from all that is worth
more and changes what costs least, as cores of knapsacks are solved (Pisinger 1997): a *state* is the seconds
taken and what is left of the ceiling; of two states, one that takes no more seconds for no less profit is
enough. What a window binds, and chunks, whose length varies, are settled first, in *cases*.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from math import fsum, inf
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from gigplanner.scheduler.bulky import settle_large
from gigplanner.scheduler.cases import Case, cases_of, make_case
from gigplanner.scheduler.choosing import Choosing, reopened
from gigplanner.scheduler.offered import Offered
from gigplanner.scheduler.options import Access
from gigplanner.scheduler.platforms import Change, Opening, Platform
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Pick

if TYPE_CHECKING:
    from gigplanner.scheduler.site import Site

# all but the tries and the slack grow with the effort of a site
MOST_STATES = 400  # at a time
LITTLE_WORK = 1_500  # states looked at before large jobs are settled first
MOST_WORK = 8_000  # states looked at before the search is content with less
FEW_STATES = 100  # at a time, from then on
MOST_TRIES = 5  # with ever more slack
GROWTH = 3  # of the slack, from try to try
HURRY = 10  # the same when only a better filling is looked for
HURRY_TRIES = 2  # choices of platforms that are looked at even when the work is done
OWN = 0.7  # of the slack at the room's price: where that at a choice's own is less, it is searched there
MOST_FOUND = 3  # fillings that are told
MOST_CHOICES = 60  # of platforms, of a case

_COST = _SECONDS = itemgetter(0)  # of a change, of a state
_Link = tuple[Any, ...]  # what was changed last, and the link before
_State = tuple[float, float, _Link]  # seconds, what is left of the ceiling, and how it was reached


class Found(Struct):
    """A filling: its profit, what is done, and how each platform is entered."""

    profit: float
    picks: list[Pick]
    ways: dict[str, Access]


class _Rest(Struct):
    """What may still be gained by platforms and chunks, and how many seconds taken out or put in."""

    hope: float
    removable: float
    addable: float
    case: Case

    def count_out(self, change: Change) -> None:
        dt = change[1]
        if dt < 0:
            self.removable += dt
        else:
            self.addable -= dt


class _Within(Struct):
    """Changes on a platform that cost little, and the seconds that all of them take out or put in."""

    changes: list[Change]
    removable: float
    addable: float


class Packing:
    """The search. `bound` and `found`, the best first, are its result."""

    def __init__(
        self,
        site: Site,
        offered: Offered,
        price: float,
        tolerance: float,
        platforms: dict[str, Platform] | None = None,
    ) -> None:
        self.site = site
        self.room, self.length, self.effort = site.room, site.room.length, site.effort
        self.offered, self.price, self.tolerance = offered, price, tolerance
        self.platforms = offered.platforms(price) if platforms is None else platforms
        self.ceiling = price * self.length + fsum(platform.worth for platform in self.platforms.values())
        self.best, self.bound = -inf, self.ceiling
        self.found: list[Found] = []
        self.choosing = Choosing(self.platforms, self.length, price, MOST_CHOICES * site.effort)
        self.large = inf  # what takes as long is settled first
        self.work, self.most_work = 0, MOST_WORK * site.effort
        self.closely = True  # whether choices of platforms are bounded one by one

    def run(self) -> None:
        """Search what loses little against the ceiling, then more, then all, until the bound is near."""
        slack, settled, self.most_work = self.tolerance, False, LITTLE_WORK
        for number in range(MOST_TRIES):
            slack = min(slack, self.ceiling - max(0.0, self.best)) + 1e-9
            self.closely = number > 0
            self._prove(slack)
            if self.work > self.most_work and not settled:
                settled = self._settle_large()
            if self.work > self.most_work:
                self._hurry(slack)
                break
            slack *= GROWTH
        if not settled:
            self._settle_large()
        self.found.sort(key=lambda found: -found.profit)
        del self.found[MOST_FOUND:]

    def _prove(self, slack: float) -> None:
        """Lower the bound by a search of what loses at most `slack`, unless it is near already."""
        if self.bound <= self.best + self.tolerance:
            return
        self.base = self.floor = self.ceiling - slack
        self.tried = 0
        self._search(slack)
        self.bound = min(self.bound, max(self.best + self.tolerance, self.floor))

    def _settle_large(self) -> bool:
        """Settle large jobs first, with as much work again as is done at most."""
        self.work, self.most_work = 0, MOST_WORK * self.effort
        settle_large(self)
        return True

    def at_price(self, price: float, large: float, names: Collection[str] = ()) -> Packing:
        """Return a search at another price of time, of what takes less than `large` seconds.

        If given, on the platforms of these names only.
        """
        platforms = self.offered.platforms(price, large, whole=False, names=names)
        other = Packing(self.site, self.offered, price, self.tolerance, platforms)
        other.large = large
        return other

    def settle(self, case: Case, *, best: float, least: float) -> None:
        """Search one case for what brings more than `least`, where `best` is reached already."""
        self.best, self.base, self.floor = best, least, -inf
        self.found, self.work, self.tried = [], 0, 0
        slack = case.potential - least + 1e-9
        self.within = {name: _within(each, slack) for name, each in self.platforms.items()}
        self._try(case)

    def _hurry(self, slack: float) -> None:
        """Look for a better filling in few steps, without proof."""
        while slack < self.ceiling - self.best and slack < self.ceiling:
            slack = min(slack * HURRY, self.ceiling - self.best)
            self.base, self.work, self.tried = self.ceiling - slack, self.most_work + 1, 0
            self._search(slack)

    @property
    def near(self) -> bool:
        """Whether the bound is as near to the best filling as it has to be."""
        return self.bound <= self.best + self.tolerance * (1 + 1e-6)

    @property
    def least(self) -> float:
        """What a filling has to reach to be of interest."""
        return max(self.base, self.best + self.tolerance)

    def _search(self, slack: float) -> None:
        self.within = {name: _within(each, slack) for name, each in self.platforms.items()}
        cases, left_out = cases_of(self.room, self.platforms, self.price, self.ceiling, slack, self.effort)
        self.floor = max(self.floor, left_out)
        for case in cases:
            if case.potential <= self.least:
                break
            if self.work > self.most_work and self.tried >= HURRY_TRIES:
                self.floor = max(self.floor, case.potential)
                break
            self._try(case)

    def _try(self, case: Case) -> None:
        """Search the fillings of a case, for one choice of platforms after the other."""
        found, left_out = self.choosing.promising(case, self.least, bounded=self.closely)
        self.floor = max(self.floor, left_out)
        for choice in found:
            if choice.bound <= self.least:
                break
            if self.work > self.most_work and self.tried >= HURRY_TRIES:
                self.floor = max(self.floor, choice.bound)
                break
            self.tried += 1
            if choice.bound - self.least < OWN * (choice.here - self.least):
                self._fill_at(choice.price, case, choice.opened)
            else:
                self._fill(case, choice.opened, choice.here)

    def _fill_at(self, price: float, case: Case, opened: Sequence[Opening]) -> None:
        """Search the fillings on the platforms that are opened, at their own price of time."""
        own = self.at_price(price, self.large, [opening.platform.name for opening in opened])
        own.best, own.base, own.floor = self.best, self.base, -inf
        own.most_work, own.work = self.most_work, self.work
        case = make_case(self.room, own.platforms, price, 0.0, case.taken)
        ways = [reopened(own.platforms[opening.platform.name], opening) for opening in opened]
        potential = price * self.length + case.worth + fsum([net for net, _ in ways])
        slack = potential - own.least + 1e-9
        own.within = {name: _within(each, slack) for name, each in own.platforms.items()}
        own._fill(case, [way for _, way in ways], potential)
        self.best, self.work, self.floor = own.best, own.work, max(self.floor, own.floor)
        self.found += own.found

    def _fill(self, case: Case, opened: Sequence[Opening], potential: float) -> None:
        """Search the fillings on the platforms that are opened, the changes that cost least first."""
        seconds = case.seconds + fsum([opening.seconds for opening in opened])
        within = [self.within[opening.platform.name] for opening in opened]
        removable = fsum([each.removable for each in within])
        if seconds > self.length + removable:
            return  # too much is taken, whatever is taken out
        rest = _Rest(case.bonus, removable, case.room + fsum([each.addable for each in within]), case)
        changes = sorted([change for each in within for change in each.changes], key=_COST)
        states: list[_State] = [(seconds, potential - case.bonus, ())]
        self._take(case, opened, states)
        for change in changes:
            if potential - change[0] <= self.least or not states:
                break
            if states[0][0] > self.length + rest.removable:
                break
            states = self._changed(states, change, rest)
            rest.count_out(change)
            self._take(case, opened, states)

    def _changed(self, states: list[_State], change: Change, rest: _Rest) -> list[_State]:
        cost, dt, what = change
        least = self.least - rest.hope + cost
        limit = self.length + rest.removable + min(0.0, dt) - dt
        new: list[_State] = [
            (t + dt, q - cost, (what, link)) for t, q, link in states if q > least and t <= limit
        ]
        if not new:
            return states
        return self._pareto(states + new, rest)

    def _pareto(self, states: list[_State], rest: _Rest) -> list[_State]:
        """Return the states that no other makes needless, at most MOST_STATES of them."""
        self.work += len(states)
        price, least = self.price, self.least - rest.hope
        idle = price * (self.length - rest.addable)  # what is left free beyond that stays so
        most = least + idle
        kept: list[_State] = []
        states = [state for state in states if state[1] > least]
        case = rest.case
        if case.bonus:
            least += case.bonus
            room = self.length + rest.removable
            states = [state for state in states if state[1] + case.hope(room - state[0]) > least]
        states.sort(key=_SECONDS)
        for state in states:
            profit = state[1] + price * state[0]
            if profit > most:
                kept.append(state)
                most = profit + 1e-9
        many = MOST_STATES * self.effort if self.work <= self.most_work else FEW_STATES
        if len(kept) > many:
            kept = self._thinned(kept, many, idle, rest.hope)
        return kept

    def _thinned(self, states: list[_State], many: int, idle: float, hope: float) -> list[_State]:
        """Return the best state for each of many spans of time; note what others could have brought."""
        price = self.price
        first = states[0][0]
        span = (states[-1][0] - first) / many + 1e-9
        kept: list[_State] = []
        at, left_out = -1, -inf
        for state in states:
            here = int((state[0] - first) / span)
            if here != at:
                kept.append(state)
                at = here
                continue
            less = kept[-1] if state[1] >= kept[-1][1] else state
            if less is kept[-1]:
                kept[-1] = state
            left_out = max(left_out, min(less[1], less[1] + price * less[0] - idle))
        self.floor = max(self.floor, left_out + hope)
        return kept

    def _take(self, case: Case, opened: Sequence[Opening], states: Sequence[_State]) -> None:
        """Take note of the best of the states that fit, its chunks as long as there is time for."""
        end = bisect_right(states, self.length + 1e-6, key=_SECONDS)
        if not end:
            return
        price = self.price
        if not case.chunks:
            most, at = states[end - 1][1] - price * (self.length - states[end - 1][0]), end - 1
        else:
            most, at = -inf, 0
            for number in range(end):
                t, q, _ = states[number]
                value = q - price * (self.length - t) + case.stretched(self.length - t)
                if value > most:
                    most, at = value, number
        if most <= self.best + 1e-9:
            return
        found = _read(case, opened, states[at], most, self.length)
        at_work = {job.platform for job, _ in found.picks}
        if any(way[1] < 0 and name not in at_work for name, way in found.ways.items()):
            self.floor = max(self.floor, most)  # opened, but nobody does anything there: no filling
            return
        self.best = most
        self.found.append(found)


def _within(platform: Platform, slack: float) -> _Within:
    changes = platform.changes(slack)
    return _Within(
        changes, fsum([-dt for _, dt, _ in changes if dt < 0]), fsum([dt for _, dt, _ in changes if dt > 0])
    )


def _read(case: Case, opened: Sequence[Opening], state: _State, profit: float, length: int) -> Found:
    """Return the filling of a room of `length` seconds that a state came from."""
    openings, changed = list(opened), dict[int, int]()
    link = state[2]
    while link:
        what, link = link
        if isinstance(what, Opening):
            openings.append(what)
            continue
        option, units = what
        index = option.job.index
        changed[index] = changed.get(index, 0) + units
    picks: list[Pick] = []
    jobs: dict[int, tuple[Job, int]] = {}
    ways: dict[str, Access] = {}
    for opening in openings:
        ways[opening.platform.name] = opening.way
        for net, _, most, option in opening.platform.members:
            job = option.job
            amount = (most if net >= 0 else 0) + changed.get(job.index, 0)
            amount = min(most, amount + (1 if opening.only is option else 0))
            if amount > 0:
                picks.append((job, amount))
    for element, piece in case.taken:
        if not element.chunk:
            job = element.option.job
            jobs[job.index] = (job, piece.most + (jobs[job.index][1] if job.index in jobs else 0))
    picks += jobs.values()
    picks += case.lengths(length - state[0])
    return Found(profit, picks, ways)
