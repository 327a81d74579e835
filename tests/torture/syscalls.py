"""Real faults: strace lets every system call of an action that concerns files fail, or be the last one.

The process acts under strace, is let go of, and must then tell the truth and go on. It is talked to through
shared memory: no call of the conversation is one that may fail. Only where strace may be used (Linux).
"""

from __future__ import annotations

import mmap
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from support.planbooks import beside

from .faults import SCENES, Scene, goes_on, is_truthful, prepare
from .mutants import Patch, patched
from .subjects import Gigplanner, GigWindow, judge
from .tally import Tally

TRACED = "trace=%file,%desc"
HARMLESS = {"mmap", "close", "lseek"}  # no file has a part in the first; the others fail for bugs alone
KILL = "KILL"
FAULTS = (
    *((error, lasting) for error in ("EIO", "ENOSPC", "EROFS", "EACCES") for lasting in (False, True)),
    ("EINTR", False),
    (KILL, False),
)
PATIENCE = 30.0  # seconds
_CALL = re.compile(r"^(\w+)\(", re.MULTILINE)


class Slate:
    """Memory that two processes share: what stage they are at, and a sentence."""

    OPENING, READY, ACT, ACTED, GO_ON = range(5)

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 8192)

    def reach(self, stage: int) -> None:
        """Let the other side know."""
        self._memory[0] = stage

    def wait_for(self, stage: int, still: Callable[[], bool] = lambda: True) -> None:
        """Wait until a stage is reached, as long as there is hope."""
        end = time.monotonic() + PATIENCE
        while self._memory[0] < stage and time.monotonic() < end and still():
            time.sleep(0.001)

    def write(self, sentence: str) -> None:
        """Leave a sentence for the other side."""
        data = sentence.encode()[:8000]
        self._memory[1 : 1 + len(data)] = data

    def read(self) -> str:
        """The sentence left by the other side."""
        return self._memory[1:].rstrip(b"\0").decode(errors="replace")


@dataclass(frozen=True)
class Trial:
    """What became of a process: whether the fault was met, what calls were made, and what is wrong."""

    reached: bool
    calls: tuple[str, ...]
    wrong: str | None


def why_not() -> str:
    """Why processes cannot be traced here, or nothing."""
    if shutil.which("strace") is None:
        return "there is no strace"
    tried = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True)
    return "strace may not trace" if tried.returncode else ""


def run(
    stride: int,
    *,
    patches: tuple[Patch, ...] = (),
    scenes: tuple[str, ...] = tuple(SCENES),
    only: tuple[str, ...] = (),
) -> Tally:
    """Try every fault at every `stride`th call of every scene, from one picked at random.

    `only` names kinds of calls, if not all are meant.
    """
    tally = Tally(skipped=why_not())
    if tally.skipped:
        return tally
    counts = []
    with tempfile.TemporaryDirectory() as scratch, patched(*patches):
        before = Path(scratch) / "before"
        for name in scenes:
            shutil.rmtree(before, ignore_errors=True)
            scene = SCENES[name]
            prepare(before, scene)
            rehearse(before, scene)
            calls = one_trial(before, scene, []).calls
            counts.append(f"{name} {len(calls)}")
            for error, lasting in FAULTS:
                for number in range(random.randrange(stride), len(calls), stride):
                    if calls[number] in HARMLESS and error != KILL:
                        continue
                    if only and calls[number] not in only:
                        continue
                    trial = one_trial(before, scene, list(injections(calls, number, error, lasting=lasting)))
                    if trial.reached:
                        how = f"{name}, call {number} ({calls[number]}), {error}{' from then on' * lasting}"
                        tally.count(f"{how}: {trial.wrong}" if trial.wrong else None)
    tally.note = f"calls: {', '.join(counts)}"
    return tally


def rehearse(before: Path, scene: Scene) -> None:
    """Perform a scene once in this process, so that the others need load no more modules."""
    folder = before.with_name("rehearsal")
    shutil.copytree(before, folder) if before.exists() else None
    scene.perform(GigWindow(folder), scene.number)
    judge(Gigplanner(), folder, scene.number)
    shutil.rmtree(folder)


def injections(calls: tuple[str, ...], number: int, error: str, *, lasting: bool) -> Iterator[str]:
    """What strace is told: it counts the calls of each kind by themselves."""
    before = Counter(calls[:number])
    if error == KILL:
        yield f"inject={calls[number]}:signal=KILL:when={before[calls[number]] + 1}"
        return
    for name in sorted(set(calls) - HARMLESS) if lasting else [calls[number]]:
        yield f"inject={name}:error={error}:when={before[name] + 1}{'+' * lasting}"


def one_trial(before: Path, scene: Scene, injected: list[str]) -> Trial:
    """Perform a scene in a copy of the folder `before`, with faults injected by strace."""
    top = before.with_name("trial")
    top.mkdir()
    folder = top / "planbook"
    if before.exists():
        shutil.copytree(before, folder)
    slate, notes = Slate(), top / "strace"
    try:
        process, _ = beside(play, slate, folder, scene)
        slate.wait_for(Slate.READY, process.is_alive)
        strace = trace(process.pid or 0, notes, injected)
        slate.reach(Slate.ACT)
        slate.wait_for(Slate.ACTED, process.is_alive)
        strace.terminate()  # it lets go of the process
        strace.wait()
        slate.reach(Slate.GO_ON)
        process.join(PATIENCE)
        if process.is_alive():
            process.kill()
        text = notes.read_text(errors="replace")
        calls = tuple(_CALL.findall(text))
        if any("signal=KILL" in one for one in injected):
            wrong = judge(Gigplanner(), folder, scene.number - 1).wrong
            wrong = wrong or goes_on(folder, GigWindow(folder), scene.number)
            return Trial(process.exitcode == -9, calls, wrong)
        said = slate.read() if process.exitcode == 0 else f"the process ended with {process.exitcode}"
        return Trial("(INJECTED)" in text, calls, said or None)
    finally:
        shutil.rmtree(top)


def trace(pid: int, notes: Path, injected: list[str]) -> subprocess.Popen[bytes]:
    """Attach strace to a process, and return when it is."""
    told = [part for one in injected for part in ("-e", one)]
    command = ["strace", "-qq", "-p", str(pid), "-o", str(notes), "-e", TRACED, *told]
    strace = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    status = Path(f"/proc/{pid}/status")
    end = time.monotonic() + PATIENCE
    while "TracerPid:\t0\n" in status.read_text():
        if time.monotonic() > end or strace.poll() is not None:
            raise RuntimeError("strace did not attach")
        time.sleep(0.001)
    return strace


def play(_: Connection, slate: Slate, folder: Path, scene: Scene) -> None:
    """Perform; then, let go of, say whether it was as was said, and whether it goes on."""
    window = GigWindow(folder)
    outcome: Exception | None = None
    slate.reach(Slate.READY)
    slate.wait_for(Slate.ACT)
    try:
        scene.perform(window, scene.number)
    except Exception as error:  # every kind but the planbook's own is a loss
        outcome = error
    slate.reach(Slate.ACTED)
    slate.wait_for(Slate.GO_ON)
    slate.write(is_truthful(folder, scene, outcome) or goes_on(folder, window, scene.number) or "")
    os._exit(0)
