"""The app: it wires the phases, the clock and the planbook together, and catches what goes wrong."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import BindingType
from textual.screen import Screen

from gigplanner.model.errors import GigError
from gigplanner.planbook.places import Places
from gigplanner.tui.actions import bindings_of
from gigplanner.tui.caretaker import Caretaker
from gigplanner.tui.everywhere import EverywhereApp
from gigplanner.tui.forgotten_timer import ForgottenTimer
from gigplanner.tui.garbage import Garbage
from gigplanner.tui.saving import Saving
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.tui.text import plain
from gigplanner.workday.desk import Desk, open_desk
from gigplanner.workday.metering import LiveMeter

if TYPE_CHECKING:
    from textual.driver import Driver

    from gigplanner.tui.dialogs.first_start import FirstAnswers

FILES_LAG = 0.7  # seconds after an action until the files follow the journal
SETTLED_IN = 0.5  # seconds after which the start is over
WARNED_FOR = 60.0  # seconds
LOCALES = ("LC_ALL", "LC_MONETARY", "LANG")  # POSIX: the first that is set holds
LAST_RESORT = 2.0  # seconds that leaving may take when the terminal is gone


def _plan_screen() -> Screen[None]:
    from gigplanner.tui.screens.plan import PlanScreen

    return PlanScreen()


def _shift_screen() -> Screen[None]:
    from gigplanner.tui.screens.shift import ShiftScreen

    return ShiftScreen()


def _recap_screen() -> Screen[None]:
    from gigplanner.tui.screens.recap import RecapScreen

    return RecapScreen()


def _insights_screen() -> Screen[None]:
    from gigplanner.tui.screens.insights import InsightsScreen

    return InsightsScreen()


class GigApp(EverywhereApp):
    """gigplanner in the terminal."""

    TITLE = "gigplanner"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False  # Textual's own raises under random keys; ours reads the action registry
    ALLOW_SELECT = False  # by mouse: Textual raises where a selection begins on a widget that is going
    MODES = {  # noqa: RUF012
        "plan": _plan_screen,
        "shift": _shift_screen,
        "recap": _recap_screen,
        "insights": _insights_screen,
    }
    DEFAULT_MODE = "plan"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("app")]

    def __init__(self, desk: Desk, clock: Callable[[], datetime], *, demo: bool = False) -> None:
        self.desk = desk
        super().__init__()
        self.clock = clock
        self.demo = demo
        self.meter = LiveMeter(desk)
        self.saving = Saving(self)
        self.caretaker = Caretaker(self)
        self.forgotten_timer = ForgottenTimer(self)
        self.garbage = Garbage()
        self._seen = desk.book.seq  # the last action that the screens show
        self._trouble = ""  # with the data, as it was last said

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this terminal; where it is a Unix terminal, the sturdier one."""
        found = super().get_driver_class()
        if found.__name__ != "LinuxDriver":
            return found
        from gigplanner.tui.driver import SturdyDriver

        return SturdyDriver

    # --- life ------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Put the first phase on the screen and start what ticks."""
        self.take_up_keys()
        self.app_resume_signal.subscribe(self, self._draw_again)
        self.set_interval(1, self._tick)
        self.call_after_refresh(self._settle_in)
        if self.desk.book.is_empty:
            self.call_after_refresh(self._ask_first)

    def _settle_in(self) -> None:
        """Once the first frame stands, and a moment later, do what it need not wait for."""
        self.set_timer(SETTLED_IN, self.garbage.begin)
        self.set_timer(SETTLED_IN, self.caretaker.look_after)

    def _draw_again(self, _: object) -> None:
        """Draw every cell: another program has had the terminal."""
        for screen in self.screen_stack:
            screen.refresh(layout=True)

    def _ask_first(self) -> None:
        """Ask for the preferences where there are none yet, then welcome."""
        config = self.desk.config
        if config is None or config.exists():
            self._welcome()
            return
        from gigplanner.tui.dialogs.first_start import FirstStartDialog

        locale = next((os.environ[name] for name in LOCALES if os.environ.get(name)), "")
        self.push_screen(FirstStartDialog(self.desk.settings, config, locale), self._keep_first)

    def _keep_first(self, answers: FirstAnswers | None) -> None:
        if answers is None:
            return
        if answers.said:
            self.change_settings(answers.said, lambda _: None)
        elif not answers.leaves:
            self.begin_config()
        if answers.leaves:
            self.exit()
        else:
            self._welcome()

    def _welcome(self) -> None:
        from gigplanner.tui.dialogs.welcome import WelcomeDialog

        self.push_screen(WelcomeDialog(), self._begin)

    async def _begin(self, choice: str | None) -> None:
        if choice == "import":
            self.action_import()
        elif choice == "demo":
            self.exit(return_code=DEMO_WANTED)
        elif choice == "add":
            self.action_quick_add()
        elif choice == "tour":
            await self.action_tour()

    async def _shutdown(self) -> None:
        """Leave. The screens go before the timers end: from here on Textual begins nothing by a timer.

        `exit` says so by itself, but an error that ends the app, or a test, goes without it.
        """
        self._exit = True
        await super()._shutdown()

    def _tick(self) -> None:
        now = self.clock()
        if self.take_in():
            self.redraw()
        for screen in self._standing_phases():
            screen.tick(now)
        self.caretaker.name_damage()
        self.forgotten_timer.look(now)
        self.garbage.look()

    async def on_event(self, event: events.Event) -> None:
        """Take an event, and know that somebody waits for what it does."""
        if isinstance(event, events.InputEvent):
            self.garbage.note_input()
        await super().on_event(event)

    def take_in(self) -> bool:
        """Take in what other processes and the writer did; return whether there was anything."""
        try:
            changed = self.desk.book.refresh() or self.desk.book.seq != self._seen
            self._trouble = ""
        except GigError as error:
            if str(error) != self._trouble:
                self.say(str(error), severity="error")
            changed, self._trouble = False, str(error)
        self._seen = self.desk.book.seq
        return changed

    def _standing_phases(self) -> list[PhaseScreen]:
        return [screen for screen in self.screen_stack if isinstance(screen, PhaseScreen) and screen.standing]

    @property
    def failure(self) -> Exception | None:
        """What ended the app, if it was an error of its own."""
        return self._exception

    def _fatal_error(self) -> None:
        """Close without Textual's traceback: it shows local variables, which hold private records."""
        self._close_messages_no_wait()

    # --- acting ----------------------------------------------------------------------------------------

    def on_saving_news(self) -> None:
        """Take up what the writer has done, while there are screens to show it on."""
        if self.is_running:
            self.saving.follow_up()

    def changed(self) -> None:
        """Redraw after the planbook has changed, and let the files follow."""
        self.redraw()
        self.set_timer(FILES_LAG, self._settle_files)

    def redraw(self) -> None:
        """Draw the screens anew from the planbook."""
        for screen in self._standing_phases():
            screen.reload()

    def renew_desk(self) -> None:
        """Count and draw by the preferences there are now."""
        self.meter = LiveMeter(self.desk)
        self.meter.learn(self.clock())
        self.redraw()

    async def go_to(self, kind: str, name: str) -> None:
        """Go to a task, a day or the tasks of a platform, on the plan screen, which is there."""
        from gigplanner.tui.screens.plan import PlanScreen

        if not isinstance(self.screen, PlanScreen) or not self.screen.standing:
            return
        if kind == "day":
            self.screen.look_at(date.fromisoformat(name))
        elif kind == "task":
            self.screen.choose_task(name)
        else:
            await self.screen.filter_queue(name)

    def why_not(self, action: str) -> str:
        """Why the screen does not allow an action now, "" if it does not say."""
        return self.screen.why_not(action) if isinstance(self.screen, PhaseScreen) else ""

    def _settle_files(self) -> None:
        self.saving.run(
            lambda desk, now: desk.book.checkpoint(),
            done=lambda _: self.caretaker.look_after(),
            refused=self._not_settled,
        )

    def _not_settled(self, error: GigError) -> None:
        self.say(str(error), severity="error")
        self.caretaker.look_after()

    def show_notice(self) -> None:
        """Keep in sight what is not saved, and what is damaged."""
        sentences = [words for words in (self.saving.notice, self.caretaker.notice) if words]
        for screen in self._standing_phases():
            screen.show_notices(sentences)

    def warn(self, sentence: str) -> None:
        """Show a sentence that must not be missed: for a minute, or until another takes its place."""
        self.notify(plain(sentence).plain, markup=False, severity="warning", timeout=WARNED_FOR)


DEMO_WANTED = 64  # the exit code with which the first screen asks for the demo


def run_app(places: Places, clock: Callable[[], datetime], *, demo: bool = False) -> int:
    """Open the planbook at `places`, run the app until the person leaves, and return its exit code.

    Raises GigError if the planbook cannot be opened, and whatever the app itself failed with: by then the
    terminal is restored and everything that was done is on the disk.
    """
    desk = open_desk(places, by="app")
    app = GigApp(desk, clock, demo=demo)
    app.look_at_terminal()
    _leave_cleanly(app)
    app.run()
    if app.saving.writer.close(LAST_RESORT):
        desk.book.close()
    else:
        what = app.saving.writer.trouble or "The disk did not answer."
        raise GigError(f"{what} What you did last is not saved.")
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0


def _leave_cleanly(app: GigApp) -> None:
    """End the app properly on SIGTERM and SIGHUP, and in any case soon when its terminal is gone."""

    def leave(number: int, _frame: object) -> None:
        timer = threading.Timer(LAST_RESORT, lambda: os._exit(128 + number))
        timer.daemon = True
        timer.start()
        app.call_later(app.exit, None, 128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
