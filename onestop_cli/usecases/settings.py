"""The office's settings: each value applies from a day on and never changes promises made before it."""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from onestop_cli.core.file_events import Config
from onestop_cli.core.moments import Clock
from onestop_cli.core.settings import FAMILIES, KEYS, checked, setting_of, value_on
from onestop_cli.errors import BackdatedSetting, UnknownSetting
from onestop_cli.store import calendar as calendar_store
from onestop_cli.store import known_time
from onestop_cli.store import settings as setting_store
from onestop_cli.store.database import reading, writing
from onestop_cli.store.ledger import Ledger

OFFERED = (*KEYS, *(family.key for family in FAMILIES))
"""What a shell completes: the settings, and how those of a family begin."""


class Value(NamedTuple):
    """A setting's value with the day it applies from; `is_default` when nobody has set it."""

    key: str
    value: str
    valid_from: date | None
    is_default: bool


def settings(path: Path, clock: Clock, on: date | None = None, known_at: datetime | None = None) -> list[Value]:
    """Every setting with the values that apply today and later; of a day that is given, only those that apply then.

    `known_at` leaves out what was recorded after an instant.
    """
    with reading(path) as connection:
        today = on or clock().date()
        stored = setting_store.values(connection, known_time.last_seq_known_at(connection, known_at))
    values: list[Value] = []
    own = (key for key in sorted(stored) if key not in KEYS and setting_of(key) is not None)
    for key in (*KEYS, *own):
        dated = [Value(key, value, None if since == date.min else since, False) for since, value in stored.get(key, [])]
        begun = [each for each in dated if each.valid_from is None or each.valid_from <= today]
        values.append(begun[-1] if begun else Value(key, value_on({}, key, today), None, True))
        if on is None:
            values += dated[len(begun) :]
    return values


def set_value(path: Path, clock: Clock, actor: str, key: str, value: str, since: date | None) -> Value:
    """The setting has the value from a day on, today unless given.

    Raises `UnknownSetting`, `BadSetting`, `BackdatedSetting` for a day before today.
    """
    if setting_of(key) is None:
        known = *KEYS, *(f"{family.key}…" for family in FAMILIES)
        raise UnknownSetting(key=key, known=", ".join(known))
    value = checked(key, value)
    with writing(path) as connection:
        today = clock().date()
        start = since or today
        if start < today:
            raise BackdatedSetting(day=start, today=today)
        changed = Config(start, {key: value})
        event = Ledger(connection, actor, clock()).append(changed)
        setting_store.project(connection, event.seq, changed)
        if key == "saturday":
            calendar_store.rebuild_days(connection, setting_store.office(connection), event)
    return Value(key, value, start, False)
