"""The program's colours can be read, and every theme names all of them."""

from __future__ import annotations

from datetime import date

import pytest
from support.widget_stage import Stage
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from gigplanner.tui.theme import DEFAULT_THEME, THEMES, variable_defaults
from gigplanner.tui.widgets.month import MonthCalendar

_MEANINGS = ("money", "pending", "time", "alert", "quiet")
_OURS = {theme.name: theme for theme in THEMES}


def _luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2.1 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part / 255) for part in colour.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(text: str, under: str) -> float:
    one, other = (_luminance(Color.parse(value)) for value in (text, under))
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_words_in_every_meaning_can_be_read(theme: Theme) -> None:
    least = 7.0 if theme.name == "gigplanner-contrast" else 4.5
    for meaning in _MEANINGS:
        for under in (theme.background or "", theme.variables["cursor-away"]):
            assert _contrast(theme.variables[meaning], under) >= least, (meaning, under)
        assert _contrast(theme.variables[meaning], theme.variables["cursor"]) >= 4.0, meaning


def test_the_default_theme_is_one_of_ours() -> None:
    assert DEFAULT_THEME in _OURS


@pytest.mark.parametrize("theme", [*THEMES, *BUILTIN_THEMES.values()], ids=lambda theme: theme.name)
def test_every_theme_knows_all_our_colours(theme: Theme) -> None:
    known = {**variable_defaults(theme), **theme.variables}
    assert set(THEMES[0].variables) <= set(theme.to_color_system().generate()) | set(known)


async def test_a_change_of_theme_repaints_a_widget_in_the_new_colours() -> None:
    calendar = MonthCalendar()
    app = Stage(calendar)
    async with app.run_test(size=(40, 14)) as pilot:
        calendar.show(date(2026, 11, 22), today=date(2026, 11, 22), marks={})
        await pilot.pause()

        def background() -> str:
            style = next(iter(calendar.render_line(1))).style
            assert style is not None and style.bgcolor is not None
            return style.bgcolor.get_truecolor().hex

        assert background() == _OURS["gigplanner-dark"].background
        for name in ("gigplanner-light", "nord", "ansi-dark", "gigplanner-contrast"):
            app.theme = name
            await pilot.pause()
        assert background() == _OURS["gigplanner-contrast"].background
