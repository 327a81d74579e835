"""The earnings of the planbook that an import is compared with: those of its sources, and those near it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain

from gigplanner.model.records import Earning
from gigplanner.workday.deposits import REACH
from gigplanner.workday.desk import Desk
from gigplanner.workday.matching import FileEarnings
from gigplanner.workday.months import months_around

_AROUND = REACH + timedelta(days=1)


def known_earnings(desk: Desk, files: Sequence[FileEarnings]) -> Iterator[Earning]:
    """Yield the planbook's earnings of the files' sources, and of the months near the files' earnings.

    Some come twice.
    """
    entries = (entry for file in files for entry in chain(file.earnings, file.late))
    if sources := {entry.source for entry in entries}:
        yield from desk.book.passing(Earning, sources=sources)
        moments = (entry.at for file in files for entry in chain(file.earnings, file.late))
        for span in months_around(moments, _AROUND):
            yield from desk.book.passing(Earning, span=span)
