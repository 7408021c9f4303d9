"""What an office's machine is like: versions, the file, the calendar's years, the clock, the console."""

import platform
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from onestop_cli import __version__
from onestop_cli.core.chain import BREAKS, walk
from onestop_cli.core.findings import CUT_END, FORGED_ROWS, REWRITTEN
from onestop_cli.core.moments import Clock
from onestop_cli.errors import N_, CalendarGap, DoctorFindings, FileDamaged, OnestopError, StoreProblem
from onestop_cli.sources.package_data import data_file
from onestop_cli.store import backups, calendar, erasing, known_time, ledger, settings, shape
from onestop_cli.store import doctor as doctor_store
from onestop_cli.store.database import reading
from onestop_cli.store.doctor import Integrity
from onestop_cli.store.drives import drive_warning
from onestop_cli.store.schema import FORMAT
from onestop_cli.store.sharing import permission_problems
from onestop_cli.store.surroundings import surroundings

LIBRARIES = (
    "typer", "rich", "sqlite-utils", "python-dateutil", "holidays", "platformdirs", "filelock", "icalendar", "jinja2",
    "xlsxwriter", "duckdb",
)  # fmt: skip
NOTE, FINDING, GAP, DAMAGE = "note", "finding", "gap", "damage"
"""How much a warning weighs: good to know; worth looking at (exit 3); the year is not loaded (13); unusable (14)."""
CLOCK_BACK = N_("the clock is behind the last event recorded: check the date of this machine")
CLOCK_AHEAD = N_(
    "{count} events are hidden from --known-at: events {first} to {last} were recorded by a clock that was ahead; "
    "if it was: onestop audit clock {first} --to {last} --note REASON"
)
NOT_VIETNAM = N_("this machine keeps another time than Vietnam's; onestop counts in Vietnam's all the same")
NOT_UTF8 = N_("this console cannot show Vietnamese letters; accents are left out on it")
NOT_UTF8_LOCALE = N_("names of files are not UTF-8 here: type names without accents, or set a UTF-8 locale")
DAMAGED = N_("the file is damaged: put the last backup in its place with onestop restore FILE")
CHAIN_BROKEN = N_("findings {count}, first event {seq}: {why}: onestop audit verify")
CHAIN_LEFT_OUT = N_("{count} older events were left out: onestop audit verify")
REPAIRABLE = N_("the file is damaged where it can be made again from its events: onestop db rebuild")
ROWS_DIFFER = N_("the events speak of {count} dossiers: onestop db rebuild")
NO_BACKUP = N_("no backup was ever made: onestop backup FILE")
OLD_BACKUP = N_("since then {count} acts of dossiers were recorded: onestop backup FILE")
LITTLE_ROOM = N_("there is little room left for this file and a backup of it: free some space on its disk")
ACCESS = N_("{why}: {command}")
LEFT_OVER = N_("left by a command that was killed or is at work: the next command of its kind clears it away")
HALF_ERASED = N_(
    "bytes of its personal data may be left; run onestop erase {code} again, with --apply: it records nothing more"
)
KEPT_OLD = N_("the file as it was before; delete it when it is not needed any more: it holds the same personal data")
YEAR_MISSING = N_("no dossier can be promised a date: onestop calendar load {year}")
NEXT_YEAR_MISSING = N_("dossiers that run into {year} cannot be promised a date: onestop calendar load {year}")
PROVISIONAL_NEAR = N_(
    "within three months the calendar is not confirmed: once it is published, onestop calendar confirm"
)
WAL_RESET = N_(
    "two programs that write at once can, very rarely, damage a file with this version; "
    "3.44.6, 3.50.7, 3.51.3 and later cannot (sqlite.org/wal.html#walresetbug)"
)
_ROOM = 2
"""So many times its own size a file needs for a backup of it and its log."""
_WALKED = 200_000
"""So many of the newest events are walked, however long the ledger is."""
_NEAR = 92
"""Days within which what the calendar does not confirm is told."""
_LATE_IN_THE_YEAR = 10
_SPECKLESS = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""The first versions of their lines without the bug that `WAL_RESET` names, and all after the last."""


class Fact(NamedTuple):
    """One thing found, with a warning if it needs one: a message id, with the values it names, and its weight.

    `problem` is why the file cannot be used, where it is that.
    """

    name: str
    value: str
    warning: str = ""
    values: Mapping[str, Any] = MappingProxyType({})
    severity: str = ""
    problem: OnestopError | None = None

    def record(self) -> dict[str, str]:
        """The fact under its keys, the warning in English."""
        return {
            "name": self.name,
            "value": self.value,
            "warning": self.warning.format(**self.values),
            "severity": self.severity,
        }


def doctor(path: Path, clock: Clock, machine: Mapping[str, str]) -> list[Fact]:
    """Everything worth knowing when something is odd; a file that cannot be read is a fact too.

    `machine` is what is told of the console, its encodings and its time.
    """
    facts = [
        Fact("onestop", __version__),
        Fact("python", f"{platform.python_version()} ({platform.system()})"),
        _warned("sqlite", sqlite3.sqlite_version, "" if _is_speckless() else WAL_RESET, NOTE),
        Fact("libraries", ", ".join(f"{name} {found}" for name, found in library_versions().items())),
        Fact("data", str(data_file("procedures_ward.csv").parent)),
        Fact("file", str(path)),
    ]
    now = clock()
    try:
        facts += _around_facts(path) if path.is_file() else []
        with reading(path) as connection:
            damage = doctor_store.damage(connection)
        facts += [_warned("integrity", damage.said or "ok", _said_of(damage), DAMAGE)]
        with reading(path) as connection:
            shape.must_be_ours(connection, path)
            facts += _file_facts(connection, path, now)
            facts += _chain_facts(connection)
    except (OnestopError, OSError) as problem:
        at = next(place for place, fact in enumerate(facts) if fact.name == "file")
        mine = problem if isinstance(problem, OnestopError) else StoreProblem(path=path, why=problem.strerror)
        facts[at] = Fact("file", str(path), mine.sentence, mine.values, DAMAGE, mine)
    facts.append(Fact("clock", now.isoformat()))
    for name, value in machine.items():
        warning, weight = _of_machine(name, value)
        facts.append(_warned(name, value, warning, weight))
    return facts


def ailment(path: Path, facts: Sequence[Fact]) -> OnestopError | None:
    """The worst of what was found, as the error a command ends with; None where nothing is worth looking at."""
    worst = {fact.severity: fact for fact in reversed(facts)}
    if DAMAGE in worst:
        return worst[DAMAGE].problem or FileDamaged(path=path)
    if GAP in worst:
        return CalendarGap(year=worst[GAP].values["year"])
    n_findings = sum(fact.severity == FINDING for fact in facts)
    return DoctorFindings(count=n_findings) if n_findings else None


def _warned(name: str, value: str, warning: str, severity: str, **values: object) -> Fact:
    """A fact with a warning of a weight, where there is a warning."""
    return Fact(name, value, warning, values, severity if warning else "")


def _is_speckless() -> bool:
    """Whether this SQLite has no bug known to damage a file."""
    found = sqlite3.sqlite_version_info
    return found >= _SPECKLESS[-1] or any(first <= found < (*first[:2], 99) for first in _SPECKLESS)


def _of_machine(name: str, value: str) -> tuple[str, str]:
    """The warning that what is told of the machine needs, with its weight."""
    is_utf8 = value.lower().replace("-", "") == "utf8"
    match name:
        case "file_names" if not is_utf8:
            return NOT_UTF8_LOCALE, FINDING
        case "stdout_encoding" | "stderr_encoding" if not is_utf8:
            return NOT_UTF8, FINDING
        case "time_zone" if value != "+07:00":
            return NOT_VIETNAM, NOTE
        case _:
            return "", ""


def _said_of(damage: Integrity) -> str:
    if not damage.said:
        return ""
    return REPAIRABLE if damage.is_repairable else DAMAGED


def _around_facts(path: Path) -> list[Fact]:
    """What lies around the file."""
    around = surroundings(path)
    is_low = around.free is not None and around.free < _ROOM * (around.size + around.log_size)
    facts = [
        Fact("bytes", str(around.size)),
        _warned("disk_free", "—" if around.free is None else str(around.free), LITTLE_ROOM if is_low else "", FINDING),
        _warned("drive", around.drive or "—", drive_warning(around.drive), NOTE),
        Fact("permissions", f"{around.mode:04o}"),
        Fact("folder", f"{around.folder_mode:04o}"),
    ]
    for each in permission_problems(path):
        is_only_seen = each.path.is_dir() and not (around.is_shared or around.is_folder_open)
        weight = NOTE if is_only_seen else FINDING
        facts.append(_warned("access", each.path.name, ACCESS, weight, why=each.why, command=each.command))
    facts += [_warned("left_over", name, LEFT_OVER, NOTE) for name in around.drafts]
    return facts + [_warned("kept", name, KEPT_OLD, NOTE) for name in around.kept]


def _file_facts(connection: sqlite3.Connection, path: Path, now: datetime) -> list[Fact]:
    state, today = doctor_store.state(connection), now.date()
    name, code, synthetic = (
        settings.value(connection, key, today) for key in ("agency_name", "agency_code", "synthetic")
    )
    counts = doctor_store.counts(connection)
    warnings = {
        "calendar_years": _year_warning(calendar.loaded_years(connection), today),
        "calendar_provisional": _provisional_warning(calendar.provisional(connection), today),
        "last_recorded": (CLOCK_BACK if state["last_recorded"] > now.isoformat() else "", FINDING, {}),
    }
    return [
        Fact("agency", f"{name} ({code})"),
        Fact("synthetic", "yes" if synthetic else "no"),
        Fact("format", str(FORMAT)),
        _warned(
            "dossiers",
            str(counts.in_register),
            ROWS_DIFFER if counts.in_register != counts.in_events else "",
            DAMAGE,
            count=counts.in_events,
        ),
        *(
            _warned(key, told, warning, severity, **values)
            for key, told in state.items()
            for warning, severity, values in [warnings.get(key, ("", "", {}))]
        ),
        *_hidden_facts(connection, now),
        *(
            _warned("half_erased", code, HALF_ERASED, FINDING, code=code)
            for code in erasing.unfinished(connection, path)
        ),
        *_backup_facts(connection, now, is_needed=not synthetic),
    ]


def _chain_facts(connection: sqlite3.Connection) -> list[Fact]:
    """Whether the newest events are as they were recorded, and which forgeries that does not show."""
    end = ledger.last_mark(connection).seq
    since = ledger.mark_at(connection, max(0, end - _WALKED))
    walked = walk(ledger.records(connection, since.seq), after=since, erased=ledger.erased(connection))
    for kind, first in walked.breaks.items():
        warning, told = CHAIN_BROKEN, {"seq": first.seq, "why": BREAKS[kind], "count": walked.n_breaks}
        return [_warned("chain", f"{since.seq + 1}–{end}", warning, FINDING, **told)]
    return [
        _warned("chain", f"{since.seq + 1}–{end}", CHAIN_LEFT_OUT if since.seq else "", NOTE, count=since.seq),
        Fact("unseen", f"{REWRITTEN}, {CUT_END}, {FORGED_ROWS}"),
    ]


def _year_warning(years: Sequence[int], today: date) -> tuple[str, str, dict[str, int]]:
    """Of the calendar's years: this one is loaded, and late in it the next."""
    if today.year not in years:
        return YEAR_MISSING, GAP, {"year": today.year}
    if today.month >= _LATE_IN_THE_YEAR and today.year + 1 not in years:
        return NEXT_YEAR_MISSING, FINDING, {"year": today.year + 1}
    return "", "", {}


def _provisional_warning(stretches: Sequence[tuple[date, date]], today: date) -> tuple[str, str, dict[str, int]]:
    is_near = any(start <= today + timedelta(_NEAR) and end >= today for start, end in stretches)
    return (PROVISIONAL_NEAR if is_near else ""), NOTE, {}


def _hidden_facts(connection: sqlite3.Connection, now: datetime) -> list[Fact]:
    """How many events are hidden behind a clock that was ahead, with the command that notes it; none where none is."""
    hidden = known_time.hidden(connection, now)
    if hidden is None:
        return []
    first, last = hidden.ahead
    return [_warned("hidden", str(hidden.n), CLOCK_AHEAD, FINDING, count=hidden.n, first=first, last=last)]


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
        _warned("backup", last.made_at.isoformat() if last else "—", warning, FINDING, count=since),
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
