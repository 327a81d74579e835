"""One app process behind one page, speaking the packets of Textual's web driver."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress

from gigplanner.cli.opening import SERVED_DRIVER, WANTS_DEMO

LEAVE_SECONDS = 4.0  # for the app to end by itself: two for what is not yet saved, and as much again
READY = b"__GANGLION__\n"  # the line after which the driver writes packets
PICTURE = b"D"


class ServedApp:
    """Runs gigplanner for a page, and ends it within a bounded time whatever it does.

    Of what the app says only its pictures are passed on: it hands out no files and opens no pages.
    """

    def __init__(
        self,
        *,
        options: Sequence[str],
        show: Callable[[bytes], Awaitable[None]],
        patience: float = LEAVE_SECONDS,
    ) -> None:
        """`options` go before the command, as in `gigplanner --data DIR`; `show` brings bytes to the page."""
        self._options = options
        self._show = show
        self._patience = patience
        self._process: Process | None = None
        self._room = (80, 24)
        self._leaving = False
        self._page_is_there = True

    async def run(self, room: tuple[int, int]) -> None:
        """Pass on what the app draws until it ends; where it asks for the demo, the demo takes its place."""
        self._room = room
        if await self._run_command() == WANTS_DEMO:
            await self._run_command("demo")

    async def type(self, text: str) -> None:
        """Send what a terminal would send for keys, clicks and pastes."""
        await self._send(PICTURE, text.encode("utf-8", "replace"))

    async def resize(self, room: tuple[int, int]) -> None:
        """Tell the app the columns and rows it has."""
        self._room = room
        await self._tell(type="resize", width=room[0], height=room[1])

    async def focus(self, is_looked_at: bool) -> None:
        """Tell the app whether the person looks at it."""
        await self._tell(type="focus" if is_looked_at else "blur")

    async def stop(self) -> None:
        """Ask the app to leave, and end it if it has not left in time."""
        self._leaving = True
        self._page_is_there = False
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(self._patience):
                await self._tell(type="quit")
                await process.wait()
        if process.returncode is None:
            process.kill()

    async def _run_command(self, *words: str) -> int:
        if self._leaving:
            return 0
        columns, rows = self._room
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "gigplanner", *self._options, *words),
            stdin=PIPE,
            stdout=PIPE,
            env={
                **os.environ,
                "TEXTUAL_DRIVER": SERVED_DRIVER,
                "TEXTUAL_COLOR_SYSTEM": "truecolor",
                "COLUMNS": str(columns),
                "ROWS": str(rows),
            },
            start_new_session=True,  # Ctrl+C is for the server, which ends the apps in order
        )
        self._process = process
        if self._leaving:  # the page was closed before there was anything to stop
            process.kill()
        assert process.stdout is not None
        await self._draw(process.stdout)
        return await process.wait()

    async def _draw(self, stdout: asyncio.StreamReader) -> None:
        while (line := await stdout.readline()) != READY:
            if not line:
                return
        with suppress(asyncio.IncompleteReadError):
            while True:
                head = await stdout.readexactly(5)
                payload = await stdout.readexactly(int.from_bytes(head[1:], "big"))
                if head[:1] == PICTURE and self._page_is_there:
                    await self._pass_on(payload)

    async def _pass_on(self, picture: bytes) -> None:
        try:
            await self._show(picture)
        except ConnectionError:
            self._page_is_there = False  # the app is read to its end all the same: a full pipe would hold it

    async def _tell(self, **said: str | int) -> None:
        await self._send(b"M", json.dumps(said).encode())

    async def _send(self, kind: bytes, payload: bytes) -> None:
        if self._process is None or self._process.stdin is None:
            return
        with suppress(ConnectionError):  # it has ended; its last picture says so
            self._process.stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
            await self._process.stdin.drain()
