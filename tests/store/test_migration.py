"""A file of an earlier format: refused, brought to the present one after a backup, and the same as before."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from onestop_cli.core import dossier_events, file_events
from onestop_cli.core.ledger import canonical_json
from onestop_cli.errors import (
    ChainBroken,
    FileExists,
    NotOurStore,
    OnestopError,
    StoreDraft,
    StoreMissing,
    StoreProblem,
    StoreTooNew,
    StoreTooOld,
)
from onestop_cli.store import schema
from onestop_cli.store.database import reading
from onestop_cli.store.schema import APPLICATION_ID, FORMAT
from onestop_cli.usecases.migration import Migrated, migrate
from tests.office import AGENCY, Ward, broken_links, strays, tampered


@pytest.fixture
def old(of_format_3: Ward) -> Ward:
    """A file of format 3."""
    return of_format_3


def backup_of(ward: Ward) -> Path:
    return ward.path.with_name(f"{ward.path.name}.before-format-{FORMAT}")


def test_an_old_file_is_refused_and_left_alone(old: Ward) -> None:
    before = old.content
    with pytest.raises(StoreTooOld) as refused, reading(old.path):
        pass
    assert (refused.value.exit_code, old.content) == (14, before)


def test_after_the_migration_the_register_is_what_the_events_add_up_to(old: Ward) -> None:
    assert migrate(old.path) == Migrated(old.path, 3, FORMAT, backup_of(old))
    assert (strays(old), broken_links(old)) == ([], [])
    old.receive()


def _series_of_format_5(ward: Ward, *dossiers: tuple[str, str]) -> None:
    """A file as the program of format 5 left it: every number of our shape fed the series; each with what its receipt
    says besides."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        connection.execute("DROP TRIGGER event_no_update")
        for code, said in dossiers:
            [(data,)] = connection.execute("SELECT data FROM event WHERE dossier = ?", (code,))
            plain = {key: value for key, value in json.loads(data).items() if key not in ("drawn", "import", "row")}
            told = canonical_json(plain | json.loads(said))
            connection.execute("UPDATE event SET data = ? WHERE dossier = ?", (told, code))
            series, _, number = code.rpartition("-")
            connection.execute("UPDATE dossier SET series = ?, number = ? WHERE code = ?", (series, int(number), code))
        connection.executescript(_006)


_006 = "".join(
    (schema.MIGRATIONS / "006_written_after_the_fact.sql").read_text(encoding="utf-8").partition("-- A number of")[1:]
).partition("PRAGMA")[0]


@pytest.mark.parametrize(
    ("dossiers", "kept", "following"),
    [
        pytest.param([("9999", "{}"), ("10000", "{}"), ("10001", "{}")], [9999, 10000, 10001], 10002, id="drawn"),
        pytest.param([("0001", "{}"), ("123456", "{}")], [1], 2, id="typed"),
        pytest.param([("0001", "{}"), ("123456", "{}"), ("123457", "{}")], [1, 123457], 123458, id="drawn after it"),
        pytest.param(
            [("9999", "{}"), ("10000", '{"import": 7}'), ("10001", '{"import": 7}')], [9999], 10002, id="imported"
        ),
        pytest.param(
            [("9999", "{}"), ("10000", '{"import": 7, "row": "x"}')], [9999, 10000], 10001, id="a row without a code"
        ),
    ],
)
def test_numbers_of_a_format_before_count_where_they_were_drawn(
    ward: Ward, dossiers: list[tuple[str, str]], kept: list[int], following: int
) -> None:
    """Nobody marked them then: the number before is there, and no row brought the code."""
    named = [(f"{AGENCY}-260803-{number}", said) for number, said in dossiers]
    for code, _ in named:
        ward.receive(code=code)
    _series_of_format_5(ward, *named)
    assert [n for (n,) in ward.ask("SELECT number FROM dossier WHERE number > 0 ORDER BY 1")] == kept
    drawn = max(kept)
    used = [(drawn,)] if drawn > 9999 else []
    assert ward.ask("SELECT number FROM series_used") == used
    assert ward.receive().code == f"{AGENCY}-260803-{following:04d}"


def test_the_backup_is_the_file_as_it_was_readable_by_its_owner_only(old: Ward) -> None:
    before = sorted(old.content)
    migrate(old.path)
    assert (sorted(Ward(backup_of(old)).content), backup_of(old).stat().st_mode & 0o777) == (before, 0o600)


def test_the_backup_is_on_disk_before_the_file_is_changed(old: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed: list[int] = []
    real = os.fsync

    def fsync(opened: int) -> None:
        flushed.append(os.fstat(opened).st_ino)
        real(opened)

    monkeypatch.setattr(os, "fsync", fsync)
    migrate(old.path)
    assert backup_of(old).stat().st_ino in flushed


def test_a_second_migration_does_nothing(old: Ward) -> None:
    migrate(old.path)
    before = old.content
    assert migrate(old.path).backup is None
    assert old.content == before


def test_a_backup_that_is_there_is_never_written_over(old: Ward) -> None:
    backup_of(old).write_text("mine")
    before = old.content
    with pytest.raises(FileExists):
        migrate(old.path)
    assert (old.content, backup_of(old).read_text()) == (before, "mine")


def test_the_backup_of_another_office_is_never_written_over(old: Ward, ward_template: Path) -> None:
    shutil.copy(ward_template, backup_of(old))
    with pytest.raises(FileExists):
        migrate(old.path)
    assert backup_of(old).read_bytes() == ward_template.read_bytes()


def test_two_migrations_at_once_are_one(old: Ward) -> None:
    """Whoever comes second finds the file migrated; the backup of the first stays."""
    before = sorted(old.content)
    command = [sys.executable, "-m", "onestop_cli", "--db", str(old.path), "db", "migrate"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(2)]
    answers = [each.communicate() for each in both]
    assert [each.returncode for each in both] == [0, 0], answers
    assert (sorted(Ward(backup_of(old)).content), strays(old), broken_links(old)) == (before, [], [])


def test_what_a_killed_migration_began_is_cleared_away(old: Ward) -> None:
    draft = old.path.with_name(f".{backup_of(old).name}.new")
    draft.write_text("half")
    migrate(old.path)
    assert not draft.exists()


def test_a_migration_that_was_killed_is_done_again(old: Ward) -> None:
    """Killed after its backup: the file is still the old one, and all that the backup has is in it."""
    before = sorted(old.content)
    shutil.copy(old.path, backup_of(old))
    assert migrate(old.path) == Migrated(old.path, 3, FORMAT, backup_of(old))
    assert (sorted(Ward(backup_of(old)).content), strays(old), broken_links(old)) == (before, [], [])


def test_a_file_whose_chain_is_broken_is_not_brought_over(old: Ward) -> None:
    """A byte damaged inside an event is told, with its number, and nothing is changed."""
    tampered(old.path, "UPDATE event SET actor = 'hoa' WHERE seq = 5")
    before = old.content
    with pytest.raises(ChainBroken) as refused:
        migrate(old.path)
    assert (refused.value.exit_code, refused.value.values["seq"]) == (14, 5)
    assert (old.content, backup_of(old).exists()) == (before, False)


def test_a_file_of_a_later_format_is_left_alone(ward: Ward) -> None:
    with closing(sqlite3.connect(ward.path)) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(StoreTooNew):
        migrate(ward.path)


@pytest.mark.parametrize(("there", "refusal"), [(None, StoreMissing), ("not a database", NotOurStore)])
def test_what_is_no_file_of_ours_is_refused(tmp_path: Path, there: str | None, refusal: type[OnestopError]) -> None:
    if there:
        (tmp_path / "x.db").write_text(there)
    with pytest.raises(refusal):
        migrate(tmp_path / "x.db")
    assert [p.name for p in tmp_path.iterdir()] == (["x.db"] if there else [])


@pytest.mark.parametrize("draft", [1, 2])
def test_a_draft_of_the_format_is_refused_and_left_alone(tmp_path: Path, draft: int) -> None:
    path = tmp_path / "draft.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY)")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {draft}")
    before = path.read_bytes()
    with pytest.raises(StoreDraft) as refused:
        migrate(path)
    with pytest.raises(StoreDraft), reading(path):
        pass
    assert (refused.value.exit_code, path.read_bytes(), [p.name for p in tmp_path.iterdir()]) == (
        14,
        before,
        [path.name],
    )


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    old: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(old.content)
    scripts = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, scripts)
    with (scripts / "004_kinds_of_event.sql").open("a") as script:
        script.write("NONSENSE;\n")
    monkeypatch.setattr(schema, "MIGRATIONS", scripts)
    with pytest.raises(StoreProblem):
        migrate(old.path)
    assert sorted(old.content) == before
    assert (old.ask("PRAGMA user_version"), backup_of(old).exists()) == ([(3,)], False)


def test_the_vocabulary_is_the_types() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        schema.migrate(connection)
        kinds = connection.execute("SELECT kind, scope FROM event_kind").fetchall()
    assert dict(kinds) == dict.fromkeys(dossier_events.KINDS, "dossier") | dict.fromkeys(file_events.KINDS, "file")


@pytest.mark.parametrize(
    ("worked", "off", "is_ended"),
    [
        pytest.param(
            ("national", "first", None), ("holiday", "national", "second"), True, id="without effect until now"
        ),
        pytest.param(("local", "first", None), ("swap_day_off", "local", "second"), True, id="of local notices"),
        pytest.param(("national", "second", None), ("holiday", "national", "first"), False, id="entered before it"),
        pytest.param(("national", "first", None), ("holiday", "local", "second"), False, id="of a higher rank"),
        pytest.param(
            ("national", "first", "second"), ("holiday", "national", "second"), False, id="when it was revoked"
        ),
        pytest.param(("computed", "first", None), ("holiday", "computed", "second"), False, id="of the library"),
    ],
)
def test_a_day_off_that_a_makeup_day_kept_without_effect_goes_on_without_any(
    old: Ward, worked: tuple[str, str, str | None], off: tuple[str, str, str], is_ended: bool
) -> None:
    seqs = [seq for (seq,) in old.ask("SELECT seq FROM event WHERE dossier IS NULL ORDER BY seq DESC LIMIT 2")]
    number = {"first": seqs[1], "second": seqs[0], None: None}
    (rank, since, until), (kind, other_rank, later) = worked, off
    claim = (
        "INSERT INTO claim (seq, on_day, kind, name, source, rank, ended_by) VALUES (?, '2026-12-05', ?, '', '', ?, ?)"
    )
    with closing(sqlite3.connect(old.path)) as connection, connection:
        connection.execute(claim, (number[since], "makeup_day", rank, number[until]))
        connection.execute(claim, (number[later], kind, other_rank, None))
    migrate(old.path)
    asked = "SELECT ended_by FROM claim WHERE on_day = '2026-12-05' AND kind = ?"
    assert old.ask(asked, kind) == [(number[later] if is_ended else None,)]
    assert old.ask(asked, "makeup_day") == [(number[until],)]
