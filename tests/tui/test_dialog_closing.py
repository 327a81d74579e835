"""Screens that are closed while they open: a double click, a signal, an app that leaves at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from support.live_app import HandClock, desk_in, running
from support.tui_host import until
from textual import events
from textual.css.query import NoMatches
from textual.widgets import Static

from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.base import Dialog
from gigplanner.tui.dialogs.choose import ChooseDialog
from gigplanner.tui.dialogs.history import HistoryDialog
from gigplanner.tui.dialogs.import_files import ImportDialog
from gigplanner.tui.dialogs.note import NoteDialog
from gigplanner.tui.dialogs.order_form import OrderDialog
from gigplanner.tui.dialogs.palette import PaletteDialog
from gigplanner.tui.dialogs.place_choice import PlaceDialog
from gigplanner.tui.dialogs.task_form import TaskDialog
from gigplanner.workday.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "book")


def dialogs(desk: Desk, at: HandClock) -> list[Callable[[], Dialog]]:
    return [
        lambda: ChooseDialog("Whose order?", []),
        lambda: HistoryDialog(desk),
        lambda: ImportDialog(desk, at),
        lambda: NoteDialog("Cold", "Note"),
        lambda: OrderDialog(desk, at, ""),
        lambda: PaletteDialog("plan"),
        lambda: PlaceDialog(desk.settings, "10–11", ""),
        lambda: TaskDialog(desk, at, None),
    ]


async def test_a_dialog_closed_while_it_opens_is_simply_gone(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        before = pilot.app.screen
        for make in dialogs(desk, at):
            pilot.app.push_screen(make())
            pilot.app.pop_screen()
            await pilot.pause()
            assert pilot.app.screen is before
        for make in dialogs(desk, at):
            dialog = make()
            pilot.app.push_screen(dialog)
            dialog.dismiss(None)
            await pilot.pause()
            assert pilot.app.screen is before


async def test_a_key_that_was_on_its_way_when_a_dialog_came_does_nothing_there(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="plan") as pilot:
        before = pilot.app.screen
        for make in dialogs(desk, at)[4:8:3]:
            pilot.app.push_screen(make())  # as by a click, not by a key
            await pilot.app._on_key(events.Key("escape", None))
            await pilot.pause()
            assert pilot.app.screen is not before
            await pilot.press("escape")
            await until(pilot, lambda: pilot.app.screen is before)


@pytest.mark.parametrize("which", [0, 7])
async def test_the_app_can_leave_while_a_dialog_opens(desk: Desk, at: HandClock, which: int) -> None:
    async with running(desk, at, phase="plan") as pilot:
        pilot.app.push_screen(dialogs(desk, at)[which]())
        pilot.app.exit()
        await pilot.pause()
    assert pilot.app.return_code == 0


@pytest.mark.parametrize("phase", ["shift", "recap", "insights"])
async def test_the_app_can_leave_while_a_phase_opens(desk: Desk, at: HandClock, phase: str) -> None:
    async with running(desk, at, phase="plan") as pilot:
        cast(GigApp, pilot.app).action_phase(phase)
        pilot.app.exit()
    assert pilot.app.return_code == 0


class Faulty(Dialog[None]):
    """A dialog whose author forgot a part."""

    def body(self):
        yield Static("")

    def on_mount(self) -> None:
        self.query_one("#forgotten")


async def test_a_part_that_is_missing_while_the_dialog_stands_is_still_an_error(
    desk: Desk, at: HandClock
) -> None:
    with pytest.raises(NoMatches):
        async with running(desk, at, phase="plan") as pilot:
            pilot.app.push_screen(Faulty())
            await pilot.pause()
