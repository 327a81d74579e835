"""Adding something from one line; and finishing a task."""

from __future__ import annotations

import click

from gigplanner.cli.options import command
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say


@command("add")
@click.argument("text", nargs=-1, required=True)
@pass_session
def add(session: Session, text: tuple[str, ...]) -> None:
    """Add a task, a block, an earning, an expense, a trip or money for tax from one line.

    \b
    gigplanner add 'survey Prolific 12m $3.20 due fri 5pm'
    gigplanner add block DoorDash tomorrow 11-14
    gigplanner add 'earned $7.50 tip 2 Uber Eats'
    gigplanner add drove 6.2mi
    """
    from gigplanner.workday.quickadd import preview, quick_add

    line, now = " ".join(text), session.clock()
    with session.acting() as desk:
        understood = preview(desk, line, now)
        quick_add(desk, line, now)
        say(f"Added: {understood.words}")


@command("done")
@click.argument("task")
@click.option(
    "--units", type=click.IntRange(1), metavar="N", help="How many units were done (all, unless said)."
)
@click.option(
    "--minutes", type=click.FloatRange(0, 1440, min_open=True), metavar="M", help="That a unit took."
)
@pass_session
def done(session: Session, task: str, units: int | None, minutes: float | None) -> None:
    """Complete a task: named by its id, the end of its id, or a part of its title."""
    from gigplanner.cli.finding import find_task
    from gigplanner.workday.queue import complete_task

    with session.acting() as desk:
        found = find_task(desk, task)
        say(complete_task(desk, found.id, session.clock(), units=units, minutes=minutes).words)
