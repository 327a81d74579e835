"""Prolific's list of a participant's studies: rewards and bonuses as money, and when each was worked on."""

from __future__ import annotations

from datetime import datetime

from gigplanner.interop import moments
from gigplanner.interop.amounts import is_money, read_amount
from gigplanner.interop.gathering import Gathering, LeftOut
from gigplanner.interop.identities import numbered
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import fits, table_of
from gigplanner.interop.table import Row, has_header
from gigplanner.model import BadInput, Block, Earning, Money, Record
from gigplanner.model.records import MoneyStatus
from gigplanner.model.text import clean_text, quoted

SOURCE, PLATFORM = "prolific", "Prolific"
REQUIRED = frozenset({"study", "reward", "bonus", "started_at", "status"})
RESEARCHERS = frozenset({"submission_id", "participant_id", "status"})
ZONE_RULE = "Prolific writes its times in UTC."
_EARNS: dict[str, MoneyStatus] = {"approved": "approved", "awaiting review": "pending"}
_EARNS_NOTHING = frozenset({"returned", "rejected", "timed out", "screened out"})


def recognises(file: SourceFile) -> bool:
    """Whether the header is a participant's or, to refuse it by name, a researcher's."""
    return has_header(file.text, REQUIRED) or has_header(file.text, RESEARCHERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every study that was worked on. The reward of a returned or timed-out one was never earned."""
    if not has_header(file.text, REQUIRED) and has_header(file.text, RESEARCHERS):
        raise BadInput(
            f"{file.name} is a researcher's export, with other people's submissions: import the list "
            "of your own studies from Prolific's Submissions page."
        )
    table = table_of(file, [REQUIRED], "Prolific's lists of studies")
    gathering = Gathering(IMPORTER.format, table)
    for row, identity in numbered(table.rows, _key):
        with gathering.part(row.line):
            gathering.records += _Submission(fits(row), identity, context).records(gathering)
    return gathering.reading(ZONE_RULE)


def _key(row: Row) -> tuple[str, ...]:
    """Study, start and completion code: there is no id. Some tools drop the commas of a study's name."""
    study = " ".join(row["study"].replace(",", " ").split()).casefold()
    return study, row["started_at"].strip(), row["completion_code"].strip()


class _Submission:
    """One row."""

    def __init__(self, row: Row, identity: str, context: ImportContext) -> None:
        self.row = row
        self.identity = identity
        self.context = context
        self.study = clean_text(row["study"]) or "Study"
        self.status = " ".join(row["status"].replace("-", " ").replace("_", " ").split()).casefold()
        if self.status not in _EARNS.keys() | _EARNS_NOTHING:
            raise BadInput(f"The status {quoted(row['status'])} is unknown.")
        self.started, self.completed = _instant(row["started_at"]), _instant(row["completed_at"])

    def records(self, gathering: Gathering) -> tuple[Record, ...]:
        """Return its money and its time; nothing, but counted, if it brought neither."""
        money = self._money()
        if self.status in ("returned", "timed out") and money is None:
            gathering.leave_out(LeftOut(f"{self.status} study", f"{self.status} studies"))
            return ()
        if self.status == "screened out" and money is None:
            gathering.warn(f"{quoted(self.study)} screened you out: log by hand what it paid, if it did.")
        return tuple(filter(None, (money, self._block())))

    def _money(self) -> Earning | None:
        """The reward if the study was approved or may be, and the bonus whatever became of the study."""
        currency = self.context.settings.currency
        reward = read_amount(self.row["reward"], currency) or Money.zero(currency)
        bonus = read_amount(self.row["bonus"], reward.currency)
        if reward.minor < 0 or (bonus and bonus.minor < 0):
            raise BadInput("The reward or the bonus is below zero.")
        if is_money(bonus) and bonus.currency != reward.currency:
            raise BadInput("The reward and the bonus are in different currencies.")
        if self.status in _EARNS:
            return self._earning(reward, bonus, _EARNS[self.status])
        if is_money(bonus):
            return self._earning(Money.zero(reward.currency), bonus, "approved")
        return self._earning(reward, None, "rejected") if self.status == "rejected" else None

    def _earning(self, gross: Money, bonus: Money | None, status: MoneyStatus) -> Earning:
        at = self.completed or self.started
        if at is None:
            raise BadInput("This study has neither a start nor an end, so its money has no day.")
        return Earning(
            id=self.context.make_id(),
            source=SOURCE,
            source_id=self.identity,
            at=at,
            gross=gross,
            tip=bonus if is_money(bonus) else None,
            platform=PLATFORM,
            status=status,
            note=self.study,
            job=self.identity,
        )

    def _block(self) -> Block | None:
        if self.started is None or self.completed is None or self.completed <= self.started:
            return None
        return Block(
            id=self.context.make_id(),
            source=SOURCE,
            source_id=self.identity,
            title=self.study,
            start=self.started,
            end=self.completed,
            zone=self.context.settings.zone,
            kind="event",
            platform=PLATFORM,
        )


def _instant(text: str) -> datetime | None:
    return moments.iso_utc(text) if text.strip() else None


IMPORTER = Importer(
    format="prolific", shown="Prolific participants' lists (.csv)", recognises=recognises, read=read
)
