"""The app beside commands writing to its planbook: what they do shows, and the person loses no place."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from support.live_app import HandClock, desk_in, queue_up, running
from textual.pilot import Pilot

from gigplanner.model.records import Block
from gigplanner.tui.screens.plan import PlanScreen
from gigplanner.tui.widgets.queue import QueueList
from gigplanner.tui.widgets.timeline import Timeline
from gigplanner.workday.blocks import add_block
from gigplanner.workday.desk import Desk
from gigplanner.workday.queue import open_tasks, remove_tasks

TASKS = 60


@pytest.fixture
def at() -> HandClock:
    return HandClock("08:00")


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    """A desk with a long queue and two blocks on its calendar."""
    desk = desk_in(tmp_path / "book")
    for number in range(TASKS):
        queue_up(desk, f"Task {number:02}", f"{9 - number * 0.1:.2f}", 10, at)
    for hour in (10, 14):
        add_block(desk, a_block(f"Lunch at {hour}", at, hour), at())
    return desk


def a_block(title: str, at: HandClock, hour: int) -> Block:
    start = at().replace(minute=0) + timedelta(hours=hour - 8)
    return Block(id="", title=title, start=start, end=start + timedelta(hours=1), zone="America/New_York")


def parts(pilot: Pilot[None]) -> tuple[QueueList, Timeline]:
    """The queue and the timeline."""
    plan = cast(PlanScreen, pilot.app.screen)
    return plan.query_one("#queue", QueueList), plan.query_one("#day", Timeline)


async def a_second_passes(pilot: Pilot[None]) -> None:
    """What the app does once a second."""
    pilot.app._tick()  # type: ignore[attr-defined]
    await pilot.pause()


async def test_a_task_added_by_a_command_appears_and_the_cursor_stays_in_the_queue(
    desk: Desk, tmp_path: Path, at: HandClock
):
    async with running(desk, at, phase="plan") as pilot:
        queue, _ = parts(pilot)
        queue.focus()
        await pilot.press(*["down"] * 40)
        key, scroll = queue.selected_key, queue.scroll_offset
        assert scroll.y > 0
        queue_up(desk_in(tmp_path / "book", by="command"), "From a command", "0.10", 10, at)
        await a_second_passes(pilot)
        assert "From a command" in [row.title for row in queue.rows]
        assert (queue.selected_key, queue.scroll_offset) == (key, scroll)
        assert queue.has_focus


async def test_tasks_that_come_and_go_above_the_cursor_leave_it_on_its_task(
    desk: Desk, tmp_path: Path, at: HandClock
):
    async with running(desk, at, phase="plan") as pilot:
        queue, _ = parts(pilot)
        queue.focus()
        await pilot.press(*["down"] * 30)
        key = queue.selected_key
        command = desk_in(tmp_path / "book", by="command")
        first = [task for task in open_tasks(command) if task.title in ("Task 00", "Task 01")]
        remove_tasks(command, [task.id for task in first], at())
        queue_up(command, "Best of all", "50.00", 10, at)
        await a_second_passes(pilot)
        assert queue.rows[0].title == "Best of all"
        assert queue.selected_key == key
        row = [row.key for row in queue.rows].index(key or "")
        assert queue.scroll_offset.y <= row < queue.scroll_offset.y + queue.room.height - 1


async def test_a_block_added_by_a_command_leaves_the_cursor_on_its_item_of_the_day(
    desk: Desk, tmp_path: Path, at: HandClock
):
    async with running(desk, at, phase="plan", size=(120, 20)) as pilot:
        _, day = parts(pilot)
        day.focus()
        await pilot.press("end")
        key = day.selected_key
        command = desk_in(tmp_path / "book", by="command")
        add_block(command, a_block("From a command", at, 12), at())
        await a_second_passes(pilot)
        assert any("From a command" in line.text for line in day.lines)
        assert day.selected_key == key
        assert day.has_focus
        rows = [row for row, line in enumerate(day.lines) if line.key == key]
        assert day.scroll_offset.y <= rows[0] < day.scroll_offset.y + day.room.height


async def test_what_the_app_did_is_undone_by_a_command_and_shows(desk: Desk, tmp_path: Path, at: HandClock):
    async with running(desk, at, phase="plan") as pilot:
        queue, _ = parts(pilot)
        queue_up(desk, "Done by the app", "20.00", 10, at)
        await a_second_passes(pilot)
        pilot.app.changed()  # type: ignore[attr-defined]
        assert queue.rows[0].title == "Done by the app"
        assert (
            desk_in(tmp_path / "book", by="command").book.undo(at()) == "Added Done by the app to the queue"
        )
        await a_second_passes(pilot)
        assert "Done by the app" not in [row.title for row in queue.rows]
