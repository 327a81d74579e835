"""Dialogs under a person's hands, in the real app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.gigdays import clock, usd
from support.live_app import HandClock, desk_in, gig, queue_up, running
from support.tui_host import UNANSWERED, DialogHost, paste, screen_text, standing, until, write
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input
from textual.widgets._select import SelectOverlay

from gigplanner.model.records import Block, Task
from gigplanner.model.times import Span
from gigplanner.tui.app import DEMO_WANTED
from gigplanner.tui.dialogs.base import LEAVE_AGAIN
from gigplanner.tui.dialogs.block_form import BlockDialog
from gigplanner.tui.dialogs.confirm import ConfirmDialog
from gigplanner.tui.dialogs.fields import Choice
from gigplanner.tui.dialogs.help import HelpDialog
from gigplanner.tui.dialogs.history import HistoryDialog
from gigplanner.tui.dialogs.import_files import ImportDialog
from gigplanner.tui.dialogs.note import NoteDialog
from gigplanner.tui.dialogs.order_form import OrderDialog
from gigplanner.tui.dialogs.palette import PaletteDialog
from gigplanner.tui.dialogs.quick_add import QuickAddDialog
from gigplanner.tui.dialogs.task_form import TaskDialog
from gigplanner.tui.dialogs.welcome import WelcomeDialog
from gigplanner.workday.desk import Desk
from gigplanner.workday.queue import open_tasks

CSV = "title,minutes,pay,id\nTag images,0.5,0.05,t1\nSurvey,13,2.50,t2\nNo minutes,,1.00,t3\n"


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "book")


@pytest.fixture
def desk(empty: Desk, at: HandClock) -> Desk:
    queue_up(empty, "Sort receipts", "3.20", 4, at)
    return empty


def titles(desk: Desk) -> list[str]:
    """The open tasks."""
    return [task.title for task in open_tasks(desk)]


def toasts(app: App[None]) -> str:
    """What the app has said."""
    return "\n".join(str(note.message) for note in app._notifications)


def field(pilot: Pilot[None], name: str) -> Input:
    """A line of the form on the screen."""
    return pilot.app.screen.query_one(f"#{name}", Input)


async def put(pilot: Pilot[None], name: str, text: str) -> None:
    """Go to a field, empty it and type."""
    field(pilot, name).focus()
    await pilot.press("end", "ctrl+u")
    await write(pilot, text)


# --- quick add ---------------------------------------------------------------------------------------------


async def test_quick_add_shows_what_it_understands_and_refuses_nonsense(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert "block DoorDash tomorrow 11-14" in screen_text(pilot.app)
        await write(pilot, "survey Prolific")
        assert "How long does it take?" in screen_text(pilot.app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, QuickAddDialog)
        await write(pilot, " 12m $3.20 due fri 5pm")
        assert "Task · survey · Prolific · 12 min · $3.20" in screen_text(pilot.app)
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, QuickAddDialog)
        assert titles(desk) == ["Sort receipts", "survey"]
        await pilot.press("a")
        await pilot.press("up")
        await pilot.pause()
        assert field(pilot, "line").value == "survey Prolific 12m $3.20 due fri 5pm"


# --- forms -------------------------------------------------------------------------------------------------


async def test_a_task_is_edited_and_the_edit_can_be_undone(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("tab", "e")
        await pilot.pause()
        assert isinstance(pilot.app.screen, TaskDialog)
        await put(pilot, "minutes", "soon")
        assert "is not a length of time" in screen_text(pilot.app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, TaskDialog)
        await put(pilot, "minutes", "1h")
        await put(pilot, "due", "fri 5pm")
        assert "$3.20/h · due Fri 20 Nov 17:00" in screen_text(pilot.app)
        await put(pilot, "platform", "proli")
        await pilot.press("right", "enter")
        await pilot.pause()
        (task,) = open_tasks(desk)
        assert (task.minutes, task.platform, task.due) == (60, "Prolific", clock("2026-11-20 17:00"))
        await pilot.press("u")
        await pilot.pause()
        (task,) = open_tasks(desk)
        assert (task.minutes, task.platform, task.due) == (4, "", None)


async def test_boxes_are_ticked_by_key_and_by_mouse(desk: Desk, at: HandClock) -> None:
    (task,) = open_tasks(desk)
    app = DialogHost(TaskDialog(desk, at, task))
    async with app.run_test(size=(100, 34)) as pilot:
        await pilot.pause()
        await pilot.click("#need-quiet")
        app.screen.query_one("#must").focus()
        await pilot.press("space", "ctrl+s")
        await pilot.pause()
        assert isinstance(app.answer, Task)
        assert app.answer.needs == {"quiet"}
        assert app.answer.must
        assert app.answer.resumable


async def test_a_night_shift_ends_on_the_next_day(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("b")
        await pilot.pause()
        await put(pilot, "platform", "DoorDash")
        await put(pilot, "time", "22-6")
        assert "Fri 20 Nov 22:00 – Sat 21 Nov 06:00 · 8 h" in screen_text(pilot.app)
        await put(pilot, "before", "15")
        await pilot.press("ctrl+s")
        await pilot.pause()
        span = Span(clock("2026-11-20 00:00"), clock("2026-11-22 00:00"))
        (block,) = desk.book.within(Block, span)
        assert (block.title, block.kind, block.before) == ("DoorDash", "shift", 15)
        assert block.span == Span(clock("2026-11-20 22:00"), clock("2026-11-21 06:00"))


async def test_the_kind_of_a_block_is_chosen_from_a_list(desk: Desk, at: HandClock) -> None:
    app = DialogHost(BlockDialog(desk, at, None, clock("12:00").date()))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await write(pilot, "Dentist")
        await pilot.press("tab", "enter", "down", "down", "enter")
        await put(pilot, "time", "3-4pm")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.answer, Block)
        assert (app.answer.kind, app.answer.start) == ("appointment", clock("15:00"))


async def test_escape_asks_once_more_before_it_throws_typed_text_away(desk: Desk, at: HandClock) -> None:
    app = DialogHost(TaskDialog(desk, at, None))
    async with app.run_test(size=(80, 24)) as pilot:
        await write(pilot, "Dent")
        await pilot.press("escape")
        await pilot.pause()
        assert LEAVE_AGAIN in screen_text(app)
        assert app.answer is UNANSWERED
        await write(pilot, "ist")
        assert LEAVE_AGAIN not in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.answer is UNANSWERED
        await pilot.press("escape")
        await pilot.pause()
        assert app.answer is None


@pytest.mark.parametrize(
    "make",
    [
        lambda desk, at: TaskDialog(desk, at, open_tasks(desk)[0]),
        lambda desk, at: BlockDialog(desk, at, None, at().date()),
        lambda desk, at: NoteDialog("Slow lunch.", "Note"),
        lambda desk, at: QuickAddDialog(desk, at),
        lambda desk, at: OrderDialog(desk, at, "DoorDash"),
        lambda desk, at: ImportDialog(desk, at),
        lambda desk, at: PaletteDialog("plan"),
        lambda desk, at: HistoryDialog(desk),
        lambda desk, at: HelpDialog(),
        lambda desk, at: WelcomeDialog(),
        lambda desk, at: ConfirmDialog("Stop?", "Stop"),
    ],
)
async def test_escape_leaves_an_untouched_dialog_at_once_and_any_size_is_survived(
    desk: Desk, at: HandClock, make: Callable[[Desk, HandClock], Screen[Any]]
) -> None:
    app = DialogHost(make(desk, at))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        for size in ((1, 1), (3, 20), (20, 6), (40, 20), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            card = app.screen.query_one(".card").region
            assert app.screen.region.contains_region(card) or min(size) < 20
        assert "esc" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert not app.answer
        assert app.answer is not UNANSWERED


# --- note, order, confirm ----------------------------------------------------------------------------------


async def test_a_note_is_written_on_several_lines_and_saved(desk: Desk) -> None:
    app = DialogHost(NoteDialog("Slow lunch.", "Note"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await write(pilot, "Good dinner.")
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.answer == "Slow lunch.\nGood dinner."


async def test_an_order_is_logged_in_one_line_or_left_for_later(desk: Desk, at: HandClock) -> None:
    app = DialogHost(OrderDialog(desk, at, "DoorDash"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "pay not known yet" in screen_text(app)
        await write(pilot, "8.50 tip two")
        await pilot.press("enter")
        await pilot.pause()
        assert app.answer is UNANSWERED
        await pilot.press("backspace", "backspace", "backspace")
        await write(pilot, "2 4.1mi")
        assert "$8.50 · tip $2.00 · 4.1 mi" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.answer.pay == usd("8.50")  # type: ignore[attr-defined]


async def test_a_click_on_a_key_at_the_foot_does_what_the_key_does(desk: Desk) -> None:
    app = DialogHost(ConfirmDialog("Stop the shift without its pay?", "Stop"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click("KeyLine", offset=(1, 0))
        await pilot.pause()
        assert app.answer is True


# --- import ------------------------------------------------------------------------------------------------


async def test_an_import_is_seen_before_it_is_kept_and_undone_in_one_go(
    desk: Desk, at: HandClock, tmp_path: Path
) -> None:
    file = tmp_path / "my tasks.csv"
    file.write_text(CSV)
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("i")
        await pilot.pause()
        await paste(pilot, f"'{tmp_path}/nothing.csv'")
        assert "There is no file" in screen_text(pilot.app)
        await pilot.press("ctrl+u")
        await paste(pilot, f"'{file}'")
        await pilot.press("enter")
        await pilot.pause()
        seen = screen_text(pilot.app)
        assert "2 tasks" in seen
        assert "Tag images" in seen
        assert "line 4: " in seen
        assert titles(desk) == ["Sort receipts"]
        await pilot.press("enter")
        await pilot.pause()
        assert "Imported my tasks.csv: 2 tasks, 1 refused" in toasts(pilot.app)
        assert titles(desk) == ["Sort receipts", "Tag images", "Survey"]
        await pilot.press("i")
        await pilot.pause()
        await paste(pilot, str(file))
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "There is nothing new in it." in screen_text(pilot.app)
        await pilot.press("escape")
        if isinstance(pilot.app.screen, ImportDialog):
            await pilot.press("escape")
        await pilot.press("u")
        await pilot.pause()
        assert titles(desk) == ["Sort receipts"]


async def test_tab_completes_a_path_as_a_shell_does(desk: Desk, at: HandClock, tmp_path: Path) -> None:
    (tmp_path / "calendar.ics").write_text("")
    app = DialogHost(ImportDialog(desk, at))
    async with app.run_test(size=(120, 24)) as pilot:
        await paste(pilot, f"{tmp_path}/cal")
        await pilot.pause()
        await pilot.press("tab")
        await pilot.pause()
        assert field(pilot, "paths").value == f"{tmp_path}/calendar.ics"
        assert field(pilot, "paths").has_focus


# --- history, help, palette, welcome -----------------------------------------------------------------------


async def test_history_takes_back_and_repeats_step_by_step(desk: Desk, at: HandClock) -> None:
    queue_up(desk, "Survey", "1.00", 9, at)
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("H")
        await pilot.pause()
        await pilot.press("u", "u")
        await pilot.pause()
        assert titles(desk) == []
        assert screen_text(pilot.app).count("undone") == 2
        await pilot.press("U")
        await pilot.pause()
        assert titles(desk) == ["Sort receipts"]
        assert screen_text(pilot.app).count("app · undone") == 1
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, HistoryDialog)


async def test_help_scrolls_to_its_end_on_a_small_screen() -> None:
    app = DialogHost(HelpDialog())
    async with app.run_test(size=(40, 20)) as pilot:
        await pilot.pause()
        assert "Everywhere" in screen_text(app)
        await pilot.press(*["pagedown"] * 20)
        await pilot.pause()
        assert "Save as Markdown" in screen_text(app)


@pytest.mark.parametrize("size", [(40, 20), (120, 36)])
async def test_a_click_on_a_row_of_the_help_does_what_it_says_also_on_another_screen(
    desk: Desk, at: HandClock, size: tuple[int, int]
) -> None:
    async with running(desk, at, phase="recap", size=size) as pilot:
        app = gig(pilot)

        async def click_in_help(words: str) -> None:
            await pilot.press("question_mark")
            await until(pilot, lambda: isinstance(app.screen, HelpDialog))
            while (row := row_with(pilot, words)) is None:
                await pilot.press("pagedown")
            await pilot.click(offset=(screen_text(app).split("\n")[row].index(words) + 2, row))

        await click_in_help("Add anything")
        await until(pilot, lambda: isinstance(app.screen, QuickAddDialog))
        await pilot.press("escape")
        await click_in_help("Start a shift now")
        await until(pilot, lambda: app.current_mode == "shift")
        assert not isinstance(app.screen, HelpDialog)


def row_with(pilot: Pilot[None], words: str) -> int | None:
    rows = screen_text(pilot.app).split("\n")
    return next((number for number, row in enumerate(rows) if words in row), None)


async def test_the_palette_runs_what_was_picked_on_the_app_and_on_the_screen(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("ctrl+p")
        await write(pilot, "undo")
        await pilot.press("enter")
        await pilot.pause()
        assert titles(desk) == []
        await pilot.press("ctrl+p")
        await write(pilot, "redo")
        await pilot.press("enter")
        await pilot.pause()
        assert titles(desk) == ["Sort receipts"]
        await pilot.press("ctrl+p")
        await write(pilot, "new blo")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, BlockDialog)


async def test_the_palette_survives_any_keys() -> None:
    app = DialogHost(PaletteDialog("plan"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(
            *"zzz[/]", "up", "down", "pageup", "enter", "tab", "ctrl+k", "home", "delete", "left"
        )
        await pilot.press("end", "ctrl+u", "backspace", *["down"] * 80, "pagedown", "up")
        await pilot.pause()
        assert app.answer is UNANSWERED
        await pilot.press("enter")
        await pilot.pause()
        assert str(app.answer).startswith(("app.", "screen."))


async def test_an_empty_planbook_welcomes_and_each_way_in_works(empty: Desk, at: HandClock) -> None:
    async with running(empty, at, phase="plan") as pilot:
        assert isinstance(pilot.app.screen, WelcomeDialog)
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ImportDialog)
    async with running(empty, at, phase="plan") as pilot:
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, QuickAddDialog)
    async with running(empty, at, phase="plan") as pilot:
        await pilot.click("#choices", offset=(8, 1))
        await pilot.pause()
        assert pilot.app.return_code == DEMO_WANTED


async def test_a_standing_clock_is_all_a_dialog_needs(empty: Desk) -> None:
    app = DialogHost(QuickAddDialog(empty, standing(clock("11:00"))))
    async with app.run_test(size=(40, 20)) as pilot:
        await write(pilot, "call 5m due 17:00")
        assert "due 17:00" in screen_text(app).replace("\n", " ")


async def test_a_second_click_on_add_adds_nothing_twice(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("a")
        await paste(pilot, "survey 12m $3.20")
        dialog = pilot.app.screen
        assert isinstance(dialog, QuickAddDialog)
        dialog.action_answer()
        dialog.action_answer()
        await pilot.pause()
        assert sorted(titles(desk)) == ["Sort receipts", "survey"]


async def test_a_new_sentence_takes_the_place_of_the_one_before(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("U", "x", "u")
        assert toasts(pilot.app).count("\n") == 0
        assert toasts(pilot.app).startswith("Undone")


@pytest.mark.parametrize("size", [(1, 1), (15, 4)])
async def test_a_choice_opened_on_hardly_any_screen_takes_every_key(
    desk: Desk, at: HandClock, size: tuple[int, int]
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.resize_terminal(*size)
        await pilot.press("b")
        pilot.app.screen.query_one(Choice).focus()
        await pilot.press("enter", "pagedown", "pageup", "end", "enter")
        assert isinstance(pilot.app.screen, BlockDialog)


async def test_a_key_that_comes_before_the_words_of_a_choice_are_laid_out_is_harmless(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("b")
        choice = pilot.app.screen.query_one(Choice)
        choice.expanded = True
        await pilot.app.run_action("page_down", default_namespace=choice.query_one(SelectOverlay))
        await pilot.press("pagedown", "enter")
        assert not choice.expanded
