"""Insights into all records there are: read as digests, so that ten years cost what their sums cost."""

from __future__ import annotations

from datetime import date, datetime
from weakref import WeakKeyDictionary

from msgspec import Struct

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.overview import Insights, Period, insights_of
from gigplanner.model.settings import Settings
from gigplanner.planbook import Planbook
from gigplanner.workday.desk import Desk
from gigplanner.workday.totals import all_digests


class _Read(Struct):
    """What was read from a planbook in a certain state, on a certain day, by certain preferences."""

    state: tuple[int, frozenset[str], date, Settings]
    digests: list[DayDigest]
    found: dict[Period, Insights]


_read: WeakKeyDictionary[Planbook, _Read] = WeakKeyDictionary()


def insights(desk: Desk, now: datetime, *, period: Period = "year") -> Insights:
    """Return the insights of a period as of `now`, worked out anew after the planbook or the day changed.

    A running shift counts as it stood then.
    """
    today = desk.settings.day_of(now)
    known = _read.get(desk.book)
    if known is None or known.state != (desk.book.seq, desk.book.damaged, today, desk.settings):
        digests = all_digests(desk, now)
        state = (
            desk.book.seq,
            desk.book.damaged,
            today,
            desk.settings,
        )  # damage may have come to light in reading
        known = _read[desk.book] = _Read(state, digests, {})
    if period not in known.found:
        known.found[period] = insights_of(known.digests, desk.settings, today, desk.catalogue, period=period)
    return known.found[period]
