"""Any sequence of actions, in two windows and over restarts, against a plain dict."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from msgspec.structs import replace
from support.planbooks import NOW, OCTOBER, a_task, an_earning, holdings, plain_documents

from gigplanner.model import Record, Task
from gigplanner.planbook import Planbook

MOMENTS = st.sampled_from([OCTOBER, NOW, NOW.replace(year=2027)])
NAMES = st.sampled_from("abcdef")
NOTES = st.text(alphabet='xyé✦\n"\\{}', max_size=5)


class PlanbookMachine(RuleBasedStateMachine):
    """Two windows on one folder; `held` is what both must show."""

    windows = Bundle("windows")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("gigplanner.planbook.journal.LARGE", 600)  # so that some actions are large,
        self.patch.setattr("gigplanner.planbook.pieces.HELD", 900)  # some of them in several pieces,
        self.patch.setattr("gigplanner.planbook.journal.CUT_AT", 12)  # the journal is cut now and then,
        self.patch.setattr("gigplanner.planbook.shelf.MONTHS_KEPT", 2)  # and months are dropped from memory
        self.held: dict[str, Record] = {}
        self.done: list[tuple[dict[str, Record], dict[str, Record]]] = []
        self.undone: list[tuple[dict[str, Record], dict[str, Record]]] = []
        self.past: list[dict[str, Record]] = [{}]  # the tasks after every step
        self.books: dict[str, Planbook] = {}

    @initialize(target=windows)
    def open_both(self):
        self.books = {"app": Planbook(self.folder), "phone": Planbook(self.folder)}
        return multiple("app", "phone")

    def _act(self, window: str, *, put: list[Record] = (), remove: list[Record] = ()) -> None:
        after = {name: record for name, record in self.held.items() if record not in remove}
        after |= {record.id: record for record in put}
        with self.books[window].action("Act", now=NOW) as transaction:
            for record in remove:
                transaction.remove(record)
            for record in put:
                transaction.put(record, replaces=self.held.get(record.id))
        if after != self.held:
            self.done.append((self.held, after))
            self.undone.clear()
            self.held = after

    @rule(window=windows, name=NAMES, notes=NOTES)
    def put_a_task(self, window: str, name: str, notes: str):
        self._act(window, put=[a_task(f"task {name}", notes=notes)])

    @rule(window=windows, name=NAMES, at=MOMENTS, note=NOTES)
    def put_an_earning_in_any_month(self, window: str, name: str, at: datetime, note: str):
        self._act(window, put=[an_earning(f"pay {name}", at=at, note=note)])

    @rule(window=windows, name=NAMES, at=MOMENTS)
    def finish_a_task_and_log_its_pay(self, window: str, name: str, at: datetime):
        task = self.held.get(f"task {name}")
        if isinstance(task, Task):
            done = replace(task, status="done", closed_at=at)
            self._act(window, put=[done, an_earning(f"pay {name}", at=at)])

    @rule(window=windows, data=st.data())
    def remove_some(self, window: str, data: st.DataObject):
        some = data.draw(st.lists(st.sampled_from(sorted(self.held) or ["nothing"]), max_size=3, unique=True))
        self._act(window, remove=[self.held[name] for name in some if name in self.held])

    @rule(window=windows, name=NAMES)
    def fail_in_the_middle(self, window: str, name: str):
        try:
            with self.books[window].action("Fail", now=NOW) as transaction:
                for record in self.held.values():
                    transaction.remove(record)
                transaction.put(a_task(f"task {name}", title="never"))
                raise InterruptedError
        except InterruptedError:
            pass

    @rule(window=windows)
    def undo(self, window: str):
        words = self.books[window].undo(NOW)
        assert words == ("Act" if self.done else None)
        if self.done:
            before, after = self.done.pop()
            self.undone.append((before, after))
            self.held = before

    @rule(window=windows)
    def redo(self, window: str):
        words = self.books[window].redo(NOW)
        assert words == ("Act" if self.undone else None)
        if self.undone:
            before, after = self.undone.pop()
            self.done.append((before, after))
            self.held = after

    @rule(window=windows)
    def bring_the_files_up_to_date(self, window: str):
        self.books[window].checkpoint()

    @rule(window=windows)
    def forget_history(self, window: str):
        self.books[window].forget_history()
        if self.books[window].seq:
            self.done.clear()
            self.undone.clear()

    @rule(window=windows)
    def close_and_open(self, window: str):
        self.books[window].close()
        found = [
            one["id"] for name, ones in plain_documents(self.folder).items() for one in ones if name[0] != "_"
        ]
        assert sorted(found) == sorted(self.held)
        self.books[window] = Planbook(self.folder)

    @rule(window=windows)
    def die_and_open(self, window: str):
        self.books[window] = Planbook(self.folder)

    @rule(window=windows)
    def look_without_refreshing(self, window: str):
        """What a window shows while it lags is some moment of the past, never half of an action."""
        shown = list(self.books[window].every(Task))
        assert {task.id: task for task in shown} in self.past
        assert len(shown) == len({task.id for task in shown})

    @rule(window=windows)
    def look(self, window: str):
        book = self.books[window]
        book.refresh()
        assert not book.refresh()
        self._must_show_what_is_held(book)

    @invariant()
    def somebody_new_finds_what_is_held(self):
        self.past.append({name: record for name, record in self.held.items() if isinstance(record, Task)})
        self._must_show_what_is_held(Planbook(self.folder))

    def _must_show_what_is_held(self, book: Planbook) -> None:
        assert holdings(book) == self.held
        assert {task.id for task in book.queue(Task)} == {
            one.id for one in self.held.values() if isinstance(one, Task) and one.closed_at is None
        }
        for record in self.held.values():
            assert book.find(type(record), record.id, near=OCTOBER) == record
        assert book.problems == {}
        assert sum(not item.undone for item in book.history()) == len(self.done)

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder)


TestPlanbookMachine = PlanbookMachine.TestCase
TestPlanbookMachine.settings = settings(
    max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
