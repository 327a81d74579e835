"""What Uber paid: its ledger, its fleet portal's transactions, its weekly statements."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.driving import all_of, identities, read_driving
from support.importing import read_text

from gigplanner.interop.registry import Reading
from gigplanner.model import BadInput, Block, Earning, Money, Trip

LEDGER = "uber_us/driver_payments-0.csv"
FLEET = "uber_fleet/20250414-20250420-payments_order-Example.csv"
NEXT_FLEET_WEEK = "uber_fleet/20250421-20250427-payments_order-Example.csv"
STATEMENT, NEXT_STATEMENT = "uber_statement/week_1.csv", "uber_statement/week_2.csv"


def dollars(amount: str) -> Money:
    return Money.of(amount, "USD")


@pytest.fixture(scope="module")
def ledger() -> dict[str, Earning]:
    reading = read_driving(LEDGER, "America/Los_Angeles")
    return {earning.source_id.partition("|")[0]: earning for earning in all_of(reading, Earning)}


@pytest.fixture(scope="module")
def fleet() -> Reading:
    return read_driving(FLEET, "Asia/Kolkata")


def test_what_a_trip_paid_is_the_sum_of_all_lines_of_its_second(ledger: dict[str, Earning]) -> None:
    trip = ledger["2025-02-09T03:46:02"]
    assert trip.net == dollars("22.61")  # 18.87 − 1.44 + 1.18 + 4.00
    assert (trip.gross, trip.fee, trip.tip) == (dollars("20.05"), dollars("1.44"), dollars("4"))
    assert trip.at == datetime(2025, 2, 9, 11, 46, 2, tzinfo=UTC)


def test_equal_lines_of_a_ledger_both_count(ledger: dict[str, Earning]) -> None:
    assert ledger["2025-02-08T19:01:00"].net == dollars("24.60")


def test_a_tip_or_a_commission_given_back_by_itself_is_kept(ledger: dict[str, Earning]) -> None:
    late = ledger["2025-02-09T09:00:00"]
    assert (late.gross, late.tip) == (dollars("0"), dollars("3"))
    assert (ledger["2025-02-08T18:00:00"].gross, ledger["2025-02-08T18:00:00"].fee) == (dollars("0.75"), None)


def test_floats_are_rounded_to_the_cent_and_deliveries_told_by_their_lines(
    ledger: dict[str, Earning],
) -> None:
    eats = ledger["2025-02-08T20:06:00"]
    assert (eats.platform, eats.category, eats.fee) == ("Uber Eats", "delivery", dollars("1.88"))


def test_a_payout_is_no_income_but_its_fee_is_a_cost(ledger: dict[str, Earning]) -> None:
    assert ledger["2025-02-08T22:00:00"].net == dollars("-0.85")
    reading = read_driving(LEDGER)
    assert reading.warnings == (
        "1 payout or cash line was left out: only money on the move, which was earned before.",
    )


def test_european_ledgers_are_read_with_their_semicolons_and_false_z() -> None:
    (french,) = all_of(read_driving("uber_fr/19a - Driver Payments.csv", "Europe/Paris"), Earning)
    assert french.at == datetime(2021, 2, 28, 23, 16, 48, tzinfo=UTC)
    assert (french.gross, french.fee) == (Money.of("14.20", "EUR"), Money.of("3.55", "EUR"))


def test_a_ledger_s_column_in_utc_goes_before_the_local_one_and_blank_categories_do_no_harm() -> None:
    (swiss,) = all_of(read_driving("uber_ch/23a - Driver Payments.csv", "America/Los_Angeles"), Earning)
    assert swiss.at == datetime(2022, 7, 1, 10, 32, 10, tzinfo=UTC)
    assert (swiss.platform, swiss.net) == ("Uber Eats", Money.of("8.82", "CHF"))


def test_a_bad_line_of_a_ledger_is_refused_and_a_missing_currency_is_the_person_s() -> None:
    reading = read_text(
        "City Name,Local Amount,Currency Code,Classification,Category,Local Timestamp\n"
        "LA,5.00,,fare,fares,2025-02-09 03:46:02\n"
        "LA,,USD,fare,fares,2025-02-09 03:46:03\n"
        "LA,5.00,XXL,fare,fares,2025-02-09 03:46:04\n"
        "LA,5.00,USD,fare,fares,\n"
    )
    assert [earning.gross for earning in all_of(reading, Earning)] == [dollars("5")]
    assert [refused.reason for refused in reading.refused] == [
        "This line has no amount.",
        "The currency “XXL” is unknown: use a code such as USD, EUR or GBP.",
        "This line has no time.",
    ]


def test_neither_the_zone_nor_the_order_of_lines_changes_a_ledger_s_identities() -> None:
    assert identities(read_driving(LEDGER, "Asia/Tokyo")) == identities(read_driving(LEDGER))


def test_a_fleet_s_parents_are_not_added_to_their_leaves(fleet: Reading) -> None:
    trip = next(earning for earning in all_of(fleet, Earning) if earning.source_id == "TXN_1")
    assert trip.net == dollars("217.76")  # neither the 15.33 left after cash nor the sum of all columns
    assert (trip.gross, trip.fee, trip.tip) == (dollars("275"), dollars("62.24"), dollars("5"))
    assert (trip.job, trip.at) == ("TRIP_A", datetime(2025, 4, 17, 22, 53, 34, tzinfo=UTC))


def test_a_fleet_s_correction_comes_late_with_the_trip_it_belongs_to(fleet: Reading) -> None:
    (correction,) = fleet.late
    assert (correction.job, correction.source_id, correction.net) == ("TRIP_A", "TXN_2", dollars("-0.21"))


def test_a_fleet_s_payout_is_left_out_and_a_promotion_kept_without_a_trip(fleet: Reading) -> None:
    promotion = next(earning for earning in all_of(fleet, Earning) if not earning.job)
    assert promotion.gross == dollars("150")
    assert fleet.warnings == (
        "The file names no currency: amounts were read as USD.",
        "1 payout or cash row was left out: only money on the move, which was earned before.",
    )


def test_next_week_s_columns_differ_and_its_tip_and_correction_name_their_trips() -> None:
    week = read_driving(NEXT_FLEET_WEEK)
    assert week.records == ()
    tip, correction = week.late
    assert (tip.job, tip.gross, tip.tip) == ("TRIP_A", dollars("0"), dollars("20"))
    assert (correction.job, correction.gross, correction.tip) == ("TRIP_B", dollars("-1.50"), None)


def test_a_fleet_s_floats_are_rounded_to_the_cent(fleet: Reading) -> None:
    assert fleet.refused == ()
    trip = next(earning for earning in all_of(fleet, Earning) if earning.job == "TRIP_B")
    assert trip.net == dollars("96.17")


def test_no_driver_s_name_is_kept_and_several_drivers_are_pointed_out() -> None:
    header = (
        "transaction UUID,Driver UUID,Driver first name,Trip UUID,Description,vs reporting,"
        "Paid to you:Your earnings\n"
    )
    rows = "".join(
        f"T{n},D{n},Nadia,TRIP{n},trip completed order by Nadia,2025-04-18 04:00:00,10\n" for n in (1, 2)
    )
    reading = read_text(header + rows)
    assert "Nadia" not in repr(reading)
    assert any(warning.startswith("The file pays 2 drivers") for warning in reading.warnings)


def test_a_fleet_s_trips_are_blocks_with_miles_from_kilometres() -> None:
    reading = read_driving("uber_fleet/trip_activity.csv", "Asia/Kolkata")
    first, second = all_of(reading, Trip)
    assert [str(trip.miles) for trip in (first, second)] == ["4.97", "10.00"]
    assert (second.origin, second.destination) == ("1 Example Road, Town", "2 Example Road, Town")
    assert [block.source_id for block in all_of(reading, Block)] == ["TRIP_A", "TRIP_B"]
    assert reading.warnings == ("1 cancelled trip was left out.",)


def test_weekly_totals_without_dates_are_refused_with_the_file_to_import_instead() -> None:
    with pytest.raises(BadInput, match="payments_order"):
        read_driving("uber_fleet/payments_driver.csv")


def test_a_statement_s_rows_are_trips_with_their_tips_apart() -> None:
    reading = read_driving(STATEMENT, "America/New_York")
    by_job = {earning.job: earning for earning in all_of(reading, Earning)}
    assert (by_job["trip-1"].net, by_job["trip-1"].tip) == (dollars("3.71"), None)
    assert by_job["trip-1"].at == datetime(2021, 6, 3, 1, 6, tzinfo=UTC)
    assert (by_job["trip-2"].gross, by_job["trip-2"].tip) == (dollars("11.27"), dollars("2"))
    assert by_job["trip-3"].platform == "Uber Eats"
    assert by_job["trip-4"].net == dollars("0")  # a tip that comes later finds it
    assert by_job[""].gross == dollars("25")
    assert "Driver A" not in repr(reading)
    assert "driver@" not in repr(reading)


def test_next_week_s_statement_has_other_columns_and_brings_the_late_tip() -> None:
    reading = read_driving(NEXT_STATEMENT)
    (tip,) = reading.late
    assert (tip.job, tip.gross, tip.tip) == ("trip-1", dollars("0"), dollars("5"))
    (trip,) = all_of(reading, Earning)
    assert (trip.gross, trip.fee, trip.net) == (dollars("10"), dollars("2.50"), dollars("7.50"))


def test_a_statement_s_row_with_a_cell_too_many_is_refused() -> None:
    (refused,) = read_driving(NEXT_STATEMENT).refused
    assert (refused.line, refused.reason.split(":")[0]) == (
        4,
        "This row has more cells than there are columns",
    )


def test_a_statement_that_holds_trip_and_tip_counts_each_once() -> None:
    trip, tip = '"June 7, 2021 6:00 PM",t,UberX,,$10.00', '"June 8, 2021 6:00 PM",t,UberX,$3.00,$3.00'
    reading = read_text(f"Date/Time,Trip ID,Type,Tip,Total\n{trip}\n{tip}\n")
    assert [earning.net for earning in all_of(reading, Earning)] == [dollars("10")]
    assert [earning.net for earning in reading.late] == [dollars("3")]
