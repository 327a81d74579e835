"""One line about the shift and the day, for tmux, waybar, starship and the like."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from gigplanner.cli.options import command, json_option
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json
from gigplanner.model.money import Money, show_money
from gigplanner.model.showing import show_clock
from gigplanner.model.text import clean_text
from gigplanner.model.times import show_length, show_minutes

if TYPE_CHECKING:
    from gigplanner.insights.forgotten import Forgotten
    from gigplanner.insights.meter import Meter
    from gigplanner.model.settings import Settings
    from gigplanner.workday.desk import Desk

STATE_WORDS = {"off": "no shift", "waiting": "waiting", "order": "on an order", "break": "on a break"}
SYMBOLS = {"off": "○", "waiting": "●", "order": "▶", "break": "❚❚"}
WAYBAR_LINE = "{symbol} {today}"
# what tmux and polybar take for a style or a command where it stands in a line that they show
_OBEYED = re.compile(r"([#%])(?=[\[({])")
_LONGEST_NAMES = 80  # characters
_PLACEHOLDER = re.compile(r"( ?)\{([A-Za-z_][\w.:!]*)\}")  # other braces stand for themselves: it may be JSON


class Glance(Struct, frozen=True):
    """All that a line can say."""

    meter: Meter
    settings: Settings
    asked: Forgotten | None

    @property
    def state(self) -> str:
        """Off, waiting, order or break."""
        return self.meter.shift.state if self.meter.shift else "off"

    @property
    def minutes(self) -> float:
        """How long this state has lasted."""
        meter = self.meter
        return (meter.now - meter.shift.since).total_seconds() / 60 if meter.shift else 0.0


def _amount(money: Money | None) -> str:
    return show_money(money) if money is not None else ""


def _online_words(glance: Glance) -> str:
    shift = glance.meter.shift
    return _named(", ".join(shift.standing.online)) if shift else ""


def _named(names: str) -> str:
    """Return names of platforms, short, so that nothing in them is obeyed by what shows the line."""
    return _OBEYED.sub(r"\1 ", clean_text(names, _LONGEST_NAMES))


FIELDS: dict[str, Callable[[Glance], str]] = {
    "state": lambda now: now.state,
    "words": lambda now: STATE_WORDS[now.state],
    "symbol": lambda now: SYMBOLS[now.state],
    "since": lambda now: show_clock(now.settings.wall(now.meter.shift.since)) if now.meter.shift else "",
    "minutes": lambda now: f"{now.minutes:.0f}" if now.meter.shift else "",
    "lasting": lambda now: show_minutes(now.minutes) if now.meter.shift else "",
    "platform": lambda now: _named(now.meter.shift.platform) if now.meter.shift else "",
    "platforms": _online_words,
    "orders": lambda now: str(now.meter.worked.orders),
    "online": lambda now: show_length(now.meter.worked.online_seconds),
    "active": lambda now: show_length(now.meter.worked.active_seconds),
    "today": lambda now: _amount(now.meter.gross),
    "net": lambda now: _amount(now.meter.net),
    "per_hour": lambda now: _amount(now.meter.net_per_hour),
    "rate": lambda now: f"{_amount(now.meter.net_per_hour)}/h" if now.meter.net_per_hour is not None else "",
    "pending": lambda now: _amount(now.meter.pending),
    "week": lambda now: _amount(now.meter.week_gross),
    "goal": lambda now: _amount(now.meter.goal.target) if now.meter.goal else "",
    "left": lambda now: _amount(now.meter.goal.left) if now.meter.goal else "",
    "forgotten": lambda now: "still working?" if now.asked else "",
}


@command("status")
@click.option("--format", "template", metavar="TEXT", help="Your own line, with the fields below in braces.")
@click.option("--waybar", is_flag=True, help="A line of JSON with text (see --format), tooltip and class.")
@json_option
@pass_session
def status(session: Session, template: str | None, waybar: bool, as_json: bool) -> None:
    """Say in one line where the shift and the day stand.

    Fields of --format. Where there is nothing to say a field is left out, with a space before it:

    \b
    {state}     off, waiting, order or break
    {words}     the same in words
    {symbol}    the same as a sign: ○ ● ▶ ❚❚
    {since}     when this state began, 11:42
    {minutes}   how many minutes it has lasted
    {lasting}   the same in words, 1 h 20
    {platform}  the one that the running shift was started on
    {platforms} all that are online in it
    {orders}    delivered today
    {online}    time waiting and on orders today
    {active}    time on orders today
    {today}     money in hand today, gross with tips
    {net}       the same less fees, miles and expenses
    {per_hour}  net of the shift work, an hour online
    {rate}      the same in short, $18.20/h
    {pending}   money still awaited
    {week}      money in hand this week
    {goal}      of the day, else of the week
    {left}      what is missing to that goal
    {forgotten} "still working?" if the timer seems forgotten

    Other braces stand for themselves.
    """
    wanted = template if template is not None else WAYBAR_LINE
    unknown = next((name for _, name in _PLACEHOLDER.findall(wanted) if name not in FIELDS), None)
    if unknown is not None:
        known = ", ".join(FIELDS)
        raise click.BadParameter(f"there is no field {{{unknown}}}: use {known}.", param_hint="--format")
    with session.reading() as desk:
        glance = _look(session, desk)
        if as_json:
            say_json(_data(glance))
        elif waybar:
            _say_waybar(glance, _filled(wanted, glance))
        elif template is not None:
            say(_filled(template, glance))
        else:
            _say_words(glance)


def say_status(session: Session) -> None:
    """Say what `status` says without options."""
    with session.reading() as desk:
        _say_words(_look(session, desk))


def _look(session: Session, desk: Desk) -> Glance:
    from gigplanner.workday import metering
    from gigplanner.workday.forgotten import forgotten_shift

    now = session.clock()
    meter = metering.glance(desk, now)
    asked = forgotten_shift(desk, now, log=meter.shift)
    return Glance(meter, desk.settings, asked)


def _filled(template: str, glance: Glance) -> str:
    def value(match: re.Match[str]) -> str:
        found = FIELDS[match[2]](glance)
        return match[1] + found if found else ""

    return _PLACEHOLDER.sub(value, template)


def _say_words(glance: Glance) -> None:
    say(_words(glance))
    if glance.asked:
        say(glance.asked.sentence(glance.settings))


def _words(glance: Glance) -> str:
    meter, shift = glance.meter, glance.meter.shift
    parts = [STATE_WORDS[glance.state]]
    if shift:
        parts[0] += f" {show_minutes(glance.minutes)}"
        names = ", ".join(shift.standing.online) or shift.platform
        parts += [_named(names)] if names else []
    parts += [f"{show_money(meter.gross)} today", f"net {show_money(meter.net)}"]
    parts += [f"{show_money(meter.net_per_hour)}/h"] if meter.net_per_hour is not None else []
    parts += [f"pending {show_money(meter.pending)}"] if meter.pending else []
    return " · ".join(parts)


def _say_waybar(glance: Glance, text: str) -> None:
    """Print what waybar reads: one line of JSON, its texts safe as the markup they are taken for."""
    import json

    lines = [_words(glance)]
    if glance.asked:
        lines.append(glance.asked.sentence(glance.settings))
    data = {
        "text": _escaped(text),
        "tooltip": _escaped("\n".join(lines)),
        "class": "forgotten" if glance.asked else glance.state,
        "alt": glance.state,
    }
    click.echo(json.dumps(data))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _data(glance: Glance) -> dict[str, Any]:
    from gigplanner.cli.data import instant_data, money_data

    meter, settings, asked = glance.meter, glance.settings, glance.asked
    shift = meter.shift
    return {
        "date": meter.day.isoformat(),
        "state": glance.state,
        "since": instant_data(shift.since, settings) if shift else None,
        "minutes": round(glance.minutes, 2) if shift else None,
        "platform": shift.platform if shift else "",
        "platforms": list(shift.standing.online) if shift else [],
        "orders_open": shift.orders_open if shift else 0,
        "today": money_data(meter.gross),
        "net": money_data(meter.net),
        "per_hour": money_data(meter.net_per_hour),
        "pending": money_data(meter.pending),
        "accruing": money_data(meter.accruing),
        "week": money_data(meter.week_gross),
        "goal": money_data(meter.goal.target) if meter.goal else None,
        "forgotten": {
            "last": instant_data(asked.last, settings),
            "likely_end": instant_data(asked.likely_end, settings),
            "why": asked.why,
        }
        if asked
        else None,
    }
