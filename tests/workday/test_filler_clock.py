"""A task worked in a wait while the machine's clock is set back: it goes on by the shift's own clock."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.desks import a_desk, a_task, clock, results

from gigplanner.workday import queue, shift
from gigplanner.workday.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def test_with_a_clock_set_back_a_filler_is_started_and_finished_as_always(desk: Desk) -> None:
    task = queue.add_task(desk, a_task("Survey", "3.20", 4), clock("10:00")).record
    assert task is not None
    shift.start_shift(desk, clock("11:00"))
    shift.start_filler(desk, task.id, clock("10:30"))
    shift.finish_filler(desk, clock("10:35"))
    running = shift.current_shift(desk, clock("10:36"))
    assert running is not None
    assert [event.kind for event in running.events] == ["started", "filler_started", "filler_done"]
    assert all(event.at >= clock("11:00") for event in running.events)
    (result,) = results(desk)
    assert result.outcome == "done"


def test_work_that_pays_nothing_is_finished_without_an_amount(desk: Desk) -> None:
    task = queue.add_task(desk, a_task("Odometer", "0.00", 2), clock("10:00")).record
    assert task is not None
    shift.start_shift(desk, clock("11:00"))
    shift.start_filler(desk, task.id, clock("11:01"))
    assert shift.finish_filler(desk, clock("11:03")).words == "Finished Odometer"
