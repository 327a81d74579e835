"""The same job in two files, or in a file and in the person's own log: which are one, and what remains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from gigplanner.interop.sources import is_second_hand
from gigplanner.model.money import Money
from gigplanner.model.records import Earning
from gigplanner.workday.earning_updates import later_status
from gigplanner.workday.late_parts import identity, with_parts, without_parts
from gigplanner.workday.scratch import Scratch, sortable
from gigplanner.workday.till import Till

SAME_JOB = timedelta(hours=2)  # one file says when it was asked for, another when it was done
TIP_LINE = timedelta(days=14)  # riders can tip that long afterwards
SAME_DEPOSIT = timedelta(days=3)  # a bank books it later than who sent it

_Key = tuple[str, str, int]


class TwinFinder:
    """Finds, for an earning, the one that tells of the same money in another source.

    Both are of one platform and currency and come to the same sum, with fee or tip or without, and lie on one
    day or within `SAME_JOB`; deposits within `SAME_DEPOSIT`. What comes from one source is never the same.
    """

    def __init__(
        self, till: Till, platforms: Collection[str], day_of: Callable[[datetime], date], scratch: Scratch
    ) -> None:
        """Know the earnings in `till` of some platforms, as they are there when they are asked for."""
        self._till = till
        self._day_of = day_of
        self._scratch = scratch
        self._sums = scratch.table("key TEXT, at INTEGER, id TEXT", by="key, at")
        for earning in till:
            if earning.platform.casefold() in platforms:
                for key in _keys(earning):
                    scratch.do(
                        f"INSERT INTO {self._sums} VALUES (?, ?, ?)", key, sortable(earning.at), earning.id
                    )

    def twins(self, earning: Earning) -> list[Earning]:
        """Return the candidates for `earning`, the nearest in time first."""
        reach = SAME_DEPOSIT if is_second_hand(earning.source) else timedelta(days=1)
        ids = {
            found: None
            for key in _keys(earning)
            for (found,) in self._scratch.do(
                f"SELECT id FROM {self._sums} WHERE key = ? AND at BETWEEN ? AND ?",
                key,
                sortable(earning.at - reach),
                sortable(earning.at + reach),
            )
        }
        others = (other for found in ids if (other := self._till.get(found)) is not None)
        alike = (other for other in others if self._same_money(earning, other))
        return sorted(alike, key=lambda other: (abs(other.at - earning.at), *_order(other)))

    def _same_money(self, one: Earning, other: Earning) -> bool:
        if one.source == other.source or knows(one, other.source) or knows(other, one.source):
            return False
        if is_second_hand(one.source) != is_second_hand(other.source):
            return False
        if is_second_hand(one.source):
            return True
        near = abs(one.at - other.at) <= SAME_JOB
        return near or self._day_of(one.at) == self._day_of(other.at)


def knows(earning: Earning, source: str) -> bool:
    """Whether an earning stands for an entry of `source` already."""
    return any(origin.partition(" ")[0] == source for origin in earning.also)


def told_tips(earnings: Iterable[Earning]) -> list[tuple[Earning, Earning]]:
    """Return pairs of a tip that one source tells as a line of its own, and the job that has it from another.

    The line comes up to two weeks after the job. A tip of a job stands for one line of each source.
    """
    lines = [one for one in earnings if one.tip and not (one.gross or one.fee or one.job or one.late)]
    keys = {_tip_key(line, line.net) for line in lines}
    jobs: dict[_Key, list[Earning]] = {}
    for earning in earnings if lines else ():
        for part in earning.late:
            if part.tip and not part.gross and (key := _tip_key(earning, part.tip)) in keys:
                jobs.setdefault(key, []).append(earning)
    for alike in jobs.values():
        alike.sort(key=_order)
    found: list[tuple[Earning, Earning]] = []
    taken: Counter[tuple[str, str]] = Counter()
    for line in sorted(lines, key=_order) if jobs else ():
        for job in reversed(jobs.get(_tip_key(line, line.net), ())):
            told = [part for part in job.late if part.origin.partition(" ")[0] == line.source]
            is_free = not told and not taken[job.id, line.source]
            if is_free and job.source != line.source and line.at - TIP_LINE <= job.at <= line.at + SAME_JOB:
                taken[job.id, line.source] += 1
                found.append((line, job))
                break
    return found


def merged(one: Earning, other: Earning, *, keep: str) -> Earning:
    """Return the earning that stands for both, under the id `keep`.

    It is known by the source that tells more, and the other is remembered in `also`. What the person has
    noted, and the later state, stay.
    """
    better, lesser = (one, other) if _detail(one) >= _detail(other) else (other, one)
    if lesser.source and _is_without_tip(lesser, better):  # its own file has the tip in another line
        better, lesser = lesser, better
    also = {*better.also, *lesser.also, identity(lesser)} - {"", identity(better)}
    parts = lesser.late if without_parts(lesser).net == without_parts(better).net else ()
    return replace(
        better if better.late else with_parts(better, parts),
        id=keep,
        status=later_status(better.status, lesser.status),
        task=better.task or lesser.task,
        shift=better.shift or lesser.shift,
        note=better.note if lesser.source else lesser.note or better.note,
        job=better.job or lesser.job,
        also=tuple(sorted(also)),
    )


def _detail(earning: Earning) -> tuple[bool, bool, bool, str]:
    """Sort by how much a record tells: a file more than the hand, then fee and tip apart, then its name."""
    return bool(earning.source), bool(earning.fee), bool(earning.tip), identity(earning)


def _is_without_tip(bare: Earning, whole: Earning) -> bool:
    return bool(whole.tip and not bare.tip) and whole.tip is not None and bare.net == whole.net - whole.tip


def _tip_key(earning: Earning, tip: Money) -> _Key:
    return earning.platform.casefold(), earning.gross.currency, tip.minor


def _keys(earning: Earning) -> set[str]:
    bare = without_parts(earning) if earning.late else earning
    sums = {earning.net.minor, bare.net.minor, *((earning.total.minor,) if earning.fee else ())}
    sums |= {bare.net.minor - bare.tip.minor} if bare.tip else set()
    named = f"{earning.platform.casefold()}\x1f{earning.gross.currency}"
    return {f"{named}\x1f{amount}" for amount in sums if amount}


def _order(earning: Earning) -> tuple[datetime, str, str]:
    return earning.at, earning.source, earning.source_id
