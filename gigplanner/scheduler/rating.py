"""What a task is worth in a wait that may end any minute, and what it would be worth later.

The **rate index** of a task is what it is expected to earn over the minutes of the wait it is expected to
use, E[pay earned] ÷ E[min(task, rest of the wait)]; of a batch, that of as many units as make it greatest,
so that the minutes to log in are spread over what they are for. Where the queue is endless there is no
better rule (Gittins 1979). A queue is not: a study that an order breaks is gone, and a good one done now is
not there for the next wait. What a unit would bring there is its **later worth** V(n) with n waits still to
come: the best, over the minute of the next wait to start it at, of

    chance to finish × gain − time's price × minutes used + (1 − chance that it is over with) × V(n − 1),

where V(0) is nothing, and time's price the index of the task with which the waits to come run full (0 if they
do not). A study is held back where a wait that turns out long would give it so much better a chance that, the
idle minutes paid for, it is worth more than at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from gigplanner.model.records import Task
from gigplanner.scheduler.survival import Rest

MOST_AHEAD = 20.0  # waits; those after them change little
WAITS_AHEAD = 0.75  # of a shift, where nobody says how many are still to come: likely one more
STUDIED = 40  # tasks, the best by their index, of a long queue that are looked at closely
BATCH_MINUTES = 45.0  # of a wait, at most, that the units of a batch are looked at
STARTS = (0.0, 1.0, 2.0, 3.0, 4.5, 6.5, 9.0, 12.0, 16.0, 22.0, 30.0, 45.0)  # minutes into a wait, or from now
LATER_WEIGHT = 0.4  # of the later worth in the ranking: what comes later may come otherwise
HOLD_MARGIN = 1.03  # times as much must holding be worth: a broken study may come back, a curve may err


class Candidate(Struct, frozen=True):
    """A task that may be started, in numbers: minutes, and money in minor units."""

    order: int
    task: Task
    minutes: float  # of a unit; of as much as fits before its due, if it is split
    switch: float
    gain: float  # of a unit, as it is paid on average, its worth included
    units: int
    kept: bool  # its progress outlasts an order
    fragile: bool  # an order that breaks it takes it away for good

    @property
    def length(self) -> float:
        """The minutes until a unit is done, logging in included."""
        return self.switch + self.minutes


class Rated(Struct, frozen=True):
    """A candidate, the rest of the wait given; `index` is money a minute of waiting time."""

    index: float
    candidate: Candidate
    share: float  # of a unit's gain that is to be expected before the order
    held: bool = False  # better held back a while


def rated(candidate: Candidate, rest: Rest) -> Rated:
    """Return the candidate with its rate index."""
    chance, used = rest.look_up(candidate.length)
    share = (used - rest.look_up(candidate.switch)[1]) / candidate.minutes if candidate.kept else chance
    index = candidate.gain * share / used if used > 0 else 0.0
    if candidate.units > 1:
        index = max(index, _batch_index(candidate, rest))
    return Rated(index, candidate, share)


def _batch_index(candidate: Candidate, rest: Rest) -> float:
    """Return the index of several units in a row, where that is more than of one."""
    switch, minutes = candidate.switch, candidate.minutes
    after_switch, start = rest.look_up(switch)
    best = 0.0
    for units in {min(candidate.units, 4), min(candidate.units, max(2, int(BATCH_MINUTES / minutes)))}:
        chance, used = rest.look_up(switch + units * minutes)
        # Σ S(s + j·m) is the area under S less half a cell at either end
        finished = (used - start) / minutes - (0.0 if candidate.kept else (after_switch - chance) / 2)
        best = max(best, candidate.gain * finished / used if used > 0 else 0.0)
    return best


def ranked(rates: Sequence[Rated], rest: Rest, fresh: Rest, waits_ahead: float) -> list[Rated]:
    """Return what is worth starting in `rest` of a wait, best first; what is better held back comes last.

    `fresh` is a wait still to come, of which the shift is expected to bring `waits_ahead` more.
    """
    price = time_price([each.candidate for each in rates], fresh, waits_ahead)
    net = []
    for each in rates:
        candidate = each.candidate
        later = later_worth(candidate, fresh, price, waits_ahead)
        if candidate.fragile:
            held = better_held(candidate, rest, price, later)
            lost = later / rest.look_up(candidate.length)[1]
            net.append(
                (held, LATER_WEIGHT * lost - each.index, Rated(each.index, candidate, each.share, held))
            )
        else:
            net.append((False, each.index * (LATER_WEIGHT * later / candidate.gain - 1), each))
    net.sort(key=lambda one: (one[0], one[1], one[2].candidate.order))
    return [each for _, _, each in net]


def time_price(candidates: Sequence[Candidate], fresh: Rest, waits: float) -> float:
    """Return what a minute of waiting is worth: the index at which `waits` run full, 0 if they do not."""
    left = waits * fresh.means[-1]
    for each in sorted((rated(candidate, fresh) for candidate in candidates), key=lambda each: -each.index):
        left -= fresh.look_up(each.candidate.length)[1] * each.candidate.units
        if left <= 0:
            return each.index
    return 0.0


def later_worth(candidate: Candidate, fresh: Rest, price: float, waits: float) -> float:
    """Return what a unit would bring in so many waits still to come, beyond the price of its time."""
    if candidate.kept:
        return min(1.0, waits) * max(0.0, candidate.gain - price * candidate.length)
    length = candidate.length if candidate.units == 1 else candidate.minutes
    tries = []
    for start in STARTS:
        chance, end = fresh.look_up(start + length)
        reached, begin = fresh.look_up(start)
        worth = candidate.gain * chance - price * (end - begin)
        if worth > 0:
            tries.append((worth, 1 - (reached if candidate.fragile else chance)))
    if not tries:
        return 0.0
    worth_before = worth = 0.0
    left = min(waits, MOST_AHEAD)
    while left > 0:
        worth_before = worth
        worth = max(brings + still_there * worth_before for brings, still_there in tries)
        left -= 1
    return worth + left * (worth - worth_before)


def better_held(candidate: Candidate, rest: Rest, price: float, later: float) -> bool:
    """Whether a fragile task is worth more held back, for later in this wait or for a later one."""
    chance, used = rest.look_up(candidate.length)
    now = candidate.gain * chance - price * used
    for start in STARTS[1:]:
        chance, end = rest.look_up(start + candidate.length)
        reached, _ = rest.look_up(start)
        if candidate.gain * chance - price * end + (1 - reached) * later > now * HOLD_MARGIN:
            return True
    return False
