"""A journal for hledger, which `hledger check --strict` accepts."""

from __future__ import annotations

from collections.abc import Iterator

from gigplanner.interop.journal import Entry, Journal, journal_words

# a semicolon begins a comment and a bar splits payee and note; nothing escapes them
_NOT_IN_WORDS = ";|"
_ROOMY = 44  # columns for accounts


def write_hledger(journal: Journal) -> str:
    """Return `journal` with its accounts and commodities declared."""
    return "\n".join([*_head(journal), *(line for entry in journal.entries for line in _lines(entry))]) + "\n"


def _head(journal: Journal) -> Iterator[str]:
    yield "; From gigplanner. Personal data: what you earned, spent, drove and put aside, with your notes."
    yield "; Awaited money is marked ! and in Assets:Receivable; miles are no money."
    yield "decimal-mark ."
    for name, digits in journal.commodities.items():
        yield f"commodity 1000.{'0' * (digits or 0)} {name}"
    for account in journal.opened:
        yield f"account {account}"


def _lines(entry: Entry) -> Iterator[str]:
    payee, words = journal_words(entry, escape=_NOT_IN_WORDS)
    description = f"{payee} | {words}" if payee else words
    code = "".join(mark for mark in entry.identity if mark.isalnum() or mark in "-_")
    yield ""
    yield f"{entry.day.isoformat()} {'*' if entry.settled else '!'} ({code}) {description}"
    for posting in entry.postings:
        yield f"    {posting.account:{_ROOMY}}  {posting.amount:f} {posting.commodity}"
