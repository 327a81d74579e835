"""What became of the earnings of a file, in numbers and in words."""

from __future__ import annotations

from collections import Counter
from datetime import date

from msgspec import Struct

from gigplanner.interop.reading import counted, some_of
from gigplanner.interop.sources import is_overview, is_tracker, source_words
from gigplanner.model.money import show_money
from gigplanner.model.records import Earning
from gigplanner.model.showing import show_day
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
        self.unclear: dict[tuple[str, str], list[str]] = {}  # each as it is shown

    def count_deposit(self, deposit: Earning, day: date, *, told: bool) -> None:
        """Count a deposit of `day` that is no income; `told`: it is known which jobs it pays for."""
        kind = "earning" if is_overview(deposit.source) or is_tracker(deposit.source) else "deposit"
        key = kind, deposit.platform or source_words(payer(deposit))
        if told:
            self.settled[key] += 1
        else:
            shown = f"{show_money(deposit.net)} on {show_day(day, weekday=False, year=True)}"
            self.unclear.setdefault(key, []).append(shown)

    def outcome(self, added: int) -> FileOutcome:
        """Return the counts, and what they mean in words."""
        found = [
            f"{counted(number, 'earning is', 'earnings are')} known from {source} already"
            for source, number in sorted(self.twins.items())
        ]
        for (kind, source), number in sorted(self.settled.items()):
            deposits = counted(number, f"{kind} is", f"{kind}s are")
            found.append(f"{deposits} money already known from {source}")
        if self.joined:
            entries = counted(self.joined, "late tip or correction", "late tips or corrections")
            found.append(f"{entries} joined the job")
        warnings = []
        for (kind, source), shown in sorted(self.unclear.items()):
            deposits = counted(len(shown), f"{kind} may be", f"{kind}s may be")
            warnings.append(
                f"{deposits} money already known from {source}: left out, so that nothing counts twice "
                f"({some_of(shown)})."
            )
        return FileOutcome(
            added=added,
            unchanged=self.unchanged,
            updated=self.updated,
            found=tuple(found),
            warnings=tuple(warnings),
        )
