"""Why a task is not in the plan, in plain words: the first rule that binds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gigplanner.model.money import show_money
from gigplanner.model.records import Task
from gigplanner.model.times import show_length
from gigplanner.scheduler.problem import Job, PlanRules
from gigplanner.scheduler.rooms import Laid, Room, least_switch

_NAMES = {"phone": "a phone", "laptop": "a laptop", "hands": "free hands"}


class Leftover:
    """The day's free time beside pins and breaks, and what a plan left of the caps."""

    def __init__(
        self,
        rooms: Sequence[Room],
        openers: Mapping[tuple[int, str], int],
        laid: Sequence[Laid],
        caps: Mapping[str, int],
        rules: PlanRules,
        currency: str,
        lasting: dict[str, str],
    ) -> None:
        self.rooms, self.rules, self.currency = rooms, rules, currency
        self.lasting = lasting  # by task: the reasons that hold for every plan of the day, as far as known
        self.caps = dict(caps)
        self._longest: dict[tuple[object, ...], float] = {}
        self._openers = openers
        for each in laid:
            if each.job.platform in self.caps:
                self.caps[each.job.platform] -= each.job.units(each.amount)

    def longest(self, job: Job) -> float:
        """The most seconds in which the job could be worked in one room; negative if it could in none.

        A switch to it counts only where no room before, in the same gap, can have made it.
        """
        key = (job.task.needs, job.platform, job.switch, job.release, job.due)
        if key not in self._longest:
            self._longest[key] = max(
                [
                    room.window(job, least_switch(self.rooms, number, job, self._openers))
                    for number, room in enumerate(self.rooms)
                ],
                default=-1,
            )
        return self._longest[key]


def reason_of(task: Task, job: Job | None, leftover: Leftover) -> str:
    """Return why nothing of `task` was placed. `job` is what was left of it to place, None if nothing was."""
    rooms, currency = leftover.rooms, leftover.currency
    if task.pay.currency != currency:
        return f"paid in {task.pay.currency}: set a rate to plan it with {currency} work"
    if task.worth and task.worth.currency != currency:
        return f"its worth is in {task.worth.currency}: give it in {currency}"
    if job is None:
        return "no units are left to do" if task.units == 0 else "takes no time as entered: give it minutes"
    if not rooms:
        return "no free gap is left"
    known = leftover.lasting.get(task.id)
    if known is None:
        known = leftover.lasting[task.id] = _lasting(task, job, leftover)
    return known or _at_its_cap(job, leftover) or _outdone(job)


def _lasting(task: Task, job: Job, leftover: Leftover) -> str:
    """Return why no plan of the day could hold any of the task; empty if one could."""
    if leftover.longest(job) >= job.length(job.least):
        return _not_worth_it(job, leftover.rules)
    rooms = leftover.rooms
    equipped = [room for room in rooms if task.needs <= room.has]
    return _lacking(task, rooms, equipped) or _out_of_time(job, rooms, equipped) or _too_long(job, equipped)


def _lacking(task: Task, rooms: Sequence[Room], equipped: Sequence[Room]) -> str:
    if equipped:
        return ""
    nowhere = sorted(need for need in task.needs if not any(need in room.has for room in rooms))
    needs = [_NAMES.get(need, need) for need in nowhere or sorted(task.needs)]
    if len(needs) > 1:
        return f"needs {', '.join(needs[:-1])} and {needs[-1]}, and no gap today has all of that"
    return f"needs {needs[0]}, and no gap today has {'one' if needs[0].startswith('a ') else 'it'}"


def _out_of_time(job: Job, rooms: Sequence[Room], equipped: Sequence[Room]) -> str:
    fitting = "free gap" if len(equipped) == len(rooms) else "free gap that has what it needs"
    if job.due <= min(room.start for room in equipped):
        return f"due before the first {fitting}"
    if job.release >= max(room.end for room in equipped):
        return f"cannot start before the last {fitting} ends"
    if all(min(job.due, room.end) <= max(job.release, room.start) for room in equipped):
        return f"may only be done at a time when there is no {fitting}"
    return ""


def _too_long(job: Job, equipped: Sequence[Room]) -> str:
    least = job.length(job.least)
    longest = max(min(room.end, job.due) - max(room.start, job.release) for room in equipped)
    switching = f" and {show_length(job.switch)} to switch to it" if least <= longest else ""
    takes = f"{'comes in chunks of' if job.split else 'takes'} {show_length(least)}{switching}"
    return f"{takes}, the longest gap it fits is {show_length(longest)}"


def _not_worth_it(job: Job, rules: PlanRules) -> str:
    if job.value > 0 or job.task.must:
        return ""
    if rules.floor_rate:
        return f"below your floor of {show_money(rules.floor_rate)} an hour"
    return "brings nothing: it has no pay, no odds or no worth"


def _at_its_cap(job: Job, leftover: Leftover) -> str:
    platform = job.task.platform
    return f"daily cap of {platform} reached" if leftover.caps.get(platform, 1) < 1 else ""


def _outdone(job: Job) -> str:
    if job.task.must:
        return "pins and other things that must be done took the time"
    return "better-paid work took the time"
