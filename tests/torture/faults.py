"""A fault at every system call that changes the disk: refused, taken in part, or the last one ever made."""

from __future__ import annotations

import errno
import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from support.planbooks import beside

from gigplanner.model.errors import GigError
from gigplanner.planbook import Unsure

from .mutants import Patch, patched
from .subjects import NOW, Gigplanner, GigWindow, ends_well, judge
from .tally import Tally

CALLS = ("open", "write", "fsync", "replace", "ftruncate", "close", "mkdir", "unlink", "link", "rename")
REFUSALS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EINTR)
KILL, HALF_AND_KILL, HALF_AND_FULL, SHORT = -1, -2, -3, -4


@dataclass(frozen=True)
class Scene:
    """What is done while the fault comes: from the action numbered so on."""

    number: int
    perform: Callable[[GigWindow, int], None]
    settles: bool = False  # it does more than act: the action may be done, and what follows fail
    begins: bool = False  # there is no folder yet


def _act(window: GigWindow, number: int) -> None:
    window.act(number)


def _act_and_settle(window: GigWindow, number: int) -> None:
    window.act(number)
    window.settle()


def _act_and_cut(window: GigWindow, number: int) -> None:
    window.act(number)
    window.desk.book.forget_history()


def _act_and_undo(window: GigWindow, number: int) -> None:
    window.act(number)
    window.desk.book.undo(NOW)
    window.desk.book.redo(NOW)


SCENES = {
    "one action": Scene(2, _act),
    "an import": Scene(8, _act),
    "files brought up to date": Scene(3, _act_and_settle, settles=True),
    "the journal cut": Scene(8, _act_and_cut, settles=True),
    "undo and redo": Scene(4, _act_and_undo, settles=True),
    "a first start": Scene(1, _act, begins=True),
}


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and whether it does from then on."""

    kind: int
    lasting: bool

    def __str__(self) -> str:
        names = {KILL: "kill", HALF_AND_KILL: "half a write, kill", HALF_AND_FULL: "half a write, ENOSPC"}
        name = names.get(self.kind) or ("short write" if self.kind == SHORT else errno.errorcode[self.kind])
        return f"{name}{' from then on' if self.lasting else ''}"


FAULTS = [
    *(Fault(error, lasting) for error in REFUSALS for lasting in (False, True)),
    Fault(HALF_AND_FULL, False),
    Fault(HALF_AND_FULL, True),
    Fault(SHORT, False),
    Fault(SHORT, True),
    Fault(KILL, False),
    Fault(HALF_AND_KILL, False),
]


class Disk:
    """Counts the calls that change the disk below a folder, and lets the `failing`th go wrong."""

    def __init__(self, folder: Path, failing: int, fault: Fault) -> None:
        self.calls = 0
        self._folder = str(folder)
        self._handles: set[int] = set()
        self._folders: set[int] = set()  # of them: closing one has nothing to fail on
        self._failing = failing
        self._fault = fault

    def wrap(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """Return what stands between the program and the call."""

        def call(*arguments: Any, **options: Any) -> Any:
            if name == "close" and arguments[0] in self._folders:
                self._folders.discard(arguments[0])
                self._handles.discard(arguments[0])
            if not self._concerns(name, arguments):
                return real(*arguments, **options)
            number, self.calls = self.calls, self.calls + 1
            if number < self._failing or (number > self._failing and not self._fault.lasting):
                result = real(*arguments, **options)
            else:
                result = self._go_wrong(name, real, arguments, options)
            if name == "open":
                self._handles.add(result)
                if not arguments[1] & os.O_CREAT:
                    self._folders.add(result)
            if name == "close":
                self._handles.discard(arguments[0])
            return result

        return call

    def _concerns(self, name: str, arguments: Any) -> bool:
        if isinstance(arguments[0], int):
            return arguments[0] in self._handles
        if not str(arguments[0]).startswith(self._folder):
            return False
        return name != "open" or bool(arguments[1] & os.O_CREAT) or os.path.isdir(arguments[0])  # noqa: PTH112

    def _go_wrong(self, name: str, real: Callable[..., Any], arguments: Any, options: Any) -> Any:
        kind = self._fault.kind
        if kind == SHORT:
            return (
                real(arguments[0], bytes(arguments[1])[:7])
                if name == "write"
                else real(*arguments, **options)
            )
        if name == "write" and kind in (HALF_AND_KILL, HALF_AND_FULL):
            real(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
        if kind in (KILL, HALF_AND_KILL):
            os._exit(9)
        if name == "close":
            self._handles.discard(arguments[0])
            real(*arguments)  # the system closes the file, whatever it says
        error = errno.ENOSPC if kind == HALF_AND_FULL else kind
        raise OSError(error, os.strerror(error))


@contextmanager
def on(disk: Disk) -> Iterator[None]:
    """Let `disk` stand between this process and the real one."""
    with patched(*((f"os.{name}", disk.wrap(name, getattr(os, name))) for name in CALLS)):
        yield


def run(stride: int, *, patches: tuple[Patch, ...] = (), scenes: tuple[str, ...] = tuple(SCENES)) -> Tally:
    """Try every fault at every `stride`th call of every scene, from one picked at random."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch, patched(*patches):
        before = Path(scratch) / "before"
        for scene in scenes:
            shutil.rmtree(before, ignore_errors=True)
            play = SCENES[scene]
            prepare(before, play)
            for fault in FAULTS:
                failing = random.randrange(stride)
                while True:
                    folder = Path(scratch) / "trial"
                    shutil.copytree(before, folder) if before.exists() else None
                    reached, wrong = one_trial(folder, play, failing, fault)
                    if not reached:
                        shutil.rmtree(folder, ignore_errors=True)
                        break
                    tally.count(f"{scene}, call {failing}, {fault}: {wrong}" if wrong else None)
                    shutil.rmtree(folder, ignore_errors=True)
                    failing += stride
    return tally


def prepare(folder: Path, scene: Scene) -> None:
    """Make the planbook in which a scene begins."""
    if scene.begins:
        return
    Gigplanner().prepare(folder, 5)
    window = GigWindow(folder)
    for earlier in range(1, scene.number):
        window.act(earlier)
    window.settle()


def one_trial(folder: Path, scene: Scene, failing: int, fault: Fault) -> tuple[bool, str | None]:
    """Perform with the fault at one call; return whether that call was reached, and what is wrong."""
    if fault.kind in (KILL, HALF_AND_KILL):
        return _killed(folder, scene, failing, fault)
    window = GigWindow(folder)
    disk = Disk(folder, failing, fault)
    outcome: Exception | None = None
    with on(disk):
        try:
            scene.perform(window, scene.number)
        except Exception as error:  # every kind but the planbook's own is a loss
            outcome = error
    if disk.calls <= failing:
        return False, None
    return True, is_truthful(folder, scene, outcome) or goes_on(folder, window, scene.number)


def is_truthful(folder: Path, scene: Scene, outcome: Exception | None) -> str | None:
    """What is wrong if what is on the disk is not what the outcome says."""
    if outcome is not None and not isinstance(outcome, GigError):
        return f"no sentence but {outcome!r}"
    if outcome is not None and "\n" in str(outcome):
        return f"not one sentence: {outcome}"
    done = judge(Gigplanner(), folder, scene.number, under_way=False).wrong
    undone = judge(Gigplanner(), folder, scene.number - 1, under_way=False).wrong
    if outcome is None:
        return done
    return (done and undone) if scene.settles or isinstance(outcome, Unsure) else undone


def goes_on(folder: Path, window: GigWindow, number: int) -> str | None:
    """With the fault gone, the same window does what it did not, and the next action."""
    there = judge(Gigplanner(), folder, number - 1).last
    try:
        for following in range(max(there, number - 1) + 1, number + 2):
            window.act(following)
        window.settle()
    except Exception as error:  # whatever it is, the person is stuck
        return f"does not go on: {error!r}"
    return judge(Gigplanner(), folder, number + 1, under_way=False).wrong or ends_well(Gigplanner(), folder)


def _killed(folder: Path, scene: Scene, failing: int, fault: Fault) -> tuple[bool, str | None]:
    def die(connection: Connection) -> None:
        window = GigWindow(folder)
        with on(Disk(folder, failing, fault)):
            scene.perform(window, scene.number)
        connection.send_bytes(b"done")

    process, connection = beside(die)
    process.join()
    with suppress(EOFError):
        connection.recv_bytes()
        return False, None
    wrong = judge(Gigplanner(), folder, scene.number - 1).wrong
    return True, wrong or goes_on(folder, GigWindow(folder), scene.number)
