"""What became of the earnings of a file, in numbers and in words."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from gigplanner.interop.reading import counted
from gigplanner.interop.sources import is_overview, source_words
from gigplanner.model.records import Earning
from gigplanner.workday.deposits import payer


class FileOutcome(Struct, frozen=True, kw_only=True):
    """What became of one file's earnings. `found` and `warnings` are sentences."""

    added: int
    unchanged: int
    updated: int
    found: tuple[str, ...]
    warnings: tuple[str, ...]


class Tally:
    """What became of one file's earnings, while it is being counted."""

    def __init__(self) -> None:
        self.unchanged = self.updated = self.joined = 0
        self.twins: Counter[str] = Counter()  # by the words of the other source
        self.settled: Counter[tuple[str, str]] = Counter()  # by what it is called, and by payer
        self.unclear: Counter[tuple[str, str]] = Counter()

    def count_deposit(self, deposit: Earning, *, told: bool) -> None:
        """Count a deposit that is no income; `told`: it is known which jobs it pays for."""
        kind = "earning" if is_overview(deposit.source) else "deposit"
        which = self.settled if told else self.unclear
        which[kind, deposit.platform or source_words(payer(deposit))] += 1

    def outcome(self, added: int) -> FileOutcome:
        """Return the counts, and what they mean in words."""
        found = [
            f"{counted(number, 'earning is', 'earnings are')} known from {source} already"
            for source, number in sorted(self.twins.items())
        ]
        found += [
            f"{_called(kind, number, ('is', 'are'))} money already known from {source}"
            for (kind, source), number in sorted(self.settled.items())
        ]
        if self.joined:
            found.append(f"{counted(self.joined, 'late tip or correction', 'late tips or corrections')} "
                         "joined the job")  # fmt: skip
        warnings = [
            f"{_called(kind, number, ('may be', 'may be'))} money already known from {source}: left out, so "
            "that nothing counts twice."
            for (kind, source), number in sorted(self.unclear.items())
        ]
        return FileOutcome(
            added=added,
            unchanged=self.unchanged,
            updated=self.updated,
            found=tuple(found),
            warnings=tuple(warnings),
        )


def _called(kind: str, number: int, verbs: tuple[str, str]) -> str:
    return counted(number, f"{kind} {verbs[0]}", f"{kind}s {verbs[1]}")
