"""Plans and pocket lists, as text and as data."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from gigplanner.cli.data import instant_data, money_data
from gigplanner.cli.show import Column, table
from gigplanner.model.money import show_money
from gigplanner.model.settings import Settings
from gigplanner.model.times import show_minutes
from gigplanner.workday.planning import Proposal, nearness

if TYPE_CHECKING:
    from gigplanner.workday.pocket import PocketList

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
        "expected": money_data(solved.expected),
        "bound": money_data(solved.bound),
        "within": solved.within if math.isfinite(solved.within) else None,
        "seconds": solved.seconds,
        "unplaced": [
            {"task": left.task_id, "title": titles[left.task_id][0], "reason": left.reason}
            for left in solved.unplaced
        ],
    }


def plan_words(proposal: Proposal, titles: Titles, settings: Settings, *, accepted: bool) -> str:
    """A proposal gap by gap, what it brings, and what was left out."""
    solved, free = proposal.solved, sum(gap.minutes for gap in proposal.gaps)
    day = proposal.plan.date
    lines = [f"{'Accepted: ' if accepted else ''}{day:%A} {day.day} {day:%B}, {show_minutes(free)} free"]
    rows = []
    for number, gap in enumerate(proposal.gaps):
        placed = [one for one in solved.placements if one.gap == number]
        gap_time = f"{settings.wall(gap.start):%H:%M}–{settings.wall(gap.end):%H:%M}"
        if not placed:
            rows.append((gap_time, f"free · {gap.place}", "", "", ""))
        for one in placed:
            title, platform = titles[one.task_id]
            many = f" ×{one.units}" if one.units > 1 else ""
            time = f"{settings.wall(one.start):%H:%M}–{settings.wall(one.end):%H:%M}"
            rows.append((time, f"{title}{many}", platform, gap.place, show_money(one.expected)))
    columns = [
        Column("time"),
        Column("task", gives=True),
        Column("platform", gives=True),
        Column("place", gives=True),
        Column("expected", right=True),
    ]
    lines += [table(columns, rows)]
    lines += [f"{show_money(solved.expected)} expected{nearness(proposal.plan)}"]
    for left in solved.unplaced[:SHOWN_UNPLACED]:
        lines.append(f"left out: {titles[left.task_id][0]}: {left.reason}")
    if len(solved.unplaced) > SHOWN_UNPLACED:
        lines.append(f"left out: {len(solved.unplaced) - SHOWN_UNPLACED} more")
    return "\n".join(lines)


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
            f"Pocket list for {settings.wall(pocket.start):%H:%M} {pocket.shift}:"
            f" about {waits} {'wait' if waits == 1 else 'waits'}, {minutes} in all"
        )
        for task in pocket.tasks:
            many = f" ×{task.units}" if task.units > 1 else ""
            brings = f" · {show_money(task.expected)} expected" if task.expected else ""
            lines += [f"  {task.title}{many}{brings}", f"    {task.why}"]
        if not pocket.tasks:
            lines.append("  Nothing in the queue suits its waits.")
    return lines
