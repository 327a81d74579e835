"""How the app says something, and how it works under other preferences from now on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gigplanner.model.preferences import shown
from gigplanner.tui.actions import ACTIONS, Action, binding_id
from gigplanner.tui.text import plain
from gigplanner.tui.themed import ThemedApp
from gigplanner.workday.desk import Desk, show_as_preferred

if TYPE_CHECKING:
    from gigplanner.model.settings import Settings
    from gigplanner.tui.saving import Saving


class PreferringApp(ThemedApp):
    """Preferences, changed in their file and in force at once; `GigApp` makes the desk and the writer."""

    saving: Saving
    actions: Sequence[Action] = ACTIONS  # with the keys of the person
    _to_say: tuple[str, bool] | None = None  # a sentence, and whether it is an error

    def say(self, sentence: str, *, severity: str = "information") -> None:
        """Show a sentence for a few seconds, in place of the one before: several hide too much.

        Of several at once the last is shown, and an error before all others.
        """
        is_error = severity == "error"
        if is_error or not (self._to_say and self._to_say[1]):
            self._to_say = (sentence, is_error)
        self.call_later(self._speak)

    def _speak(self) -> None:
        if self._to_say is None:
            return
        (sentence, is_error), self._to_say = self._to_say, None
        self.clear_notifications()
        self.notify(
            plain(sentence).plain,
            markup=False,
            severity="error" if is_error else "information",
            timeout=8 if is_error else 4,
        )

    def action_settings(self, name: str = "") -> None:
        """Look at the preferences, and change them; the cursor begins on the one called `name`."""
        if self.desk.config is None:
            self.say("These preferences are in no file.", severity="error")
            return
        from gigplanner.tui.dialogs.settings import SettingsDialog

        self.push_screen(SettingsDialog(self.desk.settings, self.desk.config, self.change_setting, name))

    def change_setting(self, name: str, value: str | None, then: Callable[[Settings], object]) -> None:
        """Write a preference into its file, work with it from now on, and go on with `then`."""
        was = shown(name, self.desk.settings)

        def said(settings: Settings) -> None:
            self.say(f"{name}: {shown(name, settings) or 'none'} · was {was or 'none'}")
            then(settings)

        self.change_settings({name: value}, said)

    def change_settings(self, changes: Mapping[str, str | None], then: Callable[[Settings], object]) -> None:
        """Write preferences into their file at once, and work with them from now on."""

        def write(desk: Desk, now: datetime) -> Settings:
            from gigplanner.planbook.config_edit import change_config

            return change_config(desk.config or Path(), changes)

        def written(settings: Settings) -> None:
            self.take_up(settings)
            then(settings)

        self.saving.run(write, done=written, refused=lambda error: self.say(str(error), severity="error"))

    def begin_config(self) -> None:
        """Write a file of preferences that states none: whoever skips the first questions is asked once."""

        def write(desk: Desk, now: datetime) -> None:
            from gigplanner.planbook.config import begin_config

            if desk.config:
                begin_config(desk.config)

        self.saving.run(
            write, done=lambda _: None, refused=lambda error: self.say(str(error), severity="error")
        )

    def take_up(self, settings: Settings) -> None:
        """Work under other preferences from now on."""
        show_as_preferred(settings)
        self.desk = self.desk.with_settings(settings)
        self.theme = self.preferred_theme(settings)
        self.take_up_keys()
        self.renew_desk()

    def take_up_keys(self) -> None:
        """Let the keys be those of the preferences; say what is wrong with some."""
        wanted = self.desk.settings.keys
        if not wanted and self.actions is ACTIONS:
            return
        from gigplanner.tui.keymap import remapped

        self.actions, refused = remapped(wanted)
        usual = zip(self.actions, ACTIONS, strict=True)
        self.set_keymap({binding_id(now): now.keys for now, before in usual if now is not before})
        if refused:
            self.say(refused[0], severity="error")

    def renew_desk(self) -> None:
        """Show everything by the desk there is now."""
        raise NotImplementedError
