"""The earnings of the planbook that an import is compared with: those of its sources, and those near it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from gigplanner.model.records import Earning
from gigplanner.workday.deposits import REACH
from gigplanner.workday.desk import Desk
from gigplanner.workday.matching import FileEarnings
from gigplanner.workday.months import months_around

_AROUND = REACH + timedelta(days=1)


def known_earnings(desk: Desk, files: Sequence[FileEarnings]) -> Iterable[Earning]:
    """Return the planbook's earnings of the files' sources, and of the months near the files' earnings."""
    entries = [entry for file in files for entry in (*file.earnings, *file.late)]
    if not entries:
        return []
    found = {
        earning.id: earning
        for earning in desk.book.every(Earning, sources={entry.source for entry in entries})
    }
    for span in months_around({entry.at for entry in entries}, _AROUND):
        found |= {earning.id: earning for earning in desk.book.within(Earning, span)}
    return found.values()
