"""What stands in the fields of a form, from values and back. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, show_money, typed_money
from gigplanner.model.settings import Settings
from gigplanner.model.text import clean_text, quoted
from gigplanner.workday.quickparts import Line, take_minutes
from gigplanner.workday.quicktimes import LineTimes
from gigplanner.workday.whens import RANGE, read_instant, read_range

_DAYS_MORE = r"\+\s*(?P<days>\d{1,2})\s*(?:d|days?)\s*$"
LONGEST_TRAVEL = 12 * 60  # minutes


def show_instant(instant: datetime | None, settings: Settings) -> str:
    """Return an instant as a field shows it: `2026-11-27 17:00` by the person's clock."""
    return f"{settings.wall(instant):%Y-%m-%d %H:%M}" if instant else ""


def show_number(number: float | None) -> str:
    """Return a number without needless decimals."""
    return f"{number:g}" if number is not None else ""


def show_pay(money: Money | None) -> str:
    """Return an amount as it can be typed; nothing for none or zero."""
    return show_money(money) if money else ""


def read_due(text: str, now: datetime, settings: Settings) -> datetime | None:
    """Return when something is due: `fri 5pm`, `2026-11-27 17:00`; None for no text. Raises BadInput."""
    if not text:
        return None
    line = Line(f"due {text}")
    due = LineTimes(line, now, settings).due()
    return _whole(due, line, text, now, settings)


def read_not_before(text: str, now: datetime, settings: Settings) -> datetime | None:
    """Return when something may start at the earliest; None for no text. Raises BadInput."""
    if not text:
        return None
    line = Line(f"from {text}")
    start = LineTimes(line, now, settings).not_before()
    return _whole(start, line, text, now, settings)


def _whole(found: datetime | None, line: Line, text: str, now: datetime, settings: Settings) -> datetime:
    """The instant found, if all of the text went into it."""
    if found is not None and not line.title:
        return found
    try:
        return read_instant(text, now, settings)
    except BadInput:
        raise BadInput(f"{quoted(text)} is not a time: use fri 5pm, 24 nov or 2026-11-27 17:00.") from None


def read_minutes(text: str, what: str) -> float:
    """Return minutes from `12`, `12.5`, `12m` or `1h30`. Raises BadInput."""
    line = Line(text if re.search(r"[a-z]", text, re.IGNORECASE) else f"{text}m")
    minutes = take_minutes(line)
    if minutes is None or line.title:
        raise BadInput(f"{what}: {quoted(text)} is not a length of time: use 12 or 1h30.")
    return minutes


def read_count(text: str, what: str, most: int) -> int:
    """Return a whole number from 0 to `most`. Raises BadInput."""
    digits = re.fullmatch(r"[x×]?\s?(\d{1,6})\s?(?:m|min|[x×])?", text, re.IGNORECASE | re.ASCII)
    if not digits or int(digits[1]) > most:
        raise BadInput(f"{what}: {quoted(text)} is not a whole number up to {most:,}.")
    return int(digits[1])


def read_odds(text: str) -> float:
    """Return a chance from a percentage: `80`, `80 %`. Raises BadInput."""
    number = re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,3})?)\s?%?", text, re.ASCII)
    percent = float(number[1].replace(",", ".")) if number else 0.0
    if not 0 < percent <= 100:
        raise BadInput(f"{quoted(text)} is not a chance: use 1 to 100 %.")
    return percent / 100


def read_pay(text: str, settings: Settings) -> Money:
    """Return an amount of zero or more. Raises BadInput."""
    money = typed_money(text, settings.currency)
    if money.minor < 0:
        raise BadInput(f"{quoted(text)} is less than nothing: pay is zero or more.")
    return money


def read_tags(text: str) -> tuple[str, ...]:
    """Return tags from a list with commas or spaces."""
    found = (clean_text(word, 40).lstrip("#") for word in re.split(r"[,\s]+", text))
    return tuple(dict.fromkeys(word for word in found if word))


def show_range(start: datetime, end: datetime) -> str:
    """Return wall times as a range: `11:00-14:00`, `22:00-06:00`, `09:00-17:00 +2d` for an end days later."""
    days = (end.date() - start.date()).days - (1 if end.time() <= start.time() else 0)
    return f"{start:%H:%M}-{end:%H:%M}" + (f" +{days}d" if days > 0 else "")


def read_times(text: str, day: date) -> tuple[datetime, datetime]:
    """Return the wall times of a range on `day`; an end not after the start is the next day's.

    Raises BadInput.
    """
    more = re.search(_DAYS_MORE, text, re.IGNORECASE)
    bare = text[: more.start()].strip() if more else text
    match = re.fullmatch(RANGE, bare, re.IGNORECASE)
    if not match:
        raise BadInput(f"{quoted(text)} is not a stretch of time: use 11-14 or 9am-5pm.")
    start, end = read_range(match, day)
    return start, end + timedelta(days=int(more["days"]) if more else 0)
