"""Reading from an account that may put nothing beside the file: the truth or a reason, and no trace of it."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from onestop_cli.errors import MixtureFeared, StoreProblem, StoreUnreadable, TwoNames
from onestop_cli.store import opening
from onestop_cli.store.columnar import dossier_columns
from onestop_cli.store.database import reading, reading_uri, writing
from onestop_cli.usecases.backups import back_up, restore
from tests.accounts import exit_code_of
from tests.office import Ward, broken_links, strays

SIDES = ("-wal", "-shm")


@pytest.fixture
def office() -> Iterator[Ward]:
    """A ward's file in a folder that any account may enter, and read."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield Ward(folder / "onestop.db")
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.fixture
def open_office(office: Ward, ward: Ward) -> Ward:
    shutil.copy(ward.path, office.path)
    office.path.chmod(0o644)
    office.receive()
    return office


@contextmanager
def closed(folder: Path) -> Iterator[None]:
    """Nobody but root may write in a folder."""
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def count(path: Path) -> int:
    with reading(path) as connection:
        return connection.execute("SELECT count(*) FROM dossier").fetchone()[0]


def refusal(path: Path) -> None:
    with pytest.raises(MixtureFeared):
        count(path)


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_a_file_that_somebody_could_write_meanwhile_is_not_read(open_office: Ward) -> None:
    """Its pages alone would be read: a writer who comes would change them under the reader."""
    before = open_office.path.read_bytes()
    with closed(open_office.path.parent):
        assert exit_code_of(lambda: refusal(open_office.path)) == 0
        assert exit_code_of(lambda: count(open_office.path)) == 14
    assert (open_office.path.read_bytes(), names(open_office.path.parent)) == (before, ["onestop.db"])


def test_a_backup_in_a_closed_folder_is_read(open_office: Ward) -> None:
    made = back_up(open_office.path, open_office.clock, open_office.path.with_name("copy.db"))
    made.path.chmod(0o644)
    with closed(open_office.path.parent):
        assert exit_code_of(lambda: count(made.path)) == 0


KEEPING = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM event").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def kept_open(path: Path) -> Iterator[None]:
    """Somebody has the file open."""
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPING, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert keeper.stdout is not None
    assert keeper.stdout.readline() == "open\n"
    try:
        yield
    finally:
        keeper.communicate("")


def test_while_others_have_it_open_it_is_read_with_their_last_acts(open_office: Ward) -> None:
    with kept_open(open_office.path):
        open_office.receive()
        with closed(open_office.path.parent):
            assert exit_code_of(lambda: expect(count(open_office.path) == 2)) == 0


def expect(claim: bool) -> None:
    assert claim


HAMMER = """
import sys
from datetime import datetime
from pathlib import Path
from onestop_cli.core.dossier import Person
from onestop_cli.usecases import counter

path, stop = map(Path, sys.argv[1:])
now = datetime.fromisoformat("2026-08-04T09:00:00+07:00")
first = True
while not stop.exists():
    counter.receive(path, lambda: now, "lan", counter.Receipt("ket-hon", Person("A" * 900)), again=True)
    if first:
        print("first", flush=True)
        first = False
"""


def numbers(path: Path) -> list[int]:
    with reading(path) as connection:
        found = connection.execute("SELECT number FROM dossier WHERE series LIKE '%260804' ORDER BY id").fetchall()
        (last,) = connection.execute("SELECT max(number) FROM dossier WHERE series LIKE '%260804'").fetchone()
    return [number for (number,) in found] if last == len(found) else [-1]


def test_twenty_readings_beside_a_writer_are_whole_or_refused(open_office: Ward, tmp_path: Path) -> None:
    """A reader's side files would be the reader's own in a folder anybody may write: there, too, none is made."""
    stop = tmp_path / "stop"
    open_office.path.parent.chmod(0o777)
    command = [sys.executable, "-c", HAMMER, str(open_office.path), str(stop)]
    clerk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert clerk.stdout is not None
    clerk.stdout.readline()

    def looked() -> None:
        found = numbers(open_office.path)
        assert found == list(range(1, len(found) + 1))

    ends = [exit_code_of(looked) for _ in range(20)]
    stop.touch()
    clerk.communicate()
    assert set(ends) <= {0, 14}
    assert clerk.returncode == 0
    open_office.receive()
    assert (strays(open_office), broken_links(open_office)) == ([], [])


def test_who_may_not_write_the_file_leaves_nothing_in_a_folder_that_anybody_may_write(open_office: Ward) -> None:
    """Side files of a stranger's would lock the office out."""
    open_office.path.parent.chmod(0o777)
    code = exit_code_of(lambda: count(open_office.path))
    assert code == (14 if os.geteuid() == 0 else 0)
    assert os.geteuid() or names(open_office.path.parent) == ["onestop.db"]
    open_office.receive()


def test_a_file_whose_last_acts_cannot_be_read_is_refused(open_office: Ward) -> None:
    """A `-wal` with content was left, and nobody may make the `-shm` that belongs to it."""
    killed(open_office)
    open_office.path.with_name("onestop.db-shm").unlink()
    with closed(open_office.path.parent):
        assert exit_code_of(lambda: refusal(open_office.path)) == 0
    assert count(open_office.path) == 2


def killed(ward: Ward) -> None:
    """Something is recorded, and its process dies before SQLite has tidied up."""
    child = os.fork()
    if child == 0:
        connection = sqlite3.connect(ward.path)
        connection.execute("SELECT count(*) FROM event").fetchone()
        ward.receive()
        os._exit(0)
    os.waitpid(child, 0)
    assert ward.path.with_name("onestop.db-wal").stat().st_size


def test_what_a_killed_writer_left_is_read_where_all_of_it_is_there(open_office: Ward) -> None:
    killed(open_office)
    with closed(open_office.path.parent):
        assert exit_code_of(lambda: expect(count(open_office.path) == 2)) == 0


def test_a_file_that_is_the_accounts_own_business_says_so(open_office: Ward) -> None:
    open_office.path.chmod(0o000)

    def looked() -> None:
        with pytest.raises(StoreUnreadable) as refused:
            count(open_office.path)
        assert not isinstance(refused.value, MixtureFeared)

    assert exit_code_of(looked) == 0


MEDIA = """\
36 35 {device} / /media/cd ro,relatime - iso9660 /dev/sr0 ro
"""
VOLUME = """\
20 1 {device} / / rw,relatime - ext4 /dev/sda1 rw,errors=remount-ro
36 35 {device} /srv /data ro,relatime - ext4 /dev/sda1 rw,errors=remount-ro
"""


@pytest.mark.parametrize(("text", "is_safe"), [(MEDIA, True), (VOLUME, False), ("", False), (None, False)])
def test_a_medium_must_itself_be_read_only(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, text: str | None, is_safe: bool
) -> None:
    """A volume that is shown read-only here is written to from elsewhere."""
    monkeypatch.setattr(opening.os, "statvfs", lambda path: SimpleNamespace(f_flag=os.ST_RDONLY))
    device = ward.path.stat().st_dev
    mounts = ward.path.with_name("mounts")
    if text is not None:
        mounts.write_text(text.format(device=f"{os.major(device)}:{os.minor(device)}"), encoding="utf-8")
    monkeypatch.setattr(opening.sys, "platform", "linux")
    assert opening.cannot_be_written(ward.path, mounts) is is_safe


def test_what_can_be_written_is_no_read_only_medium(ward: Ward) -> None:
    assert opening.cannot_be_written(ward.path) is False


def test_a_file_on_a_read_only_medium_is_read_as_it_is(open_office: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "cannot_be_written", lambda path: True)
    with closed(open_office.path.parent):
        assert exit_code_of(lambda: expect(count(open_office.path) == 1)) == 0


def test_last_acts_on_a_read_only_medium_are_not_left_out(open_office: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "cannot_be_written", lambda path: True)
    killed(open_office)
    open_office.path.with_name("onestop.db-shm").unlink()
    with closed(open_office.path.parent):
        assert exit_code_of(lambda: refusal(open_office.path)) == 0


def test_every_way_of_reading_is_refused_alike(open_office: Ward, ward: Ward) -> None:
    def others() -> None:
        with pytest.raises(MixtureFeared):
            reading_uri(open_office.path)
        with pytest.raises(MixtureFeared):
            restore(Path(tempfile.mkdtemp()) / "x.db", ward.clock, "lan", open_office.path)
        with pytest.raises(MixtureFeared), dossier_columns(open_office.path, (), ward.now, "", None):
            pass

    with closed(open_office.path.parent):
        assert exit_code_of(others) == 0


def test_a_link_is_read_with_what_lies_beside_the_file(ward: Ward, tmp_path: Path) -> None:
    """What bears the link's name with -wal is no part of it, and neither is a name that says the link is replaced."""
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "so.db"
    link.symlink_to(ward.path)
    for end in SIDES:
        link.with_name(f"so.db{end}").write_text("of another file")
    with closing(sqlite3.connect(ward.path)) as other:
        other.execute("SELECT count(*) FROM event").fetchone()
        ward.receive()
        assert (count(link), count(ward.path)) == (1, 1)
        Ward(link).receive()
    assert count(ward.path) == 2


@pytest.mark.parametrize("how", [reading, writing])
def test_a_file_is_not_opened_under_a_second_name_while_its_last_acts_lie_beside_the_first(
    ward: Ward, how: Callable[..., object]
) -> None:
    second = ward.path.with_name("second.db")
    second.hardlink_to(ward.path)
    with kept_open(ward.path):
        ward.receive()
        with pytest.raises(TwoNames) as refused, how(second):  # type: ignore[attr-defined]
            pass
        assert refused.value.values["other"] == ward.path
        ward.receive()


def test_a_second_name_of_a_file_at_rest_locks_nobody_out(ward: Ward) -> None:
    """Programs that back up make such names."""
    ward.receive()
    second = ward.path.with_name("second.db")
    second.hardlink_to(ward.path)
    assert (count(ward.path), count(second)) == (1, 1)
    ward.receive()
    assert count(second) == 2


def test_links_in_a_circle_are_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.db").symlink_to(tmp_path / "b.db")
    (tmp_path / "b.db").symlink_to(tmp_path / "a.db")
    for how in (reading, writing):
        with pytest.raises(StoreProblem), how(tmp_path / "a.db"):
            pass
