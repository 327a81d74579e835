"""The app's side of the writer: what is being saved, what could not be, and what follows when it is.

An action usually takes a millisecond or two: the app waits that long and shows the result with the key press.
If the disk takes its time, the screen goes on without it, says so, and takes the result up when it comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

from textual.message import Message

from gigplanner.model.errors import GigError
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.writer import Job, Writer

if TYPE_CHECKING:
    from gigplanner.tui.app import GigApp

T = TypeVar("T")

Act = Callable[[Desk, datetime], Done]

AT_ONCE = 0.05  # seconds that a key press may wait for the disk
LATE = 0.2  # seconds of saving after which the screen says so


@dataclass(frozen=True)
class _Follow:
    """What follows a job: each is called on the screen's side."""

    done: Callable[[object], object]
    refused: Callable[[GigError], object]


class Saving:
    """Hands the app's actions to the writer, and follows them up."""

    class News(Message):
        """Posted from the writer's thread: something ended, or could not be saved."""

    def __init__(self, app: GigApp) -> None:
        self._app = app
        self._follow: dict[Job[object], _Follow] = {}
        self._is_late = False
        self._named = ""  # the trouble last said
        self.writer = Writer(app.desk, tell=lambda: app.post_message(Saving.News()))

    @property
    def notice(self) -> str:
        """What the screen has to say about it, or nothing."""
        count = self.writer.unsaved
        if self.writer.trouble:
            what = "1 action is" if count == 1 else f"{count} actions are"
            return f"{what} not saved: kept, and tried again. R tries now."
        return "Saving …" if self._is_late and count else ""

    @property
    def is_safe_to_leave(self) -> bool:
        """Whether nothing waits for a disk that does not answer or refuses."""
        return not self.writer.unsaved or not (self._is_late or self.writer.trouble)

    def act(
        self,
        action: Act,
        *,
        said: Callable[[Done], str],
        then: Callable[[Done], object] | None = None,
        refused: Callable[[], object] | None = None,
    ) -> None:
        """Do an action of the planbook; say what it did, as `said` words it, or why it was refused.

        `then` follows when it is on the disk, `refused` where it never will be.
        """

        def done(result: Done) -> None:
            self._app.say(said(result))
            if then:
                then(result)

        def was_refused(error: GigError) -> None:
            self._app.say(str(error), severity="error")
            if refused:
                refused()

        idle = not self.writer.unsaved
        self.run(action, done=done, refused=was_refused, is_kept=True)
        if idle:
            self.waits_at_once()
        self.follow_up()
        if self.writer.unsaved:
            self._app.set_timer(max(0.01, LATE - AT_ONCE), self._look_whether_late)

    def waits_at_once(self) -> bool:
        """Wait a moment, as long as a key press may; return whether all is done."""
        return self.writer.wait(AT_ONCE)

    def run(
        self,
        work: Callable[[Desk, datetime], T],
        *,
        done: Callable[[T], object],
        refused: Callable[[GigError], object],
        is_kept: bool = False,
    ) -> None:
        """Have the writer do `work`, and call `done` with its result or `refused` with the error."""
        job = Job(work, self._app.clock(), self._app.desk.settings, is_kept)
        self._follow[cast("Job[object]", job)] = _Follow(cast("Callable[[object], object]", done), refused)
        self.writer.add(cast("Job[object]", job))

    def follow_up(self) -> None:
        """Take up what has ended since, in its order."""
        ended = self.writer.ended()
        if not self.writer.unsaved:
            self._is_late = False
        self._name_trouble()
        news = bool(ended) and self._app.take_in()
        for job in ended:
            follow = self._follow.pop(job)
            if job.crash is not None:
                raise job.crash
            if job.refusal is not None:
                follow.refused(job.refusal)
            else:
                follow.done(job.result)
        if any(job.is_kept and job.refusal is None for job in ended):
            self._app.changed()
        elif news:
            self._app.redraw()
        self._app.show_notice()

    def _name_trouble(self) -> None:
        """Say why something could not be saved, once for each reason."""
        trouble = str(self.writer.trouble or "")
        if trouble and trouble != self._named:
            self._app.say(trouble.removesuffix(" Nothing was changed."), severity="error")
        self._named = trouble

    def _look_whether_late(self) -> None:
        self._is_late = bool(self.writer.unsaved)
        self._app.show_notice()
