"""What is longer than the terminal goes through a pager: on a real terminal, with programs in the pager's place."""

import os
import pty
import signal
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")

Typed = Callable[..., tuple[str, int]]
PAGED = "through the pager\r\n"


@pytest.fixture
def typed(open_ward: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """A command typed on a terminal of 80 columns: all that is seen there, and the exit code."""
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "through the pager"\ncat\n')
    pager.chmod(0o755)
    for name in ("NO_PAGER", "COLUMNS", "LINES", "LESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ONESTOP_DB", str(open_ward))
    monkeypatch.setenv("PAGER", str(pager))
    monkeypatch.setenv("TERM", "xterm")

    def run(*words: str, lines: int = 10, heed: Callable[[int, int], None] = lambda pid, fd: None) -> tuple[str, int]:
        pid, fd = pty.fork()
        if pid == 0:
            termios.tcsetwinsize(0, (lines, 80))
            os.execve(sys.executable, [sys.executable, "-m", "onestop_cli", *words], dict(os.environ))
        heed(pid, fd)
        told = b""
        while True:
            try:
                piece = os.read(fd, 65536)
            except OSError:
                break
            if not piece:
                break
            told += piece
        os.close(fd)
        return told.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    return run


def test_what_is_longer_than_the_terminal_is_paged_and_colours_are_kept(typed: Typed) -> None:
    told, code = typed("procedure", "list")
    assert (told[: len(PAGED)], code) == (PAGED, 0)
    assert "\x1b[1m" in told


@pytest.mark.parametrize("words", [("procedure", "list", "--no-pager"), ("procedure", "list", "--json")])
def test_not_where_it_is_not_wanted_and_never_for_data(typed: Typed, words: tuple[str, ...]) -> None:
    assert PAGED not in typed(*words)[0]


def test_what_fits_is_not_paged(typed: Typed) -> None:
    assert PAGED not in typed("procedure", "list", lines=9000)[0]


def test_not_with_no_pager_in_the_environment(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PAGER", "1")
    assert PAGED not in typed("procedure", "list")[0]


@pytest.mark.parametrize("pager", ["", "  ", "cat", "/no/such/pager", "'unended"])
def test_a_pager_that_is_none_is_no_error(typed: Typed, monkeypatch: pytest.MonkeyPatch, pager: str) -> None:
    monkeypatch.setenv("PAGER", pager)
    told, code = typed("procedure", "list")
    assert (code, "lỗi" in told, "2.000815" in told) == (0, False, True)


def test_one_that_cannot_start_by_its_own_word_loses_nothing(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "env no-such-pager")
    told, code = typed("procedure", "list")
    assert (code, "2.000815" in told) == (0, True)


def test_a_pager_that_reads_no_further_is_no_error(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", "head -n 2")
    told, code = typed("calendar", "show", "2026")
    assert (code, len(told.splitlines())) == (0, 2)


def test_not_on_a_terminal_that_no_pager_can_draw_on(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert PAGED not in typed("procedure", "list")[0]


def test_ctrl_c_is_the_pager_s_own(typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pager goes on after it, and what it ends with is no error."""
    pager = tmp_path / "patient"
    pager.write_text('#!/bin/sh\ntrap "echo interrupted" INT\ncat > /dev/null\n: > ready\nsleep 1\necho over\n')
    pager.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGER", str(pager))

    def interrupt(pid: int, fd: int) -> None:
        for _ in range(600):
            if (tmp_path / "ready").exists():
                break
            time.sleep(0.05)
        os.write(fd, b"\x03")

    told, code = typed("procedure", "list", heed=interrupt)
    assert code == 0
    assert "over" in told


def test_when_the_command_is_told_to_end_so_is_the_pager(
    typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pager = tmp_path / "endless"
    pager.write_text("#!/bin/sh\n: > ready\nexec sleep 600\n")
    pager.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGER", str(pager))

    def end(pid: int, fd: int) -> None:
        for _ in range(600):
            if (tmp_path / "ready").exists():
                break
            time.sleep(0.05)
        time.sleep(0.2)
        os.kill(pid, signal.SIGTERM)

    assert typed("procedure", "list", heed=end)[1] == 130
