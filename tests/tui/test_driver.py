"""What a terminal may send without ending the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.terminal import Terminal
from textual import events
from textual.message import Message

from gigplanner.tui.driver import InputReader

CLOCK = "2026-11-23T09:00:00+00:00"


def keys(messages: list[Message]) -> list[str | None]:
    """The characters typed."""
    return [message.character for message in messages if isinstance(message, events.Key)]


def test_a_letter_that_comes_in_two_halves_is_one_letter() -> None:
    reader = InputReader()
    first, second = "é".encode()[:1], "é".encode()[1:]
    assert keys([*reader.feed(first)]) == []
    assert keys([*reader.feed(second)]) == ["é"]


@pytest.mark.parametrize("byte", [b"\xe9", b"\xff", b"\x9b", b"\xc3x"])
def test_a_byte_that_is_no_text_is_shown_as_unknown_and_the_next_key_counts(byte: bytes) -> None:
    typed = keys([*InputReader().feed(byte + b"a")])
    assert typed[0] == "\N{REPLACEMENT CHARACTER}"
    assert typed[-1] == "a"


@pytest.mark.parametrize("junk", [b"\x1b[9999999999u", b"\x1b[::u", b"\x1b[1114112u"])
def test_a_key_that_no_keyboard_has_is_left_out(junk: bytes) -> None:
    reader = InputReader()
    assert keys([*reader.feed(junk)]) == []
    assert keys([*reader.feed(b"a")]) == ["a"]


def test_a_latin_1_letter_in_a_title_does_not_end_the_app(tmp_path: Path) -> None:
    with Terminal(tmp_path / "book", CLOCK) as terminal:
        terminal.welcome()
        terminal.press("a")
        terminal.see("what, where")
        terminal.send(b"caf\xe9 survey 5m $1")
        terminal.see("caf\N{REPLACEMENT CHARACTER} survey")
        terminal.press("enter")
        assert "caf\N{REPLACEMENT CHARACTER}" in terminal.see("Queue · 1")


def test_put_aside_the_app_leaves_the_terminal_to_its_shell_and_comes_back(tmp_path: Path) -> None:
    with Terminal(tmp_path / "book", CLOCK, in_shell=True) as terminal:
        terminal.welcome()
        terminal.press("escape")
        terminal.see_gone("Import files")
        terminal.press("ctrl+z")
        terminal.see_written(b"it is put aside")
        terminal.see_written(b"Nothing to do yet", after=b"it is put aside")
        terminal.press("q")
        terminal.see_written(b"it is over")
        assert terminal.wait() == 0


def test_without_a_shell_the_app_stays_and_says_why(tmp_path: Path) -> None:
    with Terminal(tmp_path / "book", CLOCK) as terminal:
        terminal.welcome()
        terminal.press("escape")
        terminal.see_gone("Import files")
        terminal.press("ctrl+z")
        terminal.see("No shell started gigplanner here")
        terminal.press("q")
        assert terminal.wait() == 0
