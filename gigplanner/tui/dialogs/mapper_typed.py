"""What is typed of how a table is read: the zone of its times, the currency, the name it is remembered by."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.suggester import SuggestFromList

from gigplanner.interop.mapping.rules import Mapping
from gigplanner.model.currencies import CURRENCIES
from gigplanner.tui.dialogs.base import LEAVE, KeyHint
from gigplanner.tui.dialogs.import_zone import ZoneSuggester
from gigplanner.tui.dialogs.line import LineDialog
from gigplanner.tui.dialogs.mapper_rows import CURRENCY, ZONE, chosen, row_name, with_choice

_EXPLAINED = {
    ZONE: "Of times that name none, such as America/Chicago; empty: yours.",
    CURRENCY: "Of amounts that name none, such as USD, EUR or GBP; empty: yours.",
}
_NAMED = "Small letters, digits and hyphens: it becomes the name of a file."


class TypedDialog(LineDialog[Mapping]):
    """Ask for the zone, the currency or the name; the answer is the mapping with it."""

    KEYS = (KeyHint("enter", "take it", "screen.answer"), LEAVE)

    def __init__(self, mapping: Mapping, key: str) -> None:
        super().__init__()
        self._mapping, self._key = mapping, key

    def heading(self) -> str:
        """What is asked for."""
        return row_name(self._key).capitalize()

    def body(self) -> ComposeResult:
        """The line."""
        line = self.entry(chosen(self._mapping, self._key), limit=60)
        if self._key == ZONE:
            line.suggester = ZoneSuggester()
        elif self._key == CURRENCY:
            line.suggester = SuggestFromList(sorted(CURRENCIES), case_sensitive=False)
        yield line

    def read(self, text: str) -> Mapping | None:
        """Return the mapping with what is typed. Raises BadInput."""
        made = with_choice(self._mapping, self._key, text)
        said = chosen(made, self._key)
        self.approve(said) if said else self.complain(_EXPLAINED.get(self._key, _NAMED))
        return made
