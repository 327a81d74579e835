"""Who chooses what to start: the shipped suggestion, simple rules, those who know more than anyone can."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import inf, log

import numpy as np
from waits_optimum import CELLS, NOWHERE, REACH, STEP, Tables, relevant
from waits_worlds import PLATFORMS, SWITCH, Item, Shift, World

from gigplanner.model import Money, Task
from gigplanner.scheduler import PlanRules, WaitModel, suggest
from gigplanner.scheduler import survival as curves

RULES = PlanRules(switch_minutes=SWITCH)
NOTHING: frozenset[str] = frozenset()
Queue = dict[str, Item]


@dataclass
class Moment:
    """What is known at a choice; `slow`, the chance of the slow regime, only by those who know the law.

    `ahead` are the waits still to come, as one knows who knows when the shift will end.
    """

    queue: Queue
    waited: float
    platform: str
    at: datetime
    recent: list[float]
    slow: float
    ahead: int


# the name of a task to start, minutes to hold, or None to rest until the order comes
Choice = str | float | None
Policy = Callable[[Moment], Choice]


@dataclass
class Outcome:
    """What a shift brought: cents, minutes waited, and minutes sunk into what an order broke off."""

    earned: float = 0.0
    waited: float = 0.0
    abandoned: float = 0.0


def live(world: World, shift: Shift, policy: Policy) -> Outcome:
    """Return what a shift brings to one who chooses by `policy`.

    What happens is what the shift's waits let happen. Yet each task begun counts with what it brings on
    average in a wait that has gone on so long, under the law of the waits, not with the luck of this one: the
    mean is the same, and the noise a third.
    """
    queue = {item.name: item for item in world.queue}
    outcome = Outcome(waited=sum(shift.waits))
    recent: list[float] = []
    slow = 0.5
    for number, (length, start) in enumerate(zip(shift.waits, shift.starts, strict=True)):
        lasts = partial(world.law.survival, hour=start.hour, slow=slow)
        ahead = len(shift.waits) - number - 1
        waited, platform = 0.0, ""
        while waited < min(length, REACH - 5):
            choice = policy(Moment(queue, waited, platform, start, recent, slow, ahead))
            if choice is None:
                break
            if isinstance(choice, float):
                waited += choice
                continue
            item = queue[choice]
            switch = 0.0 if item.platform == platform else SWITCH
            platform = item.platform
            earned, abandoned = _on_average(item, switch, waited, lasts)
            outcome.earned += earned
            outcome.abandoned += abandoned
            left = _left_of(item, switch, length - waited)
            waited += switch + item.minutes
            if left is None:
                del queue[choice]
            else:
                queue[choice] = left
        slow = world.law.slow_after(slow, length)
        recent = [*recent, length]
    return outcome


def _on_average(
    item: Item, switch: float, waited: float, lasts: Callable[[float], float]
) -> tuple[float, float]:
    """Return what a unit begun after `waited` minutes earns and wastes, on average over orders to come."""
    there = lasts(waited)
    begun, done = waited + switch, waited + switch + item.minutes
    if item.kind == "chunks":
        return item.gain * _mean_rest(begun, done, lasts) / item.minutes / there, 0.0
    worked = _mean_rest(waited, done, lasts) / there
    chance = lasts(done) / there
    return item.gain * chance, worked - (done - waited) * chance


def _mean_rest(start: float, end: float, lasts: Callable[[float], float]) -> float:
    """Return the area under the curve, by Simpson's rule."""
    steps = 8
    heights = [lasts(start + (end - start) * step / steps) for step in range(steps + 1)]
    inner = 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    return (heights[0] + inner + heights[-1]) * (end - start) / steps / 3


def _left_of(item: Item, switch: float, time: float) -> Item | None:
    """Return what is left of an item worked on until it is done or the order comes in `time`."""
    if switch + item.minutes <= time:
        return item.less(1)
    if item.kind == "chunks":
        return item.less(max(0.0, time - switch) / item.minutes)
    return item if item.kind == "batch" else None


# --- as shipped ------------------------------------------------------------------------------------------

_tasks: dict[Item, Task] = {}


def as_task(item: Item) -> Task:
    """Return the item as a task of the queue."""
    if item not in _tasks:
        whole = item.units if item.kind == "chunks" else 1
        _tasks[item] = Task(
            id=item.name,
            title=item.name,
            pay=Money(max(1, round(item.gain * whole)), "USD"),
            minutes=item.minutes * whole,
            units=1 if item.kind == "chunks" else int(item.units),
            platform=item.platform,
            splittable=item.kind == "chunks",
        )
    return _tasks[item]


def shipped(model: WaitModel) -> Policy:
    """The program's own suggestion, under `model`."""
    return lambda moment: _suggested(moment, model, moment.recent)


def informed_rule(world: World) -> Policy:
    """The program's own rule, by one who knows the law of the waits."""
    known: dict[tuple[int, float], WaitModel] = {}

    def choose(moment: Moment) -> Choice:
        key = (moment.at.hour, round(moment.slow, 2))
        if key not in known:
            known[key] = WaitModel(curves.Curve(_hazards(world, moment)), 10**6, tie=0.0)
        return _suggested(moment, known[key], [])

    return choose


def _hazards(world: World, moment: Moment) -> tuple[float, ...]:
    chances = (world.law.survival(time, hour=moment.at.hour, slow=moment.slow) for time in curves.TIMES)
    return tuple(-log(max(1e-250, chance)) for chance in chances)


def _suggested(moment: Moment, model: WaitModel, recent: list[float]) -> Choice:
    advice = suggest(
        [as_task(item) for item in moment.queue.values()],
        model,
        waited=moment.waited,
        has=NOTHING,
        now=moment.at,
        rules=RULES,
        recent=recent,
        limit=1,
        logged_in=moment.platform,
        waits_ahead=moment.ahead,
    )
    if advice.kind == "start":
        return advice.options[0].task_id
    return advice.hold_minutes if advice.kind == "hold" else None


# --- simple rules ----------------------------------------------------------------------------------------


def ranking(worth: Callable[[Item, float, float], float]) -> Policy:
    """Start what is greatest by `worth` of a task, its minutes (logging in included), the minutes waited."""

    def choose(moment: Moment) -> Choice:
        best, highest = None, -inf
        for item in moment.queue.values():
            length = item.minutes + (0.0 if item.platform == moment.platform else SWITCH)
            value = worth(item, length, moment.waited)
            if value > highest:
                best, highest = item.name, value
        return best

    return choose


def simple_rules(typical: WaitModel, learned: WaitModel) -> dict[str, Policy]:
    """The rules a person may go by; the median and the chances are those of 100 past waits."""
    median = learned.quantile(0.5)
    plain, expected = _by_chances(typical), _by_chances(learned)

    def index(item: Item, length: float, waited: float) -> float:
        rest = plain(waited)
        chance, used = rest.look_up(length)
        if item.kind == "chunks":
            return item.gain * (used - rest.look_up(length - item.minutes)[1]) / item.minutes / used
        return item.gain * chance / used

    return {
        "shortest first": ranking(lambda item, length, waited: -length),
        "highest pay first": ranking(lambda item, length, waited: item.gain * _whole(item)),
        "pay per minute": ranking(lambda item, length, waited: item.gain / length),
        "fits the median wait": ranking(
            lambda item, length, waited: item.gain / length if length <= median else -length
        ),
        "expected earnings": ranking(
            lambda item, length, waited: item.gain * expected(waited).look_up(length)[0]
        ),
        "plain index, typical": ranking(index),
    }


def _whole(item: Item) -> float:
    return item.units if item.kind == "chunks" else 1


def _by_chances(model: WaitModel) -> Callable[[float], curves.Rest]:
    known: dict[float, curves.Rest] = {}

    def rest(waited: float) -> curves.Rest:
        if waited not in known:
            known[waited] = model.rest(waited=waited)
        return known[waited]

    return rest


# --- knowing more ----------------------------------------------------------------------------------------


def induction(world: World) -> Policy:
    """Backward induction over the rest of the wait, by one who knows the law and what the queue holds."""
    items = [world.queue[place] for place in relevant(world.queue, world.law.survival)]
    known: dict[tuple[int, float], Tables] = {}
    values: dict[tuple[int, float, frozenset[str]], tuple[np.ndarray, np.ndarray]] = {}

    def choose(moment: Moment) -> Choice:
        key = (moment.at.hour if world.law.kind == "hourly" else 0, round(moment.slow, 1))
        if key not in known:
            known[key] = Tables(
                items, lambda time: world.law.survival(time, hour=moment.at.hour, slow=moment.slow)
            )
        here = frozenset(item.name for item in items if item.name in moment.queue)
        if (*key, here) not in values:
            values.clear() if len(values) > 500 else None
            barred = np.array([0.0 if item.name in here else 1e9 for item in items])
            values[(*key, here)] = (barred, known[key].values(barred))
        barred, value = values[(*key, here)]
        cell = round(moment.waited / STEP)
        place = PLATFORMS.index(moment.platform) if moment.platform else NOWHERE
        options = known[key].choices(barred, value, cell, place)
        best = int(options.argmax())
        if options[best] > 1e-9 and options[best] >= value[cell + 1, place] - 1e-9:
            return items[best].name
        return STEP if value[cell, place] > 1e-9 else None

    return choose


def clairvoyant(world: World, shift: Shift) -> float:
    """What one earns who knows each wait: a knapsack for each, the longest first, no time lost to log in."""
    pieces: list[tuple[float, float, Item]] = []
    for item in world.queue:
        pieces += [(item.gain / item.minutes, item.gain, item)] * max(1, int(item.units))
    pieces.sort(key=lambda piece: -piece[0])
    earned = 0.0
    for length in sorted(shift.waits, reverse=True):
        room = min(int(length / STEP), CELLS - 1)
        most = np.zeros(room + 1)
        taken = []
        tried, filled = [], 0.0
        for place, piece in enumerate(pieces):  # far more than fills the wait cannot matter
            if filled > 4 * length + 30:
                break
            filled += piece[2].minutes
            size = round(piece[2].minutes / STEP)
            if size > room:
                continue
            with_it = np.concatenate([np.full(size, -1.0), most[: room + 1 - size] + piece[1]])
            taken.append(with_it > most)
            tried.append((place, size))
            most = np.maximum(most, with_it)
        left, used = room, set()
        for (place, size), better in zip(reversed(tried), reversed(taken), strict=True):
            if better[left]:
                used.add(place)
                left -= size
        earned += float(most[room])
        pieces = [piece for place, piece in enumerate(pieces) if place not in used]
    return earned
