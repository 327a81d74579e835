"""What the disk refused is shown again, not lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.live_app import HandClock, desk_in, running
from textual.widgets import Input

from gigplanner.planbook import NotSaved, Planbook
from gigplanner.workday.queue import open_tasks


async def test_a_task_that_could_not_be_saved_comes_back_into_its_dialog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = HandClock("08:00")
    desk = desk_in(tmp_path / "planbook")

    def full(*_: object, **__: object) -> None:
        raise NotSaved("Not saved: the disk is full. Nothing was changed.")

    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("escape")  # the welcome
        await pilot.press("n", *"Walk", "ctrl+s")
        await pilot.pause()
        assert not open_tasks(desk)  # minutes are missing: the dialog says so and stays
        fields = list(pilot.app.screen.query(Input))
        named = {field.id: field for field in fields}
        named["minutes"].value = "5"
        with monkeypatch.context() as patch:
            patch.setattr(Planbook, "action", full)
            await pilot.press("ctrl+s")
            await pilot.pause()
        assert not open_tasks(desk)
        again = {field.id: field.value for field in pilot.app.screen.query(Input)}
        assert again["title"] == "Walk"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [task.title for task in open_tasks(desk)] == ["Walk"]
