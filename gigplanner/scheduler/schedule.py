"""A plan in the making: what lies in each room, and what is left of jobs and caps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from gigplanner.scheduler.arranging import arranged, binds, settled
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Laid, Pick
from gigplanner.scheduler.site import Site

MOST_EXTRA = 24  # jobs tried in what windows leave free
MOST_ADDED = 12  # tries to add a job to a room in which windows bind


class Stock:
    """What may still be placed: of each job, by its index, and in units on each capped platform."""

    def __init__(self, left: list[int], caps: dict[str, int]) -> None:
        self.left, self.caps = left, caps

    def of(self, job: Job) -> int:
        """The largest amount of the job that may still be placed."""
        left, cap = self.left[job.index], self.caps.get(job.platform)
        if job.split:
            return 0 if left < job.least or (cap is not None and cap < 1) else left
        return left if cap is None else max(0, min(left, cap))

    def move(self, laid: Iterable[Laid], sign: int) -> None:
        """Take placements out of the stock (−1) or put them back (1)."""
        for each in laid:
            job = each.job
            self.left[job.index] += sign * each.amount
            if job.platform in self.caps:
                self.caps[job.platform] += sign * job.units(each.amount)

    def copy(self) -> Stock:
        """Return a stock that can be changed on its own."""
        return Stock(list(self.left), dict(self.caps))


class Schedule:
    """What lies in the rooms. `gains` are what an amount of one of each job counts for, by its index."""

    def __init__(self, sites: Sequence[Site], gains: Sequence[float], stock: Stock) -> None:
        self.sites, self.gains, self.stock = sites, gains, stock
        self.laid: list[list[Laid]] = [[] for _ in sites]
        self.values = [0.0] * len(sites)

    def copy(self) -> Schedule:
        """Return a schedule that can be changed on its own."""
        twin = Schedule(self.sites, self.gains, self.stock.copy())
        twin.laid, twin.values = list(self.laid), list(self.values)
        return twin

    @property
    def value(self) -> float:
        """What all that is laid counts for."""
        return fsum(self.values)

    def opened(self, site: Site) -> frozenset[str]:
        """The platforms that earlier rooms of the gap, or pins, have opened."""
        if not site.earlier:
            return site.room.opened
        before = {each.job.platform for number in site.earlier for each in self.laid[number]}
        return site.room.opened | before

    def relied_on(self, site: Site) -> frozenset[str]:
        """The platforms on which later rooms of the gap do something."""
        return frozenset(each.job.platform for number in site.later for each in self.laid[number])

    def clear(self, number: int) -> None:
        """Take everything out of a room."""
        self.stock.move(self.laid[number], 1)
        self.laid[number], self.values[number] = [], 0.0

    def put(self, number: int, picks: Sequence[Pick], *, more: bool = True) -> None:
        """Lay picks into an empty room, as far as they fit and are there; with `more`, fill what is free."""
        site = self.sites[number]
        opened = self.opened(site)
        there = self._there(picks)
        extra = self._extra(site, there) if more and any(binds(site.room, job) for job, _ in there) else []
        laid = settled(site.room, there, opened, self.gains, extra)
        if more and len({each.job.index for each in laid}) == len(laid):
            laid = self._topped_up(site, laid, opened)
        self.stock.move(laid, -1)
        self.laid[number] = laid
        self.values[number] = fsum([self.gains[each.job.index] * each.amount for each in laid])
        for later in site.later:
            self._lay_again(later)

    def _lay_again(self, number: int) -> None:
        """Lay a room out anew whose platforms may have been opened, or no longer are."""
        laid = self.laid[number]
        if not laid:
            return
        site = self.sites[number]
        opened = self.opened(site)
        picks = merged(laid)
        self.stock.move(laid, 1)
        laid = settled(site.room, picks, opened, self.gains)
        self.stock.move(laid, -1)
        self.laid[number] = laid
        self.values[number] = fsum([self.gains[each.job.index] * each.amount for each in laid])

    def _there(self, picks: Iterable[Pick]) -> list[Pick]:
        """Return the picks with no more of a job or platform than is left; the best keep theirs."""
        found = []
        caps = dict(self.stock.caps)
        gains = self.gains
        for job, wanted in sorted(
            picks, key=lambda pick: -gains[pick[0].index] / (1 if not pick[0].split else 1e-9)
        ):
            amount = min(wanted, self.stock.left[job.index])
            if job.platform in caps:
                cap = caps[job.platform]
                amount = (amount if cap > 0 else 0) if job.split else min(amount, cap)
                if amount >= job.least:
                    caps[job.platform] -= job.units(amount)
            if amount >= job.least:
                found.append((job, amount))
        return found

    def _extra(self, site: Site, picks: Sequence[Pick]) -> list[Pick]:
        """Return what else could go into a room, best value per second first, within stock and caps."""
        taken = {job.index for job, _ in picks}
        caps = dict(self.stock.caps)
        for job, amount in picks:
            if job.platform in caps:
                caps[job.platform] -= job.units(amount)
        found: list[Pick] = []
        for option in site.by_rate:
            job = option.job
            if job.index in taken or self.gains[job.index] <= 0:
                continue
            amount = min(self.stock.left[job.index], option.most)
            if job.platform in caps:
                amount = (
                    (amount if caps[job.platform] > 0 else 0)
                    if job.split
                    else min(amount, caps[job.platform])
                )
            if amount < job.least:
                continue
            if job.platform in caps:
                caps[job.platform] -= job.units(amount)
            found.append((job, amount))
            if len(found) == MOST_EXTRA:
                break
        return found

    def _topped_up(self, site: Site, laid: list[Laid], opened: frozenset[str]) -> list[Laid]:
        """Return the placements with whatever else fits, best value per second first."""
        room, gains = site.room, self.gains
        windowed = any(each.job.due < room.end or each.job.release > room.start for each in laid)
        platforms = {each.job.platform for each in laid}
        amounts = {each.job.index: each.amount for each in laid}
        stock = self.stock.copy()
        stock.move(laid, -1)
        free = room.length - sum([each.end - each.start for each in laid])
        free -= sum(
            {each.job.platform: each.job.switch for each in laid if each.job.platform not in opened}.values()
        )
        if room.wanted and room.wanted not in opened and room.wanted not in platforms:
            free -= room.wanted_switch
        tries = 0
        for option in site.by_rate:
            job = option.job
            if free < job.seconds:
                continue
            had = amounts.get(job.index, 0)
            switch = 0 if job.platform in platforms or job.platform in opened else job.switch
            if free - switch < (1 if had else job.least) * job.seconds or gains[job.index] <= 0:
                continue
            left = stock.left[job.index] if had and job.split else stock.of(job)
            more = min(left, option.most - had, job.most_in(free - switch))
            if more < (1 if had else job.least):
                continue
            picks = [(each.job, each.amount + (more if each.job is job else 0)) for each in laid]
            if not had:
                picks.append((job, more))
            if windowed or option.early or option.late:
                tries += 1
                if tries > MOST_ADDED:
                    continue
            longer, _ = arranged(room, picks, opened)
            if longer is None:
                continue
            new = [each for each in longer if each.job is job]
            stock.left[job.index] -= more
            if job.platform in stock.caps:
                stock.caps[job.platform] -= (0 if had else 1) if job.split else more
            laid = longer
            free -= new[0].end - new[0].start - job.length(had) + switch
            platforms.add(job.platform)
            amounts[job.index] = had + more
        return laid


def merged(laid: Iterable[Laid]) -> list[Pick]:
    """Return what is laid, job by job."""
    picks: dict[int, Pick] = {}
    for each in laid:
        _, before = picks.get(each.job.index, (each.job, 0))
        picks[each.job.index] = (each.job, before + each.amount)
    return list(picks.values())


def amounts_of(laid: Iterable[Iterable[Laid]]) -> Mapping[int, int]:
    """Return how much of each job is laid, by its index."""
    amounts: dict[int, int] = {}
    for room in laid:
        for each in room:
            amounts[each.job.index] = amounts.get(each.job.index, 0) + each.amount
    return amounts
