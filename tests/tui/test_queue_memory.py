"""The queue's rows: found by words, and worded anew only where something is different."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import CHICAGO, a_desk, a_task

from gigplanner.model.catalogue import built_in
from gigplanner.model.records import Task
from gigplanner.model.settings import Settings
from gigplanner.tui.app import GigApp
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.screens.plan_queue_rows import Entry, QueueMemory, goes_on, narrowed

NOON = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
SOON = a_task("Due at once", due=NOON + timedelta(minutes=5))
SURVEY = a_task("Survey on tea", platform="Prolific", tags=("quick",), units=2)


def entries(memory: QueueMemory, *tasks: Task, now: datetime = NOON, zone: Settings = CHICAGO) -> list[Entry]:
    return memory.entries(tasks, zone, now, stated={task.id: task.minutes for task in tasks})


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("tea prolific", True),
        ("Tea mturk", False),
        ("#quick <21", True),
        ("<20", False),  # two units of ten minutes
        ("", True),
    ],
)
def test_every_word_of_the_filter_must_be_found(words: str, is_found: bool) -> None:
    assert bool(narrowed(entries(QueueMemory(built_in()), SURVEY), words)) == is_found


@pytest.mark.parametrize("typed", ["survey tea", "su <21", "<21 su", "te", "#quick prolific"])
def test_what_is_found_letter_by_letter_is_what_is_found_at_once(typed: str) -> None:
    whole = entries(QueueMemory(built_in()), SURVEY, SOON, a_task("Tell a friend", minutes=2))
    found: Sequence[Entry] = whole
    before = ""
    for query in (typed[:end].strip() for end in range(1, len(typed) + 1)):
        found, before = narrowed(found if goes_on(before, query) else whole, query), query
        assert found == narrowed(whole, query)


def test_a_remembered_row_is_the_row_that_would_be_worded_now(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, worded = QueueMemory(built_in()), []
    rows = view.queue_rows

    def noted(tasks: list[Task], *rest: object, **more: object) -> object:
        worded.append(len(tasks))
        return rows(tasks, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(view, "queue_rows", noted)
    other = a_task("Another", minutes=30)
    longer = replace(other, minutes=45.0)
    later, tomorrow = NOON + timedelta(minutes=10), NOON + timedelta(days=1)
    abroad = Settings(zone="Europe/Berlin")
    for tasks, now, settings in (
        ((SOON, other), NOON, CHICAGO),
        ((other, SOON), NOON, CHICAGO),
        ((longer, SOON), later, CHICAGO),
        ((longer, SOON), tomorrow, CHICAGO),
        ((longer,), tomorrow, abroad),
    ):
        stated = {task.id: task.minutes for task in tasks}
        plain = rows(tasks, settings, built_in(), now, marked=frozenset(), planned=frozenset(), stated=stated)
        assert [one.row for one in entries(memory, *tasks, now=now, zone=settings)] == plain
    assert worded == [2, 0, 1, 2, 1]


@pytest.mark.parametrize(
    ("wished", "has"), [("gigplanner-light", "light"), ("no such", "dark"), ("", "dark")]
)
def test_the_first_frame_has_the_theme_of_the_preferences(tmp_path: Path, wished: str, has: str) -> None:
    app = GigApp(a_desk(tmp_path, replace(CHICAGO, theme=wished)), lambda: NOON)
    assert app.theme == f"gigplanner-{has}" and app.has_class(f"-{has}-mode")
    assert app.theme_variables["background"].lower() == app.current_theme.background
