"""What the suggestion earns in waits of unknown length, beside simple rules and those who know more.

Run `python tests/bench/waits.py [--full] [--shifts N] [--jobs N]`; numpy is needed (the bench extra brings
it). Each law of the waits gets its workers (a median of 3–8 minutes, 10–50 % of the logged waits broken off,
5 to 2,000 tasks) and each worker ten shifts of eight waits, whose end is known; every policy lives the same
ones, and each task begun counts with what it brings on average, not with the luck of one wait. `--full` lives
2,000 shifts under each law. Printed are earnings per waiting hour relative to the best of those who know the
law (with 95 % intervals, bootstrapped over workers) and to the clairvoyant, minutes sunk into what orders
broke off, queues of a few studies against their true optimum, whether chances to finish hold out of sample,
and how much processor time a decision takes.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from math import exp
from multiprocessing import Pool

from waits_exact import shares
from waits_policies import (
    RULES,
    Outcome,
    Policy,
    as_task,
    clairvoyant,
    induction,
    informed_rule,
    live,
    shipped,
    simple_rules,
)
from waits_worlds import LAWS, MIDNIGHT, World, make_world

from gigplanner.scheduler import Wait, WaitModel, suggest

SHIFTS_EACH = 10
KNOWN = (0, 5, 20, 100)
INFORMED = ("knows the law: induction", "knows the law: our rule")
SHIPPED = tuple(f"suggest, {known} past waits" for known in KNOWN)
Row = dict[str, Outcome]
Forecasts = list[tuple[float, float, bool]]  # ours, the exponential's, whether it lasted


def live_world(kind: str, seed: int) -> tuple[Row, Forecasts]:
    """Return what every policy earns in one world, and forecasts with what became of them."""
    world = make_world(kind, seed, SHIFTS_EACH)
    learned = {known: WaitModel.learn(world.history[:known]) for known in KNOWN}
    policies: dict[str, Policy] = {
        **dict(zip(SHIPPED, (shipped(model) for model in learned.values()), strict=True)),
        **simple_rules(learned[0], learned[100]),
        INFORMED[0]: induction(world),
        INFORMED[1]: informed_rule(world),
    }
    row: Row = defaultdict(Outcome)
    for shift in world.shifts:
        for name, policy in policies.items():
            lived = live(world, shift, policy)
            row[name].earned += lived.earned
            row[name].waited += lived.waited
            row[name].abandoned += lived.abandoned
        row["clairvoyant"].earned += clairvoyant(world, shift)
        row["clairvoyant"].waited += sum(shift.waits)
    return dict(row), forecasts(world, learned[100])


def forecasts(world: World, model: WaitModel) -> Forecasts:
    """Return chances to finish given while waiting, by our model and by an exponential, and what came."""
    orders = sum(wait.ended_by_order for wait in world.history)
    rate = max(1, orders) / sum(wait.minutes for wait in world.history)
    chance = random.Random(len(world.queue))
    made: Forecasts = []
    for shift in world.shifts:
        for number, (length, start) in enumerate(zip(shift.waits, shift.starts, strict=True)):
            waited = chance.choice((0.0, 1.0, 3.0, 8.0, 15.0))
            minutes = chance.choice((1.0, 2.0, 4.0, 8.0, 15.0, 25.0))
            if length > waited:
                ours = model.survival(minutes, waited=waited, at=start, recent=shift.waits[:number])
                made.append((ours, exp(-rate * minutes), length > waited + minutes))
    return made


def interval(rows: list[Row], name: str, reference: str) -> tuple[float, float, float]:
    """Return earnings relative to `reference`, with a 95 % interval bootstrapped over workers."""

    def ratio(chosen: list[Row]) -> float:
        return sum(row[name].earned for row in chosen) / sum(row[reference].earned for row in chosen)

    chance = random.Random(7)
    drawn = sorted(ratio(chance.choices(rows, k=len(rows))) for _ in range(400))
    return ratio(rows), drawn[10], drawn[389]


def show_law(kind: str, rows: list[Row]) -> None:
    """Print one law's table."""
    total = {name: sum(row[name].earned for row in rows) for name in rows[0]}
    hours = sum(row["clairvoyant"].waited for row in rows) / 60
    best = max(INFORMED, key=lambda name: total[name])
    shifts = len(rows) * SHIFTS_EACH
    print(f"\n{kind}: {shifts} shifts, {len(rows)} workers; 100 % is “{best}”")
    heads = f"{'$/waiting h':>12}{'of informed':>13}{'95 %':>16}{'of clairv.':>12}"
    print(f"{'policy':28}{heads}{'sunk min/shift':>16}")
    for name in sorted(total, key=lambda name: -total[name]):
        share, low, high = interval(rows, name, best)
        sunk = sum(row[name].abandoned for row in rows) / shifts
        within = f"{low:.1%}–{high:.1%}"
        print(
            f"{name:28}{total[name] / hours / 100:12.2f}{share:13.1%}{within:>16}"
            f"{total[name] / total['clairvoyant']:12.1%}{sunk:16.1f}"
        )
    ours = total["suggest, 100 past waits"] / total["plain index, typical"] - 1
    print(f"suggest with 100 past waits against the plain index with the typical curve: {ours:+.1%}")


def show_calibration(kind: str, made: Forecasts) -> None:
    """Print whether so many of the waits lasted as were said to."""
    ours = statistics.fmean((said - lasted) ** 2 for said, _, lasted in made)
    plain = statistics.fmean((said - lasted) ** 2 for _, said, lasted in made)
    print(f"{kind:12} Brier {ours:.4f}, exponential {plain:.4f}; {len(made)} forecasts; said → came:", end="")
    for tenth in range(0, 10, 2):
        group = [one for one in made if tenth / 10 <= one[0] < tenth / 10 + 0.2]
        if group:
            said = statistics.fmean(one[0] for one in group)
            print(f"  {said:.2f} → {statistics.fmean(one[2] for one in group):.2f}", end="")
    print()


def show_exact(queues: int) -> None:
    """Print what is earned of the true optimum where that can be worked out."""
    print(
        "\na few studies, eight waits, worked out exactly (of the true optimum; the plain index beside it):"
    )
    for kind in LAWS[:4]:
        found = {count: shares(kind, count, queues) for count in (2, 4)}
        words = (f"{count} studies {ours:.1%} ({plain:.1%})" for count, (ours, plain) in found.items())
        print(f"{kind:12} {'   '.join(words)}")


def show_latency() -> None:
    """Print how long a decision over 2,000 tasks takes, and learning from ten years of waits."""
    world = make_world("weibull", 1, 1, size=2000)
    tasks = [as_task(item) for item in world.queue]
    model = WaitModel.learn(world.history)
    now = world.shifts[0].starts[0]

    def decide(number: int) -> None:
        suggest(
            tasks,
            model,
            waited=number % 20,
            has=frozenset(),
            now=now,
            rules=RULES,
            recent=(3.0, 9.0, 5.0),
            waits_ahead=8 - number % 8,
        )

    spent = sorted(_milliseconds(partial(decide, number)) for number in range(100))
    print(f"\none decision over 2,000 tasks: median {spent[50]:.1f} ms, 95 of 100 within {spent[94]:.1f} ms")
    chance = random.Random(1)
    waits = [Wait(MIDNIGHT, chance.expovariate(0.15), chance.random() < 0.7) for _ in range(50_000)]
    learning = min(_milliseconds(lambda: WaitModel.learn(waits)) for _ in range(3))
    print(f"learning from 50,000 waits: {learning:.0f} ms")


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()  # whatever else the machine does
    work()
    return (time.process_time() - began) * 1000


def main() -> None:
    """Live all shifts and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true", help="2,000 shifts under each law")
    parser.add_argument("--shifts", type=int, default=200, help="shifts under each law")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--law", choices=LAWS, action="append", help="only this law")
    given = parser.parse_args()
    workers = (2000 if given.full else given.shifts) // SHIFTS_EACH
    calibration = {}
    with Pool(given.jobs) as pool:
        for kind in given.law or LAWS:
            lived = pool.map(partial(live_world, kind), range(workers), chunksize=1)
            show_law(kind, [row for row, _ in lived])
            calibration[kind] = [one for _, made in lived for one in made]
    show_exact(10 if given.full else 3)
    print("\nchance that a wait lasts, out of sample, from 100 past waits:")
    for kind, made in calibration.items():
        show_calibration(kind, made)
    show_latency()


if __name__ == "__main__":
    main()
