"""Placements laid by hand: what fits where, and what makes room. Pure: from placements to placements."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from msgspec.structs import replace

from gigplanner.model.errors import GigError
from gigplanner.model.records import PlacedTask, Task
from gigplanner.model.showing import show_clock, show_day
from gigplanner.model.text import quoted
from gigplanner.model.times import MINUTE, Span, show_minutes
from gigplanner.scheduler.downtime import Gap
from gigplanner.workday.ground import TINY, Ground

NEED_WORDS = {"phone": "a phone", "laptop": "a laptop", "hands": "free hands"}


# --- putting -------------------------------------------------------------------------------------------


def put(
    placed: PlacedTask, others: Iterable[PlacedTask], ground: Ground, *, vacated: datetime | None = None
) -> list[PlacedTask]:
    """Return `others` with `placed` among them, pinned, with the time to switch to its platform before it.

    What is in its way moves within the gap, to the free time nearest to where it was, or to `vacated`, where
    `placed` came from; it is left out if there is none. Raises GigError where `placed` may not be, and for
    what is in its way and fixed.
    """
    others = list(others)
    placed = _after_switching(placed, others, ground)
    gap = _checked(placed, ground)
    placed = replace(placed, pinned=True, place=gap.place)
    return _settled([placed, *others], ground, first=placed, near=vacated)


def mended(placements: Iterable[PlacedTask], ground: Ground) -> list[PlacedTask]:
    """Return the placements as they fit a day whose gaps have changed.

    Those that do not fit any more move within their gap, or are left out. Raises GigError for a pinned one.
    """
    kept: list[PlacedTask] = []
    homeless: list[PlacedTask] = []
    for placed in sorted(placements, key=_in_time):
        if placed.start <= ground.now or placed.task not in ground.tasks:
            kept.append(placed)
            continue
        try:
            gap = _checked(placed, ground)
            _check_switch(placed, kept, gap, ground)
        except GigError as error:
            if placed.pinned:
                raise GigError(f"{error} It is pinned: unpin or move it first.") from None
            homeless.append(placed)
        else:
            kept.append(replace(placed, place=gap.place))
    return _settled(kept, ground, homeless=homeless)


def _after_switching(placed: PlacedTask, others: Sequence[PlacedTask], ground: Ground) -> PlacedTask:
    """Return `placed` no earlier than one has switched, after the gap's beginning and what is fixed there."""
    gap = ground.gap_at(placed.start)
    if gap is None:
        return placed
    before = [one.end for one in others if ground.is_fixed(one) and one.end <= placed.start]
    switch = ground.switch_at(placed.platform, placed.start, others)
    return _at(placed, max(placed.start, max([gap.start, *before]) + switch))


def _check_switch(placed: PlacedTask, others: Sequence[PlacedTask], gap: Gap, ground: Ground) -> None:
    """Raise GigError where the gap begins too late to switch to the platform of `placed` before it."""
    switch = ground.switch_at(placed.platform, placed.start, others)
    is_cut = gap.start - ground.now < MINUTE  # one may be switching already
    if placed.start - switch < gap.start and not is_cut:
        raise GigError(
            f"{quoted(placed.title)} needs {show_minutes(switch / MINUTE)} to switch to {placed.platform}"
            f" before it: its gap begins at {ground.clock(gap.start)}."
        )


def _checked(placed: PlacedTask, ground: Ground) -> Gap:
    """Return the gap that `placed` lies in. Raises GigError if it may not be there."""
    task = ground.tasks.get(placed.task)
    gap = ground.gap_at(placed.start)
    name = quoted(placed.title)
    if task is None:
        raise GigError(f"{name} is not in the queue any more.")
    if gap is None:
        raise GigError(f"There is no free time at {ground.clock(placed.start)}.")
    _check_needs(task, gap)
    if placed.end > gap.end:
        left = show_minutes(Span(placed.start, gap.end).minutes)
        raise GigError(
            f"{name} takes {show_minutes(placed.span.minutes)}: from {ground.clock(placed.start)}"
            f" only {left} are free."
        )
    if task.due and placed.end > task.due:
        raise GigError(f"{name} would end at {ground.clock(placed.end)}, past its due {_due(task, ground)}.")
    if task.not_before and placed.start < task.not_before:
        raise GigError(f"{name} may not start before {ground.clock(task.not_before)}.")
    return gap


def _check_needs(task: Task, gap: Gap) -> None:
    if lacking := sorted(task.needs - gap.has):
        need = NEED_WORDS.get(lacking[0], lacking[0])
        raise GigError(f"{quoted(task.title)} needs {need}, which is missing here ({gap.place}).")


def _due(task: Task, ground: Ground) -> str:
    wall = ground.settings.wall(task.due) if task.due else None
    return f"({show_day(wall)}, {show_clock(wall)})" if wall else ""


def _settled(
    placements: Sequence[PlacedTask],
    ground: Ground,
    *,
    first: PlacedTask | None = None,
    homeless: Iterable[PlacedTask] = (),
    near: datetime | None = None,
) -> list[PlacedTask]:
    """Return the placements so that none takes another's time, nor that to switch before it.

    `first` stays in any case, and what is fixed. Whatever else is in the way goes, like the `homeless`, to
    the free time of its gap nearest to `near`, or to where it was; it is left out if there is none.
    """
    kept = sorted(placements, key=_in_time)
    looking = list(homeless)
    while (loser := _in_the_way(kept, ground, first)) is not None:
        kept.remove(loser)
        looking.append(loser)
    for placed in looking:
        found = _nearest_room(placed, kept, ground, near or placed.start)
        if found is not None:
            kept = sorted([*kept, found], key=_in_time)
    return kept


def _in_the_way(kept: Sequence[PlacedTask], ground: Ground, first: PlacedTask | None) -> PlacedTask | None:
    """Return a placement that has to go; None if each has its time. Raises GigError for what is fixed."""
    for one, two in pairwise(kept):
        if ground.taken(two, kept).start >= one.end:
            continue
        for either in (two, one):
            if either is not first and not ground.is_fixed(either):
                return either
        if first is one or first is two:  # of two that were fixed before, both stay as the person wants them
            raise GigError(_stays(two if first is one else one, first, ground))
    return None


def _stays(fixed: PlacedTask, first: PlacedTask, ground: Ground) -> str:
    state = "pinned" if fixed.start > ground.now else "under way"
    hours = f"from {ground.clock(fixed.start)} to {ground.clock(fixed.end)}"
    if fixed.span.overlaps(first.span):
        return f"{quoted(fixed.title)} is {state} {hours}: it stays."
    # `first` itself has its time: it was put no earlier than that
    switch = f"{show_minutes(ground.switch(fixed.platform) / MINUTE)} to switch to {fixed.platform}"
    return f"{quoted(fixed.title)} is {state} {hours} and needs {switch} before it: leave that free."


def _in_time(placed: PlacedTask) -> tuple[datetime, str]:
    return placed.start, placed.task


def _nearest_room(
    placed: PlacedTask, others: Sequence[PlacedTask], ground: Ground, near: datetime
) -> PlacedTask | None:
    """Return `placed` in the free time of its gap, or of what is left of that, nearest to `near`.

    There is none for what cannot be worked there, or has left the queue.
    """
    gap = min(ground.gaps, key=lambda gap: max(gap.start - placed.end, placed.start - gap.end), default=None)
    task = ground.tasks.get(placed.task)
    if gap is None or task is None or not task.needs <= gap.has:
        return None
    length = placed.end - placed.start
    found: list[datetime] = []
    for free in ground.free(gap, others):
        ready = free.start + ground.switch_at(placed.platform, free.start, others)
        first = max([ready, *([task.not_before] if task.not_before else [])])
        last = min([free.end, *([task.due] if task.due else [])]) - length
        if first <= last:
            found.append(min(max(near, first), last))
    if not found:
        return None
    start = min(found, key=lambda at: (abs(at - near), at))
    return replace(placed, start=start, end=start + length, place=gap.place)


# --- moving --------------------------------------------------------------------------------------------


def moved(
    placed: PlacedTask, start: datetime, others: Iterable[PlacedTask], ground: Ground
) -> list[PlacedTask]:
    """Return the placements with `placed` at `start`."""
    ground.task_of(placed)
    return put(_at(placed, start), others, ground)


def stepped(
    placed: PlacedTask, minutes: int, others: Iterable[PlacedTask], ground: Ground
) -> list[PlacedTask]:
    """Return the placements with `placed` moved by `minutes`, as far as its gap reaches."""
    ground.task_of(placed)
    gap = ground.gap_of(placed)
    earliest = min(placed.start, gap.start + ground.switch(placed.platform))
    latest = gap.end - (placed.end - placed.start)
    start = max(earliest, min(placed.start + minutes * MINUTE, latest))
    if start == placed.start:
        edge = "end" if minutes > 0 else "beginning"
        raise GigError(f"{quoted(placed.title)} is at the {edge} of its gap already.")
    return put(_at(placed, start), others, ground)


def beside(
    placed: PlacedTask, other: PlacedTask, others: Sequence[PlacedTask], ground: Ground
) -> list[PlacedTask]:
    """Return the placements with `placed` where `other` is, which makes room if it may.

    In the same gap `placed`, if it comes from above, ends where `other` ended. What is fixed stays: `placed`
    goes right before or after it.
    """
    ground.task_of(placed)
    length = placed.end - placed.start
    from_above = placed.start < other.start and ground.gap_at(placed.start) is ground.gap_at(other.start)
    if not ground.is_fixed(other):
        start = other.end - length if from_above else other.start
        return put(_at(placed, start), others, ground, vacated=placed.start)
    before = other.start - length
    if other.platform != placed.platform:
        before -= ground.switch_at(other.platform, other.start, others)
    after = other.end + ground.switch_at(placed.platform, other.end, others)
    return _first_of([after, before] if from_above else [before, after], placed, others, ground)


def moved_to_gap(
    placed: PlacedTask, by: int, others: Sequence[PlacedTask], ground: Ground
) -> list[PlacedTask]:
    """Return the placements with `placed` in the next gap that takes it: after it (`by` 1) or before (-1).

    It goes where that gap is free, else to the gap's beginning. Raises GigError with the reason why the
    nearest gap does not take it, if none does.
    """
    ground.task_of(placed)
    after = [gap for gap in ground.gaps if gap.start >= placed.end]
    before = [gap for gap in reversed(ground.gaps) if gap.end <= placed.start]
    refused: GigError | None = None
    for gap in after if by > 0 else before:
        ready = [
            Span(free.start + ground.switch_at(placed.platform, free.start, others), free.end)
            for free in ground.free(gap, others)
        ]
        wide_enough = [span.start for span in ready if span.seconds >= placed.span.seconds]
        try:
            return _first_of([*wide_enough, gap.start], placed, others, ground)
        except GigError as error:
            refused = refused or error
    raise refused or GigError(f"There is no gap {'after' if by > 0 else 'before'} this one.")


def swapped(
    one: PlacedTask, two: PlacedTask, others: Sequence[PlacedTask], ground: Ground
) -> list[PlacedTask]:
    """Return the placements with `one` and `two` in each other's place.

    Within a gap they take the time from the start of the first to the end of the second.
    """
    first, second = sorted((one, two), key=lambda placed: placed.start)
    ground.task_of(first)
    ground.task_of(second)
    before = [first, second, *others]
    gap = ground.gap_at(first.start)
    earlier = _after(ground.taken(first, before).start, second, others, ground)
    laid = put(earlier, others, ground)
    if gap is not None and gap is ground.gap_at(second.start):
        later = _at(first, second.end - (first.end - first.start))
        soonest = _after(_after_switching(earlier, others, ground).end, first, laid, ground)
        return put(max(later, soonest, key=_in_time), laid, ground)
    return put(_after(ground.taken(second, before).start, first, laid, ground), laid, ground)


def _first_of(
    starts: Sequence[datetime], placed: PlacedTask, others: Sequence[PlacedTask], ground: Ground
) -> list[PlacedTask]:
    """Return the placements with `placed` where it may be, of `starts` the first; or say why not there."""
    refused: GigError | None = None
    for start in starts:
        try:
            return put(_at(placed, start), others, ground)
        except GigError as error:
            refused = refused or error
    raise refused or GigError(f"There is no room for {quoted(placed.title)}.")


def _after(at: datetime, placed: PlacedTask, others: Sequence[PlacedTask], ground: Ground) -> PlacedTask:
    """Return `placed` as soon after `at` as one has switched to its platform."""
    return _at(placed, at + ground.switch_at(placed.platform, at, others))


def _at(placed: PlacedTask, start: datetime) -> PlacedTask:
    return replace(placed, start=start, end=start + (placed.end - placed.start))


# --- amounts -------------------------------------------------------------------------------------------


def fitted(task: Task, at: datetime, others: Sequence[PlacedTask], ground: Ground) -> list[PlacedTask]:
    """Return the placements with as much of `task` as fits into the free time at `at`, or next after it.

    Raises GigError with what is in the way.
    """
    gap = ground.gap_at(at)
    if gap is None:
        raise GigError(f"There is no free time at {ground.clock(at)}.")
    _check_needs(task, gap)
    name = quoted(task.title)
    units, minutes = _left_of(task, others)
    if units < 1 or minutes <= 0:
        raise GigError(f"{name} is in the plan already, as much as there is of it.")
    units = min(units, ground.cap_left(task, others))
    if task.due and task.due <= gap.start:
        raise GigError(f"{name} is due before this gap begins {_due(task, ground)}.")
    longest = 0.0
    for free in ground.free(gap, others, since=at):
        ready = free.start + ground.switch_at(task.platform, free.start, others)
        start = max([ready, *([task.not_before] if task.not_before else [])])
        end = min([free.end, *([task.due] if task.due else [])])
        room = max(0.0, (end - start).total_seconds() / 60)
        longest = max(longest, room)
        amount = _amount(task, units, minutes, room)
        if amount:
            return put(_placement(task, start, gap, *amount), others, ground)
    least = min(task.min_chunk or minutes, minutes) if task.splittable else task.minutes
    raise GigError(
        f"{name} takes {show_minutes(least)} at least: here {show_minutes(floor(longest))} are free."
    )


def resized(placed: PlacedTask, by: int, others: Sequence[PlacedTask], ground: Ground) -> list[PlacedTask]:
    """Return the placements with a unit more of `placed` (`by` 1) or less (-1); of what splits, 5 minutes."""
    task = ground.task_of(placed)
    units_left, minutes_left = _left_of(task, others)
    if task.splittable:
        least = min(task.min_chunk or task.minutes, minutes_left)
        minutes = min(max(placed.minutes + 5 * by, least), minutes_left)
        units = 1
    else:
        if by > 0:  # what is there may stay
            ground.cap_left(task, [placed, *others])
        units = min(max(placed.units + by, 1), units_left)
        minutes = task.minutes * units
    if minutes == placed.minutes:
        why = "there is no more of it to do" if by > 0 else "less of it cannot be done at once"
        raise GigError(f"{quoted(placed.title)} stays as long as it is: {why}.")
    gap = ground.gap_of(placed)
    return put(_placement(task, placed.start, gap, units, minutes), others, ground)


def _left_of(task: Task, others: Iterable[PlacedTask]) -> tuple[int, float]:
    """Return the units and minutes of a task that `others` leave."""
    own = [other for other in others if other.task == task.id]
    if task.splittable:
        return 1, task.minutes - sum(other.minutes for other in own)
    units = task.units - sum(other.units for other in own)
    return units, units * task.minutes


def _amount(task: Task, units: int, minutes: float, room: float) -> tuple[int, float] | None:
    """Return the units and minutes of a task that fit into `room` minutes."""
    if task.splittable:
        chunk = min(float(floor(room)), minutes) if room < minutes else minutes
        least = min(task.min_chunk or minutes, minutes)
        return (1, chunk) if chunk >= least else None
    count = min(units, floor(room / task.minutes + TINY))
    return (count, count * task.minutes) if count else None


def _placement(task: Task, start: datetime, gap: Gap, units: int, minutes: float) -> PlacedTask:
    share = Fraction(minutes) / Fraction(task.minutes) if task.splittable else units
    return PlacedTask(
        task=task.id,
        title=task.title,
        start=start,
        end=start + timedelta(seconds=ceil(minutes * 60 - TINY)),
        units=units,
        minutes=minutes,
        expected=task.pay.times(share * Fraction(task.odds)),
        platform=task.platform,
        place=gap.place,
        pinned=True,
    )
