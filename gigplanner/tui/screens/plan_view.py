"""What the plan screen shows, worked out from records: pure functions from the day's records to rows."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from gigplanner.insights.meter import Meter
from gigplanner.insights.records import DayRecords
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.money import Money, show_money, totals
from gigplanner.model.records import MONEY_IN_HAND, Block, Earning, PlacedTask, Plan, Task
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock, show_clock_in_short, show_day, show_percent
from gigplanner.model.times import Span, show_minutes, without
from gigplanner.scheduler.downtime import Gap
from gigplanner.tui.widgets.earnings import MeterView
from gigplanner.tui.widgets.month_grid import DayMark
from gigplanner.tui.widgets.plan_bar import PlanNote
from gigplanner.tui.widgets.queue_rows import QueueRow
from gigplanner.tui.widgets.timeline_rows import TimelineItem
from gigplanner.workday.estimating import own_minutes_words, short_minutes
from gigplanner.workday.planning import Proposal, gain, nearness

if TYPE_CHECKING:
    from gigplanner.workday.pocket import PocketList

ACCEPT, LET_BE = ("A", "accept"), ("esc", "let it be")
PLAN, PLAN_ANEW, SEE_IT = ("p", "plan"), ("p", "plan anew"), ("p", "see it")
SORTS = ("$/h", "pay", "min", "due", "title")
_TOP_LEVEL = 8


def timeline_items(
    records: DayRecords,
    gaps: Sequence[Gap],
    settings: Settings,
    catalogue: Catalogue,
    now: datetime,
    *,
    pockets: Iterable[PocketList] = (),
) -> list[TimelineItem]:
    """The day's blocks, worked shifts, placements and what is left of its gaps, in order of their start.

    A shift names what to have at hand for its waits, by its pocket list.
    """
    at_hand = {pocket.block: pocket_notes(pocket) for pocket in pockets}
    day = settings.span_of(records.day)
    worked_blocks = {log.events[0].block for log in records.shifts}
    items = [
        _block_item(block, day, settings, catalogue, now)._replace(notes=at_hand.get(block.id, ()))
        for block in records.blocks
        if block.status != "cancelled" and block.id not in worked_blocks
    ]
    for log in records.shifts:
        span = Span(log.start, log.end or now).clipped(day)
        if span:
            title = f"{log.platform or 'Shift'} worked" if log.end else f"{log.platform or 'Shift'} running"
            earned = [one for one in records.earnings if one.shift == log.shift]
            items.append(
                _item(
                    f"shift:{log.shift}",
                    "worked",
                    span,
                    settings,
                    title=title,
                    right=money_words(earned),
                    colour=_colour(catalogue, log.platform),
                    dim=log.end is not None,
                )
            )
    placed = records.plan.placements if records.plan else ()
    done = {result.task for result in records.results if result.outcome == "done"}
    items += [_placed_item(one, settings, catalogue, done, now) for one in placed]
    for gap in gaps:
        for free in without(Span(gap.start, gap.end), [one.span for one in placed]):
            if free.minutes >= settings.shortest_gap:
                words = f"free {show_minutes(free.minutes)}"
                key = f"gap:{free.start.isoformat()}"
                items.append(_item(key, "gap", free, settings, title=words, place=gap.place))
    return sorted(items, key=lambda item: (item.kind != "allday", item.start, item.end))


def pocket_notes(pocket: PocketList) -> tuple[str, ...]:
    """What to have at hand for the waits of a shift, in two rows at most."""
    names = [f"{task.units} × {task.title}" if task.units > 1 else task.title for task in pocket.tasks]
    if not names:
        return ()
    more = f" · {len(names) - 2} more" if len(names) > 2 else ""
    return (f"at hand: {names[0]}", *(f"{name}{more}" for name in names[1:2]))


def placement_key(placed: PlacedTask) -> str:
    """The timeline's key of a placement."""
    return f"place:{placed.task}:{placed.start.isoformat()}"


def _block_item(
    block: Block, day: Span, settings: Settings, catalogue: Catalogue, now: datetime
) -> TimelineItem:
    span = block.span.clipped(day) or block.span
    aside = f"≈ {show_money(block.expected)}" if block.expected else block.place if block.place else ""
    kind = "allday" if block.all_day else "shift" if block.kind == "shift" else "block"
    if block.transparent:
        until = settings.wall(span.end)
        title = f"{block.title}, until {show_clock(until)}"
        return _item(f"block:{block.id}", "gap", Span(span.start, span.start), settings, title=title)
    return _item(
        f"block:{block.id}",
        kind,
        span,
        settings,
        title=block.title,
        right=aside,
        colour=_colour(catalogue, block.platform),
        dim=block.end <= now,
    )


def _placed_item(
    placed: PlacedTask, settings: Settings, catalogue: Catalogue, done: set[str], now: datetime
) -> TimelineItem:
    many = f" ×{placed.units}" if placed.units > 1 else ""
    pay = show_money(placed.expected) if placed.expected else "–"
    return _item(
        placement_key(placed),
        "placement",
        placed.span,
        settings,
        title=f"{placed.title}{many}",
        right=f"{placed.platform} {pay}".strip(),
        colour=_colour(catalogue, placed.platform),
        pinned=placed.pinned,
        done=placed.task in done,
        dim=placed.end <= now and placed.task not in done,
    )


def _item(key: str, kind: str, span: Span, settings: Settings, **words: object) -> TimelineItem:
    return TimelineItem(key, kind, settings.wall(span.start), settings.wall(span.end), **words)  # type: ignore[arg-type]


def split_words(words: Sequence[str]) -> tuple[list[str], list[int]]:
    """The words to look for in a task, `#tag` for a tag; of those such as `<15` the minutes to stay below."""
    limits = [word for word in words if word.startswith("<") and word[1:].isdigit()]
    return [word for word in words if word not in limits], [int(word[1:]) for word in limits]


def findable(task: Task) -> str:
    """The text that a task is found by."""
    return " ".join(
        (task.title, task.platform, task.category, task.lane, *(f"#{tag}" for tag in task.tags), *task.needs)
    ).casefold()


def sorted_tasks(tasks: Iterable[Task], sort: str) -> list[Task]:
    """The tasks in the order of one of `SORTS`."""
    keys = {
        "$/h": lambda task: (-_rate(task), task.title),
        "pay": lambda task: (-task.pay.minor * task.units, task.title),
        "min": lambda task: (task.whole_minutes, task.title),
        "due": lambda task: (task.due.timestamp() if task.due else math.inf, -_rate(task)),
        "title": lambda task: task.title.casefold(),
    }
    return sorted(tasks, key=keys[sort])


def _rate(task: Task) -> float:
    """Expected minor units an hour, for ordering only."""
    return task.pay.minor * task.odds / task.minutes


def queue_rows(
    tasks: Iterable[Task],
    settings: Settings,
    catalogue: Catalogue,
    now: datetime,
    *,
    marked: frozenset[str],
    planned: frozenset[str],
    stated: Mapping[str, float] | None = None,
) -> list[QueueRow]:
    """The rows of the queue; the rate is what an hour pays, the odds of being paid taken into account.

    `stated` are the minutes stated, by id, of tasks that come with the person's own minutes.
    """
    stated = stated or {}
    today = settings.day_of(now)
    return [
        QueueRow(
            key=task.id,
            rate=_rate_words(task),
            title=f"{task.title} ×{task.units}" if task.units > 1 else task.title,
            pay=show_money(task.pay) if task.pay else "–",
            minutes=_minutes_words(task, stated),
            due=due_words(task.due, settings, today),
            platform=task.platform,
            colour=_colour(catalogue, task.platform) or "",
            marked=task.id in marked,
            planned=task.id in planned,
            overdue=bool(task.due and task.due < now),
            odds_note=show_percent(task.odds) if round(task.odds, 2) < 1 else "",
            own_note=own_minutes_words(task.minutes, stated.get(task.id, task.minutes)),
        )
        for task in tasks
    ]


def _minutes_words(task: Task, stated: Mapping[str, float]) -> str:
    """The minutes that are planned with; `≈` before the person's own."""
    if own_minutes_words(task.minutes, stated.get(task.id, task.minutes)):
        return f"≈{short_minutes(task.minutes)}"
    return f"{stated.get(task.id, task.minutes):g}"


def _rate_words(task: Task) -> str:
    rate = task.pay_per_hour
    return f"{rate.times(Decimal(str(task.odds))).amount:.0f}" if rate else "–"


def day_title(day: date, today: date) -> str:
    """Return the heading of a day: in this month `Sunday 22`, in another `Sunday 6 December`."""
    if (day.year, day.month) == (today.year, today.month):
        return f"{day:%A} {day.day}"
    return show_day(day, long=True, year=day.year != today.year)


def due_words(due: datetime | None, settings: Settings, today: date) -> str:
    """When something is due, as short as it can be said: an hour today, a weekday, a date."""
    if due is None:
        return ""
    wall = settings.wall(due)
    ahead = (wall.date() - today).days
    if ahead == 0:
        return show_clock_in_short(wall)
    if ahead < 0:
        return "late"
    return f"{wall:%a}" if ahead < 7 else show_day(wall, weekday=False)


def pay_words(tasks: Iterable[Task], currency: str) -> str:
    """What all units of the tasks would pay, each currency apart, the person's own first."""
    sums: defaultdict[str, int] = defaultdict(int)
    for task in tasks:
        pay = task.pay
        if pay.minor:
            sums[pay.currency] += pay.minor * task.units
    return " + ".join(
        show_money(Money(sums[name], name))
        for name in sorted(sums, key=lambda name: (name != currency, name))
    )


def money_words(earnings: Iterable[Earning]) -> str:
    """What earnings come to, each currency apart."""
    return " + ".join(show_money(sum_) for sum_ in totals(one.total for one in earnings).values())


def day_marks(
    earnings: Iterable[Earning], blocks: Iterable[Block], settings: Settings
) -> dict[date, DayMark]:
    """What the calendar shows of each day: how much came in, whether a shift or anything else is on."""
    money: dict[date, int] = defaultdict(int)
    for earning in earnings:
        if earning.status in MONEY_IN_HAND and earning.gross.currency == settings.currency:
            money[settings.day_of(earning.at)] += earning.total.minor
    busy: dict[date, bool] = {}
    for block in blocks:
        if block.status != "cancelled" and not block.transparent:
            day = settings.day_of(block.start)
            busy[day] = busy.get(day, False) or block.kind == "shift"
    most = max(money.values(), default=0)
    return {
        day: DayMark(
            busy=day in busy,
            money=max(1, round(_TOP_LEVEL * money[day] / most)) if most and money.get(day, 0) > 0 else 0,
            has_shift=busy.get(day, False),
        )
        for day in {*money, *busy}
    }


def plan_note(
    plan: Plan | None,
    gaps: Sequence[Gap],
    now: datetime,
    *,
    draft: Proposal | None = None,
    aside: Proposal | None = None,
    is_looking: bool = False,
) -> PlanNote:
    """What the plan on show promises, how good it is at least, and the keys that act on it.

    `draft` is that plan if it is only proposed, `aside` what would be possible around one changed by hand.
    """
    if plan is None or not plan.ahead:
        free = round(sum(gap.minutes for gap in gaps))
        if is_looking:
            return PlanNote("A plan is being looked for …", keys=(LET_BE,))
        if draft:
            return PlanNote(
                "Nothing in the queue fits the free time.", rest=" y says why of a task.", keys=(LET_BE,)
            )
        if not free:
            return PlanNote("No free time left in this day's window.", keys=(PLAN,))
        return PlanNote(
            f"{show_minutes(free)} of downtime free.", rest=" p fills it from the queue.", keys=(PLAN,)
        )
    filled = show_minutes(round(sum(placed.minutes for placed in plan.ahead)))
    state = "planned" if plan.accepted_at else "proposed"
    rest = nearness(plan)
    few = rest.removesuffix(" of the best possible")
    keys = (PLAN_ANEW,) if plan.accepted_at else (ACCEPT, PLAN_ANEW)
    if draft:
        rest = rest or ", the best that was found"
        rest = ", better plans are being looked for …" if is_looking else rest
        few = ", looking on …" if is_looking else few
        keys = (ACCEPT, LET_BE)
    elif aside and (more := gain(plan, aside, now)):
        few = f"; {show_money(more)} more is possible"
        rest = f"{few} around what you fixed"
        keys = (SEE_IT,) if plan.accepted_at else (ACCEPT, SEE_IT)
    amount = show_money(plan.expected)
    return PlanNote(
        f"{filled} of downtime {state}:",
        f"{amount} expected",
        rest,
        keys,
        short=f"{filled} {state}:",
        brief=(amount, f" {state}{few}"),
    )


def meter_view(meter: Meter) -> MeterView:
    """The always-visible meter, in words."""
    takings = meter.takings
    most = max((bar.earned.minor for bar in meter.hours), default=0)
    goal = meter.goal_day or meter.goal_week
    next_hour = meter.next_hour
    return MeterView(
        amount=show_money(takings.earned),
        label="today",
        net=f"net {show_money(takings.net)}",
        rate=f"{show_money(meter.per_hour_online)}/h" if meter.per_hour_online else "",
        pending=f"pending {show_money(takings.pending)}" if takings.pending else "",
        hours=tuple(
            round(_TOP_LEVEL * max(0, bar.earned.minor) / most) if most else 0 for bar in meter.hours
        ),
        next_hour=f"next hour ≈ {show_money(next_hour.expected)}" if next_hour and next_hour.expected else "",
        goal_text=f"{show_money(goal.done)} of {show_money(goal.target)}" if goal else "",
        goal_share=goal.fraction if goal else 0.0,
    )


def clock_words(meter: Meter, settings: Settings, now: datetime) -> str:
    """The top bar's right side: the day, the hour, and the week so far."""
    wall = settings.wall(now)
    week = show_money(meter.week_gross)
    goal = f" / {show_money(meter.goal_week.target)}" if meter.goal_week else ""
    return f"{show_day(wall)} · {show_clock(wall)} · week {week}{goal}"


def week_caption(meter: Meter) -> str:
    """The week's money beside the calendar's bars."""
    if meter.goal_week:
        return f"{show_money(meter.week_gross)} of {show_money(meter.goal_week.target)}"
    return f"{show_money(meter.week_gross)} this week"


def _colour(catalogue: Catalogue, platform: str) -> str | None:
    found = catalogue.find(platform) if platform else None
    return found.colour or None if found else None


NEXT_DAYS = timedelta(days=7)
