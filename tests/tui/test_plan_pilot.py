"""The plan screen under a person's keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.gigdays import clock, usd
from support.live_app import HandClock, desk_in, queue_up, running
from support.tui_host import until
from textual import events

from gigplanner.model.records import Block, Task
from gigplanner.tui.screens.plan import PlanScreen
from gigplanner.tui.widgets.month_grid import DayMark
from gigplanner.workday.blocks import add_block
from gigplanner.workday.desk import Desk
from gigplanner.workday.planning import saved_plan
from gigplanner.workday.queue import add_task, open_tasks

TODAY = date(2026, 11, 20)


def a_queue(folder: Path, at: HandClock) -> Desk:
    desk = desk_in(folder / "planbook")
    queue_up(desk, "Sort photos", "2.00", 10, at)
    queue_up(desk, "Answer survey", "6.00", 20, at)
    queue_up(desk, "Write captions", "9.00", 60, at)
    return desk


def titles(screen: PlanScreen) -> list[str]:
    return [row.title for row in screen.queue_pane.list.rows]


async def test_the_queue_is_sorted_and_filtered_by_keys(tmp_path: Path) -> None:
    at = HandClock("08:00")
    async with running(a_queue(tmp_path, at), at, phase="plan") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        assert titles(screen) == ["Answer survey", "Sort photos", "Write captions"]  # by $/h
        await pilot.press("o")
        assert titles(screen)[0] == "Write captions"  # by pay
        await pilot.press("o")
        assert titles(screen)[0] == "Sort photos"  # by minutes
        await pilot.press("slash", *"<30")
        await pilot.pause()
        assert titles(screen) == ["Sort photos", "Answer survey"]
        panes: list[str] = []
        screen.watch(screen, "pane", lambda pane: panes.append(pane))  # at once, and at every change
        await pilot.press("escape")
        await pilot.pause()
        assert len(titles(screen)) == 3
        assert screen.queue_pane.find_bar is None
        assert screen.focused is screen.queue_pane.list
        assert panes == ["queue"]  # never by the timeline, on the way back to the list


async def test_a_filter_typed_faster_than_it_opens_keeps_all_its_letters(tmp_path: Path) -> None:
    at = HandClock("08:00")
    async with running(a_queue(tmp_path, at), at, phase="plan") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        for _ in range(2):
            for key in ("slash", *"sort"):
                pilot.app.simulate_key(key)
            await until(pilot, lambda: titles(screen) == ["Sort photos"])
            assert screen.queue_pane.find_bar is not None
            assert screen.queue_pane.find_bar.value == "sort"
            await pilot.press("escape")
            await until(pilot, lambda: len(titles(screen)) == 3)


async def test_marked_tasks_are_completed_together_and_undone_at_once(tmp_path: Path) -> None:
    at = HandClock("08:00")
    desk = a_queue(tmp_path, at)
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("tab", "space", "space", "d")
        await pilot.pause()
        assert [task.title for task in open_tasks(desk)] == ["Write captions"]
        await pilot.press("u")
        await pilot.pause()
        assert len(open_tasks(desk)) == 3


async def test_a_plan_is_made_accepted_pinned_and_a_placement_dropped(tmp_path: Path) -> None:
    at = HandClock("08:00")
    desk = a_queue(tmp_path, at)
    async with running(desk, at, phase="plan") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        await pilot.press("p", "A")
        await pilot.pause()
        plan = saved_plan(desk, TODAY)
        assert plan is not None and plan.accepted_at == at() and len(plan.placements) == 3
        screen.timeline.focus()
        await pilot.press("home", "x")
        await pilot.pause()
        plan = saved_plan(desk, TODAY)
        assert plan is not None and [one.pinned for one in plan.placements].count(True) == 1
        await pilot.press("backspace")
        await pilot.pause()
        plan = saved_plan(desk, TODAY)
        assert plan is not None and len(plan.placements) == 2
        await pilot.press("u", "u", "u")
        await pilot.pause()
        assert saved_plan(desk, TODAY) is None


async def test_brackets_and_the_calendar_lead_to_other_days_and_back(tmp_path: Path) -> None:
    at = HandClock("08:00")
    async with running(a_queue(tmp_path, at), at, phase="plan") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        await pilot.press("right_square_bracket", "right_square_bracket")
        assert screen.day == date(2026, 11, 22)
        await pilot.press("T")
        assert screen.day == TODAY


async def test_a_month_is_read_once_for_all_its_days_and_anew_after_an_action(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = HandClock("08:00")
    desk = a_queue(tmp_path, at)
    async with running(desk, at, phase="plan") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        read: list[date] = []
        read_marks, shown = screen._read_marks, screen.queue_pane.show
        queues: list[int] = []

        def reading(first: date) -> dict[date, DayMark]:
            read.append(first)
            return read_marks(first)

        def showing(*args: Any, **said: Any) -> None:
            queues.append(1)
            shown(*args, **said)

        monkeypatch.setattr(screen, "_read_marks", reading)
        monkeypatch.setattr(screen.queue_pane, "show", showing)
        for _ in range(3):
            screen.action_step(1)
        assert (screen.day, read, queues) == (date(2026, 11, 23), [], [])
        screen.action_step(8)
        screen.action_step(-8)
        assert (read, queues) == ([date(2026, 12, 1), date(2026, 11, 1)], [])
        add_block(desk, Block(id="", title="Dentist", start=clock("15:00"), end=clock("16:00")), at())
        screen.reload()
        assert (read[2:], queues) == ([date(2026, 11, 1)], [1])
        assert screen._month_marked[1][TODAY].busy


async def test_a_phone_shows_one_pane_at_a_time(tmp_path: Path) -> None:
    at = HandClock("08:00")
    async with running(a_queue(tmp_path, at), at, phase="plan", size=(40, 20)) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        assert screen.timeline.size.width == 40 - 4
        assert not screen.queue_pane.list.size.width
        await pilot.press("tab")
        await pilot.pause()
        assert not screen.timeline.size.width
        assert screen.queue_pane.list.size.width


async def test_keys_that_come_while_a_dialog_opens_are_typed_into_it(tmp_path: Path) -> None:
    at = HandClock("08:00")
    desk = a_queue(tmp_path, at)
    async with running(desk, at, phase="plan") as pilot:
        before = len(open_tasks(desk))
        for letter in "awalk 5m":  # all at once: nobody waits for the dialog
            pilot.app.post_message(events.Key("space" if letter == " " else letter, letter))
        pilot.app.post_message(events.Key("enter", "\r"))
        await until(pilot, lambda: len(open_tasks(desk)) > before)  # the last key has been taken
        assert "walk" in [task.title for task in open_tasks(desk)]


async def test_a_task_in_pounds_is_never_added_to_dollars(tmp_path: Path) -> None:
    at = HandClock("08:00")
    desk = a_queue(tmp_path, at)
    pounds = Task(id="", title="Study", pay=usd("1.00").of("4.00", "GBP"), minutes=10)
    add_task(desk, pounds, at())
    async with running(desk, at, phase="plan") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        assert str(screen.queue_pane.list.border_title) == "Queue · 4 · $17.00 + £4.00"
