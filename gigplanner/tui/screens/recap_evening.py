"""The evening ritual: what is missing of a day is asked question by question, and then the day is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from gigplanner.model.errors import BadInput
from gigplanner.model.money import show_money
from gigplanner.model.showing import show_clock, show_day, show_number
from gigplanner.model.times import show_length
from gigplanner.tui.asking import ask
from gigplanner.tui.dialogs.evening import SKIPPED, EveningChoice, EveningLine, Pick
from gigplanner.tui.dialogs.note import NoteDialog
from gigplanner.tui.saving import Act
from gigplanner.workday import evening as work
from gigplanner.workday.arranging import carry_over
from gigplanner.workday.awaited import awaited_on
from gigplanner.workday.orderline import order_words, read_order
from gigplanner.workday.recap import day_note, recap_day, write_note
from gigplanner.workday.shift import shift_event
from gigplanner.workday.whens import read_instant

if TYPE_CHECKING:
    from gigplanner.tui.screens.recap_acting import RecapActing

STAYS = "Nothing is logged: it stays open."
CLOSING_STEPS = 2  # after all questions: the note, and the close
_TASK = (
    Pick("d", "done"),
    Pick("n", "not done; it stays in the queue"),
    Pick("c", "carry over to tomorrow"),
    Pick("x", "drop it"),
)
_LATE = (Pick("p", "it has come: paid"), Pick("w", "still waiting"), Pick("x", "it will never come"))


class Evening:
    """Walks through the questions of one day: each answer is an action of its own, that `u` takes back.

    `awaited` are the days whose money was still awaited when it began.
    """

    def __init__(self, screen: RecapActing, day: date, awaited: tuple[date, ...]) -> None:
        self._screen = screen
        self._day = day
        self._asked: list[str] = []
        self._awaited = awaited

    def go_on(self) -> None:
        """Ask what is still open and was not asked yet; behind that the note, and the end."""
        left = self._left()
        if left:
            self._ask(left[0], len(left))
        else:
            self._ask_for_note()

    def _ask(self, question: work.Question, left: int) -> None:
        heading = self._heading(left)
        self._asked.append(question.key)
        match question:
            case work.Running():
                self._ask_for_end(heading, question)
            case work.Unpaid():
                self._ask_for_pay(heading, question)
            case work.NoMiles():
                self._ask_for_miles(heading, question)
            case work.NotDone():
                self._ask_about_task(heading, question)
            case work.Late():
                self._ask_for_late(heading, question)

    # --- the questions ---------------------------------------------------------------------------------

    def _ask_for_end(self, heading: str, question: work.Running) -> None:
        settings, log = self._screen.desk.settings, question.log

        def end(text: str) -> datetime:
            if text == self._wall(question.likely_end):
                return question.likely_end
            at = read_instant(text, self._screen.now(), settings)
            if not log.events[-1].at <= at <= self._screen.now():
                last = self._wall(log.events[-1].at)
                raise BadInput(f"Give a time from the last event, {last}, up to now.")
            return at

        def means(text: str) -> str:
            minutes = show_length((end(text) - log.start).total_seconds())
            return f"Stop the shift at {self._wall(end(text))}, {minutes} after it began."

        likely = f" The time below is a guess: {question.why}." if question.why else ""
        self._ask_line(
            heading,
            f"A shift runs since {self._wall(log.start)}. When did it end?{likely}",
            means=means,
            act=lambda text: lambda desk, now: shift_event(desk, "stopped", now, at=end(text)),
            skip="It goes on: nothing is stopped.",
            value=self._wall(question.likely_end),
        )

    def _ask_for_pay(self, heading: str, question: work.Unpaid) -> None:
        event, settings = question.event, self._screen.desk.settings
        platform = f" on {event.platform}" if event.platform else ""
        self._ask_line(
            heading,
            f"An order{platform} was delivered at {self._wall(event.at)}. What did it bring?",
            means=lambda text: order_words(read_order(text, settings)),
            act=lambda text: (
                lambda desk, now: work.log_pay(desk, event.id, event.at, read_order(text, settings), now)
            ),
            placeholder="8.50 tip 2 4.1mi",
        )

    def _ask_for_miles(self, heading: str, question: work.NoMiles) -> None:
        log = question.log
        platform = f" on {log.platform}" if log.platform else ""
        self._ask_line(
            heading,
            f"The shift{platform} from {self._wall(log.start)} has no miles. How far did you drive?",
            means=lambda text: f"{show_number(work.read_distance(text))} mi",
            act=lambda text: lambda desk, now: work.log_miles(desk, log, work.read_distance(text), now),
            placeholder="38 mi",
        )

    def _ask_about_task(self, heading: str, question: work.NotDone) -> None:
        task, placed = question.task, question.placed
        units = f" ×{placed.units}" if placed.units > 1 else ""
        tomorrow = self._day + timedelta(days=1)
        acts: dict[str, Act] = {
            "d": lambda desk, now: work.did_task(desk, question, now),
            "c": lambda desk, now: carry_over(desk, self._day, placed, tomorrow, now),
            "x": lambda desk, now: work.drop_task(desk, task.id, now),
        }
        asked = (
            f"{task.title}{units} was planned for {self._wall(placed.start)}: {show_money(placed.expected)}."
        )
        self._ask_choice(heading, asked, _TASK, acts)

    def _ask_for_late(self, heading: str, question: work.Late) -> None:
        late = question.awaited
        acts: dict[str, Act] = {
            "p": lambda desk, now: work.settle_late(desk, late, "paid", now),
            "x": lambda desk, now: work.settle_late(desk, late, "rejected", now),
        }
        self._ask_choice(heading, late.sentence, _LATE, acts)

    def _ask_line(
        self,
        heading: str,
        asked: str,
        *,
        means: Callable[[str], str],
        act: Callable[[str], Act],
        skip: str = STAYS,
        value: str = "",
        placeholder: str = "",
    ) -> None:
        """Ask for a line and do what it says."""
        ask(
            self._screen.gig,
            lambda: EveningLine(heading, asked, means=means, skip=skip, value=value, placeholder=placeholder),
            lambda text: None if text == SKIPPED else act(text),
            then=self.go_on,
            left=self._leave,
        )

    def _ask_choice(
        self,
        heading: str,
        asked: str,
        picks: tuple[Pick, ...],
        acts: Mapping[str, Act],
    ) -> None:
        """Ask for a key and do what it stands for, if anything."""
        ask(
            self._screen.gig,
            lambda: EveningChoice(heading, [asked], picks),
            acts.get,
            then=self.go_on,
            left=self._leave,
        )

    # --- the end ---------------------------------------------------------------------------------------

    def _ask_for_note(self) -> None:
        kept, heading = self._note(), f"{self._heading(0)} · a note?"

        def keep(text: str) -> Act | None:
            if text == kept:
                return None
            return lambda desk, now: write_note(desk, self._day, text, now)

        ask(
            self._screen.gig,
            lambda: NoteDialog(kept, heading),
            keep,
            then=self._ask_to_close,
            left=self._leave,
        )

    def _ask_to_close(self) -> None:
        screen = self._screen
        recap = recap_day(screen.desk, self._day, screen.now())
        tip = screen.tip_of(recap)
        open_still = work.left_words(self._open())
        asked = [recap.headline, *([f"To try: {tip.words}"] if tip else []), *filter(None, [open_still])]

        def answered(key: str | None) -> None:
            if key == "c":
                text = self._note()
                screen.act(lambda desk, now: write_note(desk, self._day, text, now, close=True))

        picks = (Pick("c", "close the day"), Pick("l", "leave it open"))
        total = len(self._asked) + CLOSING_STEPS
        screen.app.push_screen(EveningChoice(self._named(total, total), asked, picks), answered)

    def _leave(self) -> None:
        """Say what is left: all that was answered stays done."""
        if words := work.left_words(self._open()):
            self._screen.gig.say(words)

    # --- parts -----------------------------------------------------------------------------------------

    def _open(self) -> list[work.Question]:
        desk, now = self._screen.desk, self._screen.now()
        return work.questions(desk, self._day, now, awaited=awaited_on(desk, self._awaited, now))

    def _left(self) -> list[work.Question]:
        return [question for question in self._open() if question.key not in self._asked]

    def _heading(self, left: int) -> str:
        done = len(self._asked)
        return self._named(done + 1, done + left + CLOSING_STEPS)

    def _named(self, step: int, total: int) -> str:
        return f"{show_day(self._day, long=True)} · {step} of {total}"

    def _note(self) -> str:
        note = day_note(self._screen.desk, self._day)
        return note.text if note else ""

    def _wall(self, at: datetime) -> str:
        """The time, with its date where that is not the day's."""
        wall = self._screen.desk.settings.wall(at)
        return show_clock(wall) if wall.date() == self._day else f"{wall:%Y-%m-%d %H:%M}"
