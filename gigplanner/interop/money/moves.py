"""What the readers of transactions share: money that only moves, amounts that must add up, dates, words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from gigplanner.interop.amounts import read_amount
from gigplanner.interop.date_order import order_of, read_date
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.moments import named_wall, noon
from gigplanner.interop.privacy import without_secrets
from gigplanner.model import BadInput, Earning, Expense, Money
from gigplanner.model.money import show_money
from gigplanner.model.text import clean_text

MOVED = LeftOut(
    "withdrawal, payout or transfer",
    "withdrawals, payouts and transfers",
    "money on the move, which is neither earned nor spent",
)
NOTHING = LeftOut("row without money", "rows without money")
_NAMED = re.compile(r"[A-Za-z]")


class Sums(Struct, frozen=True):
    """What a payment came to: pay before the fee, and the fee, which is never below zero."""

    gross: Money
    fee: Money | None

    @classmethod
    def of(cls, gross: Money, fee: Money) -> Sums:
        """Return them; a fee that was given back is part of what came."""
        return cls(gross - fee, None) if fee.minor < 0 else cls(gross, fee or None)


def keep_earning(
    harvest: Harvest,
    source_id: str,
    at: datetime,
    sums: Sums,
    *,
    platform: str,
    note: str,
    status: str = "paid",
    job: str = "",
) -> None:
    """Keep money that came, or went back."""
    harvest.records.append(
        Earning(
            id=harvest.context.make_id(),
            source=harvest.format,
            source_id=source_id,
            at=at,
            gross=sums.gross,
            fee=sums.fee,
            platform=platform,
            category=harvest.category_of(platform),
            status="pending" if status == "pending" else "paid",
            note=plain(note),
            job=job,
        )
    )


def keep_expense(
    harvest: Harvest, source_id: str, at: datetime, amount: Money, *, platform: str, category: str, note: str
) -> None:
    """Keep what a platform or service charged."""
    harvest.records.append(
        Expense(
            id=harvest.context.make_id(),
            source=harvest.format,
            source_id=source_id,
            at=at,
            amount=amount,
            category=category,
            platform=platform,
            note=plain(note),
        )
    )


def required_amount(text: str, column: str, currency: str, *, decimal_comma: bool = False) -> Money:
    """Read an amount that has to be there, in `currency` unless it names the same one itself."""
    amount = read_amount(text, currency, decimal_comma=decimal_comma)
    if amount is None:
        raise BadInput(f"This row has no amount in the column {column}.")
    if amount.currency != currency:
        raise BadInput(f"The amount in {column} is in {amount.currency}, but the row is in {currency}.")
    return amount


def check_sum(gross: Money, fee: Money, net: Money) -> None:
    """Raise BadInput unless the fee taken from the gross leaves the net: the file was read wrongly then."""
    if gross - fee != net:
        raise BadInput(
            f"{show_money(gross)} less a fee of {show_money(fee)} is not the row's net, "
            f"{show_money(net)}: look whether it was changed by hand."
        )


class Days:
    """The dates of one column, read in the order in which the column writes them."""

    def __init__(self, cells: Iterable[str], harvest: Harvest) -> None:
        """Look through the column. Where it does not tell its order, the month is taken to stand first."""
        order = order_of(text for text in cells if not _NAMED.search(text))
        self.is_assumed = order is None
        self.day_first = bool(order)
        self._harvest = harvest

    def noon(self, text: str) -> datetime:
        """Return the noon of a date: `2026-05-02`, `May 2, 2026`, `05/02/2026`."""
        if not text.strip():
            raise BadInput("This row has no date.")
        is_named = _NAMED.search(text)
        day = named_wall(text).date() if is_named else read_date(text, day_first=self.day_first)
        return noon(day, self._harvest.zone)

    @property
    def rule(self) -> str:
        """How dates were understood, in words."""
        said = f"Days are taken as {self._harvest.zone}, each entry at noon."
        if not self.is_assumed:
            return said
        return f"{said} Dates such as 3/4/2026 were taken as month first: the file does not tell."


def plain(*texts: str) -> str:
    """Return texts as a note on one line, without mail addresses and pass codes."""
    return clean_text(
        " · ".join(filter(None, dict.fromkeys(without_secrets(text).strip() for text in texts)))
    )
