"""Putting a backup back: what would change, and the change itself as one action that undo takes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from gigplanner.planbook.backups import Backup, path_within
from gigplanner.planbook.book import Planbook
from gigplanner.planbook.errors import DamagedFile, PlanbookError
from gigplanner.planbook.lines import Change
from gigplanner.planbook.migrations import Document
from gigplanner.planbook.storage import SEAL, unseal

Documents = dict[str, dict[str, Document]]


class Difference(Struct, frozen=True, kw_only=True):
    """What putting a backup back changes in one table of one file: numbers of records."""

    file: str
    table: str
    added: int = 0  # they come back
    removed: int = 0  # they came after the backup
    changed: int = 0  # they are as they were, those that move to another file included


def changes_to(book: Planbook, backup: Backup, only: str = "") -> list[Change]:
    """Return the changes that make the planbook what it was in `backup`; of one file, if `only` names it.

    Files that the backup left out because they were damaged then are left alone. With `only`, records that
    have moved between that file and another since are left where they are: they would be there twice, or not
    at all. Raises PlanbookError if the backup is not whole.
    """
    if backup.manifest is None:
        raise PlanbookError(
            f"{backup.path} is not whole: its manifest cannot be read. Choose another backup."
        )
    names = [only] if only else sorted({*book.files(), *_names_in(backup)})
    found: list[Change] = []
    for name in names:
        wanted = _documents_in(backup, name)
        if wanted is not None:
            found += _between(name, book.documents(name), wanted)
    return _without_moved(found, only, book, backup) if only else found


def put_back(book: Planbook, backup: Backup, words: str, now: datetime, only: str = "") -> bool:
    """Make the planbook what it was in `backup`, in one action called `words`; return whether it changed.

    Raises PlanbookError, and DamagedFile for a file that must be mended first.
    """
    with book.action(words, now=now) as action:
        changes = changes_to(book, backup, only)
        for change in changes:
            action.change(change)
    return bool(changes)


def differences(changes: Sequence[Change]) -> list[Difference]:
    """Count what `changes` do, by file and table. One that moves counts as changed, where it comes to."""
    coming = {(change.table, change.id) for change in changes if change.after is not None}
    going = {(change.table, change.id) for change in changes if change.before is not None}
    counts: Counter[tuple[str, str, str]] = Counter()
    for change in changes:
        key = (change.table, change.id)
        if change.after is None:
            if key not in coming:
                counts[change.file, change.table, "removed"] += 1
        else:
            counts[change.file, change.table, "changed" if key in going else "added"] += 1
    places = sorted({(file, table) for file, table, _ in counts}, key=lambda one: (one[0] != "queue", one))
    return [
        Difference(
            file=file,
            table=table,
            added=counts[file, table, "added"],
            removed=counts[file, table, "removed"],
            changed=counts[file, table, "changed"],
        )
        for file, table in places
    ]


def _documents_in(backup: Backup, name: str) -> Documents | None:
    """What a file held in the backup; nothing if there was no such file, None if it is not known."""
    path = path_within(name)
    if backup.manifest is None or path in backup.manifest.left_out:
        return None
    if backup.has_journal:
        return _documents_with_journal(backup, name)
    if path not in backup.files:
        return {}
    data = backup.read(path)
    if data is None:
        raise _not_as_written(backup, path)
    tables = unseal(data, backup.path / path)
    return {
        name: {str(document.get("id") or number): document for number, document in documents.items()}
        for name, documents in tables.items()
        if name != SEAL
    }


def _names_in(backup: Backup) -> list[str]:
    return Planbook(backup.path).files() if backup.has_journal else backup.document_files()


def _documents_with_journal(backup: Backup, name: str) -> Documents:
    """What a file and the journal beside it held: such a backup is laid out as a planbook is."""
    for path in backup.files:
        if backup.read(path) is None:
            raise _not_as_written(backup, path)
    return Planbook(backup.path).documents(name)


def _not_as_written(backup: Backup, path: str) -> DamagedFile:
    return DamagedFile(
        f"{backup.path / path} is not as it was written: choose another backup, or --only another file."
    )


def _between(name: str, now: Documents, wanted: Documents) -> list[Change]:
    found: list[Change] = []
    for table in sorted({*now, *wanted}):
        before, after = now.get(table, {}), wanted.get(table, {})
        for record_id in dict.fromkeys((*before, *after)):
            old, new = before.get(record_id), after.get(record_id)
            if old != new:
                found.append(Change(name, table, record_id, old, new))
    return found


def _without_moved(changes: list[Change], only: str, book: Planbook, backup: Backup) -> list[Change]:
    """Leave out the records that stand, or stood, in another file than the one that is put back."""
    now = {
        (table, record_id)
        for name in book.files()
        if name != only
        for table, documents in book.documents(name).items()
        for record_id in documents
    }
    then: set[tuple[str, str]] = set()
    is_known = True
    for name in _names_in(backup):
        try:
            tables = _documents_in(backup, name) if name != only else None
        except DamagedFile:
            is_known = False  # what moved between: nothing is removed then
            continue
        then |= {(table, record_id) for table, documents in (tables or {}).items() for record_id in documents}
    return [
        change
        for change in changes
        if not (change.before is None and (change.table, change.id) in now)
        and not (change.after is None and (not is_known or (change.table, change.id) in then))
    ]
