"""What a file is that no importer knows: told by its first bytes, so that the person learns what to do."""

from __future__ import annotations

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "ask the platform for a CSV export instead"),
    (_OLE, "an old Excel or Word file", "save it as CSV and import that"),
    (b"\x1f\x8b", "compressed with gzip", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"BZh", "compressed with bzip2", "unpack it first"),
    (b"\xfd7zXZ", "compressed with xz", "unpack it first"),
    (b"SQLite format 3", "a database", "export a CSV from the program it belongs to"),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"GIF8", "a picture", ""),
    (b"<!DOCTYPE html", "a web page", "look for an export or download on that page"),
    (b"<html", "a web page", "look for an export or download on that page"),
)
# a zip that holds one of these is one document of an office program
_OFFICE = {
    "xl/workbook.xml": ("an Excel workbook", "save it as CSV and import that"),
    "word/document.xml": ("a Word document", "save its table as CSV and import that"),
    "mimetype": ("an office document or e-book", "save its table as CSV and import that"),
}


def nature(data: bytes) -> tuple[str, str]:
    """Return what a file is and what to do with it; a pair of empty strings if its beginning does not say."""
    beginning = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    for mark, what, remedy in _BEGINNINGS:
        if beginning[: len(mark)].lower() == mark.lower():
            return what, remedy
    return ("not text", "") if b"\x00" in beginning and not _is_wide(beginning) else ("", "")


def office_nature(names: set[str]) -> tuple[str, str]:
    """Return what a zip with members of these names is, if it is no archive but a document."""
    return next((nature for name, nature in _OFFICE.items() if name in names), ("", ""))


def _is_wide(beginning: bytes) -> bool:
    """Whether it may be UTF-16: every other byte of plain text is zero then."""
    return beginning.startswith((b"\xff\xfe", b"\xfe\xff")) or beginning.count(0) * 3 > len(beginning)
