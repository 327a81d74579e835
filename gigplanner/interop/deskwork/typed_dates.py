"""Dates as a person types them into a task list: `15 Mar`, `March 15, 2027 at 5pm`, `2026-10-06 15:30`.

Only what names a day by itself is understood. `tomorrow` depends on when it was typed, which no file tells,
and `every 3 days` names no day at all: the caller keeps such words as they are.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

from gigplanner.interop import moments
from gigplanner.interop.moments import due_at
from gigplanner.model import BadInput

_ISO = re.compile(
    r"\d{4}-\d\d-\d\d(?P<clock>[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?P<offset>Z|[+-]\d\d:?\d\d)?)?"
)
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_REST = r"(?:,?\s+(?P<year>\d{4}))?(?:,?\s+(?:at\s+|@\s*)?(?P<clock>\d{1,2}(?::\d\d)?\s?(?:[ap]m)?))?"
_NAMED = (
    re.compile(rf"(?:on\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}{_REST}", re.ASCII | re.IGNORECASE),
    re.compile(rf"(?:on\s+)?{_MONTH}\s+{_DAY}{_REST}", re.ASCII | re.IGNORECASE),
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def typed_deadline(text: str, language: str, zone: str, today: date) -> datetime | None:
    """Return until when something is due that a person dated so; None for what names no day by itself.

    English words, and ISO dates in any language. A year left out is that of `today`; a day without a time of
    day lasts until its last minute in `zone`.
    """
    words = " ".join(text.split())
    try:
        iso = _ISO.fullmatch(words)
        if iso:
            if iso["offset"]:
                return moments.iso_utc(words).astimezone(UTC)
            return due_at(moments.iso_wall(words), has_clock=bool(iso["clock"]), zone=zone)
        if language.strip().casefold()[:2] not in ("", "en"):
            return None
        match = next((found for pattern in _NAMED if (found := pattern.fullmatch(words))), None)
        if match is None:
            return None
        day = date(
            int(match["year"] or today.year), _MONTHS.index(match["month"].casefold()) + 1, int(match["day"])
        )
        if not moments.FIRST_YEAR <= day.year <= moments.LAST_YEAR:
            return None
        clock = _clock(match["clock"]) if match["clock"] else None
        return due_at(datetime.combine(day, clock or time()), has_clock=clock is not None, zone=zone)
    except (BadInput, ValueError):
        return None  # the 31st of February is kept as the words that it is


def _clock(text: str) -> time:
    """Return the time of `17:00`, `5:30 pm` or `5pm`; BadInput for a bare number."""
    return moments.clock_time(re.sub(r"^(\d{1,2})\s?(?=[ap])", r"\1:00 ", text.casefold()))
