"""A disk that fails at every step of an action and of bringing the files up to date, once or from then on."""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from support.planbooks import (
    NOW,
    OCTOBER,
    a_task,
    an_earning,
    complete,
    holdings,
    on_disk,
    plain_documents,
    put,
    temporaries,
)

from gigplanner.planbook import NotSaved, Planbook, PlanbookError, Unsure

CALLS = ("open", "write", "fsync", "replace", "ftruncate", "close", "mkdir")
REFUSALS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES)


class Disk:
    """Counts the calls that change the disk, and fails the `failing`th: then once, or each time after it."""

    def __init__(self, failing: int, error: int, *, lasting: bool, half: bool = False) -> None:
        self.calls: list[str] = []
        self._failing, self._error, self._lasting, self._half = failing, error, lasting, half

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if name == "open" and not arguments[1] & os.O_CREAT:
                return real(*arguments, **options)
            self.calls.append(name)
            number = len(self.calls) - 1
            if number < self._failing or (number > self._failing and not self._lasting):
                return real(*arguments, **options)
            if name == "write" and self._half:
                real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
            if name == "close":
                real(*arguments)  # the system closes the file, whatever it says
            raise OSError(self._error, os.strerror(self._error))

        return call


@contextmanager
def on(disk: Disk) -> Iterator[Disk]:
    """Let `disk` stand between this process and the real one."""
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, disk.wrap(name, getattr(os, name)))
        yield disk


def faults() -> Iterator[dict[str, Any]]:
    for error in REFUSALS:
        for lasting in (False, True):
            yield {"error": error, "lasting": lasting}
    yield {"error": errno.ENOSPC, "lasting": False, "half": True}
    yield {"error": errno.ENOSPC, "lasting": True, "half": True}


FAULTS = [pytest.param(fault, id="-".join(map(str, fault.values()))) for fault in faults()]


def prepared(folder: Path) -> Planbook:
    with Planbook(folder) as book:
        put(book, a_task("survey"), an_earning("old", at=OCTOBER))
    return Planbook(folder)


def act(book: Planbook) -> None:
    """One action over three files."""
    with book.action("Act", now=NOW) as transaction:
        complete(transaction, "survey")
        transaction.put(a_task("next"))
        transaction.put(an_earning("older", at=OCTOBER))


def assert_mended(book: Planbook, folder: Path) -> None:
    """With the fault gone the same window goes on, and everybody sees the same."""
    put(book, an_earning("after"))
    book.close()
    assert holdings(book) == on_disk(folder)
    assert "after" in on_disk(folder)
    assert temporaries(folder) == []
    assert {one["id"] for table in ("tasks", "earnings") for one in plain_documents(folder)[table]} == set(
        on_disk(folder)
    )


@pytest.mark.parametrize("fault", FAULTS)
def test_an_action_on_a_failing_disk_is_done_or_not_done_as_it_says(tmp_path: Path, fault):
    for failing in count():
        folder = tmp_path / str(failing)
        book = prepared(folder)
        old = on_disk(folder)
        outcome: Exception | None = None
        with on(Disk(failing, **fault)) as disk:
            try:
                act(book)
            except PlanbookError as error:
                outcome = error
        after = on_disk(folder)
        if outcome is None:
            assert set(after) == {"survey", "next", "old", "older"}
        elif isinstance(outcome, Unsure):
            assert after == old or set(after) == {"survey", "next", "old", "older"}
            assert "Look whether the change is there" in str(outcome)
        else:
            assert isinstance(outcome, NotSaved)
            assert after == old
            assert str(outcome).startswith("Not saved: cannot write /")
            assert str(outcome).endswith("Nothing was changed.")
        assert temporaries(folder) == []
        assert_mended(book, folder)
        if len(disk.calls) <= failing:
            assert failing > 4
            return


@pytest.mark.parametrize("fault", FAULTS)
def test_files_that_cannot_be_brought_up_to_date_are_later(tmp_path: Path, fault):
    for failing in count():
        folder = tmp_path / str(failing)
        book = prepared(folder)
        act(book)
        done = on_disk(folder)
        with on(Disk(failing, **fault)) as disk:
            try:
                book.forget_history()
            except NotSaved as error:
                assert str(error).split(": ")[0].startswith(("Not saved", "/"))
                assert "\n" not in str(error)
        assert on_disk(folder) == done
        assert temporaries(folder) == []
        book.checkpoint()
        assert on_disk(folder) == holdings(book) == done
        assert_mended(book, folder)
        if len(disk.calls) <= failing:
            assert failing > 15
            return


@pytest.mark.parametrize("error", REFUSALS)
def test_a_new_planbook_on_a_failing_disk_is_begun_later(tmp_path: Path, error):
    for failing in count():
        folder = tmp_path / str(failing) / "deeper" / "planbook"
        book = Planbook(folder)
        with on(Disk(failing, error, lasting=True)) as disk:
            try:
                put(book, a_task("survey"))
            except NotSaved:
                assert failing < len(disk.calls)
        put(book, a_task("next"))
        assert_mended(book, folder)
        if len(disk.calls) <= failing:
            assert "survey" in on_disk(folder)
            return


def test_a_disk_that_takes_a_few_bytes_at_a_time_gets_them_all(tmp_path: Path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, bytes(data)[:7]))
    with Planbook(tmp_path) as book:
        put(book, a_task("survey"), an_earning("tip"))
    monkeypatch.undo()
    assert set(on_disk(tmp_path)) == {"survey", "tip"}


def test_a_disk_that_takes_nothing_is_not_asked_for_ever(tmp_path: Path, monkeypatch):
    book = prepared(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda handle, data: 0)
        with pytest.raises(NotSaved, match="the disk reported an error"):
            act(book)
    assert_mended(book, tmp_path)


def test_a_file_that_may_not_grow_is_said_to_be_the_reason(tmp_path: Path):
    book = prepared(tmp_path)
    old = on_disk(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, ((tmp_path / "journal.log").stat().st_size + 50, hard))
        with pytest.raises(NotSaved, match="the file may not grow"):
            act(book)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)
    assert on_disk(tmp_path) == old
    assert_mended(book, tmp_path)


def test_a_file_that_the_disk_refused_to_give_once_is_there_when_it_gives_it(tmp_path: Path, monkeypatch):
    prepared(tmp_path)
    held = on_disk(tmp_path)

    def refuse(*_: Any) -> bytes:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(Path, "read_bytes", refuse)
        refused = Planbook(tmp_path)
        assert holdings(refused) == {}
        assert set(refused.problems) == {"queue", "2026-10"}
        assert all("the disk reported an error" in one for one in refused.problems.values())
        with pytest.raises(PlanbookError, match=r"Cannot read /.*queue\.json: the disk reported an error"):
            put(refused, a_task("unseen"))
    assert holdings(refused) == held
    assert refused.problems == {}


def test_a_folder_nobody_may_look_into_is_named(tmp_path: Path, monkeypatch):
    def refuse(*_: Any, **__: Any) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied")

    prepared(tmp_path)
    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(PlanbookError, match=r"Cannot read /.*: permission denied"):
        Planbook(tmp_path)
    monkeypatch.undo()
    book = Planbook(tmp_path)
    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(PlanbookError, match=r"Cannot read /.*months: permission denied"):
        list(book.every(type(an_earning("x"))))


class Order:
    """What happened to which path, in order: written, synced, named."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.events: list[tuple[str, str]] = []
        self._paths: dict[int, str] = {}
        real_open, real_write, real_fsync, real_replace = os.open, os.write, os.fsync, os.replace

        def opened(path: Any, *arguments: Any, **options: Any) -> int:
            handle = real_open(path, *arguments, **options)
            self._paths[handle] = Path(path).name
            return handle

        def wrote(handle: int, data: bytes) -> int:
            self.events.append(("write", self._paths[handle]))
            return real_write(handle, data)

        def synced(handle: int) -> None:
            real_fsync(handle)
            self.events.append(("sync", self._paths[handle]))

        def replaced(source: Any, goal: Any) -> None:
            real_replace(source, goal)
            self.events.append(("name", Path(goal).name))

        for name, fake in (("open", opened), ("write", wrote), ("fsync", synced), ("replace", replaced)):
            patch.setattr(os, name, fake)


def test_everything_is_on_the_disk_before_what_builds_on_it(tmp_path: Path, monkeypatch):
    folder = tmp_path / "share" / "planbook"
    book = Planbook(folder)
    order = Order(monkeypatch)
    put(book, a_task("survey"))
    assert [event for event in order.events if event[1] != "lock"] == [
        ("sync", tmp_path.name),  # the name "share"
        ("sync", "share"),  # the name "planbook"
        ("sync", "planbook"),  # the name "months"
        ("sync", "journal.log"),
        ("sync", "planbook"),  # the name "journal.log"
        ("sync", "share"),
        ("write", "journal.log"),
        ("sync", "journal.log"),
    ]
    order.events.clear()
    put(book, an_earning("tip"))
    assert order.events == [("write", "journal.log"), ("sync", "journal.log")]
    order.events.clear()
    book.forget_history()
    me = os.getpid()
    assert order.events == [
        ("write", f".2026-11.json.{me}.tmp"),
        ("sync", f".2026-11.json.{me}.tmp"),
        ("name", "2026-11.json"),
        ("sync", "months"),
        ("write", f".queue.json.{me}.tmp"),
        ("sync", f".queue.json.{me}.tmp"),
        ("name", "queue.json"),
        ("sync", "planbook"),
        ("write", "journal.log"),  # the mark, only now
        ("sync", "journal.log"),
        ("write", f".journal.log.{me}.tmp"),
        ("sync", f".journal.log.{me}.tmp"),
        ("name", "journal.log"),
        ("sync", "planbook"),
    ]


def test_what_another_process_may_have_left_unsynced_is_synced_before_anything_is_built_on_it(
    tmp_path: Path, monkeypatch
):
    book = prepared(tmp_path)
    put(book, a_task("mine"))
    put(Planbook(tmp_path), a_task("theirs"))
    order = Order(monkeypatch)
    put(book, a_task("next"))
    assert order.events == [
        ("sync", "journal.log"),
        ("sync", tmp_path.name),
        ("write", "journal.log"),
        ("sync", "journal.log"),
    ]
