"""Made-up earnings of several sources, and what an import of them leaves in a ledger held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from msgspec.structs import replace

from gigplanner.model import Earning, Money
from gigplanner.workday.matching import FileEarnings, Matched, match
from gigplanner.workday.scratch import Scratch

MONDAY = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
_ids = count()


def day_of(instant: datetime) -> date:
    """The day of an instant for a person in London in winter, who stops at midnight."""
    return instant.date()


def money(cents: int, currency: str = "USD") -> Money:
    """An amount in minor units."""
    return Money(cents, currency)


def an_earning(source: str, name: str, cents: int, at: datetime = MONDAY, **fields: Any) -> Earning:
    """An earning as a file brings it, with an id of its own."""
    known = {"platform": "Uber"} | fields
    return Earning(id=f"e{next(_ids)}", source=source, source_id=name, at=at, gross=money(cents), **known)


def a_tip(source: str, name: str, cents: int, job: str, at: datetime = MONDAY, **fields: Any) -> Earning:
    """A tip that came after its job."""
    return an_earning(source, name, 0, at, job=job, tip=money(cents), **fields)


class Ledger:
    """Earnings by id, as imports leave them; every state is kept, so that one import can be undone."""

    def __init__(self) -> None:
        self.earnings: dict[str, Earning] = {}

    def log(self, *earnings: Earning) -> None:
        """Keep what the person wrote."""
        self.earnings |= {earning.id: earning for earning in earnings}

    def take(self, *files: FileEarnings | Iterable[Earning]) -> Matched:
        """Import `files` in one action; a plain list of earnings is a file too."""
        given = [file if isinstance(file, FileEarnings) else FileEarnings(tuple(file)) for file in files]
        with Scratch() as scratch:
            found = match(given, list(self.earnings.values()), day_of=day_of, scratch=scratch)
            found = replace(found, puts=tuple(found.puts), removed=tuple(found.removed))
        for new, old in found.puts:
            assert self.earnings.get(new.id) == old
            self.earnings[new.id] = new
        for gone in found.removed:
            assert self.earnings.pop(gone.id) == gone
        return found

    @property
    def all(self) -> list[Earning]:
        """Every earning, in order of time."""
        return sorted(self.earnings.values(), key=lambda each: (each.at, each.source, each.source_id))

    @property
    def only(self) -> Earning:
        """The one earning there is."""
        (earning,) = self.all
        return earning

    @property
    def net(self) -> int:
        """What all of it comes to, in minor units."""
        return sum(earning.net.minor for earning in self.all)


def a_week(nets: Sequence[int], source: str = "uber-payments", first: datetime = MONDAY) -> list[Earning]:
    """One earning a day, of the given cents."""
    return [
        an_earning(source, f"{source}-{first + n * DAY:%m%d}", cents, first + n * DAY, status="pending")
        for n, cents in enumerate(nets)
    ]
