"""Days of a gig worker in New York, written down by wall-clock time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count

from gigplanner.model.money import Money, parse_money
from gigplanner.model.records import Earning, Expense, MoneyStatus, ShiftEvent, ShiftEventKind, Trip
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog, read_log

NEW_YORK = Settings(zone="America/New_York")
FRIDAY = date(2026, 11, 20)
_numbers = count()


def clock(text: str, settings: Settings = NEW_YORK) -> datetime:
    """The instant of a wall time such as `2026-11-20 10:40` (of `FRIDAY`, without a date)."""
    stamp = text if " " in text else f"{FRIDAY} {text}"
    return settings.instant(datetime.fromisoformat(stamp))


def earning(
    at: str,
    gross: str,
    platform: str = "DoorDash",
    *,
    tip: str = "",
    fee: str = "",
    status: MoneyStatus = "paid",
    category: str = "",
    task: str = "",
    shift: str = "",
) -> Earning:
    """Money of a job at a wall time."""
    return Earning(
        id=f"e{next(_numbers)}",
        at=clock(at),
        gross=parse_money(gross, "USD"),
        tip=parse_money(tip, "USD") if tip else None,
        fee=parse_money(fee, "USD") if fee else None,
        platform=platform,
        category=category,
        status=status,
        task=task,
        shift=shift,
    )


def expense(at: str, amount: str) -> Expense:
    """Money spent at a wall time."""
    return Expense(id=f"x{next(_numbers)}", at=clock(at), amount=parse_money(amount, "USD"))


def trip(at: str, miles: str) -> Trip:
    """Miles driven at a wall time."""
    return Trip(id=f"m{next(_numbers)}", at=clock(at), miles=Decimal(miles))


def shift(
    story: Sequence[tuple[str, ShiftEventKind] | tuple[str, ShiftEventKind, str]],
    *,
    now: str = "2026-12-31 00:00",
    platform: str = "DoorDash",
    block: str = "",
    name: str = "",
) -> ShiftLog:
    """A shift as it was lived, by wall times; fillers are of task `filler`.

    Events are of the shift's platform unless they name their own.
    """
    shift_id = name or f"s{next(_numbers)}"
    events = [
        ShiftEvent(
            id=f"{shift_id}-{seq}",
            shift=shift_id,
            kind=kind,
            at=clock(at),
            seq=seq,
            platform=own[0] if own else platform,
            block=block if seq == 0 else "",
            task="filler" if kind == "filler_started" else "",
        )
        for seq, (at, kind, *own) in enumerate(story)
    ]
    return read_log(events, clock(now))


def usd(amount: str) -> Money:
    """An amount of dollars."""
    return Money.of(amount, "USD")
