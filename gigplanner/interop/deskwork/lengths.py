"""How long tasks take whose file does not say so: assumed, and counted."""

from __future__ import annotations

from collections import Counter

from gigplanner.interop.fields import LONGEST_MINUTES
from gigplanner.interop.gathering import Gathering
from gigplanner.interop.reading import Reading, counted
from gigplanner.interop.table import Table
from gigplanner.model import BadInput


class TaskGathering(Gathering):
    """Gathers tasks, and says for how many of them the length was assumed."""

    def __init__(self, format_: str, table: Table | None = None, *, lines_added: int = 0) -> None:
        super().__init__(format_, table, lines_added=lines_added)
        self._assumed: Counter[float] = Counter()

    def minutes(self, stated: float | None, assumed: float, *, is_open: bool = True) -> float:
        """Return the stated minutes of a task, or the assumed ones: of an open one counted for the warnings.

        BadInput for more than a year.
        """
        if stated and stated > LONGEST_MINUTES:
            raise BadInput("This task takes longer than a year.")
        if stated:
            return stated
        self._assumed[assumed] += is_open
        return assumed

    def reading(self, zone_rule: str, *warnings: str) -> Reading:
        """Return all of it as the answer of an importer."""
        assumed = (
            f"{counted(number, 'task does', 'tasks do')} not say how long it takes: "
            f"{minutes:g} minutes were assumed."
            for minutes, number in sorted(self._assumed.items())
            if number
        )
        return super().reading(zone_rule, *warnings, *assumed)
