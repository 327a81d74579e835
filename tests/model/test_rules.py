"""Recurrence rules that are followed, and those that are refused before they can do harm."""

from __future__ import annotations

import pytest

from gigplanner.model import BadInput
from gigplanner.model.rules import check_rule


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY;BYDAY=MO,TU;UNTIL=20261231T225959Z",
        "FREQ=MONTHLY;BYDAY=-1SU,+2MO;BYSETPOS=1",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;WKST=SU",
        "FREQ=HOURLY;COUNT=10",
        "freq=daily;count=20000;",
        "FREQ=DAILY;BYHOUR=9,13,17;INTERVAL=1000",
        "FREQ=DAILY;UNTIL=20261231",
    ],
)
def test_everyday_rules_pass(rule: str) -> None:
    assert check_rule(rule) is None  # type: ignore[func-returns-value]


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("", "does not say how often"),
        ("COUNT=3", "does not say how often"),
        ("FREQ=SECONDLY", "every minute or second"),
        ("FREQ=MINUTELY;COUNT=3", "every minute or second"),
        ("FREQ=HOURLY", "every hour for ever"),
        ("FREQ=FORTNIGHTLY", "which nobody defined"),
        ("FREQ=DAILY;INTERVAL=0", "from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=1001", "from 1 to 1000"),
        ("FREQ=DAILY;COUNT=1000000000", "from 1 to 20000"),
        ("FREQ=DAILY;COUNT=２", "cannot be read"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20261231", "both a COUNT and an UNTIL"),
        ("FREQ=DAILY;UNTIL=20261301", "which is not a date"),
        ("FREQ=DAILY;UNTIL=tomorrow", "which is not a date"),
        ("FREQ=DAILY;FREQ=WEEKLY", "stumbles at “FREQ=WEEKLY”"),
        ("FREQ=DAILY;BYEASTER=0", "stumbles at “BYEASTER=0”"),
        ("FREQ=DAILY;BYDAY=XX", "BYDAY cannot be “XX”"),
        ("FREQ=DAILY;WKST=1", "WKST cannot be “1”"),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH cannot be “13”"),
        ("FREQ=DAILY;BYMONTHDAY=0", "BYMONTHDAY cannot be “0”"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "no such month has"),
        ("FREQ=DAILY;BYSETPOS=2", "nothing to choose from"),
        ("FREQ=DAILY;BYMINUTE=" + ",".join(map(str, range(60))), "more than 48 times a day"),
        ("FREQ=DAILY;" + "X" * 2000, "cannot be read"),
    ],
)
def test_rules_that_cannot_be_planned_with_are_refused_in_a_sentence(rule: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        check_rule(rule)
