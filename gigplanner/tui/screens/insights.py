"""The insights screen: where the money is, over months and years."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from gigplanner.insights.overview import PERIOD_WORDS, PERIODS, Period
from gigplanner.insights.report.insights import insight_page
from gigplanner.insights.report.page import Page
from gigplanner.insights.report.plots import Grid
from gigplanner.model.errors import GigError
from gigplanner.tui.actions import bindings_of
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.tui.screens.plan_view import clock_words
from gigplanner.tui.screens.recap_panels import RecapPanel
from gigplanner.tui.text import Line, Piece, empty_lines, wrapped
from gigplanner.tui.widgets.heat_map import HeatMap
from gigplanner.tui.widgets.keys_bar import KeysBar
from gigplanner.tui.widgets.panels import Column, Columns, Panels
from gigplanner.tui.widgets.section import section_lines
from gigplanner.tui.widgets.top_bar import TopBar
from gigplanner.workday import reports
from gigplanner.workday.insight_reading import InsightReading, Told

FIRST = ("goals", "rates")
MONEY = ("awaited", "tax", "payments", "aside")
RIGHT = ("mix", "months", "season", "learning", "upskilling", "forecasts")


NOTHING = (
    "They are made of what you work and earn: `2` starts a shift, `a` adds a line, `i` imports your history."
)


class InsightsScreen(PhaseScreen):
    """Learn from one's own records. They are worked out on a thread; meanwhile the screen says so."""

    AUTO_FOCUS = "#insights-body"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("insights")]
    DEFAULT_CSS = """
    InsightsScreen {
        #insights-body { height: 1fr; }
        #insights-headline, #insights-columns { margin: 0 1 0 0; }
        #insights-columns { height: auto; }
        #insights-left, #insights-right { width: 1fr; height: auto; }
        #insights-first, #insights-money { width: 1fr; height: auto; }
        &.-vast #insights-left { layout: horizontal; width: 2fr; }
        &.-narrow #insights-columns { layout: vertical; }
        &.-narrow #insights-headline, &.-narrow #insights-columns { margin: 0; }
    }
    """

    class News(Message):
        """Posted from the reading's thread: the insights are there."""

        def __init__(self, told: Told) -> None:
            super().__init__()
            self.told = told

    def __init__(self) -> None:
        super().__init__()
        self._period: Period = "year"
        self._page: Page | None = None
        self._read_of: object = None
        self.reading: InsightReading | None = None

    def compose(self) -> ComposeResult:
        """Lay out the headline and the heat map over two columns of panels."""
        yield TopBar("insights", demo=self.gig.demo)
        with Panels(id="insights-body"):
            yield RecapPanel("", id="insights-headline")
            with Columns(id="insights-columns"):
                with Column(id="insights-left"):
                    with Column(id="insights-first"):
                        yield HeatMap(id="insights-heat")
                        for name in FIRST:
                            yield RecapPanel("", id=f"insights-{name}")
                    with Column(id="insights-money"):
                        for name in MONEY:
                            yield RecapPanel("", id=f"insights-{name}")
                with Column(id="insights-right"):
                    for name in RIGHT:
                        yield RecapPanel("", id=f"insights-{name}")
        yield KeysBar("insights")

    @property
    def period(self) -> Period:
        """The period on show."""
        return self._period

    @property
    def page(self) -> Page | None:
        """What is on show; None until it is worked out."""
        return self._page

    def panel(self, name: str) -> RecapPanel:
        """The panel of a section of the report."""
        return self.query_one(f"#insights-{name}", RecapPanel)

    # --- reading ---------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read anew if anything changed since; what is on show stays until the new is there."""
        now = self.now()
        self._draw_top(now)
        state = (self.desk.book.seq, self.desk.settings, self.desk.settings.day_of(now), self._period)
        if state == self._read_of:
            return
        self._read_of = state
        if self.reading is None:
            self.reading = InsightReading(
                self.desk.book.folder, lambda told: self.post_message(self.News(told))
            )
        self.reading.read(self._period, now, self.desk.settings)
        if self._page is None:
            self._say_headline("Reading your records …")

    def on_insights_screen_news(self, event: News) -> None:
        """Show what was worked out."""
        told = event.told
        if told.insights is None:
            self._say_headline(str(told.refusal))
        elif self.standing:
            self._page = insight_page(told.insights, told.awaited)
            self._draw()

    def tick(self, now: datetime) -> None:
        """The clock goes on; a new day is read anew."""
        self._draw_top(now)
        if now.second == 0:
            self.reload()

    # --- drawing ---------------------------------------------------------------------------------------

    def _draw_top(self, now: datetime) -> None:
        self.query_one(TopBar).say(clock_words(self.gig.meter.read(now), self.desk.settings, now))

    def _say_headline(self, sentence: str) -> None:
        following = PERIODS[(PERIODS.index(self._period) + 1) % len(PERIODS)]
        headline = self.panel("headline")
        headline.retitle(f"Insights · {PERIOD_WORDS[self._period]}", f"w shows {PERIOD_WORDS[following]}")
        taught = NOTHING if self._page and not self._page.sections else ""
        headline.show(
            lambda width: [
                *(Line((Piece(row, "strong"),)) for row in wrapped(sentence, width)),
                *empty_lines(taught, width),
            ]
        )

    def _draw(self) -> None:
        page = self._page
        if page is None:
            return
        self._say_headline(page.headline)
        found = {section.key: section for section in page.sections}
        heat = found.get("heat")
        grid = heat.plot if heat and isinstance(heat.plot, Grid) else None
        sentences = [str(line) for line in heat.lines] if heat else []
        self.query_one(HeatMap).show(grid, sentences, title=heat.title if heat else "")
        for name in (*FIRST, *MONEY, *RIGHT):
            panel, section = self.panel(name), found.get(name)
            panel.retitle(section.title if section else "")
            panel.show(partial(section_lines, section) if section else _nothing)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._draw()

    # --- acting ----------------------------------------------------------------------------------------

    def action_span(self) -> None:
        """Show another period: 13 weeks, a year, all there is, in turn."""
        self._period = PERIODS[(PERIODS.index(self._period) + 1) % len(PERIODS)]
        self._say_headline("Reading your records …")
        self.reload()

    def action_save(self) -> None:
        """Write the insights as a page for the browser and say where it is."""
        if self._page is None:
            self.gig.say("The insights are not worked out yet.")
            return
        name = f"insights {self._period} {self.desk.settings.day_of(self.now())}"
        try:
            done = reports.save_page(self.desk, self._page, name)
        except GigError as error:
            self.gig.say(str(error), severity="error")
            return
        self.gig.say(done.words)


def _nothing(width: int) -> list[Line]:
    return []
