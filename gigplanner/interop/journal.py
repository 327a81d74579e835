"""The ledger in double entry, before it is written for hledger or Beancount.

Money that was paid is in one account of one's own; expected, pending and approved money is owed by its
platform (`Assets:Receivable:DoorDash`). Gross comes from `Income:DoorDash`, tips from
`Income:DoorDash:Tips`, fees go to `Expenses:Fees:DoorDash`, what is spent to `Expenses:Fuel`. Miles are a
commodity of their own, which no money is: `Expenses:Miles:DoorDash` from `Equity:Miles`. Money put aside for
tax goes to `Assets:Tax`, and from there, as far as it reaches, to `Equity:Tax` when it is paid: income tax is
no cost of the work. What was rejected was never money and is left out. Every transaction balances in each of
its currencies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from gigplanner.model import BadInput, Earning, Expense, Money, SetAside, Settings, Trip
from gigplanner.model.money import minor_digits, totals
from gigplanner.model.text import clean_text, quoted

OWN_ACCOUNT = "Assets:Gig"
MILES = "MILES"
_ASIDE, _TAX_PAID = "Assets:Tax", "Equity:Tax"
_NO_PLATFORM, _NO_CATEGORY = "Other", "Other"
_ROOTS = ("Assets", "Liabilities", "Equity", "Income", "Expenses")
_NAMELESS = "Work"  # of what nobody has described
_LONGEST_PART = 60
_LONGEST_WORDS = 1000


class Posting(Struct, frozen=True):
    """An amount that an account takes."""

    account: str
    amount: Decimal
    commodity: str


class Entry(Struct, frozen=True, kw_only=True):
    """A transaction. `settled` is False for money that is still awaited."""

    day: date
    settled: bool
    payee: str
    words: str
    identity: str
    postings: tuple[Posting, ...]


class Journal(Struct, frozen=True):
    """Transactions, earliest first, with the accounts and commodities they name."""

    entries: tuple[Entry, ...]

    @property
    def opened(self) -> dict[str, date]:
        """Every account, by name, with the first day it is used."""
        first: dict[str, date] = {}
        for entry in self.entries:
            for posting in entry.postings:
                first.setdefault(posting.account, entry.day)
        return dict(sorted(first.items()))

    @property
    def commodities(self) -> dict[str, int | None]:
        """Every currency with its number of decimals; None for miles, which have as many as were logged."""
        names = sorted({posting.commodity for entry in self.entries for posting in entry.postings})
        return {name: None if name == MILES else minor_digits(name) for name in names}


def journal(
    earnings: Iterable[Earning],
    expenses: Iterable[Expense],
    trips: Iterable[Trip],
    settings: Settings,
    *,
    aside: Iterable[SetAside] = (),
    account: str = OWN_ACCOUNT,
) -> Journal:
    """Return the ledger in double entry, by the days of the person's clock. BadInput for a bad `account`."""
    book = _Book(settings, _checked(account))
    dated: list[tuple[datetime, str, Entry]] = []
    dated += [(one.at, one.id, book.earning(one)) for one in earnings if one.status != "rejected"]
    dated += [(one.at, one.id, book.expense(one)) for one in expenses]
    dated += [(one.at, one.id, book.trip(one)) for one in trips]
    in_order = sorted(aside, key=lambda one: (one.at, one.paid, one.id))
    dated += [(one.at, one.id, book.tax(one)) for one in in_order]
    entries = [entry for _, _, entry in sorted(dated, key=lambda one: one[:2])]
    return Journal(tuple(sorted(entries, key=lambda entry: entry.day)))


def journal_words(entry: Entry, *, escape: str) -> tuple[str, str]:
    """Return payee and words of an entry on one line each, without the characters in `escape`."""
    table = str.maketrans(escape, " " * len(escape))
    payee, words = (
        " ".join(clean_text(text, _LONGEST_WORDS).translate(table).split())
        for text in (entry.payee, entry.words)
    )
    return payee, words or _NAMELESS


class _Book:
    """Makes transactions. Accounts are named after platforms and categories."""

    def __init__(self, settings: Settings, account: str) -> None:
        self._settings = settings
        self._own = account
        self._parts: dict[str, str] = {}  # what people wrote → the part of an account's name
        self._taken: set[str] = set()
        self._aside: dict[str, Money] = {}  # by currency: put aside and not paid yet

    def earning(self, one: Earning) -> Entry:
        platform = self._part(one.platform or _NO_PLATFORM)
        goal = self._own if one.status == "paid" else f"Assets:Receivable:{platform}"
        taken = [
            (f"Income:{platform}", -one.gross),
            *([(f"Income:{platform}:Tips", -one.tip)] if one.tip else []),
            *([(f"Expenses:Fees:{platform}", one.fee)] if one.fee else []),
        ]
        kept = totals(-amount for _, amount in taken).values()
        return self._entry(
            one,
            one.platform,
            one.category,
            [*((goal, amount) for amount in kept), *taken],
            settled=one.status == "paid",
        )

    def expense(self, one: Expense) -> Entry:
        goal = f"Expenses:{self._part(one.category or _NO_CATEGORY)}"
        return self._entry(one, one.platform, one.category, [(goal, one.amount), (self._own, -one.amount)])

    def tax(self, one: SetAside) -> Entry:
        """Money put aside, or paid out of what was put aside before; to be asked in order of time."""
        held = self._aside.get(one.amount.currency, Money.zero(one.amount.currency))
        if not one.paid:
            self._aside[one.amount.currency] = held + one.amount
            return self._entry(one, "", "put aside for tax", [(_ASIDE, one.amount), (self._own, -one.amount)])
        used = min(held, one.amount)
        self._aside[one.amount.currency] = held - used
        taken = [
            (account, -part) for account, part in ((_ASIDE, used), (self._own, one.amount - used)) if part
        ]
        return self._entry(one, "", "tax paid", [(_TAX_PAID, one.amount), *taken])

    def trip(self, one: Trip) -> Entry:
        goal = f"Expenses:Miles:{self._part(one.platform or _NO_PLATFORM)}"
        words = " ".join(
            filter(
                None,
                (
                    one.purpose,
                    f"from {one.origin}" if one.origin else "",
                    f"to {one.destination}" if one.destination else "",
                ),
            )
        )
        return Entry(
            day=self._day(one.at),
            settled=True,
            payee=one.platform,
            words=_joined(words or "Drive", one.note),
            identity=one.id,
            postings=(Posting(goal, one.miles, MILES), Posting("Equity:Miles", -one.miles, MILES)),
        )

    def _entry(
        self,
        one: Earning | Expense | SetAside,
        payee: str,
        category: str,
        postings: Iterable[tuple[str, Money]],
        *,
        settled: bool = True,
    ) -> Entry:
        return Entry(
            day=self._day(one.at),
            settled=settled,
            payee=payee,
            words=_joined(category, one.note),
            identity=one.id,
            postings=tuple(Posting(account, amount.amount, amount.currency) for account, amount in postings),
        )

    def _day(self, at: datetime) -> date:
        return self._settings.wall(at).date()

    def _part(self, name: str) -> str:
        """Return the part of an account's name that stands for what people wrote, and for nothing else."""
        key = " ".join(name.casefold().split())
        if key not in self._parts:
            made = first = _account_part(name)
            number = 1
            while made.casefold() in self._taken:
                number += 1
                made = f"{first}-{number}"
            self._taken.add(made.casefold())
            self._parts[key] = made
        return self._parts[key]


def _account_part(name: str) -> str:
    """Return a name as both programs take it in an account: letters, digits and hyphens, a capital first."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    made = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST_PART].strip("-")
    if made:
        return made[0].upper() + made[1:]
    return (
        f"U-{'-'.join(f'{ord(character):X}' for character in name.strip()[:8])}" if name.strip() else "Other"
    )


def _checked(account: str) -> str:
    parts = account.split(":")
    if (
        len(parts) < 2
        or parts[0] not in _ROOTS
        or any(not re.fullmatch(r"[A-Z0-9][A-Za-z0-9-]*", part) for part in parts)
    ):
        raise BadInput(
            f"{quoted(account)} is no account: write one such as {OWN_ACCOUNT} or Assets:Bank:Checking, "
            "each part with a capital first, of letters, digits and hyphens."
        )
    return account


def _joined(*words: str) -> str:
    return " · ".join(filter(None, words)) or _NAMELESS
