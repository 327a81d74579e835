"""The planbook's tables as CSV for spreadsheets: one row a record, times by the person's clock.

Times are `2026-11-22 08:14`, with the offset from UTC in a column of its own; amounts are bare decimal
numbers beside a column with their currency. The task list, which is read back too, is in `tasks_csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from msgspec import Struct

from gigplanner.interop.spreadsheet import Cell, csv_text
from gigplanner.model import Block, Earning, Expense, Money, SetAside, Settings, Trip
from gigplanner.model.money import totals
from gigplanner.model.records import MONEY_AWAITED, PastWait
from gigplanner.model.shiftlog import ShiftLog, Wait
from gigplanner.model.times import zone_of

_AT = ("date", "time", "offset")


class WorkedShift(Struct, frozen=True, kw_only=True):
    """A shift with what it brought."""

    log: ShiftLog
    earnings: Sequence[Earning]
    trips: Sequence[Trip]


def earnings_csv(earnings: Iterable[Earning], settings: Settings) -> str:
    """Return the ledger's income: gross before tip and fee, net what is left."""
    columns = (
        *_AT, "platform", "category", "gross", "tip", "fee", "net", "currency", "status", "note", "job",
        "shift", "task", "source", "id",
    )  # fmt: skip
    rows = (
        (
            *_at(one.at, settings),
            one.platform,
            one.category,
            _amount(one.gross),
            _amount(one.tip),
            _amount(one.fee),
            _amount(one.net),
            one.gross.currency,
            one.status,
            one.note,
            one.job,
            one.shift,
            one.task,
            one.source,
            one.id,
        )
        for one in earnings
    )
    return csv_text(columns, rows)


def expenses_csv(expenses: Iterable[Expense], settings: Settings) -> str:
    """Return the ledger's expenses."""
    columns = (*_AT, "category", "amount", "currency", "platform", "note", "source", "id")
    rows = (
        (
            *_at(one.at, settings),
            one.category,
            _amount(one.amount),
            one.amount.currency,
            one.platform,
            one.note,
            one.source,
            one.id,
        )
        for one in expenses
    )
    return csv_text(columns, rows)


def set_aside_csv(records: Iterable[SetAside], settings: Settings) -> str:
    """Return what was put aside for tax, and what was paid of it."""
    columns = (*_AT, "kind", "amount", "currency", "note", "id")
    rows = (
        (
            *_at(one.at, settings),
            "tax paid" if one.paid else "set aside",
            _amount(one.amount),
            one.amount.currency,
            one.note,
            one.id,
        )
        for one in records
    )
    return csv_text(columns, rows)


def trips_csv(trips: Iterable[Trip], settings: Settings) -> str:
    """Return the drives. What their miles are worth is in the mileage log."""
    columns = (
        *_AT, "miles", "from", "to", "purpose", "platform", "note", "shift", "source", "id",
    )  # fmt: skip
    rows = (
        (
            *_at(one.at, settings),
            one.miles,
            one.origin,
            one.destination,
            one.purpose,
            one.platform,
            one.note,
            one.shift,
            one.source,
            one.id,
        )
        for one in trips
    )
    return csv_text(columns, rows)


def blocks_csv(blocks: Iterable[Block], settings: Settings) -> str:
    """Return the calendar. Start and end are by the person's clock; `zone` is the block's own."""
    columns = (
        "start_date", "start_time", "start_offset", "end_date", "end_time", "end_offset", "all_day", "title",
        "kind", "platform", "place", "status", "transparent", "travel_before", "travel_after", "expected",
        "currency", "zone", "url", "notes", "source", "id",
    )  # fmt: skip
    rows = (
        (
            *_at(one.start, settings),
            *_at(one.end, settings),
            _yes(one.all_day),
            one.title,
            one.kind,
            one.platform,
            one.place,
            one.status,
            _yes(one.transparent),
            str(one.before),
            str(one.after),
            _amount(one.expected),
            one.expected.currency if one.expected else "",
            one.zone,
            one.url,
            one.notes,
            one.source,
            one.id,
        )
        for one in blocks
    )
    return csv_text(columns, rows)


def shifts_csv(shifts: Iterable[WorkedShift], settings: Settings) -> str:
    """Return one row a shift and currency, every duration derived from its log, in minutes.

    `online` is all but breaks. Money that was rejected is not in it; `awaited` is the part of net that is
    expected or pending. Miles stand in the shift's first row.
    """
    columns = (
        "start_date", "start_time", "start_offset", "end_date", "end_time", "end_offset", "platform",
        "place", "online", "waiting", "on_orders", "fillers", "breaks", "orders", "gross", "tip", "fee",
        "net", "awaited", "currency", "miles", "id",
    )  # fmt: skip
    rows = (row for shift in shifts for row in _shift_rows(shift, settings))
    return csv_text(columns, rows)


def waits_csv(waits: Iterable[tuple[Wait | PastWait, str]], settings: Settings) -> str:
    """Return the waits between orders, each with its platform."""
    columns = (*_AT, "minutes", "ended_by_order", "platform")
    rows = (
        (*_at(wait.start, settings), _minutes(wait.minutes), _yes(wait.ended_by_order), platform)
        for wait, platform in waits
    )
    return csv_text(columns, rows)


def _shift_rows(shift: WorkedShift, settings: Settings) -> Iterable[tuple[Cell, ...]]:
    log = shift.log
    paid = [one for one in shift.earnings if one.status != "rejected"]
    gross = totals(one.gross for one in paid)
    miles = sum((trip.miles for trip in shift.trips), Decimal(0))
    fillers = sum(span.seconds for _, span in log.fillers)
    for number, currency in enumerate(sorted(gross) or [settings.currency]):
        own = [one for one in paid if one.gross.currency == currency]
        nothing = Money.zero(currency)
        yield (
            *_at(log.start, settings),
            *(_at(log.end, settings) if log.end else ("", "", "")),
            log.platform,
            log.place,
            _minutes(log.seconds("waiting", "order") / 60),
            _minutes(log.seconds("waiting") / 60),
            _minutes(log.seconds("order") / 60),
            _minutes(fillers / 60),
            _minutes(log.seconds("break") / 60),
            str(log.orders_done),
            _amount(gross.get(currency, nothing)),
            _amount(sum((one.tip for one in own if one.tip), nothing)),
            _amount(sum((one.fee for one in own if one.fee), nothing)),
            _amount(sum((one.net for one in own), nothing)),
            _amount(sum((one.net for one in own if one.status in MONEY_AWAITED), nothing)),
            currency,
            miles if number == 0 else "",
            log.shift,
        )


def _at(instant: datetime, settings: Settings) -> tuple[str, str, str]:
    """Return a day, a time to the second where there are seconds, and the offset from UTC."""
    local = instant.astimezone(zone_of(settings.zone))
    time = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    offset = local.strftime("%z")
    return local.date().isoformat(), time, f"UTC{offset[:3]}:{offset[3:5]}"


def _amount(money: Money | None) -> Cell:
    return money.amount if money is not None else ""


def _minutes(minutes: float) -> str:
    return f"{minutes:.2f}".rstrip("0").rstrip(".")


def _yes(value: bool) -> str:
    return "yes" if value else "no"
