"""The row of keys: whole entries or none, each to be clicked."""

from __future__ import annotations

import pytest

from gigplanner.tui.actions import ACTIONS
from gigplanner.tui.text import width_of
from gigplanner.tui.widgets.keys_bar import action_at, key_words, keys_line

SHOWN = [action for action in ACTIONS if action.footer and action.scope in ("plan", "app")]


@pytest.mark.parametrize("width", [1, 5, 20, 40, 63, 80, 120])
def test_an_entry_is_shown_whole_or_not_at_all(width: int) -> None:
    line = keys_line([(action, True) for action in SHOWN], width)
    entries = {f"{key_words(action)} {action.title}" for action in SHOWN}
    shown = [entry for entry in line.text.strip().split("  ") if entry]
    assert width_of(line.text) == width
    assert all(entry.strip() in entries for entry in shown)


def test_a_click_on_a_key_or_its_word_calls_its_action() -> None:
    line = keys_line([(action, True) for action in SHOWN], 120)
    for action in SHOWN:
        entry = line.text.index(f" {key_words(action)} {action.title}") + 1
        for column in (entry, entry + width_of(key_words(action)) + 1):
            assert action_at(line, SHOWN, column) == action
    assert action_at(line, SHOWN, 119) is None
