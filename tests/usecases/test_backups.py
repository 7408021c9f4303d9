"""A backup: whole, of one moment, verified, in one file; nobody waits for it and nothing is left of one that failed."""

import errno
import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO, Any, NoReturn

import pytest

from onestop_cli.core.ledger import Mark
from onestop_cli.errors import (
    BackupExists,
    BackupRunning,
    BadBackupTarget,
    ChainBroken,
    CopyDamaged,
    NightDiskFull,
    OnestopError,
    StoreDamaged,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
    StrangeShape,
)
from onestop_cli.store import backups, database, disk
from onestop_cli.store.backups import Draft
from onestop_cli.store.database import reading
from onestop_cli.usecases.backups import BackedUp, back_up, note
from onestop_cli.usecases.doctor import Fact, doctor
from onestop_cli.usecases.nights import NightRequest, write_night
from tests.office import Ward, broken_links, changed_outside, strays, tampered
from tests.store.test_chain import unguarded


@pytest.fixture
def busy(ward: Ward) -> Ward:
    for _ in range(3):
        ward.receive()
    ward.resolve("1")
    return ward


def backed_up(ward: Ward, name: str = "copy.db") -> BackedUp:
    return back_up(ward.path, ward.clock, ward.path.with_name(name))


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def copies(ward: Ward) -> list[str]:
    """What lies beside the file, but what SQLite keeps there."""
    return [name for name in names(ward.path.parent) if not name.startswith("onestop.db")]


def without_note(ward: Ward) -> list[str]:
    return [line for line in sorted(ward.content) if not line.startswith('INSERT INTO "backup"')]


def test_a_backup_holds_what_the_file_does(busy: Ward) -> None:
    copy = Ward(backed_up(busy).path)
    assert without_note(copy) == without_note(busy)
    assert (strays(copy), broken_links(copy)) == ([], [])


def test_what_is_told_of_a_backup(busy: Ward) -> None:
    made = backed_up(busy)
    [last] = busy.ask("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1")
    content = made.path.read_bytes()
    assert made == BackedUp(
        busy.path.with_name("copy.db"), busy.now, Mark(*last), last[0], 3, len(content),
        hashlib.sha256(content).hexdigest(), backups.Note(busy.now, Mark(*last), made.path), True,
    )  # fmt: skip


def test_a_backup_is_one_rollback_journal_file_of_its_owner_only(busy: Ward) -> None:
    made = backed_up(busy).path
    with closing(sqlite3.connect(f"file:{made}?mode=ro", uri=True)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("delete",)]
    assert made.stat().st_mode & 0o777 == 0o600
    assert copies(busy) == ["copy.db"]


def test_the_file_and_its_backup_know_when_it_was_made_and_where_it_lies(busy: Ward) -> None:
    made = backed_up(busy)
    noted = [(busy.now.isoformat(), made.mark.seq, str(made.path.absolute()))]
    for file in (busy, Ward(made.path)):
        assert file.ask("SELECT made_at, seq, path FROM backup") == noted


def test_a_backup_that_will_be_moved_is_known_by_its_place_in_the_end(busy: Ward, tmp_path: Path) -> None:
    made = back_up(busy.path, busy.clock, tmp_path / "draft.db", known_as=tmp_path / "2026-08-03" / "backup.db")
    assert Ward(made.path).ask("SELECT path FROM backup") == [(str(tmp_path / "2026-08-03" / "backup.db"),)]
    assert (made.is_noted, busy.ask("SELECT * FROM backup")) == (False, [])
    assert note(busy.path, made.note)
    assert without_note(busy) == without_note(Ward(made.path))
    assert busy.ask("SELECT * FROM backup") == Ward(made.path).ask("SELECT * FROM backup")


def known(ward: Ward) -> list[Fact]:
    """What doctor tells of the last backup."""
    return [fact for fact in doctor(ward.path, ward.clock, {}) if fact.name.startswith("backup")]


def failing(_: object) -> NoReturn:
    raise StoreFull(path=Path("list.csv"))


@pytest.mark.parametrize("noted_before", [False, True])
def test_a_night_that_fails_leaves_no_note_of_a_backup(busy: Ward, tmp_path: Path, noted_before: bool) -> None:
    if noted_before:
        backed_up(busy)
        busy.is_now("4/8/2026 17:00")
        busy.receive()
    before = known(busy)
    with pytest.raises(NightDiskFull):
        write_night(busy.path, busy.clock, tmp_path / "nights", NightRequest(), failing)
    assert known(busy) == before


def test_a_finished_night_is_the_last_backup(busy: Ward, tmp_path: Path) -> None:
    write_night(busy.path, busy.clock, tmp_path / "nights", NightRequest(), lambda _: ())
    [(path,)] = busy.ask("SELECT path FROM backup")
    assert (path, Path(path).is_file()) == (str(tmp_path / "nights" / "2026-08-02" / "backup.db"), True)


def test_the_last_backup_is_the_one_that_is_known(busy: Ward) -> None:
    backed_up(busy)
    busy.is_now("4/8/2026 17:00")
    last = backed_up(busy, "second.db")
    assert busy.ask("SELECT made_at, path FROM backup") == [(busy.now.isoformat(), str(last.path))]


def test_an_older_backup_that_ends_later_does_not_become_the_last(busy: Ward) -> None:
    made = backed_up(busy)
    [earlier] = busy.ask("SELECT seq, hash FROM event WHERE seq = ?", made.mark.seq - 1)
    assert not note(busy.path, backups.Note(made.made_at, Mark(*earlier), Path("/older.db")))
    assert busy.ask("SELECT path FROM backup") == [(str(made.path),)]


@pytest.mark.parametrize("last", [Mark(99, "a" * 64), Mark(6, "a" * 64)])
def test_a_file_that_was_restored_meanwhile_does_not_know_of_a_backup_of_events_it_has_not(
    busy: Ward, last: Mark
) -> None:
    """The backup ends beyond the file as it is now, or with another event of that number."""
    assert not note(busy.path, backups.Note(busy.now, last, Path("/other.db")))
    assert busy.ask("SELECT * FROM backup") == []


def test_a_backup_of_a_backup_is_the_same_and_changes_no_byte_of_it(busy: Ward) -> None:
    first = backed_up(busy)
    before = first.path.read_bytes()
    second = back_up(first.path, busy.clock, busy.path.with_name("second.db"))
    assert (second.mark, second.events, second.is_noted) == (first.mark, first.events, False)
    assert first.path.read_bytes() == before


def test_a_file_that_cannot_be_written_is_backed_up_and_does_not_know(
    busy: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file says so to whoever asks: root may write all the same."""
    real = os.access
    monkeypatch.setattr(database.os, "access", lambda path, mode: path != busy.path and real(path, mode))
    made = read_only(busy, tmp_path)
    assert (made.is_noted, busy.ask("SELECT * FROM backup")) == (False, [])


def read_only(ward: Ward, tmp_path: Path) -> BackedUp:
    target = tmp_path / "elsewhere"
    target.mkdir()
    made = back_up(ward.path, ward.clock, target / "copy.db")
    assert Ward(made.path).ask("SELECT count(*) FROM dossier") == [(3,)]
    return made


OCCUPIED: dict[str, Callable[[Path], object]] = {
    "copy.db": lambda path: path.write_text("mine"),
    "copy.db-wal": lambda path: path.write_text("mine"),
    "copy.db-journal": lambda path: path.write_text("mine"),
}


@pytest.mark.parametrize("name", [*OCCUPIED, "a link to nowhere"])
def test_a_backup_is_never_written_over_anything(busy: Ward, name: str) -> None:
    folder = busy.path.parent
    if name in OCCUPIED:
        OCCUPIED[name](folder / name)
    else:
        (folder / "copy.db").symlink_to("nowhere")
    before = names(folder)
    with pytest.raises(BackupExists) as refused:
        backed_up(busy)
    assert (refused.value.exit_code, names(folder)) == (11, before)


def test_the_file_itself_is_no_place_for_its_backup(busy: Ward) -> None:
    before = busy.path.read_bytes()
    with pytest.raises(BackupExists):
        backed_up(busy, busy.path.name)
    assert busy.path.read_bytes() == before


@pytest.mark.parametrize(
    "name",
    [
        "onestop.db-wal", "onestop.db-shm", "onestop.db-journal", ".copy.db.new", ".copy.db.lock", "none/copy.db",
        "folder", ".",
    ],
)  # fmt: skip
def test_where_no_backup_can_lie(busy: Ward, name: str) -> None:
    (busy.path.parent / "folder").mkdir()
    before = names(busy.path.parent)
    with pytest.raises(BadBackupTarget):
        back_up(busy.path, busy.clock, busy.path.parent / name)
    assert names(busy.path.parent) == before


def test_a_name_the_system_does_not_take(busy: Ward) -> None:
    with pytest.raises(StoreReadOnly):
        backed_up(busy, "x" * 300)


def test_a_folder_that_cannot_be_written(busy: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a read-only file system answers."""

    def refusing(*_: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(backups.os, "open", refusing)
    with pytest.raises(StoreReadOnly) as refused:
        backed_up(busy)
    assert (refused.value.exit_code, refused.value.values["why"]) == (14, "Read-only file system")


def test_a_folder_without_room_for_a_name(busy: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(backups.os, "open", refusing)
    with pytest.raises(StoreFull):
        backed_up(busy)


def _is_network(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """From here on a folder is a network drive."""
    folder.mkdir()
    monkeypatch.setattr(disk, "file_system", lambda path: "cifs" if folder in path.parents else "ext4")


def test_a_backup_may_lie_on_a_network_drive(busy: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of SQLite is written there: the copy is verified beside the file and carried over, byte for byte."""
    _is_network(monkeypatch, tmp_path / "net")
    made = back_up(busy.path, busy.clock, tmp_path / "net" / "copy.db")
    copy = made.path.read_bytes()
    assert (hashlib.sha256(copy).hexdigest(), made.path.stat().st_mode & 0o777) == (made.sha256, 0o600)
    assert ([path.name for path in made.path.parent.iterdir()], copies(busy)) == (["copy.db"], ["net"])


def test_a_backup_that_arrives_otherwise_is_not_kept(
    busy: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def losing(source: IO[bytes], target: IO[bytes], _piece: int) -> None:
        target.write(source.read()[:-1])

    _is_network(monkeypatch, tmp_path / "net")
    monkeypatch.setattr(backups, "copyfileobj", losing)
    with pytest.raises(CopyDamaged):
        back_up(busy.path, busy.clock, tmp_path / "net" / "copy.db")
    assert (list((tmp_path / "net").iterdir()), copies(busy)) == ([], ["net"])


def test_a_backup_under_way_to_a_network_drive_is_its_owners_only_and_follows_no_link(
    busy: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a killed one left there, and whatever new files are readable by."""
    modes: list[int] = []

    def looking(source: IO[bytes], target: IO[bytes], piece: int) -> None:
        modes.append(os.fstat(target.fileno()).st_mode & 0o777)
        shutil.copyfileobj(source, target, piece)

    _is_network(monkeypatch, tmp_path / "net")
    monkeypatch.setattr(backups, "copyfileobj", looking)
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "net" / ".copy.db.new").symlink_to(tmp_path / "mine")
    umask = os.umask(0)
    try:
        made = back_up(busy.path, busy.clock, tmp_path / "net" / "copy.db")
    finally:
        os.umask(umask)
    assert (modes, made.path.is_symlink(), (tmp_path / "mine").read_text()) == ([0o600], False, "mine")


def test_backups_to_two_drives_under_one_name_have_drafts_of_their_own(
    busy: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of them beside the file, where the draft of the other is too."""
    _is_network(monkeypatch, tmp_path / "net")
    other = another_at_work(busy)
    try:
        back_up(busy.path, busy.clock, tmp_path / "net" / "copy.db")
        assert other.poll() is None
        assert busy.path.with_name(".copy.db.new").exists()
    finally:
        other.kill()
        other.communicate()


def test_a_row_that_no_check_lets_in_is_damage(busy: Ward) -> None:
    changed_outside(
        busy.path, "PRAGMA ignore_check_constraints = ON", "UPDATE dossier SET status = 'delivereD' WHERE id = 1"
    )
    with pytest.raises(StoreDamaged) as refused:
        backed_up(busy)
    assert (refused.value.values["path"], copies(busy)) == (busy.path, [])


@pytest.mark.parametrize("change", ["DROP TRIGGER event_no_delete", "DROP INDEX dossier_tail", "DROP VIEW v_event"])
def test_a_file_whose_guards_were_taken_away_is_not_called_verified(busy: Ward, change: str) -> None:
    changed_outside(busy.path, change)
    with pytest.raises(StrangeShape):
        backed_up(busy)
    assert copies(busy) == []


def test_what_others_put_beside_our_tables_is_theirs(busy: Ward) -> None:
    changed_outside(busy.path, "CREATE TABLE mine (x)", "CREATE INDEX mine_too ON dossier (officer)")
    assert backed_up(busy).dossiers == 3


def test_a_missing_file_is_missed(tmp_path: Path, ward: Ward) -> None:
    with pytest.raises(StoreMissing):
        back_up(tmp_path / "none.db", ward.clock, tmp_path / "copy.db")
    assert names(tmp_path) == ["onestop.db"]


def test_a_full_disk_is_told_and_nothing_is_left(busy: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft may not grow; SQLite answers as it does when the disk is full."""
    real = database.connect

    def small(path: Path, mode: str, seconds: float = 1) -> sqlite3.Connection:
        connection = real(path, mode, seconds)
        connection.execute("PRAGMA max_page_count = 5")
        return connection

    monkeypatch.setattr(backups, "connect", small)
    with pytest.raises(StoreFull) as full:
        backed_up(busy)
    assert (full.value.values["path"].name, copies(busy)) == ("copy.db", [])


def test_a_backup_is_on_disk_before_it_has_its_name(busy: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever else was written to it: SQLite does not wait for the disk while it copies."""
    flushed = flushes(monkeypatch)
    monkeypatch.setattr(backups, "note", lambda *_: True)
    made = backed_up(busy)
    assert (made.path.stat().st_ino, False) in flushed


def flushes(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, bool]]:
    """From here on: which files are waited for until they are on disk, and whether they had two names by then."""
    real, flushed = os.fsync, list[tuple[int, bool]]()

    def fsync(opened: int) -> None:
        found = os.fstat(opened)
        flushed.append((found.st_ino, found.st_nlink > 1))
        real(opened)

    monkeypatch.setattr(os, "fsync", fsync)
    return flushed


def without_links(*_: object) -> NoReturn:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def test_a_disk_without_hard_links_takes_a_backup_that_nobody_has_open(
    busy: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems do not rename a file that is open."""
    drafts: list[Draft] = []
    real, moved = backups.verified, Path.rename

    def verified(draft: Draft, *rest: Any) -> object:
        drafts.append(draft)
        return real(draft, *rest)

    def rename(path: Path, target: Path) -> None:
        with pytest.raises(sqlite3.ProgrammingError):
            drafts[0].connection.execute("SELECT 1")
        moved(path, target)

    monkeypatch.setattr(backups, "verified", verified)
    monkeypatch.setattr(os, "link", without_links)
    monkeypatch.setattr(Path, "rename", rename)
    made = backed_up(busy)
    assert (copies(busy), strays(Ward(made.path))) == (["copy.db"], [])


@pytest.mark.parametrize(
    ("number", "refusal"),
    [
        (errno.ENOSPC, StoreFull),
        (errno.EDQUOT, StoreFull),
        (errno.EIO, StoreReadOnly),
        (errno.EPERM, StoreReadOnly),
    ],
)
@pytest.mark.parametrize("step", ["rename", "fsync"])
def test_what_the_disk_refuses_at_the_end_is_told_and_nothing_is_left(
    busy: Ward, monkeypatch: pytest.MonkeyPatch, step: str, number: int, refusal: type[Exception]
) -> None:
    def refusing(*_: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", without_links)
    monkeypatch.setattr(*((Path, "rename") if step == "rename" else (os, "fsync")), refusing)
    with pytest.raises(refusal):
        backed_up(busy)
    assert copies(busy) == []


@pytest.mark.parametrize("has_links", [True, False])
def test_what_is_there_once_the_copy_is_made_is_not_written_over(
    busy: Ward, monkeypatch: pytest.MonkeyPatch, has_links: bool
) -> None:
    """Somebody else put a file there meanwhile."""
    if not has_links:
        monkeypatch.setattr(os, "link", without_links)
    in_the_middle(monkeypatch, lambda draft: draft.with_name("copy.db").write_text("mine"))
    with pytest.raises(BackupExists):
        backed_up(busy)
    assert busy.path.with_name("copy.db").read_text() == "mine"


def in_the_middle(monkeypatch: pytest.MonkeyPatch, work: Callable[[Path], object]) -> None:
    """Something happens to the draft between its writing and its looking at."""
    real = backups.looked_at

    def looking(connection: sqlite3.Connection, path: Path, progress: object = None) -> object:
        monkeypatch.setattr(backups, "looked_at", real)
        (draft,) = path.parent.glob(".*.new")
        work(draft)
        with closing(database.connect(draft, "mode=ro")) as again:
            return real(again, path)

    monkeypatch.setattr(backups, "looked_at", looking)


def scrambled(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 4)


def test_a_copy_that_is_read_back_otherwise_is_the_disks_fault_and_is_not_left(
    busy: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_the_middle(monkeypatch, scrambled)
    with pytest.raises(CopyDamaged) as damaged:
        backed_up(busy)
    assert (damaged.value.exit_code, copies(busy)) == (14, [])


def test_a_copy_that_lost_its_end_is_the_disks_fault(busy: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    in_the_middle(monkeypatch, lambda draft: shutil.copy(shortened(busy), draft))
    with pytest.raises(CopyDamaged):
        backed_up(busy)


def shortened(ward: Ward) -> Path:
    """The same file without its last event."""
    short = Path(shutil.copy(ward.path, ward.path.with_name("short.db")))
    unguarded(Ward(short), lambda c: c.execute("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)"))
    with closing(sqlite3.connect(short)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return short


def test_a_file_whose_pages_are_damaged_is_named_as_such(busy: Ward) -> None:
    scrambled(busy.path)
    with pytest.raises(StoreDamaged) as damaged:
        backed_up(busy)
    assert damaged.value.values["path"] == busy.path
    assert copies(busy) == []


def test_a_file_whose_chain_is_broken_is_named_as_such_with_the_event(busy: Ward) -> None:
    tampered(busy.path, "UPDATE event SET actor = 'hoa' WHERE seq = 5")
    with pytest.raises(ChainBroken) as damaged:
        backed_up(busy)
    assert (damaged.value.values["path"], damaged.value.values["seq"]) == (busy.path, 5)
    assert copies(busy) == []


def test_a_file_whose_rows_name_others_that_are_not_there_is_damaged(busy: Ward) -> None:
    unguarded(busy, lambda connection: connection.execute("UPDATE claim SET seq = 900 WHERE rowid = 1"))
    with pytest.raises(StoreDamaged):
        backed_up(busy)


def test_a_file_without_events_is_damaged(ward: Ward) -> None:
    unguarded(ward, lambda connection: connection.execute("DELETE FROM event"))
    with pytest.raises(StoreDamaged):
        backed_up(ward)


def test_a_clerk_records_while_the_copy_is_made_and_looked_at(busy: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits, and the backup is of the moment when it began."""
    dossiers: list[str] = []
    in_the_middle(monkeypatch, lambda draft: dossiers.append(busy.receive().code))
    made = backed_up(busy)
    assert len(dossiers) == 1
    assert (made.dossiers, Ward(made.path).ask("SELECT count(*) FROM dossier")) == (3, [(3,)])


def test_clerks_record_while_backups_are_made(busy: Ward) -> None:
    ended = threading.Event()

    def clerk() -> None:
        while not ended.is_set():
            busy.receive()

    at_work = threading.Thread(target=clerk)
    at_work.start()
    try:
        made = [backed_up(busy, f"copy-{n}.db") for n in range(5)]
    finally:
        ended.set()
        at_work.join()
    for each in made:
        copy = Ward(each.path)
        assert (copy.ask("SELECT count(*) FROM dossier"), strays(copy)) == ([(each.dossiers,)], [])


KILLED = """
import sys, time
from datetime import datetime
from pathlib import Path
from onestop_cli.store import backups
from onestop_cli.usecases.backups import back_up

def waiting(connection, path, progress):
    print("half", flush=True)
    time.sleep(60)

backups.looked_at = waiting
back_up(Path(sys.argv[1]), lambda: datetime.fromisoformat("2026-08-03T09:00:00+07:00"), Path(sys.argv[2]))
"""


def another_at_work(ward: Ward) -> subprocess.Popen[str]:
    """Another command that has the draft of the same backup in hand."""
    command = [sys.executable, "-c", KILLED, str(ward.path), str(ward.path.with_name("copy.db"))]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "half\n"
    return other


def test_two_backups_to_one_name_do_not_disturb_each_other(busy: Ward) -> None:
    other = another_at_work(busy)
    try:
        with pytest.raises(BackupRunning):
            backed_up(busy)
        assert busy.path.with_name(".copy.db.new").exists()
    finally:
        other.kill()
        other.communicate()


CROWD = """
import os, sys
from datetime import datetime
from pathlib import Path
from onestop_cli.errors import OnestopError
from onestop_cli.usecases.backups import back_up

path = Path(sys.argv[1])
for n in range(20):
    target = path.with_name(("a.db", "b.db")[n % 2])
    try:
        back_up(path, lambda: datetime.fromisoformat("2026-08-03T09:00:00+07:00"), target)
    except OnestopError as problem:
        print(problem.exit_code, type(problem).__name__, problem.values)
    else:
        target.rename(path.with_name(f"made-{os.getpid()}-{n}.db"))
        print("0")
"""


def test_backups_in_a_crowd_are_whole_or_refused(busy: Ward) -> None:
    """Four processes, two names, each free again as soon as its backup is there."""
    command = [sys.executable, "-c", CROWD, str(busy.path)]
    crowd = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = [line for each in crowd for line in each.communicate()[0].splitlines()]
    assert [each.returncode for each in crowd] == [0] * 4
    assert ({line.split()[0] for line in answers} <= {"0", "11"}, len(answers)) == (True, 80), answers
    made = [name for name in copies(busy) if name.startswith("made-")]
    assert (len(made), copies(busy)) == (answers.count("0"), made)
    for name in made:
        with backups.opened(busy.path.with_name(name)) as connection:
            backups.looked_at(connection, busy.path)


def test_what_a_killed_backup_left_is_hidden_and_the_next_clears_it_away(busy: Ward) -> None:
    other = another_at_work(busy)
    os.kill(other.pid, signal.SIGKILL)
    other.communicate()
    assert copies(busy) == [".copy.db.lock", ".copy.db.new"]
    backed_up(busy)
    assert copies(busy) == ["copy.db"]


@pytest.mark.parametrize("rest", [lambda p: p.write_text("half"), lambda p: p.symlink_to("onestop.db")])
def test_any_rest_of_a_draft_is_cleared_away(busy: Ward, rest: Callable[[Path], object]) -> None:
    rest(busy.path.with_name(".copy.db.new"))
    backed_up(busy)
    assert (copies(busy), strays(busy)) == (["copy.db"], [])


def test_every_reading_command_reads_a_backup(busy: Ward) -> None:
    with reading(backed_up(busy).path) as connection:
        assert connection.execute("SELECT count(*) FROM dossier").fetchone() == (3,)


def test_errors_of_a_backup_are_ours(busy: Ward) -> None:
    with pytest.raises(OnestopError):
        back_up(busy.path, busy.clock, busy.path / "copy.db")
