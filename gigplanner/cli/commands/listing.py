"""Listing records: tasks, blocks, earnings, trips, expenses, waits. Without days everything is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from gigplanner.cli.options import command, json_option, read_date, span_options
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import Column, say, say_json, table
from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import (
    Block,
    BlockStatus,
    Earning,
    Expense,
    MoneyStatus,
    PastWait,
    Record,
    Task,
    TaskStatus,
    Trip,
)
from gigplanner.model.shiftlog import Wait
from gigplanner.model.showing import show_number
from gigplanner.model.times import Span

if TYPE_CHECKING:
    from gigplanner.model.settings import Settings
    from gigplanner.scheduler.estimates import Estimate
    from gigplanner.workday.desk import Desk

R = TypeVar("R", bound=Record)
T = TypeVar("T")
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)


@command("tasks")
@span_options
@click.option(
    "--status",
    type=click.Choice([*get_args(TaskStatus), "all"]),
    default="open",
    help="Open ones, unless you say otherwise.",
)
@json_option
@pass_session
def tasks(
    session: Session, first: str | None, last: str | None, platform: str, status: str, as_json: bool
) -> None:
    """List tasks: the queue, or those done or dropped. Days are those they are due, or closed."""
    from gigplanner.cli.data import estimate_data, task_data
    from gigplanner.workday.estimating import own_estimates

    with session.reading() as desk:
        kept = desk.book.queue(Task) if status == "open" else list(desk.book.every(Task))
        span = _asked_span(desk, first, last, session.clock(), past=False)
        found = [
            task
            for task in _of_platform(desk, kept, platform)
            if status in ("all", task.status) and _within(task.closed_at or task.due, span)
        ]
        own = own_estimates(desk, session.clock())
        _list(
            found,
            as_json,
            lambda task, settings: task_data(task, settings) | estimate_data(task, own),
            desk.settings,
            _TASK_COLUMNS,
            lambda task, settings: _task_row(task, own.minutes(task), settings),
            "No tasks.",
        )


@command("blocks")
@span_options
@click.option("--status", type=click.Choice(get_args(BlockStatus)), help="Only blocks in this state.")
@json_option
@pass_session
def blocks(
    session: Session, first: str | None, last: str | None, platform: str, status: str | None, as_json: bool
) -> None:
    """List the calendar. Recurring blocks are listed up to a year from now, unless --to says otherwise."""
    from gigplanner.cli.data import block_data
    from gigplanner.workday.blocks import blocks_in, calendar_span

    now = session.clock()
    with session.reading() as desk:
        asked = _asked_span(desk, first, last, now, past=False)
        if not (first and last):
            held = calendar_span(desk, now)
            asked = Span(asked.start if first else held.start, asked.end if last else held.end)
        found = [
            block
            for block in _of_platform(desk, blocks_in(desk, asked), platform)
            if status in (None, block.status)
        ]
        _list(found, as_json, block_data, desk.settings, _BLOCK_COLUMNS, _block_row, "No blocks.")


@command("earnings")
@span_options
@click.option("--status", type=click.Choice(get_args(MoneyStatus)), help="Only money in this state.")
@json_option
@pass_session
def earnings(
    session: Session, first: str | None, last: str | None, platform: str, status: str | None, as_json: bool
) -> None:
    """List what was earned."""
    from gigplanner.cli.data import earning_data

    with session.reading() as desk:
        found = [
            earning
            for earning in _dated(desk, Earning, first, last, platform, session.clock())
            if status in (None, earning.status)
        ]
        _list(found, as_json, earning_data, desk.settings, _EARNING_COLUMNS, _earning_row, "No earnings.")


@command("expenses")
@span_options
@json_option
@pass_session
def expenses(session: Session, first: str | None, last: str | None, platform: str, as_json: bool) -> None:
    """List what was spent."""
    from gigplanner.cli.data import expense_data

    with session.reading() as desk:
        found = _dated(desk, Expense, first, last, platform, session.clock())
        _list(found, as_json, expense_data, desk.settings, _EXPENSE_COLUMNS, _expense_row, "No expenses.")


@command("trips")
@span_options
@json_option
@pass_session
def trips(session: Session, first: str | None, last: str | None, platform: str, as_json: bool) -> None:
    """List the miles driven."""
    from gigplanner.cli.data import trip_data

    with session.reading() as desk:
        found = _dated(desk, Trip, first, last, platform, session.clock())
        _list(found, as_json, trip_data, desk.settings, _TRIP_COLUMNS, _trip_row, "No trips.")


@command("waits")
@span_options
@json_option
@pass_session
def waits(session: Session, first: str | None, last: str | None, platform: str, as_json: bool) -> None:
    """List the waits between orders, as the shifts' logs and imported files tell them."""
    from gigplanner.workday.waits import waits_between

    now = session.clock()
    with session.reading() as desk:
        span = _asked_span(desk, first, last, now, past=True)
        wanted = _canonical(desk, platform)
        found = [
            (wait, name) for wait, name in waits_between(desk, span, now) if wanted in ("", name.casefold())
        ]
        _list(found, as_json, _wait_data, desk.settings, _WAIT_COLUMNS, _wait_row, "No waits.")


# --- parts ---------------------------------------------------------------------------------------------


def _asked_span(desk: Desk, first: str | None, last: str | None, now: datetime, *, past: bool) -> Span:
    """The working days asked for; without a bound, as far as any record lies."""
    start, end = _EARLIEST, _LATEST
    if first:
        start = desk.settings.span_of(read_date(first, now, desk.settings, past=past)).start
    if last:
        end = desk.settings.span_of(read_date(last, now, desk.settings, past=past)).end
    if end <= start:
        raise BadInput("--from lies after --to: mend one of the two days.")
    return Span(start, end)


def _within(moment: datetime | None, span: Span) -> bool:
    """Whether `moment` lies in `span`; what has none is in where no day was asked for."""
    return span == Span(_EARLIEST, _LATEST) if moment is None else moment in span


def _dated(
    desk: Desk, kind: type[R], first: str | None, last: str | None, platform: str, now: datetime
) -> list[R]:
    """The records of a kind on the days asked for, oldest first."""
    span = _asked_span(desk, first, last, now, past=True)
    return _of_platform(desk, desk.book.within(kind, span), platform)


def _of_platform(desk: Desk, records: Iterable[R], platform: str) -> list[R]:
    wanted = _canonical(desk, platform)
    return [record for record in records if wanted in ("", getattr(record, "platform", "").casefold())]


def _canonical(desk: Desk, platform: str) -> str:
    return desk.catalogue.canonical(platform).casefold() if platform else ""


def _list(
    found: Sequence[T],
    as_json: bool,
    data: Callable[[T, Settings], dict[str, Any]],
    settings: Settings,
    columns: Sequence[Column],
    row: Callable[[T, Settings], Sequence[str]],
    nothing: str,
) -> None:
    if as_json:
        say_json([data(record, settings) for record in found])
    else:
        say(table(columns, [row(record, settings) for record in found]) if found else nothing)


# --- tables --------------------------------------------------------------------------------------------

_TASK_COLUMNS = (
    Column("id"),
    Column("task", gives=True),
    Column("platform", gives=True),
    Column("min", right=True),
    Column("you", right=True),
    Column("pay", right=True),
    Column("units", right=True),
    Column("per hour", right=True),
    Column("due"),
    Column("status"),
)


def _task_row(task: Task, own: Estimate, settings: Settings) -> Sequence[str]:
    from gigplanner.cli.finding import short_id

    return (
        short_id(task),
        task.title,
        task.platform,
        f"{task.minutes:g}",
        _own_minutes(own),
        _money(task.pay),
        f"×{task.units}" if task.units > 1 else "",
        _money(task.pay_per_hour),
        _wall(task.due, settings),
        task.status if task.status != "open" else "",
    )


_BLOCK_COLUMNS = (
    Column("start"),
    Column("end"),
    Column("block", gives=True),
    Column("kind"),
    Column("platform", gives=True),
    Column("place", gives=True),
    Column("expected", right=True),
    Column("status"),
)


def _block_row(block: Block, settings: Settings) -> Sequence[str]:
    return (
        _wall(block.start, settings),
        f"{settings.wall(block.end):%H:%M}",
        block.title,
        block.kind,
        block.platform,
        block.place,
        _money(block.expected),
        block.status if block.status != "confirmed" else "",
    )


_EARNING_COLUMNS = (
    Column("when"),
    Column("platform", gives=True),
    Column("category", gives=True),
    Column("gross", right=True),
    Column("tip", right=True),
    Column("fee", right=True),
    Column("net", right=True),
    Column("status"),
    Column("note", gives=True),
)


def _earning_row(earning: Earning, settings: Settings) -> Sequence[str]:
    from gigplanner.interop.sources import also_words

    amounts = (earning.gross, earning.tip, earning.fee, earning.net)
    return (
        _wall(earning.at, settings),
        earning.platform,
        earning.category,
        *map(_money, amounts),
        earning.status,
        " · ".join(filter(None, (earning.note, also_words(earning.also)))),
    )


_EXPENSE_COLUMNS = (
    Column("when"),
    Column("amount", right=True),
    Column("category", gives=True),
    Column("platform", gives=True),
    Column("note", gives=True),
)


def _expense_row(expense: Expense, settings: Settings) -> Sequence[str]:
    return (
        _wall(expense.at, settings),
        _money(expense.amount),
        expense.category,
        expense.platform,
        expense.note,
    )


_TRIP_COLUMNS = (
    Column("when"),
    Column("miles", right=True),
    Column("platform", gives=True),
    Column("note", gives=True),
)


def _trip_row(trip: Trip, settings: Settings) -> Sequence[str]:
    return (_wall(trip.at, settings), f"{show_number(trip.miles)} mi", trip.platform, trip.note)


_WAIT_COLUMNS = (
    Column("from"),
    Column("minutes", right=True),
    Column("ended by"),
    Column("platform", gives=True),
)


def _wait_row(found: tuple[Wait | PastWait, str], settings: Settings) -> Sequence[str]:
    wait, platform = found
    ended_by = "an order" if wait.ended_by_order else ""
    return (_wall(wait.start, settings), show_number(wait.minutes, 1), ended_by, platform)


def _wait_data(found: tuple[Wait | PastWait, str], settings: Settings) -> dict[str, Any]:
    from gigplanner.cli.data import instant_data

    wait, platform = found
    return {
        "start": instant_data(wait.start, settings),
        "minutes": round(wait.minutes, 2),
        "ended_by_order": wait.ended_by_order,
        "platform": platform,
    }


def _wall(instant: datetime | None, settings: Settings) -> str:
    return f"{settings.wall(instant):%Y-%m-%d %H:%M}" if instant else ""


def _own_minutes(estimate: Estimate) -> str:
    from gigplanner.workday.estimating import short_minutes

    return short_minutes(estimate.minutes) if estimate.based_on else ""


def _money(money: Money | None) -> str:
    return show_money(money) if money else ""
