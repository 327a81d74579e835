"""Disks that are full, read-only, gone, or not what they seem: on a small file system if one may be mounted.

Elsewhere a limit on the size of files stands for the full disk.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from gigplanner.planbook import Planbook, PlanbookError

from .subjects import Gigplanner, GigWindow, PlainTinyDB, Subject, ends_well, judge
from .tally import Tally

SIZE = 512  # kB of the small file system
GROWTH = 40_000  # bytes that files may grow to where nothing can be mounted
MOST = 3000  # actions, in case the disk is never full


@contextmanager
def small_disk(scratch: Path) -> Iterator[Path | None]:
    """A file system of its own, or None where this user may not mount one."""
    place = scratch / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}k", "tmpfs", str(place)]
    if (
        os.name == "nt"
        or shutil.which("mount") is None
        or subprocess.run(mount, capture_output=True).returncode
    ):
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


@contextmanager
def small_files() -> Iterator[Callable[[], None]]:
    """Let no file grow beyond a limit, until what is given is called."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def lift() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (GROWTH, hard))
        yield lift
    finally:
        lift()
        signal.signal(signal.SIGXFSZ, handler)


def run(fill_ups: int, *, subject: Subject | None = None) -> Tally:
    """Fill so many disks, and meet every odd place once."""
    subject = subject or Gigplanner()
    tally = Tally()
    for _ in range(fill_ups):
        with tempfile.TemporaryDirectory() as scratch, small_disk(Path(scratch)) as disk:
            if disk is not None:
                tally.note = f"a tmpfs of {SIZE} kB"
                tally.count(fill(subject, disk))
            else:
                tally.note = f"files of at most {GROWTH} bytes"
                tally.count(fill_files(subject, Path(scratch) / "planbook"))
    if isinstance(subject, Gigplanner):
        for place in (read_only, gone, behind_a_link, a_file_in_the_way, another_device):
            with tempfile.TemporaryDirectory() as scratch, small_disk(Path(scratch)) as disk:
                wrong = place(Path(scratch), disk)
                tally.count(f"{place.__name__}: {wrong}" if wrong else None)
    return tally


def fill(subject: Subject, disk: Path) -> str | None:
    """Act until the disk is full, make room, and go on."""
    folder = disk / "planbook"
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(200 * 1024))
    subject.prepare(folder, 20)
    window = subject.open(folder)
    done, wrong = act_until_refused(window.act, window.settle)
    wrong = wrong or judge(subject, folder, done, under_way=False).wrong
    ballast.unlink()
    return wrong or goes_on(subject, folder, window.act, window.settle, done)


def fill_files(subject: Subject, folder: Path) -> str | None:
    """The same with files that may not grow."""
    subject.prepare(folder, 20)
    window = subject.open(folder)
    with small_files() as lift:
        done, wrong = act_until_refused(window.act, window.settle)
        lift()
    wrong = wrong or judge(subject, folder, done, under_way=False).wrong
    return wrong or goes_on(subject, folder, window.act, window.settle, done)


def act_until_refused(act: Callable[[int], None], settle: Callable[[], None]) -> tuple[int, str | None]:
    """Return the number of the last action done, and what is wrong with how the next was refused."""
    for number in range(1, MOST):
        try:
            act(number)
        except PlanbookError as error:
            said = str(error)
            is_clear = ("the disk is full" in said or "may not grow" in said) and "\n" not in said
            return number - 1, None if is_clear else f"not one clear sentence: {said}"
        except Exception as error:  # whatever it is, it is no sentence
            return number - 1, f"no sentence but {error!r}"
        if number % 10 == 0:
            try:
                settle()
            except PlanbookError:
                continue  # said, and tried again at the next
    return MOST - 1, "the disk was never full"


def goes_on(
    subject: Subject, folder: Path, act: Callable[[int], None], settle: Callable[[], None], done: int
) -> str | None:
    """With room again, the same window does what was refused."""
    try:
        act(done + 1)
        settle()
    except Exception as error:  # whatever it is, the person is stuck
        return f"does not go on: {error!r}"
    return judge(subject, folder, done + 1, under_way=False).wrong or ends_well(subject, folder)


def prepared(folder: Path) -> GigWindow:
    """A planbook with one action in it."""
    Gigplanner().prepare(folder, 5)
    window = GigWindow(folder)
    window.act(1)
    return window


def refused(window: GigWindow, number: int) -> str | None:
    """What is wrong with how an action is refused."""
    try:
        window.act(number)
    except PlanbookError as error:
        return None if "\n" not in str(error) else f"not one sentence: {error}"
    except Exception as error:  # whatever it is, it is no sentence
        return f"no sentence but {error!r}"
    return "not refused"


def read_only(_: Path, disk: Path | None) -> str | None:
    """The disk turns read-only, and writable again."""
    if disk is None:
        return None
    folder = disk / "planbook"
    window = prepared(folder)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        wrong = refused(window, 2) or judge(Gigplanner(), folder, 1, under_way=False).wrong
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    return wrong or goes_on(Gigplanner(), folder, window.act, window.settle, 1)


def gone(scratch: Path, _: Path | None) -> str | None:
    """The folder vanishes while it is open, and comes back."""
    folder = scratch / "planbook"
    window = prepared(folder)
    folder.rename(scratch / "elsewhere")
    wrong = refused(window, 2) or ("begun anew" if folder.exists() else None)
    (scratch / "elsewhere").rename(folder)
    return wrong or goes_on(Gigplanner(), folder, window.act, window.settle, 1)


def behind_a_link(scratch: Path, _: Path | None) -> str | None:
    """The folder is a symlink, and so is a file in it."""
    window = prepared(scratch / "real")
    window.settle()
    (scratch / "link").symlink_to(scratch / "real", target_is_directory=True)
    (scratch / "real" / "queue.json").rename(scratch / "queue of mine.json")
    (scratch / "real" / "queue.json").symlink_to(scratch / "queue of mine.json")
    linked = GigWindow(scratch / "link")
    wrong = goes_on(Gigplanner(), scratch / "link", linked.act, linked.settle, 1)
    stays = (scratch / "real" / "queue.json").is_symlink()
    return (
        wrong
        or judge(Gigplanner(), scratch / "real", 2).wrong
        or (None if stays else "the link was replaced")
    )


def a_file_in_the_way(scratch: Path, _: Path | None) -> str | None:
    """The path is a file; and where a month should be there is a folder."""
    (scratch / "notes").write_text("mine")
    try:
        Planbook(scratch / "notes")
        return "a file was opened as a planbook"
    except PlanbookError as error:
        if "is not a folder" not in str(error):
            return str(error)
    window = prepared(scratch / "planbook")
    window.settle()
    (scratch / "planbook" / "months" / "2026-10.json").mkdir()
    window = GigWindow(scratch / "planbook")
    window.act(2)
    return None if (scratch / "notes").read_text() == "mine" else "the file was overwritten"


def another_device(scratch: Path, disk: Path | None) -> str | None:
    """The months lie on another device."""
    if disk is None:
        return None
    window = prepared(scratch / "planbook")
    window.settle()
    shutil.move(scratch / "planbook" / "months", disk / "months")
    (scratch / "planbook" / "months").symlink_to(disk / "months", target_is_directory=True)
    window = GigWindow(scratch / "planbook")
    return goes_on(Gigplanner(), scratch / "planbook", window.act, window.settle, 1)


def mutant(fill_ups: int) -> Tally:
    """Plain TinyDB on full disks."""
    return run(fill_ups, subject=PlainTinyDB())
