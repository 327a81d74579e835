"""Care of the data: where it lies, backups, and the doctor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.options import command, json_option
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import Column, say, say_json, table, warn
from gigplanner.model.errors import GigError

if TYPE_CHECKING:
    from datetime import datetime

    from gigplanner.model.settings import Settings
    from gigplanner.planbook.backups import Backup
    from gigplanner.planbook.findings import Finding
    from gigplanner.workday.care import Restoring

_TABLE_WORDS = {"shift_events": "shift events", "results": "task results", "recaps": "notes of days"}


@command("path")
@json_option
@pass_session
def path(session: Session, as_json: bool) -> None:
    """Say where the planbook and the preferences are."""
    places = session.places
    if as_json:
        say_json({"data": str(places.data), "config": str(places.config)})
    else:
        say(f"data    {places.data}\nconfig  {places.config}")


# --- backups -----------------------------------------------------------------------------------------------


@command("backup")
@json_option
@pass_session
def backup(session: Session, as_json: bool) -> None:
    """Back the planbook up now.

    That happens by itself once a day, and before every import. Kept are those of 7 days, 4 weeks and 12
    months, up to size_cap_mb of the preferences; gigplanner restore lists them.
    """
    from gigplanner.workday.care import back_up

    with session.reading() as desk:
        made = back_up(desk, session.clock())
    for sentence in made.manifest.left_out.values() if made.manifest else ():
        warn(f"Not in the backup: {sentence}")
    if as_json:
        say_json(_backup_data(made, desk.settings))
    else:
        say(f"Backed up {_count(len(made.files), 'file')} into {made.path}")


@command("restore")
@click.argument("chosen", metavar="[BACKUP]", default="")
@click.option("--only", metavar="FILE", default="", help="Only this: queue, 2026-11, config.toml, mappings.")
@click.option("--yes", is_flag=True, help="Do it without asking.")
@json_option
@pass_session
def restore(session: Session, chosen: str, only: str, yes: bool, as_json: bool) -> None:
    """List the backups, or put one back, after saying what would change.

    BACKUP is a number of the list (1 is the newest), or how its name begins, such as 2026-11-20. What is
    there now is backed up first, and gigplanner undo takes a restore back.
    """
    from gigplanner.workday import care

    settings = care.settings_or_defaults(session.places)
    if not chosen:
        _list_backups(session, settings, as_json)
        return
    plan = care.preview_restore(session.places, chosen, only)
    if not as_json:
        say(_restoring_words(plan, settings))
    done: list[str] = []
    if not plan.is_empty and (yes or (not as_json and _agreed("Put it back?"))):
        done = care.restore(session.places, plan, session.clock(), by="command")
    if as_json:
        say_json(_restoring_data(plan, settings, done))
    elif done:
        say("\n".join(done))
    elif not plan.is_empty:
        say("Nothing was changed.")


def _list_backups(session: Session, settings: Settings, as_json: bool) -> None:
    from gigplanner.workday.care import backups

    found = backups(session.places.data)
    if as_json:
        say_json([_backup_data(one, settings) for one in found])
    elif not found:
        say("There is no backup yet: make one with gigplanner backup.")
    else:
        rows = [
            (
                str(number),
                f"{settings.wall(one.made_at):%Y-%m-%d %H:%M}",
                one.why,
                _size_words(one),
                "" if one.seems_whole() else "not whole: see gigplanner doctor",
            )
            for number, one in enumerate(found, 1)
        ]
        columns = [
            Column("", right=True),
            Column("when"),
            Column("why"),
            Column("holds"),
            Column("", gives=True),
        ]
        say(table(columns, rows))


def _size_words(backup: Backup) -> str:
    size = sum(noted.size for noted in backup.files.values())
    return f"{_count(len(backup.files), 'file')}, {size / 1000:,.0f} kB"


def _backup_data(backup: Backup, settings: Settings) -> dict[str, Any]:
    from gigplanner.cli.data import instant_data

    manifest = backup.manifest
    return {
        "name": backup.name,
        "path": str(backup.path),
        "at": instant_data(backup.made_at, settings),
        "why": backup.why,
        "whole": backup.seems_whole(),
        "last_action": manifest.last_action if manifest else None,
        "files": len(backup.files),
        "bytes": sum(noted.size for noted in backup.files.values()),
        "left_out": dict(manifest.left_out) if manifest else {},
    }


def _restoring_words(plan: Restoring, settings: Settings) -> str:
    when = f"{settings.wall(plan.backup.made_at):%Y-%m-%d %H:%M}"
    if plan.is_empty:
        return f"Nothing would change: everything is as it was in the backup of {when} ({plan.backup.why})."
    lines = [f"The backup of {when} ({plan.backup.why}) would change:"]
    lines += [f"  {path}: damaged, would be mended first" for path in plan.damaged]
    lines += ["  config.toml: the preferences as they were then"] if plan.preferences else []
    lines += [f"  {path}: how such tables are read" for path in plan.mappings]
    for one in plan.differences:
        counts = [
            (one.added, "would come back"),
            (one.removed, "would go"),
            (one.changed, "as they were then"),
        ]
        words = ", ".join(f"{count} {word}" for count, word in counts if count)
        lines.append(f"  {one.file}  {_TABLE_WORDS.get(one.table, one.table)}: {words}")
    return "\n".join(lines)


def _restoring_data(plan: Restoring, settings: Settings, done: list[str]) -> dict[str, Any]:
    return {
        "backup": _backup_data(plan.backup, settings),
        "only": plan.only or None,
        "damaged": list(plan.damaged),
        "preferences": plan.preferences,
        "mappings": list(plan.mappings),
        "changes": [
            {
                "file": one.file,
                "table": one.table,
                "added": one.added,
                "removed": one.removed,
                "changed": one.changed,
            }
            for one in plan.differences
        ],
        "done": done,
    }


def _agreed(question: str) -> bool:
    """Ask at a terminal; in a script nobody can answer, and --yes must be given."""
    import sys

    if not sys.stdin.isatty():
        raise GigError("Nothing was changed: add --yes to do it.")
    return click.confirm(question, default=False)


# --- the doctor --------------------------------------------------------------------------------------------


@command("doctor")
@click.option("--repair", is_flag=True, help="Repair what can be, after asking.")
@click.option("--yes", is_flag=True, help="Repair without asking.")
@json_option
@click.pass_context
def doctor(context: click.Context, repair: bool, yes: bool, as_json: bool) -> None:
    """Look for damage in the planbook, its backups and the preferences, and repair it.

    Damaged files are set aside, never overwritten, and repairs of records can be undone. The exit status is 1
    as long as anything is left to find.
    """
    from gigplanner.workday import care

    session = context.ensure_object(Session)
    now: datetime = session.clock()
    found = care.examine(session.places, now)
    if not as_json:
        say(_findings_words(found))
    mendable = sum(one.can_repair for one in found)
    done: list[str] = []
    if repair and mendable and (yes or (not as_json and _agreed(f"Repair {_count(mendable, 'finding')}?"))):
        done = care.repair(session.places, found, now)
        found = care.examine(session.places, now)
        if not as_json:
            say("\n".join(done))
            say(_findings_words(found) if found else "Everything is well now.")
    if as_json:
        say_json({"findings": [_finding_data(one) for one in found], "repaired": done})
    if found:
        context.exit(1)


def _findings_words(found: list[Finding]) -> str:
    if not found:
        return "Everything is well."
    mendable = sum(one.can_repair for one in found)
    lines = [f"{one.what}\n  {one.remedy}" for one in found]
    lines.append(
        f"{_count(len(found), 'finding')}, {mendable} of them can be repaired"
        + (": gigplanner doctor --repair" if mendable else "")
    )
    return "\n".join(lines)


def _finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind,
        "file": finding.file,
        "what": finding.what,
        "remedy": finding.remedy,
        "can_repair": finding.can_repair,
        "table": finding.table or None,
        "record": finding.record or None,
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else noun + 's'}"
