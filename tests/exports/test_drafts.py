"""What is written before it lies in its place: nothing of it stays, and why it cannot be written is one sentence."""

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from multiprocessing import Process
from pathlib import Path

import duckdb
import pytest

from onestop_cli.errors import BadTarget, StoreProblem, TargetFull, TargetLost
from onestop_cli.output import parquet
from onestop_cli.output.drafts import PREFIX, drafts
from onestop_cli.output.parquet import parquet_pieces
from onestop_cli.output.records import Record
from onestop_cli.output.rows import Typed, TypedColumn
from onestop_cli.output.stream import write_pieces
from tests.documents.varied import typed
from tests.office import Ward

WRITING = """
import os, sys, time
from pathlib import Path
from onestop_cli.output.stream import write_pieces

def pieces():
    yield b"half of it"
    print("x", flush=True)
    time.sleep(60)

write_pieces(pieces(), Path(sys.argv[1]))
"""


def _names(folder: Path) -> list[str]:
    return sorted(path.name[: len(PREFIX)] for path in folder.iterdir())


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in the midst of writing a file."""
    command = [sys.executable, "-c", WRITING, str(tmp_path / "so.csv")]
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root})
    assert process.stdout is not None
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_what_a_killed_process_left_is_cleared_by_the_next(writing: subprocess.Popen[bytes], tmp_path: Path) -> None:
    writing.kill()
    writing.wait()
    assert _names(tmp_path) == [PREFIX]
    write_pieces([b"x"], tmp_path / "another.csv")
    assert _names(tmp_path) == ["another.csv"]


def test_who_was_killed_before_the_lock_leaves_nothing_for_ever(tmp_path: Path) -> None:
    old, new = tmp_path / f"{PREFIX}old", tmp_path / f"{PREFIX}new"
    for folder in (old, new):
        folder.mkdir()
    os.utime(old, (0, old.stat().st_mtime - 4000))
    write_pieces([b"x"], tmp_path / "so.csv")
    assert sorted(tmp_path.iterdir()) == [new, tmp_path / "so.csv"]


def test_who_is_killed_while_clearing_leaves_the_lock_to_the_next(
    writing: subprocess.Popen[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing.kill()
    writing.wait()
    monkeypatch.setattr("onestop_cli.output.drafts.rmtree", lambda *_, **__: None)
    write_pieces([b"x"], tmp_path / "another.csv")
    [left] = [folder for folder in tmp_path.iterdir() if folder.is_dir()]
    assert [file.name for file in left.iterdir()] == ["lock"]
    monkeypatch.undo()
    write_pieces([b"x"], tmp_path / "another.csv")
    assert _names(tmp_path) == ["another.csv"]


def test_what_another_is_writing_stays(writing: subprocess.Popen[bytes], tmp_path: Path) -> None:
    [draft] = tmp_path.iterdir()
    write_pieces([b"x"], tmp_path / "so.csv")
    assert (draft / "so.csv").exists()
    assert _names(tmp_path) == [PREFIX, "so.csv"]


def test_drafts_lie_within_one_another_and_beside(tmp_path: Path) -> None:
    """As those of a workbook, while its file is written."""
    with drafts(tmp_path) as outer, drafts(tmp_path) as inner:
        assert outer != inner
        assert outer.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_draft_is_not_touched(tmp_path: Path) -> None:
    kept = [tmp_path / f"{PREFIX}of-mine" / "x", tmp_path / ".onestop-new-2026-08-03" / "lock"]
    for file in kept:
        file.parent.mkdir()
        file.touch()
    write_pieces([b"x"], tmp_path / "so.csv")
    assert all(file.exists() for file in kept)


def _failing(problem: BaseException) -> Typed:
    def records() -> Iterator[Record]:
        yield {"code": "A"}
        raise problem

    return Typed([TypedColumn("code")], records)


@pytest.mark.parametrize(
    ("problem", "found"),
    [
        (duckdb.IOException('Could not write "rows.parquet": No space left on device'), TargetFull),
        (duckdb.IOException('Could not write "rows.parquet": Disk quota exceeded'), TargetFull),
        (duckdb.OutOfMemoryException("failed to offload: this limit was set by 'max_temp_directory_size'"), TargetFull),
        (duckdb.OutOfMemoryException("failed to allocate 2.0 MiB"), TargetLost),
        (MemoryError(), TargetLost),
        (duckdb.IOException("Could not read all bytes"), TargetLost),
        (duckdb.FatalException("Could not flush: Input/output error"), TargetLost),
        (duckdb.IOException('Cannot open file "rows.parquet": Permission denied'), BadTarget),
        (duckdb.PermissionException("Permission denied"), BadTarget),
        (OSError(errno.EDQUOT, os.strerror(errno.EDQUOT)), TargetFull),
        (OSError(errno.EFBIG, os.strerror(errno.EFBIG)), TargetLost),
        (duckdb.InterruptException("INTERRUPT Error: Interrupted!"), KeyboardInterrupt),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_duckdb_runs_into_is_what_the_target_lacks(
    problem: BaseException, found: type[BaseException], tmp_path: Path
) -> None:
    with pytest.raises(found) as told:
        write_pieces(parquet_pieces(_failing(problem), tmp_path), tmp_path / "so.parquet")
    assert told.type is found
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["dossiers", "events"])
def test_without_memory_an_export_says_so_and_leaves_nothing(
    kind: str, nasty: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(parquet._SETTINGS, "memory_limit", "10KB")  # type: ignore[reportPrivateUsage]
    file = tmp_path / "so.parquet"
    said = typed(nasty, "export", kind, "-o", str(file), code=StoreProblem.exit_code)
    assert said == ""
    assert list(tmp_path.iterdir()) == []


def _onestop(ward: Ward, before: str, *arguments: str) -> tuple[int, list[str]]:
    """The exit code and what is said on stderr by a process of its own that does something before."""
    run = f"import runpy; {before}; runpy.run_module('onestop_cli', run_name='__main__')"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "ONESTOP_LANG": "en"}
    words = [sys.executable, "-c", run, "--db", str(ward.path), *arguments]
    done = subprocess.run(words, env=environment, capture_output=True, check=False)
    return done.returncode, done.stderr.decode("utf-8").splitlines()


def test_through_a_pipe_too(nasty: Ward) -> None:
    little = "from onestop_cli.output import parquet; parquet._SETTINGS['memory_limit'] = '10KB'"
    code, said = _onestop(nasty, little, "export", "events", "-f", "parquet")
    assert (code, len(said)) == (14, 2)
    assert said[0].startswith("onestop: error: the answer could not be written to stdout (Cannot allocate memory)")


@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="no limit of files there")
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl"])
def test_a_file_that_grows_too_large_is_told_in_one_sentence(busy: Ward, tmp_path: Path, ending: str) -> None:
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))"
    file = tmp_path / f"so.{ending}"
    code, said = _onestop(busy, limited, "export", "events", "-o", str(file))
    assert (code, len(said)) == (14, 2)
    assert said[0].startswith(f"onestop: error: {file} was not written: File too large")
    assert list(tmp_path.iterdir()) == []


def _drafted(folder: Path, times: int) -> None:
    for _ in range(times):
        with drafts(folder) as own:
            (own / "so.csv").write_text("x")


def test_nobody_takes_the_drafts_of_one_who_has_just_begun(tmp_path: Path) -> None:
    clerks = [Process(target=_drafted, args=(tmp_path, 500)) for _ in range(4)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join()
    assert ([clerk.exitcode for clerk in clerks], _names(tmp_path)) == ([0, 0, 0, 0], [])
