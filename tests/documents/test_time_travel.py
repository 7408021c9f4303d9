"""What the file knew then, printed today, is what was printed then; and fixed moments give fixed bytes.

The file is recorded day by day; while that happens copies of it are laid aside. Each shape of a report of the whole
file `--known-at` a moment is compared with what its copy of that moment says.
"""

import json
import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from onestop_cli.output.formats import REPORT_FORMATS
from onestop_cli.usecases import notices, procedures, settings
from onestop_cli.usecases.procedures import Amendment
from tests.core.written import day
from tests.documents.page import Page
from tests.documents.shapes import FIXED, SUFFIXES, printed
from tests.documents.summer import KNOWN, LATER, MOMENTS, TODAY, Recorded, plain
from tests.documents.varied import typed
from tests.office import Ward
from tests.usecases.busy_year import EVERYTHING

pytestmark = pytest.mark.slow

ENOUGH = ("--as-of", "2023-07-31", "--known-at", "2023-08-02")


# --- then and now ------------------------------------------------------------------------------------


def _told(name: str, content: bytes) -> Any:
    """What was printed, without the line or key that says how much was known; dossiers behind figures in any order."""
    match name.rpartition(".")[2]:
        case "json" | "jsonl":
            told = [json.loads(line) for line in content.splitlines()] if name.endswith("l") else json.loads(content)
            for each in told if isinstance(told, list) else [told]:
                each.pop("known_at", None)
            return told
        case "html":
            text = plain(content.decode("utf-8"))
            page = Page(text)
            behind = {
                figure: (page.data["figures"][figure][0], sorted(page.dossiers(figure))) for figure in page.behind
            }
            return behind, [line for line in text.split("\n") if not line.startswith("const data = ")]
        case "xlsx":
            book = load_workbook(BytesIO(content))
            sheets = [[[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets]
            kept = [[row for row in rows if KNOWN not in str(row[0])] for rows in sheets]
            return [sorted(rows, key=str) if rows and rows[0][0] == "Dossiers" else rows for rows in kept]
        case _:
            return plain(content.decode("utf-8"))


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_was_known_then_is_what_was_printed_then(moment: str, recorded: Recorded, tmp_path: Path) -> None:
    """Every shape, on 2/8 in every format: of the whole file known at a moment, and of the copy of that moment."""
    formats = REPORT_FORMATS if moment == "2023-08-02" else ("table", "json", "html")
    ward, copy = recorded.whole, recorded.copy(moment)
    today = printed(ward, tmp_path / "today", "--known-at", moment, "--lang", "en", formats=formats)
    then = printed(copy, tmp_path / "then", "--lang", "en", formats=formats)
    assert len(then) == len(FIXED) * len(formats)
    for name, content in then.items():
        assert _told(name, today[name]) == _told(name, content), name


def test_the_head_says_how_much_was_known(recorded: Recorded) -> None:
    ward = recorded.whole
    for name, command in FIXED.items():
        text = typed(ward, *command, "--known-at", "2023-08-02", "--lang", "en")
        assert text.count(f"{KNOWN} 02/08/2023 23:59:59") == 1, name
        if name != "register":
            assert json.loads(typed(ward, *command, "--known-at", "2023-08-02", "--json"))["known_at"] == (
                "2023-08-02T23:59:59+07:00"
            )


def test_the_report_of_that_day_did_not_know_what_came_out_later(recorded: Recorded) -> None:
    """So the comparison compares something: a result typed on 3/8, a corrected hour, a dossier voided on 11/8."""
    ward = recorded.whole
    command = ("report", "--month", "7", "--year", "2023", "--json")
    then, now = (json.loads(typed(ward, *command, *known))["total"] for known in (("--known-at", "2023-08-02"), ()))
    assert now["received"] == then["received"] - 1, "one was entered twice"
    assert now["resolved"] == then["resolved"] + 1, "one had its result on 31/7, typed on 3/8"


def test_as_of_a_day_the_copy_says_the_same(recorded: Recorded) -> None:
    """The period's own end, asked for in so many words on that day."""
    today, then = recorded.whole, recorded.copy("2023-08-02")
    then.is_now("2/8/2023 16:30")
    command = ("report", "--month", "7", "--as-of", "2023-07-31", "--lang", "en")
    text = typed(today, *command, "--known-at", "2023-08-02")
    assert KNOWN in text
    assert plain(text) == typed(then, *command)


# --- fixed moments, fixed bytes ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def at_first(recorded: Recorded, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every shape in every format with both moments fixed, as it is printed first."""
    return printed(recorded.whole, tmp_path_factory.mktemp("first"), *ENOUGH)


def _same(found: dict[str, bytes], before: dict[str, bytes]) -> None:
    assert found.keys() == before.keys()
    assert [name for name, content in before.items() if found[name] != content] == []


def test_printed_at_another_time_in_another_place_it_is_the_same(
    recorded: Recorded, at_first: dict[str, bytes], tmp_path: Path
) -> None:
    """In a process of its own: another clock, time zone, locale, order of hashes and folder."""
    elsewhere = {"TZ": "America/New_York", "PYTHONHASHSEED": "4711", "LC_ALL": "C", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.documents.shapes", str(recorded.path), LATER, str(tmp_path / "x"), *ENOUGH],
        env={**os.environ, **elsewhere}, cwd=Path(__file__).parents[2], capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    _same({name: (tmp_path / "x" / _file(name)).read_bytes() for name in at_first}, at_first)


def _file(name: str) -> str:
    shape, _, format_name = name.rpartition(".")
    return f"{shape}.{SUFFIXES[format_name]}"


@pytest.mark.parametrize(
    ("name", "options"), [("report", ("-f", "html")), ("late", ("-f", "xlsx")), ("trend", ("--json",))]
)
def test_so_says_the_command_itself(
    name: str, options: tuple[str, ...], recorded: Recorded, at_first: dict[str, bytes]
) -> None:
    """By the real clock, through a pipe."""
    people = () if name == "trend" else ("--personal-data",)
    done = subprocess.run(
        [sys.executable, "-m", "onestop_cli", "--db", str(recorded.path), *FIXED[name], *ENOUGH, *people, *options],
        env={**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        cwd=Path(__file__).parents[2], capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == at_first[f"{name}.{'json' if options == ('--json',) else options[1]}"]


def _amendments(ward: Ward) -> None:
    """Months later: what was not done is done, what was wrong is put right, the office and its calendar change."""
    ward.is_now("4/1/2027 09:00")
    late = ward.ask("SELECT code FROM dossier WHERE received_at LIKE '2023-07%' AND status <> 'void' ORDER BY code")
    codes = [str(code) for (code,) in late]
    ward.correct(codes[0], officer="Người Khác", note="đính chính", applicant="Tên Khác")
    ward.correct(codes[1], received_at="15/6/2023 08:00")
    ward.correct(codes[2], procedure="giam-ho")
    ward.void(codes[3])
    ward.undo(codes[4])
    ward.receive("ket-hon", "12/7/2023 09:00", channel="postal", officer="Người Khác")
    ward.resolve(ward.receive("khai-tu", "13/7/2023 09:00").code, when="20/7/2023 09:00", result="refused", note="x")
    notices.add_holiday(
        ward.path, ward.clock, "lan", day("19/7/2023"), "Nghỉ bão", "CV 1", local=True, consent=EVERYTHING
    )
    settings.set_value(ward.path, ward.clock, "lan", "agency_name", "Phường mới", None)
    settings.set_value(ward.path, ward.clock, "lan", "basis", "statutory", None)
    amendment = Amendment(name="Tên thủ tục khác", field="Lĩnh vực khác")
    procedures.amend(ward.path, ward.clock, "lan", "2.000815", amendment, day("1/6/2023"), EVERYTHING)


def test_printed_after_more_was_recorded_it_is_the_same(
    recorded: Recorded, at_first: dict[str, bytes], tmp_path: Path
) -> None:
    ward = Ward(Path(shutil.copy(recorded.path, tmp_path / "ward.db")))
    ward.is_now(TODAY)
    _amendments(ward)
    ward.is_now(LATER)
    _same(printed(ward, tmp_path / "again", *ENOUGH), at_first)
    fresh = printed(ward, tmp_path / "fresh", "--as-of", "2023-07-31", "--lang", "vi")
    assert [name for name, content in at_first.items() if fresh[name] == content] == [], "all of it has changed since"


def test_what_happens_later_does_not_change_how_things_stood(recorded: Recorded, tmp_path: Path) -> None:
    """With `--as-of` alone: what was open is done, what was ready is handed over, more comes in."""
    ward = Ward(Path(shutil.copy(recorded.then["2023-08-02"], tmp_path / "ward.db")))
    ward.is_now("3/8/2023 07:30")
    moment, formats = ("--as-of", "2023-07-31"), ("json", "html", "md", "xlsx")
    before = printed(ward, tmp_path / "before", *moment, formats=formats)
    ward.is_now("16/11/2023 09:00")
    still_open = ward.ask("SELECT code FROM dossier WHERE status = 'received' ORDER BY code")
    codes = [str(code) for (code,) in still_open]
    assert len(codes) > 3
    ward.assign(codes[0], "Người Khác")
    ward.withdraw(codes[1])
    ward.resolve(*codes[2:-1], deliver=True)
    ward.suspend(codes[-1])
    ward.receive("ket-hon", officer="Người Khác")
    ward.is_now(LATER)
    _same(printed(ward, tmp_path / "after", *moment, formats=formats), before)


def test_what_was_known_then_is_changed_by_nothing(recorded: Recorded, tmp_path: Path) -> None:
    """With `--known-at` alone."""
    ward = Ward(Path(shutil.copy(recorded.path, tmp_path / "ward.db")))
    ward.is_now(TODAY)
    moment, formats = ("--known-at", "2023-08-02"), ("json", "html", "md", "xlsx")
    before = printed(ward, tmp_path / "before", *moment, formats=formats)
    _amendments(ward)
    ward.is_now(LATER)
    _same(printed(ward, tmp_path / "after", *moment, formats=formats), before)
