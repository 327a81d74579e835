"""Whether the forecasts were right: chances against what happened, minutes against the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Literal

from msgspec import Struct

from gigplanner.insights.digest_results import ForecastRow, ResultRow
from gigplanner.model.showing import show_percent

ENOUGH = 20  # forecasts: with fewer nothing is said about how good they are
BAND = 5  # of the chances, for the table
NOTABLE = 0.05  # of the stated minutes
SURE = 2.0  # standard errors

Verdict = Literal["too few to tell", "about right", "too hopeful", "too cautious"]


class Band(Struct, frozen=True):
    """Forecasts of about the same chance."""

    low: float
    high: float
    count: int
    forecast: float
    """Their mean chance."""
    happened: float
    """The part of them that was finished."""


class Calibration(Struct, frozen=True, kw_only=True):
    """Chances that were given, and what came of them."""

    count: int
    forecast: float
    """The mean chance; 0 without any."""
    happened: float
    """The part that was finished; 0 without any."""
    brier: float
    """Mean squared distance of chance and outcome: 0 is perfect, 0.25 is a coin."""
    bands: tuple[Band, ...]
    verdict: Verdict

    @property
    def sentence(self) -> str:
        """The verdict in plain words, with its figures."""
        if self.verdict == "too few to tell":
            return f"{self.count} forecasts of finishing in time: {self.verdict} how good they are."
        return (
            f"Of {self.count} fillers a {show_percent(self.forecast)} chance to finish was given on average"
            f" and {show_percent(self.happened)} were finished: {self.verdict}."
        )


class MinutesCheck(Struct, frozen=True, kw_only=True):
    """Stated minutes against the clock."""

    count: int
    """Timed results that were done."""
    ratio: float
    """Actual over stated minutes, all together: 1.2 is a fifth longer; 0 without any."""
    within: float
    """The part that took no longer than stated."""

    @property
    def sentence(self) -> str:
        """The figures in plain words."""
        if self.count < ENOUGH:
            return f"{self.count} timed results: too few to tell how true the stated minutes are."
        longer = self.ratio - 1
        how = f"{show_percent(abs(longer))} {'longer' if longer > 0 else 'shorter'} than stated"
        if abs(longer) < NOTABLE:
            how = "as long as stated"
        return f"{self.count} timed results took {how}; {show_percent(self.within)} kept to it."


def calibration_of(forecasts: Iterable[ForecastRow]) -> Calibration:
    """Return how the chances given compare with what happened.

    The verdict compares the number finished with the number expected, within two standard errors of the
    latter if every chance were exact.
    """
    rows = list(forecasts)
    count = len(rows)
    expected = sum(row.chance for row in rows)
    finished = sum(row.finished for row in rows)
    error = sqrt(sum(row.chance * (1 - row.chance) for row in rows))
    return Calibration(
        count=count,
        forecast=expected / count if count else 0.0,
        happened=finished / count if count else 0.0,
        brier=sum((row.chance - row.finished) ** 2 for row in rows) / count if count else 0.0,
        bands=tuple(_bands(rows)),
        verdict=_verdict(count, expected, finished, error),
    )


def minutes_check(results: Iterable[ResultRow]) -> MinutesCheck:
    """Return how timed results that were done compare with their stated minutes."""
    sums = MinutesSums()
    sums.add(results)
    return sums.check()


class MinutesSums(Struct):
    """What `minutes_check` adds up. Minutes are of all units together."""

    count: int = 0
    kept: int = 0
    actual: float = 0.0
    stated: float = 0.0

    def add(self, results: Iterable[ResultRow]) -> None:
        """Count some results."""
        for row in results:
            if row.outcome == "done" and row.minutes > 0 and row.stated > 0:
                self.count += 1
                self.kept += row.minutes <= row.stated
                self.actual += row.minutes * row.units
                self.stated += row.stated * row.units

    def check(self) -> MinutesCheck:
        """How the results so far compare with what was stated of them."""
        return MinutesCheck(
            count=self.count,
            ratio=self.actual / self.stated if self.stated else 0.0,
            within=self.kept / self.count if self.count else 0.0,
        )


def _verdict(count: int, expected: float, finished: int, error: float) -> Verdict:
    if count < ENOUGH:
        return "too few to tell"
    if abs(finished - expected) <= SURE * error:
        return "about right"
    return "too hopeful" if finished < expected else "too cautious"


def _bands(rows: Sequence[ForecastRow]) -> Iterable[Band]:
    for number in range(BAND):
        low, high = number / BAND, (number + 1) / BAND
        inside = [row for row in rows if low <= row.chance < high or (number == BAND - 1 and row.chance == 1)]
        if inside:
            yield Band(
                low,
                high,
                len(inside),
                sum(row.chance for row in inside) / len(inside),
                sum(row.finished for row in inside) / len(inside),
            )
