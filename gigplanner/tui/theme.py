"""The program's themes, and the colours that mean something: money in, money pending, time, alarm."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from textual.color import Color
from textual.theme import Theme

TEXT = 4.5  # least contrast of words, and of marks that mean something, by WCAG 2.1
MARK = 3.0
_HEAT = (0.22, 0.45, 0.7, 1.0)  # how much of the colour of money is in the steps of a heat map


class _Palette(NamedTuple):
    """The colours that the three themes of our own differ in; everything else follows from them.

    Words are in `foreground`, `quiet` and `faint`, from the most to the least important, and in the four
    colours with a meaning. `off` is for what cannot be done now, `line` for what need not be read.
    """

    background: str
    panel: str
    foreground: str
    bright: str
    quiet: str
    faint: str
    off: str
    line: str
    line_hover: str
    money: str
    money_soft: str
    pending: str
    time: str
    alert: str
    cursor: str
    cursor_away: str


_DARK = _Palette(
    background="#12161d",
    panel="#1a202a",
    foreground="#d3d9e4",
    bright="#eef2f8",
    quiet="#a3adbd",
    faint="#8e9aad",
    off="#5a6475",
    line="#323b4a",
    line_hover="#48546a",
    money="#8ccf9b",
    money_soft="#5b8a6b",
    pending="#e3b566",
    time="#8fb4ee",
    alert="#f0979b",
    cursor="#233149",
    cursor_away="#1d2531",
)
_LIGHT = _Palette(
    background="#faf8f4",
    panel="#efece5",
    foreground="#2a2f3a",
    bright="#1b2029",
    quiet="#525966",
    faint="#5d6470",
    off="#9aa0aa",
    line="#d3cec3",
    line_hover="#b9b3a6",
    money="#1d6738",
    money_soft="#5f9a74",
    pending="#7c5000",
    time="#2457a4",
    alert="#a52b36",
    cursor="#dbe5f4",
    cursor_away="#ece9e2",
)
_CONTRAST = _Palette(
    background="#000000",
    panel="#101010",
    foreground="#ffffff",
    bright="#ffffff",
    quiet="#e0e0e0",
    faint="#c8c8c8",
    off="#9a9a9a",
    line="#9a9a9a",
    line_hover="#ffffff",
    money="#6dff9e",
    money_soft="#6dff9e",
    pending="#ffdd66",
    time="#9fd4ff",
    alert="#ffc0c0",
    cursor="#00305c",
    cursor_away="#2a2a2a",
)


def _theme(name: str, palette: _Palette, *, dark: bool, focus: str) -> Theme:
    """Make a theme of a palette; `focus` is the colour of the border where the keys go."""
    return Theme(
        name=name,
        primary=palette.time,
        secondary=palette.time,
        accent=palette.time,
        success=palette.money,
        warning=palette.pending,
        error=palette.alert,
        foreground=palette.foreground,
        background=palette.background,
        surface=palette.background,
        panel=palette.panel,
        dark=dark,
        variables={
            "money": palette.money,
            "money-soft": palette.money_soft,
            "pending": palette.pending,
            "time": palette.time,
            "alert": palette.alert,
            "quiet": palette.quiet,
            "faint": palette.faint,
            "off": palette.off,
            "line": palette.line,
            "line-focus": focus,
            "cursor": palette.cursor,
            "cursor-away": palette.cursor_away,
            **_heat(palette.background, palette.money),
            "block-cursor-background": palette.cursor,
            "block-cursor-foreground": palette.bright,
            "footer-key-foreground": focus,
            "scrollbar": palette.line,
            "scrollbar-hover": palette.line_hover,
            "scrollbar-active": focus,
            "scrollbar-background": palette.background,
            "scrollbar-background-hover": palette.background,
            "scrollbar-background-active": palette.background,
            "scrollbar-corner-color": palette.background,
        },
    )


def _heat(background: str, money: str) -> dict[str, str]:
    least, most = Color.parse(background), Color.parse(money)
    return {f"heat-{step}": least.blend(most, share).hex for step, share in enumerate(_HEAT, start=1)}


THEMES: tuple[Theme, ...] = (
    _theme("gigplanner-dark", _DARK, dark=True, focus=_DARK.time),
    _theme("gigplanner-light", _LIGHT, dark=False, focus=_LIGHT.time),
    _theme("gigplanner-contrast", _CONTRAST, dark=True, focus=_CONTRAST.pending),
)
"""The themes to register with the app, the default one first."""

DEFAULT_THEME = THEMES[0].name

_ANSI: dict[str, str] = {
    "money": "ansi_green",
    "money-soft": "ansi_green",
    "pending": "ansi_yellow",
    "time": "ansi_blue",
    "alert": "ansi_red",
    "quiet": "ansi_default",
    "faint": "ansi_default",
    "off": "ansi_bright_black",
    "line": "ansi_bright_black",
    "line-focus": "ansi_blue",
    "cursor": "ansi_default",
    "cursor-away": "ansi_default",
    **{f"heat-{step}": "ansi_green" for step in range(1, len(_HEAT) + 1)},
}


def theme_for_terminal(theme: Theme, *, is_colourless: bool, has_few_colours: bool) -> str:
    """Return the name of the theme to show where `theme` is wanted.

    With 16 colours ours would turn grey: there the terminal's own colours mean what ours do. Without any,
    Textual paints those black on black.
    """
    if is_colourless:
        return DEFAULT_THEME if theme.ansi else theme.name
    if has_few_colours and not theme.ansi:
        return "ansi-dark" if theme.dark else "ansi-light"
    return theme.name


def variable_defaults(theme: Theme) -> dict[str, str]:
    """Return the program's colour variables for a theme that does not set them, such as Textual's own.

    The app hands this out from `get_theme_variable_defaults`; without it the widgets' styles do not parse.
    Words are moved towards the theme's foreground until they can be read.
    """
    if theme.ansi:
        return _ANSI
    if theme in THEMES:
        return {}
    generated = theme.to_color_system().generate()
    foreground = Color.parse(generated["foreground"])
    background = Color.parse(generated["background"])
    primary = Color.parse(generated["primary"])
    success = Color.parse(generated["success"])

    cursor = background.blend(primary, 0.2).hex

    def words(colour: Color) -> str:
        return legible(legible(colour.hex, background.hex, TEXT), cursor, TEXT)

    return {
        "money": words(success),
        "money-soft": background.blend(success, 0.6).hex,
        "pending": words(Color.parse(generated["warning"])),
        "time": words(primary),
        "alert": words(Color.parse(generated["error"])),
        "quiet": words(background.blend(foreground, 0.75)),
        "faint": words(background.blend(foreground, 0.6)),
        "off": background.blend(foreground, 0.4).hex,
        "line": background.blend(foreground, 0.25).hex,
        "line-focus": legible(primary.hex, background.hex, MARK),
        "cursor": cursor,
        "cursor-away": background.blend(foreground, 0.1).hex,
        **_heat(background.hex, success.hex),
    }


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.1 defines it: 1, none, to 21."""
    dark, light = sorted(_luminance(Color.parse(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(maxsize=256)
def legible(colour: str, background: str, least: float) -> str:
    """Return `colour` as it is, or no further from it towards black or white than the contrast needs."""
    wanted, under = Color.parse(colour), Color.parse(background)
    ends = (Color(0, 0, 0), Color(255, 255, 255))
    end = max(ends, key=lambda one: contrast(one.hex, under.hex))
    mixed = (wanted.blend(end, step / 20) for step in range(21))
    return next((one.hex for one in mixed if contrast(one.hex, under.hex) >= least), end.hex)


def _luminance(colour: Color) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part / 255) for part in colour.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
