"""Taking records out, in formats that other programs read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gigplanner.cli.options import command, read_date
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, warn

if TYPE_CHECKING:
    from datetime import datetime

    from gigplanner.workday.desk import Desk

FORMATS = ("csv", "ics")
PERSONAL = {
    "csv": "your open tasks with their platforms, pay, links and notes",
    "ics": "your appointments, shifts and plan with their times, places, links and notes",
}


@command("export")
@click.argument("what", type=click.Choice(FORMATS), metavar="|".join(FORMATS))
@click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of printing.")
@click.option("--from", "first", metavar="DAY", help="From this day on (ics).")
@click.option("--to", "last", metavar="DAY", help="Up to this day, included (ics).")
@pass_session
def export(session: Session, what: str, output: str | None, first: str | None, last: str | None) -> None:
    """Print the queue as CSV, or the calendar with today's accepted plan as iCalendar."""
    if what == "csv" and (first or last):
        raise click.UsageError("--from and --to go with ics: the queue has no days.")
    now = session.clock()
    with session.reading() as desk:
        text = _queue(desk) if what == "csv" else _calendar(desk, first, last, now)
    if output is None or output == "-":
        say(text)
    else:
        _write(Path(output).expanduser(), text)
        say(f"Wrote {output}")
    warn(f"Personal data in it: {PERSONAL[what]}.")


def _queue(desk: Desk) -> str:
    from gigplanner.interop.tasks_csv import write_tasks_csv
    from gigplanner.workday.queue import open_tasks

    return write_tasks_csv(open_tasks(desk), desk.settings)


def _calendar(desk: Desk, first: str | None, last: str | None, now: datetime) -> str:
    from gigplanner.interop.ics_out import write_ics
    from gigplanner.model.records import Block, Series
    from gigplanner.workday.planning import saved_plan

    settings = desk.settings
    start = settings.span_of(read_date(first, now, settings)).start if first else None
    end = settings.span_of(read_date(last, now, settings)).end if last else None
    blocks = [
        block
        for block in desk.book.every(Block)
        if (start is None or block.end > start) and (end is None or block.start < end)
    ]
    plan = saved_plan(desk, settings.day_of(now))
    return write_ics(
        blocks, desk.book.queue(Series), plan if plan and plan.accepted_at else None, settings, now
    )


def _write(path: Path, text: str) -> None:
    from gigplanner.model.errors import GigError

    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise GigError(f"Cannot write {path}: {(error.strerror or 'unknown error').lower()}.") from None
