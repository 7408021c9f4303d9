"""A backup in the file's place: said in the ledger, numbers go on, what was there is kept, no act is lost."""

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any, NoReturn

import pytest

from onestop_cli.core.anchors import Restoration
from onestop_cli.core.file_events import Restored, file_event
from onestop_cli.core.ledger import Mark
from onestop_cli.errors import (
    ChainBroken,
    FileExists,
    NotOurStore,
    OtherOffice,
    RestoredFromItself,
    SideFileLeft,
    StoreDamaged,
    StoreLocked,
    StoreMissing,
    StoreMoved,
    StoreReadOnly,
    StrangeShape,
    TargetNotOurs,
    UnknownFile,
)
from onestop_cli.store import connecting, database, disk, ledger, restoring
from onestop_cli.store.announcing import OPENED
from onestop_cli.store.database import reading
from onestop_cli.usecases import office
from onestop_cli.usecases.backups import PutBack, back_up, restore
from tests.office import ACTOR, AGENCY, NAME, Ward, broken_links, changed_outside, strays, tampered
from tests.store.conftest import unpacked

EVENING = "3/8/2026 17:00"
NEXT_DAY = "4/8/2026 09:00"


@pytest.fixture
def backup(ward: Ward) -> Path:
    """A backup with two dossiers; after it the office received two more, and two the day after."""
    ward.receive()
    ward.receive()
    ward.resolve("1")
    made = back_up(ward.path, ward.clock, ward.path.with_name("backup.db"))
    ward.receive()
    ward.receive()
    ward.is_now(NEXT_DAY)
    ward.receive()
    ward.receive()
    return made.path


def restored(ward: Ward, backup: Path, note: str = "") -> PutBack:
    return restore(ward.path, ward.clock, "hoa", backup, note)


def head(path: Path) -> Mark:
    with reading(path) as connection:
        return ledger.last_mark(connection)


def names(ward: Ward) -> list[str]:
    return sorted(p.name for p in ward.path.parent.iterdir())


def test_the_file_is_the_backup_and_says_so(ward: Ward, backup: Path) -> None:
    replaced, of_backup = head(ward.path), head(backup)
    done = restored(ward, backup, "ổ đĩa hỏng")
    assert done.event.seq == of_backup.seq + 1
    assert (done.event.kind, done.event.actor, done.event.recorded_at) == ("restored", "hoa", ward.now)
    series = {"H26.15.30-260803": 4, "H26.15.30-260804": 2}
    assert file_event("restored", done.event.data) == Restored(replaced, series, "ổ đĩa hỏng")
    assert ward.ask("SELECT count(*) FROM dossier") == [(2,)]
    assert (head(ward.path).seq, strays(ward), broken_links(ward)) == (done.event.seq, [], [])


def test_a_second_restoration_tells_what_the_first_replaced(ward: Ward, backup: Path) -> None:
    """The backup knows nothing of the first, which is in the file that is replaced now."""
    first, of_backup = head(ward.path), head(backup)
    restored(ward, backup)
    second = head(ward.path)
    ward.is_now("5/8/2026 09:00")
    restored(ward, backup)
    third = head(ward.path)
    ward.is_now("6/8/2026 09:00")
    told = file_event("restored", restored(ward, backup).event.data)
    assert isinstance(told, Restored)
    assert (told.replaced, told.earlier) == (third, (second, first))
    with reading(ward.path) as connection:
        assert ledger.restorations(connection) == [Restoration(of_backup.seq + 1, (third, second, first))]


def test_what_is_told_of_a_restoration(ward: Ward, backup: Path) -> None:
    replaced, of_backup = head(ward.path), head(backup)
    done = restored(ward, backup)
    assert (done.path, done.file, done.dossiers, done.replaced) == (ward.path, backup, 2, replaced)
    assert done.n_later == replaced.seq - of_backup.seq
    assert done.made_at is not None
    assert done.made_at.hour == 9


def test_no_number_is_used_twice(ward: Ward, backup: Path) -> None:
    used = {code for (code,) in ward.ask("SELECT code FROM dossier")}
    restored(ward, backup)
    assert ward.receive().code.endswith("260804-0003")
    ward.is_now(NEXT_DAY)
    drawn = {ward.receive(when="3/8/2026 10:00").code, ward.receive().code}
    assert drawn == {"H26.15.30-260803-0005", "H26.15.30-260804-0004"}
    assert not drawn & used


def test_numbers_go_on_after_a_second_restoration_too(ward: Ward, backup: Path) -> None:
    restored(ward, backup)
    ward.is_now("5/8/2026 09:00")
    restored(ward, backup)
    assert ward.receive(when="3/8/2026 10:00").code.endswith("260803-0005")
    assert ward.receive(when="4/8/2026 10:00").code.endswith("260804-0003")


def test_what_was_there_is_kept_in_one_file_as_it_was(ward: Ward, backup: Path) -> None:
    before = sorted(ward.content)
    done = restored(ward, backup)
    assert done.kept is not None
    assert done.kept == ward.path.with_name("onestop.db.before-restore-20260804-090000")
    kept = Ward(done.kept)
    assert (sorted(kept.content), kept.ask("PRAGMA journal_mode")) == (before, [("delete",)])
    assert [name for name in names(ward) if name.startswith(done.kept.name)] == [done.kept.name]


def test_the_restored_file_is_one_for_a_counter(ward: Ward, backup: Path) -> None:
    restored(ward, backup)
    assert ward.ask("PRAGMA journal_mode") == [("wal",)]
    assert [name for name in names(ward) if name.startswith(".")] == []


@pytest.mark.parametrize("mode", [0o600, 0o660])
def test_who_may_read_the_file_stays(ward: Ward, backup: Path, mode: int) -> None:
    ward.path.chmod(mode)
    restored(ward, backup)
    assert ward.path.stat().st_mode & 0o777 == mode


def test_the_backup_is_not_changed(ward: Ward, backup: Path) -> None:
    before = backup.read_bytes()
    restored(ward, backup)
    assert backup.read_bytes() == before


def test_where_nothing_was_the_backup_is_simply_put(ward: Ward, backup: Path) -> None:
    ward.path.rename(ward.path.with_name("away.db"))
    for side in disk.beside(ward.path):
        side.unlink(missing_ok=True)
    done = restored(ward, backup)
    assert (done.kept, done.replaced, done.n_later, done.series) == (None, None, None, {})
    assert (ward.path.stat().st_mode & 0o777, strays(ward)) == (0o600, [])


def test_the_same_content_is_restored_and_said_all_the_same(ward: Ward) -> None:
    ward.receive()
    made = back_up(ward.path, ward.clock, ward.path.with_name("backup.db"))
    done = restored(ward, made.path)
    assert (done.n_later, done.replaced, done.event.seq) == (0, made.mark, made.mark.seq + 1)


def test_what_two_files_share_ends_where_they_parted(ward: Ward, backup: Path) -> None:
    """The file was restored once already: it has the backup's events and one of its own."""
    restored(ward, backup)
    ward.receive()
    ward.is_now("5/8/2026 09:00")
    assert restored(ward, backup).n_later == 2


def test_a_later_file_over_an_earlier_one_loses_nothing(ward: Ward, backup: Path) -> None:
    later = back_up(ward.path, ward.clock, ward.path.with_name("later.db"))
    shutil.copy(backup, ward.path)
    done = restored(ward, later.path)
    assert (done.n_later, ward.ask("SELECT count(*) FROM dossier")) == (0, [(6,)])


def test_a_file_is_restored_behind_a_link(ward: Ward, backup: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(ward.path)
    restore(link, ward.clock, "hoa", backup)
    assert (link.is_symlink(), ward.ask("SELECT count(*) FROM dossier")) == (True, [(2,)])


def test_a_backup_of_an_earlier_format_is_brought_to_the_present_one(of_format_3: Ward) -> None:
    backup = of_format_3.path.rename(of_format_3.path.with_name("old.db"))
    restored(of_format_3, backup)
    assert (strays(of_format_3), broken_links(of_format_3)) == ([], [])


def test_a_file_of_an_earlier_format_is_replaced(of_format_3: Ward) -> None:
    """Its numbers are used too."""
    backup = Path(shutil.copy(of_format_3.path, of_format_3.path.with_name("old.db")))
    [(code,)] = of_format_3.ask("SELECT code FROM dossier WHERE number IS NOT NULL ORDER BY number DESC LIMIT 1")
    done = restored(of_format_3, backup)
    assert (done.n_later, done.series, bool(code)) == (0, {}, True)


@pytest.fixture
def of_format_3(tmp_path: Path) -> Ward:
    path = tmp_path / "onestop.db"
    path.write_bytes(unpacked("format_3.db"))
    return Ward(path)


def damage(path: Path, start: int) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xff" * (size - start))


@pytest.mark.parametrize("start", [100, 4096])
def test_a_damaged_file_is_replaced_and_kept_as_it_is(ward: Ward, backup: Path, start: int) -> None:
    damage(ward.path, start)
    damaged = ward.path.read_bytes()
    done = restored(ward, backup)
    assert (done.replaced, done.n_later, strays(ward)) == (None, None, [])
    assert done.kept is not None
    assert done.kept.read_bytes()[start:] == damaged[start:]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE dossier SET number = 1152921504606846976 WHERE id = 1",
        "UPDATE dossier SET series = 'H26.15.30-2608x3' WHERE id = 1",
    ],
)
def test_what_a_damaged_file_says_of_its_numbers_is_not_taken_over(ward: Ward, backup: Path, damage: str) -> None:
    """Its rows can be read and cannot be true: nothing of them goes into the ledger."""
    changed_outside(ward.path, "PRAGMA ignore_check_constraints = ON", damage)
    done = restore(ward.path, ward.clock, ACTOR, backup)
    assert (done.series, done.series_known, done.replaced) == ({}, False, None)
    ward.receive()


def test_a_copy_with_a_trigger_of_somebody_elses_is_no_backup(ward: Ward, backup: Path) -> None:
    """It would delete the register with the next act, or let the ledger be changed."""
    for change in (
        "CREATE TRIGGER evil AFTER INSERT ON event BEGIN DELETE FROM dossier; END",
        "DROP TRIGGER event_no_update",
    ):
        bent = backup.with_name("bent.db")
        shutil.copy(backup, bent)
        changed_outside(bent, change)
        before = ward.content
        with pytest.raises(StrangeShape):
            restore(ward.path, ward.clock, ACTOR, bent)
        assert ward.content == before


def test_what_lies_beside_a_damaged_file_is_kept_with_it(ward: Ward, backup: Path) -> None:
    damage(ward.path, 100)
    for side in disk.beside(ward.path):
        side.write_text("half")
    done = restored(ward, backup)
    assert done.kept is not None
    assert done.kept.with_name(f"{done.kept.name}-wal").read_text() == "half"
    assert (ward.receive().code, strays(ward)) == ("H26.15.30-260804-0001", [])


REFUSED: dict[str, tuple[Callable[[Path], object], type[Exception]]] = {
    "nothing": (lambda path: None, UnknownFile),
    "a text": (lambda path: path.write_text("Sổ theo dõi hồ sơ\n" * 100), NotOurStore),
    "a folder": (lambda path: path.mkdir(), NotOurStore),
    "an empty file": (lambda path: path.write_bytes(b""), NotOurStore),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_backup_is_refused_and_nothing_changes(ward: Ward, what: str) -> None:
    made, refusal = REFUSED[what]
    made(ward.path.with_name("backup.db"))
    before = ward.content, names(ward)
    with pytest.raises(refusal):
        restored(ward, ward.path.with_name("backup.db"))
    assert (ward.content, names(ward)) == before


def test_a_name_the_system_does_not_take_is_missed(ward: Ward) -> None:
    with pytest.raises(UnknownFile):
        restored(ward, ward.path.with_name("x" * 300))


def test_the_file_itself_is_no_backup(ward: Ward) -> None:
    ward.path.with_name("same.db").symlink_to(ward.path)
    for name in ("onestop.db", "same.db"):
        with pytest.raises(RestoredFromItself):
            restored(ward, ward.path.with_name(name))


def test_a_backup_whose_chain_is_broken_is_refused(ward: Ward, backup: Path) -> None:
    tampered(backup, "UPDATE event SET actor = 'hoa' WHERE seq = 5")
    before = ward.content
    with pytest.raises(ChainBroken) as refused:
        restored(ward, backup)
    assert (refused.value.values["path"], ward.content) == (backup, before)


def test_a_backup_whose_pages_are_damaged_is_refused(ward: Ward, backup: Path) -> None:
    damage(backup, 4096 * 10)
    before = ward.content
    with pytest.raises(StoreDamaged):
        restored(ward, backup)
    assert (ward.content, ward.ask("PRAGMA journal_mode")) == (before, [("wal",)])


def test_the_backup_of_another_office_is_refused(ward: Ward, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    office.init(other, ward.clock, ACTOR, AGENCY, NAME)
    before = ward.content
    with pytest.raises(OtherOffice) as refused:
        restored(ward, other)
    assert (refused.value.exit_code, ward.content, ward.ask("PRAGMA journal_mode")) == (11, before, [("wal",)])


@pytest.mark.parametrize("there", [lambda p: p.write_text("mine" * 50), lambda p: p.mkdir()])
def test_what_is_not_ours_is_not_replaced(ward: Ward, backup: Path, there: Callable[[Path], object]) -> None:
    target = Ward(ward.path.with_name("mine.db"))
    target.is_now(EVENING)
    there(target.path)
    with pytest.raises(NotOurStore) as refused:
        restored(target, backup)
    assert refused.value.exit_code == 14
    assert isinstance(refused.value, TargetNotOurs) or target.path.is_dir()


def test_what_is_left_of_a_file_that_is_gone_is_not_mixed_in(ward: Ward, backup: Path) -> None:
    target = Ward(ward.path.with_name("new.db"))
    target.path.with_name("new.db-wal").write_text("old")
    with pytest.raises(SideFileLeft):
        restored(target, backup)
    assert not target.path.exists()


def test_a_name_that_is_taken_is_not_written_over(ward: Ward, backup: Path) -> None:
    ward.path.with_name("onestop.db.before-restore-20260804-090000").write_text("mine")
    before = ward.content
    with pytest.raises(FileExists):
        restored(ward, backup)
    assert (ward.content, ward.ask("PRAGMA journal_mode")) == (before, [("wal",)])
    ward.receive()


def test_a_restoration_that_fails_at_its_end_leaves_everything_as_it_was(
    ward: Ward, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, there = ward.content, [name for name in names(ward) if "-" not in name]
    monkeypatch.setattr(Path, "replace", refusing(Path.replace))
    with pytest.raises(RuntimeError, match="refused"):
        restored(ward, backup)
    monkeypatch.undo()
    assert (ward.content, [name for name in names(ward) if "-" not in name]) == (before, there)
    assert [name for name in names(ward) if "before-restore" in name] == []


def refusing(real: Callable[..., Path]) -> Callable[..., Path]:
    def replace(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise RuntimeError("refused")
        return real(path, target)

    return replace


def test_a_file_that_somebody_keeps_is_not_replaced(ward: Ward, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(restoring, "BUSY_SECONDS", 1)
    monkeypatch.setattr(connecting, "SAID_AFTER", 0.2)
    monkeypatch.setattr(connecting, "teller", lambda path, why: said.append(why))
    with reading(ward.path) as reader:
        reader.execute("SELECT count(*) FROM event").fetchone()
        with pytest.raises(StoreLocked) as refused:
            restored(ward, backup)
    assert [*said, refused.value.values["why"]] == [OPENED, OPENED]
    assert ward.ask("PRAGMA journal_mode") == [("wal",)]
    restored(ward, backup)


def test_a_reader_is_waited_for(ward: Ward, backup: Path) -> None:
    with closing(sqlite3.connect(ward.path, check_same_thread=False, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM event").fetchone()
        ended = threading.Timer(0.3, reader.execute, ["COMMIT"])
        closed = threading.Timer(0.3, reader.close)
        ended.start()
        ended.join()
        closed.start()
        restored(ward, backup)
        closed.join()
    assert strays(ward) == []


WAITING = """
import sys
from datetime import datetime
from pathlib import Path
from onestop_cli.core.dossier import Person
from onestop_cli.store import database
from onestop_cli.usecases import counter

real = database.connect

def connect(path, mode, seconds=10):
    connection = real(path, mode, seconds)
    print("opened", flush=True)
    sys.stdin.readline()
    return connection

database.connect = connect
now = datetime.fromisoformat("2026-08-04T09:00:00+07:00")
received = counter.receive(Path(sys.argv[1]), lambda: now, "lan", counter.Receipt("ket-hon", Person("A")), again=True)
print(received.entry.dossier.code, flush=True)
"""


def test_who_had_opened_the_old_file_and_waited_writes_into_the_new_one(
    ward: Ward, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes: one has opened the file when it is swapped, and goes on once it is."""
    command = [sys.executable, "-c", WAITING, str(ward.path)]
    waiting = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert waiting.stdout is not None
    assert waiting.stdin is not None
    assert waiting.stdout.readline() == "opened\n"
    done = restored(ward, backup)
    ward.receive()
    answer, _ = waiting.communicate("\n\n\n\n")
    code = answer.split()[-1]
    assert done.kept is not None
    assert ward.ask("SELECT count(*) FROM dossier WHERE code = ?", code) == [(1,)]
    assert Ward(done.kept).ask("SELECT count(*) FROM dossier WHERE code = ?", code) == [(0,)]
    assert (strays(ward), broken_links(ward)) == ([], [])


@pytest.mark.parametrize("how", [reading, database.writing])
def test_who_had_opened_the_old_file_is_shown_the_new_one(
    ward: Ward, backup: Path, monkeypatch: pytest.MonkeyPatch, how: Callable[[Path], AbstractContextManager[Any]]
) -> None:
    """The file is swapped, and the new one written to, between a connection's opening and its first look."""
    real = database.connect

    def connect(path: Path, mode: str, seconds: float = 10) -> sqlite3.Connection:
        monkeypatch.setattr(database, "connect", real)
        connection = real(path, mode, seconds)
        restored(ward, backup)
        ward.receive()
        return connection

    monkeypatch.setattr(database, "connect", connect)
    with how(ward.path) as connection:
        assert connection.execute("SELECT count(*) FROM dossier").fetchone() == (3,)
    assert (strays(ward), broken_links(ward)) == ([], [])


CLERK = """
import sys
from datetime import datetime
from pathlib import Path
from onestop_cli.core.dossier import Person
from onestop_cli.usecases import counter

path, stop = map(Path, sys.argv[1:])
now = datetime.fromisoformat("2026-08-04T09:00:00+07:00")
while not stop.exists():
    received = counter.receive(path, lambda: now, "lan", counter.Receipt("ket-hon", Person("A")), again=True)
    print(received.entry.dossier.code, flush=True)
"""


def test_clerks_at_work_lose_nothing(ward: Ward, backup: Path, tmp_path: Path) -> None:
    """What a clerk was told is received is in the file, or in the one that is kept, under a number of its own."""
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", CLERK, str(ward.path), str(stop)]
    clerks = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        for each in clerks:
            assert each.stdout is not None
            each.stdout.readline()
        done = restored(ward, backup)
        ward.receive()
    finally:
        stop.touch()
        told = [code for each in clerks for code in each.communicate()[0].split()]
    assert [each.returncode for each in clerks] == [0, 0]
    assert done.kept is not None
    kept = {code for (code,) in Ward(done.kept).ask("SELECT code FROM dossier")}
    present = {code for (code,) in ward.ask("SELECT code FROM dossier")}
    assert [code for code in told if code not in kept | present] == []
    assert len(told) == len(set(told))
    assert (strays(ward), broken_links(ward)) == ([], [])


CROWD = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from onestop_cli.errors import OnestopError
from onestop_cli.usecases.backups import restore

path, backup, first = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
for n in range(6):
    now = datetime.fromisoformat("2026-08-04T09:00:00+07:00") + timedelta(seconds=first + n)
    try:
        restore(path, lambda: now, "hoa", backup)
        print(0)
    except OnestopError as problem:
        print(problem.exit_code, type(problem).__name__, problem.values)
"""


def test_restorations_in_a_crowd_are_whole_or_refused(ward: Ward, backup: Path) -> None:
    command = [sys.executable, "-c", CROWD, str(ward.path), str(backup)]
    crowd = [subprocess.Popen([*command, str(n * 10)], stdout=subprocess.PIPE, text=True) for n in range(3)]
    answers = [line for each in crowd for line in each.communicate()[0].splitlines()]
    assert [each.returncode for each in crowd] == [0] * 3
    assert ({line.split()[0] for line in answers} <= {"0", "11"}, len(answers)) == (True, 18), answers
    kept = [name for name in names(ward) if "before-restore" in name]
    assert len(kept) == answers.count("0")
    for name in ["onestop.db", *kept]:
        file = Ward(ward.path.with_name(name))
        assert (strays(file), broken_links(file)) == ([], [])
    assert [name for name in names(ward) if name.endswith((".new", ".lock", ".replacing"))] == []


def test_a_restored_file_is_on_disk_before_it_has_its_name(
    ward: Ward, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[int] = []
    real = os.fsync

    def fsync(opened: int) -> None:
        flushed.append(os.fstat(opened).st_ino)
        real(opened)

    monkeypatch.setattr(os, "fsync", fsync)
    restored(ward, backup)
    assert ward.path.stat().st_ino in flushed


def test_a_folder_that_is_not_there_is_not_made(ward: Ward, backup: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreReadOnly):
        restore(tmp_path / "none" / "onestop.db", ward.clock, "hoa", backup)
    assert not (tmp_path / "none").exists()


def test_a_disk_without_hard_links_takes_a_restoration(
    ward: Ward, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", without_links)
    done = restored(ward, backup)
    assert done.kept is not None
    assert (Ward(done.kept).ask("SELECT count(*) FROM dossier"), strays(ward)) == ([(6,)], [])


def without_links(*_: object) -> NoReturn:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


def test_a_file_that_is_gone_in_the_middle_of_a_restoration_is_named(ward: Ward, backup: Path) -> None:
    """As after a power cut on a disk without hard links; the last of several."""
    for at in ("20260803-090000", "20260802-090000"):
        shutil.copy(ward.path, ward.path.with_name(f"onestop.db.before-restore-{at}"))
    kept = ward.path.rename(ward.path.with_name("onestop.db.before-restore-20260805-090000"))
    disk.beside(kept)[1].touch()
    with pytest.raises(StoreMoved) as missing, reading(ward.path):
        pass
    assert (missing.value.exit_code, missing.value.values) == (14, {"path": ward.path, "kept": kept})
    kept.rename(ward.path)
    assert restored(ward, backup).series_known


def test_a_file_that_is_gone_without_a_trace_is_just_missing(ward: Ward, tmp_path: Path) -> None:
    for path in (ward.path.with_name("other.db"), tmp_path / "none" / "onestop.db"):
        with pytest.raises(StoreMissing) as missing, reading(path):
            pass
        assert type(missing.value) is StoreMissing


def test_what_a_killed_restoration_kept_of_the_file_that_is_there_is_cleared_away(ward: Ward, backup: Path) -> None:
    twin = ward.path.with_name("onestop.db.before-restore-20260804-080000")
    os.link(ward.path, twin)
    restored(ward, backup)
    assert not twin.exists()
