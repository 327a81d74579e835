"""The plan that is being looked for, and the proposal on show that nobody has kept yet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from textual.message import Message

from gigplanner.model.errors import GigError
from gigplanner.model.records import Plan
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.workday.planning import Proposal, problem_of
from gigplanner.workday.solving import Search

ONE_FRAME = 1 / 60  # seconds that a key press waits for a plan: a small day's is there by then
LOOKING = 10.0  # seconds in which better plans are looked for at most
LEAVING = 0.5  # seconds that a search gets to end when its screen goes


class Drafting:
    """Looks for plans of a day, while the screen goes on; `drawn` is called whenever there is news.

    A *draft* is on show in the place of the saved plan and follows every change until it is kept or let go.
    Where none is on show, a search after a change made by hand only says whether more is possible: `aside`.
    """

    class News(Message):
        """Posted from the thread of a search: it has found something, or is over."""

        def __init__(self, search: Search[Proposal]) -> None:
            super().__init__()
            self.search = search

    def __init__(self, screen: PhaseScreen, drawn: Callable[[], object]) -> None:
        self._screen = screen
        self._drawn = drawn
        self._search: Search[Proposal] | None = None
        self._quietly = False
        self._check_due = False
        self._day: date | None = None
        self._left_out: set[str] = set()
        self.draft: Proposal | None = None
        self.aside: Proposal | None = None

    @property
    def is_looking(self) -> bool:
        """Whether better plans are being looked for, to be shown."""
        return self._search is not None and not self._quietly

    @property
    def plan(self) -> Plan | None:
        """The plan on show that is not saved."""
        return self.draft.plan if self.draft else None

    def begin(self, day: date) -> None:
        """Look for a plan of `day` and show it."""
        self._left_out.clear()
        self._look(day, quietly=False)

    def leave_out(self, task_id: str) -> None:
        """Propose this task no more, until a plan is asked for anew: the person has dropped it."""
        self._left_out.add(task_id)

    def check_soon(self) -> None:
        """At the next reload, see whether more is possible around what was changed by hand."""
        self._check_due = True

    def follow(self, day: date) -> None:
        """Take up that the planbook has changed: a draft is worked out anew."""
        self.aside = None
        due, self._check_due = self._check_due, False
        if self._day not in (None, day):
            self.drop()
        elif self.draft is not None or self.is_looking:
            self._look(day, quietly=False)
        elif due:
            self._look(day, quietly=True)

    def take(self) -> Plan | None:
        """Return the plan on show to keep it; nothing is looked for any more."""
        plan = self.plan
        self.drop()
        return plan

    def drop(self) -> bool:
        """Let go of the draft and the search; return whether there was anything to be seen of them."""
        seen = self.draft is not None or self.is_looking
        if self._search is not None:
            self._search.stop()
        self._search = self.draft = self.aside = self._day = None
        return seen

    def close(self) -> None:
        """End with the screen."""
        search = self._search
        self.drop()
        if search is not None:
            search.wait(LEAVING)

    def on_news(self, search: Search[Proposal]) -> None:
        """Take up what a search has found; what an older one says is of no interest."""
        if search is self._search:
            self._take_up()

    def _look(self, day: date, *, quietly: bool) -> None:
        if self._search is not None:
            self._search.stop()
            self._search = None
        try:
            problem = problem_of(self._screen.desk, day, self._screen.now())
        except GigError as error:
            if not quietly:
                self.drop()
                self._screen.gig.say(str(error), severity="error")
            return
        problem = problem.without(self._left_out)
        self._day, self._quietly = day, quietly
        search: Search[Proposal] = Search(
            lambda search: problem.solve(
                budget=LOOKING, on_progress=search.report, should_stop=search.should_stop
            ),
            tell=lambda search: self._screen.post_message(self.News(search)),
        )
        self._search = search
        search.begin()
        search.wait(ONE_FRAME)
        self._take_up()

    def _take_up(self) -> None:
        search = self._search
        if search is None:
            return
        if search.is_over:
            self._search = None
        if search.crash is not None:
            raise search.crash
        if search.refusal is not None:
            self.drop()
            self._screen.gig.say(str(search.refusal), severity="error")
        elif self._quietly:
            self.aside = search.found if search.is_over else None
        elif search.found is not None:
            self.draft = search.found
        self._drawn()
