"""The log of a shift in words: pure functions from events, earnings and trips to rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from gigplanner.model.money import show_money
from gigplanner.model.records import Block, Earning, ShiftEvent, Trip
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.showing import show_clock, show_number
from gigplanner.tui.widgets.shift_log import LogRow

_EVENT_WORDS: dict[str, tuple[str, str]] = {
    "started": ("started", "time"),
    "waiting": ("waiting", "quiet"),
    "order": ("order accepted", ""),
    "delivered": ("delivered", ""),
    "break": ("break", "pending"),
    "resumed": ("back from the break", "quiet"),
    "stopped": ("stopped", "time"),
    "online": ("online", "time"),
    "offline": ("offline", "quiet"),
    "declined": ("declined", "quiet"),
    "filler_started": ("▸", "quiet"),
    "filler_done": ("✓", "quiet"),
    "filler_interrupted": ("put down", "faint"),
}
_BROUGHT = frozenset({"delivered", "filler_done", "filler_interrupted"})
_NAMED = frozenset({"started", "online", "offline"})  # kinds of which the platform is always said


def log_rows(
    log: ShiftLog,
    earnings: Sequence[Earning],
    trips: Sequence[Trip],
    titles: Mapping[str, str],
    settings: Settings,
) -> list[LogRow]:
    """Return the shift's log, oldest first; money stands with the event of its instant, or for itself."""
    money: dict[tuple[datetime, str], list[Earning]] = defaultdict(list)
    for earning in earnings:
        money[earning.at, earning.task].append(earning)
    miles: dict[datetime, Decimal] = defaultdict(Decimal)
    for trip in trips:
        miles[trip.at] += trip.miles
    rows: list[tuple[datetime, LogRow]] = []
    for event in log.events:
        paid = money.pop((event.at, event.task), []) if event.kind in _BROUGHT else []
        driven = miles.pop(event.at, Decimal(0)) if event.kind == "delivered" else Decimal(0)
        rows.append((event.at, _event_row(event, log, paid, driven, titles, settings)))
    for (at, _), others in money.items():
        words = others[0].note or others[0].platform or "earning"
        money_words, style = _money(others)
        row = LogRow(_wall(settings, at), words, money=money_words, money_style=style)
        rows.append((at, row))
    rows.sort(key=lambda row: row[0])
    return [row for _, row in rows]


def count_words(log: ShiftLog) -> str:
    """Return how many orders were delivered, and how many offers were declined."""
    declined = sum(event.kind == "declined" for event in log.events)
    said = ["1 order" if log.orders_done == 1 else f"{log.orders_done} orders"]
    said += [f"{declined} declined"] if declined else []
    return " · ".join(said)


def no_log_words(coming: Block | None, settings: Settings) -> str:
    """Return what the empty log says: what to do, and when the planned shift is."""
    if coming is None:
        keys = "`s` starts one; `o`, `d` and `w` then say where you are"
        return f"No shift today yet. {keys}, and the log stands here."
    wall = settings.wall(coming.start)
    at = f"at the planned {show_clock(wall)} or whenever you are ready"
    return f"No shift today yet. `s` starts one, {at}."


def _event_row(
    event: ShiftEvent,
    log: ShiftLog,
    paid: Sequence[Earning],
    driven: Decimal,
    titles: Mapping[str, str],
    settings: Settings,
) -> LogRow:
    words, style = _EVENT_WORDS[event.kind]
    if event.task:
        words += f" {titles.get(event.task) or 'a task that is gone'}"
    aside = ""
    if event.platform and (event.kind in _NAMED or event.platform != log.platform):
        aside = f" · {event.platform}"
    if driven:
        aside += f" · {show_number(driven.normalize())} mi"
    money, money_style = _money(paid)
    if event.pay and not money:
        money, money_style = f"{show_money(event.pay)} offered", "quiet"
    return LogRow(_wall(settings, event.at), words, aside, money, style, money_style, event.id)


def _money(earnings: Sequence[Earning]) -> tuple[str, str]:
    """Return the amounts and their style: money in hand or awaited."""
    said = [
        show_money(earning.gross) + (f" + {show_money(earning.tip)}" if earning.tip else "")
        for earning in earnings
    ]
    awaited = any(earning.status in ("expected", "pending") for earning in earnings)
    return (f"{', '.join(said)} pending", "pending") if awaited else (", ".join(said), "money")


def _wall(settings: Settings, at: datetime) -> str:
    return show_clock(settings.wall(at))
