"""An imported record in a few words: enough to see whether its file was understood."""

from __future__ import annotations

from datetime import datetime

from gigplanner.model.money import show_money
from gigplanner.model.records import Block, Earning, Expense, PastWait, Record, Series, Task, Trip
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock, show_day, show_number


def record_words(record: Record, settings: Settings) -> tuple[str, str]:
    """Return what a record is, and what is worth seeing of it before it is kept."""
    match record:
        case Task():
            return _task_words(record, settings)
        case Block():
            start, end = settings.wall(record.start), settings.wall(record.end)
            if record.all_day:
                return record.title, f"{_day(start)} · all day"
            return record.title, f"{_moment(start)}–{show_clock(end)}"
        case Series():
            first = _day(record.first) if record.all_day else _moment(record.first)
            return record.title, f"repeats from {first}"
        case Earning():
            parts = [show_money(record.gross)]
            parts += [f"tip {show_money(record.tip)}"] if record.tip else []
            parts += [f"fee {show_money(record.fee)}"] if record.fee else []
            parts += [record.status, _moment(settings.wall(record.at))]
            what = " · ".join(filter(None, (record.platform, record.category or record.note)))
            return what or "Earning", " · ".join(parts)
        case Expense():
            when = _day(settings.wall(record.at))
            return record.category or record.note or "Expense", f"{show_money(record.amount)} · {when}"
        case Trip():
            way = " → ".join(filter(None, (record.origin, record.destination)))
            what = " · ".join(filter(None, (record.platform, way or record.purpose)))
            return what or "Trip", f"{show_number(record.miles)} mi · {_moment(settings.wall(record.at))}"
        case PastWait():
            how = "until an order" if record.ended_by_order else "without an order"
            when = _moment(settings.wall(record.start))
            return f"Wait · {record.platform}".removesuffix(" · "), f"{record.minutes:.3g} min {how} · {when}"
    return type(record).__name__, ""


def _task_words(task: Task, settings: Settings) -> tuple[str, str]:
    many = f" ×{task.units}" if task.units > 1 else ""
    due = f" · due {_moment(settings.wall(task.due))}" if task.due else ""
    done = f" · {task.status}" if task.status != "open" else ""
    return f"{task.title}{many}", f"{show_money(task.pay)} · {task.minutes:.3g} min{due}{done}"


def _day(wall: datetime) -> str:
    return show_day(wall, year=True)


def _moment(wall: datetime) -> str:
    return f"{_day(wall)} {show_clock(wall)}"
