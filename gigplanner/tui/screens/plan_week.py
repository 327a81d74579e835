"""The week around the day looked at, worked out from records for the week pane."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from gigplanner.insights.records import DayRecords
from gigplanner.insights.words import say_days
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.money import show_money, totals
from gigplanner.model.records import MONEY_IN_HAND
from gigplanner.model.settings import Settings
from gigplanner.tui.screens.plan_view import money_words, timeline_items
from gigplanner.tui.widgets.week_grid import WeekDay, WeekView
from gigplanner.workday.day import days_records, week_of
from gigplanner.workday.desk import Desk


def week_around(desk: Desk, shown: DayRecords, now: datetime) -> tuple[WeekView, str]:
    """Return the week of the day on show, and its title; `shown` is that day as it is drawn beside it."""
    first, last = week_of(desk, shown.day)
    days = [shown if one.day == shown.day else one for one in days_records(desk, first, last, now)]
    return week_view(days, shown.day, desk.settings, desk.catalogue, now), say_days(first, last)


def week_view(
    days: Sequence[DayRecords], chosen: date, settings: Settings, catalogue: Catalogue, now: datetime
) -> WeekView:
    """Return the days as the week pane shows them: what came in, and for days ahead what is expected."""
    today = settings.day_of(now)
    return WeekView(
        days=tuple(
            WeekDay(
                one.day,
                tuple(timeline_items(one, (), settings, catalogue, now)),
                _earned(one) if one.day <= today else _expected(one),
                came=one.day <= today,
            )
            for one in days
        ),
        chosen=chosen,
        now=settings.wall(now),
        start=settings.window_start.hour,
        end=settings.window_end.hour or 24,
    )


def _earned(records: DayRecords) -> str:
    return money_words(earning for earning in records.earnings if earning.status in MONEY_IN_HAND)


def _expected(records: DayRecords) -> str:
    placed = records.plan.placements if records.plan else ()
    amounts = [block.expected for block in records.blocks if block.expected and block.status != "cancelled"]
    sums = totals([*amounts, *(one.expected for one in placed)]).values()
    return " + ".join(f"≈{show_money(amount)}" for amount in sums if amount)
