"""Importing files: what is new, known or changed, and taking an import back."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_desk, clock, everything, usd

from gigplanner.model import Block, Series, Span, Task
from gigplanner.model.catalogue import Platform
from gigplanner.workday import blocks, queue
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import ImportReport, import_files

NINE = clock("09:00")
LATER = clock("2026-11-23 09:00")
TASKS = """title,platform,pay,minutes,units,id
Receipts,MTurk,0.50,2,14,r-1
Commuting survey,Prolific,4.10,13,1,s-1
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Example//Diary//EN
BEGIN:VEVENT
UID:dentist@example.org
DTSTAMP:20261101T000000Z
DTSTART:20261123T150000Z
DTEND:20261123T160000Z
SUMMARY:Dentist
END:VEVENT
BEGIN:VEVENT
UID:standup@example.org
DTSTAMP:20261101T000000Z
DTSTART:20261123T143000Z
DTEND:20261123T144500Z
RRULE:FREQ=DAILY;COUNT=5
SUMMARY:Stand-up
END:VEVENT
END:VCALENDAR
"""
WEEK = Span(clock("2026-11-22 00:00"), clock("2026-11-30 00:00"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def a_file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text.replace("\n", "\r\n") if name.endswith(".ics") else text, encoding="utf-8")
    return path


def counts(report: ImportReport) -> list[tuple[dict[str, int], int, int]]:
    """Of each file: what was added, unchanged, updated."""
    return [
        ({name: n for name, n in file.added.items() if n}, file.unchanged, file.updated)
        for file in report.files
    ]


def tasks(desk: Desk) -> dict[str, Task]:
    return {task.title: task for task in desk.book.every(Task)}


def test_importing_the_same_files_twice_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    paths = [a_file(tmp_path, "tasks.csv", TASKS), a_file(tmp_path, "diary.ics", CALENDAR)]
    first = import_files(desk, paths, NINE)
    assert counts(first) == [({"tasks": 2}, 0, 0), ({"blocks": 2}, 0, 0)]
    assert first.words == "Imported tasks.csv, diary.ics: 2 tasks, 2 blocks"
    assert len(blocks.blocks_in(desk, WEEK)) == 6
    before, seq = everything(desk), desk.book.seq
    second = import_files(desk, paths, LATER)
    assert counts(second) == [({}, 2, 0), ({}, 2, 0)]
    assert second.words.endswith(": nothing new")
    assert everything(desk) == before and desk.book.seq == seq


def test_a_dry_run_says_what_would_come_and_keeps_nothing(desk: Desk, tmp_path: Path) -> None:
    path = a_file(tmp_path, "tasks.csv", TASKS)
    report = import_files(desk, [path], NINE, dry_run=True)
    assert counts(report) == [({"tasks": 2}, 0, 0)]
    assert [getattr(record, "title", "") for record in report.files[0].sample] == [
        "Receipts",
        "Commuting survey",
    ]
    assert desk.book.is_empty


def test_undo_takes_an_import_back_whole_and_redo_brings_it_again(desk: Desk, tmp_path: Path) -> None:
    paths = [a_file(tmp_path, "tasks.csv", TASKS), a_file(tmp_path, "diary.ics", CALENDAR)]
    import_files(desk, paths, NINE)
    whole = everything(desk)
    desk.book.undo(NINE)
    assert everything(desk) == {}
    desk.book.redo(NINE)
    assert everything(desk) == whole


def test_a_task_the_person_edited_survives_the_same_file(desk: Desk, tmp_path: Path) -> None:
    path = a_file(tmp_path, "tasks.csv", TASKS)
    import_files(desk, [path], NINE)
    mine = replace(tasks(desk)["Receipts"], minutes=3.5, must=True)
    queue.edit_task(desk, mine, NINE)
    queue.complete_tasks(desk, [tasks(desk)["Commuting survey"].id], NINE)
    report = import_files(desk, [path], LATER)
    assert counts(report) == [({}, 2, 0)]
    assert queue.open_tasks(desk) == [mine]


def test_a_changed_file_updates_what_it_brought_and_a_closed_task_stays_closed(
    desk: Desk, tmp_path: Path
) -> None:
    import_files(desk, [a_file(tmp_path, "tasks.csv", TASKS)], NINE)
    before = tasks(desk)
    queue.complete_tasks(desk, [before["Commuting survey"].id], NINE)
    changed = TASKS.replace("0.50,2,14", "0.60,2,20").replace("4.10", "5.00") + "Call,Upwork,9,15,1,c-1\n"
    report = import_files(desk, [a_file(tmp_path, "tasks.csv", changed)], LATER)
    assert counts(report) == [({"tasks": 1}, 0, 2)]
    after = tasks(desk)
    assert after["Receipts"].id == before["Receipts"].id
    assert (after["Receipts"].pay, after["Receipts"].units) == (usd("0.60"), 20)
    assert (after["Commuting survey"].status, after["Commuting survey"].closed_at) == ("done", NINE)
    assert {task.title for task in queue.open_tasks(desk)} == {"Receipts", "Call"}
    desk.book.undo(LATER)
    assert tasks(desk)["Receipts"] == before["Receipts"]


def test_an_event_moved_to_another_month_moves_and_is_not_there_twice(desk: Desk, tmp_path: Path) -> None:
    import_files(desk, [a_file(tmp_path, "diary.ics", CALENDAR)], NINE)
    moved = CALENDAR.replace("20261123T150000Z", "20261203T150000Z").replace(
        "20261123T160000Z", "20261203T160000Z"
    )
    report = import_files(desk, [a_file(tmp_path, "diary.ics", moved)], LATER)
    assert counts(report) == [({}, 1, 1)]
    (dentist,) = desk.book.every(Block)
    assert dentist.start == clock("2026-12-03 09:00")


def test_an_occurrence_the_person_deleted_stays_deleted_when_the_series_changes(
    desk: Desk, tmp_path: Path
) -> None:
    import_files(desk, [a_file(tmp_path, "diary.ics", CALENDAR)], NINE)
    second = [block for block in blocks.blocks_in(desk, WEEK) if block.title == "Stand-up"][1]
    blocks.remove_block(desk, second, NINE)
    renamed = CALENDAR.replace("SUMMARY:Stand-up", "SUMMARY:Daily call")
    import_files(desk, [a_file(tmp_path, "diary.ics", renamed)], LATER)
    calls = [block for block in blocks.blocks_in(desk, WEEK) if block.title == "Daily call"]
    assert len(calls) == 4 and second.start not in [block.start for block in calls]
    assert len(list(desk.book.every(Series))) == 1


def test_a_bad_file_does_not_stop_the_others(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    paths = [
        tmp_path / "photo.png",
        tmp_path / "missing.csv",
        tmp_path / "folder",
        a_file(tmp_path, "empty.csv", ""),
        a_file(tmp_path, "tasks.csv", TASKS),
    ]
    report = import_files(desk, paths, NINE)
    assert [Path(name).name for name, _ in report.failed] == [
        "photo.png",
        "missing.csv",
        "folder",
        "empty.csv",
    ]
    reasons = [reason for _, reason in report.failed]
    assert "does not exist" in reasons[1] and "without any files" in reasons[2] and "is empty" in reasons[3]
    assert set(tasks(desk)) == {"Receipts", "Commuting survey"}


def test_a_bad_line_is_refused_alone_with_its_number(desk: Desk, tmp_path: Path) -> None:
    text = TASKS + "Broken,MTurk,0.50,never,1,b-1\nCall,Upwork,9,15,1,c-1\n"
    (file,) = import_files(desk, [a_file(tmp_path, "tasks.csv", text)], NINE).files
    assert [refused.line for refused in file.refused] == [4]
    assert file.added["tasks"] == 3


def test_the_same_row_in_two_files_of_one_import_comes_once(desk: Desk, tmp_path: Path) -> None:
    paths = [a_file(tmp_path, "one.csv", TASKS), a_file(tmp_path, "two.csv", TASKS)]
    report = import_files(desk, paths, NINE)
    assert counts(report) == [({"tasks": 2}, 0, 0), ({}, 2, 0)]
    assert len(tasks(desk)) == 2


def test_an_old_and_a_new_export_in_one_folder_change_nothing_the_second_time(
    desk: Desk, tmp_path: Path
) -> None:
    paths = [
        a_file(tmp_path, "old.csv", TASKS),
        a_file(tmp_path, "new.csv", TASKS.replace("0.50,2,14", "0.60,2,20")),
    ]
    assert counts(import_files(desk, paths, NINE)) == [({"tasks": 2}, 0, 0), ({}, 2, 0)]
    assert tasks(desk)["Receipts"].units == 20
    seq = desk.book.seq
    assert counts(import_files(desk, paths, LATER)) == [({}, 2, 0), ({}, 2, 0)]
    assert desk.book.seq == seq


def test_a_task_deleted_here_comes_back_with_the_file(desk: Desk, tmp_path: Path) -> None:
    path = a_file(tmp_path, "tasks.csv", TASKS)
    import_files(desk, [path], NINE)
    queue.remove_tasks(desk, [tasks(desk)["Receipts"].id], NINE)
    assert counts(import_files(desk, [path], LATER)) == [({"tasks": 1}, 1, 0)]


def test_names_of_files_reach_the_history_without_control_characters(desk: Desk, tmp_path: Path) -> None:
    path = a_file(tmp_path, "ta\x1b[31msks.csv", TASKS)
    import_files(desk, [path], NINE)
    assert "\x1b" not in desk.book.history()[0].words


def test_an_own_platform_is_recognised_in_a_calendar(desk: Desk, tmp_path: Path) -> None:
    with desk.book.action("own platform", now=NINE) as action:
        action.put(Platform(id="bikerun", name="Bike Run", kind="delivery"))
    file = tmp_path / "week.ics"
    file.write_text(CALENDAR.replace("Dentist", "Bike Run lunch").replace("\n", "\r\n"), encoding="utf-8")
    import_files(desk, [file], NINE)
    (lunch,) = (block for block in desk.book.every(Block) if block.title == "Bike Run lunch")
    assert (lunch.platform, lunch.kind) == ("Bike Run", "shift")
