"""Where the income comes from, and what would fall away with the largest part of it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from gigplanner.insights.recap import Part
from gigplanner.model.money import Money

ENOUGH_WEEKS = 4


class Share(Struct, frozen=True, kw_only=True):
    """One source of income."""

    name: str
    """Empty for money without a platform."""
    earned: Money
    """In hand: gross and tips."""
    part: Fraction
    """Of all income: 0 to 1."""
    online_seconds: int
    """Time that it took online; zero for work without a shift."""

    @property
    def percent(self) -> int:
        """The part in whole per cent."""
        return round(self.part * 100)


class Mix(Struct, frozen=True, kw_only=True):
    """How income is spread over its sources."""

    shares: tuple[Share, ...]
    """Largest first; their parts add up to 1."""
    total: Money
    warn_above: Decimal
    """Per cent."""
    days: int = 0
    """How long the income took to come in."""

    @property
    def effective(self) -> Decimal | None:
        """The effective number of sources: one over the sum of the squared parts (inverse Herfindahl index).

        Three equal sources make 3; one that brings nearly everything makes little more than 1. None without
        income.
        """
        squares = sum((share.part * share.part for share in self.shares), Fraction(0))
        return Decimal(round(float(1 / squares), 1)).quantize(Decimal("0.1")) if squares else None

    @property
    def too_much(self) -> Share | None:
        """The source whose part is above the set share, if one is."""
        largest = self.shares[0] if self.shares else None
        return largest if largest and largest.part * 100 > Fraction(self.warn_above) else None

    @property
    def without_largest(self) -> Money:
        """What would be left of the income if the largest source fell away and nothing took its place."""
        return self.total - self.shares[0].earned if self.shares else self.total

    @property
    def largest_a_week(self) -> tuple[Money, float] | None:
        """What would fall away a week with the largest source: money, and hours online that it would free.

        None with fewer than `ENOUGH_WEEKS` weeks behind it.
        """
        if not self.shares or self.days < ENOUGH_WEEKS * 7:
            return None
        largest = self.shares[0]
        return largest.earned.times(Fraction(7, self.days)), largest.online_seconds / 3600 * 7 / self.days


def mix_of(parts: Iterable[Part], currency: str, *, warn_above: Decimal, days: int = 0) -> Mix:
    """Return the mix of income in hand over `parts`: platforms, kinds or categories.

    What brought nothing, or less than nothing, has no share and is left out.
    """
    paying = [part for part in parts if part.tally.earned.minor > 0]
    whole = sum(part.tally.earned.minor for part in paying)
    shares = [
        Share(
            name=part.name,
            earned=part.tally.earned,
            part=Fraction(part.tally.earned.minor, whole),
            online_seconds=part.online_seconds,
        )
        for part in paying
    ]
    shares.sort(key=lambda share: (-share.part, share.name.casefold()))
    return Mix(shares=tuple(shares), total=Money(whole, currency), warn_above=warn_above, days=days)
