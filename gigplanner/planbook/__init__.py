"""The planbook on disk: TinyDB files written atomically under a lock, a journal that makes actions whole."""

from gigplanner.planbook.book import Planbook, Transaction
from gigplanner.planbook.errors import DamagedFile, NewerFormat, NotSaved, PlanbookBusy, PlanbookError, Unsure
from gigplanner.planbook.journal import HistoryItem

__all__ = [
    "DamagedFile",
    "HistoryItem",
    "NewerFormat",
    "NotSaved",
    "Planbook",
    "PlanbookBusy",
    "PlanbookError",
    "Transaction",
    "Unsure",
]
