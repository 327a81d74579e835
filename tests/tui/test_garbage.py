"""Garbage is collected while nobody waits, and only where the app was started without a collector."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from gigplanner.tui import garbage
from gigplanner.tui.garbage import A_MOMENT, MIDDLE, MUCH, RARELY, YOUNG, Garbage


class Collector(SimpleNamespace):
    """Stands for Python's: how many rounds have been made, and what was asked of it."""

    def __init__(self, *, rests: bool) -> None:
        super().__init__(rests=rests, rounds=0, asked=[])

    def isenabled(self) -> bool:
        return not self.rests

    def get_count(self) -> tuple[int, int, int]:
        return (0, 0, self.rounds)

    def __getattr__(self, name: str) -> Any:
        return lambda *given: self.asked.append((name, *given))


def test_a_full_collection_waits_until_nobody_presses_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    collector, now = Collector(rests=True), [100.0]
    monkeypatch.setattr(garbage, "gc", collector)
    monkeypatch.setattr(garbage, "monotonic", lambda: now[0])
    ours = Garbage()
    ours.begin()
    assert collector.asked == [("freeze",), ("set_threshold", YOUNG, MIDDLE, RARELY), ("enable",)]
    collector.asked.clear()
    collector.rests, collector.rounds = False, MUCH
    now[0] += 60
    ours.note_input()
    ours.look()
    assert collector.asked == []
    now[0] += 2 * A_MOMENT
    ours.look()
    assert collector.asked == [("collect",)]
    collector.rounds = 0
    ours.look()
    assert collector.asked == [("collect",)]


def test_a_collector_that_worked_already_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    collector = Collector(rests=False)
    collector.rounds = 1000
    monkeypatch.setattr(garbage, "gc", collector)
    monkeypatch.setattr(garbage, "monotonic", lambda: 1e9)
    others = Garbage()
    others.begin()
    others.look()
    assert collector.asked == []
