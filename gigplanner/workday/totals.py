"""Totals over months and years: history is read month by month, when it is asked for, and kept as digests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from gigplanner.insights.digest import DIGEST_VERSION, DayDigest, digests_of
from gigplanner.insights.records import days_between
from gigplanner.model.records import Block, Earning, Expense, ShiftEvent, TaskResult, Trip
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog, read_log
from gigplanner.model.times import DAY, Span, zone_of
from gigplanner.planbook import Planbook
from gigplanner.planbook.contents import NOTHING
from gigplanner.planbook.digests import DigestCache
from gigplanner.workday.at_rest import collector_at_rest
from gigplanner.workday.desk import Desk
from gigplanner.workday.shifts import LONGEST_SHIFT, may_touch

if TYPE_CHECKING:
    from gigplanner.planbook.contents import Contents, Look

Month = tuple[int, int]  # year and number, of the person's calendar

_caches: WeakKeyDictionary[Planbook, DigestCache] = WeakKeyDictionary()
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")  # other files may lie among the months, such as copies


def digests_between(desk: Desk, first: date, last: date, now: datetime) -> list[DayDigest]:
    """Return the digests of the days `first` to `last` as of `now`, in order; of days without any, none.

    A day's digest is what `digest_of` makes of its records. It is kept with those of its month, under a key
    of all that shapes them: the contents of the month's file and of both beside it, the zone and the hour a
    day ends. As elsewhere, a shift is read from its events up to `LONGEST_SHIFT` before and after the days
    asked for, here those of a month. What a running shift shapes, or the journal alone holds, is not kept.
    What one planbook has read or counted is remembered while it is open.
    """
    cache = _caches.setdefault(desk.book, DigestCache(desk.book.folder))

    def read(look: Look) -> list[DayDigest]:
        files = set(desk.book.files())
        return [
            digest
            for month in _months(first, last)
            if files.intersection(_files_of(month))
            for digest in _digests_of(month, look, cache, desk.settings, now)
            if first <= digest.day <= last
        ]

    with collector_at_rest():
        return desk.book.look(read)


def all_digests(desk: Desk, now: datetime) -> list[DayDigest]:
    """Return the digests of all days there are, in order."""
    days = all_days(desk)
    return digests_between(desk, *days, now) if days else []


def key_before(desk: Desk, month: date) -> str:
    """Return what all digests before the first day of `month` are made from, in short.

    Nothing if not all of it is on disk yet, or readable. No file is read that is known. What a running shift
    shapes depends on the clock besides.
    """
    days = all_days(desk)
    months = list(_months(days[0], month - DAY)) if days else []

    def read(look: Look) -> str:
        held = set(desk.book.files())
        files = {name for one in months for name in _files_of(one)}
        stamps = {name: look.stamp(name) if name in held else NOTHING for name in sorted(files)}
        keys = [_key([stamps[name] for name in _files_of(one)], one, desk.settings) for one in months]
        return "" if "" in keys else hashlib.sha256("\n".join(keys).encode()).hexdigest()

    return desk.book.look(read)


def stamps_around(desk: Desk, day: date, *, before: int, after: int) -> list[str] | None:
    """Return what tells the files of so many months before, of and after `day` from any others.

    None if not all of it is on disk yet, or readable.
    """
    number = day.year * 12 + day.month - 1
    names = [_name((one // 12, one % 12 + 1)) for one in range(number - before, number + after + 1)]
    stamps = desk.book.look(lambda look: [look.stamp(name) for name in names])
    known = [stamp for stamp in stamps if stamp is not None]
    return known if len(known) == len(stamps) else None


def all_days(desk: Desk) -> tuple[date, date] | None:
    """Return the first and the last day that may hold anything; None in an empty planbook."""
    months = [name for name in desk.book.files() if _MONTH.fullmatch(name) and "0001" < name[:4] < "9999"]
    if not months:
        return None
    first, last = (date(int(name[:4]), int(name[5:]), 1) for name in (months[0], months[-1]))
    # whole months: those beside the first and the last file can hold the ends of their days and shifts
    return (first - DAY).replace(day=1), (last + 62 * DAY).replace(day=1) - DAY


def year_of(day: date) -> tuple[date, date]:
    """The first and last day of the year that holds `day`."""
    return date(day.year, 1, 1), date(day.year, 12, 31)


def _digests_of(
    month: Month, look: Look, cache: DigestCache, settings: Settings, now: datetime
) -> list[DayDigest]:
    name = _name(month)
    files = _files_of(month)
    key = _key([look.stamp(file) for file in files], month, settings)
    kept = cache.get(name, key, DayDigest) if key else None
    if kept is not None:
        return kept
    contents = [look.at(file) for file in files]
    digests = _counted(contents, _days_of(month), settings, now)
    key = _key(
        [one.stamp for one in contents], month, settings
    )  # a record that could not be read is found while counting
    if key and not any(digest.running for digest in digests):
        cache.put(name, key, digests)
    return digests


def _counted(
    contents: Sequence[Contents], days: list[date], settings: Settings, now: datetime
) -> list[DayDigest]:
    """Return the digests of `days` out of the records of their files."""
    span = Span(settings.span_of(days[0]).start, settings.span_of(days[-1]).end)
    reach = Span(span.start - LONGEST_SHIFT, span.end + LONGEST_SHIFT)
    return digests_of(
        days,
        settings,
        shifts=_shifts((event for one in contents for event in one.within(ShiftEvent, reach)), span, now),
        earnings=(earning for one in contents for earning in one.within(Earning, span)),
        expenses=(expense for one in contents for expense in one.within(Expense, span)),
        trips=(trip for one in contents for trip in one.within(Trip, span)),
        results=(result for one in contents for result in one.within(TaskResult, span)),
        blocks=(block for one in contents for block in one.within(Block, reach)),
    )


def _shifts(events: Iterable[ShiftEvent], span: Span, now: datetime) -> list[ShiftLog]:
    """Return the shifts that touch `span`, earliest first, as `workday.shifts.shifts_in` reads them.

    The events are in the order of their instants.
    """
    by_shift: dict[str, list[ShiftEvent]] = {}
    for event in events:
        by_shift.setdefault(event.shift, []).append(event)
    logs = [read_log(events, now) for events in by_shift.values() if may_touch(events, span)]
    return sorted(
        (log for log in logs if log.start < span.end and (log.end is None or log.end >= span.start)),
        key=lambda log: (log.start, log.shift),
    )


def _key(stamps: Sequence[str | None], month: Month, settings: Settings) -> str:
    """Return what shapes the digests of `month`; nothing if not all is on disk yet, or readable."""
    if None in stamps:
        return ""
    rules = _rules(month, settings.zone, settings.day_ends)
    return " ".join(map(str, (DIGEST_VERSION, settings.zone, settings.day_ends, rules, *stamps)))


@lru_cache(maxsize=1000)
def _rules(month: Month, zone: str, day_ends: time) -> str:
    """Return what tells when the days of `month` begin: a zone's rules change with the system's tables."""
    clock = zone_of(zone)
    days = groupby(_days_of(month), key=lambda day: datetime.combine(day, day_ends, clock).utcoffset())
    return ",".join(f"{next(same).day} {offset}" for offset, same in days)


def _months(first: date, last: date) -> Iterator[Month]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield number // 12, number % 12 + 1


def _files_of(month: Month) -> tuple[str, str, str]:
    """The files that can hold what happened in a month of the person's calendar, shifts over its ends too."""
    number = month[0] * 12 + month[1] - 1
    before, _, after = ((one // 12, one % 12 + 1) for one in (number - 1, number, number + 1))
    return _name(before), _name(month), _name(after)


def _name(month: Month) -> str:
    return f"{month[0]:04}-{month[1]:02}"


def _days_of(month: Month) -> list[date]:
    first = date(*month, 1)
    following = (first + 32 * DAY).replace(day=1)
    return days_between(first, following - DAY)
