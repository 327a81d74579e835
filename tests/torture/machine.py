"""Any sequence of actions, undo, redo and restarts in two windows, against a plain dict (Hypothesis)."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from .mutants import Patch, patched
from .tally import Tally

STEPS = 50
SOURCE = Path(__file__).parent.parent / "planbook" / "test_planbook_machine.py"


def run(runs: int, *, patches: tuple[Patch, ...] = ()) -> Tally:
    """Let the machine of the test suite run so many times fifty steps."""
    return run_machine(SOURCE, "PlanbookMachine", runs, patches=patches)


def run_machine(source: Path, name: str, runs: int, *, patches: tuple[Patch, ...] = ()) -> Tally:
    """Let the machine called `name` in the test file `source` run so many times fifty steps."""
    tally = Tally()
    wanted = settings(
        max_examples=runs,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=False,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    machine = _machine(source, name)

    class Counted(machine):  # type: ignore[misc, valid-type]
        """The machine, counting its runs."""

        def teardown(self) -> None:
            super().teardown()
            tally.count(None)

    with patched(*patches):
        try:
            run_state_machine_as_test(Counted, settings=wanted)
        except Exception as error:  # whatever it is, planbook and dict differ
            tally.count(repr(error))
    return tally


def _machine(source: Path, name: str) -> Any:
    spec = importlib.util.spec_from_file_location(source.stem.removeprefix("test_"), source)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)
