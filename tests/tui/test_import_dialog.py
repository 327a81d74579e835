"""The import dialog: choosing among the files of a folder, the zone, pasted text, long readings."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from support.desks import a_desk, clock
from support.importing import FIXTURES
from support.tui_host import UNANSWERED, DialogHost, paste, screen_text, standing, write
from textual.pilot import Pilot

from gigplanner.model import BadInput, GigError
from gigplanner.tui.dialogs import import_files
from gigplanner.tui.dialogs.import_files import ImportDialog
from gigplanner.tui.dialogs.import_folder import folder_rows
from gigplanner.tui.dialogs.import_zone import zone_called
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import Batch, ImportReport, Progress, Stopped
from gigplanner.workday.writer import Job

NOON = clock("12:00")
TASKS = "title,minutes,due\nSurvey,12,2026-11-27 17:00\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path / "book")


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose downloads are a folder, a new file and an old one."""
    folder = tmp_path / "home" / "Downloads"
    (folder / "Bank").mkdir(parents=True)
    (folder / "old.csv").write_text(TASKS)
    (folder / "new.csv").write_text(TASKS.replace("Survey", "Call"))
    (folder / ".hidden").write_text("")
    os.utime(folder / "old.csv", (1e9, 1e9))
    os.utime(folder / "new.csv", (1.7e9, 1.7e9))
    monkeypatch.setenv("HOME", str(folder.parent))
    return folder


def names(text: str, desk: Desk) -> list[str]:
    return ["".join(piece.text for piece in row.left) for row in folder_rows(text, desk.settings)]


def host(desk: Desk) -> DialogHost:
    return DialogHost(ImportDialog(desk, standing(NOON)))


def test_a_folder_is_listed_with_folders_first_and_the_newest_file_before_older_ones(
    desk: Desk, downloads: Path
) -> None:
    listed = ["all of Downloads, 2 files", "../", "Bank/", "new.csv", "old.csv"]
    assert names("", desk) == names(f"{downloads}", desk) == names(f"'{downloads}/'", desk) == listed
    assert names(f"{downloads}/O", desk) == ["old.csv"]
    assert names(f"{downloads}/.h", desk) == [".hidden"]
    assert names(f"{downloads}/gone/x", desk) == []
    assert "../" not in names("/", desk)
    last = folder_rows("", desk.settings)[-1]
    assert last.key == str(downloads / "old.csv")
    assert "".join(piece.text for piece in last.right) == "   45 B  08 Sep 2001"


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("", None),
        ("america/chicago", "America/Chicago"),
        ("chicago", "America/Chicago"),
        ("New York", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_name_or_its_city(typed: str, zone: str | None) -> None:
    assert zone_called(typed) == zone


@pytest.mark.parametrize(("typed", "says"), [("Mars", "is no time zone"), ("san", "name one of them")])
def test_a_zone_nobody_knows_or_several_may_be_meant_is_asked_again(typed: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        zone_called(typed)


async def test_a_file_is_found_by_going_through_folders_with_the_keys(
    desk: Desk, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gigplanner.tui.dialogs.import_files.PAUSE", 60.0)  # enter looks, not the pause
    (downloads / "Bank" / "inner.csv").write_text(TASKS)
    app = host(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert "inner.csv" in screen_text(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "1 task" in screen_text(app)
        assert "Survey" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.answer, Batch)
        assert [file.name for file in app.answer.files] == [f"{downloads}/Bank/inner.csv"]


async def click_on(pilot: Pilot[None], words: str) -> None:
    rows = screen_text(pilot.app).split("\n")
    y = next(y for y, row in enumerate(rows) if words in row)
    await pilot.click(offset=(rows[y].index(words) + 1, y))
    await pilot.pause()


async def test_the_mouse_chooses_a_file_and_a_whole_folder_is_read_at_once(
    desk: Desk, downloads: Path
) -> None:
    app = host(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await click_on(pilot, "new.csv")
        await pilot.press("enter")
        await pilot.pause()
        assert "Call" in screen_text(app)
        await pilot.press("ctrl+u")
        await pilot.pause()
        await click_on(pilot, "all of Downloads")
        await pilot.pause()
        seen = screen_text(app)
        assert "Call" in seen
        assert "Survey" in seen
        assert "enter keeps 2 new records." in seen


async def test_one_key_leads_to_the_zone_and_times_are_read_in_it(desk: Desk, downloads: Path) -> None:
    app = host(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await paste(pilot, f"{downloads}/old.csv")
        await pilot.press("enter")
        await pilot.pause()
        assert "taken as America/Chicago" in screen_text(app)
        await pilot.press("ctrl+t")
        await write(pilot, "berlin")
        await pilot.press("enter")
        await pilot.pause()
        assert "taken as Europe/Berlin" in screen_text(app)
        assert "due Fri 27 Nov 2026 10:00" in screen_text(app)
        await pilot.press(*["backspace"] * 6)
        await write(pilot, "Mars")
        await pilot.press("enter")
        await pilot.pause()
        assert "is no time zone" in screen_text(app)
        assert app.answer is UNANSWERED


async def test_a_pasted_text_is_read_like_a_file(desk: Desk, downloads: Path) -> None:
    app = host(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await paste(pilot, TASKS)
        await pilot.pause()
        assert "pasted text" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.answer, Batch)
        assert len(app.answer.files[0].reading.records) == 1


async def test_several_dropped_files_come_a_line_each(desk: Desk, downloads: Path) -> None:
    app = host(desk)
    async with app.run_test(size=(80, 30)) as pilot:
        await paste(pilot, f"{downloads}/old.csv\n{(downloads / 'new.csv').as_uri()}\n")
        await pilot.press("enter")
        await pilot.pause()
        assert "enter keeps 2 new records." in screen_text(app)


async def test_the_order_of_dates_that_do_not_tell_is_said_with_a_key(desk: Desk) -> None:
    app = host(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await paste(pilot, str(FIXTURES / "desk" / "clockify_undecided.csv"))
        await pilot.press("enter")
        await pilot.pause()
        assert "ctrl+g reads such dates day first, ctrl+g again month first." in screen_text(app)
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "Fri 3 Apr 2026 11:00" in screen_text(app)
        assert "Dates that do not tell are read day first" in screen_text(app)
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "Wed 4 Mar 2026 11:00" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
    assert isinstance(app.answer, Batch)
    assert [file.reading.format for file in app.answer.files] == ["clockify"]


async def test_a_long_reading_tells_how_far_it_is_and_escape_stops_it(
    desk: Desk, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = Event()

    def slowly(
        desk: Desk, sources: object, now: object, *, zone: str | None, progress: Progress, **others: object
    ) -> Callable[[], Batch]:
        def read() -> Batch:
            progress.begin("years.csv")
            try:
                while True:
                    progress.note_record()
            except Stopped:
                ended.set()
                raise

        return read

    monkeypatch.setattr(import_files, "reader_for", slowly)
    monkeypatch.setattr(import_files, "AT_ONCE", 0.0)
    app = host(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await paste(pilot, f"{downloads}/old.csv")
        await pilot.press("enter")
        await pilot.pause()
        assert "Reading years.csv" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert ended.wait(90)
        assert "Stopped: nothing was kept." in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.answer is None


async def test_a_long_comparison_is_stopped_by_escape_too(
    desk: Desk, downloads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_files, "_COMPARED_HERE", 0)
    begun: list[Callable[[], None]] = []

    def run(
        work: Callable[[Desk, datetime], ImportReport],
        *,
        done: Callable[[ImportReport], object],
        refused: Callable[[GigError], object],
    ) -> None:
        def go() -> None:
            job = Job(work, NOON, desk.settings)
            job.attempt(desk)
            refused(job.refusal) if job.refusal else done(job.result)

        begun.append(go)

    app = DialogHost(ImportDialog(desk, standing(NOON), run))
    async with app.run_test(size=(80, 24)) as pilot:
        await paste(pilot, f"{downloads}/old.csv")
        await pilot.press("enter")
        await pilot.pause()
        assert "esc stops it." in screen_text(app)
        await pilot.press("escape")
        begun[0]()
        await pilot.pause()
        assert "Stopped: nothing was kept." in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        begun[1]()
        await pilot.pause()
        assert "enter keeps 1 new record." in screen_text(app)
