"""What a title gives away: a platform's name, minutes, money."""

from __future__ import annotations

import re

from gigplanner.model import BadInput, Money, parse_money
from gigplanner.model.catalogue import Catalogue, Platform
from gigplanner.model.currencies import SYMBOL_CURRENCY

_MINUTES = re.compile(
    r"(?<![\w.,])(?:(?P<hours>\d{1,2})h(?P<rest>[0-5]\d)"
    r"|(?P<number>\d{1,4}(?:\.\d{1,2})?)\s?(?:(?P<hour>hours?|hrs?|h)|minutes|mins?|m))(?!\w)",
    re.ASCII | re.IGNORECASE,
)
_SYMBOLS = "|".join(re.escape(symbol) for symbol in sorted(SYMBOL_CURRENCY, key=len, reverse=True))
_PAY = re.compile(
    rf"(?<![\w.,])(?:(?:{_SYMBOLS})\s?\d[\d,.]{{0,15}}|\d[\d,.]{{0,15}}\s?(?:{_SYMBOLS}))(?![\w%])"
)


class PlatformFinder:
    """Finds the platforms of a catalogue in running text: whole words, any case, the longest name first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        names = "|".join(re.escape(name) for name in catalogue.names())
        self._pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE) if names else None

    def first(self, *texts: str) -> Platform | None:
        """Return the platform named in the earliest of `texts` that names one, or None."""
        for text in texts if self._pattern else ():
            match = self._pattern.search(text) if self._pattern else None
            if match:
                return self._catalogue.find(match.group())
        return None


def minutes_in(title: str) -> float | None:
    """Return the length of time that `title` names (`12m`, `1.5 h`, `1h30`), in minutes, or None."""
    match = _MINUTES.search(title)
    if match is None:
        return None
    if match["hours"]:
        minutes = int(match["hours"]) * 60.0 + int(match["rest"])
    else:
        minutes = float(match["number"]) * (60 if match["hour"] else 1)
    return minutes or None


def pay_in(title: str, currency: str) -> Money | None:
    """Return the amount with a currency sign that `title` names (`$3.20`), or None."""
    match = _PAY.search(title)
    if match is None:
        return None
    try:
        return parse_money(match.group().rstrip(".,"), currency)
    except BadInput:
        return None  # words such as $1.2.3 are no amount, and no reason to refuse a card
