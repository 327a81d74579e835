"""The battery at short counts: nothing is lost, and each part finds a bug planted for it."""

from __future__ import annotations

import pytest
from torture.battery import BATTERY

MUTANTS = {f"{test.name}, {name}": run for test in BATTERY for name, run in list(test.mutants.items())[:1]}


@pytest.mark.parametrize("test", BATTERY, ids=lambda test: test.name)
def test_nothing_is_lost(test):
    tally = test.quick()
    if tally.skipped:
        pytest.skip(tally.skipped)
    assert tally.trials > 0
    assert tally.examples == []


@pytest.mark.parametrize("run", MUTANTS.values(), ids=MUTANTS)
def test_a_planted_bug_is_found(run):
    tally = run()
    if tally.skipped:
        pytest.skip(tally.skipped)
    assert tally.losses > 0
