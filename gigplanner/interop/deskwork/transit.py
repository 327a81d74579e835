"""Transit, a format on top of JSON: maps as lists, tags, and names that are written out only the first time.

Decoded is what backups hold: maps, lists, texts, numbers and tagged values. Definition: github.com/cognitect/
transit-format.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from gigplanner.model import BadInput

_MAP = "^ "
_FIRST_MARK, _MARKS = 48, 44  # a mark for a name already written counts from "0" in digits of base 44
_LEAST_CACHED = 4  # letters
_MOST_CACHED = _MARKS * _MARKS
_DEEPEST = 50


class Tagged(Struct, frozen=True):
    """A value and what it says it is, such as an Immutable map."""

    tag: str
    value: object


def from_transit(parsed: object) -> object:
    """Return what Transit JSON, parsed as JSON, stands for. Raises BadInput for what is none."""
    return _Decoder().decode(parsed, is_name=False, depth=0)


class _Decoder:
    """Decodes one document, in the order it was written: names are known by the order they came in."""

    def __init__(self) -> None:
        self._cache: list[str] = []

    def decode(self, value: object, *, is_name: bool, depth: int) -> object:
        if depth > _DEEPEST:
            raise BadInput("It is nested too deeply.")
        if isinstance(value, str):
            return self._text(value, is_name=is_name)
        if not isinstance(value, list):
            return value  # a number, true, false or null; an object is not written by these programs
        if not value:
            return []
        if value[0] == _MAP:
            return self._map(value[1:], depth)
        first = self.decode(value[0], is_name=False, depth=depth + 1)
        if len(value) == 2 and isinstance(first, Tagged) and first.value is None:
            return Tagged(first.tag, self.decode(value[1], is_name=False, depth=depth + 1))
        return [first, *(self.decode(each, is_name=False, depth=depth + 1) for each in value[1:])]

    def _map(self, flat: list[Any], depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for name, value in zip(flat[::2], flat[1::2], strict=False):
            key = self.decode(name, is_name=True, depth=depth + 1)
            found[str(key)] = self.decode(value, is_name=False, depth=depth + 1)
        return found

    def _text(self, text: str, *, is_name: bool) -> object:
        written = self._written_out(text, is_name=is_name)
        if written.startswith("~#"):
            return Tagged(written[2:], None)
        # "~~", "~^" and "~`" are the letter itself; numbers and dates as texts stay as texts
        return written[1:] if written[:2] in ("~~", "~^", "~`") else written

    def _written_out(self, text: str, *, is_name: bool) -> str:
        if text.startswith("^") and len(text) in (2, 3) and text != _MAP:
            place = 0
            for digit in text[1:]:
                place = place * _MARKS + ord(digit) - _FIRST_MARK
            if not 0 <= place < len(self._cache):
                raise BadInput("It refers to a name that was not written.")
            return self._cache[place]
        if len(text) >= _LEAST_CACHED and (is_name or text[:2] in ("~#", "~$", "~:")):
            if len(self._cache) == _MOST_CACHED:
                self._cache.clear()
            self._cache.append(text)
        return text
