"""What the suggestions earned and what they cost: fillers worked in waits, and how each of them ended.

A wait that nobody fills pays nothing. So what a filler earned is gained, and what it costs is the person's
own time: at what an hour of it is worth at least to them (the preference `floor_rate`), else at nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from gigplanner.insights.digest_results import put_down_by_order
from gigplanner.insights.planned import filler_money
from gigplanner.insights.records import DayRecords
from gigplanner.model.money import Money
from gigplanner.model.records import ShiftEvent, TaskResult
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.times import Span

FillerEnd = Literal["done", "screened_out", "rejected", "order", "put_down", "running"]

MICROSECOND = timedelta(microseconds=1)
_SECOND = 10**6  # microseconds
_ENDS = frozenset({"filler_done", "filler_interrupted", "order", "break", "stopped"})


class FillerRow(Struct, frozen=True, array_like=True):
    """Fillers of a day that ended alike, or (with a currency) what all of the day's fillers earned."""

    end: FillerEnd
    banked: bool  # the minutes stay with the task: it goes on from there
    count: int  # that ended in the day
    time: int  # microseconds of them in the day
    currency: str = ""
    earned: int = 0  # minor units: gross and tips, in hand or awaited


class Suggestions(Struct, frozen=True, kw_only=True):
    """Fillers and what came of them. Times are in seconds, and together all the time on fillers."""

    done: int = 0
    screened_out: int = 0
    rejected: int = 0
    """Done, and refused payment."""
    by_order: int = 0
    """Put down because an order came."""
    put_down: int = 0
    """Put down of the person's own accord, for a break or at the end of the shift."""
    kept: int = 0
    """Of those put down: whose minutes stay with the task."""
    paid_seconds: int = 0
    """On those done."""
    banked_seconds: int = 0
    """On those put down whose minutes stay with the task."""
    lost_seconds: int = 0
    """On those screened out, rejected, or put down without keeping anything."""
    running_seconds: int = 0
    """On what still goes on."""
    earned: Money
    """Gross and tips of the fillers, in hand or awaited, in the person's currency."""
    time_cost: Money
    """The whole time at what an hour of the person's own is worth to them; zero unless they said so."""

    @property
    def count(self) -> int:
        """All that ended."""
        return self.done + self.screened_out + self.rejected + self.by_order + self.put_down

    @property
    def seconds(self) -> int:
        """All time on fillers."""
        return self.paid_seconds + self.banked_seconds + self.lost_seconds + self.running_seconds

    @property
    def per_hour(self) -> Money | None:
        """What an hour on fillers earned, the lost time included; None below five minutes."""
        return self.earned.per_hour(self.seconds) if self.seconds >= 300 else None

    @property
    def net(self) -> Money:
        """What the fillers brought against waiting idle: what they earned, less the time at its own price."""
        return self.earned - self.time_cost

    @property
    def sentence(self) -> str:
        """The balance in plain words; empty without any filler."""
        if not self.seconds and not self.earned:
            return ""
        if self.time_cost:
            return f"Against waiting idle: {self.net}, your time at {self.time_cost} taken off."
        return f"Against waiting idle: {self.net} more."


def filler_rows(records: DayRecords, span: Span) -> tuple[FillerRow, ...]:
    """Return the fillers of a day, grouped by how they ended; one over midnight has time in both days."""
    results = {result.id: result for result in records.results}
    groups: dict[tuple[FillerEnd, bool], list[int]] = defaultdict(lambda: [0, 0])
    for log in records.shifts:
        for begun, ended, end in _ended_fillers(log):
            at = ended.at if ended else max(begun.at, log.now)
            result = _result(ended, begun, results)
            how = _corrected(end, result)
            group = groups[how, bool(result and result.banked)]
            group[0] += ended is not None and ended.at in span
            inside = Span(begun.at, at).clipped(span)
            group[1] += (inside.end - inside.start) // MICROSECOND if inside else 0
    rows = [
        FillerRow(end, banked, count, time)
        for (end, banked), (count, time) in sorted(groups.items())
        if count or time
    ]
    earned = [filler_money(records, currency) for currency in sorted(_currencies(records))]
    return (*rows, *(FillerRow("done", False, 0, 0, one.currency, one.minor) for one in earned if one))


def suggestions_of(days: Iterable[Iterable[FillerRow]], settings: Settings) -> Suggestions:
    """Return what the fillers of some days came to. Seconds are rounded down, and money once, day by day."""
    counts: dict[FillerEnd, int] = defaultdict(int)
    seconds = {"paid": 0, "banked": 0, "lost": 0, "running": 0}
    kept = earned = cost = 0
    for rows in days:
        time = dict.fromkeys(seconds, 0)
        for row in rows:
            counts[row.end] += row.count
            kept += row.count if row.banked else 0
            time[_kind_of_time(row)] += row.time
            earned += row.earned if row.currency == settings.currency else 0
        for kind, length in time.items():
            seconds[kind] += length // _SECOND
        cost += _price(sum(time.values()), settings)
    return Suggestions(
        done=counts["done"],
        screened_out=counts["screened_out"],
        rejected=counts["rejected"],
        by_order=counts["order"],
        put_down=counts["put_down"],
        kept=kept,
        paid_seconds=seconds["paid"],
        banked_seconds=seconds["banked"],
        lost_seconds=seconds["lost"],
        running_seconds=seconds["running"],
        earned=Money(earned, settings.currency),
        time_cost=Money(cost, settings.currency),
    )


def _ended_fillers(log: ShiftLog) -> Iterator[tuple[ShiftEvent, ShiftEvent | None, FillerEnd]]:
    """Yield the start and the end of each filler that the log counts, and how it ended."""
    counted = set(log.fillers)
    begun: ShiftEvent | None = None
    for number, event in enumerate(log.events):
        if begun and event.kind in _ENDS:
            if (begun.task, Span(begun.at, event.at)) in counted:
                yield begun, event, _how(event, log.events[number + 1 :])
            begun = None
        if event.kind == "filler_started":
            begun = event
    if begun and log.open_filler == begun:
        yield begun, None, "running"


def _how(event: ShiftEvent, following: tuple[ShiftEvent, ...]) -> FillerEnd:
    if event.kind == "filler_done":
        return "done"
    if event.kind == "order" or (event.kind == "filler_interrupted" and put_down_by_order(event, following)):
        return "order"
    return "put_down"


def _result(
    ended: ShiftEvent | None, begun: ShiftEvent, results: Mapping[str, TaskResult]
) -> TaskResult | None:
    """The result that an end brought: the one it names, else the last of its task at its instant."""
    if ended is None:
        return None
    named = results.get(ended.result)
    if named is not None:
        return named
    same = [one for one in results.values() if one.task == begun.task and one.at == ended.at]
    return same[-1] if same else None


def _corrected(end: FillerEnd, result: TaskResult | None) -> FillerEnd:
    """A log says that a filler was done; only its result says that it was refused."""
    if end == "done" and result and result.outcome in ("screened_out", "rejected"):
        return "screened_out" if result.outcome == "screened_out" else "rejected"
    return end


def _currencies(records: DayRecords) -> set[str]:
    tasks = {result.task for result in records.results if result.in_wait}
    own = [part for one in records.earnings if one.task in tasks for part in (one.gross, one.tip) if part]
    own += [result.earned for result in records.results if result.in_wait and result.earned]
    return {amount.currency for amount in own}


def _kind_of_time(row: FillerRow) -> str:
    if row.banked:
        return "banked"
    return {"done": "paid", "running": "running"}.get(row.end, "lost")


def _price(time: int, settings: Settings) -> int:
    """Minor units that the time of a day is worth to the person, in their own currency."""
    floor = settings.floor_rate
    if floor is None or floor.currency != settings.currency:
        return 0
    return floor.times(Fraction(time, 3600 * _SECOND)).minor
