"""Lines as people type them who have not read how: the right kind of record, to the cent and minute."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gigplanner.model import BadInput, Settings
from gigplanner.model.catalogue import built_in
from gigplanner.workday.quickline import understand

CHICAGO = Settings(zone="America/Chicago")
SUNDAY_MORNING = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)  # Sun 22 Nov, 08:14 in Chicago


def words(line: str) -> str:
    return understand(line, now=SUNDAY_MORNING, settings=CHICAGO, catalogue=built_in()).words


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        ("doordash 5pm to 9pm friday", "Shift · doordash · Fri 27 Nov 17:00–21:00 · at car"),
        ("doordash tonight 5-9", "Shift · doordash · Sun 22 Nov 17:00–21:00 · at car"),
        ("uber eats tomorrow 11:30-2", "Shift · uber eats · Mon 23 Nov 11:30–14:00 · at car"),
        ("block DoorDash fri 22-2", "Shift · DoorDash · Fri 27 Nov 22:00–02:00 · at car"),
        ("dentist wed 3pm 1h", "Event · dentist · Wed 25 Nov 15:00–16:00"),
        ("lunch break 12-12:30", "Event · lunch break · Sun 22 Nov 12:00–12:30"),
        ("made 64.20 doordash", "Earned $64.20 · DoorDash · now"),
        ("got paid $45 for Upwork", "Earned $45.00 · Upwork · pending · now"),
        ("paid 40 parking", "Spent $40.00 · parking · now"),
        ("14.3 miles doordash", "Drove 14.3 mi · DoorDash · now"),
    ],
)
def test_shifts_money_and_miles_need_no_word_of_their_own(line: str, understood: str) -> None:
    assert words(line) == understood


@pytest.mark.parametrize(
    ("line", "understood"),
    [
        (
            "image tagging 50 units 0.10 each 30 sec",
            "Task · image tagging ×50 · 0.5 min each · $0.10 each · $12.00/h",
        ),
        ("edit video for TikTok 2h $50", "Task · edit video · TikTok · 120 min · $50.00 · $25.00/h"),
        (
            "survey 20m $5 needs laptop quiet",
            "Task · survey · 20 min · $5.00 · $15.00/h · needs laptop, quiet",
        ),
        ("transcribe 25m $6 splittable", "Task · transcribe · 25 min · $6.00 · $14.40/h · splittable"),
        ("made-up names 5m $1", "Task · made-up names · 5 min · $1.00 · $12.00/h"),
        ("count 5-9 photos 10m $1", "Task · count 5-9 photos · 10 min · $1.00 · $6.00/h"),
        ("survey 10m $2 from 5pm", "Task · survey · 10 min · $2.00 · $12.00/h · from 17:00"),
        ("call by tomorrow 3pm 20m", "Task · call · 20 min · no pay · due Mon 23 Nov 15:00"),
    ],
)
def test_tasks_stay_tasks(line: str, understood: str) -> None:
    assert words(line) == understood


def test_money_without_a_length_is_told_how_money_starts() -> None:
    with pytest.raises(BadInput, match="money starts with earned or spent"):
        words("DoorDash $8.50")
