"""Deposits against the jobs that they pay for, in a draft of the ledger: those of known jobs go out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from msgspec.structs import replace

from gigplanner.interop.sources import family, is_bank, is_overview, is_second_hand, is_tracker
from gigplanner.model.records import Earning
from gigplanner.workday.deposits import AFTERWARDS, Job, paid_by, payer, payers_of, reach_of
from gigplanner.workday.earning_updates import later_status
from gigplanner.workday.late_parts import identity
from gigplanner.workday.till import Till


def settle(
    till: Till, fresh: Collection[str], day_of: Callable[[datetime], date]
) -> list[tuple[Earning, list[str]]]:
    """Take deposits of known jobs out of `till`; return each with its jobs' ids: none, if nobody can tell.

    Looked at are deposits that are `fresh`, and those of payers of whom something is. A job that one deposit
    pays for can make clear which job another one is for: so they are looked at until nothing changes.
    """
    waiting = sorted(_deposits(till, fresh), key=_nearest_to_work)
    jobs = _JobsByPayer(till, {payer(deposit) for deposit in waiting}, day_of)
    settled: list[tuple[Earning, list[str]]] = []
    unclear: list[Earning] = []
    while waiting:
        paid_now: list[datetime] = []
        for deposit in waiting:
            paid = jobs.paid_by(deposit)
            if paid:
                jobs.pay(deposit, paid)
                settled.append((deposit, [job.earning.id for job in paid]))
                paid_now += [job.earning.at for job in paid]
            elif paid is not None:
                unclear.append(deposit)
        paid_now.sort()
        waiting = [deposit for deposit in unclear if _touches(deposit, paid_now)]
        unclear = [deposit for deposit in unclear if not _touches(deposit, paid_now)]
    for deposit in sorted(unclear, key=_nearest_to_work):
        till.remove(deposit)
        settled.append((deposit, []))
    return settled


class _JobsByPayer:
    """The jobs that deposits may pay for, by who pays for them."""

    def __init__(self, till: Till, payers: Collection[str], day_of: Callable[[datetime], date]) -> None:
        self._till = till
        self._day_of = day_of
        self._jobs: dict[str, Job] = {}
        self._by_payer: dict[str, list[tuple[datetime, str]]] = {name: [] for name in payers}
        for earning in till if payers else ():
            for name in payers_of(earning).intersection(payers):
                self._by_payer[name].append((earning.at, earning.id))
                self._jobs[earning.id] = Job.of(earning, day_of(earning.at))
        for moments in self._by_payer.values():
            moments.sort()

    def paid_by(self, deposit: Earning) -> Sequence[Job] | None:
        """Return what `deposits.paid_by` says of a deposit; one that names its job pays for that."""
        named = [
            self._jobs[job.id]
            for job in self._till.of_job(deposit)
            if job.id in self._jobs and not is_second_hand(job.source)
        ]
        if len(named) == 1:
            return named
        return paid_by(deposit, self._within_reach(deposit), self._day_of(deposit.at + AFTERWARDS))

    def pay(self, deposit: Earning, jobs: Sequence[Job]) -> None:
        """Take a deposit out, and note with its jobs that it paid for them."""
        self._till.remove(deposit)
        self._jobs.pop(deposit.id, None)
        status = "paid" if is_bank(deposit.source) else deposit.status
        for job in jobs:
            earning = job.earning
            also = tuple(sorted({*earning.also, *deposit.also, identity(deposit)}))
            job.earning = replace(earning, status=later_status(earning.status, status), also=also)
            job.paid_through.add(deposit.source)
            self._till.put(job.earning)

    def _within_reach(self, deposit: Earning) -> list[Job]:
        """The jobs that a deposit may pay for, oldest first."""
        first, last = reach_of(deposit)
        moments = self._by_payer[payer(deposit)]
        found = moments[bisect_left(moments, (first, "")) : bisect_right(moments, (last, "\U0010ffff"))]
        jobs = (self._jobs.get(key) for _, key in found)
        return [job for job in jobs if job and _may_pay(deposit, job.earning)]


def _may_pay(deposit: Earning, job: Earning) -> bool:
    """Whether they come from different sources: two trackers tell nothing of each other."""
    return job.source != deposit.source and not (is_tracker(deposit.source) and is_tracker(job.source))


def _deposits(till: Till, fresh: Collection[str]) -> list[Earning]:
    deposits = [
        (earning, name)
        for earning in till
        if (is_second_hand(earning.source) or _is_tracked(earning)) and (name := payer(earning))
    ]
    if not deposits:
        return []
    news = {name for key in fresh if (earning := till.get(key)) for name in payers_of(earning)}
    return [deposit for deposit, name in deposits if name in news or deposit.id in fresh]


def _is_tracked(earning: Earning) -> bool:
    """Whether it is pay for tracked hours of a platform, which may tell of it itself."""
    return is_tracker(earning.source) and bool(earning.platform)


def _touches(deposit: Earning, moments: Sequence[datetime]) -> bool:
    first, last = reach_of(deposit)
    return bisect_left(moments, first) < bisect_right(moments, last)


def _nearest_to_work(deposit: Earning) -> tuple[int, datetime, str, str]:
    """Sort reports of jobs before the channels that money takes, and the bank at the end."""
    channel = family(deposit.source)
    step = (
        0
        if is_overview(deposit.source) or is_tracker(deposit.source)
        else 1
        if channel in ("paypal", "stripe")
        else 2
    )
    return step, deposit.at, deposit.source, deposit.source_id
