"""Which theme the app shows: the one preferred, as far as the terminal has the colours for it."""

from __future__ import annotations

import os
from typing import Any

from textual.reactive import Initialize, Reactive
from textual.screen import Screen
from textual.theme import Theme

from gigplanner.model.settings import Settings
from gigplanner.tui.theme import DEFAULT_THEME, THEMES, theme_for_terminal, variable_defaults
from gigplanner.tui.typeahead import TypeAheadApp
from gigplanner.workday.desk import Desk

OURS = {theme.name: theme for theme in THEMES}
FEW_COLOURS = ("standard", "windows")  # as Rich calls terminals with 16 of them


class ThemedApp(TypeAheadApp):
    """An app in the theme of its desk's preferences."""

    desk: Desk
    has_few_colours = False

    def _theme_of_start(self) -> str:
        return self.preferred_theme(self.desk.settings)

    # from the first frame on: a theme that comes later has every style worked out again
    theme: Reactive[str] = Reactive(Initialize(_theme_of_start))

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Ours, and Textual's."""
        return {**super().available_themes, **OURS}

    def get_theme(self, theme_name: str) -> Theme | None:
        """A theme by name, ours first: Textual asks for it at every line that it paints."""
        return OURS.get(theme_name) or super().get_theme(theme_name)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that mean something, for themes that are not ours."""
        return variable_defaults(self.current_theme)

    def preferred_theme(self, settings: Settings) -> str:
        """The name of the theme that is wished for, or of ours where there is no such theme."""
        return self.validate_theme(
            settings.theme if settings.theme in self.available_themes else DEFAULT_THEME
        )

    def validate_theme(self, name: str) -> str:
        """Show what is nearest to a theme where the terminal has too few colours for it."""
        # Textual asks for a theme before it has looked whether there are colours
        is_colourless = getattr(self, "no_color", "NO_COLOR" in os.environ)
        return theme_for_terminal(
            self.available_themes[name],
            is_colourless=is_colourless,
            has_few_colours=self.has_few_colours,
        )

    def _load_screen_css(self, screen: Screen[Any]) -> None:
        """Let a new screen be: Textual would read every stylesheet again for it, and style all anew."""
        super()._load_screen_css(screen)
        is_new = screen._css_update_count < 0
        if is_new and self.stylesheet._variables == self.get_css_variables():
            screen._css_update_count = self._css_update_count

    def look_at_terminal(self) -> None:
        """Find out how many colours there are; before the app runs."""
        if self.console.color_system in FEW_COLOURS:
            self.has_few_colours = True
            self.theme = self.preferred_theme(self.desk.settings)
