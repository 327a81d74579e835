"""How long commands take on ten years of records, beside bare Python and Python with click and msgspec.

Run `python tests/bench/commands.py [RUNS] [PLANBOOK]` with a Python into which gigplanner was installed and
compiled (not the source tree). Commands run in turn, round after round, so that what else the machine does
hits all alike; wall time is that of the whole process. The bar is a median of 150 ms.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from subjects import as_installed

CLOCK = "2026-11-22T23:30:00+00:00"
READING = (("status",), ("status", "--format", "{words} {today}"), ("suggest",), ("shift", "log"))
ROUND = (  # one after the other they leave the shift as they found it
    ("shift", "start", "--platform", "DoorDash"),
    ("shift", "order"),
    ("shift", "delivered", "--pay", "8.50", "--tip", "2", "--miles", "4.1"),
    ("shift", "stop"),
)
OFFERS = (("offer", "8.50", "--miles", "4.1", "--minutes", "22"),)


def timed(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds of wall time and of processor time that a process takes. Raises if it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    subprocess.run(command, check=True, env=environment, cwd=environment["HOME"], capture_output=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, used


def main(runs: int, planbook: Path | None) -> None:
    """Print milliseconds per command, and how many times bare Python and click they are."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "planbook"
        named = as_installed(HOME=folder, GIGPLANNER_DATA=str(data), GIGPLANNER_CLOCK=CLOCK)
        named.pop("PYTHONPATH", None)
        gigplanner = [sys.executable, "-m", "gigplanner"]
        if planbook:
            shutil.copytree(planbook, data)
        else:
            subprocess.run(
                [*gigplanner, "demo", "--into", str(data), "--years", "10", "--seed", "1"],
                check=True,
                env=named,
                cwd=folder,
                capture_output=True,
            )
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "python -c 'import click, msgspec'": [sys.executable, "-c", "import click, msgspec"],
        }
        for words in (*READING, *OFFERS, *ROUND):
            commands[" ".join(words)] = [*gigplanner, *words]
        for command in commands.values():  # the first action of a day makes its backup: not timed
            timed(command, named)
        found: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for _ in range(runs):
            for name, command in commands.items():
                found[name].append(timed(command, named))
    show(found)


def show(found: dict[str, list[tuple[float, float]]]) -> None:
    """Print a line for each command."""
    bare, click = (statistics.median(wall for wall, _ in times) for times in list(found.values())[:2])
    print(f"{'median of':>56} {'wall ms':>8} {'cpu ms':>7} {'÷ pass':>7} {'÷ click':>8}")
    for name, times in found.items():
        wall = statistics.median(wall for wall, _ in times)
        cpu = statistics.median(cpu for _, cpu in times)
        print(f"{name:>56} {wall * 1000:8.0f} {cpu * 1000:7.0f} {wall / bare:7.1f} {wall / click:8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
