"""From gross to net, step by step."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from gigplanner.insights.takings import Takings
from gigplanner.model.money import Money
from gigplanner.model.showing import show_number

StepKey = Literal["gross", "tips", "earned", "fees", "miles", "expenses", "net", "set_aside", "kept"]


class Step(Struct, frozen=True, kw_only=True):
    """One line of the sum. A cost has a negative amount; a `result` is what the lines above it come to."""

    key: StepKey
    label: str
    amount: Money
    result: bool = False


def steps_of(takings: Takings) -> tuple[Step, ...]:
    """Return every step from gross to what is kept; each result is the sum of the steps before it."""
    miles = f"Cost of {show_number(takings.miles.normalize())} miles" if takings.miles else "Cost of miles"
    return (
        Step(key="gross", label="Gross", amount=takings.tally.gross),
        Step(key="tips", label="Tips", amount=takings.tally.tips),
        Step(key="earned", label="Earned", amount=takings.earned, result=True),
        Step(key="fees", label="Platform fees", amount=-takings.fees),
        Step(key="miles", label=miles, amount=-takings.miles_cost),
        Step(key="expenses", label="Expenses", amount=-takings.expenses),
        Step(key="net", label="Net", amount=takings.net, result=True),
        Step(key="set_aside", label="Set aside", amount=-takings.set_aside),
        Step(key="kept", label="Kept", amount=takings.kept, result=True),
    )


def steps_that_matter(takings: Takings) -> tuple[Step, ...]:
    """Return the steps without those that change nothing, nor results that only repeat the one before."""
    kept: list[Step] = []
    for step in steps_of(takings):
        repeats = step.result and step.key != "net" and kept[-1].amount == step.amount
        if step.key in ("gross", "net") or (step.amount and not repeats):
            kept.append(step)
    return tuple(kept)
