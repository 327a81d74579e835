"""The parts of a quick-add line: amounts, lengths of time, distances, and the line they are taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache

from gigplanner.model.currencies import CURRENCIES, SYMBOL_CURRENCY
from gigplanner.model.errors import BadInput
from gigplanner.model.text import clean_text, quoted

NUMBER = r"(?:\d+(?:[.,]\d+)*|\.\d+)"
_SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(SYMBOL_CURRENCY, key=len, reverse=True))
# codes that are words too: TOP 10 and ALL 5 are titles
_WORD_CODES = frozenset({"ALL", "BAM", "BOB", "COP", "CUP", "GEL", "MAD", "MOP", "PEN", "SOS", "TOP", "TRY"})
_EACH = r"(?:\s?/\s?unit|\s+(?:each|apiece|ea|per\s+unit))(?!\w)"
_DECIMAL = r"\d+(?:[.,]\d+)?"
_LONGER = (
    rf"(?<![\w.,$€£])(?:(?P<hours>{_DECIMAL})\s?(?:h|hrs?|hours?)"
    r"(?:(?P<rest>\d{1,2})|\s?(?P<rest_named>\d{1,2})\s?(?:m|mins?|minutes?))?"
    rf"|(?P<minutes>{_DECIMAL})\s?(?:m|mins?|minutes?))(?!\w)"
)
_SECONDS = r"(?<![\w.,$€£])(?P<seconds>\d{1,5})\s?(?:s|secs?|seconds?)(?!\w)"
_MILES_A_KILOMETRE = Decimal("1.609344")  # the international mile, exactly
_LONGEST_NUMBER = 12  # characters


class Line:
    """A line from which understood parts are taken; what is left in the end is the title."""

    def __init__(self, text: str) -> None:
        self.rest = f" {text} "

    def take(self, pattern: str, *, last: bool = False) -> re.Match[str] | None:
        """Take out the first match of `pattern`, or the last; return it, or None."""
        found = next(self._matches(pattern), None)
        if last and found:
            *_, found = self._matches(pattern)
        if found:
            self.rest = f"{self.rest[: found.start()]} {self.rest[found.end() :]}"
        return found

    def has(self, pattern: str) -> bool:
        """Whether `pattern` occurs in what is left."""
        return next(self._matches(pattern), None) is not None

    @property
    def title(self) -> str:
        """What is left, as a title."""
        return clean_text(re.sub(r"\s+", " ", self.rest).strip(" ,;·-"))

    def _matches(self, pattern: str) -> Iterator[re.Match[str]]:
        return re.finditer(pattern, self.rest, re.IGNORECASE)


def joined_figures(text: str) -> str:
    """Return a line with the figures of each amount together: 1\u00a0234,50 € and 1’234.50, pasted as shown.

    Only what stands between thousands goes, never a space that the person typed.
    """
    return re.sub(r"(?<=\d)[\u00a0\u202f\u2019](?=\d{3}(?!\d))", "", text)


@cache
def money_pattern(own_currency: str) -> str:
    """A pattern of an amount that says its currency: `$3.20`, `3,20 €`, `5 CAD`, `EUR 4`.

    Codes count in upper case only, save the person's own and the most common three; those that are words
    too (TOP, ALL) count only if they are the person's own.
    """
    codes = "|".join(sorted((CURRENCIES - _WORD_CODES) | {own_currency}))
    spoken = "|".join(sorted({"USD", "EUR", "GBP", own_currency} - _WORD_CODES))
    code = rf"(?:(?-i:{codes})|{spoken})\b" if spoken else rf"(?-i:{codes})\b"
    return (
        rf"(?:(?:{_SYMBOL})\s?{NUMBER}(?:\s?{code})?|{NUMBER}\s?(?:{_SYMBOL})|{NUMBER}\s?{code}"
        rf"|\b{code}\s?{NUMBER})"
    )


def take_amount(line: Line, own_currency: str, *, last: bool = False) -> str | None:
    """Take an amount that says its currency or has an `each` behind it; return it as it was written."""
    found = line.take(rf"(?<![\w.,])(?P<amount>{money_pattern(own_currency)})(?:{_EACH})?", last=last)
    found = found or line.take(rf"(?<![\w.,])(?P<amount>{NUMBER}){_EACH}", last=last)
    if found:
        _refuse_minus(found)
    return found["amount"] if found else None


def take_minutes(line: Line) -> float | None:
    """Take the last length of time in the line (a title comes first); return its minutes.

    Hours and minutes go before seconds: an iPhone 5s is none. Raises BadInput for none or more than a day.
    """
    for pattern in (_LONGER, _SECONDS):
        found = line.take(rf"{pattern}(?:{_EACH})?", last=True)
        if found:
            return minutes_of(found)
    return None


def has_minutes(line: Line) -> bool:
    """Whether the line says a length of time."""
    return line.has(_LONGER) or line.has(_SECONDS)


def take_chunk(line: Line) -> float | None:
    """Take `chunks of 10m`; return the minutes of a chunk."""
    found = line.take(rf"\b(?:in\s+)?chunks?(?:\s+of)?\s+{_LONGER}")
    return minutes_of(found) if found else None


def minutes_of(match: re.Match[str]) -> float:
    """The minutes that a match of a length of time says. Raises BadInput."""
    _refuse_minus(match)
    said = match.groupdict()
    if said.get("seconds"):
        minutes = int(said["seconds"]) / 60
    elif said["hours"]:
        minutes = _float(said["hours"]) * 60 + float(said["rest"] or said["rest_named"] or 0)
    else:
        minutes = _float(said["minutes"])
    if not 0 < minutes <= 24 * 60:
        raise BadInput(f"{quoted(match[0].strip())} is not a length of time for one piece of work.")
    return minutes


def _refuse_minus(match: re.Match[str]) -> None:
    """Raise BadInput for a figure with a minus right before it; a dash between words is none."""
    if re.search(r"\s[-\u2212]$", match.string[: match.start()]):
        raise BadInput(f"{quoted('-' + match[0].strip())} is less than nothing: write it without the minus.")


def read_miles(text: str, *, kilometres: bool = False) -> Decimal:
    """Return a distance in miles to the tenth at least, from a number a person wrote. Raises BadInput."""
    decimal_comma = re.fullmatch(r"\d+,\d{1,2}", text)
    try:
        number = Decimal(text.replace(",", "." if decimal_comma else ""))
    except InvalidOperation:
        number = Decimal(0)
    if len(text) > _LONGEST_NUMBER or not number.is_finite() or number <= 0:
        raise BadInput(f"{quoted(text)} is not a distance: write it like 6.2.")
    miles = (number / _MILES_A_KILOMETRE).quantize(Decimal("0.1")) if kilometres else number
    if not 0 < miles <= 3000:
        raise BadInput(f"{quoted(text)} is not a distance driven in a day.")
    return miles


def _float(text: str) -> float:
    return float(text.replace(",", "."))
