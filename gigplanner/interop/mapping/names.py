"""What columns are called, and what that says of them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import pairwise

from msgspec import Struct

from gigplanner.data import read_data
from gigplanner.interop.mapping.rules import Role
from gigplanner.model.currencies import CURRENCIES, SYMBOL_CURRENCY

EXACT = 10.0  # the score of a name that says all; one that only holds such a name has less
_LONGEST = 200  # characters of a name that are looked at
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_PLAIN_WORDS = frozenset({"ALL", "BAM", "CUP", "GEL", "MAD", "MOP", "PEN", "SOS", "TOP", "TRY"})
_SIGNS = ("€", "£", "₹")  # a $ may be that of several countries
_KILOMETRES = frozenset({"km", "kms", "kilometers", "kilometres", "kilometer"})
_SPLIT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORDS = re.compile(r"[\W_]+")


class ColumnName(Struct, frozen=True):
    """A column's name: in plain words, and what it says besides."""

    words: str
    currency: str
    is_kilometres: bool


class _Names(Struct, frozen=True):
    """What is known of columns' names."""

    exact: dict[str, Role]
    held: tuple[tuple[str, Role], ...]  # the longest first: `tip amount` is a tip, not an amount
    extra_pay: frozenset[str]
    bank: frozenset[str]
    spending: frozenset[str]
    no_role: frozenset[str]


@cache
def _names() -> _Names:
    raw = read_data("columns.toml")
    exact: dict[str, Role] = {name: role for role, names in raw["roles"].items() for name in names}
    held = [(name, role) for name, role in exact.items() if len(name) > 2]
    return _Names(
        exact=exact,
        held=tuple(sorted(held, key=lambda each: (-len(each[0].split()), -len(each[0]), each[0]))),
        extra_pay=frozenset(raw["pay"]["extra"]),
        bank=frozenset(raw["signs"]["bank"]),
        spending=frozenset(raw["signs"]["spending"]),
        no_role=frozenset(raw["signs"]["no_role"]),
    )


def read_name(column: str) -> ColumnName:
    """Return what a column is called: `Amount (EUR)` and `RideNumber` in plain words."""
    bare = unicodedata.normalize("NFKD", _SPLIT.sub(" ", column[:_LONGEST]))
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()
    words = _NOT_WORDS.sub(" ", bare).split()
    found = _CODE.findall(column[:_LONGEST])
    codes = [code for code in found if code in CURRENCIES and code not in _PLAIN_WORDS]
    signs = [SYMBOL_CURRENCY[sign] for sign in _SIGNS if sign in column]
    kept = [word for word in words if len(words) == 1 or word.upper() not in codes]
    return ColumnName(" ".join(kept), next(iter(codes or signs), ""), bool(_KILOMETRES & set(words)))


def roles_of(name: ColumnName) -> dict[Role, float]:
    """Return the roles that a name may stand for, with how surely it does: EXACT for a name that says all."""
    names = _names()
    if is_extra_pay(name):
        return {"amount": EXACT - 1}
    if exact := names.exact.get(name.words):
        return {exact: EXACT}
    if _holds(name, names.no_role):
        return {}
    found: dict[Role, float] = {}
    for alias, role in names.held:
        if f" {alias} " in f" {name.words} ":
            found.setdefault(role, len(alias.split()) + len(alias) / 100)
    return found


def is_extra_pay(name: ColumnName) -> bool:
    """Whether it is a bonus or such: pay beside the pay."""
    return name.words in _names().extra_pay


def is_bank_word(name: ColumnName) -> bool:
    """Whether statements of banks have such columns."""
    return _holds(name, _names().bank)


def is_spending_word(name: ColumnName) -> bool:
    """Whether lists of expenses have such columns."""
    return _holds(name, _names().spending)


def _holds(name: ColumnName, some: frozenset[str]) -> bool:
    words = name.words.split()
    pairs = {f"{first} {second}" for first, second in pairwise(words)}
    return not some.isdisjoint({*words, *pairs})
