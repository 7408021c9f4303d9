"""Which procedure a clerk means, and which version of it is in force (domain §1, §5)."""

from unicodedata import normalize

import pytest

from onestop_cli.core.limits import SAME_DAY, TimeLimit, Unit
from onestop_cli.core.procedures import Procedure, in_force, matching_procedure, procedure_meant
from onestop_cli.errors import (
    AmbiguousProcedure,
    ProcedureNotInForce,
    ProcedureRetired,
    UnknownProcedure,
)
from tests.core.written import day

THREE_DAYS = TimeLimit(3, Unit.working_day)


def _procedure(code: str, name: str, *aliases: str, valid_from: str = "1/1/2016", retired: bool = False) -> Procedure:
    return Procedure(code, name, "Hộ tịch", THREE_DAYS, SAME_DAY, aliases, "", day(valid_from), retired)


DEATH = _procedure("1.000656", "Đăng ký khai tử", "khai-tu")
BIRTH = _procedure("1.001193", "Đăng ký khai sinh", "khai-sinh")
BIRTH_AGAIN = _procedure("1.004884", "Đăng ký lại khai sinh", "khai-sinh-lai")
BIRTH_AND_PARENTS = _procedure("1.000689", "Đăng ký khai sinh kết hợp đăng ký nhận cha, mẹ, con", "khai-sinh-nhan-con")
COPIES = _procedure("2.000815", "Chứng thực bản sao từ bản chính")
CATALOGUE = [DEATH, BIRTH, BIRTH_AGAIN, BIRTH_AND_PARENTS, COPIES]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("1.000656", DEATH, id="code"),
        pytest.param("khai-tu", DEATH, id="alias"),
        pytest.param("KHAI-TU", DEATH, id="alias in capitals"),
        pytest.param(" khai-tử ", DEATH, id="alias with accents and blanks"),
        pytest.param("khai-sinh", BIRTH, id="an alias that other aliases begin with"),
        pytest.param("khai tử", DEATH, id="part of the name"),
        pytest.param("khai tu", DEATH, id="part of the name without accents"),
        pytest.param("CHUNG THUC", COPIES, id="part of the name in capitals"),
        pytest.param("lại khai", BIRTH_AGAIN, id="part from the middle"),
        pytest.param("Đăng ký khai sinh", BIRTH, id="a whole name that another one begins with"),
        pytest.param(normalize("NFD", "Đăng ký khai tử"), DEATH, id="decomposed"),
    ],
)
def test_a_procedure_is_meant_by(typed: str, meant: Procedure) -> None:
    assert matching_procedure(typed, CATALOGUE) == meant


def test_a_part_of_several_names_is_ambiguous_and_they_are_listed() -> None:
    with pytest.raises(AmbiguousProcedure) as ambiguous:
        matching_procedure("khai sinh", CATALOGUE)
    assert ambiguous.value.values["count"] == 3
    assert ambiguous.value.values["names"] == "khai-sinh, khai-sinh-lai, khai-sinh-nhan-con"


def test_a_procedure_without_an_alias_is_listed_by_its_code() -> None:
    with pytest.raises(UnknownProcedure) as unknown:
        matching_procedure("chung thuc ban soa", CATALOGUE)
    assert unknown.value.values["nearest"].startswith("2.000815, ")


@pytest.mark.parametrize(
    ("typed", "nearest"), [("khai-tuu", "khai-tu"), ("1.000657", "khai-tu"), ("khai sihn", "khai-sinh")]
)
def test_an_unknown_procedure_comes_with_the_nearest(typed: str, nearest: str) -> None:
    with pytest.raises(UnknownProcedure) as unknown:
        matching_procedure(typed, CATALOGUE)
    assert unknown.value.values["nearest"].split(", ")[0] == nearest
    assert unknown.value.exit_code == 10


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_means_no_procedure(typed: str) -> None:
    with pytest.raises(UnknownProcedure):
        matching_procedure(typed, [DEATH])


def test_an_empty_catalogue_has_no_nearest() -> None:
    with pytest.raises(UnknownProcedure) as unknown:
        matching_procedure("khai-tu", [])
    assert unknown.value.values["nearest"] == "—"


AMENDED = DEATH._replace(committed=THREE_DAYS, valid_from=day("1/7/2025"), seq=5)
ENDED = AMENDED._replace(retired=True, valid_from=day("1/3/2027"), seq=6)
VERSIONS = [ENDED, DEATH, AMENDED]


@pytest.mark.parametrize(
    ("on", "version"),
    [("1/1/2016", DEATH), ("30/6/2025", DEATH), ("1/7/2025", AMENDED), ("28/2/2027", AMENDED), ("1/3/2027", ENDED)],
)
def test_a_version_is_in_force_from_its_day_until_the_next(on: str, version: Procedure) -> None:
    assert in_force(VERSIONS, day(on)) == [version]


def test_of_two_versions_from_one_day_the_later_recorded_counts() -> None:
    again = AMENDED._replace(committed=SAME_DAY, seq=9)
    assert in_force([again, *VERSIONS], day("1/7/2025")) == [again]


def test_the_day_of_receipt_chooses_the_version() -> None:
    assert procedure_meant("khai-tu", VERSIONS, day("30/6/2025")) == DEATH


def test_a_retired_procedure_is_refused_with_its_day() -> None:
    with pytest.raises(ProcedureRetired) as retired:
        procedure_meant("khai-tu", VERSIONS, day("1/4/2027"))
    assert (retired.value.exit_code, retired.value.values["day"]) == (11, day("1/3/2027"))


def test_a_procedure_before_its_first_day_is_refused() -> None:
    with pytest.raises(ProcedureNotInForce) as not_yet:
        procedure_meant("khai-tu", VERSIONS, day("31/12/2015"))
    assert not_yet.value.exit_code == 10


def test_a_procedure_never_heard_of_is_unknown() -> None:
    with pytest.raises(UnknownProcedure):
        procedure_meant("hộ chiếu", VERSIONS, day("1/1/2026"))
