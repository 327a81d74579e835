"""What a person can do on every screen, and how an action is done and said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gigplanner.model.errors import GigError
from gigplanner.model.preferences import typed
from gigplanner.planbook import Planbook
from gigplanner.tui.actions import ACTIONS, Action, binding_id
from gigplanner.tui.text import plain
from gigplanner.tui.theme import THEMES
from gigplanner.tui.typeahead import TypeAheadApp
from gigplanner.workday.desk import Desk, Done, show_as_preferred

if TYPE_CHECKING:
    from gigplanner.model.settings import Settings
    from gigplanner.tui.dialogs.base import Dialog
    from gigplanner.tui.saving import Act, Saving
    from gigplanner.workday.export_files import Order
    from gigplanner.workday.intake import Batch


class EverywhereApp(TypeAheadApp):
    """The app's actions; `GigApp` makes the desk, the clock and the writer that they work with."""

    desk: Desk
    clock: Callable[[], datetime]
    saving: Saving
    actions: Sequence[Action] = ACTIONS  # with the keys of the person
    _to_say: tuple[str, bool] | None = None  # a sentence, and whether it is an error

    def act(
        self,
        action: Act,
        *,
        then: Callable[[Done], object] | None = None,
        refused: Callable[[], object] | None = None,
    ) -> None:
        """Do an action of the planbook; say what it did, or why it was refused; redraw.

        `then` follows once it is saved, `refused` where it never will be.
        """
        self.saving.act(action, said=lambda done: f"{done.words} · u undoes", then=then, refused=refused)

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

    def action_phase(self, phase: str) -> None:
        """Go to a phase of the day."""
        if self.current_mode != phase:
            self.switch_mode(phase)

    def action_quick_add(self) -> None:
        """Ask for one line and keep what it says."""
        from gigplanner.tui.dialogs.quick_add import QuickAddDialog

        self.push_screen(QuickAddDialog(self.desk, self.clock), self._added)

    def _added(self, line: str | None) -> None:
        if line:
            from gigplanner.workday.quickadd import quick_add

            self.act(lambda desk, now: quick_add(desk, line, now))

    def action_undo(self) -> None:
        """Take the last action back."""
        self._travel(Planbook.undo, "Undone: {} · U redoes", "There is nothing to undo.")

    def action_redo(self) -> None:
        """Repeat the last action taken back."""
        self._travel(Planbook.redo, "Done again: {} · u undoes", "There is nothing to redo.")

    def _travel(self, move: Callable[[Planbook, datetime], str | None], said: str, nothing: str) -> None:
        self.saving.act(
            lambda desk, now: Done(move(desk.book, now) or ""),
            said=lambda done: said.replace("{}", done.words) if done.words else nothing,
        )

    def action_retry_saving(self) -> None:
        """Try again what the disk refused."""
        if self.saving.writer.unsaved:
            self.saving.writer.retry()
        else:
            self.say("Everything is saved.")

    async def action_quit(self) -> None:
        """Leave; ask first if something is not saved."""
        if self.saving.is_safe_to_leave:
            self.exit()
            return
        from gigplanner.tui.dialogs.confirm import ConfirmDialog

        count = self.saving.writer.unsaved
        what = "The last action is" if count == 1 else f"The last {count} actions are"
        self.push_screen(
            ConfirmDialog(f"{what} not saved yet. Leave without?", "leave"),
            lambda yes: self.exit() if yes else None,
        )

    def action_history(self) -> None:
        """Show what was done."""
        from gigplanner.tui.dialogs.history import HistoryDialog

        self.push_screen(HistoryDialog(self.desk))

    def action_import(self) -> None:
        """Bring files in."""
        from gigplanner.tui.dialogs.import_files import ImportDialog

        self.push_screen(ImportDialog(self.desk, self.clock, self.saving.run), self._import)

    def _import(self, batch: Batch | None) -> None:
        if batch:
            from gigplanner.tui.dialogs.import_keeping import KeepingDialog
            from gigplanner.workday.intake import Progress, keep

            progress = Progress()
            keeping = KeepingDialog(progress)

            def kept(_: Done) -> None:
                self._close(keeping)
                self._renew(batch)

            self.act(
                lambda desk, now: Done(keep(desk, batch, now, progress).summary),
                then=kept,
                refused=lambda: self._close(keeping),
            )
            if self.saving.writer.unsaved:
                self.push_screen(keeping)

    def _close(self, dialog: Dialog[None]) -> None:
        if dialog.is_attached:
            dialog.dismiss()

    def action_export(self) -> None:
        """Take records out."""
        from gigplanner.tui.dialogs.export_form import ExportDialog

        self.push_screen(ExportDialog(self.desk, self.clock), self._export)

    def _export(self, order: Order | None) -> None:
        if order:
            from gigplanner.workday.export_files import carry_out

            self.saving.run(
                lambda desk, now: carry_out(desk, order, now),
                done=lambda done: self.say(done.words),
                refused=lambda error: self.say(str(error), severity="error"),
            )

    def _renew(self, batch: Batch) -> None:
        """Take up the zone that an import has written into the preferences."""
        if batch.zone and self.desk.config:
            from gigplanner.planbook.config import load_settings

            try:
                self.take_up(load_settings(self.desk.config))
            except GigError as error:
                self.say(str(error), severity="error")

    def action_settings(self, name: str = "") -> None:
        """Look at the preferences, and change them; the cursor begins on the one called `name`."""
        if self.desk.config is None:
            self.say("These preferences are in no file.", severity="error")
            return
        from gigplanner.tui.dialogs.settings import SettingsDialog

        self.push_screen(SettingsDialog(self.desk.settings, self.desk.config, self.change_setting, name))

    def change_setting(self, name: str, value: str | None, then: Callable[[Settings], object]) -> None:
        """Write a preference into its file, work with it from now on, and go on with `then`."""
        was = typed(name, self.desk.settings)

        def said(settings: Settings) -> None:
            self.say(f"{name}: {typed(name, settings) or 'none'} · was {was or 'none'}")
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

    def preferred_theme(self, settings: Settings) -> str:
        """The name of the theme that is wished for, or of ours where there is no such theme."""
        return settings.theme if settings.theme in self.available_themes else THEMES[0].name

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

    def action_theme(self) -> None:
        """Change to the next of gigplanner's themes."""
        names = [theme.name for theme in THEMES]
        position = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(position + 1) % len(names)]

    def action_help(self) -> None:
        """Show all keys."""
        from gigplanner.tui.dialogs.help import HelpDialog

        async def answered(wants_tour: bool | None) -> None:
            if wants_tour:
                await self.action_tour()

        self.push_screen(HelpDialog(self.actions), answered)

    async def action_tour(self) -> None:
        """Show what there is, card by card."""
        from gigplanner.tui.tour import Tour

        await Tour(self).begin()

    def action_palette(self) -> None:
        """Find an action by name."""
        from gigplanner.tui.dialogs.palette import PaletteDialog
        from gigplanner.tui.dialogs.palette_finds import Finder

        finder = Finder(self.desk, self.desk.settings.day_of(self.clock()))
        self.push_screen(PaletteDialog(self.current_mode, finder, self.actions), self._picked)

    async def _picked(self, target: str | None) -> None:
        kind, colon, name = (target or "").partition(":")
        if not colon:
            if target:
                await self._do(target)
        elif kind in self.MODES:
            await self.switch_mode(kind)
            self.call_after_refresh(self._do, f"screen.{name}")
        elif kind == "setting":
            self.action_settings(name)
        else:
            if self.current_mode != "plan":
                await self.switch_mode("plan")
            await self.go_to(kind, name)

    async def _do(self, target: str) -> None:
        """Do an action; where it cannot be done now, say why."""
        if not await self.run_action(target, default_namespace=self.screen):
            self.say(self.why_not(target.partition(".")[2]) or "That cannot be done now.")

    def why_not(self, action: str) -> str:
        """Why the screen does not allow an action now, "" if it does not say."""
        raise NotImplementedError

    async def go_to(self, kind: str, name: str) -> None:
        """Go to a task, a day or the tasks of a platform, on the plan screen, which is there."""
        raise NotImplementedError
