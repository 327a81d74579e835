"""Bringing files in: what they hold, and keeping it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.failures import Refusal
from gigplanner.cli.options import command, json_option
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json, warn

if TYPE_CHECKING:
    from gigplanner.interop.containers import Pasted
    from gigplanner.model.settings import Settings
    from gigplanner.workday.desk import Desk
    from gigplanner.workday.intake import FileReport, ImportReport, Progress

MOST_REFUSED = 20  # lines printed of one file; --json has them all
_PAUSE = 0.1  # seconds between two tellings of the progress
_PASTE = "-"


@command("import")
@click.argument("files", nargs=-1, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--as", "as_format", metavar="FORMAT", help="Read them as this format, whatever they look like."
)
@click.option("--zone", metavar="Z", help="The zone of times that name none, such as America/Chicago.")
@click.option(
    "--guess", is_flag=True, help="Print what the columns of an unknown table may be; keep nothing."
)
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    metavar="TOML",
    help="Read unknown tables as it says.",
)
@click.option("--paste", is_flag=True, help="Read what is pasted, up to ctrl+d, as - does.")
@click.option("--dry-run", is_flag=True, help="Say what would be new, and keep nothing.")
@json_option
@pass_session
def import_files(
    session: Session,
    files: tuple[Path, ...],
    as_format: str | None,
    zone: str | None,
    guess: bool,
    map_file: Path | None,
    paste: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Read exports into the planbook, as one action: files, folders, zip archives, or - for standard input.

    Each file is told by its content: calendars, boards, task lists, statements of platforms. A file imported
    twice changes nothing; `gigplanner undo` takes an import back. With --dry-run you see how the first
    records were understood. A zone given once is remembered for that kind of file.

    Of a table that is unknown, --guess prints what its columns may be, with three rows read so: correct it,
    save it as a .toml file, and import with --map. It is remembered for tables with these columns.

    A task list has a row of column names, of which only title and minutes are needed: title, platform,
    category, pay, currency, minutes, units, due, not_before, needs, splittable, min_chunk, resumable, odds,
    worth, must, tags, url, notes, id. Pay and minutes are those of one unit; needs is phone|laptop|data.
    """
    from gigplanner.model.times import zone_of
    from gigplanner.workday import intake

    if zone:
        zone_of(zone)
    if not files and not paste:
        raise click.UsageError("Missing argument 'FILE...'.")
    sources = [_pasted() if str(file) == _PASTE else file for file in files]
    sources += [_pasted()] if paste else []
    if guess:
        from gigplanner.cli.commands.guessing import print_guess

        print_guess(session, sources, zone)
        return
    with session.acting() as desk, _stoppable(desk), _telling() as progress:
        mappings = []
        if map_file:
            from gigplanner.workday.mappings import fitted, read_mapping

            tables = intake.tables_in(desk, sources, session.clock())
            mappings = [fitted(desk, read_mapping(map_file), tables)]
        report = intake.import_files(
            desk,
            sources,
            session.clock(),
            as_format=as_format,
            zone=zone,
            dry_run=dry_run,
            progress=progress,
            mappings=mappings,
        )
    if as_json:
        say_json({"files": _data(report)})
    else:
        for line in _lines(report, desk.settings, dry_run=dry_run):
            say(line)
    if len(report.unread) == 1:
        raise Refusal(report.unread[0][1])
    if report.unread:
        sentences = " ".join(sentence for _, sentence in report.unread)
        raise Refusal(f"{len(report.unread)} of {len(sources)} files were not read. {sentences}")


def _pasted() -> Pasted:
    """What comes on standard input."""
    from gigplanner.interop.containers import Pasted
    from gigplanner.interop.reading import LARGEST_FILE

    if sys.stdin.isatty():
        warn("Paste the text, then press ctrl+d on a line of its own.")
    return Pasted(sys.stdin.buffer.read(LARGEST_FILE + 1))


@contextmanager
def _stoppable(desk: Desk) -> Iterator[None]:
    """Have ctrl+c end with a sentence that says whether anything was kept: all of it is, or nothing."""
    before = desk.book.seq
    try:
        yield
    except KeyboardInterrupt:
        from gigplanner.planbook import Planbook

        kept = "All was kept before you stopped it: `gigplanner undo` takes it back."
        is_kept = Planbook(desk.book.folder).seq != before
        raise Refusal(kept if is_kept else "Stopped: nothing was imported.") from None


@contextmanager
def _telling() -> Iterator[Progress | None]:
    """Show on a terminal how far the reading is, in one line that goes when it is done."""
    from gigplanner.workday.intake import Progress

    if not sys.stderr.isatty():
        yield None
        return
    shown = 0  # cells
    last = monotonic()

    def tell(progress: Progress) -> None:
        nonlocal shown, last
        if monotonic() - last >= _PAUSE:
            words = f"{progress.words} …"
            sys.stderr.write(f"\r{words.ljust(shown)}")
            sys.stderr.flush()
            shown, last = len(words), monotonic()

    try:
        yield Progress(tell)
    finally:
        sys.stderr.write(f"\r{' ' * shown}\r" if shown else "")
        sys.stderr.flush()


def _data(report: ImportReport) -> list[dict[str, Any]]:
    return [_file_data(file) for file in report.files] + [
        _failed_data(name, sentence) for name, sentence in _failures(report)
    ]


def _failures(report: ImportReport) -> list[tuple[str, str]]:
    """Each file that was not read, once, and those of which nothing came for no reason of their own."""
    failed = dict(report.failed)
    return list(
        {**{name: sentence for name, sentence in report.unread if name not in failed}, **failed}.items()
    )


def _file_data(file: FileReport) -> dict[str, Any]:
    return {
        "file": file.file,
        "format": file.format,
        "added": file.added,
        "unchanged": file.unchanged,
        "updated": file.updated,
        "refused": [{"line": refused.line, "reason": refused.reason} for refused in file.refused],
        "found": list(file.found),
        "warnings": list(file.warnings),
    }


def _failed_data(name: str, sentence: str) -> dict[str, Any]:
    from gigplanner.workday.intake import COUNTED

    return {
        "file": name,
        "format": None,
        "added": dict.fromkeys(COUNTED, 0),
        "unchanged": 0,
        "updated": 0,
        "refused": [{"line": None, "reason": sentence}],
        "found": [],
        "warnings": [],
    }


def _lines(report: ImportReport, settings: Settings, *, dry_run: bool) -> Iterator[str]:
    """Yield what became of each file; the sentences on what was named and not read come behind, alone."""
    unread = {name for name, _ in report.unread}
    for name, sentence in report.failed:
        yield f"{Path(name).name}: not read" + ("" if name in unread else f"\n  {sentence}")
    for file in report.files:
        yield _file_words(file, settings, dry_run=dry_run)
    yield from report.notes


def _file_words(file: FileReport, settings: Settings, *, dry_run: bool) -> str:
    parts = [f"{file.counts or 'nothing'} {'would be new' if dry_run else 'new'}"]
    parts += [f"{file.updated} updated"] if file.updated else []
    parts += [f"{file.unchanged} unchanged"] if file.unchanged else []
    parts += [f"{len(file.refused)} refused"] if file.refused else []
    lines = [f"{Path(file.file).name} ({file.format}): {' · '.join(parts)}"]
    if dry_run:
        lines += _sample_lines(file, settings)
    for refused in file.refused[:MOST_REFUSED]:
        where = f"line {refused.line}: " if refused.line is not None else ""
        lines.append(f"  refused {where}{refused.reason}")
    if len(file.refused) > MOST_REFUSED:
        lines.append(f"  and {len(file.refused) - MOST_REFUSED:,} more refused")
    lines += [f"  {sentence}" for sentence in file.found]
    lines += [f"  note: {warning}" for warning in file.warnings]
    lines += [f"  {file.zone_rule}"] if file.zone_rule and file.changes else []
    return "\n".join(lines)


def _sample_lines(file: FileReport, settings: Settings) -> list[str]:
    """The first records, as they were understood."""
    from gigplanner.model.text import clean_text
    from gigplanner.workday.record_words import record_words

    found = [record_words(record, settings) for record in file.sample]
    names = [clean_text(what, 48) for what, _ in found]
    width = max(map(len, names), default=0)
    return [f"  {name.ljust(width)}  {about}" for name, (_, about) in zip(names, found, strict=True)]
