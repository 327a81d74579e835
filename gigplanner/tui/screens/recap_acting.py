"""What a person does on the recap screen: the note, the close of the day, and the saved report."""

from __future__ import annotations

from datetime import date

from gigplanner.insights.recap import Recap
from gigplanner.insights.tomorrow import Tip
from gigplanner.insights.words import say_days
from gigplanner.model.errors import GigError
from gigplanner.tui.asking import ask
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.tui.screens.recap_tip import TipReading
from gigplanner.workday import recap as work
from gigplanner.workday.shift import current_shift, shift_event


class RecapActing(PhaseScreen):
    """The recap screen's actions; `RecapScreen` lays it out and says what is looked at."""

    tip: Tip | None = None  # what is on show
    tips: TipReading

    @property
    def day(self) -> date:
        """The day looked at, or the one whose week, month or year it is."""
        raise NotImplementedError

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day shown."""
        raise NotImplementedError

    def tip_of(self, recap: Recap) -> Tip | None:
        """What to try after the day of `recap`, as far as it is known by now."""
        raise NotImplementedError

    def action_note(self) -> None:
        """Write the day's note."""
        from gigplanner.tui.dialogs.note import NoteDialog

        day = self.day
        ask(
            self.gig,
            lambda: NoteDialog(self._note_text(day), say_days(day, day)),
            lambda text: lambda desk, now: work.write_note(desk, day, text, now),
        )

    def action_close_day(self) -> None:
        """Close the day; a shift that runs today is stopped first, if the person says so."""
        day = self.day
        running = day == self.desk.settings.day_of(self.now()) and current_shift(self.desk, self.now())
        if not running:
            self._close(day)
            return
        from gigplanner.tui.dialogs.confirm import ConfirmDialog

        def answered(yes: bool | None) -> None:
            if yes:
                self.act(lambda desk, now: shift_event(desk, "stopped", now), then=lambda _: self._close(day))

        question = "A shift is still running. Stop it and close the day?"
        self.app.push_screen(ConfirmDialog(question, "stop and close"), answered)

    def _close(self, day: date) -> None:
        text = self._note_text(day)
        self.act(lambda desk, now: work.write_note(desk, day, text, now, close=True))

    def _note_text(self, day: date) -> str:
        note = work.day_note(self.desk, day)
        return note.text if note else ""

    def action_evening(self) -> None:
        """Close the day step by step: log what is missing, settle what is open."""
        from gigplanner.tui.screens.recap_evening import Evening

        day, begun = self.day, False

        def begin(awaited: tuple[date, ...]) -> None:
            nonlocal begun
            begun = True
            if self.app.screen is self and self.day == day:
                Evening(self, day, awaited).go_on()

        self.tips.with_awaited_days(self.desk, self.now(), begin)
        if not begun:
            self.gig.say("Looking for money that is late …")

    def action_save(self) -> None:
        """Write the recap as Markdown and as a page for the browser, and say where they are."""
        try:
            done = work.save_recap(self.desk, *self.days, self.now(), tip=self.tip)
        except GigError as error:
            self.gig.say(str(error), severity="error")
            return
        self.gig.say(done.words)
