"""The dated rules that `data/tax.toml` states, with their sources."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct, field

from gigplanner.data import read_data


class QuarterRule(Struct, frozen=True, kw_only=True):
    """The months of an estimated payment and its day, as `MM-DD`."""

    first: str
    last: str
    due: str
    following_year: bool = False


class FormLine(Struct, frozen=True, kw_only=True):
    """A line of Schedule C and the categories that belong to it; `share` of the money is deductible."""

    line: str
    label: str
    words: tuple[str, ...]
    share: Decimal = Decimal(1)
    vehicle: bool = False  # an actual cost of the vehicle: the standard mileage rate takes its place


class UsRules(Struct, frozen=True, kw_only=True):
    """What self-employment tax is made of, in the United States."""

    share_of_net: Decimal
    social_security: Decimal
    medicare: Decimal
    owed_from: Decimal  # dollars of net profit
    additional_medicare: Decimal
    additional_above: Decimal  # dollars
    wage_base: dict[int, Decimal]
    quarter: tuple[QuarterRule, ...]
    line: tuple[FormLine, ...] = field(default_factory=tuple)
    source: str = ""
    evidence: Literal["primary", "secondary"] = "secondary"
    checked: date | None = None

    def wage_base_of(self, year: int) -> tuple[Decimal, str]:
        """Return the wage base of `year`, and a note if none is known for it and the nearest was taken."""
        if year in self.wage_base:
            return self.wage_base[year], ""
        nearest = min(self.wage_base, key=lambda known: (abs(known - year), known))
        yet = " yet" if year > nearest else ""
        return self.wage_base[nearest], f"no wage base known for {year}{yet}: using {nearest}'s"

    def line_of(self, category: str) -> FormLine | None:
        """Return the line that a category of expenses belongs to, or None if none names it."""
        wanted = " ".join(category.casefold().split())
        return next((line for line in self.line if wanted in line.words), None)


@cache
def us_rules() -> UsRules:
    """The rules of the United States."""
    return msgspec.convert(read_data("tax.toml")["us"], UsRules, strict=False)
