"""The earnings of imported files against those in the planbook, so that nothing counts twice.

In this order: what is known by its own name is compared; late tips and corrections find their jobs; the same
job from two sources becomes one; a deposit of a platform whose jobs are known is no new income. Neither the
order in which files come nor how often they come makes a difference to the sums.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.interop.sources import is_second_hand, source_words
from gigplanner.model.records import Earning, LatePart
from gigplanner.workday.earning_updates import later_status, stamped, updated
from gigplanner.workday.late_parts import alone, identity, is_alone, late_part, with_parts, without_parts
from gigplanner.workday.matching_words import FileOutcome, Tally
from gigplanner.workday.scratch import Scratch, Shelved, sortable
from gigplanner.workday.settling import settle
from gigplanner.workday.till import Till
from gigplanner.workday.twins import TwinFinder, knows, merged, told_tips

_Place = tuple[datetime, str, str, str]
_LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)
_NEAREST = "apart, at, source, source_id, id, other_at, other_source, other_source_id, other_id"
_DAYS = 1000  # of which the working day is remembered: few instants come twice, but soon


class FileEarnings(Struct, frozen=True):
    """The earnings that one file holds, and its money that belongs to jobs known from elsewhere."""

    earnings: Iterable[Earning]  # which can be gone through again and again
    late: Iterable[Earning] = ()

    @property
    def newest(self) -> datetime:
        """The moment of its newest entry."""
        return max((entry.at for entry in chain(self.earnings, self.late)), default=_LONG_AGO)


class Matched(Struct, frozen=True):
    """What an import does to the ledger: earnings to keep, with what each replaces, and those to remove.

    Both are gone through once.
    """

    puts: Iterable[tuple[Earning, Earning | None]]
    removed: Iterable[Earning]
    files: tuple[FileOutcome, ...]


def match(
    files: Sequence[FileEarnings],
    held: Iterable[Earning],
    *,
    day_of: Callable[[datetime], date],
    scratch: Scratch,
) -> Matched:
    """Return what `files` do to the earnings `held`: all of the same sources, and all near in time.

    `day_of` tells the person's working day of an instant.
    """
    matching = _Matching(held, lru_cache(_DAYS)(day_of), len(files), scratch)
    newest = [file.newest for file in files]
    order = sorted(range(len(files)), key=newest.__getitem__)  # the newest has the last word
    for index in order:
        matching.compare(index, files[index].earnings)
    for index in order:
        matching.take_late(index, files[index].late)
    matching.reunite()
    matching.join_tips()
    matching.join_twins()
    matching.settle_deposits()
    return matching.matched()


class _Matching:
    """Works on a draft of the ledger, step by step."""

    def __init__(
        self, held: Iterable[Earning], day_of: Callable[[datetime], date], files: int, scratch: Scratch
    ) -> None:
        self._scratch = scratch
        self._till = Till(held, scratch)
        self._day_of = day_of
        self._tallies = [Tally() for _ in range(files)]
        self._fresh: Shelved[int] = Shelved(scratch)  # the file that brought an earning, by its id
        self._renewed = scratch.table("id TEXT, file INTEGER")  # what is known, and the file with news of it

    def matched(self) -> Matched:
        """Return what all steps came to."""
        for earning_id, index in self._scratch.walk(self._renewed, "id, file"):
            if self._till.has_changed(earning_id):
                self._tallies[index].updated += 1
            else:  # another of these files took it back
                self._tallies[index].unchanged += 1
        added = Counter(self._fresh.each())
        return Matched(
            puts=self._till.changes(),
            removed=self._till.removed(),
            files=tuple(tally.outcome(added[index]) for index, tally in enumerate(self._tallies)),
        )

    def compare(self, index: int, earnings: Iterable[Earning]) -> None:
        """Take what is new, and the news of what is known by its name."""
        for earning in earnings:
            said = stamped(earning)
            known = self._till.known_as(identity(said))
            if known is None:
                self._take_in(said, index)
            elif identity(known) == identity(said) and not is_alone(known):
                self._note(index, known, updated(known, said))
            elif is_second_hand(said.source) or identity(said) in {part.origin for part in known.late}:
                self._tallies[index].unchanged += 1
            else:
                self._note(index, known, replace(known, status=later_status(known.status, said.status)))

    def take_late(self, index: int, entries: Iterable[Earning]) -> None:
        """Add late tips and corrections to their jobs; one whose job is unknown stays by itself."""
        for late in entries:
            part = late_part(late)
            known = self._till.known_as(part.origin)
            if known is not None:
                corrected = known
                if any(kept.origin == part.origin and kept != part for kept in known.late):
                    others = [kept for kept in known.late if kept.origin != part.origin]
                    corrected = with_parts(without_parts(known), [*others, part])
                self._note(index, known, corrected)
            elif job := self._job_of(late):
                self._till.put(with_parts(job, [part]))
                self._tallies[index].joined += self._fresh.get(job.id) != index
            else:
                self._take_in(alone(stamped(late)), index)

    def reunite(self) -> None:
        """Add late entries that stood alone to the jobs that came now."""
        for late in filter(is_alone, self._till):
            if job := self._job_of(late):
                self._till.put(with_parts(job, late.late))
                self._till.remove(late)
                index = self._fresh.pop(late.id, self._fresh.get(job.id, 0))
                self._tallies[index].joined += 1

    def join_tips(self) -> None:
        """Let a job stand for the line in which another source tells of its late tip."""
        for line, job in told_tips(self._till):
            self._till.put(with_parts(self._till.get(job.id) or job, [LatePart(origin=identity(line))]))
            self._till.remove(line)
            index = self._fresh.pop(line.id, self._fresh.get(job.id, 0))
            self._tallies[index].twins[source_words(job.source)] += 1

    def join_twins(self) -> None:
        """Make one of what two sources tell of the same job."""
        for earning_id in self._fresh:
            earning = self._till.get(earning_id)
            for twin in self._same_job(earning) if earning else ():
                self._join(earning_id, twin.id)
        sources: dict[str, set[str]] = {}
        for earning in self._till:
            sources.setdefault(earning.platform.casefold(), set()).add(earning.source)
        doubled = {platform for platform, names in sources.items() if platform and len(names) > 1}
        if not doubled:
            return
        part_of: Shelved[str] = Shelved(self._scratch)  # what was joined, and the earning it was joined to
        for first, second in self._pairs(doubled):
            one, other = _whole(first, part_of), _whole(second, part_of)
            if kept := self._join(one, other):
                part_of[one if kept == other else other] = kept

    def _pairs(self, doubled: Collection[str]) -> Iterator[tuple[str, str]]:
        """The ids of those that tell of the same money, the nearest in time first.

        They are found among the earnings of the platforms `doubled` before any of them is joined.
        """
        finder = TwinFinder(self._till, doubled, self._day_of, self._scratch)
        pairs = self._scratch.table(f"{_NEAREST}, PRIMARY KEY (id, other_id)")
        for earning in self._till:
            is_asked = earning.platform.casefold() in doubled and earning.id in self._fresh
            for twin in finder.twins(earning) if is_asked else ():
                first, second = sorted((_place(earning), _place(twin)))
                at, other_at = sortable(first[0]), sortable(second[0])
                self._scratch.do(
                    f"INSERT OR IGNORE INTO {pairs} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    *(other_at - at, at, *first[1:], other_at, *second[1:]),
                )
        return self._scratch.ordered(pairs, _NEAREST, "id, other_id")

    def settle_deposits(self) -> None:
        """Take out what only tells that known jobs were paid."""
        settled = settle(self._till, self._fresh, self._day_of)
        for deposit, jobs in settled:
            bringers = [self._fresh[job] for job in jobs if job in self._fresh]
            tally = self._tallies[self._fresh.pop(deposit.id, bringers[0] if bringers else 0)]
            tally.count_deposit(deposit, self._day_of(deposit.at), told=bool(jobs))

    def _take_in(self, earning: Earning, index: int) -> None:
        self._till.put(earning)
        self._fresh[earning.id] = index

    def _note(self, index: int, known: Earning, now: Earning) -> None:
        if now == known:
            self._tallies[index].unchanged += 1
        else:
            self._scratch.do(f"INSERT INTO {self._renewed} VALUES (?, ?)", known.id, index)
            self._till.put(now)

    def _job_of(self, late: Earning) -> Earning | None:
        """The job that a late entry belongs to: the nearest, where a platform gives one name to several."""
        jobs = [
            job
            for job in self._till.of_job(late)
            if not is_alone(job)
            and not is_second_hand(job.source)
            and job.gross.currency == late.gross.currency
        ]
        return min(jobs, key=lambda job: (abs(job.at - late.at), job.source, job.source_id), default=None)

    def _same_job(self, earning: Earning) -> list[Earning]:
        """What other sources tell of an earning's job, where it has but one earning in each."""
        if is_second_hand(earning.source) or is_alone(earning) or not self._till.shares_job(earning):
            return []
        same = [
            other
            for other in self._till.of_job(earning)
            if other.platform.casefold() == earning.platform.casefold()
            and other.gross.currency == earning.gross.currency
            and not is_second_hand(other.source)
            and not is_alone(other)
        ]
        by_source = Counter(other.source for other in same)
        return [other for other in same if other.id != earning.id] if set(by_source.values()) == {1} else []

    def _join(self, first: str, second: str) -> str | None:
        """Make one of two earnings; return its id, or None if one is joined to such a source already."""
        one, other = self._till.get(first), self._till.get(second)
        if one is None or other is None or one.source == other.source:
            return None
        if knows(one, other.source) or knows(other, one.source):
            return None
        # what was there first keeps its id, and what the person logged above all: shifts refer to it
        kept, gone = sorted(
            (one, other), key=lambda each: (each.source != "", each.id in self._fresh, each.id)
        )
        index = self._fresh.pop(gone.id, self._fresh.get(kept.id, 0))
        self._till.remove(gone)
        self._till.put(merged(kept, gone, keep=kept.id))
        self._tallies[index].twins[source_words(kept.source) if kept.source else "your own log"] += 1
        return kept.id


def _place(earning: Earning) -> _Place:
    return earning.at, earning.source, earning.source_id, earning.id


def _whole(earning_id: str, part_of: Mapping[str, str]) -> str:
    """Return the id of the earning that one is part of by now: its own, mostly."""
    while (whole := part_of.get(earning_id)) is not None:
        earning_id = whole
    return earning_id
