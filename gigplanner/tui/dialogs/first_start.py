"""The first start: a question at a time, each with a guess that enter takes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.suggester import Suggester, SuggestFromList
from textual.widgets import Input, Static

from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.preferences import WEEKDAYS, typed
from gigplanner.model.settings import Settings
from gigplanner.planbook.config_edit import checked
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.fields import Entry
from gigplanner.tui.dialogs.import_zone import ZoneSuggester, zone_called
from gigplanner.tui.text import plain, styled

_CURRENCIES = {
    "AU": "AUD",
    "BR": "BRL",
    "CA": "CAD",
    "CH": "CHF",
    "CZ": "CZK",
    "DK": "DKK",
    "GB": "GBP",
    "HU": "HUF",
    "IN": "INR",
    "JP": "JPY",
    "KE": "KES",
    "KR": "KRW",
    "MX": "MXN",
    "NG": "NGN",
    "NO": "NOK",
    "NZ": "NZD",
    "PH": "PHP",
    "PL": "PLN",
    "SE": "SEK",
    "SG": "SGD",
    "ZA": "ZAR",
} | dict.fromkeys(
    (
        "AT",
        "BE",
        "CY",
        "DE",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PT",
        "SI",
        "SK",
    ),
    "EUR",
)
# CLDR's weekData: where a week begins on Sunday; of those that gig workers' locales are likely to name
_SUNDAY_FIRST = frozenset({"US", "CA", "MX", "BR", "JP", "IN", "KR", "PH", "ZA", "SG", "KE"})


class Question(NamedTuple):
    """What is asked for a preference; `guessed` is there already."""

    name: str
    asked: str
    hint: str
    guessed: str = ""


def questions(settings: Settings, locale: str) -> tuple[Question, ...]:
    """Return what is asked, with guesses from `locale`, such as de_DE.UTF-8, and the machine's zone."""
    match = re.match(r"[a-z]{2,3}_([A-Z]{2})", locale)
    country = match[1] if match else ""
    week = "sunday" if country in _SUNDAY_FIRST else "monday"
    return (
        Question(
            "currency", "What are you paid in?", "Three letters.", _CURRENCIES.get(country, settings.currency)
        ),
        Question("zone", "Whose clock do you live by?", "A zone, or its city.", settings.zone),
        Question(
            "day_ends", "When does your day end?", "Work up to then counts for the day before.", "04:00"
        ),
        Question("week_starts", "Which day does your week start on?", "A goal is of such a week.", week),
        Question(
            "places",
            "Is there a place of your own that you work at?",
            "Such as library = laptop, data. Home, car and café are known; empty for none.",
        ),
        Question(
            "goal_week", "What should a week bring?", "An amount; empty for none. The meter counts up to it."
        ),
    )


class FirstStartDialog(Dialog[dict[str, str]]):
    """Ask the questions; the answer is what was answered, by preference, also by who leaves early."""

    HEADING = "Welcome to gigplanner: one minute"
    KEYS = (
        KeyHint("enter", "next", "screen.next"),
        KeyHint("↑", "back", "screen.before"),
        KeyHint("esc", "skip the rest", "screen.leave"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("up,shift+tab", "before", "back", show=False)]
    DEFAULT_CSS = """
    FirstStartDialog {
        .card { width: 66; }
        #asked { text-style: bold; height: auto; margin: 1 0 0 0; }
        #hint { color: $quiet; height: auto; }
    }
    """

    def __init__(self, settings: Settings, config: Path, locale: str) -> None:
        super().__init__()
        self._questions = questions(settings, locale)
        self._config = config
        self._at = 0
        self._answers: dict[str, dict[str, str]] = {}  # by question: the preferences that it sets
        self._typed: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """One question."""
        yield Static(id="asked")
        yield Static(id="hint")
        yield Entry(id="answer", compact=False, limit=200)

    def on_mount(self) -> None:
        """Ask the first."""
        self._ask()

    @property
    def entry(self) -> Entry:
        """Where the answer is typed."""
        return self.query_one("#answer", Entry)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Judge what is typed."""
        self._judge()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on."""
        self.action_next()

    def action_next(self) -> None:
        """Take the answer, if it can be, and ask the next."""
        answer = self._judge()
        if answer is None:
            return
        name = self._questions[self._at].name
        self._answers[name], self._typed[name] = answer, self.entry.value
        if self._at + 1 == len(self._questions):
            self.dismiss(self._said())
            return
        self._at += 1
        self._ask()

    def action_before(self) -> None:
        """Ask the one before again."""
        if self._at:
            self._at -= 1
            self._ask()

    def action_leave(self) -> None:
        """Go on with what was answered."""
        self.dismiss(self._said())

    def _said(self) -> dict[str, str]:
        return _joined(self._answers)

    def _ask(self) -> None:
        question = self._questions[self._at]
        number = f"{self._at + 1} of {len(self._questions)}  "
        self.query_one("#asked", Static).update(styled((number, "$quiet"), question.asked))
        self.query_one("#hint", Static).update(plain(question.hint))
        self.entry.suggester = _suggester(question.name)
        self.entry.value = self._typed.get(question.name, question.guessed)
        self.entry.action_select_all()
        self.entry.focus()
        self._judge()

    def _judge(self) -> dict[str, str] | None:
        """Return the preferences that the line says, or say what is wrong with it."""
        question = self._questions[self._at]
        try:
            answer = read_answer(question.name, self.entry.value.strip())
            others = {name: given for name, given in self._answers.items() if name != question.name}
            held = checked(self._config, _joined(others) | answer)
        except GigError as error:
            self.complain(str(error))
            return None
        words = [f"{name.removeprefix('places.')}: {typed(name, held)}" for name in answer]
        self.approve(words[0] if words else "none")
        return answer


def read_answer(name: str, text: str) -> dict[str, str]:
    """Return the preferences that an answer sets, as typed; none for an empty one. Raises BadInput."""
    if not text:
        return {}
    if name == "zone":
        text = zone_called(text) or text
    if name != "places":
        return {name: text}
    place, equals, needs = (part.strip() for part in text.partition("="))
    if not (place and equals and needs):
        raise BadInput("Type it like library = laptop, data.")
    return {f"places.{place}": needs}


def _joined(answers: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {name: value for answer in answers.values() for name, value in answer.items()}


def _suggester(name: str) -> Suggester | None:
    if name == "zone":
        return ZoneSuggester()
    known = {"currency": sorted(CURRENCIES), "week_starts": WEEKDAYS}.get(name)
    return SuggestFromList(known, case_sensitive=False) if known else None
