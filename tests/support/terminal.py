"""A real terminal for the real program: a pty that the app runs in, and a screen that can be read."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte
from support.patience import PATIENCE

CAN_WHOLE_FRAMES = (b"\x1b[?2026$p", b"\x1b[?2026;2$y")  # asked by the program, and answered: it can
FRAME_BEGINS, FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "ctrl+s": "\x13",
    "ctrl+p": "\x10",
    "ctrl+z": "\x1a",
}


def environment(folder: Path, clock: str) -> dict[str, str]:
    """The variables under which the program keeps all its data in `folder` and believes `clock`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIGPLANNER")}
    return {
        **kept,
        "GIGPLANNER_DATA": str(folder),
        "GIGPLANNER_CLOCK": clock,
        "TERM": "xterm-256color",
        "TEXTUAL_ANIMATIONS": "none",
        "LANG": "C.UTF-8",
    }


def command(folder: Path, clock: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `gigplanner WORDS` to its end, as from another terminal."""
    return subprocess.run(
        [sys.executable, "-m", "gigplanner", *words],
        env=environment(folder, clock),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


SHELL = ("sh", "-c", 'set -m; "$@"; echo "it is put aside"; fg; echo "it is over"', "sh")


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """The app, running in a pty of some size; `in_shell` as a job of a shell that brings it back at once."""

    def __init__(
        self,
        folder: Path,
        clock: str,
        *words: str,
        columns: int = 120,
        rows: int = 36,
        in_shell: bool = False,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._leader, follower = pty.openpty()
        self._set_size(columns, rows)
        self.process = subprocess.Popen(
            [*(SHELL if in_shell else ()), sys.executable, "-m", "gigplanner", *words],
            env=environment(folder, clock),
            stdin=follower,
            stdout=follower,
            stderr=follower,
            start_new_session=True,
            preexec_fn=_take_terminal if in_shell else None,
        )
        os.close(follower)
        self.raw = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        os.close(self._leader)

    @property
    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def type(self, words: str) -> None:
        """Type words, letter by letter as a person's keyboard sends them."""
        for letter in words:
            os.write(self._leader, letter.encode())
            self._read(0.005)

    def send(self, data: bytes) -> None:
        """Send bytes as they are, text or not."""
        os.write(self._leader, data)
        self._read(0.1)

    def press(self, *keys: str) -> None:
        """Press keys by name."""
        for key in keys:
            os.write(self._leader, KEYS.get(key, key).encode())
            self._read(0.1)

    def click(self, words: str) -> None:
        """Press and release the mouse on `words`, as soon as they are on the screen."""
        self.see(words)
        rows = self.screen.display
        row = next(index for index, line in enumerate(rows) if words in line)
        at = f"{rows[row].index(words) + len(words) // 2 + 1};{row + 1}"
        self.send(f"\x1b[<0;{at}M\x1b[<0;{at}m".encode())

    def pause_and_continue(self, noise: str) -> None:
        """Stop the program as a debugger does, let another one write over its screen, and let it go on."""
        self.process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WNOWAIT)
        self._stream.feed(f"\x1b[H{noise}".encode())
        assert noise in self.text
        self.process.send_signal(signal.SIGCONT)

    def see(self, *words: str) -> str:
        """Wait until the screen shows all of `words`, and return what it shows."""
        give_up = time.monotonic() + PATIENCE
        while missing := [word for word in words if word not in self.text]:
            assert time.monotonic() < give_up, f"never saw {missing} on:\n{self.text}"
            self._read(0.2)
        return self.text

    def see_written(self, words: bytes, *, after: bytes = b"") -> None:
        """Wait until `words` have been written, if only for a moment, and if given `after` others."""
        give_up = time.monotonic() + PATIENCE
        while words not in self.raw[self.raw.find(after) :]:
            assert time.monotonic() < give_up, f"never wrote {words!r}, but:\n{self.text}"
            self._read(0.2)

    def welcome(self) -> None:
        """Leave the questions of a first start, and be welcomed."""
        self.see("What are you paid in?")
        self.press("escape")
        self.see("Import files")

    def see_gone(self, *words: str) -> None:
        """Wait until the screen shows none of `words`."""
        give_up = time.monotonic() + PATIENCE
        while there := [word for word in words if word in self.text]:
            assert time.monotonic() < give_up, f"still there {there} on:\n{self.text}"
            self._read(0.2)

    def frames(self) -> Iterator[str]:
        """What the screen shows after each of the program's paintings from now on, never half painted."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            before = len(self.raw)
            self._read(0.05)
            is_whole = self.raw.count(FRAME_BEGINS) == self.raw.count(FRAME_ENDS)
            if len(self.raw) != before and is_whole:
                yield self.text

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, as a window does."""
        self._set_size(columns, rows)
        self.process.send_signal(signal.SIGWINCH)
        self._read(0.2)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._leader, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def kill(self) -> None:
        """End the program as a crash of the machine would: at once, and without asking."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)

    def wait(self) -> int:
        """Wait until the program has ended by itself, and return its exit status."""
        give_up = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < give_up, f"still running:\n{self.text}"
            self._read(0.1)
        return self.process.returncode

    def _read(self, seconds: float) -> None:
        """Take in what the program writes, until it is quiet for `seconds`."""
        while select.select([self._leader], [], [], seconds)[0]:
            try:
                data = os.read(self._leader, 65536)
            except OSError:  # the program has closed its terminal
                return
            if not data:
                return
            self.raw += data
            self._stream.feed(data)
            if CAN_WHOLE_FRAMES[0] in data:
                os.write(self._leader, CAN_WHOLE_FRAMES[1])
            if len(data) < 65536:
                seconds = min(seconds, 0.05)
