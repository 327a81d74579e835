"""Time spent on learning, and what an hour of the work it was for has paid before and since."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_results import ResultRow
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.money import Money
from gigplanner.model.records import Block
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_percent

ENOUGH = 10  # timed results on either side: with fewer nothing is said about what came of it
SECOND = 10**6  # microseconds, as digests count
_LESSON = re.compile(r"[\s,:;–-]*\b(?:unit|part|lesson|chapter|week|module|day|session)?\s*#?\d+\s*$", re.I)
_WORD = re.compile(r"\w{4,}")


class Paid(Struct, frozen=True, kw_only=True):
    """What timed results of a category came to."""

    results: int
    per_hour: Money
    pace: float | None
    """Actual over stated minutes; None where no minutes were stated."""


class Training(Struct, frozen=True, kw_only=True):
    """A course, or another kind of learning, in the period."""

    name: str
    seconds: int
    days: int
    begun: date
    """Its first day of all time."""
    category: str
    """The paid work that is named in it; empty if none is."""
    before: Paid | None
    """That work before the first day; None with too few timed results."""
    since: Paid | None
    """From the first day on; None with too few timed results."""

    @property
    def sentence(self) -> str:
        """What came of it, as far as the records tell."""
        if not self.category:
            return f"{self.name}: no paid work is named like it yet."
        if self.before is None or self.since is None:
            return f"{self.name}: too few timed results of {self.category} on both sides of its first day."
        pace = ""
        if self.before.pace and self.since.pace:
            change = self.since.pace / self.before.pace - 1
            word = "longer" if change > 0 else "less"
            pace = f", with {show_percent(abs(change))} {word} time a unit" if abs(change) >= 0.05 else ""
        return (
            f"{self.name}: an hour of {self.category} paid {self.before.per_hour} before"
            f" ({self.before.results} results) and {self.since.per_hour} since ({self.since.results}){pace}."
        )


class Upskilling(Struct, frozen=True, kw_only=True):
    """All learning of a period."""

    trainings: tuple[Training, ...]
    """Most time first."""

    @property
    def seconds(self) -> int:
        """All of it together."""
        return sum(one.seconds for one in self.trainings)


def upskilling_of(
    digests: Sequence[DayDigest],
    settings: Settings,
    catalogue: Catalogue,
    *,
    since: date,
    recurring: Iterable[Block] = (),
) -> Upskilling:
    """Return the learning of the days after `since`, out of all digests up to today, in order.

    Learning is what the calendar gives to trainings (`recurring` are those that a rule puts there), and
    timed results of tasks on platforms whose kind is training, by category. Lessons of one course are one: a
    number at the end of a title is left out. A course is for a category of paid work if a word of the
    category, of four letters or more, stands in its name. Nothing here proves that one came of the other.
    """
    learnt: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    work: dict[str, list[tuple[date, ResultRow]]] = defaultdict(list)
    is_training: dict[str, bool] = {}
    for digest in digests:
        for row in digest.training:
            learnt[_course(row.title)][digest.day] += row.time
        for result in digest.results:
            if result.minutes <= 0:
                continue
            name = result.platform
            if name not in is_training:
                found = catalogue.find(name)
                is_training[name] = found is not None and found.kind == "training"
            if is_training[name]:
                time = round(result.minutes * result.units * 60 * SECOND)
                learnt[result.category or name][digest.day] += time
            elif result.outcome == "done" and result.currency in ("", settings.currency):
                work[result.category.casefold()].append((digest.day, result))
    for block in recurring:
        learnt[_course(block.title)][settings.day_of(block.start)] += block.span.seconds * SECOND
    trainings = [
        _training(name, days, work, settings.currency, since)
        for name, days in learnt.items()
        if any(day > since for day in days)
    ]
    return Upskilling(trainings=tuple(sorted(trainings, key=lambda one: (-one.seconds, one.name))))


def _training(
    name: str,
    days: dict[date, int],
    work: dict[str, list[tuple[date, ResultRow]]],
    currency: str,
    since: date,
) -> Training:
    begun = min(days)
    counted = [time for day, time in days.items() if day > since]
    category = _category_of(name, work)
    rows = work[category] if category else []
    return Training(
        name=name,
        seconds=sum(counted) // SECOND,
        days=len(counted),
        begun=begun,
        category=category,
        before=_paid((row for day, row in rows if day < begun), currency),
        since=_paid((row for day, row in rows if day >= begun), currency),
    )


def _course(title: str) -> str:
    return _LESSON.sub("", title) or title


def _category_of(name: str, categories: Iterable[str]) -> str:
    """The category whose words stand in `name`; the one with most of them if several do."""
    words = {word.rstrip("s") for word in _WORD.findall(name.casefold())}
    found = [
        (len(shared), category)
        for category in categories
        if (shared := words & {word.rstrip("s") for word in _WORD.findall(category)})
    ]
    return max(found)[1] if found else ""


def _paid(rows: Iterable[ResultRow], currency: str) -> Paid | None:
    every = list(rows)
    seconds = round(sum(row.minutes * row.units for row in every) * 60)
    per_hour = Money(sum(row.earned for row in every), currency).per_hour(seconds)
    if len(every) < ENOUGH or per_hour is None:
        return None
    stated = [row for row in every if row.stated > 0]
    minutes = sum(row.stated * row.units for row in stated)
    pace = sum(row.minutes * row.units for row in stated) / minutes if minutes else None
    return Paid(results=len(every), per_hour=per_hour, pace=pace)
