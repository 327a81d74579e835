"""Lines of money that name their job: one of them is the job's earning, the others are added to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from gigplanner.interop.harvest import Harvest
from gigplanner.model import Earning, Money


class JobLine(Struct, frozen=True, kw_only=True):
    """What one line says of a job: pay before tip and fee, tip, and what the platform kept.

    An addition is a tip or a correction: it belongs to the main line of its job, maybe in another file.
    """

    source_id: str
    job: str  # blank for money that belongs to no job, such as a promotion
    at: datetime
    gross: Money
    tip: Money
    fee: Money
    platform: str
    is_addition: bool = False
    note: str = ""


def keep_jobs(lines: Iterable[JobLine], harvest: Harvest) -> None:
    """Keep the first main line of each job as its earning; all others come late, whichever file they are in.

    So every line counts once, by its own identity, however a platform cuts its weeks into files.
    """
    jobs: defaultdict[str, list[JobLine]] = defaultdict(list)
    for line in lines:
        if line.job:
            jobs[line.job].append(line)
        else:
            harvest.records.append(_earning(line, harvest))
    for of_job in jobs.values():
        main = min(
            (line for line in of_job if not line.is_addition),
            key=lambda line: (line.at, line.source_id),
            default=None,
        )
        for line in of_job:
            kept = harvest.records if line is main else harvest.late
            kept.append(_earning(line, harvest))


def _earning(line: JobLine, harvest: Harvest) -> Earning:
    return Earning(
        id=harvest.context.make_id(),
        source=harvest.format,
        source_id=line.source_id,
        at=line.at,
        gross=line.gross,
        tip=line.tip or None,
        fee=line.fee or None,
        platform=line.platform,
        category=harvest.category_of(line.platform),
        note=line.note,
        job=line.job,
    )
