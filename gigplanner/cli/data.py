"""Records as data that JSON can hold. Keys are stable: later versions add some and change none.

Money is `{"amount": "12.50", "currency": "USD"}`, an instant ISO 8601 with the offset of the person's zone;
either is null where there is none. Miles are a decimal number in a string.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from gigplanner.interop.sources import source_words
from gigplanner.model.money import Money
from gigplanner.model.records import Block, Earning, Expense, SetAside, Task, Trip
from gigplanner.model.settings import Settings
from gigplanner.model.times import zone_of

if TYPE_CHECKING:
    from gigplanner.scheduler.estimates import Estimates


def money_data(money: Money | None) -> dict[str, str] | None:
    """An amount, or null."""
    return {"amount": str(money.amount), "currency": money.currency} if money is not None else None


def instant_data(instant: datetime | None, settings: Settings) -> str | None:
    """An instant by the person's clock with its offset, or null."""
    return instant.astimezone(zone_of(settings.zone)).isoformat() if instant else None


def task_data(task: Task, settings: Settings) -> dict[str, Any]:
    """A task of the queue."""
    return {
        "id": task.id,
        "title": task.title,
        "platform": task.platform,
        "category": task.category,
        "pay": money_data(task.pay),
        "minutes": task.minutes,
        "units": task.units,
        "per_hour": money_data(task.pay_per_hour),
        "due": instant_data(task.due, settings),
        "not_before": instant_data(task.not_before, settings),
        "needs": sorted(task.needs),
        "splittable": task.splittable,
        "min_chunk": task.min_chunk,
        "resumable": task.resumable,
        "odds": task.odds,
        "worth": money_data(task.worth),
        "must": task.must,
        "tags": list(task.tags),
        "url": task.url,
        "notes": task.notes,
        "status": task.status,
        "created_at": instant_data(task.created_at, settings),
        "closed_at": instant_data(task.closed_at, settings),
        "source": task.source,
        "source_id": task.source_id,
    }


def estimate_data(task: Task, own: Estimates) -> dict[str, Any]:
    """What the person's own results say of a task; as stated where they say nothing."""
    minutes, odds = own.minutes(task), own.odds(task)
    return {
        "own_minutes": round(minutes.minutes, 2),
        "own_minutes_based_on": minutes.based_on,
        "own_odds": round(odds.odds, 4),
        "own_odds_based_on": odds.based_on,
    }


def block_data(block: Block, settings: Settings) -> dict[str, Any]:
    """A block of the calendar, or one occurrence of a series."""
    return {
        "id": block.id,
        "title": block.title,
        "start": instant_data(block.start, settings),
        "end": instant_data(block.end, settings),
        "zone": block.zone,
        "kind": block.kind,
        "platform": block.platform,
        "place": block.place,
        "transparent": block.transparent,
        "all_day": block.all_day,
        "before": block.before,
        "after": block.after,
        "status": block.status,
        "expected": money_data(block.expected),
        "url": block.url,
        "notes": block.notes,
        "series": block.series or None,
        "source": block.source,
        "source_id": block.source_id,
    }


def earning_data(earning: Earning, settings: Settings) -> dict[str, Any]:
    """A line of the ledger that came in."""
    return {
        "id": earning.id,
        "at": instant_data(earning.at, settings),
        "platform": earning.platform,
        "category": earning.category,
        "gross": money_data(earning.gross),
        "tip": money_data(earning.tip),
        "fee": money_data(earning.fee),
        "net": money_data(earning.net),
        "status": earning.status,
        "task": earning.task or None,
        "shift": earning.shift or None,
        "note": earning.note,
        "source": earning.source,
        "source_id": earning.source_id,
        "also": [also_data(origin) for origin in earning.also],
    }


def also_data(origin: str) -> dict[str, str]:
    """The same money in another file: its source, its identity there, and the source in words."""
    source, _, source_id = origin.partition(" ")
    return {"source": source, "source_id": source_id, "shown": source_words(source)}


def expense_data(expense: Expense, settings: Settings) -> dict[str, Any]:
    """A line of the ledger that went out."""
    return {
        "id": expense.id,
        "at": instant_data(expense.at, settings),
        "amount": money_data(expense.amount),
        "category": expense.category,
        "platform": expense.platform,
        "note": expense.note,
        "source": expense.source,
        "source_id": expense.source_id,
    }


def set_aside_data(aside: SetAside, settings: Settings) -> dict[str, Any]:
    """Money put aside for tax, or paid."""
    return {
        "id": aside.id,
        "at": instant_data(aside.at, settings),
        "amount": money_data(aside.amount),
        "paid": aside.paid,
        "note": aside.note,
    }


def trip_data(trip: Trip, settings: Settings) -> dict[str, Any]:
    """Miles driven."""
    return {
        "id": trip.id,
        "at": instant_data(trip.at, settings),
        "miles": str(trip.miles),
        "platform": trip.platform,
        "shift": trip.shift or None,
        "note": trip.note,
        "source": trip.source,
        "source_id": trip.source_id,
    }
