"""A file that is taken away, replaced or cut while it is open, or put beside another's `-wal`: noticed, not mixed."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from onestop_cli.errors import FileExchanged, LogDoesNotFit, OnestopError, RecordedElsewhere, StoreTooNew
from onestop_cli.store.connecting import Wait, connect
from onestop_cli.store.database import reading, writing
from onestop_cli.store.leftover import is_open_elsewhere
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases.backups import back_up
from tests.office import Ward, broken_links, strays
from tests.store.test_opening import kept_open, killed
from tests.store.test_waiting import busy


def side(ward: Ward, end: str) -> Path:
    return ward.path.with_name(f"onestop.db{end}")


def put_another(ward: Ward) -> None:
    shutil.copy(ward.path, ward.path.with_name("other.db"))
    ward.path.with_name("other.db").replace(ward.path)


GONE: dict[str, Callable[[Ward], object]] = {
    "the file is removed": lambda ward: ward.path.unlink(),
    "the file is moved": lambda ward: ward.path.rename(ward.path.with_name("away.db")),
    "another is put there": put_another,
    "its -wal is removed": lambda ward: side(ward, "-wal").unlink(),
    "its -shm is removed": lambda ward: side(ward, "-shm").unlink(),
}


@pytest.mark.parametrize("what", GONE)
def test_what_is_recorded_into_a_file_that_is_gone_is_not_acknowledged(ward: Ward, what: str) -> None:
    ward.receive()

    def recording() -> None:
        with writing(ward.path) as connection:
            connection.execute("INSERT INTO series_used (series, number) VALUES ('x', 1)")
            GONE[what](ward)

    with pytest.raises(RecordedElsewhere) as refused:
        recording()
    assert refused.value.exit_code == 14


def test_a_wal_that_is_cut_while_it_is_open_is_noticed(ward: Ward) -> None:
    with kept_open(ward.path):
        ward.receive()

        def recording() -> None:
            with writing(ward.path):
                os.truncate(side(ward, "-wal"), 100)

        with pytest.raises(FileExchanged):
            recording()


def test_a_file_that_is_damaged_by_an_exchange_is_not_called_damaged(ward: Ward) -> None:
    def recording() -> None:
        with writing(ward.path):
            put_another(ward)
            raise corrupt()

    with pytest.raises(FileExchanged) as refused:
        recording()
    assert not isinstance(refused.value, RecordedElsewhere)


def corrupt() -> sqlite3.DatabaseError:
    """What SQLite raises of a page that is none."""
    problem = sqlite3.DatabaseError("database disk image is malformed")
    problem.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return problem


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (
            "DROP TRIGGER event_no_delete; DROP TRIGGER personal_no_delete; DELETE FROM personal; DELETE FROM event",
            FileExchanged,
        ),
        (f"PRAGMA user_version = {FORMAT + 1}", StoreTooNew),
    ],
    ids=["another ledger", "a later format"],
)
def test_a_file_that_is_changed_in_place_while_it_is_waited_for_is_noticed(
    done: str, said: type[OnestopError], ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file by the system's count: its last event is not the one before the wait, or a newer onestop has it."""
    ward.receive()
    with busy(ward.path) as other:

        def goes_on(wait: Wait) -> bool:
            if other.poll() is None:
                other.communicate("")
                with closing(sqlite3.connect(ward.path)) as connection, connection:
                    connection.executescript(done)
            wait.has_waited = True
            return True

        monkeypatch.setattr(Wait, "goes_on", goes_on)
        with pytest.raises(said):
            ward.receive()


@pytest.fixture
def earlier(ward: Ward) -> Path:
    """A copy of the file as it was before its last acts, which lie in a `-wal` that a killed process left."""
    ward.receive()
    copy = back_up(ward.path, ward.clock, ward.path.with_name("copy.db")).path
    for _ in range(30):
        ward.receive()
    return copy


@pytest.mark.parametrize("how", [reading, writing])
@pytest.mark.parametrize("put", [shutil.copyfile, os.replace], ids=["cp", "mv"])
def test_an_earlier_file_beside_the_wal_of_the_later_one_is_noticed(
    ward: Ward, earlier: Path, put: Callable[[Path, Path], object], how: Callable[..., object]
) -> None:
    killed(ward)
    put(earlier, ward.path)
    with pytest.raises(LogDoesNotFit) as refused, how(ward.path):  # type: ignore[attr-defined]
        pass
    assert refused.value.exit_code == 14
    side(ward, "-wal").rename(ward.path.with_name("kept"))
    side(ward, "-shm").unlink(missing_ok=True)
    assert (ward.ask("SELECT count(*) FROM dossier"), strays(ward), broken_links(ward)) == ([(1,)], [], [])


def test_a_later_file_beside_the_wal_of_an_earlier_one_is_noticed(ward: Ward, earlier: Path) -> None:
    killed(ward)
    log, index = side(ward, "-wal").read_bytes(), side(ward, "-shm").read_bytes()
    for _ in range(30):
        ward.receive()
    side(ward, "-wal").write_bytes(log)
    side(ward, "-shm").write_bytes(index)
    with pytest.raises(LogDoesNotFit):
        ward.receive()


def test_the_file_of_another_office_beside_the_wal_of_this_one_is_noticed(
    ward: Ward, law_ward: Ward, tmp_path: Path
) -> None:
    killed(ward)
    shutil.copyfile(law_ward.path, ward.path)
    with pytest.raises(OnestopError) as refused:
        ward.receive()
    assert refused.value.exit_code == 14


def test_another_file_is_noticed_even_while_somebody_has_the_former_one_open(ward: Ward, earlier: Path) -> None:
    with kept_open(ward.path):
        ward.receive()
        os.replace(earlier, ward.path)  # noqa: PTH105
        with pytest.raises(LogDoesNotFit):
            ward.receive()


def test_what_a_killed_process_left_is_taken_over_whole(ward: Ward) -> None:
    for n in range(3):
        killed(ward)
        assert ward.ask("SELECT count(*) FROM dossier") == [(n + 1,)]
    ward.receive()
    assert (strays(ward), broken_links(ward)) == ([], [])


@pytest.mark.parametrize("left", [0, 20, 4000])
def test_a_wal_that_was_cut_leaves_a_whole_file(ward: Ward, left: int) -> None:
    """What was in it is gone, which only an anchor kept elsewhere can tell: what is left is whole and called so."""
    ward.receive()
    killed(ward)
    os.truncate(side(ward, "-wal"), left)
    ward.receive()
    assert (ward.ask("SELECT count(*) FROM dossier"), strays(ward), broken_links(ward)) == ([(2,)], [], [])


def test_a_wal_is_not_looked_at_while_others_who_did_have_the_file_open(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.receive()
    assert not is_open_elsewhere(ward.path)
    with kept_open(ward.path):
        ward.receive()
        assert is_open_elsewhere(ward.path)
        monkeypatch.setattr("onestop_cli.store.leftover.connect", lambda *_: pytest.fail("looked"))
        ward.receive()
    monkeypatch.undo()
    assert not is_open_elsewhere(ward.path)


def test_looking_for_others_gives_up_no_lock_of_ours(ward: Ward) -> None:
    """A reader in the same process keeps its moment, and its pages."""
    ward.receive()
    with closing(connect(ward.path, "mode=ro")) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM dossier").fetchone() == (1,)
        for _ in range(3):
            is_open_elsewhere(ward.path)
        with kept_open(ward.path):
            assert is_open_elsewhere(ward.path)
        assert others_see_it_open(ward)
        reader.execute("COMMIT")


def others_see_it_open(ward: Ward) -> bool:
    child = os.fork()
    if child == 0:
        os._exit(is_open_elsewhere(ward.path))
    return bool(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
