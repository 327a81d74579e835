"""The program's own task list, as people and spreadsheets change it."""

# ruff: noqa: DTZ001 (the wall times of calendars and people's lists are naive)

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.importing import context, fixture, read_text, titled, without_ids

from gigplanner.interop.registry import Reading, read_file
from gigplanner.interop.tasks_csv import write_tasks_csv
from gigplanner.model import BadInput, Money, Settings, Task
from gigplanner.model.settings import NEEDS
from gigplanner.model.text import clean_note, clean_text


@pytest.fixture(scope="module")
def listed() -> Reading:
    return read_file("tasks.csv", fixture("tasks_quirks.csv"), context())


def task(listed: Reading, title: str) -> Task:
    found = titled(listed, title)
    assert isinstance(found, Task)
    return found


def test_a_row_with_everything(listed: Reading) -> None:
    images = task(listed, "Tag images")
    assert (images.platform, images.pay, images.minutes, images.units) == ("MTurk", Money(5, "USD"), 0.5, 40)
    assert (images.needs, images.odds, images.tags) == ({"laptop", "data"}, 0.8, ("images", "night"))
    assert images.notes == 'says "hi"\non two lines'
    assert images.source_id == "t-1"
    assert images.due == datetime(2026, 11, 27, 23, 59, tzinfo=UTC)


def test_equal_rows_are_two_tasks_with_lasting_identities(listed: Reading) -> None:
    surveys = [record for record in listed.records if getattr(record, "title", "") == "Survey"]
    first, second = (record.source_id for record in surveys)
    assert first.removesuffix("-1") == second.removesuffix("-2")
    assert isinstance(surveys[0], Task)
    assert surveys[0].pay == Money(250, "GBP")
    assert surveys[0].must
    assert surveys[0].not_before == datetime(2026, 11, 23, 13, tzinfo=UTC)


def test_a_bad_row_is_refused_with_its_line_and_the_rest_goes_in(listed: Reading) -> None:
    said = {refused.line: refused.reason for refused in listed.refused}
    assert said == {
        7: "This row has no title.",
        8: "This row has no minutes: say how long the task takes, such as 12 or 7.5.",
        9: "The minutes “-3” is not a number of minutes: write it like 12 or 7.5.",
        10: "In pay: “1e3” is not an amount of money: write it like 8.50 or $8.50.",
        11: "The need “coffee” is unknown: there are phone, laptop, data, quiet, hands, with | between them.",
        12: "The due “27/11/2026” is not a time: write it like 2026-11-27 17:00 or 2026-11-27.",
        13: "The odds “1.5” are not a chance: write it like 0.8 or 80%.",
        14: "The units “0.5” are not a whole number from 1 up.",
        15: "This row has more cells than there are columns: put text with a comma in quotation marks.",
        18: "The quotation marks in this line do not match.",
    }
    assert task(listed, "After it").minutes == 6


def test_an_unknown_column_is_named(listed: Reading) -> None:
    assert listed.warnings == ("Columns that gigplanner does not know were left out: “mood”.",)


def test_local_times_are_taken_in_the_zone_asked_for() -> None:
    (found,) = read_text("title,minutes,due\nPost,5,2026-11-27 17:00\n", zone="Asia/Tokyo").records
    assert isinstance(found, Task)
    assert found.due == datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_delimiter_is_recognised(delimiter: str) -> None:
    rows = (("title", "minutes", "notes"), ("Post", "5", "x"), ("Reply", "2", "y"))
    reading = read_text("\n".join(delimiter.join(row) for row in rows))
    assert [getattr(record, "title", "") for record in reading.records] == ["Post", "Reply"]


def test_an_id_that_comes_twice_is_refused() -> None:
    reading = read_text("title,minutes,id\nPost,5,a\nReply,2,a\n")
    assert [refused.line for refused in reading.refused] == [3]


def test_pay_in_another_currency_than_the_row_says_is_refused() -> None:
    reading = read_text("title,minutes,pay,currency\nPost,5,€3,USD\n")
    assert reading.refused[0].reason == "The pay “€3” is in EUR, but the row's currency is USD."


def test_a_file_of_quotation_marks_ends_soon() -> None:
    reading = read_text("title,minutes\n" + '"""x,\n' * 20_000)
    assert reading.records == ()
    assert reading.refused


def test_a_table_without_minutes_is_no_task_list() -> None:
    with pytest.raises(BadInput, match="must name the columns title and minutes"):
        read_file("a.csv", b"title,length\nPost,5\n", context(), as_format="tasks-csv")


LINES = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
RISKY = st.sampled_from(["=1+1", "+x", "-x", "@x", "'=x", "''-x", "'plain", "＝x", '"a", "b"', "a;b", "a\tb"])
WORDS = (LINES | RISKY).map(clean_text)
INSTANTS = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))
TASKS = st.builds(
    Task,
    id=WORDS.filter(bool),
    title=WORDS.filter(bool),
    pay=st.builds(Money, st.integers(0, 10**9), st.sampled_from(["USD", "JPY", "KWD"])),
    minutes=st.floats(0.001, 10_000, allow_nan=False),
    category=WORDS,
    units=st.integers(1, 10_000),
    due=INSTANTS,
    needs=st.frozensets(st.sampled_from(NEEDS)),
    splittable=st.booleans(),
    min_chunk=st.none() | st.integers(1, 100).map(float),
    resumable=st.booleans(),
    odds=st.integers(0, 100).map(lambda odds: odds / 100),
    worth=st.none() | st.builds(Money, st.integers(0, 10**6), st.sampled_from(["USD", "EUR"])),
    must=st.booleans(),
    tags=st.lists(WORDS.filter(lambda tag: tag and "|" not in tag), max_size=3).map(tuple),
    notes=st.builds("\n".join, st.lists(LINES | RISKY, max_size=3)).map(clean_note),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(TASKS, max_size=4, unique_by=lambda task: task.id))
def test_what_is_written_is_read_back_the_same(tasks: list[Task]) -> None:
    text = write_tasks_csv(tasks, Settings(zone="America/New_York"))
    reading = read_text(text)
    assert reading.refused == ()
    expected = [{**_fields(task), "source": "tasks-csv", "source_id": task.id, "id": ""} for task in tasks]
    assert [_fields(record) for record in without_ids(reading)] == expected


@given(st.lists(TASKS, max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_text_cell_is_a_formula(tasks: list[Task]) -> None:
    import csv
    import io

    rows = list(csv.DictReader(io.StringIO(write_tasks_csv(tasks, Settings()), newline="")))
    assert len(rows) == len(tasks)
    for row in rows:
        for column in ("title", "category", "tags", "notes", "id", "platform", "url"):
            assert not row[column].startswith(tuple("=+-@\t\r＝"))


def _fields(record: object) -> dict[str, object]:
    return {name: getattr(record, name) for name in Task.__struct_fields__}
