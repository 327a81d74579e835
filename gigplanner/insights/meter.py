"""The live earnings meter: today so far, computed anew from the records whenever the screen wants it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import ceil

from msgspec import Struct

from gigplanner.insights.hours import HourBar, hour_bars
from gigplanner.insights.rates import HourRates, NextHour, next_hour
from gigplanner.insights.records import DayRecords
from gigplanner.insights.takings import Takings, online_money, takings_of, tally
from gigplanner.insights.worked import Worked, hourly, online_spans, worked_in
from gigplanner.model.bytime import paid_by_time
from gigplanner.model.money import Money, total
from gigplanner.model.records import Earning
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog, read_log
from gigplanner.model.times import DAY


class Goal(Struct, frozen=True, kw_only=True):
    """How far money in hand (gross and tips) has come towards a goal."""

    target: Money
    done: Money

    @property
    def left(self) -> Money:
        """What is still missing; zero once the goal is reached."""
        return max(self.target - self.done, Money.zero(self.target.currency))

    @property
    def fraction(self) -> float:
        """The part that is done, for a bar: 1.0 at the goal and more beyond it."""
        return self.done.minor / self.target.minor if self.target.minor else 1.0


class Pace(Struct, frozen=True, kw_only=True):
    """How long the rest of a goal takes at the person's own rate."""

    rate: Money
    """An hour online: what the next one is expected to pay, else today's own figure per hour online."""
    left: timedelta
    """Time online still needed, in whole minutes, rounded up; zero once the goal is reached."""

    def reached_at(self, now: datetime) -> datetime:
        """When the goal is reached if the person stays online from `now` on."""
        return now + self.left


class Meter(Struct, frozen=True, kw_only=True):
    """Today so far, in the person's own currency."""

    day: date
    now: datetime
    takings: Takings
    """Today's money: its definitions stand at `Takings`."""
    worked: Worked
    """Today's time in shifts, the running one included up to `now`."""
    shift: ShiftLog | None
    """The shift that runs, as of `now`."""
    per_hour_online: Money | None
    """Money in hand made online, before fees and costs, per hour online. None below five minutes."""
    per_hour_active: Money | None
    """The same money per hour on orders. None below five minutes."""
    net_per_hour: Money | None
    """The same money less fees, cost of miles and expenses, per hour online. None below five minutes."""
    goal_day: Goal | None
    goal_week: Goal | None
    week_gross: Money
    """In hand this week, today included: gross and tips."""
    hours: tuple[HourBar, ...]
    """Today's 24 hours of the wall clock, in working-day order."""
    next_hour: NextHour | None
    """None when no history was given."""
    accruing: Money
    """Pay by time that has grown since the running shift's last event: booked by the next one, and until then
    in no other figure."""

    @property
    def gross(self) -> Money:
        """Money in hand today (approved or paid): gross and tips, before fees and costs."""
        return self.takings.earned

    @property
    def fees(self) -> Money:
        """What platforms keep of it."""
        return self.takings.fees

    @property
    def miles_cost(self) -> Money:
        """What today's miles cost; zero when no rate is known (see `Takings.unpriced_miles`)."""
        return self.takings.miles_cost

    @property
    def expenses(self) -> Money:
        """Everything else spent today."""
        return self.takings.expenses

    @property
    def net(self) -> Money:
        """Gross less fees, cost of miles and expenses."""
        return self.takings.net

    @property
    def set_aside(self) -> Money:
        """What to lay by for taxes; beside the net, not taken off it."""
        return self.takings.set_aside

    @property
    def kept(self) -> Money:
        """Net less what to set aside."""
        return self.takings.kept

    @property
    def pending(self) -> Money:
        """Money expected or pending today: in no other figure."""
        return self.takings.pending

    @property
    def others(self) -> dict[str, Money]:
        """Money in hand in other currencies, each by itself."""
        return self.takings.others

    @property
    def goal(self) -> Goal | None:
        """The day's goal, or the week's where the day has none."""
        return self.goal_day or self.goal_week

    @property
    def pace(self) -> Pace | None:
        """How far off `goal` is in hours online; None without a goal, or without a rate above zero."""
        expected = self.next_hour.expected if self.next_hour else None
        rate = expected or self.per_hour_online
        if self.goal is None or rate is None or rate.minor <= 0:
            return None
        minutes = ceil(Fraction(self.goal.left.minor * 60, rate.minor))
        return Pace(rate=rate, left=timedelta(minutes=minutes))


def read_meter(
    records: DayRecords,
    now: datetime,
    settings: Settings,
    *,
    week_before: Money | None = None,
    rates: HourRates | None = None,
) -> Meter:
    """Return the meter of the day of `records` as of `now`.

    `week_before` is what `gross_before` says of the week's earlier days, `rates` what `hour_rates` says of
    the history: both stay the same all day, so that a tick costs only today's records.
    """
    shifts = records.shifts_at(now)
    span = settings.span_of(records.day)
    worked = worked_in(span, shifts)
    takings = takings_of(records, settings)
    made_online = online_money(records.earnings, shifts, settings.currency)
    task_money = takings.earned - made_online.earned
    week_gross = (week_before or Money.zero(settings.currency)) + takings.earned
    net_online = takings.net - (task_money - (takings.fees - made_online.fees))
    running = next((log for log in shifts if log.end is None), None)
    return Meter(
        day=records.day,
        now=now,
        takings=takings,
        worked=worked,
        shift=running,
        per_hour_online=hourly(made_online.earned, worked.online_seconds),
        per_hour_active=hourly(made_online.earned, worked.active_seconds),
        net_per_hour=hourly(net_online, worked.online_seconds),
        goal_day=_goal(settings.goal_day, takings.earned),
        goal_week=_goal(settings.goal_week, week_gross),
        week_gross=week_gross,
        hours=hour_bars(records.earnings, online_spans(span, shifts), settings),
        next_hour=next_hour(rates, now, settings) if rates else None,
        accruing=accruing_of(running, settings.currency) if running else Money.zero(settings.currency),
    )


def accruing_of(log: ShiftLog, currency: str) -> Money:
    """Return what the hourly rates of a running shift in `currency` came to since its last event."""
    if not any(event.hourly is not None for event in log.events):
        return Money.zero(currency)
    booked = paid_by_time(read_log(log.events, log.events[-1].at))
    by_now = [paid.pay for paid in paid_by_time(log)]
    gained = total((pay for pay in by_now if pay.currency == currency), currency)
    return gained - total((paid.pay for paid in booked if paid.pay.currency == currency), currency)


def week_of(day: date, settings: Settings) -> date:
    """Return the first day of the week that `day` belongs to."""
    return day - (day.weekday() - settings.week_starts) % 7 * DAY


def gross_before(earnings: Iterable[Earning], day: date, settings: Settings) -> Money:
    """Return what came in hand (gross and tips) in the week of `day` before that day began."""
    start = settings.span_of(week_of(day, settings)).start
    end = settings.span_of(day).start
    return tally((e for e in earnings if start <= e.at < end), settings.currency).earned


def _goal(target: Money | None, done: Money) -> Goal | None:
    """A goal in another currency than the money cannot be measured: it is left out."""
    return Goal(target=target, done=done) if target and target.currency == done.currency else None
