"""Files that are not what was written: named, never overwritten, and the rest stays usable."""

from __future__ import annotations

import os
import zlib
from pathlib import Path

import pytest
from support.planbooks import (
    DAY,
    NOW,
    OCTOBER,
    a_task,
    an_earning,
    holdings,
    on_disk,
    put,
    write_in_a_newer_format,
)

from gigplanner.model import Earning, Span, Task
from gigplanner.planbook import DamagedFile, NewerFormat, NotSaved, Planbook, PlanbookError
from gigplanner.planbook.backups import make_backup
from gigplanner.planbook.journal import KEEP
from gigplanner.planbook.places import find_places
from gigplanner.planbook.tinydb_storage import AtomicStorage
from gigplanner.workday.care import examine, repair

NOVEMBER = Span(NOW - DAY, NOW + DAY)
EVER = Span(OCTOBER - DAY, NOW + DAY)

DAMAGES = {
    "empty": lambda data: b"",
    "truncated": lambda data: data[:-10],
    "half": lambda data: data[: len(data) // 2],
    "a byte too many": lambda data: data + b" ",
    "one bit flipped": lambda data: data[:-20] + bytes([data[-20] ^ 1]) + data[-19:],
    "zeros": lambda data: bytes(len(data)),
    "another program's": lambda data: b'{"_default": {"1": {"name": "x"}}}',
    "null": lambda data: b"null",
    "with a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "in UTF-16": lambda data: data.decode().encode("utf-16"),
    "nested without end": lambda data: b"[" * 100_000,
    "rewritten": lambda data: data.replace(b": {", b":{", 1),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Planbook(tmp_path) as book:
        put(book, a_task("survey"), an_earning("tip"), an_earning("old", at=OCTOBER))
    return tmp_path


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_queue_is_named_and_left_as_it_is_and_the_months_stay_usable(folder: Path, damage):
    path = folder / "queue.json"
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with Planbook(folder) as book:
        (sentence,) = book.problems.values()
        assert sentence.startswith(f"{path} ")
        assert sentence.endswith("it was left as it is; gigplanner doctor says what can be done.")
        assert "\n" not in sentence
        assert book.queue(Task) == []
        assert not book.is_empty
        with pytest.raises(DamagedFile, match=r"queue\.json"):
            put(book, a_task("next"), an_earning("with it"))
        put(book, an_earning("new"))
    assert path.read_bytes() == damaged
    assert set(on_disk(folder)) == {"tip", "old", "new"}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_month_is_refused_and_the_others_stay_usable(folder: Path, damage):
    path = folder / "months" / "2026-11.json"
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with Planbook(folder) as book:
        assert [one.id for one in book.within(Earning, EVER)] == ["old"]
        assert str(path) in book.problems["2026-11"]
        before = (folder / "journal.log").read_bytes()
        with pytest.raises(DamagedFile, match=r"2026-11\.json"):
            put(book, an_earning("new"))
        with pytest.raises(DamagedFile, match=r"2026-11\.json"):
            put(book, a_task("both"), an_earning("new"))
        assert (folder / "journal.log").read_bytes() == before
        put(book, an_earning("older", at=OCTOBER), a_task("next"))
    assert path.read_bytes() == damaged
    assert set(on_disk(folder)) == {"survey", "next", "old", "older"}


def test_no_single_flipped_bit_goes_unnoticed(folder: Path):
    path = folder / "months" / "2026-11.json"
    good = path.read_bytes()
    storage = AtomicStorage(path)
    for position in range(len(good)):
        for bit in range(8):
            path.write_bytes(good[:position] + bytes([good[position] ^ 1 << bit]) + good[position + 1 :])
            with pytest.raises(PlanbookError, match=r"2026-11\.json"):
                storage.read()


def test_a_copy_put_back_is_taken_up_without_a_restart_and_the_journal_adds_what_it_lacks(folder: Path):
    path = folder / "months" / "2026-11.json"
    yesterday = path.read_bytes()
    with Planbook(folder) as book:
        put(book, an_earning("today"))
    path.write_bytes(b"")
    with Planbook(folder) as book:
        assert book.within(Earning, NOVEMBER) == []
        path.write_bytes(yesterday)
        assert {one.id for one in book.within(Earning, NOVEMBER)} == {"tip", "today"}
        assert book.problems == {}
    assert b"today" in path.read_bytes()


def test_files_that_know_more_than_a_journal_put_back_swallow_no_action(folder: Path):
    path = folder / "journal.log"
    yesterday = path.read_bytes()
    with Planbook(folder) as book:
        for number in range(5):
            put(book, an_earning(f"n{number}"))
    path.write_bytes(yesterday)
    put(Planbook(folder), an_earning("acknowledged"))
    assert {"n0", "n4", "acknowledged"} < set(on_disk(folder))


def test_a_month_damaged_with_actions_still_in_the_journal_hinders_no_other_file(folder: Path):
    put(Planbook(folder), an_earning("in the journal"), an_earning("older", at=OCTOBER), a_task("next"))
    path = folder / "months" / "2026-11.json"
    good = path.read_bytes()
    path.write_bytes(good[:-5])
    with Planbook(folder) as book, pytest.raises(DamagedFile, match=r"2026-11\.json"):
        book.forget_history()
    assert path.read_bytes() == good[:-5]
    assert b"older" in (folder / "months" / "2026-10.json").read_bytes()
    path.write_bytes(good)
    assert "in the journal" in on_disk(folder)


def test_what_a_damaged_month_lacks_stays_in_a_journal_however_long(folder: Path, monkeypatch):
    monkeypatch.setattr("gigplanner.planbook.journal.CUT_AT", 30)
    monkeypatch.setattr("gigplanner.planbook.store.KEEP", 10)
    put(Planbook(folder), an_earning("first in the journal"))
    put(Planbook(folder), an_earning("second in the journal"))
    path = folder / "months" / "2026-11.json"
    good = path.read_bytes()
    path.write_bytes(good[:-5])
    with Planbook(folder) as book:
        for number in range(40):
            put(book, a_task(f"n{number}"))
            book.checkpoint()
    path.write_bytes(good)
    assert {"tip", "first in the journal", "second in the journal", "n39"} < set(on_disk(folder))


def test_a_newer_format_is_refused_with_a_sentence_and_untouched(folder: Path):
    for path in (folder / "months" / "2026-11.json", folder / "queue.json"):
        data = write_in_a_newer_format(path)
        with pytest.raises(
            NewerFormat, match=r"written by a newer gigplanner \(format 2, this one reads 1\)"
        ):
            AtomicStorage(path).read()
        assert path.read_bytes() == data


def test_a_newer_queue_hides_itself_alone(folder: Path):
    data = write_in_a_newer_format(folder / "queue.json")
    with Planbook(folder) as book:
        assert "update gigplanner" in book.problems["queue"]
        assert {one.id for one in book.within(Earning, EVER)} == {"tip", "old"}
        with pytest.raises(NewerFormat, match=r"queue\.json was written by a newer gigplanner"):
            put(book, a_task("next"))
        put(book, an_earning("new"))
    assert (folder / "queue.json").read_bytes() == data
    assert set(on_disk(folder)) == {"tip", "old", "new"}


def test_a_changed_number_of_the_format_is_damage_and_not_a_newer_version(folder: Path):
    path = folder / "queue.json"
    good = path.read_bytes()
    for digit in b"2", b"3", b"5", b"9":
        path.write_bytes(good.replace(b'"format": 1', b'"format": ' + digit))
        with pytest.raises(DamagedFile, match="the number of its format was changed"):
            AtomicStorage(path).read()


def test_a_record_that_only_a_newer_version_understands_hides_itself_alone(folder: Path):
    storage = AtomicStorage(folder / "queue.json")
    tables = storage.read()
    tables["tasks"]["5"] = {**next(iter(tables["tasks"].values())), "id": "dream", "status": "dreaming"}
    storage.write(tables)
    with Planbook(folder) as book:
        assert [task.id for task in book.queue(Task)] == ["survey"]
        assert "dream of tasks" in book.problems["queue"]
        put(book, a_task("next"))
    assert "dreaming" in (folder / "queue.json").read_text()


def test_a_torn_last_line_never_happened(folder: Path):
    path = folder / "journal.log"
    put(Planbook(folder), a_task("acknowledged"))
    whole = path.read_bytes()
    put(Planbook(folder), a_task("half written"))
    line = path.read_bytes()[len(whole) :]
    for torn in (
        line[:1],
        line[:9],
        line[: len(line) // 2],
        line[:-1],
        line[:-1] + b"\0",
        bytes(len(line)),
        b"x" * 9000,
    ):
        path.write_bytes(whole + torn)
        book = Planbook(folder)
        assert set(holdings(book)) == {"survey", "tip", "old", "acknowledged"}
        put(book, a_task("next"))
        assert path.read_bytes().startswith(whole)
        assert path.read_bytes().endswith(b"}\n")
        assert set(on_disk(folder)) == {"survey", "tip", "old", "acknowledged", "next"}


class TestADamagedJournal:
    @pytest.fixture
    def journal(self, folder: Path) -> Path:
        """A journal whose last two actions no file holds yet."""
        put(Planbook(folder), a_task("one"))
        put(Planbook(folder), a_task("two"))
        return folder / "journal.log"

    def damaged(self, journal: Path, old: bytes = b"Task one", new: bytes = b"Task 0ne") -> bytes:
        data = journal.read_bytes().replace(old, new, 1)
        assert data != journal.read_bytes()
        journal.write_bytes(data)
        return data

    def test_what_can_be_read_is_shown_and_the_journal_is_named(self, folder: Path, journal: Path):
        self.damaged(journal)
        book = Planbook(folder)
        assert set(holdings(book)) == {"survey", "tip", "old", "two"}
        assert book.is_read_only
        assert book.problems == {
            "journal": f"{journal} is damaged at line 3: it was left as it is; what can be read is shown, "
            "and nothing can be changed until gigplanner doctor --repair has mended it."
        }

    def test_every_way_to_change_something_is_refused_with_that_sentence_and_nothing_is_written(
        self, folder: Path, journal: Path
    ):
        self.damaged(journal)
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        with Planbook(folder) as book:
            for attempt in (
                lambda: put(book, a_task("next")),
                lambda: put(book, an_earning("next")),
                lambda: book.undo(NOW),
                lambda: book.redo(NOW),
                lambda: book.forget_history(),
                lambda: make_backup(book, now=NOW, why="by hand"),
            ):
                with pytest.raises(
                    DamagedFile, match=r"journal\.log is damaged at line 3: .* doctor --repair"
                ):
                    attempt()
            book.checkpoint()
        assert {
            path: path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and "backups" not in path.parts
        } == before

    def test_mended_it_is_taken_up_by_those_who_have_it_open(self, folder: Path, journal: Path):
        good = journal.read_bytes()
        running = Planbook(folder)
        self.damaged(journal)
        fresh = Planbook(folder)
        assert not fresh.refresh()
        journal.write_bytes(good)
        os.utime(journal, ns=(1, 1))
        for book in (fresh, running):
            book.refresh()
            assert {"survey", "tip", "old", "one", "two"} <= set(holdings(book))
            assert book.problems == {}
            put(book, a_task("next"))

    def test_damage_that_comes_while_it_is_open_is_met_by_the_next_action(self, folder: Path, journal: Path):
        book = Planbook(folder)
        put(Planbook(folder), a_task("three"))
        self.damaged(journal, b"Task three", b"Task 3hree")
        with pytest.raises(DamagedFile, match="damaged at line 5"):
            put(book, a_task("next"))
        assert set(holdings(book)) == {"survey", "tip", "old", "one", "two"}

    def test_not_one_flipped_bit_of_an_acknowledged_action_goes_unnoticed(self, folder: Path, journal: Path):
        good = journal.read_bytes()
        for position in range(good.index(b"\n") + 1, len(good), 3):
            for bit in range(8):
                damaged = good[:position] + bytes([good[position] ^ 1 << bit]) + good[position + 1 :]
                journal.write_bytes(damaged)
                book = Planbook(folder)
                assert book.is_read_only, (position, bit)
                assert {"survey", "tip", "old"} <= set(holdings(book))
                assert journal.read_bytes() == damaged

    @pytest.mark.parametrize(
        "nothing",
        [b"[" * 50, b"\0" * 900, b"x\ny\n" * 3, b"\xff\xfe\n\0"],
        ids=["json", "zeros", "text", "UTF-16"],
    )
    def test_one_in_which_nothing_can_be_read_is_not_begun_anew(self, folder: Path, nothing: bytes):
        path = folder / "journal.log"
        path.write_bytes(nothing)
        book = Planbook(folder)
        assert set(holdings(book)) == {"survey", "tip", "old"}
        with pytest.raises(DamagedFile, match=r"journal\.log (holds nothing that can|is damaged at line 1)"):
            put(book, a_task("next"))
        assert path.read_bytes() == nothing
        path.write_bytes(nothing + nothing)
        with pytest.raises(DamagedFile):
            put(book, a_task("next"))
        path.write_bytes(nothing)
        places = find_places(folder)
        repair(places, examine(places, NOW), NOW)
        put(Planbook(folder), a_task("next"))
        assert set(on_disk(folder)) == {"survey", "tip", "old", "next"}
        (kept,) = (folder / "damaged").iterdir()
        assert kept.read_bytes() == nothing


def test_a_line_of_a_newer_version_is_refused(folder: Path):
    path = folder / "journal.log"
    text = b'{"line":"vow","seq":9}'
    path.write_bytes(path.read_bytes() + b"%08x %d %b\n" % (zlib.crc32(text), len(text), text))
    with pytest.raises(NewerFormat, match=r"journal\.log was written by a newer gigplanner \(line 3\)"):
        Planbook(folder)


def test_without_its_journal_a_planbook_goes_on_counting(folder: Path):
    running = Planbook(folder)
    for number in range(3):
        put(running, a_task(f"n{number}"))
    running.close()
    (folder / "journal.log").unlink()
    book = Planbook(folder)
    assert book.seq == running.seq
    put(book, a_task("next"))
    assert book.seq == running.seq + 1
    put(running, a_task("after"))
    running.close()
    assert set(on_disk(folder)) == {"survey", "tip", "old", "n0", "n1", "n2", "next", "after"}


def test_a_journal_that_grew_long_is_cut_and_keeps_the_last_actions(folder: Path, monkeypatch):
    monkeypatch.setattr("gigplanner.planbook.journal.CUT_AT", 30)
    monkeypatch.setattr("gigplanner.planbook.store.KEEP", 10)
    lagging = Planbook(folder)
    book = Planbook(folder)
    for number in range(40):
        put(book, a_task(f"n{number:02}"), words=f"Add {number}")
    book.checkpoint()
    assert [item.words for item in book.history()] == [f"Add {number}" for number in range(39, 29, -1)]
    put(book, a_task("after"))
    assert lagging.refresh()
    assert holdings(lagging) == holdings(book) == on_disk(folder)
    assert len(holdings(lagging)) == 44
    assert [lagging.undo(NOW) for _ in range(12)][-2:] == ["Add 30", None]
    assert KEEP >= 200


def test_a_line_that_a_failing_disk_took_back_is_forgotten_by_those_who_saw_it(folder: Path):
    path = folder / "journal.log"
    reader = Planbook(folder)
    size = path.stat().st_size
    put(Planbook(folder), a_task("aa"))
    reader.refresh()
    with path.open("r+b") as file:
        file.truncate(size)
    put(Planbook(folder), a_task("bb"))
    assert reader.refresh()
    assert [task.id for task in reader.queue(Task)] == ["survey", "bb"]
    put(reader, a_task("cc"))
    assert {task.id for task in Planbook(folder).queue(Task)} == {"survey", "bb", "cc"}


def test_a_folder_that_vanishes_is_not_begun_anew(tmp_path: Path):
    folder = tmp_path / "stick"
    book = Planbook(folder)
    put(book, a_task("survey"))
    folder.rename(tmp_path / "elsewhere")
    assert not book.refresh()
    assert [task.id for task in book.queue(Task)] == ["survey"]
    with pytest.raises(NotSaved, match=r"stick is gone\. Put it back and try again"):
        put(book, a_task("lost"))
    assert not folder.exists()
    (tmp_path / "elsewhere").rename(folder)
    put(book, a_task("next"))
    assert set(on_disk(folder)) == {"survey", "next"}


def test_a_planbook_cannot_live_in_a_file_or_below_one(tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    with pytest.raises(PlanbookError, match=r"notes\.txt is not a folder: choose another one with --data"):
        Planbook(file)
    with pytest.raises(PlanbookError, match="it is not a folder"):
        Planbook(file / "planbook")
    assert file.read_text() == "mine"


def test_a_file_that_is_a_folder_or_a_circle_of_links_is_named(folder: Path):
    (folder / "months" / "2026-10.json").unlink()
    (folder / "months" / "2026-10.json").mkdir()
    (folder / "months" / "2026-11.json").unlink()
    (folder / "months" / "2026-11.json").symlink_to("2026-11.json")
    book = Planbook(folder)
    assert book.within(Earning, EVER) == []
    assert set(book.problems) == {"2026-10", "2026-11"}
    assert all(sentence.startswith("Cannot read /") for sentence in book.problems.values())
    put(book, a_task("next"))


def test_a_file_behind_a_link_stays_behind_it(folder: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("queue.json", "journal.log"):
        (folder / name).rename(elsewhere / name)
        (folder / name).symlink_to(elsewhere / name)
    with Planbook(folder) as book:
        put(book, a_task("next"))
        book.forget_history()
    assert (folder / "queue.json").is_symlink()
    assert (folder / "journal.log").is_symlink()
    assert set(on_disk(folder)) == {"survey", "next", "tip", "old"}
