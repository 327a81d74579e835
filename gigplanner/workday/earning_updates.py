"""What a file says anew of an earning that is known: news is taken, and no edit of the person is undone."""

from __future__ import annotations

import hashlib
from typing import get_args

import msgspec
from msgspec.structs import replace

from gigplanner.model.records import Earning, MoneyStatus
from gigplanner.workday.late_parts import with_parts, without_parts

# money moves on through these and not back; what was rejected may be approved after all
_STEPS: dict[MoneyStatus, int] = {"expected": 0, "pending": 1, "approved": 2, "rejected": 2, "paid": 3}


def stamped(earning: Earning) -> Earning:
    """Return an earning as its file says it, with the fingerprint by which a later edit is told."""
    bare = replace(earning, tip=earning.tip or None, fee=earning.fee or None)
    return replace(bare, source_digest=_fingerprint(bare))


def later_status(first: MoneyStatus, second: MoneyStatus) -> MoneyStatus:
    """Return the state that comes after the other; `first` if neither does."""
    return second if _STEPS[second] > _STEPS[first] else first


def updated(known: Earning, said: Earning) -> Earning:
    """Return `known` with what a file now says of it; `known` itself where that is no news.

    A state never goes back. Of what the person edited only the state moves on. `said` is `stamped`.
    """
    if known.source_digest == said.source_digest:
        return known
    said_before = _status_said(known)
    if said_before is None:
        return _moved_on(known, said.status)
    if _STEPS[said.status] < _STEPS[said_before]:
        return known
    status = said.status if known.status == said_before else later_status(known.status, said.status)
    kept = replace(
        said,
        id=known.id,
        status=status,
        job=known.job or said.job,
        task=known.task,
        shift=known.shift,
        also=known.also,
    )
    return with_parts(kept, known.late)


def _moved_on(known: Earning, status: MoneyStatus) -> Earning:
    later = later_status(known.status, status)
    return known if later == known.status else replace(known, status=later)


def _status_said(known: Earning) -> MoneyStatus | None:
    """Return the state its file gave an earning that is otherwise as the file said; None if it is not."""
    bare = without_parts(known)
    statuses: tuple[MoneyStatus, ...] = get_args(MoneyStatus)
    for status in statuses:
        if _fingerprint(replace(bare, status=status)) == known.source_digest:
            return status
    return None


def _fingerprint(earning: Earning) -> str:
    bare = replace(earning, id="", source_digest="", job="", task="", shift="", also=(), late=())
    return hashlib.blake2b(msgspec.json.encode(bare, order="deterministic"), digest_size=8).hexdigest()
