"""What can go wrong with the data on disk, each as one sentence for the person."""

from __future__ import annotations

import errno
from pathlib import Path

from gigplanner.model.errors import GigError


class PlanbookError(GigError):
    """Something about the data on disk."""


class DamagedFile(PlanbookError):
    """A file that does not hold what gigplanner wrote. It is left as it is."""


class MissingChanges(DamagedFile):
    """A file of the journal that is not there: another process may just have cut the journal."""


class NewerFormat(PlanbookError):
    """A file written by a newer version."""


class NotSaved(PlanbookError):
    """An action that did not reach the disk, and so did not happen."""


class Unsure(NotSaved):
    """An action of which nobody can say whether it reached the disk."""


class PlanbookBusy(PlanbookError):
    """Another process kept the lock for too long."""


_REASONS = {
    errno.EACCES: "permission denied",
    errno.EPERM: "not permitted",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EIO: "the disk reported an error",
    errno.EFBIG: "the file may not grow",
    errno.ENOENT: "the folder is gone",
    errno.ENOTDIR: "it is not a folder",
    errno.ELOOP: "it is a symlink that leads nowhere",
}


def reason(error: OSError) -> str:
    """Return why the system refused, in plain words."""
    return _REASONS.get(error.errno or 0) or (error.strerror or "unknown error").lower()


def not_saved(path: Path, error: OSError) -> NotSaved:
    """Return the error for a write to `path` that the system refused."""
    return NotSaved(f"Not saved: cannot write {path}: {reason(error)}. Nothing was changed.")


def not_up_to_date(path: Path, error: OSError) -> NotSaved:
    """Return the error for a file that could not be brought up to the journal."""
    return NotSaved(
        f"{path} could not be brought up to date: {reason(error)}. Nothing is lost: the journal holds it."
    )


def not_modern(path: Path, error: OSError) -> NotSaved:
    """Return the error for a file of an older format that could not be brought to today's."""
    return NotSaved(
        f"Not saved: {path} could not be written in the format of this gigplanner: {reason(error)}. "
        "Nothing was changed: it can still be read as it is."
    )


def unsure(path: Path, error: OSError) -> Unsure:
    """Return the error for a write that failed and could not be taken back."""
    return Unsure(
        f"{path} could not be written, nor be put back as it was: {reason(error)}. "
        "Look whether the change is there before doing it again."
    )
