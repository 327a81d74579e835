"""An offer on the screen of the phone: weighed with the person's own figures, taken or declined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from gigplanner.insights.rates import LATELY, HourRate, HourRates, hour_rates, next_hour
from gigplanner.insights.records import DayRecords, days_between, pick_days
from gigplanner.model.mileage import cost_of_miles, mileage_rate
from gigplanner.model.money import Money, round_half_up, show_money
from gigplanner.model.records import Earning, Trip
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.showing import show_number
from gigplanner.model.times import DAY, Span
from gigplanner.scheduler.offers import OfferAdvice
from gigplanner.scheduler.offers import offer as judged
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.filling import suggestion
from gigplanner.workday.orders import Offer
from gigplanner.workday.shift import shift_event
from gigplanner.workday.shifts import LEARNED_DAYS, current_shift, shifts_in

if TYPE_CHECKING:
    from gigplanner.scheduler.waits import WaitModel

__all__ = ["Offer", "OfferAdvice", "decline_offer", "take_offer", "weigh"]


def weigh(
    desk: Desk, offer: Offer, now: datetime, *, platform: str = "", model: WaitModel | None = None
) -> OfferAdvice:
    """Whether to take an offer, by the person's own figures at this hour.

    The rate online is that of the next hour of the last eight weeks (or of all their hours, where these are
    few), less the same weeks' share of fees and cost of miles; fillers are left out of it, for what they
    bring in the expected wait is added. Fees are the platform's percentage, or else the share it kept of the
    last eight weeks' money. Raises BadInput for what no offer is.
    """
    platform = desk.catalogue.canonical(platform) if platform else _platform(desk, now)
    logs = shifts_in(desk, Span(now - LEARNED_DAYS, now), now)
    history = _history(desk, logs, now)
    advice, model = suggestion(desk, now, waited=0.0, model=model)
    fills = advice.kind != "rest" and advice.options
    filler_rate = advice.options[0].per_hour if fills else None
    currency = offer.pay.currency
    return judged(
        offer.pay,
        offer.miles,
        offer.minutes,
        rate_online=_in(currency, _own_rate(desk, history, now)),
        cost_per_mile=_cost_per_mile(desk, now) if currency == desk.settings.currency else Decimal(0),
        fee_share=_fee_share(desk, history, platform),
        filler_rate=_in(currency, filler_rate),
        expected_wait=model.quantile(0.5, at=now),
    )


def take_offer(
    desk: Desk, offer: Offer, now: datetime, *, platform: str = "", at: datetime | None = None
) -> Done:
    """Accept an offer: the order begins, and its log keeps what was offered. Raises ShiftError."""
    return shift_event(desk, "order", now, at=at, platform=platform, offer=offer)


def decline_offer(
    desk: Desk, offer: Offer, now: datetime, *, platform: str = "", at: datetime | None = None
) -> Done:
    """Log that an offer was declined; the wait goes on. Raises ShiftError."""
    return shift_event(desk, "declined", now, at=at, platform=platform, offer=offer)


def offer_words(offer: Offer) -> str:
    """What the offer says, in words."""
    said = [
        show_money(offer.pay),
        f"{show_number(offer.miles.normalize())} mi" if offer.miles else "no miles",
    ]
    return " · ".join([*said, f"{show_number(offer.minutes)} min"])


def _history(desk: Desk, logs: Sequence[ShiftLog], now: datetime) -> list[DayRecords]:
    """Shifts, their money without that of tasks, and trips of the eight weeks before today."""
    today = desk.settings.day_of(now)
    days = days_between(today - LATELY, today - DAY)
    span = Span(desk.settings.span_of(days[0]).start, desk.settings.span_of(days[-1]).end)
    return pick_days(
        days,
        desk.settings,
        shifts=[log for log in logs if log.start < span.end],
        earnings=(one for one in desk.book.within(Earning, span) if not one.task),
        trips=desk.book.within(Trip, span),
    )


def _own_rate(desk: Desk, history: Sequence[DayRecords], now: datetime) -> Money | None:
    """What an hour online brings at this time, after fees and miles; None while too little is known."""
    rates = hour_rates(history, desk.settings)
    rate = next_hour(rates, now, desk.settings).expected or _of_all(rates)
    if rate is None:
        return None
    earned = sum(cell.minor for cell in rates.cells.values())
    costs = 0
    for day in history:
        miles = cost_of_miles(sum((trip.miles for trip in day.trips), Decimal(0)), day.day, desk.settings)
        costs += miles.minor if miles else 0
        costs += sum(one.fee.minor for one in day.earnings if one.fee and one.shift)
    kept = max(Fraction(0), 1 - Fraction(costs, earned)) if earned else Fraction(0)
    return Money(round_half_up(rate.minor * kept), rate.currency)


def _of_all(rates: HourRates) -> Money | None:
    """The mean over all hours, or None with too few of them."""
    cells = rates.cells.values()
    whole = HourRate(sum(cell.minor for cell in cells), sum(cell.seconds for cell in cells))
    return Money(whole.minor, rates.currency).per_hour(whole.seconds) if whole.enough else None


def _fee_share(desk: Desk, history: Sequence[DayRecords], platform: str) -> Decimal:
    """The part of an order's pay that the platform keeps."""
    found = desk.catalogue.find(platform)
    if found and found.fee_percent:
        return Decimal(found.fee_percent) / 100
    own = [one for day in history for one in day.earnings if one.platform == platform and one.fee]
    gross = sum(one.gross.minor for one in own)
    fees = sum(one.fee.minor for one in own if one.fee)
    return Decimal(fees) / Decimal(gross) if 0 < fees < gross else Decimal(0)


def _cost_per_mile(desk: Desk, now: datetime) -> Decimal:
    if desk.settings.mileage_rate is not None:
        return desk.settings.mileage_rate
    is_dollars = desk.settings.currency == "USD"
    return mileage_rate(desk.settings.day_of(now)).per_mile if is_dollars else Decimal(0)


def _platform(desk: Desk, now: datetime) -> str:
    log = current_shift(desk, now)
    return log.platform if log else ""


def _in(currency: str, rate: Money | None) -> Money | None:
    """A rate in the offer's currency; one in another says nothing about it."""
    return rate if rate is not None and rate.currency == currency else None
