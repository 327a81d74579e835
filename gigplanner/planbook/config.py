"""`config.toml`: the person's preferences, read with every problem named at once."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Sequence
from datetime import time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_args

from gigplanner.model.conventions import Clock, conventions_of, locale_named
from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, parse_money
from gigplanner.model.preferences import WEEKDAYS
from gigplanner.model.settings import (
    DEFAULT_PLACES,
    NEEDS,
    BackupRules,
    ImportRules,
    MileageRules,
    Settings,
)
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import zone_of
from gigplanner.planbook.durable import FOLDER_MODE, make_folder, replace_file
from gigplanner.planbook.errors import PlanbookError, reason

EMPTY_CONFIG = "# Preferences: a comma in the app changes them, gigplanner help settings lists them.\n"
_LARGEST_CAP = 10**6  # megabytes
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")


def load_settings(path: Path) -> Settings:
    """Return the preferences in the file at `path`, or the defaults if there is none.

    Raises PlanbookError with one sentence that names the file and every setting in it that is wrong.
    """
    text = read_config(path)
    return Settings(zone=local_zone()) if text is None else settings_from(parse_config(text, path), path)


def read_config(path: Path) -> str | None:
    """Return the text of the preferences at `path` with its line ends, None if there are none.

    Raises PlanbookError.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PlanbookError(f"Cannot read {path}: {reason(error)}.") from error
    except UnicodeDecodeError as error:
        raise PlanbookError(f"{path} is not UTF-8 text: save it as UTF-8.") from error


def parse_config(text: str, path: Path) -> dict[str, Any]:
    """Return what `text`, the preferences at `path`, states. Raises PlanbookError."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanbookError(f"{path} is not valid TOML: {clean_text(str(error))}.") from error
    except RecursionError:
        raise PlanbookError(f"{path} is not valid TOML: it is nested too deeply.") from None


def save_config(path: Path, data: bytes) -> None:
    """Put `data` in the place of the preferences at `path`: for the owner's eyes only, as their folder is.

    Raises PlanbookError.
    """
    try:
        make_folder(path.parent)
        if os.name != "nt":
            path.parent.chmod(FOLDER_MODE)
        replace_file(path, data)
    except OSError as error:
        raise PlanbookError(f"Cannot write {path}: {reason(error)}. It is as it was.") from error


def begin_config(path: Path) -> None:
    """Put a file at `path` that states no preference and says how to, unless there is one.

    Raises PlanbookError.
    """
    if read_config(path) is None:
        save_config(path, EMPTY_CONFIG.encode("utf-8"))


def settings_from(raw: dict[str, Any], path: Path) -> Settings:
    """Return the preferences that `raw`, the parsed TOML of `path`, states. Raises PlanbookError."""
    settings, problems = judge(raw)
    if problems:
        raise PlanbookError(f"{path}: {'; '.join(problems)}.")
    return settings


def judge(raw: dict[str, Any]) -> tuple[Settings, list[str]]:
    """Return the preferences that `raw` states, and a clause for each that is wrong and so is left out."""
    problems: list[str] = []
    currency = _one(raw, "currency", _currency, "USD", problems)
    fields: dict[str, Any] = {"currency": currency}
    readers = _readers(currency)
    for name in raw:
        if name == "currency":
            continue
        if name not in readers:
            problems.append(unknown_setting(name, ["currency", *readers]))
            continue
        found = _one(raw, name, readers[name], None, problems)
        if found is not None:
            fields[name] = found
    if ("work_minutes" in raw) != ("rest_minutes" in raw):
        problems.append("work_minutes and rest_minutes: a rhythm needs both")
    if "week_starts" not in fields and fields.get("locale"):
        fields["week_starts"] = conventions_of(fields["locale"], "", {}).week_starts
    if "zone" not in fields:
        fields["zone"] = local_zone()
    return Settings(**fields), problems


def local_zone() -> str:
    """Return the IANA name of this machine's time zone, UTC if it has none."""
    if linked := _linked_zone(Path("/etc")):
        return linked
    from tzlocal import get_localzone_name

    try:
        name: str = get_localzone_name()
        zone_of(name)
    except Exception:  # tzlocal raises several kinds for a machine whose zone is set up wrong
        return "UTC"
    return name


def _linked_zone(etc: Path) -> str:
    """The zone `localtime` in the folder `etc` links to, if neither `timezone` there nor TZ names another.

    That is the usual case, and then a command need not import tzlocal and what it brings.
    """
    if "TZ" in os.environ or not (etc / "localtime").is_symlink():
        return ""
    _, found, name = (etc / "localtime").resolve().as_posix().partition("/zoneinfo/")
    try:
        written = (etc / "timezone").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        written = name
    except (OSError, UnicodeDecodeError):
        return ""
    try:
        return zone_of(name).key if found and written == name else ""
    except BadInput:
        return ""


def _readers(currency: str) -> dict[str, Callable[[Any], Any]]:
    def money(value: Any) -> Money:
        found = parse_money(str(value), currency)
        if found.minor < 0:
            raise BadInput(f"{quoted(str(value))} is below zero.")
        return found

    return {
        "locale": _locale,
        "clock": _clock_face,
        "zone": _zone,
        "day_ends": _clock,
        "week_starts": _weekday,
        "window_start": _clock,
        "window_end": _clock,
        "go_home_minutes": _minutes,
        "shortest_gap": _minutes,
        "places": _places,
        "platforms": _platforms,
        "goal_day": money,
        "goal_week": money,
        "goal_month": money,
        "goal_year": money,
        "much_from_one_percent": _percent,
        "mileage_rate": _decimal,
        "mileage_rules": _mileage_rules,
        "income_tax_percent": _percent,
        "set_aside_percent": _percent,
        "floor_rate": money,
        "switch_minutes": lambda value: float(_decimal(value)),
        "work_minutes": _stretch,
        "rest_minutes": _minutes,
        "daily_caps": _caps,
        "theme": _text,
        "keys": _keys,
        "backups": _backups,
        "imports": _imports,
    }


def _one(
    raw: dict[str, Any], name: str, read: Callable[[Any], Any], otherwise: Any, problems: list[str]
) -> Any:
    if name not in raw:
        return otherwise
    try:
        return read(raw[name])
    except BadInput as error:
        problems.append(f"{name}: {str(error).rstrip('.')}")
        return otherwise


def _currency(value: Any) -> str:
    if str(value).upper() not in CURRENCIES:
        raise BadInput(f"{quoted(str(value))} is not a currency code such as USD or EUR.")
    return str(value).upper()


def _zone(value: Any) -> str:
    zone_of(str(value))
    return str(value)


def _locale(value: Any) -> str:
    return locale_named(_text(value)) if value != "" else ""


def _clock_face(value: Any) -> str:
    if value not in get_args(Clock):
        raise BadInput(f'{quoted(str(value))} is not a clock: write "24h" or "12h".')
    return str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadInput(f"{quoted(str(value))} is not a text in quotation marks.")
    return clean_text(value, 80)


def _clock(value: Any) -> time:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise BadInput(f'{quoted(str(value))} is not a time: write it like "07:00".')
    hour, minute = value.split(":")
    return time(int(hour), int(minute))


def _weekday(value: Any) -> int:
    name = str(value).casefold()
    if name not in WEEKDAYS:
        near = difflib.get_close_matches(name, WEEKDAYS, n=1)
        hint = f"; did you mean {near[0]}?" if near else " such as monday."
        raise BadInput(f"{quoted(str(value))} is not a weekday{hint}")
    return WEEKDAYS.index(name)


def _minutes(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= 1440:
        raise BadInput(f"{quoted(str(value))} is not a number of minutes.")
    return value


def _stretch(value: Any) -> int:
    if minutes := _minutes(value):
        return minutes
    raise BadInput("a stretch of work has 1 minute or more.")


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0:
        raise BadInput(f"{quoted(str(value))} is not a number of zero or more.")
    return number


def _mileage_rules(value: Any) -> str:
    rules = [name for name in get_args(MileageRules) if name]
    if value not in rules:
        raise BadInput(f"{quoted(str(value))} is none of {', '.join(rules)}.")
    return str(value)


def _percent(value: Any) -> Decimal:
    number = _decimal(value)
    if number > 100:
        raise BadInput(f"{quoted(str(value))} is not a percentage from 0 to 100.")
    return number


def unknown_setting(name: str, known: Sequence[str]) -> str:
    """Return a clause that says that there is no such setting, with the nearest of those `known`."""
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{clean_text(name, 40)} is not a setting{hint}"


def _backups(value: Any) -> BackupRules:
    if not isinstance(value, dict):
        raise BadInput("write backups as a table, such as size_cap_mb = 512 below [backups].")
    if strange := next((name for name in value if name not in BackupRules.__struct_fields__), None):
        raise BadInput(unknown_setting(strange, BackupRules.__struct_fields__))
    cap = value.get("size_cap_mb", BackupRules().size_cap_mb)
    if type(cap) is not int or not 1 <= cap <= _LARGEST_CAP:
        raise BadInput(
            f"size_cap_mb {quoted(str(cap))} is not a number of megabytes from 1 to {_LARGEST_CAP}."
        )
    return BackupRules(size_cap_mb=cap)


def _imports(value: Any) -> ImportRules:
    if not isinstance(value, dict) or not isinstance(value.get("zones", {}), dict):
        raise BadInput('write zones as a table, such as toggl = "Europe/Berlin" below [imports.zones].')
    if strange := next((name for name in value if name not in ImportRules.__struct_fields__), None):
        raise BadInput(unknown_setting(strange, ImportRules.__struct_fields__))
    return ImportRules(
        zones={clean_text(name, 40): _zone(zone) for name, zone in value.get("zones", {}).items()}
    )


def _keys(value: Any) -> dict[str, str]:
    """Keys by scope and action, whether written as `plan.accept` or below [keys.plan]."""
    found: dict[str, str] = {}
    scopes = value.items() if isinstance(value, dict) else [("", None)]
    for scope, actions in scopes:
        if not isinstance(actions, dict) or not all(isinstance(keys, str) for keys in actions.values()):
            raise BadInput('write keys as a table, such as plan.accept = "A" below [keys].')
        found |= {
            f"{clean_text(scope, 40)}.{clean_text(name, 40)}": clean_text(keys, 80)
            for name, keys in actions.items()
        }
    return found


def _caps(value: Any) -> dict[str, int]:
    if not isinstance(value, dict):
        raise BadInput("write daily_caps as a table, such as Prolific = 5 below [daily_caps].")
    if strange := next((name for name, cap in value.items() if type(cap) is not int or cap < 0), None):
        raise BadInput(f"the cap of {quoted(strange)} is not a whole number of zero or more.")
    return {clean_text(name, 80): cap for name, cap in value.items()}


def _platforms(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
        raise BadInput('write platforms as a list of names, such as ["DoorDash", "Prolific"].')
    return tuple(dict.fromkeys(clean_text(name, 80) for name in value))


def _places(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise BadInput('write places as a table, such as home = ["phone", "laptop"].')
    found = dict(DEFAULT_PLACES)
    for place, needs in value.items():
        if not isinstance(needs, list) or not all(need in NEEDS for need in needs):
            raise BadInput(f"{quoted(place)} may have {', '.join(NEEDS)} and nothing else.")
        found[clean_text(place, 40)] = tuple(needs)
    return found
