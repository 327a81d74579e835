"""One day planned by every method, every plan checked, and what each method weighs."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from math import inf, isfinite
from time import perf_counter

from plan_models import GAP, SOLVERS, Answer
from plan_rivals import greedy, knapsacks
from support.plan_checker import (
    broken_promises,
    broken_rules,
    outdone_by,
    value_of,
    wholly_placed_musts,
)
from support.plan_days import Day

from gigplanner.scheduler import DayPlan, Placement, plan_day

GREEDY, KNAPSACKS = "pay per minute", "knapsack per gap"
TO_GAP, IN_TIME = f"ours, to {GAP * 100:g} %", "ours, in its time"
_SIMPLE: dict[str, Callable[[Day], list[Placement]]] = {GREEDY: greedy, KNAPSACKS: knapsacks}


@dataclass(frozen=True)
class Outcome:
    """How a method did on a day: a value in minor units, the bound it proved, its seconds."""

    value: float
    bound: float
    seconds: float

    @property
    def within(self) -> float:
        """How far the bound is above the value."""
        if self.bound <= self.value + 1e-6:
            return 0.0
        return self.bound / self.value - 1 if self.value > 0 else inf


@dataclass
class DayResult:
    """What all methods made of a day; `best` is the greatest value any found, `faults` should be empty."""

    day: Day
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    first_seconds: float = 0.0
    best: float = 0.0
    faults: list[str] = field(default_factory=list)


class Bench:
    """Plans days. The reference solvers run in processes of their own, which start once."""

    def __init__(self, *, references: bool, limit: float, budget: float, long: float) -> None:
        self.references, self.limit, self.budget, self.long = references, limit, budget, long
        spawn = multiprocessing.get_context("spawn")
        self.pools = {name: ProcessPoolExecutor(1, mp_context=spawn) for name in SOLVERS if references}

    def close(self) -> None:
        """Let the processes of the solvers end."""
        for pool in self.pools.values():
            pool.shutdown()

    def run(self, day: Day, *, references: bool) -> DayResult:
        """Plan a day by every method and check every plan against every bound."""
        result = DayResult(day)
        ours, tried = self._ours(day, result)
        for name, method in _SIMPLE.items():
            began = perf_counter()
            placements = method(day)
            tried[name] = Answer(placements, inf, perf_counter() - began)
        for name in self.pools if references else ():
            tried[name] = self.pools[name].submit(SOLVERS[name], day, self.limit).result()
        self._judge(result, ours, tried)
        return result

    def _ours(self, day: Day, result: DayResult) -> tuple[list[DayPlan], dict[str, Answer]]:
        """Plan a day in the budget, and where that proves little once more in much time."""
        progress: list[tuple[float, DayPlan]] = []
        began = perf_counter()
        plan = plan_day(
            day.gaps,
            day.tasks,
            day.rules,
            budget=self.budget,
            on_progress=lambda made: progress.append((perf_counter() - began, made)),
        )
        progress.append((perf_counter() - began, plan))
        result.first_seconds = progress[0][0]
        plans = [plan]
        if self.long > self.budget and plan.within > GAP / 5:
            plans.append(plan_day(day.gaps, day.tasks, day.rules, budget=self.long))
        for made in (*(step for _, step in progress), *plans[1:]):
            broken = broken_promises(made, day.gaps, day.tasks, day.rules)
            result.faults += [f"{day.name}: ours: {words}" for words in broken]
        proven = next((step for step in progress if step[1].within <= GAP), progress[-1])
        tried = {
            name: Answer(made.placements, _bound(made, day), seconds)
            for name, (seconds, made) in ((TO_GAP, proven), (IN_TIME, progress[-1]))
        }
        return plans, tried

    def _judge(self, result: DayResult, ours: list[DayPlan], tried: dict[str, Answer]) -> None:
        """Check all plans and bounds; keep the outcomes of plans that hold the most of what must be done."""
        day, value, held = result.day, {}, {}
        every = {
            **{name: answer.placements for name, answer in tried.items()},
            "ours, long": ours[-1].placements,
        }
        for name, placements in every.items():
            if placements is None:
                continue
            broken = broken_rules(placements, day.gaps, day.tasks, day.rules)
            result.faults += [f"{day.name}: {name}: {words}" for words in broken]
            if not broken:
                value[name] = float(value_of(placements, day.tasks, day.rules))
                held[name] = len(wholly_placed_musts(placements, day.tasks))
                for plan in ours:
                    found = outdone_by(plan, placements, day.gaps, day.tasks, day.rules)
                    result.faults += [f"{day.name}: ours, by {name}: {words}" for words in found]
        compared = [name for name in value if held[name] == max(held.values())]
        result.best = max((value[name] for name in compared), default=0.0)
        for name, answer in tried.items():
            if name in compared:
                result.outcomes[name] = Outcome(value[name], answer.bound, answer.seconds)
            if answer.bound < result.best - 1e-6 * abs(result.best) - 0.01:
                words = f"{name} bounds by {answer.bound}, {result.best} was found"
                result.faults.append(f"{day.name}: {words}")


def _bound(plan: DayPlan, day: Day) -> float:
    """The bound to a fraction of a minor unit, which a plan of little money needs."""
    value = value_of(plan.placements, day.tasks, day.rules)
    exact = value > 0 and isfinite(plan.within)
    return float(value + Fraction(plan.within) * value) if exact else float(plan.bound.minor)


_IMPORT = """
import time
began = time.perf_counter()
{imports}
print(time.perf_counter() - began)
"""
_SOLVE = """
import resource
from support.plan_days import make_day
day = make_day("random", 1000)
{work}
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_WEIGHED = {
    "the day alone": ("import gigplanner.model.records", ""),
    "ours": (
        "import gigplanner.scheduler.plan",
        "from gigplanner.scheduler import plan_day; plan_day(day.gaps, day.tasks, day.rules)",
    ),
    "HiGHS": ("import highspy", "from plan_models import by_highs; by_highs(day, {limit})"),
    "CP-SAT": (
        "from ortools.sat.python import cp_model",
        "from plan_models import by_cpsat; by_cpsat(day, {limit})",
    ),
}


def weights(*, references: bool, limit: float) -> dict[str, tuple[float, float]]:
    """Return the seconds to import and the peak MiB on a day of 1,000 tasks, in processes of their own."""
    return {
        name: (
            min(_said_by(_IMPORT.format(imports=imports)) for _ in range(5)),
            _said_by(_SOLVE.format(work=work.format(limit=limit))),
        )
        for name, (imports, work) in _WEIGHED.items()
        if references or name not in SOLVERS
    }


def _said_by(script: str) -> float:
    said = subprocess.run(
        [sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return float(said.stdout.split()[-1])  # after what a library says of itself
