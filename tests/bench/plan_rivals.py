"""Simple ways to plan a day, to compare with; and time lines that turn amounts of tasks into placements.

They see a day as its stretches: gaps, cut by the breaks of the work rhythm. An amount is units, or seconds
of a task that is worked in chunks.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf

import numpy as np
from support.plan_days import Day, Stretch, stretches_of, switch_of, window_in

from gigplanner.model import Task
from gigplanner.scheduler import Placement

SLOT = 10  # seconds, the grain of the knapsacks
TRIES = 60  # orders in which a stretch is laid out
STEP = 300  # seconds by which they lengthen a chunk


@dataclass(frozen=True)
class Work:
    """A task as the models of this bench see it."""

    task: Task
    chunked: bool
    each: int  # seconds of an amount of one
    supply: int
    least: int  # the smallest amount of a placement
    gain: float  # minor units of an amount of one
    switch: int

    @property
    def rate(self) -> float:
        """What a second of it brings."""
        return self.gain / self.each

    def most_in(self, stretch: Stretch, *, switched: bool) -> int:
        """The largest amount of it that one stretch could hold; 0 if less than the least."""
        start, end = window_in(self.task, stretch)
        if not self.task.needs <= stretch.has:
            return 0
        start = max(start, stretch.start if switched else stretch.start + self.switch)
        amount = min(self.supply, max(0, end - start) // self.each)
        return amount if amount >= self.least else 0


def works_of(day: Day) -> list[Work]:
    """Return what may be placed of a day, the gainful and what must be done."""
    works = []
    for task in day.tasks:
        whole = round(task.minutes * 60)
        if abs(whole - task.minutes * 60) > 1e-6:
            raise ValueError(f"{task.id}: the models know whole seconds only")
        gain = task.pay.minor * task.odds + (task.worth.minor if task.worth else 0)
        if day.rules.floor_rate:
            gain -= day.rules.floor_rate.minor * task.minutes / 60
        switch = switch_of(task, day.rules)
        chunk = round((task.min_chunk or 0) * 60)
        if gain <= 0 and not task.must:
            continue
        if task.splittable and chunk < whole:
            works.append(Work(task, True, 1, whole, chunk, gain / whole, switch))
        else:
            works.append(Work(task, False, whole, 1 if task.splittable else task.units, 1, gain, switch))
    return works


@dataclass
class _Line:
    """What lies in a stretch: (start, end, work), in order."""

    stretch: Stretch
    laid: list[tuple[int, int, Work]] = field(default_factory=list)


class Timeline:
    """A plan in the making: amounts are laid into the earliest free time that holds them."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.lines = [_Line(stretch) for stretch in stretches_of(day)]
        self.left = {work.task.id: work.supply for work in works_of(day)}
        self.caps = dict(day.rules.daily_caps)

    def lay(self, number: int, work: Work, wanted: int) -> int:
        """Lay up to `wanted` of `work` into stretch `number`, in one or more parts; return how much."""
        line, done = self.lines[number], 0
        if not work.task.needs <= line.stretch.has:
            return 0
        opens, closes = window_in(work.task, line.stretch)
        free_from, following = line.stretch.start, iter([*line.laid, (line.stretch.end, 0, None)])
        for start, end, other in following:
            until = start - self._owed(number, other, start)
            begin = max(free_from + self._owed(number, work, free_from), opens)
            amount = min(
                wanted - done,
                self.allowed(work),
                max(0, min(until, closes) - begin) // work.each,
            )
            if amount >= work.least:
                self._put(line, work, amount, begin)
                done += amount
            free_from = end
        return done

    def put(self, number: int, work: Work, amount: int, begin: int) -> None:
        """Put an amount at a place known to be free."""
        self._put(self.lines[number], work, amount, begin)

    def placements(self) -> list[Placement]:
        """Return the plan made."""
        found = []
        for line in self.lines:
            for start, end, work in line.laid:
                share = (end - start) / work.supply if work.chunked else (end - start) // work.each
                found.append(
                    Placement(
                        task_id=work.task.id,
                        gap=line.stretch.gap,
                        start=datetime.fromtimestamp(start, UTC),
                        end=datetime.fromtimestamp(end, UTC),
                        units=1 if work.chunked else int(share),
                        minutes=(end - start) / 60,
                        expected=type(work.task.pay)(
                            round(work.task.pay.minor * share * work.task.odds), work.task.pay.currency
                        ),
                    )
                )
        return found

    def allowed(self, work: Work) -> int:
        """The amount of `work` that its supply and its platform's cap still allow."""
        left = self.left[work.task.id]
        if work.task.platform not in self.caps:
            return left
        cap = self.caps[work.task.platform]
        return (left if cap >= 1 else 0) if work.chunked else min(left, cap)

    def owed(self, number: int, work: Work) -> int:
        """The seconds of switch before `work` at the end of what a stretch holds."""
        return self._owed(number, work, self.lines[number].stretch.end)

    def _put(self, line: _Line, work: Work, amount: int, begin: int) -> None:
        line.laid.append((begin, begin + amount * work.each, work))
        line.laid.sort(key=lambda laid: laid[0])
        self.left[work.task.id] -= amount
        if work.task.platform in self.caps:
            self.caps[work.task.platform] -= 1 if work.chunked else amount

    def _owed(self, number: int, work: Work | None, before: int) -> int:
        """The seconds of switch before `work`: none if its gap has an earlier placement on its platform."""
        if work is None or not work.switch:
            return 0
        gap, platform = self.lines[number].stretch.gap, work.task.platform
        for line in self.lines:
            if line.stretch.gap == gap:
                for start, _, other in line.laid:
                    if start < before and other.task.platform == platform:
                        return 0
        return work.switch


def greedy(day: Day) -> list[Placement]:
    """What must be done, then pay per minute: the best first, each into the earliest time that takes it."""
    timeline = Timeline(day)
    _greedily(timeline, sorted(works_of(day), key=lambda work: (not work.task.must, -work.rate)))
    return timeline.placements()


def knapsacks(day: Day) -> list[Placement]:
    """Gap after gap the best that fits, each platform's switch counted; then what still fits greedily."""
    timeline = Timeline(day)
    works = sorted(works_of(day), key=lambda work: -work.rate)
    musts = [work for work in works if work.task.must]
    _greedily(timeline, musts)
    for number, line in enumerate(timeline.lines):
        start = line.laid[-1][1] if line.laid else line.stretch.start
        rest = Stretch(line.stretch.gap, start, line.stretch.end, line.stretch.has)
        _lay_stretch(timeline, number, _best_for(timeline, rest, works))
    _greedily(timeline, works)
    return timeline.placements()


def laid_out(day: Day, amounts: Sequence[tuple[int, Work, int]]) -> list[Placement]:
    """Return placements of amounts that a model chose for stretches (stretch, work, amount).

    Where releases bind, a model may choose what has no place; that time goes to the best that still fits.
    """
    timeline = Timeline(day)
    for number in range(len(timeline.lines)):
        _lay_stretch(timeline, number, [(work, amount) for at, work, amount in amounts if at == number])
    _greedily(timeline, sorted(works_of(day), key=lambda work: -work.rate))
    return timeline.placements()


def _greedily(timeline: Timeline, works: Iterable[Work]) -> None:
    for work in works:
        for number in range(len(timeline.lines)):
            if timeline.left[work.task.id] >= work.least:
                timeline.lay(number, work, timeline.left[work.task.id])


def _best_for(timeline: Timeline, stretch: Stretch, works: Iterable[Work]) -> list[tuple[Work, int]]:
    """Return the amounts of greatest gain that fit a stretch by slots, if none got in another's way."""
    best = np.zeros(max(0, stretch.end - stretch.start) // SLOT + 1)
    by_platform: dict[str, list[Work]] = {}
    for work in works:
        if work.gain > 0:
            by_platform.setdefault(work.task.platform, []).append(work)
    steps = []
    for those in by_platform.values():
        switch = _slots(those[0].switch)
        within = _later(best, switch)
        choices = []
        for work in those:
            without = within
            for amount in _parts(timeline, stretch, work):
                length = _slots(amount * work.each)
                with_it = _later(without if work.chunked else within, length) + amount * work.gain
                choices.append((work, amount, length, with_it > within))
                within = np.maximum(within, with_it)
        steps.append((switch, choices, within > best))
        best = np.maximum(within, best)
    picked: dict[str, tuple[Work, int]] = {}
    at = len(best) - 1
    for switch, choices, opened in reversed(steps):
        if opened[at]:
            for work, amount, length, taken in reversed(choices):
                before = picked.get(work.task.id, (work, 0))[1]
                if taken[at] and not (work.chunked and before):
                    picked[work.task.id] = (work, amount + before)
                    at -= length
            at -= switch
    return list(picked.values())


def _slots(seconds: int) -> int:
    return -(-seconds // SLOT)


def _later(values: np.ndarray, shift: int) -> np.ndarray:
    """Return what was to be had `shift` slots before."""
    shift = min(shift, len(values))
    return np.concatenate((np.full(shift, -np.inf), values[: len(values) - shift]))


def _parts(timeline: Timeline, stretch: Stretch, work: Work) -> Iterable[int]:
    """Return amounts of which every amount of it up to the most is a sum; of chunks, those to choose from."""
    left = min(timeline.left[work.task.id], work.most_in(stretch, switched=False))
    if work.chunked:
        return range(work.least, left + 1, STEP)
    left, parts, part = int(min(left, timeline.caps.get(work.task.platform, inf))), [], 1
    while left > 0:
        parts.append(min(part, left))
        left -= part
        part *= 2
    return parts


def _lay_stretch(timeline: Timeline, number: int, picks: list[tuple[Work, int]]) -> None:
    """Lay picks into a stretch, the most urgent first; in other orders too while some find no place."""
    stretch, chance = timeline.lines[number].stretch, random.Random(number)
    urgency = {work.task.id: float(window_in(work.task, stretch)[1]) for work, _ in picks}
    fewest, best = inf, urgency
    for _ in range(TRIES):
        trial = copy.copy(timeline)
        trial.lines = [_Line(line.stretch, list(line.laid)) for line in timeline.lines]
        trial.left, trial.caps = dict(timeline.left), dict(timeline.caps)
        over = _in_turn(trial, number, picks, urgency)
        lost = sum(work.gain * amount for work, amount in over)
        if lost < fewest:
            fewest, best = lost, urgency
        if not over:
            break
        urgency = {name: at + chance.gauss(0, 1200) for name, at in best.items()}
    _in_turn(timeline, number, picks, best)


def _in_turn(
    timeline: Timeline, number: int, picks: list[tuple[Work, int]], urgency: dict[str, float]
) -> list[tuple[Work, int]]:
    """Lay picks into a stretch one after another; return what found no place.

    The first by urgency that may start does, unless it makes one that is not yet to start miss its window.
    """
    stretch = timeline.lines[number].stretch
    windows = {work.task.id: window_in(work.task, stretch) for work, _ in picks}
    left = sorted(picks, key=lambda pick: (urgency[pick[0].task.id], pick[0].task.platform))
    laid = timeline.lines[number].laid
    at, over = laid[-1][1] if laid else stretch.start, []
    while left:
        for place, (work, amount) in enumerate(left):
            opens, closes = windows[work.task.id]
            owed = timeline.owed(number, work)
            begin = max(at + owed, opens)
            if opens > at + owed and len(left) > 1:
                continue
            until = min([closes, *_last_starts(timeline, number, left, work, at, windows)])
            fits = min(amount, timeline.allowed(work), max(0, until - begin) // work.each)
            rest = amount - fits
            if fits >= work.least and (rest == 0 or not work.chunked or rest >= work.least):
                timeline.put(number, work, fits, begin)
                at = begin + fits * work.each
                left[place : place + 1] = [(work, rest)] if rest else []
                break
        else:
            later = [windows[work.task.id][0] for work, _ in left if windows[work.task.id][0] > at]
            if later:
                at = min(later)
            else:
                over.append(left.pop(0))
    return over


def _last_starts(
    timeline: Timeline,
    number: int,
    left: list[tuple[Work, int]],
    work: Work,
    at: int,
    windows: dict[str, tuple[int, int]],
) -> Iterable[int]:
    """When those that are not yet to be started, but urgent, must be at the latest."""
    end = timeline.lines[number].stretch.end
    for other, amount in left:
        opens, closes = windows[other.task.id]
        if other is not work and closes < end and opens > at:
            last = closes - amount * other.each - timeline.owed(number, other)
            if last >= at:
                yield last
