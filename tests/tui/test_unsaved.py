"""What the disk refuses or is slow to take is neither lost nor called saved, and the screen lives on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from support.gigdays import clock
from support.live_app import HandClock, desk_in, gig, queue_up, running
from support.tui_host import screen_text, until
from textual.pilot import Pilot
from textual.widgets import Input

from gigplanner.model.records import ShiftEvent
from gigplanner.model.times import Span
from gigplanner.planbook import durable
from gigplanner.tui.dialogs.event_form import EventDialog
from gigplanner.tui.dialogs.fields import Choice
from gigplanner.tui.dialogs.order_form import OrderDialog
from gigplanner.tui.screens.shift import ShiftScreen
from gigplanner.workday.desk import Desk
from gigplanner.workday.queue import open_tasks, remove_tasks
from gigplanner.workday.shift import shift_event, start_shift


@pytest.fixture
def at() -> HandClock:
    return HandClock("08:00")


@pytest.fixture(autouse=True)
def _nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """No backup, and no bringing files up to date, adds a complaint of its own on a machine that is slow."""
    monkeypatch.setattr("gigplanner.tui.app.SETTLED_IN", 600.0)
    monkeypatch.setattr("gigplanner.tui.app.FILES_LAG", 600.0)


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    desk = desk_in(tmp_path / "planbook")
    queue_up(desk, "Sort receipts", "3.20", 4, at)
    return desk


def words_on(pilot: Pilot[None]) -> str:
    return " ".join(screen_text(pilot.app).split())


def said(pilot: Pilot[None]) -> list[str]:
    return [str(note.message) for note in pilot.app._notifications]


@contextmanager
def a_full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(durable.os, "fsync", full)
        yield


async def until_written(pilot: Pilot[None]) -> None:
    gig(pilot).saving.writer.wait(90)
    await pilot.pause()


async def add_a_task(pilot: Pilot[None], title: str) -> None:
    await pilot.press("n")
    await pilot.pause()
    fields = {field.id: field for field in pilot.app.screen.query(Input)}
    fields["title"].value, fields["minutes"].value = title, "5"
    await pilot.press("ctrl+s")
    await pilot.pause()


async def test_on_a_full_disk_the_entry_is_kept_and_saved_once_there_is_room(
    desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        with a_full_disk(monkeypatch):
            await add_a_task(pilot, "Walk the dog")
            (why,) = said(pilot)
            assert why.startswith("Not saved: cannot write")
            assert why.endswith("the disk is full.")
            assert "1 action is not saved: kept, and tried again. R tries now." in words_on(pilot)
            await add_a_task(pilot, "Feed the cat")
            assert "2 actions are not saved: kept, and tried again." in words_on(pilot)
            assert [task.title for task in open_tasks(desk)] == ["Sort receipts"]
        await pilot.press("R")
        await until_written(pilot)
        titles = [task.title for task in open_tasks(desk)]
        assert titles == ["Sort receipts", "Walk the dog", "Feed the cat"]
        assert "not saved" not in words_on(pilot)
        assert said(pilot) == ["Added Feed the cat to the queue · u undoes"]


async def test_while_the_disk_hangs_the_screen_lives_on_and_times_are_those_of_the_key_presses(
    desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Event()
    sync = os.fsync

    def hang(handle: int) -> None:
        answers.wait(90)
        sync(handle)

    monkeypatch.setattr("gigplanner.tui.saving.AT_ONCE", 0.01)
    async with running(desk, at, phase="shift") as pilot:
        monkeypatch.setattr(durable.os, "fsync", hang)
        await pilot.press("s")
        gig(pilot).saving._look_whether_late()
        await pilot.pause()
        assert "Saving …" in words_on(pilot)
        await pilot.press("1")
        await pilot.pause()
        at.on(minutes=5)
        await add_a_task(pilot, "Walk the dog")
        at.on(minutes=40)
        gig(pilot)._tick()
        await pilot.pause()
        assert "08:45" in words_on(pilot)
        assert "Saving …" in words_on(pilot)
        answers.set()
        await until_written(pilot)
        assert "Saving …" not in words_on(pilot)
        (started,) = desk.book.within(ShiftEvent, Span(clock("07:00"), clock("09:00")))
        assert started.at == clock("08:00")
        added, *_ = desk.book.history()
        assert (added.words, added.at) == ("Added Walk the dog to the queue", clock("08:05"))


async def test_leaving_with_something_unsaved_asks_first(
    desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        with a_full_disk(monkeypatch):
            await add_a_task(pilot, "Walk the dog")
            await pilot.press("q")
            await pilot.pause()
            assert "The last action is not saved yet. Leave without?" in words_on(pilot)
            await pilot.press("n")
            await pilot.pause()
            assert pilot.app.is_running
        await pilot.press("R")
        await until_written(pilot)
        await pilot.press("q")
        await pilot.pause()
        assert not pilot.app.is_running


async def test_a_change_that_is_refused_comes_back_into_its_dialog(
    desk: Desk, tmp_path: Path, at: HandClock
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("tab")
        gig(pilot).screen.query_one("#queue").focus()
        await pilot.press("e")
        await pilot.pause()
        fields = {field.id: field for field in pilot.app.screen.query(Input)}
        fields["title"].value = "Sort all the receipts"
        elsewhere = desk_in(tmp_path / "planbook", by="command")
        remove_tasks(elsewhere, [task.id for task in open_tasks(elsewhere)], at())
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert said(pilot) == ["That task is not there any more."]
        again = {field.id: field.value for field in pilot.app.screen.query(Input)}
        assert again["title"] == "Sort all the receipts"


async def test_an_order_that_is_refused_comes_back_as_it_was_typed(
    desk: Desk, tmp_path: Path, at: HandClock
) -> None:
    start_shift(desk, at(), platform="DoorDash")
    shift_event(desk, "order", at())
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("d", *"8.50 tip 2")
        elsewhere = desk_in(tmp_path / "planbook", by="command")
        for _ in range(2):
            elsewhere.book.undo(at())
        await pilot.press("enter")
        await until(pilot, lambda: bool(said(pilot)) and isinstance(pilot.app.screen, OrderDialog))
        assert pilot.app.screen.query_one(Input).value == "8.50 tip 2"
        await pilot.press("escape")
        assert "esc again leaves without saving" in words_on(pilot)


async def test_what_was_told_late_and_is_refused_comes_back_with_all_its_fields(
    desk: Desk, tmp_path: Path, at: HandClock
) -> None:
    start_shift(desk, at(), platform="DoorDash")
    at.on(minutes=30)
    async with running(desk, at, phase="shift") as pilot:
        cast(ShiftScreen, pilot.app.screen).action_add_event()
        await pilot.pause()
        pilot.app.screen.query_one("#kind", Choice).value = "break"
        pilot.app.screen.query_one("#at", Input).value = "08:10"
        await pilot.pause()
        elsewhere = desk_in(tmp_path / "planbook", by="command")
        elsewhere.book.undo(at())
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(said(pilot)) and isinstance(pilot.app.screen, EventDialog))
        assert pilot.app.screen.query_one("#kind", Choice).value == "break"
        assert pilot.app.screen.query_one("#at", Input).value == "08:10"
