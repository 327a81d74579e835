"""Text from people and files is shown by a terminal: nothing in it may be a command to one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.model.text import clean_note, clean_text, quoted

DANGEROUS = {"Cc", "Cf", "Cs", "Zl", "Zp"}

HOSTILE = [
    "\x1b[31mred",
    "\x1b[2J\x1b[H",
    "\x1b]0;new title\x07",
    "\x1b]52;c;cm0gLXJmIC8=\x07",
    "\x1b]52;c;cm0gLXJmIC8=\x1b\\",
    "\x1b]8;;http://example.com\x1b\\link\x1b]8;;\x1b\\",
    "\x1bP+q544e\x1b\\",
    "\x1b_application\x1b\\",
    "\x1b^private\x1b\\",
    "\x1b[?1049h",
    "\x1b[?1000h",
    "\x1b[6n",
    "\x1bc",
    "\x9b31mred",
    "\x9d52;c;aGk=\x9c",
    "\x90q\x9c",
    "\x85next line",
    "".join(map(chr, range(0x80, 0xA0))),
    "".join(map(chr, range(0x20))),
    "\x7f\x7f",
    "nul\x00inside",
    "\x00",
    "bell\x07",
    "back\x08space",
    "carriage\rreturn",
    "windows\r\nlines",
    "tab\tseparated\tcells",
    "vertical\vtab and form\ffeed",
    "file\x1c group\x1d record\x1e unit\x1f",
    "line\u2028separator",
    "paragraph\u2029separator",
    "\u202egnp.exe",
    "\u202dleft\u202c",
    "\u202aembedded\u202b",
    "\u2066isolated\u2069",
    "\u2067right\u2068first",
    "\u200emark\u200f",
    "\u061carabic mark",
    "zero\u200bwidth",
    "non\u200cjoiner",
    "👩\u200d👩\u200d👧 family",
    "word\u2060joiner",
    "\ufeffbyte order mark",
    "soft\u00adhyphen",
    "\u180evowel",
    "\ufff9annotated\ufffa\ufffb",
    "tag\U000e0041\U000e007f",
    "\ud800",
    "\udcff undecodable byte",
    "a\udc80b\udfff",
    "[/]",
    "[bold]pay[/bold]",
    "[@click=app.quit]free money[/]",
    "[/foo] [x='y'] \\[z]",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "$(rm -rf ~) `reboot`",
    "Z\u0351\u036f\u0310a\u0489lgo" + "\u0301" * 200,
    "x" * 10_000,
    "\x1b" * 10_000,
    "é" * 10_000,
    " " * 10_000 + "end",
    "\u00a0\u3000 wide blanks \u3000\u00a0",
    "",
    "   ",
    "\n\n\n",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_comes_out_harmless(text: str) -> None:
    for clean in (clean_text(text), quoted(text)):
        assert not {unicodedata.category(character) for character in clean} & DANGEROUS
        assert len(clean) <= 500
        assert clean.encode("utf-8").decode("utf-8") == clean
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.text(st.characters(), max_size=80), st.integers(1, 60))
def test_any_text_comes_out_harmless_short_and_settled(text: str, limit: int) -> None:
    clean = clean_text(text, limit)
    assert not {unicodedata.category(character) for character in clean} & DANGEROUS
    assert len(clean) <= limit
    assert clean_text(clean, limit) == clean
    assert clean == clean.strip()


@given(st.text(st.characters(), max_size=200))
def test_a_note_keeps_its_lines_and_nothing_else_that_is_invisible(text: str) -> None:
    note = clean_note(text)
    without_breaks = note.replace("\n", "")
    assert not {unicodedata.category(character) for character in without_breaks} & DANGEROUS
    assert clean_note(note) == note


def test_everyday_text_stays_as_it_is() -> None:
    for text in (
        "Receipts ×40",
        "café – 3,20 €",
        "Übersetzung für Zoë",
        "レシート入力",
        "naïve [draft] 50%",
        "🚗 dash",
    ):
        assert clean_text(text) == text


def test_breaks_become_spaces_and_commands_become_visible() -> None:
    assert clean_text(" one\ttwo\r\nthree ") == "one two  three"
    assert clean_text("\x1b[31mred") == "\ufffd[31mred"
    assert clean_note("first\r\nsecond\rthird\n\n") == "first\nsecond\nthird"


def test_long_text_ends_in_an_ellipsis_and_blanks_in_front_do_not_count() -> None:
    assert clean_text("abcdef", 4) == "abc…"
    assert clean_text(" " * 600 + "the end") == "the end"
    assert len(clean_note("x" * 30_000)) == 20_000
    assert quoted("y" * 60) == f"“{'y' * 39}…”"
