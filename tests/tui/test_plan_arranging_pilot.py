"""A plan that is proposed, changed by keys and by mouse, and asked about, on the running screen."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.gigdays import clock
from support.live_app import HandClock, desk_in, queue_up, running
from support.tui_host import screen_text, until
from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot

from gigplanner.model.records import Block, Plan
from gigplanner.tui.screens.plan import PlanScreen
from gigplanner.tui.screens.plan_view import placement_key
from gigplanner.workday import blocks, planning
from gigplanner.workday.desk import Desk

TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _patient_with_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key press waits for the plan as long as it takes: this machine may be busy with other tests."""
    monkeypatch.setattr("gigplanner.tui.screens.plan_drafting.ONE_FRAME", 30.0)


@pytest.fixture
def at() -> HandClock:
    return HandClock("07:50")


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    """An hour at home in the morning and all evening, with three tasks to do."""
    desk = desk_in(tmp_path / "planbook")
    queue_up(desk, "Sort photos", "2.00", 10, at)
    queue_up(desk, "Answer survey", "6.00", 20, at)
    queue_up(desk, "Write captions", "9.00", 60, at)
    breakfast = Block(id="breakfast", title="Breakfast", start=clock("07:00"), end=clock("08:00"))
    blocks.add_block(desk, breakfast, at())
    shift = Block(id="shift", title="DoorDash", start=clock("09:00"), end=clock("19:00"), kind="shift")
    blocks.add_block(desk, shift, at())
    return desk


def the_screen(pilot: Pilot[None]) -> PlanScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, PlanScreen)
    return screen


async def until_it_says(pilot: Pilot[None], words: str) -> None:
    """Wait for what is worked out beside the screen, on a machine however busy."""
    await until(pilot, lambda: words in screen_text(pilot.app))


def lies(plan: Plan | None) -> dict[str, str]:
    """When the plan has each task, by New York's clock."""
    settings = {one.title: one.start for one in plan.placements} if plan else {}
    return {title: f"{(start - clock('00:00')).seconds // 60}" for title, start in settings.items()}


def put_cursor_on(screen: PlanScreen, title: str) -> None:
    plan = screen.plan
    assert plan is not None
    placed = next(one for one in plan.placements if one.title == title)
    screen.timeline.focus()
    screen.timeline.select(placement_key(placed))


async def drag(pilot: Pilot[None], start: Offset, end: Offset) -> None:
    """Drag with the left button as a terminal tells it: its events name no widget, as Pilot's do."""
    for kind, at in ((events.MouseDown, start), (events.MouseMove, end), (events.MouseUp, end)):
        event = kind(None, *at, 0, 0, button=1, shift=False, meta=False, ctrl=False)
        pilot.app.screen._forward_event(event)
        await pilot.pause()


def bar_of(pilot: Pilot[None]) -> str:
    return screen_text(pilot.app).splitlines()[-2]


async def test_a_proposal_is_on_show_and_nothing_is_written_until_it_is_kept(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        actions = desk.book.seq
        await pilot.press("p")
        await pilot.pause()
        assert "Write captions" in screen_text(pilot.app)
        assert "proposed: $17.00 expected, the best possible" in bar_of(pilot)
        assert "A accept · esc let it be" in bar_of(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert "of downtime free." in bar_of(pilot)
        assert desk.book.seq == actions
        await pilot.press("p", "A")
        await pilot.pause()
        assert desk.book.seq == actions + 1
        plan = planning.saved_plan(desk, TODAY)
        assert plan is not None and plan.accepted_at == at()


async def test_a_placement_moved_by_keys_is_pinned_and_the_cursor_goes_with_it(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        screen = the_screen(pilot)
        await pilot.press("p", "A")
        await pilot.pause()
        put_cursor_on(screen, "Answer survey")
        before = screen.chosen_placement()
        assert before is not None and before.start >= clock("19:00")
        await pilot.press("less_than_sign")
        await pilot.pause()
        morning = screen.chosen_placement()
        assert morning is not None and morning.pinned and morning.start == clock("08:00")
        await pilot.press("shift+down")
        await pilot.pause()
        later = screen.chosen_placement()
        assert later is not None and later.start == clock("08:05")
        await pilot.press("u", "u")
        await pilot.pause()
        plan = planning.saved_plan(desk, TODAY)
        assert plan is not None and before in plan.placements


async def test_after_a_change_by_hand_the_bar_says_what_more_is_possible(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        screen = the_screen(pilot)
        await pilot.press("p", "A")
        await pilot.pause()
        put_cursor_on(screen, "Answer survey")
        await pilot.press("less_than_sign")  # into the hour of the captions, which make way
        await pilot.pause()
        assert "Write captions" not in lies(planning.saved_plan(desk, TODAY))
        assert "$9.00 more is possible around what you fixed" in bar_of(pilot)
        await pilot.press("p")
        await pilot.pause()
        assert "Write captions" in lies(screen.unsaved_plan)
        assert lies(screen.unsaved_plan)["Answer survey"] == str(8 * 60)


async def test_a_proposal_follows_what_is_fixed_in_it_and_leaves_out_what_is_dropped(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        screen = the_screen(pilot)
        await pilot.press("p")
        await pilot.pause()
        put_cursor_on(screen, "Write captions")
        await pilot.press("backspace")
        await pilot.pause()
        assert "Write captions" not in lies(screen.unsaved_plan)
        put_cursor_on(screen, "Sort photos")
        await pilot.press("J")
        await pilot.pause()
        moved = screen.chosen_placement()
        assert moved is not None and moved.pinned
        assert screen.unsaved_plan is not None and moved in screen.unsaved_plan.placements
        assert screen.unsaved_plan.accepted_at is None


async def test_a_task_is_put_into_a_gap_by_key_and_dragged_there_by_mouse(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        screen = the_screen(pilot)
        screen.timeline.select(f"gap:{clock('08:00').isoformat()}")
        await pilot.press("tab", "f")
        await pilot.pause()
        assert lies(planning.saved_plan(desk, TODAY)) == {"Answer survey": str(8 * 60)}
        evening = next(y for y, line in enumerate(screen.timeline.lines) if "free 3 h" in line.text)
        row = [one.title for one in screen.queue_pane.list.rows].index("Write captions")
        queue, timeline = screen.queue_pane.list.region, screen.timeline.region
        await drag(pilot, queue.offset + Offset(10, row + 2), timeline.offset + Offset(10, evening + 1))
        assert lies(planning.saved_plan(desk, TODAY))["Write captions"] == str(19 * 60)


async def test_the_mouse_drags_a_placement_to_another_gap_and_a_block_by_its_edge(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        screen = the_screen(pilot)
        screen.timeline.select(f"gap:{clock('08:00').isoformat()}")
        await pilot.press("tab", "f")
        await pilot.pause()
        rows = [line.text for line in screen.timeline.lines]
        survey = next(y for y, text in enumerate(rows) if "Answer survey" in text)
        evening = next(y for y, text in enumerate(rows) if "free 3 h" in text)
        await pilot.mouse_down(screen.timeline, offset=(10, survey + 1))
        await pilot.hover(screen.timeline, offset=(10, evening + 1))
        await pilot.mouse_up(screen.timeline, offset=(10, evening + 1))
        await pilot.pause()
        assert lies(planning.saved_plan(desk, TODAY)) == {"Answer survey": str(19 * 60)}

        last = max(y for y, line in enumerate(screen.timeline.lines) if line.key == "block:shift")
        await pilot.mouse_down(screen.timeline, offset=(10, last + 1))
        await pilot.hover(screen.timeline, offset=(10, last))
        await pilot.mouse_up(screen.timeline, offset=(10, last))
        await pilot.pause()
        (_, shift) = blocks.blocks_in(desk, desk.settings.span_of(TODAY))
        assert shift.end == clock("18:55")


async def test_a_task_says_why_and_a_gap_is_told_where_one_is(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan", size=(80, 24)) as pilot:
        screen = the_screen(pilot)
        await pilot.press("tab", "y")
        await until_it_says(pilot, "an hour")
        assert "Why · Answer survey" in screen_text(pilot.app)
        await pilot.press("escape", "shift+tab")
        await pilot.pause()
        screen.timeline.select(f"gap:{clock('08:00').isoformat()}")
        await pilot.press("l", "down", "enter")
        await pilot.pause()
        assert [gap.place for gap in planning.gaps(desk, TODAY)] == ["café", "home"]
        assert "until 09:00" in screen_text(pilot.app)


async def test_a_week_is_planned_out_of_one_queue_and_accepted_at_once(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan", size=(80, 24)) as pilot:
        before = desk.book.seq
        await pilot.press("W")
        await until_it_says(pilot, "$17.00 expected")
        assert "$17.00 expected, the best possible" in screen_text(pilot.app)
        assert "Seven days from Fri 20 Nov" in screen_text(pilot.app) and "Thu 26 " in screen_text(pilot.app)
        await pilot.press("A")
        await pilot.pause()
        assert desk.book.seq == before + 1
        days = [TODAY + timedelta(days=number) for number in range(7)]
        plans = [planning.saved_plan(desk, day) for day in days]
        titles = [title for plan in plans for title in lies(plan)]
        assert sorted(titles) == ["Answer survey", "Sort photos", "Write captions"]  # each once


async def test_a_shift_says_what_to_have_at_hand(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan", size=(120, 36)) as pilot:
        await until_it_says(pilot, "at hand: ")
        await pilot.press("h")
        await pilot.pause()
        assert "At hand · DoorDash" in screen_text(pilot.app)
        assert "waits, " in screen_text(pilot.app)


async def test_a_search_ends_with_the_app(desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gigplanner.tui.screens.plan_drafting.ONE_FRAME", 0.0)
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("p", "right_square_bracket", "p", "2", "1", "p")
        assert the_screen(pilot).drafting.is_looking or the_screen(pilot).drafting.draft
    assert [one.name for one in threading.enumerate() if one.name == "search"] == []
