"""Titles in any script stand in their columns: every terminal gives them the room that was reckoned with."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pyte
import pytest
from rich.cells import cell_len
from support.desks import a_block, a_desk, a_task, clock, earnings, usd
from support.tui_host import standing
from wcwidth import wcswidth

from gigplanner.cli.show import Column, table
from gigplanner.insights.report.cells import cells, fitted, wrapped
from gigplanner.model.records import Earning
from gigplanner.model.text import clean_text, in_place, steady
from gigplanner.tui.app import GigApp
from gigplanner.tui.text import fit, pad, tidy, width_of

NOW = clock("2026-11-22 12:14")
TITLES = (
    "日本語の文字起こし、とても長い題名のしごと",
    "한국어 번역 \u1112\u1161\u11ab\u1100\u1173\u11af",
    "Care 👩\u200d👩\u200d👧 and 👍🏽 ❤\ufe0f 1\ufe0f\u20e3",
    "Flags 🇩🇪🇺🇸 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f of the day",
    "naive\u0308 cafe\u0301 Z\u0351\u036f\u0310\u0301\u0302a\u0303",
    "סקר על נסיעות 12 דקות",
    "تفريغ صوتي، 45 دقيقة",
    "می\u200cخواهم ترجمه کنم",
    "ｆｕｌｌ ｗｉｄｔｈ ｱｲｳ",
)


def on_a_terminal(text: str) -> int:
    """The cells by which a terminal's cursor moves on for `text`; this one knows no marks of direction."""
    screen = pyte.Screen(300, 1)
    pyte.Stream(screen).feed(text.replace("\u200e", ""))
    return int(screen.cursor.x)


@pytest.mark.parametrize("title", TITLES)
def test_all_who_reckon_with_widths_agree(title: str) -> None:
    shown = tidy(title)
    widths = {width_of(shown), cell_len(shown), cells(shown), wcswidth(shown), on_a_terminal(shown)}
    assert len(widths) == 1, widths
    assert width_of(in_place(shown)) == width_of(shown) == on_a_terminal(in_place(shown))
    for width in range(1, 30):
        assert wcswidth(pad(title, width)) == width
        assert wcswidth(fit(title, width)) <= width
        assert cells(fitted(clean_text(title), width)) <= width
    assert max(wcswidth(line) for line in wrapped(clean_text(title), 16)) <= 16


def test_what_joins_unseen_goes_and_what_is_seen_stays() -> None:
    assert steady(clean_text("👩\u200d👩\u200d👧 care")) == "👩👩👧 care"
    assert steady("🇩🇪 👍🏽 ❤\ufe0f") == "DE 👍 ❤"
    assert clean_text("می\u200cخواهم") == "میخواهم"
    assert (
        clean_text("🇩🇪 👍🏽 ❤\ufe0f") == "🇩🇪 👍🏽 ❤\ufe0f"
    )  # kept as it came: only what is shown is made steady
    assert steady("e\u0301") == unicodedata.normalize("NFC", "e\u0301")
    assert steady("x" + "\u0351" * 50 + "b") == "x" + "\u0351" * 3 + "b"


def test_figures_behind_words_from_the_right_stay_where_they_are() -> None:
    mark = "\u200e"
    assert in_place("19  שלום  4.10  Prolific") == f"19  שלום{mark}  4.10  Prolific"
    assert in_place("סקר 12 דקות  4.10") == f"סקר 12 דקות{mark}  4.10"
    assert in_place("Commuting survey · 4.10") == "Commuting survey · 4.10"
    assert clean_text(f"שלום{mark}\u202e") == "שלום\ufffd"  # and nobody else's mark gets through


def test_columns_of_a_command_line_up() -> None:
    rows = [(title, "$1.00") for title in TITLES]
    columns = [Column("title", gives=True), Column("pay", right=True)]
    lines = table(columns, rows).splitlines()
    assert len({wcswidth(line) for line in lines}) == 1


async def test_borders_and_columns_of_every_screen_stand_still(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    with desk.book.action("plant", now=NOW) as action:
        for number, title in enumerate(TITLES):
            action.put(a_task(title, platform=title, minutes=10 + number))
            action.put(
                a_block(title, f"{7 + number:02}:00", f"{7 + number:02}:30", platform=title, place=title)
            )
            action.put(Earning(id=f"e{number}", at=NOW, gross=usd("5"), platform=title, note=title))
    assert len(earnings(desk)) == len(TITLES)
    app = GigApp(desk, standing(NOW))
    async with app.run_test(size=(100, 40)) as pilot:
        for phase in app.MODES:
            app.action_phase(phase)
            await pilot.pause()
            for strip in app.screen._compositor.render_strips():
                row = "".join(segment.text for segment in strip)
                assert wcswidth(row) == on_a_terminal(row) == 100, row
