"""A HIT as money: what every file of Mechanical Turk work has in common.

All name a HIT by its id, and a worker does a HIT once: whichever tool it comes from, it is one record.
Days are Pacific. Only approved and paid HITs are money. Bonuses are records of their own: half of the files
do not know of them, and must not wipe them out.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from msgspec import Struct

from gigplanner.interop import moments
from gigplanner.interop.amounts import is_money, read_amount
from gigplanner.interop.gathering import Gathering, LeftOut
from gigplanner.interop.moments import noon
from gigplanner.interop.packing import Spool
from gigplanner.interop.reading import ImportContext, Reading
from gigplanner.interop.rows import joined
from gigplanner.model import BadInput, Earning, Money, Record
from gigplanner.model.records import MoneyStatus
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import wall_time

SOURCE, PLATFORM, CURRENCY, PACIFIC = "mturk", "MTurk", "USD", "America/Los_Angeles"
PAID_AFTER = timedelta(days=30)  # an approved HIT is paid by then, whatever the file still says
ZONE_RULE = "Mechanical Turk's days are Pacific (America/Los_Angeles); money is put at their noon."
_STATES: dict[str, MoneyStatus] = {
    "submitted": "pending",
    "pending": "pending",
    "approved": "approved",
    "paid": "paid",
    "rejected": "rejected",
}
_NO_WORK = frozenset({"returned", "abandoned", "assigned", "accepted", "expired"})
_UNPAID = LeftOut("HIT that pays nothing", "HITs that pay nothing")
_TWICE = LeftOut("HIT that stands twice", "HITs that stand twice")
_ID = re.compile(r"[A-Za-z0-9_\-]{1,100}", re.ASCII)


class Hit(Struct, frozen=True):
    """One HIT as a file tells it, its texts as they stand there."""

    hit_id: str
    day: date
    state: str
    reward: str
    title: str
    bonus: str = ""
    requester: str = ""


def hit_day(text: str) -> date:
    """Return the Pacific day of `20190312`, `2019-03-12` or `2019-03-12T00:00:00Z`."""
    bare = text.strip()
    return moments.iso_wall(bare).date() if "-" in bare else moments.compact_date(bare)


def hit_records(hit: Hit, context: ImportContext, gathering: Gathering) -> tuple[Record, ...]:
    """Return the reward and the bonus of a HIT; nothing, but counted, for one that brings no money."""
    if not _ID.fullmatch(hit.hit_id):
        raise BadInput("It has no HIT id.")
    word = re.sub(r"[^a-z].*", "", hit.state.strip().casefold())
    if word in _NO_WORK:
        gathering.leave_out(LeftOut(f"{word} HIT", f"{word} HITs"))
        return ()
    if word not in _STATES:
        raise BadInput(f"The state {quoted(hit.state)} is unknown.")
    reward, bonus = _dollars(hit.reward), _dollars(hit.bonus)
    records = []
    if is_money(reward):
        status = _paid_by_now(_STATES[word], hit.day, context.now)
        records.append(_earning(hit, context, hit.hit_id, gross=reward, status=status))
    if is_money(bonus):
        nothing = Money.zero(CURRENCY)
        records.append(_earning(hit, context, f"{hit.hit_id} bonus", gross=nothing, tip=bonus, status="paid"))
    if not records:
        gathering.leave_out(_UNPAID)
    return tuple(records)


def hits_reading(gathering: Gathering) -> Reading:
    """Return what was gathered; a HIT that stands twice counts once, as it stands last."""
    latest = {record.source_id: record for record in gathering.records}
    for _ in range(len(gathering.records) - len(latest)):
        gathering.leave_out(_TWICE)
    gathering.records = Spool()
    gathering.records += latest.values()
    return gathering.reading(ZONE_RULE)


def _paid_by_now(status: MoneyStatus, day: date, now: datetime) -> MoneyStatus:
    today = wall_time(now, PACIFIC).date()
    return "paid" if status == "approved" and today - day > PAID_AFTER else status


def _earning(
    hit: Hit,
    context: ImportContext,
    source_id: str,
    *,
    gross: Money,
    status: MoneyStatus,
    tip: Money | None = None,
) -> Earning:
    return Earning(
        id=context.make_id(),
        source=SOURCE,
        source_id=source_id,
        at=noon(hit.day, PACIFIC),
        gross=gross,
        tip=tip,
        platform=PLATFORM,
        status=status,
        note=clean_text(joined(hit.title.strip(), hit.requester.strip())),
        job=hit.hit_id,
    )


def _dollars(text: str) -> Money:
    amount = read_amount(text, CURRENCY, rounded=True) or Money.zero(CURRENCY)
    if amount.currency != CURRENCY or amount.minor < 0:
        raise BadInput(f"{quoted(text)} is not a reward in dollars.")
    return amount
