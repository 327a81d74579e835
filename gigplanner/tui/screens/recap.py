"""The recap screen: a day, week, month or year closed in a sentence, in steps, and against its plan."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message

from gigplanner.insights.digest_recap import MonthRow
from gigplanner.insights.recap import DayRow, Recap
from gigplanner.insights.report.calendar import calendar_section
from gigplanner.insights.report.hindsight import (
    awaited_section,
    forecasts_section,
    suggestions_section,
    tip_section,
)
from gigplanner.insights.tomorrow import Tip
from gigplanner.insights.words import say_days
from gigplanner.model.showing import show_clock
from gigplanner.tui.actions import bindings_of
from gigplanner.tui.screens import recap_view as view
from gigplanner.tui.screens.base import WIDE
from gigplanner.tui.screens.plan_view import clock_words
from gigplanner.tui.screens.recap_moving import SPANS, RecapMoving
from gigplanner.tui.screens.recap_panels import RecapPanel, level
from gigplanner.tui.screens.recap_tip import TipReading
from gigplanner.tui.screens.recap_year import Told as YearTold
from gigplanner.tui.screens.recap_year import YearReading
from gigplanner.tui.widgets.bars import BarPlot, HourBars
from gigplanner.tui.widgets.keys_bar import KeysBar
from gigplanner.tui.widgets.panels import Column, Columns, Panels
from gigplanner.tui.widgets.section import section_lines
from gigplanner.tui.widgets.top_bar import TopBar
from gigplanner.workday import recap as work
from gigplanner.workday.insight_reading import Told


class RecapScreen(RecapMoving):
    """Look back on a day, and close it."""

    AUTO_FOCUS = "#recap-body"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("recap")]
    DEFAULT_CSS = """
    RecapScreen {
        #recap-body { height: 1fr; }
        #recap-lead, #recap-columns { height: auto; margin: 0 1 0 0; }
        #recap-left, #recap-middle, #recap-right { width: 1fr; height: auto; }
        HourBars { height: 7; }
        #recap-rest { width: 1fr; height: auto; }
        &.-wide #recap-lead, &.-vast #recap-lead { layout: horizontal; }
        &.-vast #recap-rest { layout: horizontal; width: 2fr; }
        &.-narrow #recap-columns { layout: vertical; }
        &.-narrow #recap-lead, &.-narrow #recap-columns { margin: 0; }
    }
    """

    class Insights(Message):
        """Posted from the thread that reads them."""

        def __init__(self, told: Told) -> None:
            super().__init__()
            self.told = told

    class YearForetold(Message):
        """Posted from the thread that reads it."""

        def __init__(self, told: YearTold) -> None:
            super().__init__()
            self.told = told

    def __init__(self) -> None:
        super().__init__()
        self._recap: Recap | None = None
        self._tip: Tip | None = None
        self.tips = TipReading(lambda told: self.post_message(self.Insights(told)))
        self.years = YearReading(lambda told: self.post_message(self.YearForetold(told)))
        self._drawn_minute: datetime | None = None
        self._standing: tuple[object, work.Standing] | None = None
        self._top_drawn_for: object = None

    def compose(self) -> ComposeResult:
        """Lay out the headline over two columns of panels."""
        yield TopBar("recap", demo=self.gig.demo)
        with Panels(id="recap-body"):
            with Column(id="recap-lead"):
                yield RecapPanel("", id="recap-headline")
                yield RecapPanel("One thing to try", id="recap-tip")
            with Columns(id="recap-columns"):
                with Column(id="recap-left"):
                    yield RecapPanel("From gross to net", id="recap-money")
                    yield RecapPanel("Time", id="recap-time")
                    yield RecapPanel("", id="recap-suggestions")
                    yield RecapPanel("Note", id="recap-note")
                with Column(id="recap-rest"):
                    with Column(id="recap-middle"):
                        yield BarPlot(id="recap-platforms")
                        yield HourBars(id="recap-hours")
                        yield RecapPanel("", id="recap-calendar")
                        yield BarPlot(id="recap-days")
                    with Column(id="recap-right"):
                        yield RecapPanel("Planned and done", id="recap-plan")
                        yield RecapPanel("", id="recap-forecasts")
                        yield RecapPanel("", id="recap-awaited")
                        yield RecapPanel("Worth knowing", id="recap-remarks")
        yield KeysBar("recap")

    # --- parts ---------------------------------------------------------------------------------------------

    def panel(self, name: str) -> RecapPanel:
        """The panel of that name: headline, tip, money, time, suggestions, note, plan, forecasts, …"""
        return self.query_one(f"#recap-{name}", RecapPanel)

    # --- drawing ---------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Draw everything from the planbook."""
        now = self.now()
        self._drawn_minute = now.replace(second=0, microsecond=0)
        first, last = self.days
        months: tuple[MonthRow, ...] = ()
        days: tuple[DayRow, ...] = ()
        if self.span == "year":
            year = work.recap_year(self.desk, first, now, self.years.foretold(self.desk, first, now))
            recap, months, days = year.recap, year.months, year.days
        elif first == last:
            recap = self.ahead.recap(self.desk, first, now)
        else:
            recap = work.recap_days(self.desk, first, last, now)
        self._recap = recap
        self._draw_top(now)
        self._draw_lead()
        self._draw_words(recap, now)
        self._draw_sections(recap, days)
        self._draw_plots(recap, months)
        self.refresh_bindings()

    def tick(self, now: datetime) -> None:
        """Once a minute draw anew, if the days shown are not over yet."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._drawn_minute:
            self._drawn_minute = minute
            self._draw_top(now)
            if self.days[0] <= self.desk.settings.day_of(now) <= self.days[1]:
                self.reload()

    def _draw_top(self, now: datetime) -> None:
        state = (self.desk.book.seq, self.desk.book.damaged, self._drawn_minute, self.desk.settings)
        if state == self._top_drawn_for:  # whichever day is looked at
            return
        self._top_drawn_for = state
        self.query_one(TopBar).say(clock_words(self.gig.meter.read(now), self.desk.settings, now))

    def _draw_words(self, recap: Recap, now: datetime) -> None:
        self.query_one("#recap-columns").display = not view.is_empty(recap)
        self.panel("money").show(lambda width: view.money_lines(recap, width))
        self.panel("time").show(lambda width: view.time_lines(recap, width))
        self.panel("note").show(lambda width: view.note_lines(recap, width))
        self.panel("plan").show(lambda width: view.plan_lines(recap, self.desk.settings, now, width))
        self.panel("remarks").show(lambda width: view.remark_lines(recap, width))

    def _draw_sections(self, recap: Recap, days: tuple[DayRow, ...]) -> None:
        calendar = calendar_section(days or recap.days, recap.first, recap.last, recap.week_starts)
        for section in (
            suggestions_section(recap.suggestions),
            forecasts_section(recap.forecasts),
            awaited_section(recap.awaited),
            calendar,
        ):
            panel = self.panel(section.key)
            panel.retitle(section.title)
            panel.show(partial(section_lines, section))

    def _draw_lead(self) -> None:
        """Say what the days came to, and what to try as soon as the insights that it takes are there."""
        recap = self._recap
        if recap is None:
            return
        headline, following = self.panel("headline"), SPANS[(SPANS.index(self.span) + 1) % len(SPANS)]
        headline.retitle(say_days(recap.first, recap.last), f"[ ] other {self.span}s · w {following}")
        self.tip = self.tip_of(recap)
        asides = (self._closed_words(), self._standing_words(self.now()))
        lead = partial(view.headline_lines, recap, asides), partial(section_lines, tip_section(self.tip))
        said, to_try = level(*lead) if self.size.width >= WIDE else lead
        headline.show(said)
        self.panel("tip").show(to_try)

    def tip_of(self, recap: Recap) -> Tip | None:
        """What to try after the day of `recap`, as far as it is known by now."""
        return self.tips.tip(self.desk, recap, self.now())

    def on_recap_screen_insights(self, event: Insights) -> None:
        """The insights are there that a tip is made of."""
        self.tips.take(event.told)
        if self.standing:
            self._draw_lead()

    def on_recap_screen_year_foretold(self, event: YearForetold) -> None:
        """What the year on show was foretold is there."""
        self.years.take(event.told)
        if self.standing and self.span == "year":
            self.reload()

    def _draw_plots(self, recap: Recap, months: tuple[MonthRow, ...]) -> None:
        platforms = self.query_one("#recap-platforms", BarPlot)
        bars = view.platform_bars(recap, self.desk.catalogue, rates=self.size.width >= 110)
        platforms.show(bars, title="By platform")
        platforms.display = bool(bars)
        hours = self.query_one("#recap-hours", HourBars)
        levels, top, caption = view.hour_levels(recap)
        hours.show(levels, top=top, caption=caption, title="By hour")
        hours.display = bool(levels)
        days = self.query_one("#recap-days", BarPlot)
        if months:
            days.show(view.month_bars(months), title="By month")
        else:
            days.show(view.day_bars(recap) if len(recap.days) > 1 else [], title="By day")
        days.display = bool(months) or len(recap.days) > 1

    def _closed_words(self) -> str:
        note = work.day_note(self.desk, self.day) if self.span == "day" else None
        if note is None or note.closed_at is None:
            return ""
        return f"closed at {show_clock(self.desk.settings.wall(note.closed_at))}"

    def _standing_words(self, now: datetime) -> str:
        """What the month and year have come to: worked out anew once a minute, and after every action."""
        if self.span == "year":
            return ""
        key = (self.desk.book.seq, self._drawn_minute, self.day.replace(day=1), self.desk.settings)
        if self._standing is None or self._standing[0] != key:
            self._standing = key, work.standing_of(self.desk, self.day, now)
        return view.standing_words(self._standing[1], self.day, self.span)

    def on_resize(self) -> None:
        """Draw for the new width: what does not fit is said shorter."""
        self.reload()
