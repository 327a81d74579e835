"""Plans and pocket lists, as text and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from gigplanner.cli.data import instant_data, money_data
from gigplanner.cli.show import Column, table
from gigplanner.model.money import show_money
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock, show_clocks, show_day
from gigplanner.model.times import show_minutes
from gigplanner.workday.planning import Proposal, nearness

if TYPE_CHECKING:
    from gigplanner.scheduler.plan import DayPlan, Unplaced
    from gigplanner.workday.pocket import PocketList
    from gigplanner.workday.week import WeekPlan

SHOWN_UNPLACED = 5  # tasks left out that the text names; JSON names all

Titles = Mapping[str, tuple[str, str]]  # title and platform of every open task, by its id


def plan_data(proposal: Proposal, titles: Titles, settings: Settings) -> dict[str, Any]:
    """A proposal."""
    solved = proposal.solved
    return {
        "date": proposal.plan.date.isoformat(),
        "gaps": [
            {
                "start": instant_data(gap.start, settings),
                "end": instant_data(gap.end, settings),
                "place": gap.place,
                "has": sorted(gap.has),
            }
            for gap in proposal.gaps
        ],
        "placements": [
            {
                "task": placed.task_id,
                "title": titles[placed.task_id][0],
                "platform": titles[placed.task_id][1],
                "gap": placed.gap,
                "start": instant_data(placed.start, settings),
                "end": instant_data(placed.end, settings),
                "units": placed.units,
                "minutes": placed.minutes,
                "expected": money_data(placed.expected),
            }
            for placed in solved.placements
        ],
        **_money_data(solved),
        "seconds": solved.seconds,
        "unplaced": _unplaced_data(solved.unplaced, titles),
    }


def week_data(week: WeekPlan, titles: Titles, settings: Settings) -> dict[str, Any]:
    """A week: each of its days as a proposal, and what holds of all together."""
    return {
        "date": week.first.isoformat(),
        "days": [plan_data(day, titles, settings) for day in week.days],
        **_money_data(week),
        "seconds": week.seconds,
        "unplaced": _unplaced_data(week.unplaced, titles),
    }


def _money_data(plan: DayPlan | WeekPlan) -> dict[str, Any]:
    """The money of a plan, and the most that it could be.

    What is proven bounds the value, which counts worth and the floor rate: what it leaves open is what could
    be gained, and that is put on top of the money.
    """
    most = plan.expected + (plan.bound - plan.value)
    within: float | None = plan.within  # of the value, before rounding
    if plan.value != plan.expected:
        within = most.minor / plan.expected.minor - 1 if plan.expected.minor else None
    return {
        "expected": money_data(plan.expected),
        "bound": money_data(most),
        "within": within if within is not None and isfinite(within) else None,
    }


def plan_words(proposal: Proposal, titles: Titles, settings: Settings, *, accepted: bool) -> str:
    """A proposal gap by gap, what it brings, and what was left out."""
    solved = proposal.solved
    lines = [f"{'Accepted: ' if accepted else ''}{_head(proposal)}"]
    lines += [table(_COLUMNS, _rows(proposal, titles, settings))]
    lines += [f"{show_money(solved.expected)} expected{nearness(proposal.plan)}"]
    return "\n".join([*lines, *_unplaced_words(solved.unplaced, titles)])


def week_words(week: WeekPlan, titles: Titles, settings: Settings, *, accepted: bool) -> str:
    """A week day by day, what it brings, and what was left out."""
    from gigplanner.workday.week import week_nearness

    lines = ["Accepted:"] if accepted else []
    for day in week.days:
        lines += [f"{_head(day)}, {show_money(day.plan.expected)} expected"]
        lines += [table(_COLUMNS, _rows(day, titles, settings)), ""]
    lines += [f"{show_money(week.expected)} expected in all{week_nearness(week)}"]
    return "\n".join([*lines, *_unplaced_words(week.unplaced, titles)])


_COLUMNS = (
    Column("time"),
    Column("task", gives=True),
    Column("platform", gives=True),
    Column("place", gives=True),
    Column("expected", right=True),
)


def _head(proposal: Proposal) -> str:
    day, free = proposal.plan.date, sum(gap.minutes for gap in proposal.gaps)
    return f"{show_day(day, long=True)}, {show_minutes(free)} free"


def _rows(proposal: Proposal, titles: Titles, settings: Settings) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number, gap in enumerate(proposal.gaps):
        placed = [one for one in proposal.solved.placements if one.gap == number]
        if not placed:
            gap_time = show_clocks(settings.wall(gap.start), settings.wall(gap.end))
            rows.append((gap_time, f"free · {gap.place}", "", "", ""))
        for one in placed:
            title, platform = titles[one.task_id]
            many = f" ×{one.units}" if one.units > 1 else ""
            time = show_clocks(settings.wall(one.start), settings.wall(one.end))
            rows.append((time, f"{title}{many}", platform, gap.place, show_money(one.expected)))
    return rows


def _unplaced_data(unplaced: Sequence[Unplaced], titles: Titles) -> list[dict[str, str]]:
    return [
        {"task": left.task_id, "title": titles[left.task_id][0], "reason": left.reason} for left in unplaced
    ]


def _unplaced_words(unplaced: Sequence[Unplaced], titles: Titles) -> list[str]:
    lines = [f"left out: {titles[left.task_id][0]}: {left.reason}" for left in unplaced[:SHOWN_UNPLACED]]
    more = len(unplaced) - SHOWN_UNPLACED
    return [*lines, f"left out: {more} more"] if more > 0 else lines


def pocket_data(lists: Sequence[PocketList], settings: Settings) -> list[dict[str, Any]]:
    """The pocket list of each shift."""
    return [
        {
            "shift": pocket.shift,
            "start": instant_data(pocket.start, settings),
            "tasks": [
                {
                    "task": task.task_id,
                    "title": task.title,
                    "units": task.units,
                    "expected": money_data(task.expected),
                    "why": task.why,
                }
                for task in pocket.tasks
            ],
            "expected_waits": round(pocket.expected_waits, 2),
            "expected_wait_minutes": round(pocket.expected_wait_minutes, 1),
        }
        for pocket in lists
    ]


def pocket_words(lists: Sequence[PocketList], settings: Settings) -> list[str]:
    """The pocket list of each shift, line by line."""
    lines: list[str] = []
    for pocket in lists:
        waits, minutes = round(pocket.expected_waits), show_minutes(pocket.expected_wait_minutes)
        lines.append("")
        lines.append(
            f"Pocket list for {show_clock(settings.wall(pocket.start))} {pocket.shift}:"
            f" about {waits} {'wait' if waits == 1 else 'waits'}, {minutes} in all"
        )
        for task in pocket.tasks:
            many = f" ×{task.units}" if task.units > 1 else ""
            brings = f" · {show_money(task.expected)} expected" if task.expected else ""
            lines += [f"  {task.title}{many}{brings}", f"    {task.why}"]
        if not pocket.tasks:
            lines.append("  Nothing in the queue suits its waits.")
    return lines
