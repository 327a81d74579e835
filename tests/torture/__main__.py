"""Run the battery and print a table: `python -m tests.torture [--quick] [--only NAME] [--mutants]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # for support.planbooks, as the test suite has it

from .battery import BATTERY


def main() -> int:
    """Return 1 if anything was lost, or a mutant got away."""
    asked = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    asked.add_argument("--quick", action="store_true", help="short counts")
    asked.add_argument("--mutants", action="store_true", help="the planted bugs too: each must be found")
    asked.add_argument("--only", choices=[test.name for test in BATTERY], help="one test")
    wanted = asked.parse_args()
    bad = False
    if wanted.only is None and not wanted.quick:
        print("the full counts take most of an hour; --quick takes half a minute")
    print(f"{'test':<34}{'trials':>9}{'losses':>9}{'seconds':>9}")
    for test in BATTERY:
        if wanted.only in (None, test.name):
            tally = (test.quick if wanted.quick else test.full)()
            if tally.skipped:
                print(f"{test.name:<34}{'skipped':>9}: {tally.skipped}")
                continue
            bad |= tally.losses > 0
            print(f"{test.name:<34}{tally.trials:>9,}{tally.losses:>9,}{tally.seconds:>9.1f}  {tally.note}")
            for example in tally.examples:
                print(f"    {example}")
            for name, run in test.mutants.items() if wanted.mutants else ():
                tally = run()
                bad |= not tally.losses
                found = f"{tally.seconds:>9.1f}  {'found' if tally.losses else 'GOT AWAY'}"
                print(f"    {'mutant: ' + name:<30}{tally.trials:>9,}{tally.losses:>9,}{found}")
            sys.stdout.flush()
    return int(bad)


if __name__ == "__main__":
    raise SystemExit(main())
