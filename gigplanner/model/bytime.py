"""Pay by time: an order, or all orders of a platform, paid by the minutes on them at an hourly rate."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from gigplanner.model.money import Money, round_half_up
from gigplanner.model.records import ShiftEvent
from gigplanner.model.shiftlog import OrderTime, ShiftLog
from gigplanner.model.times import Span, merged


class PaidByTime(Struct, frozen=True, kw_only=True):
    """What an hourly rate has come to: rate × seconds ÷ 3600, rounded once, half up."""

    event: ShiftEvent
    """The order, or what brought the platform online: it names the rate."""
    rate: Money
    seconds: int
    """On these orders, breaks left out; stacked orders of one platform count once."""
    last: Span | None
    """The latest stretch on them; None before the first."""
    is_open: bool
    """Whether it can still grow."""

    @property
    def pay(self) -> Money:
        """What it comes to."""
        return Money(round_half_up(Fraction(self.rate.minor * self.seconds, 3600)), self.rate.currency)


def paid_by_time(log: ShiftLog) -> list[PaidByTime]:
    """Return what the shift's hourly rates have come to as of the log's `now`.

    An order with a rate of its own is paid by that, and not by the platform's as well. Orders given up count
    too: the time was worked.
    """
    found = [
        _paid(log, order.accepted, [order], is_open=order.ended_by is None)
        for order in log.orders
        if order.accepted.hourly is not None
    ]
    for time in log.platforms:
        if time.opened.hourly is not None and time.opened.kind != "order":
            own = [
                order
                for order in log.orders
                if order.accepted.platform == time.opened.platform
                and order.accepted.hourly is None
                and (order.span.overlaps(time.span) or order.accepted.at in time.span)
            ]
            is_open = any(one is time.opened for one in log.standing.platforms)
            found.append(_paid(log, time.opened, own, is_open=is_open))
    return found


def _paid(log: ShiftLog, event: ShiftEvent, orders: list[OrderTime], *, is_open: bool) -> PaidByTime:
    assert event.hourly is not None  # callers ask for events that have a rate
    parts = merged([part for order in orders for part in log.during(order.span, "order")])
    seconds = sum(part.seconds for part in parts)
    return PaidByTime(
        event=event, rate=event.hourly, seconds=seconds, last=parts[-1] if parts else None, is_open=is_open
    )
