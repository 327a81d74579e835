"""Filling the day's gaps, and the wait that is on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from gigplanner.cli.options import command, json_option, read_at, read_date
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json
from gigplanner.model.showing import show_percent

if TYPE_CHECKING:
    from gigplanner.model.records import Task
    from gigplanner.model.settings import Settings
    from gigplanner.scheduler.fillers import Advice
    from gigplanner.scheduler.waits import WaitModel
    from gigplanner.workday.desk import Desk


@command("plan")
@click.argument("day", required=False, metavar="[DATE]")
@click.option("--week", is_flag=True, help="Plan seven days from that day, out of one queue.")
@click.option("--accept", is_flag=True, help="Keep the plan and accept it.")
@json_option
@pass_session
def plan(session: Session, day: str | None, week: bool, accept: bool, as_json: bool) -> None:
    """Fill the gaps of a day (today, unless said) from the queue.

    Below it stands what to have at hand for the waits of the day's shifts. With --week seven days
    share the queue, and --accept accepts them all at once.
    """
    if week:
        _plan_week(session, day, accept=accept, as_json=as_json)
        return
    from gigplanner.cli.plan_words import plan_data, plan_words, pocket_data, pocket_words
    from gigplanner.workday.planning import accept_plan, propose
    from gigplanner.workday.pocket import pocket_lists

    now = session.clock()
    with session.acting() if accept else session.reading() as desk:
        date = read_date(day, now, desk.settings)
        proposal = propose(desk, date, now)
        if accept:
            accept_plan(desk, date, now, plan=proposal.plan)
        titles = _titles(desk)
        pockets = pocket_lists(desk, date, now, plan=proposal.plan)
        if as_json:
            pocket = {"pocket": pocket_data(pockets, desk.settings)}
            say_json(plan_data(proposal, titles, desk.settings) | pocket)
        else:
            words = [plan_words(proposal, titles, desk.settings, accepted=accept)]
            say("\n".join([*words, *pocket_words(pockets, desk.settings)]))


def _plan_week(session: Session, day: str | None, *, accept: bool, as_json: bool) -> None:
    from gigplanner.cli.plan_words import week_data, week_words
    from gigplanner.workday.week import accept_week, propose_week

    now = session.clock()
    with session.acting() if accept else session.reading() as desk:
        found = propose_week(desk, read_date(day, now, desk.settings), now)
        if accept:
            accept_week(desk, found, now)
        titles = _titles(desk)
        if as_json:
            say_json(week_data(found, titles, desk.settings))
        else:
            say(week_words(found, titles, desk.settings, accepted=accept))


@command("suggest")
@click.option(
    "--waited", type=click.FloatRange(0, 10_080), metavar="MIN", help="Minutes waited for an order so far."
)
@click.option("--place", metavar="P", help="Where you are: home, car, or a place of your own.")
@click.option("--at", metavar="TIME", help="At another time than now.")
@json_option
@pass_session
def suggest(session: Session, waited: float | None, place: str | None, at: str | None, as_json: bool) -> None:
    """Say what to start now, while waiting for an order.

    How long you have waited and where you are is taken from the running shift, unless you say it.
    """
    if waited is not None and not math.isfinite(waited):
        raise click.BadParameter("it is not a number of minutes.", param_hint="--waited")
    from gigplanner.workday.queue import open_tasks
    from gigplanner.workday.shift import current_shift, suggestion

    now = session.clock()
    with session.reading() as desk:
        moment = read_at(at, now, desk.settings, happened=False)
        where = _known_place(place, desk.settings)
        advice, model = suggestion(desk, moment, waited=waited, place=where)
        log = current_shift(desk, moment)
        busy = waited is None and log is not None and log.state == "order"
        recent = [wait.minutes for wait in log.waits()] if log else []
        waiting = recent.pop() if log and log.state == "waiting" else 0.0
        wait = _Waiting(model, waiting if waited is None else waited, moment, recent)
        tasks = {task.id: task for task in open_tasks(desk)}
        if as_json:
            say_json(_advice_data(advice, wait, tasks))
        elif busy:
            say("You are on an order: nothing to start until it is delivered.")
        else:
            say(_advice_words(advice, wait, tasks))


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


class _Waiting(NamedTuple):
    """The wait that is on, or that is asked about."""

    model: WaitModel
    waited: float  # minutes
    at: datetime
    recent: Sequence[float]  # minutes of the shift's earlier waits

    def left(self, share: float) -> float:
        """The minutes within which the wait ends, with that probability."""
        return self.model.quantile(share, waited=self.waited, at=self.at, recent=self.recent)


def _advice_data(advice: Advice, wait: _Waiting, tasks: Mapping[str, Task]) -> dict[str, Any]:
    from gigplanner.cli.data import money_data

    return {
        "advice": advice.kind,
        "options": [
            {
                "task": option.task_id,
                "title": tasks[option.task_id].title,
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
            "median_left": round(wait.left(0.5), 2),
            "p90_left": round(wait.left(0.9), 2),
            "based_on": wait.model.based_on,
        },
    }


def _advice_words(advice: Advice, wait: _Waiting, tasks: Mapping[str, Task]) -> str:
    from gigplanner.model.money import show_money
    from gigplanner.model.times import show_minutes
    from gigplanner.workday.advice_words import advised, evidence_words, reason_words, titled

    lines = [advised(advice, tasks) or "Start one of these:"]
    for option in advice.options:
        task = tasks[option.task_id]
        said = [
            titled(task, option.units),
            task.platform,
            show_minutes(option.minutes),
            f"{show_percent(option.odds_to_finish)} to finish",
            f"{show_money(option.expected)} expected" if option.expected else "for its worth",
            f"{show_money(option.per_hour)}/h",
        ]
        lines.append(f"  {' · '.join(filter(None, said))}")
        lines.append(f"    {reason_words(option.why, task)}")
    lines.append(evidence_words(wait.model, wait.waited, at=wait.at, recent=wait.recent))
    return "\n".join(lines)
