"""Makes `gigplanner/data/locales.py` from the Unicode CLDR as Babel brings it.

Babel is needed here only: `pip install babel`, then
`python tests/support/locale_table.py > gigplanner/data/locales.py`.
"""

from __future__ import annotations

import re
from textwrap import wrap

HEAD = '''"""How people in each locale write amounts, dates and times: the Unicode CLDR, version {version}.

Made by `tests/support/locale_table.py` with Babel; not to be edited by hand.

A form is: decimal mark, mark between groups of digits, whether groups above the thousands are of two digits,
where a currency's symbol stands, the order of day, month and year, whether the clock goes to twelve, and the
first day of a week (Monday is 0). A locale that is not named is written as its language is.
"""

from __future__ import annotations

Form = tuple[str, str, bool, str, str, bool, int]

# fmt: off
FORMS: dict[Form, str] = {{
'''
_MARKS = dict.fromkeys((0x200E, 0x200F, 0x061C))  # of direction: what we show stands in one


def form_of(name: str) -> tuple[str, str, bool, str, str, bool, int] | None:
    """Return how the locale `name` writes, None if the CLDR does not know it."""
    from babel import Locale, UnknownLocaleError

    try:
        locale = Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return None
    symbols = locale.number_symbols.get("latn") or {}
    decimal, group = symbols.get("decimal", "."), symbols.get("group", ",")
    pattern = locale.currency_formats["standard"].pattern.translate(_MARKS).split(";")[0]
    gap = "\u00a0" if re.search(r"\s", pattern) else ""
    money = f"¤{gap}1" if pattern.index("¤") < pattern.index("0") else f"1{gap}¤"
    letters = re.sub(r"'[^']*'", "", locale.date_formats["medium"].pattern)
    order = "".join(sorted("dmy", key=lambda letter: re.search(letter, letters, re.IGNORECASE).start()))
    twelve = "a" in re.sub(r"'[^']*'", "", locale.time_formats["short"].pattern)
    group = "\u00a0" if group == "\u202f" else group  # narrow spaces are no single cell everywhere
    if decimal not in ".," or group == "\u060c":  # marks of digits that are not ours
        decimal, group = ".", ","
    return decimal, group, "#,##,##" in pattern, money, order, twelve, locale.first_week_day


def made() -> str:
    """Return the text of the module."""
    from babel.core import get_cldr_version, get_global
    from babel.localedata import locale_identifiers

    languages: dict[str, set[str]] = {}
    for identifier in locale_identifiers():
        language, *rest = identifier.split("_")
        languages.setdefault(language, set()).update(part for part in rest if re.fullmatch("[A-Z]{2}", part))
    for territory, spoken in get_global("territory_languages").items():
        for language, facts in spoken.items():
            if language in languages and (facts.get("official_status") or language == "en"):
                languages[language].add(territory)
    named: dict[tuple[str, str, bool, str, str, bool, int], list[str]] = {}
    for language, territories in sorted(languages.items()):
        general = form_of(language)
        if general is None or language == "root":
            continue
        named.setdefault(general, []).append(language)
        for territory in sorted(territories):
            own = form_of(f"{language}_{territory}")
            if own and own != general:
                named.setdefault(own, []).append(f"{language}_{territory}")
    rows = (_row(form, names) for form, names in sorted(named.items()))
    return f"{HEAD.format(version=get_cldr_version())}{''.join(rows)}}}\n"


def _row(form: tuple[str, str, bool, str, str, bool, int], names: list[str]) -> str:
    written = repr(form).replace("'", '"')
    lines = wrap(" ".join(names), 96)
    return f"    {written}: (\n" + "".join(f'        "{line} "\n' for line in lines) + "    ),\n"


if __name__ == "__main__":
    print(made(), end="")
