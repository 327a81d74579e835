"""How much of a year's net profit goes to taxes, step by step. An estimate, not advice.

    self-employment tax = 0.9235 × net × (0.124 up to the wage base + 0.029)
    income tax          = own marginal rate × (net − half of the self-employment tax)

Sources stand in `data/tax.toml`.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from gigplanner.insights.tax.rules import us_rules
from gigplanner.model.money import Money

NO_ADVICE = "An estimate, not advice: credits, other income and state taxes are not in it."


class TaxEstimate(Struct, frozen=True, kw_only=True):
    """What is owed on a net profit, and how it came about."""

    net: Money
    """Gross and tips, less fees, the vehicle and other expenses."""
    self_employment: Money
    deductible_half: Money
    """Of the self-employment tax: income tax is not owed on it."""
    rate: Decimal
    """The person's own marginal rate of income tax, in per cent."""
    income_tax: Money
    note: str = ""
    """What the figures rest on where a rule for the year is not known."""

    @property
    def owed(self) -> Money:
        """Both taxes."""
        return self.self_employment + self.income_tax

    @property
    def percent(self) -> Decimal | None:
        """What to set aside of every unit of net profit, in per cent; None without any profit."""
        if self.net.minor <= 0:
            return None
        return (Decimal(self.owed.minor) * 100 / self.net.minor).quantize(Decimal("0.1"))


def us_estimate(net: Money, year: int, income_tax_percent: Decimal = Decimal(0)) -> TaxEstimate:
    """Return what a single filer with no other income owes on `net`, the year's profit in US dollars.

    Raises ValueError for another currency.
    """
    if net.currency != "USD":
        raise ValueError(f"US tax is not reckoned in {net.currency}")
    owed, note = self_employment_tax(net, year)
    half = owed.times(Decimal("0.5"))
    taxable = max(net - half, Money.zero("USD"))
    return TaxEstimate(
        net=net,
        self_employment=owed,
        deductible_half=half,
        rate=income_tax_percent,
        income_tax=taxable.times(income_tax_percent / 100),
        note=note,
    )


def self_employment_tax(net: Money, year: int) -> tuple[Money, str]:
    """Return the self-employment tax of a year's net profit, rounded half up once, and a note.

    Nothing is owed below 400 dollars. The note says if the wage base of another year had to be taken.
    """
    rules = us_rules()
    if net.amount < rules.owed_from:
        return Money.zero("USD"), ""
    base = net.amount * rules.share_of_net
    limit, note = rules.wage_base_of(year)
    tax = min(base, limit) * rules.social_security + base * rules.medicare
    tax += max(base - rules.additional_above, Decimal(0)) * rules.additional_medicare
    return Money.of(tax, "USD"), note if base > limit else ""
