"""Taking back, repeating, and what was done."""

from __future__ import annotations

import click

from gigplanner.cli.options import command, json_option
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import Column, say, say_json, table
from gigplanner.model.errors import GigError


@command("undo")
@pass_session
def undo(session: Session) -> None:
    """Take back the last action, of the app or of a command."""
    with session.acting() as desk:
        words = desk.book.undo(session.clock())
        if words is None:
            raise GigError("There is nothing to undo.")
        say(f"Undone: {words}")


@command("redo")
@pass_session
def redo(session: Session) -> None:
    """Repeat the last action that was taken back."""
    with session.acting() as desk:
        words = desk.book.redo(session.clock())
        if words is None:
            raise GigError("There is nothing to redo.")
        say(f"Done again: {words}")


@command("history")
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, metavar="N", help="How many (20 unless said)."
)
@json_option
@pass_session
def history(session: Session, limit: int, as_json: bool) -> None:
    """List the last actions, newest first."""
    with session.reading() as desk:
        items = desk.book.history(limit)
        if as_json:
            from gigplanner.cli.data import instant_data

            say_json(
                [
                    {
                        "at": instant_data(item.at, desk.settings),
                        "words": item.words,
                        "by": item.by,
                        "undone": item.undone,
                    }
                    for item in items
                ]
            )
        elif not items:
            say("Nothing was done yet.")
        else:
            rows = [
                (
                    f"{desk.settings.wall(item.at):%Y-%m-%d %H:%M}",
                    item.words,
                    item.by,
                    "undone" if item.undone else "",
                )
                for item in items
            ]
            say(table([Column("when"), Column("what", gives=True), Column("by"), Column("")], rows))
