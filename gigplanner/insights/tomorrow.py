"""One thing to try tomorrow, with the figure behind it: of all that the records suggest, the most money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.heat import Heat, Window
from gigplanner.insights.overview import Insights
from gigplanner.insights.platform_rates import PlatformRate
from gigplanner.insights.recap import Recap
from gigplanner.insights.words import say_count
from gigplanner.model.money import Money
from gigplanner.model.times import show_length

WORTH_NAMING = 100  # minor units: nobody changes a day for less
ENOUGH_ONLINE = 10 * 3600  # seconds on a platform, before its pay an hour is compared
ENOUGH_FILLER = 1800  # seconds on fillers in a day, before their pay an hour says anything
PART_FILLED = Decimal(
    "0.5"
)  # of the waiting that can be filled at best with short tasks: see FACTS' ceilings


class Tip(Struct, frozen=True, kw_only=True):
    """Something to try, and what it may bring."""

    words: str
    """What to do, and why."""
    worth: Money
    """What it would have brought by the figures it names."""


def tip_for(recap: Recap, insights: Insights, awaited: Iterable[Awaited], tomorrow: date) -> Tip | None:
    """Return the one thing to try on the day `tomorrow`; None where nothing is known well enough."""
    found = [
        *_late_money(awaited, recap.currency),
        *_better_hours(insights.heat, tomorrow),
        *_better_platform(insights.platforms, recap),
        *_empty_waits(recap),
    ]
    return max(found, key=lambda tip: tip.worth.minor, default=None)


def _late_money(awaited: Iterable[Awaited], currency: str) -> Iterable[Tip]:
    """Ask for what is late or overdue: a message a platform costs nothing."""
    for one in awaited:
        if one.unsettled.currency == currency and one.unsettled.minor >= WORTH_NAMING:
            payments = say_count(one.unsettled_count, "payment")
            yield Tip(
                words=(
                    f"Ask {one.platform or 'for your money'} about {payments} of {one.unsettled}, awaited for"
                    f" more than {one.after_days} days."
                ),
                worth=one.unsettled,
            )


def _better_hours(heat: Heat, tomorrow: date) -> Iterable[Tip]:
    """Work the window of tomorrow's weekday that pays best against the mean."""
    mean = heat.mean
    for window in heat.windows:
        gain = _gain(window, mean) if mean and window.weekday == tomorrow.weekday() else None
        if gain and gain.minor >= WORTH_NAMING:
            yield Tip(
                words=(
                    f"Be online {window.words}: {window.per_hour} an hour net over"
                    f" {show_length(window.seconds)}, your mean is {mean}."
                ),
                worth=gain,
            )


def _gain(window: Window, mean: Money) -> Money:
    return (window.per_hour - mean).times(window.hours)


def _better_platform(rates: Sequence[PlatformRate], recap: Recap) -> Iterable[Tip]:
    """Be on the platform that has paid best an hour instead of one that the day was spent on."""
    known = {rate.name: rate for rate in rates if rate.per_hour and rate.seconds >= ENOUGH_ONLINE}
    best = next(iter(known.values()), None)
    for part in recap.platforms if best else ():
        worse = known.get(part.name)
        if best is None or worse is None or worse is best or not (best.per_hour and worse.per_hour):
            continue
        worth = (best.per_hour - worse.per_hour).times(Decimal(part.online_seconds) / 3600)
        if worth.minor >= WORTH_NAMING:
            yield Tip(
                words=(
                    f"Take {best.name} before {worse.name}: an hour on it has paid {best.per_hour}, one on"
                    f" {worse.name} {worse.per_hour}, and you were on that for"
                    f" {show_length(part.online_seconds)}."
                ),
                worth=worth,
            )


def _empty_waits(recap: Recap) -> Iterable[Tip]:
    """Fill waits as some were filled, as far as that is possible at all."""
    downtime = recap.downtime
    left = round((downtime.waiting_seconds - downtime.filler_seconds) * PART_FILLED)
    if downtime.filler_seconds < ENOUGH_FILLER or left <= 0:
        return
    rate = downtime.filler_money.per_hour(downtime.filler_seconds)
    if rate is None:
        return
    worth = rate.times(Decimal(left) / 3600)
    if worth.minor >= WORTH_NAMING:
        yield Tip(
            words=(
                f"Keep short tasks at hand for the waits: fillers paid {rate} an hour, and"
                f" {show_length(downtime.waiting_seconds - downtime.filler_seconds)} of waiting went empty."
            ),
            worth=worth,
        )
