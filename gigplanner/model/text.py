"""Text that came from a person or a file: cleaned once when it enters, and again where it is shown."""

from __future__ import annotations

import unicodedata

_REPLACEMENT = "\ufffd"
# control, surrogate, format (zero-width and bidi controls), line and paragraph separators, unassigned
_UNSAFE = frozenset({"Cc", "Cs", "Cf", "Zl", "Zp", "Cn"})


def clean_text(text: str, limit: int = 500) -> str:
    """Return `text` on one line with nothing a terminal could take for a command.

    Tabs and line breaks become spaces, every other control or invisible character U+FFFD; what is longer
    than `limit` characters ends in an ellipsis.
    """
    text = text.strip()
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(_clean_character(character) for character in text).strip()


def clean_note(text: str, limit: int = 20_000) -> str:
    """Return `text` cleaned as by `clean_text`, with its line breaks kept."""
    lines = text[:limit].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_clean_line(line) for line in lines).strip("\n")


def quoted(text: str) -> str:
    """Return a person's words as they stand inside a sentence: short, harmless, in quotation marks."""
    return f"“{clean_text(text, 40)}”"


def _clean_line(line: str) -> str:
    return line if line.isprintable() else "".join(_clean_character(character) for character in line)


def _clean_character(character: str) -> str:
    if character in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    return _REPLACEMENT if unicodedata.category(character) in _UNSAFE else character
