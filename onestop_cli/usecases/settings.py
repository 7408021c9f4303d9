"""The office's settings: each value applies from a day on and never changes promises made before it."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.codes import agency_code
from onestop_cli.core.file_events import Config
from onestop_cli.core.moments import Clock
from onestop_cli.core.office import OfficeRules, Saturday
from onestop_cli.core.outcomes import Basis, Granularity
from onestop_cli.core.periods import Convention
from onestop_cli.core.text import normalised
from onestop_cli.errors import N_, BackdatedSetting, BadSetting, BadSettingWord, EmptyValue, UnknownSetting
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import catalogue, ledger
from onestop_cli.store.catalogue import HOURS_KEYS
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger
from onestop_cli.usecases.dossiers import THRESHOLDS
from onestop_cli.usecases.reports.stand import REPORTS

_HOURS = tuple(key for key in HOURS_KEYS if key != "hours_sun")
WORDS = {
    "basis": tuple(Basis),
    "granularity": tuple(Granularity),
    "convention": tuple(Convention),
    "saturday": tuple(Saturday),
}
"""The settings that are one of a few words."""
KEYS = (
    "agency_code", "agency_name", *_HOURS, "saturday", "cut_off", "due_time", *THRESHOLDS, "basis", "granularity",
    "convention",
)  # fmt: skip
"""The settings; Sunday has no hours, since no ordinary Sunday is ever open and a make-up day has Monday's."""
_TIMES = re.compile(r"\d\d:\d\d(?:[-,]\d\d:\d\d)*", re.ASCII)
_EXAMPLES = {
    "hours": N_("onestop config set {key} 08:00-12:00,13:30-17:30"),
    "time": N_("onestop config set {key} 15:00"),
    "days": N_("onestop config set {key} 10"),
}


class Setting(NamedTuple):
    """A setting with the day its value applies from; `is_default` when nobody has set it."""

    key: str
    value: str
    valid_from: date | None
    is_default: bool


def settings(path: Path, clock: Clock, on: date | None = None, known_at: datetime | None = None) -> list[Setting]:
    """Every setting with the values that apply today and later; of a day that is given, only those that apply then.

    `known_at` leaves out what was recorded after an instant.
    """
    with reading(path) as connection:
        today = on or clock().date()
        up_to = None if known_at is None else ledger.last_seq_known_at(connection, known_at)
        stored = catalogue.settings(connection, up_to)
    found: list[Setting] = []
    for key in KEYS:
        values = stored.get(key, [])
        past = [pair for pair in values if pair[0] <= today]
        if past:
            found.append(Setting(key, past[-1][1], None if past[-1][0] == date.min else past[-1][0], False))
        else:
            found.append(Setting(key, default_text(key), None, True))
        if on is None:
            found += [Setting(key, value, since, False) for since, value in values if since > today]
    return found


def default_text(key: str) -> str:
    """A setting's default as it would be typed."""
    rules = OfficeRules()
    if key in _HOURS:
        stretches = rules.hours[HOURS_KEYS.index(key)]
        return ",".join(f"{_clock(opens)}-{_clock(closes)}" for opens, closes in stretches)
    defaults = {"saturday": rules.saturday.value, "cut_off": _clock(rules.cut_off), "due_time": "closing"}
    return (defaults | THRESHOLDS | REPORTS).get(key, "")


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}"


def set_value(path: Path, clock: Clock, actor: str, key: str, value: str, since: date | None) -> Setting:
    """The setting has the value from a day on, today unless given.

    Raises `UnknownSetting`, `BadSetting`, `BackdatedSetting` for a day before today.
    """
    if key not in KEYS:
        raise UnknownSetting(key=key, known=", ".join(KEYS))
    value = checked(key, value)
    with writing(path) as connection:
        today = clock().date()
        start = since or today
        if start < today:
            raise BackdatedSetting(day=start, today=today)
        changed = Config(start, {key: value})
        event = Ledger(connection, actor, clock()).append(changed)
        catalogue.project_settings(connection, event.seq, changed)
        if key == "saturday":
            calendar_store.rebuild_days(connection, catalogue.office(connection), event)
    return Setting(key, value, start, False)


def checked(key: str, value: str) -> str:
    """The value in its stored form. Raises `BadSetting`, `BadAgencyCode`, `EmptyValue`."""
    value = normalised(value)
    if key == "agency_code":
        return agency_code(value)
    if key == "agency_name":
        if not value:
            raise EmptyValue(option=key, example='"UBND phường Phúc Lợi"')
        return value
    if key in WORDS:
        if value not in WORDS[key]:
            raise BadSettingWord(key=key, value=value, word=WORDS[key][-1].value, words=", ".join(WORDS[key]))
        return value
    if key in THRESHOLDS:
        if not (value.isascii() and value.isdigit() and len(value) < 5):
            raise BadSetting(key=key, value=value, example=_EXAMPLES["days"].format(key=key))
        return str(int(value))
    if key == "due_time" and value == "closing":
        return value
    example = _EXAMPLES["hours" if key in _HOURS else "time"].format(key=key)
    try:
        if not _TIMES.fullmatch(value):
            raise ValueError(value)
        made = catalogue.with_setting(OfficeRules(), key, value)
    except ValueError:
        raise BadSetting(key=key, value=value, example=example) from None
    if not _is_sound(made, key):
        raise BadSetting(key=key, value=value, example=example)
    return value


def _is_sound(rules: OfficeRules, key: str) -> bool:
    if key in _HOURS:
        edges = [second for stretch in rules.hours[HOURS_KEYS.index(key)] for second in stretch]
        return bool(edges) and edges == sorted(set(edges)) and all(0 <= e <= 86_399 for e in edges)
    seconds = [rules.cut_off, rules.due_time or 0]
    return all(0 <= second <= 86_399 for second in seconds)
