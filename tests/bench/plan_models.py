"""The plan as an integer program, for HiGHS and for CP-SAT: the same rows, the same columns.

Per stretch of a gap and task an amount; per stretch, platform and due time whether anything of the platform
is done there by then. For each due time d of a stretch, what is due by d and the switches to its platforms
fit between the start and d: with due times alone this is exact, since the most urgent first is then a best
order (Jackson 1955) and a switch is made right before its platform's first task. With release times too,
each pair (release r, due d) gets the row that what must lie in [r, d] fits into it.

Where releases bind, this relaxes the problem in three ways: tasks may be interrupted, a switch may be made
any time before its platform's first task, and several chunks of a task in one stretch count as one. So the
bound holds for every plan; the amounts are then laid out in time, and what finds no place is lost to what
still fits.

The two solvers' libraries do not load into one process: each needs a process of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, inf
from time import perf_counter

from plan_rivals import Work, laid_out, works_of
from support.plan_days import Day, Stretch, stretches_of, window_in

from gigplanner.scheduler import Placement

GAP = 0.005  # of bound over value, at which a solver stops
SCALE = 10**4  # CP-SAT counts in whole numbers: parts of a minor unit


@dataclass(frozen=True)
class Answer:
    """What a method found: a plan, a bound that holds for all plans, and the seconds it took."""

    placements: Sequence[Placement] | None  # None if it found no plan in time
    bound: float
    seconds: float


class Model:
    """Columns are whole numbers from 0 to `most`; each row keeps a sum of them at or below a limit."""

    def __init__(self, day: Day) -> None:
        self.most: list[int] = []
        self.gain: list[float] = []
        self.rows: list[tuple[dict[int, int], int]] = []
        self.amounts: list[tuple[int, int, Work]] = []  # column, stretch, work
        self._supply: dict[str, dict[int, int]] = defaultdict(dict)
        self._caps: dict[str, dict[int, int]] = defaultdict(dict)
        self._opened: dict[tuple[int, str], list[int]] = defaultdict(list)  # per gap and platform
        works = works_of(day)
        for number, stretch in enumerate(stretches_of(day)):
            self._add_stretch(number, stretch, works)
        for work in works:
            terms = self._supply[work.task.id]
            self._at_most(terms, work.supply)
            if work.task.must:
                self.rows.append((dict.fromkeys(terms, -1), -work.supply))
        for platform, cap in day.rules.daily_caps.items():
            self._at_most(self._caps[platform], cap)

    def _column(self, most: int, gain: float = 0.0) -> int:
        self.most.append(most)
        self.gain.append(gain)
        return len(self.most) - 1

    def _at_most(self, terms: dict[int, int], limit: int) -> None:
        """Add a row, unless the columns' own limits keep it anyway."""
        if sum(factor * self.most[column] for column, factor in terms.items() if factor > 0) > limit:
            self.rows.append((terms, limit))

    def _add_stretch(self, number: int, stretch: Stretch, works: Sequence[Work]) -> None:
        """Add the amounts that a stretch could hold, what of each platform is done by when, and its time."""
        done: dict[str, dict[int, int]] = defaultdict(dict)  # platform -> due -> column
        here: dict[int, tuple[Work, int, int]] = {}  # column -> work, release, due
        for work in works:
            platform = work.task.platform
            most = work.most_in(stretch, switched=bool(self._opened[stretch.gap, platform]))
            if not most:
                continue
            column = self._column(most, work.gain)
            release, due = window_in(work.task, stretch)
            here[column] = work, release, due
            self.amounts.append((column, number, work))
            self._supply[work.task.id][column] = 1
            self._caps[platform][self._placements(column, work)] = 1
            if work.switch:
                if due not in done[platform]:
                    done[platform][due] = self._column(1)
                self._at_most({column: 1, done[platform][due]: -most}, 0)
        switches = self._add_switches(stretch.gap, here, done)
        for due in sorted({due for _, _, due in here.values()}):
            terms = {column: work.each for column, (work, _, by) in here.items() if by <= due}
            switched = {column: seconds for by, column, seconds in switches if by == due}
            self._at_most(terms | switched, due - stretch.start)
            for release in sorted({release for _, release, _ in here.values() if release < due}):
                if release > stretch.start:
                    within = {
                        column: work.each
                        for column, (work, at, by) in here.items()
                        if release <= at and by <= due
                    }
                    self._at_most(within, due - release)

    def _placements(self, column: int, work: Work) -> int:
        """Return a column that counts the units of a cap that an amount uses up."""
        if not work.chunked:
            return column
        counted = self._column(1)
        self._at_most({column: 1, counted: -self.most[column]}, 0)
        self._at_most({column: -1, counted: work.least}, 0)
        return counted

    def _add_switches(
        self, gap: int, here: dict[int, tuple[Work, int, int]], done: dict[str, dict[int, int]]
    ) -> list[tuple[int, int, int]]:
        """Return, for each due time, the columns that say which switches come before it.

        Each is a due time, a column and seconds. A platform opened by work in a stretch before of the same
        gap needs no more.
        """
        switches = []
        every_due = sorted({due for _, _, due in here.values()})
        for platform, dues in done.items():
            seconds = next(work.switch for work, _, _ in here.values() if work.task.platform == platform)
            before = self._opened[gap, platform]
            made = {due: self._made(column, before) for due, column in dues.items()}
            for earlier, later in pairwise(sorted(dues)):
                self.rows.append(({dues[earlier]: 1, dues[later]: -1}, 0))
            for due in every_due:
                by_then = [at for at in dues if at <= due]
                if by_then:
                    switches.append((due, made[max(by_then)], seconds))
            last = dues[max(dues)]
            own = [column for column, (work, _, _) in here.items() if work.task.platform == platform]
            self.rows.append(({last: 1, **dict.fromkeys(own, -1)}, 0))
            before.append(last)
        return switches

    def _made(self, done: int, before: Sequence[int]) -> int:
        """Return a column that is 1 where a platform is worked on and was not before in this gap."""
        if not before:
            return done
        made = self._column(1)
        self.rows.append(({done: 1, made: -1, **dict.fromkeys(before, -1)}, 0))
        return made


def by_highs(day: Day, limit: float) -> Answer:
    """Solve with HiGHS on one thread, to GAP or for `limit` seconds."""
    import highspy
    import numpy as np

    model = Model(day)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(model.most), len(model.rows)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.array(model.gain)
    program.col_lower_ = np.zeros(len(model.most))
    program.col_upper_ = np.array(model.most, dtype=float)
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(model.most)
    program.row_lower_ = np.full(len(model.rows), -inf)
    program.row_upper_ = np.array([limit for _, limit in model.rows], dtype=float)
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _ in model.rows)])
    program.a_matrix_.index_ = np.array([column for terms, _ in model.rows for column in terms])
    factors = [factor for terms, _ in model.rows for factor in terms.values()]
    program.a_matrix_.value_ = np.array(factors, dtype=float)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", float(limit))
    solver.setOptionValue("mip_rel_gap", GAP)
    solver.passModel(program)
    began = perf_counter()
    solver.run()
    seconds = perf_counter() - began
    found, info = solver.getSolution(), solver.getInfo()
    values = [round(value) for value in found.col_value] if found.value_valid else []
    return _answer(day, model, values, info.mip_dual_bound, seconds)


def by_cpsat(day: Day, limit: float) -> Answer:
    """Solve with CP-SAT and one worker, to GAP or for `limit` seconds."""
    from ortools.sat.python import cp_model

    model = Model(day)
    program = cp_model.CpModel()
    columns = [program.new_int_var(0, most, "") for most in model.most]
    for terms, most in model.rows:
        program.add(
            cp_model.LinearExpr.weighted_sum([columns[number] for number in terms], list(terms.values()))
            <= most
        )
    gains = [ceil(gain * SCALE) for gain in model.gain]  # upward: the bound must hold
    program.maximize(cp_model.LinearExpr.weighted_sum(columns, gains))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = limit
    solver.parameters.relative_gap_limit = GAP
    solver.parameters.linearization_level = 2  # or its bound forgets that a unit is done once
    began = perf_counter()
    status = solver.solve(program)
    seconds = perf_counter() - began
    solved = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    values = [solver.value(column) for column in columns] if solved else []
    return _answer(day, model, values, solver.best_objective_bound / SCALE if solved else inf, seconds)


SOLVERS: dict[str, Callable[[Day, float], Answer]] = {"HiGHS": by_highs, "CP-SAT": by_cpsat}


def _answer(day: Day, model: Model, values: Sequence[int], bound: float, seconds: float) -> Answer:
    if len(values) < len(model.most):
        return Answer(None, bound, seconds)
    chosen = [(at, work, values[column]) for column, at, work in model.amounts if values[column]]
    return Answer(laid_out(day, chosen), bound, seconds)
