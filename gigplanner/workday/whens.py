"""Days and times as people type them: `tomorrow`, `fri 5pm`, `24 nov`, `11-14`, `2026-11-27 17:00`.

Everything is read by the person's own clock; what comes out are wall times, naive, or dates.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from gigplanner.model.errors import BadInput
from gigplanner.model.settings import Settings
from gigplanner.model.text import quoted

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = f"(?:{'|'.join(_MONTHS)})[a-z]*\\.?"

DAY = (
    r"(?:today|tonight|tomorrow|tmrw|yesterday"
    r"|(?:next\s+)?(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}\.?\s+{_MONTH}(?:\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?)(?![\w-])"
)
CLOCK = r"(?:\d{1,2}:\d{2}\s?(?:am|pm)?|\d{1,2}\s?(?:am|pm)|noon|midnight)(?!\w)"
LOOSE_CLOCK = rf"(?:{CLOCK}|\d{{1,2}}(?![\w:.,%$€£-]))"
RANGE = (
    r"(?<![\d:.-])(?P<from>\d{1,2}(?::\d{2})?)\s?(?P<from_half>am|pm)?\s?(?:-|–|to)\s?"
    r"(?P<to>\d{1,2}(?::\d{2})?)\s?(?P<to_half>am|pm)?(?![\w:-])"
)


def read_day(text: str, today: date) -> date:
    """Return the day that `text` names, seen from `today`. Raises BadInput."""
    words = text.strip().casefold().replace(".", "").replace(",", " ")
    if words in ("today", "tonight"):
        return today
    if words in ("tomorrow", "tmrw"):
        return today + timedelta(days=1)
    if words == "yesterday":
        return today - timedelta(days=1)
    following = words.startswith("next ")
    name = words.removeprefix("next ").strip()
    if name[:3] in WEEKDAYS and name.isalpha():
        ahead = (WEEKDAYS.index(name[:3]) - today.weekday()) % 7
        if following:
            ahead += 7 if ahead == 0 or ahead <= 6 - today.weekday() else 0
        return today + timedelta(days=ahead)
    try:
        return _calendar_day(words.split(), today)
    except (ValueError, IndexError):
        raise BadInput(f"{quoted(text)} is not a day: use fri, tomorrow, 24 nov or 2026-11-24.") from None


def _calendar_day(words: list[str], today: date) -> date:
    if len(words) == 1:
        return date.fromisoformat(words[0])
    number, month = (words[0], words[1]) if words[0].isdigit() else (words[1], words[0])
    month_number = _MONTHS.index(month[:3]) + 1
    if len(words) > 2:
        return date(int(words[2]), month_number, int(number))
    found = date(today.year, month_number, int(number))
    if (today - found).days > 180:  # in December, 5 jan is the one to come
        found = found.replace(year=found.year + 1)
    return found


def read_clock(text: str, half: str | None = None) -> time:
    """Return the time of day that `text` names: `17:00`, `5pm`, `9`, `noon`. Raises BadInput."""
    words = text.strip().casefold().replace(" ", "")
    if words in ("noon", "midnight"):
        return time(12 if words == "noon" else 0)
    match = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?(am|pm)?", words, re.ASCII)
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3] or half
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
            half = None
        if not half and hour == 24 and minute == 0:
            hour = 0
        if not half and hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadInput(f"{quoted(text)} is not a time of day: use 17:00 or 5pm.")


def read_range(match: re.Match[str], day: date) -> tuple[datetime, datetime]:
    """Return the wall times of a match of RANGE on `day`; an end before the start is on the next day."""
    end = read_clock(match["to"], match["to_half"])
    half = match["from_half"]
    if not half and match["to_half"] and int(match["from"].split(":")[0]) <= 12:
        half = match["to_half"]  # 9-11pm is 9pm-11pm, 11-2pm is 11am-2pm
        if read_clock(match["from"], half) > end:
            half = "am" if half == "pm" else "pm"
    start = read_clock(match["from"], half)
    begins, ends = datetime.combine(day, start), datetime.combine(day, end)
    return begins, ends if ends > begins else ends + timedelta(days=1)


def read_instant(text: str, now: datetime, settings: Settings) -> datetime:
    """Return the UTC instant that `text` names: ISO 8601, or day and time as people type them.

    A time alone is today's, or yesterday's where today's lies more than twelve hours ahead: 23:30 typed at
    00:10. Raises BadInput.
    """
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError:
        given = None
    if given is not None:
        return given.astimezone(now.tzinfo) if given.tzinfo else settings.instant(given)
    wall_now = settings.wall(now)
    match = re.fullmatch(rf"(?P<day>{DAY})?\s*(?:at\s+)?(?P<clock>{LOOSE_CLOCK})?", text.strip(), re.I)
    if not match or not (match["day"] or match["clock"]):
        raise BadInput(f"{quoted(text)} is not a time: use 14:20, yesterday 14:20 or 2026-11-22T14:20.")
    day = read_day(match["day"], wall_now.date()) if match["day"] else wall_now.date()
    clock = read_clock(match["clock"]) if match["clock"] else time(12)
    wall = datetime.combine(day, clock)
    if not match["day"] and wall - wall_now > timedelta(hours=12):
        wall -= timedelta(days=1)
    return settings.instant(wall)
