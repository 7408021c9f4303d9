"""Several accounts of one machine at one file: nobody locks anybody out, and what stands in their way is named."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onestop_cli.errors import CannotBeShared
from onestop_cli.store import sharing
from onestop_cli.store.creating import creating
from onestop_cli.store.database import reading
from onestop_cli.store.sharing import permission_problems, sharing_problems
from onestop_cli.usecases import office
from tests.accounts import AUDITOR, CLERK, OWNER, SHARED, STRANGER, exit_code_of
from tests.core.written import at
from tests.office import ACTOR, AGENCY, NAME, Ward, broken_links, strays
from tests.store.test_opening import kept_open

EVERYBODY = (OWNER, CLERK, AUDITOR)


@pytest.fixture
def folder(ward_template: Path) -> Iterator[Path]:
    """A folder for all accounts of a group, where its administrator made one.

    A file was made before: another account may not be able to load what that takes.
    """
    made = Path(tempfile.mkdtemp())
    above = made / "srv"
    above.mkdir()
    made.chmod(0o755)
    above.chmod(0o755)
    found = above / "onestop"
    found.mkdir()
    if os.geteuid() == 0:
        os.chown(found, OWNER, SHARED)
    found.chmod(0o2770)
    yield found
    shutil.rmtree(made)


def init(path: Path, *, shared: bool = True) -> None:
    office.init(path, lambda: at("3/8/2026 08:00"), ACTOR, AGENCY, NAME, shared=shared)


@pytest.fixture
def shared(folder: Path) -> Ward:
    """A file that the group shares, made by one of it."""
    path = folder / "onestop.db"
    assert exit_code_of(lambda: init(path), OWNER, umask=0o077) == 0
    return Ward(path)


def look(ward: Ward) -> None:
    with reading(ward.path) as connection:
        connection.execute("SELECT count(*) FROM dossier").fetchone()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_accounts_of_the_group_read_and_write_in_turn(shared: Ward, umask: int) -> None:
    """Each leaves what SQLite makes for it, and the next one goes on, whoever it is."""
    for one in EVERYBODY:
        for other in EVERYBODY:
            assert exit_code_of(lambda: look(shared), one, umask) == 0
            assert exit_code_of(shared.receive, other, umask) == 0
            assert exit_code_of(lambda: look(shared), other, umask) == 0
            assert exit_code_of(shared.receive, one, umask) == 0
    assert shared.ask("SELECT count(*) FROM dossier") == [(18,)]
    assert (strays(shared), broken_links(shared), sharing_problems(shared.path)) == ([], [], [])


def test_a_stranger_is_refused_and_locks_nobody_out(shared: Ward) -> None:
    assert exit_code_of(lambda: look(shared), STRANGER) == (14 if os.geteuid() == 0 else 0)
    assert exit_code_of(shared.receive, CLERK) == 0


def test_in_a_folder_that_does_not_pass_its_group_on_a_reader_passes_it_on(shared: Ward) -> None:
    shared.path.parent.chmod(0o770)
    for one in EVERYBODY:
        assert exit_code_of(lambda: look(shared), one) == 0
        assert exit_code_of(shared.receive, OWNER) == 0
        assert exit_code_of(shared.receive, CLERK) == 0


def test_the_administrator_who_reads_a_clerks_file_leaves_it_the_clerks(folder: Path) -> None:
    path = folder / "onestop.db"
    assert exit_code_of(lambda: init(path, shared=False), OWNER) == 0
    ward = Ward(path)
    look(ward)
    assert exit_code_of(ward.receive, OWNER) == 0
    with kept_open(path):
        ward.receive()
        assert exit_code_of(ward.receive, OWNER) == 0
    assert exit_code_of(ward.receive, OWNER) == 0


@pytest.mark.parametrize("mode", [0o700, 0o750, 0o770, 0o755, 0o2750])
def test_a_folder_in_which_nothing_can_be_shared_is_told_before_anything_is_made(folder: Path, mode: int) -> None:
    folder.chmod(mode)
    with pytest.raises(CannotBeShared) as refused:
        init(folder / "onestop.db")
    assert refused.value.exit_code == 14
    assert refused.value.values["command"] == f"chgrp GROUP {folder} && chmod g+rwxs {folder}"
    assert list(folder.iterdir()) == []


def test_a_folder_that_the_group_cannot_reach_is_told(folder: Path) -> None:
    folder.parent.chmod(0o700)
    with pytest.raises(CannotBeShared) as refused:
        init(folder / "onestop.db")
    assert (refused.value.values["path"], refused.value.values["command"]) == (
        folder.parent,
        f"chmod o+x {folder.parent}",
    )


def test_a_folder_made_for_a_shared_file_can_be_shared(folder: Path) -> None:
    path = folder / "moi" / "nua" / "onestop.db"
    init(path)
    assert (path.stat().st_mode & 0o7777, path.stat().st_gid) == (0o660, folder.stat().st_gid)
    assert [one.stat().st_mode & 0o7777 for one in (path.parent, path.parent.parent)] == [0o2770, 0o2770]
    assert sharing_problems(path) == []


@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_a_file_and_its_folders_are_their_owners_alone(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "du lieu" / "onestop" / "onestop.db"
    before = os.umask(umask)
    try:
        init(path, shared=False)
    finally:
        os.umask(before)
    made = [path, path.parent, path.parent.parent]
    assert [one.stat().st_mode & 0o7777 for one in made] == [0o600, 0o700, 0o700]
    assert permission_problems(path) == []


def test_what_a_killed_init_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".x.db.new").write_text("half")
    (tmp_path / ".x.db.new-journal").write_text("half")
    with creating(tmp_path / "x.db"):
        pass
    assert [one.name for one in tmp_path.iterdir()] == ["x.db"]


PROBLEMS: dict[str, tuple[Callable[[Path], object], str]] = {
    "the file": (lambda path: path.chmod(0o644), "chmod 600 {file}"),
    "the folder": (lambda path: path.parent.chmod(0o755), "chmod 700 {folder}"),
}


@pytest.mark.parametrize("what", PROBLEMS)
def test_what_others_may_read_is_told_with_what_mends_it(ward: Ward, what: str) -> None:
    done, command = PROBLEMS[what]
    ward.path.parent.chmod(0o700)
    assert permission_problems(ward.path) == []
    done(ward.path)
    [found] = permission_problems(ward.path)
    assert found.command == command.format(file=ward.path, folder=ward.path.parent)


def test_what_keeps_a_group_from_sharing_is_told_piece_by_piece(shared: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    log = shared.path.with_name("onestop.db-wal")
    log.touch()
    if os.geteuid() == 0:
        os.chown(log, CLERK, SHARED)
    log.chmod(0o600)
    [found] = sharing_problems(shared.path)
    assert found.command == f"chmod 660 {log}"
    if os.geteuid() == 0:
        os.chown(log, CLERK, CLERK)
        [found] = sharing_problems(shared.path)
        assert found.command == f"chgrp --reference {shared.path.parent} {log}"
    shared.path.parent.chmod(0o770)
    assert sharing_problems(shared.path)[0].command.endswith(f"chmod g+rwxs {shared.path.parent}")
    assert sharing.is_shared(shared.path)
