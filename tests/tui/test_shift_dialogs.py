"""The shift's dialogs as a person meets them: offers, choices, events told late, a forgotten timer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.gigdays import NEW_YORK, clock, usd
from support.live_app import HandClock, desk_in
from support.tui_host import DialogHost, screen_text, write

from gigplanner.insights.forgotten import Forgotten
from gigplanner.model.errors import BadInput
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.tui.dialogs.choose import ChooseDialog
from gigplanner.tui.dialogs.event_form import EventDialog, EventEdit
from gigplanner.tui.dialogs.forgotten import ForgottenDialog
from gigplanner.tui.dialogs.minutes import MinutesDialog, read_minutes
from gigplanner.tui.dialogs.offer import OfferAnswer, OfferDialog
from gigplanner.tui.dialogs.rows import Row
from gigplanner.tui.text import Piece
from gigplanner.workday import shift as work
from gigplanner.workday.desk import Desk

HOSTILE = "[/red][@click=app.quit]x\x1b[31m"


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    desk = desk_in(tmp_path / "book")
    work.start_shift(desk, at(), platform="DoorDash")
    return desk


def running(desk: Desk, at: HandClock) -> ShiftLog:
    log = work.current_shift(desk, at())
    assert log is not None
    return log


async def test_an_offer_is_weighed_as_it_is_typed_and_taken_by_enter(desk: Desk, at: HandClock) -> None:
    host = DialogHost(OfferDialog(desk, at, ("DoorDash",)))
    async with host.run_test() as pilot:
        await write(pilot, "8.50 4.1mi")
        assert "does not say its minutes" in screen_text(host)
        await write(pilot, " 22min")
        assert "Take" in screen_text(host)
        assert "$5.53 net" in screen_text(host)  # 8.50 less 4.1 miles at 72.5 cents
        await pilot.press("enter")
    assert isinstance(host.answer, OfferAnswer)
    assert (host.answer.taken, host.answer.platform) == (True, "DoorDash")
    assert (host.answer.offer.pay, host.answer.offer.minutes) == (usd("8.50"), 22)


async def test_an_offer_that_costs_more_than_it_pays_is_declined_by_its_key(
    desk: Desk, at: HandClock
) -> None:
    host = DialogHost(OfferDialog(desk, at, ("DoorDash", "Uber Eats")))
    async with host.run_test() as pilot:
        await write(pilot, "3 9mi 30min")
        assert "Decline" in screen_text(host)
        await pilot.press("ctrl+d")
    assert isinstance(host.answer, OfferAnswer)
    assert host.answer.taken is False


async def test_an_offer_half_typed_is_neither_taken_nor_declined(desk: Desk, at: HandClock) -> None:
    host = DialogHost(OfferDialog(desk, at, ()))
    async with host.run_test(size=(40, 20)) as pilot:
        await pilot.press("enter", "ctrl+d")
        await write(pilot, HOSTILE[:9])
        await pilot.press("enter")
        assert host.screen is host.dialog
        await pilot.press("escape", "escape")
    assert host.answer is None


async def test_one_of_a_few_is_chosen_by_its_number_or_by_the_cursor() -> None:
    rows = [Row(name, (Piece(name),)) for name in ("DoorDash", HOSTILE, "Uber Eats")]
    for keys, chosen in ((["3"], "Uber Eats"), (["down", "enter"], HOSTILE), (["9", "escape"], None)):
        host = DialogHost(ChooseDialog("Whose order?", rows))
        async with host.run_test() as pilot:
            assert "[/red][@click=app.quit]x" in screen_text(host)
            await pilot.press(*keys)
        assert host.answer == chosen


async def test_an_event_is_moved_only_to_where_it_fits(desk: Desk, at: HandClock) -> None:
    at.on(minutes=9)
    work.shift_event(desk, "order", at())
    at.on(minutes=22)
    work.shift_event(desk, "delivered", at())
    log = running(desk, at)
    host = DialogHost(EventDialog(desk, at, log, log.events[1]))
    async with host.run_test() as pilot:
        assert "Order accepted at 11:09" in screen_text(host)
        await pilot.press(*["backspace"] * 5, *"11:40", "ctrl+s")
        assert "still to come" in screen_text(host)
        at.on(minutes=20)
        await pilot.press(*["backspace"] * 5, *"11:35", "ctrl+s")
        assert "would not fit any more" in screen_text(host)
        await pilot.press(*["backspace"] * 5, *"10:58", "ctrl+s")
        assert "The shift began at 11:00" in screen_text(host)
        await pilot.press(*["backspace"] * 5, *"11:04", "ctrl+s")
    assert host.answer == EventEdit(kind="order", at=clock("11:04"), platform="DoorDash")


async def test_an_event_left_as_it_was_keeps_its_seconds(desk: Desk, at: HandClock) -> None:
    at.on(minutes=9, seconds=42)
    work.shift_event(desk, "order", at())
    log = running(desk, at)
    host = DialogHost(EventDialog(desk, at, log, log.events[1]))
    async with host.run_test() as pilot:
        await pilot.press("ctrl+s")
    assert isinstance(host.answer, EventEdit)
    assert host.answer.at == clock("11:09:42")


async def test_what_was_forgotten_is_told_with_its_time(desk: Desk, at: HandClock) -> None:
    at.on(minutes=30)
    host = DialogHost(EventDialog(desk, at, running(desk, at), None))
    async with host.run_test() as pilot:
        assert "What was forgotten" in screen_text(host)
        await pilot.press("tab", *"11:12", "tab", "tab", *"8.50")
        assert "Pay goes with a delivery" in screen_text(host)
        await pilot.press(*["backspace"] * 4)
        assert "Order accepted at 11:12" in screen_text(host)
        await pilot.press("ctrl+s")
    assert host.answer == EventEdit(kind="order", at=clock("11:12"))


def asked(last: str, now: str, end: str) -> Forgotten:
    return Forgotten(
        last=clock(last),
        quiet=clock(now) - clock(last),
        likely_end=clock(end),
        why="a typical wait after that",
    )


async def test_a_forgotten_timer_asks_with_the_likely_end_to_be_put_right() -> None:
    at = HandClock("17:00")
    host = DialogHost(ForgottenDialog(asked("14:00", "17:00", "14:07"), NEW_YORK, at))
    async with host.run_test() as pilot:
        assert "Nothing was logged for 3 h, since Friday 14:00" in screen_text(host)
        assert "Stop at 14:07, 7 min after the last event" in screen_text(host)
        await pilot.press(*["backspace"] * 5, *"13:30", "enter")
        assert "The last event was at 14:00" in screen_text(host)
        await pilot.press(*["backspace"] * 5, *"14:20", "enter")
    assert host.answer == clock("14:20")


async def test_a_timer_left_running_overnight_asks_with_its_date() -> None:
    at = HandClock("08:00")
    at.on(minutes=24 * 60)
    forgotten = Forgotten(
        last=clock("21:50"),
        quiet=timedelta(hours=10),
        likely_end=clock("22:00"),
        why="the end of the planned shift",
    )
    host = DialogHost(ForgottenDialog(forgotten, NEW_YORK, at))
    async with host.run_test(size=(40, 20)) as pilot:
        assert "2026-11-20 22:00" in screen_text(host)
        await pilot.press("enter")
    assert host.answer == clock("22:00")


async def test_still_working_answers_nothing() -> None:
    host = DialogHost(ForgottenDialog(asked("14:00", "17:00", "14:07"), NEW_YORK, HandClock("17:00")))
    async with host.run_test() as pilot:
        await pilot.press("1", "escape")
    assert host.answer is None


async def test_what_took_longer_says_how_long_each_took() -> None:
    host = DialogHost(MinutesDialog(HOSTILE, 12.4, 2))
    async with host.run_test() as pilot:
        await pilot.press("backspace", "backspace", *"30", "enter")
    assert host.answer == 15.0


@pytest.mark.parametrize(("text", "minutes"), [("25", 25), ("25 min", 25), ("1:05", 65), ("2,5m", 2.5)])
def test_minutes_are_read_as_people_write_them(text: str, minutes: float) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "0", "-3", "nan", "inf", "ten", "1:2:3", "9999"])
def test_minutes_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="Type the minutes"):
        read_minutes(text)
