"""Driving a shift from a script, a key binding or another terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.commands.shift_log import edit, log, remove, worked
from gigplanner.cli.options import (
    at_option,
    command,
    data_option,
    platform_option,
    read_at,
)
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say
from gigplanner.model.records import ShiftEventKind

if TYPE_CHECKING:
    from gigplanner.model.money import Money
    from gigplanner.workday.desk import Desk

HELP: dict[ShiftEventKind, tuple[str, str]] = {
    "waiting": ("wait", "Wait again without a delivery: the open orders are given up."),
    "break": ("break", "Take a break: it is no time online."),
    "resumed": ("resume", "Come back from the break."),
    "stopped": ("stop", "Stop the shift."),
}
ORDER = (  # of the help page: as a shift goes
    *("start", "order", "delivered", "wait", "break", "resume", "stop"),
    *("online", "offline", "filler", "log", "edit", "remove", "worked"),
)
OUTCOMES = {
    "done": "done",
    "screened-out": "screened_out",
    "rejected": "rejected",
    "put-down": "interrupted",
}
hourly_option = click.option("--hourly", metavar="A", help="It pays by time: so much for an hour on orders.")


class ShiftGroup(click.Group):
    """Lists its commands in the order of a shift."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands as the help page names them."""
        return list(ORDER)


@click.group("shift", cls=ShiftGroup, invoke_without_command=True)
@data_option
@pass_session
@click.pass_context
def shift(context: click.Context, session: Session) -> None:
    """Say what happens in the shift, or without a command: how it stands.

    What happened earlier is said with --at and its time. A filler is a task worked in a wait.

    \b
    gigplanner shift start --platform DoorDash
    gigplanner shift order
    gigplanner shift delivered --pay 8.50 --tip 2 --miles 4.1
    gigplanner shift stop --at 14:20
    gigplanner shift log                     what was logged, by number
    gigplanner shift edit 3 --at 12:05
    """
    if context.invoked_subcommand is None:
        from gigplanner.cli.commands.status import say_status

        say_status(session)


def _goes_with_delivered(_context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        raise click.UsageError("--pay, --tip and --miles go with delivered: that is when an order is logged.")


def _event_command(kind: ShiftEventKind, name: str, text: str) -> click.Command:
    """A command that logs an event and needs nothing but the time of it."""

    @pass_session
    def run(session: Session, at: str | None) -> None:
        from gigplanner.workday.shift import shift_event

        now = session.clock()
        with session.acting() as desk:
            moment = read_at(at, now, desk.settings) if at else None
            say(shift_event(desk, kind, now, at=moment).words)

    return command(name, help=text)(_no_money(at_option(run)))


def _no_money(function: Any) -> Any:
    for name in ("--pay", "--tip", "--miles"):
        function = click.option(name, hidden=True, expose_value=False, callback=_goes_with_delivered)(
            function
        )
    return function


for _kind, (_name, _text) in HELP.items():
    shift.add_command(_event_command(_kind, _name, _text))


@command("start")
@platform_option
@click.option("--place", metavar="P", default="", help="Where: car, home, or a place of your own.")
@hourly_option
@_no_money
@at_option
@pass_session
def start(session: Session, platform: str, place: str, hourly: str | None, at: str | None) -> None:
    """Start a shift. Without --platform it is that of the planned block, if one is near."""
    from gigplanner.model.text import clean_text
    from gigplanner.workday.shift import start_shift

    now = session.clock()
    with session.acting() as desk:
        done = start_shift(
            desk,
            now,
            at=read_at(at, now, desk.settings),
            platform=clean_text(platform, 80),
            place=clean_text(place, 80),
            hourly=_money(hourly, desk),
        )
        say(done.words)


@command("order")
@platform_option
@hourly_option
@_no_money
@at_option
@pass_session
def order(session: Session, platform: str, hourly: str | None, at: str | None) -> None:
    """Accept an order. A second one stacks; a filler is put down."""
    from gigplanner.model.text import clean_text
    from gigplanner.workday.shift import shift_event

    now = session.clock()
    with session.acting() as desk:
        done = shift_event(
            desk,
            "order",
            now,
            at=read_at(at, now, desk.settings) if at else None,
            platform=clean_text(platform, 80),
            hourly=_money(hourly, desk),
        )
        say(done.words)


@command("delivered")
@click.option("--platform", metavar="P", default="", help="Of whose order; else the oldest open one.")
@click.option("--pay", metavar="A", help="What the order brings.")
@click.option("--tip", metavar="A", help="Its tip.")
@click.option("--miles", metavar="M", help="The miles driven for it.")
@at_option
@pass_session
def delivered(
    session: Session, platform: str, pay: str | None, tip: str | None, miles: str | None, at: str | None
) -> None:
    """Deliver an order, and say what it brought."""
    from gigplanner.cli.amounts import distance
    from gigplanner.model.money import typed_money
    from gigplanner.model.text import clean_text
    from gigplanner.workday.shift import OrderPay, shift_event

    now = session.clock()
    with session.acting() as desk:
        paid = _money(pay, desk)
        currency = paid.currency if paid else desk.settings.currency
        brought = OrderPay(
            pay=paid,
            tip=typed_money(tip, currency) if tip is not None else None,
            miles=distance(miles) if miles is not None else None,
        )
        moment = read_at(at, now, desk.settings) if at else None
        platform = clean_text(platform, 80)
        say(shift_event(desk, "delivered", now, at=moment, platform=platform, order=brought).words)


@command("online")
@click.argument("platform")
@hourly_option
@at_option
@pass_session
def online(session: Session, platform: str, hourly: str | None, at: str | None) -> None:
    """Go online on another platform as well."""
    _platform_event(session, "online", platform, hourly, at)


@command("offline")
@click.argument("platform")
@at_option
@pass_session
def offline(session: Session, platform: str, at: str | None) -> None:
    """Go offline on one of several platforms."""
    _platform_event(session, "offline", platform, None, at)


@command("filler")
@click.argument("task", metavar="TASK|done|screened-out|rejected|put-down")
@click.option("--units", type=click.IntRange(1), metavar="N", help="How many.")
@click.option(
    "--minutes", type=click.FloatRange(0, 1440, min_open=True), metavar="M", help="What one really took."
)
@pass_session
def filler(session: Session, task: str, units: int | None, minutes: float | None) -> None:
    """Start a task while waiting, or say how it went.

    The task is one of the queue, by its id or title. Once it runs, say done, screened-out, rejected or
    put-down.
    """
    from gigplanner.workday.shift import finish_filler, start_filler

    now = session.clock()
    with session.acting() as desk:
        if task in OUTCOMES:
            outcome: Any = OUTCOMES[task]
            say(finish_filler(desk, now, outcome=outcome, units=units, minutes=minutes).words)
        else:
            from gigplanner.cli.finding import find_task

            say(start_filler(desk, find_task(desk, task).id, now, units=units or 1).words)


for _command in (start, order, delivered, online, offline, filler, worked, log, edit, remove):
    shift.add_command(_command)


# --- parts ---------------------------------------------------------------------------------------------


def _platform_event(
    session: Session, kind: ShiftEventKind, platform: str, hourly: str | None, at: str | None
) -> None:
    from gigplanner.model.text import clean_text
    from gigplanner.workday.shift import shift_event

    now = session.clock()
    with session.acting() as desk:
        moment = read_at(at, now, desk.settings) if at else None
        rate = _money(hourly, desk)
        say(shift_event(desk, kind, now, at=moment, platform=clean_text(platform, 80), hourly=rate).words)


def _money(text: str | None, desk: Desk) -> Money | None:
    from gigplanner.model.money import typed_money

    return typed_money(text, desk.settings.currency) if text is not None else None
