"""The person's results and what became of their money, short of all else that the months hold.

A month that is over hardly ever changes: its results are kept in the cache folder for exactly the file they
are in, so that the file need not be read again, nor held in memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from gigplanner.model.records import Earning, TaskResult
from gigplanner.model.times import Span
from gigplanner.planbook import Planbook
from gigplanner.planbook.answers import AnswerCache
from gigplanner.workday.desk import Desk

if TYPE_CHECKING:
    from gigplanner.planbook.contents import Look

NAME = "results"
KEY = " ".join((*TaskResult.__struct_fields__, *Earning.__struct_fields__))  # of records that tell as much


class OwnResults(Struct, frozen=True):
    """Results, and the earnings of tasks."""

    results: list[TaskResult] = []
    earnings: list[Earning] = []

    def __add__(self, other: OwnResults) -> OwnResults:
        return OwnResults([*self.results, *other.results], [*self.earnings, *other.earnings])


class _Month(Struct, frozen=True):
    stamp: str
    found: OwnResults


class _Kept(Struct, frozen=True):
    months: dict[str, _Month] = {}


def results_within(desk: Desk, span: Span, now: datetime) -> OwnResults:
    """Return the results whose instant lies in `span`, and the earnings of tasks, of the months it touches.

    Of the months before that of `now`, only what has changed since is read.
    """
    book = desk.book
    begun = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = OwnResults()
    if span.start < begun:
        over = _of_months_over(book, list(_months(span.start, begun)))
        found = OwnResults([one for one in over.results if one.at in span], over.earnings)
    lately = Span(max(begun, span.start), max(begun, span.end))
    return found + OwnResults(book.within(TaskResult, lately), _of_tasks(book.within(Earning, lately)))


def _of_months_over(book: Planbook, months: list[Span]) -> OwnResults:
    """Return what whole months hold, kept for later where it is on disk and readable."""
    cache = AnswerCache(book.folder)
    kept = cache.get(NAME, KEY, _Kept) or _Kept()
    found: dict[str, _Month] = {}

    def read(look: Look) -> OwnResults:
        found.clear()
        all_found = OwnResults()
        for month in months:
            name = f"{month.start:%Y-%m}"
            stamp, known = look.stamp(name), kept.months.get(name)
            if known is None or known.stamp != stamp:
                contents = look.at(name)
                own = OwnResults(
                    contents.within(TaskResult, month), _of_tasks(contents.within(Earning, month))
                )
                known = _Month(contents.stamp or "", own)
            if known.stamp:
                found[name] = known
            all_found += known.found
        return all_found

    answer = book.look(read)
    if found != kept.months and any(month.found != OwnResults() for month in found.values()):
        cache.put(NAME, KEY, _Kept(found))
    return answer


def _of_tasks(earnings: list[Earning]) -> list[Earning]:
    return [earning for earning in earnings if earning.task]


def _months(start: datetime, end: datetime) -> Iterator[Span]:
    """Yield the months, by UTC, from that of `start` to before `end`, the first instant of another."""
    first = start.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    while first < end:
        following = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
        yield Span(first, following)
        first = following
