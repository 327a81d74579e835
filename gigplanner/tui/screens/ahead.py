"""What is coming up, in rows: the next blocks, what is due, and the next payment of tax."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import itemgetter

from gigplanner.model.mileage import rules_of
from gigplanner.model.records import Block, Task
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock_in_short, show_day

TAX_IS_NEAR = 60  # days

Soon = tuple[datetime, str]
"""An instant, and what is then."""


def dues_of(tasks: Iterable[Task]) -> list[Soon]:
    """What is due when, soonest first."""
    return sorted((task.due, f"due: {task.title}") for task in tasks if task.due)


def coming_up(
    blocks: Iterable[Block], dues: Sequence[Soon], settings: Settings, now: datetime, count: int = 6
) -> list[tuple[str, str]]:
    """The next blocks and dues, soonest first, and the next payment of tax once it is near.

    The `dues` are in order: there may be ten thousand.
    """
    today = settings.day_of(now)
    soon = [
        (block.start, block.title) for block in blocks if block.start > now and block.status != "cancelled"
    ]
    first = bisect_right(dues, now, key=itemgetter(0))
    soon += dues[first : first + count]
    shown = [(_soon_words(at, settings, today), title) for at, title in sorted(soon)[:count]]
    return [*shown, *_tax_due(settings, today)]


def _tax_due(settings: Settings, today: date) -> list[tuple[str, str]]:
    """Such as `15 Jan`, `tax Q4, 54 days`: last in the list, for it is never the next thing to do."""
    if rules_of(settings) != "us":
        return []
    from gigplanner.insights.tax.quarters import next_due

    quarter = next_due(today)
    left = quarter.days_left(today)
    if left > TAX_IS_NEAR:
        return []
    when = f"{left} days" if left > 1 else "tomorrow" if left else "today"
    return [(show_day(quarter.due, weekday=False), f"tax Q{quarter.number}, {when}")]


def _soon_words(at: datetime, settings: Settings, today: date) -> str:
    wall = settings.wall(at)
    ahead = (wall.date() - today).days
    if ahead <= 0:
        return show_clock_in_short(wall)
    return f"{wall:%a} {show_clock_in_short(wall)}" if ahead < 7 else show_day(wall, weekday=False)
