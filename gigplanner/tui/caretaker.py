"""What the app does for the data while nobody asks: the backup of the day, and a word about damaged files."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import TYPE_CHECKING

from gigplanner.model.errors import GigError

if TYPE_CHECKING:
    from gigplanner.planbook.backups import Draft
    from gigplanner.tui.app import GigApp


class Caretaker:
    """Looks after the planbook of an app. Nothing of it happens before the first frame."""

    def __init__(self, app: GigApp) -> None:
        self._app = app
        self._named: set[str] = set()
        self._failed_on: date | None = None

    def look_after(self) -> None:
        """Name what is damaged, and make the backup of the day if it is due."""
        self.name_damage()
        self._back_up(self._app.clock())

    def name_damage(self) -> None:
        """Say of each file that cannot be read that it is so, once; take up those that were mended."""
        book = self._app.desk.book
        damaged = book.damaged
        for name in damaged:
            book.documents(name)  # looks whether another file has taken its place
        if book.damaged != damaged:
            self._app.changed()
        self._app.show_notice()
        new = [name for name in book.problems if name not in self._named]
        self._named = set(book.problems)
        if new:
            more = f" So are {len(new) - 1} more files." if len(new) > 1 else ""
            advice = "" if "gigplanner doctor" in book.problems[new[0]] else " See gigplanner doctor."
            rest = "" if book.is_read_only else " Everything else works."
            self._app.warn(f"{book.problems[new[0]]}{more}{advice}{rest}")

    @property
    def notice(self) -> str:
        """What the screen has to say about damaged files, in short, or nothing."""
        book = self._app.desk.book
        if book.is_read_only:
            return "The journal is damaged and nothing can be changed: gigplanner doctor --repair mends it"
        names = [book.path_of(name).name for name in sorted(book.damaged)]
        if not names:
            return ""
        more = f" and {len(names) - 1} more files" if len(names) > 1 else ""
        verb = "cannot" if len(names) == 1 else "can not"
        return f"{names[0]}{more} {verb} be read: gigplanner doctor explains and repairs"

    def _back_up(self, now: datetime) -> None:
        from gigplanner.workday.care import begin_daily

        today = self._app.desk.settings.day_of(now)
        if self._app.demo or self._failed_on == today:
            return

        def begun(draft: Draft | None) -> None:
            if draft is not None:
                self._app.run_worker(self._finish(draft, now), group="backup", exit_on_error=False)

        self._app.saving.run(begin_daily, done=begun, refused=lambda error: self._fail(error, today))

    async def _finish(self, draft: Draft, now: datetime) -> None:
        from gigplanner.workday.care import finish_daily

        desk = self._app.desk
        try:
            await asyncio.to_thread(finish_daily, draft, desk.book.folder, now, desk.settings)
        except GigError as error:
            self._fail(error, desk.settings.day_of(now))

    def _fail(self, error: GigError, today: date) -> None:
        """Say it once a day: a full disk does not get better by being asked at every action."""
        self._failed_on = today
        self._app.say(str(error), severity="error")
