"""What dialogs read and show, as plain functions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import CHICAGO, a_block, a_desk, a_task, clock, usd

from gigplanner.interop.registry import Refused
from gigplanner.model.errors import BadInput
from gigplanner.planbook.journal import HistoryItem
from gigplanner.tui.actions import ACTIONS
from gigplanner.tui.dialogs import field_text
from gigplanner.tui.dialogs.block_form import block_texts, block_words, read_block
from gigplanner.tui.dialogs.help import MOVING, help_rows, keys_of
from gigplanner.tui.dialogs.history import history_rows
from gigplanner.tui.dialogs.import_paths import complete_path, read_paths
from gigplanner.tui.dialogs.import_report import report_lines
from gigplanner.tui.dialogs.palette import matching, target_of
from gigplanner.tui.dialogs.task_form import read_task, task_texts, task_words
from gigplanner.tui.text import width_of
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import COUNTED, FileReport, ImportReport

NOW = clock("2026-11-22 08:14")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


# --- times and amounts in fields ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "wall"),
    [
        ("fri 5pm", "2026-11-27 17:00"),
        ("2026-11-27 17:00", "2026-11-27 17:00"),
        ("tomorrow", "2026-11-23 23:59"),
        ("24 nov 9:30", "2026-11-24 09:30"),
        ("17:00", "2026-11-22 17:00"),
        ("7am", "2026-11-23 07:00"),
        ("2026-11-27T17:00:00+00:00", "2026-11-27 11:00"),
    ],
)
def test_a_due_time_is_read_by_the_persons_clock(typed: str, wall: str) -> None:
    assert field_text.read_due(typed, NOW, CHICAGO) == clock(wall)


@pytest.mark.parametrize("typed", ["soon", "fri 5pm or so", "2026-13-40", "25:00"])
def test_what_is_no_time_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(BadInput, match=r"use .*\d"):
        field_text.read_due(typed, NOW, CHICAGO)


@pytest.mark.parametrize(
    "instant", [clock("2026-11-27 17:00"), clock("2026-03-08 00:30"), clock("2027-01-01 00:01")]
)
def test_a_shown_time_is_read_back_as_itself(instant: datetime) -> None:
    shown = field_text.show_instant(instant, CHICAGO)
    assert field_text.read_due(shown, NOW, CHICAGO) == instant
    assert field_text.read_not_before(shown, NOW, CHICAGO) == instant


@pytest.mark.parametrize(
    ("typed", "minutes"), [("12", 12), ("12.5", 12.5), ("1h30", 90), ("2h", 120), ("45m", 45)]
)
def test_minutes_are_read_as_people_write_them(typed: str, minutes: float) -> None:
    assert field_text.read_minutes(typed, "Minutes") == minutes


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("11-14", "2026-11-22 11:00", "2026-11-22 14:00"),
        ("22-6", "2026-11-22 22:00", "2026-11-23 06:00"),
        ("9am–5pm", "2026-11-22 09:00", "2026-11-22 17:00"),
        ("09:00-17:00 +2d", "2026-11-22 09:00", "2026-11-24 17:00"),
        ("22:00-06:00 +1 day", "2026-11-22 22:00", "2026-11-24 06:00"),
    ],
)
def test_a_stretch_of_time_is_read_and_shown_the_same(typed: str, start: str, end: str) -> None:
    span = (datetime.fromisoformat(start), datetime.fromisoformat(end))
    assert field_text.read_times(typed, date(2026, 11, 22)) == span
    assert field_text.read_times(field_text.show_range(*span), date(2026, 11, 22)) == span


@pytest.mark.parametrize("typed", ["0", "101", "-5", "half", "80%%"])
def test_a_chance_lies_between_one_and_a_hundred_per_cent(typed: str) -> None:
    with pytest.raises(BadInput, match="chance"):
        field_text.read_odds(typed)
    assert field_text.read_odds("12.5 %") == 0.125


# --- tasks -------------------------------------------------------------------------------------------------


def test_a_field_left_alone_keeps_its_exact_value(desk: Desk) -> None:
    task = a_task(
        "Tag images",
        "0.05",
        1 / 3,
        odds=5 / 6,
        due=clock("17:00").replace(second=59),
        source="trello",
        notes=" x",
    )
    texts = task_texts(task, CHICAGO) | {"title": "Tag photos"}
    assert read_task(task, texts, frozenset(), now=NOW, desk=desk) == replace(task, title="Tag photos")


def test_a_new_task_needs_a_title_and_minutes_and_knows_its_platform(desk: Desk) -> None:
    texts = task_texts(None, CHICAGO)
    with pytest.raises(BadInput, match="title"):
        read_task(None, texts, frozenset(), now=NOW, desk=desk)
    texts |= {"title": "Label X-rays", "platform": "amazon mechanical turk"}
    with pytest.raises(BadInput, match="Minutes"):
        read_task(None, texts, frozenset(), now=NOW, desk=desk)
    texts |= {
        "minutes": "1h30",
        "pay": "4.10",
        "tags": "#slow, evening slow",
        "min_chunk": "10",
        "due": "fri",
    }
    task = read_task(None, texts, frozenset({"need-quiet", "must"}), now=NOW, desk=desk)
    assert (task.platform, task.minutes, task.pay) == ("MTurk", 90, usd("4.10"))
    assert task.tags == ("slow", "evening")
    assert task.needs == {"quiet"}
    assert (task.must, task.splittable, task.min_chunk) == (True, True, 10)
    assert task.created_at == NOW


def test_emptying_a_field_takes_its_value_away(desk: Desk) -> None:
    task = a_task("Survey", "3.20", 12, due=clock("17:00"), odds=0.5, units=3, tags=("a",))
    texts = task_texts(task, CHICAGO) | {"due": "", "odds": "", "units": "", "pay": "", "tags": ""}
    made = read_task(task, texts, frozenset(), now=NOW, desk=desk)
    assert (made.due, made.odds, made.units, made.pay, made.tags) == (None, 1.0, 1, usd("0"), ())


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("pay", "1e3", "amount of money"),
        ("pay", "-3", "zero or more"),
        ("minutes", "", "Minutes"),
        ("units", "0", "units"),
        ("units", "many", "Units"),
        ("due", "yesterday 5am", "due before"),
        ("min_chunk", "60", "longer than the whole"),
    ],
)
def test_a_wrong_field_is_named_in_one_sentence(desk: Desk, field: str, typed: str, says: str) -> None:
    task = a_task("Survey", not_before=clock("09:00"))
    with pytest.raises(BadInput, match=says):
        read_task(task, task_texts(task, CHICAGO) | {field: typed}, frozenset(), now=NOW, desk=desk)


def test_a_task_in_words_says_what_it_pays_an_hour_and_when_it_is_due() -> None:
    task = a_task("Receipts", "0.50", 2, units=14, due=clock("2026-11-24 21:00"))
    assert task_words(task, NOW, CHICAGO) == "$7.00 in 28 min for all 14 · $15.00/h · due Tue 24 Nov 21:00"
    assert "(past)" in task_words(replace(task, due=clock("08:00")), NOW, CHICAGO)


# --- blocks ------------------------------------------------------------------------------------------------


def test_an_untouched_block_comes_back_as_it_was(desk: Desk) -> None:
    for block in (
        a_block("Night", "2026-11-22 22:00", "2026-11-23 06:00", kind="shift", place="car", before=15),
        a_block(
            "Away", "2026-11-22 00:00", "2026-11-25 00:00", kind="personal", transparent=True, all_day=True
        ),
        a_block(
            "Imported", "10:00", "11:00", place="Main St 4", source="ics", source_id="x@y", expected=usd("9")
        ),
    ):
        ticked = frozenset({"transparent"} if block.transparent else ())
        texts = block_texts(block, NOW.date(), CHICAGO)
        assert read_block(block, NOW.date(), texts, ticked, now=NOW, desk=desk) == block


def test_a_block_of_a_platform_needs_no_title(desk: Desk) -> None:
    texts = block_texts(None, date(2026, 11, 24), CHICAGO) | {"time": "11-14"}
    with pytest.raises(BadInput, match="title or a platform"):
        read_block(None, date(2026, 11, 24), texts, frozenset(), now=NOW, desk=desk)
    made = read_block(
        None, date(2026, 11, 24), texts | {"platform": "doordash"}, frozenset(), now=NOW, desk=desk
    )
    assert (made.title, made.kind, made.zone) == ("DoorDash", "shift", "America/Chicago")
    assert (made.start, made.end) == (clock("2026-11-24 11:00"), clock("2026-11-24 14:00"))


def test_a_block_moved_to_another_day_keeps_its_hours(desk: Desk) -> None:
    block = a_block("Night", "2026-11-22 22:00", "2026-11-23 06:00")
    texts = block_texts(block, NOW.date(), CHICAGO) | {"date": "fri"}
    made = read_block(block, NOW.date(), texts, frozenset(), now=NOW, desk=desk)
    assert block_words(made, CHICAGO) == "Fri 27 Nov 22:00 – Sat 28 Nov 06:00 · 8 h"


def test_an_hour_that_the_clocks_leave_out_is_refused(desk: Desk) -> None:
    texts = block_texts(None, date(2026, 3, 8), CHICAGO) | {"title": "Early", "time": "2:30-3:15"}
    with pytest.raises(BadInput, match="clocks go forward"):
        read_block(None, date(2026, 3, 8), texts, frozenset(), now=NOW, desk=desk)


# --- help, palette, history --------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [20, 34, 74, 112])
def test_help_names_every_registered_key_at_any_width(width: int) -> None:
    lines = [row.line for row in help_rows(width)]
    assert {width_of(line.text) for line in lines} == {width}
    words = " ".join(line.text for line in lines).split()
    assert width < 34 or not any(line.text.endswith("…") for line in lines), "nothing is cut off"
    for action in ACTIONS:
        assert set(keys_of(action)) <= set(words), action.id
    assert all(does.split()[0] in words for _, does in MOVING)


def test_help_is_in_one_column_on_a_phone_and_in_several_without_scrolling_on_a_desk() -> None:
    assert len(help_rows(34)) > 2 * len(help_rows(116))
    assert len(help_rows(116)) <= 36 - 3


@pytest.mark.parametrize(
    ("typed", "first"), [("und", "undo"), ("re do", "redo"), ("hist", "history"), ("filler", "filler")]
)
def test_the_palette_finds_the_action_meant_first(typed: str, first: str) -> None:
    assert matching(typed, ACTIONS)[0].title == first


def test_the_palette_finds_by_letters_in_order_and_nothing_by_nonsense() -> None:
    assert "new block" in [action.title for action in matching("nblk", ACTIONS)]
    assert matching("zzqx", ACTIONS) == []
    assert matching("  ", ACTIONS) == list(ACTIONS)


def test_the_palette_says_who_has_the_action() -> None:
    targets = {action.id: target_of(action) for action in ACTIONS if action.scope in ("app", "plan")}
    assert targets["undo"] == "app.undo"
    assert targets["accept"] == "screen.accept"


def test_history_has_a_heading_a_day_and_strikes_what_was_undone() -> None:
    items = [
        HistoryItem(3, clock("2026-11-22 08:10"), "Completed Survey", "app", True),
        HistoryItem(2, clock("2026-11-22 00:10"), "Added Survey", "add", False),
        HistoryItem(1, datetime(2026, 11, 22, 5, tzinfo=UTC), "Added Lunch", "", False),
    ]
    rows = history_rows(items, CHICAGO)
    texts = ["".join(piece.text for piece in (*row.left, *row.right)) for row in rows]
    assert texts == [
        "Sunday 22 November",
        "08:10  Completed Surveyapp · undone",
        "00:10  Added Surveyadd",
        "Saturday 21 November",
        "23:00  Added Lunch",
    ]
    assert [row.left[-1].style for row in rows if row.key] == ["done", "", ""]


# --- importing ---------------------------------------------------------------------------------------------


def test_paths_may_be_quoted_escaped_dropped_or_several(tmp_path: Path) -> None:
    two_words = tmp_path / "my tasks.csv"
    two_words.write_text("title,minutes\n")
    a, b = tmp_path / "a.ics", tmp_path / "it's.ics"
    assert read_paths(str(two_words)) == [two_words]
    assert read_paths(f"'{two_words}' {a}") == [two_words, a]
    assert read_paths(f'{a} "{b}"') == [a, b]
    assert read_paths(str(two_words).replace(" ", "\\ ")) == [two_words]
    assert read_paths(two_words.as_uri()) == [two_words]
    assert read_paths(f"{a} {a}") == [a]
    assert read_paths("   ") == []


def test_paths_nobody_has_are_no_error() -> None:
    for text in ("~nobody/x", "\x00", "'", "x" * 5000, "\\"):
        assert all(isinstance(path, Path) for path in read_paths(text))
        complete_path(text)


def test_a_path_is_completed_to_the_first_entry_that_begins_so(tmp_path: Path) -> None:
    (tmp_path / "calendar.ics").write_text("")
    (tmp_path / "Calm folder").mkdir()
    (tmp_path / ".hidden").write_text("")
    assert complete_path(f"{tmp_path}/cal") == f"{tmp_path}/calendar.ics"
    assert complete_path(f"{tmp_path}/Cal") == f"{tmp_path}/Calm folder/"
    assert (
        complete_path(f"{tmp_path}/calendar.ics {tmp_path}/.h")
        == f"{tmp_path}/calendar.ics {tmp_path}/.hidden"
    )
    assert complete_path(f"{tmp_path}/zzz") is None
    assert complete_path("") is None


def test_a_report_shows_counts_zone_first_records_and_reasons_in_any_width() -> None:
    file = FileReport(
        file="/x/tasks.csv",
        format="tasks-csv",
        zone_rule="Times without an offset are taken as America/Chicago.",
        added={name: 2 if name == "tasks" else 0 for name in COUNTED},
        unchanged=4,
        updated=1,
        refused=tuple(Refused(line, "This row has no title.") for line in range(2, 40)),
        warnings=("Columns were left out.",),
        sample=(a_task("Tag images", "0.05", 0.5, units=40), a_block("Lunch", "11:00", "14:00")),
    )
    report = ImportReport((file,), (("/x/bad.csv", "bad.csv is empty."),), "")
    text = "\n".join(line.text for line in report_lines(report, CHICAGO, 90))
    for said in (
        "tasks.csv",
        "2 tasks · 1 updated · 4 unchanged · 38 refused",
        "America/Chicago",
        "Tag images ×40",
        "$0.05 · 0.5 min",
        "Lunch",
        "Sun 22 Nov 2026 11:00–14:00",
        "Columns were left out.",
        "line 2: This row has no title.",
        "and 18 more refused",
        "bad.csv is empty.",
    ):
        assert said in text
    for width in (1, 7, 34):
        assert report_lines(report, CHICAGO, width)
