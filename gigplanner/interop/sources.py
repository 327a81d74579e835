"""What a record's source is: near the work, or money seen again from further off; and its name in words."""

from __future__ import annotations

from collections.abc import Iterable

# where money goes through after a platform paid it: they hold deposits, not jobs
_BANKS = frozenset({"bank", "paypal", "stripe", "everlance"})
# reports that list again, and less exactly, what a platform's own statement holds
_OVERVIEWS = frozenset({"upwork-contracts"})
# what a person says to have earned by the hour, before anybody is billed
_TRACKERS = frozenset({"toggl", "clockify", "harvest"})
_WHOLE_NAMES = {"everlance-money": "Everlance", "mturk-results": "MTurk batch results"}
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


def is_tracker(source: str) -> bool:
    """Whether it holds tracked hours, whose pay is expected until a platform's statement tells it."""
    return source in _TRACKERS


def is_second_hand(source: str) -> bool:
    """Whether its money may be a platform's that is known from a better source."""
    return is_bank(source) or is_overview(source)


def source_words(source: str) -> str:
    """Return a source as a person reads it: `Uber payments`, `PayPal`."""
    if source in _WHOLE_NAMES:
        return _WHOLE_NAMES[source]
    first, *rest = source.replace(":", "-").split("-")
    return " ".join((_NAMES.get(first, first.capitalize()), *rest))


def also_words(origins: Iterable[str]) -> str:
    """Return in which other files the same money is, of "source source_id" each: `also in PayPal`."""
    names = dict.fromkeys(source_words(origin.partition(" ")[0]) for origin in origins)
    return f"also in {', '.join(names)}" if names else ""
