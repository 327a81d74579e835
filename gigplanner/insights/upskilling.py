"""Time spent on learning, and what an hour of the work it was for has paid before and since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from typing import NamedTuple

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
    sums = UpskillingSums()
    sums.expect(recurring, settings)
    for digest in digests:
        sums.add(digest, settings.currency, catalogue)
    return sums.upskilling(settings.currency, since)


class _Work(Struct, array_like=True):
    """Timed results of a category: whole microseconds, which come to the same in any order."""

    results: int = 0
    time: int = 0
    earned: int = 0
    timed: int = 0
    """Of those whose minutes were stated."""
    stated: int = 0

    def add(self, row: ResultRow) -> None:
        """Count a result."""
        time = _time(row.minutes, row.units)
        self.results += 1
        self.time += time
        self.earned += row.earned
        if row.stated > 0:
            self.timed += time
            self.stated += _time(row.stated, row.units)

    def since(self, before: _Work) -> _Work:
        """What came after `before`, which is a part of it."""
        return _Work(
            self.results - before.results,
            self.time - before.time,
            self.earned - before.earned,
            self.timed - before.timed,
            self.stated - before.stated,
        )

    def paid(self, currency: str) -> Paid | None:
        """What it came to; None with too few results."""
        per_hour = Money(self.earned, currency).per_hour(round(self.time / SECOND))
        if self.results < ENOUGH or per_hour is None:
            return None
        pace = self.timed / self.stated if self.stated else None
        return Paid(results=self.results, per_hour=per_hour, pace=pace)


class _Lesson(NamedTuple):
    """Time of a day that a rule gives to a course, in microseconds."""

    day: date
    course: str
    time: int


class UpskillingSums(Struct):
    """What `upskilling_of` adds up, of all time."""

    learnt: dict[str, dict[date, int]] = {}
    """Microseconds of learning by course and day."""
    work: dict[str, _Work] = {}
    """By category."""
    before: dict[str, dict[str, _Work]] = {}
    """The work before the first day of each course."""
    lessons: list[_Lesson] = []
    """Those whose day has not come yet, in order."""
    is_training: dict[str, bool] = {}
    """Whether that is the kind of a platform."""

    def expect(self, recurring: Iterable[Block], settings: Settings) -> None:
        """Take note of lessons on days that are still to be added, or on none of them."""
        found = (
            _Lesson(settings.day_of(one.start), _course(one.title), one.span.seconds * SECOND)
            for one in recurring
        )
        self.lessons = sorted([*self.lessons, *found])

    def add(self, digest: DayDigest, currency: str, catalogue: Catalogue) -> None:
        """Count a day, later than those before it."""
        self._reach(digest.day)
        for training in digest.training:
            self._learn(_course(training.title), digest.day, training.time)
        results = [row for row in digest.results if row.minutes > 0]
        for row in results:
            if self._trains(row.platform, catalogue):
                self._learn(row.category or row.platform, digest.day, _time(row.minutes, row.units))
        for row in results:
            known = row.outcome == "done" and row.currency in ("", currency)
            if known and not self.is_training[row.platform]:
                category = row.category.casefold()
                (self.work.get(category) or self.work.setdefault(category, _Work())).add(row)

    def _reach(self, day: date) -> None:
        while self.lessons and self.lessons[0].day <= day:
            lesson = self.lessons.pop(0)
            self._learn(lesson.course, lesson.day, lesson.time)

    def _learn(self, course: str, day: date, time: int) -> None:
        if course not in self.learnt:
            self.before[course] = {category: copy(work) for category, work in self.work.items()}
        days = self.learnt.setdefault(course, {})
        days[day] = days.get(day, 0) + time

    def _trains(self, platform: str, catalogue: Catalogue) -> bool:
        if platform not in self.is_training:
            found = catalogue.find(platform)
            self.is_training[platform] = found is not None and found.kind == "training"
        return self.is_training[platform]

    def upskilling(self, currency: str, since: date) -> Upskilling:
        """The learning after `since`, of the days so far, which are all."""
        self._reach(date.max)
        trainings = [
            self._training(name, days, currency, since)
            for name, days in self.learnt.items()
            if any(day > since for day in days)
        ]
        return Upskilling(trainings=tuple(sorted(trainings, key=lambda one: (-one.seconds, one.name))))

    def _training(self, name: str, days: dict[date, int], currency: str, since: date) -> Training:
        counted = [time for day, time in days.items() if day > since]
        category = _category_of(name, self.work)
        work = self.work[category] if category else _Work()
        before = self.before[name].get(category, _Work()) if category else work
        return Training(
            name=name,
            seconds=sum(counted) // SECOND,
            days=len(counted),
            begun=min(days),
            category=category,
            before=before.paid(currency),
            since=work.since(before).paid(currency),
        )


def _time(minutes: float, units: int) -> int:
    return round(minutes * units * 60 * SECOND)


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
