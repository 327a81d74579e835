"""How long until the first frame: the app on its demo planbook beside a bare Textual app, in the same run.

Run `python tests/bench/startup.py [RUNS]`. Both start in a real terminal of 120×36, in turn; time runs from
the start of the process until the words that only the drawn screen holds have come out. The bar is a ratio of
at most 2.
"""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

if sys.platform != "win32":
    import fcntl

BARE = """
from textual.app import App
from textual.widgets import Static
class Bare(App):
    def compose(self):
        yield Static("a bare frame")
Bare().run()
"""
CLOCK = "2026-11-22T08:14:00-06:00"


def first_frame(command: list[str], marker: bytes, environment: dict[str, str]) -> float:
    """Return the seconds from the start of `command` until its terminal has shown `marker`."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
        cwd=environment["HOME"],  # not the source tree: what is timed is what pip installed, compiled
        start_new_session=True,
    )
    os.close(follower)
    seen = b""
    try:
        while marker not in seen:
            if not select.select([leader], [], [], 20)[0]:
                raise TimeoutError(f"{command[0]} did not draw {marker!r}: {seen[-300:]!r}")
            seen += os.read(leader, 65536)
        return time.perf_counter() - begun
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        os.close(leader)


def main(runs: int) -> None:
    """Print each one's median and the ratio of every pair."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "HOME": folder,
            "TERM": "xterm-256color",
            "GIGPLANNER_CLOCK": CLOCK,
            "GIGPLANNER_DATA": str(Path(folder) / "planbook"),
        }
        gigplanner = [sys.executable, "-m", "gigplanner"]
        subprocess.run(
            [*gigplanner, "demo", "--into", environment["GIGPLANNER_DATA"]],
            check=True,
            env=environment,
            cwd=folder,
        )
        bare = [sys.executable, "-c", BARE]
        first_frame(bare, b"a bare frame", environment)
        first_frame(gigplanner, b"Queue", environment)
        pairs = [
            (
                first_frame(bare, b"a bare frame", environment),
                first_frame(gigplanner, b"Queue", environment),
            )
            for _ in range(runs)
        ]
    ratios = [ours / theirs for theirs, ours in pairs]
    print(f"bare Textual app   {statistics.median(pair[0] for pair in pairs) * 1000:7.0f} ms")
    print(f"gigplanner, demo   {statistics.median(pair[1] for pair in pairs) * 1000:7.0f} ms")
    print(f"ratio              {statistics.median(ratios):7.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
