"""What couriers get of their data: Wolt's tasks and DoorDash's deliveries, without any pay."""

from __future__ import annotations

from datetime import UTC, datetime

from support.driving import all_of, identities, read_driving
from support.importing import read_text

from gigplanner.model import Block, Earning


def test_wolt_s_tasks_run_from_setting_out_to_completion_by_the_courier_s_clock() -> None:
    reading = read_driving("wolt_courier_tasks.csv", "Europe/Helsinki")
    pick_up, drop_off, _ = all_of(reading, Block)
    assert (pick_up.title, pick_up.platform, pick_up.notes) == ("Wolt pick-up", "Wolt", "Bicycle")
    assert (pick_up.start, pick_up.end) == (  # 16:55:03 to 17:13:35, with fractions
        datetime(2020, 4, 24, 13, 55, 3, tzinfo=UTC),
        datetime(2020, 4, 24, 14, 13, 35, tzinfo=UTC),
    )
    assert drop_off.title == "Wolt drop-off"
    assert reading.warnings == ("1 task that was not completed was left out.",)


def test_a_wolt_task_that_was_never_set_out_for_begins_when_it_was_made() -> None:
    reading = read_driving("wolt_courier_tasks.csv", "UTC")
    assert all_of(reading, Block)[-1].start == datetime(2020, 4, 24, 18, tzinfo=UTC)


def test_doordash_s_times_are_in_utc_and_have_nine_digits_behind_the_second() -> None:
    reading = read_driving("doordash_deliveries.csv")
    first = all_of(reading, Block)[0]
    assert (first.start, first.end) == (
        datetime(2024, 7, 30, 1, 35, 53, tzinfo=UTC),
        datetime(2024, 7, 30, 1, 43, 12, tzinfo=UTC),
    )


def test_a_zone_that_is_named_changes_nothing_in_a_file_whose_times_need_none() -> None:
    blocks = [all_of(read_driving("doordash_deliveries.csv", zone), Block) for zone in (None, "Asia/Tokyo")]
    assert [(block.start, block.zone) for block in blocks[0]] == [
        (block.start, block.zone) for block in blocks[1]
    ]


def test_the_price_of_the_food_is_not_pay() -> None:
    reading = read_driving("doordash_deliveries.csv")
    assert all_of(reading, Earning) == []
    assert all(block.expected is None for block in all_of(reading, Block))
    assert reading.warnings == (
        "DoorDash does not say here what you were paid: the subtotals are the food's.",
        "1 order that was not delivered was left out.",
    )


def test_a_scheduled_order_begins_with_its_pick_up_and_stacked_ones_stay_two() -> None:
    first, scheduled = all_of(read_driving("doordash_deliveries.csv"), Block)
    assert scheduled.start == datetime(2024, 7, 30, 1, 40, tzinfo=UTC)  # it was ordered on the 27th
    assert scheduled.start < first.end
    assert first.notes == "Sample Drive-In, Main (12 Example St)"


def test_doordash_s_shorter_list_of_four_columns_is_read_too() -> None:
    (block,) = all_of(read_driving("doordash_short.csv"), Block)
    assert (block.title, block.notes) == ("DoorDash delivery", "Store 013")


def test_a_delivery_without_times_is_refused() -> None:
    reading = read_text(
        "ORDER_CREATED_TIME,ACTUAL_PICKUP_TIME,ACTUAL_DELIVERY_TIME,STORE_NAME\n"
        "2025-07-08 02:43:04,,2025-07-08 03:17:20,A\n"
    )
    assert [refused.line for refused in reading.refused] == [2]


def test_the_zone_does_not_change_an_identity() -> None:
    for path in ("wolt_courier_tasks.csv", "doordash_deliveries.csv"):
        assert identities(read_driving(path, "Asia/Tokyo")) == identities(read_driving(path, "UTC"))
