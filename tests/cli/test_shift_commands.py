"""A shift driven, told afterwards and put right from a terminal; the line that status bars show."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.commandline import CommandLine

from gigplanner.cli.commands.shift import shift
from gigplanner.model.records import PastWait
from gigplanner.planbook.places import find_places
from gigplanner.workday.desk import open_desk


@pytest.fixture
def gig(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "planbook", clock="2026-11-22T14:00:00-06:00")


def a_lunch(gig: CommandLine) -> None:
    gig.run("shift", "start", "--platform", "DoorDash", "--at", "11:00")
    gig.run("shift", "order", "--at", "11:10")
    gig.run("shift", "delivered", "--pay", "8.50", "--at", "11:40")
    gig.run("shift", "stop", "--at", "13:00")


def test_the_log_is_listed_by_number_and_put_right_by_it(gig: CommandLine) -> None:
    a_lunch(gig)
    said = gig.run("shift", "log")
    assert said.splitlines()[0] == "Sunday 22 November"
    assert [" ".join(line.split()) for line in said.splitlines()[2:]] == [
        "1 11:00 Shift started DoorDash",
        "2 11:10 Order accepted DoorDash",
        "3 11:40 Order delivered DoorDash $8.50",
        "4 13:00 Shift stopped DoorDash",
    ]
    assert gig.run("shift", "edit", "3", "--at", "11:50") == "Moved “order delivered at 11:40” to 11:50\n"
    assert gig.run("shift", "remove", "3") == "Removed “order delivered at 11:50” with its $8.50\n"
    assert [one["kind"] for one in gig.json("shift", "log")] == ["started", "order", "stopped"]
    gig.run("undo")
    gig.run("undo")
    listed = gig.json("shift", "log", "today")
    assert [(one["number"], one["at"]) for one in listed][2] == (3, "2026-11-22T11:40:00-06:00")


def test_what_cannot_be_is_refused_in_one_line(gig: CommandLine) -> None:
    assert gig.run("shift", "log") == "Nothing was logged.\n"
    a_lunch(gig)
    assert gig.refused("shift", "edit", "9", "--at", "12:00") == (
        "There is no event 9: gigplanner shift log lists 4 of them."
    )
    assert "would not fit any more" in gig.refused("shift", "remove", "2")
    assert "Say what to change" in gig.misused("shift", "edit", "2")
    assert "No such command" in gig.misused("shift", "sideways")
    for what in ("start", "wait", "order", "break", "resume", "stop"):
        assert "go with delivered" in gig.misused("shift", what, "--miles", "4")


def test_a_past_day_is_put_right_by_its_own_times(gig: CommandLine) -> None:
    gig.run("shift", "worked", "yesterday 17:00", "yesterday 20:00", "--platform", "lyft")
    gig.run("shift", "order", "--at", "yesterday 18:00")
    gig.run("shift", "edit", "2", "--at", "18:30")
    moved = gig.json("shift", "log", "yesterday")[1]
    assert (moved["kind"], moved["platform"]) == ("order", "Lyft")
    assert moved["at"] == "2026-11-21T18:30:00-06:00"
    a_lunch(gig)
    assert gig.run("shift", "remove", "2", "--day", "yesterday").startswith(
        "Removed “order accepted at 2026-11-21"
    )


def test_several_platforms_and_stacked_orders(gig: CommandLine) -> None:
    gig.run("shift", "start", "--platform", "DoorDash", "--at", "13:00")
    assert gig.run("shift", "online", "uber eats", "--at", "13:05") == "Online on Uber Eats at 13:05\n"
    gig.run("shift", "order", "--platform", "Uber Eats", "--at", "13:10")
    gig.run("shift", "order", "--platform", "DoorDash", "--at", "13:15")
    assert gig.refused("shift", "offline", "Uber Eats") == "An order of Uber Eats is open: deliver it first."
    gig.run("shift", "delivered", "--platform", "DoorDash", "--pay", "7", "--at", "13:30")
    status = gig.json("status")
    assert (status["state"], status["orders_open"], status["platforms"]) == (
        "order",
        1,
        ["DoorDash", "Uber Eats"],
    )
    gig.run("shift", "delivered", "--pay", "9", "--at", "13:40")
    assert [one["platform"] for one in gig.json("earnings")] == ["DoorDash", "Uber Eats"]
    gig.run("shift", "offline", "DoorDash")
    assert gig.run("shift").startswith("waiting 20 min · Uber Eats · $16.00 today")


def test_a_platform_that_pays_by_time(gig: CommandLine) -> None:
    gig.run("shift", "start", "--platform", "DoorDash", "--hourly", "15", "--at", "12:00")
    gig.run("shift", "order", "--at", "12:10")
    gig.run("shift", "delivered", "--tip", "4", "--at", "12:40")
    assert {one["gross"]["amount"] for one in gig.json("earnings")} == {"7.50", "0.00"}
    assert "is more than 0" in gig.refused("shift", "online", "Lyft", "--hourly", "0")


def test_a_filler_is_started_and_ended_from_a_terminal(gig: CommandLine) -> None:
    gig.run("add", "survey Prolific 12m $3.20")
    gig.run("shift", "start", "--at", "13:50")
    assert gig.run("shift", "filler", "survey") == "Started survey while waiting\n"
    assert gig.run("shift", "filler", "screened-out").startswith("Screened out of survey after ")
    assert gig.refused("shift", "filler", "done") == "No task is being worked in this wait: start one first."
    assert gig.json("earnings") == []


def test_the_morning_after_the_forgotten_timer_is_asked_about_until_it_is_set(gig: CommandLine) -> None:
    gig.run("shift", "start", "--platform", "DoorDash", "--at", "13:00")
    assert gig.run("status").count("\n") == 1
    gig.clock = "2026-11-23T07:30:00-06:00"
    first, second = gig.run("status").splitlines()
    assert first.startswith("waiting 18 h 30")
    assert second.startswith(
        "Still working? Nothing was logged for 18 h 30, since 13:00: gigplanner shift stop"
    )
    assert gig.run("status", "--format", "{forgotten}") == "still working?\n"
    assert gig.json("status")["forgotten"]["last"] == "2026-11-22T13:00:00-06:00"
    assert json.loads(gig.run("status", "--waybar"))["class"] == "forgotten"
    asked_time = second.split("--at '")[1].split("'")[0]
    gig.run("shift", "stop", "--at", asked_time)
    assert gig.json("status")["forgotten"] is None


def test_waybar_gets_one_line_of_json_that_its_markup_cannot_trip_over(gig: CommandLine) -> None:
    gig.run("shift", "start", "--platform", "<b>A&B", "--at", "13:48")
    said = gig.run("status", "--waybar", "--format", "{symbol} {platform} {minutes}")
    assert said.count("\n") == 1
    data = json.loads(said)
    assert data["text"] == "● &lt;b&gt;A&amp;B 12"
    assert (data["class"], data["alt"]) == ("waiting", "waiting")
    assert data["tooltip"].startswith("waiting 12 min · &lt;b&gt;A&amp;B · $0.00 today")
    assert json.loads(gig.run("status", "--waybar"))["text"] == "● $0.00"


def test_a_name_that_no_field_has_is_said_in_one_sentence_before_anything_is_read(gig: CommandLine) -> None:
    for template in ("{Net}", "{net:.2f}", "{netto} {today}"):
        name = template[1:].split("}")[0]
        said = gig.misused("status", "--format", template)
        assert f"there is no field {{{name}}}: use state, words, symbol, since" in said.replace("\n", " ")
    assert gig.run("status", "--format", "{} {state} {{state}} { today }") == "{} off {off} { today }\n"


def test_an_offer_is_weighed_taken_and_declined_from_a_terminal(gig: CommandLine) -> None:
    said = gig.run("offer", "8.50", "--miles", "4.1", "--minutes", "22")
    assert said.startswith("Take: $17.59 an hour against $0.00 otherwise")  # 8.50 less 2.05 for the miles
    assert "Nothing is known yet of what an hour online brings you" in said
    assert gig.json("offer", "8.50", "4.1mi", "22min")["break_even"] == {"amount": "2.05", "currency": "USD"}
    assert "does not say its minutes" in gig.refused("offer", "8.50", "--miles", "4.1")
    assert gig.refused("offer", "8.50 4mi 22min", "--take") == "No shift is running: start one first."
    gig.run("shift", "start", "--platform", "DoorDash", "--at", "13:50")
    assert gig.run("offer", "3 6mi 30min", "--decline") == "Offer declined: $3.00 offered\n"
    assert gig.run("offer", "8.50 4mi 22min", "--take") == "Order accepted: $8.50 offered\n"
    assert gig.json("status")["state"] == "order"
    assert gig.json("recap")["offers"] == {
        "seen": 2,
        "taken": 1,
        "declined": 1,
        "taken_per_hour": {"amount": "17.73", "currency": "USD"},
        "declined_per_hour": {"amount": "0.00", "currency": "USD"},
    }


@pytest.mark.parametrize(
    ("clock", "told", "meant"),
    [
        ("2026-11-01T01:50:00-05:00", "1:40", "2026-11-01T01:40:00-05:00"),  # the first time round
        ("2026-11-01T01:50:00-06:00", "1:40", "2026-11-01T01:40:00-06:00"),  # the clock went back since
        ("2026-11-01T01:50:00-06:00", "2026-11-01T01:40:00-05:00", "2026-11-01T01:40:00-05:00"),
        ("2026-11-01T01:50:00-06:00", "0:40", "2026-11-01T00:40:00-05:00"),
        ("2026-03-08T03:20:00-05:00", "1:40", "2026-03-08T01:40:00-06:00"),  # the hour from two was left out
    ],
)
def test_a_time_that_the_clock_showed_twice_is_the_later_one_that_has_been(
    gig: CommandLine, clock: str, told: str, meant: str
) -> None:
    gig.clock = clock
    gig.run("shift", "start", "--at", told)
    assert gig.json("status")["since"] == meant


def test_imported_waits_are_listed_beside_those_of_the_shifts_once_each(gig: CommandLine) -> None:
    a_lunch(gig)
    desk = open_desk(find_places(gig.folder), by="import")
    noon = datetime(2026, 11, 22, 18, tzinfo=UTC)
    with desk.book.action("Imported waits", now=noon) as action:
        for number, hours in enumerate((-24, -1, 1.5)):  # the second is of the lunch shift itself
            start = noon + timedelta(hours=hours)
            action.put(
                PastWait(id=f"w{number}", start=start, minutes=6.25, ended_by_order=False, platform="Uber")
            )
    desk.book.close()
    listed = gig.json("waits")
    assert [(wait["start"][:16], wait["minutes"], wait["platform"]) for wait in listed] == [
        ("2026-11-21T12:00", 6.25, "Uber"),
        ("2026-11-22T11:00", 10.0, "DoorDash"),
        ("2026-11-22T11:40", 80.0, "DoorDash"),
        ("2026-11-22T13:30", 6.25, "Uber"),
    ]
    assert len(gig.json("waits", "--platform", "Uber")) == 2
    assert len(gig.json("waits", "--from", "2026-11-22")) == 3


def test_the_help_lists_what_happens_in_the_order_of_a_shift_and_in_whole_sentences(gig: CommandLine) -> None:
    help_page = gig.run("shift", "--help", columns="80")
    commands = [line.split() for line in help_page.partition("Commands:")[2].strip().splitlines()]
    assert [words[0] for words in commands][:4] == ["start", "order", "delivered", "wait"]
    assert set(shift.commands) == {words[0] for words in commands}
    assert not any(words[-1].endswith("...") for words in commands)


def test_a_suggestion_says_what_it_rests_on_and_counts_todays_waits(gig: CommandLine) -> None:
    gig.run("add", "Sort photos MTurk 1.41723min $0.30")
    usual = gig.json("suggest", "--waited", "0")["wait"]["median_left"]
    gig.clock = "2026-11-22T08:00:00-06:00"
    gig.run("shift", "start", "--platform", "DoorDash")
    for order in range(5):  # each came within a minute
        gig.clock = f"2026-11-22T08:{10 + 10 * order}:30-06:00"
        gig.run("shift", "order")
        gig.clock = f"2026-11-22T08:{19 + 10 * order}:30-06:00"
        gig.run("shift", "delivered")
    said = gig.run("suggest")
    assert "Sort photos · MTurk · 1 min · " in said
    assert "Typical for drivers: an even chance of an order within " in said
    assert "Waits are shorter than usual today" in said
    assert gig.json("suggest", "--waited", "0")["wait"]["median_left"] < usual


def test_a_line_leaves_out_what_there_is_nothing_to_say_of(gig: CommandLine) -> None:
    line = "{symbol} {words} {lasting} · {today} {rate} {forgotten}"
    assert gig.run("status", "--format", line) == "○ no shift · $0.00\n"
    gig.run("shift", "start", "--platform", "DoorDash", "--at", "12:40")
    gig.run("shift", "order", "--at", "12:50")
    gig.run("shift", "delivered", "--pay", "20", "--at", "13:40")
    assert gig.run("status", "--format", line) == "● waiting 20 min · $20.00 $15.00/h\n"


def test_pay_by_time_and_a_tip_are_told_apart_in_the_log(gig: CommandLine) -> None:
    gig.run("shift", "start", "--platform", "Uber Eats", "--hourly", "30", "--at", "12:00")
    gig.run("shift", "order", "--at", "12:10")
    said = gig.run("shift", "delivered", "--tip", "2", "--at", "12:40")
    assert said == "Order delivered: $2.00 tip at 12:40\n"
    log = [" ".join(line.split()) for line in gig.run("shift", "log").splitlines()]
    assert "1 12:00 Shift started Uber Eats $15.00 by time" in log
    assert "3 12:40 Order delivered Uber Eats $2.00" in log
