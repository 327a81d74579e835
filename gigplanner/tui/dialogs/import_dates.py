"""Dates among the files to import that can be read day first or month first: asked, and what was said."""

from __future__ import annotations

from gigplanner.workday.reading import Batch

DATES = "ctrl+g"


def dates_words(batch: Batch, day_first: bool | None) -> list[str]:
    """Return the sentence that leads to the other order; nothing where every file tells its own."""
    if day_first is None:
        return [f"{DATES} reads such dates day first, {DATES} again month first."] if batch.undecided else []
    now, other = ("day", "month") if day_first else ("month", "day")
    return [f"Dates that do not tell are read {now} first: {DATES} reads them {other} first."]
