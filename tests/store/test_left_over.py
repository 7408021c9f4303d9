"""What killed commands left beside a copy: cleared by the next of their kind, never while somebody works on it."""

import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from onestop_cli.errors import FileExists
from onestop_cli.store.disk import one_at_a_time
from onestop_cli.usecases.backups import back_up
from onestop_cli.usecases.office import init
from tests.office import ACTOR, AGENCY, NAME, Ward

ELSEWHERE = "import os, sys, signal; from pathlib import Path; from onestop_cli.store.disk import one_at_a_time\n"
ELSEWHERE += (
    "path = Path(sys.argv[1])\nwith one_at_a_time(path):\n    path.with_name(f'.{path.name}.new').write_text('half')\n"
)
ELSEWHERE += "    os.kill(os.getpid(), signal.SIGKILL)\n"


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.fixture
def usb(tmp_path: Path) -> Path:
    """A folder in which a backup was being made when it was killed."""
    folder = tmp_path / "usb"
    folder.mkdir()
    subprocess.run([sys.executable, "-c", ELSEWHERE, str(folder / "monday.db")], check=False)
    assert names(folder) == [".monday.db.lock", ".monday.db.new"]
    return folder


def test_a_backup_of_another_name_clears_away_what_a_killed_one_left(ward: Ward, usb: Path) -> None:
    (usb / ".monday.db.new-journal").write_text("half")
    back_up(ward.path, ward.clock, usb / "tuesday.db")
    assert names(usb) == ["tuesday.db"]


def test_a_draft_that_somebody_works_on_stays(ward: Ward, usb: Path) -> None:
    with FileLock(usb / ".monday.db.lock"):
        back_up(ward.path, ward.clock, usb / "tuesday.db")
        assert names(usb) == [".monday.db.lock", ".monday.db.new", "tuesday.db"]


def test_what_is_not_surely_of_a_killed_command_stays(ward: Ward, usb: Path) -> None:
    """Locks of others, drafts without a lock, a lock that holds something, links."""
    (usb / ".monday.db.lock").write_text("not ours")
    (usb / ".alone.new").write_text("x")
    (usb / ".another.lock").touch()
    (usb / ".linked.lock").touch()
    (usb / ".linked.new").symlink_to(ward.path)
    before = names(usb)
    back_up(ward.path, ward.clock, usb / "tuesday.db")
    assert names(usb) == sorted([*before, "tuesday.db"])


def test_a_lock_that_was_left_keeps_nobody_out(usb: Path) -> None:
    with one_at_a_time(usb / "monday.db"):
        pass
    assert names(usb) == [".monday.db.new"]


def test_what_an_init_left_that_was_killed_at_its_end_goes_with_the_next(ward: Ward) -> None:
    """The file is in its place, and has its draft's name, too: the next one is refused."""
    lock, draft = (ward.path.with_name(f".{ward.path.name}.{end}") for end in ("lock", "new"))
    lock.touch()
    draft.hardlink_to(ward.path)
    with FileLock(lock), pytest.raises(FileExists):
        init(ward.path, ward.clock, ACTOR, AGENCY, NAME)
    assert draft.exists()
    lock.touch()
    before = ward.content
    with pytest.raises(FileExists):
        init(ward.path, ward.clock, ACTOR, AGENCY, NAME)
    assert (lock.exists(), draft.exists(), ward.content) == (False, False, before)
