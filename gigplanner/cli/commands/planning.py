"""Filling the day's gaps, and the wait that is on."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.options import command, json_option, read_at, read_date
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import Column, say, say_json, table

if TYPE_CHECKING:
    from gigplanner.model.settings import Settings
    from gigplanner.scheduler.fillers import Advice
    from gigplanner.scheduler.waits import WaitModel
    from gigplanner.workday.desk import Desk
    from gigplanner.workday.planning import Proposal

SHOWN_UNPLACED = 5  # tasks left out that the text names; JSON names all


@command("plan")
@click.argument("day", required=False, metavar="[DATE]")
@click.option("--accept", is_flag=True, help="Keep the plan and accept it.")
@json_option
@pass_session
def plan(session: Session, day: str | None, accept: bool, as_json: bool) -> None:
    """Fill the gaps of a day (today, unless said) from the queue."""
    from gigplanner.workday.planning import accept_plan, propose

    now = session.clock()
    with session.acting() if accept else session.reading() as desk:
        date = read_date(day, now, desk.settings)
        proposal = propose(desk, date, now)
        if accept:
            accept_plan(desk, date, now, plan=proposal.plan)
        titles = _titles(desk)
        if as_json:
            say_json(_plan_data(proposal, titles, desk.settings))
        else:
            say(_plan_words(proposal, titles, desk.settings, accepted=accept))


@command("suggest")
@click.option(
    "--waited", type=click.FloatRange(0, 10_080), metavar="MIN", help="Minutes waited for an order so far."
)
@click.option("--place", metavar="P", help="Where you are: home, car, or a place of your own.")
@click.option("--at", metavar="TIME", help="At another time than now.")
@json_option
@pass_session
def suggest(session: Session, waited: float | None, place: str | None, at: str | None, as_json: bool) -> None:
    """Say what to start now, while waiting for an order. Without --waited and --place the shift knows."""
    if waited is not None and not math.isfinite(waited):
        raise click.BadParameter("it is not a number of minutes.", param_hint="--waited")
    from gigplanner.workday.shift import current_shift, suggestion

    now = session.clock()
    with session.reading() as desk:
        moment = read_at(at, now, desk.settings, happened=False)
        where = _known_place(place, desk.settings)
        advice, model = suggestion(desk, moment, waited=waited, place=where)
        log = current_shift(desk, moment)
        busy = waited is None and log is not None and log.state == "order"
        if waited is None:
            waiting = log is not None and log.state == "waiting"
            waited = (moment - log.since).total_seconds() / 60 if log and waiting else 0.0
        if as_json:
            say_json(_advice_data(advice, model, waited, moment, _titles(desk)))
        elif busy:
            say("You are on an order: nothing to start until it is delivered.")
        else:
            say(_advice_words(advice, _titles(desk)))


def _known_place(place: str | None, settings: Settings) -> str | None:
    if place is None:
        return None
    from gigplanner.model.errors import BadInput
    from gigplanner.model.text import quoted

    known = {name.casefold(): name for name in (*settings.places, "out")}
    found = known.get(place.strip().casefold())
    if found is None:
        raise BadInput(
            f"{quoted(place)} is not one of your places: {', '.join(dict.fromkeys(known.values()))}."
        )
    return found


def _titles(desk: Desk) -> dict[str, tuple[str, str]]:
    """Title and platform of every open task."""
    from gigplanner.workday.queue import open_tasks

    return {task.id: (task.title, task.platform) for task in open_tasks(desk)}


def _plan_data(proposal: Proposal, titles: dict[str, tuple[str, str]], settings: Settings) -> dict[str, Any]:
    from gigplanner.cli.data import instant_data, money_data

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


def _plan_words(
    proposal: Proposal, titles: dict[str, tuple[str, str]], settings: Settings, *, accepted: bool
) -> str:
    from gigplanner.model.money import show_money
    from gigplanner.model.times import show_minutes
    from gigplanner.workday.planning import nearness

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


def _advice_data(
    advice: Advice, model: WaitModel, waited: float, moment: datetime, titles: dict[str, tuple[str, str]]
) -> dict[str, Any]:
    from gigplanner.cli.data import money_data

    return {
        "advice": advice.kind,
        "options": [
            {
                "task": option.task_id,
                "title": titles[option.task_id][0],
                "units": option.units,
                "minutes": option.minutes,
                "odds_to_finish": option.odds_to_finish,
                "expected": money_data(option.expected),
                "per_hour": money_data(option.per_hour),
                "why": option.why,
            }
            for option in advice.options
        ],
        "wait": {
            "median_left": round(model.quantile(0.5, waited=waited, at=moment), 2),
            "p90_left": round(model.quantile(0.9, waited=waited, at=moment), 2),
            "based_on": model.based_on,
        },
    }


def _advice_words(advice: Advice, titles: dict[str, tuple[str, str]]) -> str:
    from gigplanner.model.money import show_money

    heads = {
        "start": "Start one of these:",
        "hold": "Wait a moment longer; then:",
        "rest": "Rest: nothing in the queue is worth starting now.",
    }
    lines = [heads[advice.kind]]
    for option in advice.options:
        title, platform = titles[option.task_id]
        place = f" · {platform}" if platform else ""
        lines.append(
            f"  {title}{place} · {option.minutes:g} min · {option.odds_to_finish:.0%} to finish"
            f" · {show_money(option.expected)} expected · {show_money(option.per_hour)}/h"
        )
        lines.append(f"    {option.why}")
    return "\n".join(lines)
