"""The monkey of the bench, for a short time."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from gigplanner.planbook import Planbook
from gigplanner.workday.demo import write_demo

SCRIPT = Path(__file__).parents[1] / "bench" / "monkey.py"


def test_a_monkey_at_the_keyboard_ends_nothing_and_damages_nothing(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("monkey", SCRIPT)
    assert spec and spec.loader
    monkey = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(monkey)
    write_demo(tmp_path / "book", monkey.NOW, days=3, seed=8, zone="UTC")
    assert monkey.rage(tmp_path / "book", seed=8, events=1500).startswith("1500 events")
    with Planbook(tmp_path / "book", by="test") as book:
        assert "app" in {action.by for action in book.history()}  # it did reach the planbook
