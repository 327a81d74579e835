"""The demo's past: one working day after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from gigplanner.model.money import Money, total
from gigplanner.model.records import (
    Block,
    BlockKind,
    DayNote,
    Earning,
    Expense,
    PlacedTask,
    Plan,
    Record,
    Task,
)
from gigplanner.model.settings import Settings
from gigplanner.model.times import MINUTE
from gigplanner.workday.demo.dice import Dice
from gigplanner.workday.demo.driving import drive
from gigplanner.workday.demo.jobs import Job, closed, large_task, money_status, small_task
from gigplanner.workday.demo.person import CURRENCY, Calendar, texts

LUNCH = (time(11), time(14))
DINNER = (time(17), time(20, 30))
LUNCH_APPS = ("DoorDash", "DoorDash", "DoorDash", "Instacart", "Instacart", "Uber Eats")
DINNER_APPS = ("Uber Eats", "Uber Eats", "Uber Eats", "DoorDash", "DoorDash", "Instacart")
RIDE_APPS = ("Lyft", "Uber")
SATURDAY = 5
WEEKLY_AT, WEEKLY_MINUTES, WEEKLY_PAY = time(15, 15), 45, Money(30_00, CURRENCY)
LONGEST_SESSION = 100.0  # minutes of tasks in one go


class Rhythm(Struct, frozen=True):
    """The weekdays (Monday is 0) on which the person rests, and hosts."""

    rests: int
    hosts: int


def rhythm_around(today: date) -> Rhythm:
    """Mondays off, so that today is never the day off; the weekly event two days after today's weekday."""
    return Rhythm(rests=1 if today.weekday() == 0 else 0, hosts=(today.weekday() + 2) % 7)


def shift_block(dice: Dice, day: date, at: tuple[time, time], platform: str, settings: Settings) -> Block:
    """Return a planned shift on `day`."""
    start = settings.instant(datetime.combine(day, at[0]))
    end = settings.instant(datetime.combine(day, at[1]))
    meal = "lunch" if at[0] < time(15) else "dinner"
    hours = (end - start) / timedelta(hours=1)
    return Block(
        id=dice.new_id(start),
        title=f"{platform} {meal}",
        start=start,
        end=end,
        zone=settings.zone,
        kind="shift",
        platform=platform,
        place="car",
        expected=Money(round(hours * dice.between(19, 24)) * 100, CURRENCY),
    )


def shifts_of(dice: Dice, day: date, rhythm: Rhythm, settings: Settings) -> list[Block]:
    """Return the shifts that are planned for `day`: none on the day off, always one on weekend evenings."""
    weekday = day.weekday()
    blocks = []
    if weekday != rhythm.rests and dice.happens(0.55):
        blocks.append(shift_block(dice, day, LUNCH, dice.pick(LUNCH_APPS), settings))
    if weekday != rhythm.rests and (weekday >= SATURDAY - 1 or dice.happens(0.75)):
        rides = weekday in (SATURDAY - 1, SATURDAY) and dice.happens(0.4)
        app = dice.pick(RIDE_APPS) if rides else dice.pick(DINNER_APPS)
        blocks.append(shift_block(dice, day, DINNER, app, settings))
    return blocks


def past_day(day: date, number: int, seed: int, now: datetime, settings: Settings) -> list[Record]:
    """Return everything that the person wrote down on `day`, the `number`-th before today."""
    dice = Dice(seed, day)
    rhythm = rhythm_around(settings.day_of(now))
    past = _Day(dice, day, number, now, settings)
    records: list[Record] = []
    for block in shifts_of(dice, day, rhythm, settings):
        records += [block, *drive(dice, block, now)]
    if day.weekday() != rhythm.rests:
        records += past.tasks(afternoon=day.weekday() != rhythm.hosts)
    if day.weekday() == rhythm.hosts:
        records.append(past.earning(WEEKLY_AT, WEEKLY_MINUTES, WEEKLY_PAY, "Zoom", texts().calendar.weekly))
    records += past.calendar()
    records += past.spent()
    records += past.written()
    return records


class _Day:
    """A past day in the making, but for its shifts."""

    def __init__(self, dice: Dice, day: date, number: int, now: datetime, settings: Settings) -> None:
        self.dice, self.day, self.number, self.now, self.settings = dice, day, number, now, settings
        self.words: Calendar = texts().calendar

    def at(self, clock: time) -> datetime:
        return self.settings.instant(datetime.combine(self.day, clock))

    def tasks(self, *, afternoon: bool) -> Iterator[Record]:
        """What was worked at home in the morning and the afternoon, and the plan for it."""
        dice = self.dice
        placements: list[PlacedTask] = []
        sessions = [self.at(time(7, 20)) + dice.minutes(0, 10)]
        if afternoon:
            sessions.append(self.at(time(14, 30)) + dice.minutes(0, 15))
        for session in sessions:
            planned, worked = session, session + dice.minutes(-3, 6)
            for task, fee_percent in self._chosen(session):
                placement = _placement(task, planned)
                planned = placement.end + MINUTE
                if placement.minutes + (placement.start - session) / MINUTE > LONGEST_SESSION:
                    break
                placements.append(placement)
                worked += dice.minutes(0.5, 4)
                job = self._done(task, worked, fee_percent)
                worked = job.at
                yield from closed(dice, job, self.now)
        for session in sessions[1:]:  # what was planned for the end of the day and left
            if dice.happens(0.5):
                left = small_task(dice, dice.pick(texts().work), session, 30)
                placements.append(_placement(left, max(one.end for one in placements) + MINUTE))
                yield from closed(dice, Job(left, self.at(time(21, 40)), 0, "interrupted"), self.now)[:1]
        if placements and dice.happens(0.75):
            yield self._plan(placements)

    def _chosen(self, session: datetime) -> list[tuple[Task, int]]:
        """The tasks of one session, with the fee that the platform keeps."""
        dice, all_texts = self.dice, texts()
        chosen = [
            (small_task(dice, dice.pick(all_texts.work), session - dice.minutes(20, 900), 40), 0)
            for _ in range(dice.whole(1, 3))
        ]
        if dice.happens(0.3):
            pieces = (*all_texts.gig, *all_texts.post)
            piece = pieces[self.number % len(pieces)]  # each has its turn
            chosen = [(large_task(dice, piece, session - dice.minutes(60, 4000)), piece.fee_percent), *chosen]
        return chosen

    def _done(self, task: Task, start: datetime, fee_percent: int) -> Job:
        """How it went: mostly a little longer than said, and sometimes there was no place in the survey."""
        dice = self.dice
        if dice.happens(1 - task.odds):
            minutes = dice.between(1, 3)
            return Job(task, start + timedelta(seconds=round(minutes * 60)), minutes, "screened_out")
        minutes = task.minutes * dice.spread(1.06, 0.18)
        return Job(
            task,
            start + timedelta(seconds=round(minutes * 60 * task.units)),
            minutes,
            fee_percent=fee_percent,
        )

    def _plan(self, placements: list[PlacedTask]) -> Plan:
        made = self.at(time(7)) + self.dice.minutes(0, 15)
        expected = total((placed.expected for placed in placements), CURRENCY)
        return Plan(
            id=self.day.isoformat(),
            date=self.day,
            made_at=made,
            placements=tuple(placements),
            expected=expected,
            bound=Money(round(expected.minor * self.dice.between(1, 1.004)), CURRENCY),
            downtime_minutes=self.dice.whole(220, 420),
            accepted_at=made + self.dice.minutes(0.5, 4),
        )

    def earning(self, clock: time, minutes: int, pay: Money, platform: str, note: str) -> Earning:
        """The money of an event that began at `clock`."""
        at = self.at(clock) + minutes * MINUTE
        return Earning(
            id=self.dice.new_id(at),
            at=at,
            gross=pay,
            platform=platform,
            category="event hosting",
            status=money_status(self.dice, at, self.now),
            note=note,
        )

    def calendar(self) -> Iterator[Record]:
        """Events, courses, appointments: each now and then."""
        dice, words = self.dice, self.words
        if self.number % 19 == 7:
            title, pay = dice.pick(words.hostings), dice.money(45, 80)
            yield self._block(title, time(21), 60, "event", "RingCentral Events", pay)
            yield self.earning(time(21), 60, pay, "RingCentral Events", title)
        elif dice.happens(0.12):
            title, pay = dice.pick(words.tonight), dice.money(18, 30)
            yield self._block(title, time(21), 45, "event", "Zoom", pay)
            yield self.earning(time(21), 45, pay, "Zoom", title)
        if dice.happens(0.25):
            yield self._block(dice.pick(words.trainings), time(16, 25), 30, "training", "Upskilling")
        if dice.happens(0.1):
            yield self._block(dice.pick(words.appointments), time(10), 40, "appointment", "")

    def _block(
        self,
        title: str,
        clock: time,
        minutes: int,
        kind: BlockKind,
        platform: str,
        expected: Money | None = None,
    ) -> Block:
        start = self.at(clock)
        return Block(
            id=self.dice.new_id(start),
            title=title,
            start=start,
            end=start + minutes * MINUTE,
            zone=self.settings.zone,
            kind=kind,
            platform=platform,
            place="out" if kind == "appointment" else "home",
            expected=expected,
        )

    def spent(self) -> Iterator[Record]:
        """Gas every four days, the data plan once a month, small things in between; links that paid."""
        dice = self.dice
        if self.number % 4 == 1:
            yield self._expense("gas", dice.money(24, 43), time(16, 50), "")
        if self.day.day == 5:
            yield self._expense("data plan", Money(35_00, CURRENCY), time(9), "20 GB")
        if dice.happens(0.09):
            bought = dice.pick(texts().expense)
            yield self._expense(bought.category, dice.money(*bought.amount), time(16, 55), bought.note)
        if self.number % 9 == 3:
            at = self.at(time(6, 30))
            yield Earning(
                id=dice.new_id(at),
                at=at,
                gross=dice.money(3, 14),
                platform="Affiliate links",
                category="affiliate",
                status=money_status(dice, at, self.now),
            )

    def _expense(self, category: str, amount: Money, clock: time, note: str) -> Expense:
        at = self.at(clock) + self.dice.minutes(0, 4)
        return Expense(id=self.dice.new_id(at), at=at, amount=amount, category=category, note=note)

    def written(self) -> Iterator[Record]:
        """The note of the evening, on some days."""
        if self.dice.happens(0.35):
            yield DayNote(
                id=self.day.isoformat(),
                date=self.day,
                text=self.dice.pick(self.words.notes),
                closed_at=self.at(time(21, 50)) + self.dice.minutes(0, 60),
            )


def _placement(task: Task, start: datetime) -> PlacedTask:
    minutes = task.whole_minutes
    return PlacedTask(
        task=task.id,
        title=task.title,
        start=start,
        end=start + timedelta(seconds=round(minutes * 60)),
        units=task.units,
        minutes=round(minutes, 2),
        expected=_hoped(task),
        platform=task.platform,
        place="home",
    )


def _hoped(task: Task) -> Money:
    return Money(round(task.pay.minor * task.units * task.odds), CURRENCY)
