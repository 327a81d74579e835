"""The writer does what it is given, in order, and keeps what the disk refuses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest
from support.desks import a_desk
from support.gigdays import clock, usd

from gigplanner.model.errors import BadInput
from gigplanner.model.records import Task
from gigplanner.planbook import NotSaved, Unsure
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.queue import add_task, open_tasks
from gigplanner.workday.writer import Job, Writer

NOW = clock("09:00")
LONG = 90.0  # seconds after which something hangs


class Told:
    """What the writer told, to be waited for."""

    def __init__(self) -> None:
        self.count = 0
        self._news = Event()

    def __call__(self) -> None:
        self.count += 1
        self._news.set()

    def wait(self) -> None:
        assert self._news.wait(LONG)
        self._news.clear()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


@pytest.fixture
def writer(desk: Desk, told: Told) -> Iterator[Writer]:
    writer = Writer(desk, tell=told)
    yield writer
    writer.close(LONG)


def job(desk: Desk, work: Callable[[Desk, datetime], object], now: datetime = NOW, **kind: bool) -> Job[Any]:
    return Job(work, now, desk.settings, **kind)


def adding(title: str) -> Callable[[Desk, datetime], Done]:
    return lambda desk, now: add_task(desk, Task(id="", title=title, pay=usd("1"), minutes=2), now)


def titles(desk: Desk) -> list[str]:
    desk.book.refresh()
    return [task.title for task in open_tasks(desk)]


class Refusing:
    """Work that the disk refuses so many times before it takes it."""

    def __init__(self, times: int, error: Exception) -> None:
        self.left, self.error = times, error

    def __call__(self, desk: Desk, now: datetime) -> Done:
        if self.left:
            self.left -= 1
            raise self.error
        return adding("At last")(desk, now)


FULL = NotSaved("Not saved: the disk is full. Nothing was changed.")


def test_jobs_are_done_in_the_order_they_came(desk: Desk, writer: Writer) -> None:
    names = [f"Task {number:02}" for number in range(30)]
    for number, name in enumerate(names):
        writer.add(job(desk, adding(name), NOW + timedelta(seconds=number)))
    assert writer.wait(LONG)
    assert titles(desk) == names
    assert [cast(Done, one.result).words for one in writer.ended()] == [
        f"Added {name} to the queue" for name in names
    ]


def test_what_the_disk_refuses_is_tried_again_before_all_that_follows(
    desk: Desk, writer: Writer, told: Told
) -> None:
    writer.add(job(desk, Refusing(2, FULL)))
    writer.add(job(desk, adding("Afterwards")))
    told.wait()
    assert writer.trouble is FULL
    assert (writer.unsaved, titles(desk)) == (2, [])
    while writer.unsaved:
        writer.retry()
        told.wait()
    assert titles(desk) == ["At last", "Afterwards"]
    assert writer.trouble is None


@pytest.mark.parametrize(
    "error", [BadInput("Give the minutes."), Unsure("Nobody can say whether it reached the disk.")]
)
def test_what_another_try_would_not_mend_or_might_double_is_refused(
    desk: Desk, writer: Writer, error: Exception
) -> None:
    refused = job(desk, Refusing(1, error))
    writer.add(refused)
    writer.add(job(desk, adding("Afterwards")))
    assert writer.wait(LONG)
    assert refused.refusal is error
    assert titles(desk) == ["Afterwards"]


def test_care_of_the_files_that_fails_is_not_tried_again(desk: Desk, writer: Writer) -> None:
    care = job(desk, Refusing(1, FULL), is_kept=False)
    writer.add(care)
    assert writer.wait(LONG)
    assert care.refusal is FULL


def test_an_error_of_our_own_is_handed_to_whoever_follows_up(desk: Desk, writer: Writer) -> None:
    broken = job(desk, lambda desk, now: 1 / 0)
    writer.add(broken)
    writer.add(job(desk, adding("Afterwards")))
    assert writer.wait(LONG)
    assert isinstance(broken.crash, ZeroDivisionError)
    assert titles(desk) == ["Afterwards"]


def test_closing_does_what_is_left_and_brings_the_files_up_to_date(desk: Desk, writer: Writer) -> None:
    for name in ("One", "Two", "Three"):
        writer.add(job(desk, adding(name)))
    assert writer.close(LONG)
    assert titles(desk) == ["One", "Two", "Three"]
    assert b"Three" in (desk.book.folder / "queue.json").read_bytes()


def test_closing_on_a_full_disk_says_that_something_was_not_saved(
    desk: Desk, writer: Writer, told: Told
) -> None:
    writer.add(job(desk, Refusing(99, FULL)))
    told.wait()
    assert not writer.close(LONG)
    assert writer.unsaved == 1


def test_closing_does_not_wait_for_a_disk_that_hangs(desk: Desk, writer: Writer) -> None:
    answers = Event()
    writer.add(job(desk, lambda desk, now: answers.wait(LONG)))
    assert not writer.close(patience=0.01)
    answers.set()


def test_a_writer_that_was_given_nothing_has_nothing_to_close(desk: Desk, writer: Writer) -> None:
    assert writer.close(patience=0)
    assert not (desk.book.folder / "journal.log").exists()
