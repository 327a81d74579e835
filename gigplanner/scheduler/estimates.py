"""How long tasks really take the person, and how often they are paid: learned from their own results.

What is learned belongs to a platform and category. Until five results of the kind exist there, all results of
the platform count: how honest its stated minutes are, and how it pays, is mostly the platform's doing. The
latest `RECENT` results of each count, earlier ones no more.

**Minutes.** A result says how many times the stated minutes its units took: actual ÷ stated, held within
`FASTEST` and `SLOWEST`, for a timer is forgotten now and then. A task takes its stated minutes times the 80th
percentile of these, so that a plan overruns its gap in one case of five at most. The percentile is the
(n + 1) · 0.8-th smallest value, between two neighbours in proportion (Weibull's plotting position; the
`exclusive` method of Python's `statistics.quantiles`): the next value exceeds it with a chance of a fifth,
however the values are distributed. With fewer than five of them the stated minutes stand.

**Odds.** The chance of being paid is Beta-distributed, its prior centred on the stated odds q with the weight
of `PRIOR_RESULTS` results k; after n results of which s were paid its mean is (k·q + s) ÷ (k + n). Paid is
what was approved; what was rejected, or ended in a screen-out, was not. Of money still awaited the share that
was approved where it is decided counts as paid: leaving it out would make screen-outs, which are known at
once, look more frequent than they are. A batch is one result, for it is approved or rejected as one.

What an order interrupted says nothing about either: the wait was too short. Nor is the time known of a task
that was interrupted after nobody knows how many minutes: its timer ran from where the work went on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from math import floor

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.records import MONEY_IN_HAND, Earning, Task, TaskResult

ENOUGH = 5  # results, before a platform and category, or a platform, speaks for itself
RECENT = 50  # results of each that count, the latest
PERCENTILE = 0.8  # of actual ÷ stated
FASTEST, SLOWEST = 0.2, 5.0  # times the stated minutes
PRIOR_RESULTS = 10.0  # that the stated odds weigh as much as

_Kind = tuple[str, str | None]  # platform and category; no category: all of the platform


class Estimate(Struct, frozen=True):
    """Minutes of a unit: the person's own, if `based_on` timed results say so, else as stated."""

    minutes: float
    stated: float
    based_on: int


class Odds(Struct, frozen=True):
    """The chance of being paid, after `based_on` results of the person's own."""

    odds: float
    stated: float
    based_on: int


class _Tally(Struct, frozen=True):
    """Of a kind of work: how many results were paid (parts of those undecided included), of how many."""

    paid: float
    known: int


class Estimates(Struct, frozen=True):
    """What is known of the person's own pace and pay. Made by `learn`."""

    paces: dict[_Kind, tuple[float, int]] = {}  # times the stated minutes, and out of how many results
    tallies: dict[_Kind, _Tally] = {}

    @classmethod
    def learn(cls, results: Iterable[TaskResult], earnings: Iterable[Earning] = ()) -> Estimates:
        """Return what `results` teach, in any order; `earnings` say what became of the money of those done.

        An earning belongs to the result of the same task and instant. A result that was done and has none
        teaches minutes, and nothing about odds.
        """
        in_order = _in_order(results)
        states = {(earning.task, earning.at): earning.status for earning in earnings if earning.task}
        ended: dict[_Kind, list[str]] = defaultdict(list)
        for result in in_order:
            if end := _end(result, states.get((result.task, result.at), "")):
                for kind in _kinds(result.platform, result.category):
                    ended[kind].append(end)
        return cls(_paces(in_order), {kind: _tally(ends[-RECENT:]) for kind, ends in ended.items()})

    @classmethod
    def learn_minutes(cls, results: Iterable[TaskResult]) -> Estimates:
        """Return what `results` teach about minutes, in any order, and nothing about odds."""
        return cls(_paces(_in_order(results)))

    def minutes(self, task: Task) -> Estimate:
        """Return how long a unit of `task` takes the person."""
        for kind in _kinds(task.platform, task.category):
            if kind in self.paces:
                pace, based_on = self.paces[kind]
                return Estimate(task.minutes * pace, task.minutes, based_on)
        return Estimate(task.minutes, task.minutes, 0)

    def odds(self, task: Task) -> Odds:
        """Return how likely `task` is to be paid."""
        own, platform = (self.tallies.get(kind) for kind in _kinds(task.platform, task.category))
        tally = own if own and own.known >= ENOUGH else platform
        if tally is None:
            return Odds(task.odds, task.odds, 0)
        odds = (PRIOR_RESULTS * task.odds + tally.paid) / (PRIOR_RESULTS + tally.known)
        return Odds(odds, task.odds, tally.known)

    def apply(self, task: Task) -> Task:
        """Return `task` with the person's own minutes and odds."""
        minutes, odds = self.minutes(task), self.odds(task)
        if not (minutes.based_on or odds.based_on):
            return task
        return replace(task, minutes=minutes.minutes, odds=odds.odds)


@lru_cache(maxsize=1024)  # asked for each result of three months, of which few differ
def _kinds(platform: str, category: str) -> tuple[_Kind, _Kind]:
    """Return what a task's results count for, the narrower first."""
    return (platform, category.casefold()), (platform, None)


def _in_order(results: Iterable[TaskResult]) -> list[TaskResult]:
    return sorted(results, key=lambda result: (result.at, result.id))


def _paces(in_order: Sequence[TaskResult]) -> dict[_Kind, tuple[float, int]]:
    timed: dict[_Kind, list[float]] = defaultdict(list)
    for result, pace in _timed(in_order):
        for kind in _kinds(result.platform, result.category):
            timed[kind].append(pace)
    return {kind: _pace(paces[-RECENT:]) for kind, paces in timed.items() if len(paces) >= ENOUGH}


def _timed(in_order: Sequence[TaskResult]) -> Iterator[tuple[TaskResult, float]]:
    """Yield each result of which the whole time is known, with actual ÷ stated."""
    begun: set[str] = set()
    for result in in_order:
        if result.outcome == "interrupted" and result.minutes is None:
            begun.add(result.task)
        elif result.outcome in ("done", "rejected"):
            if result.task not in begun and result.minutes and result.stated_minutes > 0:
                yield result, min(SLOWEST, max(FASTEST, result.minutes / result.stated_minutes))
            begun.discard(result.task)


def _end(result: TaskResult, state: str) -> str:
    """Return how a result ended for its money, of which `state` is known; empty where it teaches nothing."""
    if result.outcome in ("screened_out", "rejected"):
        return result.outcome
    if result.outcome != "done" or not state:
        return ""
    if state == "rejected":
        return state
    return "paid" if state in MONEY_IN_HAND else "awaited"


def _tally(ends: Sequence[str]) -> _Tally:
    paid, rejected, awaited = (ends.count(end) for end in ("paid", "rejected", "awaited"))
    approved = paid / (paid + rejected) if paid + rejected else 1.0
    return _Tally(paid + awaited * approved, len(ends))


def _pace(paces: Sequence[float]) -> tuple[float, int]:
    return _percentile(sorted(paces), PERCENTILE), len(paces)


def _percentile(values: Sequence[float], share: float) -> float:
    """Return the (n + 1) · share-th of ascending `values`, between two neighbours in proportion."""
    place = min(max(share * (len(values) + 1), 1.0), float(len(values)))
    below = floor(place)
    above = min(below + 1, len(values))
    return values[below - 1] + (place - below) * (values[above - 1] - values[below - 1])
