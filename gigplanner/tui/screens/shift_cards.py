"""The suggestion card and the log of a shift in words: pure functions from records to rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from gigplanner.model.money import show_money
from gigplanner.model.records import Block, Earning, ShiftEvent, Task, Trip
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.times import show_minutes
from gigplanner.tui.screens.shift_view import clock_words
from gigplanner.tui.widgets.shift_log import LogRow
from gigplanner.tui.widgets.suggestion_card import CardView, FillerView, OptionView

if TYPE_CHECKING:
    from gigplanner.scheduler.fillers import Advice
    from gigplanner.scheduler.waits import WaitModel

OPTION_KEYS = ("f", "f3", "f4")
_HOLD = "Hold: an order is likely soon. Waiting a moment longer is worth more than starting something now."
_REST = "Rest: nothing in the queue is worth this wait. Take the minutes for yourself."
_NO_QUEUE = (
    "The queue is empty. a adds a task such as “survey 3.20 12min Prolific”, and it is suggested here."
)
_ON_ORDER = "On an order. No suggestions while you drive: they come back with the next wait."
_BREAK = "On a break. b ends it; then the waits are filled again."
_OFF = "While you wait for orders, this card says which task to start, and how likely you finish it."
_OFF_KEYS = "s starts, o takes an order, d delivers it, w waits, b breaks, S stops."
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
    "declined": ("offer declined", "quiet"),
    "filler_started": ("▸", "quiet"),
    "filler_done": ("✓", "quiet"),
    "filler_interrupted": ("put down", "faint"),
}


def count_words(count: int) -> str:
    """Return how many tasks the queue holds: `34 in the queue`."""
    return f"{count} in the queue"


def idle_card(log: ShiftLog | None, count: int) -> CardView:
    """Return the card while there is nothing to suggest: no shift, an order, a break."""
    if log is None:
        return CardView("Waits", _OFF, note=_OFF_KEYS, queue=count_words(count))
    words = {"order": _ON_ORDER, "break": _BREAK}.get(log.state, _OFF)
    return CardView("Waits", words, queue=count_words(count))


def filler_card(task: Task | None, event: ShiftEvent, now: datetime, count: int) -> CardView:
    """Return the card of the filler that `event` started; `task` is None if it is gone from the queue."""
    elapsed = (now - event.at).total_seconds()
    units = max(1, event.units)
    stated = task.minutes * (min(units, task.units)) if task else 0.0
    title = (f"{task.title} ×{units}" if units > 1 else task.title) if task else "a task that is gone"
    filler = FillerView(
        title=title,
        platform=task.platform if task else "",
        elapsed=clock_words(elapsed),
        stated=f" of about {show_minutes(stated)}" if stated else "",
        share=elapsed / 60 / stated if stated else 0.0,
    )
    return CardView("Working on", filler=filler, queue=count_words(count))


def advice_card(
    advice: Advice, tasks: Mapping[str, Task], colours: Mapping[str, str], note: str, count: int
) -> CardView:
    """Return the card while waiting; `colours` are the platforms' own, `note` says what it rests on."""
    if not count:
        return CardView("While you wait", _NO_QUEUE, queue=count_words(count))
    options = tuple(
        OptionView(
            key=key,
            title=_titled(tasks[option.task_id], option.units),
            platform=tasks[option.task_id].platform,
            minutes=show_minutes(option.minutes),
            odds=option.odds_to_finish,
            expected=f"{show_money(option.expected)} expected" if option.expected else "for its worth",
            per_hour=f"{show_money(option.per_hour)}/h",
            why=option.why.partition(";")[0],  # the rate and what it rests on stand beside it
            colour=colours.get(tasks[option.task_id].platform, ""),
        )
        for key, option in zip(OPTION_KEYS, advice.options, strict=False)
        if option.task_id in tasks
    )
    words = {"hold": _HOLD, "rest": _REST}.get(advice.kind, "")
    return CardView("While you wait", words, options, note=note, queue=count_words(count))


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
        paid = money.pop((event.at, event.task), []) if event.kind in ("delivered", "filler_done") else []
        driven = miles.pop(event.at, Decimal(0)) if event.kind == "delivered" else Decimal(0)
        rows.append((event.at, _event_row(event, log, paid, driven, titles, settings)))
    for (at, _), others in money.items():
        words = others[0].note or others[0].platform or "earning"
        money_words, style = _money(others)
        row = LogRow(_wall(settings, at), words, money=money_words, money_style=style)
        rows.append((at, row))
    rows.sort(key=lambda row: row[0])
    return [row for _, row in rows]


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
    if event.platform and (event.kind == "started" or event.platform != log.platform):
        aside = f" · {event.platform}"
    if driven:
        aside += f" · {driven.normalize():f} mi"
    money, money_style = _money(paid)
    return LogRow(_wall(settings, event.at), words, aside, money, style, money_style)


def _money(earnings: Sequence[Earning]) -> tuple[str, str]:
    """Return the amounts and their style: money in hand or awaited."""
    said = [
        show_money(earning.gross) + (f" + {show_money(earning.tip)}" if earning.tip else "")
        for earning in earnings
    ]
    awaited = any(earning.status in ("expected", "pending") for earning in earnings)
    return ", ".join(said), "pending" if awaited else "money"


def _titled(task: Task, units: int) -> str:
    return f"{task.title} ×{units}" if units > 1 else task.title


def _wall(settings: Settings, at: datetime) -> str:
    return f"{settings.wall(at):%H:%M}"


def no_log_words(coming: Block | None, settings: Settings) -> str:
    """Return what the empty log says: what to do, and when the planned shift is."""
    if coming is None:
        return "No shift today yet. s starts one; o, d and w then say where you are, and the log stands here."
    wall = settings.wall(coming.start)
    return f"No shift today yet. s starts one, at the planned {wall:%H:%M} or whenever you are ready."


def evidence_words(model: WaitModel, waited: float) -> str:
    """Return what the chances rest on: `model` of the waits, `waited` minutes gone by."""
    half = show_minutes(model.quantile(0.5, waited=waited))
    whose = f"Your own {model.based_on} waits" if model.personal else "Typical waits for drivers"
    return f"{whose}: an even chance of an order within {half}."
