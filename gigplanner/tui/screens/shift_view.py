"""A live shift in words: pure functions from the meter and the log to what the face and its buttons show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from gigplanner.insights.meter import Goal, Meter, Pace
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import Block, ShiftEventKind
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.showing import show_clocks, show_number
from gigplanner.model.standing import Standing
from gigplanner.model.times import show_length
from gigplanner.tui.text import Piece
from gigplanner.tui.widgets.clock_face import FaceView, Figure

_ASKS: dict[str, tuple[ShiftEventKind, ...]] = {
    "start": ("started",),
    "order": ("order",),
    "delivered": ("delivered",),
    "waiting": ("waiting",),
    "break": ("break", "resumed"),
    "stop": ("stopped",),
    "offer": ("declined",),
    "filler": ("filler_started",),
    "filler_done": ("filler_done",),
    "filler_next": ("filler_done",),
    "filler_longer": ("filler_done",),
    "screened_out": ("filler_done",),
    "rejected": ("filler_done",),
    "filler_stop": ("filler_interrupted",),
}
_NEEDS_A_SHIFT = frozenset({"log", "platforms"})
_NO_SHIFT = "No shift is running: s starts one."
_WITHOUT_A_SHIFT = {
    "log": "No shift is running: s starts one, a adds money without one.",
    "offer": "No shift is running: s starts one, and v weighs the offers of it.",
}


def clock_words(seconds: float) -> str:
    """Return a length of time as a running clock shows it: `4:12`, `1:04:12`."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def may(action: str, log: ShiftLog | None) -> bool:
    """Whether the shift, as its log says it stands, allows the action called `action`.

    The time does not matter: a clock set back leaves the keys as they were.
    """
    if action in _NEEDS_A_SHIFT:
        return log is not None
    if action == "waiting" and log and log.state == "waiting":
        return False  # it would change nothing
    standing = log.standing if log else Standing()
    return any(not standing.refusal(kind) for kind in _ASKS.get(action, ()))


def why_not(action: str, log: ShiftLog | None) -> str:
    """Return why the shift does not allow one of its keys, and what to press instead; "" where it does.

    Of what is no key of the shift there is nothing to say.
    """
    if may(action, log) or action not in _ASKS.keys() | _NEEDS_A_SHIFT:
        return ""
    if log is None:
        return _WITHOUT_A_SHIFT.get(action, _NO_SHIFT)
    if action == "waiting" and log.state == "waiting":
        return "You are waiting already."
    if action == "delivered":
        return "You are on a break: b resumes." if log.standing.orders else "No order is open: o accepts one."
    if action == "start":
        return "A shift is running already: S stops it."
    return log.standing.refusal(_ASKS[action][0])


def break_event(log: ShiftLog | None) -> ShiftEventKind:
    """Return the event that the break key means: a break, or the return from it."""
    return "resumed" if log and log.state == "break" else "break"


def delivered_at(log: ShiftLog | None, pressed: datetime) -> datetime | None:
    """Return when an order was delivered: when the key was pressed.

    None, which is now by the log's own clock, if something is logged of later: since, or by a clock set back.
    """
    return pressed if log and log.events[-1].at <= pressed else None


def state_pieces(
    log: ShiftLog | None, now: datetime, settings: Settings, coming: Block | None
) -> tuple[Piece, ...]:
    """Return the state in one line: what, for how long, on which platform and where."""
    if log is None:
        return (
            Piece("○ no shift", "quiet"),
            Piece(" · "),
            Piece("s", "time strong"),
            *_start_words(settings, coming),
        )
    mark, word, style = {
        "waiting": ("●", "waiting", "time"),
        "order": ("▶", "on an order" if log.orders_open < 2 else f"on {log.orders_open} orders", "money"),
        "break": ("❚❚", "break", "pending"),
    }[log.state]
    timer = clock_words((now - log.since).total_seconds())
    aside = [f" · {words}" for words in (platform_words(log), log.place) if words]
    return (
        Piece(f"{mark} {word} ", style),
        Piece(timer, f"{style} strong"),
        *(Piece(words, "quiet") for words in aside),
    )


def platform_words(log: ShiftLog) -> str:
    """Return whose orders are open, `DoorDash ×2, Uber Eats`; without any, which platforms are online."""
    if not log.standing.orders:
        return " + ".join(log.standing.online) or log.platform
    counted = Counter(order.platform for order in log.standing.orders)
    return ", ".join(f"{name} ×{count}" if count > 1 else name for name, count in counted.items() if name)


def face_view(meter: Meter, log: ShiftLog | None, settings: Settings, coming: Block | None) -> FaceView:
    """Return what the face shows: today's meter, and the running shift, which may have begun yesterday."""
    return FaceView(
        state=state_pieces(log, meter.now, settings, coming),
        amount=show_money(meter.gross),
        beside=_beside(meter),
        beside_short=_beside(meter, short=True),
        figures=_figures(meter),
        goal_text=_goal_words(meter.goal, week=meter.goal_day is None),
        goal_short=f"{show_money(meter.goal.left)} to go"
        if meter.goal and meter.goal.left
        else "goal reached",
        goal_share=meter.goal.fraction if meter.goal else 0.0,
    )


def _start_words(settings: Settings, coming: Block | None) -> Sequence[Piece]:
    if coming is None:
        return (Piece(" starts one", "quiet"),)
    hours = show_clocks(settings.wall(coming.start), settings.wall(coming.end))
    return (Piece(f" starts one; planned {hours}: ", "quiet"), Piece(coming.title))


def _beside(meter: Meter, *, short: bool = False) -> tuple[str, ...]:
    worked = meter.worked
    if not worked.online_seconds and not worked.shifts:
        return ("", "today", "")
    orders = "1 order" if worked.orders == 1 else f"{worked.orders} orders"
    return (
        orders if short else f"today · {orders}",
        f"{clock_words(worked.online_seconds)} online",
        f"{clock_words(worked.active_seconds)} {'active' if short else 'on orders'}",
    )


def _figures(meter: Meter) -> tuple[Figure, ...]:
    figures = [Figure("net", show_money(meter.net), _costs(meter), short=_costs_in_short(meter))]
    if meter.per_hour_online is not None:
        active = f"{show_money(meter.per_hour_active)} active" if meter.per_hour_active is not None else ""
        note = f"online, {active}" if active else "online"
        figures.append(Figure("an hour", show_money(meter.per_hour_online), note, short=active))
    if meter.set_aside:
        figures.append(
            Figure("set aside", show_money(meter.set_aside), f"leaves {show_money(meter.kept)}", minor=True)
        )
    awaited = [meter.pending, *meter.takings.others_pending.values()]
    if any(awaited):
        said = " + ".join(show_money(amount) for amount in awaited if amount)
        figures.append(Figure("pending", said, "in none of these", "pending"))
    if any(meter.others.values()):
        figures.append(Figure("besides", " + ".join(map(show_money, meter.others.values())), "not converted"))
    if meter.accruing:
        figures.append(
            Figure(
                "by time",
                show_money(meter.accruing),
                "growing; in none of these yet",
                "pending",
                short="in none of these",
            )
        )
    if meter.next_hour and meter.next_hour.expected is not None:
        expected = f"≈{show_money(meter.next_hour.expected)}"
        basis = meter.next_hour.basis
        short = f"on {basis.removesuffix(' at this time')}"
        figures.append(Figure("next hour", expected, basis, short=short))
    if meter.pace and meter.pace.left:
        figures.append(_pace_figure(meter.pace))
    return tuple(figures)


def _pace_figure(pace: Pace) -> Figure:
    words = f"more online, at {show_money(pace.rate)} an hour"
    return Figure("goal in", show_length(pace.left.total_seconds()), words, minor=True)


def _costs(meter: Meter) -> str:
    parts: list[tuple[Money, str]] = [
        (meter.fees, "fees"),
        (meter.miles_cost, f"for {show_number(meter.takings.miles.normalize())} mi"),
        (meter.expenses, "expenses"),
    ]
    said = [f"{show_money(amount)} {words}" for amount, words in parts if amount]
    if meter.takings.unpriced_miles:
        said.append(f"{show_number(meter.takings.unpriced_miles.normalize())} mi without a rate")
    return f"after {', '.join(said)}" if said else "no costs logged"


def _costs_in_short(meter: Meter) -> str:
    costs = meter.fees + meter.miles_cost + meter.expenses
    return f"costs {show_money(costs)}" if costs else "no costs"


def _goal_words(goal: Goal | None, *, week: bool) -> str:
    if goal is None:
        return ""
    end = "this week" if week else "today"
    if not goal.left:
        return f"{show_money(goal.done)}: the goal of {show_money(goal.target)} {end} is reached"
    return f"{show_money(goal.done)} of {show_money(goal.target)} · {show_money(goal.left)} to go {end}"
