"""What a report of a recap says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from msgspec.structs import replace

from gigplanner.insights.offers import Offers
from gigplanner.insights.planned import PlacementOutcome
from gigplanner.insights.recap import Comparison, DayRow, Part, Recap
from gigplanner.insights.report.calendar import calendar_section
from gigplanner.insights.report.hindsight import (
    NO_PLATFORM,
    awaited_section,
    forecasts_section,
    suggestions_section,
    tip_section,
)
from gigplanner.insights.report.page import Cell, Page, Section, Theirs, without_empty
from gigplanner.insights.report.plots import Bar, Bars, Columns
from gigplanner.insights.steps import steps_that_matter
from gigplanner.insights.tomorrow import Tip
from gigplanner.insights.words import WEEKDAYS, say_count, say_days
from gigplanner.model.money import Money
from gigplanner.model.showing import show_clock, show_hour, show_hours
from gigplanner.model.text import clean_note, clean_text
from gigplanner.model.times import show_length, wall_time


def recap_page(recap: Recap, *, tip: Tip | None = None, days: Sequence[DayRow] = ()) -> Page:
    """Return the report of a recap; sections with nothing to say are left out.

    `tip` is what to try the next day; `days` are those of a year, which its recap does not hold.
    """
    sections = [
        _money(recap),
        _platforms(recap),
        _parts(recap.kinds, "kinds", "Kind", "other"),
        _parts(recap.categories, "categories", "Category", "none"),
        _hours(recap),
        _time(recap),
        _plan(recap),
        _blocks(recap),
        _downtime(recap),
        suggestions_section(recap.suggestions),
        forecasts_section(recap.forecasts),
        awaited_section(recap.awaited),
        calendar_section(days or recap.days, recap.first, recap.last, recap.week_starts),
        _days(recap.days),
        _compared(recap.compared),
        Section(key="note", title="Note", lines=tuple(_note_lines(recap))),
        tip_section(tip),
        Section(key="remarks", title="To know", lines=recap.remarks),
    ]
    return Page(
        title=f"Recap of {say_days(recap.first, recap.last)}",
        headline=recap.headline,
        sections=without_empty(sections),
    )


def _platforms(recap: Recap) -> Section:
    """By platform, with bars of money in hand."""
    bars = tuple(
        Bar(
            name=clean_text(part.name) or NO_PLATFORM,
            value=max(0, part.tally.earned.minor),
            words=str(part.tally.earned),
            theirs=True,
        )
        for part in recap.platforms
    )
    section = _parts(recap.platforms, "platforms", "Platform", NO_PLATFORM)
    return replace(section, lines=_shared(recap), plot=Bars(bars=bars) if bars else None)


def _money(recap: Recap) -> Section:
    takings = recap.takings
    rows = [(step.label, str(step.amount)) for step in steps_that_matter(takings)]
    if takings.pending:
        rows.append(("Pending, in no total", str(takings.pending)))
    for label, amounts in (
        ("In hand in other money", takings.others),
        ("Pending in other money", takings.others_pending),
        ("Spent in other money", takings.others_spent),
    ):
        rows.extend((label, str(amount)) for amount in amounts.values())
    return Section(key="money", title="Money", head=("", "Amount"), rows=tuple(rows))


def _parts(parts: tuple[Part, ...], key: str, title: str, nameless: str) -> Section:
    if key == "categories" and not any(part.name for part in parts):
        return Section(key=key, title=title)
    head = (title, "Gross", "Tips", "Fees", "After fees", "Pending", "Jobs", "Online", "An hour")
    rows = [
        (
            Theirs(clean_text(part.name)) if part.name else nameless,
            str(part.tally.gross),
            _if_any(part.tally.tips),
            _if_any(-part.tally.fees),
            str(part.tally.after_fees),
            _if_any(part.tally.pending),
            str(part.tally.count),
            show_length(part.online_seconds) if part.online_seconds else "",
            str(part.per_hour or ""),
        )
        for part in parts
    ]
    return Section(
        key=key, title=f"By {title.lower()}", head=head, rows=tuple(rows), spare=(7, 1, 3, 2, 5, 8)
    )


def _shared(recap: Recap) -> tuple[str, ...]:
    """How the times online of the platforms and the whole one go together, where they differ."""
    if recap.shared_seconds < 60:
        return ()
    whole = recap.worked.online_seconds
    return (
        f"Several platforms were online at once: an hour of that counts for each. Together they were online"
        f" {show_length(whole + recap.shared_seconds)}, you {show_length(whole)}.",
    )


def _hours(recap: Recap) -> Section:
    """One column an hour, in the order of a working day, of money in hand."""
    rows = [
        (
            show_hours(bar.hour, bar.hour + 1),
            str(bar.earned),
            _if_any(bar.pending),
            show_length(bar.online_seconds) if bar.online_seconds else "",
        )
        for bar in recap.hours
        if bar.earned or bar.pending or bar.online_seconds
    ]
    return Section(
        key="hours",
        title="By hour",
        head=("Hour", "In hand", "Pending", "Online"),
        rows=tuple(rows),
        spare=(2,),
        plot=_hour_columns(recap) if rows else None,
        plot_says_all=True,
    )


def _hour_columns(recap: Recap) -> Columns:
    best = max(recap.hours, key=lambda bar: bar.earned.minor)
    note = "No money in hand at any hour."
    if best.earned.minor > 0:
        begins, ends = (show_clock(time(hour % 24)) for hour in (best.hour, best.hour + 1))
        note = f"Best: {best.earned} from {begins} to {ends}."
    bars = (
        Bar(name=show_hour(bar.hour), value=max(0, bar.earned.minor), words=str(bar.earned))
        for bar in recap.hours
    )
    return Columns(bars=tuple(bars), every=4, note=note)


def _time(recap: Recap) -> Section:
    worked = recap.worked
    if not (worked.online_seconds or worked.break_seconds):
        return Section(key="time", title="Time")
    rows = [("Online", show_length(worked.online_seconds))]
    for label, seconds in (
        ("On orders", worked.active_seconds),
        ("Waiting", worked.waiting_seconds),
        ("Fillers, while waiting", worked.filler_seconds),
        ("Breaks", worked.break_seconds),
    ):
        if seconds:
            rows.append((label, show_length(seconds)))
    if worked.orders:
        rows.append(("Orders delivered", str(worked.orders)))
    if recap.offers and recap.offers.seen:
        rows += _offer_rows(recap.offers)
    for label, rate in (
        ("Per hour online", recap.per_hour_online),
        ("Per hour on orders", recap.per_hour_active),
        ("Per hour, after costs", recap.net_per_hour),
    ):
        if rate is not None:
            rows.append((label, str(rate)))
    return Section(key="time", title="Time", head=("", "Time or rate"), rows=tuple(rows))


def _plan(recap: Recap) -> Section:
    placements = [placement for plan in recap.plans for placement in plan.placements]
    if not placements:
        return Section(key="plan", title="Plan against actual")
    rows: list[tuple[Cell, ...]] = [_placement(placement, recap.zone) for placement in placements]
    done = sum(plan.done for plan in recap.plans)
    rows.append(
        ("All", "", f"{done} of {len(placements)}", "", str(recap.plan_expected), str(recap.plan_earned))
    )
    unaccepted = sum(not plan.accepted for plan in recap.plans)
    lines = (f"Not accepted: {say_count(unaccepted, 'plan')}.",) if unaccepted else ()
    return Section(
        key="plan",
        title="Plan against actual",
        head=("Task", "When", "Outcome", "Units", "Expected", "Earned"),
        rows=tuple(rows),
        lines=lines,
        spare=(3, 1),
    )


def _placement(placement: PlacementOutcome, zone: str) -> tuple[Cell, ...]:
    return (
        Theirs(clean_text(placement.title)),
        _clock(placement.start, zone),
        placement.outcome,
        f"{placement.units_done}/{placement.units}",
        str(placement.expected),
        str(placement.earned),
    )


def _offer_rows(offers: Offers) -> list[tuple[str, str]]:
    rows = [("Offers taken and declined", f"{offers.taken} of {offers.seen}, {offers.declined}")]
    for label, rate in (
        ("Taken ones promised, an hour", offers.taken_per_hour),
        ("Declined ones, an hour", offers.declined_per_hour),
    ):
        if rate is not None:
            rows.append((label, str(rate)))
    return rows


def _blocks(recap: Recap) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (
            Theirs(clean_text(block.title or block.platform)),
            f"{_clock(block.start, recap.zone)}–{_clock(block.end, recap.zone)}",
            show_length(block.planned_seconds),
            show_length(block.worked_seconds),
        )
        for block in recap.blocks
    ]
    if rows and recap.unplanned_seconds >= 60:
        rows.append(("Online besides", "", "", show_length(recap.unplanned_seconds)))
    return Section(
        key="blocks",
        title="Shifts as planned and worked",
        head=("Shift", "When", "Planned", "Worked"),
        rows=tuple(rows),
        spare=(1,),
    )


def _downtime(recap: Recap) -> Section:
    downtime = recap.downtime
    rows = []
    for label, seconds in (
        ("Between blocks", downtime.between_seconds),
        ("filled with tasks", downtime.task_seconds),
        ("Waiting in shifts", downtime.waiting_seconds),
        ("filled with fillers", downtime.filler_seconds),
    ):
        if seconds:
            rows.append((label, show_length(seconds)))
    if downtime.filler_money:
        rows.append(("Fillers earned", str(downtime.filler_money)))
    return Section(key="downtime", title="Downtime", head=("", "Time or money"), rows=tuple(rows))


def _days(days: tuple[DayRow, ...]) -> Section:
    if len(days) < 2:
        return Section(key="days", title="Day by day")
    rows = [
        (
            f"{WEEKDAYS[row.day.weekday()][:3]} {row.day.isoformat()}",
            str(row.takings.earned),
            str(row.takings.net),
            _if_any(row.takings.pending),
            show_length(row.worked.online_seconds) if row.worked.online_seconds else "",
        )
        for row in days
    ]
    return Section(
        key="days",
        title="Day by day",
        head=("Day", "Earned", "Net", "Pending", "Online"),
        rows=tuple(rows),
        spare=(3, 4),
    )


def _compared(compared: Comparison | None) -> Section:
    if compared is None:
        return Section(key="compared", title="Compared")
    line = (
        f"The mean of {say_count(compared.days, 'day')} ({compared.basis}): {compared.earned} earned in"
        f" {show_length(compared.online_seconds)} online."
    )
    if compared.few:
        line += " So few days say little."
    return Section(key="compared", title="Compared", lines=(line,))


def _note_lines(recap: Recap) -> Iterable[Cell]:
    for day, text in recap.notes:
        if recap.first != recap.last:
            yield f"{day.isoformat()}:"
        for line in clean_note(text).split("\n"):
            yield Theirs(line.strip())


def _if_any(amount: Money) -> str:
    return str(amount) if amount else ""


def _clock(instant: datetime, zone: str) -> str:
    return show_clock(wall_time(instant, zone))
