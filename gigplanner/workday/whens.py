"""Days and times as people type them: `tomorrow`, `fri 5pm`, `24 nov`, `11-14`, `2026-11-27 17:00`.

Everything is read by the person's own clock; what comes out are wall times, naive, or dates.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from gigplanner.model.errors import BadInput
from gigplanner.model.settings import Settings
from gigplanner.model.text import quoted

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST_YEAR, LAST_YEAR = 1990, 2199
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    r"\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}\.?\s+{_MONTH}(?:,?\s+\d{{4}}(?!\d))?"
    rf"|{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}}(?!\d))?"
)
_NAMED = (
    r"today|tonight|tomorrow|tmrw|yesterday"
    r"|(?:next\s+)?(?:mon|tues?|thu(?:rs?)?|fri)(?:day)?|wednesday|saturday|sunday|next\s+(?:wed|sat|sun)"
)
_DAY_ENDS = r"(?![\w-]|:\d)"
DAY = rf"(?:{_NAMED}|wed(?:nes)?|sat(?:ur)?|sun|{_DATE}){_DAY_ENDS}"
# among a title's words, sun cream and a sat exam are no days: these short names need a time or the end behind
LONE_DAY = rf"(?<![\w-])(?:(?:{_NAMED}|{_DATE})|(?:wed|sat|sun)(?=,?\s*(?:at\b|from\b|\d|$))){_DAY_ENDS}"
CLOCK = r"(?:\d{1,2}:\d{2}\s?(?:am|pm)?|\d{1,2}\s?(?:am|pm)|noon|midnight)(?!\w)"
LOOSE_CLOCK = rf"(?:{CLOCK}|\d{{1,2}}(?![\w:.,%$€£-]))"
RANGE = (
    r"(?<![\w:.$€£#-])(?P<from>\d{1,2}(?::\d{2})?|noon|midnight)\s?(?P<from_half>am|pm)?\s?(?:-|–|to)\s?"
    r"(?P<to>\d{1,2}(?::\d{2})?|noon|midnight)\s?(?P<to_half>am|pm)?(?![\w:-])"
)


def read_day(text: str, today: date, *, past: bool = False) -> date:
    """Return the day that `text` names, seen from `today`. Raises BadInput.

    `fri` and `24 nov` mean the next such day, today included; with `past`, the last one.
    """
    words = re.sub(r"\s+", " ", text.strip().casefold().replace(".", "").replace(",", " "))
    if words in ("today", "tonight"):
        return today
    if words in ("tomorrow", "tmrw"):
        return today + timedelta(days=1)
    if words == "yesterday":
        return today - timedelta(days=1)
    following = words.startswith("next ")
    name = words.removeprefix("next ").strip()
    if name[:3] in WEEKDAYS and name.isalpha():
        weekday = WEEKDAYS.index(name[:3])
        if past and not following:
            return today - timedelta(days=(today.weekday() - weekday) % 7)
        ahead = (weekday - today.weekday()) % 7
        if following:
            ahead += 7 if ahead == 0 or ahead <= 6 - today.weekday() else 0
        return today + timedelta(days=ahead)
    try:
        day = _calendar_day(words.split(), today, past)
    except (ValueError, IndexError):
        raise BadInput(f"{quoted(text)} is not a day: use fri, tomorrow, 24 nov or 2026-11-24.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(f"{quoted(text)} is out of reach: use a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def _calendar_day(words: list[str], today: date, past: bool) -> date:
    if len(words) == 1:
        return date.fromisoformat(words[0])
    number, month = (words[0], words[1]) if words[0].isdigit() else (words[1], words[0])
    month_number = _MONTHS.index(month[:3]) + 1
    if len(words) > 2:
        return date(int(words[2]), month_number, int(number))
    found = date(today.year, month_number, int(number))
    if past and found > today:
        return found.replace(year=found.year - 1)
    if not past and (today - found).days > 180:  # in December, 5 jan is the one to come
        return found.replace(year=found.year + 1)
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
    """Return the wall times of a match of RANGE on `day`; an end before the start is on the next day.

    Where only one end says am or pm, the other is the one that makes the shorter stretch: 9-11pm is
    9pm-11pm, 11-2pm is 11am-2pm, 9am-5 is 9am-5pm. Where neither does, 11:30-2 ends at 2pm, but 22-2 at 2am.
    """
    from_half, to_half = match["from_half"], match["to_half"]
    starts = _readings(match["from"], from_half, guess=bool(to_half))
    ends = _readings(match["to"], to_half, guess=bool(from_half) or starts[0].hour <= 12)
    options = []
    for start in starts:
        for end in ends:
            begins, finishes = datetime.combine(day, start), datetime.combine(day, end)
            options.append((begins, finishes if finishes > begins else finishes + timedelta(days=1)))
    return min(options, key=lambda option: option[1] - option[0])


def _readings(text: str, half: str | None, *, guess: bool) -> list[time]:
    """The times that one end of a range may mean."""
    hour = text.split(":")[0]
    if half or not guess or not (hour.isdecimal() and 1 <= int(hour) <= 12):
        return [read_clock(text, half)]
    return [read_clock(text, "am"), read_clock(text, "pm")]


def read_instant(text: str, now: datetime, settings: Settings) -> datetime:
    """Return the UTC instant that `text` names: ISO 8601, or day and time as people type them.

    Days without a year are the last such ones: what is given afterwards has happened. A time alone is
    today's, or yesterday's where today's lies more than twelve hours ahead: 23:30 typed at 00:10. A day
    alone is its noon. Raises BadInput.
    """
    words = text.strip()
    wall_now = settings.wall(now)
    match = re.fullmatch(rf"(?P<day>{DAY})?,?\s*(?:at\s+)?(?P<clock>{LOOSE_CLOCK})?", words, re.IGNORECASE)
    if not match or not (match["day"] or match["clock"]):
        return _iso_instant(words, settings)
    day = read_day(match["day"], wall_now.date(), past=True) if match["day"] else wall_now.date()
    clock = read_clock(match["clock"]) if match["clock"] else time(12)
    wall = datetime.combine(day, clock)
    if not match["day"] and wall - wall_now > timedelta(hours=12):
        wall -= timedelta(days=1)
    return settings.instant(wall)


def _iso_instant(text: str, settings: Settings) -> datetime:
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"{quoted(text)} is not a time: use 14:20, yesterday 14:20 or 2026-11-22T14:20."
        ) from None
    if not FIRST_YEAR <= given.year <= LAST_YEAR:
        raise BadInput(f"{quoted(text)} is out of reach: use a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return given.astimezone(UTC) if given.tzinfo else settings.instant(given)
