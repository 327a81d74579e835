"""What a command runs with: where the data is, what time it is, and the desk opened on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from gigplanner.cli.show import warn

if TYPE_CHECKING:
    from gigplanner.planbook.places import Places
    from gigplanner.workday.desk import Desk


@dataclass
class Session:
    """One run of the command line."""

    clock: Callable[[], datetime]
    folder: str | None = None  # as given by --data, before or after the command

    @property
    def places(self) -> Places:
        """Where the planbook and the preferences are."""
        from gigplanner.planbook.places import find_places

        return find_places(self.folder)

    @contextmanager
    def reading(self) -> Iterator[Desk]:
        """Open the desk for a command that only reads; files that cannot be read are said afterwards."""
        from gigplanner.workday.desk import open_desk

        desk = open_desk(self.places, by="command")
        yield desk
        for sentence in desk.book.problems.values():
            warn(sentence)

    @contextmanager
    def acting(self) -> Iterator[Desk]:
        """Open the desk for a command that changes something; the files follow, and the backup of the day."""
        from gigplanner.planbook import PlanbookError

        with self.reading() as desk:
            yield desk
            with suppress(PlanbookError):  # the action is on disk already; the next command tries again
                desk.book.close()
            self._back_up(desk)

    def _back_up(self, desk: Desk) -> None:
        from gigplanner.model.errors import GigError
        from gigplanner.planbook.backup_names import has_backup_on

        now, day_of = self.clock(), desk.settings.day_of
        if has_backup_on(desk.book.folder, day_of(now), day_of):
            return
        from gigplanner.cli.backing_up import back_up_today

        try:
            back_up_today(desk, self.places, now)
        except GigError as error:
            warn(str(error))


pass_session = click.make_pass_decorator(Session)
