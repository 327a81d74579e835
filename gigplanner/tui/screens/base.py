"""What the three phase screens share: the desk, the clock, and how an action is done and shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from gigplanner.tui.ground import Ground
from gigplanner.tui.leaving import Leaving
from gigplanner.tui.sized import Sized
from gigplanner.workday.desk import Desk, Done

if TYPE_CHECKING:
    from textual.events import Idle

    from gigplanner.tui.app import GigApp
    from gigplanner.tui.saving import Act
    from gigplanner.tui.widgets.notice_bar import NoticeBar


WIDE = 110  # columns, from which all panes stand side by side
VAST = 180  # columns, from which the week stands beside the day, and panels in three columns


class PhaseScreen(Ground, Sized, Leaving, Screen[None]):
    """A phase of the day. `reload` draws from the planbook; `tick` changes only what time changes."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-medium"), (WIDE, "-wide"), (VAST, "-vast")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]  # noqa: RUF012

    _notice_bar: NoticeBar | None = None
    _paints_all_next = False
    _is_new = True

    @property
    def gig(self) -> GigApp:
        """The app, typed."""
        return cast("GigApp", self.app)

    @property
    def desk(self) -> Desk:
        """The planbook and the preferences."""
        return self.gig.desk

    @property
    def standing(self) -> bool:
        """Whether the screen can be drawn on: it is mounted, and neither it nor the app is on its way out."""
        return self.is_mounted and not self.is_going

    def now(self) -> datetime:
        """The present instant, by the app's clock."""
        return self.gig.clock()

    def act(
        self,
        action: Act,
        *,
        then: Callable[[Done], object] | None = None,
        refused: Callable[[], object] | None = None,
    ) -> None:
        """Do an action: say what it did and how to undo it, or why it was refused; then redraw.

        The action gets the desk to act at, which is not this screen's, and the instant of this call. It may
        take longer than this call where the disk is slow: `then` follows once it is saved.
        """
        self.gig.act(action, then=then, refused=refused)

    def show_notices(self, sentences: Sequence[str]) -> None:
        """Keep `sentences` in sight under the first row."""
        if self._notice_bar is None and sentences:
            from gigplanner.tui.widgets.notice_bar import NoticeBar

            self._notice_bar = NoticeBar()
            self.mount(self._notice_bar, after=0)
        if self._notice_bar is not None:
            self._notice_bar.show(sentences)

    def why_not(self, action: str) -> str:
        """Why an action of this screen cannot be done now; "" where there is nothing to say."""
        return ""

    def reload(self) -> None:
        """Draw everything anew from the planbook."""

    def tick(self, now: datetime) -> None:
        """Draw what changes as time goes by."""

    def _compositor_refresh(self) -> None:
        """Paint what is marked by now: Textual would paint again for what is marked while it lays out.

        It does not paint while updates are held back: Textual throws that away after all the work. Nor does
        it paint what has been laid out where all of the screen is painted next.
        """
        if getattr(self.app, "_batch_count", 0) or self._paints_all_next:
            self._paints_all_next = False
            return
        if self.is_current:
            marked = {
                widget
                for widget in self._compositor.visible_widgets
                if (widget._repaint_required or widget._repaint_regions)
                and not widget._layout_required
                and widget is not self
            }
            for widget in marked:
                widget._repaint_required = False
            self._compositor.update_widgets(marked)
        super()._compositor_refresh()

    async def _on_idle(self, event: Idle) -> None:
        """Paint a screen that has come at once: Textual would let a frame pass first."""
        await super()._on_idle(event)
        if self._is_new and self._layout_required and not self.app._batch_count:
            self._is_new = False
            self._on_timer_update()

    def _on_timer_update(self) -> None:
        """Forget marks on what is out of sight: Textual would lay all of it out to find where that is."""
        placed, visible = self._compositor.widgets, self._compositor.visible_widgets
        self._dirty_widgets.difference_update(placed - visible.keys())
        self._paints_all_next = self._layout_required and self._repaint_required
        super()._on_timer_update()
        self._paints_all_next = False

    def on_screen_resume(self) -> None:
        """Show what happened while another phase was on the screen."""
        if self.standing:
            self.reload()
            self.gig.show_notice()
            self.call_next(self.gig.show_switched)
