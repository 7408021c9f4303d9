"""Procedures from a file: the shipped table's columns, all rows or none."""

from datetime import date
from pathlib import Path

import pytest

from onestop_cli.core.procedures import Procedure
from onestop_cli.errors import BadRows
from onestop_cli.sources.package_data import data_file, ward_procedures
from onestop_cli.sources.procedures_file import OPTIONAL, REQUIRED, read_procedures

GOOD = {
    "code": "1.009999", "name": "Thủ tục mới", "field": "Khác", "statutory_amount": "3",
    "statutory_unit": "working_day", "committed_amount": "", "committed_unit": "same_day", "valid_from": "3/8/2026",
    "aliases": "Thủ-tục-MỚI moi", "legal_basis": "Luật",
}  # fmt: skip


def read(tmp_path: Path, *rows: dict[str, str]) -> list[Procedure]:
    file = tmp_path / "thu-tuc.csv"
    lines = [",".join((GOOD | row)[name] for name in (*REQUIRED, *OPTIONAL)) for row in rows]
    file.write_text("\n".join([",".join((*REQUIRED, *OPTIONAL)), *lines, ""]), encoding="utf-8")
    return read_procedures(file)


def test_a_procedure_is_read(tmp_path: Path) -> None:
    [found] = read(tmp_path, {})
    assert (str(found.statutory), str(found.committed)) == ("3:working_day", "same_day")
    assert (found.aliases, found.valid_from, found.legal_basis) == (("thu-tuc-moi", "moi"), date(2026, 8, 3), "Luật")


def test_the_shipped_table_is_such_a_file() -> None:
    assert read_procedures(data_file("procedures_ward.csv")) == ward_procedures()


def test_the_same_row_twice_is_one_version(tmp_path: Path) -> None:
    assert len(read(tmp_path, {}, {}, {"valid_from": "2026-09-01"})) == 2


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"code": "1.99"}, "not a procedure code"),
        ({"name": ""}, "name is empty"),
        ({"statutory_amount": "0"}, "not a time limit"),
        ({"statutory_amount": "", "statutory_unit": "working_day"}, "not a time limit"),
        ({"statutory_unit": "day"}, "not a time limit"),
        ({"committed_amount": "1"}, "not a time limit"),
        ({"valid_from": ""}, "not a date"),
        ({"valid_from": "31/9/2026"}, "does not exist"),
        ({"code": "1.008888", "committed_unit": "none"}, "two versions from"),
    ],
)
def test_a_bad_row_is_named_and_stops_the_file(tmp_path: Path, row: dict[str, str], said: str) -> None:
    with pytest.raises(BadRows) as bad:
        read(tmp_path, {"code": "1.008888"}, row)
    [problem] = bad.value.values["rows"]
    assert (problem.line, said in str(problem)) == (3, True)
