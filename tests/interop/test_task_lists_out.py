"""Tasks that go out to Todoist and Trello are read back with the same titles, dates and labels."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from support.importing import NOW, read_text

from gigplanner.interop.todoist_out import write_todoist
from gigplanner.interop.trello_out import write_trello
from gigplanner.model import Money, Settings, Task

LONDON = Settings(zone="Europe/London")
TASKS = (
    Task(
        id="t1",
        title="Receipts, tag “all” of them",
        pay=Money(50, "USD"),
        minutes=2,
        units=40,
        platform="MTurk",
        due=datetime(2026, 12, 1, 17, tzinfo=UTC),
        needs=frozenset({"phone"}),
        tags=("quick money", "p2"),
        url="https://example.org/hit?a=1",
        notes="First line\nSecond, with “quotes”",
    ),
    Task(
        id="t2",
        title="Commuting survey",
        pay=Money(410, "GBP"),
        minutes=12.5,
        platform="Prolific",
        due=datetime(2026, 7, 1, 22, 59, tzinfo=UTC),  # the last minute of a summer's day in London
        must=True,
    ),
    Task(id="t3", title="Call the bank", pay=Money(0, "GBP"), minutes=5, lane="Private"),
)
WHEN = {task.title: task.due for task in TASKS}


def found(text: str) -> dict[str, Task]:
    reading = read_text(text, name="gigplanner.csv")
    assert reading.refused == ()
    return {task.title: task for task in reading.records if isinstance(task, Task)}


def test_todoist_reads_the_same_titles_dates_and_lengths() -> None:
    again = found(write_todoist(TASKS, LONDON))
    assert {title: task.due for title, task in again.items()} == WHEN
    assert [again[task.title].minutes for task in TASKS] == [80, 13, 5]
    assert [again[task.title].platform for task in TASKS] == ["MTurk", "Prolific", ""]
    assert again["Commuting survey"].tags == ("p1",)
    receipts = again["Receipts, tag “all” of them"]
    assert receipts.needs == {"phone"}
    assert set(receipts.tags) == {"quick_money", "phone", "p2"}
    assert receipts.url == "https://example.org/hit?a=1"
    assert "0.50 USD × 40" in receipts.notes
    assert "Second, with “quotes”" in receipts.notes


def test_todoists_file_has_its_columns_a_section_a_platform_and_blank_rows() -> None:
    rows = list(csv.reader(io.StringIO(write_todoist(TASKS, LONDON), newline="")))
    assert rows[0] == [
        "TYPE", "CONTENT", "DESCRIPTION", "PRIORITY", "INDENT", "AUTHOR", "RESPONSIBLE", "DATE",
        "DATE_LANG", "TIMEZONE", "DURATION", "DURATION_UNIT",
    ]  # fmt: skip
    assert [row[:2] for row in rows[1:]] == [
        ["task", "Call the bank"],
        ["", ""],
        ["section", "MTurk"],
        ["task", "Receipts, tag “all” of them @quick_money @phone"],
        ["", ""],
        ["section", "Prolific"],
        ["task", "Commuting survey"],
        ["", ""],
    ]
    assert [row[7] for row in rows if row[0] == "task"] == ["", "2026-12-01 17:00", "2026-07-01"]


def test_trello_reads_the_same_titles_dates_and_lists() -> None:
    again = found(write_trello(TASKS))
    assert {title: task.due for title, task in again.items()} == WHEN
    assert {title: task.lane for title, task in again.items()} == {
        "Receipts, tag “all” of them": "MTurk",
        "Commuting survey": "Prolific",
        "Call the bank": "Private",
    }
    assert set(again["Receipts, tag “all” of them"].tags) == {"quick money", "p2", "phone"}
    assert again["Receipts, tag “all” of them"].url == "https://example.org/hit?a=1"
    assert [task.source_id for task in again.values()] == ["t1", "t2", "t3"]


def test_no_title_is_a_formula() -> None:
    evil = Task(id="=1", title="=HYPERLINK(A1)", pay=Money(0, "USD"), minutes=5, notes="+1", created_at=NOW)
    for text in (write_todoist([evil], LONDON), write_trello([evil])):
        cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert "'=HYPERLINK(A1)" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
