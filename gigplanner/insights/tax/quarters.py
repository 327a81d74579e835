"""When estimated tax is due in the United States."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from gigplanner.insights.tax.rules import us_rules
from gigplanner.model.times import DAY

_MONDAY, _SATURDAY = 0, 5
_EMANCIPATION_SINCE = 2005  # a legal holiday of the District of Columbia
_KING_SINCE = 1986


class Quarter(Struct, frozen=True, kw_only=True):
    """A payment of estimated tax: what is earned from `first` to `last`, both included, is due on `due`.

    These are no quarters of the calendar: the second has two months and the third three.
    """

    year: int  # the tax year
    number: int  # 1 to 4
    first: date
    last: date
    due: date

    @property
    def name(self) -> str:
        """As people call it: `Q4 2026`."""
        return f"Q{self.number} {self.year}"

    def days_left(self, today: date) -> int:
        """Days until it is due; negative when that is over."""
        return (self.due - today).days


def quarters_of(year: int) -> tuple[Quarter, ...]:
    """Return the four payments of a tax year, by Form 1040-ES; see `data/tax.toml`."""
    return tuple(
        Quarter(
            year=year,
            number=number,
            first=date.fromisoformat(f"{year:04}-{rule.first}"),
            last=date.fromisoformat(f"{year:04}-{rule.last}"),
            due=business_day(date.fromisoformat(f"{year + rule.following_year:04}-{rule.due}")),
        )
        for number, rule in enumerate(us_rules().quarter, 1)
    )


def quarter_of(day: date) -> Quarter:
    """Return the payment that what is earned on `day` belongs to."""
    return next(quarter for quarter in quarters_of(day.year) if quarter.first <= day <= quarter.last)


def next_due(day: date) -> Quarter:
    """Return the payment that is due next, on `day` itself if one is."""
    both = (*quarters_of(day.year - 1), *quarters_of(day.year))
    return min((quarter for quarter in both if quarter.due >= day), key=lambda quarter: quarter.due)


def business_day(day: date) -> date:
    """Return `day`, or the first day after it that is no Saturday, Sunday or legal holiday.

    26 U.S.C. § 7503: the holidays of the District of Columbia count in the whole country. Known here are
    those that the due dates of estimated tax can fall on or be moved to: Martin Luther King day (the third
    Monday of January) and Emancipation Day (16 April).
    """
    while day.weekday() >= _SATURDAY or day in _holidays(day.year):
        day += DAY
    return day


def _holidays(year: int) -> set[date]:
    holidays = set()
    if year >= _KING_SINCE:
        first = date(year, 1, 1)
        holidays.add(first + timedelta(days=(_MONDAY - first.weekday()) % 7 + 14))
    if year >= _EMANCIPATION_SINCE:
        holidays.add(_observed(date(year, 4, 16)))
    return holidays


def _observed(holiday: date) -> date:
    """A holiday on a Saturday is kept on the Friday before, one on a Sunday on the Monday after."""
    return holiday + {5: -DAY, 6: DAY}.get(holiday.weekday(), timedelta())
