"""What the hours of the week have paid the person, kept for exactly the files they were counted from."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import msgspec

from gigplanner.insights.rates import HourRates
from gigplanner.planbook.answers import AnswerCache
from gigplanner.workday.desk import Desk
from gigplanner.workday.program import program
from gigplanner.workday.totals import stamps_around

NAME = "rates"


def own_rates(desk: Desk, first: date, last: date, now: datetime) -> HourRates:
    """Return what each hour of the week has paid on the days `first` to `last`, as insights count it."""
    cache, key = AnswerCache(desk.book.folder), _key(desk, first, last)
    kept = cache.get(NAME, key, HourRates) if key else None
    if kept is not None:
        return kept
    from gigplanner.insights.digest_sums import hour_rates_of
    from gigplanner.workday.totals import digests_between

    digests = digests_between(desk, first, last, now)
    found = hour_rates_of(digests, desk.settings)
    if key and key == _key(desk, first, last) and not any(digest.running for digest in digests):
        cache.put(NAME, key, found)
    return found


def _key(desk: Desk, first: date, last: date) -> str:
    """Return all that shapes the rates; nothing where it is not all on disk, or readable."""
    months = (last.year - first.year) * 12 + last.month - first.month
    stamps = stamps_around(desk, first, before=1, after=months + 1)  # shifts reach over the ends of months
    if stamps is None or not program():
        return ""
    says = msgspec.json.encode([program(), stamps, first, last, desk.settings], order="deterministic")
    return hashlib.sha256(says).hexdigest()
