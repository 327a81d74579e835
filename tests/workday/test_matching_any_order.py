"""Whatever the order of files, however they are split and however often they come, the sums are the same."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace
from support.takings import DAY, HOUR, MONDAY, Ledger, a_tip, an_earning, money

from gigplanner.model import Earning
from gigplanner.workday.matching import FileEarnings

_fresh_ids = count()


class Job(Struct, frozen=True):
    """A job of a made-up life: all files tell of such."""

    number: int
    platform: str
    day: int
    hour: int
    cents: int
    tip: int
    fee: int
    in_statement: bool
    by_hand: bool

    @property
    def net(self) -> int:
        """What it brought in the end."""
        return self.cents + self.tip

    def paid(self) -> Earning:
        """As the payments tell it: the net alone."""
        return self._told("payments", self.cents)

    def stated(self) -> Earning:
        """As the statement tells it: with the fee, and by another clock."""
        told = self._told("statement", self.cents + self.fee)
        return replace(
            told, fee=money(self.fee) if self.fee else None, at=told.at + timedelta(minutes=25), status="paid"
        )

    def tipped(self) -> Earning:
        """Its tip, as a later file brings it."""
        source = f"{self.platform.lower()}-payments"
        at = MONDAY + (self.day + 6) * DAY
        return a_tip(source, f"tip {self.number}", self.tip, f"job-{self.number}", at, platform=self.platform)

    def _told(self, kind: str, cents: int) -> Earning:
        at = MONDAY + self.day * DAY + self.hour * HOUR
        source = f"{self.platform.lower()}-{kind}" if kind else ""
        return an_earning(
            source,
            str(self.number),
            cents,
            at,
            platform=self.platform,
            status="pending",
            job=f"job-{self.number}" if kind == "payments" else "",
        )

    def logged(self) -> Earning:
        """As the person wrote it down, half an hour later."""
        mine = replace(self._told("", self.cents), source_id="", job="")
        return replace(mine, at=mine.at + HOUR / 2)


JOBS = st.lists(
    st.tuples(
        st.sampled_from(["Uber", "Lyft"]),
        st.integers(0, 12),  # day
        st.integers(-3, 6),  # hours from noon
        st.sampled_from([500, 500, 725, 1240, 99]),
        st.sampled_from([0, 0, 200, 35]),  # tip
        st.sampled_from([0, 150]),  # fee
        st.booleans(),
    ),
    min_size=1,
    max_size=14,
)


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Job], list[FileEarnings]]:
    """Jobs, and files that tell of them: whole days of payments and statements, late tips, deposits."""
    stated_days = draw(st.frozensets(st.integers(0, 12)))
    jobs = [
        Job(number, platform, day, hour, cents, tip, fee, day in stated_days, by_hand)
        for number, (platform, day, hour, cents, tip, fee, by_hand) in enumerate(draw(JOBS))
    ]
    files: list[FileEarnings] = []
    for day in sorted({job.day for job in jobs}):
        todays = [job for job in jobs if job.day == day]
        files.append(FileEarnings(tuple(job.paid() for job in todays)))
        files.append(FileEarnings(tuple(job.stated() for job in todays if job.in_statement)))
    files.append(FileEarnings((), tuple(job.tipped() for job in jobs if job.tip)))
    for number, (first, length) in enumerate(
        draw(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 7)), max_size=4))
    ):
        platform = draw(st.sampled_from(["Uber", "Lyft"]))
        run = [job for job in jobs if job.platform == platform and first <= job.day < first + length]
        if run:
            at = MONDAY + (first + length + 1) * DAY
            bank = draw(st.sampled_from(["paypal", "bank:mine"]))
            sum_of_run = sum(job.net for job in run)
            files.append(FileEarnings((an_earning(bank, str(number), sum_of_run, at, platform=platform),)))
    return jobs, files


def again(file: FileEarnings) -> FileEarnings:
    """The same file as it is read another time: its records get other ids."""
    return FileEarnings(
        tuple(replace(each, id=f"again-{next(_fresh_ids)}") for each in file.earnings),
        tuple(replace(each, id=f"again-{next(_fresh_ids)}") for each in file.late),
    )


@settings(max_examples=150, deadline=None)
@given(lives(), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_of_files_gives_the_sum_of_the_jobs(
    life: tuple[list[Job], list[FileEarnings]], random: Random
) -> None:
    jobs, files = life
    ledger = Ledger()
    ledger.log(*(job.logged() for job in jobs if job.by_hand))
    order = [*files, *files]
    random.shuffle(order)
    while order:
        batch = random.randint(1, 4)
        ledger.take(*(again(file) for file in order[:batch]))
        order = order[batch:]
    assert ledger.net == sum(job.net for job in jobs)
    assert len(ledger.all) == len(jobs)
    ledger.take(*(again(file) for file in files))  # deposits may find jobs now that came after them
    assert (ledger.net, len(ledger.all)) == (sum(job.net for job in jobs), len(jobs))
    before = dict(ledger.earnings)
    found = ledger.take(*(again(file) for file in files))
    assert ledger.earnings == before
    assert sum(file.added + file.updated for file in found.files) == 0
