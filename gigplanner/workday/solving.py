"""Long thoughts beside the screen: a search on a thread of its own, which may be stopped at any moment.

A thread and no process: measured, the first plan of 10 tasks came after 4 ms instead of 118, that of 2,000
after 180 instead of 542, and with the interpreter's turns at a millisecond and its garbage collector at rest
a timer of 60 beats a second was late by two frames at worst. The thread gets all it needs handed over, and
never sees the planbook.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Condition, Thread
from typing import Generic, TypeVar

from gigplanner.model.errors import GigError
from gigplanner.workday.at_rest import collector_at_rest, take_short_turns

T = TypeVar("T")


class Search(Generic[T]):
    """Does `work` on a thread. What it reports is `found`; `tell` is called there at each report and the end.

    `work` gets the search itself: it calls `report` with what it has so far, and ends when it `should_stop`.
    """

    def __init__(self, work: Callable[[Search[T]], T], tell: Callable[[Search[T]], object]) -> None:
        self.found: T | None = None
        self.refusal: GigError | None = None
        self.crash: Exception | None = None
        self.is_over = False
        self._work = work
        self._tell = tell
        self._stopped = False
        self._end = Condition()

    def begin(self) -> None:
        """Start the thread."""
        take_short_turns()
        Thread(target=self._run, name="search", daemon=True).start()

    def stop(self) -> None:
        """Let it end soon, with nothing more told."""
        self._stopped = True

    def should_stop(self) -> bool:
        """Whether nobody waits for the result any more."""
        return self._stopped

    def wait(self, patience: float | None = None) -> bool:
        """Wait until it is over, `patience` seconds at most; return whether it is."""
        with self._end:
            return self._end.wait_for(lambda: self.is_over, patience)

    def report(self, found: T) -> None:
        """Say what has been found so far; called by the work."""
        self.found = found
        if not self._stopped:
            self._tell(self)

    def _run(self) -> None:
        try:
            with collector_at_rest():
                self.found = self._work(self)
        except GigError as error:
            self.refusal = error
        except Exception as error:
            self.crash = error
        with self._end:
            self.is_over = True
            self._end.notify_all()
        if not self._stopped:
            self._tell(self)
