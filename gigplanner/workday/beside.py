"""Reading beside the screen: what takes a moment is worked out on a thread, on a planbook of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import Generic, TypeVar

from gigplanner.model.errors import GigError
from gigplanner.model.settings import Settings
from gigplanner.planbook import Planbook
from gigplanner.workday.at_rest import take_short_turns
from gigplanner.workday.desk import Desk

T = TypeVar("T")


class BesideReading(Generic[T]):
    """Reads on a thread that shares nothing with the screen but the files.

    `tell` is called on that thread with what was found, or with why it could not be. Of several readings
    asked for meanwhile, the latest is told.
    """

    def __init__(self, folder: Path, tell: Callable[[T | GigError], object]) -> None:
        self._folder = folder
        self._tell = tell
        self._book: Planbook | None = None
        self._wanted: tuple[Callable[[Desk], T], Settings] | None = None
        self._thread: Thread | None = None
        self._is_at_work = False
        self._turn = Lock()  # over what is wanted and whether somebody is at work: no wish may come between

    def ask(self, work: Callable[[Desk], T], settings: Settings) -> None:
        """Have `work` done at a desk with these preferences."""
        with self._turn:
            self._wanted = (work, settings)
            if self._is_at_work:
                return
            self._is_at_work = True
        take_short_turns()
        self._thread = Thread(target=self._work, name="reading", daemon=True)
        self._thread.start()

    def wait(self, patience: float | None = None) -> None:
        """Wait until what was asked for is told, `patience` seconds at most."""
        if self._thread is not None:
            self._thread.join(patience)

    def _work(self) -> None:
        try:
            while (wanted := self._next()) is not None:
                found = self._found(*wanted)
                if self._is_still(wanted):
                    self._tell(found)
        except BaseException:
            self._is_at_work = False
            raise

    def _next(self) -> tuple[Callable[[Desk], T], Settings] | None:
        with self._turn:
            self._is_at_work = self._wanted is not None
            return self._wanted

    def _is_still(self, wanted: tuple[Callable[[Desk], T], Settings]) -> bool:
        """Whether nothing else has been asked for meanwhile; then it is answered."""
        with self._turn:
            if self._wanted is not wanted:
                return False
            self._wanted = None
            return True

    def _found(self, work: Callable[[Desk], T], settings: Settings) -> T | GigError:
        try:
            if self._book is None:
                self._book = Planbook(self._folder, by="app")
            self._book.refresh()
            return work(Desk(self._book, settings))
        except GigError as error:
            return error
