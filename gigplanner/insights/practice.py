"""How practice changes the pace: minutes per unit over time, by category, and which to train next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_results import ResultRow
from gigplanner.insights.words import MONTHS
from gigplanner.model.money import Money
from gigplanner.model.settings import Settings

FEW = 5  # timed results in a month: with fewer it is no point of the curve
ENOUGH = 10  # results behind what an hour of a category pays
RARE = 0.25  # of the time on tasks: a category below it has room to grow
NOTABLE = 0.05  # a change of pace smaller than this is none


class MonthPace(Struct, frozen=True):
    """A month of a category: actual over stated minutes, all its timed units together."""

    month: date  # its first day
    pace: float
    results: int


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
    def sentence(self) -> str:
        """Such as `You are 31 % faster at transcription than in March 2026.`"""
        name = self.category or "tasks without a category"
        if self.change is None:
            return f"Too few timed results to tell how {name} goes."
        begun = self.curve[0].month
        since = f"{MONTHS[begun.month - 1]} {begun.year}"
        if abs(self.change) < NOTABLE:
            return f"You are as fast at {name} as in {since}."
        word = "faster" if self.change < 0 else "slower"
        return f"You are {abs(self.change):.0%} {word} at {name} than in {since}.".replace("%", " %")


def learning_of(digests: Iterable[DayDigest], settings: Settings) -> tuple[Learning, ...]:
    """Return the learning of each category, the one with most time first.

    The pace is actual over stated minutes of timed results that were done, weighted by stated time: units of
    different length can be compared that way. A month needs `FEW` of them. Only money in the person's
    currency is counted.
    """
    months: dict[str, dict[date, list[ResultRow]]] = defaultdict(lambda: defaultdict(list))
    for digest in digests:
        for row in digest.results:
            if row.outcome == "done" and row.minutes > 0:
                months[row.category.casefold()][digest.day.replace(day=1)].append(row)
    found = [_learning(category, by_month, settings.currency) for category, by_month in months.items()]
    return tuple(sorted(found, key=lambda one: (-one.minutes, one.category)))


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


def _learning(category: str, by_month: dict[date, list[ResultRow]], currency: str) -> Learning:
    rows = [row for month in by_month.values() for row in month]
    paid = [row for row in rows if row.currency in ("", currency)]
    seconds = round(sum(row.minutes * row.units for row in paid) * 60)
    earned = Money(sum(row.earned for row in paid), currency)
    curve = []
    for month, worked in sorted(by_month.items()):
        stated = [row for row in worked if row.stated > 0]
        if len(stated) >= FEW:
            actual = sum(row.minutes * row.units for row in stated)
            curve.append(
                MonthPace(month, actual / sum(row.stated * row.units for row in stated), len(stated))
            )
    return Learning(
        category=category,
        curve=tuple(curve),
        minutes=sum(row.minutes * row.units for row in rows),
        results=len(rows),
        per_hour=earned.per_hour(seconds) if len(paid) >= ENOUGH else None,
    )
