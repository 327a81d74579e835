"""People's text on its way to the screen: literal, harmless, and never wider than its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.sinks import unsafe
from support.widget_stage import HOSTILE

from gigplanner.tui.text import (
    Piece,
    crop,
    fill,
    fit,
    pad,
    pad_left,
    plain,
    spread,
    styled,
    width_of,
    wrapped,
)


def _text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def test_markup_in_a_title_is_shown_as_it_was_typed() -> None:
    content = plain("[@click=app.quit]x[/] [b]bold[/b]")
    assert content.plain == "[@click=app.quit]x[/] [b]bold[/b]"
    assert content.spans == []


def test_parts_keep_the_spaces_that_join_them_and_only_their_own_style() -> None:
    content = styled("net ", ("$92.15", "bold"), " [red]x")
    assert content.plain == "net $92.15 [red]x"
    assert [(span.start, span.end, span.style) for span in content.spans] == [(4, 10, "bold")]


@pytest.mark.parametrize("title", HOSTILE)
def test_no_control_character_reaches_the_terminal(title: str) -> None:
    for shown in (plain(title).plain, styled(title, (title, "bold")).plain, fit(title, 30)):
        assert not unsafe(shown)


def test_a_long_title_ends_in_an_ellipsis_and_a_short_one_is_left_alone() -> None:
    assert fit("Commuting survey", 16) == "Commuting survey"
    assert fit("Commuting survey", 10) == "Commuting…"
    assert fit("Commuting survey", 1) == "…"
    assert fit("Commuting survey", 0) == ""


def test_a_wide_character_is_never_cut_in_half() -> None:
    assert fit("日本語", 5) == "日本…"
    assert fit("日本語", 4) == "日…"
    assert width_of(pad("日本語", 4)) == 4


def test_an_accent_stays_with_its_letter() -> None:
    assert fit("x\u0301x\u0301x\u0301", 2) == "x\u0301…"


@given(st.text(max_size=40), st.integers(0, 30))
@settings(max_examples=80, deadline=None)
def test_whatever_the_text_it_takes_exactly_the_cells_it_is_given(text: str, width: int) -> None:
    assert width_of(fit(text, width)) <= width
    assert width_of(pad(text, width)) == width
    assert width_of(pad_left(text, width)) == width
    assert width_of(_text(fill([Piece(text), Piece(text, "money")], width))) == width
    assert width_of(_text(crop(spread([Piece(text)], [Piece("$7.00")], width), width))) <= width


def test_a_line_keeps_its_amount_while_the_title_gives_way_and_then_drops_it() -> None:
    left, right = [Piece("Commuting survey")], [Piece("$4.10")]
    assert _text(spread(left, right, 26)) == "Commuting survey     $4.10"
    assert _text(spread(left, right, 15)) == "Commutin… $4.10"
    assert _text(spread(left, right, 8)) == "Commuti…"


def test_a_sentence_breaks_between_words() -> None:
    assert wrapped("Nothing planned yet, press a to add", 14) == ["Nothing", "planned yet,", "press a to add"]
    assert wrapped("incomprehensibilities here", 8) == ["incompr…", "here"]
    assert wrapped("", 8) == []
