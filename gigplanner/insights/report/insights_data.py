"""The insights as data that JSON can hold. The keys are stable: later versions add keys and change none.

Money is `{"amount": "12.50", "currency": "USD"}` or null, a day `2026-11-20`, a time in whole seconds, a part
a number from 0 to 1.

    today, period, first, days, currency
    heat: {mean, hours, cells: [{weekday, hour, per_hour, online, days, enough}],
        windows: [{weekday, first_hour, hours, per_hour, online, days}]}      Monday is 0
    platforms: [{name, per_hour, online, low, middle, high, days, trend: null or {change, sure}}]
    mix, kinds: {total, effective, too_much, without_largest, a_week: null or {money, hours},
        shares: [{name, earned, part, online}]}
    goals: [{name, first, last, target, done, awaited, left, days_left, hours: null or [least, most],
        sentence}]
    next_hour: null or {expected, hours, basis}
    season: {known, months: [{month, years, earned, against_mean}]}
    months: as of `recap --year`
    learning: [{category, results, minutes, per_hour, change, sure, curve: [{month, pace, results}]}], train
    upskilling: {seconds, trainings: [{name, seconds, days, begun, category, before, since}]}
        before and since: null or {results, per_hour, pace}
    chances: {count, forecast, happened, brier, verdict, bands: [{low, high, count, forecast, happened}]}
    minutes: {count, ratio, within}
    awaited: [{platform, total, count, oldest, late, late_count, overdue, overdue_count, after_days,
        known}]
    tax: null where the rules are not known, or {quarter, due, amount,
        payments: [{quarter, due, amount, past}], year: {…}, months: {…}}; year and months
        each {first, last, receipts, fees, vehicle, by_miles, miles, miles_value, other, net,
        self_employment, income_tax, percent, note}
    aside: {first, last, wanted, kept, paid, left, missing}

The figures mean what the fields of `Insights` and its parts say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.goals import GoalStanding
from gigplanner.insights.heat import Heat
from gigplanner.insights.mix import Mix
from gigplanner.insights.overview import Insights
from gigplanner.insights.platform_rates import PlatformRate
from gigplanner.insights.practice import Learning
from gigplanner.insights.rates import NextHour
from gigplanner.insights.report.data import awaited_data, money_data
from gigplanner.insights.report.months import months_json
from gigplanner.insights.season import Season
from gigplanner.insights.tax.set_aside import AsideSoFar
from gigplanner.insights.tax.so_far import NextPayment, TaxSoFar
from gigplanner.insights.upskilling import Paid, Upskilling
from gigplanner.model.money import Money
from gigplanner.model.text import clean_text


def insights_json(insights: Insights, awaited: Sequence[Awaited] = ()) -> dict[str, Any]:
    """Return the insights as plain dicts, lists, texts and numbers, with the keys that this module lists."""
    return {
        "today": insights.today.isoformat(),
        "period": insights.period,
        "first": insights.first.isoformat(),
        "days": insights.days,
        "currency": insights.currency,
        "heat": _heat(insights.heat),
        "platforms": [_rate(rate, insights.currency) for rate in insights.platforms],
        "mix": _mix(insights.mix),
        "kinds": _mix(insights.kinds),
        "goals": [_goal(goal) for goal in insights.goals],
        "next_hour": _next_hour(insights.next_hour),
        "season": _season(insights.season),
        "months": months_json(insights.months),
        "learning": [_learning(one) for one in insights.learning],
        "train": clean_text(insights.train.category) if insights.train else None,
        "upskilling": _upskilling(insights.upskilling),
        "chances": {
            "count": insights.chances.count,
            "forecast": round(insights.chances.forecast, 4),
            "happened": round(insights.chances.happened, 4),
            "brier": round(insights.chances.brier, 4),
            "verdict": insights.chances.verdict,
            "bands": [
                {
                    "low": band.low,
                    "high": band.high,
                    "count": band.count,
                    "forecast": round(band.forecast, 4),
                    "happened": round(band.happened, 4),
                }
                for band in insights.chances.bands
            ],
        },
        "minutes": {
            "count": insights.minutes.count,
            "ratio": round(insights.minutes.ratio, 4),
            "within": round(insights.minutes.within, 4),
        },
        "awaited": [awaited_data(one) for one in awaited],
        "tax": _tax(insights.tax, insights.today) if insights.tax.year.estimate else None,
        "aside": _aside(insights.aside),
    }


def _heat(heat: Heat) -> dict[str, Any]:
    return {
        "mean": money_data(heat.mean),
        "hours": round(heat.hours, 2),
        "cells": [
            {
                "weekday": weekday,
                "hour": hour,
                "per_hour": money_data(heat.per_hour(weekday, hour)),
                "online": cell.seconds,
                "days": cell.days,
                "enough": cell.enough,
            }
            for (weekday, hour), cell in sorted(heat.cells.items())
        ],
        "windows": [
            {
                "weekday": window.weekday,
                "first_hour": window.first_hour,
                "hours": window.hours,
                "per_hour": money_data(window.per_hour),
                "online": window.seconds,
                "days": window.days,
            }
            for window in heat.windows
        ],
    }


def _rate(rate: PlatformRate, currency: str) -> dict[str, Any]:
    spread, trend = rate.spread, rate.trend

    def amount(minor: float | None) -> dict[str, str] | None:
        return money_data(Money(round(minor), currency)) if minor is not None else None

    return {
        "name": clean_text(rate.name),
        "per_hour": money_data(rate.per_hour),
        "online": rate.seconds,
        "low": amount(spread.low if spread else None),
        "middle": amount(spread.middle if spread else None),
        "high": amount(spread.high if spread else None),
        "days": spread.count if spread else 0,
        "trend": {"change": round(trend.share, 4), "sure": trend.sure}
        if trend and trend.share is not None
        else None,
    }


def _mix(mix: Mix) -> dict[str, Any]:
    return {
        "total": money_data(mix.total),
        "effective": float(mix.effective) if mix.effective is not None else None,
        "too_much": clean_text(mix.too_much.name) if mix.too_much else None,
        "without_largest": money_data(mix.without_largest),
        "a_week": {"money": money_data(mix.largest_a_week[0]), "hours": round(mix.largest_a_week[1], 2)}
        if mix.largest_a_week
        else None,
        "shares": [
            {
                "name": clean_text(share.name),
                "earned": money_data(share.earned),
                "part": round(float(share.part), 6),
                "online": share.online_seconds,
            }
            for share in mix.shares
        ],
    }


def _goal(goal: GoalStanding) -> dict[str, Any]:
    return {
        "name": goal.name,
        "first": goal.first.isoformat(),
        "last": goal.last.isoformat(),
        "target": money_data(goal.target),
        "done": money_data(goal.done),
        "awaited": money_data(goal.awaited),
        "left": money_data(goal.left),
        "days_left": goal.days_left,
        "hours": [float(hours) for hours in goal.hours] if goal.hours else None,
        "sentence": goal.sentence,
    }


def _season(season: Season) -> dict[str, Any]:
    return {
        "known": season.known,
        "months": [
            {
                "month": month.number,
                "years": month.years,
                "earned": money_data(month.earned),
                "against_mean": round(float(month.against_mean), 4)
                if month.against_mean is not None
                else None,
            }
            for month in season.months
        ],
    }


def _learning(one: Learning) -> dict[str, Any]:
    return {
        "category": clean_text(one.category),
        "results": one.results,
        "minutes": round(one.minutes, 1),
        "per_hour": money_data(one.per_hour),
        "change": round(one.change, 4) if one.change is not None else None,
        "sure": one.sure,
        "curve": [
            {"month": f"{point.month:%Y-%m}", "pace": round(point.pace, 4), "results": point.results}
            for point in one.curve
        ],
    }


def _next_hour(ahead: NextHour | None) -> dict[str, Any] | None:
    if ahead is None:
        return None
    return {"expected": money_data(ahead.expected), "hours": round(ahead.hours, 2), "basis": ahead.basis}


def _upskilling(upskilling: Upskilling) -> dict[str, Any]:
    return {
        "seconds": upskilling.seconds,
        "trainings": [
            {
                "name": clean_text(one.name),
                "seconds": one.seconds,
                "days": one.days,
                "begun": one.begun.isoformat(),
                "category": clean_text(one.category),
                "before": _paid(one.before),
                "since": _paid(one.since),
            }
            for one in upskilling.trainings
        ],
    }


def _paid(paid: Paid | None) -> dict[str, Any] | None:
    if paid is None:
        return None
    pace = round(paid.pace, 4) if paid.pace is not None else None
    return {"results": paid.results, "per_hour": money_data(paid.per_hour), "pace": pace}


def _aside(aside: AsideSoFar) -> dict[str, Any]:
    return {
        "first": aside.first.isoformat(),
        "last": aside.last.isoformat(),
        "wanted": money_data(aside.wanted),
        "kept": money_data(aside.kept),
        "paid": money_data(aside.paid),
        "left": money_data(aside.left),
        "missing": money_data(aside.missing),
    }


def _tax(tax: NextPayment, today: date) -> dict[str, Any]:
    return {
        "quarter": tax.quarter.name,
        "due": tax.quarter.due.isoformat(),
        "amount": money_data(tax.amount),
        "payments": [
            {
                "quarter": one.quarter.name,
                "due": one.quarter.due.isoformat(),
                "amount": money_data(one.amount),
                "past": one.is_past(today),
            }
            for one in tax.payments
        ],
        "year": _so_far(tax.year),
        "months": _so_far(tax.earned_in),
    }


def _so_far(year: TaxSoFar) -> dict[str, Any]:
    estimate = year.estimate
    return {
        "first": year.first.isoformat(),
        "last": year.last.isoformat(),
        "receipts": money_data(year.receipts),
        "fees": money_data(year.fees),
        "vehicle": money_data(year.vehicle),
        "by_miles": year.by_miles,
        "miles": f"{year.miles:f}",
        "miles_value": money_data(year.standard),
        "other": money_data(year.other),
        "net": money_data(year.net),
        "self_employment": money_data(estimate.self_employment) if estimate else None,
        "income_tax": money_data(estimate.income_tax) if estimate else None,
        "percent": float(estimate.percent) if estimate and estimate.percent is not None else None,
        "note": estimate.note if estimate else "",
    }
