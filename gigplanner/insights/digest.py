"""What one working day comes to, small enough to keep for ten years: sums that every total can be made of.

A digest holds no sentence and no record, only amounts by hour, platform, category, status and currency, and
time by hour and platform. Nothing in it is rounded or converted, and no preference but the zone and the hour
a day ends shapes it: currencies, rates and set-asides are applied when digests are added up, in
`digest_sums`. Time is in microseconds, so that it is rounded where it is shown and nowhere before.

An hour of the week on the person's wall clock is a slot: weekday (Monday is 0) times 24 and the hour.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple, TypeVar

from msgspec import Struct

from gigplanner.insights.digest_results import ForecastRow, ResultRow, forecast_rows, result_rows
from gigplanner.insights.fillers import FillerRow, filler_rows
from gigplanner.insights.records import DayRecords
from gigplanner.insights.wall_hours import Hours, WallHours
from gigplanner.insights.worked import platform_spans
from gigplanner.model.money import Money
from gigplanner.model.records import Block, Earning, Expense, MoneyStatus, TaskResult, Trip
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.times import SECOND, Span, merged, without

DIGEST_VERSION = 5  # to be raised with every change of what a digest holds or how it is counted
Dated = TypeVar("Dated", Earning, Expense, Trip, TaskResult)

NO_SLOT = -1
MICROSECOND = timedelta(microseconds=1)
_AT = attrgetter("at")


class MoneyRow(Struct, frozen=True, array_like=True):
    """Earnings of a day that agree in all of these: their sums, in minor units, and how many they are."""

    slot: int
    made: int  # the slot in which it was made in a shift; `NO_SLOT` for money of no shift
    platform: str
    category: str
    status: MoneyStatus
    online: bool  # whether figures per hour online count it: see `takings.online_money`
    currency: str
    gross: int
    tip: int
    fee: int
    count: int  # by the currency of the gross


class TimeRow(Struct, frozen=True, array_like=True):
    """The time worked in an hour, in microseconds: overlapping shifts count once."""

    slot: int
    online: int
    active: int
    on_break: int
    filler: int


class PlatformTime(Struct, frozen=True, array_like=True):
    """The time online on one platform in an hour, in microseconds: see `worked.platform_spans`."""

    slot: int
    platform: str
    online: int


class MilesRow(Struct, frozen=True, array_like=True):
    """What was driven in a day for a platform."""

    platform: str
    miles: Decimal


class SpentRow(Struct, frozen=True, array_like=True):
    """Expenses of a day that agree in all of these, in minor units."""

    platform: str
    category: str
    currency: str
    amount: int


class TrainingRow(Struct, frozen=True, array_like=True):
    """Time of a day that the calendar gives to one training, in microseconds."""

    title: str
    time: int


class DayDigest(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One working day in sums. Days on which nothing was written down have none."""

    day: date
    money: tuple[MoneyRow, ...] = ()
    time: tuple[TimeRow, ...] = ()
    platforms: tuple[PlatformTime, ...] = ()
    miles: tuple[MilesRow, ...] = ()
    spent: tuple[SpentRow, ...] = ()
    results: tuple[ResultRow, ...] = ()
    forecasts: tuple[ForecastRow, ...] = ()
    training: tuple[TrainingRow, ...] = ()
    fillers: tuple[FillerRow, ...] = ()
    shifts: int = 0  # that began
    orders: int = 0  # that were delivered
    running: bool = False  # a shift without an end touches the day: its time counts up to a `now`


def digest_of(records: DayRecords, settings: Settings) -> DayDigest | None:
    """Return the digest of a day, or None if nothing was written down for it."""
    span = settings.span_of(records.day)
    return _digest(
        records.day,
        span,
        WallHours(settings),
        shifts=records.shifts,
        earnings=records.earnings,
        expenses=records.expenses,
        trips=records.trips,
        results=records.results,
        blocks=records.blocks,
    )


def digests_of(
    days: Sequence[date],
    settings: Settings,
    *,
    shifts: Iterable[ShiftLog],
    earnings: Iterable[Earning],
    expenses: Iterable[Expense],
    trips: Iterable[Trip],
    results: Iterable[TaskResult] = (),
    blocks: Iterable[Block] = (),
) -> list[DayDigest]:
    """Return the digests of `days`, which follow each other, out of larger piles.

    They are those of the days that `records.pick_days` would make, without the making of them.
    """
    spans = [settings.span_of(day) for day in days]
    starts = [span.start for span in spans]
    ends = [*starts[1:], spans[-1].end]

    def by_day(records: Iterable[Dated]) -> list[list[Dated]]:
        """What happened on each of the days: cut out of one row, which costs less than asking each record."""
        row = sorted(records, key=_AT)
        moments = [record.at for record in row]
        return [
            row[bisect_left(moments, start) : bisect_left(moments, end)]
            for start, end in zip(starts, ends, strict=True)
        ]

    def touched(span: Span) -> Iterator[int]:
        place = max(0, bisect_right(starts, span.start) - 1)
        while place < len(spans) and starts[place] <= span.end:
            if spans[place].overlaps(span) or span.start in spans[place]:
                yield place
            place += 1

    shifts_of: dict[int, list[ShiftLog]] = defaultdict(list)
    for log in shifts:
        for place in touched(Span(log.start, log.end or log.now)):
            shifts_of[place].append(log)
    blocks_of: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        for place in touched(block.span) if _is_training(block) else ():
            blocks_of[place].append(block)
    earnings_of, expenses_of, trips_of = by_day(earnings), by_day(expenses), by_day(trips)
    results_of = by_day(results)
    clock = WallHours(settings)
    return [
        digest
        for place, day in enumerate(days)
        if (
            digest := _digest(
                day,
                spans[place],
                clock,
                shifts=shifts_of[place],
                earnings=earnings_of[place],
                expenses=expenses_of[place],
                trips=trips_of[place],
                results=results_of[place],
                blocks=blocks_of[place],
            )
        )
    ]


def _digest(
    day: date,
    span: Span,
    clock: WallHours,
    *,
    shifts: Sequence[ShiftLog],
    earnings: Sequence[Earning],
    expenses: Iterable[Expense],
    trips: Iterable[Trip],
    results: Sequence[TaskResult],
    blocks: Iterable[Block],
) -> DayDigest | None:
    time, platforms = _worked(span, shifts, clock) if shifts else ((), ())
    digest = DayDigest(
        day=day,
        money=_money(earnings, shifts, clock),
        time=time,
        platforms=platforms,
        miles=_miles(trips),
        spent=_spent(expenses),
        results=result_rows(results),
        forecasts=forecast_rows(shifts, span, results),
        fillers=_fillers(day, span, shifts, earnings, results),
        training=_training(blocks, span),
        shifts=sum(log.start in span for log in shifts),
        orders=sum(event.kind == "delivered" and event.at in span for log in shifts for event in log.events),
        running=any(log.end is None for log in shifts),
    )
    return digest if digest != DayDigest(day=day) else None


class _Worked(NamedTuple):
    """Which shift, and from when to when."""

    shift: str
    start: datetime
    end: datetime


def _made_at(earning: Earning, shifts: Sequence[_Worked]) -> datetime | None:
    """When in a shift money was made, as `rates.hour_rates` counts it; None if in none.

    What was logged after its shift stopped was made at the end of it.
    """
    at, shift = earning.at, earning.shift
    for one in shifts:
        if shift == one.shift if shift else one.start <= at <= one.end:
            return max(one.start, min(at, one.end - SECOND))
    return None


# --- money and miles ---------------------------------------------------------------------------------------


def _money(earnings: Iterable[Earning], shifts: Sequence[ShiftLog], clock: WallHours) -> tuple[MoneyRow, ...]:
    platforms = {"", *(event.platform for log in shifts for event in log.events)}
    worked = [_Worked(log.shift, log.start, log.end or log.now) for log in shifts]
    sums: dict[tuple[int, int, str, str, MoneyStatus, bool, str], list[int]] = {}
    for earning in earnings:
        at = earning.at
        slot = clock.slot(at)
        made = _made_at(earning, worked)
        made_slot = NO_SLOT if made is None else slot if made == at else clock.slot(made)
        online = (
            bool(earning.shift) or made is not None or (not earning.task and earning.platform in platforms)
        )
        common = (slot, made_slot, earning.platform, earning.category, earning.status, online)
        gross = earning.gross
        row = sums.setdefault((*common, gross.currency), [0, 0, 0, 0])
        row[0] += gross.minor
        row[3] += 1
        for place, part in ((1, earning.tip), (2, earning.fee)):
            if part is not None:
                sums.setdefault((*common, part.currency), [0, 0, 0, 0])[place] += part.minor
    return tuple(MoneyRow(*key, *amounts) for key, amounts in sorted(sums.items()))


def _miles(trips: Iterable[Trip]) -> tuple[MilesRow, ...]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for trip in trips:
        sums[trip.platform] += trip.miles
    return tuple(MilesRow(platform, miles) for platform, miles in sorted(sums.items()))


def _spent(expenses: Iterable[Expense]) -> tuple[SpentRow, ...]:
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for expense in expenses:
        amount: Money = expense.amount
        sums[expense.platform, expense.category, amount.currency] += amount.minor
    return tuple(SpentRow(*key, amount) for key, amount in sorted(sums.items()))


def _training(blocks: Iterable[Block], span: Span) -> tuple[TrainingRow, ...]:
    sums: dict[str, int] = defaultdict(int)
    for block in blocks:
        if _is_training(block) and (part := block.span.clipped(span)):
            sums[block.title] += (part.end - part.start) // MICROSECOND
    return tuple(TrainingRow(*row) for row in sorted(sums.items()))


def _is_training(block: Block) -> bool:
    return block.kind == "training" and block.status == "confirmed"


def _fillers(
    day: date,
    span: Span,
    shifts: Sequence[ShiftLog],
    earnings: Sequence[Earning],
    results: Sequence[TaskResult],
) -> tuple[FillerRow, ...]:
    if not (any(log.fillers for log in shifts) or any(result.in_wait for result in results)):
        return ()
    records = DayRecords(day=day, shifts=tuple(shifts), earnings=tuple(earnings), results=tuple(results))
    return filler_rows(records, span)


# --- time --------------------------------------------------------------------------------------------------


def _worked(
    span: Span, shifts: Sequence[ShiftLog], clock: WallHours
) -> tuple[tuple[TimeRow, ...], tuple[PlatformTime, ...]]:
    """Return the time inside `span` by hour, of all shifts together and platform by platform."""
    online, active, breaks = _states(span, shifts)
    breaks = [part for pause in breaks for part in without(pause, online)]
    fillers = merged([part for log in shifts for _, filler in log.fillers if (part := filler.clipped(span))])
    kinds = (online, active, breaks, fillers)
    if not any(kinds):
        return (), ()
    hours = clock.cut(
        Span(min(kind[0].start for kind in kinds if kind), max(kind[-1].end for kind in kinds if kind))
    )
    time = _by_slot(hours, *kinds)
    rows = []
    for platform, spans in sorted(platform_spans(span, shifts).items()):
        times = time if spans == online else _by_slot(hours, spans)
        rows += [PlatformTime(slot, platform, sums[0]) for slot, sums in times if sums[0]]
    return tuple(TimeRow(slot, *sums) for slot, sums in time), tuple(rows)


def _states(span: Span, shifts: Iterable[ShiftLog]) -> tuple[list[Span], list[Span], list[Span]]:
    """Return when inside `span` any of the shifts was online, on an order and on a break."""
    online: list[Span] = []
    active: list[Span] = []
    breaks: list[Span] = []
    for log in shifts:
        is_inside = span.start <= log.start and (log.end or log.now) <= span.end
        for part in log.spans:
            piece = part.span if is_inside else part.span.clipped(span)
            if piece is None:
                continue
            if part.state == "break":
                breaks.append(piece)
            else:
                online.append(piece)
                if part.state == "order":
                    active.append(piece)
    return merged(online), merged(active), merged(breaks)


def _by_slot(hours: Hours, *kinds: Sequence[Span]) -> list[tuple[int, list[int]]]:
    """Return how many microseconds of each of several kinds of spans lie in which slot, in order of slots.

    The spans of a kind are in order and lie inside `hours`.
    """
    nothing = timedelta()
    sums: dict[int, list[timedelta]] = {}
    for place, kind in enumerate(kinds):
        hour = 0
        for span in kind:
            start, end = span.start, span.end
            hour = bisect_right(hours.starts, start, hour) - 1
            while start < end:
                until = min(end, hours.ends[hour])
                slot = hours.slots[hour]
                if slot not in sums:
                    sums[slot] = [nothing] * len(kinds)
                sums[slot][place] += until - start
                start = until
                hour += until < end
    return [(slot, [time // MICROSECOND for time in times]) for slot, times in sorted(sums.items())]
