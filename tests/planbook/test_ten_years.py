"""A planbook stays light however much is in it: large actions, long journals, many months, old files."""

from __future__ import annotations

import shutil
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.planbooks import DAY, NOW, a_task, an_earning, holdings, on_disk, plain_documents, put

from gigplanner.model import Earning, Span, Task
from gigplanner.planbook import DamagedFile, Planbook
from gigplanner.planbook.shelf import MONTHS_KEPT
from gigplanner.planbook.storage import read_sealed
from gigplanner.planbook.tinydb_storage import AtomicStorage

FIRST = Path(__file__).parent.parent / "fixtures" / "planbook_first"
YEARS = [datetime(year, month, 3, 12, tzinfo=UTC) for year in range(2017, 2027) for month in range(1, 13)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "planbook"


def import_many(book: Planbook, name: str, count: int = 200) -> None:
    """One action of so many tasks."""
    put(book, *(a_task(f"{name} {number}") for number in range(count)), words=f"Imported {name}")


def beside(folder: Path) -> list[str]:
    """The files of large actions."""
    return sorted(path.name for path in folder.glob("journal-*.log"))


class TestLargeActions:
    def test_an_import_makes_the_journal_one_short_line_longer_and_is_undone_after_a_restart(
        self, folder: Path
    ):
        with Planbook(folder) as book:
            put(book, a_task("survey"))
            import_many(book, "list")
        assert (folder / "journal.log").stat().st_size < 2000
        assert beside(folder) == ["journal-2.log"]
        assert stat.S_IMODE((folder / "journal-2.log").stat().st_mode) == 0o600
        with Planbook(folder) as book:
            assert book.undo(NOW) == "Imported list"
            assert set(holdings(book)) == {"survey"}
        with Planbook(folder) as book:
            assert book.redo(NOW) == "Imported list"
        assert len(on_disk(folder)) == len(plain_documents(folder)["tasks"]) == 201

    def test_it_is_on_disk_before_the_files_are(self, folder: Path):
        import_many(Planbook(folder), "list")
        assert not (folder / "queue.json").exists()
        assert len(on_disk(folder)) == 200

    def test_its_file_goes_with_its_line(self, folder: Path):
        with Planbook(folder) as book:
            import_many(book, "list")
            book.forget_history()
        assert beside(folder) == []
        assert len(on_disk(folder)) == 200

    def test_what_a_killed_process_left_of_one_that_never_happened_is_swept_away(self, folder: Path):
        import_many(Planbook(folder), "list")
        (folder / "journal-2.log").write_text("half of an import")
        put(Planbook(folder), a_task("survey"))
        assert beside(folder) == ["journal-1.log"]
        assert len(on_disk(folder)) == 201

    @pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"[]")])
    def test_without_its_file_it_cannot_be_undone_and_nothing_else_suffers(self, folder: Path, damage):
        with Planbook(folder) as book:
            import_many(book, "list")
        damage(folder / "journal-1.log")
        with Planbook(folder) as book:
            with pytest.raises(DamagedFile, match=r"journal-1\.log"):
                book.undo(NOW)
            put(book, a_task("survey"))
            assert book.undo(NOW) == "Put"
        assert len(on_disk(folder)) == 200

    def test_a_window_that_lags_behind_a_cut_takes_in_imports_whose_files_are_gone(self, folder: Path):
        book, late = Planbook(folder), Planbook(folder)
        put(book, a_task("survey"))
        late.refresh()
        import_many(book, "list")
        book.forget_history()
        put(book, a_task("receipts"))
        assert late.refresh()
        assert len(holdings(late)) == 202

    def test_a_cut_between_two_looks_of_another_window_loses_it_nothing(self, folder: Path, monkeypatch):
        book, late = Planbook(folder), Planbook(folder)
        put(book, a_task("survey"))
        late.refresh()
        import_many(book, "list")
        follow = late._store._journal.follow
        monkeypatch.setattr(late._store._journal, "follow", lambda: (follow(), book.forget_history())[0])
        assert late.refresh()
        assert len(holdings(late)) == 201


class TestUndo:
    def test_the_last_actions_can_be_undone_however_often_others_were_undone_and_redone(
        self, folder: Path, monkeypatch
    ):
        monkeypatch.setattr("gigplanner.planbook.journal.CUT_AT", 300)
        with Planbook(folder) as book:
            for number in range(220):
                put(book, a_task(f"n{number}"), words=f"Add {number}")
            for _ in range(250):
                book.undo(NOW)
                book.redo(NOW)
            book.checkpoint()
        with Planbook(folder) as book:
            assert [book.undo(NOW) for _ in range(200)] == [f"Add {number}" for number in range(219, 19, -1)]
        with Planbook(folder) as book:
            assert set(holdings(book)) == {f"n{number}" for number in range(20)}
            assert [book.redo(NOW) for _ in range(200)] == [f"Add {number}" for number in range(20, 220)]

    def test_two_windows_undo_and_redo_in_turn(self, folder: Path):
        app, command = Planbook(folder, by="app"), Planbook(folder, by="command")
        for number in range(6):
            put((app, command)[number % 2], a_task(f"n{number}"), words=f"Add {number}")
        assert [window.undo(NOW) for window in (app, command, app)] == ["Add 5", "Add 4", "Add 3"]
        assert command.redo(NOW) == "Add 3"
        assert app.redo(NOW) == "Add 4"
        app.refresh(), command.refresh()
        assert holdings(app) == holdings(command) == {f"n{n}": a_task(f"n{n}") for n in range(5)}


class TestMonths:
    @pytest.fixture
    def book(self, folder: Path) -> Planbook:
        """Ten years with an earning in each month, just opened."""
        with Planbook(folder) as book:
            put(book, *(an_earning(f"{at:%Y-%m}", at=at) for at in YEARS))
            book.forget_history()
        return Planbook(folder)

    @pytest.fixture
    def read(self, monkeypatch) -> list[str]:
        """The files read, in order."""
        names: list[str] = []

        def reading(path: Path):
            names.append(path.stem)
            return read_sealed(path)

        monkeypatch.setattr("gigplanner.planbook.shelf.read_sealed", reading)
        return names

    def test_a_month_is_read_when_it_is_asked_for_and_not_before(self, book: Planbook, read: list[str]):
        put(book, an_earning("today"))
        assert read == ["2026-11"]
        march = Span(YEARS[2], YEARS[3])
        assert [one.id for one in book.within(Earning, march)] == ["2017-03"]
        assert read == ["2026-11", "2017-03", "2017-04"]

    def test_all_of_history_is_read_without_being_kept_in_memory(self, book: Planbook):
        assert len(list(book.every(Earning))) == len(YEARS)
        assert len(book.within(Earning, Span(YEARS[0], NOW))) == len(YEARS) - 1  # December is to come
        for at in YEARS:
            assert [one.at for one in book.within(Earning, Span(at, at + DAY))] == [at]
        assert len(book._shelf._loaded) <= MONTHS_KEPT + 1

    def test_months_with_actions_the_files_lack_stay_until_they_are_written(self, book: Planbook):
        for at in YEARS:
            put(book, replace(an_earning(f"{at:%Y-%m}", at=at), note="changed"))
        assert all(one.note == "changed" for one in book.every(Earning))
        book.close()
        assert all(one.note == "changed" for one in Planbook(book.folder).every(Earning))

    def test_a_record_is_found_by_its_id_in_the_one_month_that_names_it(
        self, book: Planbook, read: list[str]
    ):
        assert book.find(Earning, "2019-07") == an_earning("2019-07", at=YEARS[30])
        assert book.find(Earning, "nothing") is None
        assert read == ["2019-07"]

    def test_an_import_looks_only_into_months_that_name_its_source(self, book: Planbook, read: list[str]):
        put(book, an_earning("known", at=YEARS[5], source="bank"))
        read.clear()
        assert [one.id for one in book.every(Earning, sources={"bank"})] == ["known"]
        assert read == []  # its month was still in memory
        book.close()
        fresh = Planbook(book.folder)
        read.clear()
        assert [one.id for one in fresh.every(Earning, sources={"bank"})] == ["known"]
        assert read == ["2017-06"]

    def test_a_record_nobody_understands_is_named_though_its_month_was_only_passed_through(
        self, book: Planbook
    ):
        storage = AtomicStorage(book.path_of("2018-01"))
        tables = storage.read()
        assert tables is not None
        tables["earnings"]["5"] = {"id": "odd"}
        storage.write(tables)
        assert len(list(book.every(Earning))) == len(YEARS)
        assert list(book.every(Task)) == []
        assert "odd of earnings" in book.problems["2018-01"]


class TestFilesOfTheFirstVersion:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(FIRST, tmp_path / "first"))

    def test_they_are_read_with_the_actions_that_only_their_journal_holds(self, folder: Path):
        with Planbook(folder) as book:
            assert set(holdings(book)) == {"survey", "receipts", "old", "late"}
            assert [task.id for task in book.queue(Task)] == ["receipts", "late"]
            assert [item.words for item in book.history()] == [
                "Added late",
                "Earned a tip",
                "Completed survey",
                "Earned in October",
                "Added two tasks",
            ]
        assert {one["id"] for one in plain_documents(folder)["tasks"]} == {"survey", "receipts", "late"}

    def test_their_actions_can_be_undone(self, folder: Path):
        said = []
        for _ in range(5):
            with Planbook(folder) as book:
                said.append(book.undo(NOW))
        assert said == ["Added late", "Completed survey", "Earned in October", "Added two tasks", None]
        assert on_disk(folder) == {}
