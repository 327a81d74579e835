"""Time spent on learning, and what came of it as far as the records tell."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from support.digestdays import HOUR
from support.digestdays import NEW_YORK as USD

from gigplanner.insights.digest import DayDigest, TrainingRow
from gigplanner.insights.digest_results import ResultRow
from gigplanner.insights.upskilling import upskilling_of
from gigplanner.model.catalogue import built_in
from gigplanner.model.money import Money
from gigplanner.model.records import Block

CATALOGUE = built_in()
SINCE = date(2026, 1, 1)


def result(cents: int, minutes: float, category: str = "captions", platform: str = "Rev") -> ResultRow:
    return ResultRow(platform, category, "done", False, 1, 10, minutes, "USD", cents)


def work(month: int, count: int, cents: int, minutes: float) -> DayDigest:
    return DayDigest(day=date(2026, month, 10), results=(result(cents, minutes),) * count)


def course(month: int, title: str = "Course: captions, unit 6") -> DayDigest:
    return DayDigest(day=date(2026, month, 20), training=(TrainingRow(title, HOUR),))


def test_pay_and_pace_before_and_since_the_first_lesson():
    days = [work(3, 10, 200, 12), course(3), course(4, "Course: captions, unit 7"), work(5, 12, 200, 6)]
    (found,) = upskilling_of(days, USD, CATALOGUE, since=SINCE).trainings
    assert (found.name, found.seconds, found.days, found.begun) == (
        "Course: captions", 7200, 2, date(2026, 3, 20),
    )  # fmt: skip
    assert found.before and found.since
    assert (found.before.per_hour, found.since.per_hour) == (Money(10_00, "USD"), Money(20_00, "USD"))
    assert found.sentence == (
        "Course: captions: an hour of captions paid $10.00 before (10 results) and $20.00 since (12),"
        " with 50 % less time a unit."
    )


def test_few_results_on_one_side_say_so():
    (found,) = upskilling_of(
        [work(3, 9, 200, 12), course(3), work(5, 30, 200, 6)], USD, CATALOGUE, since=SINCE
    ).trainings
    assert found.before is None
    assert "too few timed results of captions" in found.sentence


def test_a_course_that_names_no_paid_work_has_its_time_and_nothing_else():
    days = [work(3, 20, 200, 12), course(4, "Food safety")]
    (found,) = upskilling_of(days, USD, CATALOGUE, since=SINCE).trainings
    assert (found.category, found.seconds) == ("", 3600)
    assert found.sentence == "Food safety: no paid work is named like it yet."


def test_only_learning_of_the_period_is_told_but_its_first_day_is_that_of_all_time():
    days = [course(3), course(4, "Spanish"), course(6)]
    (found,) = upskilling_of(days, USD, CATALOGUE, since=date(2026, 5, 1)).trainings
    assert (found.seconds, found.begun) == (3600, date(2026, 3, 20))


def test_tasks_of_a_training_platform_and_lessons_of_a_series_are_learning():
    start = datetime(2026, 4, 2, 15, tzinfo=UTC)
    lesson = Block(id="s@", title="Spanish", start=start, end=start + timedelta(minutes=45), kind="training")
    task = DayDigest(day=date(2026, 4, 1), results=(result(0, 30, "training", "Upskilling"),))
    found = upskilling_of([task], USD, CATALOGUE, since=SINCE, recurring=[lesson])
    assert [(one.name, one.seconds) for one in found.trainings] == [("Spanish", 2700), ("training", 1800)]
    assert found.seconds == 4500
