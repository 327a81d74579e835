"""The program's themes, and the colours that mean something: money in, money pending, time, alarm."""

from __future__ import annotations

from textual.color import Color
from textual.theme import Theme

_DARK = Theme(
    name="gigplanner-dark",
    primary="#7fa8e8",
    secondary="#5f7fb0",
    accent="#7fa8e8",
    success="#8ccf9b",
    warning="#e3b566",
    error="#ee8a8f",
    foreground="#d3d9e4",
    background="#12161d",
    surface="#12161d",
    panel="#1a202a",
    dark=True,
    variables={
        "money": "#8ccf9b",
        "money-soft": "#5b8a6b",
        "pending": "#e3b566",
        "time": "#7fa8e8",
        "alert": "#ee8a8f",
        "quiet": "#8b95a7",
        "faint": "#5a6475",
        "line": "#323b4a",
        "line-focus": "#7fa8e8",
        "cursor": "#26344c",
        "cursor-away": "#1d2531",
        "block-cursor-background": "#26344c",
        "block-cursor-foreground": "#eef2f8",
        "footer-key-foreground": "#7fa8e8",
        "scrollbar": "#323b4a",
        "scrollbar-hover": "#48546a",
        "scrollbar-active": "#7fa8e8",
        "scrollbar-background": "#12161d",
        "scrollbar-background-hover": "#12161d",
        "scrollbar-background-active": "#12161d",
        "scrollbar-corner-color": "#12161d",
    },
)

_LIGHT = Theme(
    name="gigplanner-light",
    primary="#2b5fae",
    secondary="#5a7fb8",
    accent="#2b5fae",
    success="#23703f",
    warning="#8a5a00",
    error="#b0313c",
    foreground="#2a2f3a",
    background="#faf8f4",
    surface="#faf8f4",
    panel="#efece5",
    dark=False,
    variables={
        "money": "#23703f",
        "money-soft": "#6fa683",
        "pending": "#8a5a00",
        "time": "#2b5fae",
        "alert": "#b0313c",
        "quiet": "#5f6673",
        "faint": "#9aa0aa",
        "line": "#d3cec3",
        "line-focus": "#2b5fae",
        "cursor": "#dbe5f4",
        "cursor-away": "#ece9e2",
        "block-cursor-background": "#dbe5f4",
        "block-cursor-foreground": "#1b2029",
        "footer-key-foreground": "#2b5fae",
        "scrollbar": "#d3cec3",
        "scrollbar-hover": "#b9b3a6",
        "scrollbar-active": "#2b5fae",
        "scrollbar-background": "#faf8f4",
        "scrollbar-background-hover": "#faf8f4",
        "scrollbar-background-active": "#faf8f4",
        "scrollbar-corner-color": "#faf8f4",
    },
)

_CONTRAST = Theme(
    name="gigplanner-contrast",
    primary="#8ccbff",
    secondary="#b8dcff",
    accent="#8ccbff",
    success="#6dff9e",
    warning="#ffdd66",
    error="#ffb3b3",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#101010",
    dark=True,
    variables={
        "money": "#6dff9e",
        "money-soft": "#6dff9e",
        "pending": "#ffdd66",
        "time": "#8ccbff",
        "alert": "#ffb3b3",
        "quiet": "#e0e0e0",
        "faint": "#b0b0b0",
        "line": "#b0b0b0",
        "line-focus": "#ffdd66",
        "cursor": "#003a70",
        "cursor-away": "#333333",
        "block-cursor-background": "#003a70",
        "block-cursor-foreground": "#ffffff",
        "footer-key-foreground": "#ffdd66",
        "scrollbar": "#b0b0b0",
        "scrollbar-hover": "#ffffff",
        "scrollbar-active": "#ffdd66",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
        "scrollbar-corner-color": "#000000",
    },
)

THEMES: tuple[Theme, ...] = (_DARK, _LIGHT, _CONTRAST)
"""The themes to register with the app, the default one first."""

DEFAULT_THEME = _DARK.name


def variable_defaults(theme: Theme) -> dict[str, str]:
    """Return the program's colour variables for a theme that does not set them, such as Textual's own.

    The app hands this out from `get_theme_variable_defaults`; without it the widgets' styles do not parse.
    """
    if theme.ansi:
        return {
            "money": "ansi_green",
            "money-soft": "ansi_green",
            "pending": "ansi_yellow",
            "time": "ansi_blue",
            "alert": "ansi_red",
            "quiet": "ansi_default",
            "faint": "ansi_bright_black",
            "line": "ansi_bright_black",
            "line-focus": "ansi_blue",
            "cursor": "ansi_bright_black",
            "cursor-away": "ansi_default",
        }
    generated = theme.to_color_system().generate()
    foreground = Color.parse(generated["foreground"])
    background = Color.parse(generated["background"])

    def mixed(share: float) -> str:
        return background.blend(foreground, share).hex

    primary = Color.parse(generated["primary"])
    success = Color.parse(generated["success"])
    return {
        "money": generated["success"],
        "money-soft": background.blend(success, 0.6).hex,
        "pending": generated["warning"],
        "time": generated["primary"],
        "alert": generated["error"],
        "quiet": mixed(0.65),
        "faint": mixed(0.4),
        "line": mixed(0.25),
        "line-focus": generated["primary"],
        "cursor": background.blend(primary, 0.3).hex,
        "cursor-away": mixed(0.1),
    }
