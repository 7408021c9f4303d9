"""Cases of a procedure in the catalogue: limits of their own under one code, all else the code's (domain §3.2)."""

from datetime import date
from pathlib import Path

import pytest

from onestop_cli.core.limits import Start, TimeLimit, time_limit
from onestop_cli.core.procedures import Procedure
from onestop_cli.errors import (
    CaseNeeded,
    DuplicateProcedure,
    LongerThanStatutory,
    MissingOption,
    NotOfACase,
    OnestopError,
    ProcedureInUse,
    ProcedureRetired,
    TwoCases,
    UnknownCase,
    WholeProcedure,
)
from onestop_cli.sources.package_data import ward_procedures
from onestop_cli.usecases import office
from onestop_cli.usecases import procedures as catalogue
from onestop_cli.usecases.moves import Consent
from onestop_cli.usecases.procedures import Amended, Amendment
from tests.core.written import at, day
from tests.office import ACTOR, AGENCY, NAME, Ward, changed_outside

APPLY = Consent(apply=True)
GUARDIAN = "1.004837"
NEW = "1.009999"


def case_of(code: str, case: str, limit: str = "1:working_day", **said: object) -> Procedure:
    limits = time_limit(limit), time_limit(limit)
    made = Procedure(code, "", "", *limits, (), "", day("3/8/2026"), case=case)
    return made._replace(**said)  # type: ignore[arg-type]


def add(ward: Ward, made: Procedure) -> Amended:
    return catalogue.add(ward.path, ward.clock, ACTOR, made)


def amend(
    ward: Ward, text: str, since: str = "3/8/2026", case: str = "", consent: Consent = APPLY, **changes: object
) -> Amended:
    amendment = Amendment(**changes)  # type: ignore[arg-type]
    return catalogue.amend(ward.path, ward.clock, ACTOR, text, amendment, day(since), consent, case)


def cases(ward: Ward, code: str, on: str = "3/8/2026") -> dict[str, Procedure]:
    return {p.case: p for p in catalogue.procedures(ward.path, ward.clock, day(on)) if p.code == code}


def committed(ward: Ward, code: str, on: str = "3/8/2026") -> dict[str, str]:
    return {case: str(p.committed) for case, p in cases(ward, code, on).items()}


DAY, DAYS = time_limit("1:working_day"), time_limit("2:working_day")


def test_the_shipped_supplement_is_due_the_same_day(ward: Ward) -> None:
    """Civil Status Law 60/2014 art. 29 with 5(3): the supplement of information is no change or correction."""
    assert committed(ward, "1.004859") == {"": "3:working_day", "bo-sung": "same_day"}
    assert ward.receive("cai-chinh-ho-tich/bo-sung").time_limit == TimeLimit(None, time_limit("same_day").unit)
    assert str(ward.receive("cai-chinh-ho-tich").time_limit) == "3:working_day"


def test_a_case_has_what_is_the_codes(ward: Ward) -> None:
    add(ward, case_of(GUARDIAN, "khan"))
    of_code, case = cases(ward, GUARDIAN).values()
    assert str(case.committed) == "1:working_day"
    assert case._replace(case="", committed=of_code.committed, statutory=of_code.statutory, valid_from=date.min,
                         seq=0) == of_code._replace(valid_from=date.min, seq=0)  # fmt: skip


def test_a_case_begins_on_its_day(ward: Ward) -> None:
    add(ward, case_of(GUARDIAN, "khan", valid_from=day("4/8/2026")))
    assert (set(cases(ward, GUARDIAN)), set(cases(ward, GUARDIAN, "4/8/2026"))) == ({""}, {"", "khan"})


def test_a_case_may_repeat_what_is_the_codes(ward: Ward) -> None:
    add(ward, case_of(GUARDIAN, "khan", name="Đăng ký giám hộ", field="Hộ tịch", aliases=("giam-ho",)))
    assert set(cases(ward, GUARDIAN)) == {"", "khan"}


@pytest.mark.parametrize(
    ("made", "refusal"),
    [
        pytest.param(case_of("1.004859", "bo-sung"), DuplicateProcedure, id="a case that is there"),
        pytest.param(case_of(GUARDIAN, "khan", name="Tên khác"), NotOfACase, id="another name"),
        pytest.param(case_of(GUARDIAN, "khan", aliases=("moi",)), NotOfACase, id="another short name"),
        pytest.param(case_of(GUARDIAN, "khan", start=Start.cut_off), NotOfACase, id="another start"),
        pytest.param(case_of(GUARDIAN, "khan", may_agree=True), NotOfACase, id="a date to be agreed"),
        pytest.param(case_of(GUARDIAN, "khan", committed=DAYS), LongerThanStatutory, id="a longer promise"),
        pytest.param(case_of(NEW, "khan"), MissingOption, id="a new code without a name"),
        pytest.param(case_of(NEW, "khan", name="Thủ tục"), MissingOption, id="a new code without a field"),
    ],
)
def test_a_case_that_cannot_be_is_refused(ward: Ward, made: Procedure, refusal: type[OnestopError]) -> None:
    before = ward.content
    with pytest.raises(refusal):
        add(ward, made)
    assert ward.content == before


def test_no_case_is_added_to_what_was_retired(ward: Ward) -> None:
    catalogue.retire(ward.path, ward.clock, ACTOR, GUARDIAN, day("3/8/2026"))
    with pytest.raises(ProcedureRetired):
        add(ward, case_of(GUARDIAN, "khan"))


def test_a_code_may_have_cases_only(ward: Ward) -> None:
    add(ward, case_of(NEW, "mot", name="Thủ tục", field="Khác", aliases=("thu-moi",)))
    add(ward, case_of(NEW, "hai", "2:working_day"))
    with pytest.raises(CaseNeeded):
        ward.receive("thu-moi")
    with pytest.raises(CaseNeeded):
        amend(ward, "thu-moi", committed=DAY)
    amend(ward, "thu-moi", name="Tên mới")
    assert {p.name for p in cases(ward, NEW).values()} == {"Tên mới"}
    assert committed(ward, NEW) == {"hai": "2:working_day", "mot": "1:working_day"}
    add(ward, case_of(NEW, "", "5:working_day"))
    assert str(ward.receive("thu-moi").time_limit) == "5:working_day"


@pytest.mark.parametrize(
    ("text", "case"),
    [("1.004859", "bo-sung"), ("cai-chinh-ho-tich/bo-sung", ""), ("1.004859/Bổ sung", "bo-sung")],
)
def test_the_limits_of_one_case_are_amended(ward: Ward, text: str, case: str) -> None:
    amended = amend(ward, text, case=case, committed=DAY, statutory=DAY)
    assert committed(ward, "1.004859") == {"": "3:working_day", "bo-sung": "1:working_day"}
    assert amended.changes[0].cases == ()


def test_the_usual_case_is_amended_by_the_code(ward: Ward) -> None:
    amend(ward, "1.004859", committed=DAY)
    assert committed(ward, "1.004859") == {"": "1:working_day", "bo-sung": "same_day"}


def test_what_is_the_codes_changes_for_every_case(ward: Ward) -> None:
    amended = amend(ward, "1.004859/bo-sung", name="Tên mới", start=Start.cut_off, may_agree=True)
    found = cases(ward, "1.004859").values()
    assert {(p.name, p.start, p.may_agree) for p in found} == {("Tên mới", Start.cut_off, True)}
    assert (amended.changes[0].of.case, amended.changes[0].cases) == ("bo-sung", ("",))


def test_case_changes_last_until_the_same_case_says_otherwise(ward: Ward) -> None:
    amend(ward, "1.004859", "10/8/2026", committed=DAY)
    assert amend(ward, "1.004859/bo-sung", "4/8/2026", committed=DAY, statutory=DAY).changes[0].until is None
    assert amend(ward, "1.004859", "5/8/2026", committed=DAYS).changes[0].until == date(2026, 8, 9)
    assert amend(ward, "1.004859/bo-sung", "6/8/2026", name="Tên").changes[0].until == date(2026, 8, 9)


def test_a_case_change_lasts_until_all_are_retired(ward: Ward) -> None:
    catalogue.retire(ward.path, ward.clock, ACTOR, "1.004859", day("10/8/2026"))
    assert amend(ward, "1.004859/bo-sung", "4/8/2026", committed=DAY, statutory=DAY).changes[0].until == date(
        2026, 8, 9
    )


def test_limits_in_force_are_brought_to_dossiers_of_their_case(ward: Ward) -> None:
    usual, supplement = (ward.receive(text).code for text in ("cai-chinh-ho-tich", "cai-chinh-ho-tich/bo-sung"))
    changed_outside(ward.path, f"UPDATE dossier SET \"case\" = 'bo-sung' WHERE code = '{supplement}'")
    left = Consent(apply=True, no_move=True)
    for text in ("1.004859", "1.004859/bo-sung"):
        amend(ward, text, consent=left, committed=DAYS, statutory=DAYS)
    for text, code in (("1.004859", usual), ("1.004859/bo-sung", supplement)):
        again = amend(ward, text, consent=Consent(), committed=DAYS, statutory=DAYS)
        assert [m.code for m in again.moved] == [code]


@pytest.mark.parametrize(
    ("text", "case", "refusal"), [("1.004859/mot", "hai", TwoCases), ("1.004859", "khan", UnknownCase)]
)
def test_a_case_that_is_not_there_is_not_amended(ward: Ward, text: str, case: str, refusal: type[OnestopError]) -> None:
    with pytest.raises(refusal):
        amend(ward, text, case=case, committed=DAY)


def test_retiring_ends_all_cases(ward: Ward) -> None:
    with pytest.raises(WholeProcedure):
        catalogue.retire(ward.path, ward.clock, ACTOR, "1.004859/bo-sung", day("3/8/2026"))
    retired = catalogue.retire(ward.path, ward.clock, ACTOR, "1.004859", day("3/8/2026"))
    assert retired.changes[0].cases == ("bo-sung",)
    assert cases(ward, "1.004859") == {}
    with pytest.raises(ProcedureRetired):
        ward.receive("cai-chinh-ho-tich/bo-sung")


def test_a_case_is_taken_back_alone(ward: Ward) -> None:
    """With it goes its last day: nothing of it follows, whatever the code's next version says."""
    amend(ward, GUARDIAN, "10/8/2026", name="Tên mới")
    add(ward, case_of(GUARDIAN, "khan"))
    undone = catalogue.undo(ward.path, ward.clock, ACTOR, GUARDIAN, "", APPLY)
    assert (undone.changes[0].of.case, undone.after, undone.changes[0].until) == ("khan", None, None)
    assert set(cases(ward, GUARDIAN)) == {""}


def test_the_versions_of_a_case_are_shown(ward: Ward) -> None:
    amend(ward, "1.004859/bo-sung", committed=DAY, statutory=DAY)
    shown = catalogue.versions_of(ward.path, "cai-chinh-ho-tich/bo-sung")
    assert [(v.case, str(v.committed)) for v in shown] == [("bo-sung", "same_day"), ("bo-sung", "1:working_day")]
    assert len(catalogue.versions_of(ward.path, "1.004859")) == 3
    with pytest.raises(UnknownCase):
        catalogue.versions_of(ward.path, "1.004859/khan")


def test_the_limits_of_a_case_move_its_own_dossiers_only(ward: Ward) -> None:
    usual, supplement = (ward.receive(text).code for text in ("cai-chinh-ho-tich", "cai-chinh-ho-tich/bo-sung"))
    changed_outside(ward.path, f"UPDATE dossier SET \"case\" = 'bo-sung' WHERE code = '{supplement}'")
    amended = amend(ward, "1.004859/bo-sung", consent=Consent(), committed=DAY, statutory=DAY)
    assert ([m.code for m in amended.moved], [d.code for d in amended.kept]) == ([supplement], [usual])
    amended = amend(ward, "1.004859", consent=Consent(), committed=DAYS)
    assert [m.code for m in amended.moved] == [usual]


def test_a_case_under_which_dossiers_were_received_is_not_taken_back(ward: Ward) -> None:
    add(ward, case_of(GUARDIAN, "khan"))
    code = ward.receive("giam-ho").code
    assert catalogue.undo(ward.path, ward.clock, ACTOR, GUARDIAN, "", Consent()).after is None
    changed_outside(ward.path, f"UPDATE dossier SET \"case\" = 'khan' WHERE code = '{code}'")
    with pytest.raises(ProcedureInUse) as in_use:
        catalogue.undo(ward.path, ward.clock, ACTOR, GUARDIAN, "", Consent())
    assert in_use.value.values["procedure"] == "1.004837/khan"


def test_dossiers_that_no_version_ever_had_hinder_no_taking_back(ward: Ward) -> None:
    add(ward, case_of(GUARDIAN, "khan"))
    code = ward.receive("giam-ho").code
    older = "procedure_code = '1.004837', received_at = '2025-07-07T08:00:00+07:00', \"case\" = 'khan'"
    changed_outside(ward.path, f"UPDATE dossier SET {older} WHERE code = '{code}'")
    assert catalogue.undo(ward.path, ward.clock, ACTOR, GUARDIAN, "", Consent()).undoes is not None


def test_a_file_that_has_the_shipped_table_gets_nothing_of_it(ward: Ward) -> None:
    assert catalogue.import_procedures(ward.path, ward.clock, ACTOR, None) == []


def test_the_shipped_table_brings_an_older_file_what_is_new(tmp_path: Path) -> None:
    """The new case, the new name, the basis of both; what the office amended since and what was promised stay."""
    older = [p for p in ward_procedures() if not p.case and p.valid_from.year < 2026]
    older = [p._replace(legal_basis="Luật Hộ tịch 60/2014/QH13 Điều 28") if p.code == "1.004859" else p for p in older]
    ward = Ward(tmp_path / "older.db")
    office.init(ward.path, lambda: at("2/7/2025 08:00"), ACTOR, AGENCY, NAME, procedures=older)
    amend(ward, "1.004859", "1/8/2026", committed=DAY)
    before = ward.receive("cai-chinh-ho-tich")
    brought = catalogue.import_procedures(ward.path, ward.clock, ACTOR, None)
    assert [p.written for p in brought] == ["1.004859", "1.004859/bo-sung", "2.000635"]
    assert committed(ward, "1.004859") == {"": "1:working_day", "bo-sung": "same_day"}
    assert ward.dossier(before.code) == before
    assert ward.receive("trich-luc-ho-tich").procedure_name == "Cấp bản sao trích lục hộ tịch"
    ward.is_now("26/11/2026 09:00")
    assert ward.receive("trich-luc-ho-tich").procedure_name == "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh"
