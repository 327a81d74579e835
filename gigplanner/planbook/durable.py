"""Writing so that it is on the disk when the call returns, or as if it had never been tried."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700

if sys.platform == "darwin":
    import fcntl

    def sync(handle: int) -> None:
        """Wait until what was written to `handle` is on the disk itself. Raises OSError."""
        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # fsync leaves it in the drive's cache on a Mac
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
            os.fsync(handle)
else:

    def sync(handle: int) -> None:
        """Wait until what was written to `handle` is on the disk. Raises OSError."""
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Make created, replaced and removed names in `folder` durable."""
    if os.name == "nt":
        return  # Windows cannot open a folder; its file system journals names by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        let_go(handle)


def let_go(handle: int) -> None:
    """Close a file that was synced or is not wanted: it is safe then, whatever closing says."""
    with suppress(OSError):
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Create `folder`, and the missing ones above it, durably and for the owner's eyes only."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(folder.parent)


def write_all(handle: int, data: bytes | bytearray) -> None:
    """Write every byte of `data`; a disk may take a part only."""
    view = memoryview(data)
    while view:
        written = os.write(handle, view)
        if not written:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        view = view[written:]


def replace_file(path: Path, data: bytes | bytearray) -> None:
    """Put `data` in the place of the file at `path`: after a crash it is the old or the new one, whole.

    Raises OSError, with no temporary file left behind and the old file untouched (if it is the very last step
    that fails, that of making the new name durable, the file is the new one).
    """
    path = Path(os.path.realpath(path))
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    try:
        try:
            write_all(handle, data)
            sync(handle)
        finally:
            let_go(handle)
        os.replace(temporary, path)  # noqa: PTH105 (the tests make this very call fail)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sweep(folder: Path, pattern: str) -> None:
    """Remove the temporary files that `replace_file` left in `folder` when its process was killed."""
    for leftover in folder.glob(pattern):
        leftover.unlink(missing_ok=True)
