"""Shifts worked by keys: offers, platforms, how fillers end, and the log put right."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from support.gigdays import clock, usd
from support.live_app import HandClock, desk_in, queue_up, running
from support.tui_host import screen_text
from textual.pilot import Pilot

from gigplanner.model.records import PastWait, Task, TaskResult
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.tui.screens.shift import ShiftScreen
from gigplanner.workday import shift as work
from gigplanner.workday.desk import Desk
from gigplanner.workday.queue import add_task, open_tasks


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    desk = desk_in(tmp_path / "book")
    work.start_shift(desk, at(), platform="DoorDash")
    at.on(minutes=5)
    return desk


def screen(pilot: Pilot[None]) -> ShiftScreen:
    return cast(ShiftScreen, pilot.app.screen)


def rows(pilot: Pilot[None]) -> list[str]:
    """The rows of the log."""
    return [" ".join(line.text.split()) for line in screen(pilot).log_view.lines]


def state(pilot: Pilot[None]) -> str:
    """The state in one line."""
    return screen(pilot).face.lines[0].text.rstrip()


def said(pilot: Pilot[None]) -> str:
    """The last toast."""
    return [str(note.message) for note in pilot.app._notifications][-1]


def shift_of(desk: Desk, at: HandClock) -> ShiftLog:
    log = work.current_shift(desk, at())
    assert log is not None
    return log


async def test_an_offer_taken_begins_the_order_and_one_declined_leaves_the_wait(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("v")
        await pilot.pause()
        await pilot.press(*"3 9mi 30min", "ctrl+d")
        await pilot.pause()
        assert state(pilot) == "● waiting 5:00 · DoorDash · car"
        await pilot.press("v")
        await pilot.pause()
        await pilot.press(*"8.50 4.1mi 22min", "enter")
        await pilot.pause()
        assert state(pilot).startswith("▶ on an order")
        assert rows(pilot)[1:] == ["11:05 declined $3.00 offered", "11:05 order accepted $8.50 offered"]
        assert screen(pilot).log_view.border_subtitle == "0 orders · 1 declined"
    log = shift_of(desk, at)
    assert [(event.pay, event.minutes) for event in log.events[1:]] == [(usd("3"), 30), (usd("8.50"), 22)]
    assert [wait.minutes for wait in log.waits()] == [5.0]


async def test_two_platforms_share_a_wait_and_orders_of_both_stack(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("p")
        await pilot.pause()
        number = next(row[4] for row in screen_text(pilot.app).split("│") if "Uber Eats" in row)
        await pilot.press(number)
        await pilot.pause()
        assert state(pilot) == "● waiting 5:00 · DoorDash + Uber Eats · car"
        for choice in ("1", "2"):
            await pilot.press("o")
            await pilot.pause()
            assert "Whose order?" in screen_text(pilot.app)
            await pilot.press(choice)
            await pilot.pause()
        assert state(pilot) == "▶ on 2 orders 0:00 · DoorDash, Uber Eats · car"
        at.on(minutes=12)
        await pilot.press("d")
        await pilot.pause()
        assert "Whose order is delivered?" in screen_text(pilot.app)
        assert "accepted 12 min ago" in screen_text(pilot.app)
        await pilot.press("2")
        await pilot.pause()
        await pilot.press(*"7.25", "enter")
        await pilot.pause()
        assert state(pilot) == "▶ on an order 12:00 · DoorDash · car"
        assert rows(pilot)[-1] == "11:17 delivered · Uber Eats $7.25"


@pytest.mark.parametrize(
    ("key", "outcome", "words"), [("x", "screened_out", "Screened out of"), ("r", "rejected", "Rejected")]
)
async def test_a_study_that_goes_wrong_is_one_key(
    desk: Desk, at: HandClock, key: str, outcome: str, words: str
) -> None:
    queue_up(desk, "Commuting survey", "3.20", 6, at)
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press(key)
        assert not list(desk.book.every(TaskResult))
        await pilot.press("f")
        at.on(minutes=2)
        await pilot.press(key)
        await pilot.pause()
        assert words in said(pilot)
    assert [(one.outcome, one.minutes, one.earned) for one in desk.book.every(TaskResult)] == [
        (outcome, 2.0, None)
    ]


async def test_a_batch_is_worked_one_by_one_and_an_order_leaves_what_is_done(
    desk: Desk, at: HandClock
) -> None:
    add_task(desk, Task(id="", title="Receipts", pay=usd("0.50"), minutes=2, units=6), at())
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("f")
        for _ in range(2):
            at.on(minutes=2)
            await pilot.press("n")
            await pilot.pause()
        at.on(minutes=1)
        await pilot.press("o")
        await pilot.pause()
        assert state(pilot).startswith("▶ on an order")
        assert said(pilot) == "Order accepted. Receipts is put down, 2 of 6 units banked · u undoes"
        assert screen(pilot).face.view.amount == "$1.00"
    assert [task.units for task in open_tasks(desk)] == [4]
    assert [one.outcome for one in desk.book.every(TaskResult)] == ["done", "done", "interrupted"]


@pytest.mark.parametrize(
    ("resumable", "words"),
    [
        (False, "Order accepted. Commuting survey is returned"),
        (True, "Order accepted. Commuting survey is put down, 2 min banked"),
    ],
    ids=["study", "resumable"],
)
async def test_an_order_says_what_becomes_of_the_filler(
    desk: Desk, at: HandClock, resumable: bool, words: str
) -> None:
    add_task(desk, Task(id="", title="Commuting survey", pay=usd("9"), minutes=3, resumable=resumable), at())
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("f")
        at.on(minutes=2)
        await pilot.press("o")
        await pilot.pause()
        assert said(pilot) == f"{words} · u undoes"


async def test_a_filler_that_took_longer_says_how_long(desk: Desk, at: HandClock) -> None:
    queue_up(desk, "Commuting survey", "3.20", 6, at)
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("f")
        at.on(minutes=2)
        await pilot.press("L")
        await pilot.pause()
        await pilot.press("backspace", *"15", "enter")
        await pilot.pause()
        assert "longer than it said" in said(pilot)
    assert [one.minutes for one in desk.book.every(TaskResult)] == [15.0]


async def test_an_event_at_the_wrong_time_is_moved_and_one_too_many_removed(
    desk: Desk, at: HandClock
) -> None:
    work.shift_event(desk, "order", at())
    at.on(minutes=20)
    work.shift_event(desk, "delivered", at(), order=work.OrderPay(pay=usd("8.50")))
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("e", "up", "e")
        await pilot.pause()
        assert "Order accepted at 11:05" in screen_text(pilot.app)
        await pilot.press(*["backspace"] * 5, *"11:02", "ctrl+s")
        await pilot.pause()
        assert rows(pilot)[1] == "11:02 order accepted"
        await pilot.press("end", "delete")
        await pilot.pause()
        assert rows(pilot) == ["11:00 started · DoorDash", "11:02 order accepted"]
        assert screen(pilot).face.view.amount == "$0.00"
        assert "u undoes" in said(pilot)
        await pilot.press("u")
        await pilot.pause()
        assert rows(pilot)[-1] == "11:25 delivered $8.50"
        assert screen(pilot).face.view.amount == "$8.50"


async def test_what_was_forgotten_is_told_late(desk: Desk, at: HandClock) -> None:
    at.on(minutes=25)
    async with running(desk, at, phase="shift", size=(40, 20)) as pilot:
        await pilot.press("plus")
        await pilot.pause()
        await pilot.press("tab", *"11:12", "ctrl+s")
        await pilot.pause()
        assert state(pilot) == "▶ on an order 18:00 · DoorDash · car"
        await pilot.press("plus")
        await pilot.pause()
        await pilot.press("tab", *"11:40", "ctrl+s", "escape", "escape")
        await pilot.pause()
        assert rows(pilot)[1:] == ["11:12 order accepted"]


async def test_a_timer_that_was_forgotten_asks_once_and_ends_where_it_likely_did(
    desk: Desk, at: HandClock
) -> None:
    at.on(minutes=15 * 60)
    async with running(desk, at, phase="plan") as pilot:
        pilot.app._tick()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Still working?" in screen_text(pilot.app)
        await pilot.press("escape")
        await pilot.pause()
        at.on(minutes=2)
        pilot.app._tick()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Still working?" not in screen_text(pilot.app)
    async with running(desk_in(desk.book.folder), at, phase="shift") as pilot:
        pilot.app._tick()  # type: ignore[attr-defined]
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert state(pilot).startswith("○ no shift")
    assert work.last_shift(desk, at()) is not None
    desk.book.refresh()
    ended = work.last_shift(desk, at())
    assert ended is not None
    assert ended.end is not None
    assert clock("11:01") <= ended.end <= clock("11:30")


async def test_a_hostile_platform_and_title_stay_text_in_state_and_log(desk: Desk, at: HandClock) -> None:
    hostile = "[/red][@click=app.quit]x[/]"
    work.shift_event(desk, "online", at(), platform=hostile)
    async with running(desk, at, phase="shift") as pilot:
        assert hostile in state(pilot)
        await pilot.press("o")
        await pilot.pause()
        assert hostile in screen_text(pilot.app)
        await pilot.press("2")
        await pilot.pause()
        assert any(hostile in row for row in rows(pilot))


async def test_waits_imported_in_the_middle_of_a_shift_count_from_then_on(desk: Desk, at: HandClock) -> None:
    queue_up(desk, "Receipts", "0.50", 2, at)
    async with running(desk, at, phase="shift") as pilot:
        screen(pilot)._settle()
        assert "Typical for drivers" in screen_text(pilot.app)
        another = desk_in(desk.config.parent, by="import")
        with another.book.action("Imported waits", now=at()) as action:
            for number in range(7):
                start = at() - timedelta(days=number + 1)
                action.put(PastWait(id=f"w{number}", start=start, minutes=9.0, ended_by_order=True))
        another.book.close()
        screen(pilot).desk.book.refresh()
        screen(pilot).tick(at())
        await pilot.pause()
        assert "From 7 of your waits" in screen_text(pilot.app)
