"""Asking for the value of one preference: typed and judged at once, or chosen."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.suggester import SuggestFromList
from textual.theme import BUILTIN_THEMES
from textual.widgets import Static

from gigplanner.model.catalogue import built_in
from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.preferences import Preference, shown
from gigplanner.model.settings import NEEDS, Settings
from gigplanner.planbook.config_edit import checked
from gigplanner.tui.dialogs.base import LEAVE, KeyHint
from gigplanner.tui.dialogs.choose import ChooseDialog
from gigplanner.tui.dialogs.completing import ListSuggester, NameSuggester
from gigplanner.tui.dialogs.import_zone import ZoneSuggester, zone_called
from gigplanner.tui.dialogs.line import LineDialog
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece, plain
from gigplanner.tui.theme import DEFAULT_THEME, THEMES

_SAVE = KeyHint("enter", "save", "screen.answer")


class ValueDialog(LineDialog[str]):
    """Ask for one value; the answer is what was typed, known to be right, or "" for the default."""

    KEYS = (_SAVE, LEAVE)
    DEFAULT_CSS = """
    ValueDialog { .card { width: 64; } #meaning { color: $quiet; height: auto; } }
    """

    def __init__(self, preference: Preference, now: str, config: Path) -> None:
        super().__init__()
        self._preference, self._now, self._config = preference, now, config

    def heading(self) -> str:
        """Its name."""
        return self._preference.title

    def body(self) -> ComposeResult:
        """What it means, and the value."""
        yield Static(plain(self._preference.meaning), id="meaning")
        like = f"such as {self._preference.like}" if self._preference.like else ""
        yield self.entry(self._now, placeholder=like)

    def on_mount(self) -> None:
        """Complete what is known."""
        name = self._preference.name
        if name == "zone" or name.startswith("imports.zones."):
            self.line.suggester = ZoneSuggester()
        elif name == "currency":
            self.line.suggester = SuggestFromList(sorted(CURRENCIES), case_sensitive=False)
        elif name == "platforms":
            self.line.suggester = ListSuggester(_platforms)
        elif self._preference.kind == "list":
            self.line.suggester = ListSuggester(lambda: NEEDS)
        self.line.action_select_all()

    def read(self, text: str) -> str:
        """Show what the value would be. Raises BadInput."""
        name = self._preference.name
        if text and isinstance(self.line.suggester, ZoneSuggester):
            text = zone_called(text) or ""
        self.approve(f"{shown(name, judged(self._config, name, text)) or 'none'}")
        return text


class NewSettingDialog(LineDialog[str]):
    """Ask for a place or a cap of the person's own; the answer is `name=value`."""

    KEYS = (_SAVE, LEAVE)
    _ASKED: ClassVar[dict[str, tuple[str, str]]] = {
        "places": ("Add a place", "library = laptop, data, quiet"),
        "daily_caps": ("Cap a platform's units a day", "Prolific = 5"),
    }
    DEFAULT_CSS = """
    NewSettingDialog .card { width: 64; }
    """

    def __init__(self, table: str, config: Path) -> None:
        super().__init__()
        self._table, self._config = table, config

    def heading(self) -> str:
        """What is added."""
        return self._ASKED[self._table][0]

    def body(self) -> ComposeResult:
        """Its name and its value."""
        yield self.entry(placeholder=self._ASKED[self._table][1])

    def on_mount(self) -> None:
        """Complete the platforms that are known."""
        if self._table == "daily_caps":
            self.line.suggester = NameSuggester(_platforms)

    def read(self, text: str) -> str | None:
        """Show what would be added. Raises BadInput."""
        own, equals, value = (part.strip() for part in text.partition("="))
        if not (own and equals and value):
            self.complain(f"Type it like {self._ASKED[self._table][1]}.")
            return None
        name = f"{self._table}.{own}"
        self.approve(f"{own}: {shown(name, judged(self._config, name, value))}")
        return f"{name}={value}"


class ThemeDialog(ChooseDialog):
    """Choose the colours; the cursor shows them on the spot."""

    def __init__(self, now: str) -> None:
        shown = now or DEFAULT_THEME
        ours = [theme.name for theme in THEMES]
        picks = [
            Row(
                name,
                (Piece(name.removeprefix("gigplanner-"), "strong" if name in ours else ""),),
                (Piece("now", "time"),) if name == shown else (),
            )
            for name in (*ours, *BUILTIN_THEMES)
        ]
        super().__init__("Theme", picks)
        self._shown_at_first = ""

    def on_mount(self) -> None:
        """Know what to go back to."""
        self._shown_at_first = self.app.theme
        self.rows.go_to(self.app.theme)

    def on_row_list_lit(self, event: RowList.Lit) -> None:
        """Show the theme that the cursor is on."""
        self.app.theme = event.key

    def action_leave(self) -> None:
        """Go back to the colours of before."""
        self.app.theme = self._shown_at_first
        super().action_leave()


def _platforms() -> list[str]:
    return [platform.name for platform in built_in().platforms]


def judged(config: Path, name: str, text: str) -> Settings:
    """Return the preferences as they would be with one of them as typed. Raises BadInput."""
    try:
        return checked(config, {name: text or None})
    except BadInput:
        raise
    except GigError as error:
        raise BadInput(str(error)) from error
