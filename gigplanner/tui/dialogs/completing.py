"""What a line may be going to say: the rest of a name that is begun, shown in grey until → takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from textual.suggester import Suggester

from gigplanner.tui.text import tidy

DAYS = ("today", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FEWEST = 2  # letters of a word within a line, before a name is seen in it
_MOST_WORDS = 3  # of a name


class NameSuggester(Suggester):
    """Completes a name that is begun, in whatever case, from those known."""

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        """`known` is asked once, when something is typed: there may be thousands."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._ask = known

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The names, each once."""
        return tuple(dict.fromkeys(self._ask()))

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line as it may be meant."""
        return begun(value, self.known)


class ListSuggester(NameSuggester):
    """Completes the last of several names that have commas between them."""

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last name in full, one that is not in it yet."""
        last = value.rpartition(",")[2].lstrip()
        before = value[: len(value) - len(last)]
        there = {name.strip().casefold() for name in before.split(",")}
        full = begun(last, (name for name in self.known if name.casefold() not in there))
        return None if full is None else f"{before}{full}"


class LineSuggester(NameSuggester):
    """Completes a line from whole lines that are known, else the name that its last words begin."""

    def __init__(self, lines: Callable[[], Iterable[str]], names: Iterable[str]) -> None:
        super().__init__(lines)
        self._names = tuple(names)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line as it may be meant."""
        return line_begun(value, self.known, self._names)


def begun(typed: str, names: Iterable[str]) -> str | None:
    """Return `typed` completed to the first of `names` that begins so, in whatever case; None for none."""
    if not typed:
        return None
    start = typed.casefold()
    found = next((name for name in names if name[: len(typed)].casefold() == start), None)
    return None if found is None else f"{typed}{tidy(found[len(typed) :])}"


def line_begun(typed: str, lines: Iterable[str], names: Iterable[str]) -> str | None:
    """Return `typed` as one of `lines`, or with its last words as one of `names`; None for neither."""
    if len(typed) >= _FEWEST and (whole := begun(typed, lines)):
        return whole
    names = tuple(names)
    starts = [0, *(at + 1 for at, letter in enumerate(typed) if letter == " ")]
    for start in starts[-_MOST_WORDS:]:
        if len(typed) - start >= _FEWEST and (name := begun(typed[start:], names)):
            return f"{typed[:start]}{name}"
    return None
