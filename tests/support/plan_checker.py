"""What a plan may not do, checked from the problem statement alone: shares nothing with the solver."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta


def value_of(placements, tasks, rules):
    """The objective in minor units: Σ pay × odds + worth − floor, pro rata for a task that is split."""
    named = {task.id: task for task in tasks}
    value = 0.0
    for placement in placements:
        task = named[placement.task_id]
        amount = placement.minutes / task.minutes if task.splittable else placement.units
        gain = task.pay.minor * task.odds + (task.worth.minor if task.worth else 0)
        if rules.floor_rate:
            gain -= rules.floor_rate.minor * task.minutes / 60
        value += gain * amount
    return value


def broken_rules(placements, gaps, tasks, rules):
    """Every rule that the placements break, in words; empty for a feasible plan."""
    named = {task.id: task for task in tasks}
    broken = []
    by_gap, units, minutes, capped = defaultdict(list), defaultdict(int), defaultdict(float), defaultdict(int)
    for placement in placements:
        task, gap = named[placement.task_id], gaps[placement.gap]
        by_gap[placement.gap].append(placement)
        units[task.id] += placement.units
        minutes[task.id] += placement.minutes
        capped[task.platform] += placement.units
        where = f"{task.id} at {placement.start}"
        length = (placement.end - placement.start).total_seconds()
        if placement.start.microsecond or placement.end.microsecond or length <= 0:
            broken.append(f"{where}: not whole seconds")
        if abs(length - placement.minutes * 60) > 1e-6:
            broken.append(f"{where}: its minutes are not its length")
        if not task.needs <= gap.has:
            broken.append(f"{where}: the gap lacks what it needs")
        if placement.start < gap.start or placement.end > gap.end:
            broken.append(f"{where}: outside its gap")
        if task.not_before and placement.start < task.not_before:
            broken.append(f"{where}: too early")
        if task.due and placement.end > task.due:
            broken.append(f"{where}: too late")
        if task.status != "open":
            broken.append(f"{where}: is not open")
        if task.splittable:
            least = min(task.min_chunk or 0, task.minutes)
            if placement.minutes < least - 1 / 60:
                broken.append(f"{where}: chunk too short")
        elif length < placement.units * task.minutes * 60 - 1e-6:
            broken.append(f"{where}: too little time for its units")
    for task in tasks:
        if not task.splittable and units[task.id] > task.units:
            broken.append(f"{task.id}: more units than there are")
        if task.splittable and minutes[task.id] > task.minutes + 1 / 60:
            broken.append(f"{task.id}: more minutes than there are")
    for platform, cap in rules.daily_caps.items():
        if capped[platform] > cap:
            broken.append(f"{platform}: over its cap")
    for index, placed in by_gap.items():
        broken += _overlaps(placed, gaps[index], named, rules)
    return broken


def _overlaps(placed, gap, named, rules):
    broken, seen, free_from = [], set(), gap.start
    for placement in sorted(placed, key=lambda placement: placement.start):
        platform = named[placement.task_id].platform
        switch = _switch(rules, platform) if platform and platform not in seen else 0.0
        seen.add(platform)
        if placement.start - timedelta(minutes=switch) < free_from:
            broken.append(f"{placement.task_id} at {placement.start}: no time before it")
        free_from = placement.end
        if any(
            placement.start < rest_end and rest_start < placement.end
            for rest_start, rest_end in _rests(gap, rules)
        ):
            broken.append(f"{placement.task_id} at {placement.start}: in a break")
    return broken


def _switch(rules, platform):
    switch = rules.switch_minutes
    return switch.get(platform, 0.0) if isinstance(switch, dict) else switch


def _rests(gap, rules):
    rests = []
    if rules.work_minutes:
        start = gap.start + timedelta(minutes=rules.work_minutes)
        while start < gap.end:
            end = start + timedelta(minutes=rules.rest_minutes)
            rests.append((start, end))
            start = end + timedelta(minutes=rules.work_minutes)
    return rests
