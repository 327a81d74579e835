"""Distances as arguments: `4.1`, `4.1mi`, `10 km`."""

from __future__ import annotations

import re
from decimal import Decimal

from gigplanner.workday.quickparts import NUMBER, read_miles


def distance(text: str) -> Decimal:
    """Return the miles that `text` says. Raises BadInput."""
    match = re.fullmatch(rf"({NUMBER})\s?(?:mi|miles?|(km))?", text.strip(), re.IGNORECASE)
    return read_miles(match[1], kilometres=match[2] is not None) if match else read_miles(text)
