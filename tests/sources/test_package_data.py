"""The shipped tables are found wherever onestop lies, and say what the law and the ward say."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from onestop_cli.core.limits import time_limit
from onestop_cli.core.procedures import in_force, matching_procedure, procedure_code
from onestop_cli.errors import UnknownFile
from onestop_cli.sources import package_data
from onestop_cli.sources.package_data import data_file, phuc_loi_2023, shipped_rows, ward_procedures


def test_a_clone_has_its_tables_beside_the_package() -> None:
    assert data_file("procedures_ward.csv") == Path(package_data.__file__).parents[2] / "data" / "procedures_ward.csv"


def test_a_wheel_has_its_tables_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, beside = tmp_path / "onestop_cli" / "data", tmp_path / "data"
    for folder in (inside, beside):
        folder.mkdir(parents=True)
        (folder / "x.csv").touch()
    monkeypatch.setattr(package_data, "_FOLDERS", (inside, beside))
    assert data_file("x.csv") == inside / "x.csv"


def test_a_missing_table_is_an_error_that_names_it() -> None:
    with pytest.raises(UnknownFile, match=r"nowhere\.csv"):
        data_file("nowhere.csv")


def test_every_ward_procedure_is_well_formed() -> None:
    procedures = ward_procedures()
    assert len({p.code for p in procedures}) == 16
    assert len({(p.code, p.case, p.valid_from) for p in procedures}) == len(procedures)
    for p in procedures:
        assert procedure_code(p.code) == p.code
        assert p.name
        assert p.field in ("Hộ tịch", "Chứng thực", "Đăng ký kinh doanh")
        assert p.legal_basis
        assert p.statutory == p.committed
        assert not p.retired


def test_every_alias_is_plain_ascii_and_belongs_to_one_procedure() -> None:
    aliases = Counter(alias for _, alias in {(p.code, alias) for p in ward_procedures() for alias in p.aliases})
    assert all(p.aliases for p in ward_procedures())
    assert set(aliases.values()) == {1}
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", alias) for alias in aliases)


def test_a_supplement_of_civil_status_is_a_case_due_the_same_day() -> None:
    """Civil Status Law 60/2014 art. 28 (change, correction: 3 working days) and 29 with 5(3) (supplement)."""
    found = [p for p in in_force(ward_procedures(), date(2016, 1, 1)) if p.code == "1.004859"]
    assert [(p.case, str(p.statutory), str(p.committed)) for p in found] == [
        ("", "3:working_day", "3:working_day"),
        ("bo-sung", "same_day", "same_day"),
    ]
    assert all("chưa đối chiếu văn bản" in p.legal_basis for p in found)


def test_the_extract_has_its_new_name_from_the_day_the_table_took_it_in() -> None:
    def named(on: date) -> tuple[str, tuple[str, ...]]:
        [found] = [p for p in in_force(ward_procedures(), on) if p.code == "2.000635"]
        return found.name, found.aliases

    aliases = ("trich-luc-ho-tich", "tl")
    assert named(date(2026, 11, 25)) == ("Cấp bản sao trích lục hộ tịch", aliases)
    assert named(date(2026, 11, 26)) == ("Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh", aliases)


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("khai-tu", "1.000656"),
        ("chung-thuc-ban-sao", "2.000815"),
        ("chung-thuc-chu-ky", "2.000884"),
        ("tinh-trang-hon-nhan", "1.004873"),
        ("khai-sinh", "1.001193"),
        ("khai-sinh-nhan-cha-me-con", "1.000689"),
        ("cai-chinh-ho-tich", "1.004859"),
        ("ket-hon", "1.000894"),
    ],
)
def test_an_alias_means_its_procedure(alias: str, code: str) -> None:
    assert matching_procedure(alias, ward_procedures()).code == code


@pytest.mark.parametrize(
    ("code", "posted", "committed"),
    [
        ("2.000815", "same_day", "same_day"),
        ("2.000884", "same_day", "same_day"),
        ("1.000656", "same_day", "same_day"),
        ("1.004873", "3:working_day", "1:working_day"),
        ("1.000689", "5:working_day", "3:working_day"),
        ("1.004859", "5:working_day", "3:working_day"),
    ],
)
def test_phuc_loi_shortened_what_its_article_says(code: str, posted: str, committed: str) -> None:
    procedure = next(p for p in phuc_loi_2023() if p.code == code)
    assert (procedure.statutory, procedure.committed) == (time_limit(posted), time_limit(committed))


def test_phuc_loi_takes_names_from_the_ward_and_the_rest_from_the_article() -> None:
    ward = {p.code: p for p in ward_procedures()}
    assert len(phuc_loi_2023()) == 6
    for p in phuc_loi_2023():
        assert (p.name, p.field, p.aliases) == (ward[p.code].name, ward[p.code].field, ward[p.code].aliases)
        assert p.valid_from == date(2023, 1, 1)
        assert "11/09/2023" in p.legal_basis


def test_the_notice_tables_have_a_source_in_every_row() -> None:
    for name in ("calendar_corrections.csv", "calendar_provisional.csv"):
        assert all(row["source"] for row in shipped_rows(name))
