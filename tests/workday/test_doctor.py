"""The doctor: every kind of damage found, explained, and mended where it can be."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import zlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.planbooks import (
    DAY,
    NOW,
    OCTOBER,
    a_task,
    an_earning,
    beside,
    holdings,
    on_disk,
    put,
    write_in_a_newer_format,
)

from gigplanner.model import Block, Money, Plan, ShiftEvent, Task, TaskResult, Trip
from gigplanner.model.records import PlacedTask, Record
from gigplanner.model.shiftlog import read_log
from gigplanner.planbook import Planbook, PlanbookError
from gigplanner.planbook.backups import make_backup
from gigplanner.planbook.findings import Finding
from gigplanner.planbook.places import Places, find_places
from gigplanner.planbook.tables import BY_RECORD, to_document
from gigplanner.planbook.tinydb_storage import AtomicStorage
from gigplanner.workday.care import examine, repair

HOUR = timedelta(hours=1)

DAMAGES: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda data: b"", "is empty"),
    "truncated": (lambda data: data[: len(data) * 3 // 4], "breaks off in the middle"),
    "not JSON": (lambda data: data.replace(b'"id"', b'"id', 1), "is not whole JSON"),
    "zeros": (lambda data: bytes(len(data)), "holds nothing but zeros"),
    "the wrong type": (lambda data: b'["a list"]', "is JSON, but no tables of records"),
    "another program's": (lambda data: b'{"_default": {}}', "was written by another program"),
    "a changed figure": (lambda data: data.replace(b"850", b"950"), "its checksum differs"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "planbook"
    with Planbook(folder) as book:
        put(book, a_task("survey"), a_task("photos"), an_earning("tip"), an_earning("old", at=OCTOBER))
    return folder


def places(folder: Path) -> Places:
    return find_places(folder)


def look(folder: Path, now: datetime = NOW) -> list[Finding]:
    return examine(places(folder), now)


def mend(folder: Path, now: datetime = NOW) -> list[str]:
    return repair(places(folder), look(folder, now), now)


def kinds(folder: Path, now: datetime = NOW) -> list[str]:
    return [finding.kind for finding in look(folder, now)]


def plant(folder: Path, file: str, *records: Record) -> None:
    """Write records into a file as another program, or a fault of this one, might have."""
    storage = AtomicStorage(folder / file)
    tables = storage.read() or {}
    for record in records:
        documents = tables.setdefault(BY_RECORD[type(record)].name, {})
        documents[str(9000 + len(documents))] = to_document(record, None)
    storage.write(tables)


def test_a_planbook_that_is_well_and_one_that_is_not_there_have_no_findings(folder: Path, tmp_path: Path):
    make_backup(Planbook(folder), now=NOW, why="daily")
    assert look(folder) == []
    assert look(tmp_path / "nowhere") == []
    assert not (tmp_path / "nowhere").exists()


def test_looking_changes_nothing(folder: Path):
    put(Planbook(folder), an_earning("in the journal alone"))
    path = folder / "months" / "2026-11.json"
    path.write_bytes(b"{")
    before = {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    assert kinds(folder) == ["damaged-file"]
    assert {one: one.read_bytes() for one in folder.rglob("*") if one.is_file()} == before


@pytest.mark.parametrize("name", ["queue.json", "months/2026-11.json"])
@pytest.mark.parametrize(("damage", "words"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_with_a_backup_is_mended_whole_with_what_was_done_since(
    folder: Path, name: str, damage: Callable[[bytes], bytes], words: str
):
    make_backup(Planbook(folder), now=NOW, why="daily")
    with Planbook(folder) as book:
        put(book, an_earning("since"), a_task("since too"), an_earning("more", gross=Money(850, "USD")))
    put(Planbook(folder), a_task("journal alone"), an_earning("journal alone as well"))
    wanted = on_disk(folder)
    path = folder / name
    damaged = damage(path.read_bytes())
    if damaged == path.read_bytes():
        damaged = path.read_bytes().replace(b"survey", b"surveX")
    path.write_bytes(damaged)
    (finding,) = look(folder)
    assert (finding.kind, finding.file, finding.can_repair) == ("damaged-file", name, True)
    assert words in finding.what
    assert "puts the copy of 2026-11-22 back" in finding.remedy
    (said,) = mend(folder)
    kept = folder / "damaged" / f"{path.name}.2026-11-22T12-00-00Z"
    assert str(kept) in said
    assert kept.read_bytes() == damaged
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert look(folder) == []
    assert on_disk(folder) == wanted


def test_without_a_backup_or_a_journal_every_whole_record_is_saved(folder: Path):
    put(Planbook(folder), *[an_earning(f"n{number}") for number in range(20)])
    with Planbook(folder) as book:
        book.forget_history()
    path = folder / "months" / "2026-11.json"
    path.write_bytes(path.read_bytes()[:-30])
    (finding,) = look(folder)
    assert "keeps the 20 records that can still be read: there is no backup" in finding.remedy
    (said,) = mend(folder)
    assert "20 records" in said
    assert len(on_disk(folder)) == 4 + 20 - 1
    assert look(folder) == []


def test_a_journal_that_does_not_reach_back_to_the_backup_is_helped_by_what_can_be_read(folder: Path):
    make_backup(Planbook(folder), now=NOW, why="daily")
    with Planbook(folder) as book:
        put(book, an_earning("forgotten"))
        book.forget_history()
        put(book, an_earning("remembered"))
    path = folder / "months" / "2026-11.json"
    path.write_bytes(path.read_bytes()[:-2])
    (said,) = mend(folder)
    assert "does not reach back that far, so" in said
    assert {"tip", "forgotten", "remembered"} < set(on_disk(folder))


def test_a_file_that_is_gone_comes_back_from_the_backup(folder: Path):
    make_backup(Planbook(folder), now=NOW, why="daily")
    with Planbook(folder) as book:
        book.forget_history()
    wanted = on_disk(folder)
    (folder / "months" / "2026-10.json").unlink()
    assert kinds(folder) == ["missing-file"]
    mend(folder)
    assert on_disk(folder) == wanted
    assert look(folder) == []


def test_a_folder_in_the_place_of_a_file_is_set_aside(folder: Path):
    path = folder / "months" / "2026-10.json"
    path.unlink()
    path.mkdir(mode=0o700)
    assert kinds(folder) == ["damaged-file"]
    mend(folder)
    assert path.is_file()
    assert set(on_disk(folder)) == {"survey", "photos", "tip", "old"}  # out of the journal


def test_an_app_that_runs_meanwhile_takes_the_mended_file_up(folder: Path):
    make_backup(Planbook(folder), now=NOW, why="daily")
    path = folder / "months" / "2026-11.json"
    path.write_bytes(b"")
    running = Planbook(folder)
    assert "tip" not in holdings(running)
    mend(folder)
    assert "tip" in holdings(running)
    assert running.problems == {}


def test_a_newer_format_is_left_to_a_newer_gigplanner(folder: Path):
    path = folder / "months" / "2026-10.json"
    data = write_in_a_newer_format(path)
    (finding,) = look(folder)
    assert (finding.kind, finding.can_repair) == ("newer-format", False)
    assert mend(folder) == []
    assert path.read_bytes() == data


# --- the journal -------------------------------------------------------------------------------------------


def test_a_journal_damaged_in_the_middle_loses_no_more_than_that_line(folder: Path):
    for name in ("one", "two", "three"):
        put(Planbook(folder), a_task(name))
    path = folder / "journal.log"
    damaged = path.read_bytes().replace(b'"Task two"', b'"Task 2wo"', 1)
    path.write_bytes(damaged)
    with pytest.raises(PlanbookError, match="gigplanner doctor --repair"):
        put(Planbook(folder), a_task("four"))
    (finding,) = look(folder)
    assert finding.kind == "damaged-journal"
    assert "whole lines" in finding.remedy
    mend(folder)
    assert (folder / "damaged" / "journal.log.2026-11-22T12-00-00Z").read_bytes() == damaged
    assert set(on_disk(folder)) == {"survey", "photos", "tip", "old", "one", "three"}
    assert look(folder) == []
    put(Planbook(folder), a_task("next"))
    assert "next" in on_disk(folder)


def test_a_large_action_whose_own_file_is_lost_is_dropped_from_the_journal(folder: Path):
    with Planbook(folder) as book:
        put(book, *[a_task(f"n{number}") for number in range(300)], words="Imported")
    (beside,) = folder.glob("journal-*.log")
    beside.write_bytes(b"junk")
    (finding,) = look(folder)
    assert finding.kind == "damaged-journal"
    assert "“Imported”" in finding.remedy
    mend(folder)
    assert look(folder) == []
    assert len(on_disk(folder)) == 304


def test_a_torn_last_line_is_explained_and_cut_off(folder: Path):
    path = folder / "journal.log"
    whole = path.read_bytes()
    path.write_bytes(whole + b"0123abcd 99 {")
    (finding,) = look(folder)
    assert finding.kind == "torn-journal"
    assert "never said to be done" in finding.what
    mend(folder)
    assert path.read_bytes() == whole


def test_a_journal_of_a_newer_version_is_left_alone(folder: Path):
    path = folder / "journal.log"
    text = b'{"line":"vow","seq":9}'
    data = path.read_bytes() + b"%08x %d %b\n" % (zlib.crc32(text), len(text), text)
    path.write_bytes(data)
    assert [(one.kind, one.can_repair) for one in look(folder)] == [("newer-format", False)]
    assert mend(folder) == []
    assert path.read_bytes() == data


# --- what lies beside --------------------------------------------------------------------------------------


def test_stray_temporary_files_are_removed(folder: Path):
    make_backup(Planbook(folder), now=NOW, why="daily")
    strays = [folder / ".queue.json.77.tmp", folder / "months" / ".2026-11.json.77.tmp"]
    for stray in strays:
        stray.touch(mode=0o600)
    (folder / "backups" / ".2026 daily.77.tmp" / "held").mkdir(parents=True, mode=0o700)
    (folder / "backups" / ".2026 daily.77.tmp").chmod(0o700)
    assert kinds(folder) == ["stray-file"] * 3
    mend(folder)
    assert look(folder) == []
    assert not any(stray.exists() for stray in strays)


def test_folders_and_files_that_others_may_read_are_closed(folder: Path):
    folder.chmod(0o755)
    (folder / "queue.json").chmod(0o644)
    (folder / "months").chmod(0o750)
    found = look(folder)
    assert [one.kind for one in found] == ["open-to-others"] * 2
    assert "2 files and folders" in found[1].what
    mend(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE((folder / "months").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "queue.json").stat().st_mode) == 0o600
    assert look(folder) == []


@pytest.mark.parametrize("victim", ["manifest.json", "queue.json", "months/2026-11.json"])
def test_a_backup_that_is_not_whole_is_set_aside(folder: Path, victim: str):
    good = make_backup(Planbook(folder), now=NOW, why="daily")
    put(Planbook(folder), a_task("new"), an_earning("new too"))
    broken = make_backup(Planbook(folder), now=NOW + DAY, why="daily")
    path = broken.path / victim
    path.write_bytes(path.read_bytes()[:-2])
    (finding,) = look(folder)
    assert finding.kind == "broken-backup"
    assert broken.name in finding.what
    mend(folder)
    assert look(folder) == []
    assert good.path.is_dir()
    assert not broken.path.exists()
    assert (folder / "damaged" / f"{broken.name}.2026-11-22T12-00-00Z" / victim).exists()


def test_preferences_that_cannot_be_read_are_named_and_left_to_the_person(folder: Path):
    (folder / "config.toml").write_text('currncy = "EUR"\n')
    (finding,) = look(folder)
    assert (finding.kind, finding.can_repair) == ("config", False)
    assert "did you mean currency?" in finding.what
    assert mend(folder) == []


# --- records -----------------------------------------------------------------------------------------------


def undone(folder: Path) -> None:
    with Planbook(folder) as book:
        words = book.undo(NOW)
        assert words is not None and words.startswith("Repaired 1 ")


def test_a_record_in_the_wrong_file_is_moved(folder: Path):
    plant(folder, "months/2026-10.json", an_earning("november"))
    (finding,) = look(folder)
    assert finding.kind == "misplaced"
    assert "belongs to months/2026-11.json" in finding.what
    mend(folder)
    assert look(folder) == []
    assert on_disk(folder)["november"] == an_earning("november")
    undone(folder)
    assert kinds(folder) == ["misplaced"]


def test_a_task_in_the_queue_and_in_a_month_stays_where_it_is_done(folder: Path):
    plant(folder, "months/2026-11.json", replace(a_task("survey"), status="done", closed_at=NOW))
    (finding,) = look(folder)
    assert (finding.kind, finding.record) == ("duplicate", "survey")
    mend(folder)
    assert look(folder) == []
    assert [task.id for task in Planbook(folder).queue(Task)] == ["photos"]
    assert on_disk(folder)["survey"].status == "done"
    undone(folder)
    assert kinds(folder) == ["duplicate"]


def test_of_two_records_with_one_id_in_one_file_none_is_lost(folder: Path):
    plant(folder, "months/2026-11.json", an_earning("tip"), an_earning("tip", gross=Money(900, "USD")))
    assert kinds(folder) == ["duplicate", "duplicate"]
    mend(folder)
    assert look(folder) == []
    amounts = sorted(one.gross.minor for one in holdings(Planbook(folder)).values() if hasattr(one, "gross"))
    assert set(amounts) == {850, 900}


def test_names_of_records_that_are_gone_are_taken_out(folder: Path):
    placed = PlacedTask(
        task="gone",
        title="Gone",
        start=NOW,
        end=NOW + HOUR,
        units=1,
        minutes=60.0,
        expected=Money(500, "USD"),
    )
    stays = replace(placed, task="survey", title="Survey", expected=Money(300, "USD"))
    plan = Plan(
        id="2026-11-22",
        date=date(2026, 11, 22),
        made_at=NOW - HOUR,
        placements=(placed, stays),
        expected=Money(800, "USD"),
        bound=Money(900, "USD"),
        within=0.1,
    )
    block = Block(id="meeting", title="Meeting", start=NOW, end=NOW + HOUR, series="weekly")
    put(
        Planbook(folder),
        an_earning("both", task="gone", shift="lost"),
        Trip(id="drive", at=NOW, miles="4.1", shift="lost"),
        TaskResult(id="result", at=NOW, task="gone", outcome="done", units=1),
        block,
        plan,
    )
    found = look(folder)
    assert [one.kind for one in found] == ["dangling"] * 6
    assert any("names the series weekly, which is not there" in one.what for one in found)
    mend(folder)
    assert look(folder) == []
    kept = on_disk(folder)
    assert kept["both"] == an_earning("both")
    assert kept["meeting"] == replace(block, series="")
    assert kept["2026-11-22"] == replace(plan, placements=(stays,), expected=Money(300, "USD"), within=None)
    with Planbook(folder) as book:
        assert book.undo(NOW) == "Repaired 6 names of records that are gone"
    assert kinds(folder) == ["dangling"] * 6


def test_while_a_file_is_damaged_nothing_is_said_to_be_gone(folder: Path):
    with Planbook(folder) as book:
        put(book, an_earning("paid", task="survey"))
    (folder / "queue.json").write_bytes(b"")
    assert kinds(folder) == ["damaged-file"]


def test_a_block_that_ends_before_it_starts_is_turned_round(folder: Path):
    put(Planbook(folder), Block(id="back", title="Back", start=NOW, end=NOW - HOUR))
    assert kinds(folder) == ["impossible-time"]
    mend(folder)
    assert on_disk(folder)["back"] == Block(id="back", title="Back", start=NOW - HOUR, end=NOW)
    undone(folder)


@pytest.mark.parametrize("at", [NOW + 2 * DAY, NOW.replace(year=1987), NOW.replace(year=9000)])
def test_money_of_a_time_that_cannot_be_is_named_and_left_to_the_person(folder: Path, at: datetime):
    put(Planbook(folder), an_earning("odd", at=at))
    (finding,) = look(folder)
    assert (finding.kind, finding.record, finding.can_repair) == ("impossible-time", "odd", False)
    assert mend(folder) == []
    assert "odd" in on_disk(folder)


def test_a_record_that_cannot_be_read_is_named_and_stays_as_it_is(folder: Path):
    storage = AtomicStorage(folder / "queue.json")
    tables = storage.read()
    assert tables is not None
    tables["tasks"]["5"] = {**next(iter(tables["tasks"].values())), "id": "dream", "status": "dreaming"}
    storage.write(tables)
    (finding,) = look(folder)
    assert (finding.kind, finding.record, finding.can_repair) == ("unreadable-record", "dream", False)
    assert "dreaming" in (folder / "queue.json").read_text()


# --- shifts ------------------------------------------------------------------------------------------------


def event(number: int, kind: str, at: datetime, **fields: str) -> ShiftEvent:
    return ShiftEvent(id=f"event{number}", shift="night", kind=kind, at=at, seq=number, **fields)  # type: ignore[arg-type]


def test_a_shift_that_was_never_ended_is_ended_with_the_last_that_is_known_of_it(folder: Path):
    put(Planbook(folder), event(0, "started", NOW - 30 * HOUR), event(1, "order", NOW - 23 * HOUR))
    assert kinds(folder) == []
    (finding,) = look(folder, NOW + 2 * HOUR)
    assert finding.kind == "shift-without-end"
    mend(folder, NOW + 2 * HOUR)
    log = read_log([one for one in on_disk(folder).values() if isinstance(one, ShiftEvent)], NOW + 2 * HOUR)
    assert (log.state, log.end) == ("off", NOW - 23 * HOUR)
    assert look(folder, NOW + 2 * HOUR) == []
    undone(folder)


def test_a_shift_that_was_planned_is_ended_when_it_was_to_end(folder: Path):
    at = NOW - 2 * DAY
    block = Block(id="lunch", title="Lunch", start=at, end=at + 3 * HOUR)
    put(Planbook(folder), block, event(0, "started", at, block="lunch"), event(1, "order", at + HOUR))
    mend(folder)
    log = read_log([one for one in on_disk(folder).values() if isinstance(one, ShiftEvent)], NOW)
    assert log.end == at + 3 * HOUR


def test_a_shift_without_a_start_gets_one(folder: Path):
    put(Planbook(folder), event(3, "order", NOW - HOUR), event(4, "stopped", NOW))
    (finding,) = look(folder)
    assert finding.kind == "shift-without-start"
    assert "its log begins with order" in finding.what
    mend(folder)
    assert look(folder) == []
    log = read_log([one for one in on_disk(folder).values() if isinstance(one, ShiftEvent)], NOW)
    assert log.start == NOW - HOUR
    assert log.active_seconds == 3600
    undone(folder)


def test_everything_at_once_is_mended_in_one_go(folder: Path):
    make_backup(Planbook(folder), now=NOW, why="daily")
    with Planbook(folder) as book:
        put(book, an_earning("paid", task="gone"), event(0, "started", NOW - 2 * DAY))
    (folder / "queue.json").write_bytes(b"")
    (folder / ".journal.log.4.tmp").touch(mode=0o600)
    folder.chmod(0o755)
    assert sorted(kinds(folder)) == ["damaged-file", "open-to-others", "stray-file"]
    said = mend(folder)
    assert any("before repair" in sentence for sentence in said)
    assert sum("gigplanner undo takes it back" in sentence for sentence in said) == 2
    assert look(folder) == []
    assert {"survey", "photos", "tip", "old", "paid"} < set(on_disk(folder))


def repair_until(connection, folder: Path, call: str, number: int) -> None:
    """Repair everything, and die of `kill -9` at the given call of that kind."""
    real, calls = getattr(os, call), iter(range(1000))

    def counted(*arguments, **options):
        if next(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)

    setattr(os, call, counted)
    mend(folder)
    connection.send("done")


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_killed_at_any_step_a_repair_is_finished_by_the_next_one(folder: Path, tmp_path: Path, call: str):
    make_backup(Planbook(folder), now=NOW, why="daily")
    with Planbook(folder) as book:
        put(book, an_earning("paid", task="gone"))
    path = folder / "months" / "2026-11.json"
    damaged = path.read_bytes()[:-7]
    path.write_bytes(damaged)
    for number in range(60):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(folder, copy)
        process, connection = beside(repair_until, copy, call, number)
        process.join()
        kept = [one.read_bytes() for one in (copy / "damaged").glob("2026-11*")]
        assert damaged in (*kept, (copy / "months" / "2026-11.json").read_bytes())
        mend(copy)
        assert look(copy) == []
        assert set(on_disk(copy)) == {"survey", "photos", "tip", "old", "paid"}
        if connection.poll() and process.exitcode == 0:
            assert number > 0
            return
    pytest.fail("it never came to its end")
