"""Textual's driver for a terminal, made to put up with input that is no text.

Textual's own ends the app at the first byte that is not UTF-8 (Textualize/textual#6456): one é of a Latin-1
terminal or paste. Here such a byte reads as U+FFFD, and an escape sequence that cannot be read is left out.
"""

from __future__ import annotations

import os
import selectors
from codecs import getincrementaldecoder
from collections.abc import Iterator

from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

LOOK_SECONDS = 0.1  # between two looks at whether the app is leaving
READ_BYTES = 4096


class InputReader:
    """Makes messages of whatever bytes a terminal sends."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")(errors="replace")
        self._parser = XTermParser()

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield what `data` completes; without any, what has waited too long for its rest."""
        text = self._decoder.decode(data)
        try:
            if text:
                yield from self._parser.feed(text)
            yield from self._parser.tick()
        except (ValueError, OverflowError, StopIteration, ParseError):  # what no terminal should send
            self._parser = XTermParser()


class SturdyDriver(LinuxDriver):
    """Reads the terminal until the app leaves, and takes it back after a stop.

    After SIGSTOP and SIGCONT Textual's own starts a second reader beside the first, each with half of the
    keys, and leaves on the screen what the shell wrote meanwhile.
    """

    @property
    def can_suspend(self) -> bool:
        """Whether a shell may bring the app back: above the first process of a session there is none."""
        return os.getsid(0) != os.getpid()

    def _sigcont_application(self, *_: object) -> None:
        """Come back: with one reader, in a terminal set anew, and with everything drawn again."""
        if not self._auto_restart:
            return
        if self._key_thread is not None and self._key_thread.is_alive():
            self.suspend_application_mode()
        self._must_signal_resume = True
        self.resume_application_mode()

    def run_input_thread(self) -> None:
        """Wait for input and pass on what it says."""
        reader = InputReader()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                data = b""
                if selector.select(LOOK_SECONDS):
                    data = os.read(self.fileno, READ_BYTES)
                    if not data:
                        raise EOFError("the terminal is gone")
                for message in reader.feed(data):
                    self.process_message(message)
