"""A participant's studies of Prolific."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.deskfiles import FOLDER, blocks, desk_file, earnings, identities, only, reasons, with_lines
from support.importing import read_text

from gigplanner.model import BadInput, Earning, Money


def test_each_row_is_in_its_own_currency_and_the_bonus_is_apart() -> None:
    money = earnings(desk_file("prolific.csv"))
    image, vowels = money["Image Matching Study"], money["Vowels, long and short"]
    assert (image.gross, image.tip, image.status) == (Money(267, "GBP"), None, "approved")
    assert (vowels.gross, vowels.tip, vowels.status) == (Money(600, "USD"), Money(125, "USD"), "pending")


def test_times_are_utc_whatever_the_zone_and_stand_on_the_calendar() -> None:
    reading = desk_file("prolific.csv", zone="America/Chicago")
    image = blocks(reading)["Image Matching Study"]
    assert (image.start, image.end) == (
        datetime(2026, 3, 25, 2, 52, 58, tzinfo=UTC),
        datetime(2026, 3, 25, 2, 58, 41, tzinfo=UTC),
    )
    assert earnings(reading)["Image Matching Study"].at == image.end
    assert reading.zone_rule == "Prolific writes its times in UTC."


def test_a_reward_that_was_never_earned_is_no_money() -> None:
    reading = desk_file("prolific.csv")
    money = earnings(reading)
    assert money["Refused study"].status == "rejected"
    assert not {"Slow study", "Screened study"} & money.keys()
    assert reading.warnings == (
        "1 returned study was left out.",
        "1 timed out study was left out.",
        "“Screened study” screened you out: log by hand what it paid, if it did.",
    )


def test_the_bonus_of_a_returned_study_is_money_without_its_reward() -> None:
    returned = earnings(desk_file("prolific.csv"))["Sustainability (3)"]
    assert (returned.gross, returned.tip, returned.status) == (
        Money.zero("GBP"),
        Money(40, "GBP"),
        "approved",
    )


def test_an_unknown_status_is_refused_with_its_line() -> None:
    assert reasons(desk_file("prolific.csv")) == [(9, "The status “LOST” is unknown.")]


def test_money_without_any_date_is_refused() -> None:
    header = "Study,Reward,Bonus,Started At,Completed At,Completion Code,Status"
    reading = read_text(f"{header}\nNo day,£1.00,£0.00,,,,APPROVED\n")
    assert reading.records == ()
    assert "so its money has no day" in reading.refused[0].reason


@pytest.mark.parametrize(("reward", "bonus"), [("-£1.00", "£0.00"), ("£1.00", "(£0.50)")])
def test_money_below_zero_is_refused(reward: str, bonus: str) -> None:
    header = "Study,Reward,Bonus,Started At,Completed At,Completion Code,Status"
    reading = read_text(f"{header}\nA,{reward},{bonus},2026-03-25 02:52:58,,,APPROVED\n")
    assert reasons(reading) == [(2, "The reward or the bonus is below zero.")]


def test_genuine_twins_are_kept_and_the_order_of_rows_changes_no_identity() -> None:
    reading = desk_file("prolific.csv")
    assert len([one for one in only(reading, Earning) if one.note == "Twin study"]) == 2
    for seed in range(3):
        assert identities(with_lines("prolific.csv", keep=1, seed=seed)) == identities(reading)


def test_a_name_without_its_commas_and_a_new_status_are_the_same_submission() -> None:
    text = (FOLDER / "prolific.csv").read_text(encoding="utf-8")
    later = text.replace('"Vowels, long and short"', "Vowels long and short").replace(
        "AWAITING REVIEW", "APPROVED"
    )
    before, after = desk_file("prolific.csv"), read_text(later)
    assert identities(before) == identities(after)
    assert earnings(after)["Vowels long and short"].status == "approved"


def test_a_researchers_export_is_refused_politely() -> None:
    with pytest.raises(BadInput) as raised:
        desk_file("prolific_researcher.csv")
    assert str(raised.value) == (
        "prolific_researcher.csv is a researcher's export, with other people's submissions: import the list "
        "of your own studies from Prolific's Submissions page."
    )
