"""Laying picks out in a room: in an order that keeps all windows, and what gives way where none does."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, fsum, inf

from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Laid, Pick, Room, lay_out


def settled(
    room: Room,
    picks: Sequence[Pick],
    opened: frozenset[str],
    gains: Sequence[float],
    extra: Sequence[Pick] = (),
) -> list[Laid]:
    """Return the picks laid out; what does not fit is shortened or dropped, the least valuable first.

    Where windows bind, `extra` picks go into what is left free.
    """
    bound = any(binds(room, job) for job, _ in picks)
    laid = _shrunk(room, picks, opened, gains)
    if not bound and not any(binds(room, job) for job, _ in extra):
        return laid
    best, most = laid, _value(laid, gains)
    for early in (True, False):
        other = around(room, picks, opened, extra=extra, early=early)
        value = _value(other, gains)
        if value > most + 1e-9:
            best, most = other, value
    return best


def binds(room: Room, job: Job) -> bool:
    """Whether the job's window leaves out a part of the room."""
    return job.due < room.end or job.release > room.start


def around(
    room: Room, picks: Sequence[Pick], opened: frozenset[str], *, extra: Sequence[Pick] = (), early: bool
) -> list[Laid]:
    """Return what fits when picks with windows are laid first, early or late, and the others around them.

    Batches and chunks may be done in several parts. `extra` picks come last.
    """
    line = _Line(room, opened, room.wanted if all(job.platform != room.wanted for job, _ in picks) else "")
    windowed = [pick for pick in picks if binds(room, pick[0])]
    free = [pick for pick in picks if not binds(room, pick[0])]
    if early:
        windowed.sort(key=lambda pick: (min(pick[0].due, room.end), pick[0].release, pick[0].index))
    else:
        windowed.sort(key=lambda pick: (-max(pick[0].release, room.start), -pick[0].due, pick[0].index))
    for job, amount in windowed:
        line.put(job, amount, early=early)
    # what cannot be parted needs the larger holes
    free.sort(key=lambda pick: (pick[1] > pick[0].least, -pick[0].length(pick[0].least), pick[0].index))
    for job, amount in [*free, *extra]:
        line.put(job, amount, early=True)
    return line.laid


class _Line:
    """What lies in a room, in order of time."""

    def __init__(self, room: Room, opened: frozenset[str], wanted: str) -> None:
        self.room, self.opened = room, opened
        self.end = room.end - (room.wanted_switch if wanted and wanted not in opened else 0)
        self.laid: list[Laid] = []

    def put(self, job: Job, amount: int, *, early: bool) -> None:
        """Lay as much of the job as there is free time for, in one or more parts."""
        whole = job.split and job.capped  # a second chunk would count once more
        while amount >= job.least:
            found = self._place(job, amount, early=early)
            if found is None:
                return
            at, start, fits = found
            rest = amount - fits
            if 0 < rest < job.least and not whole and self._parted(found, job, job.least - rest, early=early):
                return
            self._lay(at, job, start, fits)
            amount = 0 if whole else rest

    def _parted(self, found: tuple[int, int, int], job: Job, missing: int, *, early: bool) -> bool:
        """Lay a chunk so much shorter that its rest is long enough for a chunk too; False if nowhere is."""
        at, start, fits = found
        if fits - missing < job.least:
            return False
        self._lay(at, job, start if early else start + missing, fits - missing)
        rest = self._place(job, job.least, early=early)
        if rest is None:
            del self.laid[at]
            return False
        self._lay(rest[0], job, rest[1], rest[2])
        return True

    def _lay(self, at: int, job: Job, start: int, amount: int) -> None:
        self.laid.insert(at, Laid(job, amount, self.room.gap, start, start + job.length(amount)))

    def _place(self, job: Job, amount: int, *, early: bool) -> tuple[int, int, int] | None:
        """Return the number of a hole that takes a part of the job, the start there and the amount."""
        there = set(self.opened)
        time = self.room.start
        found: tuple[int, int, int] | None = None
        for at in range(len(self.laid) + 1):
            following = self.laid[at] if at < len(self.laid) else None
            until = self.end
            if following:
                lead = 0 if following.job.platform in {*there, job.platform} else following.job.switch
                until = following.start - lead
            begin = int(max(time + (0 if job.platform in there else job.switch), job.release))
            stop = int(min(until, job.due))
            if stop > begin:
                fits = min(amount, job.most_in(stop - begin))
                if fits >= job.least:
                    found = (at, begin if early else stop - job.length(fits), fits)
                    if early:
                        return found
            if following:
                time = following.end
                there.add(following.job.platform)
        return found


def _value(laid: Sequence[Laid], gains: Sequence[float]) -> float:
    return fsum([gains[each.job.index] * each.amount for each in laid])


def _shrunk(room: Room, picks: Sequence[Pick], opened: frozenset[str], gains: Sequence[float]) -> list[Laid]:
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
