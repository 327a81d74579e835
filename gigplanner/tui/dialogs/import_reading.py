"""Reading files behind a dialog: on a thread that gets no planbook, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

from gigplanner.model.errors import GigError
from gigplanner.workday.intake import Batch, Progress


class BackgroundReading:
    """One reading, begun at once. When it `has_ended` there is a `batch`, a `refusal` or a `crash`."""

    def __init__(self, read: Callable[[], Batch], progress: Progress) -> None:
        self.progress = progress
        self.batch: Batch | None = None
        self.refusal: GigError | None = None
        self.crash: Exception | None = None
        self._read = read
        self._thread = Thread(target=self._work, name="reading", daemon=True)
        self._thread.start()

    def has_ended(self, patience: float = 0.0) -> bool:
        """Wait `patience` seconds at most; return whether it has ended."""
        self._thread.join(patience)
        return not self._thread.is_alive()

    def stop(self) -> None:
        """Have it end with the next record. Nothing it read is kept."""
        self.progress.stop()

    def _work(self) -> None:
        try:
            self.batch = self._read()
        except GigError as error:
            self.refusal = error
        except Exception as error:
            self.crash = error  # raised where the app reports what was not foreseen
