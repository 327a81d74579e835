"""The earnings of the planbook that an import is compared with: those of its sources, and those near it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from gigplanner.model.records import Earning
from gigplanner.model.times import Span
from gigplanner.workday.deposits import REACH
from gigplanner.workday.desk import Desk
from gigplanner.workday.matching import FileEarnings

_AROUND = REACH + timedelta(days=1)


def known_earnings(desk: Desk, files: Sequence[FileEarnings]) -> Iterable[Earning]:
    """Return the planbook's earnings of the files' sources, and of the months near the files' earnings."""
    entries = [entry for file in files for entry in (*file.earnings, *file.late)]
    if not entries:
        return []
    found = {
        earning.id: earning
        for earning in desk.book.every(Earning, sources={entry.source for entry in entries})
    }
    for span in _months_around({entry.at for entry in entries}):
        found |= {earning.id: earning for earning in desk.book.within(Earning, span)}
    return found.values()


def _months_around(moments: Iterable[datetime]) -> list[Span]:
    """Return the months that lie within a deposit's reach of `moments`, neighbours as one span."""
    months: set[int] = set()
    for day in {moment.astimezone(UTC).date() for moment in moments}:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        first, last = noon - _AROUND, noon + _AROUND
        months |= set(range(_number(first), _number(last) + 1))
    starts = [month for month in sorted(months) if month - 1 not in months]
    ends = [month for month in sorted(months) if month + 1 not in months]
    return [Span(_start(first), _start(last + 1)) for first, last in zip(starts, ends, strict=True)]


def _number(moment: datetime) -> int:
    return moment.year * 12 + moment.month - 1


def _start(number: int) -> datetime:
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
