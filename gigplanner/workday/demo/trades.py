"""What orders are like: how long one waits for them, and what those of each kind of platform take and pay."""

from __future__ import annotations

from msgspec import Struct

# waits as measured on couriers' logs: a Weibull distribution whose hazard falls, alike within one shift
WAIT_SCALE, WAIT_SHAPE = 7.6, 0.81  # minutes
# at the counter: median 2.7 minutes, a tenth above 9.2
COUNTER_MEDIAN, COUNTER_SPREAD, LONGEST_COUNTER = 2.7, 0.957, 24.0

Three = tuple[float, float, float]  # least, most, usual


class Trade(Struct, frozen=True):
    """What an order of this kind is like: minutes without the counter, dollars, miles."""

    category: str
    minutes: Three
    pay: Three
    tip: Three
    tip_odds: float
    miles: Three
    counter: bool = False


DELIVERY = Trade("delivery", (7, 26, 13), (2.5, 10.5, 4.6), (1, 9, 3), 0.8, (0.8, 6.5, 2.4), True)
SHOPPING = Trade("shopping", (28, 62, 42), (8, 19, 11), (2, 16, 7), 0.92, (1.5, 8, 3.2))
RIDES = Trade("rides", (8, 34, 14), (3.5, 18, 7), (1, 7, 3), 0.28, (1.5, 14, 4.5))
TRADES = {"Instacart": SHOPPING, "Lyft": RIDES, "Uber": RIDES}


def trade_of(platform: str) -> Trade:
    """What the orders of `platform` are like."""
    return TRADES.get(platform, DELIVERY)
