"""Printing what the columns of an unknown table may be, as the TOML that `import --map` reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gigplanner.cli.failures import Refusal
from gigplanner.cli.session import Session
from gigplanner.cli.show import say
from gigplanner.interop.containers import Source
from gigplanner.interop.mapping.written import to_toml
from gigplanner.model.settings import Settings
from gigplanner.model.text import clean_text
from gigplanner.workday import intake
from gigplanner.workday.mappings import Trial, guessed, tried
from gigplanner.workday.record_words import record_words

_MOST_REFUSED = 5


def print_guess(session: Session, sources: Sequence[Source], zone: str | None) -> None:
    """Print the mapping of the one table in `sources`, and as its comment what it makes of the first rows."""
    with session.reading() as desk:
        now = session.clock()
        tables = intake.tables_in(desk, sources, now)
        if len(tables) > 1:
            raise Refusal(f"--guess looks at one table at a time: there are {len(tables)}.")
        mapping = guessed(desk, tables[0])
        trial = tried(desk, mapping, tables[0], now, zone=zone)
        say(to_toml(mapping).rstrip("\n"))
        for line in _comment(trial, desk.settings):
            say(line)


def _comment(trial: Trial, settings: Settings) -> Iterator[str]:
    yield ""
    if trial.problem:
        yield f"# {clean_text(trial.problem)}"
        return
    yield f"# So read: {trial.words}"
    for record in trial.first:
        what, about = record_words(record, settings)
        yield f"#   {type(record).__name__.lower()}: {clean_text(what, 60)}  {clean_text(about, 120)}"
    for refused in trial.refused[:_MOST_REFUSED]:
        yield f"#   refused line {refused.line}: {clean_text(refused.reason)}"
    for warning in trial.warnings:
        yield f"#   {clean_text(warning)}"
