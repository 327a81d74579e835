"""Record ids: sortable by the time they were made, unique without asking anybody."""

from __future__ import annotations

from datetime import datetime

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case: no i, l, o, u
_RANDOM_BITS = 35


def make_id(now: datetime, randomness: int) -> str:
    """Return a 17-character id: 50 bits of milliseconds since 1970, then 35 random bits."""
    milliseconds = int(now.timestamp() * 1000)
    number = (milliseconds << _RANDOM_BITS) | (randomness & ((1 << _RANDOM_BITS) - 1))
    digits = []
    for _ in range(17):
        number, rest = divmod(number, 32)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))
