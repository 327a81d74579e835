"""HITs from MTurk Suite, HIT Database, the worker's own pages and a requester's batch results."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from msgspec.structs import replace
from support.deskfiles import FOLDER, blocks, desk_file, earnings, identities, only, reasons, tasks
from support.importing import context, read_text

from gigplanner.interop.deskwork.transit import Tagged, from_transit
from gigplanner.interop.registry import read_file
from gigplanner.model import BadInput, Block, Earning, Money


def test_only_approved_and_paid_hits_are_money_in_hand() -> None:
    hits = earnings(desk_file("mturk_suite.json"))
    assert {title: (hit.gross.minor, hit.status) for title, hit in hits.items()} == {
        "Rate a photo": (25, "paid"),
        "Survey about tea": (110, "paid"),
        "Survey about rain": (30, "approved"),
        "Transcribe 3 minutes": (200, "pending"),
        "Find a phone number": (50, "rejected"),
    }
    assert {(hit.platform, hit.gross.currency, hit.source) for hit in hits.values()} == {
        ("MTurk", "USD", "mturk")
    }
    assert hits["Rate a photo"].job == hits["Rate a photo"].source_id == "3HITPAID01"


def test_an_approved_hit_counts_as_paid_after_thirty_days() -> None:
    data = (FOLDER / "mturk_suite.json").read_bytes()
    states = {}
    for day in (19, 20):
        now = datetime(2026, 11, day, 20, tzinfo=UTC)
        states[day] = earnings(read_file("hits.json", data, replace(context(), now=now)))[
            "Survey about tea"
        ].status
    assert states == {19: "approved", 20: "paid"}


def test_days_are_pacific_and_money_stands_at_their_noon() -> None:
    hits = earnings(desk_file("mturk_suite.json", zone="Asia/Kolkata"))
    assert hits["Rate a photo"].at == datetime(2026, 11, 1, 20, tzinfo=UTC)  # the day clocks went back
    assert hits["Survey about tea"].at == datetime(2026, 10, 20, 19, tzinfo=UTC)


def test_a_returned_hit_one_without_pay_and_one_that_stands_twice_are_left_out_and_counted() -> None:
    reading = desk_file("mturk_suite.json")
    assert reading.warnings == (
        "1 returned HIT was left out.",
        "1 HIT that pays nothing was left out.",
        "1 HIT that stands twice was left out.",
        "1 day is in the file only as a total, without HITs: left out. Sync the tracker first.",
    )
    assert reasons(reading) == [(None, "HIT 9: It has no HIT id.")]


def test_a_bonus_is_kept_beside_the_hit_and_survives_a_file_that_does_not_know_of_it() -> None:
    backup, suite = desk_file("hitdb_backup.json"), desk_file("mturk_suite.json")
    bonus = next(one for one in only(backup, Earning) if one.source_id == "3HITPAID01 bonus")
    assert (bonus.gross, bonus.tip, bonus.status, bonus.job) == (
        Money.zero("USD"),
        Money(150, "USD"),
        "paid",
        "3HITPAID01",
    )
    photo = next(one for one in only(backup, Earning) if one.source_id == "3HITPAID01")
    assert (photo.gross, photo.tip) == (Money(25, "USD"), None)
    assert [one.source_id for one in only(suite, Earning) if "PAID01" in one.source_id] == ["3HITPAID01"]


def test_a_hit_that_pays_only_a_bonus_is_money() -> None:
    only_bonus = earnings(desk_file("hitdb_backup.json"))["Only a bonus"]
    assert (only_bonus.total, only_bonus.status) == (Money(300, "USD"), "paid")


@pytest.mark.parametrize(
    ("hit_id", "status"), [("3HITAPP010", "approved"), ("3HITPND011", "pending"), ("3HITPAID01", "paid")]
)
def test_hit_database_states_are_read_in_their_longer_words(hit_id: str, status: str) -> None:
    hits = {hit.source_id: hit.status for hit in only(desk_file("hitdb_backup.json"), Earning)}
    assert hits[hit_id] == status


def test_query_results_are_split_at_tabs_and_quotation_marks_in_them_mean_nothing() -> None:
    reading = desk_file("hitdb_queryResults.csv")
    hits = {hit.source_id: (hit.total.minor, hit.status, hit.note) for hit in only(reading, Earning)}
    photo = '"Best, or worst" photo; rate it, please · "Made Up" Lab'
    assert hits == {
        "3HITQUO020": (10, "paid", photo),
        "3HITQUO020 bonus": (5, "paid", photo),
        "3HITQUO021": (20, "rejected", 'Rate 5" screens · Made Up Lab'),
    }
    assert reading.refused == ()


@pytest.mark.parametrize("name", ["hitdb_dailyOverview.csv", "mturk_dashboard.json"])
def test_totals_of_days_would_count_the_hits_again_and_are_refused(name: str) -> None:
    with pytest.raises(BadInput, match=f"^{name} holds only .*totals of"):
        desk_file(name)


def test_the_queue_becomes_tasks_with_deadlines_and_what_they_pay() -> None:
    reading = desk_file("mturk_queue.json")
    article = tasks(reading)["Summarise an article"]
    assert (article.pay, article.minutes, article.due) == (
        Money(75, "USD"),
        5,
        datetime(2026, 11, 22, 9, tzinfo=UTC),
    )
    assert article.url == "https://worker.mturk.com/projects/3PROJ/tasks/3QUEUE0001?assignment_id=3ASGQ1"
    assert article.notes == "Made Up Lab\nRead and write to …"
    assert tasks(reading)["Click once"].minutes == 1.5  # less time is allotted than would be assumed
    assert reasons(reading) == [(None, "HIT 3: It has no id.")]
    assert reading.warnings == (
        "1 task does not say how long it takes: 1.5 minutes were assumed.",
        "1 task does not say how long it takes: 5 minutes were assumed.",
    )


def test_an_empty_queue_is_read_as_empty() -> None:
    reading = read_text('{"num_results": 0, "total_num_results": 0, "tasks": []}')
    assert (reading.format, reading.records) == ("mturk-pages", ())


def test_the_page_of_a_day_takes_its_day_from_the_file_name() -> None:
    hits = earnings(desk_file("mturk_status_2026-11-20.json"))
    assert {(hit.at, hit.status) for hit in hits.values()} == {
        (datetime(2026, 11, 20, 20, tzinfo=UTC), "approved"),
        (datetime(2026, 11, 20, 20, tzinfo=UTC), "pending"),
    }


def test_the_page_of_a_day_without_a_day_says_how_to_name_it() -> None:
    data = (FOLDER / "mturk_status_2026-11-20.json").read_bytes()
    reading = read_file("page.json", data, context())
    assert reading.records == ()
    assert "put it in the file's name, such as 2019-03-12.json" in reading.refused[0].reason


def test_the_same_hit_from_two_tools_is_one_record() -> None:
    suite, page = desk_file("mturk_suite.json"), desk_file("mturk_status_2026-11-20.json")
    assert set(identities(suite)) & set(identities(page)) == {("Earning", "mturk", "3HITNEW003")}
    rain = [earnings(reading)["Survey about rain"] for reading in (suite, page)]
    assert replace(rain[0], id="") == replace(rain[1], id="")


def test_batch_results_say_when_each_assignment_was_worked_on_in_their_own_zones() -> None:
    reading = desk_file("mturk_results.csv")
    assert [(block.start, block.end) for block in only(reading, Block)] == [
        (datetime(2018, 8, 15, 0, 30, 7, tzinfo=UTC), datetime(2018, 8, 15, 0, 34, 11, tzinfo=UTC)),  # PDT
        (datetime(2019, 1, 16, 1, 30, 7, tzinfo=UTC), datetime(2019, 1, 16, 1, 31, 7, tzinfo=UTC)),  # PST
    ]
    assert reasons(reading) == [(5, "“Tue Jan 15 18:00:00 XYZ 2019” is not a time between 1970 and 2100.")]
    assert reading.warnings == ("1 assignment of no length was left out.",)
    assert "secret answer" not in repr(reading)


def test_batch_results_with_a_reward_are_money_too() -> None:
    header = "HITId,Title,Reward,AssignmentId,WorkerId,AssignmentStatus,AcceptTime,SubmitTime"
    row = "3H,Tag,$0.07,3A,A0,Approved,Tue Aug 14 17:30:07 PDT 2018,Tue Aug 14 17:30:11 PDT 2018"
    reading = read_text(f"{header}\n{row}\n")
    tag = earnings(reading)["Tag"]
    assert (tag.gross, tag.status, tag.source_id) == (Money(7, "USD"), "paid", "3H")
    assert blocks(reading)["Tag"].platform == "MTurk"


def test_batch_results_of_several_workers_are_refused() -> None:
    text = (FOLDER / "mturk_results.csv").read_text(encoding="utf-8-sig")
    with pytest.raises(BadInput, match="holds the work of 2 workers"):
        read_text(text.replace("A0000000000000,Rej", "A1111111111111,Rej"))


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ('"amount_in_dollars": 2,', '"amount_in_dollars": -2,', "is not a reward in dollars"),
        ('"amount_in_dollars": 2,', '"amount_in_dollars": NaN,', "is not an amount of money"),
        ('"state": "Submitted"', '"state": "Lost"', "The state “Lost” is unknown"),
        ('"state": "Submitted"', '"state": ["Paid"]', "The state “” is unknown"),
        ('"USD"}, "state": "Submitted"', '"INR"}, "state": "Submitted"', "not in US dollars"),
        ('"Transcribe 3 minutes", "date": "20261121"', '"x", "date": "20261399"', "is not a time"),
    ],
)
def test_one_bad_hit_is_refused_alone(field: str, value: str, says: str) -> None:
    text = (FOLDER / "mturk_suite.json").read_text(encoding="utf-8")
    assert field in text
    reading = read_text(text.replace(field, value, 1) if "USD" not in field else text.replace(field, value))
    assert any(says in reason and reason.startswith("HIT 4: ") for _, reason in reasons(reading))
    assert len(reading.records) == 4


# --- MTurk Engine: a fixture that transit-immutable-js 0.7 has written ------------------------------------


def test_mturk_engine_s_backup_is_read_though_names_are_written_out_only_once() -> None:
    reading = desk_file("mturk_engine.json")
    hits = {one.source_id: (one.total.minor, one.status) for one in only(reading, Earning)}
    assert hits == {
        "3HITPAID01": (25, "paid"),
        "3HITPAID01 bonus": (150, "paid"),
        "3HIT0002": (10, "paid"),  # approved in 2019
        "3HIT0003": (100, "paid"),  # "Pending Payment": approved in 2019
        "3HIT0004": (200, "rejected"),
        "3HIT0005": (305, "pending"),
        "3HIT0009": (70, "approved"),
    }
    assert {"^Rate ~20 adverts", "~40 receipts", "`Quoted` text"} < set(earnings(reading))
    assert "New state · ^ Caret & Co" in {one.note for one in only(reading, Earning)}
    assert {reason.partition(": ")[2] for _, reason in reasons(reading)} == {
        "The state “Vanished” is unknown.",
        "“” is not a day such as 03122019.",
    }
    assert reading.warnings == ("1 HIT that pays nothing was left out.",)


def test_a_hit_in_mturk_engine_and_in_mturk_suite_is_one() -> None:
    engine, suite = (
        next(one for one in only(desk_file(name), Earning) if one.source_id == "3HITPAID01")
        for name in ("mturk_engine.json", "mturk_suite.json")
    )
    assert (engine.source, engine.at, engine.gross) == (suite.source, suite.at, suite.gross)


@pytest.mark.parametrize(
    "database",
    ["[]", '"none"', '["~#iL",[1]]', '["~#iM",["3A",["^ ","^9",1]]]', "[" * 60 + "]" * 60, "not json"],
)
def test_a_damaged_database_of_mturk_engine_is_refused_in_a_sentence(database: str) -> None:
    with pytest.raises(BadInput, match="The HIT database in file cannot be read"):
        read_text(msgspec.json.encode({"reduxPersist:hitDatabase": database}).decode())


def test_transit_s_names_are_counted_anew_when_there_is_no_room_for_more() -> None:
    names = [f"name{number}" for number in range(44 * 44 - 1)]  # and the tag
    document = [["^ ", *(part for name in names for part in (name, 0))], ["^ ", "another", 1, "^0", 2]]
    whole = from_transit(["~#iM", document])
    assert isinstance(whole, Tagged)
    assert isinstance(whole.value, list)
    assert whole.value[1] == {"another": 2}  # the first mark now means the newest name
