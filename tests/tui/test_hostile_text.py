"""Text of any origin is shown as plain text: it ends nothing, calls nothing, commands no terminal."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from support.desks import a_desk, clock
from support.sinks import WORST, check_screen, check_svg, plant, words_of_people
from support.tui_host import paste, screen_text, standing, until
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, TextArea

from gigplanner.insights.forgotten import Forgotten
from gigplanner.interop.mapping.rules import Mapping
from gigplanner.interop.table import guess_table
from gigplanner.model.preferences import preference_called
from gigplanner.model.records import Block, Task
from gigplanner.planbook.tables import TABLES
from gigplanner.tui import dialogs as dialogs_package
from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.at_hand import AtHandDialog
from gigplanner.tui.dialogs.base import Dialog
from gigplanner.tui.dialogs.block_form import BlockDialog
from gigplanner.tui.dialogs.choose import ChooseDialog
from gigplanner.tui.dialogs.confirm import ConfirmDialog
from gigplanner.tui.dialogs.evening import EveningChoice, EveningLine, Pick
from gigplanner.tui.dialogs.event_form import EventDialog
from gigplanner.tui.dialogs.export_form import ExportDialog
from gigplanner.tui.dialogs.first_start import FirstStartDialog
from gigplanner.tui.dialogs.forgotten import ForgottenDialog
from gigplanner.tui.dialogs.form import FormDialog
from gigplanner.tui.dialogs.help import HelpDialog
from gigplanner.tui.dialogs.history import HistoryDialog
from gigplanner.tui.dialogs.import_files import ImportDialog
from gigplanner.tui.dialogs.import_layout import ImportLayout
from gigplanner.tui.dialogs.line import LineDialog
from gigplanner.tui.dialogs.mapper import MapperDialog
from gigplanner.tui.dialogs.mapper_rows import NAME
from gigplanner.tui.dialogs.mapper_typed import TypedDialog
from gigplanner.tui.dialogs.minutes import MinutesDialog
from gigplanner.tui.dialogs.note import NoteDialog
from gigplanner.tui.dialogs.offer import OfferDialog
from gigplanner.tui.dialogs.order_form import OrderDialog
from gigplanner.tui.dialogs.palette import PaletteDialog
from gigplanner.tui.dialogs.palette_finds import Finder
from gigplanner.tui.dialogs.place_choice import PlaceDialog
from gigplanner.tui.dialogs.quick_add import QuickAddDialog
from gigplanner.tui.dialogs.reading import ReadingDialog
from gigplanner.tui.dialogs.rows import Row
from gigplanner.tui.dialogs.setting_value import NewSettingDialog, ThemeDialog, ValueDialog
from gigplanner.tui.dialogs.settings import SettingsDialog
from gigplanner.tui.dialogs.task_form import TaskDialog
from gigplanner.tui.dialogs.week import WeekDialog
from gigplanner.tui.dialogs.welcome import WelcomeDialog
from gigplanner.tui.dialogs.why import WhyDialog
from gigplanner.tui.dialogs.working import WorkingDialog
from gigplanner.tui.text import Piece
from gigplanner.workday.desk import Desk
from gigplanner.workday.planning import problem_of
from gigplanner.workday.pocket import pocket_lists
from gigplanner.workday.reading import UnknownTable
from gigplanner.workday.shifts import current_shift
from gigplanner.workday.week import week_problem

NOW = clock("2026-11-22 12:14")
SHARED = {FormDialog, ImportLayout, LineDialog, ReadingDialog}  # of which others are made

OWN_WORDS = {"TourCard"}  # that show none but the program's

Maker = Callable[[Desk, str], Screen[Any]]


@pytest.fixture(autouse=True)
def _brisk() -> None:
    """The pilot takes its time here: what is looked at must have been drawn, however busy the machine is."""


def hostile_desk(folder: Path, text: str) -> Desk:
    """A planbook and preferences whose every text is `text`, as another program might have left them."""
    bare = a_desk(folder)
    named = replace(
        bare.settings,
        places={text: ("phone",), "home": ("phone", "laptop")},
        daily_caps={text: 5},
        theme=text,
        keys={text: text, "plan.accept": text},
    )
    desk = Desk(bare.book, named, folder / "config.toml")
    plant(desk, text, NOW)
    return desk


def _the_task(desk: Desk) -> Task:
    return desk.book.queue(Task)[0]


def _the_block(desk: Desk) -> Block:
    return desk.book.within(Block, desk.settings.span_of(NOW.date()))[0]


def _a_mapper(desk: Desk, text: str) -> Screen[Any]:
    cell = text.replace('"', "").replace("\n", " ").replace("\r", " ")[:200]
    rows = [f'"{cell} {number}",{number}.50,2026-11-{number:02},"{cell}"' for number in range(1, 6)]
    data = "\n".join([f'"{cell[:70]}",amount,date,memo', *rows])
    table = guess_table(data)
    assert table is not None
    return MapperDialog(desk, standing(NOW), UnknownTable(text, data.encode("utf-8", "replace"), table))


def _a_typed(_desk: Desk, text: str) -> Screen[Any]:
    """The dialog of a mapping that somebody's file of mappings brought."""
    return TypedDialog(Mapping(name=text, becomes="earning", columns={text: "amount"}), NAME)


def _an_event(desk: Desk, _text: str) -> Screen[Any]:
    log = current_shift(desk, NOW)
    assert log is not None
    return EventDialog(desk, standing(NOW), log, log.events[2])


def _a_forgotten(desk: Desk, text: str) -> Screen[Any]:
    asked = Forgotten(last=NOW, quiet=timedelta(hours=9), likely_end=NOW, why=text)
    return ForgottenDialog(asked, desk.settings, standing(NOW))


def _a_value(desk: Desk, text: str) -> Screen[Any]:
    preference = preference_called(f"places.{text}")
    assert preference is not None
    return ValueDialog(preference, text, desk.config or Path())


def _a_palette(desk: Desk, text: str) -> Screen[Any]:
    return PaletteDialog(text, Finder(desk, NOW.date()))


def _a_pocket(desk: Desk, _text: str) -> Screen[Any]:
    return AtHandDialog(pocket_lists(desk, NOW.date(), NOW)[0])


MAKERS: dict[type[Screen[Any]], Maker] = {
    AtHandDialog: _a_pocket,
    BlockDialog: lambda desk, _: BlockDialog(desk, standing(NOW), _the_block(desk), NOW.date()),
    ChooseDialog: lambda _, text: ChooseDialog(text, [Row(text, (Piece(text),), (Piece(text),))], does=text),
    ConfirmDialog: lambda _, text: ConfirmDialog(text, text),
    EveningChoice: lambda _, text: EveningChoice(text, [text, text], [Pick(text, text)]),
    EveningLine: lambda _, text: EveningLine(
        text, text, means=lambda typed: typed + text, skip=text, value=text, placeholder=text
    ),
    EventDialog: _an_event,
    ExportDialog: lambda desk, _: ExportDialog(desk, standing(NOW)),
    FirstStartDialog: lambda desk, text: FirstStartDialog(desk.settings, desk.config or Path(), text),
    ForgottenDialog: _a_forgotten,
    HelpDialog: lambda *_: HelpDialog(),
    HistoryDialog: lambda desk, _: HistoryDialog(desk),
    ImportDialog: lambda desk, _: ImportDialog(desk, standing(NOW)),
    WorkingDialog: lambda _, text: WorkingDialog(text, lambda: text, lambda: None),
    MapperDialog: _a_mapper,
    MinutesDialog: lambda _, text: MinutesDialog(text, 12, 2),
    NewSettingDialog: lambda desk, _: NewSettingDialog("places", desk.config or Path()),
    NoteDialog: lambda _, text: NoteDialog(text, text),
    OfferDialog: lambda desk, text: OfferDialog(desk, standing(NOW), [text, "Lyft"]),
    OrderDialog: lambda desk, text: OrderDialog(desk, standing(NOW), text),
    PaletteDialog: _a_palette,
    PlaceDialog: lambda desk, text: PlaceDialog(desk.settings, text, text),
    QuickAddDialog: lambda desk, _: QuickAddDialog(desk, standing(NOW)),
    SettingsDialog: lambda desk, text: SettingsDialog(
        desk.settings, desk.config or Path(), lambda *_: None, f"places.{text}"
    ),
    TaskDialog: lambda desk, _: TaskDialog(desk, standing(NOW), _the_task(desk)),
    ThemeDialog: lambda _, text: ThemeDialog(text),
    TypedDialog: _a_typed,
    ValueDialog: _a_value,
    WeekDialog: lambda desk, _: WeekDialog(week_problem(desk, NOW.date(), NOW)),
    WelcomeDialog: lambda *_: WelcomeDialog(),
    WhyDialog: lambda desk, _: WhyDialog(problem_of(desk, NOW.date(), NOW), "t1", desk.settings),
}


def every_dialog() -> Iterator[type[Screen[Any]]]:
    """Every dialog that the package has, whoever added it."""
    for module in pkgutil.iter_modules(dialogs_package.__path__, f"{dialogs_package.__name__}."):
        importlib.import_module(module.name)
    waiting: list[type[Any]] = [Dialog]
    while waiting:
        kinds = [kind for kind in waiting.pop().__subclasses__() if kind.__module__.startswith("gigplanner")]
        waiting += kinds
        yield from kinds


def test_no_dialog_and_no_field_of_a_record_is_left_out(tmp_path: Path) -> None:
    left_out = {kind.__name__ for kind in every_dialog() if kind not in SHARED and kind not in MAKERS}
    assert not left_out - OWN_WORDS, "say in MAKERS how these are made with hostile text"
    desk = hostile_desk(tmp_path, WORST)
    for table in TABLES:
        (record, *_) = desk.book.every(table.record)
        for field in words_of_people(table.record):
            held = getattr(record, field)
            assert held == WORST or WORST in held, (table.name, field)


async def click_all_over(pilot: Pilot[None], words: str) -> None:
    """Click on every row in which `words` stand."""
    for y, row in enumerate(screen_text(pilot.app).split("\n")):
        if (x := row.find(words)) >= 0:
            await pilot.click(offset=(x + len(words) // 2, y))


async def test_hostile_text_is_only_text_in_every_screen_dialog_and_toast(tmp_path: Path) -> None:
    text = WORST
    desk = hostile_desk(tmp_path, text)
    name = "".join(c for c in text if c not in "/\x00")[:60]
    file = tmp_path / f"{name}.csv"
    quoted = text.replace('"', '""')
    file.write_text(f'title,minutes,pay\n"{quoted}",5,"{quoted}"\n"{quoted}",5,1\n', encoding="utf-8")
    app = GigApp(desk, standing(NOW))
    async with app.run_test(size=(110, 40)) as pilot:
        await pilot.pause()
        for phase in app.MODES:
            app.action_phase(phase)
            await pilot.pause()
            check_screen(app, phase)
            check_svg(app.export_screenshot())
        for kind, make in MAKERS.items():
            where = kind.__name__
            dialog = make(desk, text)
            app.push_screen(dialog)
            await pilot.pause()
            check_screen(app, where)
            if dialog.query(Input) or dialog.query(TextArea):
                await paste(pilot, f"'{file}'" if isinstance(dialog, ImportDialog) else text)
                check_screen(app, f"{where} after a paste")
                await pilot.press("enter")
                await pilot.pause()
                check_screen(app, f"{where} after enter")
            if isinstance(dialog, ConfirmDialog):
                await click_all_over(pilot, "[@click=")
            if app.screen is dialog:  # a click on the words of yes has answered
                app.pop_screen()
        app.say(text)
        app.say(text, severity="error")
        await pilot.pause()
        await pilot.pause()
        check_screen(app, "toasts")
        check_svg(app.export_screenshot())
        await click_all_over(pilot, "[@click=")
        assert app.is_running
        assert app.return_code is None
        assert len(desk.book.queue(Task)) == 2


async def test_what_is_pasted_into_a_line_keeps_its_letters_and_loses_its_controls(tmp_path: Path) -> None:
    app = GigApp(a_desk(tmp_path), standing(NOW))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: len(app.screen_stack) == 2)  # an empty planbook is welcomed
        app.push_screen(NoteDialog("", "Note"))
        await pilot.pause()
        await paste(pilot, "first\x1b[31m\r\nsecond \u202eline")
        assert app.screen.query_one(TextArea).text == "first\ufffd[31m\nsecond \ufffdline"
        app.pop_screen()
        app.push_screen(TaskDialog(app.desk, standing(NOW), None))
        await pilot.pause()
        await paste(pilot, " café\x07 日本 [b]\nsecond line")
        assert app.screen.query_one("#title", Input).value == " café\ufffd 日本 [b]"
