"""What `init`, `config`, `doctor` and `selftest` tell a person."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onestop_cli.core.findings import CUT_END, FORGED_ROWS, REWRITTEN
from onestop_cli.core.settings import setting_of
from onestop_cli.errors import N_
from onestop_cli.output.figures import day, moment, number, size
from onestop_cli.output.pages import Facts, Grid, Page, Styled, unbroken
from onestop_cli.output.words import _, label, ngettext, told

if TYPE_CHECKING:
    from onestop_cli.usecases.doctor import Fact
    from onestop_cli.usecases.migration import Migrated
    from onestop_cli.usecases.office import Opened
    from onestop_cli.usecases.selftest import Check
    from onestop_cli.usecases.settings import Value

_FACTS = {
    "onestop": N_("onestop"),
    "python": N_("Python"),
    "sqlite": N_("SQLite"),
    "libraries": N_("libraries"),
    "data": N_("shipped tables"),
    "file": N_("dossier file"),
    "bytes": N_("its size"),
    "disk_free": N_("room on its disk"),
    "drive": N_("kind of disk"),
    "permissions": N_("who may open it"),
    "folder": N_("who may see its folder"),
    "access": N_("access rights"),
    "left_over": N_("left over"),
    "half_erased": N_("erased, not yet wiped"),
    "kept": N_("kept beside it"),
    "agency": N_("agency"),
    "synthetic": N_("synthetic data"),
    "format": N_("file format"),
    "integrity": N_("file check"),
    "dossiers": N_("dossiers"),
    "head": N_("last event"),
    "chain": N_("chain, newest events"),
    "unseen": N_("not seen here"),
    "calendar_years": N_("calendar years"),
    "calendar_provisional": N_("provisional days"),
    "restored": N_("restored from a backup"),
    "backup": N_("last backup"),
    "backup_age": N_("its age"),
    "backup_path": N_("where it was put"),
    "clock": N_("clock"),
    "last_recorded": N_("last recorded"),
    "hidden": N_("not known for the clock"),
    "free_pages": N_("pages not used"),
    "time_zone": N_("time zone of the machine"),
    "file_names": N_("encoding of file names"),
    "stdout_encoding": N_("encoding of the output"),
    "stderr_encoding": N_("encoding of messages"),
    "is_terminal": N_("output is a terminal"),
    "language": N_("language"),
    "actor": N_("who is acting"),
}

_TWO_DAYS = 48
_VALUES = {
    "yes": N_("yes"),
    "no": N_("no"),
    "true": N_("yes"),
    "false": N_("no"),
    "ok": N_("undamaged"),
    f"{REWRITTEN}, {CUT_END}, {FORGED_ROWS}": N_(
        "a chain made anew, events taken off its end, forged rows: onestop audit verify --anchor SEQ:HASH"
    ),
}


def opened_text(opened: "Opened") -> Page:
    """What a new file holds and what to type next."""
    pairs = [
        (_("New dossier file"), str(opened.path)),
        (_("Agency"), f"{opened.agency_name} ({opened.agency_code})"),
        (_("Calendar"), f"{opened.first_year}–{opened.last_year}"),
        (_("Procedures"), number(opened.procedures)),
        (_("Next"), 'onestop receive khai-tu --applicant "Nguyễn Văn A"'),
    ]
    return (Facts(pairs),)


def migrated_text(file: "Migrated") -> Page:
    """What became of a file that was brought to the present format."""
    if file.backup is None:
        words = _("{path} has the present file format {format}; nothing to do", path=file.path, format=file.format)
        return (unbroken(words),)
    pairs = [
        (_("Data file"), str(file.path)),
        (_("File format"), f"{file.found} → {file.format}"),
        (_("Backup of what it was"), str(file.backup)),
    ]
    return (Facts(pairs),)


def _words(key: str) -> str:
    """What a setting is about."""
    setting = setting_of(key)
    return _(setting.words) if setting else ""


def settings_text(settings: Sequence["Value"]) -> Page:
    """The settings in a table."""
    rows = [[f"{s.key}\n  {_words(s.key)}", s.value or "—", _applies(s)] for s in settings]
    return (Grid([_("Setting"), _("Value"), _("Applies")], rows, keep=(2,)),)


def _applies(setting: "Value") -> str:
    if setting.is_default:
        return _("default")
    return _("from {day}", day=day(setting.valid_from)) if setting.valid_from else ""


def doctor_text(facts: Sequence["Fact"]) -> Page:
    """The facts in two columns, with a warning below those that need one."""
    pairs: list[tuple[str, str]] = []
    for fact in facts:
        word = _("note") if fact.severity == "note" else _("caution")
        warning = f"\n{word}: {told(fact.warning, fact.values)}" if fact.warning else ""
        pairs.append((_(_FACTS[fact.name]), f"{_fact(fact)}{warning}"))
    return (Facts(pairs),)


def _fact(fact: "Fact") -> str:
    """A fact's value as a person reads it."""
    match fact.name:
        case "clock" | "last_recorded" | "restored" | "backup" if fact.value != "—":
            return moment(datetime.fromisoformat(fact.value))
        case "backup_age" if fact.value != "—":
            return age(int(fact.value))
        case "bytes" | "disk_free" if fact.value != "—":
            return size(int(fact.value))
        case "calendar_provisional" if ".." in fact.value:
            stretches = (stretch.split("..") for stretch in fact.value.split(", "))
            return ", ".join(f"{day(date.fromisoformat(a))} – {day(date.fromisoformat(b))}" for a, b in stretches)
        case _:
            return _(_VALUES[fact.value]) if fact.value in _VALUES else fact.value


def age(hours: int) -> str:
    """An age as a person says it: in hours up to two days, then in days."""
    if hours < _TWO_DAYS:
        return ngettext("{n} hour", "{n} hours", hours)
    return ngettext("{n} day", "{n} days", hours // 24)


def selftest_text(checks: Sequence["Check"]) -> Page:
    """The checks in a table, what failed first, and the count."""
    right_mark, wrong_mark = Styled(_("ok"), "green"), Styled(_("WRONG"), "bold red")
    rows = [
        [right_mark if c.ok else wrong_mark, _(c.name), label(c.expected), "" if c.ok else label(c.found)]
        for c in sorted(checks, key=lambda c: c.ok)
    ]
    right = sum(c.ok for c in checks)
    summary = _("{right} of {total} checks right", right=right, total=len(checks))
    return (Grid(["", _("Check"), _("Expected"), _("Found")], rows, keep=(0,)), summary)


def completion_text(shell: str, script: Path, begun_by: Path | None, line: str, was_added: bool) -> Page:
    """What was written so that a shell completes words, and how it is taken away again."""
    told = [_("{shell}: wrote {path}", shell=shell, path=script)]
    if begun_by is not None:
        added = _("added to {path}: {line}", path=begun_by, line=line)
        told.append(added if was_added else _("{path} has its line already", path=begun_by))
    told.append(_("It works in each shell opened from now on."))
    away = _("To take it away: delete {path}", path=script)
    told.append(away if begun_by is None else _("{away} and the line in {begun_by}", away=away, begun_by=begun_by))
    return tuple(map(unbroken, told))
