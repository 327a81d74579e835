"""Who may come in: whoever shows the token, under an address of this machine, from our own page."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def new_token() -> str:
    """Return a secret that nobody guesses: 256 bits, as text for an address."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Decides by what a request says of itself. All answers for a missing header are no."""

    token: str = field(repr=False)
    hosts: frozenset[str] = LOOPBACK  # the names under which a browser may know us
    any_address: bool = False  # and every bare IP address, for a server that listens on all of them

    def opens(self, offered: str | None) -> bool:
        """Whether `offered` is the token; takes as long for one wrong letter as for many."""
        return hmac.compare_digest((offered or "").encode("utf-8", "replace"), self.token.encode())

    def knows(self, host: str | None) -> bool:
        """Whether a Host header names this machine.

        A page elsewhere whose name was made to point here (DNS rebinding) still carries that name. The port
        is left out: at the other end of a tunnel it is another, and the Origin is compared with it anyway.
        """
        name = _host_name(host)
        if name is None:
            return False
        return name in self.hosts or (self.any_address and _is_address(name))

    def is_own_page(self, origin: str | None, host: str | None) -> bool:
        """Whether a socket is opened by a page from here: browsers let every page connect to any address."""
        return host is not None and origin == f"http://{host}" and self.knows(host)


def is_loopback(address: str) -> bool:
    """Whether an address is reached from this machine alone."""
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _host_name(host: str | None) -> str | None:
    try:
        parts = urlsplit(f"//{host or ''}")
        parts.port  # noqa: B018 (raises for what is no port)
    except ValueError:
        return None
    return parts.hostname if parts.netloc == host and "@" not in parts.netloc else None
