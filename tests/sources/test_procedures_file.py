"""Procedures from a file: the shipped table's columns, all rows or none."""

import os
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from onestop_cli.core.procedures import Procedure
from onestop_cli.errors import BadRows
from onestop_cli.sources.package_data import data_file, ward_procedures
from onestop_cli.sources.procedures_file import OPTIONAL, REQUIRED, read_procedures

GOOD = {
    "code": "1.009999", "name": "Thủ tục mới", "field": "Khác", "statutory_amount": "3",
    "statutory_unit": "working_day", "committed_amount": "", "committed_unit": "same_day", "valid_from": "3/8/2026",
    "aliases": "Thủ-tục-MỚI moi", "legal_basis": "Luật", "case": "", "start": "", "may_agree": "", "fee": "2.000/bản",
    "papers": " Tờ khai: BAN CHINH;;sổ hộ khẩu:photo:2 ",
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
    assert found.papers == "Tờ khai:chính; sổ hộ khẩu:photo:2"


def test_a_case_stands_in_its_column_or_behind_the_code(tmp_path: Path) -> None:
    found = read(tmp_path, {}, {"case": "Bổ sung", "committed_unit": "none"}, {"code": "1.009999/lien-thong"})
    assert [(p.code, p.case, str(p.committed)) for p in found] == [
        ("1.009999", "", "same_day"),
        ("1.009999", "bo-sung", "none"),
        ("1.009999", "lien-thong", "same_day"),
    ]


@pytest.mark.parametrize(
    ("said", "is_meant"),
    [
        ("", False),
        ("no", False),
        ("0", False),
        ("Không", False),
        ("yes", True),
        ("TRUE", True),
        ("1", True),
        ("có", True),
    ],
)
def test_a_date_may_be_agreed_as_the_file_says(tmp_path: Path, said: str, is_meant: bool) -> None:
    [found] = read(tmp_path, {"may_agree": said, "start": "submitted"})
    assert (found.may_agree, found.start) == (is_meant, "submitted")


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
        ({"code": "1.008888", "case": "khac", "name": "Tên khác"}, "differ between cases"),
        ({"code": "1.008888", "case": "khac", "start": "cut_off"}, "differ between cases"),
        ({"code": "1.008888/mot", "case": "hai"}, "names another case"),
        ({"case": "a/b"}, "cannot be a short name"),
        ({"start": "receipts"}, "is not accepted"),
        ({"may_agree": "perhaps"}, "is not accepted"),
    ],
)
def test_a_bad_row_is_named_and_stops_the_file(tmp_path: Path, row: dict[str, str], said: str) -> None:
    with pytest.raises(BadRows) as bad:
        read(tmp_path, {"code": "1.008888"}, row)
    [problem] = bad.value.values["rows"]
    assert (problem.line, said in str(problem)) == (3, True)


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    [found] = read(tmp_path, {})
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = Thread(target=pipe.write_bytes, args=((tmp_path / "thu-tuc.csv").read_bytes(),))
    writing.start()
    assert read_procedures(pipe) == [found]
    writing.join()
