"""The web server: one page, its parts, and a socket to an app process for each page."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import textual_serve
from aiohttp import WSMsgType, web

from gigplanner.cli.serving.gate import Gate
from gigplanner.cli.serving.messages import (
    Blurred,
    Focused,
    Message,
    Pace,
    Ping,
    Resized,
    Typed,
    asked_room,
    fitting,
    read_message,
)
from gigplanner.cli.serving.served_app import ServedApp

OWN_PAGE = Path(__file__).parent / "page"
XTERM = Path(textual_serve.__file__).parent / "static"
HANG_UP_SECONDS = 1.0  # for the page to answer when it is told that this is the end

ENTERING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>gigplanner</title>
<link rel="icon" href="data:,"><meta http-equiv="refresh" content="0;url=/"><p><a href="/">gigplanner</a>"""

SAFETY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"  # xterm.js writes styles of its own into the page
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much is served at once, and for how long without a sign of life."""

    sessions: int = 4
    message_bytes: int = 64 * 1024
    heartbeat: float = 15.0  # seconds between two questions whether the page is still there
    idle: float = 12 * 3600.0  # seconds without a key, a click or a change of size


class AppServer:
    """Serves the app to whom the gate lets in."""

    def __init__(
        self, gate: Gate, *, options: Sequence[str], port: int, limits: Limits | None = None
    ) -> None:
        """`options` go before the command of each app process; `port` keeps two servers' cookies apart."""
        self._gate = gate
        self._options = options
        self._limits = limits or Limits()
        self._cookie = f"gigplanner-{port}"
        self._sessions: set[asyncio.Task[None]] = set()
        self._is_closing = False

    def application(self) -> web.Application:
        """Return what aiohttp serves."""
        app = web.Application(middlewares=[self._guard])
        app.on_response_prepare.append(_add_safety)
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/ws", self._socket),
                web.static("/page", OWN_PAGE),
                web.static("/static", XTERM),
            ]
        )
        app.on_shutdown.append(self._close)
        return app

    # --- who comes in ------------------------------------------------------------------------------------

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self._gate.knows(request.headers.get("Host")):
            raise web.HTTPForbidden(text="This is not an address of gigplanner serve.")
        if request.path == "/" and "token" in request.query:
            return self._enter(request.query["token"])
        if not self._gate.opens(request.cookies.get(self._cookie)):
            raise web.HTTPUnauthorized(text="Open the address that gigplanner serve printed, token included.")
        return await handler(request)

    def _enter(self, token: str) -> web.Response:
        """Move the token from the address into a cookie that no script and no other site can use.

        The page goes on to itself rather than redirecting: a browser that came from another site would not
        send the cookie along with a redirect.
        """
        if not self._gate.opens(token):
            raise web.HTTPUnauthorized(text="The token is wrong: each gigplanner serve prints a new one.")
        response = web.Response(text=ENTERING, content_type="text/html")
        response.set_cookie(self._cookie, token, path="/", httponly=True, samesite="Strict")
        return response

    # --- what they get -----------------------------------------------------------------------------------

    async def _page(self, request: web.Request) -> web.StreamResponse:
        self._need_room()
        return web.FileResponse(OWN_PAGE / "index.html")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if not self._gate.is_own_page(request.headers.get("Origin"), request.headers.get("Host")):
            raise web.HTTPForbidden(text="Only the page of gigplanner serve itself may connect.")
        self._need_room()
        task = asyncio.current_task()
        assert task is not None
        self._sessions.add(task)
        try:
            return await self._serve_app(request)
        finally:
            self._sessions.discard(task)

    def _need_room(self) -> None:
        if self._is_closing or len(self._sessions) >= self._limits.sessions:
            sentence = f"{self._limits.sessions} pages are open already: close one, and load this one again."
            raise web.HTTPServiceUnavailable(text=sentence, headers={"Retry-After": "5"})

    async def _serve_app(self, request: web.Request) -> web.WebSocketResponse:
        limits = self._limits
        socket = web.WebSocketResponse(
            heartbeat=limits.heartbeat, max_msg_size=limits.message_bytes, timeout=HANG_UP_SECONDS
        )
        await socket.prepare(request)
        app = ServedApp(options=self._options, show=socket.send_bytes)
        room = asked_room(request.query.get("width", ""), request.query.get("height", ""))
        drawing = asyncio.create_task(app.run(room))
        listening = asyncio.create_task(self._listen(socket, app))
        try:
            await asyncio.wait({drawing, listening}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            listening.cancel()
            await _hang_up(socket, request.transport)
            await app.stop()
            await asyncio.wait({drawing, listening})
        return socket

    async def _listen(self, socket: web.WebSocketResponse, app: ServedApp) -> None:
        clock = asyncio.get_running_loop().time
        pace = Pace(clock())
        while True:
            try:
                received = await socket.receive(timeout=self._limits.idle)
            except TimeoutError:
                return
            if received.type is not WSMsgType.TEXT and received.type is not WSMsgType.BINARY:
                return
            size = len(received.data)
            message = read_message(received.data) if received.type is WSMsgType.TEXT else None
            if message is not None:
                await _hand_over(message, socket, app)
            await asyncio.sleep(pace.wait_after(size, clock()))

    async def _close(self, _app: web.Application) -> None:
        """End every session, all at once."""
        self._is_closing = True
        for task in self._sessions:
            task.cancel()
        if self._sessions:
            await asyncio.wait(self._sessions)


async def _hand_over(message: Message, socket: web.WebSocketResponse, app: ServedApp) -> None:
    match message:
        case Typed(text):
            await app.type(text)
        case Resized(room):
            await app.resize(fitting(room.width, room.height))
        case Focused() | Blurred():
            await app.focus(isinstance(message, Focused))
        case Ping(said):
            with suppress(ConnectionError):
                await socket.send_json(["pong", said])


async def _hang_up(socket: web.WebSocketResponse, transport: asyncio.BaseTransport | None) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(HANG_UP_SECONDS):
            await socket.close()
    if isinstance(transport, asyncio.Transport):
        transport.abort()  # a page that reads nothing would hold what is still to be written


async def _add_safety(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(SAFETY)
