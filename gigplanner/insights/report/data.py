"""A recap as data that JSON can hold. The keys are stable: later versions add keys and change none.

Money is `{"amount": "12.50", "currency": "USD"}` or null, an instant ISO 8601 with the offset of the
person's zone, a day `2026-11-20`, a time in whole seconds, miles a decimal number in a string.

    first, last, zone, currency, running, headline, remarks: [text]
    money: gross, tips, earned, fees, miles, miles_cost, unpriced_miles, expenses, net, set_aside, kept,
        pending, jobs, pending_jobs, others: [money], others_pending: [money], others_spent: [money]
    steps: [{step, label, amount, result}]      costs are negative; a result is the sum of all above it
    rates: per_hour_online, per_hour_active, net_per_hour
    time: online, active, waiting, break, filler, shifts, orders
    platforms, kinds, categories: [{name, gross, tips, earned, fees, after_fees, pending, jobs, pending_jobs,
        online, per_hour}]
    hours: [{hour, earned, pending, online}]    24 of them, in the order of a working day
    plan: null or {expected, earned, done, placements: [{task, title, platform, start, end, units, units_done,
        outcome, minutes, expected, earned}]}
    blocks: [{block, title, platform, start, end, planned, worked, expected}], unplanned
    offers: null or {seen, taken, declined, taken_per_hour, declined_per_hour}
    suggestions: null or {done, screened_out, rejected, by_order, put_down, kept, paid, banked, lost, running,
        earned, time_cost, net, per_hour}       paid, banked, lost and running are times
    forecasts: null or {chances: {count, forecast, happened, verdict}, minutes: {count, kept, verdict},
        pay: {expected, came, verdict, days: [{date, expected, came}]}}
    awaited: [{platform, total, count, oldest, late, late_count, overdue, overdue_count, after_days,
        known}]
    tip: null or {words, worth}
    downtime: between, tasks, waiting, fillers, filled, filler_money
    days: [{date, earned, net, pending, kept, online, active, orders}]
    notes: [{date, text}]
    compared: null or {basis, days, earned, online, few}

The figures mean what the fields of `Recap` and its parts say.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.fillers import Suggestions
from gigplanner.insights.forecasts import Forecasts
from gigplanner.insights.planned import BlockOutcome, PlacementOutcome
from gigplanner.insights.recap import DayRow, Part, Recap
from gigplanner.insights.steps import steps_of
from gigplanner.insights.takings import Tally
from gigplanner.insights.tomorrow import Tip
from gigplanner.model.money import Money
from gigplanner.model.text import clean_note, clean_text
from gigplanner.model.times import zone_of


def as_json(recap: Recap, *, tip: Tip | None = None) -> dict[str, Any]:
    """Return the recap as plain dicts, lists and texts, with the keys that this module lists."""
    return {
        "first": recap.first.isoformat(),
        "last": recap.last.isoformat(),
        "zone": recap.zone,
        "currency": recap.currency,
        "running": recap.running,
        "headline": recap.headline,
        "money": _money_of(recap),
        "steps": [
            {"step": step.key, "label": step.label, "amount": money_data(step.amount), "result": step.result}
            for step in steps_of(recap.takings)
        ],
        "rates": {
            "per_hour_online": money_data(recap.per_hour_online),
            "per_hour_active": money_data(recap.per_hour_active),
            "net_per_hour": money_data(recap.net_per_hour),
        },
        "time": {
            "online": recap.worked.online_seconds,
            "active": recap.worked.active_seconds,
            "waiting": recap.worked.waiting_seconds,
            "break": recap.worked.break_seconds,
            "filler": recap.worked.filler_seconds,
            "shifts": recap.worked.shifts,
            "orders": recap.worked.orders,
        },
        "offers": {
            "seen": recap.offers.seen,
            "taken": recap.offers.taken,
            "declined": recap.offers.declined,
            "taken_per_hour": money_data(recap.offers.taken_per_hour),
            "declined_per_hour": money_data(recap.offers.declined_per_hour),
        }
        if recap.offers
        else None,
        "suggestions": _suggestions(recap.suggestions) if recap.suggestions else None,
        "forecasts": _forecasts(recap.forecasts) if recap.forecasts else None,
        "awaited": [awaited_data(one) for one in recap.awaited],
        "tip": {"words": tip.words, "worth": money_data(tip.worth)} if tip else None,
        "platforms": [_part(part) for part in recap.platforms],
        "kinds": [_part(part) for part in recap.kinds],
        "categories": [_part(part) for part in recap.categories],
        "hours": [
            {
                "hour": bar.hour,
                "earned": money_data(bar.earned),
                "pending": money_data(bar.pending),
                "online": bar.online_seconds,
            }
            for bar in recap.hours
        ],
        "plan": _plan(recap),
        "blocks": [_block(block, recap.zone) for block in recap.blocks],
        "unplanned": recap.unplanned_seconds,
        "downtime": {
            "between": recap.downtime.between_seconds,
            "tasks": recap.downtime.task_seconds,
            "waiting": recap.downtime.waiting_seconds,
            "fillers": recap.downtime.filler_seconds,
            "filled": recap.downtime.filled_seconds,
            "filler_money": money_data(recap.downtime.filler_money),
        },
        "days": [_day(row) for row in recap.days],
        "notes": [{"date": day.isoformat(), "text": clean_note(text)} for day, text in recap.notes],
        "compared": _compared(recap),
        "remarks": list(recap.remarks),
    }


def money_data(money: Money | None) -> dict[str, str] | None:
    """Return money as JSON holds it: an exact decimal amount with its currency."""
    return None if money is None else {"amount": f"{money.amount:f}", "currency": money.currency}


def instant_data(instant: datetime, zone: str) -> str:
    """Return an instant as ISO 8601 with the offset of `zone`."""
    return instant.astimezone(zone_of(zone)).isoformat()


def awaited_data(one: Awaited) -> dict[str, Any]:
    """Return what a platform still owes as plain texts and numbers."""
    return {
        "platform": clean_text(one.platform),
        "total": money_data(one.total),
        "count": one.count,
        "oldest": one.oldest.isoformat(),
        "late": money_data(one.late),
        "late_count": one.late_count,
        "overdue": money_data(one.overdue),
        "overdue_count": one.overdue_count,
        "after_days": one.after_days,
        "known": one.known,
    }


def _suggestions(found: Suggestions) -> dict[str, Any]:
    return {
        "done": found.done,
        "screened_out": found.screened_out,
        "rejected": found.rejected,
        "by_order": found.by_order,
        "put_down": found.put_down,
        "kept": found.kept,
        "paid": found.paid_seconds,
        "banked": found.banked_seconds,
        "lost": found.lost_seconds,
        "running": found.running_seconds,
        "earned": money_data(found.earned),
        "time_cost": money_data(found.time_cost),
        "net": money_data(found.net),
        "per_hour": money_data(found.per_hour),
    }


def _forecasts(found: Forecasts) -> dict[str, Any]:
    chances, minutes, pay = found.chances, found.minutes, found.pay
    return {
        "chances": {
            "count": chances.count,
            "forecast": round(chances.forecast, 4),
            "happened": round(chances.happened, 4),
            "verdict": chances.verdict,
        },
        "minutes": {"count": minutes.count, "kept": minutes.kept, "verdict": minutes.verdict},
        "pay": {
            "expected": money_data(pay.expected),
            "came": money_data(pay.came),
            "verdict": pay.verdict,
            "days": [
                {
                    "date": day.day.isoformat(),
                    "expected": money_data(day.expected),
                    "came": money_data(day.came),
                }
                for day in pay.days
            ],
        },
    }


def _money_of(recap: Recap) -> dict[str, Any]:
    takings = recap.takings
    return {
        **_tally(takings.tally),
        "miles": f"{takings.miles:f}",
        "miles_cost": money_data(takings.miles_cost),
        "unpriced_miles": f"{takings.unpriced_miles:f}",
        "expenses": money_data(takings.expenses),
        "net": money_data(takings.net),
        "set_aside": money_data(takings.set_aside),
        "kept": money_data(takings.kept),
        "others": [money_data(amount) for amount in takings.others.values()],
        "others_pending": [money_data(amount) for amount in takings.others_pending.values()],
        "others_spent": [money_data(amount) for amount in takings.others_spent.values()],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "gross": money_data(tally.gross),
        "tips": money_data(tally.tips),
        "earned": money_data(tally.earned),
        "fees": money_data(tally.fees),
        "pending": money_data(tally.pending),
        "jobs": tally.count,
        "pending_jobs": tally.pending_count,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "name": clean_text(part.name),
        **_tally(part.tally),
        "after_fees": money_data(part.tally.after_fees),
        "online": part.online_seconds,
        "per_hour": money_data(part.per_hour),
    }


def _plan(recap: Recap) -> dict[str, Any] | None:
    if not recap.plans:
        return None
    return {
        "expected": money_data(recap.plan_expected),
        "earned": money_data(recap.plan_earned),
        "done": sum(plan.done for plan in recap.plans),
        "placements": [
            _placement(placement, recap.zone) for plan in recap.plans for placement in plan.placements
        ],
    }


def _placement(placement: PlacementOutcome, zone: str) -> dict[str, Any]:
    return {
        "task": placement.task,
        "title": clean_text(placement.title),
        "platform": clean_text(placement.platform),
        "start": instant_data(placement.start, zone),
        "end": instant_data(placement.end, zone),
        "units": placement.units,
        "units_done": placement.units_done,
        "outcome": placement.outcome,
        "minutes": placement.minutes,
        "expected": money_data(placement.expected),
        "earned": money_data(placement.earned),
    }


def _block(block: BlockOutcome, zone: str) -> dict[str, Any]:
    return {
        "block": block.block,
        "title": clean_text(block.title),
        "platform": clean_text(block.platform),
        "start": instant_data(block.start, zone),
        "end": instant_data(block.end, zone),
        "planned": block.planned_seconds,
        "worked": block.worked_seconds,
        "expected": money_data(block.expected),
    }


def _day(row: DayRow) -> dict[str, Any]:
    return {
        "date": row.day.isoformat(),
        "earned": money_data(row.takings.earned),
        "net": money_data(row.takings.net),
        "pending": money_data(row.takings.pending),
        "kept": money_data(row.takings.kept),
        "online": row.worked.online_seconds,
        "active": row.worked.active_seconds,
        "orders": row.worked.orders,
    }


def _compared(recap: Recap) -> dict[str, Any] | None:
    if recap.compared is None:
        return None
    return {
        "basis": recap.compared.basis,
        "days": recap.compared.days,
        "earned": money_data(recap.compared.earned),
        "online": recap.compared.online_seconds,
        "few": recap.compared.few,
    }
