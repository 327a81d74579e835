"""The day closed, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gigplanner.cli.options import command, json_option, one_of, read_date
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json, width
from gigplanner.cli.waiting import patience

if TYPE_CHECKING:
    from gigplanner.insights.digest_recap import MonthRow
    from gigplanner.insights.recap import DayRow

PAGE = 80  # cells of a line when the recap does not go to a terminal


@command("recap")
@click.argument("day", required=False, metavar="[DATE]")
@click.option("--week", is_flag=True, help="The week that holds the day.")
@click.option("--month", is_flag=True, help="The month that holds the day.")
@click.option("--year", is_flag=True, help="The year that holds the day.")
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@click.option("--html", is_flag=True, help="Print a page for the browser, with pictures.")
@json_option
@pass_session
def recap(
    session: Session,
    day: str | None,
    week: bool,
    month: bool,
    year: bool,
    markdown: bool,
    html: bool,
    as_json: bool,
) -> None:
    """Say what a day came to (today, unless said), or its week, month or year."""
    one_of(week=week, month=month, year=year)
    one_of(markdown=markdown, html=html, json=as_json)
    from gigplanner.workday.day import month_of, week_of
    from gigplanner.workday.recap import recap_day, recap_days, recap_year, tip_of

    now = session.clock()
    with session.reading() as desk:
        date = read_date(day, now, desk.settings, past=True)
        months: tuple[MonthRow, ...] = ()
        days: tuple[DayRow, ...] = ()
        if week:
            found = recap_days(desk, *week_of(desk, date), now)
        elif month:
            found = recap_days(desk, *month_of(date), now)
        elif year:
            with patience("Counting the year …"):
                whole = recap_year(desk, date, now)
            found, months, days = whole.recap, whole.months, whole.days
        else:
            found = recap_day(desk, date, now)
        with patience("Looking for what to try …"):
            tip = tip_of(desk, found, now)
        if as_json:
            from gigplanner.insights.report.data import as_json as recap_data
            from gigplanner.insights.report.months import months_json

            say_json(recap_data(found, tip=tip) | ({"months": months_json(months)} if year else {}))
        elif html:
            from gigplanner.insights.report.html import page_html
            from gigplanner.insights.report.months import with_months
            from gigplanner.insights.report.sections import recap_page

            say(page_html(with_months(recap_page(found, tip=tip, days=days), months)))
        elif markdown:
            from gigplanner.insights.report.markdown import as_markdown
            from gigplanner.insights.report.months import months_markdown

            say(as_markdown(found, tip=tip, days=days) + months_markdown(months))
        else:
            from gigplanner.insights.report.months import months_text
            from gigplanner.insights.report.plain import as_text

            say(as_text(found, width() or PAGE, tip=tip, days=days) + months_text(months))
