"""The log of a shift from the command line: listed, put right, told afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.options import at_option, command, json_option, platform_option, read_at, read_date
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import Column, say, say_json, table
from gigplanner.model.showing import show_clock, show_day

if TYPE_CHECKING:
    from gigplanner.model.records import ShiftEvent
    from gigplanner.workday.desk import Desk

day_option = click.option("--day", metavar="DAY", help="Of the shifts of that day; else of the last one.")


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


# --- parts ---------------------------------------------------------------------------------------------


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
            (
                str(number),
                show_clock(desk.settings.wall(event.at)),
                words,
                event.platform,
                _aside(event, desk),
            )
        )
    columns = [
        Column("", right=True),
        Column("time"),
        Column("what", gives=True),
        Column("platform", gives=True),
        Column("", gives=True),
    ]
    lines = [show_day(day, long=True), table(columns, rows)]
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
