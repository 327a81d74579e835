"""Made-up days to plan, the same for the same seed: as gig workers have them, and odd ones.

Minutes are always whole seconds, windows open and close on quarter hours, and all that must be done fits.
Pay, odds and switches lie where workers report them: micro-tasks at two to eight dollars an hour, studies at
eight to twelve with some screened out, freelance work above that.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from gigplanner.model import Money, Task
from gigplanner.scheduler import Gap, PlanRules

DAWN = datetime(2026, 11, 22, 12, tzinfo=UTC)  # seven in New York
PLACES = {
    "home": frozenset({"phone", "laptop", "data", "quiet", "hands"}),
    "café": frozenset({"phone", "laptop", "data", "hands"}),
    "car": frozenset({"phone", "data"}),
    "waiting room": frozenset({"phone", "data", "hands"}),
}
MICRO = ("MTurk", "Clickworker", "Microworkers", "Appen", "TELUS")
PANELS = ("Prolific", "Panel A", "Panel B", "Panel C")
AGENCIES = ("Fiverr", "Upwork", "")
LAPTOP, PHONE, QUIET = frozenset({"laptop"}), frozenset({"phone"}), frozenset({"quiet", "data"})
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Day:
    """One problem: what `plan_day` takes."""

    name: str
    gaps: list[Gap]
    tasks: list[Task]
    rules: PlanRules


@dataclass(frozen=True)
class Stretch:
    """Free time without a break in it, in whole seconds since 1970."""

    gap: int
    start: int
    end: int
    has: frozenset[str]


def stretches_of(day: Day) -> list[Stretch]:
    """Return the gaps of a day as its work rhythm cuts them."""
    found = []
    for number, gap in enumerate(day.gaps):
        start, end = int(gap.start.timestamp()), int(gap.end.timestamp())
        work = round(day.rules.work_minutes * 60) if day.rules.work_minutes else end - start
        while start < end:
            found.append(Stretch(number, start, min(end, start + work), gap.has))
            start += work + round((day.rules.rest_minutes or 0) * 60)
    return found


def window_in(task: Task, stretch: Stretch) -> tuple[int, int]:
    """Return when in `stretch` the task may be worked, as start and end; never, if the end comes first."""
    opens = int(task.not_before.timestamp()) if task.not_before else stretch.start
    closes = int(task.due.timestamp()) if task.due else stretch.end
    return max(stretch.start, opens), min(stretch.end, closes)


def switch_of(task: Task, rules: PlanRules) -> int:
    """Return the seconds it takes to switch to the platform of `task`."""
    minutes = rules.switch_minutes
    if isinstance(minutes, dict):
        return round(minutes.get(task.platform, 0) * 60)
    return round(minutes * 60) if task.platform else 0


def make_day(family: str, size: int, number: int = 0, seed: int = 1) -> Day:
    """Return day `number` of a family in FAMILIES, with `size` tasks."""
    chance = random.Random(f"{family} {size} {number} {seed}")
    gaps, tasks, rules = FAMILIES[family](chance, size)
    return _with_musts(chance, Day(f"{family} {size} #{number}", gaps, tasks, rules), family == "musts")


Made = tuple[list[Gap], list[Task], PlanRules]


def _random(chance: random.Random, size: int) -> Made:
    gaps = _gaps(chance, [min(180, 10 * chance.paretovariate(0.7)) for _ in range(chance.randint(2, 8))])
    return gaps, [_task(chance, name, gaps) for name in _names(size)], _rules(chance)


def _plain(chance: random.Random, size: int) -> Made:
    """Gaps of any length from ten minutes to three hours, and no breaks in them."""
    gaps = _gaps(chance, [chance.uniform(10, 180) for _ in range(chance.randint(2, 8))])
    return gaps, [_task(chance, name, gaps) for name in _names(size)], _rules(chance, rhythm=False)


def _tiny(chance: random.Random, size: int) -> Made:
    gaps, _, rules = _random(chance, 0)
    return gaps, [_micro(chance, name, longest=1.5, units=1) for name in _names(size)], rules


def _batches(chance: random.Random, size: int) -> Made:
    gaps, _, rules = _random(chance, 0)
    return gaps, [_micro(chance, name, units=chance.randint(100, 500)) for name in _names(size)], rules


def _tight(chance: random.Random, size: int) -> Made:
    gaps, tasks, rules = _random(chance, size)
    tight = []
    for task in tasks:
        opens = _some_quarter(chance, gaps)
        room = timedelta(minutes=task.minutes * chance.uniform(1, 3))
        closes = opens + max(QUARTER, room // QUARTER * QUARTER)
        opening = opens if chance.random() < 0.6 else None
        tight.append(replace(task, not_before=opening, due=closes))
    return gaps, tight, rules


def _one_gap(chance: random.Random, size: int) -> Made:
    _, tasks, rules = _random(chance, size)
    return _gaps(chance, [600]), tasks, rules


def _thirty_gaps(chance: random.Random, size: int) -> Made:
    gaps = _gaps(chance, [chance.uniform(6, 20) for _ in range(30)], between=(5, 15))
    return gaps, [_task(chance, name, gaps) for name in _names(size)], _rules(chance, rhythm=False)


def _laptop(chance: random.Random, size: int) -> Made:
    gaps, tasks, rules = _random(chance, size)
    bare = [gap for gap in gaps if "laptop" not in gap.has]
    if len(bare) == len(gaps):
        gaps[0] = Gap(gaps[0].start, gaps[0].end, "home", PLACES["home"])
    return gaps, [replace(task, needs=task.needs | LAPTOP) for task in tasks], rules


def _platforms(chance: random.Random, size: int) -> Made:
    gaps, tasks, rules = _random(chance, size)
    names = [f"platform {number}" for number in range(40)]
    switches = {name: float(chance.randint(3, 10)) for name in names}
    return (
        gaps,
        [replace(task, platform=chance.choice(names)) for task in tasks],
        replace(rules, switch_minutes=switches, daily_caps={}),
    )


def _split(chance: random.Random, size: int) -> Made:
    gaps, _, rules = _random(chance, 0)
    return gaps, [_freelance(chance, name) for name in _names(size)], rules


def _capped(chance: random.Random, size: int) -> Made:
    gaps, tasks, rules = _random(chance, size)
    caps = {name: chance.randint(1, 6) for name in (*MICRO, *PANELS, *AGENCIES) if name}
    return gaps, tasks, PlanRules(switch_minutes=rules.switch_minutes, daily_caps=caps)


def _alike(chance: random.Random, size: int) -> Made:
    """All at twelve cents a minute: only how full the gaps are tells plans apart."""
    gaps, _, _ = _random(chance, 0)
    lengths = [chance.randint(7, 60) for _ in range(size)]
    tasks = [
        Task(id=name, title=name, pay=Money(12 * minutes, "USD"), minutes=float(minutes))
        for name, minutes in zip(_names(size), lengths, strict=True)
    ]
    return gaps, tasks, PlanRules(switch_minutes=0.0)


def _large(chance: random.Random, size: int) -> Made:
    """Tasks of which one to three fill a gap, in odd seconds."""
    gaps = _gaps(chance, [chance.uniform(60, 180) for _ in range(chance.randint(3, 8))])
    tasks = []
    for name in _names(size):
        minutes = chance.randint(20 * 60, 80 * 60) / 60
        pay = round(minutes / 60 * chance.lognormvariate(6.9, 0.25))
        platform = chance.choice(PANELS)
        tasks.append(
            Task(id=name, title=name, pay=Money(pay, "USD"), minutes=minutes, platform=platform, units=1)
        )
    return gaps, tasks, _rules(chance, rhythm=False)


def _unrewarding(chance: random.Random, size: int) -> Made:
    """The person's own time is worth more than nearly all of the work."""
    gaps, tasks, rules = _random(chance, size)
    return gaps, tasks, PlanRules(switch_minutes=rules.switch_minutes, floor_rate=Money(3000, "USD"))


FAMILIES: dict[str, Callable[[random.Random, int], Made]] = {
    "random": _random,
    "plain": _plain,
    "tiny": _tiny,
    "batches": _batches,
    "tight": _tight,
    "one gap": _one_gap,
    "thirty gaps": _thirty_gaps,
    "laptop": _laptop,
    "platforms": _platforms,
    "split": _split,
    "musts": _random,
    "capped": _capped,
    "alike": _alike,
    "large": _large,
    "unrewarding": _unrewarding,
}


def _names(size: int) -> Iterator[str]:
    return (f"t{number:05}" for number in range(size))


def _gaps(chance: random.Random, lengths: Sequence[float], between: tuple[int, int] = (10, 90)) -> list[Gap]:
    gaps, at = [], DAWN + timedelta(minutes=chance.randint(0, 60))
    for minutes in lengths:
        place = chance.choice(list(PLACES))
        end = at + timedelta(seconds=round(minutes * 60))
        gaps.append(Gap(at, end, place, PLACES[place]))
        at = end + timedelta(minutes=chance.randint(*between))
    return gaps


def _some_quarter(chance: random.Random, gaps: Sequence[Gap]) -> datetime:
    quarters = (gaps[-1].end - DAWN) // QUARTER
    return DAWN + QUARTER * chance.randint(0, quarters)


def _task(chance: random.Random, name: str, gaps: Sequence[Gap]) -> Task:
    kind = chance.random()
    if kind < 0.55:
        task = _micro(chance, name)
    elif kind < 0.83:
        task = _survey(chance, name)
    elif kind < 0.95:
        task = _freelance(chance, name)
    else:
        task = _course(chance, name)
    opens = _some_quarter(chance, gaps) if chance.random() < 0.12 else None
    closes = _some_quarter(chance, gaps) if chance.random() < 0.25 else None
    if opens and closes and closes <= opens:
        opens = None
    return replace(task, not_before=opens, due=closes)


def _micro(chance: random.Random, name: str, longest: float = 30, units: int = 0) -> Task:
    seconds = max(8, min(longest * 60, round(chance.lognormvariate(4.4, 0.9))))
    many = units or (min(500, int(chance.paretovariate(0.6))) if chance.random() < 0.5 else 1)
    return Task(
        id=name,
        title=name,
        platform=chance.choice(MICRO),
        pay=Money(max(1, round(seconds / 3600 * chance.lognormvariate(6.0, 0.6))), "USD"),
        minutes=int(seconds) / 60,
        units=many,
        odds=chance.choice((1.0, 1.0, 0.98, 0.95)),
        needs=chance.choice((LAPTOP, LAPTOP, PHONE, frozenset())),
    )


def _survey(chance: random.Random, name: str) -> Task:
    minutes = max(2, min(60, round(chance.lognormvariate(2.3, 0.7))))
    return Task(
        id=name,
        title=name,
        platform=chance.choice(PANELS),
        pay=Money(round(minutes / 60 * chance.uniform(600, 1400)), "USD"),
        minutes=float(minutes),
        odds=round(chance.betavariate(5, 2), 2),
        needs=chance.choice((PHONE, LAPTOP, QUIET)),
    )


def _freelance(chance: random.Random, name: str) -> Task:
    minutes = float(chance.choice((20, 45, 60, 90, 120, 180, 240, 480)))
    return Task(
        id=name,
        title=name,
        platform=chance.choice(AGENCIES),
        pay=Money(round(minutes / 60 * chance.lognormvariate(6.9, 0.4)), "USD"),
        minutes=minutes,
        splittable=True,
        min_chunk=float(chance.choice((10, 15, 25, 30, 45, 60))),
        odds=chance.choice((1.0, 0.95)),
        needs=LAPTOP,
    )


def _course(chance: random.Random, name: str) -> Task:
    minutes = chance.randint(5, 45)
    worth = Money(round(minutes / 60 * chance.uniform(300, 1200)), "USD")
    return Task(id=name, title=name, pay=Money(0, "USD"), minutes=float(minutes), worth=worth)


def _rules(chance: random.Random, *, rhythm: bool = True) -> PlanRules:
    platforms = (*MICRO, *PANELS, "Fiverr", "Upwork")
    switches = {name: chance.choice((0.5, 1.0, 1.5, 2.0)) for name in platforms}
    caps = {name: chance.choice((3, 10, 40, 150)) for name in platforms if chance.random() < 0.3}
    work, rest = chance.choice(((50.0, 10.0), (90.0, 15.0), (25.0, 5.0)))
    cut = rhythm and chance.random() < 0.25
    return PlanRules(
        switch_minutes=1.0 if chance.random() < 0.3 else switches,
        daily_caps=caps if chance.random() < 0.6 else {},
        floor_rate=Money(chance.choice((150, 300, 600)), "USD") if chance.random() < 0.3 else None,
        work_minutes=work if cut else None,
        rest_minutes=rest if cut else None,
    )


def _with_musts(chance: random.Random, day: Day, many: bool) -> Day:
    """Mark tasks that must be done: on a fifth of the days one to four, on others as many as first fit."""
    if not (many or chance.random() < 0.2):
        return day
    wanted = len(day.tasks) if many else chance.randint(1, 4)
    stretches = stretches_of(day)
    free = [stretch.end - stretch.start for stretch in stretches]
    if many:
        free = [int(seconds * 0.6) for seconds in free]
    caps = dict(day.rules.daily_caps)
    chosen: set[str] = set()
    for task in chance.sample(day.tasks, min(len(day.tasks), 300)):
        seconds = round(task.minutes * 60) * task.units
        if len(chosen) == wanted or seconds > 2400 or caps.get(task.platform, 500) < task.units:
            continue
        length = seconds + switch_of(task, day.rules)  # even where another task has paid for the switch
        for number, stretch in enumerate(stretches):
            always = window_in(task, stretch) == (stretch.start, stretch.end)
            if always and task.needs <= stretch.has and free[number] >= length:
                free[number] -= length
                chosen.add(task.id)
                if task.platform in caps:
                    caps[task.platform] -= task.units
                break
    tasks = [replace(task, must=True) if task.id in chosen else task for task in day.tasks]
    return Day(day.name, day.gaps, tasks, day.rules)
