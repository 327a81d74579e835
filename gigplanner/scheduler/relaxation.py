"""A proven bound by column generation: fillings of rooms, combined by a linear program.

The program mixes fillings so that no job, cap or switch is used beyond what there is; its prices go to the
rooms, which answer with their best fillings (Gilmore & Gomory 1961; smoothed prices: Wentges 1997).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from math import fsum, inf

from gigplanner.scheduler.asking import Amounts, Answers, Asking, Prices
from gigplanner.scheduler.descent import Descent
from gigplanner.scheduler.master import Master
from gigplanner.scheduler.options import Choice
from gigplanner.scheduler.rooms import Laid, Pick
from gigplanner.scheduler.schedule import merged
from gigplanner.scheduler.site import Site

PENALTY = 4.0  # what a must left undone costs, in bounds
TRUST = 0.7  # how far from the program's prices towards the best so far rooms are asked
LITTLE_TRUST = 0.3
FIRST_TRUST = 0.9  # before the program has seen much
MOST_TRUST = 0.85
BOLDNESS = 0.85  # times as much trust after prices that lowered the bound
CAUTION = 0.6  # of the way from the best so far: how far the next prices go after some that led nowhere
MOST_MISSES = 6  # that lead nowhere in a row, before the program is trusted again


class Relaxation:
    """The program and the best bound it has proven. Its rows are those of `Asking`."""

    def __init__(self, asking: Asking, prices: dict[Hashable, float], *, bound: float) -> None:
        self.asking, self.sites, self.musts = asking, asking.sites, asking.musts
        self.master = Master(asking.limits)
        if self.musts:
            self.master.demand("must", PENALTY * max(1.0, abs(bound)))
        for key in asking.wanted:
            self.master.demand(("wanted", *key), PENALTY * max(1.0, abs(bound)))
        self.fillings: list[tuple[int, list[Pick]]] = [(-1, [])] * len(self.master.columns)  # by column
        self.center: dict[Hashable, float] = prices  # the best so far
        self.bound = self.last = inf
        self.reached = 0.0  # what a plan is worth
        self.trust = FIRST_TRUST
        self.stuck = False
        self._descent = Descent(asking)
        self._next = prices
        self._known: set[tuple[int, tuple[tuple[int, int], ...]]] = set()
        self.closely = False  # whether rooms may be off only by a part of what prices can still prove
        self._misses = 0
        self._found = 0  # the number of the first filling that it has found itself

    def start(self, prices: dict[Hashable, float]) -> None:
        """Ask at these prices first."""
        self.center = self._next = prices

    def add_laid(self, laid: Sequence[Iterable[Laid]], numbers: Iterable[int] | None = None) -> None:
        """Add the rooms of a real plan as columns."""
        for number in range(len(laid)) if numbers is None else numbers:
            site, placed = self.sites[number], list(laid[number])
            key = (number, tuple([(each.job.index, each.amount) for each in placed]))
            if not placed or key in self._known:
                continue
            self._known.add(key)
            before = {
                each.job.platform for number in site.earlier for each in laid[number]
            } | site.room.opened
            used = {each.job.platform: each.job.switch for each in placed}
            rides = [name for name, switch in used.items() if switch and name in before - site.room.opened]
            opens = [name for name, switch in used.items() if switch and name not in before]
            self._add(site, merged(placed), opens, rides)

    def _add(self, site: Site, picks: Sequence[Pick], opens: Iterable[str], rides: Iterable[str]) -> None:
        terms: dict[Hashable, float] = {("room", site.number): 1.0}
        value, musts = 0.0, 0.0
        for job, amount in picks:
            value += job.value * amount
            key = ("job", job.index)
            terms[key] = terms.get(key, 0.0) + job.share(amount)
            if job.platform in self.asking.caps:
                cap = ("cap", job.platform)
                terms[cap] = terms.get(cap, 0.0) + job.units(amount)
            if job.index in self.asking.counted:
                terms["chunks", job.index] = 1.0
            if job.task.must:
                musts += amount / job.supply
        if musts and self.musts:
            terms["must"] = -musts
        if self.asking.wanted:
            terms |= self.wanted_terms(site.number, picks)
        for platform in rides:
            terms["ride", site.number, platform] = 1.0
        for platform in opens:
            for number in site.later:
                terms["ride", number, platform] = -1.0
        self.master.add(value, terms)
        self.fillings.append((site.number, list(picks)))

    def limited(
        self, most: Amounts, least: Amounts, prices: dict[Hashable, float], *, bound: float, reached: float
    ) -> Relaxation:
        """Return a relaxation of the plans that hold no more than `most` and no less than `least`.

        It begins with the fillings of this one that could matter to a plan worth more than is `reached`.
        """
        other = Relaxation(self.asking.limited(most, least), prices, bound=bound)
        other.bound, other.reached, other.trust = bound, reached, TRUST
        columns, own = self.master.columns, self.master.prices
        for number, (room, picks) in enumerate(self.fillings):
            if room < 0 or not all(
                (least.get((room, job.index), 0) if job.split else 0)
                <= amount
                <= most.get((room, job.index), amount)
                for job, amount in picks
            ):
                continue
            column = columns[number]
            gain = column.value - fsum([own.get(key, 0.0) * term for key, term in column.terms.items()])
            if gain >= reached - bound:
                other.master.add(column.value, column.terms | other.wanted_terms(room, picks))
                other.fillings.append((room, picks))
        other._found = len(other.fillings)
        other.master.solve()
        return other

    def take_over(self, other: Relaxation) -> None:
        """Add the fillings that a relaxation of fewer plans has found, for further ones to begin with."""
        for (room, picks), column in zip(
            other.fillings[other._found :], other.master.columns[other._found :], strict=True
        ):
            terms = {key: term for key, term in column.terms.items() if not _is_wanted(key)}
            self.master.add(column.value, terms)
            self.fillings.append((room, picks))

    def wanted_terms(self, room: int, picks: Iterable[Pick]) -> dict[Hashable, float]:
        """Return what picks of a room count for in the rows of what is wanted there."""
        wanted = self.asking.wanted
        return {
            ("wanted", room, job.index): -1.0 if job.split else -float(amount)
            for job, amount in picks
            if (room, job.index) in wanted and (not job.split or amount >= wanted[room, job.index])
        }

    def descend(self) -> None:
        """Ask every room at stepped prices; take in its best answers."""
        prices = self._next
        improved, answers = self._ask(prices)
        self._next = self._descent.stepped(
            self.center, prices, answers, improved=improved, bound=self.bound, reached=self.reached
        )
        for site, filling in zip(self.sites, answers.fillings, strict=True):
            for choice in filling.choices:
                self.asking.settle(site, choice)
                if choice.picks:
                    self._add(site, choice.picks, choice.opens, choice.rides)

    def round(self) -> None:
        """Ask every room at the program's prices; take in its answers, and solve the program anew."""
        own = self.master.prices
        improved, answers = self._ask(self._mixed(own))
        fresh = False
        for site, filling in zip(self.sites, answers.fillings, strict=True):
            for choice in filling.choices:
                self.asking.settle(site, choice)
                if choice.picks and self._gain(site, choice, own) > 1e-7:
                    self._add(site, choice.picks, choice.opens, choice.rides)
                    fresh = True
        if fresh:
            self.master.solve()
            self._weigh(improved=improved)
        else:
            self.stuck = self.trust == 0.0 or self.value >= self.bound * (1 - 1e-6)
            self.trust = 0.0 if self.trust <= LITTLE_TRUST else LITTLE_TRUST

    def _weigh(self, *, improved: bool) -> None:
        """Decide how far from the program's prices the next ones are: too near the best, they tell little."""
        self._misses = 0 if improved else self._misses + 1
        if improved:
            self.trust = max(LITTLE_TRUST, min(TRUST, self.trust * BOLDNESS))
        elif self._misses % MOST_MISSES == 0:
            self.trust = LITTLE_TRUST
        else:
            self.trust = min(MOST_TRUST, 1 - (1 - self.trust) * CAUTION)

    def go_on(self) -> None:
        """Try again after the rooms have changed."""
        self.stuck, self.trust = False, LITTLE_TRUST

    def _ask(self, prices: dict[Hashable, float]) -> tuple[bool, Answers]:
        reached = max(self.reached, min(self.value, self.bound)) if self.closely else self.reached
        answers = self.asking.ask(prices, bound=self.bound, reached=reached)
        improved = answers.bound < self.bound - 1e-6 * abs(answers.bound)
        self.last = answers.bound
        if answers.bound < self.bound:
            self.bound, self.center = answers.bound, prices
        return improved, answers

    def parts(self) -> dict[tuple[int, int], float]:
        """Return how much of each job the program does in each room."""
        found: dict[tuple[int, int], float] = {}
        for number, extent in self.master.taken.items():
            room, picks = self.fillings[number]
            for job, amount in picks:
                found[room, job.index] = found.get((room, job.index), 0.0) + extent * amount
        return found

    @property
    def value(self) -> float:
        """The program's own value: no prices prove a bound below that."""
        return fsum(price * self.asking.limit(key) for key, price in self.master.prices.items())

    def _mixed(self, own: Prices) -> dict[Hashable, float]:
        trust, center = self.trust, self.center
        return {
            key: trust * center.get(key, 0.0) + (1 - trust) * own.get(key, 0.0) for key in {**center, **own}
        }

    def _gain(self, site: Site, choice: Choice, own: Prices) -> float:
        """What a column of the choice would bring at the program's own prices."""
        gain = -own.get(("room", site.number), 0.0)
        for job, amount in choice.picks:
            gain += amount * job.value - own.get(("job", job.index), 0.0) * job.share(amount)
            if job.task.must and self.musts:
                gain += amount * own.get("must", 0.0) / job.supply
            gain -= own.get(("cap", job.platform), 0.0) * job.units(amount)
            gain -= own.get(("chunks", job.index), 0.0) if job.split else 0.0
        for key, term in self.wanted_terms(site.number, choice.picks).items():
            gain -= own.get(key, 0.0) * term
        gain -= fsum(own.get(("ride", site.number, name), 0.0) for name in choice.rides)
        gain += fsum(own.get(("ride", number, name), 0.0) for name in choice.opens for number in site.later)
        return gain


def _is_wanted(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == "wanted"
