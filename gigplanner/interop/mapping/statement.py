"""What a bank's statement means for gig work: payouts of platforms, and money that is no income."""

from __future__ import annotations

import re

from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.mapping.entries import Entry
from gigplanner.model import Money
from gigplanner.model.catalogue import Catalogue

_OWN_MONEY = re.compile(
    r"\b(?:transfer (?:to|from)|internal transfer|own account|savings|autopay|card payment thank you|"
    r"payment thank you|card pymt|standing order to|umbuchung|eigenüberweisung|virement interne|traspaso)\b",
    re.IGNORECASE,
)
_GIVEN_BACK = re.compile(
    r"\b(?:refund(?:ed)?|reversal|cash ?back|return(?:ed)?|chargeback|erstattung|gutschrift kartenzahlung|"
    r"remboursement|reembolso|devolución)\b",
    re.IGNORECASE,
)
# those who pass on what others paid: their deposits are looked up among what they themselves exported
_CHANNELS = re.compile(r"\b(?:paypal|stripe)\b", re.IGNORECASE)
_TRANSFER = LeftOut("transfer", "transfers", "money that stays yours")
_REFUND = LeftOut("refund", "refunds", "take it off the expense that it gives back")
_NOBODY = LeftOut("deposit", "deposits", "no platform is named in it, so it may be no income from gigs")


class Statement:
    """Tells what each line is. `platform` is the one whose deposits all of them are, if it was said."""

    def __init__(self, catalogue: Catalogue, platform: str) -> None:
        self._finder = PlatformFinder(catalogue)
        self._platform = platform

    def why_not(self, amount: Money, entry: Entry) -> LeftOut | None:
        """Return why a line is nothing to keep; None if it is money earned, or spent."""
        if _OWN_MONEY.search(entry.text) and not self.platform_in(entry):
            return _TRANSFER
        if amount.minor <= 0:
            return None
        if _GIVEN_BACK.search(entry.text):
            return _REFUND
        return None if self.platform_in(entry) or _CHANNELS.search(entry.text) else _NOBODY

    def platform_in(self, entry: Entry) -> str:
        """Return the platform whose money it is; "" if the line names none."""
        if entry.platform:
            return entry.platform
        named = self._finder.first(entry.title, entry.note)
        return named.name if named else self._platform
