"""Shifts of the demo, event by event: waits, orders, fillers, breaks, and the money and miles they made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from msgspec import structs

from gigplanner.model.money import Money
from gigplanner.model.records import (
    Block,
    Earning,
    Record,
    ShiftEvent,
    ShiftEventKind,
    Task,
    TaskResult,
    Trip,
)
from gigplanner.model.times import wall_time
from gigplanner.workday.demo.dice import Dice
from gigplanner.workday.demo.forecasts import with_forecasts
from gigplanner.workday.demo.jobs import Job, outcome_of, small_task
from gigplanner.workday.demo.person import CURRENCY, texts
from gigplanner.workday.demo.trades import (
    COUNTER_MEDIAN,
    COUNTER_SPREAD,
    LONGEST_COUNTER,
    WAIT_SCALE,
    WAIT_SHAPE,
    trade_of,
)

LONGEST_WAIT = 50.0
SHIFT_SPREAD = 0.2
FILLER_ODDS = 0.35
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
BREAK_ODDS = 0.03
STACK_ODDS = 0.08
WEEKEND = (4, 5, 6)  # Friday to Sunday; better tips in the evening
EVENING = 16
LATE_TIP_ODDS = 0.03


def drive(dice: Dice, block: Block, now: datetime) -> list[Record]:
    """Return everything that working the planned shift `block` left behind up to `now`."""
    shift = _Shift(dice, block, now)
    return until(with_forecasts(Dice(shift.id), shift.trade, shift.worked()), now)


def until(records: Sequence[Record], now: datetime) -> list[Record]:
    """Return what of `records` had happened by `now`; a task closed later is still open."""
    if not any(_moment(record) > now for record in records):
        return list(records)
    kept = [record for record in records if _moment(record) <= now]
    begun = {record.task for record in kept if isinstance(record, ShiftEvent)}
    return kept + [
        structs.replace(record, status="open", closed_at=None)
        for record in records
        if isinstance(record, Task) and _moment(record) > now and record.id in begun
    ]


def _moment(record: Record) -> datetime:
    match record:
        case Task():
            return record.closed_at or LONG_AGO  # one that is open was there all along
        case ShiftEvent() | Earning() | Trip() | TaskResult():
            return record.at
    raise TypeError(type(record).__name__)


class _Shift:
    """One shift in the making."""

    def __init__(self, dice: Dice, block: Block, now: datetime) -> None:
        self.dice, self.block, self.now = dice, block, now
        self.id = dice.new_id(block.start)
        self.trade = trade_of(block.platform)
        begins = wall_time(block.start, block.zone)
        self.busy = Decimal("1.25") if begins.weekday() in WEEKEND and begins.hour >= EVENING else Decimal(1)
        self.at = block.start + dice.minutes(-4, 8)
        self.end = block.end + dice.minutes(-15, 20)
        self.records: list[Record] = []
        self.seq = 0
        self.batch = small_task(dice, dice.pick(texts().fillers), self.at, 60)
        self.batch_closed: datetime | None = None

    def worked(self) -> list[Record]:
        """Work it from start to stop."""
        slow = self.dice.spread(1, SHIFT_SPREAD)
        self._log("started", self.at)
        while True:
            wait = min(LONGEST_WAIT, self.dice.weibull(WAIT_SCALE, WAIT_SHAPE) * slow)
            comes = self.at + timedelta(seconds=max(15, round(wait * 60)))
            self._fill(min(comes, self.end), goes_on=comes < self.end)
            if comes >= self.end:
                break
            self._order(comes)
            if self.dice.happens(BREAK_ODDS) and self.end - self.at > timedelta(minutes=60):
                self._log("break", self.at + timedelta(seconds=20))
                self.at += self.dice.minutes(9, 22)
                self._log("resumed", self.at)
        self.at = max(self.at + timedelta(seconds=5), self.end)
        self._log("stopped", self.at)
        if self.batch_closed:
            self.records.append(structs.replace(self.batch, status="done", closed_at=self.batch_closed))
        elif any(isinstance(record, ShiftEvent) and record.task for record in self.records):
            self.records.append(structs.replace(self.batch, status="dropped", closed_at=self.at))
        return self.records

    def _log(
        self, kind: ShiftEventKind, at: datetime, *, task: str = "", units: int = 0, note: str = ""
    ) -> None:
        first = not self.seq
        self.records.append(
            ShiftEvent(
                id=self.dice.new_id(at),
                shift=self.id,
                kind=kind,
                at=at,
                seq=self.seq,
                zone=self.block.zone,
                platform=self.block.platform,
                place="car" if first else "",
                block=self.block.id if first else "",
                task=task,
                units=units,
                note=note,
            )
        )
        self.seq += 1

    def _fill(self, over: datetime, *, goes_on: bool) -> None:
        """Work fillers in a wait that is over at `over`; an order that comes interrupts the last one."""
        if not self.dice.happens(FILLER_ODDS):
            return
        begins = self.at + self.dice.minutes(0.4, 2)
        while begins < over:
            units = self.dice.whole(1, 4)
            each = self.batch.minutes * self.dice.spread(1, 0.2)
            ends = begins + timedelta(seconds=round(each * units * 60))
            self._log("filler_started", begins, task=self.batch.id, units=units)
            part = structs.replace(self.batch, units=units)
            if ends >= over:
                if not goes_on:
                    over -= timedelta(seconds=1)  # put down, then stopped
                self._log("filler_interrupted", max(begins, over), task=self.batch.id, units=units)
                job = Job(part, max(begins, over), each, "interrupted")
                self.records += outcome_of(self.dice, job, self.now, in_wait=True, shift=self.id)
                return
            self._log("filler_done", ends, task=self.batch.id, units=units)
            job = Job(part, ends, each)
            self.records += outcome_of(self.dice, job, self.now, in_wait=True, shift=self.id)
            self.batch_closed = ends
            begins = ends + self.dice.minutes(0.3, 1.5)
            if self.dice.happens(0.3):
                return

    def _order(self, accepted: datetime) -> None:
        """Work an order, sometimes two at once; leaves `at` at the last delivery."""
        dice = self.dice
        self._log("order", accepted)
        stacked = self.trade.counter and dice.happens(STACK_ODDS)
        if stacked:
            self._log("order", accepted + dice.minutes(0.5, 2))
        counter = 0.0
        if self.trade.counter:
            counter = min(LONGEST_COUNTER, dice.spread(COUNTER_MEDIAN, COUNTER_SPREAD))
        self.at = accepted + timedelta(seconds=round((dice.about(*self.trade.minutes) + counter) * 60))
        note = f"{counter:.0f} min at the {dice.pick(texts().calendar.counters)}" if counter > 8 else ""
        self._delivered(note)
        if stacked:
            self.at += dice.minutes(4, 9)
            self._delivered("")

    def _delivered(self, note: str) -> None:
        dice, trade = self.dice, self.trade
        self._log("delivered", self.at, note=note)
        tip = dice.money(*trade.tip).times(self.busy) if dice.happens(trade.tip_odds) else None
        late = tip is not None and dice.happens(LATE_TIP_ODDS)
        self.records.append(
            Earning(
                id=dice.new_id(self.at),
                at=self.at,
                gross=Money(round(dice.about(*trade.pay) * 100), CURRENCY),
                tip=tip,
                platform=self.block.platform,
                category=trade.category,
                status="paid",
                shift=self.id,
                note="The tip came a day later" if late and self.at + timedelta(days=1) < self.now else "",
            )
        )
        self.records.append(
            Trip(
                id=dice.new_id(self.at),
                at=self.at,
                miles=Decimal(round(dice.about(*trade.miles) * 10)) / 10,
                platform=self.block.platform,
                shift=self.id,
            )
        )
