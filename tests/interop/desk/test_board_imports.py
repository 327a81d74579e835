"""Trello's CSV and custom fields, and Notion's databases."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from support.deskfiles import FOLDER, blocks, desk_file, identities, reasons, tasks
from support.importing import context, read_text

from gigplanner.interop.fields import field_minutes
from gigplanner.interop.registry import read_file
from gigplanner.model import BadInput, Money, Task


def test_a_card_of_the_csv_is_the_task_it_is_in_the_json() -> None:
    tiles = tasks(desk_file("trello.csv"))["Order tiles 15m $4"]
    card = {
        "id": "690aaaaa0000000000000001",
        "name": "Order tiles 15m $4",
        "desc": "Bath, 20 m²\nand the hall\nChecklists: 1 of 3 done",
        "idList": "l1",
        "shortUrl": "https://trello.com/c/1",
        "due": "2026-11-27T08:00:00.000Z",
        "start": "2026-11-24T08:00:00.000Z",
        "labels": [{"name": "Shopping, big"}, {"name": "Urgent"}, {"name": "", "color": "yellow"}],
    }
    board = {"lists": [{"id": "l1", "name": "Building: Site North"}], "cards": [card]}
    (twin,) = read_text(json.dumps(board)).records
    assert isinstance(twin, Task)
    assert {name: getattr(tiles, name) for name in Task.__struct_fields__ if name != "id"} == {
        name: getattr(twin, name) for name in Task.__struct_fields__ if name != "id"
    }


def test_labels_may_hold_commas_or_be_a_colour_alone() -> None:
    assert tasks(desk_file("trello.csv"))["Order tiles 15m $4"].tags == ("Shopping, big", "Urgent", "yellow")


def test_lists_of_several_boards_are_told_apart() -> None:
    lanes = {task.lane for task in tasks(desk_file("trello.csv")).values()}
    assert lanes == {"Building: Site North", "Errands: Today"}


def test_archived_cards_are_left_out_finished_ones_are_done_and_members_are_not_kept() -> None:
    reading = desk_file("trello.csv")
    assert tasks(reading)["Pay the plumber"].status == "done"
    assert "1 archived card was left out." in reading.warnings
    assert reasons(reading) == [(7, "This card has no id.")]
    assert "Madeup" not in repr(reading)


def test_custom_fields_say_minutes_pay_and_platform_and_the_rest_is_in_the_notes() -> None:
    (logo,) = tasks(desk_file("trello_fields.json")).values()
    assert (logo.minutes, logo.pay, logo.platform) == (45, Money(3050, "USD"), "Upwork")
    assert logo.notes == "Platform: Upwork\nProofread: yes\nShoot on: 2026-11-30T09:00:00.000Z"


@pytest.mark.parametrize(
    ("name", "value", "minutes"),
    [
        ("Minutes", "45", 45),
        ("Time (min)", "7,5", 7.5),
        ("Est. hours", "1.5", 90),
        ("Duration", "1h30", 90),
        ("Estimate", "20 min", 20),
        ("Estimate", "3", None),  # hours, days or points: nobody knows
        ("Minutes", "-5", None),
        ("Minutes", "9999999", None),
        ("Minutes of the meeting", "https://example.com", None),
        ("Admin", "5", None),
    ],
)
def test_a_field_tells_minutes_if_its_name_and_value_do(name: str, value: str, minutes: float | None) -> None:
    assert field_minutes(name, value) == minutes


@pytest.mark.parametrize(
    "spoilt",
    [None, 7, [None], [{"id": ["f1"], "options": "x"}], [{"name": 5, "options": [{"value": {"text": []}}]}]],
)
def test_custom_fields_of_a_wrong_kind_do_no_harm(spoilt: object) -> None:
    board = json.loads((FOLDER / "trello_fields.json").read_bytes())
    board["customFields"] = spoilt
    assert list(tasks(read_text(json.dumps(board)))) == ["Draft a logo"]


def test_notions_first_column_is_the_title_whatever_its_name() -> None:
    assert "Research study" in tasks(desk_file("notion_tasks.csv"))
    assert list(tasks(desk_file("notion_habits.csv"))) == ["December 1, 2027", "December 2, 2027"]


def test_a_day_of_notion_lasts_until_its_end_and_a_range_of_days_begins_with_the_first() -> None:
    found = tasks(desk_file("notion_tasks.csv"))
    plan, study = found["Create social media plan 40m"], found["Research study"]
    assert (plan.not_before, plan.due) == (None, datetime(2027, 5, 2, 22, 59, tzinfo=UTC))
    assert (study.not_before, study.due) == (
        datetime(2027, 4, 22, 23, tzinfo=UTC),
        datetime(2027, 5, 22, 22, 59, tzinfo=UTC),
    )


def test_a_range_with_times_is_a_block_whose_end_may_be_a_time_alone() -> None:
    call = blocks(desk_file("notion_tasks.csv"))["Team call"]
    assert (call.start, call.end) == (
        datetime(2027, 9, 17, 12, 52, tzinfo=UTC),
        datetime(2027, 9, 17, 14, tzinfo=UTC),
    )


def test_a_mention_of_a_date_as_title_says_the_day() -> None:
    habit = tasks(desk_file("notion_habits.csv"))["December 1, 2027"]
    assert habit.due == datetime(2027, 12, 1, 23, 59, tzinfo=UTC)
    assert habit.notes == "Logged: December 4, 2027 8:45 AM"


def test_a_mention_of_a_date_in_a_column_is_a_date() -> None:
    reading = read_text('Task,When\nA,"@December 1, 2027 "\nB,"@May 2, 2027 → 9 May"\n')
    assert [task.due for task in tasks(reading).values()] == [datetime(2027, 12, 1, 23, 59, tzinfo=UTC), None]


def test_choices_become_tags_and_relations_lose_their_paths() -> None:
    plan = tasks(desk_file("notion_tasks.csv"))["Create social media plan 40m"]
    assert plan.tags == ("Medium", "Improvement", "Marketing")
    assert "Project: Marketing, north; Site" in plan.notes
    assert plan.url == "https://example.com/plan"


def test_minutes_come_from_a_column_or_the_title_and_people_are_not_kept() -> None:
    reading = desk_file("notion_tasks.csv")
    found = tasks(reading)
    assert (found["Research study"].minutes, found["Create social media plan 40m"].minutes) == (25, 40)
    assert "Person A" not in repr(reading)


def test_finished_rows_are_done_given_up_ones_dropped_and_the_status_is_the_lane() -> None:
    found = tasks(desk_file("notion_tasks.csv"))
    sent = found["Sent invoice"]
    assert (sent.status, sent.closed_at) == ("done", datetime(2026, 11, 3, tzinfo=UTC))
    assert (found["Given up"].status, found["Research study"].lane) == ("dropped", "In Progress")


def test_empty_rows_and_rows_of_unticked_boxes_are_no_tasks() -> None:
    reading = desk_file("notion_tasks.csv")
    assert "1 row without a title was left out." in reading.warnings
    assert len(reading.records) == 6


def test_a_date_that_cannot_be_read_stays_in_the_notes() -> None:
    reading = desk_file("notion_tasks.csv")
    assert tasks(reading)["Odd date"].notes == "Due: soon"
    assert "1 date could not be understood and stayed in the notes: “soon”." in reading.warnings


@pytest.mark.parametrize(
    ("rows", "dues"),
    [
        ("A,25/04/2027\nB,03/04/2027\n", ["2027-04-25T22:59", "2027-04-03T22:59"]),
        ("A,04/25/2027 1:52 PM\nB,04/03/2027\n", ["2027-04-25T12:52", "2027-04-03T22:59"]),
        ("A,2027/04/25\nB,2027-04-03\n", ["2027-04-25T22:59", "2027-04-03T22:59"]),
        ("A,03/04/2027\nB,05/04/2027\n", [None, None]),
    ],
    ids=["day first", "month first", "year first", "undecided"],
)
def test_a_workspace_may_write_dates_in_another_order(rows: str, dues: list[str | None]) -> None:
    reading = read_text(f"Name,Due\n{rows}", name="Jobs 0123456789abcdef0123456789abcdef.csv")
    found = [task.due for task in tasks(reading).values()]
    assert found == [datetime.fromisoformat(f"{due}+00:00") if due else None for due in dues]


@pytest.mark.parametrize(
    ("header", "row", "due"),
    [
        ("Name,Shoot on,Created", 'A,"May 2, 2027","May 1, 2026"', datetime(2027, 5, 2, 22, 59, tzinfo=UTC)),
        ("Name,Shoot on,Edit on", 'A,"May 2, 2027","May 3, 2027"', datetime(2027, 5, 2, 22, 59, tzinfo=UTC)),
        ("Name,Shoot on,Cut on", 'A,"May 2, 2027","May 3, 2027"', None),
    ],
    ids=["beside when it was made", "beside when it was edited", "two that may be meant"],
)
def test_the_only_column_of_dates_says_when_whatever_its_name(
    header: str, row: str, due: datetime | None
) -> None:
    (task,) = tasks(read_text(f"{header}\n{row}\n", name=f"Jobs {'0' * 32}.csv")).values()
    assert task.due == due


def test_a_database_is_known_by_the_id_in_its_name_and_a_view_shows_the_same_tasks() -> None:
    data = (FOLDER / "notion_tasks.csv").read_bytes()
    stem = "Jobs & more 🎈 0123456789abcdef0123456789abcdef"
    whole, view, other = (
        read_file(name, data, context())
        for name in (f"{stem}_all.csv", f"{stem}.csv", f"{stem.replace('ef', 'ff')}.csv")
    )
    assert identities(whole) == identities(view)
    assert not set(identities(whole)) & set(identities(other))


@pytest.mark.parametrize(
    "text",
    [
        "Task,Linked to\nA,Site (Projects%20a/Site%2099bd.md)\n",
        'Task,When\nA,"April 23, 2027 → May 22, 2027"\n',
        'Task,When\nA,"@December 1, 2027 "\n',
        '\ufeffTask,When,Note\nA,"May 2, 2027",x\nB,,y\n',
    ],
    ids=["relation", "range", "mention", "column of dates"],
)
def test_a_renamed_notion_file_is_known_by_what_stands_in_it(text: str) -> None:
    assert read_text(text, name="download.csv").format == "notion"


def test_a_long_notion_file_is_known_though_only_its_beginning_is_looked_at() -> None:
    rows = "".join(f'Job {number},"May {number % 28 + 1}, 2027"\n' for number in range(6_000))
    assert len(read_text(f"\ufeffTask,When\n{rows}", name="download.csv").records) == 6_000


def test_a_table_with_nothing_of_notion_in_it_is_not_taken_for_one() -> None:
    with pytest.raises(BadInput, match="gigplanner does not know"):
        read_text('Buyer,Due\nAnn,"May 2, 2027"\nBob,2027-05-03\n', name="shop.csv")
