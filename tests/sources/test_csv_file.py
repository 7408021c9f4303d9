"""CSV from outside: UTF-8, known columns, every bad line named by its number."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.text import normalised
from onestop_cli.errors import BadFile, BadRows, RowProblem, UnknownFile
from onestop_cli.output.cells import csv_lines
from onestop_cli.sources.csv_file import CsvRow, csv_table, text_of


def table(tmp_path: Path, content: str | bytes, optional: tuple[str, ...] = ("note",)) -> list[CsvRow | RowProblem]:
    file = tmp_path / "t.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(csv_table(file, ("code",), optional))


def refused(tmp_path: Path, content: str | bytes) -> list[tuple[int, str]]:
    """The lines refused and why, however the refusal came."""
    try:
        return [(item.line, str(item)) for item in table(tmp_path, content) if isinstance(item, RowProblem)]
    except BadRows as bad:
        return [(problem.line, str(problem)) for problem in bad.values["rows"]]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("code,note\n1,á\n", id="comma"),
        pytest.param("code;note\n1;á\n", id="semicolon"),
        pytest.param("code\tnote\n1\tá\n", id="tab"),
        pytest.param("\ufeffcode,note\n1,á\n", id="byte order mark"),
        pytest.param("code,note\r\n1,á\r\n", id="Windows line ends"),
        pytest.param("code,note\n1,á", id="no last line end"),
        pytest.param("note,code\ná,1\n", id="another order"),
        pytest.param(" code , note \n 1 , á \n", id="blanks around"),
        pytest.param("code,note\n1,a\u0301\n", id="NFD"),
        pytest.param('"code","note"\n"1","á"\n', id="quotation marks"),
        pytest.param("code,note\n\n,\n1,á\n\n", id="empty lines"),
        pytest.param("\n\ncode,note\n1,á\n", id="empty lines first"),
    ],
)
def test_a_table_is_read(tmp_path: Path, content: str) -> None:
    assert [row.cells for row in table(tmp_path, content) if isinstance(row, CsvRow)] == [{"code": "1", "note": "á"}]


def test_a_row_is_named_by_the_line_it_begins_on(tmp_path: Path) -> None:
    rows = table(tmp_path, 'code,note\n\n1,"a\nb"\n2,x\n')
    assert [row.line for row in rows] == [3, 5]


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        ("code,note\n1\n", 2, "1 cells instead of 2"),
        ("code,note\n1,2,3\n", 2, "3 cells instead of 2"),
        ('code,note\n1,"a"b\n', 2, "quotation marks"),
        ('code,note\n1,x\n2,"a\nb\n', 3, "quotation marks"),
        ("note\nx\n", 1, "column “code” is missing"),
        ("code,colour\n1,x\n", 1, "unknown column “colour”"),
        ("code,code\n1,2\n", 1, "stands there twice"),
        ("Code\n1\n", 1, "the first line does not name the columns"),
        (b"code,note\n1,\xe1\n", 2, "not UTF-8"),
        ("code,note\n1,á\n".encode("utf-16"), 1, "not UTF-8"),
        (b"code,note\n1,x\n2,\0\n", 3, "NUL"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, content: str | bytes, line: int, why: str) -> None:
    found = refused(tmp_path, content)
    assert found[0][0] == line
    assert any(why in said for _, said in found)


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff", " \n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(BadFile):
        table(tmp_path, content)
    with pytest.raises(BadFile):
        text_of(tmp_path / "t.csv")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFile) as unknown:
        list(csv_table(tmp_path / "none.csv", ("code",)))
    with pytest.raises(BadFile) as folder:
        list(csv_table(tmp_path, ("code",)))
    assert (unknown.value.exit_code, folder.value.exit_code) == (10, 12)


def test_a_table_of_a_heading_only_is_empty(tmp_path: Path) -> None:
    assert table(tmp_path, "code,note\n") == []


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(normalised))
def test_what_goes_out_safe_for_a_spreadsheet_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "safe.csv"
    file.write_text("".join(csv_lines([{"code": "1", "note": text}], ("code", "note"))), "utf-8", newline="")
    [row] = csv_table(file, ("code",), ("note",))
    assert isinstance(row, CsvRow)
    assert row.cells["note"] == text


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@x", "'x", "''", "'=1", "＝1", "−1"])
def test_no_cell_that_goes_out_is_a_formula(text: str) -> None:
    assert "".join(csv_lines([{"note": text}], ("note",))) == f"note\n'{text}\n"
