"""What a person can rely on when an action is done: it is on disk, whole, and can be taken back."""

from __future__ import annotations

import os
import stat
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
    complete,
    holdings,
    on_disk,
    plain_documents,
    put,
)

from gigplanner.model import Block, DayNote, Earning, GigError, Money, PlacedTask, Plan, Series, Span, Task
from gigplanner.planbook import Planbook
from gigplanner.planbook.tinydb_storage import AtomicStorage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "planbook"


@pytest.fixture
def book(folder: Path) -> Planbook:
    return Planbook(folder, by="the app")


def a_block(name: str, start: datetime, end: datetime) -> Block:
    return Block(id=name, title=name, start=start, end=end)


def a_plan(day: date, **fields: object) -> Plan:
    money = Money(0, "USD")
    given = {"id": day.isoformat(), "date": day, "made_at": NOW, "expected": money, "bound": money}
    return Plan(**(given | fields))


class TestActions:
    def test_looking_at_a_planbook_that_is_not_there_creates_nothing(self, folder: Path, book: Planbook):
        assert book.is_empty
        assert book.queue(Task) == []
        assert book.undo(NOW) is None
        book.close()
        assert not folder.exists()

    def test_an_action_is_on_disk_when_it_returns(self, folder: Path, book: Planbook):
        put(book, a_task("survey"))
        assert Planbook(folder).queue(Task) == [a_task("survey")]

    def test_another_window_sees_it_at_its_next_look(self, folder: Path, book: Planbook):
        other = Planbook(folder)
        put(book, a_task("survey"))
        assert other.queue(Task) == []
        assert other.refresh()
        assert other.queue(Task) == [a_task("survey")]
        assert not other.refresh()

    def test_after_closing_every_file_opens_with_plain_tinydb(self, folder: Path):
        with Planbook(folder) as book:
            put(book, a_task("survey"), a_task("receipts"), an_earning("tip"), an_earning("old", at=OCTOBER))
            with book.action("Done", now=NOW) as transaction:
                complete(transaction, "survey")
        documents = plain_documents(folder)
        assert {one["id"] for one in documents["tasks"]} == {"survey", "receipts"}
        assert {one["id"] for one in documents["earnings"]} == {"tip", "old"}
        assert sorted(path.name for path in folder.glob("months/*")) == ["2026-10.json", "2026-11.json"]

    def test_an_action_that_raises_has_done_nothing(self, folder: Path, book: Planbook):
        put(book, a_task("survey"))
        with pytest.raises(ZeroDivisionError), book.action("Fails", now=NOW) as transaction:
            transaction.put(a_task("other"))
            transaction.remove(a_task("survey"))
            1 / 0  # noqa: B018
        assert holdings(book) == on_disk(folder) == {"survey": a_task("survey")}
        put(book, a_task("next"))
        assert set(on_disk(folder)) == {"survey", "next"}

    def test_an_action_that_changes_nothing_leaves_no_trace(self, book: Planbook):
        put(book, a_task("survey"))
        put(book, a_task("survey"), words="Again")
        assert book.seq == 1
        assert [item.words for item in book.history()] == ["Put"]

    def test_a_finished_task_moves_to_the_file_of_its_month_and_is_never_in_both(
        self, folder: Path, book: Planbook
    ):
        put(book, a_task("survey"))
        with book.action("Done", now=NOW) as transaction:
            complete(transaction, "survey")
        assert book.queue(Task) == []
        assert [task.id for task in book.within(Task, Span(NOW, NOW + DAY))] == ["survey"]
        assert book.undo(NOW) == "Done"
        assert book.queue(Task) == [a_task("survey")]
        assert holdings(book) == on_disk(folder)

    def test_an_earning_moved_to_another_month_leaves_the_first(self, folder: Path, book: Planbook):
        put(book, an_earning("tip"))
        with book.action("Move", now=NOW) as transaction:
            transaction.put(replace(transaction.get(Earning, "tip", near=NOW), at=OCTOBER))
        book.close()
        assert on_disk(folder) == {"tip": an_earning("tip", at=OCTOBER)}
        assert "earnings" not in AtomicStorage(folder / "months" / "2026-11.json").read()

    def test_a_record_that_moved_meanwhile_is_still_removed_and_replaced(self, folder: Path, book: Planbook):
        old = an_earning("tip")
        put(book, old, an_earning("other"))
        for name in ("tip", "other"):
            with Planbook(folder).action("Move", now=NOW) as transaction:
                transaction.put(an_earning(name, at=OCTOBER), replaces=an_earning(name))
        with book.action("Remove", now=NOW) as transaction:
            transaction.remove(old)
            transaction.put(an_earning("other", note="late"), replaces=an_earning("other"))
        assert on_disk(folder) == {"other": an_earning("other", note="late")}

    def test_a_record_that_is_gone_is_said_to_be(self, book: Planbook):
        gone = pytest.raises(GigError, match="That task is not there any more")
        with gone, book.action("Done", now=NOW) as transaction:
            complete(transaction, "nothing")

    def test_an_action_inside_an_action_is_refused_at_once(self, book: Planbook):
        with pytest.raises(RuntimeError, match="inside another"), book.action("One", now=NOW):
            put(book, a_task("survey"))
        put(book, a_task("survey"))

    def test_naive_times_and_numbers_that_are_none_are_refused_before_anything_is_written(
        self, folder: Path, book: Planbook
    ):
        naive = NOW.replace(tzinfo=None)
        money = Money(1, "USD")
        placed = PlacedTask(task="t", title="t", start=naive, end=NOW, units=1, minutes=1, expected=money)
        for record in (
            a_task("due", due=naive),
            an_earning("tip", at=naive),
            a_plan(NOW.date(), placements=(placed,)),
            a_task("endless", minutes=float("inf")),
            a_task("odd", odds=float("nan")),
        ):
            with pytest.raises(ValueError, match=r"needs a time zone|not a finite number"):
                put(book, record)
        with pytest.raises(ValueError, match="needs a time zone"), book.action("Now", now=naive):
            pass
        with pytest.raises(ValueError, match="needs a time zone"):
            book.undo(naive)
        assert on_disk(folder) == {}

    def test_a_series_keeps_its_wall_times(self, folder: Path, book: Planbook):
        series = Series(id="s", title="Lunch", first=NOW.replace(tzinfo=None), minutes=60, rule="FREQ=DAILY")
        put(book, series)
        book.close()
        assert Planbook(folder).queue(Series) == [series]

    def test_what_a_newer_version_added_survives_a_change(self, folder: Path, book: Planbook):
        put(book, a_task("survey"))
        book.close()
        storage = AtomicStorage(folder / "queue.json")
        tables = storage.read()
        (number,) = tables["tasks"]
        tables["tasks"][number]["mood"] = {"icon": "✦"}
        tables["moods"] = {"7": {"id": "glad"}, "8": {"without": "an id"}}
        storage.write(tables)
        with Planbook(folder) as later:
            put(later, a_task("survey", notes="changed"))
        tables = storage.read()
        assert tables["tasks"][number]["mood"] == {"icon": "✦"}
        assert tables["tasks"][number]["notes"] == "changed"
        assert tables["moods"]["8"] == {"without": "an id"}
        assert {"id": "glad"} in tables["moods"].values()

    def test_only_the_owner_can_read_it(self, tmp_path: Path):
        before = os.umask(0)
        try:
            folder = tmp_path / "share" / "gigplanner"
            with Planbook(folder) as book:
                put(book, a_task("survey"), an_earning("tip"))
                book.forget_history()
        finally:
            os.umask(before)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
        assert modes == {
            "queue.json": 0o600,
            "journal.log": 0o600,
            "lock": 0o600,
            "months": 0o700,
            "2026-11.json": 0o600,
        }
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700


class TestReading:
    def test_blocks_are_found_by_overlap_and_the_rest_by_moment(self, book: Planbook):
        night = a_block("night", OCTOBER, OCTOBER + timedelta(hours=8))
        put(book, night, an_earning("old", at=OCTOBER), an_earning("tip"))
        november_first = Span(OCTOBER + timedelta(hours=2), OCTOBER + DAY)
        assert book.within(Block, november_first) == [night]
        assert book.within(Block, Span(night.end, night.end + DAY)) == []
        assert book.within(Earning, november_first) == []
        assert [one.id for one in book.within(Earning, Span(OCTOBER, NOW + DAY))] == ["old", "tip"]

    def test_all_of_time_may_be_asked_for(self, book: Planbook):
        put(book, a_block("lunch", NOW, NOW + timedelta(hours=1)))
        ever = Span(datetime.min.replace(tzinfo=NOW.tzinfo), datetime.max.replace(tzinfo=NOW.tzinfo))
        assert [block.id for block in book.within(Block, ever)] == ["lunch"]

    def test_plans_and_notes_are_found_by_their_day(self, folder: Path, book: Planbook):
        first, last = date(2026, 10, 31), date(2026, 11, 1)
        put(book, a_plan(first), a_plan(last), DayNote(id=last.isoformat(), date=last, text="Good"))
        again = Planbook(folder)
        assert [plan.date for plan in again.dated(Plan, first, last)] == [first, last]
        assert [note.text for note in again.dated(DayNote, last, last)] == ["Good"]
        assert again.dated(Plan, date(2026, 12, 1), date(2026, 12, 31)) == []
        assert again.find(Plan, first.isoformat(), near=first) == a_plan(first)
        assert again.find(Plan, first.isoformat()) == a_plan(first)
        assert again.find(Plan, "2026-12-01", near=date(2026, 12, 1)) is None

    def test_a_reader_that_lags_never_sees_a_moved_record_twice_or_not_at_all(
        self, folder: Path, book: Planbook
    ):
        put(book, a_task("survey"))
        reader = Planbook(folder)
        with book.action("Done", now=NOW) as transaction:
            complete(transaction, "survey")
        book.close()
        assert [task.status for task in reader.every(Task)] == ["done"]
        book.undo(NOW)
        book.close()
        late = Planbook(folder)
        book.redo(NOW)
        book.forget_history()
        assert [task.status for task in late.every(Task)] == ["done"]


class TestUndo:
    def test_everything_can_be_undone_and_redone_across_a_restart(self, folder: Path):
        states = [{}]
        for name in ("one", "two", "three"):
            with Planbook(folder) as book:
                put(book, a_task(name), words=f"Add {name}")
                states.append(holdings(book))
        for words, state in zip(["Add three", "Add two", "Add one"], states[2::-1], strict=True):
            with Planbook(folder) as book:
                assert book.undo(NOW) == words
                assert holdings(book) == state
        assert Planbook(folder).undo(NOW) is None
        for words, state in zip(["Add one", "Add two", "Add three"], states[1:], strict=True):
            with Planbook(folder) as book:
                assert book.redo(NOW) == words
                assert holdings(book) == state
        assert Planbook(folder).redo(NOW) is None

    def test_one_window_undoes_what_another_did(self, folder: Path, book: Planbook):
        command = Planbook(folder, by="gigplanner add")
        put(command, a_task("survey"), words="Add survey")
        assert book.undo(NOW) == "Add survey"
        assert command.redo(NOW) == "Add survey"
        (item,) = book.history()
        assert (item.words, item.by, item.at, item.undone) == ("Add survey", "gigplanner add", NOW, False)

    def test_a_new_action_ends_what_could_be_redone(self, book: Planbook):
        put(book, a_task("one"), words="One")
        put(book, a_task("two"), words="Two")
        book.undo(NOW)
        assert [(item.words, item.undone) for item in book.history()] == [("Two", True), ("One", False)]
        put(book, a_task("three"), words="Three")
        assert book.redo(NOW) is None
        assert [(item.words, item.undone) for item in book.history()] == [
            ("Three", False),
            ("Two", True),
            ("One", False),
        ]
        assert book.undo(NOW) == "Three"
        assert book.undo(NOW) == "One"
        assert holdings(book) == {}

    def test_words_may_be_found_while_acting(self, book: Planbook):
        with book.action("Import", now=NOW) as transaction:
            transaction.put(a_task("one"))
            transaction.words = "Import of 1 task"
        assert book.history()[0].words == "Import of 1 task"

    def test_history_can_be_forgotten_and_nothing_else_is(self, folder: Path, book: Planbook):
        other = Planbook(folder)
        put(book, a_task("one"), an_earning("tip"))
        put(other, a_task("two"))
        before = other.seq
        book.forget_history()
        assert book.undo(NOW) is None
        assert book.history() == []
        assert set(on_disk(folder)) == {"one", "two", "tip"}
        other.refresh()
        assert set(holdings(other)) == {"one", "two", "tip"}
        put(other, a_task("three"))
        assert other.seq == before + 1
        book.refresh()
        assert set(holdings(book)) == {"one", "two", "three", "tip"}

    def test_actions_another_process_did_just_before_are_not_forgotten_with_the_history(
        self, folder: Path, book: Planbook
    ):
        put(book, a_task("one"))
        book.close()
        other = Planbook(folder)
        put(other, a_task("two"))
        put(other, a_task("three"))
        book.forget_history()
        assert set(on_disk(folder)) == {"one", "two", "three"}

    def test_a_window_opened_before_the_first_action_takes_in_what_was_since_forgotten(self, folder: Path):
        early = Planbook(folder)
        assert early.queue(Task) == []
        book = Planbook(folder)
        put(book, a_task("one"))
        book.forget_history()
        assert early.refresh()
        assert early.queue(Task) == [a_task("one")]

    def test_closing_one_window_brings_the_files_up_to_date_with_the_others_too(
        self, folder: Path, book: Planbook
    ):
        other = Planbook(folder)
        put(book, a_task("one"))
        other.close()
        assert [one["id"] for one in plain_documents(folder)["tasks"]] == ["one"]
