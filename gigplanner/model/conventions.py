"""How the person writes amounts, dates and times, and the conventions that this process shows them in.

One process shows one person's day. As with a terminal's size, what is shown depends on it everywhere, so it
is said once (`show_in`) and not handed from function to function; nothing that is kept or computed does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.errors import BadInput
from gigplanner.model.text import quoted

Clock = Literal["", "12h", "24h"]
_NAME = re.compile(r"([a-z]{2,3})(?:[_-]([A-Za-z]{2}))?(?:[.@].*)?")
_NO_LOCALE = ("C", "POSIX")
# POSIX: of these the first that is set and not empty holds
_OF_MONEY = ("LC_ALL", "LC_MONETARY", "LANG")
_OF_TIME = ("LC_ALL", "LC_TIME", "LANG")


class Conventions(Struct, frozen=True, kw_only=True):
    """How amounts, dates and times are written; the defaults are what nobody misreads."""

    decimal: str = "."
    group: str = ","
    groups_of_two: bool = False  # above the thousands: 12,34,567
    money: str = "¤1"  # where the symbol of a currency stands: "¤1" or "1¤", or with a no-break space
    order: str = "dmy"  # of day, month and year
    twelve_hours: bool = False
    week_starts: int = 0  # Monday is 0, Sunday 6


NEUTRAL = Conventions()
_shown_in = NEUTRAL


def show_in(conventions: Conventions) -> None:
    """Show amounts, dates and times in these conventions from now on, everywhere in this process."""
    global _shown_in
    _shown_in = conventions


def shown_in() -> Conventions:
    """Return the conventions in which this process shows amounts, dates and times."""
    return _shown_in


def conventions_of(locale: str, clock: Clock, environment: Mapping[str, str]) -> Conventions:
    """Return the conventions of a person who prefers `locale` and `clock`; where empty, of `environment`.

    The environment never brings the twelve-hour clock: en_US is what machines everywhere are installed with,
    and 17:30 is read by all. Whoever names a locale or a clock in the preferences gets its clock.
    """
    if locale:
        found = _written_in(locale) or NEUTRAL
    else:
        money = _written_in(_first_set(environment, _OF_MONEY)) or NEUTRAL
        time = _written_in(_first_set(environment, _OF_TIME)) or NEUTRAL
        found = replace(money, order=time.order, week_starts=time.week_starts, twelve_hours=False)
    return replace(found, twelve_hours=clock == "12h") if clock else found


def locale_named(name: str) -> str:
    """Return the name of a locale as it is known here, such as de_AT or C. Raises BadInput."""
    if name.upper() in _NO_LOCALE:
        return "C"
    match = _NAME.fullmatch(name.strip())
    if not match or _written_in(name.strip()) is None:
        raise BadInput(f"{quoted(name)} is not a locale: use one such as en_US, de_AT or C for none.")
    return "_".join(filter(None, (match[1], match[2] and match[2].upper())))


def _first_set(environment: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((environment[name] for name in names if environment.get(name)), "")


def _written_in(locale: str) -> Conventions | None:
    """Return the conventions of the locale `de_AT` or `de_AT.UTF-8@euro`, None for C and unknown ones."""
    match = _NAME.fullmatch(locale)
    if match is None:
        return None
    from gigplanner.data.locales import FORMS  # not before a person has a locale: a start is short

    language, country = match[1], (match[2] or "").upper()
    for name in (f" {language}_{country} ", f" {language} "):
        for form, names in FORMS.items():
            if name in f" {names}":
                decimal, group, pairs, money, order, twelve, week_starts = form
                return Conventions(
                    decimal=decimal,
                    group=group,
                    groups_of_two=pairs,
                    money=money,
                    order=order,
                    twelve_hours=twelve,
                    week_starts=week_starts,
                )
    return None
