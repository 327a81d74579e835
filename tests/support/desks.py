"""A desk in Chicago to act at: an empty planbook, its owner's preferences, and the clock on the wall."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from gigplanner.model import Block, Earning, Money, PlacedTask, Plan, Record, Settings, Span, Task, TaskResult
from gigplanner.planbook import Planbook
from gigplanner.planbook.tables import TABLES
from gigplanner.workday.desk import Desk
from gigplanner.workday.planning import accept_plan
from gigplanner.workday.queue import open_tasks

CHICAGO = Settings(zone="America/Chicago", goal_day=Money(150_00, "USD"))
SUNDAY = "2026-11-22"
_numbers = count()


def a_desk(folder: Path, settings: Settings = CHICAGO) -> Desk:
    """An empty planbook in `folder`."""
    return Desk(Planbook(folder / "planbook", by="test"), settings)


def clock(text: str) -> datetime:
    """The instant of a wall time in Chicago such as `2026-11-23 10:40`, or `10:40` of the Sunday."""
    return CHICAGO.instant(datetime.fromisoformat(text if " " in text else f"{SUNDAY} {text}"))


def usd(amount: str) -> Money:
    """An amount in dollars."""
    return Money.of(amount, "USD")


def a_task(title: str, pay: str = "1.00", minutes: float = 10, **fields: Any) -> Task:
    """A task as a person would type it; its id is its own."""
    return Task(id=f"task-{next(_numbers)}", title=title, pay=usd(pay), minutes=minutes, **fields)


def a_block(title: str, start: str, end: str, **fields: Any) -> Block:
    """A block between two wall times in Chicago; its id is its own."""
    return Block(
        id=f"block-{next(_numbers)}",
        title=title,
        start=clock(start),
        end=clock(end),
        zone=CHICAGO.zone,
        **fields,
    )


def task_called(desk: Desk, title: str) -> Task:
    """The open task of that title."""
    return next(task for task in open_tasks(desk) if task.title == title)


def a_placement(
    desk: Desk,
    title: str,
    start: str,
    minutes: float,
    *,
    units: int = 1,
    pinned: bool = False,
    place: str = "home",
) -> PlacedTask:
    """A placement of the open task of that title, as a plan would hold it."""
    task = task_called(desk, title)
    return PlacedTask(
        task=task.id,
        title=title,
        start=clock(start),
        end=clock(start) + timedelta(minutes=minutes),
        units=units,
        minutes=minutes,
        expected=task.pay.times(units),
        platform=task.platform,
        place=place,
        pinned=pinned,
    )


def keep_plan(desk: Desk, *placements: PlacedTask, now: datetime, within: float | None = None) -> None:
    """Accept a plan of the Sunday that somebody made by hand."""
    nothing = usd("0")
    plan = Plan(
        id=SUNDAY,
        date=clock("12:00").date(),
        made_at=now,
        placements=placements,
        expected=nothing,
        bound=nothing,
        within=within,
    )
    accept_plan(desk, plan.date, now, plan)


def earnings(desk: Desk) -> list[Earning]:
    """Every earning, in order of time."""
    return sorted(desk.book.every(Earning), key=lambda earning: (earning.at, earning.id))


def results(desk: Desk) -> list[TaskResult]:
    """Every result, in order of time."""
    return sorted(desk.book.every(TaskResult), key=lambda result: (result.at, result.id))


def everything(desk: Desk) -> dict[tuple[str, str], Record]:
    """All records of the planbook, by table and id."""
    return {(table.name, record.id): record for table in TABLES for record in desk.book.every(table.record)}


def whole_sunday() -> Span:
    """The working day of the Sunday."""
    return CHICAGO.span_of(clock("12:00").date())
