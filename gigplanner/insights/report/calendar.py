"""A month or a year as a calendar: one cell a day, the darker the more it brought."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date

from gigplanner.insights.recap import DayRow
from gigplanner.insights.report.page import Section
from gigplanner.insights.report.plots import Grid, GridCell
from gigplanner.insights.words import MONTHS, WEEKDAYS, say_count
from gigplanner.model.showing import show_day
from gigplanner.model.times import DAY, show_length

FEWEST_DAYS = 28  # that are shown as a calendar: a week's days stand as bars already
MOST_WEEKS_DOWN = 6  # of more weeks each is a column, and its days lie beneath each other


def calendar_section(days: Sequence[DayRow], first: date, last: date, week_starts: int) -> Section:
    """Return the days from `first` to `last` by net; those on which nothing was earned or worked stay blank.

    A day's shade is its rank among the others: one very good day does not make all the rest look alike.
    """
    section = Section(key="calendar", title="Day by day, as a calendar")
    worked = {row.day: row for row in days if first <= row.day <= last and _counts(row)}
    if (last - first).days + 1 < FEWEST_DAYS or not worked:
        return section
    best = max(worked.values(), key=lambda row: (row.takings.net.minor, row.day))
    line = f"{say_count(len(worked), 'day')} worked or paid; the best is {_name(best.day)}, {_words(best)}."
    last = min(last, max(worked))
    weeks = _weeks(first, last, week_starts)
    is_month = len(weeks) <= MOST_WEEKS_DOWN
    return Section(
        key=section.key,
        title=section.title,
        head=("Days", *_weekdays(week_starts)) if is_month else (),
        rows=tuple(_row(week, worked, first) for week in weeks) if is_month else (),
        lines=(line,),
        plot=_grid(worked, weeks, first, last, week_starts),
        plot_says_all=True,
    )


def _weeks(first: date, last: date, week_starts: int) -> list[list[date]]:
    """The weeks from that of `first` to that of `last`, whole."""
    start = first - DAY * ((first.weekday() - week_starts) % 7)
    count = (last - start).days // 7 + 1
    return [[start + DAY * (7 * week + place) for place in range(7)] for week in range(count)]


def _weekdays(week_starts: int) -> tuple[str, ...]:
    return tuple(WEEKDAYS[(week_starts + place) % 7][:3] for place in range(7))


def _row(week: Sequence[date], worked: Mapping[date, DayRow], first: date) -> tuple[str, ...]:
    """A week as a row of a table: which days of the month, and the net of each."""
    nets = (str(worked[day].takings.net) if day in worked else "" for day in week)
    return _days_of_month(week, first), *nets


def _grid(
    worked: Mapping[date, DayRow], weeks: list[list[date]], first: date, last: date, week_starts: int
) -> Grid:
    nets = sorted(row.takings.net.minor for row in worked.values())

    def cell(day: date) -> GridCell:
        row = worked.get(day)
        if row is None:
            return GridCell(level=None, words="")
        level = bisect_left(nets, row.takings.net.minor) / max(1, len(nets) - 1)
        return GridCell(level=level, words=_words(row), name=_name(day))

    weekdays = _weekdays(week_starts)
    by_net = sorted(worked.values(), key=lambda row: row.takings.net.minor)
    low, high = f"from {by_net[0].takings.net}", f"to {by_net[-1].takings.net} a day, net"
    if len(weeks) <= MOST_WEEKS_DOWN:
        return Grid(
            rows=tuple(_days_of_month(week, first) for week in weeks),
            columns=tuple(name[:2] for name in weekdays),
            cells=tuple(tuple(cell(day) for day in week) for week in weeks),
            low=low,
            high=high,
        )
    return Grid(
        rows=weekdays,
        columns=tuple(_month_begun(week, first, last) for week in weeks),
        cells=tuple(tuple(cell(week[place]) for week in weeks) for place in range(7)),
        low=low,
        high=high,
    )


def _counts(row: DayRow) -> bool:
    takings = row.takings
    return bool(takings.tally.count or takings.expenses or takings.miles or row.worked.online_seconds)


def _words(row: DayRow) -> str:
    online = row.worked.online_seconds
    return f"{row.takings.net} net" + (f" in {show_length(online)} online" if online else "")


def _name(day: date) -> str:
    return show_day(day)


def _days_of_month(week: Sequence[date], first: date) -> str:
    """Which days of the month a week holds: `1`, `2–8`."""
    inside = [day.day for day in week if (day.year, day.month) == (first.year, first.month)]
    return f"{inside[0]}–{inside[-1]}" if len(inside) > 1 else f"{inside[0]}"


def _month_begun(week: Sequence[date], first: date, last: date) -> str:
    """The month that begins in a week, in short; empty in other weeks."""
    return next((MONTHS[day.month - 1][:3] for day in week if day.day == 1 and first <= day <= last), "")
