"""The files themselves: replaced in one step, the same bytes again, refused by name where they cannot be had."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from typer.testing import CliRunner

from onestop_cli.cli.app import app
from onestop_cli.core.codes import numbered
from onestop_cli.core.columns import exported
from onestop_cli.output import sheets
from onestop_cli.output.formats import EXPORT_FORMATS, PORTAL_FORMATS
from onestop_cli.output.parquet import parquet_pieces
from onestop_cli.output.rows import Typed
from onestop_cli.store import outgoing
from onestop_cli.store.columnar import dossier_columns
from tests.documents.varied import KEPT, typed
from tests.exports.files import PEOPLE, in_csv, in_jsonl, in_parquet
from tests.office import Ward

EVERY = [
    *((kind, name) for kind in ("dossiers", "events", "register") for name in EXPORT_FORMATS),
    *(("portal", name) for name in PORTAL_FORMATS),
]
FIXED = ("--as-of", "9/9/2026", "--known-at", "9/9/2026")
BINARY = pytest.mark.parametrize("name", ["xlsx", "parquet"])
RECEIVING = """
import sys
from datetime import datetime
from pathlib import Path
from onestop_cli.usecases.counter import Receipt, receive
from tests.office import SOMEONE

now = datetime.fromisoformat("2026-08-03T09:00:00+07:00")
while True:
    receive(Path(sys.argv[1]), lambda: now, "lan", Receipt("chung-thuc-ban-sao", SOMEONE), done=True)
    print("x", flush=True)
"""


def onestop(ward: Ward, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    root = str(Path(__file__).parents[2])
    return subprocess.run(
        [sys.executable, "-m", "onestop_cli", "--db", str(ward.path), *arguments],
        env={**os.environ, "PYTHONPATH": root, "ONESTOP_LANG": "en", **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(("kind", "name"), EVERY)
def test_the_same_bytes_whatever_the_machine_is_set_to(nasty: Ward, tmp_path: Path, kind: str, name: str) -> None:
    settings = (
        {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C", "ONESTOP_LANG": "vi"},
        {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "ONESTOP_LANG": "en"},
    )
    told: set[bytes] = set()
    for place, environment in enumerate(settings):
        file = tmp_path / str(place) / f"so.{name}"
        file.parent.mkdir()
        done = onestop(nasty, "export", kind, "-f", name, *FIXED, "-o", str(file), **environment)
        assert done.returncode == 0
        assert done.stderr.decode().count("\n") == 1  # what was written
        told.add(file.read_bytes())
        told.add(onestop(nasty, "export", kind, "-f", name, *FIXED, **environment).stdout)
    assert len(told) == 1
    assert min(map(len, told)) > 100


@pytest.mark.parametrize("people", [(), PEOPLE])
def test_parquet_as_it_is_now_is_the_same_again(nasty: Ward, tmp_path: Path, people: Sequence[str]) -> None:
    files = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for file in files:
        typed(nasty, "export", "dossiers", *people, "-o", str(file))
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("name", [*EXPORT_FORMATS])
def test_a_file_is_replaced_in_one_step_and_keeps_its_mode(nasty: Ward, tmp_path: Path, name: str) -> None:
    new, old = tmp_path / f"new.{name}", tmp_path / f"old.{name}"
    old.write_text("old")
    old.chmod(0o640)
    for file in (new, old):
        typed(nasty, "export", "dossiers", "-o", str(file))
    assert [file.stat().st_mode & 0o777 for file in (new, old)] == [0o600, 0o640]
    assert sorted(tmp_path.iterdir()) == sorted([new, old])


@BINARY
def test_a_file_that_cannot_be_written_leaves_nothing(nasty: Ward, tmp_path: Path, name: str) -> None:
    file = tmp_path / f"so.{name}"
    file.write_text("old")
    damaged = Ward(Path(shutil.copy(nasty.path, tmp_path / "damaged.db")))
    damaged.now = nasty.now
    with closing(sqlite3.connect(damaged.path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'dossier'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with damaged.path.open("r+b") as opened:
        opened.seek((page - 1) * size)
        opened.write(b"\xff" * 64)
    done = onestop(damaged, "export", "dossiers", "-o", str(file))
    assert (done.returncode, done.stdout) == (14, b"")
    assert b"damaged.db is damaged" in done.stderr
    assert file.read_text() == "old"
    assert [f.name for f in tmp_path.iterdir() if not f.name.startswith("damaged.db")] == [file.name]


@BINARY
def test_bytes_go_into_a_pipe(nasty: Ward, name: str) -> None:
    done = onestop(nasty, "export", "dossiers", "-f", name)
    assert (done.returncode, done.stdout[:2]) == (0, b"PK" if name == "xlsx" else b"PA")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("portal", "-f", "csv"), "--format: “csv” is not accepted; accepted: json, jsonl"),
        (("portal", "-f", "parquet"), "accepted: json, jsonl"),
        (("portal", "-o", "so.xlsx"), "known endings: .json, .jsonl"),
        (("dossiers", "-f", "md"), "accepted: csv, json, jsonl, xlsx, parquet"),
        (("dossiers", "--excel", "-f", "json"), "--excel and --format json cannot be given together"),
        (("events", "--excel", "-o", "so.parquet"), "--excel and --format parquet cannot be given together"),
        (("register", "--excel", "--json"), "--excel and --format json cannot be given together"),
    ],
)
def test_what_cannot_be_had_is_refused_by_name(nasty: Ward, words: tuple[str, ...], said: str) -> None:
    done = onestop(nasty, "export", *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode("utf-8")


@pytest.mark.parametrize("missing", ["duckdb", "adbc_driver_sqlite", "adbc_driver_manager"])
def test_a_missing_package_is_named_before_anything_else(
    tmp_path: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    absent = Ward(tmp_path / "none.db")
    typed(absent, "export", "dossiers", "-f", "parquet", "-o", str(tmp_path / "so.parquet"), code=2)
    done = CliRunner().invoke(app, ["--lang", "en", "export", "events", "-f", "parquet"], prog_name="onestop")
    assert done.exit_code == 2
    assert 'pip install "duckdb>=2.0,<3" "adbc-driver-sqlite' in done.stderr
    assert list(tmp_path.iterdir()) == []


def _sheet(ward: Ward, folder: Path, kind: str, *arguments: str) -> list[tuple[Any, ...]]:
    file = folder / f"{kind}.xlsx"
    typed(ward, "export", kind, "-o", str(file), *arguments)
    return list(openpyxl.load_workbook(file).active.iter_rows())  # type: ignore[union-attr]


def test_a_workbook_has_dates_numbers_and_texts(nasty: Ward, tmp_path: Path) -> None:
    head, *rows = _sheet(nasty, tmp_path, "dossiers", *PEOPLE)
    lines = in_jsonl(nasty, "dossiers", *PEOPLE)
    assert [cell.value for cell in head] == list(lines[0])
    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        cells = dict(zip(line, row, strict=True))
        received = cells["received_at"]
        assert received.value == datetime.fromisoformat(line["received_at"]).replace(tzinfo=None)
        assert received.number_format == "dd/mm/yyyy hh:mm"
        assert (cells["copies"].data_type, cells["copies"].value) == ("n", line["copies"])
        assert (cells["suspended"].data_type, cells["suspended"].value) == ("b", line["suspended"])
        assert unescape(cells["applicant"].value or "") == line["applicant"]
        assert {cells[name].data_type for name in ("code", "procedure_code", "time_limit")} <= {"s", "inlineStr"}
    day = {row[0].value: row for row in rows}["X-1"][list(lines[0]).index("due_at")]
    assert (day.value, day.number_format) == (datetime.fromisoformat("2026-08-26"), "dd/mm/yyyy")
    assert {text for text in KEPT if text} <= {unescape(row[5].value) for row in rows}
    assert not any(cell.data_type == "f" or cell.hyperlink for row in rows for cell in row)


def test_a_text_longer_than_a_cell_goes_on_behind_the_last_column(
    nasty: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "LONGEST", 4000)
    head, *rows = _sheet(nasty, tmp_path, "events")
    width = len([cell for cell in head if cell.value])
    [load] = [row for row in rows if row[2].value == "calendar_load"]
    [event] = nasty.ask("SELECT data FROM event WHERE kind = 'calendar_load'")
    told = [str(load[6].value), *(str(cell.value) for cell in load[width:] if cell.value)]
    assert ("".join(told),) == event
    assert len(event[0]) > 8000


def test_more_rows_than_a_sheet_holds_are_refused(nasty: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = len(in_csv(nasty, "dossiers"))
    monkeypatch.setattr(sheets, "MOST_ROWS", most)
    for moments in ((), ("--as-of", "9/9/2026 23:00")):
        typed(nasty, "export", "dossiers", "-o", str(tmp_path / "so.xlsx"), *moments, code=2)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(sheets, "MOST_ROWS", most + 1)
    typed(nasty, "export", "dossiers", "-o", str(tmp_path / "so.xlsx"))


def _interrupted(*_: object) -> str:
    raise KeyboardInterrupt


def test_what_is_interrupted_leaves_nothing(nasty: Ward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "pseudonym", _interrupted)
    typed(nasty, "export", "dossiers", "-o", str(tmp_path / "so.csv"), code=130)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer there")
def test_parquet_can_be_interrupted(nasty: Ward, tmp_path: Path) -> None:
    columns = exported(with_person=False)
    before = signal.signal(signal.SIGALRM, _interrupted)
    try:
        with dossier_columns(nasty.path, columns, nasty.now, "key", None) as of:
            endless = of._replace(query="SELECT count(*) FROM range(1000000000000), dossiers", values={})
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            with pytest.raises(KeyboardInterrupt):
                list(parquet_pieces(Typed((), tuple, stream=endless), tmp_path))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert list(tmp_path.iterdir()) == []


def test_what_is_recorded_meanwhile_is_there_whole_or_not_at_all(ward: Ward, tmp_path: Path) -> None:
    """The clerk's next dossier is received, resolved and handed over in one step, and no number is left out."""
    root = str(Path(__file__).parents[2])
    clerk = subprocess.Popen(
        [sys.executable, "-c", RECEIVING, ward.path], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
    )
    assert clerk.stdout is not None
    try:
        clerk.stdout.readline()
        for _ in range(5):
            for rows in (in_parquet(ward, tmp_path, "dossiers")[1], in_csv(ward, "dossiers")):
                numbers = [found.number for row in rows if (found := numbered(row["code"]))]
                assert numbers == list(range(1, len(rows) + 1))
                assert {row["status"] for row in rows} == {"delivered"}
    finally:
        clerk.kill()
        clerk.communicate()
    assert ward.ask("PRAGMA quick_check") == [("ok",)]
