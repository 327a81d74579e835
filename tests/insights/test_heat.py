"""What an hour of the week pays net, against days counted by hand."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from support.digestdays import FRIDAY, money_row, slot_of, time_row
from support.digestdays import NEW_YORK as USD

from gigplanner.insights.digest import NO_SLOT, DayDigest, MilesRow
from gigplanner.insights.heat import Cell, heat_of
from gigplanner.model.money import Money


def evening(weeks_ago: int, *cents: int) -> DayDigest:
    """A Friday from 17:00 on, an hour for each of the amounts."""
    slots = [slot_of(4, 17 + number) for number in range(len(cents))]
    return DayDigest(
        day=FRIDAY - timedelta(weeks=weeks_ago),
        money=tuple(money_row(one, at=at) for at, one in zip(slots, cents, strict=True)),
        time=tuple(time_row(1, at=at) for at in slots),
    )


def test_an_hour_pays_its_money_less_fees_and_its_part_of_the_miles():
    at, later = slot_of(4, 17), slot_of(4, 18)
    day = DayDigest(
        day=FRIDAY,
        money=(money_row(20_00, at=at, tip=4_00, fee=1_00), money_row(10_00, at=later, status="pending")),
        time=(time_row(1, at=at), time_row(0.5, at=later)),
        miles=(MilesRow(platform="Uber", miles=Decimal(10)),),
    )
    heat = heat_of([day], USD)
    # ten miles at 72.5 cents are 7.25: two thirds of it in the whole hour, one third in the half
    assert heat.of(4, 17) == Cell(net=23_00 - 4_83, seconds=3600, days=1)
    assert heat.of(4, 18) == Cell(net=10_00 - 2_42, seconds=1800, days=1)
    assert heat.per_hour(4, 18) == Money(15_16, "USD")


def test_rejected_money_other_currencies_and_money_of_no_shift_count_nowhere():
    at = slot_of(4, 17)
    day = DayDigest(
        day=FRIDAY,
        money=(
            money_row(9_00, at=at, status="rejected"),
            money_row(9_00, at=at, currency="EUR"),
            money_row(9_00, at=at, made=NO_SLOT),
        ),
        time=(time_row(1, at=at),),
    )
    assert heat_of([day], USD).of(4, 17).net == 0


def test_a_single_good_evening_makes_no_window():
    heat = heat_of([evening(0, 80_00, 80_00, 80_00)], USD)
    assert heat.windows == ()
    assert not heat.of(4, 17).enough


def test_evenings_that_paid_well_week_after_week_are_the_window():
    good = [evening(week, 30_00, 40_00, 35_00) for week in range(4)]
    mornings = [
        DayDigest(
            day=FRIDAY - timedelta(weeks=week),
            money=(money_row(12_00, at=slot_of(4, 9)),),
            time=tuple(time_row(1, at=slot_of(4, hour)) for hour in (8, 9, 10)),
        )
        for week in range(4)
    ]
    heat = heat_of([*good, *mornings], USD)
    assert [window.words for window in heat.windows] == ["Fridays 17–20"]
    assert heat.windows[0].per_hour == Money(35_00, "USD")
    assert (heat.windows[0].days, heat.windows[0].seconds) == (4, 12 * 3600)


def test_without_any_work_there_is_no_mean():
    heat = heat_of([], USD)
    assert (heat.mean, heat.windows, heat.hours, heat.per_hour(0, 0)) == (None, (), 0, None)


@given(st.lists(st.tuples(st.integers(0, 167), st.integers(0, 9000), st.integers(1, 60)), max_size=30))
def test_cells_hold_all_the_money_and_all_the_time(rows: list[tuple[int, int, int]]):
    digests = [
        DayDigest(
            day=FRIDAY + timedelta(days=number),
            money=(money_row(cents, at=at),),
            time=(time_row(minutes / 60, at=at),),
        )
        for number, (at, cents, minutes) in enumerate(rows)
    ]
    heat = heat_of(digests, USD)
    assert sum(cell.net for cell in heat.cells.values()) == sum(cents for _, cents, _ in rows)
    assert sum(cell.days for cell in heat.cells.values()) == len(rows)
    assert abs(heat.hours * 60 - sum(minutes for *_, minutes in rows)) < 1
