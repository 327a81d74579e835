"""The German words of PayPal's activity, old and newer ("Beschreibung" for "Typ", "Entgelt" for "Gebühr")."""

from __future__ import annotations

import re

_COLUMNS = {
    "datum": "Date",
    "uhrzeit": "Time",
    "zeitzone": "TimeZone",
    "name": "Name",
    "typ": "Type",
    "beschreibung": "Type",  # in reports without a status: they hold what is completed
    "status": "Status",
    "währung": "Currency",
    "brutto": "Gross",
    "gebühr": "Fee",
    "entgelt": "Fee",
    "netto": "Net",
    "transaktionscode": "Transaction ID",
    "artikelbezeichnung": "Item Title",
    "betreff": "Subject",
    "hinweis": "Note",
    "auswirkung auf guthaben": "Balance Impact",
}
_NAME = re.compile(r"[^,;\t\"\r\ufeff]+")
_STATES = {"abgeschlossen": "completed"}
_IMPACTS = {"haben": "credit", "soll": "debit"}
_MOVES = re.compile(r"gutschrift|abbuchung|autorisierung|einbehaltung|umrechnung|überweisung|anforderung")
_BACK = re.compile(r"rückzahlung|rückbuchung|rückerstattung")
_BEGINNING = 20_000  # characters in which the header is


def in_english(text: str) -> str:
    """Return a report with its columns called as in English; as it is, if they are not German."""
    german = _header(text)
    english = _NAME.sub(lambda name: _COLUMNS.get(name[0].strip().casefold(), name[0]), german)
    return text.replace(german, english, 1) if german else text


def is_german(text: str) -> bool:
    """Whether a report has German columns."""
    return bool(_header(text))


def _header(text: str) -> str:
    lines = text[:_BEGINNING].split("\n")
    return next((line for line in lines if "Uhrzeit" in line and "Transaktionscode" in line), "")


def state_in_english(status: str) -> str:
    """Return the status of a payment; one that a report does not tell is completed."""
    word = status.casefold()
    return _STATES.get(word, word or "completed")


def impact_in_english(impact: str) -> str:
    """Return the impact on the balance."""
    word = impact.casefold()
    return _IMPACTS.get(word, word)


def kind_in_english(kind: str) -> str:
    """Return what a German type is: a transfer, refund or payment; "" for what nobody knows."""
    word = kind.casefold()
    if _MOVES.search(word):
        return "transfer"
    if _BACK.search(word):
        return "refund"
    return "payment" if "zahlung" in word else ""
