"""What the palette finds beside actions: days, tasks, platforms, settings; in thousands, between two keys."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate
from typing import NamedTuple

from gigplanner.model.errors import BadInput
from gigplanner.model.money import show_money
from gigplanner.model.preferences import preferences_of, shown
from gigplanner.model.records import Task
from gigplanner.model.showing import show_day
from gigplanner.tui.dialogs.palette import SPREAD
from gigplanner.workday.desk import Desk
from gigplanner.workday.queue import open_tasks
from gigplanner.workday.whens import read_day

MOST = 50  # finds on show: more are found by typing another letter
_LOOKED_AT = 400  # matches ranked
_LONGEST_TITLE = 200


class Find(NamedTuple):
    """Something to go to: what the palette answers, its name, what it is, and how well it matches."""

    target: str
    title: str
    what: str
    more: str = ""
    rank: int = 0


class Titles:
    """Many names, searched by letters in order. All of them are one text, so that one search finds them."""

    def __init__(self, finds: Iterable[Find]) -> None:
        self._finds = list(finds)
        names = [" ".join(find.title[:_LONGEST_TITLE].casefold().split()) for find in self._finds]
        self._text = "\n".join(names)
        self._starts = [0, *accumulate(len(name) + 1 for name in names)]

    def matching(self, query: str) -> list[Find]:
        """Return what matches, the closest first: begun so, with a word begun so, with it within, spread."""
        words = " ".join(query.casefold().split())
        if not words or "\n" in words:
            return []
        found: dict[int, int] = {}
        for at in self._places(words):
            index = bisect_right(self._starts, at) - 1
            start = at == self._starts[index]
            rank = 0 if start else 1 if not self._text[at - 1].isalnum() else 2
            found[index] = min(rank, found.get(index, rank))
            if len(found) >= _LOOKED_AT:
                break
        if len(found) < MOST:
            for at in self._spread(words.replace(" ", "")):
                found.setdefault(bisect_right(self._starts, at) - 1, SPREAD)
                if len(found) >= _LOOKED_AT:
                    break
        best = sorted(found.items(), key=lambda item: (item[1], item[0]))[:MOST]
        return [self._finds[index]._replace(rank=rank) for index, rank in best]

    def _places(self, words: str) -> Iterator[int]:
        at = self._text.find(words)
        while at >= 0:
            yield at
            at = self._text.find(words, at + 1)

    def _spread(self, letters: str) -> Iterator[int]:
        """Where names begin that have the letters in order. Each part stops at its letter: no going back."""
        pattern = "^" + "".join(rf"[^\n{re.escape(one)}]*{re.escape(one)}" for one in letters)
        return (match.start() for match in re.finditer(pattern, self._text, re.MULTILINE))


class Finder:
    """Finds days, tasks, platforms and settings of a desk."""

    def __init__(self, desk: Desk, today: date) -> None:
        self._desk, self._today = desk, today
        self._titles: Titles | None = None

    def matching(self, query: str) -> Sequence[Find]:
        """Return what matches, the closest first; a day before all."""
        if not query.strip():
            return []
        return [*self._day(query), *self.prepare().matching(query)]

    def prepare(self) -> Titles:
        """Read what there is to find, once: a queue of thousands takes a while."""
        if self._titles is None:
            self._titles = Titles((*_settings(self._desk), *_platforms(self._desk), *_tasks(self._desk)))
        return self._titles

    def _day(self, query: str) -> list[Find]:
        try:
            day = read_day(query, self._today)
        except BadInput:
            return []
        return [Find(f"day:{day.isoformat()}", show_day(day, long=True, year=True), "day", rank=-1)]


def _tasks(desk: Desk) -> Iterator[Find]:
    for task in open_tasks(desk):
        yield Find(f"task:{task.id}", task.title, "task", _more(task))


def _more(task: Task) -> str:
    pay = show_money(task.pay) if task.pay.minor else ""
    return " · ".join(part for part in (task.platform, pay) if part)


def _platforms(desk: Desk) -> Iterator[Find]:
    for name in dict.fromkeys(platform.name for platform in desk.catalogue.platforms):
        yield Find(f"platform:{name}", name, "platform", "its tasks")


def _settings(desk: Desk) -> Iterator[Find]:
    for one in preferences_of(desk.settings):
        title = f"{one.group}: {one.title}"
        yield Find(f"setting:{one.name}", title, "setting", shown(one.name, desk.settings))
