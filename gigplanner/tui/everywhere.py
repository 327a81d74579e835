"""What a person can do on every screen, and how an action is done and said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

from msgspec.structs import replace

from gigplanner.model.errors import GigError
from gigplanner.planbook import Planbook
from gigplanner.tui.asking import ask
from gigplanner.tui.preferring import PreferringApp
from gigplanner.tui.theme import DEFAULT_THEME, THEMES
from gigplanner.workday.desk import Done

if TYPE_CHECKING:
    from gigplanner.tui.dialogs.base import Dialog
    from gigplanner.tui.saving import Act
    from gigplanner.workday.export_files import Order
    from gigplanner.workday.intake import Batch


class EverywhereApp(PreferringApp):
    """The app's actions; `GigApp` makes the desk, the clock and the writer that they work with."""

    clock: Callable[[], datetime]

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

    def action_phase(self, phase: str) -> None:
        """Go to a phase of the day."""
        if self.current_mode != phase:
            self.switch_mode(phase)

    def action_quick_add(self) -> None:
        """Ask for one line and keep what it says."""
        from gigplanner.tui.dialogs.quick_add import QuickAddDialog
        from gigplanner.workday.quickadd import quick_add

        def add(line: str) -> Act:
            return lambda desk, now: quick_add(desk, line, now)

        ask(self, lambda: QuickAddDialog(self.desk, self.clock), add)

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

    def action_suspend_process(self) -> None:
        """Step aside for the shell that started the app."""
        if self._driver is not None and self._driver.can_suspend:
            super().action_suspend_process()
        else:
            self.say("No shell started gigplanner here: nothing could bring it back.")

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
            from gigplanner.tui.dialogs.working import WorkingDialog
            from gigplanner.workday.intake import Progress, keep

            progress = Progress()
            keeping = WorkingDialog("Import", lambda: progress.words, progress.stop)

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
            from gigplanner.tui.dialogs.working import WorkingDialog
            from gigplanner.workday.export_files import carry_out

            stopped = Event()
            working = WorkingDialog("Export", lambda: "Gathering the records", stopped.set)

            def written(done: Done) -> None:
                self._close(working)
                self.say(done.words)

            def refused(error: GigError) -> None:
                self._close(working)
                self.say(str(error), severity="error")

            self.saving.run(
                lambda desk, now: carry_out(desk, order, now, stopped.is_set), done=written, refused=refused
            )
            if not self.saving.waits_at_once():
                self.push_screen(working)

    def _renew(self, batch: Batch) -> None:
        """Take up the zone that an import has written into the preferences."""
        if batch.zone and self.desk.config:
            from gigplanner.planbook.config import load_settings

            try:
                self.take_up(load_settings(self.desk.config))
            except GigError as error:
                self.say(str(error), severity="error")

    def action_theme(self) -> None:
        """Change to the next of gigplanner's themes, and keep to it."""
        names = [theme.name for theme in THEMES]
        wanted = self.desk.settings.theme or DEFAULT_THEME
        following = names[(names.index(wanted) + 1) % len(names)] if wanted in names else names[0]
        if self.desk.config is None:
            self.desk = self.desk.with_settings(replace(self.desk.settings, theme=following))
            self.theme = following
        else:
            self.change_setting("theme", following, lambda _: None)

    def action_help(self) -> None:
        """Show all keys."""
        from gigplanner.tui.dialogs.help import HelpDialog

        self.push_screen(HelpDialog(self.actions), self._picked)

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
