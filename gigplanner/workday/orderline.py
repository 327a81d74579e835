"""An order's pay in one line, `8.50 tip 2 4.1mi`, and an offer, `8.50 4.1mi 22min`."""

from __future__ import annotations

import re
from decimal import Decimal

from gigplanner.model.errors import BadInput
from gigplanner.model.money import show_money, typed_money
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_number
from gigplanner.model.text import clean_text, quoted
from gigplanner.workday.orders import Offer, OrderPay
from gigplanner.workday.quickparts import joined_figures, read_miles

_MILES = r"(?<!\S)(?P<number>\d+(?:[.,]\d+)?)\s?(?P<unit>mi|miles?|km)(?!\w)"
_MINUTES = (
    r"(?<!\S)(?:(?P<hours>\d{1,2})\s?h\s?)?(?P<number>\d{1,4}(?:[.,]\d+)?)\s?(?:m|min|minutes?|')(?!\w)"
)
_HOURS = r"(?<!\S)(?P<hours>\d{1,2}(?:[.,]\d+)?)\s?(?:h|hours?)(?!\w)"
_TIP = r"(?<!\S)(?:tip\s+(?P<behind>\S+)|\+\s?(?P<plus>\S+))"


def read_order(text: str, settings: Settings) -> OrderPay:
    """Return pay, tip and miles of an order as one line says them, each optional. Raises BadInput."""
    rest = joined_figures(clean_text(text, 200))
    miles = re.search(_MILES, rest, re.IGNORECASE)
    if miles:
        rest = rest[: miles.start()] + " " + rest[miles.end() :]
    tip = re.search(_TIP, rest, re.IGNORECASE)
    if tip:
        rest = rest[: tip.start()] + " " + rest[tip.end() :]
    pay = re.sub(r"^pay\b", "", rest.strip(), flags=re.IGNORECASE).strip()
    order = OrderPay(
        pay=typed_money(pay, settings.currency) if pay else None,
        tip=typed_money(tip["behind"] or tip["plus"], settings.currency) if tip else None,
        miles=read_miles(miles["number"], kilometres=miles["unit"].casefold() == "km") if miles else None,
    )
    for amount in (order.pay, order.tip):
        if amount is not None and amount.minor < 0:
            raise BadInput(f"{quoted(text)}: an order's pay and tip are zero or more.")
    if order.pay and order.tip and order.pay.currency != order.tip.currency:
        raise BadInput("Pay and tip of one order are in one currency.")
    return order


def read_offer(text: str, settings: Settings) -> Offer:
    """Return pay, miles and minutes of an offer as one line says them, in any order. Raises BadInput.

    Miles that are not said are none; pay and minutes must be there.
    """
    rest = joined_figures(clean_text(text, 200))
    miles = re.search(_MILES, rest, re.IGNORECASE)
    if miles:
        rest = rest[: miles.start()] + " " + rest[miles.end() :]
    minutes, rest = _take_minutes(rest)
    pay = re.sub(r"^pay\b", "", rest.strip(), flags=re.IGNORECASE).strip()
    if not pay or minutes is None:
        missing = "its pay" if not pay else "its minutes"
        raise BadInput(f"{quoted(text)} does not say {missing}: write an offer like 8.50 4.1mi 22min.")
    return Offer(
        pay=typed_money(pay, settings.currency),
        miles=read_miles(miles["number"], kilometres=miles["unit"].casefold() == "km")
        if miles
        else Decimal(0),
        minutes=minutes,
    )


def _take_minutes(text: str) -> tuple[float | None, str]:
    """Return the minutes that `text` says, and the rest of it."""
    found = re.search(_MINUTES, text, re.IGNORECASE) or re.search(_HOURS, text, re.IGNORECASE)
    if found is None:
        return None, text
    said = found.groupdict()
    hours = float((said["hours"] or "0").replace(",", "."))
    minutes = hours * 60 + float((said.get("number") or "0").replace(",", "."))
    return minutes, text[: found.start()] + " " + text[found.end() :]


def order_words(order: OrderPay) -> str:
    """What the line says, in words."""
    said = [show_money(order.pay)] if order.pay is not None else []
    said += [f"tip {show_money(order.tip)}"] if order.tip is not None else []
    said += [f"{show_number(order.miles)} mi"] if order.miles is not None else []
    return " · ".join(said) or "delivered, pay not known yet"
