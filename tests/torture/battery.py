"""The tests of the battery, with the counts of a full and of a quick run, and the mutants each must find."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from . import (
    clocks,
    damage,
    disks,
    ext4,
    faults,
    kills,
    machine,
    mutants,
    powercut,
    processes,
    syscalls,
    totals,
)
from .subjects import PlainTinyDB, SQLite
from .tally import Tally

Run = Callable[[], Tally]


class Test(NamedTuple):
    """One row of the table."""

    name: str
    what: str
    full: Run
    quick: Run
    mutants: dict[str, Run]


BATTERY = (
    Test(
        "kills",
        "kill -9 at random instants of real actions, files of 2,000 documents",
        partial(kills.run, 10_000),
        partial(kills.run, 40),
        {"plain TinyDB": partial(kills.run, 30, subject=PlainTinyDB())},
    ),
    Test(
        "faults",
        "a fault or a kill at every system call of an action, an import, a checkpoint, a first start",
        partial(faults.run, 1),
        partial(faults.run, 15),
        {"no withdrawal": partial(faults.run, 1, patches=mutants.NO_WITHDRAWAL, scenes=("one action",))},
    ),
    Test(
        "powercut",
        "power cuts: unsynced writes dropped, torn, reordered, names not durable",
        partial(powercut.run, 4_000),
        partial(powercut.run, 120),
        {
            "no fsync": partial(powercut.run, 40, patches=mutants.NO_FSYNC),
            "no fsync of folders": partial(powercut.run, 40, patches=mutants.NO_FOLDER_SYNC),
            "files written in place": partial(powercut.run, 80, patches=mutants.IN_PLACE),
        },
    ),
    Test(
        "syscalls",
        "a fault injected by strace at every system call that concerns files, or a kill",
        partial(syscalls.run, 1),
        partial(syscalls.run, 40, scenes=("one action", "files brought up to date")),
        {
            "no withdrawal": partial(
                syscalls.run, 1, patches=mutants.NO_WITHDRAWAL, scenes=("one action",), only=("fsync",)
            )
        },
    ),
    Test(
        "ext4",
        "power cuts on ext4 under two mount options, its journal replayed",
        partial(ext4.run, 300, 100),
        partial(ext4.run, 2, 1, documents=100),
        {
            "plain TinyDB": partial(ext4.run, 12, subject=PlainTinyDB()),
            "no fsync": partial(ext4.run, 8, patches=mutants.NO_FSYNC, documents=100),
        },
    ),
    Test(
        "ext4, a control",
        "the same power cuts with SQLite in the planbook's place: the rig itself loses nothing",
        partial(ext4.run, 60, 20, subject=SQLite()),
        partial(ext4.run, 2, 1, subject=SQLite()),
        {},
    ),
    Test(
        "disks",
        "full disks; read-only, gone, behind links, on another device",
        partial(disks.run, 20),
        partial(disks.run, 1),
        {"plain TinyDB": partial(disks.mutant, 1)},
    ),
    Test(
        "processes",
        "2, 4 and 8 processes writing at once, one killed every second",
        partial(processes.run, 60.0),
        partial(processes.run, 1.5, crowds=(2, 4)),
        {
            "no lock": partial(processes.run, 1.0, crowds=(4,), patches=mutants.NO_LOCK),
            "plain TinyDB": partial(processes.run, 1.0, crowds=(2,), plain=True),
        },
    ),
    Test(
        "damage",
        "damaged files: every prefix, flipped bits, encodings, wrong types, newer formats",
        partial(damage.run, 10_000),
        partial(damage.run, 200, 40),
        {"no checksum": partial(damage.run, 200, 100, patches=mutants.NO_CHECKSUM)},
    ),
    Test(
        "machine",
        "Hypothesis: any sequence in two windows against a dict, 50 steps each",
        partial(machine.run, 2_000),
        partial(machine.run, 8),
        {"undo that repeats": partial(machine.run, 30, patches=mutants.UNDO_FORWARD)},
    ),
    Test(
        "totals",
        "Hypothesis: cached totals against a recount of the raw files, 50 steps each",
        partial(totals.run, 500),
        partial(totals.run, 6),
        {
            "a key blind to the contents": partial(totals.run, 20, patches=totals.BLIND_KEY),
            "a cache without checksum": partial(totals.run, 30, patches=totals.NO_CHECKSUM),
        },
    ),
    Test(
        "clocks",
        "clocks going back and forth by hours, days and years",
        partial(clocks.run, 500),
        partial(clocks.run, 8),
        {},
    ),
)
