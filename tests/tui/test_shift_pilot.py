"""Shifts as they are worked on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from support.gigdays import usd
from support.live_app import HandClock, desk_in, queue_up, running
from support.tui_host import write
from textual.pilot import Pilot

from gigplanner.model.records import Earning, ShiftEvent
from gigplanner.model.times import Span
from gigplanner.tui.dialogs.base import KeyLine
from gigplanner.tui.screens.shift import ShiftScreen
from gigplanner.workday import shift as work
from gigplanner.workday.desk import Desk


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    desk = desk_in(tmp_path / "book")
    queue_up(desk, "Sort receipts", "3.20", 4, at)
    return desk


def screen(pilot: Pilot[None]) -> ShiftScreen:
    """The shift screen."""
    return cast(ShiftScreen, pilot.app.screen)


def face(pilot: Pilot[None]) -> list[str]:
    """The rows of the face."""
    return [line.text.rstrip() for line in screen(pilot).face.lines]


def log(pilot: Pilot[None]) -> list[str]:
    """The rows of the log."""
    return [" ".join(line.text.split()) for line in screen(pilot).log_view.lines]


def tick(pilot: Pilot[None]) -> None:
    """What the app does once a second."""
    pilot.app._tick()  # type: ignore[attr-defined]


def earnings(desk: Desk, at: HandClock) -> list[Earning]:
    """Today's earnings."""
    return desk.book.within(Earning, desk.settings.span_of(desk.settings.day_of(at())))


async def test_a_shift_of_one_order_shows_its_pay_to_the_cent(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="shift") as pilot:
        assert face(pilot)[0] == "○ no shift · s starts one"
        await pilot.press("s")
        at.on(minutes=9)
        await pilot.press("o")
        at.on(minutes=22)
        await pilot.press("d")
        await pilot.pause()
        await pilot.press(*"8.50 tip 2.25 4.1mi", "enter")
        await pilot.pause()
        assert [(one.gross, one.tip) for one in earnings(desk, at)] == [(usd("8.50"), usd("2.25"))]
        assert screen(pilot).face.view.amount == "$10.75"
        assert log(pilot) == [
            "11:00 started",
            "11:09 order accepted",
            "11:31 delivered · 4.1 mi $8.50 + $2.25",
        ]
        assert face(pilot)[0].startswith("● waiting 0:00")


async def test_leaving_the_order_dialog_logs_nothing(desk: Desk, at: HandClock) -> None:
    work.start_shift(desk, at())
    work.shift_event(desk, "order", at())
    before = desk.book.seq
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("d")
        await pilot.pause()
        await pilot.press("9", "escape", "escape")
        await pilot.pause()
        assert desk.book.seq == before
        assert face(pilot)[0].startswith("▶ on an order")


async def test_a_tick_moves_the_clocks_and_nothing_else(desk: Desk, at: HandClock) -> None:
    work.start_shift(desk, at())
    at.on(minutes=4, seconds=11)
    async with running(desk, at, phase="shift") as pilot:
        shift = screen(pilot)
        drawn = shift.face.lines, shift.card.lines, shift.log_view.lines
        at.on(seconds=1)
        tick(pilot)
        changed = [
            (old.text.rstrip(), new.text.rstrip())
            for old, new in zip(drawn[0], shift.face.lines, strict=True)
            if old != new
        ]
        assert [new.split()[-1 if "online" not in new else -2] for _, new in changed][-1] == "4:12"
        assert changed[0] == ("● waiting 4:11 · car", "● waiting 4:12 · car")
        assert len(changed) == 2
        assert (shift.card.lines, shift.log_view.lines) == drawn[1:]


async def test_what_another_process_logs_appears(tmp_path: Path, desk: Desk, at: HandClock) -> None:
    work.start_shift(desk, at())
    at.on(minutes=5)
    async with running(desk, at, phase="shift") as pilot:
        other = desk_in(tmp_path / "book", by="command")
        work.shift_event(other, "order", at())
        at.on(seconds=1)
        tick(pilot)
        await pilot.pause()
        assert face(pilot)[0] == "▶ on an order 0:01 · car"
        assert log(pilot)[-1] == "11:05 order accepted"
        assert screen(pilot).card.view.options == ()
        assert not screen(pilot).buttons.button("delivered").disabled


async def test_a_filler_is_started_and_finished_by_one_key_each(desk: Desk, at: HandClock) -> None:
    work.start_shift(desk, at())
    at.on(minutes=1)
    async with running(desk, at, phase="shift") as pilot:
        (option,) = screen(pilot).card.view.options
        assert option.title == "Sort receipts"
        await pilot.press("f")
        running_log = work.current_shift(desk, at())
        assert running_log is not None and running_log.open_filler is not None
        assert running_log.open_filler.chance == option.odds, "kept, to be held against what happens"
        at.on(minutes=2, seconds=30)
        tick(pilot)
        filler = screen(pilot).card.view.filler
        assert filler is not None
        assert (filler.title, filler.elapsed, filler.stated) == ("Sort receipts", "2:30", " of about 4 min")
        await pilot.press("enter")
        await pilot.pause()
        assert [one.gross for one in earnings(desk, at)] == [usd("3.20")]
        assert log(pilot)[-1] == "11:03 ✓ Sort receipts $3.20"
        assert screen(pilot).card.view.filler is None


async def test_a_hostile_title_in_the_suggestion_stays_text(desk: Desk, at: HandClock) -> None:
    queue_up(desk, "[/red][@click=app.quit]x[/]", "90", 1, at)
    work.start_shift(desk, at())
    async with running(desk, at, phase="shift", size=(80, 24)) as pilot:
        shown = [option.title for option in screen(pilot).card.view.options]
        assert shown[0] == "[/red][@click=app.quit]x[/]"
        await pilot.press("f")
        await pilot.pause()
        assert "[/red][@click=app.quit]x[/]" in screen(pilot).card.lines[0].text


async def test_after_a_kill_the_shift_goes_on_with_true_times(
    tmp_path: Path, desk: Desk, at: HandClock
) -> None:
    work.start_shift(desk, at())
    at.on(minutes=10)
    work.shift_event(desk, "order", at())  # and the process is gone: nothing is closed
    at.on(minutes=7, seconds=30)
    async with running(desk_in(tmp_path / "book"), at, phase="shift") as pilot:
        assert face(pilot)[0] == "▶ on an order 7:30 · car"
        assert screen(pilot).face.view.beside[1:] == ("17:30 online", "7:30 on orders")


async def test_stopping_with_an_open_order_asks_first(desk: Desk, at: HandClock) -> None:
    work.start_shift(desk, at())
    work.shift_event(desk, "order", at())
    at.on(minutes=1)
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("S")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert work.current_shift(desk, at()) is not None
        await pilot.press("S")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert work.current_shift(desk, at()) is None


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20)])
async def test_all_five_buttons_work_by_touch_at_every_size(
    desk: Desk, at: HandClock, size: tuple[int, int]
) -> None:
    async with running(desk, at, phase="shift", size=size) as pilot:
        shift = screen(pilot)
        assert [shift.buttons.button(name).disabled for name in ("start", "order", "stop")] == [
            False,
            True,
            True,
        ]
        await pilot.click("#button-start")
        await pilot.pause()
        log = work.current_shift(desk, at())
        assert log is not None
        assert log.state == "waiting"
        assert [shift.buttons.button(name).disabled for name in ("start", "order", "stop")] == [
            True,
            False,
            False,
        ]

        async def tap(button: str) -> None:
            at.on(minutes=2)
            assert not shift.buttons.button(button).disabled
            await pilot.click(f"#button-{button}")
            await pilot.pause()

        await tap("order")
        await tap("delivered")
        await write(pilot, "8.50")
        await pilot.click(KeyLine, offset=(1, 0))
        await pilot.pause()
        await tap("break")
        await tap("stop")
        assert work.current_shift(desk, at()) is None
        at.on(minutes=1)
        kinds = [event.kind for event in desk.book.within(ShiftEvent, Span(log.start, at()))]
        assert kinds == ["started", "order", "delivered", "break", "stopped"]


async def test_the_smallest_screen_is_survived(desk: Desk, at: HandClock) -> None:
    work.start_shift(desk, at())
    async with running(desk, at, phase="shift", size=(1, 1)) as pilot:
        await pilot.resize_terminal(20, 6)
        await pilot.press("o")
        await pilot.pause()
        log = work.current_shift(desk, at())
        assert log is not None
        assert log.state == "order"


def test_the_next_shift_is_taken_to_be_on_the_platform_of_the_last(desk: Desk, at: HandClock) -> None:
    assert work.start_platform(desk, at()) == ""
    work.start_shift(desk, at(), platform="Uber Eats")
    work.shift_event(desk, "stopped", at())
    at.on(minutes=600)
    assert work.start_platform(desk, at()) == "Uber Eats"


def test_what_a_shift_brought_is_told_apart_from_the_rest_of_the_day(desk: Desk, at: HandClock) -> None:
    work.start_shift(desk, at())
    work.log_order(desk, work.OrderPay(pay=usd("7.00")), at())
    with desk.book.action("Earned", now=at()) as action:
        action.put(Earning(id="apart", at=at(), gross=usd("50.00")))
    shift = work.current_shift(desk, at())
    assert shift is not None
    assert [one.gross for one in work.shift_money(desk, shift)[0]] == [usd("7.00")]
    assert len(desk.book.within(Earning, Span(at(), at.now.replace(hour=23)))) == 2


async def test_a_key_that_does_not_fit_says_why(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="shift") as pilot:
        said = []
        for key in ("o", "l", "s", "s", "w", "d"):
            at.on(minutes=1)
            await pilot.press(key)
            await pilot.pause()
            said.append([str(note.message) for note in pilot.app._notifications][-1])
        assert "No shift is running" in said[0] and "No shift is running" in said[1]
        assert said[2].startswith("Shift started")
        assert said[3].startswith("A shift is running")
        assert said[4] == "You are waiting already."
        assert said[5] != said[4]


async def test_with_a_clock_set_back_the_keys_go_on_working(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="shift") as pilot:
        await pilot.press("s")
        at.on(minutes=10)
        await pilot.press("o")
        at.on(minutes=-60)
        tick(pilot)
        assert not screen(pilot).buttons.button("delivered").disabled
        await pilot.press("d")
        await pilot.pause()
        await pilot.press(*"8.50", "enter")
        await pilot.pause()
        await pilot.press("b")
        await pilot.press("S")
        await pilot.pause()
        (stopped,) = work.shifts_in(desk, Span(at(), at.now.replace(hour=23)), at())
        kinds = [event.kind for event in stopped.events]
        assert kinds == ["started", "order", "delivered", "break", "stopped"]
        assert stopped.events[-1].at >= stopped.events[1].at
