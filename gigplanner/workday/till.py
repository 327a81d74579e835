"""Earnings as an import will leave them: those there are, found by what files call them, and the changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gigplanner.model.records import Earning
from gigplanner.workday.late_parts import identity
from gigplanner.workday.scratch import Groups, Scratch, Shelved, ShelvedRecords


class Till:
    """A draft of the ledger's earnings. Every name by which a file knows one leads to it."""

    def __init__(self, held: Iterable[Earning], scratch: Scratch) -> None:
        self._held: ShelvedRecords[Earning] = ShelvedRecords(scratch)
        self._now: ShelvedRecords[Earning] = ShelvedRecords(scratch)
        self._named: Shelved[str] = Shelved(scratch)
        self._jobs = Groups(scratch)
        for earning in held:
            self._held[earning.id] = earning
            self.put(earning)

    def __iter__(self) -> Iterator[Earning]:
        """Yield all that there are; what is changed or removed meanwhile may be."""
        return self._now.each()

    def get(self, earning_id: str) -> Earning | None:
        """Return the earning with that id as it is now, if it still is one."""
        return self._now.get(earning_id)

    def known_as(self, name: str) -> Earning | None:
        """Return the earning that is, or stands for, the entry called `name`: "source source_id"."""
        return self._now.get(self._named.get(name, ""))

    def of_job(self, earning: Earning) -> list[Earning]:
        """Return the earnings of the same job: of the same source, or of the same platform."""
        ids = {found: None for key in _job_keys(earning) for found in self._jobs.of(key)}
        return [found for each in ids if (found := self._now.get(each)) is not None]

    def shares_job(self, earning: Earning) -> bool:
        """Whether there was ever another earning of the same job."""
        return any(self._jobs.has_several(key) for key in _job_keys(earning))

    def put(self, earning: Earning) -> None:
        """Keep `earning`, new or changed."""
        self._now[earning.id] = earning
        for name in (identity(earning), *earning.also, *(part.origin for part in earning.late)):
            if name:
                self._named[name] = earning.id
        for key in _job_keys(earning):
            self._jobs.add(key, earning.id)

    def remove(self, earning: Earning) -> None:
        """Take `earning` out."""
        self._now.pop(earning.id, None)

    def has_changed(self, earning_id: str) -> bool:
        """Whether an earning is not as it was before, or gone."""
        return self._held.get(earning_id) != self._now.get(earning_id)

    def changes(self) -> Iterator[tuple[Earning, Earning | None]]:
        """Yield what is new or changed, each with what it was before."""
        for earning in self._now.each():
            before = self._held.get(earning.id)
            if before != earning:
                yield earning, before

    def removed(self) -> Iterator[Earning]:
        """Yield what is gone."""
        return (earning for earning in self._held.each() if earning.id not in self._now)


def _job_keys(earning: Earning) -> list[str]:
    if not earning.job:
        return []
    names = {f"from {earning.source}", earning.platform.casefold()}
    return [f"{name}\x1f{earning.job}" for name in names if name]
