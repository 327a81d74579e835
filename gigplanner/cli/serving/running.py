"""From the address that a person names to a server that listens there until it is stopped."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable

from aiohttp import web

from gigplanner.cli.serving.gate import is_loopback
from gigplanner.cli.serving.server import AppServer
from gigplanner.model.errors import GigError
from gigplanner.model.text import quoted

EVERYWHERE = frozenset({"0.0.0.0", "::"})
LAST_REQUESTS_SECONDS = 1.0


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at `host` and `port` (0: one that is free). Raises GigError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise GigError(
            f"Cannot listen at {quoted(host)}, port {port}: {why}. Name others with --host and --port."
        ) from error


def is_private(listener: socket.socket) -> bool:
    """Whether only this machine reaches the listener."""
    return is_loopback(listener.getsockname()[0])


def listens_everywhere(listener: socket.socket) -> bool:
    """Whether the listener answers on every address of this machine."""
    return listener.getsockname()[0] in EVERYWHERE


def address_for_others(listener: socket.socket, host: str) -> str:
    """Return the name or address under which a browser finds the listener."""
    name = _own_address(listener.family) if listens_everywhere(listener) else host
    return f"[{name}]" if ":" in name else name


def _own_address(family: int) -> str:
    """Return the address of this machine towards its network; nothing is sent to find it."""
    outside, here = ("2001:db8::1", "::1") if family == socket.AF_INET6 else ("192.0.2.1", "127.0.0.1")
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((outside, 9))
        except OSError:
            return here
        return str(probe.getsockname()[0])


async def serve_until_stopped(server: AppServer, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve, call `ready` once pages can be loaded, and end every app when a signal says so."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        loop.add_signal_handler(getattr(signal, name), stopped.set)
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=LAST_REQUESTS_SECONDS)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        ready()
        await stopped.wait()
    finally:
        await runner.cleanup()
