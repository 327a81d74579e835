"""Power cuts on a real file system: ext4 on a loop device stops at a random moment, its journal is replayed.

`EXT4_IOC_SHUTDOWN` with NOLOGFLUSH stops the file system as it is: what it had not written to its device is
gone, as when the power fails. It is mounted again, and the planbook opened. Only for root, on Linux.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

from support.planbooks import beside

from gigplanner.planbook import PlanbookError

from .kills import work
from .mutants import Patch, patched
from .subjects import Gigplanner, Subject, ends_well, judge
from .tally import Tally

OPTIONS = ("defaults", "noauto_da_alloc,data=writeback,commit=1")
SIZE = 64 * 2**20  # bytes of the file system
DOCUMENTS = 2000
AFRESH = 20  # trials after which the folder is begun anew
LONGEST = 0.4  # seconds until the power fails
_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN = _IOR('X', 125, __u32)
_NO_LOG_FLUSH = struct.pack("I", 2)  # EXT4_GOING_FLAGS_NOLOGFLUSH


class Disk:
    """A file system in a file."""

    def __init__(self, scratch: Path, options: str) -> None:
        self.place = scratch / "disk"
        self.place.mkdir()
        self._image = scratch / "image"
        self._options = options

    def make(self) -> str:
        """Make the file system and mount it; return why that cannot be done here, or nothing."""
        tools = [tool for tool in ("mkfs.ext4", "mount", "umount") if shutil.which(tool) is None]
        if tools or not hasattr(os, "geteuid") or os.geteuid() != 0:
            return f"there is no {tools[0]}" if tools else "only root may mount"
        with self._image.open("wb") as image:
            image.truncate(SIZE)
        for command in (["mkfs.ext4", "-q", str(self._image)], self._mounting()):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                return done.stderr.strip().splitlines()[-1]
        return ""

    def _mounting(self) -> list[str]:
        return ["mount", "-t", "ext4", "-o", f"loop,{self._options}", str(self._image), str(self.place)]

    def cut_the_power(self) -> None:
        """Stop the file system where it is."""
        import fcntl

        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, _NO_LOG_FLUSH)
        finally:
            os.close(handle)

    def start_again(self) -> None:
        """Take it away, and mount it: its journal is replayed."""
        self.take_away()
        subprocess.run(self._mounting(), check=True, capture_output=True)

    def take_away(self) -> None:
        """Unmount it."""
        if os.path.ismount(self.place):
            subprocess.run(["umount", str(self.place)], check=True, capture_output=True)


@contextmanager
def mounted(options: str) -> Iterator[tuple[Disk, str]]:
    """Give a file system with these mount options, and why there is none, if there is not."""
    with tempfile.TemporaryDirectory() as scratch:
        disk = Disk(Path(scratch), options)
        try:
            yield disk, disk.make()
        finally:
            disk.take_away()


def run(
    *trials: int, subject: Subject | None = None, patches: tuple[Patch, ...] = (), documents: int = DOCUMENTS
) -> Tally:
    """Cut the power so many times under the first mount options, and so many under the second."""
    subject = subject or Gigplanner()
    tally = Tally()
    choose = random.Random(os.urandom(8))
    done = []
    short = (("gigplanner.planbook.journal.CUT_AT", 40), ("gigplanner.planbook.store.KEEP", 10))
    for count, options in zip(trials, OPTIONS, strict=False):
        with mounted(options) as (disk, hindrance), patched(*short, *patches):
            if hindrance:
                return Tally(skipped=hindrance)
            acknowledged = 0
            for number in range(count):
                if number % AFRESH == 0:
                    acknowledged = 0
                    folder = disk.place / f"planbook {number}"
                    subject.prepare(folder, documents)
                acknowledged, wrong = one_cut(subject, disk, folder, acknowledged, choose)
                tally.count(f"{options}: {wrong}" if wrong else None)
                if wrong:
                    acknowledged = 0
                    folder = disk.place / f"planbook after loss {number}"
                    subject.prepare(folder, documents)
        done.append(f"{count} × {options}")
    tally.note = "; ".join(done)
    return tally


def work_until_it_fails(connection: Connection, subject: Subject, folder: Path, first: int) -> None:
    """Act for ever, and say the number of each action that returned; end when the disk is gone."""
    with suppress(PlanbookError, OSError, sqlite3.Error):
        work(connection, subject, folder, first)


def one_cut(
    subject: Subject, disk: Disk, folder: Path, acknowledged: int, choose: random.Random
) -> tuple[int, str | None]:
    """Let a process act until the power fails; return the last action that is there, and what is wrong."""
    process, connection = beside(work_until_it_fails, subject, folder, acknowledged + 1)
    process.join(choose.uniform(0.02, LONGEST))
    if process.is_alive() and process.pid:
        os.kill(process.pid, signal.SIGSTOP)  # nobody acknowledges anything once the power is gone
    disk.cut_the_power()
    process.kill()
    process.join()
    while True:
        try:
            acknowledged = int(connection.recv_bytes())
        except EOFError:
            break
    connection.close()
    disk.start_again()
    verdict = judge(subject, folder, acknowledged)
    wrong = verdict.wrong or ends_well(subject, folder)
    return verdict.last, wrong
