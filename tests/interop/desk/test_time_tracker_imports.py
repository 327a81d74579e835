"""Toggl, Clockify and Harvest: tracked time as past blocks, billable amounts as money that is expected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from support.deskfiles import FOLDER, blocks, desk_file, identities, only, reasons, with_lines
from support.importing import read_text

from gigplanner.model import BadInput, Block, Earning, Money

HOUR = timedelta(hours=1)


def test_a_toggl_entry_is_a_block_in_the_persons_zone_and_its_amount_is_expected() -> None:
    reading = desk_file("toggl.csv")
    lecture = blocks(reading)["a lecture"]
    assert (lecture.start, lecture.end) == (
        datetime(2026, 6, 1, 6, 21, 52, tzinfo=UTC),
        datetime(2026, 6, 1, 7, 2, 40, tzinfo=UTC),
    )
    (money,) = only(reading, Earning)
    assert (money.gross, money.status, money.category, money.platform) == (
        Money(3400, "EUR"),
        "expected",
        "Course",
        "Upwork",
    )
    assert "Billable amounts came in as expected money" in reading.warnings[-1]


def test_the_zone_asked_for_moves_the_entries_but_not_what_they_are_known_by() -> None:
    home, away = desk_file("toggl.csv"), desk_file("toggl.csv", zone="America/Chicago")
    assert blocks(away)["a lecture"].start - blocks(home)["a lecture"].start == 6 * HOUR
    assert identities(home) == identities(away)


def test_entries_may_cross_midnight_and_overlap() -> None:
    found = blocks(desk_file("toggl.csv"))
    late, over = found["late work"], found["overlapping"]
    assert late.end - late.start == 1.25 * HOUR
    assert late.start < over.start < over.end < late.end


def test_on_the_night_when_clocks_change_the_duration_is_right() -> None:
    change = blocks(desk_file("toggl.csv"))["over the change"]
    assert change.end - change.start == 4 * HOUR
    header = "Description,Start date,Start time,End date,End time,Duration"
    row = "half an hour,2026-10-25,01:45:00,2026-10-25,01:15:00,00:30:00"  # the clock went back at 2:00
    (block,) = only(read_text(f"{header}\n{row}\n"), Block)
    assert block.end - block.start == HOUR / 2


def test_entries_of_no_length_are_left_out_and_impossible_ones_refused() -> None:
    reading = desk_file("toggl.csv")
    assert "1 entry of no length was left out." in reading.warnings
    assert reasons(reading) == [(9, "The start, the end and the duration of this entry do not fit together.")]


def test_twins_are_kept_and_the_order_of_rows_changes_no_identity() -> None:
    reading = desk_file("toggl.csv")
    assert sum(block.title == "twin" for block in only(reading, Block)) == 2
    for seed in range(3):
        assert identities(with_lines("toggl.csv", keep=1, seed=seed)) == identities(reading)


def test_entries_that_began_together_keep_their_identities_in_any_order() -> None:
    header = "User,Description,Start date,Start time,End date,End time,Duration"
    rows = [
        f"U,x,2026-06-01,10:00:00,2026-06-01,1{hour}:00:00,0{hour}:00:00,{amount}"
        for hour, amount in ((1, 5), (2, 4), (3, 9))
    ]
    readings = [read_text("\n".join([f"{header},Amount (EUR)", *order])) for order in (rows, rows[::-1])]
    known = [{block.source_id: block.end for block in only(reading, Block)} for reading in readings]
    assert known[0] == known[1] and len(known[0]) == 3


def test_an_entry_whose_end_project_and_amount_changed_is_still_the_same_entry() -> None:
    text = (FOLDER / "toggl.csv").read_text(encoding="utf-8-sig")
    row = 'Course,,a lecture,Yes,2026-06-01,07:21:52,2026-06-01,08:02:40,00:40:48,"video, Upwork",34.00'
    assert row in text
    changed = 'Other,,a lecture,Yes,2026-06-01,07:21:52,2026-06-01,08:22:40,01:00:48,"video, Upwork",51.00'
    assert identities(read_text(text.replace(row, changed))) == identities(desk_file("toggl.csv"))


@pytest.mark.parametrize(
    ("column", "cell", "money", "warned"),
    [
        ("Amount ", "12.50", Money(1250, "USD"), True),
        ("Amount (GBP)", "12.50", Money(1250, "GBP"), False),
        ("Amount ", "", None, False),
        ("Nothing", "12.50", None, False),
    ],
)
def test_the_amounts_currency_stands_in_the_header_if_at_all(
    column: str, cell: str, money: Money | None, warned: bool
) -> None:
    header = f"User,Description,Start date,Start time,End date,End time,Duration,{column}"
    row = f'"U","x","2026-06-01","10:00:00","2026-06-01","11:00:00","01:00:00","{cell}"'
    reading = read_text(f"{header}\n{row}\n")
    assert [earning.gross for earning in only(reading, Earning)] == ([money] if money else [])
    said = "The file does not name the currency of its amounts: USD was taken."
    assert (said in reading.warnings) == warned


def test_the_newer_report_says_stop_writes_hyphens_and_may_hold_a_running_entry() -> None:
    reading = desk_file("toggl_newer.csv")
    found = blocks(reading)
    assert list(found) == ["Sort photos", "Archive"]
    assert found["Sort photos"].end - found["Sort photos"].start == 1.5 * HOUR
    assert found["Sort photos"].notes == "Archive"
    assert reading.warnings == ("1 running entry was left out.",)


def test_the_time_of_several_people_is_warned_of() -> None:
    header = "User,Email,Description,Start date,Start time,End date,End time,Duration"
    rows = "".join(
        f"{who},{who}@example.com,x,2026-06-01,10:00:00,2026-06-01,11:00:00,01:00:00\n" for who in "ab"
    )
    reading = read_text(f"{header}\n{rows}")
    assert reading.warnings == (
        "The file holds the time of 2 people, and all of it is read as yours: export only your own.",
    )
    assert "@" not in repr(reading.records)


def test_a_day_above_twelve_anywhere_tells_the_order_of_clockifys_dates() -> None:
    reading = desk_file("clockify_dmy.csv")
    assert blocks(reading)["Project 1"].start == datetime(2026, 1, 2, 11, tzinfo=UTC)
    assert reading.zone_rule.endswith("dates begin with the day.")


def test_times_with_and_without_seconds_in_one_row_are_read() -> None:
    write = blocks(desk_file("clockify_dmy.csv"))["Write"]
    assert (write.start, write.end) == (
        datetime(2026, 1, 3, 10, 23, tzinfo=UTC),
        datetime(2026, 1, 3, 11, 23, 1, tzinfo=UTC),
    )


def test_an_entry_over_midnight_and_its_decimal_duration_tell_the_order() -> None:
    watch = blocks(desk_file("clockify_midnight.csv"))["Watch · Guarding"]
    assert (watch.start, watch.end) == (
        datetime(2026, 4, 3, 21, tzinfo=UTC),
        datetime(2026, 4, 4, 1, tzinfo=UTC),
    )
    turned = (
        (FOLDER / "clockify_midnight.csv").read_text(encoding="utf-8").replace('"04/04/2026"', '"03/05/2026"')
    )
    reading = read_text(turned)
    assert blocks(reading)["Watch · Guarding"].start == datetime(2026, 3, 4, 22, tzinfo=UTC)
    assert reading.zone_rule.endswith("dates begin with the month.")


def test_other_headers_of_clockify_name_currency_activity_and_invoices() -> None:
    reading = desk_file("clockify_midnight.csv")
    (money,) = only(reading, Earning)
    assert (money.gross, money.status) == (Money(5050, "EUR"), "pending")
    assert money.note == "Museum · Watch · Guarding"
    assert "1 break was left out." in reading.warnings


def test_dates_that_can_be_read_both_ways_are_refused_and_the_sentence_says_how_to_tell() -> None:
    with pytest.raises(BadInput) as raised:
        desk_file("clockify_undecided.csv")
    assert str(raised.value) == (
        "In clockify_undecided.csv the dates, such as 03/04/2026, can be read day first or month first: "
        "import it again with --as clockify-dmy or --as clockify-mdy, or export it with dates like "
        "2026-12-31."
    )


@pytest.mark.parametrize(("order", "month", "day"), [("dmy", 4, 3), ("mdy", 3, 4)])
def test_the_order_can_be_said(order: str, month: int, day: int) -> None:
    reading = desk_file("clockify_undecided.csv", as_format=f"clockify-{order}")
    (block,) = only(reading, Block)
    assert (block.start.month, block.start.day, block.source) == (month, day, "clockify")
    assert reading.zone_rule.endswith(", as asked.")


@pytest.mark.parametrize(
    "dates", [("03/03/2026", "03/03/2026"), ("18.08.2026", "18.08.2026"), ("2026-03-04", "2026-03-04")]
)
def test_dates_that_need_no_order_are_read_without_asking(dates: tuple[str, str]) -> None:
    text = (FOLDER / "clockify_undecided.csv").read_text(encoding="utf-8")
    assert len(read_text(text.replace("03/04/2026", dates[0])).records) == 1


def test_dates_of_both_orders_in_one_file_are_refused() -> None:
    text = (FOLDER / "clockify_dmy.csv").read_text(encoding="utf-8")
    with pytest.raises(BadInput, match="are written in different orders"):
        read_text(text.replace('"03/01/2026"', '"01/23/2026"'))


def test_clockify_written_in_another_order_and_with_seconds_is_the_same_entry() -> None:
    text = (FOLDER / "clockify_dmy.csv").read_text(encoding="utf-8")
    for there, here in [
        ("02/01/2026", "2026-01-02"),
        ("03/01/2026", "2026-01-03"),
        ("28/01/2026", "2026-01-28"),
    ]:
        text = text.replace(there, here)
    again = read_text(text.replace('"10:23 AM"', '"10:23:45"'))
    assert identities(again) == identities(desk_file("clockify_dmy.csv"))


def test_harvests_decimal_commas_and_its_currency_are_read() -> None:
    reading = desk_file("harvest.csv")
    amounts = {(one.gross.minor, one.gross.currency, one.status) for one in only(reading, Earning)}
    assert amounts == {
        (200_000, "EUR", "expected"),
        (2_500, "EUR", "pending"),
        (100_000, "EUR", "expected"),  # 1.000 is a thousand in a file that writes 7,5
    }


def test_a_harvest_entry_has_a_day_and_hours_and_takes_no_time_from_the_plan() -> None:
    sketches = blocks(desk_file("harvest.csv"))["Sketches · Design · 7.5 h"]
    assert (sketches.start, sketches.end) == (
        datetime(2026, 1, 26, tzinfo=UTC),
        datetime(2026, 1, 27, tzinfo=UTC),
    )
    assert (sketches.all_day, sketches.busy) == (True, None)
    noons = {money.at for money in only(desk_file("harvest.csv"), Earning)}
    assert noons == {datetime(2026, 1, day, 12, tzinfo=UTC) for day in (26, 28)}


def test_harvests_bad_rows_are_refused_alone() -> None:
    header = "Date,Client,Project,Task,Notes,Hours,Billable Amount,Currency"
    rows = (
        "2026-01-26,C,P,T,N,1.5,30,Moon - MOO\n2026-01-26,C,P,T,N,-1,,\n"
        "2026-13-26,C,P,T,N,1,,\n2026-01-27,C,P,T,,1,20,\n"
    )
    reading = read_text(f"{header}\n{rows}")
    assert reasons(reading) == [
        (2, "The currency “Moon - MOO” is unknown: use a code such as USD, EUR or GBP."),
        (3, "The hours are below zero."),
        (4, "“2026-13-26” is not a time between 1970 and 2100."),
    ]
    (money,) = only(reading, Earning)
    assert money.gross == Money(2000, "USD")
