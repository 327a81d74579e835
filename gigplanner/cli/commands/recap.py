"""The day closed, in numbers."""

from __future__ import annotations

import click

from gigplanner.cli.options import command, json_option, read_date
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json, width

PAGE = 80  # cells of a line when the recap does not go to a terminal


@command("recap")
@click.argument("day", required=False, metavar="[DATE]")
@click.option("--week", is_flag=True, help="The week that holds the day.")
@click.option("--month", is_flag=True, help="The month that holds the day.")
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@json_option
@pass_session
def recap(session: Session, day: str | None, week: bool, month: bool, markdown: bool, as_json: bool) -> None:
    """Say what a day came to (today, unless said), or its week or month."""
    if week and month:
        raise click.UsageError("--week and --month do not go together.")
    if markdown and as_json:
        raise click.UsageError("--markdown and --json do not go together.")
    from gigplanner.insights import report
    from gigplanner.workday.day import month_of, week_of
    from gigplanner.workday.recap import recap_day, recap_days

    now = session.clock()
    with session.reading() as desk:
        date = read_date(day, now, desk.settings, past=True)
        if week:
            found = recap_days(desk, *week_of(desk, date), now)
        elif month:
            found = recap_days(desk, *month_of(date), now)
        else:
            found = recap_day(desk, date, now)
        if as_json:
            say_json(report.as_json(found))
        elif markdown:
            say(report.as_markdown(found))
        else:
            say(report.as_text(found, width() or PAGE))
