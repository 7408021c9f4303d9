"""Every report in every format, the same bytes for the same moments, and packages that are not installed."""

import re
import sys
from pathlib import Path

import pytest

from onestop_cli.output import html
from tests.cli.reports.shapes import (
    LATE,
    MAY,
    PERSONAL,
    SEAL,
    SHAPES,
    is_now,
)
from tests.command_line import as_json, refused, run, typed

# --- formats ---------------------------------------------------------------------------------------


SUFFIXES = {
    "table": ".txt", "json": ".json", "jsonl": ".jsonl", "csv": ".csv", "md": ".md", "html": ".html", "xlsx": ".xlsx",
}  # fmt: skip
BEGINNINGS = {"html": b"<!doctype html>", "xlsx": b"PK\x03\x04"}


@pytest.mark.parametrize("format_name", SUFFIXES)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_report_is_written_in_every_format_and_the_ending_of_a_file_decides(
    shape: str, format_name: str, tmp_path: Path
) -> None:
    result = run(*SHAPES[shape], "-f", format_name)
    assert (result.exit_code, result.stderr) == (0, ""), result.exception
    assert result.stdout_bytes.startswith(BEGINNINGS.get(format_name, b""))
    assert len(result.stdout_bytes) > 50
    target = tmp_path / f"bao-cao{SUFFIXES[format_name]}"
    assert typed(*SHAPES[shape], "-o", str(target)) == ""
    assert target.read_bytes() == result.stdout_bytes
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("format_name", ["table", "json", "jsonl", "csv", "md"])
def test_a_seal_is_answered_in_every_format_but_those_of_documents(format_name: str, tmp_path: Path) -> None:
    target = tmp_path / f"chot{SUFFIXES[format_name]}"
    assert typed(*SEAL, "-o", str(target)) == ""
    assert re.search("[0-9a-f]{64}", target.read_text("utf-8"))


@pytest.mark.parametrize("ending", ["html", "xlsx", "pdf"])
def test_nothing_is_sealed_for_an_answer_that_cannot_be_written(ending: str, tmp_path: Path) -> None:
    refused(*SEAL, "-o", str(tmp_path / f"chot.{ending}"))
    refused(*SEAL, "-f", ending)
    typed("report", *SEAL[1:], "--sealed", code=10)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_format_or_an_ending_nobody_knows_is_refused(shape: str, tmp_path: Path) -> None:
    assert "accepted" in refused(*SHAPES[shape], "-f", "parquet" if shape == "register" else "pdf")
    assert ".xlsx" in refused(*SHAPES[shape], "-o", str(tmp_path / "bao-cao.doc"))
    refused(*SHAPES[shape], "--json", "-f", "html")
    assert sorted(path.name for path in tmp_path.iterdir() if "bao-cao" in path.name) == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("format_name", ["table", "json", "csv", "md", "html"])
def test_no_report_carries_a_name_or_a_number_of_a_person(shape: str, format_name: str) -> None:
    text = typed(*SHAPES[shape], "-f", format_name)
    assert [secret for secret in PERSONAL if secret in text] == []


@pytest.mark.parametrize("by", ["procedure", "field", "officer", "channel", "month", "week", "day", "none"])
def test_every_breakdown_of_every_shape_comes_to_the_same_total(by: str) -> None:
    for shape in ((), ("--sealed",), ("--cumulative", "--basis", "promised"), ("--index-766",)):
        if shape == ("--index-766",) and by in ("month", "week", "day"):
            continue  # tests/cli/test_found_reports.py
        options = ("report", *MAY, *shape, "--by", by)
        found = as_json(*options)
        assert found["total"] == as_json("report", *MAY, *shape, "--by", "none")["total"]
        assert bool(found["rows"]) is (by != "none")
        twice = ("--by", "channel" if by != "channel" else "field")
        assert as_json(*options, *twice)["total"] == found["total"]
        for format_name in ("table", "csv", "md", "html", "xlsx"):
            assert run(*options, *twice, "-f", format_name).exit_code == 0


# --- the same moments, the same bytes --------------------------------------------------------------


@pytest.mark.parametrize("format_name", ["table", "json", "csv", "md", "html", "xlsx"])
def test_the_same_moments_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch, format_name: str) -> None:
    fixed = ("--as-of", "31/5/2023", "--known-at", "2023-06-05 16:00", "-f", format_name)
    commands = [command for shape, command in SHAPES.items() if shape != "sealed"]
    before = [run(*command, *fixed).stdout_bytes for command in commands]
    assert all(before)
    is_now(monkeypatch, "2024-08-01 09:00")
    typed("resolve", "230530-0001", "--at", "31/5/2023 09:00")
    typed("receive", "giam-ho", "--applicant", "A", "--at", "30/5/2023 09:00")
    typed("correct", LATE, "--officer", "Cán bộ B", "--received-at", "18/5/2023 09:00", "--note", "x")
    typed("void", "230531-0001", "--note", "x", "--apply")
    typed("calendar", "add-holiday", "31/5/2023", "--name", "Nghỉ bão", "--source", "CV 1", "--local", "--apply")
    typed("procedure", "amend", "giam-ho", "--name", "Tên mới", "--from", "1/1/2020", "--apply")
    for key, value in (("basis", "statutory"), ("convention", "administrative"), ("agency_name", "UBND khác")):
        typed("config", "set", key, value)
    assert [run(*command, *fixed).stdout_bytes for command in commands] == before


# --- packages that are not installed ---------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("package", "ending", "install"),
    [
        ("jinja2", "html", 'pip install "jinja2>=3.1,<4"'),
        ("markupsafe", "html", 'pip install "jinja2>=3.1,<4"'),
        ("xlsxwriter", "xlsx", 'pip install "xlsxwriter>=3.2,<4"'),
    ],
)
def test_a_package_that_is_not_installed_is_named_with_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shape: str, package: str, ending: str, install: str
) -> None:
    html._template.cache_clear()
    monkeypatch.setitem(sys.modules, package, None)
    for language in ("en", "vi"):
        assert install in refused(*SHAPES[shape], "-f", ending, "--lang", language)
        assert install in refused(*SHAPES[shape], "-o", str(tmp_path / f"x.{ending}"), "--lang", language)
    assert not (tmp_path / f"x.{ending}").exists()
    typed(*SHAPES[shape])
    monkeypatch.delitem(sys.modules, package)
    html._template.cache_clear()
    assert run(*SHAPES[shape], "-f", ending).exit_code == 0
