"""What a year was foretold, as the recap screen comes to know it: its plans are read beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from gigplanner.model.errors import GigError
from gigplanner.workday.beside import BesideReading
from gigplanner.workday.desk import Desk
from gigplanner.workday.foretold import Foretold, foretold_in_year

Told = tuple[object, Foretold] | GigError  # of which state of which year, and what


class YearReading:
    """Keeps what the year on show was foretold. `tell` is called on a thread when it is there."""

    def __init__(self, tell: Callable[[Told], object]) -> None:
        self._tell = tell
        self._foretold: Foretold | None = None
        self._read_of: object = None
        self.reading: BesideReading[tuple[object, Foretold]] | None = None

    def take(self, told: Told) -> None:
        """Show this, unless another year is on show by now; of one that cannot be read nothing is shown."""
        state, foretold = (self._read_of, Foretold()) if isinstance(told, GigError) else told
        if state == self._read_of:
            self._foretold = foretold

    def foretold(self, desk: Desk, day: date, now: datetime) -> Foretold:
        """Return what the year of `day` was foretold, as far as it is known; else it is asked for."""
        state = (desk.book.seq, desk.settings, desk.settings.day_of(now), day.year)
        if state != self._read_of:
            self._read_of, self._foretold = state, None
            if self.reading is None:
                self.reading = BesideReading(desk.book.folder, self._tell)
            self.reading.ask(lambda own: (state, foretold_in_year(own, day, now)), desk.settings)
        return self._foretold or Foretold()
