"""A headless Chromium with one page, spoken to in its own protocol (CDP)."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pyte
from support.patience import PATIENCE

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--remote-debugging-port=0", "about:blank"),
)


class Tab:
    """One page of the browser, with what it asked for, what it complained of, and what came by its socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._session: str | None = None
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.screen = pyte.Screen(1, 1)
        self._stream = pyte.ByteStream(self.screen)
        self._news = asyncio.Event()

    async def listen(self) -> None:
        """Take in what the browser says, until it is closed."""
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said)
            else:
                self._note(said["method"], said["params"])

    def _note(self, method: str, told: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.asked.append(told["url"])
        elif method == "Network.webSocketFrameReceived" and told["response"]["opcode"] == 2:
            self._stream.feed(base64.b64decode(told["response"]["payloadData"]))
        elif method == "Network.webSocketFrameSent":
            self._follow(told["response"]["payloadData"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(told["exceptionDetails"]))
        elif method == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(f"{told['entry']['text']} {told['entry'].get('url', '')}")
        elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "assert"):
            self.complaints.append(json.dumps(told["args"]))
        self._news.set()

    def _follow(self, sent: str) -> None:
        """Give our copy of the screen the size that the page told the app."""
        kind, *rest = json.loads(sent)
        if kind == "resize":
            self.screen.resize(rest[0]["height"], rest[0]["width"])

    async def do(self, method: str, **parameters: object) -> Any:
        """Have the browser do something, and return its answer."""
        number = len(self._answers) + 1 + max(self._answers, default=0)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        message = {"id": number, "method": method, "params": parameters}
        await self._socket.send_json({**message, "sessionId": self._session} if self._session else message)
        async with asyncio.timeout(PATIENCE):
            said = await answer
        assert "error" not in said, (method, said)
        return said["result"]

    async def open_page(self, *, width: int, height: int, touch: bool) -> None:
        """Open an empty page of some size."""
        target = (await self.do("Target.createTarget", url="about:blank"))["targetId"]
        attached = await self.do("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            await self.do(f"{domain}.enable")
        await self.do(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=touch,
        )
        await self.do("Page.bringToFront")
        await self.do("Emulation.setFocusEmulationEnabled", enabled=True)
        await self.do("Emulation.setTouchEmulationEnabled", enabled=touch)

    @property
    def text(self) -> str:
        """What the app draws on the page."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    async def see(self, *words: str) -> str:
        """Wait until the app shows all of `words`, and return what it shows."""
        try:
            async with asyncio.timeout(PATIENCE):
                while any(word not in self.text for word in words):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"never saw {words} on:\n{self.text}\n{self.complaints}") from None
        return self.text

    async def js(self, expression: str) -> Any:
        """What an expression is worth on the page."""
        answer = await self.do(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait until an expression holds on the page."""
        await self.js(
            f"new Promise((done) => {{ const look = () => ({expression}) ? done(true) "
            ": requestAnimationFrame(look); look(); })"
        )

    async def press(self, key: str, text: str = "") -> None:
        """Press and release one key."""
        await self.do("Input.dispatchKeyEvent", type="keyDown", key=key, text=text or key)
        await self.do("Input.dispatchKeyEvent", type="keyUp", key=key)

    async def tap(self, x: float, y: float) -> None:
        """Touch the page shortly with one finger."""
        await self.do("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        await self.do("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    async def tap_words(self, words: str) -> None:
        """Touch the app where it shows `words`."""
        row = next(number for number, line in enumerate(self.screen.display) if words in line)
        column = self.screen.display[row].index(words) + len(words) / 2
        box = await self.box(".xterm-screen")
        await self.tap(
            box["x"] + column / self.screen.columns * box["width"],
            box["y"] + (row + 0.5) / self.screen.lines * box["height"],
        )

    async def box(self, selector: str) -> dict[str, float]:
        """Where an element of the page is."""
        found = await self.js(f"JSON.stringify(document.querySelector({selector!r}).getBoundingClientRect())")
        return dict(json.loads(found))

    async def picture(self) -> bytes:
        """The page as a PNG."""
        return base64.b64decode((await self.do("Page.captureScreenshot"))["data"])

    async def colours(self) -> int:
        """How many colours the page shows."""
        data = (await self.do("Page.captureScreenshot"))["data"]
        return int(
            await self.js(
                f"""(async () => {{
                    const picture = new Image();
                    picture.src = "data:image/png;base64,{data}";
                    await picture.decode();
                    const canvas = new OffscreenCanvas(picture.width, picture.height);
                    const context = canvas.getContext("2d");
                    context.drawImage(picture, 0, 0);
                    const dots = context.getImageData(0, 0, canvas.width, canvas.height).data;
                    return new Set(new Uint32Array(dots.buffer)).size;
                }})()"""
            )
        )


@asynccontextmanager
async def chromium(*, width: int = 1280, height: int = 800, touch: bool = False) -> AsyncIterator[Tab]:
    """A new browser that knows nobody, with an empty page of some size."""
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [PROGRAM, f"--user-data-dir={profile}", *FLAGS],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        try:
            assert process.stderr is not None
            lines = iter(process.stderr.readline, "")
            address = next(line.split()[-1] for line in lines if line.startswith("DevTools listening"))
            async with (
                aiohttp.ClientSession() as client,
                client.ws_connect(address, max_msg_size=0) as socket,
            ):
                tab = Tab(socket)
                listening = asyncio.create_task(tab.listen())
                await tab.open_page(width=width, height=height, touch=touch)
                yield tab
                listening.cancel()
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
