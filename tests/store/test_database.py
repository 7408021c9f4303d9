"""Opening the file: what is refused, who waits for whom, and that reading changes no byte."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, nullcontext
from pathlib import Path

import pytest

from onestop_cli.errors import (
    FileExists,
    NetworkDrive,
    NotOurStore,
    OnestopError,
    StoreFull,
    StoreLocked,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
    StoreTooOld,
)
from onestop_cli.store import connecting, database, disk
from onestop_cli.store.announcing import held, replacing
from onestop_cli.store.creating import creating
from onestop_cli.store.database import reading, unflushed, writing
from onestop_cli.store.disk import file_system
from onestop_cli.store.drives import drive_warning
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases import dossiers as looking
from onestop_cli.usecases import entries, office
from tests.accounts import exit_code_of
from tests.core.written import at
from tests.office import ACTOR, AGENCY, NAME, Ward, broken_links, strays


def opened(path: Path, how: Callable[..., object] = reading) -> None:
    with how(path):  # type: ignore[attr-defined]
        pass


def other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY)")


NO_STORES = {
    "an empty file": lambda path: path.write_bytes(b""),
    "a text": lambda path: path.write_text("Sổ theo dõi hồ sơ\n" * 100, encoding="utf-8"),
    "a folder": lambda path: path.mkdir(),
    "another program's file": other_program,
}


@pytest.mark.parametrize("how", [reading, writing])
@pytest.mark.parametrize("made", NO_STORES.values(), ids=NO_STORES)
def test_what_is_not_ours_is_refused(
    tmp_path: Path, made: Callable[[Path], object], how: Callable[..., object]
) -> None:
    made(tmp_path / "x.db")
    with pytest.raises(NotOurStore):
        opened(tmp_path / "x.db", how)


@pytest.mark.parametrize("how", [reading, writing])
def test_a_missing_file_is_missed_and_not_made(tmp_path: Path, how: Callable[..., object]) -> None:
    with pytest.raises(StoreMissing):
        opened(tmp_path / "x.db", how)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("version", "refusal"), [(FORMAT + 1, StoreTooNew), (FORMAT - 1, StoreTooOld)])
def test_another_format_is_refused(ward: Ward, version: int, refusal: type[OnestopError]) -> None:
    with closing(sqlite3.connect(ward.path)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(refusal):
        opened(ward.path)


@pytest.mark.parametrize("there", [lambda p: p.write_text("x"), lambda p: p.symlink_to("nowhere"), lambda p: p.mkdir()])
def test_what_is_there_is_never_overwritten(tmp_path: Path, there: Callable[[Path], object]) -> None:
    there(tmp_path / "x.db")
    with pytest.raises(FileExists):
        opened(tmp_path / "x.db", creating)
    assert [p.name for p in tmp_path.iterdir()] == ["x.db"]


def test_nothing_is_left_of_a_file_that_failed_in_the_making(tmp_path: Path) -> None:
    def fails() -> None:
        with creating(tmp_path / "x.db"):
            raise LookupError

    with pytest.raises(LookupError):
        fails()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_refused(ward: Ward) -> None:
    with ward.path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(ward.path.stat().st_size - 4096))
    with pytest.raises(OnestopError) as damaged:
        finding_all(ward)
    assert damaged.value.exit_code == 14


def finding_all(ward: Ward) -> list[object]:
    found = looking.listing(ward.path, ward.clock, looking.Filters(), None, (), None, entries.Moments())
    return list(found.views)


def test_reading_changes_no_byte(ward: Ward) -> None:
    code = ward.receive().code
    before = ward.path.read_bytes(), ward.path.stat().st_mtime_ns
    looking.show(ward.path, ward.clock, code, entries.Moments())
    finding_all(ward)
    assert (ward.path.read_bytes(), ward.path.stat().st_mtime_ns) == before


def test_a_reader_cannot_write(ward: Ward) -> None:
    with pytest.raises(StoreReadOnly), reading(ward.path) as connection:
        connection.execute("DELETE FROM dossier")


def test_one_reading_sees_one_moment(ward: Ward) -> None:
    with reading(ward.path) as connection:
        (before,) = connection.execute("SELECT count(*) FROM dossier").fetchone()
        ward.receive()
        assert connection.execute("SELECT count(*) FROM dossier").fetchone() == (before,)


@pytest.fixture
def closed_folder(ward: Ward) -> Iterator[Ward]:
    """The ward's file in a folder nobody may write in, as a person without special rights finds it."""
    folder = Path(tempfile.mkdtemp())
    found = Ward(Path(shutil.copy(ward.path, folder / "onestop.db")))
    found.path.chmod(0o444)
    folder.chmod(0o555)
    yield found
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_file_in_a_closed_folder_is_not_written(closed_folder: Ward) -> None:
    assert exit_code_of(closed_folder.receive) == 14


def test_no_new_file_is_made_in_a_closed_folder(closed_folder: Ward) -> None:
    new = closed_folder.path.with_name("new.db")
    assert exit_code_of(lambda: office.init(new, lambda: at("3/8/2026 09:00"), ACTOR, AGENCY, NAME)) == 14


def test_a_writer_gives_up_waiting_for_another(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    with writing(ward.path), pytest.raises(StoreLocked) as locked:
        ward.receive()
    assert (locked.value.exit_code, ward.ask("SELECT count(*) FROM dossier")) == (14, [(0,)])


def test_a_reader_does_not_wait_for_a_writer(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    with writing(ward.path):
        assert finding_all(ward) == []


def test_the_clock_is_read_once_the_lock_is_held(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    asked: list[bool] = []

    def clock() -> None:
        with pytest.raises(StoreLocked):
            opened(ward.path, writing)
        asked.append(True)
        raise LookupError

    monkeypatch.setattr(ward, "clock", clock)
    with pytest.raises(LookupError):
        ward.receive()
    assert asked


def test_a_full_disk_is_told_and_nothing_is_recorded(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file may not grow beyond its present pages; SQLite answers as it does when the disk is full."""
    real = database.connect
    ward.receive()
    before = ward.content

    def small(path: Path, mode: str) -> sqlite3.Connection:
        connection = real(path, mode)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr(database, "connect", small)
    with pytest.raises(StoreFull) as full:
        ward.imports("procedure_code,received_at,note\n" + f"1.004873,3/8/2026 08:00,{'x' * 900}\n" * 80)
    assert full.value.exit_code == 14
    assert (ward.content, broken_links(ward), strays(ward)) == (before, [], [])


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/chung {home}/mang cifs rw 0 0
/dev/sdb1 {home}/mang/dia ext4 rw 0 0
server:/x {home}/hai\\040tu nfs4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        (".", "ext4"),
        ("mang", "cifs"),
        ("mang/a/b", "cifs"),
        ("mang/dia", "ext4"),
        ("mangluoi", "ext4"),
        ("hai tu", "nfs4"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(tmp_path: Path, folder: str, kind: str) -> None:
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS.format(home=tmp_path), encoding="utf-8")
    assert file_system(tmp_path / folder / "onestop.db", mounts) == kind


def test_where_mounts_are_not_listed_nothing_is_known(tmp_path: Path) -> None:
    assert file_system(tmp_path / "onestop.db", tmp_path / "none") == ""


@pytest.mark.parametrize("how", [reading, writing])
@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "virtiofs", "fuse.sshfs", "fuse.rclone"])
def test_a_file_on_a_network_drive_is_refused(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, kind: str, how: Callable[..., object]
) -> None:
    monkeypatch.setattr(disk, "file_system", lambda path: kind)
    with pytest.raises(NetworkDrive):
        opened(ward.path, how)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("ext4", ""),
        ("", ""),
        ("fuse.gocryptfs", ""),
        ("overlay", "goes with the container"),
        ("tmpfs", "in memory"),
        ("fuse.something", "not known"),
    ],
)
def test_what_is_said_of_a_drive(kind: str, said: str) -> None:
    told = drive_warning(kind)
    assert (bool(told), said in told) == (bool(said), True)


def test_a_disk_of_the_machine_is_known_without_reading_the_list_of_mounts(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command opens a file; the list has hundreds of lines on some machines."""
    read: list[Path] = []
    monkeypatch.setattr(disk.os, "major", lambda device: 8)
    monkeypatch.setattr(Path, "read_text", lambda path, **_: read.append(path))
    assert (file_system(ward.path), read) == ("", [])


@pytest.mark.parametrize("how", [reading, writing])
def test_a_file_that_is_being_replaced_is_waited_for(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, how: Callable[..., object]
) -> None:
    waited: list[float] = []
    with ExitStack() as stack:
        stack.enter_context(held(replacing(ward.path)))

        def sleep(seconds: float) -> None:
            waited.append(seconds)
            stack.close()

        monkeypatch.setattr(connecting.time, "sleep", sleep)
        opened(ward.path, how)
    assert len(waited) == 1


def test_who_was_killed_while_replacing_a_file_is_not_waited_for(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    replacing(ward.path).touch()
    monkeypatch.setattr(connecting.time, "sleep", lambda _: pytest.fail("waited"))
    ward.receive()
    assert not replacing(ward.path).exists()


@pytest.mark.parametrize(("of_a_draft", "safety"), [(False, 2), (True, 0)], ids=["FULL", "OFF"])
def test_only_a_draft_is_written_without_a_flush_each_time(ward: Ward, of_a_draft: bool, safety: int) -> None:
    with unflushed() if of_a_draft else nullcontext(), writing(ward.path) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (safety,)
    with writing(ward.path) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
