"""One line about the shift and the day, for tmux, waybar, starship and the like."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.options import command, json_option
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json
from gigplanner.model.money import Money, show_money
from gigplanner.model.times import show_minutes

if TYPE_CHECKING:
    from gigplanner.insights.meter import Meter
    from gigplanner.model.settings import Settings

STATE_WORDS = {"off": "no shift", "waiting": "waiting", "order": "on an order", "break": "on a break"}


def _minutes(meter: Meter) -> float:
    return (meter.now - meter.shift.since).total_seconds() / 60 if meter.shift else 0.0


def _amount(money: Money | None) -> str:
    return show_money(money) if money is not None else ""


FIELDS: dict[str, Callable[[Meter, Settings], str]] = {
    "state": lambda meter, _: meter.shift.state if meter.shift else "off",
    "words": lambda meter, _: STATE_WORDS[meter.shift.state if meter.shift else "off"],
    "since": lambda meter, settings: f"{settings.wall(meter.shift.since):%H:%M}" if meter.shift else "",
    "minutes": lambda meter, _: f"{_minutes(meter):.0f}" if meter.shift else "",
    "platform": lambda meter, _: meter.shift.platform if meter.shift else "",
    "today": lambda meter, _: _amount(meter.gross),
    "net": lambda meter, _: _amount(meter.net),
    "per_hour": lambda meter, _: _amount(meter.net_per_hour),
    "pending": lambda meter, _: _amount(meter.pending),
    "week": lambda meter, _: _amount(meter.week_gross),
    "goal": lambda meter, _: _amount(meter.goal.target) if meter.goal else "",
}


@command("status")
@click.option("--format", "template", metavar="TEXT", help="Your own line, with the fields below in braces.")
@json_option
@pass_session
def status(session: Session, template: str | None, as_json: bool) -> None:
    """Say in one line where the shift and the day stand.

    Fields of --format, each empty where there is nothing to say:

    \b
    {state}     off, waiting, order or break
    {words}     the same in words
    {since}     when this state began, 11:42
    {minutes}   how long it has lasted
    {platform}  of the running shift
    {today}     money in hand today, gross with tips
    {net}       the same less fees, miles and expenses
    {per_hour}  net of the shift work, an hour online
    {pending}   money still awaited
    {week}      money in hand this week
    {goal}      of the day, else of the week
    """
    parts = re.split(r"\{([a-z_]+)\}", template or "")
    if unknown := [name for name in parts[1::2] if name not in FIELDS]:
        known = ", ".join(FIELDS)
        raise click.BadParameter(f"there is no field {{{unknown[0]}}}: use {known}.", param_hint="--format")
    from gigplanner.workday.metering import LiveMeter

    now: datetime = session.clock()
    with session.reading() as desk:
        meter = LiveMeter(desk).read(now)
        if as_json:
            say_json(_data(meter, desk.settings))
        elif template is not None:
            filled = [
                FIELDS[part](meter, desk.settings) if odd % 2 else part for odd, part in enumerate(parts)
            ]
            say("".join(filled))
        else:
            say(_words(meter))


def _words(meter: Meter) -> str:
    shift = meter.shift
    parts = [STATE_WORDS[shift.state if shift else "off"]]
    if shift:
        parts[0] += f" {show_minutes(_minutes(meter))}"
        parts += [shift.platform] if shift.platform else []
    parts += [f"{show_money(meter.gross)} today", f"net {show_money(meter.net)}"]
    parts += [f"{show_money(meter.net_per_hour)}/h"] if meter.net_per_hour is not None else []
    parts += [f"pending {show_money(meter.pending)}"] if meter.pending else []
    return " · ".join(parts)


def _data(meter: Meter, settings: Settings) -> dict[str, Any]:
    from gigplanner.cli.data import instant_data, money_data

    return {
        "date": meter.day.isoformat(),
        "state": meter.shift.state if meter.shift else "off",
        "since": instant_data(meter.shift.since, settings) if meter.shift else None,
        "minutes": round(_minutes(meter), 2) if meter.shift else None,
        "platform": meter.shift.platform if meter.shift else "",
        "today": money_data(meter.gross),
        "net": money_data(meter.net),
        "per_hour": money_data(meter.net_per_hour),
        "pending": money_data(meter.pending),
        "week": money_data(meter.week_gross),
        "goal": money_data(meter.goal.target) if meter.goal else None,
    }
