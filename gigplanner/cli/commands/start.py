"""The demo: a made-up planbook to look around in."""

from __future__ import annotations

from pathlib import Path

import click

from gigplanner.cli.opening import USUAL_DAYS, open_demo
from gigplanner.cli.options import command
from gigplanner.cli.session import Session, pass_session
from gigplanner.model.errors import GigError


@command("demo")
@click.option("--into", metavar="DIR", help="Only write the planbook, into an empty or a new folder.")
@click.option("--years", type=click.IntRange(1, 30), metavar="N", help="Years of history (60 days without).")
@click.option("--seed", type=int, default=1, metavar="S", help="Another seed is another person's planbook.")
@pass_session
@click.pass_context
def demo(context: click.Context, session: Session, into: str | None, years: int | None, seed: int) -> None:
    """Look around in a made-up but realistic planbook."""
    days = years * 365 if years else USUAL_DAYS
    if into is None:
        context.exit(open_demo(session.clock, days, seed))
    from gigplanner.cli.show import say
    from gigplanner.planbook.config import local_zone
    from gigplanner.workday.demo import write_demo

    folder = Path(into).expanduser()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GigError(f"{folder} is not empty: name an empty or a new folder.")
    write_demo(folder, session.clock(), days=days, seed=seed, zone=local_zone())
    say(f"Wrote {days} days into {folder}: look at them with gigplanner --data {folder}")
