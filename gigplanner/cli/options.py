"""What commands share: the option --data, the option --json, days and instants as arguments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gigplanner.cli.session import Session
from gigplanner.model.showing import show_clock

if TYPE_CHECKING:
    from gigplanner.model.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])


def _remember_folder(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        session = context.find_object(Session)
        if session is not None:
            session.folder = value


data_option = click.option(
    "--data", metavar="DIR", help="Keep everything in DIR.", expose_value=False, callback=_remember_folder
)


def command(name: str, **settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command that takes --data as well."""

    def made(function: Callable[..., Any]) -> click.Command:
        return click.command(name, click.Command, **settings)(data_option(function))

    return made


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
at_option = click.option(
    "--at", metavar="TIME", help="When it was: 14:20, yesterday 14:20, 2026-11-22T14:20."
)
platform_option = click.option("--platform", metavar="P", default="", help="Where the work comes from.")
note_option = click.option("--note", metavar="TEXT", default="", help="A few words of your own.")


def span_options(function: F) -> F:
    """Give a command the options --from, --to and --platform."""
    for option in (
        click.option("--platform", metavar="P", default="", help="Only what comes from this platform."),
        click.option("--to", "last", metavar="DAY", help="Up to this day, included."),
        click.option("--from", "first", metavar="DAY", help="From this day on."),
    ):
        function = option(function)
    return function


def read_at(text: str | None, now: datetime, settings: Settings, *, happened: bool = True) -> datetime:
    """Return the instant that --at names, `now` without one. What happened did not happen in the future."""
    import re
    from datetime import timedelta

    from gigplanner.model.errors import BadInput
    from gigplanner.model.text import quoted
    from gigplanner.workday.whens import read_instant

    if text is None:
        return now
    instant = read_instant(text, now, settings)
    again = settings.instant(settings.wall(instant).replace(fold=1))
    if again <= now and not re.search(r"(?:Z|[+-]\d\d:?\d\d)$", text.strip()):
        instant = again  # of an hour that the clock showed twice the later one is meant, if it has been
    if happened and instant > now + timedelta(minutes=1):
        raise BadInput(
            f"{quoted(text)} is still to come: give a time up to now, {show_clock(settings.wall(now))}."
        )
    return min(instant, now) if happened else instant


def read_date(text: str | None, now: datetime, settings: Settings, *, past: bool = False) -> date:
    """Return the working day that `text` names, today without one."""
    from gigplanner.workday.whens import read_day

    today = settings.day_of(now)
    return read_day(text, today, past=past) if text else today


def one_of(**asked: bool) -> None:
    """Refuse options that do not go together; each is named as the option is."""
    chosen = [f"--{name}" for name, is_asked in asked.items() if is_asked]
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(chosen)} do not go together.")
