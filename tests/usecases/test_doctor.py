"""What `doctor` finds, how much it weighs, and that it changes nothing."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from onestop_cli.errors import OnestopError
from onestop_cli.output.offices import doctor_text
from onestop_cli.store import shape
from onestop_cli.store.surroundings import surroundings
from onestop_cli.usecases import doctor as doctoring
from onestop_cli.usecases.backups import back_up
from onestop_cli.usecases.doctor import Fact, ailment, doctor
from tests.accounts import exit_code_of
from tests.office import Ward, changed_outside
from tests.usecases.test_rebuild import damaged_at, pages

GUARDED = tuple(sql for sql in shape.table_sql("event") if sql.startswith("CREATE TRIGGER"))
UNGUARDED = tuple(f"DROP TRIGGER {sql.split()[2]}" for sql in GUARDED)
VIETNAM = {"time_zone": "+07:00", "file_names": "utf-8", "stdout_encoding": "utf-8", "stderr_encoding": "utf-8"}


@pytest.fixture
def sound(ward: Ward, tmp_path: Path) -> Ward:
    """An office with nothing to complain of: dossiers, and a backup made just now elsewhere."""
    ward.path.parent.chmod(0o700)
    ward.receive()
    ward.resolve("1")
    away = tmp_path / "usb"
    away.mkdir()
    back_up(ward.path, ward.clock, away / "copy.db")
    return ward


def found(ward: Ward, **machine: str) -> dict[str, Fact]:
    return {fact.name: fact for fact in doctor(ward.path, ward.clock, {**VIETNAM, **machine})}


def code(ward: Ward, **machine: str) -> int:
    """The exit code that the command ends with, once all that was found is told to a person."""
    facts = doctor(ward.path, ward.clock, {**VIETNAM, **machine})
    assert doctor_text(facts)
    problem = ailment(ward.path, facts)
    return problem.exit_code if problem else 0


def test_nothing_is_said_of_an_office_in_order(sound: Ward) -> None:
    facts = found(sound)
    of_this_machine = ("sqlite", "drive")  # its library, and whether its temporary folder lies in memory
    assert [name for name, fact in facts.items() if fact.warning and name not in of_this_machine] == []
    assert (code(sound), facts["integrity"].value, facts["dossiers"].value) == (0, "ok", "1")


def content(ward: Ward) -> dict[str, tuple[bytes, int]]:
    """Every byte beside the ward, and when it was written; SQLite's shared memory is no part of the file."""
    folder = ward.path.parent
    return {
        p.name: (p.read_bytes(), p.stat().st_mtime_ns)
        for p in folder.iterdir()
        if p.is_file() and p.suffix != ".db-shm"
    }


def test_no_byte_of_the_file_or_its_log_changes(sound: Ward) -> None:
    with closing(sqlite3.connect(sound.path)) as others:
        others.execute("SELECT 1 FROM event").fetchone()
        sound.receive()
        before = content(sound)
        assert len(before[f"{sound.path.name}-wal"][0]) > 0
        code(sound)
        assert content(sound) == before


def _a_check_broken(ward: Ward) -> None:
    """A row that SQLite passes over in a file that is only read."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE dossier SET copies = -1")


def _a_reference_broken(ward: Ward) -> None:
    changed_outside(ward.path, "UPDATE dossier SET imported_by = 999")


def _a_row_lost(ward: Ward) -> None:
    changed_outside(ward.path, "DELETE FROM dossier")


def _an_index_turned(ward: Ward) -> None:
    damaged_at(ward, pages(ward)["dossier_received"], lambda part: part.__setitem__(part.index(b"2026-08") + 3, 0x37))


def _a_guard_gone(ward: Ward) -> None:
    changed_outside(ward.path, "DROP TRIGGER event_no_update")


def _the_ledger_gone(ward: Ward) -> None:
    damaged_at(ward, pages(ward)["event"], lambda part: part.__setitem__(slice(None), bytes(len(part))))


def _no_file(ward: Ward) -> None:
    ward.path.unlink()


@pytest.mark.parametrize(
    ("harm", "fact", "says"),
    [
        (_a_check_broken, "integrity", "db rebuild"),
        (_a_reference_broken, "integrity", "db rebuild"),
        (_an_index_turned, "integrity", "db rebuild"),
        (_a_row_lost, "dossiers", "db rebuild"),
        (_a_guard_gone, "file", "changed from outside"),
        (_the_ledger_gone, "integrity", "restore"),
        (_no_file, "file", "there is no dossier file"),
    ],
)
def test_what_makes_a_file_unusable_is_14(sound: Ward, harm: Callable[[Ward], None], fact: str, says: str) -> None:
    harm(sound)
    facts = found(sound)
    assert (code(sound), facts[fact].severity) == (14, "damage")
    assert says in facts[fact].record()["warning"]
    assert "clock" in facts


@pytest.mark.parametrize(
    ("machine", "fact", "weight"),
    [
        ({"time_zone": "+00:00"}, "time_zone", "note"),
        ({"file_names": "ascii"}, "file_names", "finding"),
        ({"stdout_encoding": "cp1258"}, "stdout_encoding", "finding"),
    ],
)
def test_the_machine_is_looked_at_too(sound: Ward, machine: dict[str, str], fact: str, weight: str) -> None:
    assert found(sound, **machine)[fact].severity == weight
    assert code(sound, **machine) == {"note": 0, "finding": 3}[weight]


@pytest.mark.parametrize(("on", "years", "expected"), [("30/9", 0, 0), ("1/10", 0, 3), ("2/1", 1, 13)])
def test_a_calendar_that_ends_is_told_before_it_does(ward: Ward, on: str, years: int, expected: int) -> None:
    ward.path.parent.chmod(0o700)
    [(last,)] = ward.ask("SELECT max(year) FROM loaded_year")
    ward.is_now(f"{on}/{last + years} 09:00")
    assert code(ward) == expected
    assert found(ward)["calendar_years"].values.get("year", last + 1) == last + 1


def test_days_that_nobody_confirmed_are_noted_three_months_before(ward: Ward) -> None:
    [(first,)] = ward.ask("SELECT min(from_day) FROM provisional WHERE ended_by IS NULL AND from_day > '2026-08'")
    weights: list[str] = []
    for days in (93, 92):
        ward.now = datetime.fromisoformat(f"{first}T09:00:00+07:00") - timedelta(days)
        weights.append(found(ward)["calendar_provisional"].severity)
    assert weights == ["", "note"]


@pytest.mark.parametrize(
    ("mode", "of_folder", "weights"),
    [
        (0o600, 0o700, []),
        (0o644, 0o700, ["finding"]),
        (0o600, 0o755, ["note"]),
        (0o640, 0o755, ["finding", "note"]),
        (0o600, 0o777, ["finding"]),
        (0o600, 0o1777, ["note"]),
    ],
)
def test_who_else_may_use_the_file_or_its_folder_is_told(
    sound: Ward, mode: int, of_folder: int, weights: list[str]
) -> None:
    sound.path.chmod(mode)
    sound.path.parent.chmod(of_folder)
    told = [fact for fact in doctor(sound.path, sound.clock, VIETNAM) if fact.name == "access"]
    assert [fact.severity for fact in told] == weights
    assert all(fact.record()["warning"].endswith(f"{fact.value}") for fact in told)
    assert code(sound) == (3 if "finding" in weights else 0)
    sound.path.parent.chmod(0o700)


def test_what_a_killed_command_left_is_named(sound: Ward) -> None:
    of = sound.path.name
    names = [f".{of}.{os.getpid()}.new", f".{of}.lock", f".{of}.writing", f"{of}.before-format-8"]
    for name in names:
        sound.path.with_name(name).touch()
    facts = doctor(sound.path, sound.clock, VIETNAM)
    assert sorted(fact.value for fact in facts if fact.name in ("left_over", "kept")) == sorted(names)
    assert code(sound) == 0


def test_a_clock_behind_the_last_act_is_a_finding(sound: Ward) -> None:
    sound.is_now("3/7/2026 09:00")
    assert (code(sound), found(sound)["last_recorded"].severity) == (3, "finding")


def test_an_error_of_the_file_is_what_the_command_ends_with(ward: Ward) -> None:
    changed_outside(ward.path, "PRAGMA user_version = 99")
    problem = ailment(ward.path, doctor(ward.path, ward.clock, VIETNAM))
    assert isinstance(problem, OnestopError)
    assert type(problem).__name__ == "StoreTooNew"


def test_a_folder_whose_names_cannot_be_read_is_no_fault_of_the_file() -> None:
    """The administrator, who may read any, looks as another account."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for each in ("x.db", "x.db.before-format-8"):
            (folder / each).touch(0o644)
        folder.chmod(0o311)
        code = exit_code_of(lambda: _must_be(surroundings(folder / "x.db").kept == ()))
        folder.chmod(0o700)
    assert code == 0


def _must_be(is_so: bool) -> None:
    assert is_so


def test_the_newest_events_are_walked_and_what_was_left_out_is_said(
    sound: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (found(sound)["chain"].value, found(sound)["chain"].warning) == ("1–5", "")
    monkeypatch.setattr(doctoring, "_WALKED", 2)
    chain = found(sound)["chain"]
    assert (chain.value, chain.severity, chain.values) == ("4–5", "note", {"count": 3})
    changed_outside(sound.path, *UNGUARDED, "UPDATE event SET actor = 'hoa' WHERE seq = 2", *GUARDED)
    assert found(sound)["chain"].severity == "note"


def test_a_broken_chain_is_a_finding_and_what_no_walk_shows_is_said(sound: Ward) -> None:
    assert found(sound)["unseen"].value == "rewritten, cut_end, forged_rows"
    changed_outside(sound.path, *UNGUARDED, "UPDATE event SET actor = 'hoa' WHERE seq IN (2, 4)", *GUARDED)
    chain = found(sound)["chain"]
    assert (chain.severity, chain.values["seq"], chain.values["count"]) == ("finding", 2, 2)
    assert code(sound) == 3
