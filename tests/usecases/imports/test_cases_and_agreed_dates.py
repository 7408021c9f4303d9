"""Registers with cases and agreed dates: in, out, and in again (domain §3.2)."""

import shutil
from pathlib import Path

import pytest

from tests.core.written import at
from tests.office import Ward, strays
from tests.usecases.imports.registers import counts, exported

HEADING = "code,procedure_code,case,received_at,due_source,due_at,agreed_due_at,promised_due_at,applicant\n"
CASE = "X-1,8.000010,bo-sung,3/8/2026 09:00,,,,,An\n"
AGREED = "X-1,8.000041,,3/8/2026 09:00,agreed,14/8/2026,14/8/2026,,An\n"


@pytest.fixture
def other_ward(law_template: Path, tmp_path: Path) -> Ward:
    """Another file of the same office, with the same procedures."""
    return Ward(Path(shutil.copy(law_template, tmp_path / "other.db")))


# --- cases -------------------------------------------------------------------------------------------


def test_a_row_has_the_limits_of_its_case(law_ward: Ward) -> None:
    law_ward.imports(HEADING + CASE + CASE.replace("X-1", "X-2").replace("bo-sung", ""))
    law_ward.imports(HEADING + CASE.replace("X-1", "X-3").replace("bo-sung", "Bổ  sung"))
    dossiers = [law_ward.dossier(code) for code in ("X-1", "X-2", "X-3")]
    assert [(d.case, d.due_at) for d in dossiers] == [
        ("bo-sung", at("3/8/2026 17:30")), ("", at("6/8/2026 17:30")), ("bo-sung", at("3/8/2026 17:30")),
    ]  # fmt: skip
    assert strays(law_ward) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (CASE.replace("8.000010,bo-sung", "8.000011,"), "8.000011"),
        (CASE.replace("bo-sung", "khai-tu"), "has no case “…”"),
        (CASE.replace("bo-sung", "/"), "case: “/” is not accepted"),
        (CASE.replace("bo-sung", "!Nguyễn Văn B!"), "is not accepted"),
        (CASE.replace("bo-sung", "Nguyễn Văn B"), "has no case “…”"),
    ],
)
def test_a_row_of_no_case_there_is_is_bad(law_ward: Ward, cells: str, said: str) -> None:
    refused = law_ward.refused_lines(HEADING + cells)
    assert said in refused[2]
    assert "Văn B" not in refused[2]
    assert "van-b" not in refused[2]


def test_a_row_of_another_case_is_not_the_dossier_that_is_known(law_ward: Ward) -> None:
    law_ward.imports(HEADING + CASE)
    assert counts(law_ward.imports(HEADING + CASE)) == (1, 0, 0, 1)
    assert counts(law_ward.imports(HEADING + CASE.replace("bo-sung", ""))) == (1, 0, 0, 1)
    other = law_ward.receive("lien-thong/khai-sinh", code="X-2").received_at.isoformat()
    refused = law_ward.refused_lines(f"{HEADING}X-2,8.000011,khai-tu,{other},,,,,Nguyễn Văn A\n")
    assert "case" in refused[2]


# --- agreed dates ------------------------------------------------------------------------------------


def test_a_row_with_an_agreed_date_promises_it(law_ward: Ward) -> None:
    law_ward.imports(HEADING + AGREED)
    dossier = law_ward.dossier("X-1")
    assert (dossier.due_source, dossier.due_is_day, dossier.promised_is_day) == ("agreed", True, True)
    assert (dossier.due_at, dossier.agreed_due_at) == (at("14/8/2026 17:30"), at("14/8/2026 17:30"))
    assert dossier.statutory_due_at == at("10/8/2026 17:30")
    assert not dossier.calendar_provisional
    assert counts(law_ward.imports(HEADING + AGREED)) == (1, 0, 0, 1)
    assert strays(law_ward) == []


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(AGREED.replace("8.000041", "1.004873"), id="the procedure may not agree"),
        pytest.param(AGREED.replace("agreed,", "foreign,"), id="another system's"),
        pytest.param(AGREED.replace("agreed,", ","), id="nobody says who gave it"),
        pytest.param(AGREED.replace("agreed,14/8/2026,14/8/2026", "agreed,14/8/2026,"), id="no agreed date"),
        pytest.param(AGREED.replace("14/8/2026", "31/7/2026"), id="before the receipt"),
        pytest.param(AGREED.replace("agreed,14/8/2026", "agreed,13/8/2026"), id="due on another day"),
    ],
)
def test_a_row_that_cannot_have_been_agreed_is_bad(law_ward: Ward, cells: str) -> None:
    assert list(law_ward.refused_lines(HEADING + cells)) == [2]


def test_a_row_agreed_for_another_day_is_not_the_dossier_that_is_known(law_ward: Ward) -> None:
    law_ward.imports(HEADING + AGREED)
    other = law_ward.refused_lines(HEADING + AGREED.replace("14/8/2026", "13/8/2026"))
    assert "agreed_due_at" in other[2]


# --- there and back ----------------------------------------------------------------------------------


def test_what_goes_out_comes_in_again(law_ward: Ward, other_ward: Ward) -> None:
    law_ward.is_now("12/8/2026 09:00")
    codes = [
        law_ward.receive(typed, when, agreed=agreed).code
        for typed, when, agreed in (
            ("cai-chinh/bo-sung", "3/8/2026 09:00", None), ("lien-thong/khai-tu", "3/8/2026 09:00", None),
            ("chot-20", "7/8/2026 16:00", None), ("chot-21", "7/8/2026 16:00", None),
            ("thoa-thuan", "3/8/2026 09:00", "7/8/2026"), ("thoa-thuan", "3/8/2026 16:00", "20/8/2026"),
            ("chung-thuc-nhieu", "5/8/2026 09:00", "13/8/2026"),
        )
    ]  # fmt: skip
    for code in (codes[3], codes[5], codes[6]):
        law_ward.suspend(code, "other_agency", "10/8/2026 09:00", note="chờ")
        law_ward.resume(code, "11/8/2026 16:00")
    law_ward.resolve(codes[4], when="7/8/2026 20:00")
    sent = exported(law_ward)
    other_ward.is_now("12/8/2026 09:00")
    assert counts(other_ward.imports(sent)) == (7, 7, 0, 0)
    assert exported(other_ward) == sent
    assert counts(other_ward.imports(sent)) == (7, 0, 0, 7)
    assert counts(law_ward.imports(sent)) == (7, 0, 0, 7)
    assert strays(other_ward) == []
    for code in codes:
        there, here = law_ward.dossier(code), other_ward.dossier(code)
        assert (there.dates, there.case, there.start, there.given_due_at) == (
            here.dates, here.case, here.start, here.given_due_at,
        )  # fmt: skip
