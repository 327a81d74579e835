"""What a report says in hindsight: of suggestions, forecasts and awaited money, and what to try next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.calibration import Calibration
from gigplanner.insights.fillers import Suggestions
from gigplanner.insights.forecasts import ExpectedPay, Forecasts, OwnMinutes
from gigplanner.insights.report.page import Section, Theirs
from gigplanner.insights.tomorrow import Tip
from gigplanner.insights.words import say_count
from gigplanner.model.showing import show_number
from gigplanner.model.text import clean_text
from gigplanner.model.times import show_length

NO_PLATFORM = "no platform"
PROMISED = "four of five should"


def suggestions_section(found: Suggestions | None) -> Section:
    """What the fillers earned, what they cost, and what that is against waiting idle."""
    section = Section(key="suggestions", title="What the suggestions earned and cost")
    if found is None or not (found.seconds or found.earned):
        return section
    rows = [
        (label, str(count), show_length(seconds) if seconds else "")
        for label, count, seconds in (
            ("Fillers done", found.done, found.paid_seconds),
            ("Put down for an order", found.by_order, 0),
            ("Put down otherwise", found.put_down, 0),
            ("Screened out", found.screened_out, 0),
            ("Rejected", found.rejected, 0),
        )
        if count
    ]
    for label, seconds in (
        ("Time that stays with its task", found.banked_seconds),
        ("Time lost", found.lost_seconds),
        ("Going on", found.running_seconds),
    ):
        if seconds:
            rows.append((label, "", show_length(seconds)))
    return Section(
        key=section.key,
        title=section.title,
        head=("", "How many", "Time"),
        rows=tuple(rows),
        lines=(_earned_words(found), found.sentence),
    )


def forecasts_section(found: Forecasts | None) -> Section:
    """What was foretold, what came, and in plain words how good the forecasts were."""
    section = Section(key="forecasts", title="Forecasts against the truth")
    if found is None or not found.any:
        return section
    rows = [*_chances(found.chances), *_minutes(found.minutes), *_pay(found.pay)]
    return Section(
        key=section.key,
        title=section.title,
        head=("", "Foretold", "It came", "How good"),
        rows=tuple(rows),
        spare=(3,),
    )


def awaited_section(awaited: Sequence[Awaited]) -> Section:
    """What is not in hand yet, by platform, and what of it is late or overdue."""
    rows = tuple(
        (
            Theirs(clean_text(one.platform)) if one.platform else NO_PLATFORM,
            str(one.total),
            str(one.late) if one.late_count else "",
            str(one.overdue) if one.overdue_count else "",
            one.oldest.isoformat(),
        )
        for one in awaited
    )
    lines = tuple(Theirs(clean_text(one.sentence)) for one in awaited if one.unsettled_count)
    return Section(
        key="awaited",
        title="Not in hand yet",
        head=("Platform", "Awaited", "Late", "Overdue", "Since"),
        rows=rows,
        lines=lines,
        spare=(4,),
    )


def tip_section(tip: Tip | None) -> Section:
    """One thing to try the next day, with the figure behind it."""
    lines = (Theirs(clean_text(tip.words)), f"By these figures it is worth {tip.worth}.") if tip else ()
    return Section(key="tip", title="One thing to try", lines=lines)


def _earned_words(found: Suggestions) -> str:
    rate = f": {found.per_hour} an hour, the lost time included" if found.per_hour is not None else ""
    return f"Fillers earned {found.earned} in {show_length(found.seconds)}{rate}."


def _chances(found: Calibration) -> Iterable[tuple[str, str, str, str]]:
    if found.count:
        finished = round(found.happened * found.count)
        yield (
            "Fillers finished in time",
            f"{show_number(found.forecast * found.count, 1)} of {found.count}",
            str(finished),
            found.verdict,
        )


def _minutes(found: OwnMinutes) -> Iterable[tuple[str, str, str, str]]:
    if found.count:
        yield (
            f"Kept to your minutes ({PROMISED})",
            f"{show_number(found.promised, 1)} of {found.count}",
            str(found.kept),
            found.verdict,
        )


def _pay(found: ExpectedPay) -> Iterable[tuple[str, str, str, str]]:
    if found.days:
        of = f" of {say_count(len(found.days), 'day')}" if len(found.days) > 1 else ""
        yield f"Expected pay{of}", str(found.expected), str(found.came), found.verdict
