"""kill -9 at random instants of a loop of real actions."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

from support.planbooks import beside

from .mutants import Patch, patched
from .subjects import Gigplanner, Subject, ends_well, judge
from .tally import Tally

DOCUMENTS = 2000
AFRESH = 100  # trials after which the folder is begun anew
LONGEST = 0.06  # seconds that a process lives
CHECKED = 0.2  # of the trials also look with plain TinyDB


def work(connection: Connection, subject: Subject, folder: Path, first: int) -> None:
    """Act for ever, and say the number of each action that returned."""
    window = subject.open(folder)
    number = first
    while True:
        window.act(number)
        connection.send_bytes(b"%d" % number)
        if number % 3 == 0:
            window.settle()
        number += 1


def run(trials: int, *, subject: Subject | None = None, patches: tuple[Patch, ...] = ()) -> Tally:
    """Kill so many processes, and look what each left."""
    subject = subject or Gigplanner()
    tally = Tally()
    choose = random.Random(os.urandom(8))
    short = (("gigplanner.planbook.journal.CUT_AT", 40), ("gigplanner.planbook.store.KEEP", 10))
    with patched(*short, *patches):
        while tally.trials < trials:
            with tempfile.TemporaryDirectory() as scratch:
                folder = Path(scratch) / "planbook"
                subject.prepare(folder, DOCUMENTS)
                acknowledged = 0
                for _ in range(min(AFRESH, trials - tally.trials)):
                    acknowledged, wrong = one_life(subject, folder, acknowledged, choose)
                    tally.count(wrong)
                    if wrong:
                        break
                shutil.rmtree(folder)
    return tally


def one_life(
    subject: Subject, folder: Path, acknowledged: int, choose: random.Random
) -> tuple[int, str | None]:
    """Let a process act until it is killed; return the last action that is there, and what is wrong."""
    process, connection = beside(work, subject, folder, acknowledged + 1)
    process.join(choose.uniform(0, LONGEST))
    process.kill()
    process.join()
    while True:
        try:
            acknowledged = int(connection.recv_bytes())
        except EOFError:
            break
    connection.close()
    verdict = judge(subject, folder, acknowledged)
    wrong = verdict.wrong
    if wrong is None and choose.random() < CHECKED:
        wrong = ends_well(subject, folder)
    return verdict.last, wrong
