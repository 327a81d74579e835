"""A backup put back: said beforehand, one action, taken back by undo, seen by whoever is running."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from pathlib import Path

import pytest
from support.planbooks import DAY, NOW, OCTOBER, a_task, an_earning, beside, complete, holdings, on_disk, put

from gigplanner.planbook import DamagedFile, Planbook, PlanbookError
from gigplanner.planbook.backups import Backup, make_backup
from gigplanner.planbook.restoring import Difference, changes_to, differences, put_back
from gigplanner.planbook.tinydb_storage import AtomicStorage

LATER = NOW + DAY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(
        Planbook(tmp_path),
        a_task("survey"),
        a_task("photos"),
        an_earning("tip"),
        an_earning("old", at=OCTOBER),
    )
    return tmp_path


@pytest.fixture
def backup(folder: Path) -> Backup:
    return make_backup(Planbook(folder), now=NOW, why="daily")


def live_on(book: Planbook) -> None:
    """A task is done, one edited, one added, an earning deleted and another one made in a new month."""
    with book.action("Live on", now=NOW) as action:
        complete(action, "survey")
        action.put(a_task("photos", title="Photos of fridges"))
        action.put(a_task("new"))
        action.remove(an_earning("old", at=OCTOBER))
        action.put(an_earning("december", at=NOW + timedelta(days=20)))


def test_a_restore_brings_back_what_was_and_undo_and_redo_go_to_and_fro(folder: Path, backup: Backup):
    book = Planbook(folder)
    before = holdings(book)
    live_on(book)
    after = holdings(book)
    assert put_back(book, backup, "Restored", LATER)
    assert holdings(book) == before == on_disk(folder)
    assert book.history(1)[0].words == "Restored"
    assert book.undo(LATER) == "Restored"
    assert holdings(book) == after == on_disk(folder)
    assert book.redo(LATER) == "Restored"
    book.close()
    assert on_disk(folder) == before


def test_what_would_change_is_counted_by_file_and_table(folder: Path, backup: Backup):
    book = Planbook(folder)
    live_on(book)
    seq = book.seq
    assert differences(changes_to(book, backup)) == [
        Difference(file="queue", table="tasks", removed=1, changed=2),
        Difference(file="2026-10", table="earnings", added=1),
        Difference(file="2026-12", table="earnings", removed=1),
    ]
    assert book.seq == seq


def test_a_backup_that_is_as_everything_is_changes_nothing(folder: Path, backup: Backup):
    book = Planbook(folder)
    assert changes_to(book, backup) == []
    assert not put_back(book, backup, "Restored", LATER)
    assert len(book.history()) == 1


def test_one_file_alone_is_put_back_and_what_moved_meanwhile_is_neither_doubled_nor_lost(
    folder: Path, backup: Backup
):
    book = Planbook(folder)
    live_on(book)
    done = holdings(book)["survey"]
    assert put_back(book, backup, "Restored queue.json", LATER, only="queue")
    found = holdings(book)
    assert found["photos"] == a_task("photos")
    assert found["survey"] == done
    assert set(found) == {"survey", "photos", "tip", "december"}
    book.undo(LATER)
    assert put_back(book, backup, "Restored November", LATER, only="2026-11") is False
    assert "survey" in holdings(book)
    assert put_back(book, backup, "Restored October", LATER, only="2026-10")
    assert set(holdings(book)) == {"survey", "photos", "new", "tip", "old", "december"}


def test_an_app_that_is_running_sees_it_at_its_next_look(folder: Path, backup: Backup):
    running = Planbook(folder)
    live_on(Planbook(folder))
    running.refresh()
    assert "december" in holdings(running)
    put_back(Planbook(folder), backup, "Restored", LATER)
    assert running.refresh()
    assert set(holdings(running)) == {"survey", "photos", "tip", "old"}
    assert running.undo(LATER) == "Restored"
    assert "december" in on_disk(folder)


def test_fields_and_tables_of_a_newer_version_come_back_too(folder: Path):
    Planbook(folder).close()
    storage = AtomicStorage(folder / "queue.json")
    tables = storage.read()
    assert tables is not None
    for document in tables["tasks"].values():
        document["mood"] = "sunny"
    tables["dreams"] = {"7": {"of": "sheep"}}
    storage.write(tables)
    backup = make_backup(Planbook(folder), now=NOW, why="daily")
    book = Planbook(folder)
    with book.action("Delete", now=NOW) as action:
        action.remove(a_task("survey"))
    put_back(book, backup, "Restored", LATER)
    book.close()
    found = storage.read()
    assert found is not None
    assert [document["mood"] for document in found["tasks"].values()] == ["sunny", "sunny"]
    assert found["dreams"] == {"7": {"of": "sheep"}}


def restore_until(connection, folder: Path, backup: Backup, call: str, number: int) -> None:
    """Put the backup back, and die of `kill -9` at the given call of that kind."""
    real, calls = getattr(os, call), iter(range(1000))

    def counted(*arguments, **options):
        if next(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)

    setattr(os, call, counted)
    book = Planbook(folder)
    put_back(book, backup, "Restored", LATER)
    book.close()
    connection.send("done")


@pytest.mark.parametrize("call", ["write", "fsync", "replace", "ftruncate"])
def test_killed_at_any_step_the_planbook_is_the_old_or_the_new_one(folder: Path, backup: Backup, call: str):
    book = Planbook(folder)
    before = holdings(book)
    live_on(book)
    book.close()
    after = holdings(book)
    killed = 0
    for number in range(60):
        process, connection = beside(restore_until, folder, backup, call, number)
        process.join()
        found = on_disk(folder)
        assert found in (before, after)
        if found == before:
            Planbook(folder).undo(LATER)
            assert on_disk(folder) == after
        if connection.poll() and process.exitcode == 0:
            break
        killed += 1
    assert 0 < killed < 60


def test_a_backup_that_is_not_whole_is_not_put_back(folder: Path, backup: Backup):
    book = Planbook(folder)
    live_on(book)
    seq = book.seq
    path = backup.path / "queue.json"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedFile, match=r"queue\.json is not as it was written: choose another"):
        put_back(book, backup, "Restored", LATER)
    assert book.seq == seq
    assert put_back(book, backup, "Restored October", LATER, only="2026-10")
    assert "old" in holdings(book)
    assert not put_back(book, backup, "Restored December", LATER, only="2026-12")
    assert "december" in holdings(book)
    bare = Backup(path=backup.path, made_at=NOW, why="daily")
    with pytest.raises(PlanbookError, match="its manifest cannot be read"):
        changes_to(book, bare)


def test_what_a_backup_had_to_leave_out_is_left_as_it_is_now(folder: Path):
    with Planbook(folder) as book:
        book.checkpoint()
    path = folder / "months" / "2026-10.json"
    good = path.read_bytes()
    path.write_bytes(b"")
    backup = make_backup(Planbook(folder), now=NOW, why="daily")
    path.write_bytes(good)
    book = Planbook(folder)
    assert changes_to(book, backup) == []
    assert "old" in holdings(book)
