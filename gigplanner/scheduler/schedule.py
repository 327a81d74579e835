"""A plan in the making: what lies in each room, and what is left of jobs and caps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil, inf

from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Laid, Pick, Room, lay_out
from gigplanner.scheduler.site import Site

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
        return sum(self.values)

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
        laid = settled(site.room, there, opened, self.gains)
        if more:
            laid = self._topped_up(site, laid, opened)
        self.stock.move(laid, -1)
        self.laid[number] = laid
        self.values[number] = sum([self.gains[each.job.index] * each.amount for each in laid])
        for later in site.later:
            self._lay_again(later)

    def _lay_again(self, number: int) -> None:
        """Lay a room out anew whose platforms may have been opened, or no longer are."""
        laid = self.laid[number]
        if not laid:
            return
        site = self.sites[number]
        opened = self.opened(site)
        picks = [(each.job, each.amount) for each in laid]
        self.stock.move(laid, 1)
        laid = settled(site.room, picks, opened, self.gains)
        self.stock.move(laid, -1)
        self.laid[number] = laid
        self.values[number] = sum([self.gains[each.job.index] * each.amount for each in laid])

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


def settled(room: Room, picks: Sequence[Pick], opened: frozenset[str], gains: Sequence[float]) -> list[Laid]:
    """Return the picks laid out; what does not fit is shortened or dropped, the least valuable first."""
    picks = list(picks)
    while picks:
        laid, late = arranged(room, picks, opened)
        if laid is not None:
            return laid
        if late is not None:
            picks = [pick for pick in picks if pick[0] is not late]
        else:
            picks = _shortened(room, picks, opened, gains)
    return []


def arranged(
    room: Room, picks: Sequence[Pick], opened: frozenset[str]
) -> tuple[list[Laid] | None, Job | None]:
    """Return the picks laid out in time; or None, and a job that misses its window if one does."""
    wanted = room.wanted if room.wanted not in opened else ""
    if all(job.due >= room.end and job.release <= room.start for job, _ in picks):
        return lay_out(room, sorted(picks, key=_by_platform), opened, wanted), None
    order = _dispatched(room, picks, opened)
    laid = lay_out(room, order, opened, wanted)
    if laid is None:
        urgent = sorted(
            picks,
            key=lambda pick: (
                min(pick[0].due, room.end),
                max(pick[0].release, room.start),
                pick[0].platform,
                pick[0].index,
            ),
        )
        laid = lay_out(room, urgent, opened, wanted)
    return laid, None if laid is not None else _late_one(room, order, opened)


def _by_platform(pick: Pick) -> tuple[str, int]:
    return pick[0].platform, pick[0].index


def _dispatched(room: Room, picks: Sequence[Pick], opened: frozenset[str]) -> list[Pick]:
    """Return an order: always the most urgent of what may start; one waits only where nothing may."""
    waiting = sorted(picks, key=_by_platform)
    time: float = room.start
    there = set(opened)
    order: list[Pick] = []
    while waiting:
        ready = [
            pick
            for pick in waiting
            if pick[0].release <= time + (0 if pick[0].platform in there else pick[0].switch)
        ]
        if not ready:
            ready = [min(waiting, key=lambda pick: pick[0].release)]
        last = order[-1][0].platform if order else ""
        pick = min(ready, key=lambda pick: (min(pick[0].due, room.end), pick[0].platform != last))
        waiting.remove(pick)
        job, amount = pick
        time = max(time + (0 if job.platform in there else job.switch), job.release) + job.length(amount)
        there.add(job.platform)
        order.append(pick)
    return order


def _late_one(room: Room, order: Sequence[Pick], opened: frozenset[str]) -> Job | None:
    """Return the first job that its own window makes late; None if the room is too short."""
    time: float = room.start
    there = set(opened)
    for job, amount in order:
        start = max(time + (0 if job.platform in there else job.switch), job.release)
        time = start + job.length(amount)
        if time > job.due and job.due < room.end:
            return job
        if time > room.end and start == job.release:
            return job
        there.add(job.platform)
    return None


def _shortened(room: Room, picks: list[Pick], opened: frozenset[str], gains: Sequence[float]) -> list[Pick]:
    """Return the picks with the least valuable cut made that lets them fit, or helps most."""
    busy = sum(job.length(amount) for job, amount in picks)
    members: dict[str, int] = {}
    for job, _ in picks:
        members[job.platform] = members.get(job.platform, 0) + 1
    switches = {job.platform: job.switch for job, _ in picks if job.platform not in opened}
    over = busy + sum(switches.values()) - room.length
    if room.wanted and room.wanted not in opened and room.wanted not in members:
        over += room.wanted_switch
    best, least = 0, (inf, 0.0)
    cut = 0
    for number, (job, amount) in enumerate(picks):
        gain = gains[job.index]
        saved_switch = switches.get(job.platform, 0) if members[job.platform] == 1 else 0
        whole = job.length(amount) + saved_switch
        fewer = max(1, ceil(over / job.seconds - 1e-9)) if over > 0 else amount
        if amount - fewer >= job.least:
            loss, saved = gain * fewer, max(1, over)
        else:
            fewer, loss, saved = amount, gain * amount, whole
        measure = loss if saved >= over > 0 else loss * max(over, 1) / saved
        if (measure, -saved) < least:
            best, least, cut = number, (measure, -saved), fewer
    job, amount = picks[best]
    rest = [(job, amount - cut)] if amount - cut >= job.least else []
    return [*picks[:best], *rest, *picks[best + 1 :]]


def amounts_of(laid: Iterable[Iterable[Laid]]) -> Mapping[int, int]:
    """Return how much of each job is laid, by its index."""
    amounts: dict[int, int] = {}
    for room in laid:
        for each in room:
            amounts[each.job.index] = amounts.get(each.job.index, 0) + each.amount
    return amounts
