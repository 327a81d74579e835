"""A small linear program that grows column by column, solved by the revised simplex method.

It maximises the value of columns, each taken to some extent of at least 0, under rows that limit sums of
them. The inverse of the basis is kept row by row, without the columns of rows whose slack is in the basis:
these are unit vectors. A row nobody needs yet costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from heapq import nlargest
from math import fsum
from operator import itemgetter, mul

from msgspec import Struct

_TINY = 1e-9
_GAIN = 1e-5  # of a minor unit: what an entry has to bring a piece
_SPREAD = 1e-7  # right-hand sides are set apart by so little: ties would let the method walk in circles
MOST_PROMISING = 20  # columns that are looked at again before all are
_SPARSE = 5  # a pivot row with less than a fifth of its entries is updated entry by entry


def _no_rows(_: list[float]) -> tuple[float, ...]:
    return ()


class _Column(Struct):
    value: float
    terms: dict[Hashable, float]
    rows: list[int] = []  # of the terms whose rows are there
    factors: list[float] = []
    duals: Callable[[list[float]], tuple[float, ...]] = _no_rows  # those of the rows


class Master:
    """The program. Rows are named by keys; a row's limit is given when a column first needs it."""

    def __init__(self, limits: Mapping[Hashable, float]) -> None:
        self.limits = limits
        self.columns: list[_Column] = []
        self.rows: dict[Hashable, int] = {}
        self.tight: list[int] = []  # the rows whose slack is not in the basis
        self.inverse: list[list[float]] = []  # by row of the basis: its entries for the tight rows
        self._at_tight: dict[int, int] = {}  # by tight row: its place in `tight`
        self._at_slack: dict[int, int] = {}  # by other row: the row of the basis where its slack is
        self.basis: list[int] = []  # by row: a column, or ~row for the slack of that row
        self.extents: list[float] = []  # of what is in the basis
        self.duals: list[float] = []

    def demand(self, key: Hashable, penalty: float) -> None:
        """Add a row that wants a sum of at least its limit; what is missing costs `penalty` a piece.

        Columns count in it with negative terms. To be called before the first column is added.
        """
        self._add_row(key, -self.limits[key])
        self._take(-penalty, {key: -1.0})
        row = self.rows[key]
        self._tighten(row)
        self.inverse[row][-1] = -1.0
        self.extents[row] = self.limits[key]
        self.basis[row] = len(self.columns) - 1
        self.duals[row] = penalty

    def add(self, value: float, terms: dict[Hashable, float]) -> int:
        """Add a column; return its number. A row it has no positive term in is added when one needs it."""
        for key, term in terms.items():
            if term > 0 and key not in self.rows:
                self._add_row(key, self.limits.get(key, 0.0))
        self._take(value, terms)
        return len(self.columns) - 1

    def _take(self, value: float, terms: dict[Hashable, float]) -> None:
        column = _Column(value, terms)
        self.columns.append(column)
        self._find_rows(column)

    def _find_rows(self, column: _Column) -> None:
        """Look up the rows of a column anew."""
        rows = self.rows
        there = [(rows[key], term) for key, term in column.terms.items() if key in rows]
        column.rows, column.factors = [row for row, _ in there], [term for _, term in there]
        if there:
            # a getter of one row would return no tuple: that row is read twice, and counted once
            column.duals = itemgetter(*column.rows, column.rows[0])

    def _add_row(self, key: Hashable, limit: float) -> None:
        row = len(self.rows)
        self.rows[key] = row
        limit += _SPREAD * (1 + row * 7919 % 97) * (1 if limit >= 0 else 0)
        weights = [0.0] * len(self.tight)
        for basic, values in zip(self.basis, self.inverse, strict=True):
            term = self.columns[basic].terms.get(key, 0.0) if basic >= 0 else 0.0
            if term:
                weights = [a - term * b for a, b in zip(weights, values, strict=True)]
        extent = limit - fsum(
            self.columns[basic].terms.get(key, 0.0) * extent
            for basic, extent in zip(self.basis, self.extents, strict=True)
            if basic >= 0
        )
        self.inverse.append(weights)
        self._at_slack[row] = len(self.basis)
        self.basis.append(~row)
        self.extents.append(extent)
        self.duals.append(0.0)
        for column in self.columns:
            if key in column.terms:
                self._find_rows(column)

    def _tighten(self, row: int) -> None:
        """Keep the column of a row whose slack leaves the basis."""
        here = self._at_slack.pop(row)
        self._at_tight[row] = len(self.tight)
        self.tight.append(row)
        for values in self.inverse:
            values.append(0.0)
        self.inverse[here][-1] = 1.0

    def _loosen(self, row: int, here: int) -> None:
        """Drop the column of a row whose slack has come into the basis."""
        gap, last = self._at_tight.pop(row), self.tight.pop()
        if last != row:
            self.tight[gap] = last
            self._at_tight[last] = gap
        for values in self.inverse:
            value = values.pop()
            if last != row:
                values[gap] = value
        self._at_slack[row] = here
        self.duals[row] = 0.0

    def _change(self, positions: Sequence[int], factors: Sequence[float]) -> list[float]:
        """Return what a piece of a column with these entries takes from each extent of the basis."""
        tight, slack = self._at_tight, self._at_slack
        at = [(tight[row], factor) for row, factor in zip(positions, factors, strict=True) if row in tight]
        if not at:
            change = [0.0] * len(self.basis)
        elif len(at) == 1:
            (place, factor), *_ = at
            change = [factor * values[place] for values in self.inverse]
        else:
            of_column, weights = itemgetter(*[place for place, _ in at]), [factor for _, factor in at]
            change = [fsum(map(mul, weights, of_column(values))) for values in self.inverse]
        if len(at) < len(positions):
            for row, factor in zip(positions, factors, strict=True):
                if row in slack:
                    change[slack[row]] += factor
        return change

    def solve(self, most_pivots: int = 400) -> None:
        """Pivot until no column is worth more, or for `most_pivots`."""
        promising: list[int] = []
        for _ in range(most_pivots):
            best, most, _ = self._best_of(promising)
            if most <= _GAIN:
                best, most, promising = self._best_of(range(len(self.columns)))
            lowest = min(self.duals, default=0.0)
            if -lowest > max(most, _GAIN):
                row = self.duals.index(lowest)
                entered = self._pivot(~row, -lowest, [row], [1.0])
            elif most > _GAIN:
                column = self.columns[best]
                entered = self._pivot(best, most, column.rows, column.factors)
            else:
                return
            if not entered:
                return

    def _best_of(self, numbers: Iterable[int]) -> tuple[int, float, list[int]]:
        """Return the column whose entry brings most a piece, what it brings, and others that bring much."""
        duals, columns, in_basis = self.duals, self.columns, set(self.basis)
        gains = [
            (
                columns[number].value - fsum(map(mul, columns[number].factors, columns[number].duals(duals))),
                number,
            )
            for number in numbers
            if number not in in_basis
        ]
        best = nlargest(MOST_PROMISING, gains)
        if not best:
            return 0, 0.0, []
        return best[0][1], best[0][0], [number for gain, number in best if gain > _GAIN]

    def _pivot(self, entering: int, gain: float, positions: list[int], factors: list[float]) -> bool:
        change = self._change(positions, factors)
        leaving, ratio = -1, float("inf")
        for row, step in enumerate(change):
            if step > _TINY:
                here = max(0.0, self.extents[row]) / step
                if here < ratio - 1e-12 or (here <= ratio and step > change[leaving]):
                    leaving, ratio = row, here
        if leaving < 0:
            return False
        if self.basis[leaving] < 0:
            self._tighten(~self.basis[leaving])
        scale = 1 / change[leaving]
        pivot = self.inverse[leaving] = [value * scale for value in self.inverse[leaving]]
        filled = [position for position, value in enumerate(pivot) if value]
        sparse = len(filled) * _SPARSE < len(pivot)
        for row, step in enumerate(change):
            if row == leaving or -1e-13 < step < 1e-13:
                continue
            values = self.inverse[row]
            if sparse:
                for position in filled:
                    values[position] -= step * pivot[position]
            else:
                self.inverse[row] = [a - step * b for a, b in zip(values, pivot, strict=True)]
            self.extents[row] -= step * ratio
        self.extents[leaving] = ratio
        self.basis[leaving] = entering
        for position in filled:
            self.duals[self.tight[position]] += gain * pivot[position]
        if entering < 0:
            self._loosen(~entering, leaving)
        return True

    @property
    def prices(self) -> dict[Hashable, float]:
        """What a piece of each row's limit is worth."""
        return {key: max(0.0, self.duals[row]) for key, row in self.rows.items()}

    @property
    def taken(self) -> dict[int, float]:
        """To what extent each column is taken."""
        return {
            basic: extent
            for basic, extent in zip(self.basis, self.extents, strict=True)
            if basic >= 0 and extent > 1e-6
        }
