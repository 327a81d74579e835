"""Whoever waits at a terminal is told what for."""

from __future__ import annotations

import io
import sys
import time

import pytest
from support.patience import PATIENCE

from gigplanner.cli import waiting


class Screen(io.StringIO):
    """A terminal that keeps what was written to it."""

    def isatty(self) -> bool:
        return True


def until_written(screen: io.StringIO) -> None:
    give_up = time.monotonic() + PATIENCE
    while not screen.getvalue():
        assert time.monotonic() < give_up, "nothing was ever said"
        time.sleep(0.001)


def test_long_work_is_named_while_it_lasts_and_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(waiting, "PATIENCE", 0.001)
    with pytest.raises(ZeroDivisionError), waiting.patience("Counting …"):
        until_written(screen)
        assert screen.getvalue() == "Counting …"
        _ = 1 / 0
    assert screen.getvalue() == "Counting …\r          \r"


def test_what_is_quick_or_read_by_a_program_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "PATIENCE", 600.0)
    for screen in (Screen(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", screen)
        with waiting.patience("Counting …"):
            pass
        assert screen.getvalue() == ""
