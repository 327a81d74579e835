"""What a record's source is: near the work, or money seen again from further off; and its name in words."""

from __future__ import annotations

# where money goes through after a platform paid it: they hold deposits, not jobs
_BANKS = frozenset({"bank", "paypal", "stripe", "everlance"})
# reports that list again, and less exactly, what a platform's own statement holds
_OVERVIEWS = frozenset({"upwork-contracts"})
_NAMES = {"paypal": "PayPal", "mturk": "MTurk", "doordash": "DoorDash", "hitdb": "HIT Database"}


def family(source: str) -> str:
    """Return whose file it was: `uber` of `uber-payments`, `bank` of `bank:my-bank`."""
    return source.partition(":")[0].partition("-")[0]


def is_bank(source: str) -> bool:
    """Whether it tells of deposits: a bank's statement, PayPal, Stripe, Everlance's transactions."""
    return family(source) in _BANKS


def is_overview(source: str) -> bool:
    """Whether it is a report of what another file of the same platform says in more detail."""
    return source in _OVERVIEWS


def is_second_hand(source: str) -> bool:
    """Whether its money may be a platform's that is known from a better source."""
    return is_bank(source) or is_overview(source)


def source_words(source: str) -> str:
    """Return a source as a person reads it: `Uber payments`, `PayPal`."""
    first, *rest = source.replace(":", "-").split("-")
    return " ".join((_NAMES.get(first, first.capitalize()), *rest))
