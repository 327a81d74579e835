"""A week planned out of one queue: what each day would bring, and accepting all of it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from gigplanner.model.money import show_money
from gigplanner.model.times import show_minutes
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece, pad_left, styled
from gigplanner.workday.planning import day_words
from gigplanner.workday.solving import Search
from gigplanner.workday.week import WeekPlan, WeekProblem, week_nearness

LOOKING = 10.0  # seconds in which better weeks are looked for at most


def week_rows(week: WeekPlan) -> list[Row]:
    """Return a row for each day that has a gap: its tasks, the time they fill, the money they bring."""
    rows = []
    for day in week.days:
        ahead = day.plan.ahead
        filled = show_minutes(sum(placed.minutes for placed in ahead))
        count = "1 task" if len(ahead) == 1 else f"{len(ahead)} tasks"
        what = f"  {pad_left(count, 8)}  {pad_left(filled, 7)}" if ahead else "  nothing to do"
        name = f"{day.plan.date:%a} {day.plan.date.day:>2}"
        money = Piece(show_money(day.plan.expected), "money") if ahead else Piece("")
        rows.append(Row(day.plan.id, (Piece(name, "strong"), Piece(what, "quiet")), (money,)))
    return rows


def week_sentence(week: WeekPlan, *, is_over: bool) -> tuple[str, str]:
    """Return what the week is expected to bring, and how good that is at least."""
    rest = week_nearness(week) if is_over else ", better plans are being looked for …"
    return f"{show_money(week.expected)} expected", rest


class WeekDialog(Dialog[WeekPlan]):
    """Looks for a plan of the week and shows it as it gets better; the answer is the one accepted."""

    SAID_ROWS = 2
    KEYS = (KeyHint("A", "accept all", "screen.accept"), KeyHint("esc", "leave", "screen.leave"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("A,ctrl+s", "accept", "accept"),
        Binding("q,W", "leave", "leave", show=False),
    ]
    DEFAULT_CSS = """
    WeekDialog { .card { width: 64; } }
    """

    class News(Message):
        """Posted from the thread of the search."""

    def __init__(self, problem: WeekProblem) -> None:
        super().__init__()
        self._first = problem.first
        self._search: Search[WeekPlan] = Search(
            lambda search: problem.solve(
                budget=LOOKING, on_progress=search.report, should_stop=search.should_stop
            ),
            tell=lambda _: self.post_message(self.News()),
        )

    def heading(self) -> str:
        """From which day on."""
        return f"Seven days from {day_words(self._first)}"

    def body(self) -> ComposeResult:
        """The days."""
        yield RowList(id="days")

    def on_mount(self) -> None:
        """Begin to look."""
        self.query_one(RowList).show([], empty="A plan of the week is being looked for …")
        self._search.begin()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._search.stop()

    def on_week_dialog_news(self) -> None:
        """Show what has been found, unless the dialog is on its way out."""
        search, days = self._search, next(iter(self.query(RowList)), None)
        if search.crash is not None:
            raise search.crash
        if days is None:
            return
        if search.refusal is not None:
            self.complain(str(search.refusal))
        elif search.found is not None:
            days.show(week_rows(search.found))
            money, rest = week_sentence(search.found, is_over=search.is_over)
            self.said.update(styled((money, "bold $money"), (rest, "$quiet")))

    def action_accept(self) -> None:
        """Answer with the week on show."""
        if self._search.found is not None:
            self.dismiss(self._search.found)
