"""Bringing things in: one line, whole files; and finishing a task."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.failures import Refusal
from gigplanner.cli.options import command, json_option
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json

if TYPE_CHECKING:
    from gigplanner.workday.intake import FileReport, ImportReport


@command("add")
@click.argument("text", nargs=-1, required=True)
@pass_session
def add(session: Session, text: tuple[str, ...]) -> None:
    """Add a task, a block, an earning, an expense or a trip from one line.

    \b
    gigplanner add 'survey Prolific 12m $3.20 due fri 5pm'
    gigplanner add block DoorDash tomorrow 11-14
    gigplanner add 'earned $7.50 tip 2 Uber Eats'
    gigplanner add drove 6.2mi
    """
    from gigplanner.workday.quickadd import preview, quick_add

    line, now = " ".join(text), session.clock()
    with session.acting() as desk:
        understood = preview(desk, line, now)
        quick_add(desk, line, now)
        say(f"Added: {understood.words}")


@command("done")
@click.argument("task")
@click.option(
    "--units", type=click.IntRange(1), metavar="N", help="How many units were done (all, unless said)."
)
@click.option(
    "--minutes", type=click.FloatRange(0, 1440, min_open=True), metavar="M", help="That a unit took."
)
@pass_session
def done(session: Session, task: str, units: int | None, minutes: float | None) -> None:
    """Complete a task: named by its id, the end of its id, or a part of its title."""
    from gigplanner.cli.finding import find_task
    from gigplanner.workday.queue import complete_task

    with session.acting() as desk:
        found = find_task(desk, task)
        say(complete_task(desk, found.id, session.clock(), units=units, minutes=minutes).words)


@command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--as", "as_format", metavar="FORMAT", help="Read them as this format, whatever they look like."
)
@click.option("--zone", metavar="Z", help="The zone of times that name none, such as America/Chicago.")
@click.option("--dry-run", is_flag=True, help="Say what would be new, and keep nothing.")
@json_option
@pass_session
def import_files(
    session: Session,
    files: tuple[Path, ...],
    as_format: str | None,
    zone: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read exports of calendars, boards and task lists into the planbook, as one action.

    iCalendar (.ics), Trello boards (.json) and task lists (.csv) are told by their content. A file imported
    twice changes nothing; `gigplanner undo` takes an import back.

    A task list has a row of column names, of which only title and minutes are needed: title, platform,
    category, pay, currency, minutes, units, due, not_before, needs, splittable, min_chunk, resumable, odds,
    worth, must, tags, url, notes, id. Pay and minutes are those of one unit; needs is phone|laptop|data.
    """
    from gigplanner.model.times import zone_of
    from gigplanner.workday import intake

    if zone:
        zone_of(zone)
    with session.acting() as desk:
        report = intake.import_files(
            desk, files, session.clock(), as_format=as_format, zone=zone, dry_run=dry_run
        )
        if as_json:
            say_json({"files": [_file_data(path, report) for path in files]})
        else:
            for path in files:
                say(_file_words(path, report, dry_run))
    if len(report.failed) == 1:
        raise Refusal(report.failed[0][1])
    if report.failed:
        sentences = " ".join(sentence for _, sentence in report.failed)
        raise Refusal(f"{len(report.failed)} of {len(files)} files were not read. {sentences}")


def _found(path: Path, report: ImportReport) -> tuple[FileReport | None, str]:
    """The report on a file, or why it was not read."""
    read = next((one for one in report.files if one.file == str(path)), None)
    return read, next((sentence for file, sentence in report.failed if file == str(path)), "")


def _file_data(path: Path, report: ImportReport) -> dict[str, Any]:
    from gigplanner.workday.intake import COUNTED

    read, sentence = _found(path, report)
    if read is None:
        return {
            "file": str(path),
            "format": None,
            "added": dict.fromkeys(COUNTED, 0),
            "unchanged": 0,
            "updated": 0,
            "refused": [{"line": None, "reason": sentence}],
            "warnings": [],
        }
    return {
        "file": read.file,
        "format": read.format,
        "added": read.added,
        "unchanged": read.unchanged,
        "updated": read.updated,
        "refused": [{"line": refused.line, "reason": refused.reason} for refused in read.refused],
        "warnings": list(read.warnings),
    }


def _file_words(path: Path, report: ImportReport, dry_run: bool) -> str:
    read, _ = _found(path, report)
    if read is None:
        return f"{path.name}: not read"
    new = [f"{count} {name if count != 1 else name[:-1]}" for name, count in read.added.items() if count]
    verb = "would be new" if dry_run else "new"
    parts = [f"{', '.join(new) or 'nothing'} {verb}"]
    parts += [f"{read.updated} updated"] if read.updated else []
    parts += [f"{read.unchanged} unchanged"] if read.unchanged else []
    parts += [f"{len(read.refused)} refused"] if read.refused else []
    lines = [f"{path.name} ({read.format}): {' · '.join(parts)}"]
    for refused in read.refused:
        where = f"line {refused.line}: " if refused.line is not None else ""
        lines.append(f"  refused {where}{refused.reason}")
    lines += [f"  note: {warning}" for warning in read.warnings]
    lines += [f"  {read.zone_rule}"] if read.zone_rule and any(read.added.values()) else []
    return "\n".join(lines)
