"""The program's colours can be read, and every theme names all of them."""

from __future__ import annotations

from datetime import date

import pytest
from support.widget_stage import Stage
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from gigplanner.model.catalogue import built_in
from gigplanner.tui.theme import (
    DEFAULT_THEME,
    MARK,
    TEXT,
    THEMES,
    contrast,
    legible,
    theme_for_terminal,
    variable_defaults,
)
from gigplanner.tui.widgets.month import MonthCalendar

_WORDS = ("foreground", "money", "pending", "time", "alert", "quiet", "faint")
_GROUNDS = ("background", "panel", "cursor-away", "cursor")
_OURS = {theme.name: theme for theme in THEMES}
_THEIRS = [theme for theme in BUILTIN_THEMES.values() if not theme.ansi]


def _variables(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **variable_defaults(theme), **theme.variables}


def test_contrast_is_counted_as_the_guideline_counts_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_words_in_every_meaning_can_be_read_on_every_ground(theme: Theme) -> None:
    least = 7.0 if theme.name == "gigplanner-contrast" else TEXT
    variables = _variables(theme)
    low = {
        (words, ground): contrast(variables[words], variables[ground])
        for words in _WORDS
        for ground in _GROUNDS
        if contrast(variables[words], variables[ground]) < least
    }
    assert not low


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_border_of_the_focus_and_every_platform_can_be_seen(theme: Theme) -> None:
    background = _variables(theme)["background"]
    assert contrast(theme.variables["line-focus"], background) >= TEXT  # its title stands in it, reversed
    for platform in built_in().platforms:
        assert contrast(legible(platform.colour, background, MARK), background) >= MARK, platform.name


def test_a_colour_that_can_be_seen_stays_as_it_is() -> None:
    assert Color.parse(legible("#ff3008", "#12161d", MARK)) == Color.parse("#ff3008")
    assert legible("#fefefe", "#ffffff", MARK) != "#fefefe"


@pytest.mark.parametrize("theme", _THEIRS, ids=lambda theme: theme.name)
def test_words_can_be_read_in_themes_that_are_not_ours(theme: Theme) -> None:
    variables = _variables(theme)
    for words in _WORDS[1:]:
        assert contrast(variables[words], variables["background"]) >= TEXT, words
        assert contrast(variables[words], variables["cursor"]) >= TEXT, words


def test_few_colours_are_those_of_the_terminal_and_none_are_greys() -> None:
    dark, light, _ = THEMES

    def shown(theme: Theme, *, is_colourless: bool = False, has_few_colours: bool = False) -> str:
        return theme_for_terminal(theme, is_colourless=is_colourless, has_few_colours=has_few_colours)

    assert shown(dark) == dark.name
    assert (shown(dark, has_few_colours=True), shown(light, has_few_colours=True)) == (
        "ansi-dark",
        "ansi-light",
    )
    assert shown(light, is_colourless=True, has_few_colours=True) == light.name
    assert shown(BUILTIN_THEMES["ansi-dark"], is_colourless=True) == DEFAULT_THEME


@pytest.mark.parametrize("theme", [*THEMES, *BUILTIN_THEMES.values()], ids=lambda theme: theme.name)
def test_every_theme_knows_all_our_colours(theme: Theme) -> None:
    assert set(THEMES[0].variables) <= set(_variables(theme))


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
