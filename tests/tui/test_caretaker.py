"""What the app does for the data by itself: a backup a day, and a word about what is damaged."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from support.gigdays import usd
from support.live_app import HandClock, desk_in, gig, queue_up, running, saved
from support.tui_host import screen_text
from textual.pilot import Pilot

from gigplanner.model.records import Earning, Task
from gigplanner.planbook.backups import all_backups
from gigplanner.tui.app import GigApp
from gigplanner.workday.desk import Desk
from gigplanner.workday.ledger import earn


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    desk = desk_in(tmp_path / "book")
    queue_up(desk, "Sort receipts", "3.20", 4, at)
    earn_some(desk, at)
    desk.book.close()
    return desk


def earn_some(desk: Desk, at: HandClock) -> None:
    earn(desk, Earning(id="", at=at(), gross=usd("8.50")), at())


def said(pilot: Pilot[None]) -> list[str]:
    return [str(note.message) for note in pilot.app._notifications]


async def look_after(pilot: Pilot[None]) -> None:
    """What the app does once the start is over, and whenever the files follow an action."""
    gig(pilot).caretaker.look_after()
    await saved(pilot)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_the_app_backs_up_once_a_day(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await look_after(pilot)
        (first,) = all_backups(desk.book.folder)
        assert (first.why, first.seems_whole()) == ("daily", True)
        assert "config.toml" in first.files
        earn_some(desk, at)
        await look_after(pilot)
        assert all_backups(desk.book.folder) == [first]
        at.on(minutes=24 * 60)
        await look_after(pilot)
        assert len(all_backups(desk.book.folder)) == 2
        assert said(pilot) == []


async def test_a_day_without_an_action_needs_no_backup(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await look_after(pilot)
        at.on(minutes=24 * 60)
        await look_after(pilot)
        assert len(all_backups(desk.book.folder)) == 1


async def test_a_backup_that_fails_is_said_once_a_day_and_stops_nothing(
    desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with running(desk, at, phase="plan") as pilot:
        monkeypatch.setattr("gigplanner.planbook.backups._write_new", full)
        await look_after(pilot)
        (sentence,) = said(pilot)
        assert "No backup was made" in sentence
        assert "the disk is full" in sentence
        pilot.app.clear_notifications()
        await look_after(pilot)
        assert said(pilot) == []
        earn_some(desk, at)


@pytest.mark.parametrize("name", ["queue.json", "months/2026-11.json"])
async def test_with_a_damaged_file_the_app_opens_says_so_once_and_the_rest_works(
    desk: Desk, at: HandClock, name: str
) -> None:
    path = desk.book.folder / name
    path.write_bytes(path.read_bytes()[:-9])
    damaged = path.read_bytes()
    fresh = desk_in(desk.book.folder)
    async with running(fresh, at, phase="plan") as pilot:
        gig(pilot)._tick()
        await pilot.pause()
        (sentence,) = said(pilot)
        assert sentence.startswith(f"{path} ")
        assert "gigplanner doctor" in sentence
        assert sentence.endswith("Everything else works.")
        pilot.app.clear_notifications()
        gig(pilot)._tick()
        await pilot.pause()
        assert said(pilot) == []
        if name == "queue.json":
            earn_some(fresh, at)
            assert len(list(fresh.book.every(Earning))) == 2
        else:
            queue_up(fresh, "Photos of fridges", "2.00", 5, at)
            assert len(fresh.book.queue(Task)) == 2
    assert path.read_bytes() == damaged


async def test_a_damaged_file_that_is_mended_while_the_app_runs_is_taken_up(
    desk: Desk, at: HandClock
) -> None:
    path = desk.book.folder / "months" / "2026-11.json"
    good = path.read_bytes()
    path.write_bytes(b"")
    fresh = desk_in(desk.book.folder)
    async with running(fresh, at, phase="plan") as pilot:
        gig(pilot)._tick()
        await pilot.pause()
        assert len(said(pilot)) == 1
        assert "$8.50" not in screen_text(pilot.app)
        path.write_bytes(good)
        gig(pilot)._tick()
        await pilot.pause()
        assert fresh.book.problems == {}
        assert "$8.50" in screen_text(pilot.app)


async def test_with_a_damaged_journal_the_app_shows_what_can_be_read_and_changes_nothing(
    desk: Desk, at: HandClock
) -> None:
    journal = desk.book.folder / "journal.log"
    journal.write_bytes(journal.read_bytes().replace(b"Sort", b"Sour", 1))
    damaged = journal.read_bytes()
    fresh = desk_in(desk.book.folder)
    async with running(fresh, at, phase="plan", size=(120, 40)) as pilot:
        gig(pilot)._tick()
        await pilot.pause()
        (sentence,) = said(pilot)
        assert sentence.startswith(f"{journal} is damaged at line 1: ")
        assert sentence.endswith("nothing can be changed until gigplanner doctor --repair has mended it.")
        screen = screen_text(pilot.app)
        assert "Sort receipts" in screen
        assert "The journal is damaged and nothing can be changed" in screen
        pilot.app.clear_notifications()
        await pilot.press("u")
        await saved(pilot)
        assert said(pilot) == [sentence]
    assert journal.read_bytes() == damaged


async def test_a_second_that_passes_while_the_app_leaves_is_let_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    at = HandClock("08:00")
    async with running(desk_in(tmp_path / "book"), at, phase="plan") as pilot:
        app = cast(GigApp, pilot.app)
        every_second, close = app.set_interval(1, app._tick), app._close_all

        async def closing() -> None:
            await close()
            at.on(minutes=1)
            await every_second._tick(next_timer=0.0, count=1)  # the last timers end after the screens
            app.on_saving_news()

        monkeypatch.setattr(app, "_close_all", closing)
    assert not app.screen_stack
