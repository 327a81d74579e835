"""Planbooks of an older format: read as they are, brought to today's by the first action, never half lost.

There is one format yet. These tests make a second one, in which tasks take twice the minutes and the notes of
earnings end in a mark: a document that was turned twice, or not at all, shows.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections.abc import Callable
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from support.planbooks import (
    DAY,
    NOW,
    OCTOBER,
    a_task,
    an_earning,
    beside,
    complete,
    holdings,
    on_disk,
    plain_documents,
    put,
    temporaries,
)

from gigplanner.model import Earning, Record, Task
from gigplanner.planbook import NewerFormat, NotSaved, Planbook, PlanbookError, migrations
from gigplanner.planbook.backups import all_backups, make_backup
from gigplanner.planbook.places import find_places
from gigplanner.planbook.restoring import put_back
from gigplanner.planbook.storage import peek
from gigplanner.workday.care import examine, repair

FIRST = Path(__file__).parent.parent / "fixtures" / "planbook_first"
STEPS = "gigplanner.planbook.migrations.STEPS"


def second(table: str, document: dict[str, Any]) -> dict[str, Any]:
    """What a document of the first format is in the second."""
    if table == "tasks" and "minutes" in document:
        return {**document, "minutes": document["minutes"] * 2}
    if table == "earnings":
        return {**document, "note": document.get("note", "") + "²"}
    return document


def in_second(held: dict[str, Record]) -> dict[str, Record]:
    """What records of a planbook of the first format are in the second."""
    return {name: _in_second(record) for name, record in held.items()}


def _in_second(record: Record) -> Record:
    if isinstance(record, Task) and record.minutes is not None:
        return replace(record, minutes=record.minutes * 2)
    return replace(record, note=f"{record.note}²") if isinstance(record, Earning) else record


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A planbook of the first format: three files that hold everything, and actions in the journal alone."""
    folder = tmp_path / "planbook"
    with Planbook(folder) as book:
        put(book, a_task("survey"), a_task("photos"), an_earning("tip"), words="Began")
        put(book, an_earning("old", at=OCTOBER), words="Earned in October")
    book = Planbook(folder)
    with book.action("Completed survey", now=NOW) as action:
        complete(action, "survey")
    put(book, *(a_task(f"n{number:03}") for number in range(200)), words="Imported")  # a large action
    put(book, an_earning("september", at=OCTOBER - 40 * DAY), words="Earned in September")  # in no file yet
    return folder


@pytest.fixture
def wanted(old: Path) -> dict[str, Record]:
    """What is in the planbook, as the second format says it."""
    return in_second(on_disk(old))


@pytest.fixture
def newer(old: Path, wanted: dict[str, Record], monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the program is one of the second format."""
    monkeypatch.setattr(STEPS, (second,))


def files(folder: Path) -> list[Path]:
    return [*sorted((folder / "months").glob("*.json")), folder / "queue.json"]


def formats(folder: Path) -> set[int]:
    return {peek(path).format for path in files(folder)}


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_steps_follow_each_other_from_whatever_format_a_file_is_in(monkeypatch):
    def step(number: int) -> migrations.Step:
        return lambda table, one: {"passed": [*one["passed"], f"{table} {number}"]}

    monkeypatch.setattr(STEPS, (step(1), step(2), step(3)))
    assert migrations.current_format() == 4
    for format_ in (1, 2, 3, 4):
        wanted = [f"tasks {number}" for number in range(format_, 4)]
        assert migrations.modern_document("tasks", {"passed": []}, format_) == {"passed": wanted}


def test_what_is_no_table_and_no_document_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(STEPS, (second,))
    odd = {"moods": ["glad"], "tasks": {"1": 5, "2": {"minutes": 3}}, "earnings": None}
    assert migrations.modern_tables(odd, 1) == {**odd, "tasks": {"1": 5, "2": {"minutes": 6}}}


@pytest.mark.usefixtures("newer")
class TestReading:
    def test_an_older_planbook_is_read_as_todays_and_reading_writes_nothing(self, old: Path, wanted):
        before = contents(old)
        with Planbook(old) as book:
            assert book.is_older
            assert holdings(book) == wanted
            assert [task.minutes for task in book.queue(Task)] == [26.0] * 201
            assert book.problems == {}
            book.checkpoint()
        assert contents(old) == before

    def test_the_planbook_of_the_first_weeks_is_read_and_brought_up_to_date(self, tmp_path: Path):
        folder = Path(shutil.copytree(FIRST, tmp_path / "first"))
        put(Planbook(folder), an_earning("new"))
        assert formats(folder) == {2}
        found = on_disk(folder)
        assert set(found) == {"survey", "receipts", "old", "late", "new"}
        assert [found[name].minutes for name in ("survey", "receipts", "late")] == [26.0] * 3
        assert found["old"].note == "²"
        assert found["new"].note == ""

    def test_files_journal_and_backups_of_an_older_format_are_nothing_to_the_doctor(self, old: Path):
        assert examine(find_places(old), NOW) == []


@pytest.mark.usefixtures("newer")
class TestTheFirstAction:
    def test_it_backs_up_what_is_there_and_brings_every_file_to_todays_format(self, old: Path, wanted):
        before = contents(old)
        with Planbook(old) as book:
            put(book, an_earning("new"))
            assert not book.is_older
        assert on_disk(old) == {**wanted, "new": an_earning("new")}
        assert formats(old) == {2}
        assert {one["minutes"] for one in plain_documents(old)["tasks"]} == {26.0}
        (backup,) = all_backups(old)
        assert backup.why == "before migration"
        kept = contents(backup.path)
        assert {name: data for name, data in before.items() if name != "lock"} == {
            name: data for name, data in kept.items() if name != "manifest.json"
        }

    def test_it_happens_once(self, old: Path):
        for number in range(3):
            with Planbook(old) as book:
                put(book, an_earning(f"new {number}"))
        assert len(all_backups(old)) == 1

    def test_undoing_is_a_first_action_too(self, old: Path, wanted):
        assert Planbook(old).undo(NOW) == "Earned in September"
        assert formats(old) == {2}
        assert on_disk(old) == {name: one for name, one in wanted.items() if name != "september"}

    def test_without_a_backup_it_does_not_begin(self, old: Path, wanted):
        (old / "backups").write_text("in the way")
        before = contents(old)
        with pytest.raises(PlanbookError, match=r"No backup was made: cannot write .*backups"):
            put(Planbook(old), an_earning("new"))
        assert contents(old) == before
        assert on_disk(old) == wanted

    def test_a_disk_that_refuses_refuses_the_action_in_one_sentence_and_the_next_goes_on(
        self, old: Path, wanted, monkeypatch
    ):
        book = Planbook(old)
        with monkeypatch.context() as failing, pytest.raises(NotSaved) as caught:
            failing.setattr("gigplanner.planbook.store.replace_file", refuse_after(1))
            put(book, an_earning("new"))
        assert str(caught.value) == (
            f"Not saved: {old / 'months' / '2026-11.json'} could not be written in the format of this "
            "gigplanner: the disk is full. Nothing was changed: it can still be read as it is."
        )
        assert formats(old) == {1, 2}
        assert on_disk(old) == wanted
        put(book, an_earning("new"))
        assert on_disk(old) == {**wanted, "new": an_earning("new")}
        assert formats(old) == {2}

    def test_a_damaged_file_stays_as_it_is_and_hinders_nothing(self, old: Path, wanted):
        path = old / "months" / "2026-10.json"
        path.write_bytes(path.read_bytes()[:-9])
        damaged = path.read_bytes()
        for number in range(2):
            put(Planbook(old), an_earning(f"new {number}"))
        assert path.read_bytes() == damaged
        assert {name for name, one in wanted.items() if name != "old"} < set(on_disk(old))
        assert len(all_backups(old)) == 1

    def test_killed_between_any_two_files_it_is_finished_by_the_next(self, old: Path, wanted, tmp_path: Path):
        seen = set[frozenset[int]]()
        for spared in range(4):
            folder = Path(shutil.copytree(old, tmp_path / f"killed {spared}"))
            process, _ = beside(act_and_die, folder, spared)
            process.join()
            assert process.exitcode == (-signal.SIGKILL if spared < 3 else 0)
            seen.add(frozenset(formats(folder)))
            there = {"new": an_earning("new")} if spared == 3 else {}
            assert on_disk(folder) == wanted | there
            put(Planbook(folder), an_earning("next"))
            assert on_disk(folder) == wanted | there | {"next": an_earning("next")}
            assert formats(folder) == {2}
            assert temporaries(folder) == []
        assert seen == {frozenset({1}), frozenset({1, 2}), frozenset({2})}


def refuse_after(spared: int) -> Callable[..., None]:
    """A `replace_file` for which the disk is full after so many files."""
    from gigplanner.planbook.durable import replace_file

    left = iter(range(spared))

    def replacing(path: Path, data: bytes) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        replace_file(path, data)

    return replacing


def act_and_die(_: Connection, folder: Path, spared: int) -> None:
    """Act on an older planbook, and be killed when the next file but so many would be written."""
    from gigplanner.planbook import store
    from gigplanner.planbook.durable import replace_file

    left = iter(range(spared))

    def replacing(path: Path, data: bytes) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        replace_file(path, data)

    store.replace_file = replacing
    put(Planbook(folder), an_earning("new"))


@pytest.mark.usefixtures("newer")
class TestTheJournal:
    def test_actions_done_before_are_undone_and_redone_as_if_they_were_of_today(self, old: Path, wanted):
        said = []
        for _ in range(6):
            with Planbook(old) as book:
                said.append(book.undo(NOW))
        assert said == [
            "Earned in September",
            "Imported",
            "Completed survey",
            "Earned in October",
            "Began",
            None,
        ]
        assert on_disk(old) == {}
        for _ in range(5):
            with Planbook(old) as book:
                book.redo(NOW)
        assert on_disk(old) == wanted
        assert {one["note"] for one in plain_documents(old)["earnings"]} == {"²"}

    def test_the_older_version_does_not_open_what_the_newer_has_acted_on(self, old: Path, monkeypatch):
        put(Planbook(old), a_task("new"))
        before = contents(old)
        monkeypatch.setattr(STEPS, ())
        with pytest.raises(NewerFormat, match=r"journal\.log was written by a newer gigplanner \(line 7\)"):
            Planbook(old)
        assert contents(old) == before

    def test_what_the_older_version_still_does_beside_the_newer_is_taken_in(
        self, old: Path, wanted, monkeypatch
    ):
        with monkeypatch.context() as older:
            older.setattr(STEPS, ())
            running = Planbook(old)
            assert len(holdings(running)) == len(wanted)
        book = Planbook(old)
        with pytest.raises(RuntimeError), book.action("Given up", now=NOW):
            raise RuntimeError
        assert formats(old) == {2}
        with monkeypatch.context() as older:
            older.setattr(STEPS, ())
            put(running, a_task("beside", minutes=4.0))
        assert on_disk(old) == {**wanted, "beside": a_task("beside", minutes=8.0)}
        put(book, an_earning("new"))
        with monkeypatch.context() as older, pytest.raises(NewerFormat, match="update gigplanner"):
            older.setattr(STEPS, ())
            put(running, a_task("too late"))


@pytest.mark.usefixtures("newer")
class TestBackupsOfTheOlderFormat:
    def test_what_was_before_the_migration_can_be_put_back_whole(self, old: Path, wanted):
        put(Planbook(old), an_earning("new"))
        with Planbook(old) as book:
            for record in wanted.values():
                with book.action("Removed", now=NOW) as action:
                    action.remove(record)
        assert set(on_disk(old)) == {"new"}
        (backup,) = all_backups(old)
        assert put_back(Planbook(old), backup, "Put back", NOW)
        assert on_disk(old) == wanted

    def test_a_copy_of_the_older_format_mends_a_damaged_file(self, old: Path, wanted):
        put(Planbook(old), an_earning("new"))
        Planbook(old).close()
        path = old / "months" / "2026-11.json"
        path.write_bytes(path.read_bytes()[:-9])
        places = find_places(old)
        repair(places, examine(places, NOW), NOW)
        assert on_disk(old) == {**wanted, "new": an_earning("new")}
        assert examine(places, NOW) == []

    def test_without_a_backup_the_records_of_a_damaged_older_file_are_saved_as_todays(self, old: Path):
        path = old / "months" / "2026-10.json"
        path.write_bytes(path.read_bytes()[:-3])
        (old / "journal.log").unlink()
        places = find_places(old)
        repair(places, examine(places, NOW), NOW)
        assert on_disk(old)["old"] == an_earning("old", at=OCTOBER, note="²")


def test_a_daily_backup_of_the_older_format_is_put_back_after_the_migration(old: Path, wanted, monkeypatch):
    daily = make_backup(Planbook(old), now=NOW, why="daily")
    assert not daily.has_journal
    monkeypatch.setattr(STEPS, (second,))
    with Planbook(old) as book:
        put(book, an_earning("new"), replace(a_task("photos"), title="changed"))
        assert put_back(book, daily, "Put back", NOW)
    assert on_disk(old) == wanted
    assert Planbook(old).undo(NOW) == "Put back"
    assert set(on_disk(old)) == {*wanted, "new"}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_was_done_before_it_is_there_after_and_can_be_undone(tmp_path: Path, monkeypatch, seed: int):
    choose, numbers = random.Random(seed), count()
    monkeypatch.setattr("gigplanner.planbook.journal.LARGE", 600)
    monkeypatch.setattr("gigplanner.planbook.pieces.HELD", 900)
    states: list[dict[str, Record]] = [{}]
    book = Planbook(tmp_path)

    def act(number: int) -> None:
        held = dict(states[-1])
        with book.action(f"action {number}", now=NOW) as action:
            for _ in range(choose.randint(1, 4)):
                before = sorted(set(held) & set(states[-1]))
                if before and choose.random() < 0.3:
                    action.remove(held.pop(choose.choice(before)))
                    continue
                name = f"r{next(numbers)}"
                at = OCTOBER + choose.randrange(4) * 20 * DAY
                record = choose.choice((a_task(name), a_task(name, closed_at=at), an_earning(name, at=at)))
                action.put(record)
                held[name] = record
        states.append(held)
        if choose.random() < 0.3:
            book.checkpoint()

    for number in range(choose.randint(1, 12)):
        act(number)
    monkeypatch.setattr(STEPS, (second,))
    states = [in_second(state) for state in states]
    book = Planbook(tmp_path)
    assert holdings(book) == states[-1]
    for number in range(100, 100 + choose.randint(1, 6)):
        act(number)
    assert on_disk(tmp_path) == states[-1]
    book.close()
    assert formats(tmp_path) <= {2, 0}
    for state in reversed(states[:-1]):
        book.undo(NOW)
        assert on_disk(tmp_path) == state
