"""Money that arrives at a bank, and the jobs it pays for: a deposit of a known platform is no new income."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gigplanner.interop.sources import family, is_bank, is_overview, is_tracker
from gigplanner.model.records import Earning

REACH = timedelta(days=35)  # of a deposit, backwards: platforms pay by the day, the week, the month
AFTERWARDS = timedelta(days=3)  # clocks and zones differ, and some jobs are booked after they are paid
_BILLED_AFTERWARDS = timedelta(days=14)  # an hourly week is billed in the next, and paid in the one after
_ONE_JOB = timedelta(days=3)
_CHANNELS = ("paypal", "stripe")  # a deposit can name these too as the one who paid


def payer(deposit: Earning) -> str:
    """Return who sent a deposit: its platform, or the channel that its text names; "" if neither."""
    if deposit.platform:
        return deposit.platform.casefold()
    text = deposit.note.casefold()
    return next((name for name in _CHANNELS if name in text and name != family(deposit.source)), "")


def payers_of(earning: Earning) -> set[str]:
    """Return those by whom money of `earning` can be said to come: `uber` also pays for `uber eats`."""
    sources = {earning.source, *(origin.partition(" ")[0] for origin in earning.also)}
    names = {family(source) for source in sources if is_bank(source)}
    if not is_bank(earning.source) and not is_overview(earning.source):
        words = earning.platform.casefold().split()
        names |= {" ".join(words[:count]) for count in range(1, len(words) + 1)}
    return names


def reach_of(deposit: Earning) -> tuple[datetime, datetime]:
    """Return the first and last moment of jobs that a deposit may pay for.

    Tracked hours are billed when they are done: what came before is not their pay.
    """
    if is_tracker(deposit.source):
        return deposit.at - _ONE_JOB, deposit.at + _BILLED_AFTERWARDS
    after = _BILLED_AFTERWARDS if is_overview(deposit.source) else AFTERWARDS
    return deposit.at - REACH, deposit.at + after


@dataclass(slots=True)
class Job:
    """An earning that deposits may pay for, with what is asked of it for each of them."""

    earning: Earning
    day: date
    net: int
    total: int
    paid_through: set[str]  # the sources whose deposits paid for it

    @classmethod
    def of(cls, earning: Earning, day: date) -> Job:
        """Return what deposits have to know of an earning of `day`."""
        through = {origin.partition(" ")[0] for origin in earning.also}
        return cls(earning, day, earning.net.minor, earning.total.minor, through)


def paid_by(deposit: Earning, known: Sequence[Job], last_day: date) -> Sequence[Job] | None:
    """Return the jobs that a deposit pays for; () if it cannot be told which; None if it is new money.

    `known` are the payer's jobs in the deposit's reach, oldest first; none after `last_day` is in a run. A
    deposit pays for the one job of that sum within three days, or for the one run of days that come to it, or
    for the one run of jobs on one day. Where several fit, or none, it is not told which jobs: but it is not
    new money either.
    """
    currency, source = deposit.gross.currency, deposit.source
    jobs = [
        job for job in known if job.earning.status != "rejected" and job.earning.gross.currency == currency
    ]
    if not jobs:
        return None
    if deposit.net.minor <= 0:
        return ()
    free = [job for job in jobs if source not in job.paid_through]
    sums = {deposit.net.minor, deposit.total.minor}
    before_fees = is_overview(source) or is_tracker(source)
    amounts = [(job, job.total if before_fees else job.net) for job in free]
    alike = [
        job for job, amount in amounts if amount in sums and abs(job.earning.at - deposit.at) <= _ONE_JOB
    ]
    if alike:
        return alike if len(alike) == 1 else ()
    days: dict[date, list[tuple[list[Job], int]]] = {}
    for job, amount in amounts:
        if job.day <= last_day:
            days.setdefault(job.day, []).append(([job], amount))
    whole_days = _runs(
        [
            ([job for jobs, _ in steps for job in jobs], sum(step[1] for step in steps))
            for steps in days.values()
        ],
        sums,
    )
    if whole_days:
        return whole_days[0] if len(whole_days) == 1 else ()
    parts = [run for steps in days.values() for run in _runs(steps, sums)]
    return parts[0] if len(parts) == 1 else ()


def _runs(steps: Sequence[tuple[list[Job], int]], sums: set[int]) -> list[list[Job]]:
    """Return the runs of neighbouring steps that come to one of `sums`."""
    found: list[list[Job]] = []
    starts: dict[int, list[int]] = {0: [0]}  # where the sum of all steps before was this
    reached = 0
    for end, (_, amount) in enumerate(steps, 1):
        reached += amount
        for wanted in sums:
            found += [
                [job for jobs, _ in steps[start:end] for job in jobs]
                for start in starts.get(reached - wanted, ())
            ]
        starts.setdefault(reached, []).append(end)
    return found
