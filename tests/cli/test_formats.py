"""The table of formats: what it holds is what commands take, and what it does not hold is refused."""

from collections import Counter
from pathlib import Path

import pytest
from typer.testing import CliRunner

from onestop_cli.cli.app import app
from onestop_cli.cli.target import out
from onestop_cli.errors import BadValue, UnknownFormat
from onestop_cli.output.documents import Brief, Column, Document, Table
from onestop_cli.output.formats import (
    EXPORT_FORMATS,
    FORMATS,
    PORTAL_FORMATS,
    RECORD_FORMATS,
    REGISTER_FORMATS,
    REPORT_FORMATS,
    Format,
    Rendering,
)
from onestop_cli.output.markdown import markdown_text
from onestop_cli.output.pages import Screen


def test_what_a_command_takes_is_in_the_table() -> None:
    assert {*RECORD_FORMATS, *REGISTER_FORMATS, *EXPORT_FORMATS} == set(FORMATS)
    assert set(PORTAL_FORMATS) < set(EXPORT_FORMATS)


def test_only_the_register_is_written_as_pdf() -> None:
    assert set(REGISTER_FORMATS) - set(REPORT_FORMATS) == {"pdf"}
    assert "pdf" not in {*RECORD_FORMATS, *REPORT_FORMATS, *EXPORT_FORMATS, *PORTAL_FORMATS}


def test_an_ending_means_one_format() -> None:
    endings = Counter(ending for row in FORMATS.values() for ending in row.endings)
    assert set(endings.values()) == {1}


@pytest.mark.parametrize("taken", [RECORD_FORMATS, REPORT_FORMATS, REGISTER_FORMATS, PORTAL_FORMATS])
def test_a_format_that_is_not_in_the_table_is_refused(taken: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(BadValue):
        out("parquet", False, None, taken)
    with pytest.raises(UnknownFormat):
        out(None, False, str(tmp_path / "so.parquet"), taken)


def test_a_format_is_one_row_and_one_writer(open_ward: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def codes(of: Rendering, screen: Screen) -> list[str]:
        return [f"{record['code']}\n" for record in of.lines()]

    monkeypatch.setitem(FORMATS, "csv", Format("csv", (".codes",), codes))
    target = tmp_path / "so.codes"
    for command in (["list"], ["export", "dossiers"]):
        CliRunner().invoke(app, ["--db", str(open_ward), *command, "-o", str(target)], prog_name="onestop")
        assert "H26.15.30-230605-0001\n" in target.read_text("utf-8")


def test_markdown_keeps_to_the_columns_of_the_brief_form() -> None:
    columns = [Column(("A", "B"), "count", brief=Brief("a", "count")), Column(("C",))]
    table = Table("T", "Long", columns, [[100, "x|y"]], notes=["n"], brief_title="Short")
    assert markdown_text(Document("D", ["l"], [table], checks=["1 = 1"])) == (
        "- D\n- l\n\n### Short\n\n| a |\n| --- |\n| 100 |\n\n- n\n\n- 1 = 1\n"
    )
    whole = table._replace(columns=[column._replace(brief=None) for column in columns])
    assert "| B | C |\n| --- | --- |\n| 100 | x\\|y |" in markdown_text(Document("D", [], [whole]))
