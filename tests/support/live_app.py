"""The app on a planbook in New York under a clock that only the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from support.gigdays import clock, usd
from textual.pilot import Pilot

from gigplanner.model.records import Task
from gigplanner.planbook.places import find_places
from gigplanner.tui.app import GigApp
from gigplanner.workday.desk import Desk, open_desk
from gigplanner.workday.queue import add_task

CONFIG = 'currency = "USD"\nzone = "America/New_York"\n'


class HandClock:
    """A clock that stands until it is moved."""

    def __init__(self, at: str) -> None:
        self.now = clock(at)

    def __call__(self) -> datetime:
        return self.now

    def on(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Move the clock on."""
        self.now += timedelta(minutes=minutes, seconds=seconds)


def desk_in(folder: Path, *, by: str = "app") -> Desk:
    """Open the planbook in `folder`; a new one gets a New Yorker's preferences."""
    config = folder / "config.toml"
    if not config.exists():
        folder.mkdir(parents=True, exist_ok=True)
        config.write_text(CONFIG, encoding="utf-8")
    return open_desk(find_places(folder), by=by)


def queue_up(desk: Desk, title: str, pay: str, minutes: float, at: HandClock) -> None:
    """Put a task that can be done anywhere into the queue."""
    add_task(desk, Task(id="", title=title, pay=usd(pay), minutes=minutes, resumable=True), at())


def gig(pilot: Pilot[None]) -> GigApp:
    """The app that the pilot drives."""
    return cast(GigApp, pilot.app)


async def saved(pilot: Pilot[None]) -> None:
    """Let all that was asked for be saved, and the app take note of it."""
    app = gig(pilot)
    app.saving.writer.wait()
    app.saving.follow_up()
    await pilot.pause()


@asynccontextmanager
async def running(
    desk: Desk, at: HandClock, *, phase: str, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[Pilot[None]]:
    """Run the app on a phase's screen. The clock's own ticks are left to the test."""
    app = GigApp(desk, at)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.action_phase(phase)
        for _ in range(2):  # the screen comes, then its panels know how wide they are
            await pilot.pause()
        yield pilot
    app.saving.writer.close(patience=90)
