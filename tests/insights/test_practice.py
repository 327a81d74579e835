"""The learning curve, and what to train."""

from datetime import date

import pytest
from support.digestdays import NEW_YORK as USD

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_results import ResultRow
from gigplanner.insights.practice import learning_of, to_train
from gigplanner.model.money import Money
from gigplanner.model.records import Outcome


def rows(
    count: int, minutes: float, *, category: str = "transcription", stated: float = 10, cents: int = 200,
    outcome: Outcome = "done", currency: str = "USD", units: int = 1,
) -> tuple[ResultRow, ...]:  # fmt: skip
    row = ResultRow("Rev", category, outcome, False, units, stated, minutes, currency, cents)
    return (row,) * count


def month(number: int, *results: ResultRow) -> DayDigest:
    return DayDigest(day=date(2026, number, 10), results=results)


def test_the_pace_falls_from_march_to_november():
    (found,) = learning_of([month(3, *rows(6, 10)), month(11, *rows(6, 6.9))], USD)
    assert [(one.month, one.pace, one.results) for one in found.curve] == [
        (date(2026, 3, 1), pytest.approx(1.0), 6),
        (date(2026, 11, 1), pytest.approx(0.69), 6),
    ]
    assert found.sentence == "You are 31 % faster at transcription than in March 2026."
    # twelve results of 2.00 each in 101.4 minutes
    assert found.per_hour == Money(24_00, "USD").per_hour(6084)


def test_a_month_with_few_timed_results_is_no_point_of_the_curve():
    (found,) = learning_of([month(3, *rows(4, 20)), month(4, *rows(9, 8))], USD)
    assert [one.month.month for one in found.curve] == [4]
    assert found.sentence == "Too few timed results to tell how transcription goes."


def test_what_was_not_timed_rejected_or_screened_out_teaches_no_pace():
    digests = [month(3, *rows(9, 0), *rows(9, 5, outcome="rejected"), *rows(9, 2, outcome="screened_out"))]
    assert learning_of(digests, USD) == ()


def test_small_changes_are_called_none():
    (found,) = learning_of([month(3, *rows(6, 10)), month(4, *rows(6, 10.3))], USD)
    assert found.sentence == "You are as fast at transcription as in March 2026."


def test_other_currencies_count_as_time_on_the_curve_but_not_as_pay():
    (found,) = learning_of([month(3, *rows(10, 10), *rows(5, 10, currency="GBP", cents=9999))], USD)
    assert found.minutes == 150
    assert found.per_hour == Money(12_00, "USD")


def test_units_of_a_batch_weigh_by_their_number():
    (found,) = learning_of([month(3, *rows(5, 10, units=4), *rows(5, 20))], USD)
    assert found.curve[0].pace == pytest.approx((5 * 40 + 5 * 20) / (5 * 40 + 5 * 10))


def test_train_what_pays_best_and_takes_little_of_the_time():
    found = learning_of(
        [
            month(
                3,
                *rows(60, 10, category="survey", cents=150),
                *rows(12, 10, category="transcription", cents=400),
                *rows(5, 10, category="AI training", cents=900),
            )
        ],
        USD,
    )
    best = to_train(found)
    assert best is not None
    assert best.category == "transcription", "five results say nothing of what AI training pays"


def test_nothing_is_worth_training_where_all_pays_the_same():
    assert to_train(learning_of([month(3, *rows(20, 10))], USD)) is None
    assert to_train(()) is None


def test_results_that_differ_by_more_than_the_change_say_so_instead_of_boasting():
    march, april = [4.0, 20.0, 9.0, 16.0, 5.0], [3.0, 18.0, 8.0, 14.0, 4.5]
    digests = [
        month(number, *(row for minutes in paces for row in rows(1, minutes)))
        for number, paces in ((3, march), (4, april))
    ]
    (found,) = learning_of(digests, USD)
    assert found.change == pytest.approx(47.5 / 54 - 1)
    assert not found.sure
    assert found.sentence == (
        "No sure change of pace at transcription since March 2026: single results differ by more."
    )
    # of 4, 20, 9, 16 and 5 minutes: squares of their distance from 10.8 sum up to 194.8
    assert found.curve[0].error == pytest.approx((194.8 * 5 / 4) ** 0.5 / 50)
