"""Where a shift stands between two events, and what may happen next.

`started`, `waiting`, `delivered` and `resumed` leave the person waiting for an order; `order` puts them on
one (a second order stacks, each is delivered on its own); `break` and `stopped` speak for themselves. A
filler is worked while waiting: it takes none of the waiting away, and an order ends it. Several platforms may
be online at once: they share one wait.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.records import ShiftEvent, ShiftEventKind

ShiftState = Literal["off", "waiting", "order", "break"]

LEADS_TO: dict[ShiftEventKind, ShiftState] = {
    "started": "waiting",
    "waiting": "waiting",
    "order": "order",
    "delivered": "waiting",
    "break": "break",
    "resumed": "waiting",
    "stopped": "off",
}
FILLER_KINDS: frozenset[ShiftEventKind] = frozenset({"filler_started", "filler_done", "filler_interrupted"})
_BESIDE: frozenset[ShiftEventKind] = frozenset({"online", "offline", "declined"})  # change no state
_MOVES: dict[ShiftState, frozenset[ShiftEventKind]] = {
    "off": frozenset({"started"}),
    "waiting": frozenset({"waiting", "order", "break", "stopped"}),
    "order": frozenset({"order", "delivered", "waiting", "break", "stopped"}),
    "break": frozenset({"resumed", "waiting", "order", "stopped"}),
}
_NOW: dict[ShiftState, str] = {
    "waiting": "You are waiting for an order",
    "order": "You are on an order",
    "break": "You are on a break",
}


class Standing(Struct, frozen=True, kw_only=True):
    """Where a shift stands after some of its events."""

    state: ShiftState = "off"
    orders: tuple[ShiftEvent, ...] = ()  # accepted and not delivered, the oldest first
    filler: ShiftEvent | None = None  # the start of the one that is being worked
    platforms: tuple[ShiftEvent, ...] = ()  # what brought each platform online, in that order
    over: bool = False

    @property
    def online(self) -> tuple[str, ...]:
        """The names of the platforms that orders can come from."""
        return tuple(event.platform for event in self.platforms)

    def delivers(self, platform: str) -> ShiftEvent | None:
        """The open order that a delivery for `platform` means: the oldest of it, else the oldest of all."""
        for order in self.orders:
            if order.platform == platform:
                return order
        return self.orders[0] if self.orders else None

    def after(self, event: ShiftEvent) -> Standing:
        """Return where the shift stands after `event`; what cannot be changes nothing it should not.

        What follows the stop counts for nothing, and so does a filler that starts while on an order.
        """
        kind = event.kind
        if self.over and kind != "started":
            return self
        if kind in FILLER_KINDS:
            starts = kind == "filler_started" and self.state == "waiting"
            return replace(self, filler=event if starts else None)
        if kind in _BESIDE:
            platforms = self._platforms_after(event)
            return self if platforms is self.platforms else replace(self, platforms=platforms)
        orders = self._orders_after(event)
        state = LEADS_TO[kind]
        if kind in ("delivered", "resumed") and orders:
            state = "order"
        return Standing(
            state=state,
            orders=orders,
            filler=self.filler if state == "waiting" else None,
            platforms=self._platforms_after(event),
            over=kind == "stopped",
        )

    def _orders_after(self, event: ShiftEvent) -> tuple[ShiftEvent, ...]:
        if event.kind == "order":
            return (*self.orders, event)
        if event.kind == "delivered":
            done = self.delivers(event.platform)
            return tuple(order for order in self.orders if order is not done)
        return () if event.kind in ("started", "waiting", "stopped") else self.orders

    def _platforms_after(self, event: ShiftEvent) -> tuple[ShiftEvent, ...]:
        if event.kind == "stopped":
            return ()
        if event.kind == "offline":
            return tuple(one for one in self.platforms if one.platform != event.platform)
        # an order from a platform shows that it was online
        comes = event.kind in ("started", "online", "order") and event.platform
        if not comes or event.platform in self.online:
            return self.platforms
        return (*self.platforms, event)

    def refusal(self, kind: ShiftEventKind, platform: str = "") -> str:
        """Return why an event of `kind` does not fit here, then what to do instead; "" if it does."""
        if not self._allows(kind):
            return self._refusal_of_state(kind)
        if kind == "filler_started" and self.filler:
            return "A task is being worked already: finish it or put it down first."
        if kind in ("filler_done", "filler_interrupted") and not self.filler:
            return "No task is being worked in this wait: start one first."
        if kind == "delivered" and platform and platform not in {order.platform for order in self.orders}:
            names = ", ".join(dict.fromkeys(order.platform or "no platform" for order in self.orders))
            return f"No order of {platform} is open, only of {names}."
        if kind in ("online", "offline"):
            return self._platform_refusal(kind, platform)
        return ""

    def _allows(self, kind: ShiftEventKind) -> bool:
        if kind in FILLER_KINDS:
            return self.state == "waiting"
        return kind in _MOVES[self.state] or (kind in _BESIDE and self.state != "off")

    def _refusal_of_state(self, kind: ShiftEventKind) -> str:
        if self.state == "off":
            return "No shift is running: start one first."
        if kind == "started":
            return "A shift is running already: stop it first."
        if kind in FILLER_KINDS:
            return f"{_NOW[self.state]}: tasks are worked in the waits between orders."
        if kind == "delivered" and self.orders:
            return "You are on a break: resume first."
        return {
            "break": "You are on a break already.",
            "resumed": f"{_NOW[self.state]}: there is no break to end.",
            "delivered": "No order is open: accept one first.",
        }[kind]

    def _platform_refusal(self, kind: ShiftEventKind, platform: str) -> str:
        if not platform:
            return f"Which platform goes {kind}? Name it."
        if kind == "online" and platform in self.online:
            return f"{platform} is online already."
        if kind == "offline" and platform not in self.online:
            return f"{platform} is not online."
        if kind == "offline" and any(order.platform == platform for order in self.orders):
            return f"An order of {platform} is open: deliver it first."
        if kind == "offline" and len(self.platforms) == 1:
            return f"{platform} is the only platform online: take a break or stop the shift instead."
        return ""
