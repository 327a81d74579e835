"""Tips, fees and corrections that come after their job: added to it, and never lost in it.

An earning keeps each late part beside the amounts that contain it. So a file that corrects the job, or the
part, changes only its own share.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from gigplanner.model.money import Money
from gigplanner.model.records import Earning, LatePart, Record


def identity(record: Record) -> str:
    """Return "source source_id", by which files know a record; "" for what came from no file."""
    return f"{record.source} {record.source_id}" if record.source and record.source_id else ""


def late_part(late: Earning) -> LatePart:
    """Return what a late entry adds to its job."""
    return LatePart(
        origin=identity(late), gross=late.gross or None, tip=late.tip or None, fee=late.fee or None
    )


def with_parts(job: Earning, parts: Iterable[LatePart]) -> Earning:
    """Return `job` with late parts added that it does not hold yet."""
    held = {part.origin for part in job.late}
    new = {part.origin: part for part in parts if part.origin not in held}
    if not new:
        return job
    late = tuple(sorted((*job.late, *new.values()), key=lambda part: part.origin))
    return replace(_changed(job, new.values(), 1), late=late)


def without_parts(job: Earning) -> Earning:
    """Return `job` as it was before any late part."""
    return replace(_changed(job, job.late, -1), late=())


def alone(late: Earning) -> Earning:
    """Return a late entry as an earning of its own, until its job comes."""
    empty = replace(late, gross=_nothing(late), tip=None, fee=None)
    return with_parts(empty, [late_part(late)])


def is_alone(earning: Earning) -> bool:
    """Whether an earning is a late entry whose job has not come."""
    return bool(earning.late) and identity(earning) in {part.origin for part in earning.late}


def _changed(job: Earning, parts: Iterable[LatePart], sign: int) -> Earning:
    gross, tip, fee = job.gross, job.tip or _nothing(job), job.fee or _nothing(job)
    for part in parts:
        gross += _signed(part.gross, sign, job)
        tip += _signed(part.tip, sign, job)
        fee += _signed(part.fee, sign, job)
    if tip.minor < 0:  # a tip taken back whose giving is in no file
        gross, tip = gross + tip, _nothing(job)
    if fee.minor < 0:
        gross, fee = gross - fee, _nothing(job)
    return replace(job, gross=gross, tip=tip or None, fee=fee or None)


def _signed(amount: Money | None, sign: int, job: Earning) -> Money:
    return Money(amount.minor * sign, amount.currency) if amount else _nothing(job)


def _nothing(job: Earning) -> Money:
    return Money.zero(job.gross.currency)
