"""What changes together is painted at once: nothing is painted while it is held back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from textual.app import App
from textual.filter import ANSIToTruecolor, LineFilter

FRAME = 1 / 60  # seconds


class PaintingApp(App[None]):
    """An app that holds painting back for as long as a change takes to reach all it changes."""

    _show_switched: Callable[[], None] | None = None

    def hold_paint(self, *, whole: bool = False) -> Callable[[], None]:
        """Paint nothing until what is returned is called, or a frame has passed.

        What was marked meanwhile is painted then, or all of the screen if it is the `whole` that changes.
        """
        held = ExitStack()
        held.enter_context(self.batch_update())

        def paint() -> None:
            timer.stop()
            held.close()
            if self.is_running and self.screen_stack:
                if whole:
                    self.screen.refresh()
                self.screen.check_idle()

        timer = self.set_timer(FRAME, paint)
        return paint

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what each line goes through before it is painted.

        Not through what gives colours of the terminal's palette a value: but for themes that leave them as
        they are nothing is drawn in them here, and it makes every line anew.
        """
        return [one for one in super().get_line_filters() if not isinstance(one, ANSIToTruecolor)]

    def delay_update(self, delay: float = FRAME) -> None:
        """Hide a change of screens half done, until `show_switched`; Textual waits for three frames."""
        self._show_switched = self.hold_paint(whole=True)

    def show_switched(self) -> None:
        """Paint the screen that has come: it shows all it has to show."""
        if self._show_switched is not None:
            self._show_switched()
            self._show_switched = None
