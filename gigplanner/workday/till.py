"""Earnings as an import will leave them: those there are, found by what files call them, and the changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gigplanner.model.records import Earning
from gigplanner.workday.late_parts import identity


class Till:
    """A draft of the ledger's earnings. Every name by which a file knows one leads to it."""

    def __init__(self, held: Iterable[Earning]) -> None:
        self._held: dict[str, Earning] = {}
        self._now: dict[str, Earning] = {}
        self._named: dict[str, str] = {}
        self._jobs: dict[tuple[str, str], dict[str, None]] = {}
        for earning in held:
            self._held[earning.id] = earning
            self.put(earning)

    def __iter__(self) -> Iterator[Earning]:
        return iter(list(self._now.values()))

    def get(self, earning_id: str) -> Earning | None:
        """Return the earning with that id as it is now, if it still is one."""
        return self._now.get(earning_id)

    def known_as(self, name: str) -> Earning | None:
        """Return the earning that is, or stands for, the entry called `name`: "source source_id"."""
        return self._now.get(self._named.get(name, ""))

    def of_job(self, earning: Earning) -> list[Earning]:
        """Return the earnings of the same job: of the same source, or of the same platform."""
        ids = {
            found: None
            for key in _job_keys(earning)
            for found in self._jobs.get(key, ())
            if found in self._now
        }
        return [self._now[found] for found in ids]

    def put(self, earning: Earning) -> None:
        """Keep `earning`, new or changed."""
        self._now[earning.id] = earning
        for name in (identity(earning), *earning.also, *(part.origin for part in earning.late)):
            if name:
                self._named[name] = earning.id
        for key in _job_keys(earning):
            self._jobs.setdefault(key, {})[earning.id] = None

    def remove(self, earning: Earning) -> None:
        """Take `earning` out."""
        self._now.pop(earning.id, None)

    def changes(self) -> tuple[list[tuple[Earning, Earning | None]], list[Earning]]:
        """Return what is new or changed, each with what it was before, and what is gone."""
        puts = [
            (earning, self._held.get(key))
            for key, earning in self._now.items()
            if self._held.get(key) != earning
        ]
        return puts, [earning for key, earning in self._held.items() if key not in self._now]


def _job_keys(earning: Earning) -> list[tuple[str, str]]:
    if not earning.job:
        return []
    return [(name, earning.job) for name in {f"from {earning.source}", earning.platform.casefold()} if name]
