"""What stands in the cells of tables that people and small programs wrote: days, clocks, lengths, states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from gigplanner.interop import moments
from gigplanner.interop.amounts import read_number
from gigplanner.interop.mapping.rules import Said
from gigplanner.model import BadInput
from gigplanner.model.text import quoted

_MONTH = r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{{0,6}}\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_DAY = (
    r"(?P<year_first>\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
    r"|(?P<slashed>\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))"
    rf"|{_WEEKDAY}{_MONTH.format('month')}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"|{_WEEKDAY}(?P<day_before>\d{{1,2}})[\s.\-]{{1,2}}{_MONTH.format('month_behind')}[\s,\-]{{1,2}}"
    r"(?P<year_behind>\d{4})"
    r"|(?P<compact>(?:19|20)\d{6})"
)
_CLOCK = (
    r"(?P<clock>\d{1,2}(?::\d\d){1,2}(?:\.\d{1,9})?\s?(?:[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?)"
    r"(?:\s?(?:uhr|h))?"
)
_WHEN = re.compile(
    rf"(?:{_DAY})(?:(?:T|,?\s+(?:at\s+|um\s+|à\s+)?){_CLOCK}(?:[.,]\d{{1,9}})?)?", re.ASCII | re.IGNORECASE
)
_CLOCK_ALONE = re.compile(_CLOCK, re.ASCII | re.IGNORECASE)
_STATED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*\s?(?:Z|UTC|[+-]\d\d:?\d\d)(?: UTC)?", re.ASCII)
_UNIX = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2}\s+\d{1,2} \d\d:\d\d:\d\d [A-Z]{3,4} \d{4}", re.ASCII)
_HOUR_ALONE = re.compile(r"(\d{1,2})\s?(?=[ap]\.?m)", re.ASCII | re.IGNORECASE)
_ALIKE = re.compile(r"0?(\d{1,2})[-/.]0?\1[-/.]\d", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK_LENGTH = re.compile(r"(?P<first>\d{1,4}):(?P<second>[0-5]\d)(?::(?P<third>[0-5]\d))?", re.ASCII)
_WORDED_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,4}(?:[.,]\d{1,4})?)\s?(?:hours?|hrs?|std|h)\b\.?)?[\s,]*"
    r"(?:(?P<minutes>\d{1,5}(?:[.,]\d{1,4})?)\s?(?:minutes?|mins?|min|m)\b\.?)?[\s,]*"
    r"(?:(?P<seconds>\d{1,6}(?:[.,]\d{1,4})?)\s?(?:seconds?|secs?|sec|s)\b\.?)?",
    re.ASCII | re.IGNORECASE,
)
_TOTALS = re.compile(r"\s*(?:grand |sub)?(?:totals?|sum|summe|gesamt|balance|saldo|average)\b", re.IGNORECASE)
_LONGEST_TIME = 80  # characters
_LONGEST = 366 * 24 * 3600  # seconds
_WORD = re.compile(r"[^\W_]+")
# as platforms and people say what became of a job
_SAID: dict[Said, str] = {
    "paid": "paid|completed|complete|done|delivered|finished|success|successful|succeeded|settled|cleared|"
    "booked|posted|satisfied paid|paid out|bezahlt|gebucht|payé|pagado|closed|processed",
    "approved": "approved|accepted|confirmed|satisfied|ok|genehmigt|approuvé|aprobado",
    "pending": "pending|processing|in review|under review|awaiting review|awaiting approval|submitted|"
    "pending employer review|pending review|open|unpaid|revise|on hold|ausstehend|offen|en attente|pendiente",
    "expected": "expected|scheduled|planned|upcoming|active|in progress|assigned",
    "rejected": "rejected|not satisfied|declined|failed|denied|not approved|abgelehnt|refusé|rechazado",
    "leave out": "cancelled|canceled|returned|expired|timed out|skipped|void|voided|screened out|abandoned|"
    "storniert|annulé|cancelado",
}  # fmt: skip
_STATES: dict[str, Said] = {word: said for said, words in _SAID.items() for word in words.split("|")}


class When(Struct, frozen=True):
    """What a cell says of a time: an instant if it names its zone, else a day, a clock's hands, or both."""

    day: date | None = None
    clock: time | None = None
    instant: datetime | None = None


def read_when(text: str, day_first: bool | None = None) -> When:
    """Read `12/2/2017`, `12:35AM`, `2026-03-01T10:00Z`, `Sat, Nov 21, 2026 at 5 pm`, `21.11.2026 17:05`.

    `day_first`: how dates such as 3/4/2026 are meant; None if nobody said. Raises BadInput for what is no
    time and for a date that can be read both ways.
    """
    if len(text) > _LONGEST_TIME:
        raise BadInput(f"{quoted(text)} is not a date or time: write it like 2026-12-31 17:30.")
    return _read_when(text, day_first)


@lru_cache(maxsize=4096)
def _read_when(text: str, day_first: bool | None) -> When:
    bare = " ".join(text.split())
    if _STATED.fullmatch(bare):
        return When(instant=moments.iso_utc(bare))
    if _UNIX.fullmatch(bare):
        return When(instant=moments.unix_instant(bare))
    if alone := _CLOCK_ALONE.fullmatch(bare):
        return When(clock=_clock(alone["clock"]))
    match = _WHEN.fullmatch(bare)
    if match is None:
        raise BadInput(f"{quoted(text)} is not a date or time: write it like 2026-12-31 17:30.")
    return When(day=_day(match, day_first), clock=_clock(match["clock"]) if match["clock"] else None)


def needs_order(text: str) -> bool:
    """Whether a date can be read day first or month first: all its parts are months, and they differ."""
    match = _WHEN.fullmatch(" ".join(text.split()))
    if match is None or not match["slashed"] or "." in match["slashed"] or _ALIKE.match(match["slashed"]):
        return False
    first, second, _ = re.split(r"[-/]", match["slashed"])
    return int(first) <= 12 and int(second) <= 12


def _day(match: re.Match[str], day_first: bool | None) -> date:
    if match["year_first"]:
        year, month, day = re.split(r"[-/.]", match["year_first"])
        return moments.slashed_date(f"{day}/{month}/{year}", day_first=True)
    if match["compact"]:
        return moments.compact_date(match["compact"])
    if slashed := match["slashed"]:
        if day_first is None and needs_order(slashed):
            raise BadInput(f"{quoted(slashed)} can be read day first or month first: say which.")
        first = int(re.split(r"[-/.]", slashed)[0])
        is_day = first > 12 or "." in slashed if day_first is None else day_first
        return moments.slashed_date(slashed, day_first=is_day)
    month = match["month"] or match["month_behind"]
    number = _MONTHS.index(month.casefold()) + 1
    day = match["day"] or match["day_before"]
    return moments.slashed_date(f"{day}/{number}/{match['year'] or match['year_behind']}", day_first=True)


def _clock(text: str) -> time:
    whole = text if ":" in text else _HOUR_ALONE.sub(r"\1:00 ", text)
    return moments.clock_time(whole)


def read_seconds(text: str, unit: int, *, decimal_comma: bool = False) -> Decimal | None:
    """Read a length of time in seconds: `35 min`, `1h 20m`, `0:35:10`, `2.5`; None for an empty cell.

    A bare number counts `unit` seconds each. Of `16:55` the first part is hours if the column's unit is, else
    minutes. Raises BadInput for what is no length, and for more than a year.
    """
    bare = text.strip()
    if clock := _CLOCK_LENGTH.fullmatch(bare):
        first, second, third = int(clock["first"]), int(clock["second"]), clock["third"]
        is_hours = third is not None or unit == 3600
        found = Decimal(first * 3600 + second * 60 + int(third or 0) if is_hours else first * 60 + second)
    elif (words := _WORDED_LENGTH.fullmatch(bare)) and any(words.groups()):
        parts = ((words["hours"], 3600), (words["minutes"], 60), (words["seconds"], 1))
        found = sum((_decimal(part) * each for part, each in parts if part), Decimal(0))
    else:
        number = read_number(bare, decimal_comma=decimal_comma)
        if number is None:
            return None
        found = number * unit
    if not 0 <= found <= _LONGEST:
        raise BadInput(f"{quoted(text)} is not a length of time.")
    return found


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def sums_up(values: Iterable[str]) -> bool:
    """Whether a row of cells is a line of totals: the first that is not blank says so."""
    return bool(_TOTALS.match(next((value for value in values if value.strip()), "")))


def state_word(text: str) -> str:
    """Return what a cell says of a state, as mappings know it: `Satisfied & paid` is `satisfied paid`."""
    return " ".join(_WORD.findall(text.casefold()))


def known_state(text: str) -> Said | None:
    """Return the state that a cell names in words that many use; None if it names none of them."""
    return _STATES.get(state_word(text))
