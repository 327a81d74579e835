"""Driving a shift from a script, a key binding or another terminal."""

from __future__ import annotations

import click

from gigplanner.cli.options import at_option, command, platform_option, read_at
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say
from gigplanner.model.records import ShiftEventKind

KINDS: dict[str, ShiftEventKind] = {
    "start": "started",
    "wait": "waiting",
    "order": "order",
    "delivered": "delivered",
    "break": "break",
    "resume": "resumed",
    "stop": "stopped",
}


@command("shift")
@click.argument("what", type=click.Choice(list(KINDS)), metavar="|".join(KINDS))
@platform_option
@click.option("--pay", metavar="A", help="What the order just delivered brings.")
@click.option("--tip", metavar="A", help="Its tip.")
@click.option("--miles", metavar="M", help="The miles driven for it.")
@at_option
@pass_session
def shift(
    session: Session,
    what: str,
    platform: str,
    pay: str | None,
    tip: str | None,
    miles: str | None,
    at: str | None,
) -> None:
    """Say what happens in the shift.

    \b
    gigplanner shift start --platform DoorDash
    gigplanner shift order
    gigplanner shift delivered --pay 8.50 --tip 2 --miles 4.1
    gigplanner shift stop --at 14:20
    """
    if what != "delivered" and not (pay is tip is miles is None):
        raise click.UsageError("--pay, --tip and --miles go with delivered: that is when an order is logged.")
    from gigplanner.cli.amounts import distance
    from gigplanner.model.money import parse_money
    from gigplanner.model.text import clean_text
    from gigplanner.workday.shift import OrderPay, shift_event, start_shift

    now = session.clock()
    with session.acting() as desk:
        moment = read_at(at, now, desk.settings)
        platform = clean_text(platform, 80)
        if what == "start":
            done = start_shift(desk, now, at=moment, platform=platform)
        else:
            currency = desk.settings.currency
            paid = parse_money(pay, currency) if pay is not None else None
            order = OrderPay(
                pay=paid,
                tip=parse_money(tip, paid.currency if paid else currency) if tip is not None else None,
                miles=distance(miles) if miles is not None else None,
            )
            done = shift_event(desk, KINDS[what], now, at=moment, platform=platform, order=order)
        say(done.words)
