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

from gigplanner.model.catalogue import built_in
from gigplanner.model.conventions import conventions_of
from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.money import show_money
from gigplanner.model.preferences import WEEKDAYS, preference_called, typed
from gigplanner.model.settings import Settings
from gigplanner.planbook.config_edit import checked
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.completing import ListSuggester
from gigplanner.tui.dialogs.fields import Entry
from gigplanner.tui.dialogs.import_zone import ZoneSuggester, zone_called
from gigplanner.tui.text import plain, styled

_EURO = "AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK"
_OTHERS = (
    "AU:AUD BR:BRL CA:CAD CH:CHF CZ:CZK DK:DKK GB:GBP HU:HUF IN:INR JP:JPY KE:KES KR:KRW MX:MXN NG:NGN "
    "NO:NOK NZ:NZD PH:PHP PL:PLN SE:SEK SG:SGD ZA:ZAR"
)
_CURRENCIES = dict.fromkeys(_EURO.split(), "EUR") | dict(pair.split(":") for pair in _OTHERS.split())


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
    week = WEEKDAYS[conventions_of("", "", {"LANG": locale}).week_starts]
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
            "platforms",
            "Which platforms do you work on?",
            "With commas between them; → completes. They are offered first. Empty for none.",
        ),
        Question(
            "goal_week", "What should a week bring?", "An amount; empty for none. The meter counts up to it."
        ),
    )


class FirstAnswers(NamedTuple):
    """What was answered, by preference, and whether the person leaves the app."""

    said: dict[str, str]
    leaves: bool = False


class FirstStartDialog(Dialog[FirstAnswers]):
    """Ask the questions; the answer is what was answered, also by who leaves early."""

    HEADING = "Welcome to gigplanner: one minute"
    KEYS = (
        KeyHint("enter", "next", "screen.next"),
        KeyHint("↑", "back", "screen.before"),
        KeyHint("esc", "skip the rest", "screen.leave"),
        KeyHint("ctrl+q", "quit", "screen.leave_app"),
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
        if not self._take():
            return
        if self._at + 1 == len(self._questions):
            self.dismiss(self._given())
            return
        self._at += 1
        self._ask()

    def action_before(self) -> None:
        """Ask the one before again."""
        if self._at:
            self._at -= 1
            self._ask()

    def action_leave(self) -> None:
        """Go on with what was answered; what is typed and not a mere guess counts as an answer."""
        if not self._is_untouched and not self._take():
            return
        self.dismiss(self._given())

    def action_complete(self) -> None:
        """Take what the answer is guessed to go on with."""
        self.entry.action_cursor_right()

    async def action_leave_app(self) -> None:
        """Leave the app with what was answered."""
        self.dismiss(FirstAnswers(self._given().said, leaves=True))

    @property
    def _is_untouched(self) -> bool:
        question = self._questions[self._at]
        return self.entry.value == self._typed.get(question.name, question.guessed)

    def _given(self) -> FirstAnswers:
        return FirstAnswers(_joined(self._answers))

    def _take(self) -> bool:
        answer = self._judge()
        if answer is not None:
            name = self._questions[self._at].name
            self._answers[name], self._typed[name] = answer, self.entry.value
        return answer is not None

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
        words = [answer_words(name, held) for name in answer]
        self.approve(words[0] if words else "none for now")
        return answer


def answer_words(name: str, settings: Settings) -> str:
    """Return what was understood of the answer that sets the preference `name`."""
    if name == "goal_week" and settings.goal_week:
        return f"{show_money(settings.goal_week)} a week"
    preference = preference_called(name)
    return f"{preference.title if preference else name}: {typed(name, settings)}"


def read_answer(name: str, text: str) -> dict[str, str]:
    """Return the preferences that an answer sets, as typed; none for an empty one. Raises BadInput."""
    if not text:
        return {}
    if name == "zone":
        text = zone_called(text) or text
    if name == "platforms":
        text = ", ".join(built_in().canonical(part) for part in text.split(",") if part.strip())
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
    if name == "platforms":
        return ListSuggester(lambda: (platform.name for platform in built_in().platforms))
    known = {"currency": sorted(CURRENCIES), "week_starts": WEEKDAYS}.get(name)
    return SuggestFromList(known, case_sensitive=False) if known else None
