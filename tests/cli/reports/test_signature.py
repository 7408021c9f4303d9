"""Whoever signs a printed report stands below it, as the office's settings said on its day."""

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from onestop_cli.core.moments import VIETNAM
from tests.command_line import sit_down, typed

SIGNED = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn [red]An"]
REPORTS = (
    ("report",), ("report", "--form", "06a"), ("report", "--index-766"), ("trend",), ("late",),
    ("late", "--acceptance"), ("register",),
)  # fmt: skip
NOW = datetime(2023, 7, 5, 9, 0, tzinfo=VIETNAM)
SINCE_JUNE = ("--from", "1/6/2023", "--to", "5/7/2023")


@pytest.fixture(autouse=True)
def _in_july(open_ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sit_down(monkeypatch, open_ward, lambda: NOW)


def written(tmp_path: Path, name: str, *words: str) -> Path:
    file = tmp_path / name
    period = (
        () if words[0] == "trend" else ("--quarter", "3", "--year", "2023") if "--index-766" in words else SINCE_JUNE
    )
    typed(*words, *period, "-o", str(file))
    return file


@pytest.mark.parametrize("words", REPORTS, ids=" ".join)
def test_it_stands_below_every_printed_report(words: tuple[str, ...], tmp_path: Path) -> None:
    typed("config", "set", "signature", "TM. ỦY BAN NHÂN DÂN;CHỦ TỊCH ; Nguyễn Văn [red]An")
    page = written(tmp_path, "report.html", *words).read_text("utf-8")
    assert [page.count(line) for line in SIGNED] == [1, 1, 1]
    assert written(tmp_path, "report.md", *words).read_text("utf-8").endswith("- Nguyễn Văn \\[red\\]An\n")
    sheet = load_workbook(written(tmp_path, "report.xlsx", *words)).worksheets[0]
    cells = [cell.value for row in sheet.iter_rows() for cell in row if cell.value in SIGNED]
    assert cells == SIGNED


def test_nobody_signs_where_nobody_is_set_to(tmp_path: Path) -> None:
    page = written(tmp_path, "report.html", "report").read_text("utf-8")
    assert 'class="signature"' not in page
    typed("config", "set", "signature", "CHỦ TỊCH; An")
    typed("config", "set", "signature", "")
    assert written(tmp_path, "again.html", "report").read_text("utf-8") == page
