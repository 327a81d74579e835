"""The ledger: what was earned, spent and driven."""

from __future__ import annotations

from typing import cast, get_args

import click

from gigplanner.cli.options import at_option, command, note_option, platform_option, read_at
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say
from gigplanner.model.records import MoneyStatus


@command("earn")
@click.argument("amount")
@click.option("--tip", metavar="A", help="On top of it.")
@click.option("--fee", metavar="A", help="What the platform kept of it.")
@platform_option
@click.option("--category", metavar="C", default="", help="What kind of work it was.")
@click.option("--status", type=click.Choice(get_args(MoneyStatus)), help="Where the money stands.")
@at_option
@note_option
@pass_session
def earn(
    session: Session,
    amount: str,
    tip: str | None,
    fee: str | None,
    platform: str,
    category: str,
    status: str | None,
    at: str | None,
    note: str,
) -> None:
    """Log an earning: gigplanner earn 7.50 --tip 2 --platform 'Uber Eats'."""
    from gigplanner.model.money import typed_money
    from gigplanner.model.records import Earning
    from gigplanner.model.text import clean_text
    from gigplanner.workday import ledger

    now = session.clock()
    with session.acting() as desk:
        platform = clean_text(desk.catalogue.canonical(platform), 80) if platform else ""
        gross = typed_money(amount, desk.settings.currency)
        earning = Earning(
            id="",
            at=read_at(at, now, desk.settings, happened=status != "expected"),
            gross=gross,
            tip=typed_money(tip, gross.currency) if tip else None,
            fee=typed_money(fee, gross.currency) if fee else None,
            platform=platform,
            category=clean_text(category, 80),
            status=cast(MoneyStatus, status) if status else desk.first_status(platform),
            note=note,
        )
        say(ledger.earn(desk, earning, now).words)


@command("spend")
@click.argument("amount")
@click.option("--category", metavar="C", default="", help="What it was spent on.")
@platform_option
@at_option
@note_option
@pass_session
def spend(session: Session, amount: str, category: str, platform: str, at: str | None, note: str) -> None:
    """Log an expense: gigplanner spend 38 --category gas."""
    from gigplanner.model.money import typed_money
    from gigplanner.model.records import Expense
    from gigplanner.model.text import clean_text
    from gigplanner.workday import ledger

    now = session.clock()
    with session.acting() as desk:
        expense = Expense(
            id="",
            at=read_at(at, now, desk.settings),
            amount=typed_money(amount, desk.settings.currency),
            category=category,
            platform=clean_text(desk.catalogue.canonical(platform), 80) if platform else "",
            note=note,
        )
        say(ledger.spend(desk, expense, now).words)


@command("drive")
@click.argument("miles")
@platform_option
@at_option
@note_option
@pass_session
def drive(session: Session, miles: str, platform: str, at: str | None, note: str) -> None:
    """Log miles driven: gigplanner drive 6.2, or 10km."""
    from gigplanner.cli.amounts import distance
    from gigplanner.model.records import Trip
    from gigplanner.model.text import clean_text
    from gigplanner.workday import ledger

    now = session.clock()
    with session.acting() as desk:
        trip = Trip(
            id="",
            at=read_at(at, now, desk.settings),
            miles=distance(miles),
            platform=clean_text(desk.catalogue.canonical(platform), 80) if platform else "",
            note=note,
        )
        say(ledger.drive(desk, trip, now).words)
