"""How much room text takes in a terminal: wide characters two columns, combining ones none."""

from __future__ import annotations

import re
import unicodedata

from gigplanner.model.text import steady

_BREAKABLE = re.compile(r"[^\S\u00a0]+")  # an amount and its no-break space stay together


def cells(text: str) -> int:
    """Return how many columns of a terminal `text` takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(character) for character in text)


def fitted(text: str, room: int) -> str:
    """Return `text` cut to `room` cells, with an ellipsis where something was cut off."""
    text = steady(text)
    if cells(text) <= room:
        return text
    kept, used = [], 0
    for character in text:
        used += _cells_of(character)
        if used > room - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` cells, broken at spaces, or in words that are too long."""
    lines = [""]
    for word in _BREAKABLE.split(steady(text).strip()):
        if lines[-1] and cells(lines[-1]) + 1 + cells(word) > width:
            lines.append("")
        if lines[-1]:
            lines[-1] += " "
        for character in word:
            if cells(lines[-1]) + _cells_of(character) > width:
                lines.append("")
            lines[-1] += character
    return lines


def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
