"""The tables among the files to import whose columns somebody has to explain, and what was said of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from textual.app import App

from gigplanner.interop.mapping.rules import Mapping
from gigplanner.model.text import clean_text
from gigplanner.workday.desk import Desk
from gigplanner.workday.mappings import fitted
from gigplanner.workday.reading import Batch

KEY = "ctrl+o"


class Explained:
    """What the person has said of tables since the dialog opened."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._mappings: dict[str, Mapping] = {}

    @property
    def mappings(self) -> tuple[Mapping, ...]:
        """What was said, the last first: of two for one table the later counts."""
        return tuple(reversed(self._mappings.values()))

    def ask(
        self, app: App[object], batch: Batch, clock: Callable[[], datetime], then: Callable[[], object]
    ) -> None:
        """Ask what the columns are of a table that nobody knows, else of one explained before."""
        table = next(iter((*batch.unknown, *batch.mapped)), None)
        if table is None:
            return
        from gigplanner.tui.dialogs.mapper import MapperDialog

        def keep(mapping: Mapping | None) -> None:
            if mapping is not None:
                found = fitted(self._desk, mapping, [table])
                self._mappings.pop(found.name, None)
                self._mappings[found.name] = found
                then()

        said = next((one for one in self.mappings if table.table.fingerprint in one.headers), None)
        app.push_screen(MapperDialog(self._desk, clock, table, batch.zone, said), keep)


def remembered_words(batch: Batch) -> list[str]:
    """Return what is remembered of how tables are read: from before, and from now on."""
    new = {mapping.format for mapping in batch.mappings}
    words = []
    for file in batch.files:
        name = clean_text(Path(file.name).name, 40)
        _kind, _, mapping = file.reading.format.partition(":")
        if file.reading.format in new:
            words.append(
                f"Tables with the columns of {name} are read so from now on: remembered as {mapping}."
            )
        elif mapping:
            words.append(f"{name} is read as you said before: remembered as {mapping}. {KEY} changes it.")
    return words


def columns_words(batch: Batch, *, has_other: bool) -> str:
    """Return the sentence that leads to the columns; "" where nothing has to be explained."""
    if not batch.unknown:
        return ""
    name = clean_text(Path(batch.unknown[0].name).name, 40)
    return f"{KEY if has_other else 'enter'} asks what the columns of {name} are."
