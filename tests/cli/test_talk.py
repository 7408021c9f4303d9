"""An error on a terminal is broken at words, off one it is a line; a command in it can be copied."""

import io

import pytest

from onestop_cli.cli.boundary import report_error
from onestop_cli.errors import BadRows, RowProblem
from onestop_cli.output.talk import columns, talked


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_line_goes_on_below_what_is_said() -> None:
    assert talked("onestop: lỗi: ", "có bốn hồ sơ cùng số này trong sổ", 40) == (
        "onestop: lỗi: có bốn hồ sơ cùng số này\n              trong sổ"
    )


def test_a_command_is_not_broken_however_long_it_is() -> None:
    command = 'onestop init --agency-code H26.15.30 --agency-name "UBND phường Phúc Lợi"'
    told = talked("gợi ý: ", f"gõ lệnh này trước đã: {command}   (hoặc: onestop demo)", 60)
    assert told.split("\n") == ["gợi ý: gõ lệnh này trước đã:", f"       {command}", "       (hoặc: onestop demo)"]


@pytest.mark.parametrize("between", ["; ", ", ", "   "])
def test_two_commands_are_two(between: str) -> None:
    told = talked("hint: ", f"onestop calendar revoke SEQ{between}onestop procedure amend CODE", 40)
    assert [line.strip(" ;,") for line in told.split("\n")] == [
        "hint: onestop calendar revoke SEQ", "onestop procedure amend CODE",
    ]  # fmt: skip


def test_without_a_terminal_it_is_one_line() -> None:
    assert talked("onestop: lỗi: ", "một " * 100, None).count("\n") == 0


def test_the_columns_are_those_of_stderr_s_own_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", io.StringIO())
    monkeypatch.setenv("COLUMNS", "50")
    assert columns() is None
    monkeypatch.setattr("sys.stderr", _Terminal())
    assert columns() == 50
    monkeypatch.delenv("COLUMNS")
    assert columns() is None  # a terminal that does not say


def test_an_error_with_rows_is_broken_row_by_row(monkeypatch: pytest.MonkeyPatch) -> None:
    said = _Terminal()
    monkeypatch.setattr("sys.stderr", said)
    monkeypatch.setenv("COLUMNS", "50")
    why = "the committed limit may not be longer than the statutory one, by whatever unit"
    assert report_error(BadRows(path="so.csv", count=1, rows=[RowProblem(3, why, {})])) == 12
    lines = said.getvalue().splitlines()
    assert [line for line in lines if len(line) > 50] == []
    assert lines[0].startswith("so.csv:3: ")
    assert lines[1].startswith(" " * len("so.csv:3: "))
