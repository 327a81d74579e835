"""The demo's today and the days to come: the calendar, the queue, and what of today is past already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from msgspec import structs

from gigplanner.model.money import Money
from gigplanner.model.records import Block, Earning, Plan, Record, Series, Task
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY, MINUTE, SECOND
from gigplanner.workday.demo.dice import Dice
from gigplanner.workday.demo.driving import drive, until
from gigplanner.workday.demo.history import (
    DINNER,
    LUNCH,
    SATURDAY,
    WEEKLY_AT,
    WEEKLY_MINUTES,
    WEEKLY_PAY,
    rhythm_around,
    shift_block,
    shifts_of,
)
from gigplanner.workday.demo.jobs import Job, outcome_of, small_task, usual_needs
from gigplanner.workday.demo.person import CURRENCY, Waiting, dollars, texts

WEEKEND_LUNCH = (time(10), time(14))
TONIGHT = (time(21), time(21, 45))
PLANNED_AT = time(7, 45)
DAYS_AHEAD = 10
WORKED_ODDS = 0.8  # of a placement whose time has come


def queue_of_today(dice: Dice, now: datetime, settings: Settings) -> list[Task]:
    """Return the open tasks, due within the next days as seen from `now`."""
    today = settings.day_of(now)
    return [_waiting(dice, waiting, today, now, settings) for waiting in texts().task]


def _waiting(dice: Dice, given: Waiting, today: date, now: datetime, settings: Settings) -> Task:
    came = now - dice.minutes(30, 5 * 24 * 60)
    due, after = (
        settings.instant(datetime.combine(today + when.days * DAY, time.fromisoformat(when.clock)))
        if when
        else None
        for when in (given.due, given.after)
    )
    if due and due <= now:  # a day that is nearly over has such tasks for tomorrow
        due, after = due + DAY, after + DAY if after else None
    return Task(
        id=dice.new_id(came),
        title=given.title,
        pay=dollars(given.pay),
        minutes=given.minutes,
        platform=given.platform,
        category=given.category,
        units=given.units,
        due=due,
        not_before=after,
        needs=usual_needs(given.platform) if given.needs is None else given.needs,
        splittable=given.splittable,
        min_chunk=given.min_chunk,
        resumable=given.resumable,
        odds=given.odds,
        worth=dollars(given.worth) if given.worth else None,
        must=given.must,
        tags=given.tags,
        notes=given.notes,
        lane=given.lane,
        created_at=came,
    )


class Today:
    """The working day of `now`."""

    def __init__(self, dice: Dice, now: datetime, settings: Settings) -> None:
        self.dice, self.now, self.settings = dice, now, settings
        self.day = settings.day_of(now)
        self.begins = settings.span_of(self.day).start
        lunch = WEEKEND_LUNCH if self.day.weekday() >= SATURDAY else LUNCH
        self.shifts = [
            shift_block(dice, self.day, lunch, "DoorDash", settings),
            shift_block(dice, self.day, DINNER, "Uber Eats", settings),
        ]

    def at(self, clock: time, days: int = 0) -> datetime:
        """The instant of a time of day."""
        return self.settings.instant(datetime.combine(self.day + days * DAY, clock))

    @property
    def planned_at(self) -> datetime:
        """When the day was planned: in the morning, or just now."""
        return max(self.begins, min(self.at(PLANNED_AT), self.now - 6 * MINUTE))

    def calendar(self) -> Iterator[Block]:
        """The blocks of today."""
        words = texts().calendar
        yield from self.shifts
        yield self._block(
            self.dice.pick(words.appointments), time(14, 45), 30, kind="appointment", place="out", before=10
        )
        yield self._block("At the café", time(15, 15), 105, kind="personal", place="café", transparent=True)
        yield self._block(
            self.dice.pick(words.trainings),
            time(16, 10),
            30,
            kind="training",
            place="café",
            platform="Upskilling",
        )
        yield self._block(
            self.dice.pick(words.tonight),
            TONIGHT[0],
            45,
            kind="event",
            place="home",
            platform="Zoom",
            before=15,
            expected=Money(24_00, CURRENCY),
        )

    def ahead(self) -> Iterator[Block]:
        """The blocks of the days to come."""
        rhythm, words = rhythm_around(self.day), texts().calendar
        for days in range(1, DAYS_AHEAD):
            yield from shifts_of(self.dice, self.day + days * DAY, rhythm, self.settings)
        yield self._block(
            self.dice.pick(words.appointments),
            time(10),
            40,
            days=3,
            kind="appointment",
            place="out",
            before=20,
        )
        yield self._block(
            self.dice.pick(words.trainings), time(16, 25), 30, days=4, kind="training", platform="Upskilling"
        )
        yield self._block(
            self.dice.pick(words.hostings),
            TONIGHT[0],
            60,
            days=5,
            kind="event",
            platform="RingCentral Events",
            expected=Money(60_00, CURRENCY),
        )

    def _block(
        self, title: str, clock: time, minutes: int, *, days: int = 0, place: str = "home", **fields: object
    ) -> Block:
        start = self.at(clock, days)
        block = Block(
            id=self.dice.new_id(start),
            title=title,
            start=start,
            end=start + minutes * MINUTE,
            zone=self.settings.zone,
            place=place,
        )
        return structs.replace(block, **fields)

    def series(self, first: date) -> Iterator[Series]:
        """What recurs, since `first`: a call on weekday mornings, a weekly event."""
        words = texts().calendar
        zone = self.settings.zone
        weekday = first + (7 - first.weekday()) % 7 * DAY if first.weekday() >= SATURDAY else first
        yield Series(
            id=self.dice.new_id(self.begins),
            title=words.standup,
            first=datetime.combine(weekday, time(9, 15)),
            minutes=15,
            rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
            zone=zone,
            platform="Upwork",
            place="home",
        )
        hosts = first + (rhythm_around(self.day).hosts - first.weekday()) % 7 * DAY
        yield Series(
            id=self.dice.new_id(self.begins),
            title=words.weekly,
            first=datetime.combine(hosts, WEEKLY_AT),
            minutes=WEEKLY_MINUTES,
            rule="FREQ=WEEKLY",
            zone=zone,
            platform="Zoom",
            place="home",
            expected=WEEKLY_PAY,
        )

    def early(self) -> Iterator[Record]:
        """What came in today before the first shift: links that paid, two small tasks."""
        passed = self.now - self.begins
        due = (self.at(time(6, 50)), self.at(time(7, 10)), self.at(time(7, 30)))
        moments = [
            usual if usual < self.now else self.begins + passed * share
            for usual, share in zip(due, (0.2, 0.5, 0.8), strict=True)
        ]
        moments = [moment.replace(microsecond=0) for moment in moments if self.begins <= moment < self.now]
        if not moments:
            return
        first, *rest = moments
        yield Earning(
            id=self.dice.new_id(first),
            at=first,
            gross=Money(6_40, CURRENCY),
            platform="Affiliate links",
            category="affiliate",
            status="paid",
            note="Link page, last month",
        )
        for moment, work in zip(rest, texts().fillers, strict=False):
            task = small_task(self.dice, work, self.begins, 12)
            job = Job(task, moment, task.minutes)
            yield structs.replace(task, status="done", closed_at=moment, created_at=moment)
            yield from outcome_of(self.dice, job, self.now)

    def so_far(self, plan: Plan | None, queue: list[Task]) -> list[Record]:
        """Return what was worked today up to `now`: shifts, most of the placements, the evening's event."""
        records: list[Record] = []
        for block in self.shifts:
            records += drive(self.dice, block, self.now)
        records += until(list(self._placements_worked(plan, queue)), self.now)
        ends = self.at(TONIGHT[1])
        if ends < self.now:
            records.append(
                Earning(
                    id=self.dice.new_id(ends),
                    at=ends,
                    gross=Money(24_00, CURRENCY),
                    platform="Zoom",
                    category="event hosting",
                    status="pending",
                )
            )
        return records

    def _placements_worked(self, plan: Plan | None, queue: list[Task]) -> Iterator[Record]:
        tasks = {task.id: task for task in queue}
        for placed in plan.placements if plan else ():
            ends = min(placed.end + self.dice.minutes(-2, 3), self.now - SECOND)
            chunk = tasks[placed.task].splittable and placed.minutes < tasks[placed.task].minutes
            if placed.end > self.now or chunk or not self.dice.happens(WORKED_ODDS):
                continue
            task = tasks[placed.task]
            each = placed.minutes / placed.units * self.dice.spread(1.04, 0.1)
            yield from outcome_of(
                self.dice, Job(structs.replace(task, units=placed.units), ends, each), self.now
            )
            left = task.units - placed.units
            if left > 0:
                tasks[task.id] = structs.replace(task, units=left)
            else:
                tasks[task.id] = structs.replace(task, status="done", closed_at=ends)
        yield from (task for task in tasks.values() if task not in queue)


def shortly_before(now: datetime, minutes: int) -> datetime:
    """Return a moment a little before `now`, in whole seconds."""
    return now.replace(microsecond=0) - minutes * MINUTE
