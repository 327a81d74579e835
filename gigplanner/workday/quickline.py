"""One line, understood: `survey Prolific 12m $3.20 due fri 5pm`, `block DoorDash tomorrow 11-14`,
`earned $7.50 tip 2 Uber Eats`, `drove 6.2mi`, `spent $38 gas`.

`understand` says what it made of the line, so that a face can show it while it is typed; nothing is stored.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import Decimal

from msgspec import Struct

from gigplanner.model.catalogue import Catalogue
from gigplanner.model.currencies import SYMBOL_CURRENCY
from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, parse_money, show_money
from gigplanner.model.records import Block, BlockKind, Earning, Expense, MoneyStatus, Record, Task, Trip
from gigplanner.model.settings import NEEDS, Settings
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import show_minutes
from gigplanner.workday.whens import (
    CLOCK,
    DAY,
    LOOSE_CLOCK,
    RANGE,
    WEEKDAYS,
    read_clock,
    read_day,
    read_range,
)

_SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(SYMBOL_CURRENCY, key=len, reverse=True))
_NUMBER = r"\d[\d,]*(?:[.,]\d+)?|\.\d+"
_MONEY = rf"(?:{_SYMBOL})\s?(?:{_NUMBER})|(?:{_NUMBER})\s?(?:{_SYMBOL})|(?:{_NUMBER})\s?(?:USD|EUR|GBP)\b"
_MINUTES = (
    r"(?<![\w.$€£])(?:(?P<hours>\d+(?:\.\d+)?)\s?(?:h|hrs?|hours?)\s?(?:(?P<rest>\d{1,2})\s?(?:m|min)?)?"
    r"|(?P<minutes>\d+(?:\.\d+)?)\s?(?:m|mins?|minutes?)|(?P<seconds>\d+)\s?(?:s|secs?))(?!\w)"
)
_WHEN = (
    rf"(?:(?P<day>{DAY})(?:\s+(?:at\s+)?(?P<clock>{LOOSE_CLOCK}))?"
    rf"|(?P<only>{LOOSE_CLOCK})(?:\s+(?P<day2>{DAY}))?)"
)
_AT = rf"(?<!\S)(?:(?P<day>{DAY})(?:\s+(?:at\s+)?(?P<clock>{CLOCK}))?|at\s+(?P<at>{LOOSE_CLOCK}))"
_CATEGORIES = {
    "survey": "survey",
    "study": "survey",
    "transcription": "transcription",
    "transcribe": "transcription",
    "tagging": "image tagging",
    "tag": "image tagging",
    "data entry": "data entry",
    "receipts": "data entry",
    "training": "training",
    "course": "training",
    "post": "social media",
    "caption": "social media",
}
_SHIFT_KINDS = frozenset({"rides", "delivery", "shopping"})
_BLOCK_WORDS: dict[str, BlockKind] = {
    "shift": "shift",
    "event": "event",
    "appointment": "appointment",
    "training": "training",
    "break": "break",
    "personal": "personal",
}


class Understood(Struct, frozen=True):
    """What a line says: the record it would make (its id is empty), and the same in words."""

    record: Record
    words: str


class _Line:
    """A line from which understood parts are taken; what is left in the end is the title."""

    def __init__(self, text: str) -> None:
        self.rest = f" {text} "

    def take(self, pattern: str) -> re.Match[str] | None:
        match = re.search(pattern, self.rest, re.IGNORECASE)
        if match:
            self.rest = f"{self.rest[: match.start()]} {self.rest[match.end() :]}"
        return match

    @property
    def title(self) -> str:
        return clean_text(re.sub(r"\s+", " ", self.rest).strip(" ,;·-"))


def understand(text: str, *, now: datetime, settings: Settings, catalogue: Catalogue) -> Understood:
    """Return what `text` says. Raises BadInput with what is missing or wrong.

    The first word decides: block, shift, event, appointment → a block; earned, spent, drove → the ledger;
    anything else is a task.
    """
    line = _Line(clean_text(text, 1000))
    first = line.title.split(" ")[0].casefold() if line.title else ""
    if not first:
        raise BadInput("Type a task, such as: survey Prolific 12m $3.20 due fri 5pm.")
    reader = _Reader(line, now, settings, catalogue)
    if first in ("earned", "earn", "spent", "spend", "drove", "drive", "block", "add", "task"):
        line.take(rf"^\s*{first}\b")
    if first in ("earned", "earn"):
        return reader.earning()
    if first in ("spent", "spend"):
        return reader.expense()
    if first in ("drove", "drive"):
        return reader.trip()
    if first == "block" or (first in _BLOCK_WORDS and re.search(RANGE, line.rest)):
        return reader.block()
    return reader.task()


class _Reader:
    """Reads one line as one kind of record."""

    def __init__(self, line: _Line, now: datetime, settings: Settings, catalogue: Catalogue) -> None:
        self.line, self.now, self.settings, self.catalogue = line, now, settings, catalogue
        self.wall_now = settings.wall(now)

    # --- the kinds -------------------------------------------------------------------------------------

    def task(self) -> Understood:
        due = self._when(r"(?:due|by|until)", end_of_day=True)
        not_before = self._when(r"(?:from|after|not before)", end_of_day=False)
        platform = self._platform()
        needs = self._needs()
        tags = self._tags()
        odds = self.line.take(r"(?<!\S)(\d{1,3})\s?%(?:\s*(?:odds|chance))?")
        units = self.line.take(r"(?<!\S)(?:[x×]\s?(\d{1,5})|(\d{1,5})\s?[x×])(?!\w)")
        chunk = self.line.take(rf"\b(?:in\s+)?chunks?(?:\s+of)?\s+(?P<chunk>{_MINUTES})")
        chunk_minutes = _minutes(chunk) if chunk else None
        must = self.line.take(r"(?<!\S)(?:must|!)(?!\S)") is not None
        resumable = self.line.take(r"\bresumable\b") is not None
        pay = self._money() or Money.zero(self.settings.currency)
        minutes = self._minutes()
        if minutes is None:
            raise BadInput("How long does it take? Add minutes, such as 12m.")
        title = self.line.title or platform
        if not title:
            raise BadInput("What is the task? Add a word or two.")
        chance = int(odds[1]) / 100 if odds else 1.0
        if not 0 < chance <= 1:
            raise BadInput(f"{quoted(odds[0] if odds else '')} is not a chance: use 1% to 100%.")
        count = int(units[1] or units[2]) if units else 1
        if count < 1:
            raise BadInput("A task has at least one unit: write x1 or more.")
        if due and not_before and due <= not_before:
            raise BadInput("It is due before it may start: mend one of the two times.")
        task = Task(
            id="",
            title=title,
            pay=pay,
            minutes=minutes,
            platform=platform,
            category=self._category(title),
            units=count,
            due=due,
            not_before=not_before,
            needs=needs,
            splittable=chunk is not None,
            min_chunk=chunk_minutes,
            resumable=resumable,
            odds=chance,
            must=must,
            tags=tags,
            created_at=self.now,
        )
        return Understood(task, self._task_words(task))

    def block(self) -> Understood:
        place = self.line.take(r"(?<!\S)@(\S+)")
        chosen = self.line.rest.split()[0].casefold() if self.line.rest.split() else ""
        platform = self._platform(keep=True)
        day = self.line.take(rf"\b{DAY}")
        today = self.wall_now.date()
        on = read_day(day[0], today) if day else today
        span = self.line.take(RANGE)
        if span:
            start, end = read_range(span, on)
        else:
            clock = self.line.take(rf"(?:\bat\s+(?P<at>{LOOSE_CLOCK})|(?<!\S)(?P<clock>{CLOCK}))")
            minutes = self._minutes()
            if not clock or minutes is None:
                raise BadInput("When is it? Add a time, such as tomorrow 11-14.")
            start = datetime.combine(on, read_clock(clock["at"] or clock["clock"]))
            end = start + timedelta(minutes=minutes)
        if not day and end <= self.wall_now:
            start, end = start + timedelta(days=1), end + timedelta(days=1)
        expected = self._money()
        kind = self._block_kind(chosen, platform)
        title = self.line.title or platform or kind.capitalize()
        block = Block(
            id="",
            title=title,
            start=self.settings.instant(start),
            end=self.settings.instant(end),
            zone=self.settings.zone,
            kind=kind,
            platform=platform,
            place=self.settings.place_named(place[1]) if place else ("car" if kind == "shift" else ""),
            expected=expected,
        )
        words = [kind.capitalize(), title, f"{_day(start)} {start:%H:%M}–{end:%H:%M}"]
        words += [f"at {block.place}"] if block.place else []
        words += [f"{show_money(expected)} expected"] if expected else []
        return Understood(block, " · ".join(words))

    def earning(self) -> Understood:
        at = self._at()
        tip = self._named_money("tip")
        fee = self._named_money("fee")
        platform = self._platform()
        gross = self._money() or self._bare_money("earned 7.50")
        earning = Earning(
            id="",
            at=at,
            gross=gross,
            tip=tip,
            fee=fee,
            platform=platform,
            status=self._first_status(platform),
            note=self.line.title,
        )
        words = [f"Earned {show_money(gross)}"]
        words += [f"tip {show_money(tip)}"] if tip else []
        words += [f"fee {show_money(fee)}"] if fee else []
        words += [platform] if platform else []
        words += [earning.status] if earning.status != "paid" else []
        words += [self._moment(at), *([earning.note] if earning.note else [])]
        return Understood(earning, " · ".join(words))

    def expense(self) -> Understood:
        at = self._at()
        platform = self._platform()
        amount = self._money() or self._bare_money("spent 38 gas")
        expense = Expense(id="", at=at, amount=amount, platform=platform, category=self.line.title)
        words = [f"Spent {show_money(amount)}", expense.category, platform, self._moment(at)]
        return Understood(expense, " · ".join(word for word in words if word))

    def trip(self) -> Understood:
        at = self._at()
        platform = self._platform()
        miles = self.line.take(rf"(?<!\S)(?P<miles>{_NUMBER})\s?(?P<unit>mi|miles?|km)?(?!\w)")
        if not miles:
            raise BadInput("How far? Write drove 6.2mi.")
        distance = read_miles(miles["miles"], kilometres=(miles["unit"] or "").casefold() == "km")
        trip = Trip(id="", at=at, miles=distance, platform=platform, note=self.line.title)
        words = [f"Drove {distance} mi", platform, self._moment(at), trip.note]
        return Understood(trip, " · ".join(word for word in words if word))

    # --- the parts -------------------------------------------------------------------------------------

    def _platform(self, *, keep: bool = False) -> str:
        for name in self.catalogue.names():
            pattern = rf"(?<![\w@#]){re.escape(name)}(?!\w)"
            if re.search(pattern, self.line.rest, re.IGNORECASE):
                if not keep:
                    self.line.take(pattern)
                return self.catalogue.canonical(name)
        return ""

    def _needs(self) -> frozenset[str]:
        found = self.line.take(r"\bneeds?\s+((?:\w+)(?:\s*[,|+]\s*\w+)*)")
        if not found:
            return frozenset()
        needs = frozenset(re.split(r"\s*[,|+]\s*", found[1].casefold()))
        if unknown := sorted(needs - set(NEEDS)):
            raise BadInput(f"{quoted(unknown[0])} is not something to have: use {', '.join(NEEDS)}.")
        return needs

    def _tags(self) -> tuple[str, ...]:
        found: list[str] = []
        while tag := self.line.take(r"(?<!\S)#([\w-]+)"):
            found.append(tag[1])
        return tuple(found)

    def _money(self) -> Money | None:
        found = self.line.take(rf"(?<![\w.])(?:{_MONEY})")
        return parse_money(found[0], self.settings.currency) if found else None

    def _bare_money(self, example: str) -> Money:
        found = self.line.take(rf"(?<!\S)(?:{_NUMBER})(?!\S)")
        if not found:
            raise BadInput(f"How much? Write {example}.")
        return parse_money(found[0], self.settings.currency)

    def _named_money(self, name: str) -> Money | None:
        found = self.line.take(rf"\b{name}\s+(?P<amount>{_MONEY}|{_NUMBER})(?!\w)")
        return parse_money(found["amount"], self.settings.currency) if found else None

    def _minutes(self) -> float | None:
        found = self.line.take(_MINUTES)
        if not found:
            return None
        minutes = _minutes(found)
        if not 0 < minutes <= 24 * 60:
            raise BadInput(f"{quoted(found[0])} is not a length of time for one piece of work.")
        return minutes

    def _when(self, word: str, *, end_of_day: bool) -> datetime | None:
        found = self.line.take(rf"(?<!\S){word}\s+{_WHEN}")
        if not found:
            return None
        today = self.wall_now.date()
        day_words, clock_words = found["day"] or found["day2"], found["clock"] or found["only"]
        day = read_day(day_words, today) if day_words else today
        clock = read_clock(clock_words) if clock_words else (time(23, 59) if end_of_day else time(0))
        wall = datetime.combine(day, clock)
        if end_of_day and wall <= self.wall_now:
            if not day_words:
                wall += timedelta(days=1)
            elif day == today and day_words[:3].casefold() in WEEKDAYS:
                wall += timedelta(days=7)
        return self.settings.instant(wall)

    def _at(self) -> datetime:
        found = self.line.take(_AT)
        if not found:
            return self.now
        today = self.wall_now.date()
        clock = found["clock"] or found["at"]
        day = read_day(found["day"], today) if found["day"] else today
        if not clock and day == today:
            return self.now
        wall = datetime.combine(day, read_clock(clock) if clock else time(12))
        if not found["day"] and wall > self.wall_now:
            wall -= timedelta(days=1)
        return self.settings.instant(wall)

    def _first_status(self, platform: str) -> MoneyStatus:
        known = self.catalogue.find(platform)
        return known.first_status if known else "paid"

    def _category(self, title: str) -> str:
        words = title.casefold()
        return next((kind for word, kind in _CATEGORIES.items() if re.search(rf"\b{word}s?\b", words)), "")

    def _block_kind(self, word: str, platform: str) -> BlockKind:
        if word in _BLOCK_WORDS:
            self.line.take(rf"(?<!\S){word}\b") if platform or len(self.line.title.split()) > 1 else None
            return _BLOCK_WORDS[word]
        known = self.catalogue.find(platform)
        return "shift" if known and known.kind in _SHIFT_KINDS else "event"

    # --- the words -------------------------------------------------------------------------------------

    def _task_words(self, task: Task) -> str:
        many = f" ×{task.units}" if task.units > 1 else ""
        words = [f"Task · {task.title}{many}", task.platform]
        words.append(f"{task.minutes:g} min{' each' if many else ''}")
        words.append(f"{show_money(task.pay)}{' each' if many else ''}" if task.pay else "no pay")
        if task.pay and (rate := task.pay_per_hour):
            words.append(f"{show_money(rate)}/h")
        if task.due:
            words.append(f"due {self._moment(task.due)}")
        if task.not_before:
            words.append(f"from {self._moment(task.not_before)}")
        if task.needs:
            words.append(f"needs {', '.join(sorted(task.needs))}")
        if task.odds < 1:
            words.append(f"{task.odds:.0%} chance of pay")
        if task.splittable and task.min_chunk:
            words.append(f"in chunks of {show_minutes(task.min_chunk)}")
        words += [word for word, said in (("resumable", task.resumable), ("must", task.must)) if said]
        words += [f"#{tag}" for tag in task.tags]
        return " · ".join(word for word in words if word)

    def _moment(self, instant: datetime) -> str:
        wall = self.settings.wall(instant)
        if instant == self.now:
            return "now"
        return f"{wall:%H:%M}" if wall.date() == self.wall_now.date() else f"{_day(wall)} {wall:%H:%M}"


def read_miles(text: str, *, kilometres: bool = False) -> Decimal:
    """Return a distance in miles to the tenth at least, from a number a person wrote. Raises BadInput."""
    number = Decimal(text.replace(",", "." if re.fullmatch(r"\d+,\d{1,2}", text) else ""))
    miles = (number / Decimal("1.609344")).quantize(Decimal("0.1")) if kilometres else number
    if not 0 < miles <= 3000:
        raise BadInput(f"{quoted(text)} is not a distance driven in a day.")
    return miles


def _minutes(match: re.Match[str]) -> float:
    if match["hours"]:
        return float(match["hours"]) * 60 + float(match["rest"] or 0)
    return float(match["minutes"]) if match["minutes"] else int(match["seconds"]) / 60


def _day(wall: datetime) -> str:
    return f"{wall:%a} {wall.day} {wall:%b}"
