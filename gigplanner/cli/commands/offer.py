"""Take or decline: an offer weighed from a terminal or a key binding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.options import at_option, command, json_option, platform_option, read_at
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json

if TYPE_CHECKING:
    from gigplanner.model.settings import Settings
    from gigplanner.workday.offers import Offer, OfferAdvice


@command("offer")
@click.argument("pay", nargs=-1, required=True)
@click.option("--miles", metavar="M", help="The miles to drive for it, back again included.")
@click.option(
    "--minutes",
    type=click.FloatRange(0, 1440, min_open=True),
    metavar="N",
    help="The minutes until you are free again.",
)
@platform_option
@click.option("--take", "decision", flag_value="take", help="Accept it: log the order.")
@click.option("--decline", "decision", flag_value="decline", help="Log that you declined it.")
@at_option
@json_option
@pass_session
def offer(
    session: Session,
    pay: tuple[str, ...],
    miles: str | None,
    minutes: float | None,
    platform: str,
    decision: str | None,
    at: str | None,
    as_json: bool,
) -> None:
    """Say whether an offer is worth taking, and why.

    \b
    gigplanner offer 8.50 --miles 4.1 --minutes 22
    gigplanner offer 8.50 4.1mi 22min --take
    """
    from gigplanner.model.text import clean_text
    from gigplanner.workday.offers import decline_offer, take_offer, weigh

    now = session.clock()
    platform = clean_text(platform, 80)
    with session.acting() if decision else session.reading() as desk:
        offered = _read(" ".join(pay), miles, minutes, desk.settings)
        done = ""
        if decision:
            act = take_offer if decision == "take" else decline_offer
            moment = read_at(at, now, desk.settings) if at else None
            done = act(desk, offered, now, platform=platform, at=moment).words
        if as_json:
            say_json({**_data(offered, weigh(desk, offered, now, platform=platform)), "done": done})
        elif done:
            say(done)
        else:
            advice = weigh(desk, offered, now, platform=platform)
            say(f"{advice.kind.capitalize()}: {advice.why}")
            say("\n".join(f"  {sentence}" for sentence in advice.assumptions))


def _read(text: str, miles: str | None, minutes: float | None, settings: Settings) -> Offer:
    """The offer from one line, from options, or from both: an option goes before the line."""
    from gigplanner.cli.amounts import distance
    from gigplanner.workday.orderline import read_offer

    line = text if minutes is None else f"{text} {minutes:g}min"
    read = read_offer(line, settings)
    if miles is None:
        return read
    return type(read)(read.pay, distance(miles), read.minutes)


def _data(offered: Offer, advice: OfferAdvice) -> dict[str, Any]:
    from gigplanner.cli.data import money_data

    return {
        "advice": advice.kind,
        "pay": money_data(offered.pay),
        "miles": str(offered.miles),
        "minutes": offered.minutes,
        "net": money_data(advice.net),
        "per_hour": money_data(advice.per_hour),
        "otherwise": money_data(advice.otherwise),
        "otherwise_per_hour": money_data(advice.otherwise_per_hour),
        "better_by": money_data(advice.better_by),
        "break_even": money_data(advice.break_even),
        "why": advice.why,
        "assumptions": list(advice.assumptions),
    }
