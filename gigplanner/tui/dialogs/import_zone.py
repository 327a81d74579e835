"""The zone in which files tell their times: typed by name, or only by its city."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from textual.suggester import Suggester

from gigplanner.model.errors import BadInput
from gigplanner.model.text import quoted

_LONGEST = 60


@cache
def _all_zones() -> frozenset[str]:
    """Every zone there is: finding them looks through a folder, so only once."""
    return frozenset(available_timezones())


@cache
def _zones() -> tuple[str, ...]:
    """The zones named by a place, in order."""
    return tuple(sorted(name for name in _all_zones() if "/" in name and not name.startswith("Etc/")))


def zone_called(text: str) -> str | None:
    """Return the zone that `text` names: in full, or by the beginning of its city; None for an empty text.

    Raises BadInput if there is none, or several.
    """
    wanted = "_".join(text.split()).casefold()
    if not wanted:
        return None
    if text.strip() in _all_zones():
        return text.strip()
    if wanted == "utc":
        return "UTC"
    found = [name for name in _zones() if name.casefold() == wanted]
    found = found or [name for name in _zones() if name.rpartition("/")[2].casefold() == wanted]
    found = found or [name for name in _zones() if name.rpartition("/")[2].casefold().startswith(wanted)]
    if not found:
        raise BadInput(f"{quoted(text)} is no time zone: name one like America/Chicago, or its city.")
    if len(found) > 1:
        raise BadInput(f"{quoted(text)} may be {', '.join(found[:3])}: name one of them.")
    return found[0]


class ZoneSuggester(Suggester):
    """Completes the name of a zone, in the case it has."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the first zone that begins as typed."""
        begun = value.casefold()
        if not begun or len(begun) > _LONGEST:
            return None
        found = next((name for name in _zones() if name.casefold().startswith(begun)), None)
        return f"{value}{found[len(value) :]}" if found else None
