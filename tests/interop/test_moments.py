"""Dates and times, however an export writes them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.interop import moments
from gigplanner.model import BadInput


def at(wall: str) -> datetime:
    return datetime.fromisoformat(wall)


def test_a_false_z_is_not_believed() -> None:
    assert moments.iso_wall("2025-02-09T03:46:02.000Z") == at("2025-02-09T03:46:02")
    wall = moments.iso_wall("2021-03-01T00:16:48.000Z")
    assert moments.local(wall, "Europe/Paris") == datetime(2021, 2, 28, 23, 16, 48, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2024-07-30 00:44:14.317000000",
        "2024-07-30T00:44:14Z",
        "2024-07-30 00:44:14 +0000 UTC",
        "2024-07-30 02:44:14+02:00",
        "2024-07-30 00:44:14 UTC",
    ],
)
def test_true_utc_in_its_many_forms_is_one_instant(written: str) -> None:
    assert moments.iso_utc(written) == datetime(2024, 7, 30, 0, 44, 14, tzinfo=UTC)


def test_the_order_of_day_and_month_is_read_off_the_column() -> None:
    assert moments.is_day_first(["03/04/2024", "21/01/2026"]) is True
    assert moments.is_day_first(["03/04/2024", "1/21/26"]) is False
    assert moments.is_day_first(["03/04/2024", "", "no date"]) is None
    with pytest.raises(BadInput, match="different orders"):
        moments.is_day_first(["21/01/2026", "01/21/2026"])


def test_dates_with_slashes_follow_the_order() -> None:
    assert moments.slashed_date("3/4/2024", day_first=True) == date(2024, 4, 3)
    assert moments.slashed_date("3/4/24", day_first=False) == date(2024, 3, 4)
    assert moments.slashed_wall("12/31/2016 23:15", day_first=False) == at("2016-12-31T23:15")
    assert moments.slashed_wall("04/25/2026 07:05:30 PM", day_first=False) == at("2026-04-25T19:05:30")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("7:05", time(7, 5)),
        ("12:30 AM", time(0, 30)),
        ("12:30 pm", time(12, 30)),
        ("07:05:30 a.m.", time(7, 5, 30)),
    ],
)
def test_clocks_of_twelve_and_of_twenty_four_hours(written: str, read: time) -> None:
    assert moments.clock_time(written) == read


def test_months_by_name() -> None:
    assert moments.named_wall("Wednesday, June 2, 2021 9:06 PM") == at("2021-06-02T21:06")
    assert moments.named_wall("May 2, 2023") == at("2023-05-02")
    assert moments.named_wall("September 17, 2024 1:52 PM") == at("2024-09-17T13:52")


def test_an_american_abbreviation_names_its_offset() -> None:
    assert moments.unix_instant("Tue Aug 14 17:30:07 PDT 2018") == datetime(2018, 8, 15, 0, 30, 7, tzinfo=UTC)


READERS: list[Callable[[str], object]] = [
    moments.iso_wall,
    moments.iso_utc,
    lambda text: moments.slashed_wall(text, day_first=True),
    moments.clock_time,
    moments.named_wall,
    moments.unix_instant,
    moments.compact_date,
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "written",
    ["", "soon", "0001-01-01", "9999-12-31 10:00", "2024-02-30", "31/02/2024 10:00", "Smarch 3, 2020",
     "25:00", "13:00 PM", "99999999", "Tue Aug 14 17:30:07 XYZ 2018"],
)  # fmt: skip
def test_what_is_no_time_is_refused_in_a_sentence(reader: Callable[[str], object], written: str) -> None:
    with pytest.raises(BadInput, match="is not a time"):
        reader(written)


@given(st.datetimes(at("1970-01-01"), at("2100-12-31")))
def test_any_second_comes_back(wall: datetime) -> None:
    wall = wall.replace(microsecond=0)
    assert moments.iso_wall(f"{wall.isoformat(sep=' ')}.123456789") == wall
    assert moments.slashed_wall(f"{wall:%m/%d/%Y %I:%M:%S %p}", day_first=False) == wall
    assert moments.named_wall(f"{wall:%B} {wall.day}, {wall:%Y %H:%M:%S}") == wall
