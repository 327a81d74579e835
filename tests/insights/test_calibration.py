"""Forecasts against what happened."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from support.gigdays import FRIDAY, NEW_YORK, clock, shift

from gigplanner.insights.calibration import calibration_of, minutes_check
from gigplanner.insights.digest_results import ForecastRow, ResultRow, forecast_rows
from gigplanner.model.shiftlog import ShiftLog, read_log

DAY = NEW_YORK.span_of(FRIDAY)


def foretold(log: ShiftLog, chance: float) -> ShiftLog:
    """The shift with that chance shown at every start of a filler."""
    events = [
        replace(event, chance=chance) if event.kind == "filler_started" else event for event in log.events
    ]
    return read_log(events, log.now)


def result(minutes: float, stated: float, *, units: int = 1, outcome: str = "done") -> ResultRow:
    return ResultRow("Prolific", "survey", outcome, True, units, stated, minutes, "USD", 100)  # type: ignore[arg-type]


def test_a_filler_done_was_finished_and_one_that_an_order_ended_was_not():
    log = shift(
        [
            ("10:00", "started"),
            ("10:01", "filler_started"),
            ("10:09", "filler_done"),
            ("10:10", "filler_started"),
            ("10:15", "order"),
            ("10:30", "delivered"),
            ("10:31", "filler_started"),
            ("10:33", "filler_interrupted"),
            ("10:40", "stopped"),
        ]
    )
    assert forecast_rows([foretold(log, 0.7)], DAY) == (ForecastRow(0.7, True), ForecastRow(0.7, False))
    assert forecast_rows([log], DAY) == (), "no chance was shown"
    tomorrow = NEW_YORK.span_of(FRIDAY + timedelta(days=1))
    assert forecast_rows([foretold(log, 0.7)], tomorrow) == ()


def test_a_filler_that_still_runs_says_nothing_yet():
    log = shift([("10:00", "started"), ("10:01", "filler_started")], now="2026-11-20 10:05")
    assert forecast_rows([foretold(log, 0.7)], DAY) == ()


def test_chances_that_came_true_as_often_as_they_said_are_about_right():
    found = calibration_of([ForecastRow(0.75, number % 4 != 0) for number in range(40)])
    assert (found.count, found.forecast, found.happened) == (40, 0.75, 0.75)
    assert found.brier == pytest.approx(0.1875)
    assert found.sentence == (
        "Of 40 fillers a 75 % chance to finish was given on average and 75 % were finished: about right."
    )


def test_chances_that_hardly_ever_came_true_were_too_hopeful():
    assert (
        calibration_of([ForecastRow(0.9, number % 2 == 0) for number in range(40)]).verdict == "too hopeful"
    )
    assert calibration_of([ForecastRow(0.3, True)] * 30).verdict == "too cautious"


def test_a_handful_of_forecasts_proves_nothing():
    found = calibration_of([ForecastRow(0.9, False)] * 19)
    assert found.verdict == "too few to tell"
    assert found.sentence == "19 forecasts of finishing in time: too few to tell how good they are."
    assert calibration_of([]).count == 0


def test_forecasts_fall_into_bands_by_their_chance():
    found = calibration_of([ForecastRow(0.1, False), ForecastRow(0.15, True), ForecastRow(1.0, True)])
    assert [(band.low, band.count, band.happened) for band in found.bands] == [(0.0, 2, 0.5), (0.8, 1, 1.0)]
    assert found.bands[0].forecast == pytest.approx(0.125)


def test_minutes_are_compared_by_the_time_that_was_stated():
    check = minutes_check([result(12, 10), result(30, 20, units=2), result(99, 1, outcome="rejected")])
    assert check.count == 2
    assert check.ratio == pytest.approx(72 / 50)
    assert check.within == 0
    assert "too few to tell" in check.sentence


def test_many_timed_results_are_told_in_words():
    check = minutes_check([result(9, 10)] * 15 + [result(18, 10)] * 5)
    assert check.sentence == "20 timed results took 12 % longer than stated; 75 % kept to it."
    assert "as long as stated" in minutes_check([result(10, 10)] * 20).sentence


@given(st.lists(st.builds(ForecastRow, st.floats(0, 1), st.booleans()), max_size=60))
def test_bands_hold_every_forecast_once(rows: list[ForecastRow]):
    found = calibration_of(rows)
    assert sum(band.count for band in found.bands) == len(rows) == found.count
    assert 0 <= found.brier <= 1
    happened = sum(band.happened * band.count for band in found.bands)
    assert happened == pytest.approx(sum(row.finished for row in rows))


def test_a_chance_is_kept_with_the_start_of_the_filler():
    event = shift([("10:00", "started"), ("10:01", "filler_started")]).events[1]
    assert event.chance is None
    assert event.at == clock("10:01")
