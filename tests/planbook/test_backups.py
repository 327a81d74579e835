"""Backups: whole or not there, cheap where little changed, and thinned as they age."""

from __future__ import annotations

import json
import os
import pydoc
import shutil
import signal
import stat
from collections.abc import Callable
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from support.planbooks import DAY, NOW, OCTOBER, a_task, an_earning, beside, on_disk, put, temporaries
from tinydb import TinyDB

from gigplanner.model.settings import BackupRules, Settings
from gigplanner.planbook import Planbook, PlanbookBusy, PlanbookError
from gigplanner.planbook.backups import (
    Backup,
    Manifest,
    all_backups,
    begin_backup,
    find_backup,
    good_copy,
    is_backed_up,
    is_due,
    make_backup,
)
from gigplanner.planbook.thinning import bytes_of, kept, thin, utc_day
from gigplanner.workday.care import tidy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "planbook"
    put(Planbook(folder), a_task("survey"), an_earning("tip"), an_earning("old", at=OCTOBER))
    return folder


def back_up(folder: Path, now=NOW, **options) -> Backup:
    return make_backup(Planbook(folder), **{"now": now, "why": "daily", **options})


def ids_in(path: Path) -> set[str]:
    with TinyDB(path) as database:
        return {one["id"] for name in database.tables() if name[0] != "_" for one in database.table(name)}


def test_a_backup_holds_plain_files_that_include_what_only_the_journal_held(folder: Path, tmp_path: Path):
    config = tmp_path / "config.toml"
    config.write_text('currency = "EUR"\n')
    backup = back_up(folder, config=config)
    assert backup.path == folder / "backups" / "2026-11-22T12-00-00Z daily"
    assert ids_in(backup.path / "queue.json") == {"survey"}
    assert ids_in(backup.path / "months" / "2026-11.json") == {"tip"}
    assert (backup.path / "config.toml").read_text() == config.read_text()
    said = json.loads((backup.path / "manifest.json").read_text())
    assert (said["made_at"], said["why"], said["last_action"]) == ("2026-11-22T12:00:00Z", "daily", 1)
    assert set(said["files"]) == {"queue.json", "config.toml", "months/2026-10.json", "months/2026-11.json"}
    assert all_backups(folder) == [backup]
    assert backup.seems_whole()


def test_only_its_owner_may_look_into_a_backup(folder: Path):
    backup = back_up(folder)
    for path in [backup.path.parent, backup.path, *backup.path.rglob("*")]:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path


def test_files_that_did_not_change_are_shared_between_backups_but_never_with_the_planbook(folder: Path):
    first = back_up(folder)
    put(Planbook(folder), an_earning("new"))
    second = back_up(folder, NOW + DAY)
    for name, is_shared in {
        "queue.json": True,
        "months/2026-10.json": True,
        "months/2026-11.json": False,
    }.items():
        inodes = {(place / name).stat().st_ino for place in (first.path, second.path, folder)}
        assert len(inodes) == (2 if is_shared else 3), name
    assert ids_in(second.path / "months" / "2026-11.json") == {"tip", "new"}


def test_a_program_that_writes_into_a_file_in_place_spoils_no_backup(folder: Path):
    backup = back_up(folder)
    with TinyDB(folder / "months" / "2026-11.json") as database:
        database.table("earnings").truncate()
    assert ids_in(backup.path / "months" / "2026-11.json") == {"tip"}


def test_where_links_do_not_work_files_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch):
    def no_links(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", no_links)
    back_up(folder)
    second = back_up(folder, NOW + DAY)
    assert second.seems_whole()
    assert ids_in(second.path / "queue.json") == {"survey"}


def test_what_is_done_after_a_backup_was_begun_is_not_in_it(folder: Path):
    book = Planbook(folder)
    draft = begin_backup(book, now=NOW, why="daily")
    put(book, an_earning("later"))
    book.checkpoint()
    backup = draft.finish()
    assert ids_in(backup.path / "months" / "2026-11.json") == {"tip"}
    assert all_backups(folder) == [backup]


def test_a_damaged_file_is_left_out_and_named_and_its_last_good_copy_stays(folder: Path):
    first = back_up(folder)
    path = folder / "months" / "2026-10.json"
    path.write_bytes(path.read_bytes()[:-9])
    second = back_up(folder, NOW + DAY)
    assert second.manifest is not None
    assert list(second.manifest.left_out) == ["months/2026-10.json"]
    assert "2026-10.json" in second.manifest.left_out["months/2026-10.json"]
    found = good_copy(folder, "2026-10")
    assert found is not None and found[0].name == first.name
    assert not is_backed_up(folder, 1)


def test_a_copy_that_rotted_is_passed_over_for_an_older_good_one(folder: Path):
    first = back_up(folder)
    put(Planbook(folder), an_earning("new"))
    second = back_up(folder, NOW + DAY)
    rotten = second.path / "months" / "2026-11.json"
    rotten.write_bytes(rotten.read_bytes().replace(b"850", b"950"))
    found = good_copy(folder, "2026-11")
    assert found is not None and found[0].name == first.name


def test_the_backup_of_the_day_is_due_once_and_only_if_something_was_done(folder: Path):
    assert is_due(folder, NOW, 1, utc_day)
    back_up(folder)
    assert not is_due(folder, NOW + timedelta(hours=11), 2, utc_day)
    assert not is_due(folder, NOW + DAY, 1, utc_day)
    assert is_due(folder, NOW + DAY, 2, utc_day)
    assert not is_due(folder / "nowhere", NOW, 0, utc_day)


def test_two_backups_of_the_same_second_get_names_of_their_own(folder: Path):
    names = [back_up(folder).name for _ in range(3)]
    assert len(set(names)) == 3
    assert len(all_backups(folder)) == 3


def test_an_empty_planbook_has_nothing_to_back_up(tmp_path: Path):
    with pytest.raises(PlanbookError, match="nothing to back up"):
        back_up(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_backup_is_chosen_by_its_number_or_by_how_its_name_begins(folder: Path):
    with pytest.raises(PlanbookError, match="no backup yet"):
        find_backup(folder, "1")
    old, new = back_up(folder), back_up(folder, NOW + DAY, why="by hand")
    assert find_backup(folder, "1") == new
    assert (
        find_backup(folder, "2") == find_backup(folder, "2026-11-22") == find_backup(folder, old.name) == old
    )
    with pytest.raises(PlanbookError, match="2 backups begin with '2026-11'"):
        find_backup(folder, "2026-11")
    with pytest.raises(PlanbookError, match="No backup begins with 'yesterday'"):
        find_backup(folder, "yesterday")


def test_a_folder_that_only_looks_like_a_backup_is_none(folder: Path):
    backup = back_up(folder)
    (folder / "backups" / "holiday pictures").mkdir()
    (folder / "backups" / "2026-99-99T00-00-00Z daily").mkdir()
    half = folder / "backups" / "2026-11-23T00-00-00Z daily"
    shutil.copytree(backup.path, half)
    (half / "manifest.json").write_text("{")
    found = all_backups(folder)
    assert [one.name for one in found] == [half.name, backup.name]
    assert not found[0].seems_whole()
    assert good_copy(folder, "queue") is not None


def begin_and_wait(connection, folder: Path) -> None:
    draft = begin_backup(Planbook(folder), now=NOW, why="daily")
    connection.send("begun")
    connection.recv()
    draft.finish()


def test_a_process_killed_while_backing_up_leaves_nothing_that_looks_whole_and_blocks_nobody(folder: Path):
    process, connection = beside(begin_and_wait, folder)
    assert connection.recv() == "begun"
    with pytest.raises(PlanbookBusy):
        begin_backup(Planbook(folder), now=NOW, why="daily", patience=0)
    put(Planbook(folder), an_earning("meanwhile"))
    process.kill()
    process.join()
    assert all_backups(folder) == []
    backup = back_up(folder)
    assert ids_in(backup.path / "months" / "2026-11.json") == {"tip", "meanwhile"}
    assert list((folder / "backups").glob(".*")) == []


def killed_within(connection: Connection, name: str, folder: Path, act: Callable[[Path], object]) -> None:
    """Act, and be killed when the function called `name` is called for the second time."""
    real = pydoc.locate(name)
    calls = iter(range(1))

    def last(*arguments: Any, **options: Any) -> Any:
        if next(calls, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)

    with patch(name, last):
        act(folder)
    connection.send("not killed")


def import_much(folder: Path) -> None:
    put(Planbook(folder), *(a_task(f"imported {number:03}") for number in range(300)))
    put(Planbook(folder), *(a_task(f"imported too {number:03}") for number in range(300)))


def thin_out(folder: Path) -> None:
    thin(folder, NOW + 9 * DAY, largest=0)


@pytest.mark.parametrize(
    ("name", "act"),
    [
        ("gigplanner.planbook.backups._copy", back_up),
        ("gigplanner.planbook.backups._sync_file", back_up),
        ("gigplanner.planbook.thinning.shutil.rmtree", thin_out),
        ("os.replace", import_much),
    ],
    ids=["copying", "syncing", "thinning", "importing"],
)
def test_what_a_killed_backup_or_import_leaves_is_gone_with_the_next_backup(
    folder: Path, name: str, act: Callable[[Path], object]
):
    for day in range(4):
        put(Planbook(folder), an_earning(f"day {day}"))
        back_up(folder, NOW + day * DAY)
    put(Planbook(folder), an_earning("today"))
    process, _ = beside(killed_within, name, folder, act)
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert temporaries(folder) != []
    assert all(backup.seems_whole() for backup in all_backups(folder))
    back_up(folder, NOW + 5 * DAY)
    assert temporaries(folder) == []
    assert "today" in on_disk(folder)
    assert all(backup.seems_whole() for backup in all_backups(folder))


@pytest.mark.parametrize("call", ["open", "write", "fsync", "mkdir", "rename"])
def test_a_disk_that_fails_at_any_step_leaves_no_half_backup(folder: Path, call: str):
    """Each time this kind of call is made once more before it fails, until all of them succeed."""
    book = Planbook(folder)
    book.close()
    for good in range(200):
        with pytest.MonkeyPatch.context() as patch:
            fail_after(patch, call, good)
            try:
                make_backup(book, now=NOW, why="daily")
            except PlanbookError as error:
                assert "No backup was made" in str(error) or "Not saved" in str(error)
                done = False
            else:
                done = True
        assert all(backup.seems_whole() for backup in all_backups(folder))
        assert list((folder / "backups").glob(".*.tmp")) == []
        if done:
            assert good > 0
            return
    pytest.fail("it never succeeded")


def fail_after(patch: pytest.MonkeyPatch, call: str, good: int) -> None:
    """Let this kind of call succeed `good` times, then fail as on a full disk."""
    real, calls = getattr(os, call), iter(range(10_000))

    def counted(*arguments, **options):
        writes = call != "open" or (len(arguments) > 1 and arguments[1] & os.O_CREAT)
        if writes and next(calls) >= good:
            raise OSError(28, "No space left on device")
        return real(*arguments, **options)

    patch.setattr(os, call, counted)


# --- thinning ----------------------------------------------------------------------------------------------


def as_of(at: datetime) -> Backup:
    """A backup of that instant, on no disk."""
    manifest = Manifest(made_at=at, why="daily", last_action=1, files={})
    return Backup(path=Path(at.isoformat()), made_at=at, why="daily", manifest=manifest)


def test_seven_days_four_weeks_and_twelve_months_stay_of_daily_backups():
    stays: list[Backup] = []
    for number in range(420):
        at = NOW + number * DAY
        stays = kept([as_of(at), *stays], at, utc_day)
    days = [backup.made_at.date().isoformat() for backup in stays]
    last = NOW + 419 * DAY
    assert last.date().isoformat() == "2028-01-15"
    assert days[:7] == [(last - number * DAY).date().isoformat() for number in range(7)]
    weeks = {"2028-01-09", "2028-01-02", "2027-12-26"}  # Sundays: the last days of the weeks before
    months = {f"2027-{month:02}-{day}" for month, day in zip(range(2, 13), MONTH_ENDS, strict=True)}
    assert set(days) == set(days[:7]) | weeks | months


def test_whoever_works_seldom_keeps_old_backups_and_what_was_made_this_week_stays_whyever():
    seldom = [as_of(NOW - number * 40 * DAY) for number in range(20)]
    assert kept(seldom, NOW, utc_day) == seldom[:12]
    busy = [as_of(NOW - number * timedelta(hours=1)) for number in range(100)]
    assert kept(busy, NOW, utc_day) == busy


MONTH_ENDS = (28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of February to December 2027


def test_over_the_size_cap_the_oldest_go_first_and_never_the_newest_good_one(folder: Path):
    book = Planbook(folder)
    for number in range(6):
        put(book, an_earning(f"n{number}"))
        make_backup(book, now=NOW + number * DAY, why="daily")
    newest, *older = all_backups(folder)
    assert thin(folder, NOW + 6 * DAY) == []
    two = bytes_of([newest, older[0]])
    assert thin(folder, NOW + 6 * DAY, largest=two) == [backup.name for backup in reversed(older[1:])]
    assert thin(folder, NOW + 6 * DAY, largest=0) == [older[0].name]
    assert all_backups(folder) == [newest]


def test_the_size_cap_is_the_persons_own(folder: Path):
    for number in range(3):
        put(Planbook(folder), an_earning(f"n{number}", note="x" * 400_000, at=NOW - number * 40 * DAY))
        put(Planbook(folder), an_earning("changed", note=str(number), at=NOW))
        back_up(folder, NOW + number * DAY)
    wide, narrow = (Settings(backups=BackupRules(size_cap_mb=size)) for size in (3, 1))
    assert tidy(folder, NOW + 3 * DAY, wide) == []
    assert len(tidy(folder, NOW + 3 * DAY, narrow)) == 2
    assert len(all_backups(folder)) == 1


def test_a_newest_backup_that_is_not_whole_does_not_cost_the_last_good_one(folder: Path):
    good = back_up(folder)
    for number in range(1, 4):
        put(Planbook(folder), an_earning(f"n{number}"))
        broken = back_up(folder, NOW + number * DAY)
        (broken.path / "queue.json").unlink()
    thin(folder, NOW + 400 * DAY, largest=0)
    assert good in all_backups(folder)


def test_the_last_copy_of_a_file_that_is_damaged_now_is_never_thinned(folder: Path):
    good = back_up(folder)
    path = folder / "months" / "2026-10.json"
    path.write_bytes(b"")
    for number in range(1, 30):
        put(Planbook(folder), an_earning(f"n{number}"))
        back_up(folder, NOW + number * DAY)
    thin(folder, NOW + 400 * DAY, largest=0)
    assert good in all_backups(folder)
    assert good_copy(folder, "2026-10") is not None


def test_a_stage_that_the_disk_does_not_let_go_of_costs_no_backup_and_goes_with_the_next(
    folder: Path, monkeypatch
):
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(shutil, "rmtree", refuse)
        backup = back_up(folder)
    assert backup.seems_whole()
    assert len(temporaries(folder)) == 1
    back_up(folder, NOW + DAY)
    assert temporaries(folder) == []
