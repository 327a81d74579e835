"""Text of any origin is shown as plain text: it ends nothing, calls nothing, commands no terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from support.desks import a_block, a_desk, a_task, clock, usd
from support.tui_host import paste, screen_text, standing
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from gigplanner.model.catalogue import Platform
from gigplanner.model.records import Block, DayNote, Earning, Task
from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.block_form import BlockDialog
from gigplanner.tui.dialogs.confirm import ConfirmDialog
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

NOW = clock("2026-11-22 08:14")
# several kinds at once, for every dialog takes its time; what breaks markup stands apart from what is valid
HOSTILE = (
    "[/] [/foo] [x='y] a\x1b]52;c;evil\x07 \x9b31m\x00\x1b[2J b",
    "[@click=app.quit]x[/] $primary [red]b[/red] ${x} %s {0} \u202eevil\u2066 \u200bzero\u200d\ufeff e\u0301",
    "x" * 10_000,
)
UNSAFE = frozenset({"Cc", "Cf", "Cs"})


def hostile_desk(folder: Path, text: str) -> Desk:
    """A planbook whose every text is `text`, put there as an older version or another program might."""
    desk = a_desk(folder)
    desk = desk.with_settings(replace(desk.settings, places={text: ("phone",), "home": ("phone", "laptop")}))
    words = {"platform": text, "notes": text, "url": text}
    with desk.book.action(text, now=NOW) as action:
        action.put(a_task(text, category=text, tags=(text, text), due=clock("17:00"), units=3, **words))
        action.put(a_block(text, "10:00", "14:00", place=text, kind="shift", expected=usd("64"), **words))
        action.put(Platform(id="own", name=text, colour=text, aliases=(text,)))
        action.put(Earning(id="e", at=NOW - timedelta(hours=1), gross=usd("5"), platform=text, note=text))
        action.put(DayNote(id="2026-11-22", date=NOW.date(), text=text))
    return desk


def dialogs(desk: Desk, text: str, file: Path) -> Iterator[Screen[Any]]:
    """Every dialog, with `text` wherever a text can come in."""
    clock_ = standing(NOW)
    (task,) = desk.book.queue(Task)
    (block,) = desk.book.within(Block, desk.settings.span_of(NOW.date()))
    yield TaskDialog(desk, clock_, task)
    yield BlockDialog(desk, clock_, block, NOW.date())
    yield NoteDialog(text, text)
    yield QuickAddDialog(desk, clock_)
    yield OrderDialog(desk, clock_, text)
    yield ConfirmDialog(text, text)
    yield HistoryDialog(desk)
    yield PaletteDialog(text)
    yield ImportDialog(desk, clock_)
    yield WelcomeDialog()
    yield HelpDialog()


def check_screen(app: GigApp, where: str) -> None:
    """Nothing that is drawn can command the terminal or be clicked as a link into the app."""
    for strip in app.screen._compositor.render_strips():
        for segment in strip:
            odd = [c for c in segment.text if unicodedata.category(c) in UNSAFE]
            assert not odd, (where, segment.text)
            assert not (segment.style and "@click" in segment.style.meta), (where, segment.text)
    svg = app.export_screenshot()
    assert not [c for c in svg if unicodedata.category(c) in UNSAFE and c not in "\n\t"], where


async def click_all_over(pilot: Pilot[None], words: str) -> None:
    """Click on every row in which `words` stand."""
    for y, row in enumerate(screen_text(pilot.app).split("\n")):
        if (x := row.find(words)) >= 0:
            await pilot.click(offset=(x + len(words) // 2, y))


@pytest.mark.parametrize("text", HOSTILE, ids=["broken markup, escapes", "links, invisible", "long"])
async def test_hostile_text_is_only_text_in_every_dialog_and_toast(tmp_path: Path, text: str) -> None:
    desk = hostile_desk(tmp_path, text)
    name = "".join(c for c in text if c not in "/\x00")[:60]
    file = tmp_path / f"{name}.csv"
    file.write_text(f'title,minutes,pay\n"{text}",5,{text}\n"{text}",5,1\n', encoding="utf-8")
    app = GigApp(desk, standing(NOW))
    async with app.run_test(size=(110, 40)) as pilot:
        await pilot.pause()
        check_screen(app, "plan")
        for dialog in dialogs(desk, text, file):
            where = type(dialog).__name__
            app.push_screen(dialog)
            await pilot.pause()
            check_screen(app, where)
            if dialog.query(Input) or dialog.query(TextArea):
                await paste(pilot, f"'{file}'" if isinstance(dialog, ImportDialog) else text)
                check_screen(app, f"{where} after a paste")
                await pilot.press("enter")
                await pilot.pause()
                check_screen(app, f"{where} after enter")
            if app.screen is dialog:
                await click_all_over(pilot, "[@click=")
            if app.screen is dialog:  # a click on the words of yes has answered
                app.pop_screen()
        app.say(text)
        app.say(text, severity="error")
        await pilot.pause()
        await pilot.pause()
        check_screen(app, "toasts")
        await click_all_over(pilot, "[@click=")
        assert app.is_running
        assert app.return_code is None
        assert len(desk.book.queue(Task)) == 1


async def test_what_is_pasted_into_a_line_keeps_its_letters_and_loses_its_controls(tmp_path: Path) -> None:
    app = GigApp(a_desk(tmp_path), standing(NOW))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.push_screen(NoteDialog("", "Note"))
        await pilot.pause()
        await paste(pilot, "first\x1b[31m\r\nsecond \u202eline")
        assert app.screen.query_one(TextArea).text == "first\ufffd[31m\nsecond \ufffdline"
        app.pop_screen()
        app.push_screen(TaskDialog(app.desk, standing(NOW), None))
        await pilot.pause()
        await paste(pilot, " café\x07 日本 [b]\nsecond line")
        assert app.screen.query_one("#title", Input).value == " café\ufffd 日本 [b]"
