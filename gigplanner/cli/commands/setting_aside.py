"""Money put aside for tax, and paid."""

from __future__ import annotations

import click

from gigplanner.cli.options import at_option, command, json_option, note_option, read_at
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import Column, say, say_json, table
from gigplanner.model.errors import BadInput
from gigplanner.model.money import show_money

_COLUMNS = (Column("when"), Column("amount", right=True), Column(""), Column("note", gives=True))


@command("set-aside")
@click.argument("amount", required=False)
@click.option("--paid", is_flag=True, help="It went to the tax office.")
@at_option
@note_option
@json_option
@pass_session
def set_aside(
    session: Session, amount: str | None, paid: bool, at: str | None, note: str, as_json: bool
) -> None:
    """Log money put aside for tax, or paid: gigplanner set-aside 50. Without an amount list them all."""
    from gigplanner.model.money import typed_money
    from gigplanner.model.records import SetAside
    from gigplanner.workday import ledger

    if amount is None:
        if paid or at or note:
            raise BadInput("How much? Write gigplanner set-aside 50.")
        _list(session, as_json)
        return
    if as_json:
        raise BadInput("--json is for the list: leave out the amount.")
    now = session.clock()
    with session.acting() as desk:
        aside = SetAside(
            id="",
            at=read_at(at, now, desk.settings),
            amount=typed_money(amount, desk.settings.currency),
            paid=paid,
            note=note,
        )
        say(ledger.set_aside(desk, aside, now).words)


def _list(session: Session, as_json: bool) -> None:
    from gigplanner.cli.data import set_aside_data
    from gigplanner.model.records import SetAside

    with session.reading() as desk:
        settings = desk.settings
        found = sorted(desk.book.every(SetAside), key=lambda one: (one.at, one.id))
        if as_json:
            say_json([set_aside_data(one, settings) for one in found])
            return
        rows = [
            (
                f"{settings.wall(one.at):%Y-%m-%d}",
                show_money(one.amount),
                "paid" if one.paid else "put aside",
                one.note,
            )
            for one in found
        ]
        say(table(_COLUMNS, rows) if rows else "Nothing is set aside yet: gigplanner set-aside 50.")
