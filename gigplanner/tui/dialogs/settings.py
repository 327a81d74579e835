"""The settings: all preferences by group, each changed where it stands and saved at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from gigplanner.model.preferences import Preference, preference_called, preferences_of, shown, typed
from gigplanner.model.settings import Settings
from gigplanner.planbook.config_edit import stated
from gigplanner.tui.dialogs.base import LEAVE, Dialog, KeyHint
from gigplanner.tui.dialogs.choose import ChooseDialog
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.dialogs.setting_value import NewSettingDialog, ThemeDialog, ValueDialog
from gigplanner.tui.text import Piece, styled

Change = Callable[[str, str | None, Callable[[Settings], object]], None]
"""Writes a preference, None for its default, and calls back with what holds then."""

_NEW_PLACE, _NEW_CAP = "+places", "+daily_caps"


class SettingsDialog(Dialog[None]):
    """Every preference with its value; what it means stands below."""

    HEADING = "Settings"
    KEYS = (
        KeyHint("enter", "change", "screen.choose"),
        KeyHint("d", "default", "screen.default"),
        KeyHint("u", "undo", "screen.back"),
        LEAVE,
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("comma,q", "leave", "leave", show=False),
        Binding("d,delete,backspace", "default", "default", show=False),
        Binding("u", "back", "undo", show=False),
    ]

    def __init__(self, settings: Settings, config: Path, change: Change, at: str = "") -> None:
        """`at` is the preference that the cursor is on at first."""
        super().__init__()
        self._settings, self._config, self._change, self._first = settings, config, change, at
        self._before: list[tuple[str, str | None]] = []  # what was changed here, and what stood there

    def body(self) -> ComposeResult:
        """The preferences."""
        yield RowList(id="settings")

    @property
    def rows(self) -> RowList:
        """The preferences."""
        return self.query_one("#settings", RowList)

    def on_mount(self) -> None:
        """Show them."""
        self.rows.focus()
        self._draw()
        if self._first:
            self.rows.go_to(self._first)
        self._explain()

    def on_row_list_lit(self) -> None:
        """Say what it means."""
        self._explain()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Change what was chosen."""
        if event.key in (_NEW_PLACE, _NEW_CAP):
            asked: Screen[str | None] = NewSettingDialog(event.key[1:], self._config)
            self.app.push_screen(asked, self._add)
            return
        preference = preference_called(event.key)
        if preference is None:
            return
        now = typed(event.key, self._settings)
        self.app.push_screen(
            value_dialog(preference, now, self._config),
            lambda value: self._write(event.key, value) if value is not None and value != now else None,
        )

    def action_choose(self) -> None:
        """Change what the cursor is on."""
        self.rows.action_choose()

    def action_default(self) -> None:
        """Let the default hold for what the cursor is on."""
        name = self.rows.chosen
        if preference_called(name) and stated(self._config, name) is not None:
            self._write(name, None)

    def action_back(self) -> None:
        """Take the last change made here back."""
        if self._before:
            self._change(*self._before.pop(), self._renew)

    def _add(self, said: str | None) -> None:
        if said:
            name, _, value = said.partition("=")
            self._write(name.strip(), value.strip())

    def _write(self, name: str, value: str | None) -> None:
        before = stated(self._config, name)

        def written(settings: Settings) -> None:
            self._before.append((name, before))
            self._renew(settings)

        self._change(name, value or None, written)

    def _renew(self, settings: Settings) -> None:
        self._settings = settings
        if not self.is_going:
            self._draw()
            self._explain()

    def _draw(self) -> None:
        self.rows.show(setting_rows(self._settings))

    def _explain(self) -> None:
        preference = preference_called(self.rows.chosen)
        if preference is None:
            self.said.update(styled(("Anything of your own.", "$quiet")))
            return
        now = shown(preference.name, self._settings)
        self.said.update(
            styled((preference.meaning, "$quiet"), (f" Now {now}." if now else " Now none.", "$quiet"))
        )


def value_dialog(preference: Preference, now: str, config: Path) -> Screen[str | None]:
    """Return the dialog that asks for a preference's value; it answers with what would be typed."""
    if preference.name == "theme":
        return ThemeDialog(now)
    if preference.choices:
        picks = [
            Row(choice, (Piece(choice, "strong"),), (Piece("now", "time"),) if choice == now else ())
            for choice in preference.choices
        ]
        return ChooseDialog(preference.title, picks)
    return ValueDialog(preference, now, config)


def setting_rows(settings: Settings) -> Sequence[Row]:
    """Return the preferences as rows under their groups, those that can be added at the end of theirs."""
    rows: list[Row] = []
    group = ""
    found = preferences_of(settings)
    for index, one in enumerate(found):
        if one.group != group:
            group = one.group
            rows.append(Row("", (Piece(group, "strong"),)))
        value = shown(one.name, settings)
        unit = (Piece(f" {one.unit}", "quiet"),) if one.unit else ()
        said = (Piece(value, "time"), *unit) if value else (Piece("–", "faint"),)
        rows.append(Row(one.name, (Piece(one.title),), said))
        if index + 1 == len(found) or found[index + 1].group != group:
            if group == "Places":
                rows.append(Row(_NEW_PLACE, (Piece("add a place …", "quiet"),)))
            elif group == "Planning":
                rows.append(Row(_NEW_CAP, (Piece("cap a platform …", "quiet"),)))
    return rows
