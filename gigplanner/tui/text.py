"""The one door through which people's text becomes something Textual draws: cleaned, literal, never markup.

Widgets that draw line by line build `Line`s of `Piece`s with the helpers here; everything else takes the
`Content` of `plain` and `styled`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, split_graphemes
from textual.content import Content

from gigplanner.model.text import clean_text, in_place, steady

_LIMIT = 500
_ELLIPSIS = "…"


class Piece(NamedTuple):
    """A run of text in a line: `style` names one of the line styles, `colour` is a hex colour over it."""

    text: str
    style: str = ""
    colour: str = ""


class Line(NamedTuple):
    """One row of a widget: its pieces, the style under the whole row, and the key of what it shows."""

    pieces: tuple[Piece, ...] = ()
    under: str = ""
    key: str = ""

    @property
    def text(self) -> str:
        """The row as the eye reads it."""
        return "".join(piece.text for piece in self.pieces)


def tidy(text: str, limit: int = _LIMIT) -> str:
    """Return `text` on one line and harmless; the spaces at its ends stay, for parts are joined."""
    if len(text) > limit:
        text = text[: limit - 1] + _ELLIPSIS
    if text.isascii() and text.isprintable():
        return text
    return _tidied(text, limit)


@lru_cache(maxsize=2048)  # bars, signs and names come again and again
def _tidied(text: str, limit: int) -> str:
    body = text.strip(" ")
    lead = len(text) - len(text.lstrip(" "))
    return " " * lead + steady(clean_text(body, limit)) + " " * (len(text) - lead - len(body))


def plain(text: str, limit: int = _LIMIT) -> Content:
    """Return `text` as content that shows its characters as they stand, of at most `limit` characters."""
    return Content(in_place(tidy(text, limit)))


def styled(*parts: tuple[str, str] | str) -> Content:
    """Return the parts joined, each cleaned and literal; a part with a style is drawn in it.

    A style is the program's own ("bold $money"), never a person's.
    """
    return Content.assemble(
        *(
            in_place(tidy(part)) if isinstance(part, str) else (in_place(tidy(part[0])), part[1])
            for part in parts
        )
    )


def width_of(text: str) -> int:
    """Return the number of terminal cells that `text` takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, with an ellipsis where something was cut.

    A character two cells wide is kept whole or left out, and a combining mark stays with its letter.
    """
    if width <= 0:
        return ""
    text = tidy(text)
    if width_of(text) <= width:
        return text
    if width == 1:
        return _ELLIPSIS
    spans, _ = split_graphemes(text)
    used, end = 0, 0
    for _, stop, cells in spans:
        if used + cells > width - 1:
            break
        used, end = used + cells, stop
    return text[:end].rstrip() + _ELLIPSIS


def pad(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, at the left."""
    fitted = fit(text, width)
    return fitted + " " * (width - width_of(fitted))


def pad_left(text: str, width: int) -> str:
    """Return `text` in exactly `width` cells, at the right."""
    fitted = fit(text, width)
    return " " * (width - width_of(fitted)) + fitted


def pieces_width(pieces: Iterable[Piece]) -> int:
    """Return the cells that the pieces take together."""
    return sum(width_of(piece.text) for piece in pieces)


def crop(pieces: Iterable[Piece], width: int) -> tuple[Piece, ...]:
    """Return the pieces in at most `width` cells; the one that does not fit ends in an ellipsis."""
    kept: list[Piece] = []
    left = width
    for piece in pieces:
        if not piece.text:
            continue
        if left <= 0:
            break
        text = fit(piece.text, left)
        kept.append(piece._replace(text=text))
        left -= width_of(text)
        if text != piece.text:
            break
    return tuple(kept)


def fill(pieces: Iterable[Piece], width: int) -> tuple[Piece, ...]:
    """Return the pieces in exactly `width` cells, cropped or padded at the right."""
    cropped = crop(pieces, width)
    missing = width - pieces_width(cropped)
    return (*cropped, Piece(" " * missing)) if missing > 0 else cropped


def spread(left: Sequence[Piece], right: Sequence[Piece], width: int, *, least: int = 6) -> tuple[Piece, ...]:
    """Return a line of exactly `width` cells: `left` at its beginning, `right` at its end.

    When both do not fit, the left is cut first, down to `least` cells; then the right is left out.
    """
    right_width = pieces_width(right)
    room = width - right_width - 1
    if not right_width or room < min(least, pieces_width(left)):
        return fill(left, width)
    return (*fill(left, room), Piece(" "), *right)


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` broken between words into rows of at most `width` cells; a longer word is cut."""
    rows: list[str] = []
    row = ""
    for word in filter(None, tidy(text).split(" ")):  # an amount and its no-break space stay together
        longer = f"{row} {word}" if row else word
        if row and cell_len(longer) > width:
            rows.append(fit(row, width))
            row = word
        else:
            row = longer
    return [*rows, fit(row, width)] if row else rows


def empty_lines(text: str, width: int) -> list[Line]:
    """Return what a widget shows when there is nothing to show: a calm sentence below one blank row."""
    return [Line(), *(Line(keys_told(row)) for row in wrapped(text, width))] if text else []


def keys_told(row: str) -> tuple[Piece, ...]:
    """Return a row of the program's own words as pieces, each `key` between backticks as keys look."""
    parts = enumerate(row.split("`"))
    return tuple(Piece(part, "time strong" if number % 2 else "quiet") for number, part in parts if part)
