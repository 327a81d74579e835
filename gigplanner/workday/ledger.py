"""The ledger: earnings, expenses and trips."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec

from gigplanner.model.errors import BadInput
from gigplanner.model.money import show_money
from gigplanner.model.records import Earning, Expense, SetAside, Trip
from gigplanner.model.showing import show_number
from gigplanner.model.text import clean_text
from gigplanner.workday.desk import Desk, Done


def earn(desk: Desk, earning: Earning, now: datetime) -> Done:
    """Log an earning."""
    earning = _checked(msgspec.structs.replace(earning, id=earning.id or desk.book.new_id(now)))
    tip = f" and {show_money(earning.tip)} tip" if earning.tip else ""
    source = f" from {earning.platform}" if earning.platform else ""
    waiting = f" ({earning.status})" if earning.status != "paid" else ""
    words = f"Earned {show_money(earning.gross)}{tip}{source}{waiting}"
    with desk.book.action(words, now=now) as action:
        action.put(earning)
    return Done(words, earning)


def spend(desk: Desk, expense: Expense, now: datetime) -> Done:
    """Log an expense."""
    if expense.amount.minor <= 0:
        raise BadInput("An expense is more than zero.")
    expense = msgspec.structs.replace(
        expense,
        id=expense.id or desk.book.new_id(now),
        category=clean_text(expense.category, 80),
        platform=clean_text(expense.platform, 80),
        note=clean_text(expense.note),
    )
    purpose = f" on {expense.category}" if expense.category else ""
    words = f"Spent {show_money(expense.amount)}{purpose}"
    with desk.book.action(words, now=now) as action:
        action.put(expense)
    return Done(words, expense)


def drive(desk: Desk, trip: Trip, now: datetime) -> Done:
    """Log miles driven."""
    if not 0 < trip.miles <= Decimal(3000):
        raise BadInput("A trip is more than 0 and at most 3,000 miles.")
    trip = msgspec.structs.replace(
        trip,
        id=trip.id or desk.book.new_id(now),
        platform=clean_text(trip.platform, 80),
        note=clean_text(trip.note),
    )
    words = f"Drove {show_number(trip.miles)} mi"
    with desk.book.action(words, now=now) as action:
        action.put(trip)
    return Done(words, trip)


def set_aside(desk: Desk, aside: SetAside, now: datetime) -> Done:
    """Log money put aside for tax, or paid to the tax office."""
    if aside.amount.minor <= 0:
        raise BadInput("What is set aside or paid is more than zero.")
    aside = msgspec.structs.replace(aside, id=aside.id or desk.book.new_id(now), note=clean_text(aside.note))
    amount = show_money(aside.amount)
    words = f"Paid {amount} of tax" if aside.paid else f"Set {amount} aside for tax"
    with desk.book.action(words, now=now) as action:
        action.put(aside)
    return Done(words, aside)


def settle(desk: Desk, earning: Earning, now: datetime) -> Done:
    """Keep a changed earning: its state, a late tip."""
    earning = _checked(earning)
    words = f"Changed {show_money(earning.total)}{f' from {earning.platform}' if earning.platform else ''}"
    with desk.book.action(words, now=now) as action:
        action.get(Earning, earning.id, near=earning.at)
        action.put(earning)
    return Done(words, earning)


def forget(desk: Desk, record: Earning | Expense | Trip, now: datetime) -> Done:
    """Delete a line of the ledger."""
    words = f"Deleted {_line(record)}"
    with desk.book.action(words, now=now) as action:
        action.remove(action.get(type(record), record.id, near=record.at))
    return Done(words)


def _checked(earning: Earning) -> Earning:
    """Return `earning` with its text cleaned. Raises BadInput for what no earning can be."""
    for part in (earning.tip, earning.fee):
        if part and part.currency != earning.gross.currency:
            raise BadInput("Pay, tip and fee of one earning are in one currency.")
        if part and part.minor < 0:
            raise BadInput("A tip and a fee are zero or more.")
    return msgspec.structs.replace(
        earning,
        platform=clean_text(earning.platform, 80),
        category=clean_text(earning.category, 80),
        note=clean_text(earning.note),
    )


def _line(record: Earning | Expense | Trip) -> str:
    if isinstance(record, Earning):
        return f"{show_money(record.total)} earned"
    if isinstance(record, Expense):
        return f"{show_money(record.amount)} spent"
    return f"{show_number(record.miles)} mi"
