"""How good plans are and how soon: beside HiGHS, CP-SAT and simple rules, on made-up days of many kinds.

Run `python tests/bench/plan.py`; it takes some minutes, `--full` some hours. Needs the `bench` extra. All
plans are checked by code that the solver does not share, and every bound against every plan that any method
found: what is wrong is printed, and the status is 1.

A line tells, for one method over the days of a size: how far its plans are short of the best that any method
found, how far its bound is above its own plan, on how many days it had proven 0.5 % within a second, and its
time. A method that found no plan, or none with all that must be done, on some days says on how many it did.
A reference's time is that inside the solver, without building the model.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Iterable, Sequence
from math import inf, isinf
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # for support.plan_days, as the test suite has it

from plan_measure import GAP, IN_TIME, TO_GAP, Bench, DayResult, Outcome, weights
from support.plan_days import FAMILIES, make_day

SIZES = (10, 50, 200, 1000, 2000)
ODD_SIZES = (200,)
USUAL = ("plain", "random")  # gaps as they come; the same, many short, and some cut by breaks
STRESS = 10_000  # tasks, without references
Cell = tuple[str, int, int, bool]  # family, size, days, whether beside the references


def main() -> int:
    """Measure, print, and return 1 if a plan or a bound was wrong."""
    wanted = _asked()
    references = not wanted.without_references
    print(
        f"seed {wanted.seed}, {wanted.budget:g} s for ours, {wanted.limit:g} s for a reference, 1 thread each"
    )
    bench = Bench(references=references, limit=wanted.limit, budget=wanted.budget, long=wanted.long)
    faults, ratios, ours = [], [], []
    try:
        for family, size, days, beside in _cells(wanted):
            results = []
            for number in range(days):
                day = make_day(family, size, number, wanted.seed)
                results.append(bench.run(day, references=beside and references))
            _show(family, size, results)
            ratios += _ratios(results)
            ours += results
            for fault in (fault for result in results for fault in result.faults):
                print(f"WRONG {fault}", flush=True)
                faults.append(fault)
    finally:
        bench.close()
    _sum_up(ours, ratios)
    if not wanted.without_weights:
        _show_weights(weights(references=references, limit=wanted.limit))
    print(f"\n{len(ours)} days, {len(faults)} wrong plans or bounds")
    return 1 if faults else 0


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", help="tasks of a day")
    asked.add_argument("--families", nargs="+", choices=list(FAMILIES), help="kinds of days")
    asked.add_argument("--days", type=int, help="of each size and kind (unless named, of odd kinds a third)")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--budget", type=float, default=1.0, help="seconds for ours")
    asked.add_argument("--long", type=float, help="seconds for ours, to know the best (not timed)")
    asked.add_argument("--limit", type=float, help="seconds for each reference on each day")
    asked.add_argument("--without-references", action="store_true", help="neither HiGHS nor CP-SAT")
    asked.add_argument("--without-weights", action="store_true", help="neither memory nor import time")
    asked.add_argument("--full", action="store_true", help="more days, more time, more sizes of odd kinds")
    wanted = asked.parse_args()
    for name, short, full in (("days", 3, 10), ("limit", 10.0, 60.0), ("long", 3.0, 20.0)):
        if getattr(wanted, name) is None:
            setattr(wanted, name, full if wanted.full else short)
    return wanted


def _cells(wanted: argparse.Namespace) -> list[Cell]:
    """Return what to measure: every size of usual days, and each odd kind."""
    if wanted.sizes or wanted.families:
        families = wanted.families or ["random"]
        return [
            (family, size, wanted.days, True) for family in families for size in wanted.sizes or ODD_SIZES
        ]
    odd_sizes = (*ODD_SIZES, 1000) if wanted.full else ODD_SIZES
    odd = [family for family in FAMILIES if family not in USUAL]
    return [
        *((family, size, wanted.days, True) for family in USUAL for size in SIZES),
        ("random", STRESS, 1, False),
        *((family, size, max(1, wanted.days // 3), True) for family in odd for size in odd_sizes),
    ]


def _show(family: str, size: int, results: Sequence[DayResult]) -> None:
    """Print the table of one size of one kind of day."""
    first = statistics.median(result.first_seconds for result in results)
    print(f"\n{family}, {size:,} tasks, {len(results)} days; our first plan after {_time(first)}")
    print(f"{'':<20}{'short of best':>20}{'proven within':>20}{'in 1 s':>8}{'median':>10}{'worst':>10}")
    for name in dict.fromkeys(name for result in results for name in result.outcomes):
        rows = [(result, result.outcomes[name]) for result in results if name in result.outcomes]
        outcomes = [outcome for _, outcome in rows]
        short = _mean_and_worst(_short(result, outcome) for result, outcome in rows)
        proves = not all(isinf(outcome.bound) for outcome in outcomes)
        within = _mean_and_worst(outcome.within for outcome in outcomes) if proves else "–"
        soon = f"{_share(outcomes) * 100:.0f} %" if proves else "–"
        seconds = [outcome.seconds for outcome in outcomes]
        found = name if len(rows) == len(results) else f"{name}, {len(rows)} days"
        median, worst = _time(statistics.median(seconds)), _time(max(seconds))
        print(f"{found:<20}{short:>20}{within:>20}{soon:>8}{median:>10}{worst:>10}", flush=True)


def _short(result: DayResult, outcome: Outcome) -> float:
    """How far a plan is below the best known, as a part of it."""
    return (result.best - outcome.value) / abs(result.best) if result.best else 0.0


def _share(outcomes: Sequence[Outcome]) -> float:
    """On which part of the days a method had proven GAP within a second."""
    return statistics.mean(outcome.within <= GAP and outcome.seconds <= 1 for outcome in outcomes)


def _ratios(results: Iterable[DayResult]) -> list[tuple[int, float]]:
    """Return size and HiGHS' time over ours to GAP, of days on which we got there."""
    return [
        (len(result.day.tasks), result.outcomes["HiGHS"].seconds / result.outcomes[TO_GAP].seconds)
        for result in results
        if result.best and "HiGHS" in result.outcomes and result.outcomes[TO_GAP].within <= GAP
    ]


def _sum_up(results: Sequence[DayResult], ratios: Sequence[tuple[int, float]]) -> None:
    """Print our figures over all days, and how much sooner than HiGHS we prove the same."""
    short = _mean_and_worst(_short(result, result.outcomes[IN_TIME]) for result in results)
    within = _mean_and_worst(result.outcomes[IN_TIME].within for result in results)
    soon = _share([result.outcomes[TO_GAP] for result in results])
    print(f"\nours over all {len(results)} days, mean and worst: short of best known {short},")
    print(f"proven within {within}; proven within {GAP * 100:g} % in 1 s on {soon * 100:.1f} % of days")
    for size in sorted({size for size, _ in ratios}):
        those = [ratio for at, ratio in ratios if at == size]
        print(
            f"time of HiGHS (its limit, where it ran out) over ours to {GAP * 100:g} %, {size:,} tasks:"
            f" median {statistics.median(those):,.1f}, least {min(those):,.1f} ({len(those)} days)"
        )


def _show_weights(found: dict[str, tuple[float, float]]) -> None:
    print(f"\n{'on 1,000 tasks':<22}{'import':>10}{'peak memory':>14}")
    for name, (seconds, mebibytes) in found.items():
        print(f"{name:<22}{_time(seconds):>10}{mebibytes:>10.0f} MiB")


def _mean_and_worst(parts: Iterable[float]) -> str:
    """Mean and worst of parts, as percentages; infinite ones are counted apart."""
    every = list(parts)
    finite = [part for part in every if part < inf]
    if not finite:
        return "none"
    text = f"{statistics.mean(finite) * 100:.3f} / {max(finite) * 100:.2f} %"
    return text if len(finite) == len(every) else f"{text}, {len(every) - len(finite)} ∞"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


if __name__ == "__main__":
    sys.exit(main())
