"""Totals of history: read when asked for, kept for exactly what they were made from, else counted anew."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from datetime import date, time
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import CHICAGO, a_desk, clock, usd
from support.planbooks import beside
from tinydb import TinyDB

from gigplanner.insights.digest_sums import sums_of
from gigplanner.model import Earning, Money
from gigplanner.planbook import Planbook, contents, stamps
from gigplanner.planbook.backups import make_backup
from gigplanner.planbook.contents import Look
from gigplanner.planbook.digests import DigestCache
from gigplanner.planbook.tinydb_storage import AtomicStorage
from gigplanner.workday import totals
from gigplanner.workday.desk import Desk
from gigplanner.workday.ledger import earn
from gigplanner.workday.shift import shift_event, start_shift
from gigplanner.workday.totals import all_digests, digests_between

NOW = clock("2026-11-22 20:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Ten dollars earned at noon on the fifth of each month from June to November."""
    desk = a_desk(tmp_path)
    for month in range(6, 12):
        at = clock(f"2026-{month:02}-05 12:00")
        earn(desk, Earning(id="", at=at, gross=usd("10.00"), platform="DoorDash"), NOW)
    desk.book.checkpoint()
    return desk


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The months that were counted from their records, not read from the cache."""
    months: list[str] = []
    count = totals.digests_of

    def noting(days, *arguments, **piles):
        months.append(f"{days[0]:%Y-%m}")
        return count(days, *arguments, **piles)

    monkeypatch.setattr(totals, "digests_of", noting)
    return months


def earned(desk: Desk) -> Money:
    """The money of all time."""
    return sums_of(all_digests(desk, NOW), desk.settings).takings.earned


def anew(desk: Desk) -> Desk:
    """The same planbook as another process would open it."""
    return Desk(Planbook(desk.book.folder), desk.settings)


def cache_of(desk: Desk) -> Path:
    return desk.book.folder / "cache"


def test_what_was_counted_once_is_not_counted_again(desk: Desk, counted: list[str]):
    assert earned(desk) == usd("60.00")
    assert counted == [f"2026-{month:02}" for month in range(5, 13)]  # and one on each side
    counted.clear()
    assert earned(anew(desk)) == usd("60.00")
    assert counted == []


def test_an_action_has_its_month_counted_anew_and_those_whose_shifts_may_reach_into_it(
    desk: Desk, counted: list[str]
):
    earned(desk)
    counted.clear()
    earn(desk, Earning(id="", at=clock("2026-08-20 12:00"), gross=usd("1.00")), NOW)
    assert earned(desk) == usd("61.00")
    assert counted == ["2026-07", "2026-08", "2026-09"]


def test_nothing_is_kept_of_what_only_the_journal_holds(desk: Desk, counted: list[str]):
    earn(desk, Earning(id="", at=clock("2026-08-20 12:00"), gross=usd("1.00")), NOW)
    earned(desk)
    assert {path.stem for path in cache_of(desk).iterdir()}.isdisjoint({"2026-07", "2026-08", "2026-09"})
    desk.book.checkpoint()
    assert earned(desk) == usd("61.00")
    counted.clear()
    assert earned(desk) == usd("61.00")
    assert counted == []


def test_a_running_shift_counts_up_to_now_and_is_not_kept(desk: Desk, counted: list[str]):
    start_shift(desk, clock("18:00"))
    desk.book.checkpoint()
    day = date(2026, 11, 22)
    for hour in (19, 20):
        digests = digests_between(desk, day, day, clock(f"{hour}:00"))
        assert sums_of(digests, CHICAGO).worked.online_seconds == (hour - 18) * 3600
    assert counted == ["2026-11", "2026-11"]
    shift_event(desk, "stopped", clock("20:00"))
    desk.book.checkpoint()
    digests_between(desk, day, day, NOW)
    counted.clear()
    assert sums_of(digests_between(desk, day, day, NOW), CHICAGO).worked.online_seconds == 2 * 3600
    assert counted == []


@pytest.mark.parametrize("changed", [{"zone": "Asia/Tokyo"}, {"day_ends": time(13)}])
def test_another_zone_and_another_end_of_the_day_have_everything_counted_anew(
    desk: Desk, counted: list[str], changed: dict
):
    before = all_digests(desk, NOW)
    counted.clear()
    assert all_digests(desk.with_settings(replace(desk.settings, **changed)), NOW) != before
    assert len(counted) == 8


def test_a_shift_over_the_end_of_a_month_is_counted_in_both(desk: Desk):
    start_shift(desk, clock("2026-10-31 22:00"))
    shift_event(desk, "stopped", clock("2026-11-01 05:00"))  # eight hours later: clocks go back
    desk.book.checkpoint()
    for _ in range(2):
        october, november = (
            sums_of(digests_between(desk, first, last, NOW), CHICAGO).worked
            for first, last in (
                (date(2026, 10, 1), date(2026, 10, 31)),
                (date(2026, 11, 1), date(2026, 11, 30)),
            )
        )
        assert (october.online_seconds, november.online_seconds) == (7 * 3600, 3600)
        assert (october.shifts, november.shifts) == (1, 0)


def test_the_cache_is_private_and_opens_with_plain_tinydb(desk: Desk):
    earned(desk)
    assert stat.S_IMODE(cache_of(desk).stat().st_mode) == 0o700
    for path in cache_of(desk).iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with TinyDB(cache_of(desk) / "2026-08.json") as database:
        (august,) = database.table("digests").all()
        assert august["day"] == "2026-08-05"
        assert august["money"][0][-4:] == [1000, 0, 0, 1]


def test_no_backup_holds_the_cache(desk: Desk):
    earned(desk)
    backup = make_backup(desk.book, now=NOW, why="by hand")
    assert not (backup.path / "cache").exists()


def test_without_a_place_to_keep_them_totals_are_counted_each_time(desk: Desk, counted: list[str]):
    cache_of(desk).write_text("in the way")
    assert earned(anew(desk)) == earned(anew(desk)) == usd("60.00")
    assert len(counted) == 16


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files read from disk, in order."""
    names: list[str] = []
    read = contents.read_checked

    def reading(path: Path):
        names.append(path.stem)
        return read(path)

    monkeypatch.setattr(contents, "read_checked", reading)
    return names


def test_an_open_planbook_reads_again_only_what_was_touched(
    desk: Desk, reads: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stamps, "SETTLED_AFTER", -1)
    earned(desk)
    shutil.rmtree(cache_of(desk))
    reads.clear()
    assert earned(desk) == usd("60.00")
    assert [name for name in reads if desk.book.path_of(name).exists()] == []
    path = desk.book.path_of("2026-08")
    os.utime(path)
    assert earned(desk) == usd("60.00")
    assert [name for name in reads if desk.book.path_of(name).exists()] == ["2026-08"]


def test_a_later_command_reads_no_month_that_nobody_touched(
    desk: Desk, reads: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stamps, "SETTLED_AFTER", -1)
    earned(desk)
    reads.clear()
    assert earned(anew(desk)) == usd("60.00")
    assert [name for name in reads if desk.book.path_of(name).exists()] == []
    kept = cache_of(desk) / "stamps"
    data = kept.read_bytes()
    for damaged in (b"", data[:-1], data.replace(b"2026-08", b"2026-09")):
        kept.write_bytes(damaged)
        reads.clear()
        assert earned(anew(desk)) == usd("60.00")
        assert "2026-08" in reads


def test_a_month_touched_a_moment_ago_is_read_again(desk: Desk, reads: list[str]):
    earned(desk)
    reads.clear()
    earned(desk)
    assert "2026-08" in reads


def test_another_month_of_the_same_size_and_time_is_not_taken_for_the_old_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stamps, "SETTLED_AFTER", -1)
    other = anew(desk)
    path = desk.book.path_of("2026-08")
    before, times = path.read_bytes(), path.stat()
    (august,) = (one for one in other.book.every(Earning) if one.at.month == 8)
    with other.book.action("More", now=NOW) as action:
        action.put(replace(august, gross=usd("11.00")), replaces=august)
    other.book.checkpoint()
    assert path.stat().st_size == len(before)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    desk.book.refresh()
    assert earned(desk) == usd("61.00")


def test_a_planbook_that_does_not_exist_is_not_begun_by_looking(tmp_path: Path):
    desk = a_desk(tmp_path)
    assert all_digests(desk, NOW) == []
    assert not desk.book.folder.exists()


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b'{"made_from": {"1": {"key": 1, "sha256": ""}}, "digests": {}}',
        b'{"made_from": {}, "digests": {}}',
    ],
)
def test_damage_is_counted_over_without_a_word(desk: Desk, damage: bytes):
    earned(desk)
    for path in cache_of(desk).iterdir():
        path.write_bytes(damage)
    again = anew(desk)
    assert earned(again) == usd("60.00")
    assert again.book.problems == {}
    assert json.loads((cache_of(desk) / "2026-08.json").read_bytes())["digests"]["1"]["day"] == "2026-08-05"


def test_every_cut_and_every_changed_byte_of_a_kept_digest_is_noticed(desk: Desk):
    earned(desk)
    path = cache_of(desk) / "2026-08.json"
    data = path.read_bytes()
    right = all_digests(desk, NOW)
    key = json.loads(data)["made_from"]["1"]["key"]

    def kept() -> list[totals.DayDigest] | None:
        return DigestCache(desk.book.folder).get("2026-08", key, totals.DayDigest)

    good = kept()
    assert good == [digest for digest in right if digest.day.month == 8]
    for place in range(len(data)):
        for broken in (data[:place], data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]):
            path.write_bytes(broken)
            assert kept() in (None, good)  # a space may have changed


def test_a_damaged_month_is_named_and_its_money_is_not_remembered(desk: Desk):
    earned(desk)
    path = desk.book.path_of("2026-08")
    data = path.read_bytes()
    path.write_bytes(data.replace(b"DoorDash", b"DoorDish"))  # length, beginning and time look the same
    again = anew(desk)
    assert earned(again) == usd("50.00")
    assert list(again.book.problems) == ["2026-08"]
    path.write_bytes(data)
    assert earned(anew(desk)) == usd("60.00")


def test_records_that_cannot_be_read_are_named_every_time(desk: Desk):
    with desk.book.action("Odd", now=NOW) as action:
        action.put(Earning(id="odd", at=clock("2026-08-09 12:00"), gross=usd("5.00")))
    desk.book.checkpoint()
    storage = AtomicStorage(desk.book.path_of("2026-08"))
    tables = storage.read()
    assert tables is not None
    for one in tables["earnings"].values():
        if one["id"] == "odd":
            one["gross"] = "five"
    storage.write(tables)
    for _ in range(2):
        again = anew(desk)
        assert earned(again) == usd("60.00")
        assert "odd" in again.book.problems["2026-08"]


def test_a_record_that_moves_while_history_is_read_is_counted_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    other = anew(desk)
    october = next(one for one in other.book.every(Earning) if one.at.month == 10)
    read = Look._read
    moves = iter([october])

    def reading(look: Look, name: str):
        if name == "2026-11" and (moving := next(moves, None)):  # October was read before
            with other.book.action("Moved", now=NOW) as action:
                action.put(replace(moving, at=clock("2026-11-06 12:00")), replaces=moving)
            other.book.checkpoint()
        return read(look, name)

    monkeypatch.setattr(Look, "_read", reading)
    assert earned(desk) == usd("60.00")
    assert next(moves, None) is None


def test_a_copy_that_lies_among_the_months_is_no_month(desk: Desk):
    path = desk.book.path_of("2026-11")
    path.with_name("2026-11 (1).json").write_bytes(path.read_bytes())
    assert earned(anew(desk)) == usd("60.00")


def test_a_full_disk_keeps_nothing_and_leaves_nothing_behind(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    def refuse(handle: int, data: bytes) -> None:
        os.write(handle, data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("gigplanner.planbook.cache_folder.write_all", refuse)
    assert earned(desk) == usd("60.00")
    assert list(cache_of(desk).iterdir()) == []


def test_what_a_killed_process_left_half_written_is_swept_away(desk: Desk):
    cache_of(desk).mkdir()
    (cache_of(desk) / ".2026-08.json.12345.tmp").write_bytes(b"half")
    earned(desk)
    assert not list(cache_of(desk).glob(".*.tmp"))


def test_two_processes_may_count_at_once(desk: Desk):
    folder, settings = desk.book.folder, desk.settings

    def count(connection) -> None:
        for _ in range(10):
            for path in (folder / "cache").glob("*.json"):
                path.unlink(missing_ok=True)
            connection.send(earned(Desk(Planbook(folder), settings)).minor)

    others = [beside(count) for _ in range(2)]
    sums = {connection.recv() for _, connection in others for _ in range(10)}
    for process, _ in others:
        process.join()
    assert sums == {6000}
    assert not list(cache_of(desk).glob(".*.tmp"))
