"""Dossier, agency and procedure codes (domain §5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop_cli.core.codes import Numbered, agency_code, dossier_code, numbered, series, skipped_by, tail
from onestop_cli.core.procedures import procedure_code
from onestop_cli.errors import BadAgencyCode, BadProcedureCode
from tests.core.written import day


@pytest.mark.parametrize("code", ["H26", "H26.15", "H26.15.30", "A01.1.2.3", "000.00.15.H26"])
def test_an_agency_code_of_either_shape_is_taken(code: str) -> None:
    assert agency_code(code) == code


@pytest.mark.parametrize(
    "code", ["", "h26.15.30", "H2", "H26.", "H26.1500", "H26-15-30", "H26.15.30\n", " H26", "H٢٦", "000.00.15.h26"]
)
def test_anything_else_is_no_agency_code(code: str) -> None:
    with pytest.raises(BadAgencyCode):
        agency_code(code)


@pytest.mark.parametrize("code", ["1.000656", "2.000815"])
def test_a_procedure_code_is_a_digit_and_six(code: str) -> None:
    assert procedure_code(code) == code


@pytest.mark.parametrize("code", ["", "1.00065", "1.0006561", "10.000656", "1,000656", "1.000656\n", "khai-tu"])
def test_anything_else_is_no_procedure_code(code: str) -> None:
    with pytest.raises(BadProcedureCode):
        procedure_code(code)


def test_the_series_is_the_agency_and_the_day_of_receipt() -> None:
    assert series("H26.15.30", day("11/8/2023")) == "H26.15.30-230811"


@pytest.mark.parametrize(("number", "written"), [(1, "0001"), (9999, "9999"), (10_000, "10000")])
def test_a_number_has_at_least_four_digits(number: int, written: str) -> None:
    assert dossier_code("H26.15.30-230811", number) == f"H26.15.30-230811-{written}"


@pytest.mark.parametrize("agency", ["H26", "H26.15.30", "000.00.15.H26"])
@pytest.mark.parametrize("number", [1, 42, 9_999, 10_000, 123_456])
def test_a_code_of_our_own_is_read_back(agency: str, number: int) -> None:
    own = series(agency, day("11/8/2023"))
    assert numbered(dossier_code(own, number), is_drawn=True) == Numbered(own, number)


@pytest.mark.parametrize(("number", "feeds"), [(1, True), (9_999, True), (10_000, False), (123_456, False)])
def test_a_number_that_nobody_here_drew_counts_with_four_digits_only(number: int, feeds: bool) -> None:
    own = series("H26.15.30", day("11/8/2023"))
    assert numbered(dossier_code(own, number)) == (Numbered(own, number) if feeds else None)


@given(st.integers(0, 12_000), st.integers(1, 12_000))
def test_what_a_code_skips_lies_between_the_highest_used_and_itself(highest: int, number: int) -> None:
    own = series("H26.15.30", day("11/8/2023"))
    skipped = skipped_by(dossier_code(own, number), own, highest)
    between = range(highest + 1, number) if number <= 9_999 else range(0)
    assert skipped == ((between[0], between[-1]) if between else None)
    assert skipped_by(dossier_code(own, number), series("H26.15.30", day("12/8/2023")), highest) is None


@pytest.mark.parametrize(
    "code",
    [
        "",
        "HS-2023-17",
        "H26.15.30-230811-1",
        "H26.15.30-230811-00003",
        "H26.15.30-23081-0003",
        "H26.15.30-230811-0003-x",
        "H26.15.30-230811-0003\n",
        "H26.15.30-230811-٠٠٠٣",
        "XYZ-230811-0003",
        "-230811-0003",
        "một mã rất lạ",
    ],
)
def test_a_code_of_another_shape_is_foreign(code: str) -> None:
    assert numbered(code) is None


@pytest.mark.parametrize(("code", "last"), [("H26.15.30-230811-0003", "0003"), ("HS17", "HS17"), ("", "")])
def test_a_code_is_found_by_its_last_segment(code: str, last: str) -> None:
    assert tail(code) == last
