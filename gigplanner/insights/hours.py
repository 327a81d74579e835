"""The hours of the clock on the person's wall: money and time online in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from msgspec import Struct

from gigplanner.insights.takings import tally
from gigplanner.model.money import Money
from gigplanner.model.records import Earning
from gigplanner.model.settings import Settings
from gigplanner.model.times import Span


class HourBar(Struct, frozen=True, kw_only=True):
    """One hour of the wall clock. The hour that is repeated when summer time ends is one bar of two hours."""

    hour: int
    """0 to 23, by the wall clock."""
    earned: Money
    """In hand: gross and tips of what came in while the clock showed this hour."""
    pending: Money
    """Expected or pending, likewise."""
    online_seconds: int = 0
    """Waiting or on an order."""

    def __add__(self, other: HourBar) -> HourBar:
        return HourBar(
            hour=self.hour,
            earned=self.earned + other.earned,
            pending=self.pending + other.pending,
            online_seconds=self.online_seconds + other.online_seconds,
        )


class HourPiece(Struct, frozen=True):
    """A part of a span during which the wall clock shows one hour."""

    weekday: int  # of the wall clock: Monday is 0
    hour: int
    span: Span


def cut_by_hour(span: Span, settings: Settings) -> Iterator[HourPiece]:
    """Cut `span` wherever the hour on the person's wall clock changes."""
    start = span.start
    while start < span.end:
        wall = settings.wall(start)
        into_hour = timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
        end = min(span.end, start + timedelta(hours=1) - into_hour)
        yield HourPiece(wall.weekday(), wall.hour, Span(start, end))
        start = end


def hour_bars(earnings: Iterable[Earning], online: Iterable[Span], settings: Settings) -> tuple[HourBar, ...]:
    """Return 24 bars in the order of a working day: the hour in which `day_ends` falls comes first.

    The bars add up to the money of `earnings` in the person's currency and to the time of `online`.
    """
    earned_in: dict[int, list[Earning]] = defaultdict(list)
    for earning in earnings:
        earned_in[settings.wall(earning.at).hour].append(earning)
    online_in: dict[int, timedelta] = defaultdict(timedelta)
    for span in online:
        for piece in cut_by_hour(span, settings):
            online_in[piece.hour] += piece.span.end - piece.span.start
    bars = []
    for number in range(24):
        hour = (settings.day_ends.hour + number) % 24
        counted = tally(earned_in[hour], settings.currency)
        seconds = online_in[hour] // timedelta(seconds=1)
        bars.append(
            HourBar(hour=hour, earned=counted.earned, pending=counted.pending, online_seconds=seconds)
        )
    return tuple(bars)


def added_bars(days: Sequence[tuple[HourBar, ...]]) -> tuple[HourBar, ...]:
    """Add the bars of days hour by hour; `days` must not be empty."""
    first, *rest = days
    bars = list(first)
    for day in rest:
        bars = [bar + other for bar, other in zip(bars, day, strict=True)]
    return tuple(bars)
