"""The recap in rows: pure functions from a recap to the lines of its panels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from gigplanner.insights.digest_recap import MonthRow
from gigplanner.insights.digest_sums import Sums
from gigplanner.insights.offers import Offers
from gigplanner.insights.planned import BlockOutcome, HowItWent, PlacementOutcome
from gigplanner.insights.recap import Comparison, Recap
from gigplanner.insights.steps import steps_that_matter
from gigplanner.insights.words import MONTHS
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.money import Money, show_money
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock, show_day, show_hours, show_number
from gigplanner.model.times import show_length
from gigplanner.tui.text import Line, Piece, crop, empty_lines, pad_left, spread, width_of, wrapped
from gigplanner.tui.widgets.bars import Bar
from gigplanner.tui.widgets.clock_face import digit_rows
from gigplanner.workday.recap import Standing

NOTHING = (
    "Nothing stands here yet. Press `2` and `s` to work a shift, or `a` and type a line such as"
    " “earned 12.50 Prolific”, “spent 30 fuel” or “drove 12 mi”. The recap writes itself from that."
)
NO_NOTE = "n writes a note for this day: what went well, what to try tomorrow."
_MARKS: dict[HowItWent, tuple[str, str]] = {
    "done": ("✓", "money"),
    "partly": ("~", "pending"),
    "not done": ("✗", "alert"),
    "to come": ("·", "off"),
}
_WORKED_WHOLE = 0.9  # of a planned shift, from which it counts as worked
_SHARES = (
    ("on orders", "█", "money"),
    ("on fillers", "▓", "time"),
    ("waiting", "▒", "quiet"),
    ("break", "░", "off"),
)


def span_of_days(day: date, kind: str, week_starts: int) -> tuple[date, date]:
    """Return the first and last day of the `day`, `week`, `month` or `year` that holds `day`."""
    if kind == "week":
        first = day - timedelta(days=(day.weekday() - week_starts) % 7)
        return first, first + timedelta(days=6)
    if kind == "month":
        following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return day.replace(day=1), following - timedelta(days=1)
    if kind == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day


def moved(day: date, kind: str, by: int) -> date:
    """Return the day `by` days, weeks, months or years from `day`; of a month or year, its first day."""
    if kind == "day":
        return day + timedelta(days=by)
    if kind == "week":
        return day + timedelta(days=7 * by)
    if kind == "year":
        return date(day.year + by, 1, 1)
    months = day.year * 12 + day.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def is_empty(recap: Recap) -> bool:
    """Whether there is nothing to recap: no money, no work, no plan, no note."""
    takings = recap.takings
    counted = (takings.earned, takings.pending, takings.expenses, takings.miles, recap.worked.online_seconds)
    elsewhere = takings.others or takings.others_pending or takings.others_spent
    return not (
        any(counted) or elsewhere or recap.worked.shifts or recap.plans or recap.blocks or recap.notes
    )


def standing_words(standing: Standing, day: date, kind: str) -> str:
    """Return what the month and year of `day` have come to, without what a `kind` of span shows itself."""
    parts = []
    if kind in ("day", "week"):
        parts.append(_stands(MONTHS[day.month - 1], standing.month, running=standing.month_runs))
    if kind != "year":
        parts.append(_stands(str(day.year), standing.year, running=standing.year_runs))
    return " · ".join(part for part in parts if part)


def _stands(name: str, sums: Sums, *, running: bool) -> str:
    earned, net = sums.takings.earned, sums.takings.net
    if not earned and not net:
        return ""
    return f"{name}{' so far' if running else ''} {show_money(earned)}, net {show_money(net)}"


def headline_lines(recap: Recap, asides: Sequence[str], width: int) -> list[Line]:
    """Return the recap's sentence, what it compares with, and `asides`: when it was closed, longer spans."""
    lines = [Line((Piece(row, "strong"),)) for row in wrapped(recap.headline, width)]
    said = [_compared(recap.compared)] if recap.compared else []
    said += [aside for aside in asides if aside]
    facts = " · ".join(said).split(" · ") if said else []
    lines += [Line((Piece(row, "quiet"),)) for row in _fact_rows(facts, width)]
    if is_empty(recap):
        lines += empty_lines(NOTHING, width)
    return lines


def _fact_rows(facts: Sequence[str], width: int) -> list[str]:
    """Set facts in rows, as many on each as fit: one is only broken where it is longer than a row."""
    rows: list[str] = []
    for fact in facts:
        if rows and width_of(f"{rows[-1]} · {fact}") <= width:
            rows[-1] += f" · {fact}"
        else:
            rows += wrapped(fact, width)
    return rows


def money_lines(recap: Recap, width: int) -> list[Line]:
    """Return what came in, in large digits, and every step from gross to what is kept."""
    takings = recap.takings
    if not any((takings.tally.count, takings.pending, takings.fees, takings.miles, takings.expenses)):
        return _money_elsewhere(recap, width)
    rows = digit_rows(show_money(takings.earned))
    column = max(width_of(row) for row in rows)
    beside = [_rate(recap.per_hour_online, "/h"), _rate(recap.net_per_hour, "/h net"), ""]
    lines = []
    if column <= width:
        for row, words in zip(rows, beside, strict=True):
            lines.append(
                Line(
                    spread(
                        [Piece(row, "money")], [Piece(words, "quiet")] if words else [], width, least=column
                    )
                )
            )
    for step in steps_that_matter(takings):
        style = "strong" if step.result else ""
        label = Piece(step.label, style or "quiet")
        lines.append(Line(spread([label], [Piece(show_money(step.amount), style)], width)))
    return lines + _money_elsewhere(recap, width)


def platform_bars(recap: Recap, catalogue: Catalogue, *, rates: bool) -> list[Bar]:
    """Return a bar for each platform's money in hand, with its pay per hour online if `rates`.

    Of a platform with nothing in hand the pending money is said, without a bar.
    """
    most = max((part.tally.earned.minor for part in recap.platforms), default=0)
    bars = []
    for part in recap.platforms:
        earned, pending = part.tally.earned, part.tally.pending
        words = f"{show_money(pending)} pending" if pending and not earned else show_money(earned)
        rate = f" · {show_money(part.per_hour)}/h" if rates and part.per_hour and earned else ""
        platform = catalogue.find(part.name)
        level = earned.minor / most if most > 0 else 0.0
        colour = platform.colour if platform else ""
        style = "pending" if pending and not earned else "quiet"
        bars.append(Bar(part.name or "no platform", level, words + rate, colour, style))
    return bars


def day_bars(recap: Recap) -> list[Bar]:
    """Return a bar for each day of several: in hand, and the time online."""
    most = max(row.takings.earned for row in recap.days)
    return [
        Bar(
            f"{row.day:%a} {row.day.day}",
            row.takings.earned.minor / most.minor if most.minor > 0 else 0.0,
            f"{show_money(row.takings.earned)} · {show_length(row.worked.online_seconds)}"
            if row.takings.earned or row.worked.online_seconds
            else "–",
        )
        for row in recap.days
    ]


def month_bars(months: Sequence[MonthRow]) -> list[Bar]:
    """Return a bar for each month of a year: in hand, and the time online."""
    most = max((row.takings.earned.minor for row in months), default=0)
    return [
        Bar(
            MONTHS[row.first.month - 1][:3],
            row.takings.earned.minor / most if most > 0 else 0.0,
            show_money(row.takings.earned)
            + (f" · {show_length(row.worked.online_seconds)}" if row.worked.online_seconds else ""),
        )
        for row in months
    ]


def hour_levels(recap: Recap) -> tuple[list[float], str, str]:
    """Return a level for each hour from midnight, what the highest stands for, and the best hour in words."""
    by_hour = {bar.hour: bar.earned for bar in recap.hours}
    best = max(recap.hours, key=lambda bar: bar.earned.minor, default=None)
    if best is None or best.earned.minor <= 0:
        return [], "", ""
    levels = [
        max(0, by_hour[hour].minor) / best.earned.minor if hour in by_hour else 0.0 for hour in range(24)
    ]
    top = f"{best.earned.amount:.0f}"
    return levels, top, f"best {show_hours(best.hour, best.hour + 1)}: {show_money(best.earned)}"


def _begins(wall: datetime, several: bool) -> str:
    return f"{wall:%a} {show_clock(wall)}" if several else show_clock(wall)


def plan_lines(recap: Recap, settings: Settings, now: datetime, width: int) -> list[Line]:
    """Return each planned task and shift with what became of it by `now`: ✓, ~ or ✗, planned and earned."""
    placements = [placement for plan in recap.plans for placement in plan.placements]
    several = recap.first != recap.last
    lines = []
    if placements:
        amounts = [(show_money(one.expected) if one.expected else "–", _came(one)) for one in placements]
        sums = (show_money(recap.plan_expected), show_money(recap.plan_earned))
        columns = tuple(
            max(width_of(text) for text in [*(pair[side] for pair in amounts), sums[side], heading])
            for side, heading in ((0, "planned"), (1, "earned"))
        )
        lines.append(
            Line(
                spread([Piece("Tasks", "heading")], _columns("planned", "earned", columns, "heading"), width)
            )
        )
        for one, (expected, earned) in zip(placements, amounts, strict=True):
            mark, style = _MARKS[one.outcome]
            when = _begins(settings.wall(one.start), several)
            title = f"{one.title} ×{one.units}" if one.units > 1 else one.title
            said = [Piece(f"{mark} ", style), Piece(f"{when} ", "faint"), Piece(title)]
            lines.append(Line(spread(said, _columns(expected, earned, columns, ""), width, least=10)))
        done = sum(plan.done for plan in recap.plans)
        said = [Piece(f"{done} of {len(placements)} done", "strong")]
        lines.append(Line(spread(said, _columns(*sums, columns, "strong"), width)))
    if recap.blocks:
        heads = _columns("planned", "worked", (8, 8), "heading")
        lines += [*([Line()] if lines else []), Line(spread([Piece("Shifts", "heading")], heads, width))]
        lines += [_block_line(block, settings, now, width, several=several) for block in recap.blocks]
    return lines


def time_lines(recap: Recap, width: int) -> list[Line]:
    """Return the time split as one bar with its legend, and how much downtime was filled."""
    worked, downtime = recap.worked, recap.downtime
    fillers = min(worked.filler_seconds, worked.waiting_seconds)
    seconds = (worked.active_seconds, fillers, worked.waiting_seconds - fillers, worked.break_seconds)
    lines: list[Line] = []
    if any(seconds):
        bar = stacked(seconds, width)
        lines.append(
            Line(
                tuple(
                    Piece(mark * cells, style) for (_, mark, style), cells in zip(_SHARES, bar, strict=True)
                )
            )
        )
        lines.append(_row("online", show_length(worked.online_seconds), width, "strong"))
        if recap.shared_seconds >= 60:
            each = show_length(worked.online_seconds + recap.shared_seconds)
            lines.append(_row("each platform's, added", each, width))
        for (words, mark, style), length in zip(_SHARES, seconds, strict=True):
            if length:
                said = [Piece(f"{mark} ", style), Piece(words, "quiet")]
                lines.append(Line(spread(said, [Piece(show_length(length))], width)))
        lines.append(_row("orders", str(worked.orders), width))
        lines += _offer_lines(recap.offers, width)
    between = downtime.between_seconds
    if downtime.filled_seconds:
        lines.append(_row("downtime filled", f"{show_length(downtime.filled_seconds)}", width))
        if downtime.filler_money:
            lines.append(_row("earned while waiting", show_money(downtime.filler_money), width))
    elif between:
        lines.append(_row("downtime between blocks", show_length(between), width))
    if recap.takings.miles:
        cost = show_money(recap.takings.miles_cost)
        lines.append(_row("miles", f"{show_number(recap.takings.miles.normalize())} · {cost}", width))
    return lines


def _offer_lines(offers: Offers | None, width: int) -> list[Line]:
    """How many of the offers logged were taken, and what either kind promised an hour, less miles."""
    if offers is None or not offers.seen:
        return []
    rates = (("taken, an hour", offers.taken_per_hour), ("declined, an hour", offers.declined_per_hour))
    return [
        _row("offers taken", f"{offers.taken} of {offers.seen}", width),
        *(_row(f"  {words}", show_money(rate), width) for words, rate in rates if rate is not None),
    ]


def stacked(seconds: Sequence[int], width: int) -> list[int]:
    """Share `width` cells out in proportion to `seconds`; what is not nothing gets a cell at least."""
    whole = sum(seconds)
    if whole <= 0 or width <= 0:
        return [0] * len(seconds)
    ends = [round(sum(seconds[: place + 1]) * width / whole) for place in range(len(seconds))]
    cells = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    for place, length in enumerate(seconds):
        widest = max(range(len(cells)), key=cells.__getitem__)
        if length and not cells[place] and cells[widest] > 1:
            cells[widest] -= 1
            cells[place] = 1
    return cells


def note_lines(recap: Recap, width: int) -> list[Line]:
    """Return the notes, each of several days under its date; for one day without one, how to write it."""
    if not recap.notes and recap.first == recap.last:
        return [Line((Piece(row, "quiet"),)) for row in wrapped(NO_NOTE, width)]
    lines = []
    for day, text in recap.notes:
        if recap.first != recap.last:
            lines.append(Line((Piece(show_day(day), "heading"),)))
        lines += [Line((Piece(row),)) for part in text.split("\n") for row in (wrapped(part, width) or [""])]
    return lines


def remark_lines(recap: Recap, width: int) -> list[Line]:
    """Return what to know before trusting the figures."""
    lines = []
    for remark in recap.remarks:
        for number, row in enumerate(wrapped(remark, max(1, width - 2))):
            mark = Piece("· " if number == 0 else "  ", "faint")
            lines.append(Line(crop([mark, Piece(row, "quiet")], width)))
    return lines


def _money_elsewhere(recap: Recap, width: int) -> list[Line]:
    """The money that is in no total: not in hand yet, or of another currency."""
    lines = []
    for words, amounts, style in (
        (
            "Pending, in none of these",
            [recap.takings.pending, *recap.takings.others_pending.values()],
            "pending",
        ),
        ("In other currencies", list(recap.takings.others.values()), "money"),
        ("Spent in other currencies", list(recap.takings.others_spent.values()), ""),
    ):
        if any(amounts):
            said = " + ".join(show_money(amount) for amount in amounts if amount)
            lines.append(Line(spread([Piece(words, "quiet")], [Piece(said, style)], width)))
    return lines


def _row(words: str, value: str, width: int, style: str = "") -> Line:
    return Line(spread([Piece(words, style or "quiet")], [Piece(value, style)], width))


def _columns(first: str, second: str, columns: tuple[int, ...], style: str) -> list[Piece]:
    return [Piece(f"{pad_left(first, columns[0])}  {pad_left(second, columns[1])}", style)]


def _came(one: PlacementOutcome) -> str:
    return show_money(one.earned) if one.earned else "–"


def _block_line(block: BlockOutcome, settings: Settings, now: datetime, width: int, *, several: bool) -> Line:
    worked = block.worked_seconds / block.planned_seconds if block.planned_seconds else 0.0
    went: HowItWent = "to come" if block.end > now else "not done"
    if worked > 0:
        went = "done" if worked >= _WORKED_WHOLE else "partly"
    mark, style = _MARKS[went]
    when = _begins(settings.wall(block.start), several)
    said = [Piece(f"{mark} ", style), Piece(f"{when} ", "faint"), Piece(block.title)]
    worked_words = show_length(block.worked_seconds) if block.worked_seconds else "–"
    times = _columns(show_length(block.planned_seconds), worked_words, (8, 8), "")
    return Line(spread(said, times, width, least=10))


def _rate(money: Money | None, words: str) -> str:
    return f"{show_money(money)}{words}" if money is not None else ""


def _compared(compared: Comparison) -> str:
    few = ", few as they are" if compared.few else ""
    return f"{compared.basis}: {show_money(compared.earned)} on average of {compared.days} days{few}"
