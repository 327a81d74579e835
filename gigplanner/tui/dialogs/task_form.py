"""A task, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from msgspec.structs import replace
from textual.suggester import Suggester

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import Task
from gigplanner.model.settings import NEEDS, Settings
from gigplanner.model.showing import show_moment
from gigplanner.model.times import show_minutes
from gigplanner.tui.dialogs import field_text
from gigplanner.tui.dialogs.completing import DAYS, ListSuggester, NameSuggester
from gigplanner.tui.dialogs.fields import Entry, Field, NoteArea, Tick
from gigplanner.tui.dialogs.form import FormDialog
from gigplanner.workday.desk import Desk
from gigplanner.workday.estimating import own_estimates, own_minutes_words
from gigplanner.workday.queue import checked, open_tasks

CATEGORIES = (
    "survey",
    "data entry",
    "transcription",
    "image tagging",
    "virtual assistance",
    "AI training",
    "social media",
    "training",
    "freelance",
)
FLAGS = ("splittable", "resumable", "must")
_CANNOT_BE_EMPTY = {"minutes": "How long does it take? Minutes are needed.", "title": "A task needs a title."}


class TaskDialog(FormDialog[Task]):
    """Change a task, or with None make one. The answer is the task, its id as it was."""

    HINT = "A title and minutes are enough."

    def __init__(self, desk: Desk, clock: Callable[[], datetime], task: Task | None) -> None:
        super().__init__(task)
        self._desk, self._clock = desk, clock

    def heading(self) -> str:
        """New, or which."""
        return f"Task · {self.given.title}" if self.given else "New task"

    def fields(self) -> Iterable[Field]:
        """What a task has."""
        task = self.given
        shown = task_texts(task, self._desk.settings)

        def entry(name: str, placeholder: str = "", suggestions: Iterable[str] | Suggester = ()) -> Entry:
            return Entry(shown[name], id=name, placeholder=placeholder, suggestions=suggestions)

        platforms = self._desk.platform_names
        needs = task.needs if task else frozenset()
        titles = NameSuggester(lambda: (one.title for one in open_tasks(self._desk)))
        yield Field("title", entry("title", "what there is to do", titles), wide=True)
        yield Field("platform", entry("platform", "where it comes from", platforms))
        yield Field("category", entry("category", "survey, data entry, …", NameSuggester(self._categories)))
        yield Field("pay", entry("pay", "4.10"), behind="each")
        yield Field("minutes", entry("minutes", "12"), behind="each")
        yield Field("units", entry("units", "1"))
        yield Field("odds", entry("odds", "100"), behind="% paid")
        yield Field("due", entry("due", "fri 5pm", DAYS))
        yield Field("earliest", entry("not_before", "tomorrow 9am", DAYS))
        yield Field("needs", *(Tick(need, need in needs, id=f"need-{need}") for need in NEEDS), wide=True)
        flags = [Tick(flag, bool(task and getattr(task, flag)), id=flag) for flag in FLAGS]
        yield Field("it is", *flags, wide=True)
        yield Field("chunks of", entry("min_chunk", "any length"), behind="min")
        yield Field("tags", entry("tags", "quick, evening", ListSuggester(self._tags)))
        yield Field("link", entry("url", "https://"), wide=True)
        yield Field("notes", NoteArea(shown["notes"], id="notes"), wide=True)

    def _categories(self) -> Iterable[str]:
        yield from CATEGORIES
        yield from (one.category for one in open_tasks(self._desk) if one.category)

    def _tags(self) -> Iterable[str]:
        return (tag for one in open_tasks(self._desk) for tag in one.tags)

    def read(self) -> Task:
        """The task with what was changed."""
        return read_task(
            self.given,
            self.texts(),
            self.ticked(),
            now=self._clock(),
            desk=self._desk,
        )

    def words(self, made: Task) -> str:
        """What it pays and when it is due, and how long such tasks have taken the person."""
        now = self._clock()
        own = own_estimates(self._desk, now).minutes(made)
        words = [
            task_words(made, now, self._desk.settings),
            own_minutes_words(own.minutes, own.stated),
        ]
        return " · ".join(filter(None, words))


def task_texts(task: Task | None, settings: Settings) -> dict[str, str]:
    """Return what the fields of a task show, by their ids."""
    if task is None:
        return dict.fromkeys((*_READERS, "title", "platform", "category", "tags", "url", "notes"), "")
    return {
        "title": task.title,
        "platform": task.platform,
        "category": task.category,
        "pay": field_text.show_pay(task.pay),
        "minutes": field_text.show_number(task.minutes),
        "units": str(task.units),
        "odds": field_text.show_number(task.odds * 100),
        "due": field_text.show_instant(task.due, settings),
        "not_before": field_text.show_instant(task.not_before, settings),
        "min_chunk": field_text.show_number(task.min_chunk),
        "tags": ", ".join(task.tags),
        "url": task.url,
        "notes": task.notes,
    }


def read_task(
    task: Task | None, texts: dict[str, str], ticked: frozenset[str], *, now: datetime, desk: Desk
) -> Task:
    """Return `task` with the fields that differ from what it shows; all others keep their exact value.

    Raises BadInput for the first field that is wrong or missing.
    """
    settings = desk.settings
    shown = {name: text.strip() for name, text in task_texts(task, settings).items()}
    changes: dict[str, Any] = {}
    for name, text in texts.items():
        if text.strip() == shown[name]:
            continue
        if not text and name in _CANNOT_BE_EMPTY:
            raise BadInput(_CANNOT_BE_EMPTY[name])
        reader = _READERS.get(name)
        changes[name] = reader(text, now, settings) if reader else text
    if "platform" in changes:
        changes["platform"] = desk.catalogue.canonical(changes["platform"])
    if "tags" in changes:
        changes["tags"] = field_text.read_tags(changes["tags"])
    needs = frozenset(need for need in NEEDS if f"need-{need}" in ticked)
    known_needs = (task.needs if task else frozenset()) & frozenset(NEEDS)
    if needs != known_needs:
        changes["needs"] = needs
    changes |= {flag: flag in ticked for flag in FLAGS}
    if changes.get("min_chunk"):
        changes["splittable"] = True
    made = replace(task, **changes) if task else _new_task(changes, now, settings)
    if made.splittable and made.min_chunk and made.min_chunk > made.whole_minutes:
        raise BadInput("A chunk is longer than the whole task: make it shorter.")
    return checked(made)


def _new_task(changes: dict[str, Any], now: datetime, settings: Settings) -> Task:
    for name, sentence in reversed(_CANNOT_BE_EMPTY.items()):
        if not changes.get(name):
            raise BadInput(sentence)
    return Task(**{"id": "", "pay": Money.zero(settings.currency), "created_at": now, **changes})


_Reader = Callable[[str, datetime, Settings], Any]
_READERS: dict[str, _Reader] = {
    "pay": lambda text, _, settings: (
        field_text.read_pay(text, settings) if text else Money.zero(settings.currency)
    ),
    "minutes": lambda text, *_: field_text.read_minutes(text, "Minutes"),
    "units": lambda text, *_: field_text.read_count(text, "Units", 100_000) if text else 1,
    "odds": lambda text, *_: field_text.read_odds(text) if text else 1.0,
    "due": field_text.read_due,
    "not_before": field_text.read_not_before,
    "min_chunk": lambda text, *_: field_text.read_minutes(text, "Chunks") if text else None,
}


def task_words(task: Task, now: datetime, settings: Settings) -> str:
    """Return in one line what a task is worth and when it is due."""
    many = f" for all {task.units}" if task.units > 1 else ""
    words = [f"{show_money(task.whole_pay)} in {show_minutes(task.whole_minutes)}{many}"]
    if task.pay and (rate := task.pay_per_hour):
        words.append(f"{show_money(rate)}/h")
    if task.due:
        words.append(f"due {_moment(task.due, settings)}" + (" (past)" if task.due < now else ""))
    if task.not_before:
        words.append(f"from {_moment(task.not_before, settings)}")
    return " · ".join(words)


def _moment(instant: datetime, settings: Settings) -> str:
    wall = settings.wall(instant)
    return show_moment(wall)
