"""A file of an earlier format: refused, brought to the present one after a backup, and the same as before."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from onestop_cli.errors import FileExists, NotOurStore, OnestopError, StoreMissing, StoreTooNew, StoreTooOld
from onestop_cli.store import schema as schema_of_today
from onestop_cli.store.database import reading
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases.migration import Migrated, migrate
from tests.office import Ward, broken_links, strays


def of_format_1(ward: Ward) -> Ward:
    """The ward's file as the first drafts of 0.1.0 wrote it: without suspensions and letters."""
    with closing(sqlite3.connect(ward.path)) as connection, connection:
        for view in ("v_register", "v_event", "v_dossier_outcome"):
            connection.execute(f"DROP VIEW {view}")
        connection.execute("DROP INDEX dossier_received")
        connection.execute("CREATE INDEX dossier_received ON dossier (received_at)")
        connection.execute("DROP INDEX dossier_finished")
        connection.execute("CREATE INDEX dossier_finished ON dossier (finished_at) WHERE finished_at IS NOT NULL")
        connection.execute("ALTER TABLE dossier DROP COLUMN alike")
        connection.execute("ALTER TABLE dossier DROP COLUMN suspensions")
        connection.execute("ALTER TABLE dossier DROP COLUMN extensions")
        connection.execute("ALTER TABLE dossier RENAME COLUMN changed_at TO due_moved_at")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm002%' OR name LIKE 'm003%'")
        connection.execute("PRAGMA user_version = 1")
    return ward


@pytest.fixture
def old(ward: Ward) -> Ward:
    """A file of format 1 with a few dossiers."""
    ward.receive("khai-tu", done=True)
    ward.resolve(ward.receive().code)
    ward.receive("muoi-ngay")
    return of_format_1(ward)


def schema(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return sorted((table.name, str(sorted(table.columns_dict))) for table in Database(connection).tables)


def backup_of(ward: Ward) -> Path:
    return ward.path.with_name(f"{ward.path.name}.before-format-{FORMAT}")


def test_an_old_file_is_refused_and_left_alone(old: Ward) -> None:
    before = old.content
    with pytest.raises(StoreTooOld) as refused, reading(old.path):
        pass
    assert (refused.value.exit_code, old.content) == (14, before)


def test_after_the_migration_the_register_is_what_the_events_add_up_to(old: Ward) -> None:
    assert migrate(old.path) == Migrated(old.path, 1, FORMAT, backup_of(old))
    assert (strays(old), broken_links(old)) == ([], [])
    old.receive()


def test_a_migrated_file_has_the_shape_of_a_new_one(old: Ward, ward_template: Path) -> None:
    migrate(old.path)
    assert schema(old.path) == schema(ward_template)


def test_the_backup_is_the_file_as_it_was_readable_by_its_owner_only(old: Ward) -> None:
    before = sorted(old.content)
    migrate(old.path)
    assert (sorted(Ward(backup_of(old)).content), backup_of(old).stat().st_mode & 0o777) == (before, 0o600)


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


def test_a_migration_that_fails_leaves_the_file_as_it_was(old: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(old.content)
    monkeypatch.setattr(
        schema_of_today, "SUSPENSIONS", "ALTER TABLE dossier RENAME COLUMN due_moved_at TO x;\nNONSENSE;\n"
    )
    with pytest.raises(sqlite3.Error):
        migrate(old.path)
    assert sorted(old.content) == before
    assert (old.ask("PRAGMA user_version"), backup_of(old).exists()) == ([(1,)], False)
