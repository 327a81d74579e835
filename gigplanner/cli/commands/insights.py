"""What the numbers say over months and years."""

from __future__ import annotations

import click

from gigplanner.cli.options import command, json_option, one_of
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json, width
from gigplanner.cli.waiting import patience

PAGE = 80  # cells of a line when the insights do not go to a terminal


@command("insights")
@click.option(
    "--period",
    type=click.Choice(["quarter", "year", "all"]),
    default="year",
    show_default=True,
    help="Of the last 13 weeks, the last 365 days, or all there is.",
)
@click.option("--markdown", is_flag=True, help="Print Markdown.")
@click.option("--html", is_flag=True, help="Print a page for the browser, with pictures.")
@json_option
@pass_session
def insights(session: Session, period: str, markdown: bool, html: bool, as_json: bool) -> None:
    """Say where the money is: best hours, rates, mix, goals, practice, forecasts, late money, taxes."""
    one_of(markdown=markdown, html=html, json=as_json)
    from gigplanner.insights.overview import PERIODS
    from gigplanner.workday.insights import found

    now = session.clock()
    with session.reading() as desk:
        chosen = next(one for one in PERIODS if one == period)
        with patience("Counting all your months …"):
            known = found(desk, now, period=chosen)
        if as_json:
            from gigplanner.insights.report.insights_data import insights_json

            say_json(insights_json(known.insights, known.awaited))
            return
        from gigplanner.insights.report.insights import insight_page

        page = insight_page(known.insights, known.awaited)
        if html:
            from gigplanner.insights.report.html import page_html

            say(page_html(page))
        elif markdown:
            from gigplanner.insights.report.markdown import page_markdown

            say(page_markdown(page))
        else:
            from gigplanner.insights.report.plain import page_text

            say(page_text(page, width() or PAGE))
