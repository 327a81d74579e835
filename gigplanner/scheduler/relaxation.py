"""A proven bound by column generation: fillings of rooms, combined by a linear program.

The program mixes fillings so that no job, cap or switch is used beyond what there is; its prices go to the
rooms, which answer with the best filling at these prices. By Lagrangian duality the prices' own cost plus
the rooms' best profits bound every plan, at any prices (Gilmore & Gomory 1961; smoothed prices:
Wentges 1997).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from math import inf

from gigplanner.scheduler.arranging import settled
from gigplanner.scheduler.master import Master
from gigplanner.scheduler.options import Access, Choice, Filling
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Laid, Pick
from gigplanner.scheduler.schedule import merged
from gigplanner.scheduler.site import Site

VOLUME = 0.35
MOST_STEPS = 300  # of a room, when counted finely
PENALTY = 4.0  # what a must left undone costs, in bounds
_ROUNDING = 1 + 1e-9


class Relaxation:
    """The program and the best bound it has proven. Keys of rows: ("job", index), ("cap", platform), ("room",
    number), ("ride", number, platform) for a platform used because an earlier room opened it, "must"."""

    def __init__(
        self,
        sites: Sequence[Site],
        jobs: Sequence[Job],
        usable: Sequence[int],
        caps: Mapping[str, int],
        prices: dict[Hashable, float],
        *,
        musts: int,
        bound: float,
        checked: Callable[[], None],
    ) -> None:
        self.checked = checked  # called before each room is asked; may raise
        self.sites, self.jobs, self.caps, self.musts = sites, jobs, caps, musts
        limits: dict[Hashable, float] = {("room", site.number): 1.0 for site in sites}
        limits |= {("job", job.index): job.share(most) for job, most in zip(jobs, usable, strict=True)}
        limits |= {("cap", platform): float(cap) for platform, cap in caps.items()}
        limits["must"] = float(musts)
        self.limits = limits
        self.gains = [job.value for job in jobs]
        self.master = Master(limits)
        if musts:
            self.master.demand("must", PENALTY * max(1.0, bound))
        self.center = prices
        self.bound = inf
        self.trust = 0.8  # how far from the program's prices towards the center rooms are asked
        self.fillings: list[tuple[int, list[Pick]]] = [(-1, [])] * len(self.master.columns)
        self.stuck = False
        self.stepped: dict[Hashable, float] = {}
        self.drift: dict[Hashable, float] = {}
        self.stride, self.idle = 1.0, 0
        self.known: set[tuple[int, tuple[tuple[int, int], ...]]] = set()
        self.reached = 0.0
        self.profits: list[float] = []  # at the best prices, by job

    def add_laid(self, laid: Sequence[Iterable[Laid]], numbers: Iterable[int] | None = None) -> None:
        """Add the rooms of a real plan as columns."""
        for number in range(len(laid)) if numbers is None else numbers:
            site, placed = self.sites[number], list(laid[number])
            key = (number, tuple([(each.job.index, each.amount) for each in placed]))
            if not placed or key in self.known:
                continue
            self.known.add(key)
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
            if job.platform in self.caps:
                cap = ("cap", job.platform)
                terms[cap] = terms.get(cap, 0.0) + job.units(amount)
            if job.task.must:
                musts += amount / job.supply
        if musts and self.musts:
            terms["must"] = -musts
        for platform in rides:
            terms["ride", site.number, platform] = 1.0
        for platform in opens:
            for number in site.later:
                terms["ride", number, platform] = -1.0
        self.master.add(value, terms)
        self.fillings.append((site.number, list(picks)))

    def round(self) -> None:
        """Ask every room at the current prices; take in its answers, and solve the program anew."""
        own = self.master.prices
        prices = self._mixed(own)
        total, profits, fillings = self._asked(prices)
        self.last = total
        improved = total < self.bound * (1 - 1e-6)
        if total < self.bound:
            self.bound, self.center, self.profits = total, prices, profits
        before = len(self.master.columns)
        for site, filling in zip(self.sites, fillings, strict=True):
            for choice in filling.choices:
                self._settle(site, choice)
                if choice.picks and self._gain(site, choice, own) > 1e-7:
                    self._add(site, choice.picks, choice.opens, choice.rides)
        fresh = len(self.master.columns) > before
        if fresh:
            self.master.solve()
        if not fresh:
            self.stuck = self.trust == 0.0 or self.value >= self.bound * (1 - 1e-6)
            self.trust = 0.0 if self.trust < 0.5 else 0.3
        elif self.trust < 0.5:
            self.trust = 0.8 if improved else self.trust

    def descend(self) -> None:
        """Ask every room at stepped prices: what is overused gets dearer, what is left over cheaper.

        A step of the volume algorithm (Barahona & Anbil 2000).
        """
        prices = self.stepped or self.center
        total, profits, fillings = self._asked(prices)
        self.last = total
        if total < self.bound * (1 - 1e-5):
            self.stride *= 1.1
            self.idle = 0
        else:
            self.idle += 1
            if self.idle >= 2:
                self.stride, self.idle = self.stride * 0.7, 0
        if total < self.bound:
            self.bound, self.center, self.profits = total, prices, profits
        use = self._used(fillings)
        for key, price in prices.items():
            if price > 0:
                use[key] = use.get(key, 0.0)
        slack = {key: used - self._limit(key) for key, used in use.items()}
        if self.drift:
            slack = {
                key: VOLUME * slack.get(key, 0.0) + (1 - VOLUME) * self.drift.get(key, slack.get(key, 0.0))
                for key in {**slack, **self.drift}
            }
        self.drift = slack
        # what a row is worth as a whole says how far its price may step
        scale = {key: abs(self._limit(key)) or 1.0 for key in slack}
        weights = {key: max(self.center.get(key, 0.0) * scale[key], self._least_weight(key)) for key in slack}
        norm = sum(weights[key] * (value / scale[key]) ** 2 for key, value in slack.items())
        if norm > 0:
            step = self.stride * max(self.bound - self.reached, 1e-4 * self.bound) / norm
            self.stepped = dict(self.center)
            for key, value in slack.items():
                moved = self.center.get(key, 0.0) + step * weights[key] * value / scale[key] ** 2
                self.stepped[key] = max(0.0, moved)
        for site, filling in zip(self.sites, fillings, strict=True):
            for choice in filling.choices[:1]:
                self._settle(site, choice)
                if choice.picks:
                    self._add(site, choice.picks, choice.opens, choice.rides)

    def _least_weight(self, key: Hashable) -> float:
        if isinstance(key, tuple) and key[0] == "job":
            job = self.jobs[key[1]]
            return 0.05 * abs(job.value) * job.supply
        return 0.01 * self.bound

    def _used(self, fillings: Sequence[Filling]) -> dict[Hashable, float]:
        """What the rooms' best fillings use of each row."""
        use: dict[Hashable, float] = {}
        for site, filling in zip(self.sites, fillings, strict=True):
            if not filling.choices:
                continue
            choice = filling.choices[0]
            for job, amount in choice.picks:
                use["job", job.index] = use.get(("job", job.index), 0.0) + job.share(amount)
                if job.platform in self.caps:
                    use["cap", job.platform] = use.get(("cap", job.platform), 0.0) + job.units(amount)
                if job.task.must and self.musts:
                    use["must"] = use.get("must", 0.0) - amount / job.supply
            for platform in choice.rides:
                key = ("ride", site.number, platform)
                use[key] = use.get(key, 0.0) + 1
            for platform in choice.opens:
                for number in site.later:
                    key = ("ride", number, platform)
                    use[key] = use.get(key, 0.0) - 1
        return use

    def _settle(self, site: Site, filling: Choice) -> None:
        """Make a filling fit to the second."""
        free = site.room.opened | set(filling.rides)
        laid = settled(site.room, filling.picks, free, self.gains)
        filling.picks = merged(laid)
        used = {job.platform for job, _ in filling.picks}
        filling.rides = [name for name in filling.rides if name in used]

    @property
    def value(self) -> float:
        """The program's own value: no prices prove a bound below that."""
        return sum(price * self._limit(key) for key, price in self.master.prices.items())

    def _limit(self, key: Hashable) -> float:
        return -self.limits["must"] if key == "must" else self.limits.get(key, 0.0)

    def _mixed(self, own: Mapping[Hashable, float]) -> dict[Hashable, float]:
        trust, center = self.trust, self.center
        return {
            key: trust * center.get(key, 0.0) + (1 - trust) * own.get(key, 0.0) for key in {**center, **own}
        }

    def _gain(self, site: Site, filling: Choice, own: Mapping[Hashable, float]) -> float:
        """What a column of the filling would bring at the program's own prices."""
        gain = -own.get(("room", site.number), 0.0)
        for job, amount in filling.picks:
            gain += amount * job.value - own.get(("job", job.index), 0.0) * job.share(amount)
            if job.task.must and self.musts:
                gain += amount * own.get("must", 0.0) / job.supply
            gain -= own.get(("cap", job.platform), 0.0) * job.units(amount)
        gain -= sum(own.get(("ride", site.number, name), 0.0) for name in filling.rides)
        gain += sum(own.get(("ride", number, name), 0.0) for name in filling.opens for number in site.later)
        return gain

    def _asked(self, prices: dict[Hashable, float]) -> tuple[float, list[float], list[Filling]]:
        """Return the bound that the prices prove, each job's profit at them, and the rooms' best fillings."""
        must = prices.get("must", 0.0)
        unit_price = {platform: prices.get(("cap", platform), 0.0) for platform in self.caps}
        profits, chunk_price, whole_price = [], [], []
        total = -must * self.musts
        for job in self.jobs:
            price = prices.get(("job", job.index), 0.0)
            total += price * self.limits["job", job.index]
            profit = job.value - price / job.supply
            if job.task.must:
                profit += must / job.supply
            each = unit_price.get(job.platform, 0.0)
            chunk_price.append(each)
            whole_price.append(price)
            profits.append(profit if job.split else profit - each)
        total += sum(unit_price[platform] * cap for platform, cap in self.caps.items())
        fillings = []
        tolerance = (
            0.3 * max(0.0, min(self.bound, total * 9) - self.reached) / len(self.sites)
            if self.bound < inf
            else 0.01 * self.reached / len(self.sites)
        )
        for site in self.sites:
            self.checked()
            filling = site.fill(
                profits,
                chunk_price,
                self._access(site, prices),
                whole_price=whole_price,
                forced=site.room.wanted,
                tolerance=tolerance,
            )
            total += filling.bound
            if filling.choices:
                self._learn(site, filling, profits, tolerance)
            fillings.append(filling)
        return total * _ROUNDING, profits, fillings

    def _learn(self, site: Site, filling: Filling, profits: Sequence[float], tolerance: float) -> None:
        choice = filling.choices[0]
        raw = list(choice.picks)
        self._settle(site, choice)
        lost = 0.0
        kept = {job.index: amount for job, amount in choice.picks}
        for job, amount in raw:
            lost += profits[job.index] * (amount - kept.get(job.index, 0))
        site.learn(raw, lost)
        if lost > tolerance and site.steps < MOST_STEPS:
            site.refine()

    def _access(self, site: Site, prices: Mapping[Hashable, float]) -> Callable[[str], Sequence[Access]]:
        def access(platform: str) -> Sequence[Access]:
            switch = site.switches.get(platform, 0)
            if not switch or platform in site.room.opened:
                return ((0, 0.0, False),)
            reward = sum(prices.get(("ride", number, platform), 0.0) for number in site.later)
            ways = [(switch, -reward, True)]
            if site.earlier:
                # a ride without a price is told apart from a free platform by its being the cheapest way
                ways.append((0, max(1e-9, prices.get(("ride", site.number, platform), 0.0)), False))
            return ways

        return access
