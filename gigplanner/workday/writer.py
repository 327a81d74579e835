"""One writer beside the screen: a disk that hangs keeps a thread waiting, never the person.

Jobs are done one after the other, in the order they came, on a planbook of the writer's own: the screen's
follows it as it follows any other process, so that the two share nothing but the files.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Condition, Thread
from typing import Generic, TypeVar

from gigplanner.model.errors import GigError
from gigplanner.model.settings import Settings
from gigplanner.planbook import NotSaved, Planbook, PlanbookBusy, Unsure
from gigplanner.workday.desk import Desk

T = TypeVar("T")

PAUSE = 5.0  # seconds until what the disk refused is tried again by itself


@dataclass(eq=False)
class Job(Generic[T]):
    """Something to be done to the planbook, as of the instant at which the person asked for it."""

    work: Callable[[Desk, datetime], T]
    now: datetime
    settings: Settings
    is_kept: bool = True  # whether it is tried again, before all that follow, where the disk refuses it
    result: T | None = None
    refusal: GigError | None = None
    crash: BaseException | None = None
    has_ended: bool = False

    def attempt(self, desk: Desk) -> NotSaved | PlanbookBusy | None:
        """Do it; return the error if it is to be tried again."""
        try:
            desk.book.refresh()
            self.result = self.work(desk.with_settings(self.settings), self.now)
        except (NotSaved, PlanbookBusy) as error:
            if self.is_kept and not isinstance(error, Unsure):
                return error
            self.refusal = error
        except GigError as error:
            self.refusal = error
        except BaseException as error:
            self.crash = error
        return None


@dataclass(eq=False)
class Writer:
    """Does jobs on a thread, which begins with the first one.

    `tell` is called on that thread after every job, and whenever the one at the head could not be saved:
    `trouble` then says why, until it is.
    """

    desk: Desk
    tell: Callable[[], object]
    trouble: GigError | None = None
    _jobs: deque[Job[object]] = field(default_factory=deque)
    _ended: deque[Job[object]] = field(default_factory=deque)
    _turn: Condition = field(default_factory=Condition)
    _thread: Thread | None = None
    _hurried: bool = False
    _closing: bool = False

    @property
    def unsaved(self) -> int:
        """How many jobs that are kept have not ended."""
        return sum(job.is_kept for job in tuple(self._jobs))

    def add(self, job: Job[object]) -> None:
        """Do `job` after all those added before."""
        with self._turn:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="writer", daemon=True)
                self._thread.start()
            self._jobs.append(job)
            self._turn.notify_all()

    def ended(self) -> list[Job[object]]:
        """Take the jobs that ended since the last call, in their order."""
        with self._turn:
            found = list(self._ended)
            self._ended.clear()
            return found

    def wait(self, patience: float | None = None) -> bool:
        """Wait until all is done or the disk refuses, `patience` seconds at most; return whether all is."""
        with self._turn:
            self._turn.wait_for(lambda: not self._jobs or self.trouble, patience)
            return not self._jobs

    def retry(self) -> None:
        """Try now what the disk refused."""
        with self._turn:
            self._hurried = True
            self._turn.notify_all()

    def close(self, patience: float) -> bool:
        """Do what is left, each at most once more, and bring the files up to date.

        Return whether all of it was done within `patience` seconds; if not, the thread is left to itself.
        """
        with self._turn:
            self._closing = True
            self._turn.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(patience)
            if thread.is_alive():
                return False
        return not self._jobs

    # --- on the thread ---------------------------------------------------------------------------------

    def _work(self) -> None:
        desk: Desk | None = None
        while (job := self._next()) is not None:
            try:
                desk = desk or self._open()
            except GigError as error:
                job.refusal = error
                self._end(job)
                continue
            self.trouble = job.attempt(desk)
            if self.trouble is None:
                self._end(job)
            elif not self._try_again_later():
                return
        if desk is not None:
            _close(desk)

    def _open(self) -> Desk:
        book = self.desk.book
        return Desk(Planbook(book.folder, by=book.by), self.desk.settings, self.desk.config)

    def _next(self) -> Job[object] | None:
        """Return the job at the head, waiting for it; None when there is none and none will come."""
        with self._turn:
            self._turn.wait_for(lambda: self._jobs or self._closing)
            return self._jobs[0] if self._jobs else None

    def _end(self, job: Job[object]) -> None:
        with self._turn:
            job.has_ended = True
            self._jobs.popleft()
            self._ended.append(job)
            self.tell()  # before those who wait for it go on
            self._turn.notify_all()

    def _try_again_later(self) -> bool:
        """Say that the disk refused, and wait; return whether to try again."""
        self.tell()
        with self._turn:
            self._turn.notify_all()
            if self._closing:
                return False
            self._turn.wait_for(lambda: self._hurried or self._closing, PAUSE)
            self._hurried = False
        return True


def _close(desk: Desk) -> None:
    with suppress(GigError):  # the journal holds it all; whoever opens it next says what is wrong
        desk.book.close()
