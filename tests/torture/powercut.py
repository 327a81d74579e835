"""A power cut, simulated: what was written since the last sync may be there, in part, in any order, or not.

A run is recorded call by call. Then disks are made as they could be found after a cut at any instant: synced
data is there; of every write, truncation and change of a folder that was not synced, any part may be. Each
disk is opened anew.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .mutants import Patch, patched
from .subjects import Gigplanner, Subject, ends_well, judge
from .tally import Tally

ACTIONS = 24  # of a recorded run
LEGAL_DISKS = 40  # made from one run before another is recorded


@dataclass(frozen=True)
class Call:
    """One thing that was asked of the disk. `node` is a file's own identity, whatever its name."""

    kind: str  # write, truncate, sync · name, unname, mkdir, sync folder · acknowledged
    node: int = 0
    place: str = ""  # folder and name, from the top
    at: int = 0
    data: bytes = b""


class Recorder:
    """Notes what happens below a folder."""

    def __init__(self, top: Path) -> None:
        self.calls: list[Call] = []
        self._top = top
        self._nodes: dict[int, int] = {}  # handle → node
        self._folders: dict[int, str] = {}  # handle → folder
        self._named: dict[str, int] = {}  # place → node
        self._next = 1

    def _place(self, path: Any) -> str | None:
        path = Path(path)
        return str(path.relative_to(self._top)) if path.is_relative_to(self._top) else None

    def acknowledged(self, number: int) -> None:
        """The program said that an action is done."""
        self.calls.append(Call("acknowledged", at=number))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Stand between this process and the disk."""
        names = (
            "open",
            "write",
            "ftruncate",
            "fsync",
            "replace",
            "rename",
            "unlink",
            "mkdir",
            "close",
            "link",
        )
        real = {name: getattr(os, name) for name in names}
        with patched(*((f"os.{name}", self._wrap(name, real)) for name in names)):
            yield

    def _wrap(self, name: str, real: dict[str, Any]) -> Any:
        note = getattr(self, f"_{name}")

        def call(*arguments: Any, **options: Any) -> Any:
            before = note(real, *arguments) if name in ("write", "close") else None
            result = real[name](*arguments, **options)
            if name == "write" and before is not None:
                node, at = before
                self.calls.append(Call("write", node, at=at, data=bytes(arguments[1])[:result]))
            elif name not in ("write", "close"):
                note(result, *arguments)
            return result

        return call

    def _open(self, handle: int, path: Any, flags: int = 0, *_: Any) -> None:
        place = self._place(path)
        if place is None:
            return
        if os.path.isdir(path):  # noqa: PTH112
            self._folders[handle] = place
            return
        if place not in self._named:
            self._named[place] = self._next
            self._next += 1
            self.calls.append(Call("name", self._named[place], place))
        self._nodes[handle] = self._named[place]
        if flags & os.O_TRUNC:
            self.calls.append(Call("truncate", self._nodes[handle]))

    def _write(self, real: Any, handle: int, _data: Any) -> tuple[int, int] | None:
        if handle not in self._nodes:
            return None
        return self._nodes[handle], os.lseek(handle, 0, os.SEEK_CUR)

    def _close(self, _real: Any, handle: int) -> None:
        self._nodes.pop(handle, None)
        self._folders.pop(handle, None)

    def _ftruncate(self, _: Any, handle: int, size: int) -> None:
        if handle in self._nodes:
            self.calls.append(Call("truncate", self._nodes[handle], at=size))

    def _fsync(self, _: Any, handle: int) -> None:
        if handle in self._nodes:
            self.calls.append(Call("sync", self._nodes[handle]))
        elif handle in self._folders:
            self.calls.append(Call("sync folder", place=self._folders[handle]))

    def _replace(self, _: Any, source: Any, goal: Any) -> None:
        old, new = self._place(source), self._place(goal)
        if old is not None and new is not None and old in self._named:
            self._named[new] = self._named.pop(old)
            self.calls.append(Call("rename", self._named[new], new, data=old.encode()))

    _rename = _replace

    def _link(self, _: Any, source: Any, goal: Any, *_more: Any) -> None:
        """Backups link copies of their own: no file of the planbook is."""

    def _unlink(self, _: Any, path: Any, *_more: Any) -> None:
        place = self._place(path)
        if place is not None and self._named.pop(place, None) is not None:
            self.calls.append(Call("unname", place=place))

    def _mkdir(self, _: Any, path: Any, *_more: Any) -> None:
        if (place := self._place(path)) is not None:
            self.calls.append(Call("mkdir", place=place))


@dataclass
class Disk:
    """What is surely on the disk, and what may be."""

    synced: dict[int, bytes] = field(default_factory=dict)
    written: dict[int, list[Call]] = field(default_factory=dict)
    names: dict[str, int | None] = field(default_factory=dict)  # None is a folder
    changes: dict[str, list[Call]] = field(default_factory=dict)  # of each folder, not yet durable

    def do(self, call: Call) -> None:
        """Take in one call."""
        if call.kind in ("write", "truncate"):
            self.written.setdefault(call.node, []).append(call)
        elif call.kind == "sync":
            data = bytearray(self.synced.get(call.node, b""))
            for one in self.written.pop(call.node, []):
                apply_data(data, one)
            self.synced[call.node] = bytes(data)
        elif call.kind == "sync folder":
            for one in self.changes.pop(call.place, []):
                apply_name(self.names, one)
        elif call.kind != "acknowledged":
            folder = str(Path(call.place).parent)
            self.changes.setdefault(folder, []).append(call)

    def found(self, choose: random.Random, folder: Path) -> None:
        """Make one of the disks that may be found, below `folder`."""
        names = dict(self.names)
        for place in sorted(self.changes):
            for one in some_of(self.changes[place], choose):
                apply_name(names, one)
        folder.mkdir(parents=True, exist_ok=True)
        contents: dict[int, bytes] = {}
        for place in sorted(names):
            node = names[place]
            path = folder / place
            if any(str(above) not in names and str(above) != "." for above in Path(place).parents):
                continue  # its folder never reached the disk
            if node is None:
                path.mkdir(exist_ok=True)
            else:
                if node not in contents:
                    contents[node] = self._content(node, choose)
                path.write_bytes(contents[node])

    def _content(self, node: int, choose: random.Random) -> bytes:
        data = bytearray(self.synced.get(node, b""))
        for one in some_of(self.written.get(node, []), choose):
            apply_data(data, torn(one, choose))
        return bytes(data)


def some_of(calls: list[Call], choose: random.Random) -> list[Call]:
    """All of them, none, those up to an instant, or any in any order."""
    how = choose.randrange(4)
    if how < 2:
        return calls if how else []
    if how == 2:
        return calls[: choose.randint(0, len(calls))]
    return choose.sample(calls, choose.randint(0, len(calls)))


def torn(call: Call, choose: random.Random) -> Call:
    """The call as it was, or of a write only a part, or room that was made for it but never filled."""
    how = choose.randrange(4)
    if call.kind != "write" or how < 2:
        return call
    size = choose.randint(0, len(call.data))
    data = call.data[:size] if how == 2 else call.data[:size] + bytes(len(call.data) - size)
    return Call("write", call.node, at=call.at, data=data)


def apply_data(data: bytearray, call: Call) -> None:
    """Change a file's bytes."""
    if call.kind == "truncate":
        del data[call.at :]
        data.extend(bytes(call.at - len(data)))
    else:
        data.extend(bytes(max(0, call.at - len(data))))
        data[call.at : call.at + len(call.data)] = call.data


def apply_name(names: dict[str, int | None], call: Call) -> None:
    """Change a folder."""
    if call.kind == "mkdir":
        names.setdefault(call.place, None)
    elif call.kind == "unname":
        names.pop(call.place, None)
    else:
        if call.kind == "rename":
            names.pop(call.data.decode(), None)
        names[call.place] = call.node


def record(subject: Subject, top: Path, first: int) -> list[Call]:
    """Do actions in a new folder, files brought up to date now and then, and note every call."""
    recorder = Recorder(top)
    folder = top / "planbook"
    with recorder.listening():
        subject.prepare(folder, 3)
        recorder.acknowledged(0)
        window = subject.open(folder)
        for number in range(1, first + ACTIONS):
            window.act(number)
            recorder.acknowledged(number)
            if number % 3 == 0:
                window.settle()
            if number % 7 == 0:
                window = subject.open(folder)
    return recorder.calls


def run(trials: int, *, subject: Subject | None = None, patches: tuple[Patch, ...] = ()) -> Tally:
    """Cut the power so many times."""
    subject = subject or Gigplanner()
    tally = Tally()
    choose = random.Random(os.urandom(8))
    short = (("gigplanner.planbook.journal.CUT_AT", 8), ("gigplanner.planbook.store.KEEP", 4))
    with tempfile.TemporaryDirectory() as scratch, patched(*short):
        while tally.trials < trials:
            run_folder = Path(scratch) / "run"
            run_folder.mkdir()
            with patched(*patches):
                calls = record(subject, run_folder, 1)
            shutil.rmtree(run_folder)
            for _ in range(min(LEGAL_DISKS, trials - tally.trials)):
                tally.count(one_cut(subject, calls, Path(scratch) / "disk", choose))
    return tally


def one_cut(subject: Subject, calls: list[Call], top: Path, choose: random.Random) -> str | None:
    """Cut the power at some instant, and look at a disk that may be found then."""
    begun = next(number for number, call in enumerate(calls) if call.kind == "acknowledged")
    instant = choose.randint(begun + 1, len(calls))
    disk, acknowledged = Disk(), 0
    for call in calls[:instant]:
        if call.kind == "acknowledged":
            acknowledged = call.at
        else:
            disk.do(call)
    disk.found(choose, top)
    folder = top / "planbook"
    try:
        verdict = judge(subject, folder, acknowledged)
        wrong = verdict.wrong
        if wrong is None:
            try:
                window = subject.open(folder)
                window.act(verdict.last + 1)
                window.settle()
            except Exception as error:  # whatever it is, the person is stuck
                wrong = f"does not go on: {error!r}"
        wrong = (
            wrong
            or judge(subject, folder, verdict.last + 1, under_way=False).wrong
            or ends_well(subject, folder)
        )
        return f"after call {instant} of {len(calls)}: {wrong}" if wrong else None
    finally:
        shutil.rmtree(top)
