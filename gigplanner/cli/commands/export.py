"""Taking records out, in formats that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gigplanner.cli.options import command, read_date
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import pour, say, warn, width

if TYPE_CHECKING:
    from gigplanner.workday.desk import Desk
    from gigplanner.workday.exporting import Exported

FORMATS = ("csv", "ics", "json", "hledger", "beancount", "taxes", "markdown", "todoist", "trello")
TABLES = {
    "csv": ("tasks", "earnings", "expenses", "trips", "blocks", "shifts", "waits", "set-aside"),
    "taxes": ("lines", "mileage"),
}
_WITHOUT_DAYS = {
    "tasks": "the queue has no days",
    "todoist": "the queue has no days",
    "trello": "the queue has no days",
    "taxes": "name a --year",
}


@command("export")
@click.argument("what", type=click.Choice(FORMATS), metavar="FORMAT")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, or into a folder, instead of printing.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@click.option("--from", "first", metavar="DAY", help="From this day on.")
@click.option("--to", "last", metavar="DAY", help="Up to this day, included.")
@click.option("--table", metavar="T", help="Which table: see above.")
@click.option("--year", type=int, metavar="Y", help="The tax year; this one, if not said.")
@click.option("--account", metavar="A", help="Where paid money is in a journal; Assets:Gig, if not said.")
@pass_session
def export(
    session: Session,
    what: str,
    output: str | None,
    force: bool,
    first: str | None,
    last: str | None,
    table: str | None,
    year: int | None,
    account: str | None,
) -> None:
    """Print records in a format that other programs read, or write them to a file.

    \b
    csv        a --table for spreadsheets: tasks, earnings, expenses, trips,
               blocks, shifts, waits, set-aside; into a folder, all of them
    ics        the calendar with today's accepted plan, for Google, Apple, Outlook
    json       everything, for another machine: gigplanner import reads it
    hledger    the ledger in double entry; beancount likewise
    taxes      a year by the lines of Schedule C; --table lines or mileage as CSV
    markdown   the recap of a day, or of --from to --to
    todoist    the open tasks; trello likewise
    """
    from gigplanner.workday.export_files import is_folder

    goal = Path(output).expanduser() if output not in (None, "-") else None
    into_folder = goal is not None and is_folder(str(output))
    if what == "csv" and table is None and not into_folder:
        table = "tasks"
    _check(what, table=table, has_days=bool(first or last), year=year, account=account)
    from gigplanner.workday import exporting

    now = session.clock()
    with session.reading() as desk:
        files = exporting.export(
            desk,
            next(known for known in exporting.FORMATS if known == what),
            now,
            exporting.Days(*(_day(text, what, now, desk) for text in (first, last))),
            table=table,
            year=year,
            account=account,
            width=(goal is None and width()) or exporting.PAGE,
        )
    if goal is None:
        pour(files[0].text)
    else:
        _save(files, goal, into_folder=into_folder, replace=force)
    held = exporting.PERSONAL["tables" if len(files) > 1 else table if table in exporting.PERSONAL else what]
    warn(f"Personal data in it: {held}.")


def _check(what: str, *, table: str | None, has_days: bool, year: int | None, account: str | None) -> None:
    """Raise UsageError for options that do not go with the format."""
    known = TABLES.get(what, ())
    if table and table not in known:
        raise click.UsageError(
            f"{what} has the tables {', '.join(known)}." if known else "--table goes with csv and taxes."
        )
    for name in (what, table):
        if has_days and name in _WITHOUT_DAYS:
            raise click.UsageError(f"--from and --to do not go with {name}: {_WITHOUT_DAYS[name]}.")
    if year is not None and what != "taxes":
        raise click.UsageError("--year goes with taxes.")
    if account and what not in ("hledger", "beancount"):
        raise click.UsageError("--account goes with hledger and beancount.")


def _day(text: str | None, what: str, now: datetime, desk: Desk) -> date | None:
    return read_date(text, now, desk.settings, past=what != "ics") if text else None


def _save(files: Sequence[Exported], goal: Path, *, into_folder: bool, replace: bool) -> None:
    from gigplanner.workday.export_files import save_exported, save_text

    if into_folder:
        written = save_exported(goal, files, replace=replace)
    else:
        save_text(goal, files[0].text, replace=replace)
        written = [goal]
    for path in written:
        say(f"Wrote {path}")
