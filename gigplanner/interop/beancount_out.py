"""A ledger for Beancount, which `bean-check` accepts."""

from __future__ import annotations

from collections.abc import Iterator

from gigplanner.interop.journal import Entry, Journal, journal_words

_ROOMY = 44  # columns for accounts


def write_beancount(journal: Journal, currency: str) -> str:
    """Return `journal` with its accounts opened on the day they are first used."""
    lines = [*_head(journal, currency), *(line for entry in journal.entries for line in _lines(entry))]
    return "\n".join(lines) + "\n"


def _head(journal: Journal, currency: str) -> Iterator[str]:
    yield "; From gigplanner. Personal data: what you earned, spent, drove and put aside, with your notes."
    yield "; Awaited money is marked ! and in Assets:Receivable; miles are no money."
    yield f'option "operating_currency" "{currency}"'
    for account, day in journal.opened.items():
        yield f"{day.isoformat()} open {account}"


def _lines(entry: Entry) -> Iterator[str]:
    payee, words = (_string(text) for text in journal_words(entry, escape=""))
    yield ""
    yield f"{entry.day.isoformat()} {'*' if entry.settled else '!'} {payee} {words}"
    yield f"  gigplanner: {_string(' '.join(entry.identity.split()))}"
    for posting in entry.postings:
        yield f"  {posting.account:{_ROOMY}}  {posting.amount:f} {posting.commodity}"


def _string(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
