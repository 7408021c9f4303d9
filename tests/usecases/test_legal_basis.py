"""What a procedure's limit rests on is cited beside the article of the counting, as the catalogue had it at receipt."""

import pytest

from onestop_cli.core.limits import time_limit
from onestop_cli.output.explanations import explanation_record
from onestop_cli.usecases import explanations, notices, procedures
from onestop_cli.usecases.procedures import Amendment
from tests.core.written import day
from tests.office import ACTOR, Ward, moment
from tests.usecases.busy_year import EVERYTHING
from tests.usecases.derivations import explained

LAW_60 = "Luật Hộ tịch 60/2014/QH13 Điều 5.3"
DECREE_23 = "Nghị định 23/2015/NĐ-CP Điều 7"
CIVIL_CODE = "Bộ luật Dân sự 91/2015/QH13 Điều 147"


def cited(ward: Ward, code: str) -> tuple[str, str]:
    found = explained(ward, code)
    return found["legal_basis"], found["rule"]["article"]


@pytest.mark.parametrize(
    ("procedure", "basis", "article"),
    [
        ("khai-tu", "Luật Hộ tịch 60/2014/QH13 Điều 5.3 và 34", LAW_60),
        ("chung-thuc-ban-sao", "Nghị định 23/2015/NĐ-CP Điều 7", DECREE_23),
        ("ket-hon", "Luật Hộ tịch 60/2014/QH13 Điều 18 (xác minh: không quá 5 ngày làm việc)", LAW_60),
        ("di-chuc", "Nghị định 23/2015/NĐ-CP Điều 37", CIVIL_CODE),
        ("bay-ngay", "", CIVIL_CODE),
    ],
)
def test_the_procedures_own_law_stands_beside_the_counting(
    ward: Ward, procedure: str, basis: str, article: str
) -> None:
    assert cited(ward, ward.receive(procedure).code) == (basis, article)
    asked = explanations.when(ward.path, ward.clock, procedure, moment("3/8/2026 09:00"))
    found = explanation_record(asked)
    assert (found["legal_basis"], found["rule"]["article"]) == (basis, article)


def test_after_a_correction_of_the_procedure_it_is_the_corrected_one(ward: Ward) -> None:
    code = ward.receive("khai-tu").code
    ward.correct(code, procedure="chung-thuc-ban-sao")
    assert cited(ward, code) == (DECREE_23, DECREE_23)
    ward.undo(code)
    assert cited(ward, code)[1] == LAW_60


def amended(ward: Ward, basis: str, since: str) -> None:
    """The catalogue has a version of `giam-ho` with another basis from a day on."""
    last = procedures.versions_of(ward.path, "giam-ho")[-1]
    limit = f"{last.committed.amount},{last.committed.unit}"
    heading = "code,name,aliases,field,statutory_amount,statutory_unit,committed_amount,committed_unit"
    file = ward.path.with_name("thu-tuc.csv")
    file.write_text(
        f"{heading},legal_basis,valid_from\n"
        f"{last.code},{last.name},giam-ho,{last.field},{limit},{limit},{basis},{day(since)}\n",
        encoding="utf-8",
    )
    procedures.import_procedures(ward.path, ward.clock, ACTOR, file)


def test_it_is_the_version_in_force_on_the_day_of_receipt(ward: Ward) -> None:
    amended(ward, "Luật Hộ tịch 03/2026/QH16", "5/8/2026")
    ward.is_now("5/8/2026 09:00")
    before, after = ward.receive("giam-ho", "4/8/2026 09:00").code, ward.receive("giam-ho").code
    found = [cited(ward, code)[0] for code in (before, after)]
    assert found == ["Luật Hộ tịch 60/2014/QH13 Điều 20", "Luật Hộ tịch 03/2026/QH16"]


def test_what_the_file_learned_after_receipt_is_not_cited(ward: Ward) -> None:
    code = ward.receive("giam-ho").code
    amended(ward, "Luật Hộ tịch 03/2026/QH16", "1/8/2026")
    assert cited(ward, code)[0] == "Luật Hộ tịch 60/2014/QH13 Điều 20"


def test_a_correction_of_the_day_of_receipt_looks_again(ward: Ward) -> None:
    code = ward.receive("giam-ho").code
    amended(ward, "Luật Hộ tịch 03/2026/QH16", "1/8/2026")
    ward.correct(code, phone="0911111111")
    assert cited(ward, code)[0] == "Luật Hộ tịch 60/2014/QH13 Điều 20"
    ward.correct(code, received_at="3/8/2026 08:30")
    assert cited(ward, code)[0] == "Luật Hộ tịch 03/2026/QH16"


def test_an_amended_limit_that_moved_it_brings_its_basis(ward: Ward) -> None:
    """A notice alone leaves the limit, and what it rests on, as they were."""
    code = ward.receive("giam-ho").code
    amended(ward, "Luật Hộ tịch 03/2026/QH16", "1/8/2026")
    storm = day("5/8/2026"), "Nghỉ bão", "CV 1"
    notices.add_holiday(ward.path, ward.clock, ACTOR, *storm, local=True, consent=EVERYTHING)
    assert cited(ward, code)[0] == "Luật Hộ tịch 60/2014/QH13 Điều 20"
    longer = Amendment(committed=time_limit("5:working_day"), statutory=time_limit("5:working_day"))
    procedures.amend(ward.path, ward.clock, ACTOR, "giam-ho", longer, day("2/8/2026"), EVERYTHING)
    assert cited(ward, code)[0] == "Luật Hộ tịch 03/2026/QH16"


def test_a_dossier_from_a_register_cites_the_catalogues(ward: Ward) -> None:
    ward.imports("code,procedure_code,received_at\nX-1,1.001612,30/7/2025 09:00\n")
    assert cited(ward, "X-1") == ("Nghị định 168/2025/NĐ-CP", CIVIL_CODE)
