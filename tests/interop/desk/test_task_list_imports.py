"""Todoist in its three generations, and TickTick, which looks alike."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from support.deskfiles import FOLDER, desk_file, identities, reasons, tasks
from support.importing import context, read_text

from gigplanner.interop.deskwork.typed_dates import typed_deadline
from gigplanner.interop.registry import read_file
from gigplanner.model import Money


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("todoist_2019.csv", ["set up keyboard + phone setup", "send the files"]),
        ("todoist_2023.csv", ["Oil the windows", "Buy oil", "Book the fair", "Buy oil"]),
        ("todoist_2026.csv", ["Sweep the flue 20m $15"]),
    ],
)
def test_every_generation_of_todoists_header_is_read_past_blank_rows(name: str, titles: list[str]) -> None:
    reading = desk_file(name)
    assert reading.format == "todoist"
    assert [getattr(record, "title", "") for record in reading.records] == titles
    assert reading.refused == ()


def test_labels_in_the_content_become_tags_and_needs_and_leave_the_title() -> None:
    windows = tasks(desk_file("todoist_2023.csv"))["Oil the windows"]
    assert (windows.tags, windows.needs) == (("Home", "laptop", "p2"), frozenset({"laptop"}))


def test_a_note_belongs_to_the_task_above_it_and_its_author_is_not_kept() -> None:
    reading = desk_file("todoist_2023.csv")
    assert tasks(reading)["Oil the windows"].notes == "Date: jährlich\nWith linseed oil\nused Ballistol"
    assert "Person A" not in repr(reading)


def test_an_empty_priority_is_the_highest_as_todoist_reads_it() -> None:
    found = tasks(desk_file("todoist_2019.csv"))
    assert found["send the files"].tags == ("p1",)
    assert found["set up keyboard + phone setup"].tags == (".day",)  # 4 is no priority


def test_the_indent_tells_what_a_task_is_part_of() -> None:
    oils = [task for task in desk_file("todoist_2023.csv").records if getattr(task, "title", "") == "Buy oil"]
    assert [getattr(oil, "notes", "") for oil in oils] == ["Part of Oil the windows", ""]


def test_a_duration_becomes_minutes_and_days_are_eight_hours() -> None:
    reading = desk_file("todoist_2023.csv")
    found = tasks(reading)
    assert (found["Oil the windows"].minutes, found["Book the fair"].minutes) == (90, 16 * 60)
    assert "1 task tells its duration in days: a day was taken as 8 hours." in reading.warnings


def test_a_deadline_goes_before_a_date_and_days_last_until_their_end_in_the_tasks_zone() -> None:
    reading = desk_file("todoist_2023.csv")
    assert tasks(reading)["Book the fair"].due == datetime(2026, 12, 24, 22, 59, tzinfo=UTC)  # Berlin
    dues = [getattr(task, "due", None) for task in reading.records if getattr(task, "title", "") == "Buy oil"]
    assert dues == [
        datetime(2026, 12, 9, 9, tzinfo=UTC),  # Dec 9 2026 10:00
        datetime(2026, 12, 1, 22, 59, tzinfo=UTC),  # an ISO date is understood in German too
    ]


def test_a_task_of_more_than_a_year_is_refused() -> None:
    header = "TYPE,CONTENT,PRIORITY,INDENT,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT"
    reading = read_text(f"{header}\ntask,Grow old,4,1,,,,99999,day\n")
    assert reasons(reading) == [(2, "This task takes longer than a year.")]


def test_where_both_are_told_the_deadline_is_due_and_the_date_stays_in_the_notes() -> None:
    header = "TYPE,CONTENT,PRIORITY,INDENT,DATE,DATE_LANG,TIMEZONE,DEADLINE,DEADLINE_LANG"
    (fair,) = tasks(read_text(f"{header}\ntask,Fair,4,1,2026-12-20,en,,2026-12-24,en\n")).values()
    assert (fair.due, fair.notes) == (datetime(2026, 12, 24, 23, 59, tzinfo=UTC), "Date: 2026-12-20")


def test_a_date_that_names_no_day_stays_in_the_notes_and_is_counted() -> None:
    reading = desk_file("todoist_2023.csv")
    assert "Date: every! 3 months" in tasks(reading)["Book the fair"].notes
    assert reading.warnings[-1] == (
        "2 dates were kept only as typed, in the notes, for no one day is meant: "
        "“every! 3 months”, “jährlich”."
    )


def test_the_lane_is_the_section_or_else_the_project_that_the_file_is_named_after() -> None:
    assert tasks(desk_file("todoist_2026.csv"))["Sweep the flue 20m $15"].lane == "Stove"
    data = (FOLDER / "todoist_2019.csv").read_bytes()
    reading = read_file("backup/Small jobs [6Crg8jQ886Wh4P5g].csv", data, context())
    assert tasks(reading)["send the files"].lane == "Small jobs"


def test_minutes_and_pay_of_a_title_count_where_no_duration_is_told() -> None:
    flue = tasks(desk_file("todoist_2026.csv"))["Sweep the flue 20m $15"]
    assert (flue.minutes, flue.pay) == (20, Money(1500, "USD"))


def test_tasks_of_one_name_in_two_projects_are_two_tasks() -> None:
    data = (FOLDER / "todoist_2026.csv").read_bytes()
    first, second = (read_file(name, data, context()) for name in ("House.csv", "Shop.csv"))
    assert not set(identities(first)) & set(identities(second))
    again = read_file("House [6Crg8jQ886Wh4P5g].csv", data, context())
    assert identities(again) == identities(first)


def test_rows_that_fit_nowhere_are_refused_with_their_lines() -> None:
    text = (
        "TYPE,CONTENT,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n"
        "note,nothing above,,,,,,,\nwish,Fly,1,1,,,,,\ntask,@only @labels,1,1,,,,,\n"
        "task,Fine,9,x,,,,,Nowhere/Place\n"
    )
    reading = read_text(text)
    assert reasons(reading) == [
        (2, "This note belongs to no task: there is none above it."),
        (3, "The type “wish” is unknown."),
        (4, "This task has no content."),
    ]
    assert list(tasks(reading)) == ["Fine"]


@pytest.mark.parametrize(
    ("text", "language", "due"),
    [
        ("2026-10-06", "de", "2026-10-06T22:59"),
        ("2026-10-06 15:30", "", "2026-10-06T14:30"),
        ("2026-10-06T15:30:00Z", "en", "2026-10-06T15:30"),
        ("15 Mar", "en", "2026-03-15T23:59"),
        ("Mar 15th, 2027 at 5pm", "en", "2027-03-15T17:00"),
        ("on 15th of March 2027 17:05", "en_GB", "2027-03-15T17:05"),
        ("Dec 9 @ 7:30 am", "", "2026-12-09T07:30"),
    ],
)
def test_days_named_in_english_or_iso_are_understood(text: str, language: str, due: str) -> None:
    found = typed_deadline(text, language, "Europe/London", date(2026, 11, 22))
    assert found == datetime.fromisoformat(f"{due}+00:00")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("every 3 days", "en"),
        ("tomorrow", "en"),
        ("15 mar", "es"),
        ("31 Feb", "en"),
        ("10/12/2026", "en"),
        ("15 Mar 25:00", "en"),
        ("15 Mar 5", "en"),
        ("2026-13-40", "en"),
    ],
)
def test_what_names_no_day_for_sure_is_not_guessed(text: str, language: str) -> None:
    assert typed_deadline(text, language, "Europe/London", date(2026, 11, 22)) is None


def test_ticktick_is_told_apart_and_read_below_its_first_lines() -> None:
    reading = desk_file("ticktick.csv")
    assert reading.format == "ticktick"
    basil = tasks(reading)["Repot the basil"]
    assert basil.due == datetime(2026, 12, 4, 22, 59, tzinfo=UTC)  # midnight of the 4th in Berlin, all day
    assert (basil.tags, basil.lane) == (("garden", "weekend", "p1"), "Home / Garden")
    assert basil.notes == "Repeats: RRULE:FREQ=WEEKLY\nWith the new soil"


def test_a_ticktick_task_with_start_and_end_takes_that_long_and_names_its_parent() -> None:
    compost = tasks(desk_file("ticktick.csv"))["Buy compost"]
    assert (compost.minutes, compost.notes) == (45, "Part of Repot the basil")
    assert compost.not_before == datetime(2026, 12, 5, 7, tzinfo=UTC)


def test_a_finished_ticktick_task_is_done_and_a_note_is_no_task() -> None:
    reading = desk_file("ticktick.csv")
    assert tasks(reading)["Call back"].status == "done"
    assert reading.warnings == (
        "1 task does not say how long it takes: 30 minutes were assumed.",  # the finished one is not asked
        "1 note was left out.",
    )
