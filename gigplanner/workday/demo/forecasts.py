"""What was foretold in a shift of the demo, and its log kept: offers taken or declined, chances to finish.

It is told of a shift that has been worked, with dice of its own: work and money stay as they are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import exp

from msgspec import structs

from gigplanner.model.money import Money
from gigplanner.model.records import Earning, Record, ShiftEvent, TaskResult, Trip
from gigplanner.model.times import MINUTE
from gigplanner.workday.demo.dice import Dice
from gigplanner.workday.demo.person import CURRENCY
from gigplanner.workday.demo.trades import COUNTER_MEDIAN, WAIT_SCALE, WAIT_SHAPE, Trade

WEIGHED_ODDS = 0.3  # of the orders that were taken; the others were taken at a glance
DECLINED_A_MINUTE = 0.03  # of waiting
AT_LEAST_SHOWN = timedelta(seconds=10)  # before an offer, and from it to the next event
SHOWN_OF_TIP = (0.5, 1.0)  # what an offer already counts of the tip; rides tell none
SUGGESTED_ODDS = 0.85  # of the fillers; the others the person chose from the queue
LEARNED_SPREAD = 0.12  # of the waits that were learned around those that come


def with_forecasts(dice: Dice, trade: Trade, records: Iterable[Record]) -> list[Record]:
    """Return the records of a whole shift with the offers weighed, and the chances shown."""
    told = _Told(dice, trade)
    for record in records:
        told.add(record)
    events = sorted(told.events, key=lambda event: (event.at, event.seq))
    numbered = (
        event if event.seq == seq else structs.replace(event, seq=seq) for seq, event in enumerate(events)
    )
    return [*numbered, *told.others]


class _Told:
    """A shift told anew, record by record."""

    def __init__(self, dice: Dice, trade: Trade) -> None:
        self.dice, self.trade = dice, trade
        self.learned = WAIT_SCALE * dice.spread(1, LEARNED_SPREAD)
        self.events: list[ShiftEvent] = []
        self.others: list[Record] = []
        self.orders: deque[int] = deque()  # where the open ones stand in `events`
        self.filler = 0  # where the last one stands
        self.free = datetime.min.replace(tzinfo=UTC)  # since when the person waits
        self.paid: Earning | None = None  # for the last order

    def add(self, record: Record) -> None:
        """Tell the next record, and what was foretold of it."""
        match record:
            case ShiftEvent():
                self._happened(record)
                return
            case TaskResult():
                self._suggested(record)
            case Earning(task=""):
                self.paid = record
            case Trip():
                self._offered(record)
        self.others.append(record)

    def _happened(self, event: ShiftEvent) -> None:
        match event.kind:
            case "started" | "resumed" | "delivered":
                self.free = event.at
            case "order" | "stopped" if not self.orders:
                self._decline(event)
            case "filler_started":
                self.filler = len(self.events)
        if event.kind == "order":
            self.orders.append(len(self.events))
        self.events.append(event)

    def _decline(self, over: ShiftEvent) -> None:
        """Let an offer pass in the wait that was over with `over`: mostly one that is far and pays little."""
        dice, trade = self.dice, self.trade
        spare = (over.at - self.free - 2 * AT_LEAST_SHOWN) / MINUTE
        if not dice.happens(min(0.6, spare * DECLINED_A_MINUTE)):
            return
        at = self.free + AT_LEAST_SHOWN + dice.minutes(0, spare)
        minutes = dice.about(*trade.minutes) * dice.between(1, 1.3) + (COUNTER_MEDIAN if trade.counter else 0)
        declined = structs.replace(over, id=dice.new_id(at), kind="declined", at=at)
        pay = dice.about(*trade.pay) * dice.between(0.7, 1.3)
        miles = dice.about(*trade.miles) * dice.between(1, 2)
        self.events.append(_with_offer(declined, round(pay * 100), miles, minutes))

    def _offered(self, trip: Trip) -> None:
        """Put what the order that ended with `trip` was offered for to it, if the person weighed it."""
        dice, number = self.dice, self.orders.popleft()
        order, paid = self.events[number], self.paid
        if paid is None or not dice.happens(WEIGHED_ODDS):
            return
        shown = dice.between(*SHOWN_OF_TIP) if paid.tip and paid.category != "rides" else 0
        cents = paid.gross.minor + (round(paid.tip.minor * shown) if paid.tip else 0)
        minutes = (trip.at - order.at) / MINUTE * dice.spread(0.95, 0.12)
        self.events[number] = _with_offer(order, cents, float(trip.miles) * dice.between(0.85, 1), minutes)

    def _suggested(self, result: TaskResult) -> None:
        """Put the chance to finish that was shown to the filler that ended with `result`.

        It is that of waits as learned so far: the shift's own pace was not yet known to it.
        """
        filler = self.events[self.filler]
        if not self.dice.happens(SUGGESTED_ODDS):
            return
        waited = (filler.at - self.free) / MINUTE
        ends = waited + result.stated_minutes * result.units
        chance = exp((waited / self.learned) ** WAIT_SHAPE - (ends / self.learned) ** WAIT_SHAPE)
        self.events[self.filler] = structs.replace(filler, chance=round(chance, 3))


def _with_offer(event: ShiftEvent, cents: int, miles: float, minutes: float) -> ShiftEvent:
    """Return `event` with an offer as the phone shows one: miles to a tenth, whole minutes."""
    return structs.replace(
        event,
        pay=Money(cents, CURRENCY),
        miles=Decimal(round(miles * 10)) / 10,
        minutes=float(max(1, round(minutes))),
    )
