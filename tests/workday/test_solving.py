"""A search beside the screen: what it tells, and that it ends when nobody waits for it."""

from __future__ import annotations

import gc
from threading import Event

import pytest
from support.patience import PATIENCE

from gigplanner.model import GigError
from gigplanner.workday.solving import Search


def test_it_tells_of_each_thing_found_and_of_the_end() -> None:
    told: list[tuple[str | None, bool]] = []

    def work(search: Search[str]) -> str:
        search.report("good")
        search.report("better")
        return "best"

    search = Search(work, tell=lambda search: told.append((search.found, search.is_over)))
    search.begin()
    assert search.wait(PATIENCE)
    assert search.found == "best"
    assert [found for found, _ in told][:2] == ["good", "better"]


def test_once_stopped_it_ends_by_itself_and_tells_nothing_more() -> None:
    told: list[str | None] = []
    under_way = Event()

    def work(search: Search[str]) -> str:
        under_way.set()
        while not search.should_stop():
            Event().wait(0.001)
        search.report("too late")
        return "too late"

    search = Search(work, tell=lambda search: told.append(search.found))
    search.begin()
    assert under_way.wait(PATIENCE)
    search.stop()
    assert search.wait(PATIENCE)
    assert told == []


@pytest.mark.parametrize("error", [GigError("There is no room."), ZeroDivisionError("a mistake")])
def test_what_goes_wrong_is_kept_for_the_screen(error: Exception) -> None:
    def work(search: Search[str]) -> str:
        raise error

    search = Search(work, tell=lambda _: None)
    search.begin()
    assert search.wait(PATIENCE)
    assert error in (search.refusal, search.crash)
    assert (search.refusal is None) is not isinstance(error, GigError)


def test_the_garbage_collector_rests_until_the_last_search_is_over() -> None:
    def work(search: Search[bool]) -> bool:
        while not search.should_stop():
            Event().wait(0.001)
        return gc.isenabled()

    first, second = (Search(work, tell=lambda _: None) for _ in range(2))
    first.begin()
    second.begin()
    first.stop()
    assert first.wait(PATIENCE)
    assert not gc.isenabled()
    second.stop()
    assert second.wait(PATIENCE)
    assert gc.isenabled()
    assert (first.found, second.found) == (False, False)
