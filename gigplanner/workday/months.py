"""The months of the planbook that lie near some moments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from gigplanner.model.times import Span


def months_around(moments: Iterable[datetime], reach: timedelta) -> list[Span]:
    """Return the months that lie within `reach` of the days of `moments`, neighbours as one span."""
    months: set[int] = set()
    for day in {moment.astimezone(UTC).date() for moment in moments}:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        first, last = noon - reach, noon + reach
        months |= set(range(_number(first), _number(last) + 1))
    starts = [month for month in sorted(months) if month - 1 not in months]
    ends = [month for month in sorted(months) if month + 1 not in months]
    return [Span(_start(first), _start(last + 1)) for first, last in zip(starts, ends, strict=True)]


def _number(moment: datetime) -> int:
    return moment.year * 12 + moment.month - 1


def _start(number: int) -> datetime:
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
