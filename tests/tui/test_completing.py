"""What a line is guessed to go on with, and what quick add says of money that it did not see."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gigplanner.model import Settings
from gigplanner.model.catalogue import built_in
from gigplanner.model.currencies import CURRENCIES
from gigplanner.tui.dialogs.completing import ListSuggester, begun, line_begun
from gigplanner.tui.dialogs.quick_add import examples, unpaid_words
from gigplanner.workday.quickline import understand

NAMES = ("DoorDash", "Uber Eats", "Prolific")
NOW = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("do", "doorDash"),  # what was typed stays as it is
        ("", None),
        ("dx", None),
    ],
)
def test_a_name_that_is_begun_is_completed(typed: str, whole: str | None) -> None:
    assert begun(typed, NAMES) == whole


def test_control_characters_of_a_name_never_reach_the_line() -> None:
    whole = begun("bad", ["bad\x1b]52;c;x\x07name"])
    assert whole is not None and whole.isprintable() and whole.endswith("name")


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("survey pro", "survey prolific"),
        ("earned $7 uber e", "earned $7 uber eats"),
        ("call", "call the bank"),  # a line that is known
        ("survey p", None),  # one letter may be anything
        ("survey 12m $3", None),
    ],
)
def test_a_line_is_completed_from_known_lines_and_from_names_within(typed: str, whole: str | None) -> None:
    assert line_begun(typed, ["Call the bank"], NAMES) == whole


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("DoorDash, ub", "DoorDash, uber Eats"),
        ("DoorDash,", None),
        ("doordash, door", None),  # there already
    ],
)
async def test_in_a_list_the_last_name_is_completed(typed: str, whole: str | None) -> None:
    assert await ListSuggester(lambda: NAMES).get_suggestion(typed) == whole


def test_every_example_is_understood_in_whatever_money_the_person_is_paid_in() -> None:
    for currency in CURRENCIES:
        settings = Settings(currency=currency)
        words = [
            understand(line, now=NOW, settings=settings, catalogue=built_in()).words
            for line in examples(currency)
        ]
        assert [line.split(" ")[0] for line in words] == ["Task", "Shift", "Earned", "Drove", "Spent"]
        assert "no pay" not in words[0]
    assert max(map(len, examples("USD"))) <= 35  # a line of its own each, at 40 columns


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("survey 3.20 Prolific 12m", " · if 3.20 is the pay, type €3.20"),
        ("survey Prolific 12m €3.20", ""),
        ("survey 3 Prolific 12m", ""),
    ],
)
def test_an_amount_among_the_words_of_an_unpaid_task_is_asked_about(line: str, said: str) -> None:
    understood = understand(line, now=NOW, settings=Settings(currency="EUR"), catalogue=built_in())
    assert unpaid_words(understood.record, "EUR") == said
