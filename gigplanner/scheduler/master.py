"""A small linear program that grows column by column, solved by the revised simplex method.

It maximises the value of columns, each taken to some extent of at least 0, under rows that limit sums of
them. The inverse of the basis is kept row by row; a row nobody needs yet costs nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from operator import mul

from msgspec import Struct

_TINY = 1e-9
_SPREAD = 1e-7  # right-hand sides are set apart by so little: ties would let the method walk in circles
_SPARSE = 5  # a pivot row with less than a fifth of its entries is updated entry by entry


class _Column(Struct):
    value: float
    terms: dict[Hashable, float]


class Master:
    """The program. Rows are named by keys; a row's limit is given when a column first needs it."""

    def __init__(self, limits: Mapping[Hashable, float]) -> None:
        self.limits = limits
        self.columns: list[_Column] = []
        self.rows: dict[Hashable, int] = {}
        self.inverse: list[list[float]] = []
        self.basis: list[int] = []  # by row: a column, or ~row for the slack of that row
        self.extents: list[float] = []  # of what is in the basis
        self.duals: list[float] = []

    def demand(self, key: Hashable, penalty: float) -> None:
        """Add a row that wants a sum of at least its limit; what is missing costs `penalty` a piece.

        Columns count in it with negative terms. To be called before the first column is added.
        """
        self._add_row(key, -self.limits[key])
        self.columns.append(_Column(-penalty, {key: -1.0}))
        row = self.rows[key]
        self.inverse[row][row] = -1.0
        self.extents[row] = self.limits[key]
        self.basis[row] = len(self.columns) - 1
        self.duals[row] = penalty

    def add(self, value: float, terms: dict[Hashable, float]) -> int:
        """Add a column; return its number. A row it has no positive term in is added when one needs it."""
        for key, term in terms.items():
            if term > 0 and key not in self.rows:
                self._add_row(key, self.limits.get(key, 0.0))
        self.columns.append(_Column(value, terms))
        return len(self.columns) - 1

    def _add_row(self, key: Hashable, limit: float) -> None:
        row = len(self.rows)
        self.rows[key] = row
        limit += _SPREAD * (1 + row * 7919 % 97) * (1 if limit >= 0 else 0)
        weights = [0.0] * row
        for basic, values in zip(self.basis, self.inverse, strict=True):
            term = self.columns[basic].terms.get(key, 0.0) if basic >= 0 else 0.0
            if term:
                weights = [a - term * b for a, b in zip(weights, values, strict=True)]
        extent = limit - sum(
            self.columns[basic].terms.get(key, 0.0) * extent
            for basic, extent in zip(self.basis, self.extents, strict=True)
            if basic >= 0
        )
        for values in self.inverse:
            values.append(0.0)
        self.inverse.append([*weights, 1.0])
        self.basis.append(~row)
        self.extents.append(extent)
        self.duals.append(0.0)

    def solve(self, most_pivots: int = 400) -> None:
        """Pivot until no column is worth more, or for `most_pivots`."""
        for _ in range(most_pivots):
            entering, gain, terms = self._entering()
            if gain <= _TINY:
                return
            if not self._pivot(entering, gain, terms):
                return

    def _entering(self) -> tuple[int, float, dict[int, float]]:
        """Return the column or slack whose entry brings most a piece, that gain, and its terms by row."""
        rows, duals = self.rows, self.duals
        best, most = 0, _TINY
        in_basis = set(self.basis)
        for number, column in enumerate(self.columns):
            gain = column.value
            for key, term in column.terms.items():
                row = rows.get(key)
                if row is not None:
                    gain -= duals[row] * term
            if gain > most and number not in in_basis:
                best, most = number, gain
        lowest = min(duals, default=0.0)
        if -lowest > most:
            row = duals.index(lowest)
            return ~row, -lowest, {row: 1.0}
        if most <= _TINY:
            return 0, 0.0, {}
        terms = self.columns[best].terms
        return best, most, {rows[key]: term for key, term in terms.items() if key in rows}

    def _pivot(self, entering: int, gain: float, terms: dict[int, float]) -> bool:
        positions, factors = list(terms), list(terms.values())
        change = [sum(map(mul, factors, [values[p] for p in positions])) for values in self.inverse]
        leaving, ratio = -1, float("inf")
        for row, step in enumerate(change):
            if step > _TINY:
                here = max(0.0, self.extents[row]) / step
                if here < ratio - 1e-12 or (here <= ratio and step > change[leaving]):
                    leaving, ratio = row, here
        if leaving < 0:
            return False
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
        if sparse:
            for position in filled:
                self.duals[position] += gain * pivot[position]
        else:
            self.duals = [a + gain * b for a, b in zip(self.duals, pivot, strict=True)]
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
