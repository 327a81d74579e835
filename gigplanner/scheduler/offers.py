"""An order one may take or decline: what it leaves an hour, beside what the same minutes bring otherwise.

Taking it costs its miles and fees and binds the person until free again. Declining it means waiting on: the
person's own rate an hour online already counts waits and orders together, and while it waits the filler rate
comes on top for the minutes one is expected to wait. All of it is an estimate with its assumptions in words,
never an order.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, isfinite
from typing import Literal

from msgspec import Struct

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, round_half_up, show_money
from gigplanner.model.showing import show_number

FARTHEST = 3000  # miles of one order
LONGEST = 24 * 60.0  # minutes of one order


class OfferAdvice(Struct, frozen=True, kw_only=True):
    """Whether an offer is worth taking, by how much, and from which pay on it would be.

    `better_by` is what taking it brings over declining it, negative where declining is better.
    """

    kind: Literal["take", "decline"]
    net: Money  # pay less fees and the cost of the miles
    per_hour: Money  # of `net`, until free again
    otherwise: Money  # what the same minutes are worth if it is declined
    otherwise_per_hour: Money
    better_by: Money
    break_even: Money  # the least pay from which on it is worth taking
    assumptions: tuple[str, ...]

    @property
    def why(self) -> str:
        """The advice in one sentence."""
        sums = f"{show_money(self.per_hour)} an hour against {show_money(self.otherwise_per_hour)} otherwise"
        if self.kind == "take":
            return f"{sums}: worth it from {show_money(self.break_even)} on."
        return f"{sums}: {show_money(self.break_even)} would break even."


def offer(
    pay: Money,
    miles: Decimal | float,
    minutes: float,
    *,
    rate_online: Money | None = None,
    cost_per_mile: Decimal = Decimal(0),
    fees: Money | None = None,
    fee_share: Decimal = Decimal(0),
    filler_rate: Money | None = None,
    expected_wait: float = 0.0,
) -> OfferAdvice:
    """Return whether to take an offer of `pay` for `miles` and `minutes` until free again, and why.

    `cost_per_mile` is in major units of the pay's currency (0.725 of a dollar); `fees` are a fixed sum and
    `fee_share` a share of the pay, both kept by the platform. `rate_online` is what an hour online brings
    this person at this time of day, after the same costs, and None while nothing is known; `filler_rate` what
    an hour of waiting brings beside, `expected_wait` the minutes of waiting to be expected before the next
    offer. What the minutes are worth otherwise is rate_online × minutes plus filler_rate × the expected wait,
    as far as it lies within them. On a tie the offer is taken. Raises BadInput for figures no offer has and
    for money in two currencies.
    """
    currency = pay.currency
    _check(pay, miles, minutes, cost_per_mile, fee_share, expected_wait)
    for amount in (rate_online, fees, filler_rate):
        if amount is not None and amount.currency != currency:
            raise BadInput(f"The offer pays in {currency}: give fees and rates in {currency} too.")
        if amount is not None and amount.minor < 0:
            raise BadInput("Fees and rates are zero or more.")
    kept = 1 - Fraction(fee_share)
    driving = Fraction(Money.of(1, currency).minor) * Fraction(cost_per_mile) * Fraction(miles)
    costs = driving + (fees.minor if fees else 0)
    net = pay.minor * kept - costs
    hours = Fraction(minutes) / 60
    waiting = min(Fraction(minutes), Fraction(expected_wait)) / 60
    otherwise = Fraction(rate_online.minor) * hours if rate_online else Fraction(0)
    otherwise += Fraction(filler_rate.minor) * waiting if filler_rate else 0
    break_even = ceil((otherwise + costs) / kept)

    def money(minor: Fraction) -> Money:
        return Money(round_half_up(minor), currency)

    return OfferAdvice(
        kind="take" if net >= otherwise else "decline",
        net=money(net),
        per_hour=money(net / hours),
        otherwise=money(otherwise),
        otherwise_per_hour=money(otherwise / hours),
        better_by=money(net - otherwise),
        break_even=Money(break_even, currency),
        assumptions=_assumptions(
            cost_per_mile, currency, fees, fee_share, rate_online, filler_rate, float(waiting * 60)
        ),
    )


def _check(
    pay: Money,
    miles: Decimal | float,
    minutes: float,
    cost_per_mile: Decimal,
    fee_share: Decimal,
    expected_wait: float,
) -> None:
    """Raise BadInput, in words, for what no offer brings."""
    if pay.minor < 0:
        raise BadInput("An offer's pay is zero or more.")
    if not (isfinite(miles) and 0 <= miles <= FARTHEST):
        raise BadInput("An offer's miles are from 0 to 3,000.")
    if not 0 < minutes <= LONGEST:
        raise BadInput("An offer takes more than 0 minutes and at most a day.")
    if not (cost_per_mile.is_finite() and cost_per_mile >= 0):
        raise BadInput("The cost of a mile is zero or more.")
    if not (fee_share.is_finite() and 0 <= fee_share < 1):
        raise BadInput("The platform's share of the pay is from 0 to below 1.")
    if not (isfinite(expected_wait) and expected_wait >= 0):
        raise BadInput("The expected wait must be 0 minutes or more.")


def _assumptions(
    cost_per_mile: Decimal,
    currency: str,
    fees: Money | None,
    fee_share: Decimal,
    rate_online: Money | None,
    filler_rate: Money | None,
    waiting: float,
) -> tuple[str, ...]:
    """Return what the advice takes for granted, one sentence each."""
    said = ["The minutes run until you are free again, back where orders come."]
    if cost_per_mile:
        said.append(f"A mile costs {show_number(cost_per_mile.normalize())} {currency}.")
    else:
        said.append("Miles are taken to cost nothing.")
    if fees or fee_share:
        share = f"{show_number((fee_share * 100).normalize())} % of the pay" if fee_share else ""
        sums = [part for part in (share, show_money(fees) if fees else "") if part]
        said.append(f"The platform keeps {' and '.join(sums)}.")
    if rate_online is None:
        said.append("Nothing is known yet of what an hour online brings you: the time is taken as free.")
    else:
        said.append(f"Declined, the time brings your usual {show_money(rate_online)} an hour online.")
    if filler_rate and waiting:
        said.append(f"{waiting:.0f} min of it would be a wait, filled at {show_money(filler_rate)} an hour.")
    return tuple(said)
