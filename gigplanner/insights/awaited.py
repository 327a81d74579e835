"""Money that is not in hand yet: how much, for how long, what of it is late, and what is overdue.

Late is what is awaited for longer than the platform takes to pay, by its own term where one is known and else
by the usual thirty days. Overdue is what is awaited for longer than twice that: no record states when
money is due, and what did not come in the time of two payments seldom comes by itself. What is overdue is not
late besides: awaited money is the sum of what is in its time, of what is late, and of what is overdue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.insights.words import say_count
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.money import Money, totals
from gigplanner.model.records import MONEY_AWAITED, Earning
from gigplanner.model.settings import Settings

USUAL_DAYS = 30  # after which awaited money is late where no platform's own figure is known
OVERDUE = 2  # times as long, and it is overdue


class Awaited(Struct, frozen=True, kw_only=True):
    """What one platform still owes, in one currency."""

    platform: str
    """Empty for money without one."""
    total: Money
    """Gross and tips, expected or pending."""
    count: int
    oldest: date
    late: Money
    """Of that, what should have been in hand by now, and is not overdue."""
    late_count: int
    overdue: Money
    """Of that, what should have been in hand long ago."""
    overdue_count: int
    after_days: int
    """After so many days it is late."""
    known: bool
    """Whether that is the platform's own figure, not the usual one."""

    @property
    def overdue_days(self) -> int:
        """After so many days it is overdue."""
        return OVERDUE * self.after_days

    @property
    def unsettled(self) -> Money:
        """What is late or overdue."""
        return self.late + self.overdue

    @property
    def unsettled_count(self) -> int:
        """How many payments that are."""
        return self.late_count + self.overdue_count

    def plus(self, other: Awaited) -> Awaited:
        """The same with what the platform owes besides, in the same currency."""
        return replace(
            self,
            total=self.total + other.total,
            count=self.count + other.count,
            oldest=min(self.oldest, other.oldest),
            late=self.late + other.late,
            late_count=self.late_count + other.late_count,
            overdue=self.overdue + other.overdue,
            overdue_count=self.overdue_count + other.overdue_count,
        )

    @property
    def sentence(self) -> str:
        """What is late and what is overdue, in words; empty if nothing is."""
        said = [
            f"{say_count(count, 'payment')} of {amount} {word}, awaited for more than {days} days"
            for count, amount, word, days in (
                (self.overdue_count, self.overdue, "overdue", self.overdue_days),
                (self.late_count, self.late, "late", self.after_days),
            )
            if count
        ]
        basis = "its own term" if self.known else "no term of its own is known"
        return f"{self.platform or 'Money without a platform'}: {'; '.join(said)} ({basis})." if said else ""


def awaited_money(
    earnings: Iterable[Earning], settings: Settings, today: date, catalogue: Catalogue
) -> tuple[Awaited, ...]:
    """Return what is awaited by platform and currency: first the most overdue, then the most late."""
    piles: dict[tuple[str, str], list[Earning]] = defaultdict(list)
    for earning in earnings:
        if earning.status in MONEY_AWAITED and (earning.gross or earning.tip):
            piles[earning.platform, earning.gross.currency].append(earning)
    found = [_pile(platform, pile, settings, today, catalogue) for (platform, _), pile in piles.items()]
    return tuple(sorted(found, key=_most_overdue_first))


def awaited_together(several: Iterable[Awaited]) -> tuple[Awaited, ...]:
    """Return what is awaited of several piles of earnings: what `awaited_money` finds of all of them."""
    found: dict[tuple[str, str], Awaited] = {}
    for one in several:
        pile = one.platform, one.total.currency
        found[pile] = found[pile].plus(one) if pile in found else one
    return tuple(sorted(found.values(), key=_most_overdue_first))


def _most_overdue_first(one: Awaited) -> tuple[int, int, int, str, str]:
    return -one.overdue.minor, -one.late.minor, -one.total.minor, one.platform, one.total.currency


def awaited_totals(awaited: Iterable[Awaited]) -> dict[str, Money]:
    """Return what is awaited in each currency: currencies are never added."""
    return totals(one.total for one in awaited)


def _pile(
    platform: str, pile: list[Earning], settings: Settings, today: date, catalogue: Catalogue
) -> Awaited:
    found = catalogue.find(platform)
    known = found is not None and found.settles_days is not None
    after = found.settles_days if found and found.settles_days is not None else USUAL_DAYS
    ages = [((today - settings.day_of(one.at)).days, one) for one in pile]
    late = [one for age, one in ages if after < age <= OVERDUE * after]
    overdue = [one for age, one in ages if age > OVERDUE * after]
    currency = pile[0].gross.currency
    return Awaited(
        platform=platform,
        total=_sum(pile, currency),
        count=len(pile),
        oldest=min(settings.day_of(one.at) for one in pile),
        late=_sum(late, currency),
        late_count=len(late),
        overdue=_sum(overdue, currency),
        overdue_count=len(overdue),
        after_days=after,
        known=known,
    )


def _sum(earnings: Iterable[Earning], currency: str) -> Money:
    parts = (part for one in earnings for part in (one.gross, one.tip) if part)
    return Money(sum(part.minor for part in parts if part.currency == currency), currency)
