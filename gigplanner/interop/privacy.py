"""What is not kept of other people's files: mail addresses, pass codes, anything but web links."""

from __future__ import annotations

import re

from gigplanner.model.text import clean_note, clean_text

_LONGEST_URL = 2000
_LONGEST_NOTE = 4000

_MAIL = re.compile(r"(?:mailto:)?[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,255}", re.IGNORECASE)
_PASS_CODE = re.compile(
    r"pass[ \-]?(?:code|word|wort)|access code|kenncode|kennwort|mot de passe|contraseña|pwd\s?[=:]",
    re.IGNORECASE,
)
_DIAL_IN = re.compile(r",,\s?\d{6,}\s?#")  # a telephone number to tap, with the meeting's code behind it
_WEB = re.compile(r"https?://[^\s<>\"\x00-\x1f]{1,4000}", re.IGNORECASE)
_SECRET_PARAMETER = re.compile(r"([?&])(?:pwd|passcode|password|token)=[^&#]*&?", re.IGNORECASE)
_HTML_BREAK = re.compile(r"<br\s?/?>|</p>|</li>", re.IGNORECASE)


def without_secrets(text: str, limit: int = _LONGEST_NOTE) -> str:
    """Return a note without mail addresses and without the lines that tell a pass code or dial it."""
    kept: list[str] = []
    code_follows = False
    for line in clean_note(_HTML_BREAK.sub("\n", text)).split("\n"):
        if _PASS_CODE.search(line):
            code_follows = line.rstrip().endswith((":", "：", "="))
            continue
        if _DIAL_IN.search(line):
            continue
        if code_follows and line.strip():
            code_follows = False
            continue
        kept.append(_MAIL.sub("…", line).rstrip())
    return clean_note(re.sub(r"\n{3,}", "\n\n", "\n".join(kept)), limit)


def web_link(*texts: str) -> str:
    """Return the first http or https link in `texts`, without the pass code it may carry; else nothing."""
    for text in texts:
        match = _WEB.search(text)
        if match:
            bare = _SECRET_PARAMETER.sub(r"\1", match.group().rstrip(".,;)"))
            return clean_text(bare.rstrip("?&"), _LONGEST_URL)
    return ""
