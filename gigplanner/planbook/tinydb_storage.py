"""The files of a planbook for TinyDB itself, sealed and replaced whole, as the planbook writes them."""

from __future__ import annotations

from pathlib import Path

from tinydb.storages import Storage

from gigplanner.planbook.durable import replace_file
from gigplanner.planbook.storage import SEAL, Tables, bytes_of, seal, unseal


class AtomicStorage(Storage):
    """A TinyDB storage that replaces its file whole, and opens only what it wrote."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def read(self) -> Tables | None:
        """Return the tables, the seal included; None if there is no file. Raises PlanbookError."""
        data = bytes_of(self.path)
        return None if data is None else unseal(data, self.path)

    def write(self, data: Tables) -> None:
        """Replace the file; its generation is the one in the seal of `data`, or 0. Raises OSError."""
        generation = data.get(SEAL, {}).get("1", {}).get("generation", 0)
        replace_file(self.path, seal(data, generation))
