"""How practice changes the pace: minutes per unit over time, by category, and which to train next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import hypot, sqrt

from msgspec import Struct

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_results import ResultRow
from gigplanner.insights.words import MONTHS
from gigplanner.model.money import Money
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_percent

FEW = 5  # timed results in a month: with fewer it is no point of the curve
ENOUGH = 10  # results behind what an hour of a category pays
RARE = 0.25  # of the time on tasks: a category below it has room to grow
SURE = 2.0  # standard errors
NOTABLE = 0.05  # a change of pace smaller than this is none


class MonthPace(Struct, frozen=True):
    """A month of a category: actual over stated minutes, all its timed units together."""

    month: date  # its first day
    pace: float
    results: int
    error: float = 0.0
    """The standard error of the pace, by how much the units of the month differ."""


class Learning(Struct, frozen=True, kw_only=True):
    """A category of tasks: how its pace went, and what it pays."""

    category: str
    curve: tuple[MonthPace, ...]
    """Months with enough timed results, in order."""
    minutes: float
    """Worked and timed, of results that were done."""
    results: int
    per_hour: Money | None
    """What an hour on it paid, as its results say; None with too few results."""

    @property
    def change(self) -> float | None:
        """The last month's pace against the first one's: −0.31 is 31 % faster. None with one month."""
        if len(self.curve) < 2:
            return None
        return self.curve[-1].pace / self.curve[0].pace - 1

    @property
    def sure(self) -> bool:
        """Whether the change is larger than chance explains: two standard errors."""
        if len(self.curve) < 2:
            return False
        first, last = self.curve[0], self.curve[-1]
        return abs(last.pace - first.pace) > SURE * hypot(first.error, last.error)

    @property
    def unsure(self) -> bool:
        """Whether there is a change worth telling of that chance may explain."""
        return self.change is not None and abs(self.change) >= NOTABLE and not self.sure

    @property
    def name(self) -> str:
        """The category, as it is written in a sentence."""
        return self.category or "tasks without a category"

    @property
    def sentence(self) -> str:
        """Such as `You are 31 % faster at transcription than in March 2026.`"""
        name = self.name
        if self.change is None:
            return f"Too few timed results to tell how {name} goes."
        begun = self.curve[0].month
        since = f"{MONTHS[begun.month - 1]} {begun.year}"
        if abs(self.change) < NOTABLE:
            return f"You are as fast at {name} as in {since}."
        if self.unsure:
            return f"No sure change of pace at {name} since {since}: single results differ by more."
        word = "faster" if self.change < 0 else "slower"
        return f"You are {show_percent(abs(self.change))} {word} at {name} than in {since}."


def learning_of(digests: Iterable[DayDigest], settings: Settings) -> tuple[Learning, ...]:
    """Return the learning of each category, the one with most time first.

    The pace is actual over stated minutes of timed results that were done, weighted by stated time: units of
    different length can be compared that way. A month needs `FEW` of them. Only money in the person's
    currency is counted.
    """
    sums = LearningSums()
    for digest in digests:
        sums.add(digest, settings.currency)
    return sums.learning(settings.currency)


def to_train(learnings: Iterable[Learning]) -> Learning | None:
    """Return the category worth training: the best paid an hour of those that take little of the time so far.

    None if nothing pays better than the mean of all.
    """
    known = [one for one in learnings if one.per_hour is not None and one.category]
    time = sum(one.minutes for one in known)
    if not time:
        return None
    mean = sum(one.per_hour.minor * one.minutes for one in known if one.per_hour) / time
    better = [
        one for one in known if one.per_hour and one.per_hour.minor > mean and one.minutes < RARE * time
    ]
    return max(better, key=lambda one: one.per_hour.minor if one.per_hour else 0, default=None)


class _Paces(Struct, array_like=True):
    """Stated and actual minutes of a month, and their squares."""

    actual: float = 0.0
    stated: float = 0.0
    actual_squares: float = 0.0
    products: float = 0.0
    stated_squares: float = 0.0
    results: int = 0

    def add(self, actual: float, stated: float) -> None:
        self.actual += actual
        self.stated += stated
        self.actual_squares += actual * actual
        self.products += actual * stated
        self.stated_squares += stated * stated
        self.results += 1

    @property
    def pace(self) -> float:
        return self.actual / self.stated

    @property
    def error(self) -> float:
        """The standard error of a ratio of sums: how far results lie from `pace × stated`."""
        pace, count = self.pace, self.results
        squares = self.actual_squares - 2 * pace * self.products + pace * pace * self.stated_squares
        return sqrt(max(0.0, squares) * count / (count - 1)) / self.stated if count > 1 else 0.0


class _Worked(Struct):
    """A category while its results are added up."""

    minutes: float = 0.0
    paid_minutes: float = 0.0
    results: int = 0
    paid_results: int = 0
    earned: int = 0
    months: dict[date, _Paces] = {}

    def add(self, row: ResultRow, month: date, currency: str) -> None:
        minutes = row.minutes * row.units
        self.minutes += minutes
        self.results += 1
        if row.currency in ("", currency):
            self.paid_minutes += minutes
            self.paid_results += 1
            self.earned += row.earned
        if row.stated > 0:
            paces = self.months.get(month) or self.months.setdefault(month, _Paces())
            paces.add(minutes, row.stated * row.units)

    def learning(self, category: str, currency: str) -> Learning:
        curve = [
            MonthPace(month, paces.pace, paces.results, paces.error)
            for month, paces in sorted(self.months.items())
            if paces.results >= FEW
        ]
        per_hour = Money(self.earned, currency).per_hour(round(self.paid_minutes * 60))
        return Learning(
            category=category,
            curve=tuple(curve),
            minutes=self.minutes,
            results=self.results,
            per_hour=per_hour if self.paid_results >= ENOUGH else None,
        )


class LearningSums(Struct):
    """What `learning_of` adds up, by category."""

    worked: dict[str, _Worked] = {}

    def add(self, digest: DayDigest, currency: str) -> None:
        """Count a day."""
        month = digest.day.replace(day=1) if digest.results else digest.day
        for row in digest.results:
            if row.outcome == "done" and row.minutes > 0:
                category = row.category.casefold()
                worked = self.worked.get(category) or self.worked.setdefault(category, _Worked())
                worked.add(row, month, currency)

    def learning(self, currency: str) -> tuple[Learning, ...]:
        """The learning of the days so far, the category with most time first."""
        found = [worked.learning(category, currency) for category, worked in self.worked.items()]
        return tuple(sorted(found, key=lambda one: (-one.minutes, one.category)))
