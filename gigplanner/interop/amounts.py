"""Amounts and numbers as exports write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeGuard

from gigplanner.model import BadInput, Money, parse_money
from gigplanner.model.money import minor_digits
from gigplanner.model.text import quoted

MILES_IN_A_KILOMETRE = 1 / Decimal("1.609344")  # the international mile, exact since 1959
_LARGEST_NUMBER = Decimal(10) ** 9
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "N/A"})
_BRACKETED = re.compile(r"\(([^()]+)\)")
_SIGN_BEHIND = re.compile(r"([^-−]+)[-−]")
_PLAIN_DECIMALS = re.compile(r"-?\d{1,12}\.(?P<decimals>\d{1,25})", re.ASCII)
_COMMA_DECIMALS = re.compile(r"\d,\d{1,2}\D*$", re.ASCII)
_POINT_DECIMALS = re.compile(r"\d\.\d{1,2}\D*$", re.ASCII)
_NUMBER = re.compile(r"(?P<sign>[-−+]?)(?P<number>\d[\d.,  ']*|\.\d+)\s*(?P<unit>[a-z]{0,12})", re.ASCII)
_MILES, _KILOMETRES = frozenset({"mi", "mile", "miles"}), frozenset({"km", "kms", "kilometers", "kilometres"})


def read_amount(
    text: str, currency: str, *, decimal_comma: bool = False, rounded: bool = False
) -> Money | None:
    """Read an amount: `$1,234.56`, `(12.34)`, `12.34-`, `-$7.68`, `1.234,56 €`; None for an empty cell.

    Without a symbol or code it is in `currency`. `decimal_comma`: how the file writes (`1.234` is a thousand
    and more then); `rounded`: the file holds floats such as 17.8199999, or 300.0 yen, which are rounded half
    up here. Raises BadInput for text mixed in, for too many decimals and for what is no amount.
    """
    bare = text.strip()
    if bare in _NOTHING:
        return None
    inner = _BRACKETED.fullmatch(bare) or _SIGN_BEHIND.fullmatch(bare)
    if inner:
        amount = read_amount(inner[1], currency, decimal_comma=decimal_comma, rounded=rounded)
        if amount is None or amount.minor < 0:
            raise BadInput(f"{quoted(text)} is not an amount of money: write it like 8.50 or $8.50.")
        return -amount
    plain = _PLAIN_DECIMALS.fullmatch(bare) if rounded else None
    if plain and len(plain["decimals"]) > minor_digits(currency):
        step = Decimal(1).scaleb(-minor_digits(currency))
        bare = str(Decimal(bare).quantize(step, ROUND_HALF_UP))
    elif decimal_comma and "," not in bare:
        bare = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "", bare)
    return parse_money(bare, currency)


def is_money(amount: Money | None) -> TypeGuard[Money]:
    """Whether there is an amount, and it is not nothing."""
    return amount is not None and amount.minor != 0


def writes_decimal_commas(cells: Iterable[str]) -> bool:
    """Whether a column writes its decimals behind a comma: some cells do, and none behind a point."""
    commas = False
    for cell in cells:
        if _POINT_DECIMALS.search(cell):
            return False
        commas = commas or bool(_COMMA_DECIMALS.search(cell))
    return commas


def read_number(text: str, *, decimal_comma: bool = False) -> Decimal | None:
    """Read a plain number, such as hours, without any unit; None for an empty cell; BadInput otherwise."""
    number, unit = _number(text, decimal_comma)
    if unit:
        raise BadInput(f"{quoted(text)} is not a number: write it like 12.5.")
    return number


def read_miles(text: str, *, decimal_comma: bool = False, kilometres: bool = False) -> Decimal | None:
    """Read a distance in miles: `13.7 mi`, `22 km`; without a unit it is in miles, or in `kilometres`.

    None for an empty cell; BadInput for what is no distance or below zero. Kilometres are converted, to a
    hundredth of a mile.
    """
    number, unit = _number(text, decimal_comma)
    if number is None:
        return None
    if number < 0 or (unit and unit not in _MILES | _KILOMETRES):
        raise BadInput(f"{quoted(text)} is not a distance: write it like 13.7 or 22 km.")
    if unit in _KILOMETRES or (kilometres and not unit):
        return (number * MILES_IN_A_KILOMETRE).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return number


def _number(text: str, decimal_comma: bool) -> tuple[Decimal | None, str]:
    bare = text.strip().casefold()
    if bare in _NOTHING:
        return None, ""
    match = _NUMBER.fullmatch(bare)
    if match is None:
        raise BadInput(f"{quoted(text)} is not a number: write it like 12.5.")
    digits = re.sub(r"[  ']", "", match["number"])
    if decimal_comma or ("," in digits and "." not in digits and not re.search(r",\d{3}$", digits)):
        digits = digits.replace(".", "").replace(",", ".")
    else:
        digits = digits.replace(",", "")
    if digits.count(".") > 1 or len(digits) > 40 or Decimal(digits) > _LARGEST_NUMBER:
        raise BadInput(f"{quoted(text)} is not a number: write it like 12.5.")
    number = Decimal(digits)
    return (-number if match["sign"] in ("-", "−") else number), match["unit"]
