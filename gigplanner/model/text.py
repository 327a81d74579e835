"""Text that came from a person or a file: cleaned once when it enters, and again where it is shown."""

from __future__ import annotations

import re
import unicodedata

_REPLACEMENT = "\ufffd"
# what joins, parts or marks a direction without being seen: pasted along unnoticed, and of no width here, of
# one or two cells there. What turns the order of letters round is no such thing: U+FFFD shows that it is.
_UNSEEN = dict.fromkeys(
    (0x00AD, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x2060, 0x2065), 0xFEFF, *range(0xE0000, 0xE0080))
)
# control, surrogate, format (zero-width and bidi controls), line and paragraph separators, unassigned
_UNSAFE = frozenset({"Cc", "Cs", "Cf", "Zl", "Zp", "Cn"})
# in which there may be marks, joined syllables or emoji with variants
_JOINING = (
    "[\u0300-\u036f\u0483-\u1dff\u20d0-\u20ff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ufb1e\ufe00-\ufe2f"
    "\U00010000-\U0001ffff\U000e0100-\U000e01ef]"
)
_STEADY: dict[int, str | None] = {
    **dict.fromkeys((0x20E3, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0), *range(0x1F3FB, 0x1F400))),
    **{0x1F1E6 + number: chr(ord("A") + number) for number in range(26)},
}
_MOST_MARKS = 3
_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
_FROM_THE_RIGHT = f"{_LETTER}(?:(?:(?!  )[^A-Za-z])*{_LETTER})?"
_LEFT_TO_RIGHT = "\u200e"


def clean_text(text: str, limit: int = 500) -> str:
    """Return `text` on one line with nothing a terminal could take for a command.

    Tabs and line breaks become spaces, joiners and marks that are not seen go, every other control character
    becomes U+FFFD; what is longer than `limit` characters ends in an ellipsis.
    """
    text = text.strip()
    was_longer = len(text) > 4 * limit  # of a novel only the beginning is looked at
    if not text.isascii():
        text = text[: 4 * limit].translate(_UNSEEN).strip()
    if len(text) > limit or was_longer:
        text = text[: limit - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(_clean_character(character) for character in text).strip()


def clean_note(text: str, limit: int = 20_000) -> str:
    """Return `text` cleaned as by `clean_text`, with its line breaks kept."""
    text = text if text.isascii() else text.translate(_UNSEEN)
    lines = text[:limit].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_clean_line(line) for line in lines).strip("\n")


def steady(text: str) -> str:
    """Return clean text in characters that every terminal gives the same room.

    Terminals disagree on characters that join others: flags become their letters, emoji lose skin tone,
    style and key cap, letters are composed with their marks, and of a heap of marks on one letter three stay.
    """
    if text.isascii() or not re.search(_JOINING, text):
        return text
    text = unicodedata.normalize("NFC", text.translate(_STEADY))
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def in_place(text: str) -> str:
    """Return text for a terminal with a mark without width behind all words that are written from the right.

    A terminal that turns such words round would else take the figures of the next column along. Within the
    words, up to two spaces, figures are theirs.
    """
    if text.isascii():
        return text
    return re.sub(_FROM_THE_RIGHT, lambda words: f"{words[0]}{_LEFT_TO_RIGHT}", text)


def quoted(text: str) -> str:
    """Return a person's words as they stand inside a sentence: short, harmless, in quotation marks."""
    return f"“{clean_text(text, 40)}”"


def _clean_line(line: str) -> str:
    return line if line.isprintable() else "".join(_clean_character(character) for character in line)


def _clean_character(character: str) -> str:
    if character in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    return _REPLACEMENT if unicodedata.category(character) in _UNSAFE else character
