"""What a report of the insights says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.goals import GoalStanding
from gigplanner.insights.heat import Heat
from gigplanner.insights.mix import Mix
from gigplanner.insights.overview import PERIOD_WORDS, Insights
from gigplanner.insights.platform_rates import PlatformRate
from gigplanner.insights.practice import Learning
from gigplanner.insights.rates import NextHour
from gigplanner.insights.report.hindsight import NO_PLATFORM, awaited_section
from gigplanner.insights.report.money_for_tax import tax_sections
from gigplanner.insights.report.page import Page, Section, Theirs, without_empty
from gigplanner.insights.report.plots import Bar, Bars, Columns, Curve, Grid, GridCell, Point
from gigplanner.insights.season import MonthOfYear
from gigplanner.insights.spread import Trend
from gigplanner.insights.upskilling import Upskilling
from gigplanner.insights.words import MONTHS, WEEKDAYS, say_count
from gigplanner.model.money import Money, round_half_up, total
from gigplanner.model.showing import show_number, show_percent
from gigplanner.model.text import clean_text
from gigplanner.model.times import show_length

LEAST_POINTS = 4  # of a curve that is worth drawing
MOST_TRAININGS = 6
FEW_MONTHS = 6  # whose bars lie beneath each other, with their figures
MOST_SHARES = 8  # of the income that have a bar of their own


def insight_page(insights: Insights, awaited: Sequence[Awaited] = ()) -> Page:
    """Return the report of the insights and of the money that is awaited."""
    sections = [
        _goals(insights.goals, insights.next_hour),
        _heat(insights.heat),
        _rates(insights.platforms, insights.currency),
        _mix(insights.mix),
        _months(insights),
        _season(insights),
        *_learning(insights),
        upskilling_section(insights.upskilling),
        _forecasts(insights),
        awaited_section(awaited),
        *tax_sections(insights.tax, insights.aside, insights.today),
    ]
    return Page(title="Insights", headline=_headline(insights), sections=without_empty(sections))


def _headline(insights: Insights) -> str:
    if not insights.days:
        return f"There are no records of {PERIOD_WORDS[insights.period]} yet."
    mean = insights.heat.mean
    pay = f": an hour online paid {mean} after fees and miles" if mean else ""
    return f"{say_count(insights.days, 'day')} of {PERIOD_WORDS[insights.period]}{pay}."


def _goals(goals: Sequence[GoalStanding], ahead: NextHour | None) -> Section:
    bars = tuple(
        Bar(
            name=goal.name,
            value=min(1.0, goal.done.minor / goal.target.minor),
            words=f"{goal.done} of {goal.target}",
        )
        for goal in goals
    )
    lines = tuple(f"{goal.sentence}{_of_it(goal, ahead)}" for goal in goals)
    if bars and ahead and ahead.expected:
        lines = (*lines, f"The next hour is forecast from {ahead.hours:.0f} h online: {ahead.basis}.")
    return Section(key="goals", title="Goals", plot=Bars(bars=bars, full=1.0) if bars else None, lines=lines)


def _of_it(goal: GoalStanding, ahead: NextHour | None) -> str:
    """What the next hour online is likely to bring of what is left, beside the goal."""
    if goal.reached or ahead is None or ahead.expected is None:
        return ""
    return f" The next hour ≈ {ahead.expected}."


def _heat(heat: Heat) -> Section:
    grid = grid_of(heat)
    lines = [
        f"{window.words}: {window.per_hour} an hour, from {show_length(window.seconds)} on at least"
        f" {window.days} days."
        for window in heat.windows
    ]
    if grid and not lines:
        lines = ["No hours stand out yet: a window needs three hours that were each worked on three days."]
    return Section(key="heat", title="Net pay by weekday and hour", plot=grid, lines=tuple(lines))


def grid_of(heat: Heat) -> Grid | None:
    """Return the heat map as a picture, from the first hour ever worked to the last; None without any."""
    hours = sorted({hour for _, hour in heat.cells})
    if not hours:
        return None
    rates = {key: rate for key in heat.cells if (rate := heat.per_hour(*key)) is not None}
    sure = sorted(rate.minor for key, rate in rates.items() if heat.of(*key).enough)
    columns = range(hours[0], hours[-1] + 1)

    def cell(weekday: int, hour: int) -> GridCell:
        rate, behind = rates.get((weekday, hour)), heat.of(weekday, hour)
        if rate is None:
            return GridCell(level=None, words="never worked")
        level = bisect_left(sure, rate.minor) / max(1, len(sure) - 1)  # by rank: an outlier dims no other
        words = f"{rate} an hour, {show_length(behind.seconds)} on {say_count(behind.days, 'day')}"
        return GridCell(level=min(1.0, level), words=words, sure=behind.enough)

    return Grid(
        rows=tuple(day[:3] for day in WEEKDAYS),
        columns=tuple(f"{hour:02}" for hour in columns),
        cells=tuple(tuple(cell(weekday, hour) for hour in columns) for weekday in range(7)),
        low=f"from {Money(sure[0], heat.currency)}" if sure else "least",
        high=f"to {Money(sure[-1], heat.currency)} an hour" if sure else "most",
    )


def _rates(platforms: Sequence[PlatformRate], currency: str) -> Section:
    def amount(minor: float) -> str:
        return str(Money(round(minor), currency))

    rows = [
        (
            Theirs(clean_text(rate.name)),
            str(rate.per_hour or ""),
            f"{amount(rate.spread.low)}–{amount(rate.spread.high)}"
            if rate.spread and not rate.spread.few
            else "",
            trend_words(rate.trend),
            show_length(rate.seconds),
        )
        for rate in platforms
        if rate.seconds >= 300
    ]
    return Section(
        key="rates",
        title="An hour online, by platform",
        head=("Platform", "Mean", "Half of days", "Lately", "Online"),
        rows=tuple(rows),
        spare=(4, 2),
    )


def trend_words(trend: Trend | None) -> str:
    """Return a change in words: `up 12 %`, `steady`; nothing where none can be told."""
    if trend is None or trend.share is None:
        return ""
    if not trend.sure:
        return "steady"
    return f"{'up' if trend.share > 0 else 'down'} {show_percent(abs(trend.share))}"


def _mix(mix: Mix) -> Section:
    bars = tuple(
        Bar(
            name=clean_text(share.name) or NO_PLATFORM,
            value=float(share.part),
            words=f"{share.earned}  {share.percent} %",
            theirs=True,
        )
        for share in mix.shares[:MOST_SHARES]
    )
    rest = mix.shares[MOST_SHARES:]
    if rest:
        together = sum((share.part for share in rest), Fraction(0))
        earned = total((share.earned for share in rest), mix.total.currency)
        words = f"{earned}  {round(together * 100)} %"
        bars = (*bars, Bar(name=f"{len(rest)} others", value=float(together), words=words))
    return Section(
        key="mix",
        title="Where the income comes from",
        plot=Bars(bars=bars) if bars else None,
        lines=mix_words(mix),
    )


def mix_words(mix: Mix) -> tuple[str | Theirs, ...]:
    """Return what the mix means: the effective number of sources, and what would fall away."""
    if mix.effective is None:
        return ()
    lines: list[str | Theirs] = [f"As spread out as {mix.effective} equal sources."]
    if mix.too_much:
        name = clean_text(mix.too_much.name) or NO_PLATFORM
        lines.append(
            Theirs(
                f"{name} brings {mix.too_much.percent} %, more than the"
                f" {show_number(mix.warn_above.normalize())} % you allow one source:"
                f" without it {mix.without_largest} would be left."
            )
        )
    elif len(mix.shares) > 1:
        lines.append(f"Without the largest {mix.without_largest} would be left.")
    if mix.largest_a_week and len(mix.shares) > 1:
        money, hours = mix.largest_a_week
        freed = f", and {show_number(hours, 1)} hours online would be free" if hours >= 0.1 else ""
        lines.append(f"That is {money} less a week{freed}.")
    return tuple(lines)


def _months(insights: Insights) -> Section:
    bars = tuple(
        Bar(
            name=MONTHS[row.first.month - 1][:3],
            value=max(0, row.takings.net.minor),
            words=str(row.takings.net),
        )
        for row in insights.months
    )
    if len(bars) < 2:
        return Section(key="months", title="Net by month")
    best = max(insights.months, key=lambda row: row.takings.net.minor)
    note = f"Best: {best.takings.net} in {MONTHS[best.first.month - 1]} {best.first.year}."
    rows = tuple(
        (f"{MONTHS[row.first.month - 1]} {row.first.year}", str(row.takings.net)) for row in insights.months
    )
    few = len(bars) <= FEW_MONTHS
    return Section(
        key="months",
        title="Net by month",
        head=("Month", "Net"),
        rows=rows,
        plot=Bars(bars=bars) if few else Columns(bars=bars, every=2, note=note),
        plot_says_all=True,
        lines=(note,) if few else (),
    )


def _season(insights: Insights) -> Section:
    if not insights.season.known:
        return Section(key="season", title="The year's pattern")
    bars = tuple(
        Bar(name=MONTHS[month.number - 1][:3], value=max(0, month.earned.minor), words=str(month.earned))
        for month in insights.season.months
    )
    ranked = sorted(insights.season.months, key=lambda month: month.earned.minor)
    low, high = ranked[0], ranked[-1]

    def said(month: MonthOfYear) -> str:
        part = round_half_up((month.against_mean or Fraction(1)) * 100)
        return f"{MONTHS[month.number - 1]} {part} %"

    note = f"Of a mean month's income: {said(high)}, {said(low)}."
    return Section(key="season", title="The year's pattern", plot=Columns(bars=bars, every=2, note=note))


def _learning(insights: Insights) -> list[Section]:
    told = [one for one in insights.learning if one.change is not None]
    unsure = [one.name for one in told if one.unsure]
    lines: list[str | Theirs] = [Theirs(clean_text(one.sentence)) for one in told if not one.unsure]
    if unsure:
        names = clean_text(", ".join(unsure))
        lines.append(Theirs(f"No sure change of pace at {names}: single results differ by more."))
    train = insights.train
    if train and train.per_hour:
        why = f"paid {train.per_hour} an hour, more than your mean, and takes little of your time so far."
        lines.append(Theirs(f"Worth training: {clean_text(train.category)} {why}"))
    drawn = [one for one in insights.learning if len(one.curve) >= LEAST_POINTS][:1]
    return [
        Section(
            key="learning",
            title="Practice",
            plot=curve_of(drawn[0]) if drawn else None,
            lines=tuple(lines),
        )
    ]


def curve_of(learning: Learning) -> Curve:
    """Return a learning curve as a picture: minutes taken for ten stated ones, month by month."""
    points = tuple(
        Point(
            name=f"{MONTHS[one.month.month - 1][:3]} {one.month.year}",
            value=one.pace * 10,
            words=f"{show_number(one.pace * 10, 1)} min for 10 stated",
        )
        for one in learning.curve
    )
    return Curve(points=points, note=f"Drawn: {clean_text(learning.category) or 'tasks without a category'}.")


def _forecasts(insights: Insights) -> Section:
    if not (insights.chances.count or insights.minutes.count):
        return Section(key="forecasts", title="Forecasts against truth")
    return Section(
        key="forecasts",
        title="Forecasts against truth",
        lines=(insights.chances.sentence, insights.minutes.sentence),
    )


def upskilling_section(upskilling: Upskilling) -> Section:
    """Return the learning of the period: time by course, and what an hour paid before and since."""
    rows = tuple(
        (Theirs(clean_text(one.name)), show_length(one.seconds), say_count(one.days, "day"))
        for one in upskilling.trainings[:MOST_TRAININGS]
    )
    lines: list[str | Theirs] = [
        Theirs(clean_text(one.sentence)) for one in upskilling.trainings if one.before and one.since
    ]
    untold = len(upskilling.trainings) - len(lines)
    if lines:
        lines.append("Whether the training did it, or only time, these figures cannot say.")
    elif untold:
        lines.append(
            "What came of it cannot be told yet: it takes ten timed results, before and since, of paid work"
            " that is named like the course."
        )
    if len(upskilling.trainings) > 1:
        lines.insert(0, f"{show_length(upskilling.seconds)} of learning in all.")
    return Section(
        key="upskilling",
        title="Upskilling",
        head=("", "Time", "On"),
        rows=rows,
        lines=tuple(lines),
        spare=(2,),
    )
