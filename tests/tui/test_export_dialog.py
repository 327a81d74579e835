"""The export dialog: what, of which days, where to; and where it says that the file is."""

from __future__ import annotations

import json
from pathlib import Path
from stat import S_IMODE
from threading import Event
from typing import Any, cast

import pytest
from support.live_app import HandClock, desk_in, queue_up, running, saved
from support.tui_host import screen_text, until
from textual.widgets import Input

from gigplanner.model import BadInput
from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.export_form import KINDS, read_order
from gigplanner.tui.dialogs.fields import Choice
from gigplanner.workday.desk import Desk
from gigplanner.workday.export_files import carry_out
from gigplanner.workday.exporting import Exported, export

FIELDS = {"kind": "json", "first": "", "last": "", "goal": "x.json"}


@pytest.fixture
def at() -> HandClock:
    return HandClock("2026-11-20 12:00")


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    desk = desk_in(tmp_path / "book")
    queue_up(desk, "Survey", "4.10", 13, at)
    return desk


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_on_offer_can_be_carried_out(desk: Desk, at: HandClock, tmp_path: Path, kind: str) -> None:
    order = read_order(FIELDS | {"kind": kind, "goal": f"{tmp_path}/out/"}, frozenset(), now=at(), desk=desk)
    done = carry_out(desk, order, at())
    written = list((tmp_path / "out").iterdir())
    assert done.words == (
        f"Wrote {written[0]}" if len(written) == 1 else f"Wrote {len(written)} files into {tmp_path / 'out'}"
    )
    assert len(written) == (8 if kind == "csv" else 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first": "someday"}, "someday"),
        ({"first": "today", "last": "yesterday"}, "The first day lies after the last"),
        ({"kind": "trello", "first": "today"}, "leave both days empty"),
        ({"goal": ""}, "Where to?"),
    ],
)
def test_what_cannot_be_is_said(desk: Desk, at: HandClock, fields: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_order(FIELDS | fields, frozenset(), now=at(), desk=desk)


async def test_everything_goes_into_the_planbooks_own_folder_unless_told(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        app = pilot.app
        assert isinstance(app, GigApp)
        await pilot.press("E")
        await pilot.pause()
        await pilot.press("ctrl+s")
        await saved(pilot)
        file = desk.book.folder / "exports" / "gigplanner-2026-11-20-planbook.json"
        assert json.loads(file.read_text(encoding="utf-8"))["tables"]["tasks"][0]["title"] == "Survey"
        assert S_IMODE(file.stat().st_mode) == 0o600
        (said,) = [note.message for note in app._notifications]
        assert said == f"Wrote {file}"


async def test_a_file_that_is_there_is_left_alone_and_that_is_said(
    desk: Desk, at: HandClock, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("mine", encoding="utf-8")
    async with running(desk, at, phase="plan") as pilot:
        app = pilot.app
        assert isinstance(app, GigApp)
        await pilot.press("E")
        await pilot.pause()
        app.screen.query_one(Choice).value = "csv tasks"
        app.screen.query_one("#goal", Input).value = str(mine)
        await pilot.pause()
        assert "your open tasks with their platforms" in " ".join(screen_text(app).split())
        await pilot.press("ctrl+s")
        await saved(pilot)
        (said,) = [note.message for note in app._notifications]
        assert said == f"{mine} exists already: name another file, or say that it may be replaced."
    assert mine.read_text(encoding="utf-8") == "mine"


async def test_a_long_export_is_stopped_by_esc_and_writes_nothing(
    desk: Desk, at: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = Event()

    def slow(*given: Any, **more: Any) -> list[Exported]:
        go_on.wait()
        return export(*given, **more)

    monkeypatch.setattr("gigplanner.workday.export_files.export", slow)
    monkeypatch.setattr("gigplanner.tui.saving.AT_ONCE", 0.01)
    async with running(desk, at, phase="plan") as pilot:
        app = cast(GigApp, pilot.app)
        await pilot.press("E")
        app.screen.query_one("#goal", Input).value = str(tmp_path / "all.json")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Gathering the records" in screen_text(app))
        await pilot.press("escape")
        go_on.set()
        await until(pilot, lambda: bool(app._notifications))
        assert [note.message for note in app._notifications] == ["Stopped: nothing was written."]
    assert not (tmp_path / "all.json").exists()
