"""Money: an integer of minor units with its ISO 4217 currency. Never a float."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from msgspec import Struct

from gigplanner.model.conventions import NEUTRAL, Conventions, shown_in
from gigplanner.model.currencies import CURRENCIES, MINOR_DIGITS, SYMBOL_CURRENCY, SYMBOLS
from gigplanner.model.errors import BadInput
from gigplanner.model.text import quoted

# of an amount that enters: far above any income, far below 2**53, where JSON readers start to round
LARGEST_MINOR = 10**12
# of ten, in major units: what sums and products of such amounts stay below
_LARGEST_POWER = 18

_UNITS = "|".join(re.escape(symbol) for symbol in sorted(SYMBOL_CURRENCY, key=len, reverse=True))
# patterns are compiled when an amount is first read: showing money must not wait for them
_WRITTEN = (
    rf"(?P<sign>[-−+]?)\s*(?:(?P<symbol>{_UNITS})|(?P<code>[A-Z]{{3}}))?\s*(?P<inner_sign>[-−+]?)"
    rf"(?P<number>[\d.,]+)\s*(?:(?P<symbol_behind>{_UNITS})|(?P<code_behind>[A-Z]{{3}}))?"
)
# a group of thousands never begins with a nought: 0,500 is a half to whoever writes decimal commas
_NUMBERS = (
    r"(?P<whole>[1-9]\d{0,2}(?:,\d{3})+)(?:\.(?P<part>\d+))?",  # 1,234.56
    r"(?P<whole>[1-9]\d{0,2}(?:\.\d{3})+),(?P<part>\d+)",  # 1.234,56
    r"(?P<whole>\d*)(?:[.,](?P<part>\d+))?",  # 1234.56, 1234,56, .56
)


class Money(Struct, frozen=True):
    """An exact amount: `minor` units (cents, for USD) of `currency`."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            raise ValueError(f"{self.currency!r} is not an ISO 4217 currency code")

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in `currency`."""
        return cls(0, currency)

    @classmethod
    def of(cls, amount: Decimal | str | int, currency: str) -> Money:
        """Return `amount` in major units as Money, rounded half up to the minor unit.

        Raises ValueError for what is not a finite number, or larger than any money.
        """
        try:
            number = Decimal(amount)
        except InvalidOperation:
            raise ValueError(f"{amount!r} is not a number") from None
        if not number.is_finite() or (number and number.adjusted() > _LARGEST_POWER):
            raise ValueError(f"{amount!r} is not an amount of money")
        digits = minor_digits(currency)
        rounded = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        return cls(int(rounded.scaleb(digits)), currency)

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
        numerator, denominator = factor.as_integer_ratio()
        return Money(_half_up(self.minor * numerator, denominator), self.currency)

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
    return _half_up(value.numerator, value.denominator)


def _half_up(numerator: int, denominator: int) -> int:
    whole = (2 * abs(numerator) + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


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
    """Return the amount as the person writes it: `$1,234.50`, `−€3.00`, `12.000 KWD`, `1.234,50 €`."""
    form = shown_in()
    number = abs(money.amount)
    if form is NEUTRAL:
        digits = f"{number:,f}"
    else:
        whole, _, part = f"{number:f}".partition(".")
        digits = _grouped(whole, form) + (f"{form.decimal}{part}" if part else "")
    symbol = SYMBOLS.get(money.currency)
    sign = "−" if money.minor < 0 else ""
    if symbol is None:
        return f"{sign}{digits} {money.currency}"
    return f"{sign}{form.money.replace('¤', symbol).replace('1', digits)}"


def _grouped(whole: str, form: Conventions) -> str:
    """Return the digits of a whole number with the marks between their groups."""
    head, last = whole[:-3], whole[-3:]
    if not head:
        return last
    size = 2 if form.groups_of_two else 3
    first = len(head) % size
    groups = [head[:first]] if first else []
    groups += [head[start : start + size] for start in range(first, len(head), size)]
    return form.group.join([*groups, last])


def typed_money(text: str, currency: str) -> Money:
    """Read an amount that the person typed: as `parse_money` does, or as their own amounts are shown.

    What `parse_money` understands keeps its meaning, except that to whoever writes decimal commas 1,234
    dinars are one and some. Raises BadInput.
    """
    own = _in_own_form(text)
    try:
        found = parse_money(text, currency)
    except BadInput:
        if own is None:
            raise
        return parse_money(own, currency)
    is_thousandths = own is not None and "." not in text and minor_digits(found.currency) == 3
    return parse_money(own, currency) if own is not None and is_thousandths else found


def _in_own_form(text: str) -> str | None:
    """Return an amount that is written as the person's own are shown, with a point; None for any other."""
    form = shown_in()
    if form is NEUTRAL:
        return None
    group = r"\s" if form.group.isspace() else re.escape(form.group)
    groups = rf"(?:(?:{group}\d\d)*{group}\d{{3}})?" if form.groups_of_two else rf"(?:{group}\d{{3}})*"
    number = rf"(?<![\d.,])([0-9]{{1,3}}{groups})(?:{re.escape(form.decimal)}(\d+))?(?!\s?\d|[.,])"
    match = re.search(number, text)
    if match is None:
        return None
    whole = "".join(character for character in match[1] if character.isdigit())
    return f"{text[: match.start()]}{whole}{f'.{match[2]}' if match[2] else ''}{text[match.end() :]}"


def parse_money(text: str, currency: str) -> Money:
    """Read an amount a person wrote: `3.20`, `$3.20`, `3,20 €`, `1,234.56`, `1.234,56`, `GBP 4`, `$4 CAD`.

    Without a symbol or code the amount is in `currency`. Raises BadInput, with the reason, for anything
    else: too many decimals, letters, exponents, more than ten thousand million.
    """
    match = re.fullmatch(
        _WRITTEN, " ".join(text.split()), re.ASCII | re.IGNORECASE
    )  # people paste no-break spaces
    number = _split_number(match["number"]) if match else None
    if match is None or number is None or (match["sign"] and match["inner_sign"]):
        raise BadInput(f"{quoted(text)} is not an amount of money: write it like 8.50 or $8.50.")
    currency = _named_currency(match, text) or currency
    whole, part = number
    digits = minor_digits(currency)
    if len(part) > digits:
        decimals = "no decimals" if digits == 0 else f"{digits} decimals"
        raise BadInput(f"{quoted(text)} has too many decimals: {currency} has {decimals}.")
    too_long = len(whole.lstrip("0")) > len(str(LARGEST_MINOR))  # int() refuses thousands of digits
    minor = LARGEST_MINOR + 1 if too_long else int((whole or "0") + part.ljust(digits, "0"))
    if minor > LARGEST_MINOR:
        raise BadInput(f"{quoted(text)} is more than gigplanner keeps.")
    return Money(-minor if (match["sign"] or match["inner_sign"]) in ("-", "−") else minor, currency)


def _split_number(number: str) -> tuple[str, str] | None:
    """Return the digits before and after the decimal mark, or None if it is no number."""
    for pattern in _NUMBERS:
        match = re.fullmatch(pattern, number, re.ASCII)
        if match and (match["whole"] or match["part"]):
            return re.sub("[.,]", "", match["whole"]), match["part"] or ""
    return None


def _named_currency(match: re.Match[str], text: str) -> str | None:
    """Return the currency that a symbol or code names, if any; a code may say which dollar `$` is."""
    symbols = [symbol.upper() for symbol in (match["symbol"], match["symbol_behind"]) if symbol]
    codes = [code.upper() for code in (match["code"], match["code_behind"]) if code]
    for code in codes:
        if code not in CURRENCIES:
            raise BadInput(f"{quoted(code)} is not a currency: use a code such as USD, EUR or GBP.")
    if symbols == ["$"] and len(codes) == 1:
        return codes[0]
    named = {SYMBOL_CURRENCY[symbol] for symbol in symbols} | set(codes)
    if len(named) > 1:
        raise BadInput(f"{quoted(text)} names two currencies: write it like 8.50 or $8.50.")
    return named.pop() if named else None
