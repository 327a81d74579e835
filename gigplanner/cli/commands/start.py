"""Opening the app: on the person's planbook, or on a made-up one."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from gigplanner.cli.options import command
from gigplanner.cli.session import Session, pass_session
from gigplanner.model.errors import GigError

USUAL_DAYS = 60


def open_app(session: Session) -> int:
    """Run the app; return its exit status."""
    _need_terminal()
    from gigplanner.tui.app import DEMO_WANTED, run_app

    status = run_app(session.places, session.clock)
    return _open_demo(session, USUAL_DAYS, seed=1) if status == DEMO_WANTED else status


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
        context.exit(_open_demo(session, days, seed))
    from gigplanner.cli.show import say
    from gigplanner.planbook.config import local_zone
    from gigplanner.workday.demo import write_demo

    folder = Path(into).expanduser()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GigError(f"{folder} is not empty: name an empty or a new folder.")
    write_demo(folder, session.clock(), days=days, seed=seed, zone=local_zone())
    say(f"Wrote {days} days into {folder}: look at them with gigplanner --data {folder}")


def _open_demo(session: Session, days: int, seed: int) -> int:
    """Run the app on a planbook that is gone afterwards."""
    _need_terminal()
    import tempfile

    from gigplanner.planbook.config import local_zone
    from gigplanner.planbook.places import find_places
    from gigplanner.tui.app import run_app
    from gigplanner.workday.demo import write_demo

    if hasattr(signal, "SIGTERM"):  # while the planbook is written; the app sees to itself
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="gigplanner-demo-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "planbook"
        write_demo(folder, session.clock(), days=days, seed=seed, zone=local_zone())
        return run_app(find_places(folder), session.clock, demo=True)


def _need_terminal() -> None:
    streams = (sys.stdin, sys.stdout)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise GigError("gigplanner needs a terminal; use a command such as gigplanner status.")
