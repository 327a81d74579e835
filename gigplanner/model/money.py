"""Money: an integer of minor units with its ISO 4217 currency. Never a float."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from gigplanner.model.currencies import CURRENCIES, MINOR_DIGITS, SYMBOL_CURRENCY, SYMBOLS
from gigplanner.model.errors import BadInput
from gigplanner.model.text import quoted

LARGEST_MINOR = 10**12  # far above any income, far below 2**53, where JSON readers start to round

_AMOUNT = re.compile(r"(?P<sign>[-−+]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:(?P<mark>[.,])(?P<part>\d+))?")
_SYMBOL = re.compile("|".join(re.escape(symbol) for symbol in sorted(SYMBOL_CURRENCY, key=len, reverse=True)))


class Money(Struct, frozen=True):
    """An exact amount: `minor` units (cents, for USD) of `currency`."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            raise ValueError(f"{self.currency!r} is not an ISO 4217 currency code")
        if abs(self.minor) > LARGEST_MINOR:
            raise ValueError(f"{self.minor} {self.currency} is more than gigplanner keeps")

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(0, currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Money:
        """Return `amount` in major units as Money, rounded half up to the minor unit."""
        scaled = Fraction(Decimal(amount)) * 10 ** minor_digits(currency)
        return cls(round_half_up(scaled), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with as many decimals as the currency has."""
        return Decimal(self.minor).scaleb(-minor_digits(self.currency))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, factor: int | Fraction | Decimal) -> Money:
        """Return this amount times `factor`, rounded half up once."""
        return Money(round_half_up(self.minor * Fraction(factor)), self.currency)

    def per_hour(self, seconds: int) -> Money | None:
        """Return what this amount in `seconds` makes an hour, or None when there was no time."""
        return self.times(Fraction(3600, seconds)) if seconds > 0 else None

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")
        return other

    def __str__(self) -> str:
        return show_money(self)


def minor_digits(currency: str) -> int:
    """Return how many decimals `currency` has: 0 for JPY, 3 for KWD, mostly 2 (ISO 4217)."""
    return MINOR_DIGITS.get(currency, 2)


def round_half_up(value: Fraction) -> int:
    """Round to the nearest integer, halves away from zero, as payslips do."""
    whole = (abs(value) + Fraction(1, 2)).__floor__()
    return whole if value >= 0 else -whole


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Add amounts that are all in `currency`; ValueError if one is not."""
    return sum(amounts, Money.zero(currency))


def totals(amounts: Iterable[Money]) -> dict[str, Money]:
    """Add amounts currency by currency: totals of different currencies are never added."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return sums


def show_money(money: Money) -> str:
    """Return the amount as people write it: `$1,234.50`, `−€3.00`, `12.000 KWD`."""
    digits = f"{abs(money.amount):,.{minor_digits(money.currency)}f}"
    symbol = SYMBOLS.get(money.currency)
    sign = "−" if money.minor < 0 else ""
    return f"{sign}{symbol}{digits}" if symbol else f"{sign}{digits} {money.currency}"


def parse_money(text: str, currency: str) -> Money:
    """Read an amount a person wrote: `3.20`, `$3.20`, `3,20 €`, `1,234.56`, `GBP 4`.

    Without a symbol or code the amount is in `currency`. Raises BadInput, with the reason, for anything
    else: too many decimals, letters, exponents, more than a million million.
    """
    bare, found = _split_currency(text.strip())
    currency = found or currency
    match = _AMOUNT.fullmatch(bare.strip()) if bare.strip().isascii() or "−" in bare else None
    if match is None or not (match["whole"] or match["part"]):
        raise BadInput(f"{quoted(text)} is not an amount of money: write it like 8.50 or $8.50.")
    part = match["part"] or ""
    digits = minor_digits(currency)
    if match["mark"] == "," and len(part) == 3 and match["whole"]:
        match_whole, part = match["whole"] + part, ""  # 1,234 is a thousand, not one and a bit
    else:
        match_whole = match["whole"] or "0"
    if len(part) > digits:
        decimals = "no decimals" if digits == 0 else f"{digits} decimals"
        raise BadInput(f"{quoted(text)} has too many decimals: {currency} has {decimals}.")
    minor = int(match_whole.replace(",", "")) * 10**digits + int((part or "0").ljust(digits, "0") or "0")
    if minor > LARGEST_MINOR:
        raise BadInput(f"{quoted(text)} is more than gigplanner keeps.")
    return Money(-minor if match["sign"] in ("-", "−") else minor, currency)


def _split_currency(text: str) -> tuple[str, str | None]:
    """Return the text without its currency symbol or code, and the currency it named."""
    code = re.match(r"(?P<code>[A-Za-z]{3})\s*(?=[-−+\d.])|.*?(?<=\d)\s*(?P<behind>[A-Za-z]{3})$", text)
    if code:
        name = (code["code"] or code["behind"]).upper()
        if name not in CURRENCIES:
            raise BadInput(f"{quoted(name)} is not a currency: use a code such as USD, EUR or GBP.")
        start = 3 if code["code"] else 0
        return text[start : None if code["code"] else -3].strip(), name
    symbol = _SYMBOL.search(text)
    if symbol:
        rest = text[: symbol.start()] + text[symbol.end() :]
        return rest.strip(), SYMBOL_CURRENCY[symbol.group()]
    return text, None
