"""The bar of long work: on stderr, where a person sees it and nothing else is written."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onestop_cli.cli.app import app
from onestop_cli.cli.progress import counting
from tests.cli.conftest import NOW
from tests.command_line import Terminal, sit_down, typed

EXPORTS = [
    (kind, name)
    for kind, names in {
        "dossiers": ("csv", "json", "jsonl", "xlsx", "parquet"),
        "events": ("csv", "json", "jsonl", "xlsx", "parquet"),
        "register": ("csv", "json", "jsonl", "xlsx", "parquet"),
        "portal": ("json", "jsonl"),
    }.items()
    for name in names
]


@pytest.fixture(autouse=True)
def _at_the_counter(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)
    for name, value in (("COLUMNS", "80"), ("TERM", "xterm"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)


@contextmanager
def watching() -> Iterator[Terminal]:
    """Somebody sits before stderr."""
    screen = Terminal()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stderr", screen)
        yield screen


def _exported(stdout: io.StringIO, *arguments: str) -> tuple[str, str]:
    """What an export writes on stdout, and on the terminal beside it."""
    with watching() as screen, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", stdout)
        with pytest.raises(SystemExit) as end:
            app(["export", *arguments], prog_name="onestop")
    assert end.value.code == 0
    return stdout.getvalue(), screen.getvalue()


@pytest.mark.parametrize(
    ("total", "unit", "told"), [(200, "dòng", "7/200 dòng"), (None, "MB", " 7 MB"), (None, "", " 7 ")]
)
def test_any_amount_is_drawn(total: int | None, unit: str, told: str) -> None:
    with watching() as screen, counting("Đang đọc", total, unit) as progress:
        progress(7)
    assert told in screen.getvalue()
    assert "Đang đọc" in screen.getvalue()


def test_off_a_terminal_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with counting("Đang đọc", 200, "dòng") as progress:
        progress(100)
    assert capsys.readouterr().err == ""
    monkeypatch.setenv("TERM", "dumb")
    with watching() as screen, counting("Đang đọc", 200, "dòng") as progress:
        progress(100)
    assert screen.getvalue() == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("db", "rebuild"), "Comparing the register"),
        (("db", "rebuild", "--apply"), "Making the register again"),
        (("db", "migrate"), "Bringing the file"),
        (("doctor",), "Looking at every page"),
    ],
)
def test_work_on_the_file_itself_draws_a_bar(words: tuple[str, ...], says: str) -> None:
    with watching() as screen, pytest.raises(SystemExit):
        app([*words], prog_name="onestop")
    assert says in screen.getvalue()


@pytest.mark.parametrize(("kind", "name"), EXPORTS)
def test_an_export_into_a_file_draws_its_rows(kind: str, name: str, tmp_path: Path) -> None:
    """But where DuckDB itself reads the dossiers: there the bar moves without a number."""
    written, drawn = _exported(io.StringIO(), kind, "-f", name, "-o", str(tmp_path / "x"))
    assert written == ""
    assert "Exporting" in drawn
    assert (" rows" in drawn) is ((kind, name) != ("dossiers", "parquet"))


@pytest.mark.parametrize(("kind", "name"), [each for each in EXPORTS if each[1] in ("csv", "json", "jsonl")])
def test_one_through_a_pipe_is_what_it_is_without_a_bar(kind: str, name: str) -> None:
    written, drawn = _exported(io.StringIO(), kind, "-f", name)
    assert written == typed("export", kind, "-f", name)
    assert " rows" in drawn


@pytest.mark.parametrize("kind", ["dossiers", "events", "register", "portal"])
def test_rows_on_the_screen_have_no_bar_between_them(kind: str) -> None:
    written, drawn = _exported(Terminal(), kind)
    assert (bool(written), drawn) == (True, "")


def test_the_whole_number_is_told_where_it_is_known() -> None:
    written, drawn = _exported(io.StringIO(), "dossiers")
    rows = written.count("\n") - 1
    assert f"{rows}/{rows} rows" in drawn
