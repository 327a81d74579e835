"""Money that arrives at a bank, and the jobs it pays for: a deposit of a known platform is no new income."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

from gigplanner.interop.sources import family, is_bank, is_overview
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
    """Return the first and last moment of jobs that a deposit may pay for."""
    after = _BILLED_AFTERWARDS if is_overview(deposit.source) else AFTERWARDS
    return deposit.at - REACH, deposit.at + after


def paid_by(
    deposit: Earning, known: Sequence[Earning], day_of: Callable[[datetime], date]
) -> Sequence[Earning] | None:
    """Return the jobs that a deposit pays for; () if it cannot be told which; None if it is new money.

    `known` are the payer's earnings in the deposit's reach, oldest first. A deposit pays for the one job of
    that sum within three days, or for the one run of days that come to it, or for the one run of jobs on
    one day. Where several fit, or none, it is not told which jobs: but it is not new money either.
    """
    jobs = [job for job in known if job.status != "rejected" and job.gross.currency == deposit.gross.currency]
    if not jobs:
        return None
    if deposit.net.minor <= 0:
        return ()
    free = [job for job in jobs if not _is_paid_through(job, deposit.source)]
    sums = {deposit.net.minor, deposit.total.minor}
    pay = _before_fees if is_overview(deposit.source) else _after_fees
    alike = [job for job in free if abs(job.at - deposit.at) <= _ONE_JOB and pay(job) in sums]
    if alike:
        return alike if len(alike) == 1 else ()
    end = day_of(deposit.at + AFTERWARDS)
    days: dict[date, list[Earning]] = {}
    for job in free:
        if day_of(job.at) <= end:
            days.setdefault(day_of(job.at), []).append(job)
    whole_days = _runs([(jobs_of, sum(map(pay, jobs_of))) for jobs_of in days.values()], sums)
    if whole_days:
        return whole_days[0] if len(whole_days) == 1 else ()
    parts = [run for jobs_of in days.values() for run in _runs([([job], pay(job)) for job in jobs_of], sums)]
    return parts[0] if len(parts) == 1 else ()


def _runs(steps: Sequence[tuple[list[Earning], int]], sums: set[int]) -> list[list[Earning]]:
    """Return the runs of neighbouring steps that come to one of `sums`."""
    before = [0, *accumulate(amount for _, amount in steps)]
    starts: dict[int, list[int]] = {}
    found: list[list[Earning]] = []
    for end, reached in enumerate(before):
        for wanted in sums:
            found += [
                [job for jobs, _ in steps[start:end] for job in jobs]
                for start in starts.get(reached - wanted, [])
            ]
        starts.setdefault(reached, []).append(end)
    return found


def _is_paid_through(job: Earning, source: str) -> bool:
    return any(origin.partition(" ")[0] == source for origin in job.also)


def _after_fees(job: Earning) -> int:
    return job.net.minor


def _before_fees(job: Earning) -> int:
    return job.total.minor
