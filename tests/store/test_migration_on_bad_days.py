"""`db migrate` on a bad day: killed, run many times at once, on a disk that is full at any point.

Whatever happens the file is of the one format or of the other, whole; it can be migrated again; and the backup of what
it was lies beside it once it was changed, and is that.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from onestop_cli.errors import FileExists
from onestop_cli.store.schema import FORMAT
from onestop_cli.usecases.migration import migrate
from tests.office import Ward, broken_links, strays
from tests.store.conftest import unpacked

MIGRATING = "import sys; from pathlib import Path; from onestop_cli.usecases.migration import migrate; "
MIGRATING += "print('begun', flush=True); migrate(Path(sys.argv[1]))"
ROUNDS = 2
EARLIER = (3, 6, FORMAT - 1)
"""The first, whose migration takes every step there is, one between, and the last."""


@pytest.fixture(params=EARLIER, ids="of format {}".format)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Ward:
    """A frozen file of an earlier format."""
    path = tmp_path / "onestop.db"
    path.touch(0o600)
    path.write_bytes(unpacked(f"format_{request.param}.db"))
    return Ward(path)


def backup_of(ward: Ward) -> Path:
    return ward.path.with_name(f"{ward.path.name}.before-format-{FORMAT}")


def begun(path: Path, limit: int | None = None) -> subprocess.Popen[str]:
    """A migration in a process of its own, which has just begun; no file of it may grow beyond a limit."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = subprocess.Popen(
        [sys.executable, "-c", MIGRATING, str(path)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=limited,
    )  # fmt: skip
    assert process.stdout
    with process.stdout:
        assert process.stdout.readline() == "begun\n"
    return process


def must_be_old_or_new(ward: Ward, before: list[str]) -> bool:
    """Whether the file is of the present format; then its backup is what it was, else the file is."""
    [(version,)] = ward.ask("PRAGMA user_version")
    was = Ward(backup_of(ward)) if version == FORMAT else ward
    assert sorted(was.content) == before
    assert ward.ask("PRAGMA integrity_check") == [("ok",)]
    return version == FORMAT


def test_a_migration_that_is_killed_at_any_moment_can_be_done_again(old: Ward) -> None:
    before = sorted(old.content)
    whole, random = old.path.read_bytes(), Random(old.path.stat().st_size)
    started = time.monotonic()
    begun(old.path).wait()
    lasted = time.monotonic() - started
    for _ in range(ROUNDS):
        for each in old.path.parent.iterdir():
            each.unlink()
        old.path.touch(0o600)
        old.path.write_bytes(whole)
        for _ in range(3):
            process = begun(old.path)
            time.sleep(random.uniform(0, lasted))
            process.kill()
            process.wait()
            must_be_old_or_new(old, before)
        migrate(old.path)
        assert must_be_old_or_new(old, before)
        assert (strays(old), broken_links(old)) == ([], [])
        assert not [p.name for p in old.path.parent.iterdir() if p.name.startswith(".")]


def test_of_four_migrations_at_once_one_is_done_and_its_backup_stays(old: Ward) -> None:
    before = sorted(old.content)
    processes = [begun(old.path) for _ in range(4)]
    assert [process.wait() for process in processes] == [0] * 4
    assert must_be_old_or_new(old, before)
    assert strays(old) == []


def test_a_disk_that_is_full_at_any_point_leaves_the_file_as_it_was(old: Ward) -> None:
    """The copy, the pages of the new format, the end: whatever may not grow, all is as before, and is done later."""
    before, size = sorted(old.content), old.path.stat().st_size
    refused = 0
    for limit in range(size // 2, 5 * size, size // 6):
        process = begun(old.path, limit)
        if process.wait() == 0:
            break
        refused += 1
        assert not must_be_old_or_new(old, before)
    else:
        migrate(old.path)
    assert refused > 2
    assert must_be_old_or_new(old, before)
    assert (strays(old), broken_links(old)) == ([], [])


def test_after_a_migration_the_file_is_as_readable_as_before_and_so_is_its_backup(old: Ward) -> None:
    old.path.chmod(0o660)
    was = old.path.stat()
    migrate(old.path)
    for path in (old.path, backup_of(old)):
        now = path.stat()
        assert (now.st_mode, now.st_uid, now.st_gid) == (was.st_mode, was.st_uid, was.st_gid)


@pytest.mark.parametrize("taken_by", ["folder", "link to nowhere", "pipe"])
def test_a_name_that_is_taken_by_anything_is_never_given_to_a_backup(tmp_path: Path, taken_by: str) -> None:
    ward = Ward(tmp_path / "onestop.db")
    ward.path.write_bytes(unpacked("format_6.db"))
    before, name = ward.content, backup_of(ward)
    match taken_by:
        case "folder":
            name.mkdir()
        case "pipe":
            subprocess.run(["mkfifo", name], check=True)
        case _:
            name.symlink_to("nowhere")
    kind = name.lstat().st_mode
    with pytest.raises(FileExists):
        migrate(ward.path)
    assert (ward.content, name.lstat().st_mode) == (before, kind)
