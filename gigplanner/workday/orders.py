"""What an order brings: its earning and its trip, and the pay of orders that are paid by time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.bytime import PaidByTime, paid_by_time
from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import Earning, ShiftEvent, Trip
from gigplanner.model.shiftlog import read_log
from gigplanner.model.showing import show_number
from gigplanner.planbook import Transaction
from gigplanner.workday.desk import Desk

FARTHEST = Decimal(3000)  # miles of one order


class OrderPay(Struct, frozen=True):
    """What an order brought: pay, tip, and the miles driven for it."""

    pay: Money | None = None
    tip: Money | None = None
    miles: Decimal | None = None


class Offer(Struct, frozen=True):
    """What an order is offered for: pay, miles, and minutes until one is free again."""

    pay: Money
    miles: Decimal
    minutes: float


def put_order(
    desk: Desk, action: Transaction, event: ShiftEvent, order: OrderPay, now: datetime
) -> tuple[ShiftEvent, str]:
    """Put an order's earning and trip into `action`; return the event that names them, and them in words."""
    check_order(order)
    said = []
    if order.pay is not None or order.tip is not None:
        currency = (order.pay or order.tip or Money.zero(desk.settings.currency)).currency
        earning = Earning(
            id=desk.book.new_id(now),
            at=event.at,
            gross=order.pay or Money.zero(currency),
            tip=order.tip or None,
            platform=event.platform,
            category=order_kind(desk, event.platform),
            status=desk.first_status(event.platform),
            shift=event.shift,
        )
        action.put(earning)
        event = replace(event, earning=earning.id)
        if earning.gross or not order.tip:
            said.append(show_money(earning.gross))
        said += [f"{show_money(order.tip)} tip"] if order.tip else []
    if order.miles:
        trip = Trip(
            id=desk.book.new_id(now),
            at=event.at,
            miles=order.miles,
            platform=event.platform,
            shift=event.shift,
        )
        action.put(trip)
        event = replace(event, trip=trip.id)
        said.append(f"{show_number(order.miles)} mi")
    return event, f": {', '.join(said)}" if said else ""


def check_order(order: OrderPay) -> None:
    """Raise BadInput, in words, for what no order brings."""
    for amount in (order.pay, order.tip):
        if amount is not None and amount.minor < 0:
            raise BadInput("An order's pay and tip are zero or more.")
    if order.pay and order.tip and order.pay.currency != order.tip.currency:
        raise BadInput("Pay and tip of one order are in one currency.")
    if order.miles and not 0 < order.miles <= FARTHEST:
        raise BadInput("An order's miles are more than 0 and at most 3,000.")


def order_kind(desk: Desk, platform: str) -> str:
    """The category of an order's money: rides and shopping by their platform, else delivery."""
    found = desk.catalogue.find(platform)
    return found.kind if found and found.kind in ("rides", "shopping") else "delivery"


def settled(desk: Desk, action: Transaction, events: Sequence[ShiftEvent], now: datetime) -> list[ShiftEvent]:
    """Bring the earnings of orders that are paid by time up to the last of `events`; return the events.

    There is one earning for each hourly rate: it grows with every event, so that a process killed on the way
    loses nothing that was logged. An event that names its earning for the first time comes back changed.
    """
    log = read_log(events, max(event.at for event in events))
    named: dict[str, ShiftEvent] = {}
    for paid in paid_by_time(log):
        event = paid.event
        kept = desk.book.find(Earning, event.earning, near=event.at) if event.earning else None
        if not paid.pay:
            if kept:
                action.remove(kept)
                named[event.id] = replace(event, earning="")
            continue
        earning = _earning_by_time(desk, paid, kept, now)
        if earning != kept:
            action.put(earning, replaces=kept)
        if event.earning != earning.id:
            named[event.id] = replace(event, earning=earning.id)
    return [named.get(event.id, event) for event in events]


def _earning_by_time(desk: Desk, paid: PaidByTime, kept: Earning | None, now: datetime) -> Earning:
    event = paid.event
    at = paid.last.end if paid.last else event.at
    if kept:
        return replace(kept, gross=paid.pay, at=at)
    return Earning(
        id=event.earning or desk.book.new_id(now),
        at=at,
        gross=paid.pay,
        platform=event.platform,
        category=order_kind(desk, event.platform),
        status=desk.first_status(event.platform),
        shift=event.shift,
        note=f"by time, {show_money(paid.rate)} an hour",
    )
