"""What the page may say to the app, and how much of it."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

LARGEST = (500, 200)  # columns and rows: a larger screen took gigabytes
USUAL = (80, 24)
UNIT_BYTES = 64  # of a message that count as one more message


class Typed(msgspec.Struct, frozen=True, array_like=True, tag="stdin"):
    """Keys, clicks and pastes, as a terminal sends them."""

    text: str


class Room(msgspec.Struct, frozen=True):
    """The cells that fit on the page."""

    width: int
    height: int


class Resized(msgspec.Struct, frozen=True, array_like=True, tag="resize"):
    """The page has another size."""

    room: Room


class Ping(msgspec.Struct, frozen=True, array_like=True, tag="ping"):
    """The page asks whether somebody is there."""

    said: str


class Focused(msgspec.Struct, frozen=True, array_like=True, tag="focus"):
    """The person looks at the page."""


class Blurred(msgspec.Struct, frozen=True, array_like=True, tag="blur"):
    """The person looks elsewhere."""


Message = Typed | Resized | Ping | Focused | Blurred
_decoder: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)


def read_message(text: str) -> Message | None:
    """Return what the page said; None for anything that our page does not say."""
    try:
        return _decoder.decode(text)
    except (ValueError, RecursionError):
        return None


def fitting(width: int, height: int) -> tuple[int, int]:
    """Return columns and rows within what the app can draw."""
    return min(max(width, 1), LARGEST[0]), min(max(height, 1), LARGEST[1])


def asked_room(width: str, height: str) -> tuple[int, int]:
    """Return columns and rows from the words of an address; a usual terminal's if they are no numbers."""
    if not (width.isascii() and height.isascii() and width.isdigit() and height.isdigit()):
        return USUAL
    return fitting(int(width[:6]), int(height[:6]))


@dataclass
class Pace:
    """Lets a burst pass at once, and then so many messages a second: nobody types or points faster.

    What comes faster waits in the browser, instead of in the app's memory.
    """

    now: float  # seconds on a clock that never goes back
    a_second: float = 200
    burst: float = 1200  # more than the largest paste counts for
    _left: float = 0

    def __post_init__(self) -> None:
        self._left = self.burst

    def wait_after(self, size: int, now: float) -> float:
        """Count a message of `size` bytes; return the seconds to wait before the next is read."""
        self._left = min(self.burst, self._left + (now - self.now) * self.a_second)
        self.now = now
        self._left -= 1 + size / UNIT_BYTES
        return max(0.0, -self._left / self.a_second)
