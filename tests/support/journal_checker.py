"""Reads the journals that go out, knowing only the two languages: no code is shared with what writes them.

What is checked is what `hledger check --strict` and `bean-check` refuse: transactions that do not balance,
accounts and commodities that nobody declared, accounts used before they are opened, broken strings.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import NamedTuple

_DAY = r"(?P<day>\d{4}-\d\d-\d\d)"
_STRING = r'"(?:[^"\\]|\\["\\])*"'
_ACCOUNT = r"(?P<account>(?:Assets|Liabilities|Equity|Income|Expenses)(?::[A-Z0-9][A-Za-z0-9-]*)+)"
_POSTING = re.compile(rf" {{2,4}}{_ACCOUNT} {{2,}}(?P<amount>-?\d+(?:\.\d+)?) (?P<commodity>[A-Z]{{2,24}})")
_HLEDGER = re.compile(rf"{_DAY} (?P<flag>[*!]) \([\w-]*\) (?P<words>[^;\n]+)")
_BEANCOUNT = re.compile(rf"{_DAY} (?P<flag>[*!]) (?P<words>{_STRING} {_STRING})")
_OPEN = re.compile(rf"{_DAY} open {_ACCOUNT}")
_META = re.compile(rf"  [a-z]+: {_STRING}")


class Transaction(NamedTuple):
    """A transaction as the language has it: `amounts` by account and commodity."""

    day: date
    settled: bool
    words: str
    amounts: dict[tuple[str, str], Decimal]


def read_hledger(text: str) -> list[Transaction]:
    """Return the transactions of a journal for hledger; AssertionError for what hledger would refuse."""
    lines = [line for line in text.splitlines() if not line.startswith(";")]
    accounts = {line.removeprefix("account ") for line in lines if line.startswith("account ")}
    commodities = {line.split()[-1] for line in lines if line.startswith("commodity ")}
    body = [line for line in lines if not line.startswith(("account ", "commodity ", "decimal-mark "))]
    found = _transactions(body, _HLEDGER)
    for one in found:
        assert {account for account, _ in one.amounts} <= accounts
        assert {commodity for _, commodity in one.amounts} <= commodities
    return found


def read_beancount(text: str) -> list[Transaction]:
    """Return the transactions of a ledger for Beancount; AssertionError for what bean-check would refuse."""
    lines = [line for line in text.splitlines() if not line.startswith((";", "option "))]
    opened = {match["account"]: match["day"] for line in lines if (match := _OPEN.fullmatch(line))}
    body = [line for line in lines if not _OPEN.fullmatch(line) and not _META.fullmatch(line)]
    found = _transactions(body, _BEANCOUNT)
    for one in found:
        for account, _ in one.amounts:
            assert opened[account] <= one.day.isoformat()
    return found


def balance(transactions: list[Transaction], account: str) -> dict[str, Decimal]:
    """What an account and those below it hold, by commodity."""
    held: Counter[str] = Counter()
    for one in transactions:
        for (name, commodity), amount in one.amounts.items():
            if name == account or name.startswith(f"{account}:"):
                held[commodity] += amount  # type: ignore[assignment]
    return {commodity: Decimal(amount) for commodity, amount in held.items() if amount}


def _transactions(lines: list[str], head: re.Pattern[str]) -> list[Transaction]:
    found: list[Transaction] = []
    for line in filter(None, lines):
        if match := head.fullmatch(line):
            found.append(
                Transaction(date.fromisoformat(match["day"]), match["flag"] == "*", match["words"], {})
            )
            continue
        posting = _POSTING.fullmatch(line)
        assert posting, f"nothing that the language knows: {line!r}"
        key = posting["account"], posting["commodity"]
        amounts = found[-1].amounts
        amounts[key] = amounts.get(key, Decimal(0)) + Decimal(posting["amount"])
    for one in found:
        sums: Counter[str] = Counter()
        for (_, commodity), amount in one.amounts.items():
            sums[commodity] += amount  # type: ignore[assignment]
        assert not any(sums.values()), f"does not balance: {one}"
    return found
