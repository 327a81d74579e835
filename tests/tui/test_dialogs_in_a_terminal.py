"""Dialogs in a real terminal, where things take the time they take."""

from __future__ import annotations

from pathlib import Path

from support.terminal import Terminal

CLOCK = "2026-11-23T09:00:00+00:00"


def test_on_a_phone_a_form_has_one_field_a_row_from_the_start(tmp_path: Path) -> None:
    with Terminal(tmp_path / "book", CLOCK, columns=40, rows=20) as terminal:
        terminal.welcome()
        terminal.press("escape")
        terminal.see_gone("Import files")
        for key, hint in (
            ("n", "where it comes from"),
            ("b", "if it is work"),
            ("n", "survey, data entry, …"),
        ):
            terminal.press(key)
            assert hint in terminal.see(hint)
            terminal.press("escape")
            terminal.see_gone(hint)
