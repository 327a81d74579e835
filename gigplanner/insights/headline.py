"""The plain sentences of a recap: its headline, and what to know before trusting the figures."""

from __future__ import annotations

from collections.abc import Sequence

from gigplanner.insights.records import DayRecords
from gigplanner.insights.takings import Takings, Tally
from gigplanner.insights.words import say_count
from gigplanner.insights.worked import Worked
from gigplanner.model.mileage import mileage_rate
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_number
from gigplanner.model.times import show_length

ENOUGH_ONLINE = 3600  # seconds: an hourly figure from less than an hour says little


def headline_of(takings: Takings, worked: Worked, online: Tally, *, running: bool, several: bool) -> str:
    """Return the days in one sentence: money in hand, time online, what an hour of it paid before costs."""
    so_far = " so far" if running else ""
    when = "these days" if several else "this day"
    earned, time_online = takings.earned, show_length(worked.online_seconds)
    if not earned:
        pending = f"{takings.pending} is pending" if takings.pending else ""
        if worked.online_seconds:
            return f"You were online for {time_online}{so_far}; {pending or 'no money is in hand'}."
        if pending:
            return f"No money is in hand{so_far}; {pending}."
        return f"Nothing was earned or worked {'so far' if running else f'on {when}'}."
    if not worked.online_seconds:
        return f"You earned {earned}{so_far}; no time online was logged."
    per_hour = online.earned.per_hour(worked.online_seconds)
    from_tasks = earned - online.earned
    if from_tasks:
        return (
            f"You earned {earned}{so_far}: {online.earned} in {time_online} online, {per_hour} an hour"
            f" before costs, and {from_tasks} with tasks beside it."
        )
    return f"You earned {earned} in {time_online} online{so_far}: {per_hour} an hour before costs."


def remarks_of(
    takings: Takings, worked: Worked, days: Sequence[DayRecords], settings: Settings
) -> tuple[str, ...]:
    """Return what a careful reader should know about the figures, each as one sentence."""
    remarks = []
    if any(log.end is None for day in days for log in day.shifts):
        remarks.append("A shift is still running: its time counts up to now.")
    if 0 < worked.online_seconds < ENOUGH_ONLINE:
        remarks.append(
            f"Only {show_length(worked.online_seconds)} online: the hourly figures say little yet."
        )
    if takings.unpriced_miles:
        remarks.append(
            f"No cost is taken off for {show_number(takings.unpriced_miles.normalize())} miles:"
            f" set your own mileage rate, there is no standard one in {settings.currency}."
        )
    elif takings.miles and settings.mileage_rate is None:
        notes = {mileage_rate(day.day).note for day in days if day.trips}
        remarks.extend(f"Cost of miles: {note}." for note in sorted(notes) if note)
    if takings.others or takings.others_pending or takings.others_spent:
        remarks.append(f"Money in other currencies than {settings.currency} stands apart: it is in no total.")
    if takings.tally.pending_count:
        waiting = say_count(takings.tally.pending_count, "payment")
        remarks.append(f"{waiting} not in hand yet ({takings.pending}): in no total.")
    if settings.set_aside_percent:
        remarks.append(
            f"The set-aside is {show_number(settings.set_aside_percent.normalize())} % of what is left"
            " after fees and miles, day by day: an estimate, not tax advice."
        )
    return tuple(remarks)
