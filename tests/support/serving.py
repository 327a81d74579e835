"""`gigplanner serve` as a process, and what a browser says to it, said by hand."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import aiohttp
import pyte
from support.patience import PATIENCE
from support.terminal import environment

CLOCK = "2026-11-22T14:14:00+00:00"


class Serving:
    """A server of the app on one planbook, at a free port of the loopback."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gigplanner", "serve", "--port", "0", *options],
            env=environment(folder, CLOCK),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        self.base, _, self.token = self.address.partition("/?token=")
        self.port = int(self.base.rpartition(":")[2])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.communicate(timeout=PATIENCE)

    @property
    def cookie(self) -> dict[str, str]:
        """What the browser keeps once it has opened the printed address."""
        return {"Cookie": f"gigplanner-{self.port}={self.token}"}

    def apps(self) -> list[int]:
        """The app processes that run for its pages now."""
        return children(self.process.pid)

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[aiohttp.ClientSession]:
        """Somebody who has the token."""
        async with aiohttp.ClientSession(headers=self.cookie) as session:
            yield session

    @asynccontextmanager
    async def page(self, columns: int = 80, rows: int = 24) -> AsyncIterator[Page]:
        """A page with the app in it."""
        async with (
            self.browser() as session,
            session.ws_connect(f"{self.base}/ws?width={columns}&height={rows}", origin=self.base) as socket,
        ):
            yield Page(socket, columns, rows)


class Page:
    """The app as a page sees it."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, columns: int, rows: int) -> None:
        self.socket = socket
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def say(self, *envelope: object) -> None:
        """Send one message as the page does."""
        await self.socket.send_json(envelope)

    async def see(self, *words: str) -> None:
        """Wait until the screen shows all of `words`."""
        await self._until(lambda: all(word in self.text for word in words), f"to see {words}")

    async def welcome(self) -> None:
        """Leave the questions of a first start, which are asked only once, and be welcomed."""
        asked, welcomed = "What are you paid in?", "Import files"
        await self._until(lambda: asked in self.text or welcomed in self.text, "a question or the welcome")
        if asked in self.text:
            await self.say("stdin", "\x1b")
        await self.see(welcomed)

    async def see_gone(self, words: str) -> None:
        """Wait until the screen does not show `words`."""
        await self._until(lambda: words not in self.text, f"{words} to go")

    async def _until(self, holds: Callable[[], bool], wanted: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while not holds():
                received = await self.socket.receive()
                assert received.type is aiohttp.WSMsgType.BINARY, f"waited for {wanted} on:\n{self.text}"
                self._stream.feed(received.data)

    async def closing_code(self) -> int | None:
        """Wait until the server ends the connection."""
        async with asyncio.timeout(PATIENCE):
            while (await self.socket.receive()).type is aiohttp.WSMsgType.BINARY:
                pass
        return self.socket.close_code


def children(parent: int) -> list[int]:
    """The processes that a process has started and that still run."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat=,comm="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split() for line in listed.splitlines())
    return [
        int(pid)
        for pid, above, state, name, *_ in rows
        if int(above) == parent and not state.startswith("Z") and name != "ps"
    ]


def is_running(process: int) -> bool:
    """Whether a process that is none of ours is still there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def eventually(condition: Callable[[], bool], what: str) -> None:
    """Wait until `condition()` holds."""
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up, f"never: {what}"
        await asyncio.sleep(0.05)
