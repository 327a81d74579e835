"""One line, understood: `survey Prolific 12m $3.20 due fri 5pm`, `block DoorDash tomorrow 11-14`,
`earned $7.50 tip 2 Uber Eats`, `drove 6.2mi`, `spent $38 gas`, `set aside $50`, `paid tax $120`.

`understand` says what it made of the line, so that a face can show it while it is typed; nothing is stored.
"""

from __future__ import annotations

import difflib
import re
from datetime import datetime
from typing import cast

from msgspec import Struct

from gigplanner.model.catalogue import Catalogue
from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, show_money, typed_money
from gigplanner.model.records import (
    Block,
    BlockKind,
    Earning,
    Expense,
    MoneyStatus,
    Record,
    SetAside,
    Task,
    Trip,
)
from gigplanner.model.settings import NEEDS, Settings
from gigplanner.model.showing import show_clocks, show_day, show_number, show_percent
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import show_minutes
from gigplanner.workday.quickparts import (
    NUMBER,
    Line,
    joined_figures,
    money_pattern,
    read_miles,
    take_amount,
    take_chunk,
    take_minutes,
)
from gigplanner.workday.quicktimes import LineTimes, has_a_time, is_appointed

_STATUS = r"(?<!\S)(?P<status>expected|pending|approved|paid|rejected)\s*$"
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
_NO_LENGTH = "How long does it take? Add minutes, such as 12m; money starts with earned or spent."
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


def understand(text: str, *, now: datetime, settings: Settings, catalogue: Catalogue) -> Understood:
    """Return what `text` says. Raises BadInput with what is missing or wrong.

    The first word decides: block, shift, event, appointment → a block; earned, spent, drove, set aside,
    paid tax → the ledger.
    Without such a word a line that says from when to when is a block, and anything else a task.
    """
    line = Line(joined_figures(clean_text(text, 1000)))
    if not line.title:
        raise BadInput("Type a task, such as: survey Prolific 12m $3.20 due fri 5pm.")
    kind = _kind_of(line, settings.currency)
    reader = _Reader(line, now, settings, catalogue)
    match kind:
        case "earning":
            return reader.earning()
        case "expense":
            return reader.expense()
        case "trip":
            return reader.trip()
        case "aside" | "tax":
            return reader.set_aside(paid=kind == "tax")
        case "block":
            return reader.block()
    return reader.task()


def _kind_of(line: Line, own_currency: str) -> str:
    """What kind of record the line says; the word that only says so is taken out."""
    amount = rf"(?={money_pattern(own_currency)}|{NUMBER})"
    verbs = {
        "earning": rf"(?:earn(?:ed)?\b|(?:made|received|got(?:\s+paid)?)\s+{amount})",
        "aside": rf"(?:set|put)\s+aside\s+{amount}",
        "tax": rf"paid\s+(?:(?:the|my|in|estimated)\s+)*tax(?:es)?\s+{amount}",
        "expense": rf"(?:spen[td]\b|paid\s+{amount})",
        "trip": rf"(?:dr[oi]ve\b|(?={NUMBER}\s?(?:miles?|mi|km)\b))",
        "block": r"block\b",
        "task": r"(?:add|task)\b",
    }
    said = next((kind for kind, verb in verbs.items() if line.take(rf"^\s*{verb}")), "")
    if said:
        return said
    if line.title.split(" ")[0].casefold() in _BLOCK_WORDS and has_a_time(line):
        return "block"
    return "block" if is_appointed(line) else "task"


class _Reader:
    """Reads one line as one kind of record."""

    def __init__(self, line: Line, now: datetime, settings: Settings, catalogue: Catalogue) -> None:
        self.line, self.now, self.settings, self.catalogue = line, now, settings, catalogue
        self.times = LineTimes(line, now, settings)

    # --- the kinds -------------------------------------------------------------------------------------

    def task(self) -> Understood:
        url = self._url()
        due = self.times.due()
        not_before = self.times.not_before()
        platform = self._platform()
        needs = self._needs()
        tags = self._tags()
        chance = self._odds()
        units = self._units()
        chunk_minutes = take_chunk(self.line)
        must = self.line.take(r"(?<!\S)(?:must|!)(?!\S)") is not None
        resumable = self.line.take(r"\bresumable\b") is not None
        splittable = chunk_minutes is not None or self.line.take(r"\bsplittable\b") is not None
        pay = self._money(last=True) or Money.zero(self.settings.currency)  # a title comes first
        minutes = take_minutes(self.line)
        if minutes is None:
            raise BadInput(_NO_LENGTH if pay else "How long does it take? Add minutes, such as 12m.")
        title = self._title(platform) or platform
        if not title:
            raise BadInput("What is the task? Add a word or two.")
        if due and not_before and due <= not_before:
            raise BadInput("It is due before it may start: mend one of the two times.")
        task = Task(
            id="",
            title=title,
            pay=pay,
            minutes=minutes,
            platform=platform,
            category=self._category(title),
            units=units,
            due=due,
            not_before=not_before,
            needs=needs,
            splittable=splittable,
            min_chunk=chunk_minutes,
            resumable=resumable,
            odds=chance,
            must=must,
            tags=tags,
            url=url,
            created_at=self.now,
        )
        return Understood(task, _task_words(task, self.times))

    def block(self) -> Understood:
        url = self._url()
        place = self.line.take(r"(?<!\S)@(\S+)")
        chosen = self.line.rest.split()[0].casefold() if self.line.rest.split() else ""
        platform = self._platform(keep=True)
        start, end = self.times.start_and_end()
        if self.settings.instant(end) <= self.settings.instant(start):
            raise BadInput("That time is left out when the clocks go forward: choose another one.")
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
            url=url,
        )
        words = [kind.capitalize(), title, f"{show_day(start)} {show_clocks(start, end)}"]
        words += [f"at {block.place}"] if block.place else []
        words += [f"{show_money(expected)} expected"] if expected else []
        return Understood(block, " · ".join(words))

    def earning(self) -> Understood:
        at = self.times.at()
        tip_text, fee_text = self._named_amount("tip"), self._named_amount("fee")
        platform = self._platform()
        said = self.line.take(_STATUS)
        gross = self._stated_money("earned 7.50")
        tip = typed_money(tip_text, gross.currency) if tip_text else None
        fee = typed_money(fee_text, gross.currency) if fee_text else None
        earning = Earning(
            id="",
            at=at,
            gross=gross,
            tip=tip,
            fee=fee,
            platform=platform,
            status=self._status(said, platform),
            note=self._title(platform),
        )
        words = [f"Earned {show_money(gross)}"]
        words += [f"tip {show_money(tip)}"] if tip else []
        words += [f"fee {show_money(fee)}"] if fee else []
        words += [platform] if platform else []
        words += [earning.status] if earning.status != "paid" else []
        words += [self.times.moment(at), *([earning.note] if earning.note else [])]
        return Understood(earning, " · ".join(words))

    def expense(self) -> Understood:
        at = self.times.at()
        platform = self._platform()
        amount = self._stated_money("spent 38 gas")
        expense = Expense(id="", at=at, amount=amount, platform=platform, category=self.line.title)
        words = [f"Spent {show_money(amount)}", expense.category, platform, self.times.moment(at)]
        return Understood(expense, " · ".join(word for word in words if word))

    def set_aside(self, *, paid: bool) -> Understood:
        at = self.times.at()
        amount = self._stated_money("set aside 50")
        aside = SetAside(id="", at=at, amount=amount, paid=paid, note=self.line.title)
        done = f"Paid {show_money(amount)} of tax" if paid else f"Set {show_money(amount)} aside for tax"
        words = [done, self.times.moment(at), aside.note]
        return Understood(aside, " · ".join(word for word in words if word))

    def trip(self) -> Understood:
        at = self.times.at()
        platform = self._platform()
        miles = self.line.take(
            rf"(?<!\S)(?P<miles>{NUMBER})\s?(?:miles?|mi|(?P<km>km|kilomet(?:re|er)s?))(?!\w)"
        )
        bare = None if miles else self.line.take(rf"(?<!\S)(?P<miles>{NUMBER})(?!\S)")
        if miles:
            distance = read_miles(miles["miles"], kilometres=miles["km"] is not None)
        elif bare:
            distance = read_miles(bare["miles"])
        else:
            raise BadInput("How far? Write drove 6.2mi.")
        trip = Trip(id="", at=at, miles=distance, platform=platform, note=self.line.title)
        words = [f"Drove {show_number(distance)} mi", platform, self.times.moment(at), trip.note]
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

    def _title(self, platform: str) -> str:
        """What is left, without the `for` of `edit clips for TikTok`."""
        return (
            re.sub(r"(?:^|\s+)(?:for|on|at|from|via|with)$", "", self.line.title)
            if platform
            else self.line.title
        )

    def _url(self) -> str:
        found = self.line.take(r"(?<!\S)https?://\S+")
        return found[0] if found else ""

    def _needs(self) -> frozenset[str]:
        """What the task needs. Words that are none, `needs analysis`, stay in the title, but not a slip."""
        more = rf"\s*[,|+]\s*\w+|\s+(?:and\s+)?(?:{'|'.join(NEEDS)})\b"
        found = re.search(rf"\bneeds?\s+(\w+(?:{more})*)", self.line.rest, re.IGNORECASE)
        if not found:
            return frozenset()
        needs = re.split(r"\s*[,|+]\s*|\s+(?:and\s+)?", found[1].casefold())
        meant = [difflib.get_close_matches(need, NEEDS, n=1, cutoff=0.75) for need in needs]
        if not any(meant):
            return frozenset()
        if unknown := [need for need in needs if need not in NEEDS]:
            raise BadInput(f"{quoted(unknown[0])} is not something to have: use {', '.join(NEEDS)}.")
        self.line.take(re.escape(found[0]))
        return frozenset(needs)

    def _odds(self) -> float:
        found = self.line.take(r"(?<!\S)(\d{1,3})\s?%(?:\s*(?:odds|chance))?(?!\w)")
        if found and not 1 <= int(found[1]) <= 100:
            raise BadInput(f"{quoted(found[0])} is not a chance: use 1% to 100%.")
        return int(found[1]) / 100 if found else 1.0

    def _units(self) -> int:
        found = self.line.take(r"(?<!\S)(?:[x×]\s?(\d{1,5})|(\d{1,5})\s?(?:[x×]|\s+units?))(?!\w)")
        units = int(found[1] or found[2]) if found else 1
        if units < 1:
            raise BadInput("A task has at least one unit: write x1 or more.")
        return units

    def _tags(self) -> tuple[str, ...]:
        found: list[str] = []
        while tag := self.line.take(r"(?<!\S)#([\w-]+)"):
            found.append(tag[1])
        return tuple(found)

    def _money(self, *, last: bool = False) -> Money | None:
        found = take_amount(self.line, self.settings.currency, last=last)
        return typed_money(found, self.settings.currency) if found else None

    def _stated_money(self, example: str) -> Money:
        """An amount; a bare number will do."""
        money = self._money()
        if money is not None:
            return money
        found = self.line.take(rf"(?<!\S){NUMBER}(?!\S)")
        if not found:
            raise BadInput(f"How much? Write {example}.")
        return typed_money(found[0], self.settings.currency)

    def _named_amount(self, name: str) -> str | None:
        money = money_pattern(self.settings.currency)
        found = self.line.take(rf"\b{name}\s+(?P<amount>{money}|{NUMBER})(?!\w)")
        return found["amount"] if found else None

    def _status(self, said: re.Match[str] | None, platform: str) -> MoneyStatus:
        if said:
            return cast(MoneyStatus, said["status"].casefold())
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


def _task_words(task: Task, times: LineTimes) -> str:
    many = f" ×{task.units}" if task.units > 1 else ""
    words = [f"Task · {task.title}{many}", task.platform]
    words.append(f"{show_number(task.minutes)} min{' each' if many else ''}")
    words.append(f"{show_money(task.pay)}{' each' if many else ''}" if task.pay else "no pay")
    if task.pay and (rate := task.pay_per_hour):
        words.append(f"{show_money(rate)}/h")
    if task.due:
        words.append(f"due {times.moment(task.due)}")
    if task.not_before:
        words.append(f"from {times.moment(task.not_before)}")
    if task.needs:
        words.append(f"needs {', '.join(sorted(task.needs))}")
    if task.odds < 1:
        words.append(f"{show_percent(task.odds)} chance of pay")
    if task.splittable and task.min_chunk:
        words.append(f"in chunks of {show_minutes(task.min_chunk)}")
    flags = (("splittable", task.splittable and not task.min_chunk), ("resumable", task.resumable))
    words += [word for word, said in (*flags, ("must", task.must)) if said]
    words += [f"#{tag}" for tag in task.tags]
    return " · ".join(word for word in words if word)
