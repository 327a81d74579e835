"""What the readers of rows share: each part read alone, refusals and what is left out counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import takewhile

from msgspec import Struct

from gigplanner.interop.packing import Spool
from gigplanner.interop.reading import Reading, Refused, counted
from gigplanner.interop.rows import fits
from gigplanner.interop.table import Row, Table
from gigplanner.model import BadInput, Earning, Record

_MOST_WARNINGS = 20  # of one kind


class LeftOut(Struct, frozen=True):
    """A kind of row that brings no record: in words, with the reason where that is not plain."""

    one: str
    many: str
    why: str = ""

    def sentence(self, number: int) -> str:
        """Say how many such rows were left out, and why."""
        said = f"{counted(number, f'{self.one} was', f'{self.many} were')} left out"
        return f"{said}: {self.why}." if self.why else f"{said}."


class Gathering:
    """Gathers what a file holds. Each part is read alone: one that cannot be is refused with its line."""

    def __init__(self, format_: str, table: Table | None = None, *, lines_added: int = 0) -> None:
        """Begin with what cannot be read of `table`, which has `lines_added` more lines than the file."""
        self.format = format_
        self.records: Spool[Record] = Spool()
        self.late: Spool[Earning] = Spool()
        self._refused = [
            Refused(entry.line and entry.line - lines_added, entry.reason)
            for entry in (table.refused if table else ())
        ]
        self._warnings: list[str] = []
        self._left_out: Counter[LeftOut] = Counter()

    @contextmanager
    def part(self, line: int | None, what: str = "") -> Iterator[None]:
        """Read one part of the file inside: a BadInput refuses it alone. `what` begins its reason."""
        try:
            yield
        except BadInput as error:
            self._refused.append(Refused(line, f"{what}: {error}" if what else str(error)))

    def gather(
        self, table: Table, take: Callable[[Row], None], ends: Callable[[Row], bool] | None = None
    ) -> None:
        """Give each row to `take`, up to the one that `ends` the table; a bad row is refused alone."""
        rows: Iterable[Row] = table.rows
        for row in takewhile(lambda row: not ends(row), rows) if ends else rows:
            with self.part(row.line):
                take(fits(row))
        self._refused += table.refused

    def leave_out(self, kind: LeftOut) -> None:
        """Count a row that is understood, and is nothing to keep."""
        self._left_out[kind] += 1

    def warn(self, sentence: str) -> None:
        """Say something about one part of the file; after twenty such sentences no more."""
        if len(self._warnings) < _MOST_WARNINGS and sentence not in self._warnings:
            self._warnings.append(sentence)

    def reading(self, zone_rule: str, *warnings: str) -> Reading:
        """Return all of it as the answer of an importer; `warnings` are about the whole file."""
        left_out = (kind.sentence(number) for kind, number in self._left_out.most_common())
        return Reading(
            format=self.format,
            records=self.records.settled(),
            refused=tuple(sorted(self._refused, key=lambda refused: refused.line or 0)),
            warnings=(*warnings, *left_out, *self._warnings),
            zone_rule=zone_rule,
            late=self.late.settled(),
        )
