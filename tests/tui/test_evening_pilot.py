"""The evening ritual on the screen: a minute from a day with loose ends to a closed one."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from support.gigdays import FRIDAY, clock, earning, usd
from support.live_app import HandClock, desk_in, running
from support.tui_host import screen_text, until
from textual.pilot import Pilot

from gigplanner.model.errors import GigError
from gigplanner.model.records import Earning, PlacedTask, Plan, Task, Trip
from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.evening import EveningChoice, EveningLine
from gigplanner.tui.dialogs.note import NoteDialog
from gigplanner.tui.screens.recap import RecapScreen
from gigplanner.workday import insight_reading
from gigplanner.workday.desk import Desk
from gigplanner.workday.planning import accept_plan, saved_plan
from gigplanner.workday.queue import add_task, open_tasks
from gigplanner.workday.recap import day_note
from gigplanner.workday.shift import OrderPay, current_shift, shift_event, start_shift

HOSTILE = "Survey [/x] [@click=app.quit]go[/]"


@pytest.fixture
def at() -> HandClock:
    return HandClock("21:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A Friday with a running shift, an order without pay, no miles, two open tasks, and late money."""
    desk = desk_in(tmp_path / "book")
    for number, title in enumerate((HOSTILE, "Essay")):
        add_task(desk, Task(id=f"t{number}", title=title, pay=usd("5.00"), minutes=10), clock("08:00"))
    plan = Plan(
        id="2026-11-20",
        date=FRIDAY,
        made_at=clock("08:00"),
        placements=(placed("t0", HOSTILE, clock("15:00")), placed("t1", "Essay", clock("16:00"))),
        expected=usd("10.00"),
        bound=usd("10.00"),
    )
    accept_plan(desk, FRIDAY, clock("08:30"), plan)
    start_shift(desk, clock("17:00"), platform="DoorDash")
    for minute, pay in (("10", "9.50"), ("40", "")):
        shift_event(desk, "order", clock(f"18:{minute}"))
        order = OrderPay(pay=usd(pay)) if pay else OrderPay()
        shift_event(desk, "delivered", clock(f"18:{int(minute) + 15}"), order=order)
    with desk.book.action("Owed", now=clock("08:00")) as action:
        action.put(earning("2026-09-01 12:00", "40.00", "Prolific", status="pending"))
    return desk


def placed(task: str, title: str, start: datetime) -> PlacedTask:
    """A placement of ten minutes and five dollars."""
    end = start + timedelta(minutes=10)
    return PlacedTask(
        task=task, title=title, start=start, end=end, units=1, minutes=10, expected=usd("5.00"), place="home"
    )


def seen(pilot: Pilot[None]) -> str:
    """All that is on the screen, on one line."""
    return " ".join(screen_text(pilot.app).replace("│", " ").split())


async def type_line(pilot: Pilot[None], text: str) -> None:
    """Type a line in the place of what stands there, and answer with it."""
    await pilot.press("ctrl+e", "ctrl+u", *text, "enter")
    await pilot.pause()


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20)])
async def test_a_day_with_loose_ends_is_closed_in_a_minute_by_keys(
    desk: Desk, at: HandClock, size: tuple[int, int]
) -> None:
    async with running(desk, at, phase="recap", size=size) as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert "1 of 8" in seen(pilot)
        await type_line(pilot, "19:30")
        assert isinstance(pilot.app.screen, EveningLine)
        assert "delivered at 18:55" in seen(pilot)
        await type_line(pilot, "6 tip 2")
        await type_line(pilot, "12 mi")
        assert isinstance(pilot.app.screen, EveningChoice)
        assert "[/x]" in seen(pilot), "people's words are no markup"
        await pilot.press("d")
        await pilot.pause()
        assert "Essay was planned for 16:00" in seen(pilot)
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()
        assert isinstance(pilot.app.screen, NoteDialog)
        await pilot.press(*"Rain", "ctrl+s")
        await pilot.pause()
        assert "8 of 8" in seen(pilot)
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RecapScreen)
    assert current_shift(desk, at()) is None
    assert [trip.miles for trip in desk.book.every(Trip)] == [Decimal(12)]
    money = {(one.platform, one.total): one.status for one in desk.book.every(Earning)}
    assert money["DoorDash", usd("8.00")] == "paid"
    assert money["Prolific", usd("40.00")] == "paid"
    assert money["", usd("5.00")] == "paid"
    tomorrow = saved_plan(desk, FRIDAY + timedelta(days=1))
    assert tomorrow is not None and [one.title for one in tomorrow.placements] == ["Essay"]
    note = day_note(desk, FRIDAY)
    assert note is not None and note.text == "Rain" and note.closed_at == at()


async def test_escape_leaves_at_any_step_and_says_what_is_left(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="recap") as pilot:
        said: list[str] = []
        cast(GigApp, pilot.app).say = lambda sentence, **_: said.append(sentence)  # type: ignore[method-assign]
        await pilot.press("r")
        await pilot.pause()
        await type_line(pilot, "19:30")
        await type_line(pilot, "")  # what the order brought is not known yet
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RecapScreen)
        assert said[-1] == (
            "Left for later: 1 order without pay, 1 shift without miles, 2 open tasks, 1 late payer."
        )
        assert current_shift(desk, at()) is None, "what was answered stays done"
        await pilot.press("u")
        await pilot.pause()
        assert current_shift(desk, at()) is not None, "each answer is one step to take back"
    assert day_note(desk, FRIDAY) is None


async def test_what_does_not_fit_is_asked_again_and_skipped_questions_are_not(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="recap") as pilot:
        await pilot.press("r")
        await pilot.pause()
        await type_line(pilot, "18:00")
        assert "from the last event" in seen(pilot), "the shift did not end before its last order"
        await type_line(pilot, "")
        await type_line(pilot, "much")
        assert isinstance(pilot.app.screen, EveningLine)
        await type_line(pilot, "")
        await type_line(pilot, "")
        await pilot.press("n", "n", "w", "ctrl+s")
        await pilot.pause()
        text = seen(pilot)
        assert "8 of 8" in text
        assert "Left for later: 1 shift still running, 1 order without pay" in text
        await pilot.press("l")
        await pilot.pause()
    assert len(open_tasks(desk)) == 2
    assert day_note(desk, FRIDAY) is None


async def test_what_is_refused_comes_back_as_it_was_typed(
    desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise GigError("Another window has the planbook.")

    async with running(desk, at, phase="recap") as pilot:
        await pilot.press("r")
        await pilot.pause()
        with monkeypatch.context() as patch:
            patch.setattr("gigplanner.tui.screens.recap_evening.shift_event", refuse)
            await type_line(pilot, "19:30")
            await until(pilot, lambda: "Stop the shift at 19:30" in seen(pilot))
        await pilot.press("enter")  # it stands there still
        await until(pilot, lambda: "delivered at 18:55" in seen(pilot))
        assert current_shift(desk, at()) is None
        for _ in range(2):
            await type_line(pilot, "")
        await pilot.press("n", "n", "w", *"Rain")
        with monkeypatch.context() as patch:
            patch.setattr("gigplanner.tui.screens.recap_evening.write_note", refuse)
            await pilot.press("ctrl+s")
            await until(pilot, lambda: isinstance(pilot.app.screen, NoteDialog))
        assert "Rain" in seen(pilot)
        await pilot.press("!", "ctrl+s")
        await until(pilot, lambda: "8 of 8" in seen(pilot))
    note = day_note(desk, FRIDAY)
    assert note is not None and note.text == "Rain!"


async def test_the_ritual_goes_by_mouse_too(desk: Desk, at: HandClock) -> None:
    shift_event(desk, "stopped", clock("20:00"), order=None)
    async with running(desk, at, phase="recap") as pilot:
        await pilot.press("r")
        await pilot.pause()
        await type_line(pilot, "")
        await type_line(pilot, "")
        dialog = cast(EveningChoice, pilot.app.screen)
        await pilot.click(dialog.rows, offset=(4, 3))
        await pilot.pause()
        assert [task.title for task in open_tasks(desk)] == ["Essay"]


async def test_a_quiet_day_goes_straight_to_its_note_and_its_close(tmp_path: Path, at: HandClock) -> None:
    desk = desk_in(tmp_path / "quiet")
    with desk.book.action("Paid", now=clock("10:00")) as action:
        action.put(earning("10:00", "12.00"))
    async with running(desk, at, phase="recap") as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(pilot.app.screen, NoteDialog)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "You earned $12.00" in seen(pilot)
        await pilot.press("c")
        await pilot.pause()
    note = day_note(desk, FRIDAY)
    assert note is not None and note.closed_at == at()


async def test_the_ritual_begins_once_it_is_known_what_is_late(
    desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    known, read = Event(), insight_reading.found

    def in_its_own_time(*arguments: Any, **period: Any) -> Any:
        assert known.wait(90)
        return read(*arguments, **period)

    monkeypatch.setattr(insight_reading, "found", in_its_own_time)
    async with running(desk, at, phase="recap") as pilot:
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(pilot.app.screen, RecapScreen)
        known.set()
        reading = pilot.app.screen.tips.reading
        assert reading is not None
        reading.wait(90)
        await pilot.pause()
        assert "1 of 8" in seen(pilot)


async def test_the_recap_says_what_to_try_once_its_insights_are_read(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="recap") as pilot:
        screen = cast(RecapScreen, pilot.app.screen)
        reading = screen.tips.reading
        assert reading is not None
        reading.wait(90)
        await pilot.pause()
        said = " ".join(" ".join(line.text.split()) for line in screen.panel("tip").lines).strip()
        assert said.startswith("Ask Prolific about 1 payment of $40.00")
        assert said.endswith("By these figures it is worth $40.00.")
        await pilot.press("left_square_bracket", "left_square_bracket")
        await pilot.pause()
        assert not screen.panel("tip").is_on_screen, "of older days nothing is advised"
