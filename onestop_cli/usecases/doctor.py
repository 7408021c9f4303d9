"""What an office's machine is like: versions, the file, the calendar's years, the clock, the console."""

import platform
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from onestop_cli import __version__
from onestop_cli.core.moments import Clock
from onestop_cli.errors import N_, OnestopError, StoreDamaged
from onestop_cli.sources.package_data import data_file
from onestop_cli.store import backups, known_time, ledger, settings
from onestop_cli.store import doctor as doctor_store
from onestop_cli.store.database import reading
from onestop_cli.store.schema import FORMAT

LIBRARIES = (
    "typer", "rich", "sqlite-utils", "python-dateutil", "holidays", "platformdirs", "filelock", "icalendar", "jinja2",
    "xlsxwriter", "duckdb",
)  # fmt: skip
CLOCK_BACK = N_("the clock is behind the last event recorded: check the date of this machine")
CLOCK_AHEAD = N_(
    "{count} events are hidden from --known-at: events {first} to {last} were recorded by a clock that was ahead; "
    "if it was: onestop audit clock {first} --to {last} --note REASON"
)
NOT_UTF8 = N_("this console cannot show Vietnamese letters; accents are left out on it")
DAMAGED = N_("the file is damaged: put the last backup in its place with onestop restore FILE")
NO_BACKUP = N_("no backup was ever made: onestop backup FILE")
OLD_BACKUP = N_("since then {count} acts of dossiers were recorded: onestop backup FILE")


class Fact(NamedTuple):
    """One thing found, with a warning if it needs one: a message id, with the values it names."""

    name: str
    value: str
    warning: str = ""
    values: Mapping[str, Any] = MappingProxyType({})

    def record(self) -> dict[str, str]:
        """The fact under its keys, the warning in English."""
        return {"name": self.name, "value": self.value, "warning": self.warning.format(**self.values)}


def doctor(path: Path, clock: Clock, console: dict[str, str]) -> list[Fact]:
    """Everything worth knowing when something is odd; a file that cannot be read is a fact too."""
    facts = [
        Fact("onestop", __version__),
        Fact("python", f"{platform.python_version()} ({platform.system()})"),
        Fact("sqlite", sqlite3.sqlite_version),
        Fact("libraries", ", ".join(f"{name} {found}" for name, found in library_versions().items())),
        Fact("data", str(data_file("procedures_ward.csv").parent)),
        Fact("file", str(path)),
    ]
    now = clock()
    try:
        with reading(path) as connection:
            facts += _file_facts(connection, now.isoformat())
    except OnestopError as problem:
        facts[-1] = Fact("file", str(path), problem.sentence, problem.values)
    facts.append(Fact("clock", now.isoformat()))
    for name, value in console.items():
        is_poor = name.endswith("_encoding") and value.lower().replace("-", "") != "utf8"
        facts.append(Fact(name, value, NOT_UTF8 if is_poor else ""))
    return facts


def is_damaged(facts: list[Fact]) -> bool:
    """Whether the file was found damaged."""
    return any(fact.warning in (DAMAGED, StoreDamaged.sentence) for fact in facts)


def _file_facts(connection: sqlite3.Connection, now: str) -> list[Fact]:
    state = doctor_store.state(connection)
    today, keys = date.fromisoformat(now[:10]), ("agency_name", "agency_code", "synthetic")
    name, code, synthetic = (settings.value(connection, key, today) for key in keys)
    warnings = {
        "integrity": "" if state["integrity"] == "ok" else DAMAGED,
        "last_recorded": CLOCK_BACK if state["last_recorded"] > now else "",
    }
    return [
        Fact("agency", f"{name} ({code})"),
        Fact("synthetic", "yes" if synthetic else "no"),
        Fact("format", str(FORMAT)),
        *(Fact(key, told, warnings.get(key, "")) for key, told in state.items()),
        *_hidden_facts(connection, datetime.fromisoformat(now)),
        *_backup_facts(connection, datetime.fromisoformat(now), is_needed=not synthetic),
    ]


def _hidden_facts(connection: sqlite3.Connection, now: datetime) -> list[Fact]:
    """How many events are hidden behind a clock that was ahead, with the command that notes it; none where none is."""
    hidden = known_time.hidden(connection, now)
    if hidden is None:
        return []
    first, last = hidden.ahead
    return [Fact("hidden", str(hidden.n), CLOCK_AHEAD, {"count": hidden.n, "first": first, "last": last})]


def _backup_facts(connection: sqlite3.Connection, now: datetime, *, is_needed: bool) -> list[Fact]:
    """When the file was restored, if it was; its last backup, with a warning if that is too old for what came since."""
    last = backups.last_note(connection)
    since = ledger.dossier_events_since(connection, last.mark.seq if last else 0)
    days = int(settings.value(connection, "backup_days", now.date()))
    if not (is_needed and since):
        warning = ""
    elif last is None:
        warning = NO_BACKUP
    else:
        warning = OLD_BACKUP if now - last.made_at > timedelta(days=days) else ""
    restored = ledger.last_of_file(connection, "restored")
    return [
        *([Fact("restored", restored.recorded_at.isoformat())] if restored else []),
        Fact("backup", last.made_at.isoformat() if last else "—", warning, {"count": since}),
        Fact("backup_age", str((now - last.made_at) // timedelta(hours=1)) if last else "—"),
        Fact("backup_path", str(last.path) if last else "—"),
    ]


def library_versions() -> dict[str, str]:
    """The libraries that figures and files rest on, with their versions; a dash for one that is not installed."""
    return {name: _version(name) for name in LIBRARIES}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "—"
