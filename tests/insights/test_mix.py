"""The mix of income, counted by hand."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from gigplanner.insights.mix import mix_of
from gigplanner.insights.recap import Part
from gigplanner.insights.takings import Tally
from gigplanner.model.money import Money

MUCH = Decimal(60)


def part(name: str, cents: int) -> Part:
    return Part(name=name, tally=replace(Tally.nothing("USD"), gross=Money(cents, "USD")))


def test_three_equal_platforms_are_three_effective_ones():
    mix = mix_of([part(name, 100_00) for name in ("Uber", "Prolific", "Fiverr")], "USD", warn_above=MUCH)
    assert [share.part for share in mix.shares] == [Fraction(1, 3)] * 3
    assert mix.effective == Decimal("3.0")
    assert mix.too_much is None


def test_one_that_brings_nearly_everything_is_warned_of():
    mix = mix_of(
        [part("Prolific", 50_00), part("Uber", 900_00), part("Fiverr", 50_00)], "USD", warn_above=MUCH
    )
    assert [(share.name, share.percent) for share in mix.shares] == [
        ("Uber", 90), ("Fiverr", 5), ("Prolific", 5),
    ]  # fmt: skip
    assert mix.effective == Decimal("1.2")  # 1 / (0.81 + 0.0025 + 0.0025)
    assert mix.too_much is mix.shares[0]
    assert mix.without_largest == Money(100_00, "USD")


def test_the_share_that_is_too_much_is_the_persons_to_set():
    parts = [part("Uber", 70), part("Lyft", 30)]
    assert mix_of(parts, "USD", warn_above=Decimal(70)).too_much is None
    assert mix_of(parts, "USD", warn_above=Decimal("69.9")).too_much is not None


def test_no_income_has_no_mix():
    mix = mix_of([part("Uber", 0), part("Refunds", -5)], "USD", warn_above=MUCH)
    assert (mix.shares, mix.effective, mix.without_largest) == ((), None, Money(0, "USD"))


@given(st.lists(st.integers(-100, 10**7), max_size=12))
def test_shares_add_up_and_the_effective_number_lies_between_one_and_the_number_of_sources(cents: list[int]):
    mix = mix_of([part(f"p{number}", one) for number, one in enumerate(cents)], "USD", warn_above=MUCH)
    if mix.shares and mix.effective is not None:
        assert sum(share.part for share in mix.shares) == 1
        assert 1 <= mix.effective <= len(mix.shares)
        assert mix.total.minor == sum(one for one in cents if one > 0)


def test_what_would_fall_away_a_week_with_the_largest_needs_four_weeks():
    driven = replace(part("Uber", 560_00), online_seconds=40 * 3600)
    parts = [driven, part("Lyft", 30_00)]
    assert mix_of(parts, "USD", warn_above=MUCH, days=56).largest_a_week == (Money(70_00, "USD"), 5.0)
    assert mix_of(parts, "USD", warn_above=MUCH, days=27).largest_a_week is None
    assert mix_of([], "USD", warn_above=MUCH, days=56).largest_a_week is None
