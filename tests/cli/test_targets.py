"""What `-o` refuses: a database under whatever name, the names beside one, nights; and that nothing is touched then."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from onestop_cli.errors import BadTarget
from onestop_cli.output.stream import write_pieces
from onestop_cli.output.targets import check_target, is_device
from tests.cli.test_refusals import typed
from tests.store.test_database import exit_code_of


def a_night(folder: Path) -> Path:
    night = folder / "2026-11-25"
    night.mkdir()
    (night / "manifest.json").write_text("{}")
    (night / "late.json").write_text("{}")
    return night


REFUSED: dict[str, Callable[[Path], Path]] = {
    "the file": lambda ward: ward,
    "another spelling": lambda ward: ward.parent / ".." / ward.parent.name / ward.name,
    "its -wal, to come": lambda ward: ward.with_name("ward.db-wal"),
    "its -shm, to come": lambda ward: ward.with_name("ward.db-shm"),
    "another's -journal": lambda ward: ward.with_name("other.db-journal"),
    "a link to it": lambda ward: _linked(ward, ward),
    "a link to its -wal": lambda ward: _linked(ward, ward.with_name("ward.db-wal")),
    "a hard link": lambda ward: _hard(ward),
    "a copy kept": lambda ward: ward.with_name("ward.db.before-format-8"),
    "a draft": lambda ward: ward.with_name(".ward.db.new"),
    "what long work says of itself": lambda ward: ward.with_name(".ward.db.writing"),
    "what a restoration holds": lambda ward: ward.with_name(".ward.db.replacing"),
    "a draft's folder": lambda ward: ward.with_name(".onestop-draft-x"),
    "a file of a night": lambda ward: a_night(ward.parent) / "late.json",
    "a new file of a night": lambda ward: a_night(ward.parent) / "x.json",
    "a night to come": lambda ward: a_night(ward.parent).with_name("2026-11-26"),
    "a folder": lambda ward: ward.parent,
    "a loop": lambda ward: _linked(ward, ward.with_name("link")),
    "a file as a folder": lambda ward: ward / "x.csv",
}


def _linked(ward: Path, target: Path) -> Path:
    link = ward.with_name("link")
    link.symlink_to(target)
    return link


def _hard(ward: Path) -> Path:
    os.link(ward, ward.with_name("hard"))
    return ward.with_name("hard")


@pytest.mark.parametrize("made", REFUSED.values(), ids=REFUSED)
def test_what_is_no_target_is_refused_and_untouched(made: Callable[[Path], Path], open_ward: Path) -> None:
    target = made(open_ward)
    before = {path: path.is_file() and path.read_bytes() for path in open_ward.parent.rglob("*")}
    with pytest.raises(BadTarget):
        check_target(target)
    done = typed(f'onestop receive giam-ho --applicant A -f json -o "{target}"', open_ward)
    assert done.returncode == 2
    assert {path: path.is_file() and path.read_bytes() for path in open_ward.parent.rglob("*")} == before


ACCEPTED: dict[str, Callable[[Path], Path]] = {
    "a new file": lambda folder: folder / "so.csv",
    "a file with a copy's words": lambda folder: folder / "so.before-restore-x.csv",
    "a hidden file": lambda folder: folder / ".so.csv",
    "a day of no nights": lambda folder: folder / "2026-11-26",
    "nothing": lambda _: Path("/dev/null"),
}


@pytest.mark.parametrize("made", ACCEPTED.values(), ids=ACCEPTED)
def test_any_other_file_is_written(made: Callable[[Path], Path], tmp_path: Path) -> None:
    target = made(tmp_path)
    check_target(target)
    write_pieces(["x"], target)
    assert target.read_text() in ("x", "")


def test_a_link_stays_one_and_the_file_behind_it_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "so.csv"
    link.symlink_to(tmp_path / "far" / "so.csv")
    write_pieces(["x"], link)
    assert (link.is_symlink(), (tmp_path / "far" / "so.csv").read_text()) == (True, "x")


@pytest.mark.parametrize("stream", ["/dev/stdout", "/proc/self/fd/1", "/dev/fd/1"])
def test_the_streams_of_the_process_are_devices(stream: str, open_ward: Path, tmp_path: Path) -> None:
    straight = typed("onestop list --json", open_ward).stdout
    assert typed(f"onestop list -f json -o {stream}", open_ward).stdout == straight
    typed(f'onestop list -f json -o {stream} > "{tmp_path}/x"', open_ward)
    assert (tmp_path / "x").read_bytes() == straight


def test_what_lies_in_memory_is_a_file() -> None:
    told = {name: is_device(Path(name)) for name in ("/dev/shm/giay.pdf", "/dev/shm", "/dev/fd/1.pdf", "/dev/giay.pdf")}
    assert told == {"/dev/shm/giay.pdf": False, "/dev/shm": True, "/dev/fd/1.pdf": True, "/dev/giay.pdf": True}


def test_a_pipe_with_a_name_is_written(open_ward: Path, tmp_path: Path) -> None:
    done = typed(f'mkfifo "{tmp_path}/p"; cat "{tmp_path}/p" & onestop list -f json -o "{tmp_path}/p"; wait', open_ward)
    assert (done.returncode, done.stdout[:2]) == (0, b"[\n")


def test_a_target_in_a_closed_folder_is_refused() -> None:
    closed = Path(tempfile.mkdtemp())
    (closed / "x.csv").write_text("old")
    (closed / "x.csv").chmod(0o444)
    closed.chmod(0o555)
    assert [exit_code_of(lambda name=name: check_target(closed / name)) for name in ("x.csv", "new.csv")] == [2, 2]
    assert [path.name for path in closed.iterdir()] == ["x.csv"]
    closed.chmod(0o755)
    shutil.rmtree(closed)


@pytest.mark.parametrize("name", ["ward.db-wal", "other.db-journal", ".ward.db.new", "other.db-shm"])
@pytest.mark.parametrize("command", ["init --agency-code H26.15.30 --agency-name X", "demo"])
def test_no_file_is_made_under_such_a_name(name: str, command: str, open_ward: Path) -> None:
    new = open_ward.with_name(name)
    done = typed(f'onestop --db "{new}" {command}', open_ward)
    assert (done.returncode, done.stdout) == (2, b"")
    assert list(open_ward.parent.iterdir()) == [open_ward]
