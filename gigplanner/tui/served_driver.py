"""Textual's driver for a browser, made to put up with any input and to leave with its server.

Textual's own stops reading at the first escape sequence that it cannot read, and goes on running, with the
planbook open, when the server was killed.
"""

from __future__ import annotations

import asyncio
import json
import os
import selectors
import sys
import threading

from textual import messages
from textual.drivers._byte_stream import ByteStream
from textual.drivers.web_driver import WebDriver

from gigplanner.tui.driver import LOOK_SECONDS, READ_BYTES, InputReader

LAST_RESORT = 5.0  # seconds that leaving may take once nobody is there to see it
SERVER_GONE = 1  # the exit status then


class ServedDriver(WebDriver):
    """Reads what the server sends until it is gone or the app leaves."""

    def write(self, data: str) -> None:
        """Write a picture."""
        self._write_packet(b"D", data.encode("utf-8", "replace"))

    def write_meta(self, data: dict[str, object]) -> None:
        """Write what is no picture."""
        self._write_packet(b"M", json.dumps(data).encode())

    def run_input_thread(self) -> None:
        """Wait for what the server sends, and leave when it sends no more."""
        packets, reader = ByteStream(), InputReader()
        assert sys.__stdin__ is not None
        fileno = sys.__stdin__.fileno()
        with selectors.SelectSelector() as selector:
            selector.register(fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = b""
                if selector.select(LOOK_SECONDS):
                    data = os.read(fileno, READ_BYTES)
                    if not data:
                        self._leave()
                        return
                for kind, payload in packets.feed(data) if data else ():
                    if kind == "D":
                        self._type(reader, payload)
                    else:
                        self._on_meta(kind, payload)
                self._type(reader, b"")

    def _type(self, reader: InputReader, data: bytes) -> None:
        for message in reader.feed(data):
            self.process_message(message)

    def _leave(self) -> None:
        timer = threading.Timer(LAST_RESORT, lambda: os._exit(SERVER_GONE))
        timer.daemon = True
        timer.start()
        asyncio.run_coroutine_threadsafe(self._app._post_message(messages.ExitApp()), self._loop)

    def _write_packet(self, kind: bytes, payload: bytes) -> None:
        rest = memoryview(kind + len(payload).to_bytes(4, "big") + payload)
        try:
            while rest:
                rest = rest[os.write(self.fileno, rest) :]
        except BrokenPipeError:
            return  # nobody looks; the end of the input says the same to the thread that reads it
