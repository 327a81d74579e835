"""Driving a shift from a script, a key binding or another terminal, and putting its log right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.options import (
    at_option,
    command,
    data_option,
    json_option,
    platform_option,
    read_at,
    read_date,
)
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import Column, say, say_json, table
from gigplanner.model.records import ShiftEventKind

if TYPE_CHECKING:
    from gigplanner.model.money import Money
    from gigplanner.model.records import ShiftEvent
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
day_option = click.option("--day", metavar="DAY", help="Of the shifts of that day; else of the last one.")


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
    from gigplanner.model.money import parse_money
    from gigplanner.model.text import clean_text
    from gigplanner.workday.shift import OrderPay, shift_event

    now = session.clock()
    with session.acting() as desk:
        paid = _money(pay, desk)
        currency = paid.currency if paid else desk.settings.currency
        brought = OrderPay(
            pay=paid,
            tip=parse_money(tip, currency) if tip is not None else None,
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


@command("worked")
@click.argument("start")
@click.argument("stop")
@platform_option
@pass_session
def worked(session: Session, start: str, stop: str, platform: str) -> None:
    """Log a whole shift that was forgotten.

    \b
    gigplanner shift worked 11:00 14:00
    """
    from gigplanner.model.text import clean_text
    from gigplanner.model.times import Span
    from gigplanner.workday.shift_edits import log_shift

    now = session.clock()
    with session.acting() as desk:
        span = Span(read_at(start, now, desk.settings), read_at(stop, now, desk.settings))
        say(log_shift(desk, span, now, platform=clean_text(platform, 80)).words)


@command("log")
@click.argument("day", required=False, metavar="[DAY]")
@json_option
@pass_session
def log(session: Session, day: str | None, as_json: bool) -> None:
    """List what was logged, by number.

    Without DAY it is that of the last shift.
    """
    from gigplanner.workday.shift_edits import events_of_day

    now = session.clock()
    with session.reading() as desk:
        date = read_date(day, now, desk.settings, past=True) if day else None
        events = events_of_day(desk, date, now)
        if as_json:
            say_json([_event_data(number, event, desk) for number, event in enumerate(events, 1)])
        else:
            say(_log_words(events, desk))


@command("edit")
@click.argument("number", type=click.IntRange(1))
@at_option
@click.option("--platform", metavar="P", help="It was of this platform.")
@day_option
@pass_session
def edit(session: Session, number: int, at: str | None, platform: str | None, day: str | None) -> None:
    """Move an event of the log to another time.

    \b
    gigplanner shift edit 3 --at 12:05
    """
    if at is None and platform is None:
        raise click.UsageError("Say what to change: --at TIME, --platform P or both.")
    from gigplanner.model.text import clean_text
    from gigplanner.workday.shift_edits import edit_event

    now = session.clock()
    with session.acting() as desk:
        event = _numbered(desk, number, day, now)
        moment = _near(at, event, desk, now) if at else None
        to_platform = clean_text(platform, 80) if platform is not None else None
        say(edit_event(desk, event.id, now, at=moment, platform=to_platform).words)


@command("remove")
@click.argument("number", type=click.IntRange(1))
@day_option
@pass_session
def remove(session: Session, number: int, day: str | None) -> None:
    """Take an event out of the log.

    The money and miles logged with it go with it; gigplanner undo brings them back.
    """
    from gigplanner.workday.shift_edits import remove_event

    now = session.clock()
    with session.acting() as desk:
        say(remove_event(desk, _numbered(desk, number, day, now).id, now).words)


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
    from gigplanner.model.money import parse_money

    return parse_money(text, desk.settings.currency) if text is not None else None


def _numbered(desk: Desk, number: int, day: str | None, now: Any) -> ShiftEvent:
    from gigplanner.model.errors import BadInput
    from gigplanner.workday.shift_edits import events_of_day

    date = read_date(day, now, desk.settings, past=True) if day else None
    events = events_of_day(desk, date, now)
    if number > len(events):
        raise BadInput(f"There is no event {number}: gigplanner shift log lists {len(events)} of them.")
    return events[number - 1]


def _near(at: str, event: ShiftEvent, desk: Desk, now: Any) -> Any:
    """The instant that --at names: a bare time is one of the day on which the event was."""
    from gigplanner.workday.whens import read_instant

    base = min(now, event.at)
    return read_instant(at, base, desk.settings)


def _log_words(events: list[ShiftEvent], desk: Desk) -> str:
    from gigplanner.model.clockjumps import clock_jumps
    from gigplanner.model.times import MINUTE
    from gigplanner.workday.shift import KIND_WORDS

    if not events:
        return "Nothing was logged."
    day = desk.settings.wall(events[0].at)
    rows = []
    for number, event in enumerate(events, 1):
        words = KIND_WORDS[event.kind]
        rows.append(
            (str(number), f"{desk.settings.wall(event.at):%H:%M}", words, event.platform, _aside(event, desk))
        )
    columns = [
        Column("", right=True),
        Column("time"),
        Column("what", gives=True),
        Column("platform", gives=True),
        Column("", gives=True),
    ]
    lines = [f"{day:%A} {day.day} {day:%B}", table(columns, rows)]
    for jump in clock_jumps(events):
        numbers = [events.index(jump.before) + 1, events.index(jump.after) + 1]
        way = "forward" if jump.by.total_seconds() > 0 else "back"
        lines.append(
            f"The clock was set {way} by {abs(jump.by / MINUTE):.0f} min between {min(numbers)} and "
            f"{max(numbers)}: check their times."
        )
    return "\n".join(lines)


def _aside(event: ShiftEvent, desk: Desk) -> str:
    from gigplanner.model.money import show_money
    from gigplanner.model.records import Earning, Task

    said = []
    if event.task:
        task = desk.book.find(Task, event.task)
        said.append(task.title if task else "a task that is gone")
    if event.earning and (earning := desk.book.find(Earning, event.earning, near=event.at)):
        by_time = "" if event.kind in ("delivered", "filler_done") else " by time"
        said.append(f"{show_money(earning.total)}{by_time}")
    if event.pay:
        said.append(f"offered {show_money(event.pay)}")
    return " · ".join(said)


def _event_data(number: int, event: ShiftEvent, desk: Desk) -> dict[str, Any]:
    from gigplanner.cli.data import instant_data, money_data

    return {
        "number": number,
        "id": event.id,
        "shift": event.shift,
        "kind": event.kind,
        "at": instant_data(event.at, desk.settings),
        "platform": event.platform,
        "task": event.task,
        "units": event.units,
        "earning": event.earning,
        "hourly": money_data(event.hourly),
    }
